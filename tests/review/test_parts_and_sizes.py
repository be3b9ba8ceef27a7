"""Parts of the score by name, counts of lists, sizes that cannot be, dates that are past: each beside its clean twin."""

import pytest

from yiheng.review import review_text

TITLE = "甲县2023年度医疗保障专项资金绩效自评报告\n"


def rules(text: str) -> set[str]:
    """The rules of all contradictions and questions."""
    return {
        one.relation.rule
        for one in review_text(TITLE + text).findings
        if one.verdict in ("inconsistent", "review")
    }


TURN = "项目决策20分、项目过程20分、项目产出35分、项目效益25分，分别得20分、{}分、35分、24分，总得分98分，均有佐证。"
TURNED = "自评得分97分，其中项目决策15分、过程管理{}分、项目产出39分、项目效益19分，满分分别为15分、25分、40分、20分。"
WHOLE = "决策15分、过程25分、产出35分、效益{}分，满分100分。"
DEDUCTED = "过程指标25分，得23.5分；产出指标35分，得35分；效益指标40分，得39分，总分97.5分。\n过程指标扣{}分，原因是资产未及时盘点；效益指标扣1分，原因是宣传不足。"
LISTED = "1、办理时限不超过10日，实际6日；2、满意度不低于92%，实际94%；3、线上办理率不低于20%，实际23%。以上{}项指标全部完成。"
MONEY = (
    "追回违规资金{}。安排资金240.00万元，支出228.93万元，其中宣传42.00万元、服务148.50万元、奖励38.43万元。"
)
DATED = "年度目标：补助资金于6月30日前拨付到位。实际于{}全部拨付到位。"
EMPTY = "自评得分98分。项目效益扣2分，主要是{}。"
PLAN = "一、基本情况\n2023年参保31.86万人。2023年支出765.40万元。\n二、下一步工作\n{}年将继续推进服务下沉。"
RATE = "满意度目标≥90%，实际{}。"
BOOKS = "数据来源：2023年度医疗保险基金财务决算，{}年2月审定。"


@pytest.mark.parametrize(
    ("rule", "text", "right", "wrong"),
    [
        ("R11", TURN, "19", "91"),
        ("R11", TURNED, "24", "42"),
        ("R11", WHOLE, "25", "52"),
        ("R11", DEDUCTED, "1.5", "5.1"),
        ("R6", LISTED, "3", "4"),
        ("R14", MONEY, "138.60万元", "138.60亿元"),
        ("R9", DATED, "5月26日", "8月26日"),
        ("R13", EMPTY, "居民参保积极性有所下降", ""),
        ("R15", PLAN, "2024", "2022"),
        ("R8", RATE, "92.6%", "192.6%"),
        ("R15", BOOKS, "2024", "2022"),
    ],
)
def test_the_rule_speaks_of_the_wrong_one_only(rule: str, text: str, right: str, wrong: str) -> None:
    assert rule not in rules(text.format(right))
    assert rule in rules(text.format(wrong))


def test_the_rows_of_a_part_make_its_award_in_the_text() -> None:
    table = "一级指标\t三级指标\t分值\t得分\n产出\t数量\t30\t30\n产出\t质量\t30\t28\n效益\t社会\t20\t20\n效益\t生态\t20\t19\n合计\t\t100\t97\n"
    assert "R11" not in rules(f"{table}效益指标得39分，原因是宣传不足扣1分；产出指标得58分。")
    assert "R11" in rules(f"{table}效益指标得36分，原因是宣传不足扣1分；产出指标得58分。")
