"""Tables whose names bind their cells: 差额 and 未支付 of two columns, 小计, flows and balances, a row in two years."""

import pytest

from yiheng.review import review_text

TITLE = "庚县2023年度医疗保障项目绩效自评报告\n"
GAP = "科目|下达（万元）|支出（万元）|结余（万元）\n运维费|86.4|71.9|{}\n"
SUM = "片区|门诊（万元）|住院（万元）|小计（万元）\n东片|26.7|13.4|{}\n西片|9.6|5.8|15.4\n"
FLOWS = (
    "项目|预算数（万元）|决算数（万元）\n一、基金收入|4,210.00|4,242.37\n二、基金支出|4,180.00|4,103.59\n"
    "三、当期结余|30.00|{}\n四、上年结余|2,065.33|2,065.33\n五、年末滚存结余|2,095.33|2,204.11\n"
)
YEARS = "指标|2021年|2023年\n激活率|52.4%|79.3%\n结算率|61.2%|82.6%\n\n从表中看，激活率2023年比2021年提高{}个百分点。\n"


def accused(text: str) -> bool:
    return bool(review_text(TITLE + text).of("inconsistent"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (GAP, "14.5", "15.4"),
        (SUM, "40.1", "41.0"),
        (FLOWS, "138.78", "183.78"),
        (YEARS, "26.9", "29.6"),
    ],
)
def test_names_bind_the_cells(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right))
    assert accused(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "科目|预算（万元）|调整（万元）|支出（万元）|结余（万元）\n运维费|86.4|90.0|71.9|18.1\n",
        "单位|人数|合计|结余率\n甲院|120|340|5%\n",
        "项目|预算收入（万元）|实际收入（万元）|余额（万元）\n专户|86.4|71.9|320.6\n活期|20.1|18.2|75.4\n",
    ],
)
def test_names_that_may_mean_something_else_say_nothing(text: str) -> None:
    assert not accused(text)
