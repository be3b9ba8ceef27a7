-- purpose: 住院期间的门诊或购药
-- inputs: visit, known_visit, code_set
-- grain: 一次就诊一行
-- source: 医疗保障基金智能审核和监控知识库、规则库 住院期间门诊
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.mdtrt_id AS key,
  '在住院 ' || min(stay.mdtrt_id) || ' 期间' AS found
FROM visit AS one
INNER JOIN code_set AS kind ON kind.code = one.med_type AND kind.set_name IN ('outpatient', 'pharmacy')
INNER JOIN known_visit AS stay ON stay.psn_no = one.psn_no
INNER JOIN code_set AS stay_kind ON stay_kind.code = stay.med_type AND stay_kind.set_name = 'inpatient'
WHERE one.begin_dayno > stay.begin_dayno
  AND one.begin_dayno < stay.end_dayno
GROUP BY one.src_file, one.src_sheet, one.src_line, one.mdtrt_id
