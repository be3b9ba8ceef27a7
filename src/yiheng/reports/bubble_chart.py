"""A native bubble chart for Excel, which XlsxWriter does not have: its scatter chart with a size for every point.

The chart stays editable: places, sizes and names refer to cells. Element order follows ECMA-376 (CT_BubbleChart).
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart_scatter import ChartScatter

BUBBLE_SCALE = 30
"""Percent of Excel's own size: bubbles overlap less."""


class BubbleSeriesChart(ChartScatter):
    """XlsxWriter's scatter chart, written as a bubble chart. Give each series with :meth:`add_bubbles`."""

    def __init__(self) -> None:
        super().__init__()
        self._size_formulas: list[str] = []

    def add_bubbles(self, options: dict[str, Any], sizes: str) -> None:
        """Add a series; ``options`` are XlsxWriter's, ``sizes`` the formula of the cells with the sizes."""
        self.add_series(options)
        self._size_formulas.append(sizes)
        self._get_data_id(sizes.lstrip("="), None)

    def _write_scatter_chart(self, args: dict[str, Any]) -> None:
        if not args["primary_axes"]:
            return
        self._xml_start_tag("c:bubbleChart")
        self._xml_empty_tag("c:varyColors", [("val", 0)])
        for series in self._get_primary_axes_series():
            self._write_ser(series)
        self._xml_empty_tag("c:bubbleScale", [("val", BUBBLE_SCALE)])
        self._xml_empty_tag("c:showNegBubbles", [("val", 0)])
        self._xml_empty_tag("c:sizeRepresents", [("val", "area")])
        self._write_axis_ids(args)
        self._xml_end_tag("c:bubbleChart")

    def _write_ser(self, series: dict[str, Any]) -> None:
        number = self.series_index
        self.series_index += 1
        self._xml_start_tag("c:ser")
        self._write_idx(number)
        self._write_order(number)
        self._write_series_name(series)
        self._write_sp_pr(series)
        self._xml_empty_tag("c:invertIfNegative", [("val", 0)])
        self._write_d_lbls(series.get("labels"))
        self._write_x_val(series)
        self._write_y_val(series)
        self._write_sizes(self._size_formulas[number].lstrip("="))
        self._xml_empty_tag("c:bubble3D", [("val", 0)])
        self._xml_end_tag("c:ser")

    def _write_sizes(self, formula: str) -> None:
        data = self.formula_data[self.formula_ids[formula]]
        self._xml_start_tag("c:bubbleSize")
        self._write_num_ref(formula, data, "num")
        self._xml_end_tag("c:bubbleSize")


def add_bubble_chart(workbook: Any) -> BubbleSeriesChart:
    """A new bubble chart of a workbook, as ``workbook.add_chart`` would make one."""
    chart = BubbleSeriesChart()
    chart.embedded = True
    chart.date_1904 = workbook.date_1904
    chart.remove_timezone = workbook.remove_timezone
    workbook.charts.append(chart)
    return chart
