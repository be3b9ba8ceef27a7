"""Tables whose cells a comma or one blank parts: found by rows of as many cells as the head, and checked as others are."""

import pytest

from yiheng.review import review_text
from yiheng.review.learnt.cells import placed_facts
from yiheng.review.opening.source import Source
from yiheng.review.review import contexts_of

TITLE = "乙县2023年度医疗保障项目绩效自评报告\n"
COMMA = (
    "类别,家数,拨付金额（万元）\n县级医院,4,1120.35\n中心卫生院,13,918.47\n一般卫生院,25,325.36\n合计,42,{}\n"
)
BLANK = "指标 2021年 2022年 2023年\n直接结算率 61.2% 70.5% 82.6%\n激活率 52.4% 66.8% 79.3%\n覆盖率 88.0% 91.5% 97.4%\n"
PROSE = "甲镇,乙镇和丙镇均已开通,共3个\n共2家,其中1家未接入,已督促\n还有1家,拟明年接入,不影响\n合计3家,均已签约,无遗漏\n"


def accused(text: str) -> int:
    return len(review_text(TITLE + text).of("inconsistent"))


@pytest.mark.parametrize(("total", "wrong"), [("2364.18", 0), ("2346.18", 1)])
def test_cells_parted_by_commas_add_up(total: str, wrong: int) -> None:
    assert accused(COMMA.format(total)) == wrong


def test_a_table_parted_by_blanks_is_no_prose() -> None:
    facts = review_text(TITLE + BLANK + "基金运行平稳。\n").facts
    assert all("61.2" not in str(fact["text"]) for fact in facts)


def test_lines_of_prose_with_commas_are_no_table() -> None:
    assert any(fact["unit"] == "家" for fact in review_text(TITLE + PROSE).facts)
    assert accused(PROSE) == 0


def _units(text: str) -> list[str]:
    """The units of the cells of a text's only table, row by row."""
    [context] = contexts_of(Source("", TITLE + text))
    return [one.fact.quantity.unit for one in placed_facts(context) if one.table >= 0]


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("数量（件）", "件"),
        ("金额/万元", "万元"),
        ("支出（不含生育）（元）", "元"),
        ("户数", "户"),
        ("人次", "人次"),
    ],
)
def test_a_head_tells_the_unit_of_its_column(head: str, unit: str) -> None:
    assert _units(f"品种|{head}\n甲|126\n乙|214\n丙|107\n") == [unit] * 3


def test_an_amount_without_a_unit_has_that_of_the_others() -> None:
    table = "项目|2022年（万元）|2021年（万元）|增减额\n收入|11,742.60|11,085.20|657.40\n支出|10,986.35|10,214.77|771.58\n"
    assert _units(table) == ["万元"] * 6


_LEVELS = "项目\t金额（万元）\t\t执行率\n\t预算\t支出\t\n资助参保\t1,800.00\t1,721.40\t95.63%\n门诊救助\t426\t412\t{}\n住院救助\t2,600\t2,386.2\t91.78%\n"


@pytest.mark.parametrize(("rate", "wrong"), [("96.71%", 0), ("96.17%", 1)])
def test_a_head_of_two_levels_names_its_columns(rate: str, wrong: int) -> None:
    assert accused(_LEVELS.format(rate)) == wrong
    assert _units(_LEVELS.format(rate))[:2] == ["万元", "万元"]


STACKED = "支出明细表\n单位：万元\n项目\n预算\n支出\n执行率\n信息建设\n200\n190\n95%\n基金监管\n150\n120\n{}\n合计\n350\n310\n88.6%\n"


@pytest.mark.parametrize(("rate", "wrong"), [("80%", 0), ("86%", 1)])
def test_cells_one_below_the_other_are_a_table_below_its_title_and_unit(rate: str, wrong: int) -> None:
    assert accused(STACKED.format(rate)) == wrong
    assert "万元" in _units(STACKED.format(rate))
