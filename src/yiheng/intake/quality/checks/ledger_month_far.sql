-- purpose: 一个月的借方合计与同一基金同一统筹区其他月份相差悬殊的，取这个月的第一条分录
-- inputs: ledger_entry, known_ledger_entry
-- grain: 一个基金、一个统筹区的一个月一行
-- source: 本产品 数据质量检查
-- engine: duckdb
WITH month_total AS (
  SELECT
    fund_type,
    admdvs,
    date_trunc('month', DATE '1970-01-01' + posted_dayno) AS month,
    CAST(sum(debit_fen) AS BIGINT) AS debit_fen
  FROM known_ledger_entry
  GROUP BY fund_type, admdvs, date_trunc('month', DATE '1970-01-01' + posted_dayno)
  HAVING sum(debit_fen) > 0
),

usual AS (
  SELECT
    own.fund_type,
    own.admdvs,
    own.month,
    own.debit_fen,
    count(*) AS months,
    list_sort(list(other.debit_fen))[(count(*) + 1) // 2] AS usual_fen
  FROM month_total AS own
  INNER JOIN month_total AS other
    ON other.fund_type = own.fund_type AND other.admdvs = own.admdvs AND other.month <> own.month
  GROUP BY own.fund_type, own.admdvs, own.month, own.debit_fen
)

SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.fund_type || '|' || one.admdvs || '|' || one.voucher_no || '|' || CAST(one.entry_no AS VARCHAR) AS key,
  CAST(year(usual.month) AS VARCHAR) || '年' || CAST(month(usual.month) AS VARCHAR) || '月借方合计 ' || yuan(usual.debit_fen)
  || ' 元，其他月份一般 ' || yuan(usual.usual_fen) || ' 元' AS found
FROM ledger_entry AS one
INNER JOIN usual
  ON usual.fund_type = one.fund_type AND usual.admdvs = one.admdvs
  AND usual.month = date_trunc('month', DATE '1970-01-01' + one.posted_dayno)
WHERE usual.months >= :months_least
  AND (usual.debit_fen * :times <= usual.usual_fen OR usual.debit_fen >= usual.usual_fen * :times)
QUALIFY row_number() OVER (PARTITION BY one.fund_type, one.admdvs, usual.month ORDER BY one.src_file, one.src_sheet, one.src_line) = 1
