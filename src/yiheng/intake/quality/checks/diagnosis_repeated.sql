-- purpose: 一份清单里重复的诊断
-- inputs: case_dx
-- grain: 重复的一条诊断一行
-- source: 《医疗保障基金结算清单填写规范》其他诊断
WITH ordered AS (
  SELECT
    src_file,
    src_sheet,
    src_line,
    case_id,
    seq,
    dx_code,
    min(seq) OVER (PARTITION BY case_id, dx_code) AS first_seq
  FROM case_dx
)
SELECT
  src_file,
  src_sheet,
  src_line,
  case_id || '|' || CAST(seq AS VARCHAR) AS key,
  dx_code || ' 与第 ' || CAST(first_seq AS VARCHAR) || ' 条诊断相同' AS found
FROM ordered
WHERE seq > first_seq
