"""An analysis on paper: numbers rounded once, axes with round ticks, drawings that are whole and always the same."""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from xml.etree import ElementTree

import pytest
from tests.reports.analysis_samples import BANNER, BOXES, BUBBLES, HISTOGRAM, TABLE, sample

from yiheng.reports.analysis import Column, shown
from yiheng.reports.analysis_page import ROWS_MOST, analysis_page
from yiheng.reports.chart import Bubble, histogram_bins
from yiheng.reports.chart_scale import linear_scale, value_scale
from yiheng.reports.chart_svg import draw

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (1234567, Column("", "yuan"), "12,345.67"),
        (Fraction(3, 2), Column("", "yuan", places=0), "0"),
        (123_456_789, Column("", "wan"), "123.46"),
        (Fraction(976, 986), Column("", "percent"), "98.99%"),
        (Fraction(1, 1000), Column("", "percent", places=4), "0.1000%"),
        (Fraction(5, 100_000), Column("", "number"), "0.0001"),
        (1234, Column("", "count"), "1,234"),
        (None, Column("", "count"), "—"),
        ("", Column("", "text"), "—"),
        ("ES25", Column("", "code"), "ES25"),
    ],
)
def test_a_cell_is_rounded_half_up_and_says_its_unit(value, column, text):
    assert shown(value, column) == text


def test_ticks_are_round_and_hold_all_values():
    scale = linear_scale([Fraction("0.37"), Fraction("1.42")], 0, 100)
    assert [scale.label(tick) for tick in scale.ticks] == [
        "0.2",
        "0.4",
        "0.6",
        "0.8",
        "1.0",
        "1.2",
        "1.4",
        "1.6",
    ]
    assert (scale.place(scale.low), scale.place(scale.high)) == (0, 100)


def test_an_axis_of_one_value_still_has_a_length():
    assert linear_scale([Fraction(7)], 0, 1).low < 7 < linear_scale([Fraction(7)], 0, 1).high
    assert linear_scale([Fraction(0)], 0, 1).ticks[0] == 0


def test_amounts_far_apart_stand_on_a_logarithmic_axis():
    near, far = (
        value_scale([Fraction(1000), Fraction(9000)], 0, 1),
        value_scale([Fraction(900), Fraction(60_000)], 0, 1),
    )
    assert (near.logarithmic, near.low) == (False, 0)
    assert far.logarithmic
    assert [int(tick) for tick in far.ticks] == [500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]
    assert far.place(Fraction(1000)) - far.place(Fraction(500)) == pytest.approx(
        far.place(Fraction(2000)) - far.place(Fraction(1000))
    )


def test_bins_hold_every_value_once():
    values = [Fraction(n, 100) for n in (0, 9, 10, 99, 100, 250, 999)]
    bins = histogram_bins(values, Fraction(1, 10), Fraction(2))
    assert sum(one.count for one in bins) == len(values)
    assert [one.count for one in bins[:2]] == [2, 1]  # 0.1 belongs to the second
    assert (bins[-1].low, bins[-1].high, bins[-1].count) == (2, None, 2)


@pytest.mark.parametrize("chart", [BUBBLES, BOXES, HISTOGRAM], ids=["bubbles", "boxes", "histogram"])
def test_a_drawing_is_sound_svg_with_title_axes_and_note(chart):
    drawn = draw(chart)
    root = ElementTree.fromstring(drawn)
    words = "".join(root.itertext())
    assert root.find(f"{SVG}title").text == chart.title
    assert chart.note in words
    axes = [
        name for name in (getattr(chart, part, "") for part in ("x_title", "y_title", "value_title")) if name
    ]
    assert all(name in words for name in axes)
    assert draw(chart) == drawn


def test_every_bubble_is_drawn_and_tells_its_values():
    root = ElementTree.fromstring(draw(BUBBLES))
    assert len(list(root.iter(f"{SVG}circle"))) == 3
    told = [title.text for title in root.iter(f"{SVG}title")]
    assert "甲医院\n病例 400" in told
    assert "乙医院 <二>" in told


def test_the_area_of_a_bubble_is_its_size():
    radii = sorted(float(one.get("r")) for one in ElementTree.fromstring(draw(BUBBLES)).iter(f"{SVG}circle"))
    assert radii[2] / radii[1] == pytest.approx(2, abs=0.01)  # 400 : 100


def test_names_do_not_stand_on_each_other():
    crowd = tuple(Bubble(f"医院{n:02d}", 1 + Fraction(n, 100), Fraction(1), 50) for n in range(12))
    far = Bubble("远处", Fraction(5), Fraction(2), 50)
    root = ElementTree.fromstring(draw(replace(BUBBLES, bubbles=(*crowd, far))))
    named = [one for one in root.iter(f"{SVG}text") if (one.text or "").startswith(("医院", "远处"))]
    assert 0 < len(named) < 13
    assert "远处" in [one.text for one in named]
    places = [(float(one.get("x")), float(one.get("y"))) for one in named]
    near = [(a, b) for a, b in combinations(places, 2) if abs(a[0] - b[0]) < 23 and abs(a[1] - b[1]) < 12]
    assert near == []


def test_a_bar_beyond_the_limit_looks_otherwise():
    bars = list(ElementTree.fromstring(draw(HISTOGRAM)).iter(f"{SVG}rect"))
    colours = [bar.get("fill") for bar in bars]
    assert colours[0] == colours[1] != colours[2]


def test_the_page_bears_the_banner_and_needs_no_network():
    page = analysis_page(sample())
    assert page.count(BANNER) >= 3  # head, table, foot
    assert "98.99%" in page
    assert "12,345.67" not in page and "1,234.57" in page  # 123456.5 分, half up
    assert not re.search(r'(src|href)="http', page)
    assert "&lt;二&gt;" in page
    assert analysis_page(sample()) == page
    assert BANNER not in analysis_page(sample(""))


def test_a_long_table_is_cut_on_the_page_and_says_so():
    rows = TABLE.rows[1:] * (ROWS_MOST + 5)
    page = analysis_page(replace(sample(), tables=(replace(TABLE, rows=rows),)))
    assert page.count("=1+1 医院") == ROWS_MOST
    assert f"共 {ROWS_MOST + 5} 行" in page
