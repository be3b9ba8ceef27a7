-- Macros by which the generated SELECTs read single cells. Fixed text; loaded once per session by conversion/session.py.
-- Each takes the text of a cell and yields a value, or NULL where the cell does not say one.

-- Half-width digits and letters.
CREATE OR REPLACE MACRO half_width(t) AS translate(t,
    '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');

-- Without blanks of any kind around it, without the apostrophe by which Excel marks text, half-width.
CREATE OR REPLACE MACRO cell_plain(t) AS CASE
    WHEN strlen(t) = length(t) THEN ltrim(rtrim(t, E' \t\r\n'), E' \t\r\n''')
    ELSE regexp_replace(half_width(t), '^[''‘’\s\x{00a0}\x{3000}\x{feff}]+|[\s\x{00a0}\x{3000}\x{feff}]+$', '', 'g') END;

-- A text of people: line breaks become one blank.
CREATE OR REPLACE MACRO cell_words(t) AS regexp_replace(
    regexp_replace(t, '^[''\s\x{00a0}\x{3000}\x{feff}]+|[\s\x{00a0}\x{3000}\x{feff}]+$', '', 'g'),
    '[ \t]*[\r\n]+[ \t]*', ' ', 'g');

-- A key that is compared with words of content: no blanks, small letters, half-width brackets.
CREATE OR REPLACE MACRO cell_key(t) AS lower(translate(
    regexp_replace(cell_plain(t), '[\s\x{00a0}\x{3000}]+', '', 'g'), '（）：，％／＋－．', '():,%/+-.'));

-- An id or code: no line breaks inside; what Excel has turned into 1.23E+17 has lost digits and is none.
CREATE OR REPLACE MACRO is_scientific(t) AS regexp_full_match(cell_plain(t), '[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,3}')
    AND regexp_matches(t, '[eE]\+|\.');
CREATE OR REPLACE MACRO cell_id(t) AS CASE WHEN NOT is_scientific(t)
    THEN nullif(regexp_replace(cell_plain(t), '[\r\n\t]+', '', 'g'), '') END;

-- A number as digits with at most one point and a leading minus: separators of thousands, full-width signs, brackets
-- of bookkeeping and the mark of the currency taken off.
CREATE OR REPLACE MACRO number_words(t) AS regexp_replace(
    translate(cell_plain(t), '，．－＋（）％,−–', ',.-+()%,--'), '^[¥￥]\s*|^(-)[¥￥]\s*', '\1');
CREATE OR REPLACE MACRO number_text(p) AS CASE
    WHEN regexp_full_match(p, '[+-]?[0-9]+(\.[0-9]*)?') THEN rtrim(ltrim(p, '+'), '.')
    WHEN regexp_full_match(p, '[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?') THEN rtrim(ltrim(replace(p, ',', ''), '+'), '.')
    WHEN regexp_full_match(p, '\([0-9]+(\.[0-9]+)?\)') THEN '-' || p[2:-2]
    WHEN regexp_full_match(p, '\([0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\)') THEN '-' || replace(p[2:-2], ',', '')
    WHEN regexp_full_match(p, '[+-]?\.[0-9]+') THEN replace(ltrim(p, '+'), '.', '0.') END;

-- A number with its point moved ``places`` to the right, as a whole number; NULL where digits would be lost.
CREATE OR REPLACE MACRO scaled(n, places) AS CASE
    WHEN strpos(n, '.') = 0 THEN TRY_CAST(n || repeat('0', places) AS BIGINT)
    WHEN rtrim(substr(split_part(n, '.', 2), places + 1), '0') <> '' THEN NULL
    ELSE TRY_CAST(split_part(n, '.', 1) || rpad(left(split_part(n, '.', 2), places), places, '0') AS BIGINT) END;

-- 二〇二三年十一月五日 with digits: 2023年11月5日.
CREATE OR REPLACE MACRO chinese_digits(t) AS translate(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    replace(replace(t, '廿', '二十'), '元年', '1年'),
    '([一二三])十([一二三四五六七八九])', '\1\2', 'g'), '([二三])十', '\1〇', 'g'), '十([一二三四五六七八九])', '一\1', 'g'),
    '十', '一〇', 'g'), '〇○零一二三四五六七八九', '000123456789');

-- A date and what may follow it: 2023-1-5, 2023/01/05, 2023.1.5, 2023年1月5日, 20230105; with two digits of the year, or
-- day first, it says too little.
CREATE OR REPLACE MACRO date_words(p) AS CASE
    WHEN regexp_matches(p, '^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}([ T]+[0-9:.]+(Z|[+-][0-9:]+)?)?$')
        THEN translate(regexp_extract(p, '^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}'), '/.', '--')
    WHEN regexp_full_match(p, '[0-9]{8}([0-9]{6})?') THEN p[1:4] || '-' || p[5:6] || '-' || p[7:8]
    WHEN regexp_matches(p, '^[0-9]{8} [0-9:]+$') THEN p[1:4] || '-' || p[5:6] || '-' || p[7:8]
    WHEN regexp_matches(chinese_digits(p), '^[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*[日号]\s*[0-9:]*$')
        THEN regexp_replace(chinese_digits(p), '^([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号].*$', '\1-\2-\3') END;

-- Excel's serial of a day: five digits, from 1954 to 2173; the fraction is the time.
CREATE OR REPLACE MACRO serial_day(p) AS CASE WHEN regexp_full_match(p, '[2-9][0-9]{4}(\.[0-9]+)?')
    THEN DATE '1899-12-30' + TRY_CAST(split_part(p, '.', 1) AS INTEGER) END;
CREATE OR REPLACE MACRO cell_date(t) AS
    coalesce(TRY_CAST(date_words(cell_plain(t)) AS DATE), serial_day(cell_plain(t)));

-- A time to the second: after a date HH:MM or HH:MM:SS, 14 digits, or Excel's serial with a fraction. A date alone is its
-- midnight. A zone other than +08:00 is another clock and says nothing here.
CREATE OR REPLACE MACRO clock_words(p) AS CASE
    WHEN regexp_full_match(p, '[0-9]{14}') THEN p[9:10] || ':' || p[11:12] || ':' || p[13:14]
    WHEN regexp_matches(p, '[0-9日号][ T]*[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?(\.0+)?(\+08:?00)?$')
        THEN regexp_extract(p, '([0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)(\.0+)?(\+08:?00)?$', 1)
    WHEN NOT contains(p, ':') AND NOT regexp_matches(p, '[TZ]') THEN '00:00:00' END;
CREATE OR REPLACE MACRO serial_time(p) AS CASE WHEN regexp_full_match(p, '[2-9][0-9]{4}\.[0-9]+')
    THEN TIMESTAMP '1899-12-30 00:00:00' + to_seconds(CAST(round(CAST(p AS DECIMAL(28, 12)) * 86400) AS BIGINT)) END;
CREATE OR REPLACE MACRO cell_time(t) AS coalesce(
    TRY_CAST(CAST(TRY_CAST(date_words(cell_plain(t)) AS DATE) AS VARCHAR) || ' ' ||
        CAST(TRY_CAST(clock_words(cell_plain(t)) AS TIME) AS VARCHAR) AS TIMESTAMP),
    serial_time(cell_plain(t)), CAST(serial_day(cell_plain(t)) AS TIMESTAMP));

-- A month as 2023-05: 202305, 2023-5, 2023年5月, 二〇二三年五月, or the first day of one.
CREATE OR REPLACE MACRO month_words(p) AS CASE
    WHEN regexp_full_match(p, '[0-9]{6}') THEN p[1:4] || '-' || p[5:6]
    WHEN regexp_full_match(p, '[0-9]{4}[-/.][0-9]{1,2}')
        THEN p[1:4] || '-' || lpad(p[6:], 2, '0')
    WHEN regexp_full_match(chinese_digits(p), '[0-9]{4}年[0-9]{1,2}月(份)?')
        THEN regexp_extract(chinese_digits(p), '^[0-9]{4}') || '-' ||
            lpad(regexp_extract(chinese_digits(p), '年([0-9]{1,2})月', 1), 2, '0')
    WHEN day(TRY_CAST(date_words(p) AS DATE)) = 1 THEN CAST(TRY_CAST(date_words(p) AS DATE) AS VARCHAR)[1:7] END;
CREATE OR REPLACE MACRO cell_month(t) AS CASE
    WHEN month_words(cell_plain(t))[6:7] BETWEEN '01' AND '12' THEN month_words(cell_plain(t)) END;

-- Minutes of a duration: days/hours/minutes, 2天3小时5分钟, or whole hours alone. Hours stay below 24, minutes below 60.
CREATE OR REPLACE MACRO cell_minutes(t) AS CASE
    WHEN regexp_full_match(cell_plain(t), '[0-9]{1,4}/([01]?[0-9]|2[0-3])/[0-5]?[0-9]')
        THEN CAST(split_part(cell_plain(t), '/', 1) AS BIGINT) * 1440 + CAST(split_part(cell_plain(t), '/', 2) AS BIGINT) * 60
            + CAST(split_part(cell_plain(t), '/', 3) AS BIGINT)
    WHEN regexp_full_match(cell_plain(t), '([0-9]{1,4}[天日])?([0-9]{1,5}(小时|时))?([0-9]{1,3}(分钟|分))?') AND cell_plain(t) <> ''
        THEN coalesce(TRY_CAST(regexp_extract(cell_plain(t), '([0-9]+)[天日]', 1) AS BIGINT), 0) * 1440
            + coalesce(TRY_CAST(regexp_extract(cell_plain(t), '([0-9]+)(小时|时)', 1) AS BIGINT), 0) * 60
            + coalesce(TRY_CAST(regexp_extract(cell_plain(t), '([0-9]+)(分钟|分)', 1) AS BIGINT), 0)
    WHEN regexp_full_match(cell_plain(t), '[0-9]{1,6}(\.0+)?')
        THEN CAST(split_part(cell_plain(t), '.', 1) AS BIGINT) * 60 END;

-- Days of a date since 1970-01-01.
CREATE OR REPLACE MACRO dayno(d) AS CAST(d - DATE '1970-01-01' AS INTEGER);
CREATE OR REPLACE MACRO day_of(n) AS DATE '1970-01-01' + n;

-- Full years from one day to another; 29 February has its birthday on 1 March of a common year.
CREATE OR REPLACE MACRO full_years(birth, day) AS CAST(date_sub('year', day_of(birth), day_of(day)) AS BIGINT);
