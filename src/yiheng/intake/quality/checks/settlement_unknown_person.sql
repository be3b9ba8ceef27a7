-- purpose: 人不在参保人表的结算
-- inputs: settlement, known_person
-- grain: 被查的表一行
-- source: 数据契约的引用；那张表一行都没有时不判断
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '人员编号 ' || one.psn_no AS found
FROM settlement AS one
LEFT JOIN known_person AS target ON target.psn_no = one.psn_no
WHERE target.psn_no IS NULL
  AND EXISTS (SELECT psn_no FROM known_person)
