-- purpose: 借贷不平的凭证的分录
-- inputs: ledger_entry, known_ledger_entry
-- grain: 一条分录一行
-- source: 《社会保险基金会计制度》
-- engine: duckdb
WITH summed AS (
  SELECT
    fund_type,
    admdvs,
    fiscal_year,
    voucher_no,
    sum(debit_fen) AS debit_fen,
    sum(credit_fen) AS credit_fen
  FROM known_ledger_entry
  GROUP BY fund_type, admdvs, fiscal_year, voucher_no
  HAVING sum(debit_fen) <> sum(credit_fen)
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.fund_type || '|' || one.admdvs || '|' || one.voucher_no || '|' || CAST(one.entry_no AS VARCHAR) AS key,
  '借方合计 ' || yuan(summed.debit_fen) || ' 元，贷方合计 ' || yuan(summed.credit_fen) || ' 元' AS found
FROM ledger_entry AS one
INNER JOIN summed
  ON summed.fund_type = one.fund_type AND summed.admdvs = one.admdvs AND summed.fiscal_year = one.fiscal_year
  AND summed.voucher_no = one.voucher_no
