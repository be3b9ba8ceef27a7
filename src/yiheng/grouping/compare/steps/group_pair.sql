-- purpose: 一年出院的病例，两种分组结果并列，并说明怎样不同
-- inputs: case_cost, case_group
-- grain: 本年出院的一个病例一行
-- source: 一方没有结果的为缺；都没有入组的，状态不同也算不同
-- check: unique case_id
WITH first_result AS (
  SELECT case_id, scheme, group_status, drg FROM case_group WHERE group_source = :first_source
),
second_result AS (
  SELECT case_id, scheme, group_status, drg FROM case_group WHERE group_source = :second_source
)
SELECT
  discharged.case_id,
  discharged.setl_id,
  discharged.fixmedins_code,
  discharged.dscg_dayno,
  discharged.cost_fen,
  COALESCE(one.scheme, '') AS first_scheme,
  COALESCE(one.group_status, '') AS first_status,
  CASE WHEN one.group_status = :grouped THEN one.drg ELSE '' END AS first_drg,
  COALESCE(other.scheme, '') AS second_scheme,
  COALESCE(other.group_status, '') AS second_status,
  CASE WHEN other.group_status = :grouped THEN other.drg ELSE '' END AS second_drg,
  CASE
    WHEN one.group_status IS NULL AND other.group_status IS NULL THEN 'neither'
    WHEN one.group_status IS NULL THEN 'first_missing'
    WHEN other.group_status IS NULL THEN 'second_missing'
    WHEN one.group_status = :grouped AND other.group_status = :grouped
      THEN CASE WHEN one.drg = other.drg THEN 'same' ELSE 'different' END
    WHEN one.group_status = :grouped THEN 'second_ungrouped'
    WHEN other.group_status = :grouped THEN 'first_ungrouped'
    WHEN one.group_status = other.group_status THEN 'same_ungrouped'
    ELSE 'both_ungrouped'
  END AS difference
FROM case_cost AS discharged
LEFT JOIN first_result AS one ON one.case_id = discharged.case_id
LEFT JOIN second_result AS other ON other.case_id = discharged.case_id
WHERE discharged.dscg_dayno BETWEEN :first_dayno AND :last_dayno
