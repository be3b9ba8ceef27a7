-- purpose: 年龄与出生日期不符的清单
-- inputs: case_input, known_person
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》年龄；一年以 365 至 366 天计
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '填写 ' || CAST(one.age_years AS VARCHAR) || ' 岁，入院时出生已 ' || CAST(one.adm_dayno - known.brdy_dayno AS VARCHAR) || ' 天' AS found
FROM case_input AS one
INNER JOIN known_person AS known ON known.psn_no = one.psn_no
WHERE one.adm_dayno - known.brdy_dayno < (one.age_years - :tolerance_years) * 365
  OR one.adm_dayno - known.brdy_dayno > (one.age_years + 1 + :tolerance_years) * 366
