-- purpose: 全市人口：有全市一行的取全市，只有各县（区）的取各县（区）
-- inputs: population
-- grain: 一个区划一年一种口径一行
-- source: 统计公报；区划代码末两位为 00 的是市或省
-- check: unique admdvs, year, population_caliber
WITH ranked AS (
  SELECT
    admdvs,
    year,
    population_caliber,
    persons,
    CASE WHEN SUBSTRING(admdvs, 5, 2) = '00' THEN 1 ELSE 0 END AS of_city
  FROM population
  WHERE year = :year AND SUBSTRING(admdvs, 1, 4) = SUBSTRING(:admdvs, 1, 4)
),
known AS (
  SELECT year, population_caliber, max(of_city) AS of_city
  FROM ranked
  GROUP BY year, population_caliber
)
SELECT ranked.admdvs, ranked.year, ranked.population_caliber, ranked.persons
FROM ranked
JOIN known
  ON known.year = ranked.year
  AND known.population_caliber = ranked.population_caliber
  AND known.of_city = ranked.of_city
