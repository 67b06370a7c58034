"""What a library gives for a cell, as a Cell: the same whichever library it was."""

from __future__ import annotations

import datetime
import math
import re

from zhtcli.core.catalogue import files
from zhtcli.core.finding import column_letters
from zhtcli.workbook.files.book import Cell, CellKind, Seen
from zhtcli.workbook.files.limits import LAST_COLUMN, LAST_ROW, TEXT_LENGTH

Value = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PICTURE = re.compile(r"=(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
_FEATURE_RULES = {
    "macros": files.MACROS,
    "external_links": files.EXTERNAL_LINKS,
    "embedded_objects": files.EMBEDDED_OBJECTS,
    "signature": files.SIGNATURE,
    "connections": files.CONNECTIONS,
    "date1904": files.DATE_1904,
}


def raw_cell(
    row: int, column: int, value: Value, sheet: str, seen: list[Seen], formula: str = "", percent: bool = False
) -> Cell:
    """A value as a cell. Times of day and durations become text, and so does a number that is none (NaN, infinity).

    Text beyond 32,767 characters is cut, with a finding.
    """
    kind: CellKind
    told: str | float | bool
    if isinstance(value, str):
        kind, told = "text", value
        if len(value) > TEXT_LENGTH:
            words: dict[str, str | int | float] = {"length": len(value), "limit": TEXT_LENGTH}
            seen.append(Seen(files.LONG_TEXT.code, words, sheet, row, column))
            told = value[:TEXT_LENGTH]
        if value.startswith("=") and _PICTURE.match(value):
            kind = "picture"
    elif isinstance(value, bool):
        kind, told = "boolean", value
    elif isinstance(value, int | float):
        kind, told = ("number", float(value)) if math.isfinite(value) else ("text", str(value))
    elif isinstance(value, datetime.date):
        kind, told = "date", iso_date(value)
    elif isinstance(value, datetime.time):
        kind, told = "text", value.isoformat(timespec="seconds")
    else:
        kind, told = "text", duration(value)
    return Cell(row, column, kind, told, formula, percent)


def iso_date(value: datetime.date) -> str:
    """`2026-03-15`, with `T09:30:00` if there is a time of day; fractions of a second are rounding noise."""
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    if value.microsecond >= 500_000 and value < datetime.datetime.max.replace(microsecond=0):
        value += datetime.timedelta(seconds=1)
    value = value.replace(microsecond=0)
    return value.isoformat() if value.time() != datetime.time() else value.date().isoformat()


def duration(value: datetime.timedelta) -> str:
    """Hours, minutes and seconds as `[h]:mm:ss` shows them."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def unescaped(text: str) -> str:
    """`_x000D_` and the like as the characters they stand for (ECMA-376 part 1, 22.4.2.4), surrogates left."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)

    return _ESCAPE.sub(character, text)


def far_cell(sheet: str, row: int, column: int, count: int) -> Seen:
    words: dict[str, str | int | float] = {
        "cell": f"{column_letters(column)}{row}",
        "count": count,
        "columns": LAST_COLUMN,
        "rows": LAST_ROW,
    }
    return Seen(files.FAR_CELL.code, words, sheet, row, column)


def features_seen(features: list[str]) -> list[Seen]:
    """What was seen in the file and left alone, a finding each."""
    return [Seen(_FEATURE_RULES[feature].code) for feature in features]
