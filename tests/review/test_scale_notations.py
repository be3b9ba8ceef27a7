"""Grades and scales in the notations of other clerks: intervals, letters, bounds that count or not, grades before their score."""

import pytest

from yiheng.review import review_text

TITLE = "白沙县医保信息化项目绩效自评报告\n2023年度\n一、自评结果\n"


def grades_accused(text: str) -> bool:
    """Whether a contradiction of grades is told."""
    return any(one.relation.rule == "R12" for one in review_text(TITLE + text + "\n").of("inconsistent"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "合计93（100）。等级：{}。\n等级标准：优秀［90，100］，良好［80，90），合格［60，80），不合格［0，60）。",
            "优秀",
            "良好",
        ),
        ("自评总分83分，等级{}。[90,100]优秀，[80,90)良好，[60,80)合格。", "良好", "合格"),
        ("总分92.5，等级{}。A≥90，B 80～90（不含），C 60～80（不含），D＜60。", "A", "B"),
        ("自评得分95分。\n评定为{}。（优：95分以上含95分；良：85分以上不足95分；中：不足85分）", "优", "良"),
        ("总分86分，评为“{}”。评分标准：满90分为优，满80分不满90分为良，满60分不满80分为中。", "良", "优"),
        (
            "自评等级：{}（87分）。\n等级划分：90分及以上“优秀”，80（含）至90分“良好”，60（含）至80分“合格”。",
            "良好",
            "优秀",
        ),
        ("总86.4分，{}（90分起优，75分起良，60分起中）。", "良", "优"),
        ("总分90分，评为{}。90分及以上为优，80分及以上为良，60分及以上为中。", "优", "良"),
        ("得分90分，按80—90分（含80分，不含90分）为良、90—100分为优，评定为{}。", "优", "良"),
        ("自评总分81.5分，自评等级“{}”。一等：85分以上；二等：70—84分；三等：69分以下。", "二等", "一等"),
        ("93.5分，等级定{}。90分以上评优，75分以上评良，60分以上评中。", "优", "良"),
        ("甲公司得分93.5分，乙公司得分91分，两家公司均为{}。", "优", "良"),
        ("三个项目自评分别为95分、92分和88分，等次依次为优、优、{}。", "良", "优"),
        ("根据得分（94.8分），本项目绩效等级定为“{}”。", "优", "中"),
        ("自评95.2分，定{}等。标准：一等90分以上，二等75—89分，三等60—74分。", "一", "二"),
        ("项目得分93.75，按照“≥95优、≥85良、≥70中”的分档，评{}。", "良", "优"),
        ("评分81分，在80分至89分区间，对应“{}”档。（优90+，良80—89，中60—79）", "良", "优"),
    ],
)
def test_a_grade_in_another_notation(text: str, right: str, wrong: str) -> None:
    assert not grades_accused(text.format(right))
    assert grades_accused(text.format(wrong))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "总分95分，等级“优”（90分及以上），良为80—89分。",
            "总分95分，等级“良”（90分及以上），良为80—89分。",
        ),
        (
            "得分：94.2分\n等级：A（90—100分）。B为75—89.9分。",
            "得分：94.2分\n等级：B（90—100分）。B为75—89.9分。",
        ),
        ("总分96分，等级为优（95分以上）。", "总分93分，等级为优（95分以上）。"),
    ],
)
def test_a_grade_with_its_span_in_brackets(right: str, wrong: str) -> None:
    assert not grades_accused(right)
    assert grades_accused(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "总分93分，评定等级分为优（95分以上）、良（85—94分）、中（60—84分）三档，本项目为良。",
        "甲公司得分93.5分，另有两家单位均为良。",
        "总分90分，评为良。90分以上为优，80分至90分为良，60分至80分为中。",
        "全县16家机构考核，90分以上（优秀）5家，80至90分（良好）8家，不足80分（合格）3家。",
    ],
)
def test_what_is_no_grade_of_the_score(text: str) -> None:
    assert not grades_accused(text)
