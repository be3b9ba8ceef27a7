-- purpose: 同一时刻同一项目重复的明细
-- inputs: fee_line
-- grain: 重复的一条明细一行
-- source: 本产品
WITH ordered AS (
  SELECT
    src_file,
    src_sheet,
    src_line,
    mdtrt_id,
    feedetl_sn,
    medins_list_codg,
    min(feedetl_sn) OVER (PARTITION BY mdtrt_id, medins_list_codg, fee_ocur_time, cnt_e4, det_item_fee_sumamt_fen) AS first_sn
  FROM fee_line
  WHERE cnt_e4 > 0
)
SELECT
  src_file,
  src_sheet,
  src_line,
  mdtrt_id || '|' || feedetl_sn AS key,
  medins_list_codg || '，与明细 ' || first_sn || ' 相同' AS found
FROM ordered
WHERE feedetl_sn > first_sn
