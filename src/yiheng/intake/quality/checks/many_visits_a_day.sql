-- purpose: 一人一天多次的门诊
-- inputs: visit, known_visit, code_set
-- grain: 一次就诊一行
-- source: 本产品
WITH counted AS (
  SELECT
    listed.psn_no,
    listed.begin_dayno,
    count(*) AS visits
  FROM known_visit AS listed
  INNER JOIN code_set AS kind ON kind.code = listed.med_type AND kind.set_name = 'outpatient'
  GROUP BY listed.psn_no, listed.begin_dayno
  HAVING count(*) > :most
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.mdtrt_id AS key,
  '当日门诊 ' || CAST(counted.visits AS VARCHAR) || ' 次' AS found
FROM visit AS one
INNER JOIN code_set AS kind ON kind.code = one.med_type AND kind.set_name = 'outpatient'
INNER JOIN counted ON counted.psn_no = one.psn_no AND counted.begin_dayno = one.begin_dayno
