-- purpose: 主诊断与就诊登记不同的清单
-- inputs: case_input, known_visit
-- grain: 一份清单一行
-- source: 国家接口 2402、4101
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '清单 ' || one.dx_codes || '，登记 ' || visited.main_diag_code AS found
FROM case_input AS one
INNER JOIN known_visit AS visited ON visited.mdtrt_id = one.mdtrt_id
WHERE visited.main_diag_code <> ''
  AND one.dx_codes <> visited.main_diag_code
  AND substring(one.dx_codes, 1, length(visited.main_diag_code) + 1) <> visited.main_diag_code || '|'
