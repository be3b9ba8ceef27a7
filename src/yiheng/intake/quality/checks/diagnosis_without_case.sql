-- purpose: 找不到清单的诊断
-- inputs: case_dx, known_case_input
-- grain: 被查的表一行
-- source: 数据契约的引用；那张表一行都没有时不判断
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id || '|' || CAST(one.seq AS VARCHAR) AS key,
  '病例号 ' || one.case_id AS found
FROM case_dx AS one
LEFT JOIN known_case_input AS target ON target.case_id = one.case_id
WHERE target.case_id IS NULL
  AND EXISTS (SELECT case_id FROM known_case_input)
