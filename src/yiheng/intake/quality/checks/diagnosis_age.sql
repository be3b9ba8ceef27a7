-- purpose: 与年龄不符的诊断
-- inputs: case_dx, known_case_input, code_set
-- grain: 一条诊断一行
-- source: 《医疗保障基金结算清单填写规范》年龄与诊断
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id || '|' || CAST(one.seq AS VARCHAR) AS key,
  one.dx_code || '，' || CAST(listed.age_years AS VARCHAR) || ' 岁' AS found
FROM case_dx AS one
INNER JOIN known_case_input AS listed ON listed.case_id = one.case_id
INNER JOIN code_set AS letter ON letter.code = substring(one.dx_code, 1, 1) AND letter.set_name = 'letters'
WHERE listed.age_years BETWEEN :least_years AND :most_years
