-- purpose: 日期在住院期间之外的手术
-- inputs: case_px, known_case_input
-- grain: 一条手术一行
-- source: 《医疗保障基金结算清单填写规范》手术及操作日期
-- engine: duckdb
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id || '|' || CAST(one.seq AS VARCHAR) AS key,
  '手术 ' || CAST(DATE '1970-01-01' + one.px_dayno AS VARCHAR) || '，住院 ' || CAST(DATE '1970-01-01' + listed.adm_dayno AS VARCHAR)
  || ' 至 ' || CAST(DATE '1970-01-01' + listed.dscg_dayno AS VARCHAR) AS found
FROM case_px AS one
INNER JOIN known_case_input AS listed ON listed.case_id = one.case_id
WHERE one.px_dayno < listed.adm_dayno
  OR one.px_dayno > listed.dscg_dayno
