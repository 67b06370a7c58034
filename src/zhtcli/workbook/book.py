"""A spreadsheet file as plain cells, whatever program wrote it and whichever library read it."""

from __future__ import annotations

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


class Sheet(msgspec.Struct, frozen=True):
    """A worksheet. `merged` are (first row, first column, last row, last column), 1-based."""

    name: str
    visibility: Visibility
    cells: list[Cell]
    merged: list[tuple[int, int, int, int]] = []
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []


class Book(msgspec.Struct, frozen=True):
    """A workbook as read.

    `names` maps a defined name to its target as written (`指标填报!$F$12`, quotes kept), `properties` are
    the custom document properties as text. `features` names what was seen and left alone: `macros`,
    `external_links`, `embedded_objects`, `signature`, `connections`, `date1904`. `reader` is the library
    that gave the cells. `application` is the program that wrote the file, where it says so.
    """

    kind: FileKind
    sheets: list[Sheet]
    names: dict[str, str] = {}
    properties: dict[str, str] = {}
    features: list[str] = []
    reader: str = ""
    application: str = ""


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
