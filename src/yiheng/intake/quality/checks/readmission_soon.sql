-- purpose: 出院后短期内再住同一家医院
-- inputs: visit, known_visit, code_set
-- grain: 一次就诊一行
-- source: 医疗保障基金智能审核和监控知识库、规则库 分解住院
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.mdtrt_id AS key,
  '距上次出院（就诊 ' || max(other.mdtrt_id) || '）' || CAST(min(one.begin_dayno - other.end_dayno) AS VARCHAR) || ' 天' AS found
FROM visit AS one
INNER JOIN code_set AS kind ON kind.code = one.med_type AND kind.set_name = 'inpatient'
INNER JOIN known_visit AS other ON other.psn_no = one.psn_no AND other.fixmedins_code = one.fixmedins_code
INNER JOIN code_set AS other_kind ON other_kind.code = other.med_type AND other_kind.set_name = 'inpatient'
WHERE other.mdtrt_id <> one.mdtrt_id
  AND other.begin_dayno < one.begin_dayno
  AND one.begin_dayno BETWEEN other.end_dayno AND other.end_dayno + :within_days
GROUP BY one.src_file, one.src_sheet, one.src_line, one.mdtrt_id
