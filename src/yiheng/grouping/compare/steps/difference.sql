-- purpose: 差异清单：两种分组结果不同、一方未入组、一方没有的病例
-- inputs: group_pair
-- grain: 一个病例一行
-- source: group_pair
-- check: unique case_id
SELECT
  case_id,
  setl_id,
  fixmedins_code,
  dscg_dayno,
  cost_fen,
  difference,
  first_status,
  first_drg,
  second_status,
  second_drg
FROM group_pair
WHERE difference NOT IN ('same', 'same_ungrouped', 'neither')
