-- purpose: 出院后同一人下一次住院隔了几天：到任何机构，和到同一机构
-- inputs: case_cost
-- grain: 一年内有下一次住院的一个病例一行；退清的结算不算一次住院
-- source: 三级公立医院绩效考核操作手册 再入院；次日入院隔一天，当日转入隔零天，住院期间的另一次不算下一次
-- check: unique case_id
SELECT
  stay.case_id,
  MIN(later.adm_dayno - stay.dscg_dayno) AS next_days,
  MIN(
    CASE WHEN later.fixmedins_code = stay.fixmedins_code THEN later.adm_dayno - stay.dscg_dayno END
  ) AS next_same_days
FROM case_cost AS stay
INNER JOIN case_cost AS later
  ON later.psn_no = stay.psn_no
  AND later.adm_dayno BETWEEN stay.dscg_dayno AND stay.dscg_dayno + 366
  AND (later.adm_dayno > stay.adm_dayno OR later.case_id > stay.case_id)
WHERE stay.cost_fen > 0
  AND later.cost_fen > 0
  AND stay.dscg_dayno <= :last_dayno
GROUP BY stay.case_id
