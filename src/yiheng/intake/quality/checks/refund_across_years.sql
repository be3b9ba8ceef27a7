-- purpose: 冲销以前年度结算的退费
-- inputs: settlement, known_settlement
-- grain: 一笔退费一行
-- source: 跨年冲销归原结算所属年度
-- engine: duckdb
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '退费 ' || CAST(DATE '1970-01-01' + one.setl_dayno AS VARCHAR) || '，冲减 '
  || substring(CAST(DATE '1970-01-01' + original.setl_dayno AS VARCHAR), 1, 4) || ' 年的结算 ' || original.setl_id AS found
FROM settlement AS one
INNER JOIN known_settlement AS original ON original.setl_id = one.init_setl_id
WHERE one.refd_setl_flag
  AND substring(CAST(DATE '1970-01-01' + one.setl_dayno AS VARCHAR), 1, 4)
  > substring(CAST(DATE '1970-01-01' + original.setl_dayno AS VARCHAR), 1, 4)
