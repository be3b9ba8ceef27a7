-- purpose: 校验位不符的身份证号码
-- inputs: person
-- grain: 一人一行
-- source: GB 11643—1999：十七位加权，模十一
-- engine: duckdb
SELECT
  src_file,
  src_sheet,
  src_line,
  psn_no AS key,
  substring(certno, 1, 6) || '***********' || substring(certno, 18, 1) AS found
FROM person
WHERE psn_cert_type = :identity_card
  AND regexp_full_match(certno, '[0-9]{17}[0-9Xx]')
  AND substring('10X98765432', CAST((
    CAST(substring(certno, 1, 1) AS INTEGER) * 7 + CAST(substring(certno, 2, 1) AS INTEGER) * 9
    + CAST(substring(certno, 3, 1) AS INTEGER) * 10 + CAST(substring(certno, 4, 1) AS INTEGER) * 5
    + CAST(substring(certno, 5, 1) AS INTEGER) * 8 + CAST(substring(certno, 6, 1) AS INTEGER) * 4
    + CAST(substring(certno, 7, 1) AS INTEGER) * 2 + CAST(substring(certno, 8, 1) AS INTEGER) * 1
    + CAST(substring(certno, 9, 1) AS INTEGER) * 6 + CAST(substring(certno, 10, 1) AS INTEGER) * 3
    + CAST(substring(certno, 11, 1) AS INTEGER) * 7 + CAST(substring(certno, 12, 1) AS INTEGER) * 9
    + CAST(substring(certno, 13, 1) AS INTEGER) * 10 + CAST(substring(certno, 14, 1) AS INTEGER) * 5
    + CAST(substring(certno, 15, 1) AS INTEGER) * 8 + CAST(substring(certno, 16, 1) AS INTEGER) * 4
    + CAST(substring(certno, 17, 1) AS INTEGER) * 2
  ) % 11 + 1 AS INTEGER), 1) <> upper(substring(certno, 18, 1))
