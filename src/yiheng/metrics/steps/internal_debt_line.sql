-- purpose: 统筹基金应归垫个人账户的确认与归垫：科目名称写明“归垫”的净资产科目，至本年末（只看前几个月时，至那一天）的全部分录和有账的第一年的年初数
-- inputs: ledger_entry, opening_balance, account
-- grain: 第一年的年初数一个科目一行，此后一条分录一行
-- source: 年终评价报告所列“个人账户财务与业务差额”；贷方为确认，借方为归垫
-- column: recognised_fen, 确认应归垫的金额
-- column: repaid_fen, 归垫的金额
-- check: unique fund_type, admdvs, voucher_no, entry_no, account_code
WITH debt_account AS (
  SELECT fund_type, account_code
  FROM account
  WHERE account_kind = 'net' AND account_name LIKE '%归垫%'
),
first_year AS (
  SELECT fund_type, min(fiscal_year) AS fiscal_year
  FROM opening_balance
  GROUP BY fund_type
)
SELECT
  opening.fund_type,
  opening.admdvs,
  '年初' AS voucher_no,
  0 AS entry_no,
  opening.fiscal_year,
  opening.account_code,
  0 - opening.balance_fen AS recognised_fen,
  0 AS repaid_fen
FROM opening_balance AS opening
JOIN first_year
  ON first_year.fund_type = opening.fund_type AND first_year.fiscal_year = opening.fiscal_year
JOIN debt_account
  ON debt_account.fund_type = opening.fund_type AND debt_account.account_code = opening.account_code
UNION ALL
SELECT
  entry.fund_type,
  entry.admdvs,
  entry.voucher_no,
  entry.entry_no,
  entry.fiscal_year,
  entry.account_code,
  entry.credit_fen AS recognised_fen,
  entry.debit_fen AS repaid_fen
FROM ledger_entry AS entry
JOIN debt_account
  ON debt_account.fund_type = entry.fund_type AND debt_account.account_code = entry.account_code
WHERE entry.fiscal_year <= :year
  AND (:months = 12 OR entry.fiscal_year < :year OR entry.posted_dayno <= :last_dayno)
