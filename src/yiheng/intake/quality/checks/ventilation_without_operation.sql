-- purpose: 有呼吸机时长而没有呼吸机操作的清单
-- inputs: case_input, known_case_px
-- grain: 一份清单一行
-- source: 《医疗保障基金结算清单填写规范》呼吸机使用时长
SELECT
  one.src_file,
  one.src_sheet,
  one.src_line,
  one.case_id AS key,
  '呼吸机 ' || CAST(one.vent_hours AS VARCHAR) || ' 小时' AS found
FROM case_input AS one
LEFT JOIN (
  SELECT case_id
  FROM known_case_px
  WHERE substring(px_code, 1, length(:head)) = :head
  GROUP BY case_id
) AS ventilated ON ventilated.case_id = one.case_id
WHERE one.vent_hours > 0
  AND ventilated.case_id IS NULL
