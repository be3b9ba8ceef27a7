-- purpose: 各区划的补助人数与人均标准：各级次、各笔写的是同一批人和同一个标准，只计一次
-- inputs: subsidy
-- grain: 一个险种一年一个区划一行
-- source: 城乡居民基本医疗保险财政补助资金下达文件；人均标准为各级财政合计的标准
-- column: standard_persons_fen, 按人均标准计的补助
-- check: unique fund_type, year, admdvs
SELECT
  fund_type,
  year,
  admdvs,
  max(insured_persons) AS insured_persons,
  max(insured_persons) * max(standard_fen) AS standard_persons_fen
FROM subsidy
WHERE year = :year
GROUP BY fund_type, year, admdvs
