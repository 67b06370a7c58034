"""How our workbooks look: fonts that Excel and WPS have, colours with one meaning each, heights that cut nothing."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import assert_never, get_args

from zhtcli.core.values import NUMERIC_TYPES, ValueType
from zhtcli.workbook.writing import Style

BODY, HEADING = "宋体", "黑体"

BLANK_INPUT, INPUT = "#FFF2B3", "#FFFBE9"
"""An input cell that waits, and one that is filled: yellow, strong and pale."""
PRINTED, COMPUTED, NOT_ASKED = "#EDEDED", "#E3F1DE", "#D0D0D0"
"""Grey for what the document prints, green for what a formula gives, hatched grey for what a row does not ask."""
_LINE, _RED, _AMBER, _GREEN, _MUTED = "#7F7F7F", "#C00000", "#8A5A00", "#2E6B2E", "#595959"

WRITTEN: frozenset[ValueType] = frozenset({"text", "code", "choices"})
"""Kinds whose values stand left and may take several lines."""

PLAIN: Style = {"font_name": BODY, "font_size": 9, "valign": "vcenter"}
WRAPPED: Style = {**PLAIN, "text_wrap": True}
NOTE: Style = {**WRAPPED, "font_color": _MUTED}
_BOXED: Style = {**WRAPPED, "border": 1, "border_color": _LINE}

TITLE: Style = {"font_name": HEADING, "font_size": 18, "align": "center", "valign": "vcenter", "text_wrap": True}
SUBTITLE: Style = {**TITLE, "font_size": 14}
ORIGIN: Style = {**NOTE, "font_size": 8, "align": "center", "border": 1, "border_color": "#BFBFBF"}
HEADING_LINE: Style = {"font_name": HEADING, "font_size": 11, "valign": "vcenter"}
HEADER: Style = {
    **_BOXED,
    "font_name": HEADING,
    "bg_color": PRINTED,
    "align": "center",
}
REQUIRED_HEADER: Style = {**HEADER, "bg_color": BLANK_INPUT, "align": "left"}
OPTIONAL_HEADER: Style = {**HEADER, "align": "left"}
SHEET_TITLE: Style = {"font_name": HEADING, "font_size": 14, "valign": "vcenter"}
LINE: Style = {**PLAIN, "font_size": 10}
MUTED_LINE: Style = {**PLAIN, "font_color": _MUTED}
BAND: Style = {**_BOXED, "font_name": HEADING, "font_size": 10, "bg_color": "#F7F7F7", "indent": 1}
NOTICE: Style = {**_BOXED, "font_size": 10, "bold": True, "align": "center", "bg_color": "#FFF8DC"}

LABEL: Style = {**_BOXED, "bg_color": PRINTED}
LABEL_MIDDLE: Style = {**LABEL, "align": "center"}
TOTAL: Style = {**_BOXED, "bg_color": COMPUTED, "align": "center"}
HATCHED: Style = {**_BOXED, "pattern": 14, "fg_color": _LINE, "bg_color": NOT_ASKED}
TYPED: Style = {**_BOXED, "bg_color": INPUT, "locked": False}
BOX: Style = {**_BOXED, "indent": 1}
HINT: Style = {**_BOXED, "font_color": _MUTED, "indent": 1}
BOX_MIDDLE: Style = {**_BOXED, "align": "center"}

# Conditional formats. Each says in colour what the cell also says in words or by being empty.
WAITING: Style = {"bg_color": BLANK_INPUT}
ODD: Style = {"font_color": _RED, "bold": True}
UNDONE: Style = {"font_color": _AMBER, "bold": True}
DONE: Style = {"font_color": _GREEN}

_PIXELS_PER_CHARACTER, _CELL_PADDING = 7, 5
_PIXELS_PER_POINT = 96 / 72
TALLEST_ROW = 409.0
DEFAULT_ROW = 18.0
"""A row with one line of text, in points, at most."""


def number_format(kind: ValueType) -> str:
    match kind:
        case "integer":
            return "#,##0"
        case "percent":
            return "0.00%"
        case "money":
            return "#,##0.00"
        case "number":
            return "0.00"
        case "date":
            return "yyyy-mm-dd"
        case "datetime":
            return "yyyy-mm-dd hh:mm"
        case "text" | "code" | "boolean" | "choice" | "choices":
            return "@"
        case _:
            assert_never(kind)


def signed_format(kind: ValueType) -> str:
    """The format of a difference: `+3`, `-3`, `0`."""
    plain = number_format(kind)
    return f"+{plain};-{plain};{plain}"


def printed_format(kind: ValueType, figure: Decimal) -> str:
    """The format that shows a printed figure with the places that the document prints, at least those of its kind."""
    exponent = figure.as_tuple().exponent
    if kind == "integer" and isinstance(exponent, int) and exponent < 0:
        return "#,##0." + "0" * -exponent
    return number_format(kind)


def input_style(kind: ValueType) -> Style:
    """An unlocked cell for one kind of value; texts and codes stand left, everything else in the middle."""
    align = "left" if kind in WRITTEN else "center"
    return {**TYPED, "num_format": number_format(kind), "align": align}


def register_style(kind: ValueType) -> Style:
    """A cell of a register: lines that show on paper in every program; the table's own style gives the bands."""
    return _REGISTER_STYLES[kind]


_REGISTER_STYLES: dict[ValueType, Style] = {
    kind: {
        **(WRAPPED if kind in WRITTEN else PLAIN),
        "border": 1,
        "border_color": "#BFBFBF",
        "num_format": number_format(kind),
        "align": "right" if kind in NUMERIC_TYPES else "left" if kind in WRITTEN else "center",
    }
    for kind in get_args(ValueType)
}
REGISTER_YEAR: Style = {**_REGISTER_STYLES["integer"], "num_format": "0", "align": "center"}


def lines(text: str, width: float, size: float = 9) -> int:
    """Lines that wrapped text takes in a column of this width (characters, as Excel counts them)."""
    room = _pixels(width) - _CELL_PADDING
    full = size * _PIXELS_PER_POINT
    total = 0
    for paragraph in text.split("\n"):
        used = sum(full if unicodedata.east_asian_width(c) in "WFA" else full * 0.58 for c in paragraph)
        total += max(1, math.ceil(used / room))
    return total


def row_height(cells: Iterable[tuple[str, float]], size: float = 9, least: float = 18) -> float:
    """Height in points at which no cell of a row is cut; `cells` are (text, column width)."""
    most = max((lines(text, width, size) for text, width in cells), default=1)
    return min(TALLEST_ROW, max(least, most * size * 1.36 + 5))


def points_wide(widths: Iterable[float]) -> float:
    """How wide columns are together, in points."""
    return sum(map(_pixels, widths)) / _PIXELS_PER_POINT


def _pixels(width: float) -> float:
    return width * _PIXELS_PER_CHARACTER + _CELL_PADDING
