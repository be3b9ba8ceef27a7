-- purpose: 找不到原明细的退费明细
-- inputs: fee_line, known_fee_line
-- grain: 一条明细一行
-- source: 国家接口 2204、2301 init_feedetl_sn
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.mdtrt_id || '|' || one.feedetl_sn AS key,
  '原明细 ' || COALESCE(one.init_feedetl_sn, '空') AS found
FROM fee_line AS one
LEFT JOIN known_fee_line AS original
  ON original.mdtrt_id = one.mdtrt_id AND original.feedetl_sn = one.init_feedetl_sn AND original.cnt_e4 > 0
WHERE one.cnt_e4 < 0
  AND original.mdtrt_id IS NULL
