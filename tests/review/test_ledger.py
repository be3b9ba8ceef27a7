"""Points as a ledger: what is full, got and lost of one item, of a list and of the whole must agree, in every order of words."""

import pytest
from tests.review.accusation import accused as told
from tests.review.accusation import quotes as accused


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("“窗口服务”指标满分8分，因等候超时扣1.5分，自评得{}。", "6.5分", "5.6分"),
        ("此项得{}（满分12分，扣3分）。", "9分", "8分"),
        ("档案管理这一项失去0.6分，实得{}，标准分5分。", "4.4分", "4.6分"),
        ("检查覆盖指标由6分核减为{}，因有2家未检查，每家扣1分。", "4分", "3分"),
    ],
)
def test_what_an_item_lost_is_its_full_mark_less_its_award(text: str, right: str, wrong: str) -> None:
    assert not told(text.format(right))
    assert accused(text.format(wrong), wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("台账不全扣1分，公示偏晚扣0.5分，回访不足扣2分，合计扣{}。", "3.5分", "5.3分"),
        ("丢掉的5分，{}在进度，2分在满意度。", "3分", "4分"),
        ("扣{}：培训场次不足扣1.5分，经费结转偏大扣2.5分，其余指标均得满分。", "4分", "6分"),
        ("失分9分中，执行进度失{}，宣传失2分，信息报送失3分。", "4分", "5分"),
        (
            "（一）投入扣1分：目标不细扣1分。\n（二）过程扣3分：公示晚扣1分，档案缺扣2分。\n以上共扣{}。",
            "4分",
            "6分",
        ),
        ("“系统运维”指标共10分，细分为：稳定性5分、响应{}、安全2分。", "3分", "4分"),
        ("过程管理（20分）\n1.制度：8分，得8分；\n2.资金：12分，得{}。\n小计18.5分。", "10.5分", "11.5分"),
        ("各部分为决策14分、过程18分、产出37分、效益{}，合起来97分。", "28分", "26分"),
    ],
)
def test_a_list_of_points_makes_what_closes_or_opens_it(text: str, right: str, wrong: str) -> None:
    assert not told(text.format(right))
    assert accused(text.format(wrong), wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("全年共扣3.2分，自评得分{}。", "96.8分", "98.6分"),
        ("项目总得分91.5分，较满分少{}。", "8.5分", "9.5分"),
        ("给自己打{}：进度慢扣4分，材料缺扣3分，其他不扣分。", "93分", "94分"),
        ("自评98分，只有“回访率”一项失分，该项分值6分，得{}。", "4分", "5分"),
        ("主管部门复核时由自评的92分核减{}，复核得分88.5分。", "3.5分", "5.3分"),
        ("时效未达标扣2分，公示晚扣1分，故自评得分由100分更正为{}。", "97分", "96分"),
        ("三家卫生院考核92分、95分、89分，平均得分{}。", "92分", "93分"),
        ("自查得分90分占30%，抽查得分80分占70%，加权得分{}。", "83分", "87分"),
    ],
)
def test_a_total_is_a_hundred_less_what_was_lost(text: str, right: str, wrong: str) -> None:
    assert not told(text.format(right))
    assert accused(text.format(wrong), wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("核查发现4份病历缺页，每份扣0.5分，共扣{}。", "2分", "4分"),
        ("激活率目标75%，实际70%，每低1个百分点扣0.6分，扣{}。", "3分", "2.4分"),
        ("“整改率”指标分值8分，实际整改率95%，按完成比例计分得{}。", "7.6分", "6.7分"),
        ("下设6项指标，每项5分，满分{}。", "30分", "25分"),
    ],
)
def test_a_rule_of_scoring_is_applied_as_it_says(text: str, right: str, wrong: str) -> None:
    assert not told(text.format(right))
    assert accused(text.format(wrong), wrong)


def test_rows_give_what_is_left_and_the_text_names_the_row() -> None:
    table = "指标|满分|扣分|得分\n预算编制|6|1|{}\n预算调整|4|0|4\n信息公开|5|0.5|4.5\n"
    assert not told(table.format("5"))
    assert accused(table.format("6"), "6")
    tabbed = "指标\t分值\t得分\n资产利用率\t10\t9.4\n满意度\t10\t10\n合计\t20\t19.4\n说明：资产利用率扣{}，系设备闲置。\n"
    assert not told(tabbed.format("0.6分"))
    assert accused(tabbed.format("0.4分"), "0.4分")


@pytest.mark.parametrize(
    "text",
    [
        "产出得分主要包括：数量得17分、质量得13分等，产出指标共得44分。",
        "自评得96分，扣分主要是进度偏慢扣2分、培训不足扣1分，其他零星扣分不再列出。",
        "“结余”指标应扣8分，但该指标满分5分，扣完为止，得0分。",
        "省级在自评97分基础上核减4分，其中3分因佐证不足，另有部分因口径调整。",
        "决策得9.33分、过程得18.67分、产出得38.33分、效益得28.33分，总得分94.67分。",
        "县局自评95分，市局复评92分，口径不同。",
        "单位自评98分，第三方评价89分，核减9分，评价等级由优调整为良。",
        "一类指标得分38分（满分40分），二类指标得分27分（满分30分），三类满分30分，共得95分。",
        "基本指标得96分，另获通报表扬加3分，自评得分99分。",
        "过程扣2分，其中公示晚扣1分、档案缺扣1分；效益扣3分，其中回访少扣3分。",
    ],
)
def test_partial_lists_caps_and_other_scores_are_left_alone(text: str) -> None:
    assert not told(text)


def test_deductions_are_counted_and_said_as_they_are() -> None:
    text = "台账不全扣1分，公示偏晚扣0.5分，回访不足扣2分，以上{}共扣3.5分。"
    assert not told(text.format("三项"))
    assert accused(text.format("四项"), "四项")
    text = "扣分项共{}：编制扣1分、备案扣1分、归档扣1分。"
    assert not told(text.format("3个"))
    assert accused(text.format("4个"), "4个")
    assert accused("参保率未达目标，该项（5分）未扣分，得4.5分。", "未扣分")
    text = "满意度扣0.5分：问卷满意度{}，目标95%。"
    assert not told(text.format("94.2%"))
    assert accused(text.format("96.2%"), "96.2%")


def test_a_form_of_several_blocks_closes_with_one_total() -> None:
    form = (
        "资金\t预算数\t执行数\t分值\t执行率\t得分\n总额\t400\t380\t10\t95%\t9.5\n"
        "指标\t目标\t完成\t分值\t得分\t原因\n覆盖\t≥30家\t32家\t50\t50\t\n"
        "满意度\t≥90%\t88%\t40\t38\t抽样偏少\n总分\t\t\t100\t{}\t\n"
    )
    assert not told(form.format("97.5"))
    assert accused(form.format("98.5"), "98.5")
