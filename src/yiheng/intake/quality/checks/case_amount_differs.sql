-- purpose: 总费用与同一结算不等的清单
-- inputs: case_input, known_settlement
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》费用信息
-- engine: duckdb
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '清单 ' || yuan(one.amount_fen) || ' 元，结算 ' || yuan(settled.medfee_sumamt_fen) || ' 元' AS found
FROM case_input AS one
INNER JOIN known_settlement AS settled ON settled.setl_id = one.setl_id
WHERE NOT settled.refd_setl_flag
  AND abs(one.amount_fen - settled.medfee_sumamt_fen) > :tolerance_fen
