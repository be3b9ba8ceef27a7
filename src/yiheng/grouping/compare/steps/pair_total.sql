-- purpose: 两种分组结果逐对合计：从哪一组到哪一组，多少例、多少费用
-- inputs: group_pair
-- grain: 一种不同、前后两组（未入组的写状态）一行
-- source: group_pair
-- check: unique difference, first_group, second_group
WITH named AS (
  SELECT
    difference,
    CASE WHEN first_drg <> '' THEN first_drg ELSE first_status END AS first_group,
    CASE WHEN second_drg <> '' THEN second_drg ELSE second_status END AS second_group,
    cost_fen
  FROM group_pair
)
SELECT
  difference,
  first_group,
  second_group,
  count(*) AS cases,
  CAST(sum(cost_fen) AS BIGINT) AS cost_fen
FROM named
GROUP BY difference, first_group, second_group
