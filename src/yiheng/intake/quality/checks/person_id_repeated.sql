-- purpose: 与另一人员编号证件号码相同的人
-- inputs: person, known_person
-- grain: 一人一行
-- source: 国家接口 1101
WITH counted AS (
  SELECT
    upper(certno) AS certno,
    count(*) AS persons,
    min(psn_no) AS first_no,
    max(psn_no) AS last_no
  FROM known_person
  WHERE certno <> ''
  GROUP BY upper(certno)
  HAVING count(*) > 1
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.psn_no AS key,
  '与人员编号 ' || CASE WHEN one.psn_no = counted.first_no THEN counted.last_no ELSE counted.first_no END || ' 的证件号码相同' AS found
FROM person AS one
INNER JOIN counted ON counted.certno = upper(one.certno)
