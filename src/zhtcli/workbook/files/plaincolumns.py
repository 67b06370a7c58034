"""The columns of long lists, taken whole from a reader's rows where there is nothing special about their cells."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from math import isfinite
from typing import TypeVar

from zhtcli.workbook.files.book import CellKind, PlainColumn
from zhtcli.workbook.files.limits import TEXT_LENGTH
from zhtcli.workbook.files.rawcells import Value, iso_date
from zhtcli.workbook.files.scan import SheetScan

LONG = 1000
"""Sheets of so many rows and no more are read cell by cell."""
HEAD = 200
"""Of longer ones the first rows: there stand titles and headers."""
_AT_ONCE = 4096
_T = TypeVar("_T", str, float)
_KINDS: dict[type, CellKind] = {
    str: "text",
    float: "number",
    bool: "boolean",
    datetime.date: "date",
    datetime.datetime: "date",
}


def plain_columns(
    rows: Iterable[Sequence[Value]], first_column: int, scan: SheetScan
) -> tuple[list[PlainColumn], Iterable[Iterable[tuple[int, Value]]]]:
    """The plain columns of a sheet, and all rows as (column, value) pairs without what is in those.

    Plain is a column that holds, below the head of a long sheet, values of one kind that are told as they are, and
    of which the scan has nothing to say. Rows come from the first on, the empty ones too; a blank is "".
    """
    rows = iter(rows)
    if scan.last_row <= LONG:
        return [], (enumerate(values, first_column) for values in rows)
    head = [list(enumerate(values, first_column)) for values in islice(rows, HEAD)]
    marked = {column for row, columns in scan.marks.items() if row > HEAD for column in columns}
    plain: list[PlainColumn] = []
    others: dict[int, list[Value]] = {}
    for number, values in enumerate(_turned(rows), first_column):
        kind = _kind(values) if number not in marked else None
        if kind is None:
            others[number] = values
        elif (column := _column(number, kind, values)).values:
            plain.append(column)
    return plain, chain(head, _rows(others))


def _turned(rows: Iterator[Sequence[Value]]) -> list[list[Value]]:
    """Rows as columns, turned some thousands at a time, so that not all of both are in memory at once."""
    columns: list[list[Value]] = []
    while several := list(islice(rows, _AT_ONCE)):
        columns = columns or [[] for _ in several[0]]
        for column, values in zip(columns, zip(*several, strict=True), strict=True):
            column.extend(values)
    return columns


def _rows(columns: dict[int, list[Value]]) -> Iterator[list[tuple[int, Value]]]:
    return (list(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))


def _kind(values: Sequence[Value]) -> CellKind | None:
    """The one kind of all values that are told as they are; None where there are several, or other ones.

    Without blanks, of which a column of any kind may have some; a column of blanks alone is one of texts.
    """
    types = set(map(type, values))
    if len(types) > 1 and str in types:
        types.remove(str)
        if any(_of_type(values, str)):
            return None
    kinds = {_KINDS.get(one) for one in types}
    if len(kinds) != 1 or None in kinds:
        return None
    (kind,) = kinds
    if kind == "text" and any(len(text) > TEXT_LENGTH or text[:1] == "=" for text in set(_of_type(values, str))):
        return None
    return None if kind == "number" and not all(map(isfinite, _of_type(values, float))) else kind


def _of_type(values: Sequence[Value], wanted: type[_T]) -> Iterator[_T]:
    return (value for value in values if type(value) is wanted)


def _column(number: int, kind: CellKind, values: Sequence[Value]) -> PlainColumn:
    told: list[str | float | bool] = []
    places: dict[Value, int] = {"": -1}
    for value in dict.fromkeys(values):
        if value != "":
            places[value] = len(told)
            told.append(iso_date(value) if isinstance(value, datetime.date) else value)  # type: ignore[arg-type]
    return PlainColumn(number, kind, HEAD + 1, told, [places[value] for value in values])
