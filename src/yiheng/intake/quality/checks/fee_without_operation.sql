-- purpose: 有手术费而没有手术的清单
-- inputs: case_input, known_fee_line, code_set
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》手术与费用
-- engine: duckdb
WITH billed AS (
  SELECT
    line.mdtrt_id,
    sum(line.det_item_fee_sumamt_fen) AS surgery_fen
  FROM known_fee_line AS line
  INNER JOIN code_set AS kind ON kind.code = line.med_chrgitm_type AND kind.set_name = 'surgery_fee'
  GROUP BY line.mdtrt_id
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '手术费 ' || yuan(billed.surgery_fen) || ' 元' AS found
FROM case_input AS one
INNER JOIN billed ON billed.mdtrt_id = one.mdtrt_id
WHERE one.px_codes = ''
  AND billed.surgery_fen >= :least_fen
