-- purpose: 一年出院病例的费用明细，按机构和收费项目类别合计
-- inputs: case_cost, fee_line
-- grain: 一家机构一个收费项目类别一行
-- source: 国家接口 2204、2301 feedetail；退费为负数量的明细，合计时冲抵
-- check: unique fixmedins_code, med_chrgitm_type
SELECT
  discharged.fixmedins_code,
  line.med_chrgitm_type,
  CAST(sum(line.det_item_fee_sumamt_fen) AS BIGINT) AS fee_fen
FROM fee_line AS line
INNER JOIN case_cost AS discharged ON discharged.mdtrt_id = line.mdtrt_id
WHERE discharged.dscg_dayno BETWEEN :first_dayno AND :last_dayno
GROUP BY discharged.fixmedins_code, line.med_chrgitm_type
