"""Percentages whose part and whole are written beside them."""

import pytest
from tests.review.accusation import accused, contradicted, quotes


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("全县脱贫户家庭医生应签约8,400户，签约率95%，即已签约{}户。", "7,980", "7,890"),
        ("参训率92%（即75人中有{}人到场）。", "69", "96"),
        ("管理费用1,236万元，仅占全部支出（41,200万元）的{}%。", "3.00", "3.30"),
        ("预留质量保证金18万元，以合同总额150万元计，占比为{}。", "12%", "15%"),
        ("申请720人，评估680人，通过476人，通过率（通过/评估）{}。", "70.0%", "70.6%"),
        ("全年受理640件，办结608件，按期583件，按期率（按期÷办结）{}。", "95.9%", "85.9%"),
    ],
)
def test_operands_written_beside_a_percentage(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
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
    assert not contradicted(text)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("平台覆盖率75%，136家医疗机构里已有{}家接入。", "102", "69"),
        ("年度8项重点任务{}项完成，任务完成率100%。", "8", "7"),
        ("全县12个预算部门中，9个按时公开结果，公开率{}。", "75%", "57%"),
        ("补贴应发18,400人，社会化发放17,664人，社会化发放率{}。", "96.0%", "86.0%"),
        ("门诊总费用842.50万元，其中统筹支付404.40万元，报销占比{}。", "48.00%", "40.80%"),
        ("登记糖尿病患者2,400人，普通患者900人。规范管理糖尿病患者2,040人，规范管理率{}。", "85%", "80%"),
        ("批复240万元，其中财政拨款160万元，单位自筹80万元，自筹占{}。", "33.33%", "38.33%"),
        ("第二批约定1,250.0万片，实际采购1,400.0万片，完成率{}。", "112.0%", "121.0%"),
        (
            "省内结算12,480.50万元（62.40%），跨省结算7,519.50万元（{}）。全年结算20,000.00万元。",
            "37.60%",
            "38.60%",
        ),
        ("全年支出500万元。\n门诊　300万元　占60%\n住院　150万元　占{}\n其他　50万元　占10%\n", "30%", "36%"),
    ],
)
def test_a_part_and_a_whole_by_their_places(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert accused(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "人员支出增加18万元，调整预算减少26万元。预算执行率97.1%，其中项目支出执行率93.5%。",
        "市本级结算8,000例、区县结算3,000例，结算例数中市本级占72.73%。",
        "全县共60个村，其中示范村24个，普通村28个，搬迁安置村8个，示范村占40%。",
        "患者中，高血压500人、糖尿病420人，其余为恶性肿瘤等，合计1,250人；高血压患者所占比重为40%。",
    ],
)
def test_a_rate_of_something_else_is_left_alone(text: str) -> None:
    assert not contradicted(text)


TABLE = "项目|金额（万元）|占比\n甲项|42.0|42.0%\n乙项|36.5|{}\n丙项|21.5|21.5%\n全年支出共100万元。"
WITH_TOTAL = (
    "机构\t人次\t占总人次比重\n甲院\t2,400\t48%\n乙院\t1,600\t{}\n丙院\t1,000\t20%\n合计\t5,000\t100%\n"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (WITH_TOTAL, "32%", "23%"),
        ("满意度目标值为88分，实测92.4分，完成目标值的{}，不扣分。", "105%", "110%"),
        ("计划培训40场，实际培训46场，为计划的{}。", "115%", "151%"),
    ],
)
def test_a_column_of_shares_and_what_was_reached_of_a_goal(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert accused(text.format(wrong))


def test_a_column_of_other_rates_is_left_alone() -> None:
    text = "项目\t金额（万元）\t占比\n甲项\t42.0\t61%\n乙项\t36.5\t52%\n丙项\t21.5\t21.5%\n"
    assert not contradicted(text)


def test_the_side_of_another_goal_is_left_alone() -> None:
    assert not contradicted("支出完成预算的96.4%，超过序时进度；参保完成任务的98%，低于上年。")
    assert not contradicted("支出完成预算的96.4%，未超过预算。")


def test_a_rate_by_its_name_is_not_turned_over() -> None:
    text = "在职人员控制率：编制{}人，在职{}人，控制率{}。"
    assert not contradicted(text.format(125, 118, "94.40%"))
    assert accused(text.format(125, 118, "105.93%"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("起付线1.4万元，年度封顶线30万元。特困人员起付线降低50%，即{}万元。", "0.7", "0.8"),
        ("建议在2023年{}万元的基础上增补10%，即增加225.80万元。", "2258.00", "2308.00"),
    ],
)
def test_what_a_given_rate_comes_to_stands_right_after_it(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right))
    assert quotes(text.format(wrong), wrong)


def test_vacant_posts_are_those_without_people() -> None:
    text = "编制58名，年末实有在编人员53人，空编{}名；另有聘用人员14人。"
    assert not accused(text.format("5"))
    assert contradicted("甲市2023年度部门整体支出绩效自评报告\n" + text.format("7"))


def test_an_item_of_a_list_is_executed_of_its_own_budget() -> None:
    text = (
        "甲县2023年度专项资金绩效自评报告\n一、预算执行\n专项资金预算206.50万元。（一）系统升级预算86.50万元，支出84.20万元，执行率97.34%；"
        "（二）第三方审核预算120.00万元，支出118.64万元，执行率{}。"
    )
    assert not contradicted(text.format("98.87%"))
    assert quotes(text.format("96.87%"), "96.87%") and contradicted(text.format("96.87%"))
