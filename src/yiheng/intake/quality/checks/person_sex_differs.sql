-- purpose: 与身份证号码不符的性别
-- inputs: person
-- grain: 一人一行
-- source: GB 11643—1999 第 17 位
-- engine: duckdb
SELECT
  src_file,
  src_sheet,
  src_line,
  psn_no AS key,
  '登记 ' || CASE gend WHEN '1' THEN '男' ELSE '女' END || '，证件号码为' || CASE gend WHEN '1' THEN '女' ELSE '男' END AS found
FROM person
WHERE psn_cert_type = :identity_card
  AND regexp_full_match(certno, '[0-9]{17}[0-9Xx]')
  AND gend IN ('1', '2')
  AND CAST(substring(certno, 17, 1) AS INTEGER) % 2 <> CAST(gend AS INTEGER) % 2
