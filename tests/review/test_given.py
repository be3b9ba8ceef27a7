"""Percentages whose part and whole are written beside them."""

import pytest

from yiheng.review import review_text


def accused(text: str) -> bool:
    """Whether a contradiction is told."""
    return any(one.verdict == "inconsistent" for one in review_text(text).findings)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("带量品种占全市采购金额的比重72.5%，即4,800万元中的{}万元。", "3,480", "3,840"),
        ("全县脱贫户家庭医生应签约8,400户，签约率95%，即已签约{}户。", "7,980", "7,890"),
        ("参训率92%（即75人中有{}人到场）。", "69", "96"),
        ("管理费用1,236万元，仅占全部支出（41,200万元）的{}%。", "3.00", "3.30"),
        ("预留质量保证金18万元，以合同总额150万元计，占比为{}。", "12%", "15%"),
        ("申请720人，评估680人，通过476人，通过率（通过/评估）{}。", "70.0%", "66.1%"),
        ("全年受理640件，办结608件，按期583件，按期率（按期÷办结）{}。", "95.9%", "91.1%"),
    ],
)
def test_operands_written_beside_a_percentage(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right))
    assert accused(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "签约率90%，即比上年提高3个百分点，共签约8,640户。",
        "应参训200人，培训合格率98%，即186名参训人员中182人合格。",
        "占基金支出（不含大病）的12%，较上年的5,368万元有所下降。",
        "按每人120元计，占比为60%的由财政承担，共15万元。",
    ],
)
def test_numbers_beside_it_that_are_no_operands(text: str) -> None:
    assert not accused(text)
