"""Sections, parts and projects: what each got, what it lost and why, and the score that they make."""

from __future__ import annotations

import pytest
from tests.review.accusation import accusations, contradicted, quotes

from yiheng.review import review_text

_HEAD = "甲市2023年度医疗服务与保障能力提升补助资金绩效自评报告\n"
_CLOSING = _HEAD + (
    "二、绩效评价工作开展情况\n（一）指标体系设置。项目决策20分、过程管理20分、项目产出40分、项目效益20分，总分100分。\n"
    "三、绩效评价结论\n（一）评价得分。自评得分{total}分，评价等次为优。\n"
    "四、绩效评价指标分析\n（一）项目决策。\n1.决策过程。方案经党组会研究。\n自评得20分。\n"
    "（二）过程管理。\n资金执行率93.00%。预算执行率指标10分，按执行率得9.30分，扣0.70分，其余指标无扣分。\n自评得{second}分。\n"
    "（三）项目产出。\n1.数量指标。报送信息68篇。\n自评得40分。\n（四）项目效益。\n1.社会效益。政策知晓率94%。\n自评得20分。\n"
)
_HEADED = _HEAD + (
    "四、绩效指标完成情况\n（一）项目决策（15分，得15分）。程序完整。\n（二）过程管理（25分，得24分）。报送迟缓，扣1分。\n"
    "（三）项目产出（40分，得38分）。发现差错，扣2分。\n（四）项目效益（20分，得20分）。\n五、评价结论\n自评得分{}分，等次为优。\n"
)
_ITEMS = _HEAD + (
    "三、预算绩效指标完成情况\n（一）过程指标（满分37分，得{}分）。\n1.管理制度。得3分。\n2.预算管理。报表无漏填。得4分。\n"
    "3.组织管理。管理制度统一得4分，协议管理得2分，支付方式改革得2分，组织管理共计得8分。\n4.财务管理。此项满分4分，自评扣1分，得3分。\n"
)
_LOST = _HEAD + (
    "三、评价结论\n自评得分97分，等次为优。其中项目决策20分得20分，过程管理20分得19分，项目产出40分得38分，项目效益20分得20分。\n"
    "过程管理扣1分，原因是配套文件下达超过规定的30日{}。\n"
)
_PROJECTS = (
    _HEAD
    + "各项目评价结果：\n（1）公务员医疗补助得98分，等次为优，扣2分的原因是信息报送不及时。\n（2）离休人员医疗费得{}分，等次为优，扣3分的原因是预算执行率偏低扣2分、档案更新不及时扣1分。\n"
)


def test_the_closing_awards_of_the_sections_make_the_score() -> None:
    assert not contradicted(_CLOSING.format(total="99.30", second="19.30"))
    assert quotes(_CLOSING.format(total="98.30", second="19.30"), "98.30")
    assert quotes(_CLOSING.format(total="99.30", second="18.50"), "18.50")


def test_the_awards_in_the_headings_of_a_chapter_make_the_score() -> None:
    assert not contradicted(_HEADED.format(97))
    assert quotes(_HEADED.format(96), "自评得分96分")


def test_the_items_under_a_heading_make_its_award() -> None:
    assert not contradicted(_ITEMS.format(18))
    assert quotes(_ITEMS.format(19), "19分")


def test_a_part_that_lost_points_without_a_reason_is_asked_for_where_another_has_its_own() -> None:
    told = "；项目产出扣2分，原因是参保率未达目标"
    asked = [one.relation.code for one in review_text(_LOST.format("")).of("review")]
    assert "review_part_unexplained" in asked
    assert "review_part_unexplained" not in [
        one.relation.code for one in review_text(_LOST.format(told)).findings
    ]


@pytest.mark.parametrize("score", ["95", "96"])
def test_a_project_is_a_hundred_less_what_it_lost(score: str) -> None:
    assert not contradicted(_PROJECTS.format("97"))
    assert quotes(_PROJECTS.format(score), f"{score}分")


def test_the_losses_told_after_all_parts_are_of_all_of_them() -> None:
    text = _HEAD + (
        "自评得分96.6分，等次为优。评分由资金执行（10分）得9.6分、产出（50分）得50分、效益（30分）得28分、满意度（10分）得9分构成，"
        "共扣3.4分，其中资金执行扣0.4分、效益扣2分、满意度扣1分。"
    )
    assert not [one for one in accusations(text) if one.rule == "R13"]


def test_the_line_that_closes_a_section_lost_what_it_says_of_its_full_marks() -> None:
    text = _HEAD + (
        "三、指标完成情况\n（二）过程指标（满分30分）。\n1.管理制度。核算真实规范，自评得5分。\n2.财务管理。未及时划转，自评扣3分，得22分。\n"
        "过程指标共扣3分，得{}分。\n"
    )
    assert not quotes(text.format("27"), "27分")
    assert quotes(text.format("28"), "28分")


def test_headings_make_the_score_whatever_their_items_might_make() -> None:
    text = _HEAD + (
        "三、绩效指标完成情况\n（一）决策（满分10分，得10分）。1.制定5分，得5分。2.程序5分，得5分。\n"
        "（二）过程（满分30分，得27分）。1.管理制度10分，得10分。2.财务管理20分，得17分，收入户未及时划转，扣3分。\n"
        "（三）产出（满分35分，得{}分）。1.参保15分，得15分。2.支付20分，得18分，月结费用拨付超时，扣2分。\n"
        "（四）效益（满分25分，得24分）。1.效益20分，得20分。2.满意度5分，得4分，低于目标，扣1分。\n"
        "综上，四项合计自评94分，共扣6分，自评等次为优。\n"
    )
    assert not contradicted(text.format("33"))
    assert quotes(text.format("34"), "34分")
