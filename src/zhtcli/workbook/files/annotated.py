"""The sheet that `zht annotate` adds to a copy of a submission, told from the submitter's own ones."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from zhtcli.workbook.files.book import Book, Seen, Sheet

TITLE = "问题清单"
MADE_BY = "本页由 zht annotate 生成"
"""How the second line of the sheet begins: programs that save a copy keep texts, whatever else they rewrite."""


def is_ours(sheet: Sheet) -> bool:
    """Whether a sheet is a list of ours: by its first two lines, since anybody may call a sheet 问题清单."""
    told = {(cell.row, cell.column): cell.value for cell in sheet.down_to(2)}
    return told.get((1, 1)) == TITLE and str(told.get((2, 1), "")).startswith(MADE_BY)


def without_ours(book: Book, seen: Iterable[Seen]) -> tuple[Book, list[Seen]]:
    """The book as the submitter handed it in, and what was seen there; `annotated` names what is left out."""
    ours = [sheet.name for sheet in book.sheets if is_ours(sheet)]
    if not ours:
        return book, list(seen)
    sheets = [sheet for sheet in book.sheets if sheet.name not in ours]
    return msgspec.structs.replace(book, sheets=sheets, annotated=ours), [one for one in seen if one.sheet not in ours]
