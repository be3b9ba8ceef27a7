-- purpose: 早于出院的住院结算
-- inputs: settlement, known_visit, code_set
-- grain: 一次结算一行
-- source: 国家接口 2402、2304
-- engine: duckdb
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '结算 ' || CAST(DATE '1970-01-01' + one.setl_dayno AS VARCHAR) || '，出院 ' || CAST(DATE '1970-01-01' + visited.end_dayno AS VARCHAR) AS found
FROM settlement AS one
INNER JOIN code_set AS kind ON kind.code = one.med_type AND kind.set_name = 'inpatient'
INNER JOIN known_visit AS visited ON visited.mdtrt_id = one.mdtrt_id
WHERE NOT one.refd_setl_flag
  AND one.setl_dayno < visited.end_dayno
