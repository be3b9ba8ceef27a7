"""Numbers without a unit that blanks and line breaks set apart: lists, stacks of names and numbers, rows alike, whole rates."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, quotes

ONE_LINE = (
    "资金　中央 1265.00　省 318.50　市 92.00　县 124.50　合计{income}（万元）\n"
    "支出　资助参保 402.80　住院救助 1106.42　门诊救助 213.78　合计1723.00（万元）\n执行率　{rate}%\n结转　{left}（万元）"
)
STACK = (
    "【资金收支】（万元）\n  统筹划转  4,618.05\n  财政补助  2,309.55\n  利息等  88.35\n  —— 收入小计  {income}\n"
    "  机构护理  2,742.60\n  居家上门  2,105.18\n  —— 支出小计  4,847.78\n  当年结余  {left}\n以上为决算口径。"
)
ALIKE = "接种情况：\n　卡介苗　　应种14,200　实种14,129　99.5%\n　脊灰　　　应种43,600　实种42,946　{rate}%\n　含麻　　　应种29,800　实种29,204　98.0%\n以上各苗口径不同。"
WHOLE = (
    "序号　项目　预算　支出　自评分\n1　甲系统　620.00　607.60　97\n2　乙平台　410.00　410.00　99\n3　丙宣传　150.00　132.00　88\n"
    "合计　　1,180.00　1,149.60\n三个项目总执行率{rate}%。"
)


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        (
            ONE_LINE,
            {"income": "1800.00", "rate": "95.72", "left": "77.00"},
            {"income": "1820.00", "rate": "97.52", "left": "67.00"},
        ),
        (STACK, {"income": "7,015.95", "left": "2,168.17"}, {"income": "7,105.95", "left": "2,186.17"}),
        (ALIKE, {"rate": "98.5"}, {"rate": "95.8"}),
        (WHOLE, {"rate": "97.42"}, {"rate": "94.72"}),
    ],
)
def test_each_number_is_what_its_list_makes(form: str, right: dict[str, str], wrong: dict[str, str]) -> None:
    assert not accused(form.format(**right))
    for name, value in wrong.items():
        assert quotes(form.format(**{**right, name: value}), value)


@pytest.mark.parametrize(
    "text",
    [
        "城关 120.50　其中镇区 80.20　乡下 60.00　合计180.50（万元）",
        "  住院救助  218.40\n  门诊救助  42.16\n  其中：特困  33.20\n  小计  260.56\n以上为全年数。",
        "人均 320.00　次均 410.00　户均 200.00　合计1,500.00（元）",
        "甲县　计划12,000　完成11,640　97.0%\n乙县　计划8,000　完成8,240　103.0%\n丙县　计划5,000　完成4,900　98.0%\n其余未列。",
        WHOLE.format(rate="97.42") + "其中甲系统执行率98.00%。",
    ],
)
def test_parts_of_parts_and_means_are_left_alone(text: str) -> None:
    assert not accused(text)
