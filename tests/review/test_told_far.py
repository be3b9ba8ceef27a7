"""One number told far apart: in the text, as a goal's result, in a total, in a formula, as the whole that a count is of."""

import pytest
from tests.review.accusation import accused, contradicted

TITLE = "甲县2023年度医疗服务能力提升项目绩效自评报告\n一、项目情况\n"
BETWEEN = "\n二、组织管理\n制度健全，手续完备，资料齐全。\n三、结论\n"


@pytest.mark.parametrize(
    ("first", "second", "right", "wrong"),
    [
        ("年末结转38.62万元。", "2024年拟补足培训，结转资金{}万元力争上半年用完。", "38.62", "36.82"),
        ("年末服务人口41,750人。", "经费按服务人口{}人测算，人均标准89元。", "41,750", "47,150"),
    ],
)
def test_a_number_told_again_is_the_same(first: str, second: str, right: str, wrong: str) -> None:
    assert not contradicted(TITLE + first + BETWEEN + second.format(right))
    assert accused(TITLE + first + BETWEEN + second.format(wrong))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("全县检查定点机构86家，其中发现问题14家。", "14家机构均已整改，12家机构已复查。"),
        ("门诊满意度95.4%。", "住院满意度92.4%。"),
        ("全镇辖14个行政村、2个社区。", "已建站的12个行政村中3个村为示范点。建站行政村12个。"),
        ("预算执行率95.4%。", "项目执行率92.4%。"),
        ("到账268,340元。", "年末结余28.63万元。"),
        ("年人均480元。", "月人均40元，即480÷12。"),
    ],
)
def test_numbers_of_two_things_are_left_alone(first: str, second: str) -> None:
    assert not contradicted(TITLE + first + BETWEEN + second)
