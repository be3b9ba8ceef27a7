-- purpose: 总费用与同一结算不等的清单；清单可以写结算的总额，也可以写减去退费后的
-- inputs: case_input, known_settlement
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》费用信息
-- engine: duckdb
WITH refund AS (
  SELECT init_setl_id, CAST(sum(medfee_sumamt_fen) AS BIGINT) AS refund_fen
  FROM known_settlement
  WHERE refd_setl_flag
  GROUP BY init_setl_id
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '清单 ' || yuan(one.amount_fen) || ' 元，结算 ' || yuan(settled.medfee_sumamt_fen) || ' 元'
  || CASE WHEN refund.refund_fen IS NULL THEN '' ELSE '，退费后 ' || yuan(settled.medfee_sumamt_fen + refund.refund_fen) || ' 元' END AS found
FROM case_input AS one
INNER JOIN known_settlement AS settled ON settled.setl_id = one.setl_id
LEFT JOIN refund ON refund.init_setl_id = one.setl_id
WHERE NOT settled.refd_setl_flag
  AND abs(one.amount_fen - settled.medfee_sumamt_fen) > :tolerance_fen
  AND abs(one.amount_fen - settled.medfee_sumamt_fen - COALESCE(refund.refund_fen, 0)) > :tolerance_fen
