-- purpose: 与前一段重叠的参保区间
-- inputs: coverage, known_coverage
-- grain: 一段参保一行
-- source: 国家接口 1101 insuinfo
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.psn_no || '|' || one.insutype || '|' || CAST(one.begin_dayno AS VARCHAR) AS key,
  '前一段尚未结束，共重叠 ' || CAST(count(*) AS VARCHAR) || ' 段' AS found
FROM coverage AS one
INNER JOIN known_coverage AS other ON other.psn_no = one.psn_no AND other.insutype = one.insutype
WHERE other.begin_dayno < one.begin_dayno
  AND (other.end_dayno IS NULL OR other.end_dayno > one.begin_dayno)
GROUP BY one.src_file, one.src_sheet, one.src_line, one.psn_no, one.insutype, one.begin_dayno
