-- purpose: 带报表行的会计分录，并分出年终结转凭证（收支科目只对净资产）和内部调整凭证（只在净资产之间，如归垫）
-- inputs: ledger_entry, account
-- grain: 本年与上年一条分录一行；只看本年前几个月时，本年的分录只到那一天
-- source: 《社会保险基金会计制度》（财会〔2017〕28号），收付实现制
-- column: voucher_kind, 凭证种类, voucher_kind
-- column: regular_dayno, 平时记账日期（年终结转凭证为空）
-- monthly: 记账凭证, fiscal_year, regular_dayno, fund_type
-- check: unique fund_type, admdvs, voucher_no, entry_no
-- check: present account_kind, line_code
WITH lined AS (
  SELECT
    entry.fund_type,
    entry.admdvs,
    entry.voucher_no,
    entry.entry_no,
    entry.fiscal_year,
    entry.posted_dayno,
    entry.account_code,
    account.account_kind,
    account.line_code,
    entry.sub_fund,
    entry.debit_fen,
    entry.credit_fen,
    entry.summary
  FROM ledger_entry AS entry
  LEFT JOIN account ON account.fund_type = entry.fund_type AND account.account_code = entry.account_code
  WHERE entry.fiscal_year BETWEEN :year - 1 AND :year
    AND (:months = 12 OR entry.fiscal_year < :year OR entry.posted_dayno <= :last_dayno)
),
voucher AS (
  SELECT
    fund_type,
    admdvs,
    voucher_no,
    max(CASE WHEN account_kind = 'net' THEN 1 ELSE 0 END) AS of_net,
    max(CASE WHEN account_kind IN ('income', 'expense') THEN 1 ELSE 0 END) AS of_flow,
    max(CASE WHEN account_kind IN ('asset', 'liability') THEN 1 ELSE 0 END) AS of_stock
  FROM lined
  GROUP BY fund_type, admdvs, voucher_no
),
classed AS (
  SELECT
    fund_type,
    admdvs,
    voucher_no,
    CASE
      WHEN of_stock = 1 OR of_net = 0 THEN 'current'
      WHEN of_flow = 1 THEN 'closing'
      ELSE 'internal'
    END AS voucher_kind
  FROM voucher
)
SELECT
  lined.fund_type,
  lined.admdvs,
  lined.voucher_no,
  lined.entry_no,
  lined.fiscal_year,
  lined.posted_dayno,
  lined.account_code,
  lined.account_kind,
  lined.line_code,
  lined.sub_fund,
  lined.debit_fen,
  lined.credit_fen,
  lined.summary,
  classed.voucher_kind,
  CASE WHEN classed.voucher_kind <> 'closing' THEN lined.posted_dayno END AS regular_dayno
FROM lined
JOIN classed
  ON classed.fund_type = lined.fund_type
  AND classed.admdvs = lined.admdvs
  AND classed.voucher_no = lined.voucher_no
