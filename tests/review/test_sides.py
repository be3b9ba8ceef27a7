"""Higher and lower, rising and falling, and whose figure it is: words against the numbers that they compare."""

import pytest
from tests.review.accusation import accusations

from yiheng.review import review_text


def told(text: str) -> list[str]:
    """The words of all contradictions."""
    return [quote.text for one in review_text(text).of("inconsistent") for quote in one.relation.quotes]


def found(text: str) -> list[str]:
    """The words of all that the readers accuse."""
    return [quote.text for one in accusations(text) for quote in one.quotes]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("平均办件时长3.2天，上年为4.5天，同比{}1.3天。", "缩短", "延长"),
        ("入组率98.4%，全省平均97.1%，我市{}全省平均1.3个百分点。", "高于", "低于"),
        ("执行进度：6月末46.5%，序时进度50%，{}3.5个百分点。", "滞后", "超前"),
        ("在岗27人，编制30人，{}3人。", "缺编", "超编"),
        ("转移接续平均办结时限9个工作日，{}目标值15个工作日。", "快于", "慢于"),
        (
            "全年基金收入109万元，增长5.07%；全年基金支出98万元，增长3.82%，收入增幅{}支出增幅。",
            "高于",
            "低于",
        ),
        ("收入6.18亿元，支出6.35亿元，收支相抵{}0.17亿元。", "赤字", "结余"),
    ],
)
def test_a_gap_lies_on_the_side_that_its_two_numbers_show(text: str, right: str, wrong: str) -> None:
    assert told(text.format(right)) == []
    assert any(wrong in words for words in found(text.format(wrong)))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("可支付月数4.8个月，{}6个月的安全预警线。", "低于", "高于"),
        ("实际支出1,310万元，{}预算的1,250万元，系年末集中清算。", "超过", "不足"),
        ("门诊支出增幅11.2%，住院支出增幅2.9%，门诊支出增速{}住院支出。", "快于", "慢于"),
        ("线上备案占比18.6%，{}两成。", "不到", "超过"),
        ("在册人员由31人变为27人，人数较上年有所{}。", "减少", "增长"),
        ("走访520人，满意494人，满意人数占比{}92%。", "超过", "不足"),
        ("支出为全年预算的68.4%，{}序时进度6.6个百分点。", "慢于", "快于"),
        ("参保28.1万人，完成任务数的97.2%，{}达到100%。", "没有", "已经"),
    ],
)
def test_words_of_order_fit_the_numbers_beside_them(text: str, right: str, wrong: str) -> None:
    assert told(text.format(right)) == []
    assert found(text.format(wrong))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("一院赔付820例、二院640例、三院310例，{}赔付占36.16%。", "二院", "三院"),
    ],
)
def test_a_figure_is_that_of_the_entry_named(text: str, right: str, wrong: str) -> None:
    assert told(text.format(right)) == []
    assert any(wrong in words for words in found(text.format(wrong)))


@pytest.mark.parametrize(
    "text",
    [
        "东区参保率最高（98.1%），参保人数最多的是西区（18.6万人）。",
        "支出低于预算7%，但较上年增加7.69%。",
        "2023年增幅为4.2%，较上年6.1%的增幅回落1.9个百分点，参保人数继续增加。",
        "负增长由-3.5%收窄到-1.2%，降幅减小。",
        "A县参保率98%最高，B县参保人数最多，达18.6万人。",
        "统筹支付27,728.25元，低于统筹标准2,271.75元。",
        "编制31名，年末实有29人，较上年末增加2人（上年末27人）。",
        "批复总投资1,680万元，合同总价1,596万元，比批复投资节约84万元。",
        "预算85万元，支出83.64万元，结余1.36万元。",
        "执行率95%，低于80%的项目2个。",
        "平均拨付时间由45天缩短到30天，减少15天，比规定的60天快30天。",
        "三年结余分别为3.1亿元、2.8亿元、3.4亿元，总体呈上升趋势。",
        "前三季度执行率75.2%，高于序时进度0.2个百分点。",
        "居民参保58万人以上，职工参保5万人以上，在保参保率达到95%以上。",
        "报销到账不超过20个工作日，平均14.5个工作日，优于目标5.5个工作日。",
        "收入由31.20亿元增至41.05亿元，支出由27.65亿元增至38.43亿元，支出增速快于收入增速。",
    ],
)
def test_other_metrics_periods_and_gaps_are_left_alone(text: str) -> None:
    assert told(text) == []
