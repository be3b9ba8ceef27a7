-- purpose: 两种分组结果的差异，按机构合计
-- inputs: group_pair
-- grain: 一家机构一种不同一行
-- source: group_pair
-- check: unique fixmedins_code, difference
SELECT
  fixmedins_code,
  difference,
  count(*) AS cases,
  CAST(sum(cost_fen) AS BIGINT) AS cost_fen
FROM group_pair
GROUP BY fixmedins_code, difference
