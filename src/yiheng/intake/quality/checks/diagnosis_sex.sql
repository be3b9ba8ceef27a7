-- purpose: 与性别不符的诊断
-- inputs: case_dx, known_case_input, code_set
-- grain: 一条诊断一行
-- source: 《医疗保障基金结算清单填写规范》性别与诊断
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id || '|' || CAST(one.seq AS VARCHAR) AS key,
  one.dx_code || '，性别 ' || CASE listed.gend WHEN '1' THEN '男' ELSE '女' END AS found
FROM case_dx AS one
INNER JOIN known_case_input AS listed ON listed.case_id = one.case_id
LEFT JOIN code_set AS letter ON letter.code = substring(one.dx_code, 1, 1) AND letter.set_name = 'letters'
LEFT JOIN code_set AS head ON head.code = substring(one.dx_code, 1, 3) AND head.set_name = 'heads'
WHERE listed.gend = :sex
  AND (letter.code IS NOT NULL OR head.code IS NOT NULL)
