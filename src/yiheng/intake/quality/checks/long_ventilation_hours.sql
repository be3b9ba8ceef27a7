-- purpose: 有创呼吸机编码与时长不符的手术操作
-- inputs: case_px, known_case_input
-- grain: 一条手术操作一行
-- source: 医保版ICD-9-CM-3 96.7
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id || '|' || CAST(one.seq AS VARCHAR) AS key,
  one.px_code || '，呼吸机 ' || CAST(listed.vent_hours AS VARCHAR) || ' 小时' AS found
FROM case_px AS one
INNER JOIN known_case_input AS listed ON listed.case_id = one.case_id
WHERE (substring(one.px_code, 1, 5) = '96.72' AND listed.vent_hours < :hours)
  OR (substring(one.px_code, 1, 5) = '96.71' AND listed.vent_hours >= :hours)
