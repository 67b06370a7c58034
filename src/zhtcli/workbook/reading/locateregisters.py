"""Cells of a workbook -> the rows of its registers: sheets by name or header, columns by header, every row below.

Nothing is filled down, and nothing is left out without a word. What the rows come to is judged later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zhtcli.core.catalogue import forms
from zhtcli.core.catalogue import registers as rules
from zhtcli.core.finding import CellRef, Finding, column_letters
from zhtcli.core.forms.layout import COVER, ENTRIES, GUIDE, IDENTITY, REGISTER_PREFIX, SELF_CHECK, Layout, RegisterTable
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.registers.cellfindings import CellFindings
from zhtcli.core.rules.regime import Regime, Register, RegisterColumn
from zhtcli.workbook.files.book import Book, Sheet
from zhtcli.workbook.reading.columnvalues import read_column
from zhtcli.workbook.reading.grid import sheet_named
from zhtcli.workbook.reading.listheader import SEARCHED_ROWS, Header, find_header
from zhtcli.workbook.reading.listrows import ListRows, merged_areas, rows_below, spans
from zhtcli.workbook.reading.plainname import plain
from zhtcli.workbook.reading.understood import expected_of

_LIKE_ENOUGH = 0.6
"""So much of a register's header makes a sheet of another name that register."""
_MOST_NAMED = 12


def locate_registers(book: Book, regime: Regime, layout: Layout) -> tuple[dict[str, RegisterRows], list[Finding]]:
    """The registers that have rows, by key, and what is to be said about sheets, columns and cells."""
    findings: list[Finding] = []
    registers: dict[str, RegisterRows] = {}
    for key, sheet in _sheets(book, layout, findings).items():
        rows = _read(sheet, regime, layout.registers[key], findings)
        if rows is not None:
            registers[key] = rows
    return registers, findings


def _sheets(book: Book, layout: Layout, findings: list[Finding]) -> dict[str, Sheet]:
    """Register -> its sheet, by name, else by a header that fits one register better than any other."""
    found = {key: sheet for key, table in layout.registers.items() if (sheet := sheet_named(book, table.sheet))}
    lost = {key: table for key, table in layout.registers.items() if key not in found}
    house = {plain(name) for name in (COVER, GUIDE, ENTRIES, SELF_CHECK, IDENTITY)}
    taken = {sheet.name for sheet in found.values()}
    free = [sheet for sheet in book.sheets if plain(sheet.name) not in house and sheet.name not in taken]
    for key, sheet in _by_header(lost, free) if lost else ():
        found[key] = sheet
        findings.append(rules.SHEET_RENAMED.found(sheet=sheet.name, register=key, name=layout.registers[key].sheet))
    if not found and layout.has_table:
        findings += [rules.NO_SHEETS.found()] if layout.registers else []
        return {}
    findings += [
        rules.SHEET_MISSING.found(register=key, name=table.sheet, clause=table.register.clause)
        for key, table in lost.items()
        if key not in found
    ]
    read = {sheet.name for sheet in found.values()}
    findings += [
        rules.SHEET_STRAY.found(sheet=sheet.name)
        for sheet in free
        if sheet.name not in read
        and (sheet.single or sheet.columns)
        and plain(sheet.name).startswith(plain(REGISTER_PREFIX))
    ]
    return {key: found[key] for key in layout.registers if key in found}


def _by_header(lost: Mapping[str, RegisterTable], free: Iterable[Sheet]) -> Iterator[tuple[str, Sheet]]:
    likeness: list[tuple[float, str, Sheet]] = []
    for sheet in free:
        shares = {
            key: len(header.columns) / len(table.register.columns)
            for key, table in lost.items()
            if (header := find_header(sheet, table.register)) is not None
        }
        best = max(shares.values(), default=0.0)
        keys = [key for key, share in shares.items() if share == best]
        if best >= _LIKE_ENOUGH and len(keys) == 1:
            likeness.append((best, keys[0], sheet))
    given: set[str] = set()
    for _, key, sheet in sorted(likeness, key=lambda like: -like[0]):
        if key not in given:
            given.add(key)
            yield key, sheet


def _read(sheet: Sheet, regime: Regime, table: RegisterTable, findings: list[Finding]) -> RegisterRows | None:
    register = table.register
    header = find_header(sheet, register)
    if header is None:
        findings.append(
            rules.HEADER_MISSING.found(
                sheet=sheet.name, register=register.key, rows=SEARCHED_ROWS, clause=register.clause
            )
        )
        return None
    found = rows_below(sheet, header)
    _tell_columns(sheet, register, header, found, findings)
    if not found.numbers:
        return None
    index_of = {number: index for index, number in enumerate(found.numbers)}
    columns = [column for column in register.columns if column.key in header.columns]
    read = {c.key: read_column(found.columns[c.key], index_of, expected_of(c)) for c in columns}
    rows = RegisterRows(
        register=register.key,
        sheet=sheet.name,
        numbers=found.numbers,
        values={key: column.values for key, column in read.items()},
        positions=dict(header.columns),
        texts={key: column.texts for key, column in read.items() if column.texts},
    )
    areas = merged_areas(sheet, header, found)
    findings += [
        rules.MERGED_CELLS.found(area.at, register=register.key, clause=register.clause, range=area.range)
        for area in areas
    ]
    covered = frozenset[tuple[int, int]]().union(*(area.covered for area in areas))
    about = CellFindings(regime, register, rows)
    for column in columns:
        for index, understood in read[column.key].remarked:
            for remark in understood.remarks:
                findings.append(about.found(remark.rule, column, index, understood.raw, **remark.words))
        if column.required:
            rule = rules.MISSING_KEY if column.key in (register.dated, "indicator") else rules.INCOMPLETE
            for index in _blanks(rows, column, covered):
                line = rows.numbers[index]
                findings.append(about.found(rule, column, index, label=column.label, line=line))
    _tell_hidden(sheet, register, header, found, findings)
    return rows


def _tell_columns(sheet: Sheet, register: Register, header: Header, found: ListRows, findings: list[Finding]) -> None:
    """What is wrong with the columns, where the register holds anything at all."""
    if found.foreign:
        names = [header.unplaced.get(number) or f"{column_letters(number)}列" for number in found.foreign]
        more = "等" if len(names) > _MOST_NAMED else ""
        told = "、".join(showable(plain(name)) for name in names[:_MOST_NAMED]) + more
        at = CellRef(sheet.name, header.row, found.foreign[0])
        findings.append(rules.COLUMNS_UNKNOWN.found(at, register=register.key, names=told))
    if not found.numbers:
        return
    absent = [c for c in register.columns if c.key not in header.columns and c.key not in header.twice]
    for column in absent:
        if column.required:
            findings.append(
                rules.COLUMN_MISSING.found(
                    sheet=sheet.name,
                    register=register.key,
                    field=column.key,
                    name=column.label,
                    clause=register.clause,
                )
            )
    if names := [column.label for column in absent if not column.required]:
        findings.append(rules.COLUMNS_LEFT_OUT.found(sheet=sheet.name, register=register.key, names="”“".join(names)))
    for key, numbers in header.twice.items():
        at = CellRef(sheet.name, header.row, numbers[0])
        findings.append(
            rules.COLUMN_TWICE.found(
                at,
                register=register.key,
                field=key,
                clause=register.clause,
                count=len(numbers),
                name=register.column(key).label,
                places="、".join(f"{column_letters(number)}列" for number in numbers),
            )
        )
    if found.remarks:
        at = CellRef(sheet.name, found.remarks[0], min(header.columns.values()))
        findings.append(rules.REMARKS_SKIPPED.found(at, register=register.key, rows=spans(found.remarks)))
    if found.totals:
        at = CellRef(sheet.name, found.totals[0], min(header.columns.values()))
        findings.append(rules.TOTALS_SKIPPED.found(at, register=register.key, rows=spans(found.totals)))


def _blanks(rows: RegisterRows, column: RegisterColumn, covered: frozenset[tuple[int, int]]) -> Iterator[int]:
    """Rows where a column holds nothing, except where a merged cell explains it."""
    texts, place = rows.texts.get(column.key, {}), rows.positions[column.key]
    for index, value in enumerate(rows.values[column.key]):
        if value is None and index not in texts and (rows.numbers[index], place) not in covered:
            yield index


def _tell_hidden(sheet: Sheet, register: Register, header: Header, found: ListRows, findings: list[Finding]) -> None:
    """Filtered rows are hidden rows; they are read as any others."""
    rows = sorted(set(found.numbers).intersection(sheet.hidden_rows))
    filled = {place for key, place in header.columns.items() if found.columns[key].rows}
    columns = sorted(filled.intersection(sheet.hidden_columns))
    what = [f"第{spans(rows)}行"] if rows else []
    what += [f"{'、'.join(map(column_letters, columns))}列"] if columns else []
    if sheet.visibility != "visible":
        what = ["整页"]
    if what:
        findings.append(forms.HIDDEN_ROWS.found(sheet=sheet.name, register=register.key, what="、".join(what)))
