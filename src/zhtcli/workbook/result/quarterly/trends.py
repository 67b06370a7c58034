"""The sheet 趋势图: a native chart an indicator, drawn from the cells of 逐季数据."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from zhtcli.core.forms.layout import value_type
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.quarterly import quartertable
from zhtcli.workbook.result.quarterly.quartertable import Placed, Series

NAME = "趋势图"
MOST_QUARTERS = 12
"""So many quarters still have room for their names in a small chart."""
ACROSS, DOWN = 3, 3
_COLUMN_WIDTH, _GUTTER = 47.0, 1.0
WIDTHS = (_COLUMN_WIDTH, _GUTTER) * ACROSS
_ROW, _BETWEEN = 147.0, 6.0
_LONG = 24
_TEN = 10
# A chart is exactly as large as its cell, so that it stays so where a program draws columns wider.
_WIDE, _HIGH = int(_COLUMN_WIDTH * 7 + 5), int(_ROW * 96 / 72)
COLUMN, _LINE, _GRID, _MUTED = "#8FB58F", "#8A5A00", "#E2E2E2", "#595959"
FONT = {"name": styles.BODY, "size": 7, "color": _MUTED}


def write_trends(page: Page, told: Told, series: Series | None, workbook: Any) -> None:
    page.title("趋势图", told.line)
    if series is None or not (drawn := [placed for placed in series.placed if placed.values]):
        page.sentence("没有可以画图的数。", styles.NOTICE)
        return
    page.sentence(_explained(series), {**styles.NOTE})
    charts = ((_chart(workbook, series, placed), f"{_title(placed)}的逐季数据和同比") for placed in drawn)
    lay_out(page, charts)


def lay_out(page: Page, charts: Iterable[tuple[Any, str]]) -> None:
    """Charts side by side on rows of their own, below what stands on the page; each with a description."""
    head = page.row - 1
    breaks = []
    for place, (chart, description) in enumerate(charts):
        line, across = divmod(place, ACROSS)
        if across == 0:
            if line:
                if line % DOWN == 0:
                    breaks.append(page.row - 1)
                page.gap(_BETWEEN)
            page.raw.set_row(page.row - 1, _ROW)
            page.row += 1
        chart.set_chartarea({"border": {"color": "#BFBFBF"}})
        chart.set_size({"width": _WIDE, "height": _HIGH})
        page.raw.insert_chart(page.row - 2, 2 * across, chart, {"description": description})
    page.raw.set_h_pagebreaks(breaks)
    page.raw.repeat_rows(0, head - 1)


def _explained(series: Series) -> str:
    told = (
        "柱是本季度数（左轴），线是同比（右轴，百分比或百分点）；没有数的季度空着。数取自“逐季数据”，改图时可以直接用。"
    )
    if len(series.periods) > MOST_QUARTERS:
        told += f"图中是最近{MOST_QUARTERS}个季度。"
    if series.doubtful:
        told += "有的数有疑问（“逐季数据”中红色的），图照填报的数画，改正后请重新生成。"
    return told


def _title(placed: Placed) -> str:
    return f"{placed.indicator.no}. {placed.indicator.name}（{placed.indicator.unit}）"


def _chart(workbook: Any, series: Series, placed: Placed) -> Any:
    sheet = quartertable.NAME
    last = quartertable.FIRST + len(series.periods) - 1
    first = last - min(MOST_QUARTERS, len(series.periods)) + 1
    categories = [sheet, series.head - 1, first, series.head - 1, last]
    chart = workbook.add_chart({"type": "column"})
    percent = value_type(placed.indicator) == "percent"
    chart.add_series({
        "name": "本季度数",
        "categories": categories,
        "values": [sheet, placed.figures - 1, first, placed.figures - 1, last],
        "fill": {"color": COLUMN},
        "border": {"none": True},
        "gap": 60,
    })  # fmt: skip
    if placed.growths:
        line = workbook.add_chart({"type": "line"})
        line.add_series({
            "name": f"同比（{placed.unit}）",
            "categories": categories,
            "values": [sheet, placed.growth - 1, first, placed.growth - 1, last],
            "line": {"color": _LINE, "width": 1.5},
            "marker": {"type": "circle", "size": 4, "fill": {"color": _LINE}, "border": {"color": _LINE}},
            "y2_axis": True,
        })  # fmt: skip
        line.set_y2_axis({
            "num_format": "0.0%" if placed.unit == "%" else "0.00",
            "num_font": FONT,
            "major_gridlines": {"visible": False},
            "line": {"none": True},
            "label_position": "high",
            **from_zero(placed.growths),
        })  # fmt: skip
        chart.combine(line)
    chart.set_title(heading(_title(placed)))
    chart.set_x_axis({
        "num_font": {**FONT, "rotation": -90},
        "line": {"color": "#7F7F7F"},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "label_position": "low",
    })  # fmt: skip
    chart.set_y_axis(amounts(placed.values, percent=percent))
    chart.set_legend({"position": "bottom", "font": FONT})
    chart.show_blanks_as("gap")
    return chart


def amounts(values: Sequence[Fraction], *, percent: bool) -> dict[str, Any]:
    """The axis of figures."""
    return {
        "num_format": "0.0%" if percent else "0.0" if all(abs(value) < _TEN for value in values) else "#,##0",
        "num_font": FONT,
        "major_gridlines": {"visible": True, "line": {"color": _GRID, "width": 0.5}},
        "line": {"none": True},
        **from_zero(values),
    }


def heading(text: str) -> dict[str, Any]:
    """The title of a chart, smaller where it is long."""
    size = 8 if len(text) > _LONG else 9
    return {"name": text, "name_font": {"name": styles.HEADING, "size": size, "bold": False}, "overlay": False}


def from_zero(values: Sequence[Fraction]) -> dict[str, int]:
    """An axis that starts from nothing: a program's own choice would make much of small changes."""
    if all(value >= 0 for value in values):
        return {"min": 0} if any(values) else {}
    return {"max": 0} if all(value <= 0 for value in values) else {}
