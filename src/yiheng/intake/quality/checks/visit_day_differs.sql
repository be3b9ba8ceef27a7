-- purpose: 出入院日期与时间不同日的就诊
-- inputs: visit
-- grain: 一次就诊一行
-- source: 国家接口 2401、2402
-- engine: duckdb
SELECT
  src_file,
  src_sheet,
  src_line,
  mdtrt_id AS key,
  '开始 ' || CAST(begin_time AS VARCHAR) || ' 记为 ' || CAST(DATE '1970-01-01' + begin_dayno AS VARCHAR) || '，结束 '
  || CAST(end_time AS VARCHAR) || ' 记为 ' || CAST(DATE '1970-01-01' + end_dayno AS VARCHAR) AS found
FROM visit
WHERE CAST(begin_time AS DATE) - DATE '1970-01-01' <> begin_dayno
  OR CAST(end_time AS DATE) - DATE '1970-01-01' <> end_dayno
