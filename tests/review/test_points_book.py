"""Books of points in any notation: full marks, awards and losses of parts against the totals before and after them."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted, quotes

SOUND = {
    "no unit": "自评打分：决策10得10，过程20得18（台账不全，扣2），产出40得39.5（按98.75%计），效益30得28，共得{total}。",
    "arrows": "得分{total}。其中：投入 20→20；过程 30→29；产出 30→28；效果 20→18.5。",
    "whole or not": "总评分{total}分：组织20分得满分，实施30分得28.5分，质量30分不扣分，满意20分得17分。",
    "losses": "打分：投入20分，没扣；过程20分，扣1分；产出40分，扣2.5分；效果20分，扣1分。总分{total}分。",
    "losses in brackets": "分值：投入10分、过程28分（满分30分，扣2分）、产出39分（满分40分，扣1分）、效益18.5分（满分20分，扣1.5分），合起来{total}分。",
    "each of as much": "四块各25分：投入25分，过程24分，产出23.5分，效果23分，总分{total}分。",
    "rows": "投入：分值20 得分20\n过程：分值30 得分27.5\n产出：分值50 得分48\n合计：分值100 得分{total}",
    "slashes": "一、执行 10／10\n二、产出 50／48\n三、效益 30／28.5\n四、满意 10／9\n总得分 {total}",
    "total above": "县里给打了{total}分。\n甲、决策 15分 得15分\n乙、过程 25分 得24分\n丙、产出 40分 得38.5分\n丁、效果 20分 得18分",
    "subtotal": "1.1 目标甲 分值20 得分20\n1.2 目标乙 分值20 得分18.5\n1.3 目标丙 分值20 得分20\n小计：分值60 得分58.5\n"
    "2.管理：分值40 得分37\n2.1 扣分点：计划编制偏粗，扣3分\n3.总分：{total}",
}
RIGHT = {"arrows": "95.5", "subtotal": "95.5"}


@pytest.mark.parametrize("form", SOUND)
def test_parts_that_make_the_whole_are_the_total(form: str) -> None:
    right = RIGHT.get(form, "95.5")
    assert not contradicted(SOUND[form].format(total=right))
    assert accused(SOUND[form].format(total="97.5"))


def test_points_in_characters_are_points() -> None:
    told = "打分：投入二十分，得二十分；过程二十分，得十九分；产出四十分，得三十八分；效果二十分，得二十分。全部相加{}分。"
    assert not contradicted(told.format("九十七"))
    assert quotes(told.format("九十六"), "九十六")
    lost = "自评九十四分：资金用得慢，扣一分；清淤不及时，扣三分；档案不全，扣两分；一共扣{}分。"
    assert not contradicted(lost.format("六"))
    assert accused(lost.format("五"))


def test_a_subtotal_tells_its_full_mark() -> None:
    rows = (
        "1.1 目标甲 分值20 得分20\n1.2 目标乙 分值20 得分18\n1.3 目标丙 分值20 得分20\n小计：分值{} 得分58\n"
    )
    assert not contradicted(rows.format(60))
    assert accused(rows.format(50))


@pytest.mark.parametrize(
    "text",
    [
        "满分100分：决策15分、过程20分、产出35分、效益30分，实得15分、20分、35分、28分，总得分98分。",  # two lists
        "产出50分得48分，效益50分得47分，加分项2分，总分97分。",
        "每完成一项得5分，产出50分得48分，效益30分得29分，另有其他指标，总分95分。",
        "决策20分得19分，过程30分得28分，总分96分。",  # half of the parts is told
        "90分以上为优，80分以上为良，决策20分得19分，过程30分得28分，产出50分得49分，总分96分。",
    ],
)
def test_what_is_no_whole_book_is_not_told(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("六个项目得分由高到低依次为99、97、94、93、90、88，平均{}分。", "93.5", "94.5"),
        (
            "指标 / 目标值 / 实际值 / 满分 / 得分\n开展检查 / ≥6个 / 7个 / 30 / 30\n窗口比例 / ≥90% / 87.5% / 30 / 28\n满意度 / ≥85% / 88.6% / 30 / 30\n"
            "资金执行率 / 100% / 94.0% / 10 / 9.4\n合计得分97.4分，评为优。\n窗口比例差2.5个百分点，扣2分。执行率按比例计分，扣{}分。",
            "0.6",
            "0.4",
        ),
    ],
)
def test_means_of_points_in_turn_and_losses_by_the_end_of_a_name(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("评分：A类30分，自评30；B类40分，自评37；C类30分，自评29。总评{}。", "96", "95"),
        ("自评结果为{}分（决策20、过程19、产出38、效益18）。", "95", "96"),
        ("得分情况：时效（10）10、质量（30）28、数量（30）30、效益（30）29——总分{}。", "97", "98"),
    ],
)
def test_letters_brackets_and_dashes_are_books_too(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert accused(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "自评得分92分（三位专家分别为91分、93分、92分）。",
        "权重：投入20%、过程30%、产出50%。三项得分分别为95分、90分、92分，加权得分92分。",
        "总分95分（扣执行2分、管理1分、台账2分）。",
    ],
)
def test_scores_of_experts_and_weighed_ones_are_no_parts(text: str) -> None:
    assert not contradicted(text)
