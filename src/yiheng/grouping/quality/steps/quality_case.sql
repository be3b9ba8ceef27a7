-- purpose: 一年出院的病例，连同一种来源的分组结果
-- inputs: case_cost, next_stay, case_group
-- grain: 本年出院的一个病例一行；没有分组结果的，分组状态为空
-- source: 按出院日期归年：方案按出院日期选用
-- check: unique case_id
SELECT
  discharged.case_id,
  discharged.fixmedins_code,
  discharged.los_days,
  discharged.dscg_way,
  discharged.cost_fen,
  result.group_status,
  result.scheme,
  result.mdc,
  result.adrg,
  result.drg,
  next_stay.next_days,
  next_stay.next_same_days
FROM case_cost AS discharged
LEFT JOIN next_stay ON next_stay.case_id = discharged.case_id
LEFT JOIN case_group AS result
  ON result.case_id = discharged.case_id AND result.group_source = :group_source
WHERE discharged.dscg_dayno BETWEEN :first_dayno AND :last_dayno
