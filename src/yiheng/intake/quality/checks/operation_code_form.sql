-- purpose: 写法不合医保版的手术操作编码
-- inputs: case_px
-- grain: 一条手术一行
-- source: 医保版ICD-9-CM-3
-- engine: duckdb
SELECT
  src_file,
  src_sheet,
  src_line,
  case_id || '|' || CAST(seq AS VARCHAR) AS key,
  px_code AS found
FROM case_px
WHERE NOT regexp_full_match(px_code, :pattern)
