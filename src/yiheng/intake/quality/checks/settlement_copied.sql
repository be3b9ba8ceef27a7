-- purpose: 同一人同一秒同一金额的另一笔结算
-- inputs: settlement, known_settlement
-- grain: 一笔结算一行
-- source: 本产品；退过费又重新结算的不算
WITH refunded AS (
  SELECT init_setl_id
  FROM known_settlement
  WHERE refd_setl_flag
  GROUP BY init_setl_id
),
counted AS (
  SELECT
    kept.psn_no,
    kept.fixmedins_code,
    kept.setl_time,
    kept.medfee_sumamt_fen,
    count(*) AS times,
    min(kept.setl_id) AS first_id,
    max(kept.setl_id) AS last_id
  FROM known_settlement AS kept
  LEFT JOIN refunded ON refunded.init_setl_id = kept.setl_id
  WHERE NOT kept.refd_setl_flag
    AND kept.medfee_sumamt_fen > 0
    AND refunded.init_setl_id IS NULL
  GROUP BY kept.psn_no, kept.fixmedins_code, kept.setl_time, kept.medfee_sumamt_fen
  HAVING count(*) > 1
)
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '与结算 ' || CASE WHEN one.setl_id = counted.first_id THEN counted.last_id ELSE counted.first_id END || ' 相同' AS found
FROM settlement AS one
INNER JOIN counted
  ON counted.psn_no = one.psn_no AND counted.fixmedins_code = one.fixmedins_code
  AND counted.setl_time = one.setl_time AND counted.medfee_sumamt_fen = one.medfee_sumamt_fen
LEFT JOIN refunded ON refunded.init_setl_id = one.setl_id
WHERE NOT one.refd_setl_flag
  AND refunded.init_setl_id IS NULL
