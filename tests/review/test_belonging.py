"""Whether the numbers of an accusation belong together: honest passages stay silent, and slips of the same shape are told."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes


@pytest.mark.parametrize(
    "text",
    [
        "年初入住187人，年内新入住46人，离院21人、去世14人，年末为198人。",
    ],
)
def test_steps_levels_and_what_each_gets_are_no_parts_of_a_sum(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    "text",
    [
        "8个街道中，对象最多的是洲头街道1,684人，最少的是柳林镇702人；全区特困人员518人、孤儿23人。",
        "青年见习目标150人，完成163人，见习期满117人中留用64人，留用率54.70%；尚在见习期46人。",
        "每市州不少于5天，10个市州平均6.4天，最少5天。",
        "年内新增定点112家，退出57家（医疗机构16家、药店41家），净增55家，与上年末2,263家相加即年末2,318家。",
    ],
)
def test_extremes_bands_and_changes_since_other_bases_leave_no_difference(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    "text",
    [
        "实际到位2,254万元，到位率100%；实际执行2,218.64万元，执行率98.43%（按年初预算2,216万元计算则为100.12%）。",
        "2024年计划再建村站20个，达到68个，覆盖率44.74%。",
        "回收582份；满意549份、基本满意24份、不满意9份，满意和基本满意率98.45%。",
    ],
)
def test_a_rate_is_of_its_own_base(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    "text",
    [
        "2023年支出186,240.77万元，较2022年的177,512.93万元增长4.92%；2021年较2020年增长8.46%（2020年为150,311.08万元）。",
        "补助标准由每人每天30元提高到36元，提高20%；全年补助23,500人天，合计84.6万元（按36元计）。",
    ],
)
def test_a_mean_and_a_change_are_of_their_own_year(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("预算安排240万元，执行228万元，执行率59%。", "59%"),
        ("出院患者14,862人次，住院总费用8,917.20万元，次均6,600.00元。", "6,600.00元"),
        ("2022年支出1,287.90万元，2023年支出1,045.57万元，比上年减少224.33万元。", "224.33万元"),
        ("资助参保512.8万元、住院救助1,604.5万元、门诊救助388.6万元，合计2,550.9万元。", "2,550.9万元"),
    ],
)
def test_slips_among_numbers_that_belong_together_are_told(text: str, words: str) -> None:
    assert quotes(text, words)
