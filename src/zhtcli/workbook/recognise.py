"""Whether a workbook that does not say what it is holds a certain form: by its table, else by its pages and registers."""

from __future__ import annotations

from collections.abc import Iterable

from zhtcli.core.layout import COVER, ENTRIES, Layout, Place
from zhtcli.workbook.book import Book, Sheet
from zhtcli.workbook.grid import Grid, sheet_named
from zhtcli.workbook.listheader import find_header
from zhtcli.workbook.locatetable import holds_table
from zhtcli.workbook.plainname import plain

_LIKE_ENOUGH = 0.5
"""So many of a sheet's labels make it that sheet; so many of a form's sheets make it that form."""


def holds_form(book: Book, layout: Layout) -> bool:
    """Whether a workbook has what this form has and no other: its indicator table, or its pages and registers.

    A form without a table is known by half of its own sheets, by name and by what stands in them, since people
    delete the ones that they do not need; where it has none beside the cover, by the labels of that.
    """
    if layout.has_table:
        return holds_table(book, layout)
    if sheet_named(book, ENTRIES) is not None:
        return False
    labels: dict[str, list[Place]] = {}
    for place in layout.places.values():
        labels.setdefault(place.at.sheet, []).append(place)
    cover = labels.pop(COVER, [])
    own = [_holds_labels(book, [sheet], places) for sheet, places in labels.items()]
    own += [_holds_register(book, layout, key) for key in layout.registers]
    if own:
        return sum(own) >= _LIKE_ENOUGH * len(own)
    return _holds_labels(book, [COVER], cover)


def _holds_labels(book: Book, names: Iterable[str], places: list[Place]) -> bool:
    for sheet in filter(None, (sheet_named(book, name) for name in names)):
        words = Grid(sheet).words
        found = sum(plain(place.label) in words for place in places)
        if found and found >= _LIKE_ENOUGH * len(places):
            return True
    return False


def _holds_register(book: Book, layout: Layout, key: str) -> bool:
    """By the sheet's name, else any sheet; its header has to fit in either case."""
    table = layout.registers[key]
    named = sheet_named(book, table.sheet)
    return any(_fits(sheet, layout, key) for sheet in ([named] if named is not None else book.sheets))


def _fits(sheet: Sheet, layout: Layout, key: str) -> bool:
    register = layout.registers[key].register
    header = find_header(sheet, register)
    return header is not None and len(header.columns) >= _LIKE_ENOUGH * len(register.columns)
