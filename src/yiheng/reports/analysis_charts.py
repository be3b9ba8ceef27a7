"""The charts of an analysis as native Excel charts, each drawn from cells that can be changed.

Bubbles cross their axes at the quadrant lines; a box plot is a stack of columns whose lowest is invisible, with error
bars for whiskers; a histogram is columns without gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsxwriter.utility import xl_range_formula

from yiheng.exact.rounding import decimal_text
from yiheng.reports.bubble_chart import add_bubble_chart
from yiheng.reports.chart import BoxChart, BubbleChart, Chart, Histogram
from yiheng.reports.chart_scale import linear_scale

CHART_SHEET = "图表"
DATA_SHEET = "图表数据"
_ROWS_BETWEEN = 30
_SIZE = {"width": 1080, "height": 560}
_FONT = {"name": "微软雅黑", "size": 9, "color": "#5C6B7A"}
_TITLE = {"name": "微软雅黑", "size": 13, "bold": True, "color": "#1D2733"}
_AXIS_TITLE = {"name": "微软雅黑", "size": 10, "bold": False, "color": "#5C6B7A"}
_GRID = {"visible": True, "line": {"color": "#E1E7ED", "width": 0.75}}
_NO_GRID = {"visible": False}
_AXIS_LINE = {"color": "#8C99A6", "width": 0.75}
_BLUE, _AMBER = "#1F5FBF", "#D79A1C"
_NAMED_MOST = 8


def write_charts(workbook: Any, sheet: Any, data: Any, charts: Sequence[Chart]) -> None:
    """Write each chart's numbers to ``data`` and the chart that draws them to ``sheet``."""
    head = workbook.add_format({"font_name": "微软雅黑", "font_size": 10, "bold": True, "font_color": _BLUE})
    data.set_column(0, 0, 34)
    data.set_column(1, 8, 14)
    row = 0
    breaks: list[int] = []
    for number, chart in enumerate(charts):
        data.write_string(row, 0, chart.title, head)
        drawn = _draw(workbook, data, row + 1, chart)
        sheet.insert_chart(2 + number * _ROWS_BETWEEN, 0, drawn)
        breaks.append(2 + (number + 1) * _ROWS_BETWEEN)
        row += _length(chart) + 4
    sheet.set_h_pagebreaks(breaks[:-1])


def _length(chart: Chart) -> int:
    if isinstance(chart, BubbleChart):
        return len(chart.bubbles)
    return len(chart.boxes) if isinstance(chart, BoxChart) else len(chart.bins)


def _draw(workbook: Any, data: Any, row: int, chart: Chart) -> Any:
    if isinstance(chart, BubbleChart):
        drawn = _bubbles(workbook, data, row, chart)
    elif isinstance(chart, BoxChart):
        drawn = _boxes(workbook, data, row, chart)
    else:
        drawn = _histogram(workbook, data, row, chart)
    drawn.set_title({"name": chart.title, "name_font": _TITLE, "overlay": False})
    drawn.set_legend({"none": True})
    drawn.set_size(_SIZE)
    drawn.set_chartarea({"border": {"color": "#E1E7ED"}})
    return drawn


def _heads(data: Any, row: int, words: Sequence[str]) -> None:
    for place, word in enumerate(words):
        data.write_string(row, place, word)


def _number(data: Any, row: int, place: int, value: Fraction | int, decimals: int) -> None:
    data.write_number(row, place, Decimal(decimal_text(Fraction(value), decimals)))


def _cells(first: int, last: int, place: int) -> str:
    return f"={xl_range_formula(DATA_SHEET, first, place, last, place)}"


def _axis(title: str, **more: Any) -> dict[str, Any]:
    return {"name": title, "name_font": _AXIS_TITLE, "num_font": _FONT, "line": _AXIS_LINE} | more


def _bubbles(workbook: Any, data: Any, row: int, chart: BubbleChart) -> Any:
    """Largest first, so that small bubbles lie above; the largest bear their names."""
    _heads(data, row, ("名称", chart.x_title, chart.y_title, chart.size_title))
    ordered = sorted(chart.bubbles, key=lambda one: (-one.size, one.name))
    first = row + 1
    for number, one in enumerate(ordered, first):
        data.write_string(number, 0, one.name)
        _number(data, number, 1, one.x, 4)
        _number(data, number, 2, one.y, 4)
        _number(data, number, 3, one.size, 0)
    last = max(first, row + len(ordered))
    names: list[dict[str, Any]] = [
        {"value": one.name.lstrip("=")} if number < _NAMED_MOST else {"delete": True}
        for number, one in enumerate(ordered)
    ]
    drawn = add_bubble_chart(workbook)
    drawn.add_bubbles(
        {
            "name": chart.size_title,
            "categories": _cells(first, last, 1),
            "values": _cells(first, last, 2),
            "fill": {"color": _BLUE, "transparency": 55},
            "border": {"color": _BLUE, "width": 1},
            "data_labels": {"value": True, "position": "right", "custom": names, "font": _FONT},
        },
        _cells(first, last, 3),
    )
    x_axis = _axis(
        f"{chart.x_title}　（{chart.note}）",
        label_position="low",
        num_format="0.00",
        major_gridlines=_NO_GRID,
    )
    y_axis = _axis(chart.y_title, label_position="low", num_format="0.00", major_gridlines=_NO_GRID)
    x_axis |= _span([one.x for one in ordered], chart.x_line) | {"crossing": float(chart.x_line)}
    y_axis |= _span([one.y for one in ordered], chart.y_line) | {"crossing": float(chart.y_line)}
    drawn.set_x_axis(x_axis)
    drawn.set_y_axis(y_axis)
    return drawn


def _span(values: Sequence[Fraction], cut: Fraction) -> dict[str, float]:
    """The ends of an axis around values and the line that cuts it."""
    scale = linear_scale([*values, cut], 0, 1)
    step = scale.ticks[1] - scale.ticks[0]
    return {"min": float(scale.low - step), "max": float(scale.high + step)}


def _boxes(workbook: Any, data: Any, row: int, chart: BoxChart) -> Any:
    heads = (
        "病组",
        "P25（不显示）",
        "中位数－P25",
        "P75－中位数",
        "P25－P5",
        "P95－P75",
        "病组名称",
        "病例数",
    )
    _heads(data, row, heads)
    first = row + 1
    for number, one in enumerate(chart.boxes, first):
        data.write_string(number, 0, one.name.split(" ")[0])
        data.write_string(number, 6, one.name)
        data.write_number(number, 7, one.count)
        parts = (
            one.first,
            one.middle - one.first,
            one.third - one.middle,
            one.first - one.low,
            one.high - one.third,
        )
        for place, part in enumerate(parts, 1):
            _number(data, number, place, part, 2)
    last = max(first, row + len(chart.boxes))
    top = float(linear_scale([one.high for one in chart.boxes], 0, 1, zero=True).high)
    drawn = workbook.add_chart({"type": "column", "subtype": "stacked"})
    names = _cells(first, last, 0)
    whisker = {"type": "custom", "line": {"color": "#8C99A6", "width": 1.25}}
    looks: tuple[dict[str, Any], ...] = (
        {
            "fill": {"none": True},
            "border": {"none": True},
            "y_error_bars": whisker | {"direction": "minus", "minus_values": _cells(first, last, 4)},
        },
        {"fill": {"color": "#D5E3F7"}, "border": {"color": _BLUE, "width": 1}},
        {
            "fill": {"color": "#A9C6EE"},
            "border": {"color": _BLUE, "width": 1},
            "y_error_bars": whisker | {"direction": "plus", "plus_values": _cells(first, last, 5)},
        },
    )
    for place, look in enumerate(looks, 1):
        drawn.add_series(
            {"name": heads[place], "categories": names, "values": _cells(first, last, place), "gap": 60}
            | look
        )
    drawn.set_x_axis(
        _axis(
            f"深浅交界为中位数，线端为第 5、95 百分位　（{chart.note}）", num_font=_FONT | {"rotation": -90}
        )
    )
    drawn.set_y_axis(_axis(chart.value_title, num_format="#,##0", major_gridlines=_GRID, min=0, max=top))
    return drawn


def _histogram(workbook: Any, data: Any, row: int, chart: Histogram) -> Any:
    _heads(data, row, (chart.x_title, chart.y_title))
    first = row + 1
    points = []
    for number, one in enumerate(chart.bins, first):
        low = decimal_text(one.low, 1)
        data.write_string(number, 0, f"≥{low}" if one.high is None else f"{low}—{decimal_text(one.high, 1)}")
        data.write_number(number, 1, one.count)
        beyond = chart.limit is not None and one.low >= chart.limit
        points.append({"fill": {"color": _AMBER if beyond else _BLUE}})
    last = row + len(chart.bins)
    drawn = workbook.add_chart({"type": "column"})
    drawn.add_series(
        {
            "name": chart.y_title,
            "categories": _cells(first, last, 0),
            "values": _cells(first, last, 1),
            "points": points,
            "gap": 6,
            "data_labels": {"value": True, "font": _FONT},
        }
    )
    drawn.set_x_axis(_axis(f"{chart.x_title}　（{chart.limit_title}；{chart.note}）"))
    drawn.set_y_axis(_axis(chart.y_title, major_gridlines=_GRID, num_format="#,##0"))
    return drawn
