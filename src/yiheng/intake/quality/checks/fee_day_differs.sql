-- purpose: 费用日期与费用时间不同日的明细
-- inputs: fee_line
-- grain: 一条明细一行
-- source: 国家接口 2204、2301 fee_ocur_time
-- engine: duckdb
SELECT
  src_file,
  src_sheet,
  src_line,
  mdtrt_id || '|' || feedetl_sn AS key,
  '费用时间 ' || CAST(fee_ocur_time AS VARCHAR) || '，费用日期 ' || CAST(DATE '1970-01-01' + fee_ocur_dayno AS VARCHAR) AS found
FROM fee_line
WHERE CAST(fee_ocur_time AS DATE) - DATE '1970-01-01' <> fee_ocur_dayno
