"""A report's own scale of grades, in any notation, and the grades that it states by it."""

import pytest

from yiheng.review import review_text
from yiheng.review.reading.scale import bands_of, zones_of


def grades(text: str) -> list[str]:
    """What contradictions of grades say, stated and expected."""
    return [
        f"{one.relation.stated}→{one.relation.expected}"
        for one in review_text(text).of("inconsistent")
        if one.relation.rule == "R12"
    ]


@pytest.mark.parametrize(
    "scale",
    [
        "优（90—100分）、良（75—89分）、中（60—74分）、差（60分以下）",
        "90分及以上为优，75分（含）至90分为良，60分（含）至75分为中，60分以下为差",
        "优：100～90分；良：89～75分；中：74～60分；差：59～0分",
        "≥90优、75≤良<90、60≤中<75、<60差",
        "90分≤得分≤100分为优，75分≤得分＜90分为良，60分≤得分＜75分为中",
        "优、良、中、差四级的下限依次为90、75、60、0分",
    ],
)
def test_a_scale_is_read_in_any_notation(scale: str) -> None:
    lows = {band.name: band.low for band in bands_of(scale) or []}
    assert (lows["优"], lows["良"], lows["中"]) == (90, 75, 60)
    text = f"项目自评得分{{}}分，等次为“良”。（{scale}）"
    assert grades(text.format("83")) == []
    assert grades(text.format("93")) == ["良→优"]
    assert grades(text.format("71")) == ["良→中"]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("A级90-100分，B级80-89分，C级60-79分。专项得84分，评为{}级。", "B", "A"),
        ("甲院96分（优）、乙院83分（{}）。标准为90分以上优，80至90分良，60至80分中。", "良", "中"),
        ("第一片区94分，第二片区85分，分别为优、{}（90分以上为优，80至89分为良）。", "良", "优"),
        ("评定为“{}”，依据是综合得分仅55分（60分以下为差，60至80分为中）。", "差", "中"),
        ("得分由92分核减至84分，等级由优降为{}（90分以上优，80分以上良，60分以上中）。", "良", "中"),
        ("自评等级\t{}\n合计\t100\t97.2\n（优90-100，良80-89.9，中60-79.9，差60以下）", "优", "良"),
    ],
)
def test_a_grade_is_that_of_its_own_score(text: str, right: str, wrong: str) -> None:
    assert grades(text.format(right)) == []
    assert len(grades(text.format(wrong))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "因低于90分，最终得分89分，未能评为优秀等次。",
        "质量得分89.96分，按四舍五入取整定级，90分及以上为优，故评为优。",
        "上年等次为良，得分86分；本年得分93分，等次为优。",
        "自评得分80分，等次为良（80—90分为良，60—80分为中）。",
        "得分率90%以上为优、80%—90%为良。本项目满分50分，实得46分，得分率达到优等。",
        "优12个，良18个，另有部分项目暂不定级，共35个项目参评。",
    ],
)
def test_bounds_and_other_scales_are_left_alone(text: str) -> None:
    assert grades(text) == []


@pytest.mark.parametrize(
    "scale",
    [
        "优90、良80、中60，60以下差",
        "90分往上优，80分往上良，60分往上中，60分往下差",
        "不少于90的认定为优；不少于80的认定为良；不少于60的认定为中；其他认定为差",
        "90、80、60，依次为优、良、中",
        "90起优，80起良，60起中，其余差",
    ],
)
def test_a_scale_in_words_that_are_not_read_is_no_grade_of_the_report(scale: str) -> None:
    assert grades(f"自评总分95.4分，等级优。等级线：{scale}。") == []


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("自评得分95分，评为优（90以上优，80以上良）", ["90以上优，80以上良"]),
        ("按照“≥95优、≥85良、≥70中”的分档，评优", ["95优、≥85良、≥70中"]),
        ("综合得分55分（60分以下为差，60至80分为中），评为差", ["60分以下为差，60至80分为中"]),
        ("得分95分，评为优", []),
    ],
)
def test_the_grade_that_is_given_is_no_part_of_the_scale(text: str, zones: list[str]) -> None:
    assert [text[one.start : one.end] for one in zones_of(text)] == zones
