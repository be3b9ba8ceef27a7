-- purpose: 全部诊断入院病情都为无的清单
-- inputs: case_input, known_case_dx
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》入院病情
WITH counted AS (
  SELECT
    case_id,
    count(*) AS diagnoses,
    sum(CASE WHEN adm_cond_type = '4' THEN 1 ELSE 0 END) AS absent
  FROM known_case_dx
  GROUP BY case_id
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  CAST(counted.diagnoses AS VARCHAR) || ' 个诊断的入院病情都是 4 无' AS found
FROM case_input AS one
INNER JOIN counted ON counted.case_id = one.case_id
WHERE counted.absent = counted.diagnoses
