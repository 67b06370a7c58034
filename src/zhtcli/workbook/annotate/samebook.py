"""Whether an annotated copy says what the submission says."""

from __future__ import annotations

import msgspec

from zhtcli.core.forms.layout import IDENTITY
from zhtcli.workbook.files.book import Book, Cell, Sheet
from zhtcli.workbook.reading.plainname import plain

ROLE = "annotated"
"""What the hidden sheet of a copy says that it is."""


def same_submission(before: Book, copy: Book) -> bool:
    """Whether a copy reads as the submission does: sheets, names and properties, but for the role on the hidden one."""
    if len(before.sheets) != len(copy.sheets) or not copy.annotated:
        return False
    bare = [msgspec.structs.replace(book, sheets=[], annotated=[]) for book in (before, copy)]
    return bare[0] == bare[1] and all(
        one == other or _but_for_role(one) == _but_for_role(other)
        for one, other in zip(before.sheets, copy.sheets, strict=True)
    )


def _but_for_role(sheet: Sheet) -> object:
    row = role_row(sheet)
    if not row:
        return sheet
    told = {(cell.row, cell.column): cell for cell in sheet.cells}
    told[row, 2] = Cell(row, 2, "text", ROLE)
    return msgspec.structs.replace(sheet, single=[], columns=[]), told


def role_row(sheet: Sheet) -> int:
    """The row of the hidden sheet that says what the workbook is; 0 elsewhere."""
    if plain(sheet.name) != IDENTITY:
        return 0
    return next((cell.row for cell in sheet.cells if cell.column == 1 and cell.value == "role"), 0)
