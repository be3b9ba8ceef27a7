-- purpose: 有效的预算：有调整预算的取调整预算，否则取年初预算；有明细的小计行不重复计
-- inputs: budget_line
-- grain: 一个账套一年一行一项
-- source: 《社会保险基金预算表》；小计行与明细行的代码逐级相接（expense_benefit、expense_benefit_inpatient）
-- check: unique fund_type, admdvs, fiscal_year, line_code, sub_fund
WITH latest AS (
  SELECT
    fund_type,
    admdvs,
    fiscal_year,
    max(CASE WHEN budget_version = 'adjusted' THEN 1 ELSE 0 END) AS adjusted
  FROM budget_line
  GROUP BY fund_type, admdvs, fiscal_year
),
in_force AS (
  SELECT
    line.fund_type,
    line.admdvs,
    line.fiscal_year,
    line.budget_version,
    line.line_code,
    line.sub_fund,
    line.amount_fen
  FROM budget_line AS line
  JOIN latest
    ON latest.fund_type = line.fund_type
    AND latest.admdvs = line.admdvs
    AND latest.fiscal_year = line.fiscal_year
  WHERE line.budget_version = CASE WHEN latest.adjusted = 1 THEN 'adjusted' ELSE 'initial' END
),
subtotal AS (
  SELECT
    upper_line.fund_type,
    upper_line.admdvs,
    upper_line.fiscal_year,
    upper_line.line_code,
    upper_line.sub_fund
  FROM in_force AS upper_line
  JOIN in_force AS lower_line
    ON lower_line.fund_type = upper_line.fund_type
    AND lower_line.admdvs = upper_line.admdvs
    AND lower_line.fiscal_year = upper_line.fiscal_year
    AND lower_line.sub_fund = upper_line.sub_fund
  WHERE SUBSTRING(lower_line.line_code, 1, LENGTH(upper_line.line_code) + 1) = upper_line.line_code || '_'
  GROUP BY
    upper_line.fund_type, upper_line.admdvs, upper_line.fiscal_year, upper_line.line_code, upper_line.sub_fund
)
SELECT
  in_force.fund_type,
  in_force.admdvs,
  in_force.fiscal_year,
  in_force.budget_version,
  in_force.line_code,
  in_force.sub_fund,
  in_force.amount_fen
FROM in_force
LEFT JOIN subtotal
  ON subtotal.fund_type = in_force.fund_type
  AND subtotal.admdvs = in_force.admdvs
  AND subtotal.fiscal_year = in_force.fiscal_year
  AND subtotal.line_code = in_force.line_code
  AND subtotal.sub_fund = in_force.sub_fund
WHERE subtotal.line_code IS NULL
