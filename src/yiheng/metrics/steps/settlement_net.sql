-- purpose: 冲抵退费后的结算：退费按原结算冲抵，跨年冲销归原结算所属年度
-- inputs: settlement
-- grain: 本年一次原结算一行；金额为原结算与其全部退费之和，全额退费的仍在，金额为零
-- source: 国家接口 2304、2207 setlinfo；退费行为原行之负，逐笔冲抵
-- check: unique setl_id
WITH refund AS (
  SELECT
    init_setl_id,
    CAST(sum(medfee_sumamt_fen) AS BIGINT) AS medfee_sumamt_fen,
    CAST(sum(inscp_scp_amt_fen) AS BIGINT) AS inscp_scp_amt_fen,
    CAST(sum(hifp_pay_fen) AS BIGINT) AS hifp_pay_fen,
    CAST(sum(fund_pay_sumamt_fen) AS BIGINT) AS fund_pay_sumamt_fen,
    CAST(sum(psn_part_amt_fen) AS BIGINT) AS psn_part_amt_fen,
    CAST(sum(acct_pay_fen) AS BIGINT) AS acct_pay_fen
  FROM settlement
  WHERE refd_setl_flag
  GROUP BY init_setl_id
)
SELECT
  original.setl_id,
  original.mdtrt_id,
  original.psn_no,
  original.fixmedins_code,
  original.insutype,
  original.psn_type,
  original.insuplc_admdvs,
  original.med_type,
  original.clr_type,
  original.clr_way,
  original.setl_dayno,
  original.medfee_sumamt_fen + COALESCE(refund.medfee_sumamt_fen, 0) AS medfee_sumamt_fen,
  original.inscp_scp_amt_fen + COALESCE(refund.inscp_scp_amt_fen, 0) AS inscp_scp_amt_fen,
  original.hifp_pay_fen + COALESCE(refund.hifp_pay_fen, 0) AS hifp_pay_fen,
  original.fund_pay_sumamt_fen + COALESCE(refund.fund_pay_sumamt_fen, 0) AS fund_pay_sumamt_fen,
  original.psn_part_amt_fen + COALESCE(refund.psn_part_amt_fen, 0) AS psn_part_amt_fen,
  original.acct_pay_fen + COALESCE(refund.acct_pay_fen, 0) AS acct_pay_fen
FROM settlement AS original
LEFT JOIN refund ON refund.init_setl_id = original.setl_id
WHERE NOT original.refd_setl_flag
  AND original.setl_dayno BETWEEN :first_dayno AND :last_dayno
