-- purpose: 出院后同一人下一次住院隔了几天：到任何机构，和到同一机构
-- inputs: case_cost
-- grain: 一个病例一行；没有下一次的为空，退清的结算不算一次住院
-- source: 三级公立医院绩效考核操作手册 再入院；次日入院隔一天，当日转入隔零天
-- check: unique case_id
SELECT
  case_id,
  LEAD(adm_dayno) OVER (PARTITION BY psn_no ORDER BY adm_dayno, dscg_dayno, case_id) - dscg_dayno AS next_days,
  LEAD(adm_dayno) OVER (PARTITION BY psn_no, fixmedins_code ORDER BY adm_dayno, dscg_dayno, case_id) - dscg_dayno
    AS next_same_days
FROM case_cost
WHERE cost_fen > 0
