-- purpose: 分娩而没有分娩结局的清单
-- inputs: case_input, known_case_dx, code_set
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》产科诊断
WITH counted AS (
  SELECT
    listed.case_id,
    sum(CASE WHEN kind.set_name = 'delivery' THEN 1 ELSE 0 END) AS deliveries,
    sum(CASE WHEN kind.set_name = 'outcome' THEN 1 ELSE 0 END) AS outcomes
  FROM known_case_dx AS listed
  INNER JOIN code_set AS kind ON kind.code = substring(listed.dx_code, 1, 3) AND kind.set_name IN ('delivery', 'outcome')
  GROUP BY listed.case_id
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '诊断 ' || COALESCE(one.dx_codes, '') AS found
FROM case_input AS one
INNER JOIN counted ON counted.case_id = one.case_id
WHERE counted.deliveries > 0
  AND counted.outcomes = 0
