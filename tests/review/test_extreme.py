"""Which of several has most or least, against the list or the table that gives the value of each."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted, quotes

_HEAD = "丁县2023年度医保工作绩效自评报告\n一、情况\n"
_LIST = "四个县市区激活率：东关区82.6%、西渡区80.3%、云岭县75.9%、河谷县71.4%。激活率最高的是{}，最低的是{}，相差11.2个百分点。"
_RATES = "青山县51.20万元，执行率97.10%；长亭县42.18万元，执行率91.70%；柳堤县32.40万元，执行率85.26%。执行率最低的为{}，系采购跨年验收。"
_COUNTS = (
    "分县区看，朔城区58.26万人、平川县71.43万人、怀岭县49.85万人、右川县31.17万人，其中{}最多，右川县最少。"
)
_TABLE = (
    "乡镇|任务数|完成数|完成率\n大坪镇|35,000|35,200|100.57%\n石桥乡|42,200|41,100|97.39%\n柳河镇|51,000|50,400|98.82%\n"
    "合计|128,200|126,700|98.83%\n{}完成率最低。"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (_LIST, ("东关区", "河谷县"), ("西渡区", "河谷县")),
        (_LIST, ("东关区", "河谷县"), ("东关区", "云岭县")),
        (_RATES, ("柳堤县",), ("长亭县",)),
        (_TABLE, ("石桥乡",), ("柳河镇",)),
        (_COUNTS, ("平川县",), ("朔城区",)),
    ],
)
def test_the_one_that_is_named_has_most_or_least(
    text: str, right: tuple[str, ...], wrong: tuple[str, ...]
) -> None:
    assert not contradicted(_HEAD + text.format(*right))
    [other] = set(wrong) - set(right) or set(wrong)
    assert quotes(_HEAD + text.format(*wrong), other)


@pytest.mark.parametrize(
    "text",
    [
        "抽检合格率：工业产品93.96%、药品99.38%、食品97.20%。不合格率最高的是工业产品，最低的是药品。",
        "支出进度：东关区98.6%、西渡区92.3%、云岭县90.9%。支出最多的是云岭县。",
        "全年4,080件，一季度920件、二季度980件、三季度1,287件、四季度893件，三季度派单最多。",
        "两院次均费用：县医院6,406元、中医院5,120元。次均费用最低的是县医院。",
    ],
)
def test_what_is_of_another_measure_or_of_too_few_is_left_alone(text: str) -> None:
    assert not accused(_HEAD + text)
