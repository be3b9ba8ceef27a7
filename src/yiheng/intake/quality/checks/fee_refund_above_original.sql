-- purpose: 合计超过原明细的退费明细
-- inputs: fee_line, known_fee_line
-- grain: 一条明细一行
-- source: 国家接口 2204、2301 init_feedetl_sn
-- engine: duckdb
WITH refunded AS (
  SELECT
    mdtrt_id,
    init_feedetl_sn,
    sum(cnt_e4) AS cnt_e4,
    sum(det_item_fee_sumamt_fen) AS amount_fen
  FROM known_fee_line
  WHERE cnt_e4 < 0
  GROUP BY mdtrt_id, init_feedetl_sn
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.mdtrt_id || '|' || one.feedetl_sn AS key,
  '原明细 ' || yuan(original.det_item_fee_sumamt_fen) || ' 元，退费合计 ' || yuan(refunded.amount_fen) || ' 元' AS found
FROM fee_line AS one
INNER JOIN known_fee_line AS original ON original.mdtrt_id = one.mdtrt_id AND original.feedetl_sn = one.init_feedetl_sn
INNER JOIN refunded ON refunded.mdtrt_id = one.mdtrt_id AND refunded.init_feedetl_sn = one.init_feedetl_sn
WHERE one.cnt_e4 < 0
  AND original.cnt_e4 > 0
  AND (original.cnt_e4 + refunded.cnt_e4 < 0 OR original.det_item_fee_sumamt_fen + refunded.amount_fen < 0)
