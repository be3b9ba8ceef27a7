-- purpose: 同一次住院的另一次登记
-- inputs: visit, known_visit, code_set
-- grain: 一次就诊一行
-- source: 本产品
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.mdtrt_id AS key,
  '与就诊 ' || min(other.mdtrt_id) || ' 的人、医院、出入院日期都相同' AS found
FROM visit AS one
INNER JOIN code_set AS kind ON kind.code = one.med_type AND kind.set_name = 'inpatient'
INNER JOIN known_visit AS other
  ON other.psn_no = one.psn_no AND other.fixmedins_code = one.fixmedins_code AND other.begin_dayno = one.begin_dayno
  AND other.end_dayno = one.end_dayno AND other.med_type = one.med_type
WHERE other.mdtrt_id <> one.mdtrt_id
GROUP BY one.src_file, one.src_sheet, one.src_line, one.mdtrt_id
