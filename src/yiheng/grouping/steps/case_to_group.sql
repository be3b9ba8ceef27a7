-- purpose: 一年出院的病例，按分组器的列名
-- inputs: case_input
-- grain: 一个病例一行
-- source: 《医疗保障基金结算清单填写规范》；01 §4。不足一岁的只写日龄，周岁计零
SELECT
  case_id,
  dscg_dayno,
  gend AS sex,
  CASE WHEN age_years IS NULL AND age_days IS NOT NULL THEN 0 ELSE age_years END AS age,
  age_days AS age_day,
  weight_g AS weight,
  dept,
  los_days AS los,
  dscg_way AS leave,
  icu_hours,
  dx_codes AS dx,
  px_codes AS sx
FROM case_input
WHERE dscg_dayno BETWEEN :first_dayno AND :last_dayno
