-- purpose: 发生在就诊期间之外的费用明细
-- inputs: fee_line, known_visit
-- grain: 一条明细一行
-- source: 国家接口 2301 fee_ocur_time
-- engine: duckdb
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.mdtrt_id || '|' || one.feedetl_sn AS key,
  '费用 ' || CAST(DATE '1970-01-01' + one.fee_ocur_dayno AS VARCHAR) || '，就诊 ' || CAST(DATE '1970-01-01' + visited.begin_dayno AS VARCHAR)
  || ' 至 ' || CAST(DATE '1970-01-01' + visited.end_dayno AS VARCHAR) AS found
FROM fee_line AS one
INNER JOIN known_visit AS visited ON visited.mdtrt_id = one.mdtrt_id
WHERE one.fee_ocur_dayno < visited.begin_dayno - :before_days
  OR one.fee_ocur_dayno > visited.end_dayno + :after_days
