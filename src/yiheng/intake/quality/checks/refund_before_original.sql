-- purpose: 早于原结算的退费
-- inputs: settlement, known_settlement
-- grain: 一笔退费一行
-- source: 国家接口 2305 结算撤销
-- engine: duckdb
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '退费 ' || CAST(DATE '1970-01-01' + one.setl_dayno AS VARCHAR) || '，原结算 ' || CAST(DATE '1970-01-01' + original.setl_dayno AS VARCHAR) AS found
FROM settlement AS one
INNER JOIN known_settlement AS original ON original.setl_id = one.init_setl_id
WHERE one.refd_setl_flag
  AND one.setl_dayno < original.setl_dayno
