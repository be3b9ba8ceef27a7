"""One number told far apart: in the text, as a goal's result, in a total, in a formula, as the whole that a count is of."""

import pytest
from tests.review.accusation import accused

TITLE = "甲县2023年度医疗服务能力提升项目绩效自评报告\n一、项目情况\n"
BETWEEN = "\n二、组织管理\n制度健全，手续完备，资料齐全。\n三、结论\n"


@pytest.mark.parametrize(
    ("first", "second", "right", "wrong"),
    [
        ("年末结转38.62万元。", "2024年拟补足培训，结转资金{}万元力争上半年用完。", "38.62", "36.82"),
        ("尚有1,840万元未支付。", "尾款{}万元列入2024年用款计划。", "1,840", "1,480"),
        ("全年追回率95.4%。", "追回率目标≥95%、实际{}，15分得15分。", "95.4%", "92.4%"),
        (
            "全县参保268,340人。",
            "|指标|目标值|完成值|\n|参保人数（万人）|≥26.5|{}|\n|参保率（%）|≥95|96.1|\n",
            "26.83",
            "28.63",
        ),
        ("建设村级服务点，全镇辖14个行政村、2个社区。", "目前，{}个行政村中3个村尚无专人。", "14", "16"),
        (
            "调整预算5,274.00万元，决算5,120.00万元。",
            "执行得分9.7分，即5,120.00÷{}×10。",
            "5,274.00",
            "5,724.00",
        ),
        ("年末服务人口41,750人。", "经费按服务人口{}人测算，人均标准89元。", "41,750", "47,150"),
        ("资金已拨付。", "扣考核款比例{}%（142.50万元×6%≈8.55万元）。", "6", "8"),
        ("考核采用千分制。", "总分967分，折百分制{}分。", "96.7", "97.6"),
    ],
)
def test_a_number_told_again_is_the_same(first: str, second: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + first + BETWEEN + second.format(right))
    assert accused(TITLE + first + BETWEEN + second.format(wrong))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2022年支出1,284万元。", "2023年支出1,824万元。"),
        ("甲院结余1,284万元。", "乙院结余1,824万元。"),
        ("全县检查定点机构86家，其中发现问题14家。", "14家机构均已整改，12家机构已复查。"),
        ("门诊满意度95.4%。", "住院满意度92.4%。"),
        ("全镇辖14个行政村、2个社区。", "已建站的12个行政村中3个村为示范点。建站行政村12个。"),
        ("预算执行率95.4%。", "项目执行率92.4%。"),
        ("到账268,340元。", "年末结余28.63万元。"),
        ("年人均480元。", "月人均40元，即480÷12。"),
    ],
)
def test_numbers_of_two_things_are_left_alone(first: str, second: str) -> None:
    assert not accused(TITLE + first + BETWEEN + second)
