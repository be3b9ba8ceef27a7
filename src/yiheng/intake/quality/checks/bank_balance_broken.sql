-- purpose: 余额与上笔不连续的银行流水
-- inputs: bank_line
-- grain: 一笔流水一行
-- source: 银行对账单
-- engine: duckdb
WITH ordered AS (
  SELECT
    src_file,
    src_sheet,
    src_line,
    bank_account_no,
    txn_no,
    amount_fen,
    balance_fen,
    lag(balance_fen) OVER (PARTITION BY bank_account_no ORDER BY value_time, txn_no) AS before_fen
  FROM bank_line
)
SELECT
  src_file,
  src_sheet,
  src_line,
  bank_account_no || '|' || txn_no AS key,
  '上笔余额 ' || yuan(before_fen) || ' 元，发生额 ' || yuan(amount_fen) || ' 元，余额 ' || yuan(balance_fen) || ' 元' AS found
FROM ordered
WHERE before_fen + amount_fen <> balance_fen
