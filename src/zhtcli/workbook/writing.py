"""Cells that are written safely: nothing that a person typed becomes a formula, a link or another number.

Whoever writes a workbook goes through `Sheet`. It takes 1-based rows and columns, as `CellRef` does, and
offers no way to let the library guess a type. Formulas are ours alone. In a form they carry no stored value: a
program that opens the file computes them, a reader that does not cannot take an old figure for a new one. In a
result they carry the value that was computed exactly.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhtcli.core.finding import column_letters
from zhtcli.core.values import LONGEST_TEXT, NUMERIC_TYPES, SPREADSHEET_DIGITS, ValueType

Style = Mapping[str, str | int | float | bool]
Typed = Decimal | int | float | str | bool | datetime.date | datetime.datetime | tuple[str, ...]
"""What can be put into an input cell. A str is text wherever it stands, a percentage is in percent."""

SAFE_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
CREATED = datetime.datetime(2025, 1, 1)
"""The moment that every workbook of ours bears: the same call gives the same bytes on any day."""
"""Characters that a cell holds, in all spreadsheet programs alike."""

YES, NO = "是", "否"
MOST_LINKS = 65_530
"""Links that a sheet holds, in all spreadsheet programs alike."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Enough for the styles that are constants; those made for a single cell need no memory.
_STYLES_SEEN = 1000
# A program that re-enters such a text (F2, Enter) would take it for a formula; the quote prefix keeps it text.
_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LARGEST, _SMALLEST = Decimal("1e307"), Decimal("1e-307")
# Excel counts a 29 February 1900 that never was: the days before 1 March shift between programs.
FIRST_DAY = datetime.date(1900, 3, 1)


def on_sheet(sheet: str, reference: str) -> str:
    """`资金支持!C7`; the sheet's name between marks where a formula needs them."""
    return f"{sheet}!{reference}" if sheet.isidentifier() else f"'{sheet.replace(chr(39), chr(39) * 2)}'!{reference}"


def scrubbed(text: str) -> str:
    """Text that a workbook can hold: no control characters, lone surrogates or bare carriage returns."""
    if text.isprintable():
        return text
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def stored(value: Decimal | int | float, *, percent: bool = False) -> float | None:
    """The nearest double of an exact decimal, of its hundredth for percent; None where a cell would lose digits.

    A float counts as what a spreadsheet shows of it, its first fifteen digits. Decimals beyond those are the
    tail of a division and go; digits of a whole number are somebody's code and never do.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        value = Decimal(format(value, f".{SPREADSHEET_DIGITS}g"))
    exact = Decimal(value)
    if not exact.is_finite():
        return None
    if len(_significant(exact)) > SPREADSHEET_DIGITS:
        if exact.adjusted() >= SPREADSHEET_DIGITS or exact == exact.to_integral_value():
            return None
        exact = Decimal(format(exact, f".{SPREADSHEET_DIGITS}g"))
    if exact and not _SMALLEST <= abs(exact) <= _LARGEST:
        return None
    _, digits, exponent = exact.as_tuple()
    # Shifting the exponent is exact whatever the arithmetic context; dividing would round.
    shifted = Decimal((int(exact.is_signed()), digits, int(exponent) - 2)) if percent else exact
    return float(shifted) + 0.0


def _significant(value: Decimal) -> str:
    return "".join(map(str, value.as_tuple().digits)).strip("0")


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[frozenset[tuple[str, str | int | float | bool]], Any] = {}
        # Styles by identity, kept alive so that no other can take an id: a hundred thousand rows share a few.
        self._seen: dict[int, tuple[Style, Any]] = {}

    def __getitem__(self, style: Style) -> Any:
        if (seen := self._seen.get(id(style))) is not None:
            return seen[1]
        key = frozenset(style.items())
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(style))
        if len(self._seen) < _STYLES_SEEN:
            self._seen[id(style)] = style, self._made[key]
        return self._made[key]


class Sheet:
    """A worksheet that is written cell by cell. Rows and columns are 1-based."""

    def __init__(self, worksheet: Any, formats: Formats) -> None:
        self.raw = worksheet
        self.formats = formats

    def text(self, row: int, column: int, text: str, style: Style) -> None:
        """Text as it is. Raises ValueError beyond `LONGEST_TEXT` characters: nothing is cut in silence."""
        text = scrubbed(text)
        if len(text) > LONGEST_TEXT:
            raise ValueError(f"{len(text)} characters do not fit into {column_letters(column)}{row}")
        if not text:
            return self.blank(row, column, style)
        if text.startswith(_LIKE_FORMULA):
            style = {**style, "quote_prefix": True}
        self.raw.write_string(row - 1, column - 1, text, self.formats[style])

    def number(self, row: int, column: int, value: Decimal | int | float, style: Style, *, percent: bool) -> None:
        """The nearest double, or the digits as text where a number cell would lose some of them."""
        number = stored(value, percent=percent)
        if number is None:
            return self.text(row, column, f"{value}%" if percent else str(value), style)
        self.raw.write_number(row - 1, column - 1, number, self.formats[style])

    def day(self, row: int, column: int, value: datetime.date | datetime.datetime, style: Style) -> None:
        """A true date or moment; one that a sheet cannot hold (before March 1900, with a time zone) as ISO text."""
        day = value.date() if isinstance(value, datetime.datetime) else value
        if day < FIRST_DAY or getattr(value, "tzinfo", None) is not None:
            return self.text(row, column, value.isoformat(), style)
        self.raw.write_datetime(row - 1, column - 1, value, self.formats[style])

    def formula(self, row: int, column: int, formula: str, style: Style) -> None:
        """One of our own formulas, never anything typed, without a stored value."""
        self.raw.write_formula(row - 1, column - 1, formula, self.formats[style], "")

    def computed(self, row: int, column: int, formula: str, value: float | str, style: Style) -> None:
        """One of our own formulas, never anything typed, with the value that it has."""
        self.raw.write_formula(row - 1, column - 1, f"={formula}", self.formats[style], value)

    def link(self, row: int, column: int, sheet: str, reference: str, tip: str) -> None:
        """A cell leads to another cell of the same workbook, never elsewhere; what stands in it is written as ever.

        A sheet holds `MOST_LINKS` of them: whoever writes more has to say where they end.
        """
        name = sheet.replace("'", "''")
        # the library would write the address as the cell's text: a number has to stay one
        self.raw.ignore_write_string = True
        self.raw.write_url(row - 1, column - 1, f"internal:'{name}'!{reference}", None, None, tip)
        self.raw.ignore_write_string = False

    def blank(self, row: int, column: int, style: Style) -> None:
        self.raw.write_blank(row - 1, column - 1, None, self.formats[style])

    def band(self, row: int, first: int, last: int, text: str, style: Style, *, last_row: int = 0) -> None:
        """A label across several cells. Input cells are never merged."""
        if first != last or last_row > row:
            self.raw.merge_range(row - 1, first - 1, (last_row or row) - 1, last - 1, "", self.formats[style])
        self.text(row, first, text, style)

    def put(self, row: int, column: int, value: Typed | None, kind: ValueType, style: Style) -> None:
        """What a person entered, in a cell of this kind; None leaves it blank.

        What does not suit the kind is written all the same, as what it is: judging it is for the checks.
        """
        match value:
            case None:
                self.blank(row, column, style)
            case bool():
                self.text(row, column, YES if value else NO, style)
            case str():
                self.text(row, column, value, style)
            case tuple():
                self.text(row, column, "、".join(value), style)
            case datetime.date() if kind in ("date", "datetime"):
                self.day(row, column, value, style)
            case datetime.date():
                self.text(row, column, value.isoformat(), style)
            case Decimal() | int() | float() if kind in ("text", "code", "choice", "choices", "boolean"):
                self.text(row, column, str(value), style)
            case _:
                fitting = style if kind in NUMERIC_TYPES else {**style, "num_format": "General"}
                self.number(row, column, value, fitting, percent=kind == "percent")
