-- purpose: 有分项而分项合计与基金支付总额不等的结算
-- inputs: settlement, known_settlement_fund, code_set
-- grain: 一次结算一行
-- source: 国家接口 2304 setldetail；个人账户不在基金支付之内
-- engine: duckdb
WITH summed AS (
  SELECT
    part.setl_id,
    sum(part.fund_payamt_fen) AS total_fen
  FROM known_settlement_fund AS part
  LEFT JOIN code_set AS beside ON beside.code = part.fund_pay_type AND beside.set_name = 'beside_fund'
  WHERE beside.code IS NULL
  GROUP BY part.setl_id
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '基金支付总额 ' || yuan(one.fund_pay_sumamt_fen) || ' 元，分项合计 ' || yuan(summed.total_fen) || ' 元' AS found
FROM settlement AS one
INNER JOIN summed ON summed.setl_id = one.setl_id
WHERE abs(summed.total_fen - one.fund_pay_sumamt_fen) > :tolerance_fen
