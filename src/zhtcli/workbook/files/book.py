"""A spreadsheet file as plain cells, whatever program wrote it and whichever library read it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from typing import Literal

import msgspec

FileKind = Literal["xlsx", "xlsm", "xltx", "ods", "xls", "et"]
CellKind = Literal["text", "number", "boolean", "date", "error", "uncached", "picture"]
Visibility = Literal["visible", "hidden", "very_hidden"]


class Cell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One cell that is not blank; row and column are 1-based. It holds nothing that could refer back to it.

    `value`: str for text, error (`#REF!`) and picture; float for number; bool for boolean; ISO text for
    date (`2026-03-15`, or with `T09:30:00`); None for uncached (a formula whose result the file lacks).
    `formula` is the formula's text without `=`, or "" (xls tells only results, so there it is always "").
    `percent` says that the number format shows the value as a percentage.
    """

    row: int
    column: int
    kind: CellKind
    value: str | float | bool | None
    formula: str = ""
    percent: bool = False


class PlainColumn(msgspec.Struct, frozen=True, array_like=True):
    """Cells below each other in one column, all of one kind and with nothing else to say of them.

    `values` are the different ones; `places` tells for each row from `first` on which of them stands there, -1 for
    none. A long list has a million cells and far fewer values.
    """

    number: int
    kind: CellKind
    first: int
    values: list[str | float | bool]
    places: list[int]

    def cells(self) -> Iterator[Cell]:
        """The same as cells."""
        for row, place in enumerate(self.places, self.first):
            if place >= 0:
                yield Cell(row, self.number, self.kind, self.values[place])


class Sheet(msgspec.Struct, frozen=True, dict=True):
    """A worksheet. `merged` are (first row, first column, last row, last column), 1-based.

    `single` are the cells that are kept each by itself, in reading order; `columns` hold the rest of a long list.
    """

    name: str
    visibility: Visibility
    single: list[Cell]
    merged: list[tuple[int, int, int, int]] = []
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    columns: list[PlainColumn] = []

    @cached_property
    def cells(self) -> list[Cell]:
        """All cells, in reading order."""
        if not self.columns:
            return self.single
        cells = [*self.single, *(cell for column in self.columns for cell in column.cells())]
        return sorted(cells, key=lambda cell: (cell.row, cell.column))

    def down_to(self, row: int) -> Iterator[Cell]:
        """The cells in the rows up to this one, in reading order."""
        some = all(column.first > row for column in self.columns)
        return takewhile(lambda cell: cell.row <= row, self.single if some else self.cells)


class Book(msgspec.Struct, frozen=True):
    """A workbook as read.

    `names` maps a defined name to its target as written (`指标填报!$F$12`, quotes kept), `properties` are
    the custom document properties as text. `features` names what was seen and left alone: `macros`,
    `external_links`, `embedded_objects`, `signature`, `connections`, `date1904`. `reader` is the library
    that gave the cells. `application` is the program that wrote the file, where it says so. `annotated` names the
    sheets that `zht annotate` added; they are not among `sheets`.
    """

    kind: FileKind
    sheets: list[Sheet]
    names: dict[str, str] = {}
    properties: dict[str, str] = {}
    features: list[str] = []
    reader: str = ""
    application: str = ""
    annotated: list[str] = []


class Seen(msgspec.Struct, frozen=True):
    """A finding in the making, as it crosses from the contained reader: the rule's code and its words."""

    code: str
    words: dict[str, str | int | float] = {}
    sheet: str | None = None
    row: int | None = None
    column: int | None = None


class Reading(msgspec.Struct, frozen=True):
    """What came of reading one file: a book, or none and why, and what else was noticed."""

    sha256: str
    book: Book | None
    seen: list[Seen] = []
