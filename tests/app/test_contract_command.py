"""``yiheng contract`` and ``yiheng template``: the dictionary in the terminal and as a page, the empty workbooks."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from yiheng.app.contract_command import contract as contract_command
from yiheng.app.contract_command import template as template_command
from yiheng.app.jobs.contract import open_dictionary
from yiheng.policy.contract import contract
from yiheng.reports.contract_page import dictionary_page
from yiheng.reports.contract_words import expression_text, identity_words
from yiheng.reports.contract_workbook import HEADING_ROWS
from yiheng.standards.problem import Refused

CITY = "四川省攀枝花市"

DIALYSIS = """\
table: dialysis
name: 血液透析登记
group: 双通道
owner: intake
grain: 一次透析一行
key: [dialysis_no]
source: {doc: 示例市透析登记办法, status: to_confirm}
columns:
  - {name: dialysis_no, title: 透析编号, type: text, length: 30}
  - {name: psn_no, title: 人员编号, type: text, length: 30}
  - {name: gend, title: 性别, type: code, codes: gend}
  - {name: amount_fen, title: 透析费用, type: integer, unit: 分}
references:
  - {columns: [psn_no], table: person}
"""


@pytest.fixture
def run():
    """Run one of the two commands: (exit code, output); a refusal is raised as it is."""
    app = typer.Typer()
    app.command("contract")(contract_command)
    app.command("template")(template_command)

    def call(*arguments: object) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(one) for one in arguments])
        if isinstance(result.exception, Refused):
            raise result.exception
        return result.exit_code, result.output

    return call


def refusal(run, *arguments: object) -> str:
    with pytest.raises(Refused) as caught:
        run(*arguments)
    return caught.value.problem.code


@pytest.fixture(scope="module")
def page() -> str:
    return dictionary_page(open_dictionary(region=CITY))


class Reader(HTMLParser):
    """Ids, links and addresses of a page, and whether its tags are in pairs."""

    def __init__(self, text: str):
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        self.addresses += [values[key] for key in ("src", "action", "data") if key in values]
        if tag not in {"meta", "link", "input", "br", "col"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_terminal_lists_every_table_with_its_office(run):
    code, out = run("contract")
    assert code == 0
    assert all(name in out for name in contract().tables)
    assert f"版本 {contract().version}" in out
    assert "支付方式与结算" in out


@pytest.mark.parametrize("name", ["settlement", "结算"])
def test_the_terminal_shows_one_table_by_either_name(run, name):
    _, out = run("contract", name)
    assert "hifp_pay_fen" in out
    assert "统筹基金支出" in out
    assert "个人负担总金额 ＝ 个人账户支出 ＋ 个人现金支出（允许差 1）" in out
    assert "人员编号须在“参保人”表里" in out


def test_an_unknown_table_is_refused_with_the_nearest(run):
    with pytest.raises(Refused) as caught:
        run("contract", "settlment")
    assert caught.value.problem.code == "table_unknown"
    assert "settlement" in caught.value.problem.expected


def test_a_newcomer_adds_one_file_and_sees_the_table_everywhere(run, tmp_path):
    (tmp_path / "dialysis.yaml").write_text(DIALYSIS, encoding="utf-8")
    assert "血液透析登记" in run("contract", "--tables", tmp_path)[1]
    run("contract", "--tables", tmp_path, "--html", tmp_path / "dictionary.html")
    page = (tmp_path / "dictionary.html").read_text(encoding="utf-8")
    assert 'id="dialysis"' in page
    assert "透析费用" in page
    assert "血液透析登记" not in dictionary_page(open_dictionary())
    run("template", "dialysis", "--tables", tmp_path, "--out", tmp_path / "out")
    assert (tmp_path / "out" / "dialysis_血液透析登记.xlsx").is_file()


def test_a_faulty_table_refuses_the_page_and_writes_nothing(run, tmp_path):
    (tmp_path / "dialysis.yaml").write_text(DIALYSIS.replace("unit: 分", "unit: 元"), encoding="utf-8")
    assert (
        refusal(run, "contract", "--tables", tmp_path, "--html", tmp_path / "a.html")
        == "storage_unit_unknown"
    )
    assert not (tmp_path / "a.html").exists()


def test_a_folder_that_is_not_there_and_a_wrong_ending_are_refused(run, tmp_path):
    assert refusal(run, "contract", "--tables", tmp_path / "none") == "folder_not_found"
    assert refusal(run, "contract", "--html", tmp_path / "page.htm") == "out_suffix"


def test_the_page_has_every_table_column_and_code_list(page):
    reader = Reader(page)
    assert reader.open == []
    expected = {f"{t.table}.{c.name}" for t in contract().tables.values() for c in t.columns}
    expected |= set(contract().tables)
    expected |= {f"codes-{c.codes}" for t in contract().tables.values() for c in t.columns if c.codes}
    assert expected <= set(reader.ids)
    assert len(reader.ids) == len(set(reader.ids))


def test_every_link_of_the_page_leads_somewhere_in_it_and_nowhere_else(page):
    reader = Reader(page)
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)
    assert all(link.startswith("#") for link in reader.links)
    assert reader.addresses == []
    assert not re.search(r"https?:|url\(|@import|fetch\(", page)


def test_the_page_shows_codes_of_the_region_with_their_names(page):
    assert "510403" in page
    assert "西区" in page
    assert "510403" not in dictionary_page(open_dictionary())


def test_the_page_escapes_what_stands_in_the_declarations(tmp_path):
    (tmp_path / "dialysis.yaml").write_text(DIALYSIS.replace("透析费用", "<b>费&用"), encoding="utf-8")
    page = dictionary_page(open_dictionary([tmp_path]))
    assert "&lt;b&gt;费&amp;用" in page
    assert "<b>费" not in page


def test_the_same_contract_gives_the_same_page(page):
    assert page == dictionary_page(open_dictionary(region=CITY))


def test_laws_are_told_in_titles_and_as_computed():
    table = contract().tables["clearing"]
    law = next(one for one in table.identities if one.id == "clearing_deposit")
    assert identity_words(table, law) == ""
    assert expression_text(law) == "returned_fen <= deposit_fen"
    due = contract().tables["contribution_due"]
    assert identity_words(due, due.identities[0]) == "应缴合计 ＝ 应缴（入统筹） ＋ 应缴（入个账）"


@pytest.fixture(scope="module")
def templates(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    app = typer.Typer()
    app.command("template")(template_command)
    result = CliRunner().invoke(app, ["--out", str(folder), "--region", CITY], catch_exceptions=False)
    assert result.exit_code == 0
    return folder


def sheet_of(folder: Path, table: str):
    return openpyxl.load_workbook(folder / f"{table}_{contract().tables[table].name}.xlsx")


def test_every_table_of_facts_has_a_workbook_and_no_result_has(templates):
    facts = {f"{t.table}_{t.name}.xlsx" for t in contract().tables.values() if t.is_fact}
    assert {path.name for path in templates.iterdir()} == facts


def test_the_headings_are_title_name_and_what_is_wanted(templates):
    for table in contract().tables.values():
        if not table.is_fact:
            continue
        sheet = sheet_of(templates, table.table)[table.name]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=HEADING_ROWS)]
        assert rows[0] == [column.title for column in table.columns]
        assert rows[1] == [column.everyday_name for column in table.columns]
        assert [hint.startswith("必填") for hint in rows[2]] == [
            not column.optional for column in table.columns
        ]
        assert sheet.max_row == HEADING_ROWS


def test_ids_are_text_and_days_are_dates_and_money_is_in_yuan(templates):
    book = sheet_of(templates, "settlement")
    sheet = book["结算"]
    names = contract().tables["settlement"].names
    formats = {
        name: sheet.column_dimensions[openpyxl.utils.get_column_letter(index)].number_format
        for index, name in enumerate(names, 1)
    }
    assert formats["setl_id"] == formats["insutype"] == "@"
    assert formats["setl_dayno"] == "yyyy-mm-dd"
    assert formats["setl_time"] == "yyyy-mm-dd hh:mm:ss"
    assert formats["medfee_sumamt_fen"] == "0.00"


def checks(sheet) -> dict[str, object]:
    """The check of each column by its letter."""
    return {
        re.match(r"[A-Z]+", str(check.sqref))[0]: check for check in sheet.data_validations.dataValidation
    }


def test_a_code_is_chosen_from_the_codes_of_the_region(templates):
    book = sheet_of(templates, "provider")
    check = checks(book["定点医药机构"])["F"]
    first, last = map(int, re.fullmatch(r"代码表!\$B\$(\d+):\$B\$(\d+)", check.formula1).groups())
    codes = [book["代码表"].cell(row, 2).value for row in range(first, last + 1)]
    assert {"510402", "510403", "510411", "510421", "510422"} <= set(codes)
    assert {book["代码表"].cell(row, 1).value for row in range(first, last + 1)} == {"行政区划"}
    assert check.type == "list"


def test_every_choice_refers_to_its_own_list(templates):
    for table in contract().tables.values():
        if not table.is_fact:
            continue
        book = sheet_of(templates, table.table)
        found = checks(book[table.name])
        for index, column in enumerate(table.columns, 1):
            if column.codes:
                check = found[openpyxl.utils.get_column_letter(index)]
                first, last = map(int, re.findall(r"\$B\$(\d+)", check.formula1))
                names = {book["代码表"].cell(row, 1).value for row in range(first, last + 1)}
                (listed,) = names
                assert book[table.name].cell(3, index).value.endswith(f"代码：{listed}")
                assert book["代码表"].cell(last + 1, 1).value != listed


def test_excel_limits_texts_numbers_and_flags_as_the_contract_does(templates):
    found = checks(sheet_of(templates, "settlement")["结算"])
    assert (found["A"].type, found["A"].operator, found["A"].formula1) == (
        "textLength",
        "lessThanOrEqual",
        "30",
    )
    assert (found["M"].type, found["M"].formula1) == ("decimal", "-9999999999999")
    assert found["AG"].formula1 == '"是,否"'
    assert str(found["A"].sqref) == "A4:A1048576"


def test_the_guide_tells_laws_and_references(templates):
    guide = sheet_of(templates, "settlement")["填写说明"]
    text = "\n".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)
    assert "一次结算一行" in text
    assert "总费用为基金支付、个人负担与医院负担之和" in text
    assert "定点医药机构编号须在“定点医药机构”表里" in text
    assert "元，至多 2 位小数" in text
    assert "整数，分" not in text
    assert "（允许差 0.01 元）" in text


def test_the_guide_leaves_out_a_formula_that_holds_only_for_stored_numbers(templates):
    guide = sheet_of(templates, "fee_line")["填写说明"]
    text = "\n".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)
    assert "金额为数量乘单价" in text
    assert "100000000" not in text


def test_the_same_table_gives_the_same_bytes(run, templates, tmp_path):
    run("template", "person", "--out", tmp_path, "--region", CITY)
    name = "person_参保人.xlsx"
    assert (tmp_path / name).read_bytes() == (templates / name).read_bytes()


def test_only_codes_of_the_day_asked_for_are_offered(run, tmp_path):
    layer = tmp_path / "bureau" / "code_lists"
    layer.mkdir(parents=True)
    (layer / "own.yaml").write_text(
        "code_lists:\n  - list: gend\n    source: {doc: 字典, status: to_confirm}\n"
        '    add: [{code: "0", name: 未知, valid_from: 2024-01-01}]\n',
        encoding="utf-8",
    )

    def offered(folder: str, *more: object) -> set[str]:
        run("template", "person", "--out", tmp_path / folder, "--content", tmp_path / "bureau", *more)
        codes = sheet_of(tmp_path / folder, "person")["代码表"]
        return {row[1].value for row in codes.iter_rows(min_row=2) if row[0].value == "性别"}

    assert offered("a", "--as-of", date(2023, 12, 31)) == {"1", "2", "9"}
    assert offered("b", "--as-of", date(2024, 1, 1)) == {"0", "1", "2", "9"}


def test_a_workbook_that_is_there_is_never_written_over(run, tmp_path):
    filled = tmp_path / "visit_就诊.xlsx"
    filled.write_bytes(b"filled in")
    assert refusal(run, "template", "person", "visit", "--out", tmp_path) == "template_exists"
    assert filled.read_bytes() == b"filled in"
    assert list(tmp_path.iterdir()) == [filled]


def test_results_have_no_workbook_to_fill_in(run, tmp_path):
    assert refusal(run, "template", "clearing", "--out", tmp_path) == "template_of_result"
    assert refusal(run, "template", "nothing", "--out", tmp_path) == "table_unknown"
    assert refusal(run, "template", "person", "--out", tmp_path, "--as-of", "去年") == "date_unreadable"
