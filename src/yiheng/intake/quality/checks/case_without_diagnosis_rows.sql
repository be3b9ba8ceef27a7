-- purpose: 没有诊断明细的清单
-- inputs: case_input, known_case_dx
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》4101 diseinfo
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '诊断 ' || COALESCE(one.dx_codes, '空') AS found
FROM case_input AS one
LEFT JOIN (SELECT case_id FROM known_case_dx GROUP BY case_id) AS listed ON listed.case_id = one.case_id
WHERE listed.case_id IS NULL
