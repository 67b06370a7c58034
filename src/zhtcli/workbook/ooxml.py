"""xlsx, xlsm and xltx: values from python-calamine, the rest from the package itself.

openpyxl takes over where calamine would fail or be misled: a package it refuses, parts in UTF-16 (it reads
nothing and says nothing), and cells so far out that it would ask for memory by the gigabyte.
"""

from __future__ import annotations

import datetime
import io
import math
import re
import warnings
from collections.abc import Iterator

from zhtcli.core.catalogue import files
from zhtcli.core.finding import Rule, column_letters
from zhtcli.workbook.book import Book, Cell, CellKind, FileKind, Seen, Sheet
from zhtcli.workbook.numberformat import BUILTIN_EAST_ASIAN_DATE
from zhtcli.workbook.package import LAST_COLUMN, LAST_ROW, TEXT_LENGTH, Package, is_utf16
from zhtcli.workbook.packageparts import SheetPart, WorkbookParts, read_parts
from zhtcli.workbook.refused import Refused
from zhtcli.workbook.scan import SheetScan, scan_sheet

# calamine lays a sheet out as a full rectangle of some 32 bytes a cell, whatever is in it.
RECTANGLE = 10_000_000

Value = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta
Placed = tuple[int, int, Value]

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PICTURE = re.compile(r"=(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
_FEATURE_RULES = {
    "macros": files.MACROS,
    "external_links": files.EXTERNAL_LINKS,
    "embedded_objects": files.EMBEDDED_OBJECTS,
    "signature": files.SIGNATURE,
    "connections": files.CONNECTIONS,
    "date1904": files.DATE_1904,
}


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
        sheets = _by_openpyxl(data, parts, scans, seen)
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


def far_cell(sheet: str, row: int, column: int, count: int) -> Seen:
    words: dict[str, str | int | float] = {
        "cell": f"{column_letters(column)}{row}",
        "count": count,
        "columns": LAST_COLUMN,
        "rows": LAST_ROW,
    }
    return Seen(files.FAR_CELL.code, words, sheet, row, column)


def features_seen(features: list[str]) -> list[Seen]:
    """What was seen in the file and left alone, a finding each."""
    return [Seen(_FEATURE_RULES[feature].code) for feature in features]


def _by_calamine(
    data: bytes, parts: WorkbookParts, scans: list[SheetScan], seen: list[Seen]
) -> list[Sheet] | None:
    """None if calamine cannot read the workbook, or gives nothing where the scan saw values."""
    from python_calamine import CalamineWorkbook

    long_texts: list[Seen] = []
    sheets = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        order = workbook.sheet_names
        for part, scan in zip(parts.sheets, scans, strict=True):
            sheet = workbook.get_sheet_by_index(order.index(part.name))
            cells = joined(_placed(sheet.to_python(skip_empty_area=False)), scan, part.name, long_texts)
            if len(cells) < scan.certain or scan.filled and not cells and scan.certain:
                return None
            sheets.append(_sheet(part, scan, cells))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # its PanicException is no Exception; what went wrong does not matter, openpyxl is next
        return None
    seen.extend(long_texts)
    return sheets


def _placed(rows: list[list[Value]]) -> Iterator[Placed]:
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                yield row, column, value


def _by_openpyxl(data: bytes, parts: WorkbookParts, scans: list[SheetScan], seen: list[Seen]) -> list[Sheet]:
    """Cell by cell, never by the rectangle; whatever it raises ends the reading of the file."""
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    epoch = CALENDAR_MAC_1904 if parts.date1904 else CALENDAR_WINDOWS_1900
    sheets = []
    for part, scan in zip(parts.sheets, scans, strict=True):
        placed: list[Placed] = []
        for (row, column), cell in sorted(workbook[part.name]._cells.items()):
            value = cell.value
            if value is None or row > LAST_ROW or column > LAST_COLUMN:
                continue
            if isinstance(value, str):
                value = unescaped(value)
            elif type(value) in (int, float) and cell._style.numFmtId in BUILTIN_EAST_ASIAN_DATE:
                value = from_excel(value, epoch) or value
            if isinstance(value, str | int | float | datetime.date | datetime.time | datetime.timedelta):
                placed.append((row, column, value))
        sheets.append(_sheet(part, scan, joined(iter(placed), scan, part.name, seen)))
    return sheets


def unescaped(text: str) -> str:
    """`_x000D_` and the like as the characters they stand for (ECMA-376 part 1, 22.4.2.4), surrogates left."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)

    return _ESCAPE.sub(character, text)


def joined(placed: Iterator[Placed], scan: SheetScan, sheet: str, seen: list[Seen]) -> list[Cell]:
    """A reader's values and the scan's marks as cells in reading order."""
    cells: list[Cell] = []
    marks = {row: dict(columns) for row, columns in scan.marks.items()}
    add = cells.append
    for row, column, value in placed:
        of_row = marks.get(row)
        mark = of_row.pop(column, None) if of_row else None
        if mark is None:
            add(plain_cell(row, column, value, sheet, seen))
        elif not mark.has_no_value:
            text = unescaped(value) if mark.is_text and isinstance(value, str) else value
            add(plain_cell(row, column, text, sheet, seen, mark.formula, mark.percent))
        else:
            of_row = marks.setdefault(row, {})
            of_row[column] = mark
    left = [(row, column, mark) for row, columns in marks.items() for column, mark in columns.items()]
    for row, column, mark in left:
        if mark.error:
            add(Cell(row, column, "error", mark.error, mark.formula, mark.percent))
        elif mark.picture:
            add(Cell(row, column, "picture", "#VALUE!", mark.formula, mark.percent))
        elif mark.uncached:
            add(Cell(row, column, "uncached", None, mark.formula, mark.percent))
        elif mark.formula or mark.is_text:
            add(Cell(row, column, "text", "", mark.formula, mark.percent))
    if left:
        cells.sort(key=lambda cell: (cell.row, cell.column))
    return cells


def plain_cell(
    row: int, column: int, value: Value, sheet: str, seen: list[Seen], formula: str = "", percent: bool = False
) -> Cell:
    """A value as a cell. Times of day and durations become text, and so does a number that is none (NaN, infinity).

    Text beyond 32,767 characters is cut, with a finding.
    """
    kind: CellKind
    told: str | float | bool
    if isinstance(value, str):
        kind, told = "text", value
        if len(value) > TEXT_LENGTH:
            words: dict[str, str | int | float] = {"length": len(value), "limit": TEXT_LENGTH}
            seen.append(Seen(files.LONG_TEXT.code, words, sheet, row, column))
            told = value[:TEXT_LENGTH]
        if value.startswith("=") and _PICTURE.match(value):
            kind = "picture"
    elif isinstance(value, bool):
        kind, told = "boolean", value
    elif isinstance(value, int | float):
        kind, told = ("number", float(value)) if math.isfinite(value) else ("text", str(value))
    elif isinstance(value, datetime.date):
        kind, told = "date", iso_date(value)
    elif isinstance(value, datetime.time):
        kind, told = "text", value.isoformat(timespec="seconds")
    else:
        kind, told = "text", duration(value)
    return Cell(row, column, kind, told, formula, percent)


def iso_date(value: datetime.date) -> str:
    """`2026-03-15`, with `T09:30:00` if there is a time of day; fractions of a second are rounding noise."""
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    if value.microsecond >= 500_000 and value < datetime.datetime.max.replace(microsecond=0):
        value += datetime.timedelta(seconds=1)
    value = value.replace(microsecond=0)
    return value.isoformat() if value.time() != datetime.time() else value.date().isoformat()


def duration(value: datetime.timedelta) -> str:
    """Hours, minutes and seconds as `[h]:mm:ss` shows them."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _sheet(part: SheetPart, scan: SheetScan, cells: list[Cell]) -> Sheet:
    return Sheet(
        name=part.name,
        visibility=part.visibility,
        cells=cells,
        merged=scan.merged,
        hidden_rows=sorted(set(scan.hidden_rows)),
        hidden_columns=sorted(scan.hidden_columns),
    )


__all__ = ["Rule", "read_ooxml"]
