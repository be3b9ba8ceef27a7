-- purpose: 全额退了不止一次的退费
-- inputs: settlement, known_settlement
-- grain: 一笔退费一行
-- source: 国家接口 2305 结算撤销
-- engine: duckdb
WITH whole AS (
  SELECT
    refund.init_setl_id,
    count(*) AS times
  FROM known_settlement AS refund
  INNER JOIN known_settlement AS original ON original.setl_id = refund.init_setl_id
  WHERE refund.refd_setl_flag
    AND NOT original.refd_setl_flag
    AND original.medfee_sumamt_fen > 0
    AND refund.medfee_sumamt_fen = -original.medfee_sumamt_fen
  GROUP BY refund.init_setl_id
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '原结算 ' || one.init_setl_id || ' 全额退费 ' || CAST(whole.times AS VARCHAR) || ' 次，本次 ' || yuan(one.medfee_sumamt_fen) || ' 元' AS found
FROM settlement AS one
INNER JOIN whole ON whole.init_setl_id = one.init_setl_id
WHERE one.refd_setl_flag
  AND whole.times > 1
