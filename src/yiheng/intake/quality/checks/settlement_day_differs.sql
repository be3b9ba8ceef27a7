-- purpose: 结算日期与结算时间不同日的结算
-- inputs: settlement
-- grain: 一次结算一行
-- source: 国家接口 2304 setl_time
-- engine: duckdb
SELECT
  src_file,
  src_sheet,
  src_line,
  setl_id AS key,
  '结算时间 ' || CAST(setl_time AS VARCHAR) || '，结算日期 ' || CAST(DATE '1970-01-01' + setl_dayno AS VARCHAR) AS found
FROM settlement
WHERE CAST(setl_time AS DATE) - DATE '1970-01-01' <> setl_dayno
