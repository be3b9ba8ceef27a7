"""What is accused and not to be trusted is a question; the weights are learnt from planted errors and honest reports."""

from __future__ import annotations

import pytest
from tests.review.accusation import accusations
from tests.review.learn_trust import Accusations, learnt

from yiheng.review import review_text
from yiheng.review.learnt.trust import is_weighed

_HEAD = "丁县2023年度农田灌溉补助资金绩效自评报告\n一、实施情况\n"
_SURE = "年初预算2,186.40万元，全年支出2,094.57万元，预算执行率59.80%。"
_UNSURE = "入户调查满意度为91%，其中东片、西片、南片分别为54户、37户、36户，共计271户（含上门走访的另两片）。"
_DOUBTFUL = "生育津贴支出同比减少96.12万元，下降3.56%，上年支出1,856.40万元，主要是出生人口减少；产前检查享受人次由上年的3,480人次降为3,132人次，下降10.0%。"
_WRONG_TOO = (
    "参保412,530人，其中职工118,264人、居民294,266人，居民占41.33%。",
    "举报线索63条，办结62条，办结率68.41%。",
)


def _verdicts(text: str) -> set[str]:
    """What a review says of the rate of the doubtful passage."""
    return {one.verdict for one in review_text(text).findings if one.relation.stated == "3.56%"}


def test_a_doubtful_error_is_told_where_other_places_are_wrong_too() -> None:
    """Weights are learnt from reports of one error; where two others stand, a third is likelier."""
    assert _verdicts(_HEAD + _DOUBTFUL) == {"review"}
    assert _verdicts("\n".join((_HEAD + _DOUBTFUL, *_WRONG_TOO[:1]))) == {"review"}
    assert _verdicts("\n".join((_HEAD + _DOUBTFUL, *_WRONG_TOO))) == {"inconsistent"}


def test_a_sure_contradiction_stays_one() -> None:
    [found] = review_text(_HEAD + _SURE).of("inconsistent")
    assert (found.relation.rule, found.relation.stated) == ("R3", "59.80%")


def test_what_readers_accuse_is_told_or_asked_or_left_alone() -> None:
    for text in (_SURE, _UNSURE):
        told = {one.relation.quotes for one in review_text(_HEAD + text).findings}
        by_chance = ("review_miss", "review_slip")
        assert all(one.quotes in told for one in accusations(_HEAD + text) if one.code not in by_chance)


def test_a_word_of_the_form_needs_no_trust() -> None:
    text = _HEAD + "二、其他\n（请填写项目资金管理情况）\n三、指标完成情况\n参保率目标：95%，完成：95%。"
    assert not any(is_weighed(one) for one in accusations(text) if one.rule == "R18")
    assert review_text(text).of("inconsistent")


@pytest.mark.parametrize(("rights", "wrongs"), [(9, 1), (1, 9)])
def test_what_was_mostly_right_is_trusted(rights: int, wrongs: int) -> None:
    found = Accusations(planted=20, honest=20)
    for traits, right, times in ((("any", "rule R1"), True, rights), (("any", "rule R1"), False, wrongs),
                                 (("any", "rule R2"), True, 5), (("any", "rule R2"), False, 5)):  # fmt: skip
        found.traits += [traits] * times
        found.right += [right] * times
    weights = dict(learnt(found))
    assert (weights["any"] + weights["rule R1"] > 0) == (rights > wrongs)
