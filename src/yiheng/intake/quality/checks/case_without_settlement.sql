-- purpose: 找不到结算的清单
-- inputs: case_input, known_settlement
-- grain: 被查的表一行
-- source: 数据契约的引用；那张表一行都没有时不判断
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '结算ID ' || one.setl_id AS found
FROM case_input AS one
LEFT JOIN known_settlement AS target ON target.setl_id = one.setl_id
WHERE target.setl_id IS NULL
  AND EXISTS (SELECT setl_id FROM known_settlement)
