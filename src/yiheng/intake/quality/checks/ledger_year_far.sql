-- purpose: 记账日期早于会计年度，或晚于次年的分录
-- inputs: ledger_entry
-- grain: 一条分录一行
-- source: 《社会保险基金会计制度》会计期间
-- engine: duckdb
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.fund_type || '|' || one.admdvs || '|' || one.voucher_no || '|' || CAST(one.entry_no AS VARCHAR) AS key,
  '会计年度 ' || CAST(one.fiscal_year AS VARCHAR) || '，记账日期 ' || CAST(DATE '1970-01-01' + one.posted_dayno AS VARCHAR) AS found
FROM ledger_entry AS one
WHERE year(DATE '1970-01-01' + one.posted_dayno) NOT BETWEEN one.fiscal_year AND one.fiscal_year + 1
