-- purpose: 有明细而明细合计与总额不等的结算
-- inputs: settlement, known_fee_line
-- grain: 一次结算一行
-- source: 国家接口 2301、2304；明细含负数量的退费
-- engine: duckdb
WITH summed AS (
  SELECT
    setl_id,
    sum(det_item_fee_sumamt_fen) AS total_fen
  FROM known_fee_line
  GROUP BY setl_id
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '总额 ' || yuan(one.medfee_sumamt_fen) || ' 元，明细合计 ' || yuan(summed.total_fen) || ' 元' AS found
FROM settlement AS one
INNER JOIN summed ON summed.setl_id = one.setl_id
WHERE NOT one.refd_setl_flag
  AND abs(summed.total_fen - one.medfee_sumamt_fen) > :tolerance_fen
