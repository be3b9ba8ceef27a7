-- purpose: 合并编码与诊断明细主诊断不同的清单
-- inputs: case_input, known_case_dx
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》4101 diseinfo
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '合并 ' || one.dx_codes || '，明细第一条 ' || first_row.dx_code AS found
FROM case_input AS one
INNER JOIN known_case_dx AS first_row ON first_row.case_id = one.case_id
WHERE first_row.seq = 1
  AND one.dx_codes <> first_row.dx_code
  AND substring(one.dx_codes, 1, length(first_row.dx_code) + 1) <> first_row.dx_code || '|'
