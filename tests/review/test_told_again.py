"""One number told twice: the same name and scope with another value one slip away; and questions that a slip answers."""

import pytest
from tests.review.accusation import accusations

from yiheng.review import review_text

TITLE = "戊县2023年度医疗保障专项资金绩效自评报告\n一、实施情况\n"


def accused(text: str) -> bool:
    return bool(review_text(TITLE + text).of("inconsistent"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("辖区签约机构284家。对全部{}签约机构完成了年度考核。", "284家", "248家"),
        ("全年追缴违规资金316.72万元，另处罚款58.3万元。追缴资金{}均已上缴财政专户。", "316.72万元", "361.72万元"),
        ("登记慢病患者4,812人，随访到位。上述慢病患者{}已全部建档。", "4,812人", "4,182人"),
        ("两项支出合计304.2万元，与两种口径的支出之差（{}）一致。", "304.2万元", "318.6万元"),
        ("门诊慢特病登记6,482人。登记在册的门诊慢特病患者{}均已签约。", "6,482人", "6,842人"),
        ("居民人均筹资960元，其中财政补助640元。人均筹资{}中，财政占66.67%。", "960元", "980元"),
        ("一、产出\n住院结算18,264人次，次均支付3,120元。\n二、效益\n住院结算{}均实现联网。", "18,264人次", "18,624人次"),
        ("2023年预算安排200万元，支出188.40万元，执行率94.2%。\n|年度|预算支出|决算支出|执行率|\n|2023|200.00万元|{}万元|94.2%|\n", "188.40", "184.80"),
    ],
)  # fmt: skip
def test_a_number_told_again_is_the_same(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right))
    assert list(accusations(TITLE + text.format(wrong)))


@pytest.mark.parametrize(
    "text",
    [
        "东区签约机构284家，西区签约机构248家。",
        "经办服务满意度95.1%，政策宣传满意度91.5%，药品供应满意度95.7%。",
        "2022年住院结算18,264人次。2023年住院结算18,624人次，较上年增加360人次。",
        "甲项目执行率96.8%。乙项目执行率98.6%，丙项目执行率89.6%，丁项目执行率91.2%，戊项目执行率92.1%。",
        "平均住院日由8.42天降至8.24天，缩短0.18天。",
    ],
)
def test_numbers_of_other_things_may_be_one_slip_apart(text: str) -> None:
    assert not accused(text)
