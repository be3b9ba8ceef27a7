-- purpose: 入院早于出生的就诊
-- inputs: visit, known_person
-- grain: 一次就诊一行
-- source: 国家接口 1101 brdy、2401
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.mdtrt_id AS key,
  '入院早于出生 ' || CAST(known.brdy_dayno - one.begin_dayno AS VARCHAR) || ' 天' AS found
FROM visit AS one
INNER JOIN known_person AS known ON known.psn_no = one.psn_no
WHERE known.brdy_dayno > one.begin_dayno
