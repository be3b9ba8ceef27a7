-- purpose: 核定的缴费基数与同样人数按平均工资计的基数
-- inputs: contribution_due, average_wage
-- grain: 本年一个缴费主体一个险种一个属期一行
-- source: 缴费基数做实率取“参保平均缴费基数÷统计平均工资”；工资取本市公布的，没有的取本省
-- column: year_wage_fen, 按年平均工资计的基数
-- check: unique payer_no, insutype, period
WITH published AS (
  SELECT max(admdvs) AS admdvs
  FROM average_wage
  WHERE year = :year
    AND (admdvs = :admdvs OR admdvs = SUBSTRING(:admdvs, 1, 2) || '0000')
),
wage AS (
  SELECT average_wage.year, average_wage.wage_fen
  FROM average_wage
  JOIN published ON published.admdvs = average_wage.admdvs
  WHERE average_wage.year = :year
)
SELECT
  due.payer_no,
  due.insutype,
  due.period,
  due.payer_type,
  due.insured_persons,
  due.base_fen,
  due.insured_persons * wage.wage_fen AS year_wage_fen
FROM contribution_due AS due
JOIN wage ON wage.year = CAST(SUBSTRING(due.period, 1, 4) AS BIGINT)
WHERE due.period BETWEEN :first_month AND :last_month
