"""The header of a list: which of its columns is which column of a register, by what the header says.

Our own registers and the ledgers that people keep are found by the same rules: labels come before synonyms,
and what could mean two columns is not chosen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from zhtcli.core.rules.regime import Register, RegisterColumn
from zhtcli.core.values import NUMERIC_TYPES
from zhtcli.workbook.files.book import Cell, Sheet
from zhtcli.workbook.reading.plainname import plain

SEARCHED_ROWS = 20
FEWEST_COLUMNS = 2
"""A row with a single known word may be anything; two of them make a header."""

_DEEPEST = 3
_NOTHING: Mapping[str, str | None] = MappingProxyType({})
_BRACKETED = re.compile(r"(.+?)\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Header:
    """A header as found: its rows, and the 1-based number of each column that it names.

    `twice` are columns that several headers could mean, `unplaced` the headers that mean none, by number;
    `passed` are the columns that somebody said to pass over.
    """

    row: int
    last_row: int
    columns: Mapping[str, int]
    twice: Mapping[str, tuple[int, ...]]
    unplaced: Mapping[int, str]
    passed: frozenset[int] = frozenset()

    @property
    def known(self) -> frozenset[int]:
        """The columns about which nothing remains to be asked."""
        return self.passed.union(self.columns.values(), *self.twice.values())


def find_header(
    sheet: Sheet, register: Register, told: Mapping[str, str | None] = _NOTHING, row: int | None = None
) -> Header | None:
    """The row among the first ones that names most columns of a register; None where no row names two.

    `told` maps headers of this list to column keys before any synonym is tried, None for a header to pass
    over; `row` says where the header stands.
    """
    upper: dict[int, list[Cell]] = {}
    lowest = (row or 0) + SEARCHED_ROWS
    for cell in sheet.down_to(lowest):
        if cell.kind == "text" and plain(str(cell.value)):
            upper.setdefault(cell.row, []).append(cell)
    best: Header | None = None
    for candidate in [row] if row else sorted(number for number in upper if number <= SEARCHED_ROWS):
        header = _read_header(sheet, register, told, candidate, upper)
        if len(header.columns) + len(header.twice) >= (1 if row else FEWEST_COLUMNS) and (
            best is None or len(header.columns) > len(best.columns)
        ):
            best = header
    return best


def _read_header(
    sheet: Sheet, register: Register, told: Mapping[str, str | None], row: int, upper: Mapping[int, list[Cell]]
) -> Header:
    first, last = _block(sheet, row)
    texts: dict[int, str] = {}
    lines: dict[int, int] = {}
    for number in range(first, last + 1):  # the lower line of a header in two lines is the one that tells
        for cell in upper.get(number, ()):
            texts[cell.column], lines[cell.column] = str(cell.value), number
    columns, twice = _placed(register, told, texts)
    over = {plain(name) for name, key in told.items() if key is None}
    passed = frozenset(number for number, text in texts.items() if plain(text) in over)
    header = Header(row, row, columns, twice, texts, passed)
    # A line below belongs to the header only if it names a column: it might be the first row of the list.
    lowest = max((lines[number] for number in header.known), default=row)
    unplaced = {n: text for n, text in sorted(texts.items()) if n not in header.known and lines[n] <= max(row, lowest)}
    return replace(header, last_row=max(row, lowest), unplaced=unplaced)


def _block(sheet: Sheet, row: int) -> tuple[int, int]:
    """A header cell that is merged downwards or upwards makes the header as high as itself."""
    rows = [(top, bottom) for top, _, bottom, _ in sheet.merged if top <= row <= bottom and 0 < bottom - top < _DEEPEST]
    return min((top for top, _ in rows), default=row), max((bottom for _, bottom in rows), default=row)


def _placed(
    register: Register, told: Mapping[str, str | None], texts: Mapping[int, str]
) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    columns: dict[str, int] = {}
    twice: dict[str, tuple[int, ...]] = {}
    keys = {plain(name): key for name, key in told.items()}
    named: dict[str, list[int]] = {}
    left = {number: text for number, text in texts.items() if plain(text) not in keys}
    for number, text in texts.items():
        if key := keys.get(plain(text)):
            named.setdefault(key, []).append(number)
    _put(columns, twice, named)
    for bare, synonyms in ((False, False), (True, False), (False, True), (True, True)):
        wanted = [c for c in register.columns if c.key not in columns and c.key not in twice]
        found: dict[str, list[int]] = {}
        for number, text in left.items():
            meant = [column.key for column in wanted if _means(text, column, bare=bare, synonyms=synonyms)]
            if len(meant) == 1:
                found.setdefault(meant[0], []).append(number)
        _put(columns, twice, found)
        left = {n: text for n, text in left.items() if all(n not in numbers for numbers in found.values())}
    return columns, twice


def _put(columns: dict[str, int], twice: dict[str, tuple[int, ...]], found: Mapping[str, list[int]]) -> None:
    columns |= {key: numbers[0] for key, numbers in found.items() if len(numbers) == 1}
    twice |= {key: tuple(sorted(numbers)) for key, numbers in found.items() if len(numbers) > 1}


def _means(text: str, column: RegisterColumn, *, bare: bool, synonyms: bool) -> bool:
    """Whether a header names a column; `bare` leaves out what it adds in brackets, unless that is another unit."""
    word = plain(text)
    if bare:
        match = _BRACKETED.fullmatch(word)
        if match is None or not _harmless(match[2], column):
            return False
        word = match[1]
    return word in (map(plain, column.synonyms) if synonyms else (plain(column.label),))


def _harmless(added: str, column: RegisterColumn) -> bool:
    """研发经费（元） is not 研发经费 in 万元; 数量（项） is 数量."""
    if column.type not in NUMERIC_TYPES:
        return True
    return added == plain(column.unit) if column.unit else len(added) <= 1 or added.startswith(("必填", "选填"))
