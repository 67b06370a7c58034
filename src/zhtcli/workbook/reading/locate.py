"""Cells of a workbook -> a submission: each datum found by what identifies it, never by its address.

An indicator's datum stands where its number's row meets its header's column; a field stands to the right of
its label. Defined names serve where number, header or label were lost. What is found twice is not chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from zhtcli.core.catalogue import forms
from zhtcli.core.finding import CellRef, Finding, column_letters
from zhtcli.core.forms.layout import COVER, Layout, Place, Slot
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.forms.tablecolumns import GROWTHS, UNIT_HEADER
from zhtcli.core.rules.kinds import Quotient, Ratio
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook.files.book import Book, Cell
from zhtcli.workbook.reading.cells import understand
from zhtcli.workbook.reading.grid import Grid, named_cells, sheet_named
from zhtcli.workbook.reading.identity import Identity
from zhtcli.workbook.reading.locateregisters import locate_registers
from zhtcli.workbook.reading.locatetable import Table, find_table
from zhtcli.workbook.reading.plainname import plain
from zhtcli.workbook.reading.understood import Expected


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


def _locate_fields(search: _Search) -> None:
    by_sheet: dict[str, list[tuple[Slot, Place]]] = {}
    for slot, place in search.layout.places.items():
        if slot.owner == "field":
            by_sheet.setdefault(place.at.sheet, []).append((slot, place))
    for sheet, fields in by_sheet.items():
        grid = search.grid(sheet)
        if grid is None and (sheet == COVER or not any(_named(search, slot) for slot, _ in fields)):
            search.findings.append(forms.SHEET_MISSING.found(name=sheet))
        for slot, place in fields:
            _locate_field(search, slot, place, grid)


def _locate_field(search: _Search, slot: Slot, place: Place, grid: Grid | None) -> None:
    named = _named(search, slot)
    beside = [(row, column + 1) for row, column in (grid.words.get(plain(place.label), []) if grid is not None else [])]
    if named and (not beside or (named.row, named.column) in beside):
        _take(search, place, named, search.grids[named.sheet])
    elif beside and grid is not None:
        _take(search, place, grid.ref(*beside[0]), grid)
    elif grid is not None:
        search.findings.append(forms.FIELD_CELL_MISSING.found(sheet=place.at.sheet, field=slot.key, name=place.label))


def _locate_indicators(search: _Search) -> None:
    layout = search.layout
    if not layout.has_table:
        return
    table, about = find_table(search.book, search.regime, layout, search.names)
    search.findings += about
    if table is None:
        return
    grid = table.grid
    search.grids[grid.sheet.name] = grid
    search.columns = table.columns
    keys = {(c.part, c.period): c.key for c in layout.columns if c.part and c.role != "recomputed"}
    for no, row in table.rows.items():
        for place in layout.indicator_places(no):
            column = table.columns[keys[place.slot.part, place.slot.period]]
            if row and column:
                _take(search, place, grid.ref(row, column), grid)
    _check_units(search, table)
    for no, key in layout.printed:
        row, column = table.rows[no], table.columns[key]
        if row and column:
            search.printed[no, key] = _printed(grid.at(row, column), search, no, key, grid.ref(row, column))


def _check_units(search: _Search, table: Table) -> None:
    """Units that a table prints in a column of their own; figures in another unit would be taken at their word."""
    column = table.columns.get("unit")
    for no, row in table.rows.items() if column else ():
        cell = table.grid.at(row, column) if row and column else None
        printed = search.regime.indicator(no).unit
        if row and column and cell is not None and plain(str(cell.value)) not in ("", plain(printed)):
            search.findings.append(
                forms.EDITED.found(
                    table.grid.ref(row, column),
                    indicator=no,
                    field="unit",
                    raw=str(cell.value),
                    clause=search.regime.indicator(no).clause,
                    name=UNIT_HEADER,
                    printed=printed,
                )
            )


def _take(search: _Search, place: Place, at: CellRef, grid: Grid) -> None:
    cell = grid.at(at.row, at.column)
    own_formula = cell is not None and _computes_ratio(search, place, cell)
    if cell is not None and ((own_formula and cell.kind != "number") or _empty_ratio_of_xls(search, place, cell, grid)):
        search.entries[place.slot] = Entry(place.slot, "blank", None, "", at, formula=True)
        return
    growth = place.slot.part in GROWTHS
    understood = understand(cell, Expected(place.type, place.unit, place.choices, growth))
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
    if slot.owner != "indicator" or slot.part != search.layout.own_part or not _part_columns(search):
        return False
    measure = search.regime.indicator(slot.key).measure
    return isinstance(measure, Ratio | Quotient) and slot.period == search.layout.form.span


def _part_columns(search: _Search) -> list[int]:
    """The columns of numerator and denominator, or none where one of them was not found."""
    columns = [column for part in ("numerator", "denominator") if (column := search.columns.get(part))]
    return columns if len(columns) == 2 else []


def _printed(cell: Cell | None, search: _Search, no: str, key: str, at: CellRef) -> Entry:
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
                for entry in inside:
                    if entry is not first:
                        search.entries[entry.slot] = replace(entry, state="unreadable", value=None)


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
