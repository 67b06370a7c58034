"""The sheet 县市对比图: a native chart an indicator, the counties side by side, drawn from the cells of 县市汇总."""

from __future__ import annotations

from typing import Any

from zhtcli.core.forms.layout import value_type
from zhtcli.core.period import period_label
from zhtcli.core.quarters.totals import Total
from zhtcli.core.rules.indicator import Indicator
from zhtcli.workbook.result.formulas.areas import AreaFormulas
from zhtcli.workbook.result.page.cell import LEDE
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.quarterly import countytotals
from zhtcli.workbook.result.quarterly.trends import COLUMN, FONT, amounts, heading, lay_out

NAME = "县市对比图"
_MOST = 16
"""So many counties still have room for their names."""


def has_charts(formulas: AreaFormulas) -> bool:
    """Whether there is something to hold side by side: one county's figures are those of the whole."""
    counties = [area for area in formulas.areas if area.level == "county" and area.totals]
    return 1 < len(counties) <= _MOST


def write_area_charts(page: Page, formulas: AreaFormulas, head: int, line: str, workbook: Any) -> None:
    """`head` is the header row of 县市汇总, 1-based."""
    page.title(NAME, line)
    counties = [area for area in formulas.areas if area.level == "county"]
    period = max(total.period for area in counties for total in area.totals)
    page.sentence(
        f"{period_label(period)}。柱是各县（市、区）计入的单位汇总的数，没有数的空着；数取自“县市汇总”，改图时可以直接用。"
        "指标反映全县（市、区）情况的，几个单位的数可能有重复。",
        LEDE,
    )
    charts = []
    for place, indicator in enumerate(formulas.regime.indicators, 1):
        totals = [
            total for area in counties for total in area.totals if (total.no, total.period) == (indicator.no, period)
        ]
        if any(total.value is not None for total in totals):
            title = f"{indicator.no}. {indicator.name}（{indicator.unit}）"
            charts.append((_chart(workbook, indicator, totals, title, head, head + place), f"各县（市、区）的{title}"))
    lay_out(page, charts)


def _chart(workbook: Any, indicator: Indicator, totals: list[Total], title: str, head: int, row: int) -> Any:
    sheet, first = countytotals.NAME, countytotals.FIRST_COUNTY - 1
    last = first + len(totals) - 1
    chart = workbook.add_chart({"type": "column"})
    percent = value_type(indicator) == "percent"
    known = [total.value for total in totals if total.value is not None]
    chart.add_series({
        "name": title,
        "categories": [sheet, head - 1, first, head - 1, last],
        "values": [sheet, row - 1, first, row - 1, last],
        "fill": {"color": COLUMN},
        "border": {"none": True},
        "gap": 80,
        "data_labels": {"value": True, "position": "inside_end", "font": FONT},
    })  # fmt: skip
    chart.set_title(heading(title))
    chart.set_x_axis(
        {"num_font": FONT, "line": {"color": "#7F7F7F"}, "major_tick_mark": "none", "label_position": "low"}
    )
    chart.set_y_axis(amounts(known, percent=percent))
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    return chart
