-- purpose: 诊断顺序号不连续的清单
-- inputs: case_input, known_case_dx
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》出院诊断
WITH counted AS (
  SELECT
    case_id,
    count(*) AS diagnoses,
    max(seq) AS last_seq
  FROM known_case_dx
  GROUP BY case_id
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  CAST(counted.diagnoses AS VARCHAR) || ' 条诊断，最大顺序号 ' || CAST(counted.last_seq AS VARCHAR) AS found
FROM case_input AS one
INNER JOIN counted ON counted.case_id = one.case_id
WHERE counted.last_seq <> counted.diagnoses
