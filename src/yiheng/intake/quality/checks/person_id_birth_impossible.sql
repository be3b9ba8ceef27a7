-- purpose: 出生日期不存在的身份证号码
-- inputs: person
-- grain: 一人一行
-- source: GB 11643—1999 第 7 至 14 位
-- engine: duckdb
SELECT
  src_file,
  src_sheet,
  src_line,
  psn_no AS key,
  '第 7 至 14 位不是日期' AS found
FROM person
WHERE psn_cert_type = :identity_card
  AND regexp_full_match(certno, '[0-9]{17}[0-9Xx]')
  AND COALESCE(
    TRY_CAST(substring(certno, 7, 4) || '-' || substring(certno, 11, 2) || '-' || substring(certno, 13, 2) AS DATE) - DATE '1970-01-01',
    :as_of_dayno + 1
  ) > :as_of_dayno
