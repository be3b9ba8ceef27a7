-- purpose: 同一结算的另一份清单
-- inputs: case_input, known_case_input
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》
WITH counted AS (
  SELECT
    setl_id,
    count(*) AS cases
  FROM known_case_input
  GROUP BY setl_id
  HAVING count(*) > 1
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '结算 ' || one.setl_id || ' 有 ' || CAST(counted.cases AS VARCHAR) || ' 份清单' AS found
FROM case_input AS one
INNER JOIN counted ON counted.setl_id = one.setl_id
