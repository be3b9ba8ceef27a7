-- purpose: 与另一家医院的住院重叠的住院
-- inputs: visit, known_visit, code_set
-- grain: 一次就诊一行
-- source: 本产品；转院当日不算
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.mdtrt_id AS key,
  '与 ' || min(other.fixmedins_code) || ' 的就诊 ' || min(other.mdtrt_id) || ' 重叠' AS found
FROM visit AS one
INNER JOIN code_set AS kind ON kind.code = one.med_type AND kind.set_name = 'inpatient'
INNER JOIN known_visit AS other ON other.psn_no = one.psn_no
INNER JOIN code_set AS other_kind ON other_kind.code = other.med_type AND other_kind.set_name = 'inpatient'
WHERE other.fixmedins_code <> one.fixmedins_code
  AND other.begin_dayno < one.end_dayno
  AND one.begin_dayno < other.end_dayno
GROUP BY one.src_file, one.src_sheet, one.src_line, one.mdtrt_id
