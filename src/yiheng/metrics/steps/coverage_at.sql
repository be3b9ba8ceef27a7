-- purpose: 年末最后一天有效的参保：区间含首日、不含末日
-- inputs: coverage
-- grain: 一人一险种一段一行；一人可有几段，计人数时去重
-- source: 自2023年起只计参保状态正常者；各口径不可混用
-- check: unique psn_no, insutype, begin_dayno
SELECT
  psn_no,
  insutype,
  begin_dayno,
  end_dayno,
  psn_type,
  psn_insu_stas,
  insuplc_admdvs
FROM coverage
WHERE begin_dayno <= :last_dayno
  AND (end_dayno IS NULL OR end_dayno > :last_dayno)
