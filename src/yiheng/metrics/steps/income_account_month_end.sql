-- purpose: 收入户月末余额：每户每月按到账时间的最后一笔之后的余额
-- inputs: bank_line
-- grain: 一个收入户一个有流水的月份一行
-- source: 《社会保险基金财务制度》（财社〔2017〕144号），收入户月末无余额；以月末最后一个自然日日终为准
-- column: month_no, 月份
-- check: unique bank_account_no, month_no
WITH dated AS (
  SELECT
    bank_account_no,
    txn_no,
    fund_type,
    admdvs,
    value_time,
    value_dayno,
    balance_fen,
    CASE
      WHEN value_dayno <= :month_end_1 THEN 1
      WHEN value_dayno <= :month_end_2 THEN 2
      WHEN value_dayno <= :month_end_3 THEN 3
      WHEN value_dayno <= :month_end_4 THEN 4
      WHEN value_dayno <= :month_end_5 THEN 5
      WHEN value_dayno <= :month_end_6 THEN 6
      WHEN value_dayno <= :month_end_7 THEN 7
      WHEN value_dayno <= :month_end_8 THEN 8
      WHEN value_dayno <= :month_end_9 THEN 9
      WHEN value_dayno <= :month_end_10 THEN 10
      WHEN value_dayno <= :month_end_11 THEN 11
      ELSE 12
    END AS month_no
  FROM bank_line
  WHERE bank_account_kind = 'income'
    AND value_dayno BETWEEN :first_dayno AND :last_dayno
),
ranked AS (
  SELECT
    bank_account_no,
    txn_no,
    fund_type,
    admdvs,
    value_time,
    value_dayno,
    balance_fen,
    month_no,
    row_number() OVER (
      PARTITION BY bank_account_no, month_no ORDER BY value_time DESC, txn_no DESC
    ) AS from_last
  FROM dated
)
SELECT bank_account_no, month_no, txn_no, fund_type, admdvs, value_time, value_dayno, balance_fen
FROM ranked
WHERE from_last = 1
