"""The native charts of a result: points against the maximum, completions, actuals along the path of the targets.

Pale and dark, hollow and filled tell the series apart, so that a print in grey says the same. Every program draws them:
nothing in them is newer than Excel 2007.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from zhtcli.workbook import styles
from zhtcli.workbook.result.sheets.chartdata import NAME, PathRow

MOST_SHOWN = 1.5
"""A completion beyond this ends at the edge: a bar of ten times the target would leave nothing to see of the rest."""
_TEXT, _MUTED, _GRID, _EDGE = "#262626", "#595959", "#E2E2E2", "#BFBFBF"
_PALE, _DARK, _PALE_BONUS, _DARK_BONUS = "#DCE9D8", "#5F8F5A", "#F3E6CC", "#B8812A"
_REACHED, _BELOW = "#B9D5B2", "#DA9A3A"
_TARGET, _ACTUAL = "#7F7F7F", "#2E6B2E"
_ROOM_FOR_LABELS = 0.415
_TENTH, _HALF, _FEW = Fraction(1, 10), Fraction(1, 2), 10


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of this sheet below one another, 1-based: labels in `labels`, figures to the right of them."""

    first: int
    last: int
    labels: int

    def column(self, number: int) -> list[str | int]:
        """A column as the library takes it; 0 is that of the labels."""
        return [NAME, self.first - 1, self.labels + number - 1, self.last - 1, self.labels + number - 1]


def _font(size: float, colour: str = _MUTED) -> dict[str, Any]:
    return {"name": styles.BODY, "size": size, "color": colour}


def sections_chart(workbook: Any, block: Block, series: Sequence[str], size: tuple[int, int]) -> Any:
    """Bars of what can be earned and what was, a pair a section."""
    chart = workbook.add_chart({"type": "bar"})
    colours = ((_PALE, _EDGE), (_DARK, _DARK), (_PALE_BONUS, _EDGE), (_DARK_BONUS, _DARK_BONUS))
    for number, (name, (fill, edge)) in enumerate(zip(series, colours, strict=False), 1):
        chart.add_series({
            "name": name,
            "categories": block.column(0),
            "values": block.column(number),
            "fill": {"color": fill},
            "border": {"color": edge, "width": 0.75},
            "gap": 45,
            "overlap": -5,
            "data_labels": {
                "value": True, "num_format": "General", "position": "outside_end", "font": _font(8, _TEXT),
            },
        })  # fmt: skip
    chart.set_y_axis({**_categories(), "num_font": _font(9, _TEXT)})
    chart.set_x_axis({**_values("General"), "min": 0})
    chart.set_legend({"position": "top", "font": _font(8)})
    return _finished(chart, size)


def completion_chart(workbook: Any, block: Block, below: Sequence[bool], size: tuple[int, int]) -> Any:
    """Bars up to `MOST_SHOWN`, each with its figure; the line is that of 100 %. `below` are those under it."""
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series({
        "name": "完成率",
        "categories": block.column(0),
        "values": block.column(1),
        "fill": {"color": _REACHED},
        "border": {"none": True},
        "points": [{"fill": {"color": _BELOW}, "border": {"none": True}} if under else None for under in below],
        "gap": 35,
        "data_labels": {
            "value": True, "num_format": "0.0%", "position": "inside_base", "font": _font(8, _TEXT),
        },
    })  # fmt: skip
    chart.set_y_axis({**_categories(), "num_font": _font(8, _TEXT)})
    chart.set_x_axis({
        **_values("0%"),
        "min": 0,
        "max": MOST_SHOWN,
        "major_unit": 1,
        "minor_unit": 0.25,
        "major_gridlines": {"visible": True, "line": {"color": _MUTED, "width": 1.25, "dash_type": "dash"}},
        "minor_gridlines": {"visible": True, "line": {"color": _GRID, "width": 0.5}},
    })  # fmt: skip
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    high = size[1]
    chart.set_plotarea({
        "layout": {"x": _ROOM_FOR_LABELS, "y": 26 / high, "width": 0.97 - _ROOM_FOR_LABELS, "height": 1 - 36 / high}
    })  # fmt: skip
    return _finished(chart, size)


def path_chart(workbook: Any, row: PathRow, at: int, head: int, first: int, size: tuple[int, int]) -> Any:
    """The line of the targets over all periods, that of the actuals as far as they are known.

    The figures stand in the row `at` from the column `first` on, targets before actuals; the periods in `head`.
    """
    chart = workbook.add_chart({"type": "line"})
    periods = len(row.targets)

    def cells(line: int, start: int) -> list[str | int]:
        return [NAME, line - 1, start - 1, line - 1, start + periods - 2]

    chart.add_series({
        "name": "目标",
        "categories": cells(head, first),
        "values": cells(at, first),
        "line": {"color": _TARGET, "width": 1.25, "dash_type": "dash"},
        "marker": {"type": "diamond", "size": 7, "fill": {"color": "#FFFFFF"}, "border": {"color": _TARGET}},
    })  # fmt: skip
    chart.add_series({
        "name": "实际",
        "categories": cells(head, first),
        "values": cells(at, first + periods),
        "line": {"color": _ACTUAL, "width": 2},
        "marker": {"type": "circle", "size": 5, "fill": {"color": _ACTUAL}, "border": {"color": _ACTUAL}},
    })  # fmt: skip
    known = [one.value for one in (*row.targets, *row.actuals) if one.value is not None]
    chart.set_title({
        "name": row.title,
        "name_font": {"name": styles.BODY, "size": 8, "bold": False, "color": _TEXT},
        "overlay": False,
    })  # fmt: skip
    chart.set_x_axis({
        "num_font": _font(7),
        "line": {"color": _MUTED},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "label_position": "low",
    })  # fmt: skip
    chart.set_y_axis({**_values(_places(row, known)), **_bounds(row, known)})
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    return _finished(chart, size)


def _places(row: PathRow, known: Sequence[Fraction]) -> str:
    if row.percent:
        return "0.0%" if all(abs(value) < _TENTH for value in known) else "0%"
    return "General" if all(abs(value) < _FEW for value in known) else "#,##0"


def _bounds(row: PathRow, known: Sequence[Fraction]) -> dict[str, int]:
    """An axis from nothing: a program's own choice would make much of small changes. Few things are counted whole."""
    if any(value < 0 for value in known) or not any(known):
        return {}
    if row.percent:
        return {"min": 0, "max": 1} if _HALF < max(known) <= 1 else {"min": 0}
    few = max(known) <= _FEW / 2 and all(value.denominator == 1 for value in known)
    return {"min": 0, "major_unit": 1} if few else {"min": 0}


def _categories() -> dict[str, Any]:
    """Labels from top to bottom, as the document has them."""
    return {
        "reverse": True,
        "line": {"color": _MUTED},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "label_position": "low",
        "major_gridlines": {"visible": False},
    }


def _values(places: str) -> dict[str, Any]:
    return {
        "num_format": places,
        "num_font": _font(7),
        "line": {"none": True},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": {"color": _GRID, "width": 0.5}},
    }


def _finished(chart: Any, size: tuple[int, int]) -> Any:
    chart.set_chartarea({"border": {"color": _EDGE}, "fill": {"color": "#FFFFFF"}})
    chart.set_size({"width": size[0], "height": size[1]})
    return chart
