-- purpose: 合计超过原结算的退费
-- inputs: settlement, known_settlement
-- grain: 一笔退费一行
-- source: 国家接口 2305 结算撤销；部分退费可以有几笔
-- engine: duckdb
WITH refunded AS (
  SELECT
    init_setl_id,
    sum(medfee_sumamt_fen) AS medfee_fen,
    sum(fund_pay_sumamt_fen) AS fund_fen
  FROM known_settlement
  WHERE refd_setl_flag
  GROUP BY init_setl_id
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '原结算 ' || yuan(original.medfee_sumamt_fen) || ' 元，退费合计 ' || yuan(refunded.medfee_fen) || ' 元；基金 '
  || yuan(original.fund_pay_sumamt_fen) || ' 元，退 ' || yuan(refunded.fund_fen) || ' 元' AS found
FROM settlement AS one
INNER JOIN known_settlement AS original ON original.setl_id = one.init_setl_id
INNER JOIN refunded ON refunded.init_setl_id = one.init_setl_id
WHERE one.refd_setl_flag
  AND NOT original.refd_setl_flag
  AND (original.medfee_sumamt_fen + refunded.medfee_fen < 0 OR original.fund_pay_sumamt_fen + refunded.fund_fen < 0)
