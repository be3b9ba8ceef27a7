-- purpose: 与身份证号码不符的出生日期
-- inputs: person
-- grain: 一人一行
-- source: GB 11643—1999 第 7 至 14 位
-- engine: duckdb
SELECT
  src_file,
  src_sheet,
  src_line,
  psn_no AS key,
  '出生日期与证件号码相差 ' || CAST(abs(brdy_dayno - (TRY_CAST(substring(certno, 7, 4) || '-' || substring(certno, 11, 2) || '-'
  || substring(certno, 13, 2) AS DATE) - DATE '1970-01-01')) AS VARCHAR) || ' 天' AS found
FROM person
WHERE psn_cert_type = :identity_card
  AND regexp_full_match(certno, '[0-9]{17}[0-9Xx]')
  AND TRY_CAST(substring(certno, 7, 4) || '-' || substring(certno, 11, 2) || '-' || substring(certno, 13, 2) AS DATE) - DATE '1970-01-01' <> brdy_dayno
