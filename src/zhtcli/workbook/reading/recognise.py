"""Whether a workbook that does not say what it is holds a form: by its table, else by its pages and registers."""

from __future__ import annotations

from collections.abc import Sequence

from zhtcli.core.forms.layout import COVER, ENTRIES, Layout, Place
from zhtcli.workbook.files.book import Book, Sheet
from zhtcli.workbook.reading.grid import Grid, sheet_named
from zhtcli.workbook.reading.listheader import find_header
from zhtcli.workbook.reading.locatetable import holds_table
from zhtcli.workbook.reading.plainname import plain

_LIKE_ENOUGH = 0.5
"""Such a share of a sheet's labels make it that sheet; such a share of the registers make it that form."""


def holds_form(book: Book, layout: Layout) -> bool:
    """Whether a workbook has what this form has and no other: its indicator table, or its pages and registers.

    A form without a table is known by a page of its own, or by half of its registers, which other documents may
    keep as well; people delete the sheets that they do not need. Where it has only the cover, by the labels of that.
    """
    if layout.has_table:
        return holds_table(book, layout)
    if sheet_named(book, ENTRIES) is not None:
        return False
    labels: dict[str, list[Place]] = {}
    for place in layout.places.values():
        labels.setdefault(place.at.sheet, []).append(place)
    cover = labels.pop(COVER, [])
    if any(_holds_labels(book, sheet, places) for sheet, places in labels.items()):
        return True
    if layout.registers:
        held = sum(_holds_register(book, layout, key) for key in layout.registers)
        return held >= _LIKE_ENOUGH * len(layout.registers)
    return not labels and _holds_labels(book, COVER, cover)


def _holds_labels(book: Book, name: str, places: Sequence[Place]) -> bool:
    sheet = sheet_named(book, name)
    if sheet is None:
        return False
    words = Grid(sheet).words
    return sum(plain(place.label) in words for place in places) >= _LIKE_ENOUGH * len(places) > 0


def _holds_register(book: Book, layout: Layout, key: str) -> bool:
    """By the sheet's name, else any sheet; its header has to fit in either case."""
    table = layout.registers[key]
    named = sheet_named(book, table.sheet)
    return any(_fits(sheet, layout, key) for sheet in ([named] if named is not None else book.sheets))


def _fits(sheet: Sheet, layout: Layout, key: str) -> bool:
    register = layout.registers[key].register
    header = find_header(sheet, register)
    return header is not None and len(header.columns) >= _LIKE_ENOUGH * len(register.columns)
