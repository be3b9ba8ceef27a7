"""``yiheng intake`` on small deliveries: asked once, loaded, loaded again, changed, interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from tests.intake.deliveries import FUND_HEADS, fund_rows, sheet

from yiheng.app.jobs import intake
from yiheng.app.jobs.intake_report import report_delivery
from yiheng.engine import publish as publishing
from yiheng.engine.city import is_city, open_city
from yiheng.engine.facts import open_facts
from yiheng.engine.snapshot import current_snapshot
from yiheng.intake.delivery_load import Loaded
from yiheng.intake.recognition.preview import Preview
from yiheng.intake.recognition.recognise import Asked
from yiheng.policy.contract import contract
from yiheng.reports.quality_workbook import PROBLEMS_SHEET, SUMMARY_SHEET
from yiheng.standards.message import sentence
from yiheng.standards.problem import Refused

REGION = "四川省攀枝花市"
NOW = datetime(2023, 6, 5, 9, 0, 0)


class Answer:
    """Answers previews and remembers them."""

    def __init__(self, yes: bool):
        self.yes = yes
        self.shown: list[Preview] = []

    def __call__(self, previews: Sequence[Preview]) -> bool:
        self.shown += previews
        return self.yes


def load(city: Path, file: Path, answer: Answer | None = None, **said: str) -> Loaded:
    return intake.run([file], city, answer or Answer(True), region=REGION, now=NOW, asked=Asked(**said))


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def funds(city: Path) -> tuple[int, int]:
    """Rows and sum of the published fund parts."""
    state = current_snapshot(open_city(city)).tables["settlement_fund"]
    return state.rows, state.totals["fund_payamt_fen"]


def test_a_new_layout_that_is_not_accepted_leaves_nothing(tmp_path: Path) -> None:
    answer = Answer(False)
    with pytest.raises(Refused) as refusal:
        load(tmp_path / "city", write(tmp_path / "a.csv", fund_rows({})), answer)
    assert refusal.value.problem.code == "intake_not_accepted"
    assert not is_city(tmp_path / "city")
    assert [column.state for column in answer.shown[0].layout.columns] == ["mapped"] * 4


def test_accepted_once_the_same_heads_load_without_asking(tmp_path: Path) -> None:
    city = tmp_path / "city"
    load(city, write(tmp_path / "a.csv", fund_rows({})), sender="甲")
    answer = Answer(False)
    load(city, write(tmp_path / "b.csv", fund_rows({0: "S2"})), answer, sender="甲")
    assert answer.shown == []
    assert funds(city) == (2, 2460)


def test_another_sender_is_asked_for_itself(tmp_path: Path) -> None:
    city = tmp_path / "city"
    load(city, write(tmp_path / "a.csv", fund_rows({})), sender="甲")
    with pytest.raises(Refused):
        load(city, write(tmp_path / "b.csv", fund_rows({0: "S2"})), Answer(False), sender="乙")


def test_a_changed_layout_is_asked_again_and_says_what_changed(tmp_path: Path) -> None:
    city = tmp_path / "city"
    load(city, write(tmp_path / "a.csv", fund_rows({})), sender="甲")
    changed = sheet(FUND_HEADS.replace("结算日期", "结算日") + ",备注", "S2,310100,2023-05-03,1.00,无")
    heads = changed.replace("结算日,", "结算日期,").replace("基金支付类型", "基金类型")
    answer = Answer(True)
    load(city, write(tmp_path / "b.csv", heads), answer, sender="甲")
    change = answer.shown[0].change
    assert change is not None
    assert (change.new, change.gone) == (("基金类型", "备注"), ("基金支付类型",))


def test_a_saved_mapping_corrected_by_hand_is_used(tmp_path: Path) -> None:
    city = tmp_path / "city"
    text = sheet("结算ID,基金支付类型,结算日期,基金支付金额,另一金额", "S1,310100,2023-05-03,1.00,9.00")
    load(city, write(tmp_path / "a.csv", text), sender="甲")
    saved = next((city / "content" / "intake_mappings").iterdir())
    words = saved.read_text("utf-8")
    words = words.replace('{head: "基金支付金额", column: fund_payamt_fen}', '{head: "基金支付金额"}')
    saved.write_text(
        words.replace('{head: "另一金额"}', '{head: "另一金额", column: fund_payamt_fen}'), "utf-8"
    )
    load(city, write(tmp_path / "b.csv", text.replace("S1", "S2")), Answer(False), sender="甲")
    assert funds(city) == (2, 1_000)


def test_an_institution_named_in_a_title_is_known_by_its_code(tmp_path: Path) -> None:
    city = tmp_path / "city"
    heads = "定点医药机构编号,定点医药机构名称,机构类型,医院等级,所有制,归属区划,核定床位"
    load(city, write(tmp_path / "p.csv", sheet(heads, "H51040200001,虚构·示例医院,1,05,公立,510402,20")))
    answer = Answer(True)
    load(city, write(tmp_path / "a.csv", "填报单位：虚构·示例医院\n" + fund_rows({})), answer)
    assert answer.shown[0].senders == ("H51040200001",)


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    city, file = tmp_path / "city", write(tmp_path / "a.csv", fund_rows({}, {}))
    load(city, file)
    before = current_snapshot(open_city(city)).number
    again = load(city, write(tmp_path / "same under another name.csv", file.read_text("utf-8")))
    assert again.snapshot is None
    assert again.unchanged == ("same under another name.csv",)
    assert current_snapshot(open_city(city)).number == before


def test_a_partial_resubmission_supersedes_by_key(tmp_path: Path) -> None:
    city = tmp_path / "city"
    load(city, write(tmp_path / "a.csv", fund_rows({}, {}, {})))
    done = load(city, write(tmp_path / "b.csv", fund_rows({3: "99.00"})))
    assert done.snapshot is not None
    assert done.snapshot.intake["settlement_fund"].superseded == 1
    assert funds(city) == (3, 9_900 + 2 * 1_230)


def test_a_later_file_of_one_delivery_wins(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    write(folder / "a.csv", fund_rows({}, {}))
    write(folder / "b.csv", fund_rows({3: "99.00"}))
    done = load(tmp_path / "city", folder)
    assert done.repeated["settlement_fund"] == 1
    counts = done.counts["settlement_fund"]
    assert (counts.read, counts.accepted, counts.set_aside) == (2, 2, 0)
    assert funds(tmp_path / "city") == (2, 9_900 + 1_230)


def test_rows_add_up_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    write(folder / "a.csv", fund_rows({}, {3: "坏"}, {2: "2023-02-30"}))
    write(folder / "b.csv", sheet("姓名,电话", "某,1"))
    done = load(tmp_path / "city", folder)
    counts = done.counts["settlement_fund"]
    assert (counts.read, counts.accepted, counts.set_aside) == (3, 1, 2)
    assert [problem.code for problem in done.problems] == ["intake_head_not_found", "period_derived"]


PERIODS = {
    "stated": ("所属期：2023年4月\n" + fund_rows({}), "2023-04", ""),
    "one month": (
        fund_rows({}, {}),
        "2023-05",
        "1 个文件没有写明数据月份，按各行的日期推算为 2023-05：a.csv",
    ),
    "several months": (
        fund_rows({}, {2: "2023-03-31"}, {2: "2023-04-01"}),
        None,
        "1 个文件没有写明数据月份，按各行的日期推算为 2023-03 至 2023-05：a.csv",
    ),
    "one month beside rows set aside": (
        fund_rows({}, {0: "S9", 2: "2023-02-01"}, {0: "S9", 2: "2023-02-02"}),
        "2023-05",
        "推算为 2023-05：a.csv",
    ),
    "only rows set aside": (
        fund_rows({0: "S9", 2: "2023-02-01"}, {0: "S9", 2: "2023-02-02"}),
        "2023-02",
        "推算为 2023-02：a.csv",
    ),
    "only a year": ("年度：2023\n" + fund_rows({}), "2023-05", "推算为 2023-05：a.csv"),
    "no date": (
        fund_rows({2: "未知"}),
        None,
        "也没有读得懂的行可以推算：a.csv（请报送单位在表头上方写“所属期：2023年5月”",
    ),
}
"""What a file says, the month that is registered for it, and what is told."""


@pytest.mark.parametrize(("text", "month", "told"), PERIODS.values(), ids=PERIODS)
def test_a_month_that_is_not_stated_is_derived_from_the_rows_or_asked_for(
    tmp_path: Path, text: str, month: str | None, told: str
) -> None:
    done = load(tmp_path / "city", write(tmp_path / "a.csv", text), sender="甲")
    city = open_city(tmp_path / "city")
    with open_facts(city, current_snapshot(city), contract()) as facts:
        assert facts.table("SELECT DISTINCT month FROM delivery").to_pylist() == [{"month": month}]
    words = [sentence(problem) for problem in done.problems if problem.code.startswith("period_")]
    assert len(words) == (1 if told else 0)
    assert all(told in one for one in words)


def test_files_of_the_same_derived_month_are_told_in_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    for number in range(5):
        write(folder / f"{number}.csv", fund_rows({0: f"S{number}"}))
    write(folder / "9.csv", fund_rows({0: "S9", 2: "2023-06-01"}))
    done = load(tmp_path / "city", folder, sender="甲")
    told = [(one.found, one.expected, one.key) for one in done.problems if one.code == "period_derived"]
    assert told == [("5", "2023-05", "sent/0.csv、sent/1.csv、sent/2.csv……"), ("1", "2023-06", "sent/9.csv")]


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("stated", "2023-04"),
        ("several months", "2023-03 至 2023-05（来文没有写明，按各行日期推算）"),
        ("no date", "来文没有写明，也推算不出，请在表头上方写“所属期：2023年5月”或在交接单写明期间"),
    ],
)
def test_the_report_says_how_the_period_is_known(tmp_path: Path, name: str, period: str) -> None:
    done = load(tmp_path / "city", write(tmp_path / "a.csv", PERIODS[name][0]), sender="甲")
    workbook, page = report_delivery(tmp_path / "city", done.number, tmp_path / "out", "甲")
    assert f"数据期间 {period}　" in page.read_text("utf-8")
    assert f"数据期间：{period}　" in openpyxl.load_workbook(workbook)[SUMMARY_SHEET]["A2"].value


def test_a_row_to_mend_is_found_by_file_sheet_line_and_its_own_key(tmp_path: Path) -> None:
    """A voucher and a bank line in two sheets of one workbook; the account stands only on the sender's own row."""
    book = openpyxl.Workbook()
    bank, vouchers = book.active, book.create_sheet("五月")
    bank.title = "流水"
    for row in (
        "账号,流水号,账户类别,基金,区划,到账时间,发生额（收正支负）,余额",
        "6222001,T7,1,310,510400,2023-05-03 10:00:00,坏,0",
    ):
        bank.append(row.split(","))
    for row in (
        "基金,区划,凭证号,分录号,会计年度,凭证日期,科目编码,统筹或个账,借方金额,贷方金额,摘要,制单,复核",
        "310,510400,记-13,2,2023,2023-05-03,1001,pooled,坏,0,付款,甲,乙",
    ):
        vouchers.append(row.split(","))
    book.save(tmp_path / "账.xlsx")
    done = load(tmp_path / "city", tmp_path / "账.xlsx", sender="甲")
    workbook, _ = report_delivery(tmp_path / "city", done.number, tmp_path / "out", "甲")
    written = openpyxl.load_workbook(workbook)
    assert {tuple(cell.value for cell in sheet[5][:2]) for sheet in written.worksheets[2:4]} == {
        ("2", "账号 6222001，流水号 T7"),
        ("2", "基金 310，区划 510400，凭证号 记-13，分录号 2"),
    }
    places = "\n".join(str(row[8]) for row in written[PROBLEMS_SHEET].iter_rows(min_row=2, values_only=True))
    assert "账.xlsx · 五月 第 2 行 基金（险种） 310，区划 510400，凭证号 记-13，分录号 2：" in places
    assert "账.xlsx · 流水 第 2 行 账号 ＊＊＊，流水号 T7：" in places
    assert "6222001" not in places


def test_the_originals_are_kept_and_the_delivery_is_registered(tmp_path: Path) -> None:
    city = tmp_path / "city"
    done = load(city, write(tmp_path / "a.csv", fund_rows({})), sender="甲")
    kept = city / "inbox" / done.number / "files" / "a.csv"
    assert kept.read_text("utf-8") == fund_rows({})
    assert current_snapshot(open_city(city)).tables["delivery"].rows == 1
    assert [path.name for path in (city / "inbox").iterdir()] == [done.number]


def test_killed_before_publishing_and_begun_again_the_rows_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "a.csv", fund_rows({}, {}))
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    load(whole, write(tmp_path / "first.csv", fund_rows({0: "S0"})))
    load(broken, tmp_path / "first.csv")
    load(whole, file)
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "_commit", _die)
        with pytest.raises(KeyboardInterrupt):
            load(broken, file)
    intake.run([file], broken, Answer(True), now=datetime(2024, 1, 1, 12, 0, 0))
    assert current_snapshot(open_city(broken)).hash == current_snapshot(open_city(whole)).hash


def _die(*_: object) -> None:
    raise KeyboardInterrupt
