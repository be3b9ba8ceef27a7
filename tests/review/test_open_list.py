"""Lists that need not be all: what does not add up is asked, and never told as an error."""

import pytest
from tests.review.accusation import quotes

from yiheng.review import review_text

_HEAD = "甲县2023年度医保基金绩效自评报告\n一、基本情况\n"


def _found(text: str) -> list[tuple[str, str]]:
    return [(one.verdict, one.relation.code) for one in review_text(_HEAD + text).findings]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("全年检查定点医药机构130家，其中医院30家、药店70家、诊所20家。", "review_sum_below"),
        ("全年检查定点医药机构120家，其中医院30家、药店80家、诊所20家。", "review_sum_above"),
        ("救助对象合计900人，其中低保500人、特困300人、边缘户50人、其他80人。", "review_sum_above"),
        ("全年基金支出5.2亿元，其中：住院3.5亿元，门诊1.2亿元，大病0.8亿元。", "review_sum_above"),
    ],
)
def test_a_list_under_among_is_asked_about_once(text: str, code: str) -> None:
    assert _found(text) == [("review", code)]


def test_a_list_that_says_more_are_meant_is_left_alone() -> None:
    assert not _found("全年基金支出5.2亿元，主要包括住院3.1亿元，门诊1.2亿元，大病0.5亿元等。")


def test_what_is_left_makes_a_list_whole() -> None:
    verdicts = [
        verdict
        for verdict, _ in _found("全年追回基金120.5万元，其中市级追回80.3万元，其余50.2万元由县级追回。")
    ]
    assert "inconsistent" in verdicts


def test_a_number_between_a_total_and_a_list_is_no_total_of_it() -> None:
    text = "申领率达到60%，受理申请3915件，其中线上2741件，线上申领率70.01%，超过目标{}个百分点。"
    assert not _found(text.format("10.01"))
    assert quotes(_HEAD + text.format("11.01"), "11.01")


def test_men_and_women_are_parts_though_their_names_are_short() -> None:
    assert not _found("参保人数95.3万人，其中男47.1万人、女48.2万人。")
    assert _found("参保人数96.3万人，其中男47.1万人、女48.2万人。") == [("review", "review_sum_below")]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("平川、岭南两县共计286万元超时限拨付，其中平川县{}万元、岭南县112万元。", "174", "147"),
        ("分两批下达补助资金280.00万元：第一批168.00万元，第二批{}万元。", "112.00", "122.00"),
    ],
)
def test_a_list_whose_parts_are_named_or_counted_before_is_whole(text: str, right: str, wrong: str) -> None:
    assert not quotes(_HEAD + text.format(right), right)
    assert quotes(_HEAD + text.format(wrong), wrong)


def test_names_without_a_count_make_no_list_whole() -> None:
    assert _found("高血压、糖尿病“两病”登记13286人，其中高血压10934人、糖尿病4871人。") == [
        ("review", "review_sum_above")
    ]


def test_one_part_of_an_amount_is_no_more_than_it() -> None:
    text = "享受大病保险人员全年发生医疗总费用61843.20万元，其中合规费用{}万元。"
    assert not quotes(_HEAD + text.format("55128.74"), "55128.74")
    assert quotes(_HEAD + text.format("65128.74"), "65128.74")
