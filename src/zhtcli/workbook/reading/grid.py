"""One sheet of a book as a grid that can be asked for cells, headers and labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from zhtcli.core.finding import CellRef
from zhtcli.workbook.files.book import Book, Cell, Sheet
from zhtcli.workbook.reading.plainname import plain

_TARGET = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^'!]+))!\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>\d+)")


class Grid:
    """A sheet by row and column, 1-based."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @cached_property
    def cells(self) -> Mapping[tuple[int, int], Cell]:
        """Made when it is asked for: a register's sheet may have a million cells, and is read by columns."""
        return {(cell.row, cell.column): cell for cell in self.sheet.cells}

    @cached_property
    def words(self) -> Mapping[str, list[tuple[int, int]]]:
        """Plain text of a cell -> the places where it stands, in reading order."""
        found: dict[str, list[tuple[int, int]]] = {}
        for place, cell in self.cells.items():
            if cell.kind == "text" and (word := plain(str(cell.value))):
                found.setdefault(word, []).append(place)
        return {word: sorted(places) for word, places in found.items()}

    def at(self, row: int, column: int) -> Cell | None:
        return self.cells.get((row, column))

    def ref(self, row: int, column: int) -> CellRef:
        return CellRef(self.sheet.name, row, column)

    def header_row(self, headers: Iterable[str]) -> int | None:
        """The row where most of these headers stand, at least three of them; None where there is no such row."""
        counts: dict[int, int] = {}
        for header in headers:
            for row in {row for row, _ in self.words.get(plain(header), [])}:
                counts[row] = counts.get(row, 0) + 1
        best = max(counts, key=lambda row: (counts[row], -row), default=None)
        return best if best is not None and counts[best] >= 3 else None

    def columns_of(self, header: str, row: int) -> list[int]:
        return [column for at_row, column in self.words.get(plain(header), []) if at_row == row]

    def numbered_rows(self, column: int, below: int) -> dict[str, list[int]]:
        """What stands in a key column under a header: printed number -> its rows."""
        rows: dict[str, list[int]] = {}
        for (row, at_column), cell in sorted(self.cells.items()):
            if at_column == column and row > below and (no := _printed_number(cell)):
                rows.setdefault(no, []).append(row)
        return rows


_PART_NUMBER = re.compile(r"\d{1,2}\.\d")


def sheet_named(book: Book, name: str) -> Sheet | None:
    """The sheet of this name, whatever the width of its characters and the blanks around it."""
    return next((sheet for sheet in book.sheets if plain(sheet.name) == plain(name)), None)


def named_cells(book: Book) -> dict[str, CellRef]:
    """Defined names that mean a single cell. Some programs change the case of a name."""
    return {
        name.lower(): CellRef(
            (found["quoted"] or found["bare"]).replace("''", "'"), int(found["row"]), _number(found["column"])
        )
        for name, target in book.names.items()
        if (found := _TARGET.fullmatch(target.strip().lstrip("=")))
    }


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _printed_number(cell: Cell) -> str:
    """An indicator's number as printed: `5` for 5.0, `５` and `第5项`, `3.1` for a part; blank for what is none."""
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    if isinstance(cell.value, float) and _PART_NUMBER.fullmatch(f"{cell.value:g}"):
        return f"{cell.value:g}"
    if cell.kind != "text":
        return ""
    found = re.fullmatch(r"(?:第|序号)?(\d{1,3}(?:\.\d)?)(?:项|\.|、)?", plain(str(cell.value)).lstrip("★"))
    return found[1].lstrip("0") if found else ""
