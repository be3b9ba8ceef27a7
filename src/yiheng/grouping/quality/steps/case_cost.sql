-- purpose: 病例的费用：清单上的医疗费总额，冲减退费，清单已按退费冲减的不再减；全部退清的（撤销后重结）为零或负
-- inputs: case_input, settlement
-- grain: 本年出院，或其后一年内入院（看再入院）的一个病例一行
-- source: 《医疗保障基金结算清单填写规范》医疗费总额；国家接口 2304、2208 退费为原结算之负
-- check: unique case_id
WITH refund AS (
  SELECT init_setl_id, CAST(sum(medfee_sumamt_fen) AS BIGINT) AS refund_fen
  FROM settlement
  WHERE refd_setl_flag
  GROUP BY init_setl_id
),

settled AS (
  SELECT setl_id, min(medfee_sumamt_fen) AS medfee_sumamt_fen
  FROM settlement
  WHERE NOT refd_setl_flag
  GROUP BY setl_id
)

SELECT
  listed.case_id,
  listed.mdtrt_id,
  listed.setl_id,
  listed.psn_no,
  listed.fixmedins_code,
  listed.adm_dayno,
  listed.dscg_dayno,
  listed.los_days,
  listed.dscg_way,
  CASE
    WHEN listed.amount_fen = settled.medfee_sumamt_fen + refund.refund_fen THEN listed.amount_fen
    ELSE listed.amount_fen + COALESCE(refund.refund_fen, 0)
  END AS cost_fen
FROM case_input AS listed
LEFT JOIN refund ON refund.init_setl_id = listed.setl_id
LEFT JOIN settled ON settled.setl_id = listed.setl_id
WHERE listed.dscg_dayno >= :first_dayno
  AND listed.adm_dayno <= :last_dayno + 366
