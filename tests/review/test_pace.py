"""How far a rate is from the pace of time: told by the report, or by the months that it speaks of."""

import pytest

from yiheng.review import review_text

_HEAD = "甲县2023年度医保基金绩效运行监控报告\n一、预算执行\n"
_TOLD = (
    "1—9月支出进度70.77%，慢于时序进度{}个百分点。",
    "前三季度支出135.16万元，执行70.77%，比时间进度慢{}个百分点。",
    "支出进度70.77%，低于75%的序时进度{}个百分点。",
    "时间进度为75%。收入执行率78.49%；支出执行率70.77%，落后时间进度{}个百分点。",
    "到9月底用款进度70.77%，与时序进度75%相比低{}个百分点。",
)


def _wrong(text: str) -> bool:
    return bool(review_text(_HEAD + text).of("inconsistent"))


@pytest.mark.parametrize("text", _TOLD)
def test_the_gap_to_the_pace_is_recomputed(text: str) -> None:
    assert not _wrong(text.format("4.23"))
    assert _wrong(text.format("3.23"))


def test_a_rate_behind_the_pace_is_not_ahead_of_it() -> None:
    assert _wrong("1—9月支出进度70.77%，快于时序进度4.23个百分点。")
    assert not _wrong("1—9月支出进度79.23%，快于时序进度4.23个百分点。")


@pytest.mark.parametrize(
    "text",
    [
        "上半年支出40.5万元，执行进度45%，低于序时进度5个百分点。",
        "收入进度80.21%、支出进度72.20%，分别高于时序进度5.21个百分点、低于时序进度2.80个百分点，时序进度为75%。",
        "支出同比增长7.47%，支出进度慢于时间进度3.47个百分点。",
        "支出进度与时序进度偏差在10个百分点以内，不需调整。",
    ],
)
def test_what_does_not_say_which_rate_is_left_alone(text: str) -> None:
    assert not _wrong(text)
