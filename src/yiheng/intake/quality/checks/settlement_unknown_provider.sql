-- purpose: 机构不在名录的结算
-- inputs: settlement, known_provider
-- grain: 被查的表一行
-- source: 数据契约的引用；那张表一行都没有时不判断
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '机构 ' || one.fixmedins_code AS found
FROM settlement AS one
LEFT JOIN known_provider AS target ON target.fixmedins_code = one.fixmedins_code
WHERE target.fixmedins_code IS NULL
  AND EXISTS (SELECT fixmedins_code FROM known_provider)
