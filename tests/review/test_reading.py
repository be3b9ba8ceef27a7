"""Reading: offsets, what is no figure, layouts, and files of many kinds."""

import json
import re
from importlib.resources import files
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review import mutation
from tests.review.mutation import REPORTS, TRAPS
from tests.review.score import false_alarms, measure

from yiheng.app.jobs.review import run
from yiheng.policy.source_file import read_document
from yiheng.review import review_text
from yiheng.review.output.as_json import as_plain
from yiheng.review.output.letter import letter, write_letter
from yiheng.review.output.page import page
from yiheng.review.output.rule import rule_checks, rule_name
from yiheng.review.reading.clean import cleaned
from yiheng.review.reading.fact import metric_of
from yiheng.review.reading.lexicon import lexicon, word
from yiheng.review.reading.quantity import chinese_value, quantities

REPORT = "甲市2023年度职工医保基金绩效自评报告\n一、基金运行情况\n基金收入24.47亿元，基金支出16.11亿元，当期结余8.54亿元。\n"


@given(st.text(max_size=200))
def test_any_text_is_reviewed_and_cleaning_moves_nothing(text):
    assert len(cleaned(text)) == len(text)
    assert review_text(text).text == text


@pytest.mark.parametrize("path", [*REPORTS, *TRAPS], ids=lambda path: path.stem)
def test_quotes_are_the_words_of_the_original(path):
    text = path.read_text(encoding="utf-8")
    for relation in review_text(text, path.stem).relations:
        for quote in relation.quotes:
            assert text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize(
    "text",
    [
        "2023年1月5日",
        "川医保〔2022〕7号",
        "电话0812-3334567",
        "手机13905930000",
        "第12次会议",
        "《2021年办法》",
        "（1）",
        "1—9月",
    ],
)
def test_dates_and_numbers_of_documents_are_no_figures(text):
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "shown", "operator"),
    [
        ("满意度不低于９０％", "90%", ">="),
        ("满意度90%以上", "90%", ">="),
        ("百分之九十五", "95%", ""),
        ("供养比1.11：1", "1.11", ""),
        ("当期结余-18,325.93万元", "-18,325.93万元", ""),
        ("追回2,180件", "2,180件", ""),
    ],
)
def test_a_quantity_is_read(text, shown, operator):
    [one] = quantities(cleaned(text))
    shown_as = f"{chinese_value('九十五')}%" if "百分之" in text else one.shown
    assert (shown_as, one.operator) == (shown, operator)


def test_approximate_numbers_and_ranges_are_not_measured():
    assert [one.measured for one in quantities("培训25余次，约3万人，可支付6-9个月，5家")] == [
        False,
        False,
        False,
        True,
    ]


def test_every_phrase_example_names_its_metric():
    for phrase in lexicon().phrases:
        for example in phrase.examples:
            found = metric_of(example, phrase.family)
            assert found is not None and found[0].code == phrase.code, example


def test_every_word_list_is_a_regular_expression():
    assert all(word(name).pattern for name in lexicon().words)


def test_every_list_stands_once_and_is_asked_for():
    """A list of the same name in two files would hide one of them; one that no rule asks for says nothing."""
    root = Path(str(files("yiheng")))
    lists = sorted((root / "content/national/review").glob("*.yaml"))
    names = [name for path in lists for name in read_document(path, path.name).data.get("words", {})]
    assert len(names) == len(set(names))
    source = "".join(path.read_text(encoding="utf-8") for path in (root / "review").rglob("*.py"))
    made = re.findall(r'word\(f"(\w+_)\{', source)  # word(f"pm_{kind}")
    unasked = [
        name
        for name in names
        if f'"{name}"' not in source and f"'{name}'" not in source and not name.startswith(tuple(made))
    ]
    assert unasked == []


def test_contradiction_examples_are_claims():
    assert all(re.search(one.claim, example) for one in lexicon().contradictions for example in one.examples)


_REACHED = (
    0.95, 0.90, 0.93, 0.92, 0.83, 0.90, 0.84, 0.81, 0.70, 0.80, 0.80, 0.73, 0.77, 0.81, 0.71, 0.86, 0.73, 0.80,
    0.80, 0.83, 0.77, 0.85, 0.85, 0.85, 0.84, 0.82, 0.79, 0.75,
    0.80, 0.78, 0.78, 0.80,
)  # fmt: skip
FLOORS = dict(zip(mutation.SETS, _REACHED, strict=True))
"""Recall that each set has reached. Readers have been tuned on the first eleven since they were written; those that found nothing
elsewhere are gone (decision 0036)."""
_PRECISION = 0.95
WRONG = {
    "v14": ("R22",), "v29": ("R9",), "h22": ("R1",), "s19": ("R1",), "s21": ("R2",), "s34": ("R7",),
    "s35": ("R9",), "s37": ("R22",), "q12": ("R9",), "q16": ("R3",), "q18": ("R13",), "q24": ("R1",),
    "w07": ("R1",), "w08": ("R15",), "w10": ("R15",), "w13": ("R15",), "x02": ("R22",), "i04": ("R20",),
    "i16": ("R3",), "i27": ("R20",), "a16_门诊统筹": ("R17",), "u02": ("R2",), "u09": ("R12",), "g03": ("R2",),
    "t09": ("R13",), "j37": ("R1",), "p13": ("R12",), "p26": ("R3",), "n12": ("R15",), "n15": ("R13",),
    "n36": ("R9",), "aa09": ("R22", "R11",), "aa14": ("R6",), "bb06": ("R2",), "bb14": ("R15",),
    "kk03": ("R11",), "cc02": ("R22",), "dd06": ("R4",), "dd14": ("R9",), "gg07": ("R1",), "gg13": ("R2",),
    "ii05": ("R3",), "ff01": ("R10",), "ff14": ("R20",), "t06_非全年基数": ("R2",), "s23": ("R11",),
    "p07": ("R3",), "p27": ("R11",), "mm08": ("R2",), "pp09": ("R6",), "pp15": ("R20",), "nn09": ("R12",),
    "nn13": ("R1",), "ll06": ("R10",),
}  # fmt: skip
"""What honest reports are known to be accused of; to be mended, not to be added to."""


@pytest.mark.slow
@pytest.mark.parametrize("name", mutation.SETS)
def test_planted_errors_are_found_and_nothing_else(name):
    planted, found, wrong, lines = measure(mutation.written(name))
    assert found.total() >= FLOORS[name] * planted.total(), lines
    assert found.total() >= _PRECISION * (found.total() + wrong.total()), lines


def test_clean_reports_and_traps_raise_no_alarm_but_the_known():
    known = [f"alarm  {rule} {report}:" for report, rules in WRONG.items() for rule in rules]
    assert [one for one in false_alarms() if not one.startswith(tuple(known))] == []


def test_json_has_the_shape_of_the_contract():
    plain = json.loads(json.dumps(as_plain(review_text(REPORT, "a.txt")), ensure_ascii=False))
    assert {"file", "reports", "facts", "relations", "findings"} <= plain.keys()
    [finding] = plain["findings"]
    assert {"id", "rule", "severity", "verdict", "message", "quotes", "expected", "stated"} <= finding.keys()
    assert (finding["expected"], finding["stated"]) == ("8.36亿元", "8.54亿元")


def test_the_page_marks_the_words_and_escapes_them():
    shown = page(review_text(REPORT + "<script>alert(1)</script>", "a<b.txt"))
    assert (
        '<mark class="inconsistent"' in shown and "<script>alert" not in shown and 'href="#at-F001"' in shown
    )


def test_the_letter_lists_what_has_to_be_answered(tmp_path):
    review = review_text(REPORT, "a.txt")
    write_letter(review, tmp_path / "letter.docx")
    cells = [
        cell.text
        for table in docx.Document(str(tmp_path / "letter.docx")).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert any("8.36亿元" in text for text in cells)
    assert letter(review_text("甲市绩效自评报告\n无数字。")).blocks


def test_word_tables_and_workbooks_keep_their_cells(tmp_path):
    document = docx.Document()
    document.add_paragraph("甲县2022年项目支出绩效自评报告")
    rows = [
        ("项目", "预算数（万元）", "执行数（万元）"),
        ("甲", "10.0", "9.0"),
        ("乙", "20.0", "18.0"),
        ("合计", "30.0", "29.0"),
    ]
    table = document.add_table(rows=0, cols=3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "a.docx"))
    [finding] = run(tmp_path / "a.docx").of("inconsistent")
    assert finding.relation.quotes[0].place == "表 1 第 4 行第 3 列"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    [finding] = run(tmp_path / "a.xlsx").of("inconsistent")
    assert finding.relation.quotes[0].place.endswith("!C4")


def test_html_is_read_as_text(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><script>var a=1</script><body>{''.join(f'<p>{line}</p>' for line in REPORT.splitlines())}</body></html>",
        encoding="utf-8",
    )
    assert len(run(path).of("inconsistent")) == 1


@pytest.mark.parametrize("text", ["", "   \n", "没有数字的报告。", "1" * 100_000, "医" * 100_000])
def test_texts_without_figures_say_so(text):
    review = review_text(text)
    assert review.findings == () and review.note


def test_full_width_and_traditional_forms_are_read():
    text = "丁縣２０２２年職工醫療保險基金績效自評報告\n一、情況\n基金收入３．２０億元，基金支出２．８０億元，當期結餘０．６０億元。\n"
    assert [one.relation.expected for one in review_text(text).of("inconsistent")] == ["0.40亿元"]


def test_reports_of_one_file_are_kept_apart():
    path = Path(mutation.HERE) / "reports" / "12_two_reports.txt"
    assert [one["insurance"] for one in review_text(path.read_text(encoding="utf-8")).reports] == [
        "employee",
        "resident",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "甲市医疗保障局关于2023年度医疗救助资金绩效自评情况的报告",
        "2023年度医疗救助资金绩效自评情况汇报",
        "甲市2023年1—9月医保基金绩效运行监控报告",
    ],
)
def test_a_report_is_known_by_its_title_and_parted_from_the_next(title: str) -> None:
    body = "\n一、基本情况\n全年支出{}万元，执行率93.65%。\n"
    text = title + body.format("4519.6") + "乙县2023年度长护险项目绩效自评报告" + body.format("187.3")
    review = review_text(text)
    assert [one["title"] for one in review.reports] == [title, "乙县2023年度长护险项目绩效自评报告"]
    assert not review.of("inconsistent")


def test_every_rule_has_a_name() -> None:
    names = {rule_name(f"R{number}") for number in range(1, 23)}
    assert len(names) == 22 and rule_checks("R3")


def test_what_is_to_be_looked_at_comes_first() -> None:
    [finding] = review_text(
        "甲市2023年度医疗救助资金绩效自评报告\n一、预算执行\n预算426万元，支出412万元，预算执行率96.17%。"
    ).of("inconsistent")
    assert finding.relation.accused is not None and finding.relation.accused.text.endswith("96.17%")
    assert finding.relation.repairs == ("96.17%→96.71%",)
