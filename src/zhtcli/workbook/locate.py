"""Cells of a workbook -> a submission: each datum found by what identifies it, never by its address.

An indicator's datum stands where its number's row meets its header's column; a field stands to the right of
its label. Defined names serve where number, header or label were lost. What is found twice is not chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from zhtcli.core.catalogue import forms
from zhtcli.core.finding import CellRef, Finding, column_letters
from zhtcli.core.kinds import Ratio
from zhtcli.core.layout import COVER, ENTRIES, Column, Layout, Place, Slot
from zhtcli.core.regime import Regime
from zhtcli.core.submission import Entry, Submission
from zhtcli.workbook.book import Book, Cell
from zhtcli.workbook.cells import understand
from zhtcli.workbook.grid import Grid, named_cells, sheet_named
from zhtcli.workbook.identity import Identity
from zhtcli.workbook.locateregisters import locate_registers
from zhtcli.workbook.plainname import plain
from zhtcli.workbook.understood import Expected


@dataclass
class _Search:
    """What has been found so far in one workbook."""

    book: Book
    regime: Regime
    layout: Layout
    names: dict[str, CellRef]
    grids: dict[str, Grid]
    entries: dict[Slot, Entry] = field(default_factory=dict)
    printed: dict[tuple[str, str], Entry] = field(default_factory=dict)
    columns: dict[str, int | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def grid(self, sheet: str) -> Grid | None:
        found = sheet_named(self.book, sheet)
        return self.grids.setdefault(found.name, Grid(found)) if found else None


def locate(
    book: Book, regime: Regime, layout: Layout, identity: Identity, *, file: str, sha256: str, findings: list[Finding]
) -> Submission:
    """The submission that a workbook holds; `findings` are what its reading brought up already."""
    search = _Search(book, regime, layout, named_cells(book), {}, findings=list(findings))
    _locate_fields(search)
    _locate_indicators(search)
    _check_merged(search)
    _check_hidden(search)
    registers, about_registers = locate_registers(book, regime, layout)
    return Submission(
        file=file,
        sha256=sha256,
        form=layout.form,
        version=identity.version,
        digest=identity.digest,
        role=identity.role,
        entries=search.entries,
        printed=search.printed,
        registers=registers,
        findings=(*search.findings, *about_registers),
    )


def holds_indicators(book: Book, layout: Layout) -> bool:
    """Whether a workbook has the indicator table of this layout, whatever its sheet is called."""
    return _entry_grid(book, layout) is not None


def _locate_fields(search: _Search) -> None:
    grid = search.grid(COVER)
    if grid is None:
        search.findings.append(forms.SHEET_MISSING.found(name=COVER))
    for slot, place in search.layout.places.items():
        if slot.owner != "field":
            continue
        named = _named(search, slot)
        beside = [
            (row, column + 1) for row, column in (grid.words.get(plain(place.label), []) if grid is not None else [])
        ]
        if named and (not beside or (named.row, named.column) in beside):
            _take(search, place, named, search.grids[named.sheet])
        elif beside and grid is not None:
            _take(search, place, grid.ref(*beside[0]), grid)
        elif grid is not None:
            search.findings.append(forms.FIELD_CELL_MISSING.found(sheet=COVER, field=slot.key, name=place.label))


def _locate_indicators(search: _Search) -> None:
    layout = search.layout
    grid = _entry_grid(search.book, layout)
    if grid is None:
        search.findings.append(forms.SHEET_MISSING.found(name=ENTRIES))
        return
    search.grids[grid.sheet.name] = grid
    header_row = grid.header_row(column.header for column in layout.columns) or 0
    columns = {column.key: _find_column(search, grid, column, header_row) for column in layout.columns}
    search.columns = columns
    key_column = columns["no"]
    rows = grid.numbered_rows(key_column, header_row) if key_column else {}
    for no in layout.rows:
        row = _find_row(search, grid, no, rows.get(no, []))
        for place in layout.indicator_places(no):
            key = next(c.key for c in layout.columns if (c.part, c.period) == (place.slot.part, place.slot.period))
            if row and (column := columns[key]):
                _take(search, place, grid.ref(row, column), grid)
        for (of, key), printed in layout.printed.items():
            column = columns[key]
            if of == no and row and column:
                cell = grid.at(row, column)
                search.printed[no, key] = _printed(cell, search, no, key, grid.ref(row, column), printed)
    for no, found in rows.items():
        if no not in layout.rows:
            at = grid.ref(found[0], key_column or 1)
            search.findings.append(forms.ROW_UNKNOWN.found(at, raw=no))


def _entry_grid(book: Book, layout: Layout) -> Grid | None:
    """The indicator table: the sheet of that name, else any sheet with its header row."""
    named = sheet_named(book, ENTRIES)
    sheets = [named] if named else [sheet for sheet in book.sheets if plain(sheet.name) != plain(COVER)]
    for grid in map(Grid, sheets):
        if grid.header_row(column.header for column in layout.columns):
            return grid
    return Grid(named) if named else None


def _find_column(search: _Search, grid: Grid, column: Column, header_row: int) -> int | None:
    found = grid.columns_of(column.header, header_row)
    if len(found) == 1:
        return found[0]
    if found:
        places = "、".join(grid.ref(header_row, number).a1 for number in found)
        search.findings.append(
            forms.COLUMN_TWICE.found(
                grid.ref(header_row, found[0]), field=column.key, name=column.header, count=len(found), places=places
            )
        )
        return None
    slots = [
        s for s in search.layout.places if s.owner == "indicator" and (s.part, s.period) == (column.part, column.period)
    ]
    named = {at.column for slot in slots if (at := _named(search, slot)) and at.sheet == grid.sheet.name}
    if len(named) == 1:
        return named.pop()
    if column.part or column.role == "no":
        search.findings.append(forms.COLUMN_MISSING.found(sheet=grid.sheet.name, field=column.key, name=column.header))
    return None


def _find_row(search: _Search, grid: Grid, no: str, found: list[int]) -> int | None:
    if len(found) == 1:
        return found[0]
    clause = search.regime.indicator(no).clause
    if found:
        places = "、".join(f"第{row}行" for row in found)
        search.findings.append(
            forms.ROW_TWICE.found(
                grid.ref(found[0], 1),
                indicator=no,
                clause=clause,
                sheet=grid.sheet.name,
                count=len(found),
                places=places,
            )
        )
        return None
    named = {
        at.row
        for place in search.layout.indicator_places(no)
        if (at := _named(search, place.slot)) and at.sheet == grid.sheet.name
    }
    taken = {row for rows in [grid.numbered_rows(1, 0)] for same in rows.values() for row in same}
    if len(named) == 1 and not named & taken:
        return named.pop()
    search.findings.append(forms.ROW_MISSING.found(sheet=grid.sheet.name, indicator=no, clause=clause))
    return None


def _take(search: _Search, place: Place, at: CellRef, grid: Grid) -> None:
    cell = grid.at(at.row, at.column)
    own_formula = cell is not None and _computes_ratio(search, place, cell)
    if cell is not None and ((own_formula and cell.kind != "number") or _empty_ratio_of_xls(search, place, cell, grid)):
        search.entries[place.slot] = Entry(place.slot, "blank", None, "", at, formula=True)
        return
    understood = understand(cell, Expected(place.type, place.unit, place.choices))
    search.entries[place.slot] = Entry(
        place.slot,
        understood.state,
        understood.value,
        understood.raw,
        at,
        confirmed=understood.confirmed,
        formula=own_formula,
        text=cell is not None and cell.kind == "text",
    )
    no = place.slot.key if place.slot.owner == "indicator" else None
    for remark in understood.remarks:
        search.findings.append(
            remark.rule.found(
                at,
                indicator=no,
                field=place.slot.part if no else place.slot.key,
                raw=understood.raw,
                clause=search.regime.indicator(no).clause if no else search.regime.field(place.slot.key).clause,
                **remark.words,
            )
        )


def _computes_ratio(search: _Search, place: Place, cell: Cell) -> bool:
    """Whether a cell holds the form's own formula: one over the numerator and denominator beside it."""
    if not _is_ratio(search, place) or not cell.formula:
        return False
    formula = cell.formula.replace("$", "").upper()
    return all(f"{column_letters(column)}{cell.row}" in formula for column in _part_columns(search))


def _empty_ratio_of_xls(search: _Search, place: Place, cell: Cell, grid: Grid) -> bool:
    """Whether a 0 is what the form's formula left in an xls: there its empty result is stored so.

    An xls does not tell formulas, so a typed 0 % without its parts looks the same; it is not taken for a figure.
    """
    if search.book.kind not in ("xls", "et") or cell.value != 0 or not _is_ratio(search, place):
        return False
    parts = [grid.at(cell.row, column) for column in _part_columns(search)]
    return not all(part is not None and part.kind == "number" for part in parts)


def _is_ratio(search: _Search, place: Place) -> bool:
    slot = place.slot
    if slot.owner != "indicator" or slot.part != "value" or not _part_columns(search):
        return False
    return isinstance(search.regime.indicator(slot.key).measure, Ratio) and slot.period == search.layout.form.period


def _part_columns(search: _Search) -> list[int]:
    """The columns of numerator and denominator, or none where one of them was not found."""
    columns = [column for part in ("numerator", "denominator") if (column := search.columns.get(part))]
    return columns if len(columns) == 2 else []


def _printed(cell: Cell | None, search: _Search, no: str, key: str, at: CellRef, printed: Decimal) -> Entry:
    """A cell that the form prints; a figure that cannot be read counts as edited."""
    percent = isinstance(search.regime.indicator(no).measure, Ratio) and key != "points"
    understood = understand(cell, Expected("percent" if percent else "number"))
    slot = Slot("indicator", no)
    value = understood.value if isinstance(understood.value, Decimal) else None
    return Entry(slot, understood.state, value, understood.raw, at)


def _named(search: _Search, slot: Slot) -> CellRef | None:
    at = search.names.get(slot.name.lower())
    if at is None or (sheet := sheet_named(search.book, at.sheet)) is None:
        return None
    search.grids.setdefault(sheet.name, Grid(sheet))
    return CellRef(sheet.name, at.row, at.column)


def _check_merged(search: _Search) -> None:
    """Input cells that were merged with others: what stood in the others is gone."""
    by_place = {entry.at: entry for entry in search.entries.values() if entry.at is not None}
    for grid in search.grids.values():
        for top, left, bottom, right in grid.sheet.merged:
            inside = [
                entry
                for at, entry in by_place.items()
                if at.sheet == grid.sheet.name and top <= at.row <= bottom and left <= at.column <= right
            ]
            if len(inside) > 1:
                first = min(inside, key=lambda entry: entry.at or CellRef("", 0, 0))
                area = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
                no = first.slot.key if first.slot.owner == "indicator" else None
                search.findings.append(forms.MERGED_INPUT.found(first.at, indicator=no, range=area))


def _check_hidden(search: _Search) -> None:
    for grid in search.grids.values():
        places = [e.at for e in search.entries.values() if e.at is not None and e.at.sheet == grid.sheet.name]
        rows = sorted({at.row for at in places} & set(grid.sheet.hidden_rows))
        columns = sorted({at.column for at in places} & set(grid.sheet.hidden_columns))
        what = [f"第{'、'.join(map(str, rows))}行"] if rows else []
        what += [f"{'、'.join(map(column_letters, columns))}列"] if columns else []
        if places and grid.sheet.visibility != "visible":
            what = ["整页"]
        if what:
            search.findings.append(forms.HIDDEN_ROWS.found(sheet=grid.sheet.name, what="、".join(what)))
