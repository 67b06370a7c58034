"""The indicator table of a workbook: which sheet, which column is which, which row is whose.

A row is an indicator's when its number says so and its name does not speak against it; without a number the
name serves, without both the defined names of its cells. A column goes by its header, else by the defined names
of its cells. Whatever could be two things is none of them, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from zhtcli.core.catalogue import forms
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.layout import COVER, ENTRIES, Layout
from zhtcli.core.forms.tablecolumns import Column
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.wording import words_of
from zhtcli.workbook.files.book import Book, Sheet
from zhtcli.workbook.reading.grid import Grid
from zhtcli.workbook.reading.plainname import plain


@dataclass
class Table:
    """Where the indicator table stands in one workbook; None where a column or row was not found."""

    grid: Grid
    header_row: int | None
    columns: dict[str, int | None] = field(default_factory=dict)
    rows: dict[str, int | None] = field(default_factory=dict)


def candidates(book: Book, layout: Layout) -> list[Sheet]:
    """The sheets that could be the indicator table: those of its name, else those with its header row."""
    if not layout.has_table:
        return []
    named = [sheet for sheet in book.sheets if plain(sheet.name) == plain(ENTRIES)]
    headers = [column.header for column in layout.columns]
    others = (sheet for sheet in book.sheets if plain(sheet.name) != plain(COVER))
    return named or [sheet for sheet in others if Grid(sheet).header_row(headers) is not None]


def holds_table(book: Book, layout: Layout) -> bool:
    """Whether a workbook has the table of this form: the header names its own period, where no other form does.

    The column of a year's figures would not do: a later form has it too, among the earlier years. Its target does;
    what is followed has no targets, and calls its own quarter otherwise than an earlier one. A table of pledges has
    neither, and no figures but those of its own year.
    """
    told = {column.key: column.header for column in layout.columns}
    own = next(told[key] for key in ("target", "quarter", "value") if key in told)
    return any(plain(own) in Grid(sheet).words for sheet in candidates(book, layout))


def find_table(
    book: Book, regime: Regime, layout: Layout, names: dict[str, CellRef]
) -> tuple[Table | None, list[Finding]]:
    """The indicator table and what is odd about it; None where there is none, or more than one."""
    found = candidates(book, layout)
    if len(found) != 1:
        if not found:
            return None, [forms.TABLE_MISSING.found(name=ENTRIES, **words_of(regime))]
        places = "、".join(f"“{sheet.name}”" for sheet in found)
        return None, [forms.TABLE_TWICE.found(count=len(found), places=places, **words_of(regime))]
    finder = _Finder(Grid(found[0]), regime, layout, names)
    return finder.table, finder.findings


class _Finder:
    def __init__(self, grid: Grid, regime: Regime, layout: Layout, names: dict[str, CellRef]) -> None:
        self.grid, self.regime, self.layout = grid, regime, layout
        self.findings: list[Finding] = []
        self.names = {plain(i.name): i.no for i in (*regime.measured(), *regime.indicators)}
        self.named = {
            slot: at
            for slot in layout.places
            if slot.owner == "indicator"
            and (at := names.get(slot.name.lower())) is not None
            and plain(at.sheet) == plain(grid.sheet.name)
        }
        headers = [column.header for column in layout.columns]
        self.table = Table(grid, grid.header_row(headers))
        if self.table.header_row is None:
            self.findings.append(forms.HEADER_LOST.found(sheet=grid.sheet.name))
        for column in layout.columns:
            self.table.columns[column.key] = self._column(column)
        self._without_earlier()
        self.numbered = self._numbered()
        for no in layout.rows:
            self.table.rows[no] = self._row(no)
        self._unknown_rows()

    def _without_earlier(self) -> None:
        """The columns of earlier quarters that are gone: told once. A name left behind points at a blank column."""
        row, columns = self.table.header_row, self.table.columns
        earlier = [c for c in self.layout.columns if c.role == "earlier" and c.part != "value"]
        filled = {column for (_, column), cell in self.grid.cells.items() if cell.value not in (None, "")}
        gone = [c for c in earlier if columns[c.key] is None or columns[c.key] not in filled] if row else []
        if gone:
            keys = {column.key for column in gone}
            columns.update(dict.fromkeys(keys))
            single = forms.COLUMN_MISSING.code
            self.findings = [one for one in self.findings if one.code != single or one.field not in keys]
            names = "、".join(f"“{column.header}”" for column in gone)
            sheet, count = self.grid.sheet.name, len(gone)
            self.findings.append(forms.EARLIER_GONE.found(sheet=sheet, field=gone[0].key, names=names, count=count))

    def _column(self, column: Column) -> int | None:
        header_row = self.table.header_row
        found = self.grid.columns_of(column.header, header_row) if header_row else []
        if len(found) == 1:
            return found[0]
        if found and header_row:
            at = self.grid.ref(header_row, found[0])
            places = "、".join(self.grid.ref(header_row, number).a1 for number in found)
            self.findings.append(
                forms.COLUMN_TWICE.found(at, field=column.key, name=column.header, count=len(found), places=places)
            )
            return None
        if column.role == "recomputed":
            return None  # the form's own formulas; nothing is read there
        if column.role in ("no", "name") and header_row is None:
            return self._by_content(column)
        named = {
            at.column for slot, at in self.named.items() if (slot.part, slot.period) == (column.part, column.period)
        }
        if len(named) == 1 and not self._is_another(*named):
            return named.pop()
        if header_row is not None and column.role not in ("to_date", "verified", "difference", "no"):
            rule = forms.COLUMN_MISSING if column.part else forms.PRINTED_LOST
            self.findings.append(rule.found(sheet=self.grid.sheet.name, field=column.key, name=column.header))
        return None

    def _is_another(self, number: int) -> bool:
        """Whether a column bears the header of some column of this table, which a stale name overlooks."""
        if self.table.header_row is None:
            return False
        cell = self.grid.at(self.table.header_row, number)
        headers = {plain(column.header) for column in self.layout.columns}
        return cell is not None and plain(str(cell.value)) in headers

    def _by_content(self, column: Column) -> int | None:
        """Without a header: the column where most numbers, or names, of this table stand."""
        known = set(self.layout.rows)
        counts: dict[int, int] = {}
        for (_, number), cell in self.grid.cells.items():
            is_number = column.role == "no" and cell.kind == "text" and str(cell.value) in known
            if is_number or (column.role == "name" and self._whose(str(cell.value))):
                counts[number] = counts.get(number, 0) + 1
        return max(counts, key=lambda number: counts[number], default=None)

    def _numbered(self) -> dict[str, list[int]]:
        column = self.table.columns["no"]
        return self.grid.numbered_rows(column, self.table.header_row or 0) if column else {}

    def _row(self, no: str) -> int | None:
        rows = self.numbered.get(no, [])
        clause = self.regime.indicator(no).clause
        if len(rows) > 1:
            places = "、".join(f"第{row}行" for row in rows)
            self.findings.append(
                forms.ROW_TWICE.found(
                    self.grid.ref(rows[0], 1), indicator=no, clause=clause, count=len(rows), places=places
                )
            )
            return None
        if rows:
            return self._agreed(no, rows[0], clause)
        taken = {row for same in self.numbered.values() for row in same}
        by_name = [row for row in self._rows_named(no) if row not in taken]
        if len(by_name) == 1:
            return by_name[0]
        named = {at.row for slot, at in self.named.items() if slot.key == no}
        if len(named) == 1 and not named & taken and not any(self._name_in(row) for row in named):
            return named.pop()
        self.findings.append(forms.ROW_MISSING.found(sheet=self.grid.sheet.name, indicator=no, clause=clause))
        return None

    def _agreed(self, no: str, row: int, clause: str) -> int | None:
        """The row of a number, unless the name beside it is another indicator's."""
        text = self._name_in(row)
        whose = self._whose(text) if text else no
        if whose == no:
            return row
        at = self.grid.ref(row, self.table.columns["name"] or 1)
        seen = self.regime.indicator(no).name
        if whose is None:
            self.findings.append(forms.NAME_CHANGED.found(at, indicator=no, clause=clause, raw=text, printed=seen))
            return row
        self.findings.append(forms.NUMBER_CONTRADICTS.found(at, indicator=no, clause=clause, raw=text, whose=whose))
        return None

    def _name_in(self, row: int) -> str:
        column = self.table.columns["name"]
        cell = self.grid.at(row, column) if column else None
        return "" if cell is None else str(cell.value)

    def _rows_named(self, no: str) -> Iterable[int]:
        column = self.table.columns["name"]
        below = self.table.header_row or 0
        return [
            row for row, at in self.grid.cells if at == column and row > below and self._whose(self._name_in(row)) == no
        ]

    def _whose(self, text: str) -> str | None:
        """The indicator whose name a text begins with; the longest name where several do."""
        seen = plain(text)
        best = max((name for name in self.names if seen.startswith(name)), key=len, default=None)
        return self.names[best] if best is not None else None

    def _unknown_rows(self) -> None:
        column = self.table.columns["no"]
        for no, rows in self.numbered.items():
            if no not in self.layout.rows and column:
                self.findings.append(forms.ROW_UNKNOWN.found(self.grid.ref(rows[0], column), raw=no))
