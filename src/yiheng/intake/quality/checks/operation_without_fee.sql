-- purpose: 有手术、有明细而没有手术费的清单
-- inputs: case_input, known_case_px, known_fee_line, code_set
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》手术与费用
WITH operated AS (
  SELECT
    case_id,
    min(px_code) AS px_code
  FROM known_case_px
  WHERE px_code < :treatment_from
  GROUP BY case_id
),
billed AS (
  SELECT
    line.mdtrt_id,
    sum(CASE WHEN kind.code IS NULL THEN 0 ELSE 1 END) AS surgery_lines
  FROM known_fee_line AS line
  LEFT JOIN code_set AS kind ON kind.code = line.med_chrgitm_type AND kind.set_name = 'surgery_fee'
  GROUP BY line.mdtrt_id
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '手术 ' || operated.px_code AS found
FROM case_input AS one
INNER JOIN operated ON operated.case_id = one.case_id
INNER JOIN billed ON billed.mdtrt_id = one.mdtrt_id
WHERE billed.surgery_lines = 0
