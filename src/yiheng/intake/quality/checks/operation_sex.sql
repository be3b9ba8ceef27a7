-- purpose: 与性别不符的手术
-- inputs: case_px, known_case_input, code_set
-- grain: 一条手术一行
-- source: 医保版ICD-9-CM-3
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id || '|' || CAST(one.seq AS VARCHAR) AS key,
  one.px_code || '，性别 ' || CASE listed.gend WHEN '1' THEN '男' ELSE '女' END AS found
FROM case_px AS one
INNER JOIN known_case_input AS listed ON listed.case_id = one.case_id
INNER JOIN code_set AS head ON head.code = substring(one.px_code, 1, 2) AND head.set_name = 'heads'
WHERE listed.gend = :sex
