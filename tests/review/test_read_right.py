"""Consistent sentences that were once misread, each beside the error that must still be told."""

import pytest
from tests.review.accusation import accused as reader_accuses
from tests.review.accusation import quotes

from yiheng.review import review_text

TITLE = "甲市2023年度医疗保障专项资金绩效自评报告\n一、项目情况\n"


def accused(text: str) -> list[str]:
    """The rules that call a text inconsistent."""
    return [one.relation.rule for one in review_text(TITLE + text).findings if one.verdict == "inconsistent"]


@pytest.mark.parametrize(
    "text",
    [
        "政策知晓率不低于85%，实际为83.5%，低于目标1.5个百分点，主要是宣传入户不够。",
        "设备按合同下达，1台、2套、24台、28台合计55台（套），与批复一致。",
        "住院5036人次，与上限目标相比少164人次，控制在目标以内。",
        "日均接待（全年按250个工作日计）513.8人次，较2022年的日均462.5人次增加51.3人次。",
        "第一医共体留用423.241万元；第二医共体超支433.21万元，经审核合理超支300.00万元。",
        "参保人数目标20.00万人以上，实际20.14万人，比目标多0.14万人；比2022年减少0.38万人。",
        "全市参保49.73万人，其中在职31.26万人、退休18.47万人；参保人数完成年初目标49.50万人的100.46%。",
        "收入预算136100.00万元，预算完成率101.93%；支出预算118500.00万元，预算完成率98.89%。",
        "项目单位自评97分（优）。再评价86分，等级为“良”，比自评低11分。",
        "①审核准确率不低于99%（99.6%，完成）；②补贴及时率不低于95%（91.7%，未完成）；"
        "③对象满意度不低于92%（93.8%，完成）。三项中二项完成、一项未完成。",
    ],
)
def test_what_is_consistent_is_not_accused(text: str) -> None:
    assert accused(text) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("总分：49＋30＋10＋9.79＝{}分。", "98.79", "97.89"),
        ("应付评估费＝（3,264＋452）×280＋38×320＝{}元。", "1,052,640", "1,025,640"),
        ("决策15分、管理24分等各项得分15+24+30+27，共{}分。", "96", "95"),
        ("房租1180×50×12＝{}元，即70.8万元。", "708000", "780000"),
        ("完成预算（45÷60＝{}%）。", "75", "57"),
    ],
)
def test_a_sum_that_is_written_out_is_computed(text: str, right: str, wrong: str) -> None:
    assert accused(text.format(right)) == []
    assert accused(text.format(wrong))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("2022年支出减少54221.83元，{}3.84%。", "下降", "增长"),
        ("收入较上年161204.18万元增加7316.18万元，{}4.54%。", "增长", "下降"),
    ],
)
def test_words_of_one_clause_go_together(text: str, right: str, wrong: str) -> None:
    assert accused(text.format(right)) == []
    assert accused(text.format(wrong))


def test_indented_rows_of_a_table_set_with_blanks_are_rows() -> None:
    table = (
        "表一  收支决算（单位：万元）\n\n"
        "项目                    预算数        决算数        完成预算\n"
        "一、基金支出            8,600.00      8,451.00      98.27%\n"
        "  住院待遇支出          3,200.00      3,152.00      98.50%\n"
        "  门诊待遇支出          5,400.00      5,299.00      {}\n"
    )
    assert accused(table.format("98.13%")) == []
    assert accused(table.format("91.83%")) == ["R3"]


SCORES = "评分表\n一级指标\t三级指标\t分值\t得分\n投入\t目标明确\t10\t9\n投入\t编制合理\t20\t20\n投入\t小计\t30\t{}\n"
SCORES += "产出\t待遇保障\t40\t38\n产出\t基金监管\t30\t29\n产出\t小计\t70\t67\n合计\t\t100\t96\n"


def test_a_subtotal_is_the_sum_of_its_own_rows() -> None:
    assert accused(SCORES.format("29")) == []
    assert quotes(TITLE + SCORES.format("28"), "28")


def test_the_total_of_the_text_is_the_total_of_the_table() -> None:
    assert accused(SCORES.format("29") + "自评总得分96分，等次为“优”。") == []
    assert "R6" in accused(SCORES.format("29") + "自评总得分91分，等次为“优”。")


def test_awards_are_added_up_to_what_closes_them() -> None:
    text = "得分：完成率30分得30分，追回率30分得28分，办理天数30分得30分，预算执行10分得9分，共{}分。"
    assert accused(text.format("97")) == []
    assert "R11" in accused(text.format("98"))


def test_rows_set_apart_by_one_tab_or_more_are_one_table() -> None:
    table = "指标\t\t目标\t完成\t\t分值\t得分\n机构数\t\t≥8家\t\t9家\t50\t50\n满意度\t≥92%\t\t95%\t50\t49\n合计\t\t\t\t100\t{}\n"
    assert accused(table.format("99")) == []
    assert accused(table.format("98")) == ["R1"]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("平均住院日由8.4天{}至7.9天。", "降", "升"),
        ("外出就医由9人{}到31人。", "增加", "减少"),
        ("划转大病保险资金31015.60万元（折合{}）。", "3.10亿元", "3.10万元"),
        ("支出2032800元，折合{}，用于补助。", "203.28万元", "203.28亿元"),
    ],
)
def test_a_move_and_a_conversion_are_what_they_say(text: str, right: str, wrong: str) -> None:
    assert accused(text.format(right)) == []
    assert reader_accuses(TITLE + text.format(wrong))
