"""xlsx, xlsm and xltx: values from python-calamine, the rest from the package itself.

openpyxl takes over where calamine would fail or be misled: a package it refuses, parts in UTF-16 (it reads
nothing and says nothing), and cells so far out that it would ask for memory by the gigabyte.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from math import isfinite

from zhtcli.core.catalogue import files
from zhtcli.workbook.files.book import Book, Cell, FileKind, PlainColumn, Seen, Sheet
from zhtcli.workbook.files.limits import RECTANGLE, TEXT_LENGTH
from zhtcli.workbook.files.package import Package, is_utf16
from zhtcli.workbook.files.packageparts import SheetPart, WorkbookParts, read_parts
from zhtcli.workbook.files.plaincolumns import plain_columns
from zhtcli.workbook.files.rawcells import Value, far_cell, features_seen, raw_cell, unescaped
from zhtcli.workbook.files.refused import Refused
from zhtcli.workbook.files.scan import PERCENT, Mark, SheetScan, scan_sheet
from zhtcli.workbook.files.secondreader import read_rows

_NONE: dict[int, Mark] = {}


def read_ooxml(package: Package, data: bytes, kind: FileKind) -> tuple[Book, list[Seen]]:
    """The book in a package that has passed its preflight. Refused if no reader can make it out."""
    parts = read_parts(package)
    scans: list[SheetScan] = []
    misleading = False
    for sheet in parts.sheets:
        content = package.part(sheet.part)
        if not content:
            raise Refused(files.DAMAGED)
        misleading = misleading or is_utf16(content)
        scans.append(scan_sheet(content, sheet.part, parts, sum(scan.filled for scan in scans)))
        package.drop(sheet.part)
    far = any(scan.far_count or scan.last_row * scan.last_column > RECTANGLE for scan in scans)
    seen = far_cells(parts.sheets, scans) + features_seen(parts.features)
    sheets: list[Sheet] | None = None
    reader = "python-calamine"
    if not (far or misleading):
        sheets = _by_calamine(data, parts, scans, seen)
    if sheets is None:
        reader = "openpyxl"
        if not far:
            seen.append(Seen(files.SECOND_READER.code))
        sheets = _by_openpyxl(package, data, parts, scans, seen)
    book = Book(
        kind=kind,
        sheets=sheets,
        names=parts.names,
        properties=parts.properties,
        features=parts.features,
        reader=reader,
        application=parts.application,
    )
    return book, seen


def far_cells(sheets: list[SheetPart], scans: list[SheetScan]) -> list[Seen]:
    """One finding for each sheet with content out of bounds, placed at the first such cell."""
    return [
        far_cell(sheet.name, scan.far[0], scan.far[1], scan.far_count)
        for sheet, scan in zip(sheets, scans, strict=True)
        if scan.far
    ]


def _by_calamine(data: bytes, parts: WorkbookParts, scans: list[SheetScan], seen: list[Seen]) -> list[Sheet] | None:
    """None if calamine cannot read the workbook, or gives nothing where the scan saw values."""
    from python_calamine import CalamineWorkbook

    long_texts: list[Seen] = []
    sheets = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        order = workbook.sheet_names
        for part, scan in zip(parts.sheets, scans, strict=True):
            sheet = workbook.get_sheet_by_index(order.index(part.name))
            first = sheet.start[1] + 1 if sheet.start else 1  # its rows start at row 1, but at the first used column
            columns, rows = plain_columns(sheet.iter_rows(), first, scan)
            cells, given = joined(rows, scan, part.name, long_texts)
            if scan.shows_loss(given + sum(len(one.places) - one.places.count(-1) for one in columns)):
                return None
            sheets.append(_sheet(part, scan, cells, columns))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 (its PanicException is no Exception; whatever it was, openpyxl is next)
        return None
    seen.extend(long_texts)
    return sheets


def _by_openpyxl(
    package: Package, data: bytes, parts: WorkbookParts, scans: list[SheetScan], seen: list[Seen]
) -> list[Sheet]:
    """Refused for what openpyxl would read as empty sheets without a word: strict files above all."""
    if parts.strict:
        raise Refused(files.UNREADABLE)
    wanted = [(package.own_name(part.part), scan.last_row) for part, scan in zip(parts.sheets, scans, strict=True)]
    sheets = []
    for part, scan, rows in zip(parts.sheets, scans, read_rows(data, wanted, parts.date1904), strict=True):
        cells, given = joined(rows, scan, part.name, seen)
        if given < scan.certain:
            raise Refused(files.UNREADABLE)
        sheets.append(_sheet(part, scan, cells))
    return sheets


def joined(
    rows: Iterable[Iterable[tuple[int, Value]]], scan: SheetScan, sheet: str, seen: list[Seen]
) -> tuple[list[Cell], int]:
    """A reader's rows and the scan's marks as cells in reading order, and how many the reader gave.

    A row is (column, value) pairs; rows come from the first on, the empty ones too. Plain text and numbers
    are made here and not by `raw_cell`, since a sheet has many of them.
    """
    cells: list[Cell] = []
    add = cells.append
    left = {row: dict(columns) for row, columns in scan.marks.items()}
    for row, values in enumerate(rows, start=1):
        of_row = left.get(row, _NONE)
        for column, value in values:
            if value == "":
                continue
            mark = of_row.get(column)
            if mark is None or mark is PERCENT:
                if mark is not None:
                    del of_row[column]
                if isinstance(value, str) and len(value) <= TEXT_LENGTH and value[0] != "=":
                    add(Cell(row, column, "text", value, "", mark is not None))
                elif isinstance(value, float) and isfinite(value):
                    add(Cell(row, column, "number", value, "", mark is not None))
                else:
                    add(raw_cell(row, column, value, sheet, seen, percent=mark is not None))
            elif not mark.has_no_value:
                del of_row[column]
                text = unescaped(value) if mark.is_text and isinstance(value, str) else value
                add(raw_cell(row, column, text, sheet, seen, mark.formula, mark.percent))
    given = len(cells)
    for row, columns in left.items():
        for column, mark in columns.items():
            if mark.error:
                add(Cell(row, column, "error", mark.error, mark.formula, mark.percent))
            elif mark.picture:
                add(Cell(row, column, "picture", "#VALUE!", mark.formula, mark.percent))
            elif mark.uncached or not mark.is_text:
                add(Cell(row, column, "uncached", None, mark.formula, mark.percent))
            else:
                add(Cell(row, column, "text", "", mark.formula, mark.percent))
    if len(cells) > given:
        cells.sort(key=lambda cell: (cell.row, cell.column))
    return cells, given


def _sheet(part: SheetPart, scan: SheetScan, cells: list[Cell], columns: Sequence[PlainColumn] = ()) -> Sheet:
    return Sheet(
        name=part.name,
        visibility=part.visibility,
        single=cells,
        merged=scan.merged,
        hidden_rows=sorted(set(scan.hidden_rows)),
        hidden_columns=sorted(scan.hidden_columns),
        columns=list(columns),
    )
