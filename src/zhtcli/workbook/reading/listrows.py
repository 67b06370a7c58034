"""The rows below the header of a list, whatever the program that wrote it calls its table."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from operator import attrgetter

import msgspec

from zhtcli.core.finding import CellRef, column_letters
from zhtcli.workbook.files.book import Cell, CellKind, PlainColumn, Sheet
from zhtcli.workbook.reading.characters import scrub
from zhtcli.workbook.reading.listheader import Header
from zhtcli.workbook.reading.plainname import plain

_TOTALS = re.compile(r"(?:本[页年月季]|全[年部]|年度|各项)?[合总小共累]计[数额]?(?:\(.*|[\d.]+[\u4e00-\u9fff]{0,2})?")
_REMARK = re.compile(
    r"\s*(?:注|备注|说明|(?:填表|填报|制表|审核|复核|负责|联系)人|(?:填表|填报|制表)(?:日期|时间)|联系电话|单位盖章)"
    r"\s*[:：].*",
    re.DOTALL,
)
_TAIL = 10
"""Remarks stand below a list: only its last rows are looked at."""
_LONGEST = 30
_MOST_NAMED = 8
_ROW = attrgetter("row")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """The cells of one column that hold something, downwards: the row, the content and the cell of each.

    `cells` is None where all are of one `kind` and there is nothing else to say of them.
    """

    rows: Sequence[int]
    contents: list[str | float | bool | None]
    cells: list[Cell] | None
    kind: CellKind = "text"

    @property
    def each_kind(self) -> list[CellKind]:
        return [self.kind] * len(self.rows) if self.cells is None else [cell.kind for cell in self.cells]

    @property
    def kinds(self) -> set[CellKind]:
        return {self.kind} if self.cells is None else set(self.each_kind)

    def kept(self, keep: Iterable[bool]) -> ListColumn:
        chosen = list(keep)
        return ListColumn(
            list(compress(self.rows, chosen)),
            list(compress(self.contents, chosen)),
            None if self.cells is None else list(compress(self.cells, chosen)),
            self.kind,
        )


@dataclass(frozen=True, slots=True)
class ListRows:
    """The register's columns by key; blank rows are left out.

    `numbers` are the sheet's rows that hold something in these columns. `totals` are rows that sum up others
    and are left out, and so are `remarks`, lines below the list such as 填表人：…. `foreign` are columns with
    content that belong to no column of the register.
    """

    numbers: tuple[int, ...]
    columns: Mapping[str, ListColumn]
    totals: tuple[int, ...]
    remarks: tuple[int, ...]
    foreign: tuple[int, ...]


def rows_below(sheet: Sheet, header: Header) -> ListRows:
    """What stands below a header. A sheet's cells come in reading order."""
    below: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in islice(sheet.single, bisect_right(sheet.single, header.last_row, key=_ROW), None):
        below[cell.column].append(cell)
    plain_ones = {column.number: column for column in sheet.columns}
    filled = {
        number: _filled(_joined(below.get(number, []), plain_ones.get(number), header.last_row))
        for number in sorted(below.keys() | plain_ones.keys())
    }
    totals, remarks = _totals_rows(filled), _remark_rows(filled)
    if apart := totals | remarks:
        filled = {number: one.kept(row not in apart for row in one.rows) for number, one in filled.items()}
    columns = {key: filled.get(number, ListColumn([], [], [])) for key, number in header.columns.items()}
    return ListRows(
        numbers=_numbers(columns.values()),
        columns=columns,
        totals=tuple(sorted(totals)),
        remarks=tuple(sorted(remarks)),
        foreign=tuple(number for number, one in filled.items() if one.rows and number not in header.known),
    )


def _joined(cells: list[Cell], column: PlainColumn | None, last_row: int) -> ListColumn:
    """A column from its single cells and from those that are kept as a whole, of the rows below `last_row`."""
    if column is not None and column.first <= last_row:
        below = max(last_row + 1 - column.first, 0)
        column = msgspec.structs.replace(column, first=last_row + 1, places=column.places[below:])
    if column is None:
        return ListColumn([cell.row for cell in cells], [cell.value for cell in cells], cells)
    if any(
        (cell.kind, cell.percent, cell.formula) != (column.kind, False, "") or cell.row >= column.first
        for cell in cells
    ):
        return _joined(sorted([*cells, *column.cells()], key=_ROW), None, last_row)
    rows = [place >= 0 for place in column.places]
    within = range(column.first, column.first + len(column.places))
    contents = [column.values[place] for place in column.places if place >= 0]
    top = [cell.row for cell in cells]
    whole = all(rows) and top == list(range(column.first - len(top), column.first))
    return ListColumn(
        range(column.first - len(top), within.stop) if whole else [*top, *compress(within, rows)],
        [*(cell.value for cell in cells), *contents],
        None,
        column.kind,
    )


def _filled(column: ListColumn) -> ListColumn:
    """Without the cells that look blank. A whole column is tested at once where it can be."""
    texts = [content for content in column.contents if type(content) is str]
    if all(map(str.strip, texts)) and "".join(texts).isprintable():
        return column
    return column.kept(type(content) is not str or bool(scrub(content)[0].strip()) for content in column.contents)


def _numbers(columns: Iterable[ListColumn]) -> tuple[int, ...]:
    """The rows of all columns. In most lists the columns are filled alike, so that one of them tells."""
    known: Sequence[int] = ()
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
        for row, kind in zip(column.rows, column.each_kind, strict=True)
        if row in said and kind == "text"
    }
    return {row for row, number in said.items() if first.get(row) == number}


def _remark_rows(columns: Mapping[int, ListColumn]) -> set[int]:
    """Rows at the end that hold nothing but one remark, such as who filled in the list."""
    tail: dict[int, list[object]] = {}
    for column in columns.values():
        for row, content in zip(column.rows[-_TAIL:], column.contents[-_TAIL:], strict=True):
            tail.setdefault(row, []).append(content)
    last = sorted(tail)[-_TAIL:]
    alone = {row: tail[row][0] for row in last if len(tail[row]) == 1}
    return {row for row, text in alone.items() if isinstance(text, str) and _REMARK.fullmatch(text)}


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
