-- purpose: 找不到原结算的退费
-- inputs: settlement, known_settlement
-- grain: 一笔退费一行
-- source: 国家接口 2305 结算撤销
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '原结算ID ' || COALESCE(one.init_setl_id, '空') AS found
FROM settlement AS one
LEFT JOIN known_settlement AS original ON original.setl_id = one.init_setl_id
WHERE one.refd_setl_flag
  AND original.setl_id IS NULL
