-- purpose: 整张平而统筹与个人账户各自不平的凭证的分录
-- inputs: ledger_entry, known_ledger_entry
-- grain: 一条分录一行
-- source: 《社会保险基金财务制度》；统筹与个人账户分账核算
-- engine: duckdb
WITH parted AS (
  SELECT
    fund_type,
    admdvs,
    fiscal_year,
    voucher_no,
    sub_fund,
    sum(debit_fen) AS debit_fen,
    sum(credit_fen) AS credit_fen
  FROM known_ledger_entry
  GROUP BY fund_type, admdvs, fiscal_year, voucher_no, sub_fund
),
balanced AS (
  SELECT fund_type, admdvs, fiscal_year, voucher_no
  FROM parted
  GROUP BY fund_type, admdvs, fiscal_year, voucher_no
  HAVING sum(debit_fen) = sum(credit_fen)
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.fund_type || '|' || one.admdvs || '|' || one.voucher_no || '|' || CAST(one.entry_no AS VARCHAR) AS key,
  '这一分账借方合计 ' || yuan(parted.debit_fen) || ' 元，贷方合计 ' || yuan(parted.credit_fen) || ' 元' AS found
FROM ledger_entry AS one
INNER JOIN balanced
  ON balanced.fund_type = one.fund_type AND balanced.admdvs = one.admdvs
  AND balanced.fiscal_year = one.fiscal_year AND balanced.voucher_no = one.voucher_no
INNER JOIN parted
  ON parted.fund_type = one.fund_type AND parted.admdvs = one.admdvs AND parted.fiscal_year = one.fiscal_year
  AND parted.voucher_no = one.voucher_no AND parted.sub_fund = one.sub_fund
WHERE parted.debit_fen <> parted.credit_fen
