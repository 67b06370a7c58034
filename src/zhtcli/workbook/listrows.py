"""The rows below the header of a list, whatever the program that wrote it calls its table."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import compress, islice
from operator import attrgetter

from zhtcli.core.finding import CellRef, column_letters
from zhtcli.workbook.book import Cell, Sheet
from zhtcli.workbook.characters import scrub
from zhtcli.workbook.listheader import Header
from zhtcli.workbook.plainname import plain

_TOTALS = re.compile(r"(?:本[页年月季]|全[年部]|年度|各项)?[合总小共累]计[数额]?(?:\(.*|[\d.]+[\u4e00-\u9fff]{0,2})?")
_LONGEST = 30
_MOST_NAMED = 8
_ROW = attrgetter("row")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """The cells of one column that hold something, downwards: the row, the content and the cell of each."""

    rows: list[int]
    contents: list[str | float | bool | None]
    cells: list[Cell]

    def kept(self, keep: Iterable[bool]) -> ListColumn:
        chosen = list(keep)
        return ListColumn(
            list(compress(self.rows, chosen)),
            list(compress(self.contents, chosen)),
            list(compress(self.cells, chosen)),
        )


@dataclass(frozen=True, slots=True)
class ListRows:
    """The register's columns by key; blank rows are left out.

    `numbers` are the sheet's rows that hold something in these columns. `totals` are rows that sum up others
    and are left out. `foreign` are columns with content that belong to no column of the register.
    """

    numbers: tuple[int, ...]
    columns: Mapping[str, ListColumn]
    totals: tuple[int, ...]
    foreign: tuple[int, ...]


def rows_below(sheet: Sheet, header: Header) -> ListRows:
    """What stands below a header. A sheet's cells come in reading order."""
    below: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in islice(sheet.cells, bisect_right(sheet.cells, header.last_row, key=_ROW), None):
        below[cell.column].append(cell)
    filled = {number: _filled(below[number]) for number in sorted(below)}
    totals = _totals_rows(filled)
    if totals:
        filled = {number: one.kept(row not in totals for row in one.rows) for number, one in filled.items()}
    columns = {key: filled.get(number, ListColumn([], [], [])) for key, number in header.columns.items()}
    return ListRows(
        numbers=_numbers(columns.values()),
        columns=columns,
        totals=tuple(sorted(totals)),
        foreign=tuple(number for number, one in filled.items() if one.rows and number not in header.known),
    )


def _filled(cells: list[Cell]) -> ListColumn:
    """Without the cells that look blank. A whole column is tested at once where it can be."""
    column = ListColumn([cell.row for cell in cells], [cell.value for cell in cells], cells)
    texts = [content for content in column.contents if type(content) is str]
    if all(map(str.strip, texts)) and "".join(texts).isprintable():
        return column
    return column.kept(type(content) is not str or bool(scrub(content)[0].strip()) for content in column.contents)


def _numbers(columns: Iterable[ListColumn]) -> tuple[int, ...]:
    """The rows of all columns. In most lists the columns are filled alike, so that one of them tells."""
    known: list[int] = []
    rows: set[int] = set()
    for column in columns:
        if column.rows != known:
            rows.update(column.rows)
            known = column.rows
    return tuple(sorted(rows))


def _sums_up(text: str) -> bool:
    return "计" in text and len(text) < _LONGEST and _TOTALS.fullmatch(plain(text)) is not None


def _totals_rows(columns: Mapping[int, ListColumn]) -> set[int]:
    """Rows whose first text says that they sum up; the same word further right is content."""
    said: dict[int, int] = {}
    for number, column in columns.items():
        texts = [content for content in column.contents if type(content) is str]
        if "计" in "".join(texts) and (words := {text for text in texts if _sums_up(text)}):
            for row, content in zip(column.rows, column.contents, strict=True):
                if content in words:
                    said.setdefault(row, number)
    if not said:
        return set()
    first = {
        row: number
        for number, column in reversed(list(columns.items()))
        for row, cell in zip(column.rows, column.cells, strict=True)
        if row in said and cell.kind == "text"
    }
    return {row for row, number in said.items() if first.get(row) == number}


@dataclass(frozen=True, slots=True)
class MergedArea:
    """A merged area over cells of a list: its range, its first cell, and the cells whose content is gone."""

    range: str
    at: CellRef
    covered: frozenset[tuple[int, int]]


def merged_areas(sheet: Sheet, header: Header, rows: ListRows) -> list[MergedArea]:
    """Merged areas that reach over two or more cells of the list's rows and columns."""
    numbers, columns = rows.numbers, sorted(header.columns.values())
    areas = []
    for top, left, bottom, right in sheet.merged:
        within = numbers[bisect_left(numbers, max(top, header.last_row + 1)) : bisect_right(numbers, bottom)]
        across = columns[bisect_left(columns, left) : bisect_right(columns, right)]
        covered = {(row, column) for row in within for column in across} - {(top, left)}
        if covered:
            name = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
            areas.append(MergedArea(name, CellRef(sheet.name, max(top, within[0]), across[0]), frozenset(covered)))
    return areas


def spans(numbers: tuple[int, ...] | list[int], most: int = _MOST_NAMED) -> str:
    """Row numbers as people write them: `5至40、52`, and 等 where there are more than can be read."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [str(first) if first == last else f"{first}至{last}" for first, last in runs[:most]]
    return "、".join(told) + ("等" if len(runs) > most else "")
