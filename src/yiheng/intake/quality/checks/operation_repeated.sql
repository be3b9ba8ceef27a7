-- purpose: 同一天重复的手术
-- inputs: case_px
-- grain: 重复的一条手术一行
-- source: 国家接口 4101 oprninfo 主键
-- engine: duckdb
WITH ordered AS (
  SELECT
    src_file,
    src_sheet,
    src_line,
    case_id,
    seq,
    px_code,
    px_dayno,
    min(seq) OVER (PARTITION BY case_id, px_code, px_dayno) AS first_seq
  FROM case_px
  WHERE px_dayno IS NOT NULL
)
SELECT
  src_file,
  src_sheet,
  src_line,
  case_id || '|' || CAST(seq AS VARCHAR) AS key,
  px_code || ' ' || CAST(DATE '1970-01-01' + px_dayno AS VARCHAR) || '，与第 ' || CAST(first_seq AS VARCHAR) || ' 条手术相同' AS found
FROM ordered
WHERE seq > first_seq
