-- purpose: 与原结算不是同一人、同一机构或同一险种的退费
-- inputs: settlement, known_settlement
-- grain: 一笔退费一行
-- source: 国家接口 2305 结算撤销
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '退费 ' || one.psn_no || '、' || one.fixmedins_code || '、' || one.insutype || '，原结算 ' || original.psn_no || '、'
  || original.fixmedins_code || '、' || original.insutype AS found
FROM settlement AS one
INNER JOIN known_settlement AS original ON original.setl_id = one.init_setl_id
WHERE one.refd_setl_flag
  AND (one.psn_no <> original.psn_no OR one.fixmedins_code <> original.fixmedins_code OR one.insutype <> original.insutype)
