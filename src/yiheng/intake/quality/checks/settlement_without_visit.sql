-- purpose: 找不到就诊的结算
-- inputs: settlement, known_visit
-- grain: 被查的表一行
-- source: 数据契约的引用；那张表一行都没有时不判断
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.setl_id AS key,
  '就诊ID ' || one.mdtrt_id AS found
FROM settlement AS one
LEFT JOIN known_visit AS target ON target.mdtrt_id = one.mdtrt_id
WHERE target.mdtrt_id IS NULL
  AND EXISTS (SELECT mdtrt_id FROM known_visit)
