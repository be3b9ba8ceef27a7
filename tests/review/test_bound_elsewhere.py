"""Numbers that stand beside a claim and are another's: what it was compared with, the rate before, the flow the other way."""

import pytest
from tests.review.accusation import accused, contradicted


@pytest.mark.parametrize(
    "text",
    [
        "住院直接结算率89.4%。较2023年的83.7%提高5.7个百分点，较年度目标85%高4.4个百分点。",
        "覆盖率为92.0%。与全省平均88.5%相比高3.5个百分点，低于目标95%3.0个百分点。",
        "满意度91%，由上年的88%提高3个百分点，超过目标90%1个百分点。",
        "执行率94.2%。上年为91.0%，较目标95%低0.8个百分点。",
    ],
)
def test_what_a_rate_was_compared_with_is_no_rate_of_its_own(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    "text",
    [
        "平均每日办件120件，最高360件，是平均的3倍。",
        "甲县200万元，乙县600万元，相当于甲县的3倍。",
        "城区报销额4,000万元，农村2,000万元，前者是农村的2倍。",
    ],
)
def test_the_entry_right_before_a_multiple_is_its_base(text: str) -> None:
    assert not contradicted(text)


def test_a_multiple_told_of_the_smaller_is_found() -> None:
    assert accused("日均结算9.8万笔，峰值18.7万笔，日均为峰值的1.9倍。")


@pytest.mark.parametrize(
    "text",
    [
        "2019年末，参保单位1,286户，比上年末净增74户（新增103户，注销29户），上年末为1,212户。",
        "期末定点机构560家，比上年末增加20家（新增35家，退出15家），上年末540家。",
        "期末在编88人，上年末90人，净减少2人，其中调出5人、增加3人。",
        "2023年参保12.50万人，上年12.30万人，新增参保0.85万人，减少0.65万人，净增0.20万人。",
    ],
)
def test_what_came_and_what_went_is_no_difference_of_two_years(text: str) -> None:
    assert not contradicted(text)


def test_an_increase_alone_is_held_against_both_years() -> None:
    assert accused("2023年末定点560家，上年末540家，比上年增加30家。")


@pytest.mark.parametrize(
    "text",
    [
        "批复金额：24万元。拨付：24万元。花了：22.86万元。结余：1.14万元，退回。",
        "下达资金120万元，拨付到账120万元，实际开销115万元，剩余5万元。",
        "批复80万元，拨付60万元，花掉58万元，结余2万元。",
    ],
)
def test_what_was_passed_on_is_not_spent(text: str) -> None:
    assert not contradicted(text)


def test_the_rest_that_a_colon_opens_is_no_number() -> None:
    assert not contradicted("预算执行20分得12.5分（偏差超限扣7.5分），其余：产出40分得40分，效益30分得28分。")


@pytest.mark.parametrize(
    "text",
    [
        "第三批约定品种31个，完成约定量品种30个，完成率96.8%；第四批约定品种28个，全部完成，完成率100%。两批合计59个品种。",
        "甲区应改造42所，完成40所，完成率95.2%；乙区应改造25所，均已完成，完成率100%。",
    ],
)
def test_a_pair_with_its_own_rate_is_not_of_the_next_one(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    "text",
    [
        "甲医院702.40万元，乙医院488.91万元，丙医院310.55万元，丁医院219.26万元，戊医院125.40万元。甲、乙两家合计1,191.31万元，占64.5%。",
        "县域内支出15,661.62万元，占69.0%；县域外支出7,036.38万元，占31.0%。县域内支出中，县级医院9,866.82万元，乡镇卫生院4,698.49万元。",
        "全县共有村卫生室120所，其中甲镇50所，占41.7%，乙镇70所，占甲镇的140%。",
    ],
)
def test_a_share_is_not_of_its_neighbours_in_a_list(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    "text",
    [
        "累计支出1,146.72万元，其中设备购置768.90万元，占76.1%。",
        "基金支出15,661.62万元，其中乡镇卫生院4,698.49万元，占31.0%。",
    ],
)
def test_a_share_of_the_whole_before_it_is_found(text: str) -> None:
    assert accused(text)


def test_two_equal_numbers_of_another_sentence_do_not_make_a_hundred_per_cent_true() -> None:
    text = "每个乡至少有1家诊所和1家药店。针对14项问题清单，其中已完成整改6项，完成率达100%。"
    assert accused(text)
    assert not contradicted(text.replace("6项", "14项"))
