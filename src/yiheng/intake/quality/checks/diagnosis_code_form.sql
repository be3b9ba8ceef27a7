-- purpose: 写法不合医保版的西医诊断编码
-- inputs: case_dx
-- grain: 一条诊断一行
-- source: 医保版ICD-10
-- engine: duckdb
SELECT
  src_file,
  src_sheet,
  src_line,
  case_id || '|' || CAST(seq AS VARCHAR) AS key,
  dx_code AS found
FROM case_dx
WHERE diag_type = '1'
  AND NOT regexp_full_match(dx_code, :pattern)
