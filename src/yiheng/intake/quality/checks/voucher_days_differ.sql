-- purpose: 各条分录记账日期不同的凭证的分录
-- inputs: ledger_entry, known_ledger_entry
-- grain: 一条分录一行
-- source: 《会计基础工作规范》第五十一条：记账凭证填明一个日期
-- engine: duckdb
WITH spread AS (
  SELECT
    fund_type,
    admdvs,
    fiscal_year,
    voucher_no,
    min(posted_dayno) AS first_dayno,
    max(posted_dayno) AS last_dayno
  FROM known_ledger_entry
  GROUP BY fund_type, admdvs, fiscal_year, voucher_no
  HAVING min(posted_dayno) <> max(posted_dayno)
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.fund_type || '|' || one.admdvs || '|' || one.voucher_no || '|' || CAST(one.entry_no AS VARCHAR) AS key,
  '最早 ' || CAST(DATE '1970-01-01' + spread.first_dayno AS VARCHAR) || '，最晚 ' || CAST(DATE '1970-01-01' + spread.last_dayno AS VARCHAR) AS found
FROM ledger_entry AS one
INNER JOIN spread
  ON spread.fund_type = one.fund_type AND spread.admdvs = one.admdvs AND spread.fiscal_year = one.fiscal_year
  AND spread.voucher_no = one.voucher_no
