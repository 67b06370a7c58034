"""Cells by openpyxl, for workbooks that python-calamine refuses or must not see.

Only openpyxl's own steps to the cells are taken: its full load also reads charts, comments and pivot tables,
fails over any of them, puts a link's address into an empty cell and empties the covered cells of a merge.
"""

from __future__ import annotations

import datetime
import io
import warnings
from typing import Any

from zhtcli.workbook.files.limits import LAST_COLUMN
from zhtcli.workbook.files.numberformat import BUILTIN_EAST_ASIAN_DATE
from zhtcli.workbook.files.rawcells import Value, unescaped

Rows = list[list[tuple[int, Value]]]


def read_rows(data: bytes, sheets: list[tuple[str, int]], date1904: bool) -> list[Rows]:
    """The rows of each sheet, (part, number of rows) given, as (column, value) pairs; beyond column 256 nothing.

    Cell by cell, never by the rectangle. Whatever openpyxl raises over a broken part is left to the caller.
    """
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
    from openpyxl.worksheet._reader import WorksheetReader

    epoch = CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = ExcelReader(io.BytesIO(data), data_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        for part, last_row in sheets:
            worksheet: Any = reader.wb.create_sheet()
            with reader.archive.open(part) as content:
                WorksheetReader(worksheet, content, reader.shared_strings, True, False).bind_cells()
            rows: Rows = [[] for _ in range(last_row)]
            for (row, column), cell in sorted(worksheet._cells.items()):
                value = cell.value
                if value is None or row > last_row or column > LAST_COLUMN:
                    continue
                if isinstance(value, str):
                    value = unescaped(value)
                elif type(value) in (int, float) and cell._style.numFmtId in BUILTIN_EAST_ASIAN_DATE:
                    value = from_excel(value, epoch) or value
                if isinstance(value, str | int | float | datetime.date | datetime.time | datetime.timedelta):
                    rows[row - 1].append((column, value))
            found.append(rows)
            worksheet._cells.clear()
    return found
