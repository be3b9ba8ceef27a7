"""Small counts told again: a shortfall, all of a thing, the row of a table, what changed between its years, a column as a list."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused

_HEAD = (
    "某县2022年医疗服务能力提升项目绩效自评报告\n"
    "一、资金情况。2022年安排资金320.00万元，支出300.80万元，执行率94.0%。\n"
)
_WORK = "|序|工作|计划|完成|\n|1|实地检查（家）|80|88|\n|2|目录落地（批）|6|6|\n"
_PERSONS = "项目\t2021年\t2022年\n参保人数（人）\t360,000\t387,000\n享受补助（人）\t4,250\t4,400\n"
_SCORES = "|项目|预算|自评分|\n|审核|47.00|97|\n|招采|59.00|99|\n|宣传|38.00|88|\n|执法|28.00|94|\n"

CASES = (
    ("二、效果少1分，系{}件群众投诉处理超期。\n三、问题。受理投诉47件，45件按期办结，2件超期。", "2", "3"),
    ("二、医院内设临床科室18个、医技科室7个。\n三、明年覆盖{}个临床科室（即全部临床科室）。", "18", "25"),
    (_WORK + "目录落地批数{}批，与下达任务数相同。", "6", "8"),
    (_PERSONS + "享受补助人数增加{}人。", "150", "250"),
    (_SCORES + "得分由高到低依次为99、97、{}、88。", "94", "95"),
)


@pytest.mark.parametrize(("text", "right", "wrong"), CASES)
def test_a_small_count_told_again(text: str, right: str, wrong: str) -> None:
    assert not accused(_HEAD + text.format(right) + "\n")
    assert accused(_HEAD + text.format(wrong) + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "二、2家卫生院未完成约定量，扣2分。\n三、7家机构因未完成约定量未获留用。",
        "二、约谈46家、拒付费用58家，暂停协议3家。",
        "二、医院内设临床科室18个。\n三、明年覆盖12个临床科室。",
        _WORK + "实地检查家数80家以上。",
        _SCORES + "另四个单位得分由高到低依次为91、90、86、85。",
    ],
)
def test_two_counts_are_two_things(text: str) -> None:
    assert not accused(_HEAD + text + "\n")
