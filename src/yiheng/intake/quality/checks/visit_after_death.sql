-- purpose: 死亡之后的就诊
-- inputs: visit, known_person
-- grain: 一次就诊一行
-- source: 医疗保障基金智能审核和监控知识库、规则库 死亡后就医
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.mdtrt_id AS key,
  '就诊在死亡之后 ' || CAST(one.begin_dayno - known.death_dayno AS VARCHAR) || ' 天' AS found
FROM visit AS one
INNER JOIN known_person AS known ON known.psn_no = one.psn_no
WHERE one.begin_dayno > known.death_dayno
