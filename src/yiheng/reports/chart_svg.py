"""Charts as SVG for a page: quadrant bubbles, box plots on their side, histograms."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from yiheng.exact.rounding import decimal_text
from yiheng.reports import svg
from yiheng.reports.chart import Bin, Box, BoxChart, Bubble, BubbleChart, Chart, Histogram
from yiheng.reports.chart_scale import Scale, linear_scale, value_scale

WIDTH = 920.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 72.0, 28.0, 62.0, 78.0
_BUBBLE_HEIGHT, _HISTOGRAM_HEIGHT = 580.0, 400.0
_RADIUS_MOST, _RADIUS_LEAST = 30.0, 3.5
_LABELS_MOST = 20
_ROW = 27.0
_NAME_ROOM = 268.0
_COUNT_ROOM = 76.0

Place = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def draw(chart: Chart) -> str:
    """A chart as one SVG element."""
    if isinstance(chart, BubbleChart):
        return _bubbles(chart)
    if isinstance(chart, BoxChart):
        return _boxes(chart)
    return _histogram(chart)


def _headings(title: str, note: str, height: float) -> list[str]:
    return [
        svg.text(24, 28, title, size=17, weight="600"),
        svg.text(WIDTH - _RIGHT, height - 12, note, size=12, colour=svg.FAINT, anchor="end"),
    ]


def _bubbles(chart: BubbleChart) -> str:
    area = (_LEFT, _TOP, WIDTH - _RIGHT, _BUBBLE_HEIGHT - _BOTTOM)
    x = linear_scale([*(one.x for one in chart.bubbles), chart.x_line], area[0] + 34, area[2] - 34)
    y = linear_scale([*(one.y for one in chart.bubbles), chart.y_line], area[3] - 34, area[1] + 34)
    parts = [
        *_headings(chart.title, chart.note, _BUBBLE_HEIGHT),
        *_quadrants(chart, area, x.place(chart.x_line), y.place(chart.y_line)),
        *_x_axis(x, area, chart.x_title),
        *_y_axis(y, area, chart.y_title),
    ]
    ordered = sorted(chart.bubbles, key=lambda one: (-one.size, one.name))
    greatest = max((one.size for one in ordered), default=1) or 1
    for one in ordered:
        parts.append(_bubble(one, chart, x, y, greatest))
    parts += _bubble_names(ordered[:_LABELS_MOST], x, y, greatest, area)
    described = f"{chart.x_title}与{chart.y_title}，{len(chart.bubbles)} 个气泡，面积为{chart.size_title}"
    return svg.picture(WIDTH, _BUBBLE_HEIGHT, chart.title, described, parts)


def _quadrants(chart: BubbleChart, area: Place, x_line: float, y_line: float) -> list[str]:
    left, top, right, bottom = area
    names = chart.corners
    upper_left = svg.element("rect", x=left, y=top, width=x_line - left, height=y_line - top, fill="#fdf3f2")
    lower_right = svg.element(
        "rect", x=x_line, y=y_line, width=right - x_line, height=bottom - y_line, fill="#f0f8f4"
    )
    return [
        svg.element("rect", x=left, y=top, width=right - left, height=bottom - top, fill="#fff", stroke=svg.LINE),
        upper_left,
        lower_right,
        _corner(left + 10, top + 20, names[0], "start"),
        _corner(right - 10, top + 20, names[1], "end"),
        _corner(left + 10, bottom - 10, names[2], "start"),
        _corner(right - 10, bottom - 10, names[3], "end"),
        svg.line(x_line, top, x_line, bottom, svg.FAINT, 1, stroke_dasharray="5 4"),
        svg.line(left, y_line, right, y_line, svg.FAINT, 1, stroke_dasharray="5 4"),
    ]  # fmt: skip


def _corner(x: float, y: float, words: str, anchor: str) -> str:
    return svg.text(x, y, words, size=12.5, colour=svg.FAINT, anchor=anchor)


def _radius(size: int, greatest: int) -> float:
    return max(_RADIUS_LEAST, _RADIUS_MOST * sqrt(size / greatest))


def _bubble(one: Bubble, chart: BubbleChart, x: Scale, y: Scale, greatest: int) -> str:
    dear, hard = one.y > chart.y_line, one.x > chart.x_line
    colour = {(True, False): svg.RED, (True, True): svg.AMBER, (False, True): svg.GREEN}.get(
        (dear, hard), svg.BLUE
    )
    circle = svg.element(
        "circle", cx=x.place(one.x), cy=y.place(one.y), r=_radius(one.size, greatest), fill=colour,
        fill_opacity="0.42", stroke=colour, stroke_width=1.2,
    )  # fmt: skip
    return svg.told(circle, f"{one.name}\n{one.detail}" if one.detail else one.name)


def _bubble_names(named: list[Bubble], x: Scale, y: Scale, greatest: int, area: Place) -> list[str]:
    """Names beside the greatest bubbles, wherever there is room: on no other name and no other great bubble."""
    circles = {one.name: _circle(one, x, y, greatest) for one in named}
    taken: list[Place] = []
    parts = []
    for one in named:
        words = svg.shortened(one.name, 11.5, 190)
        middle, level, wide = x.place(one.x), y.place(one.y), svg.width_of(words, 11.5)
        reach = _radius(one.size, greatest) + 4
        others = [circle for name, circle in circles.items() if name != one.name]
        for left, drop in (
            (middle + reach, 4.0),
            (middle - reach - wide, 4.0),
            (middle - wide / 2, reach + 10),
            (middle - wide / 2, -reach - 2),
        ):
            place = (left, level + drop - 11, left + wide, level + drop + 3)
            inside = place[0] > area[0] and place[2] < area[2] and area[1] < place[1] and place[3] < area[3]
            if inside and not any(_overlap(place, other) for other in (*taken, *others)):
                taken.append(place)
                parts.append(svg.text(left, level + drop, words, size=11.5, halo=True))
                break
    return parts


def _circle(one: Bubble, x: Scale, y: Scale, greatest: int) -> Place:
    """The square around a bubble, its corners cut off by a quarter: what a name must not cover."""
    reach = _radius(one.size, greatest) * 0.75
    return (x.place(one.x) - reach, y.place(one.y) - reach, x.place(one.x) + reach, y.place(one.y) + reach)


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _x_axis(scale: Scale, area: Place, title: str, *, grid: bool = False) -> list[str]:
    parts = []
    for tick in scale.ticks:
        at = scale.place(tick)
        parts.append(
            svg.line(at, area[1] if grid else area[3], at, area[3] + 5, svg.LINE if grid else svg.FAINT)
        )
        parts.append(
            svg.text(at, area[3] + 20, scale.label(tick), size=11.5, colour=svg.SOFT, anchor="middle")
        )
    parts.append(
        svg.text((area[0] + area[2]) / 2, area[3] + 40, title, size=12.5, colour=svg.SOFT, anchor="middle")
    )
    return parts


def _y_axis(scale: Scale, area: Place, title: str, *, grid: bool = False) -> list[str]:
    parts = []
    for tick in scale.ticks:
        at = scale.place(tick)
        parts.append(
            svg.line(area[0] - 5, at, area[2] if grid else area[0], at, svg.LINE if grid else svg.FAINT)
        )
        parts.append(
            svg.text(area[0] - 9, at + 4, scale.label(tick), size=11.5, colour=svg.SOFT, anchor="end")
        )
    parts.append(svg.text(24, area[1] - 12, title, size=12.5, colour=svg.SOFT))
    return parts


def _boxes(chart: BoxChart) -> str:
    height = _TOP + _ROW * len(chart.boxes) + _BOTTOM
    area = (_NAME_ROOM, _TOP - 8, WIDTH - _RIGHT - _COUNT_ROOM, height - _BOTTOM)
    values = [end for one in chart.boxes for end in (one.low, one.high)]
    scale = value_scale(values, area[0], area[2])
    parts = [
        *_headings(chart.title, chart.note, height),
        svg.text(WIDTH - _RIGHT, area[1] - 4, "病例数", size=11.5, colour=svg.FAINT, anchor="end"),
        *_x_axis(scale, area, chart.value_title + ("（对数刻度）" if scale.logarithmic else ""), grid=True),
    ]
    for number, one in enumerate(chart.boxes):
        parts.append(_box(one, scale, area[1] + _ROW * (number + 0.5)))
    described = f"{len(chart.boxes)} 个箱形：第 5 百分位、四分位、中位数、第 95 百分位"
    return svg.picture(WIDTH, height, chart.title, described, parts)


def _box(one: Box, scale: Scale, level: float) -> str:
    low, first, middle, third, high = (
        scale.place(v) for v in (one.low, one.first, one.middle, one.third, one.high)
    )
    half = _ROW * 0.31
    body = "".join(
        [
            svg.line(low, level, high, level, svg.FAINT, 1.2),
            svg.line(low, level - 4, low, level + 4, svg.FAINT, 1.2),
            svg.line(high, level - 4, high, level + 4, svg.FAINT, 1.2),
            svg.element(
                "rect", x=first, y=level - half, width=max(third - first, 1), height=2 * half, rx=2, fill="#d5e3f7",
                stroke=svg.BLUE, stroke_width=1,
            ),
            svg.line(middle, level - half, middle, level + half, svg.BLUE, 2.4),
        ]
    )  # fmt: skip
    values = "　".join(
        f"{words} {decimal_text(value, 0, thousands=True)}"
        for words, value in (
            ("P5", one.low), ("P25", one.first), ("中位数", one.middle), ("P75", one.third), ("P95", one.high),
        )
    )  # fmt: skip
    return (
        svg.text(
            _NAME_ROOM - 12, level + 4, svg.shortened(one.name, 12, _NAME_ROOM - 36), size=12, anchor="end"
        )
        + svg.told(body, f"{one.name}（{one.count:,} 例）\n{values}")
        + svg.text(WIDTH - _RIGHT, level + 4, f"{one.count:,}", size=11.5, colour=svg.SOFT, anchor="end")
    )


def _histogram(chart: Histogram) -> str:
    area = (_LEFT, _TOP + 8, WIDTH - _RIGHT, _HISTOGRAM_HEIGHT - _BOTTOM)
    y = linear_scale(
        [*(Fraction(one.count) for one in chart.bins), Fraction(1)], area[3], area[1] + 16, zero=True
    )
    wide = (area[2] - area[0]) / len(chart.bins)
    parts = [
        *_headings(chart.title, chart.note, _HISTOGRAM_HEIGHT),
        *_y_axis(y, area, chart.y_title, grid=True),
    ]
    for number, one in enumerate(chart.bins):
        parts.append(_bar(one, chart, area[0] + number * wide, wide, y))
        if number % 2 == 0 or one.high is None:
            words = decimal_text(one.low, 1) if one.high is not None else f"≥{decimal_text(one.low, 1)}"
            at = area[0] + number * wide + (0 if one.high is not None else wide / 2)
            parts.append(svg.text(at, area[3] + 18, words, size=11.5, colour=svg.SOFT, anchor="middle"))
    parts.append(
        svg.text(
            (area[0] + area[2]) / 2, area[3] + 38, chart.x_title, size=12.5, colour=svg.SOFT, anchor="middle"
        )
    )
    parts += _limit_line(chart, area, wide)
    described = f"{len(chart.bins)} 组，共 {sum(one.count for one in chart.bins):,}"
    return svg.picture(WIDTH, _HISTOGRAM_HEIGHT, chart.title, described, parts)


def _bar(one: Bin, chart: Histogram, left: float, wide: float, y: Scale) -> str:
    beyond = chart.limit is not None and one.low >= chart.limit
    top, foot = y.place(Fraction(one.count)), y.place(Fraction(0))
    colour = svg.AMBER if beyond else svg.BLUE
    bar = svg.element(
        "rect", x=left + 2, y=top, width=wide - 4, height=foot - top, fill=colour, fill_opacity="0.78", rx=2
    )
    span = (
        f"{decimal_text(one.low, 1)}—{decimal_text(one.high, 1)}"
        if one.high is not None
        else f"≥{decimal_text(one.low, 1)}"
    )
    words = (
        svg.text(left + wide / 2, top - 5, f"{one.count:,}", size=11.5, anchor="middle") if one.count else ""
    )
    return svg.told(bar, f"{span}：{one.count:,}") + words


def _limit_line(chart: Histogram, area: Place, wide: float) -> list[str]:
    if chart.limit is None or chart.bins[0].high is None:
        return []
    at = area[0] + float(chart.limit / chart.bins[0].high) * wide
    if at > area[2]:
        return []
    return [
        svg.line(at, area[1] - 6, at, area[3], svg.RED, 1.4, stroke_dasharray="6 4"),
        svg.text(at + 6, area[1] + 4, chart.limit_title, size=12, colour=svg.RED),
    ]
