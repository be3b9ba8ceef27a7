-- purpose: 带报表行的年初余额
-- inputs: opening_balance, account
-- grain: 一个账套一年一个科目一个分账户一行；借方余额为正
-- source: 《社会保险基金会计制度》（财会〔2017〕28号），年初余额
-- check: unique fund_type, admdvs, fiscal_year, account_code, sub_fund
-- check: present account_kind, line_code
SELECT
  opening.fund_type,
  opening.admdvs,
  opening.fiscal_year,
  opening.account_code,
  account.account_kind,
  account.line_code,
  opening.sub_fund,
  opening.balance_fen
FROM opening_balance AS opening
LEFT JOIN account ON account.fund_type = opening.fund_type AND account.account_code = opening.account_code
