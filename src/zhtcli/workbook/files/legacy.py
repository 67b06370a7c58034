"""xls and et (BIFF in a compound file): xlrd, which knows the number formats; python-calamine where xlrd fails."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Literal

from zhtcli.core.catalogue import files
from zhtcli.core.finding import column_letters
from zhtcli.workbook.files.book import Book, Cell, FileKind, Seen, Sheet, Visibility
from zhtcli.workbook.files.limits import CELLS, SHEETS
from zhtcli.workbook.files.numberformat import shows_percentage
from zhtcli.workbook.files.rawcells import Value, features_seen, raw_cell
from zhtcli.workbook.files.refused import Refused
from zhtcli.workbook.files.sniff import compound_streams

if TYPE_CHECKING:
    import xlrd
    from xlrd.book import Name
    from xlrd.sheet import Sheet as XlrdSheet

_VISIBILITY: dict[int, Visibility] = {0: "visible", 1: "hidden", 2: "very_hidden"}
_PLAIN_SHEET_NAME = re.compile(r"[^\W\d]\w*")
_FEATURES = (
    ("macros", ("_vba_project_cur",)),
    ("signature", ("_signatures", "_xmlsignatures")),
)


def read_legacy(data: bytes, kind: FileKind) -> tuple[Book, list[Seen]]:
    """The book in a compound file. Formulas are never told; names lose their dots when a program saves as xls.

    Refused if it is encrypted or beyond the limits; whatever else calamine raises is left to the caller.
    """
    import xlrd

    streams = compound_streams(data)
    features = [feature for feature, marks in _FEATURES if any(mark in streams for mark in marks)]
    if any(stream.startswith("mbd") for stream in streams):
        features.append("embedded_objects")
    seen = [Seen(files.LEGACY.code, {"kind": kind})]
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), formatting_info=True, ragged_rows=True)
        sheets = _sheets(book, seen)
        names = _names(book)
        date1904 = book.datemode == 1
    except (Refused, MemoryError):
        raise
    except Exception as fault:  # xlrd fails over damaged records in a dozen ways
        if "encrypt" in str(fault).lower():
            raise Refused(files.ENCRYPTED) from fault
        book_by_calamine = _by_calamine(data, kind, features, seen)
        return book_by_calamine, seen + features_seen(features)
    if date1904:
        features.append("date1904")
    if not sheets:
        raise Refused(files.NO_SHEETS)
    read = Book(kind=kind, sheets=sheets, names=names, features=features, reader="xlrd")
    return read, seen + features_seen(features)


def _sheets(book: xlrd.Book, seen: list[Seen]) -> list[Sheet]:
    if book.nsheets > SHEETS:
        raise Refused(files.SHEETS, count=book.nsheets, limit=SHEETS)
    percents = {
        index
        for index, style in enumerate(book.xf_list)
        if (known := book.format_map.get(style.format_key)) and shows_percentage(known.format_str)
    }
    sheets: list[Sheet] = []
    total = 0
    for sheet in book.sheets():
        cells = [cell for row in range(sheet.nrows) for cell in _row(book, sheet, row, percents, seen)]
        total += len(cells)
        if total > CELLS:
            raise Refused(files.CELLS, limit=CELLS)
        sheets.append(
            Sheet(
                name=sheet.name,
                visibility=_VISIBILITY.get(sheet.visibility, "visible"),
                single=cells,
                merged=[(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
                hidden_rows=sorted(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
                hidden_columns=sorted(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden),
            )
        )
    return sheets


def _row(book: xlrd.Book, sheet: XlrdSheet, row: int, percents: set[int], seen: list[Seen]) -> list[Cell]:
    import xlrd

    cells = []
    for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
        if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or value == "":
            continue
        if kind == xlrd.XL_CELL_ERROR:
            text = xlrd.error_text_from_code.get(int(value), "#N/A")
            cells.append(Cell(row + 1, column + 1, "error", text))
            continue
        percent = kind == xlrd.XL_CELL_NUMBER and sheet.cell_xf_index(row, column) in percents
        told: Value = bool(value) if kind == xlrd.XL_CELL_BOOLEAN else value
        if kind == xlrd.XL_CELL_DATE:
            told = _date(float(value), book.datemode)
        cells.append(raw_cell(row + 1, column + 1, told, sheet.name, seen, percent=percent))
    return cells


def _date(serial: float, datemode: Literal[0, 1]) -> Value:
    """The moment, a time of day for a serial below one, or the number itself where no date belongs to it."""
    import xlrd

    if serial < 0:
        return serial
    try:
        moment = xlrd.xldate_as_datetime(serial, datemode)
    except (ValueError, OverflowError):
        return serial
    return moment.time() if serial < 1 else moment


def _names(book: xlrd.Book) -> dict[str, str]:
    names: dict[str, str] = {}
    of_sheets: dict[str, str] = {}
    for name in book.name_obj_list:
        if name.builtin or name.name.startswith("_xlnm"):
            continue
        target = _target(book, name)
        if target:
            (names if name.scope == -1 else of_sheets).setdefault(name.name, target)
    return of_sheets | names


def _target(book: xlrd.Book, name: Name) -> str:
    """`指标填报!$F$12` for a name of one range of one sheet, "" for anything else."""
    from xlrd.formula import oREF

    result = name.result
    areas: Any = result.value if result is not None and result.kind == oREF else None
    if not areas or len(areas) != 1:
        return ""
    first_sheet, after_sheet, top, below, left, beyond = areas[0].coords
    if not (0 <= first_sheet < book.nsheets and after_sheet == first_sheet + 1):
        return ""
    sheet = book.sheet_names()[first_sheet]
    quoted = sheet if _PLAIN_SHEET_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    start = f"${column_letters(left + 1)}${top + 1}"
    end = f"${column_letters(beyond)}${below}"
    return f"{quoted}!{start}" if start == end else f"{quoted}!{start}:{end}"


def _by_calamine(data: bytes, kind: FileKind, features: list[str], seen: list[Seen]) -> Book:
    """Values alone: no percent formats, no error cells, nothing hidden but sheets, and a finding that says so."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if len(workbook.sheets_metadata) > SHEETS:
        raise Refused(files.SHEETS, count=len(workbook.sheets_metadata), limit=SHEETS)
    seen.append(Seen(files.NO_FORMATS.code))
    sheets = []
    for index, metadata in enumerate(workbook.sheets_metadata):
        rows: list[list[Value]] = workbook.get_sheet_by_index(index).to_python(skip_empty_area=False)
        cells = [
            raw_cell(row, column, value, metadata.name, seen)
            for row, values in enumerate(rows, start=1)
            for column, value in enumerate(values, start=1)
            if value != ""
        ]
        visibility: Visibility = "visible" if metadata.visible == SheetVisibleEnum.Visible else "hidden"
        sheets.append(Sheet(name=metadata.name, visibility=visibility, single=cells))
    if not sheets:
        raise Refused(files.NO_SHEETS)
    return Book(kind=kind, sheets=sheets, features=features, reader="python-calamine")
