"""Malformed text files: encodings, separators, quotes, line ends, and what is no table at all."""

from __future__ import annotations

from tests.intake.malformed.case import malformed

HEAD = "结算ID,个人编号,金额\n"
ROW = "S1,510400000000000001,12.50\n"


@malformed(2)
def gbk_under_a_csv_name() -> bytes:
    return (HEAD + ROW).encode("gb18030")


@malformed(2)
def gb18030_four_byte_character() -> bytes:
    return "姓名,镇\n㐀,𠮷\n".encode("gb18030")


@malformed(30_001, holds=("某某街道",))
def ascii_for_long_then_gbk() -> bytes:
    return b"a,b\n" + b"1,2\n" * 29_999 + "某某街道,2\n".encode("gb18030")


@malformed(3, holds=("甲", "乙"))
def utf8_and_gbk_joined_by_hand() -> bytes:
    return "名,额\n甲,1\n".encode() + "乙,2\n".encode("gb18030")


@malformed(2, "intake_text_damaged")
def bytes_of_no_encoding() -> bytes:
    return b"a,b\n\xff\xfe\xfa,1\n"


@malformed(3, "intake_text_damaged", holds=("丙",))
def a_character_cut_in_half() -> bytes:
    return "名,额\n丙,2\n甲".encode()[:-1] + b",3\n"


@malformed(2)
def utf8_with_mark() -> bytes:
    return ("\ufeff" + HEAD + ROW).encode()


@malformed(2, holds=("结算ID",))
def utf8_with_two_marks() -> bytes:
    return ("\ufeff\ufeff" + HEAD + ROW).encode()


@malformed(2)
def utf16_of_excels_unicode_text() -> bytes:
    return (HEAD + ROW).replace(",", "\t").encode("utf-16")


@malformed(2)
def utf16_without_mark() -> bytes:
    return (HEAD + ROW).replace(",", "\t").encode("utf-16-le")


@malformed(2)
def utf16_big_end_first() -> bytes:
    return b"\xfe\xff" + (HEAD + ROW).encode("utf-16-be")


@malformed(2)
def utf32() -> bytes:
    return (HEAD + ROW).encode("utf-32")


@malformed(2, "intake_text_damaged")
def utf16_of_an_odd_number_of_bytes() -> bytes:
    return (HEAD + ROW).encode("utf-16")[:-1]


@malformed(0, "intake_file_empty")
def no_byte_at_all() -> bytes:
    return b""


@malformed(0, "intake_file_empty")
def only_a_mark() -> bytes:
    return b"\xef\xbb\xbf"


@malformed(0, "intake_file_empty")
def only_blank_lines() -> bytes:
    return b"\r\n\r\n  \r\n"


@malformed(0, "intake_file_empty")
def only_zeros() -> bytes:
    return b"\0" * 4096


@malformed(2, holds=("S1", "12.50"))
def tab_under_a_csv_name() -> bytes:
    return (HEAD + ROW).replace(",", "\t").encode()


@malformed(2, holds=("A01;B02;C03",))
def semicolons_with_packed_diagnoses() -> bytes:
    return '编号;诊断;额\n1;"A01;B02;C03";2\n'.encode()


@malformed(3, holds=("A01|B02",))
def commas_with_packed_diagnoses() -> bytes:
    return "编号,诊断,额\n1,A01|B02,2\n2,A01|B02|C03,3\n".encode()


@malformed(3, holds=("1,234.50",))
def tabs_with_thousands() -> bytes:
    return "编号\t金额\n1\t1,234.50\n2\t2,234.50\n".encode()


@malformed(2, holds=("5103",))
def pipes() -> bytes:
    return "编号|区划\n1|5103\n".encode()


@malformed(4, holds=("结算明细", "S1"))
def titles_without_separators() -> bytes:
    return ("结算明细\n填报单位：某院　单位：元\n" + HEAD + ROW).encode()


@malformed(4, holds=("结算明细",))
def titles_padded_with_separators() -> bytes:
    return ("结算明细,,\n,,\n" + HEAD + ROW).encode()


@malformed(4, holds=("d",))
def rows_wider_than_the_head() -> bytes:
    return b"a,b\n1,2\n1,2,c,d\n1,2\n"


@malformed(4)
def rows_narrower_than_the_head() -> bytes:
    return b"a,b,c\n1\n1,2\n1,2,3\n"


@malformed(2, holds=("甲\n乙",), lines=(1, 2))
def a_line_break_in_a_cell() -> bytes:
    return '名,额\n"甲\n乙",3\n'.encode()


@malformed(4, holds=("甲\n\n乙",), lines=(1, 2, 5, 7))
def rows_after_line_breaks_and_blank_lines() -> bytes:
    return '名,额\n"甲\n\n乙",3\n丙,4\n\n丁,5\n'.encode()


@malformed(2, holds=("甲\r\n乙",), lines=(1, 2))
def a_windows_line_break_in_a_cell() -> bytes:
    return '名,额\r\n"甲\r\n乙",3\r\n'.encode()


@malformed(3, holds=('5"管',), lines=(1, 2, 3))
def a_quote_within_a_cell() -> bytes:
    return '名,额\n5"管,3\n6号,4\n'.encode()


@malformed(3, holds=('"甲"乙',), lines=(1, 2, 3))
def text_after_a_closing_quote() -> bytes:
    return '名,额\n"甲"乙,3\n丙,4\n'.encode()


@malformed(1001, holds=('"甲', "丙999"), lines=tuple(range(1, 1002)))
def a_quote_never_closed() -> bytes:
    return ('名,额\n"甲,3\n' + "".join(f"丙{number},4\n" for number in range(1, 1000))).encode()


@malformed(502, holds=("丙400",))
def a_stray_quote_that_meets_another_far_below() -> bytes:
    body = "".join(f"丙{number},4\n" for number in range(500))
    return ('名,额\n"甲,3\n' + body[:-1] + '",9\n').encode()


@malformed(2, holds=('甲"乙',))
def doubled_quotes() -> bytes:
    return '名,额\n"甲""乙",3\n'.encode()


@malformed(2, holds=("'510400000000000001",))
def a_leading_apostrophe() -> bytes:
    return "编号,额\n'510400000000000001,3\n".encode()


@malformed(2, holds=("\t510400000000000001",))
def a_leading_tab_in_quotes() -> bytes:
    return '编号,额\n"\t510400000000000001",3\n'.encode()


@malformed(2, holds=('="00123"',))
def a_formula_that_keeps_zeros() -> bytes:
    return '编号,额\n="00123",3\n'.encode()


@malformed(2, holds=("1.23E+17",))
def an_id_in_scientific_notation() -> bytes:
    return "编号,额\n1.23E+17,3\n".encode()


@malformed(2, holds=("甲\0乙",))
def zeros_within_a_cell() -> bytes:
    return "名,额\n甲\0乙,3\n".encode()


@malformed(3, lines=(1, 2, 3))
def line_ends_of_old_macs() -> bytes:
    return "名,额\r甲,3\r乙,4\r".encode()


@malformed(4, lines=(1, 2, 3, 4))
def line_ends_of_two_systems() -> bytes:
    return "名,额\r\n甲,3\n乙,4\r\n丙,5\n".encode()


@malformed(2, holds=("甲\r乙",))
def a_carriage_return_within_a_cell() -> bytes:
    return "名,额\r\n甲\r乙,3\r\n".encode()


@malformed(2)
def no_end_of_the_last_line() -> bytes:
    return (HEAD + ROW).rstrip("\n").encode()


@malformed(3, lines=(1, 2, 4))
def one_column() -> bytes:
    return "编号\n001\n\n002\n".encode()


@malformed(2)
def separators_at_every_end() -> bytes:
    return b"a,b,c,\n1,2,3,\n"


@malformed(3)
def rows_of_separators_only() -> bytes:
    return b"a,b,c\n,,\n1,2,3\n"


@malformed(2, holds=("2\x1a",))
def the_end_mark_of_dos() -> bytes:
    return b"a,b\n1,2\x1a\n"


@malformed(0, "intake_columns_many")
def a_million_columns() -> bytes:
    return b",".join(b"%d" % number for number in range(1_000_000)) + b"\n"


@malformed(0, "intake_line_long")
def a_line_without_end() -> bytes:
    return b'"' + b"x" * 5_000_000


@malformed(2, holds=("１２３４．５０", "２０２３０１０５"))
def full_width_digits() -> bytes:
    return "金额,日期\n１２３４．５０,２０２３０１０５\n".encode()


@malformed(4, holds=("二〇二三年一月五日", "44931"))
def dates_of_all_kinds() -> bytes:
    return "日期\n二〇二三年一月五日\n2023/1/5\n44931\n".encode()


@malformed(4, holds=("合计",))
def a_total_row_inside() -> bytes:
    return "编号,额\n1,2\n合计,2\n3,4\n".encode()


@malformed(2)
def a_head_twice_over() -> bytes:
    return "编号,额,额\n1,2,3\n".encode()


@malformed(1)
def a_head_alone() -> bytes:
    return HEAD.encode()


@malformed(0, "intake_kind")
def a_picture_called_csv() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 400


@malformed(0, "intake_kind")
def a_program_called_csv() -> bytes:
    return b"MZ\x90\0\3\0\0\0" + b"\0" * 300


@malformed(0, "intake_kind")
def random_bytes() -> bytes:
    return bytes(range(256)) * 20


@malformed(0, "intake_kind")
def a_dbase_file() -> bytes:
    return b"\x03\x17\x01\x05" + b"\x02\0\0\0\x61\0\x14\0" + b"\0" * 20 + b"NAME\0\0\0\0\0\0\0C" + b"\0" * 200


@malformed(0, "intake_kind")
def a_pdf_called_xls() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


@malformed(0, "intake_kind")
def a_rich_text_document() -> bytes:
    return rb"{\rtf1\ansi\deff0 {\fonttbl}}"


@malformed(0, "intake_kind")
def a_mail() -> bytes:
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"


@malformed(0, "intake_kind")
def some_other_xml() -> bytes:
    return b'<?xml version="1.0"?><config><a>1</a></config>'


@malformed(0, "intake_kind")
def an_sqlite_database() -> bytes:
    return b"SQLite format 3\0" + b"\0\x10" * 100
