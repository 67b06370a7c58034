"""A result sheet as a page: lines from top to bottom, each as tall as its texts need, on A4."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from zhtcli.core.finding import CellRef, column_letters
from zhtcli.core.rounding import shown
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import LEDE, MOST_DIGITS, SUBLINE, Cell, Link
from zhtcli.workbook.writing import Formats, Sheet, Style, scrubbed

LONGEST_SHOWN = 1500
"""Characters of one text that a page shows; what is longer says so and where the rest is."""
_DAY_ZERO = date(1899, 12, 30)
"""Sheets count days from here; earlier than March 1900 they are texts."""
_MARGIN = 0.45
_PIXELS_PER_CHARACTER, _COLUMN_PADDING = 7, 5
_WIDEST_CHARACTER, _NARROW_CHARACTER = 12, 7
"""Pixels of a Chinese character and of a Latin one in 9 points."""


def clipped(text: str) -> str:
    """A text that a page can show; nothing is cut in silence."""
    if len(text) <= LONGEST_SHOWN:
        return text
    return f"{text[:LONGEST_SHOWN]}……（共{len(text)}字，全文见填报件）"


class Page:
    """A worksheet that is filled line by line. `row` is the next free row, 1-based."""

    def __init__(self, worksheet: Any, formats: Formats, widths: Sequence[float], *, landscape: bool) -> None:
        self.sheet = Sheet(worksheet, formats)
        self.raw = worksheet
        self.name: str = worksheet.get_name()
        self.widths = tuple(widths)
        self.row = 1
        self._sure = [int(width * _PIXELS_PER_CHARACTER / _WIDEST_CHARACTER) for width in self.widths]
        for column, width in enumerate(self.widths):
            worksheet.set_column(column, column, width)
        worksheet.set_paper(9)
        worksheet.set_landscape() if landscape else worksheet.set_portrait()
        worksheet.set_margins(left=_MARGIN, right=_MARGIN, top=0.55, bottom=0.65)
        worksheet.center_horizontally()
        worksheet.hide_gridlines(2)
        worksheet.fit_to_pages(1, 0)

    def line(self, *cells: Cell, least: float = 18) -> int:
        """Writes one row of cells from the first column on; the row that it became."""
        row, column = self.row, 1
        heights = [least]
        for cell in cells:
            last = column + cell.span - 1
            if cell.link is not None:
                self._link(row, column, cell.link)
            if cell.formula:
                self._formula(row, column, cell)
            elif isinstance(cell.content, Fraction | date):
                if cell.span > 1:
                    raise ValueError("a figure stands in one cell")
                self._value(row, column, cell.content, cell.style)
            else:
                text = clipped(cell.content or "")
                size = float(cell.style.get("font_size", 9))
                width = sum(self.widths[column - 1 : last]) + (cell.span - 1) * _COLUMN_PADDING / _PIXELS_PER_CHARACTER
                heights.append(styles.row_height([(text, width)], size, least))
                self.sheet.band(row, column, last, text, cell.style)
            column = last + 1
        self.raw.set_row(row - 1, max(heights))
        self.row += 1
        return row

    def quick_line(self, *cells: Cell) -> None:
        """One row of single cells in a long table, as tall as the sheet's rows are unless one of its texts wraps."""
        most = 1
        for column, cell in enumerate(cells, 1):
            content = cell.content
            if cell.link is not None:
                self._link(self.row, column, cell.link)
            if cell.formula:
                self._formula(self.row, column, cell)
            elif isinstance(content, str):
                text = content if len(content) <= LONGEST_SHOWN else clipped(content)
                self.sheet.text(self.row, column, text, cell.style)
                if len(text) > self._sure[column - 1] or "\n" in text:
                    most = max(most, _lines_at_most(text, self.widths[column - 1]))
            elif content is None:
                self.sheet.blank(self.row, column, cell.style)
            else:
                self._value(self.row, column, content, cell.style)
        if most > 1:
            self.raw.set_row(self.row - 1, _height(most))
        self.row += 1

    def _link(self, row: int, column: int, link: Link) -> None:
        self.sheet.link(row, column, link.to.sheet, CellRef(link.to.sheet, link.to.row, link.to.column).a1, link.tip)

    def _formula(self, row: int, column: int, cell: Cell) -> None:
        value: float | str
        if isinstance(cell.content, Fraction):
            value = float(cell.content)
        elif isinstance(cell.content, date):
            value = float((cell.content - _DAY_ZERO).days)
        else:
            value = scrubbed(cell.content or "")
        self.sheet.computed(row, column, cell.formula, value, cell.style)

    def _value(self, row: int, column: int, value: Fraction | date, style: Style) -> None:
        if isinstance(value, date):
            self.sheet.day(row, column, value, style)
        elif abs(value) >= MOST_DIGITS:
            # a double keeps fifteen digits: beyond them the digits themselves are what was told
            self.sheet.text(row, column, clipped(shown(value, 4)), {**style, "num_format": "@"})
        else:
            self.raw.write_number(row - 1, column - 1, float(value), self.sheet.formats[style])

    def title(self, text: str, below: str) -> None:
        """The sheet's title, and a line that says whose and of what it is."""
        self.line(Cell(text, {**styles.SUBTITLE, "align": "left"}, len(self.widths)), least=26)
        self.line(Cell(below, SUBLINE, len(self.widths)))

    def facing_title(self, text: str, beside: str, left: int, repeated: int) -> None:
        """The title over the columns that both kinds of page show, and the other line over each kind's own ones."""
        aside: Style = {**SUBLINE, "align": "right"}
        self.line(
            Cell(text, {**styles.SUBTITLE, "align": "left"}, repeated),
            Cell(beside, aside, left - repeated),
            Cell(beside, aside, len(self.widths) - left),
            least=26,
        )

    def heading(self, text: str) -> None:
        self.gap()
        self.line(Cell(text, styles.HEADING_LINE, len(self.widths)), least=22)

    def sentence(self, text: str, style: Style = LEDE) -> None:
        self.line(Cell(text, style, len(self.widths)))

    def headers(self, *texts: str | tuple[str, int], least: float = 20) -> int:
        """A header row; a pair is a text and how many columns it spans."""
        pairs = [(text, 1) if isinstance(text, str) else text for text in texts]
        return self.line(*(Cell(text, styles.HEADER, span) for text, span in pairs), least=least)

    def gap(self, height: float = 8) -> None:
        self.raw.set_row(self.row - 1, height)
        self.row += 1

    def facing_pages(self, left: int, repeated: int) -> None:
        """Prints the table on pages of two kinds, broken after the column `left`; the first columns stand on both.

        The columns have to be `balanced`: Excel ignores breaks where it fits pages, and breaks where one is full.
        """
        self.raw.fit_to_pages(2, 0)
        self.raw.set_v_pagebreaks([left])
        self.raw.repeat_columns(0, repeated - 1)

    def filtered(self, head: int, *, frozen: int = 0) -> None:
        """The table written last has buttons to filter it by on its header row `head`.

        The header, and the first `frozen` columns, stay in view; the header stands on every printed page.
        """
        self.raw.autofilter(head - 1, 0, self.row - 2, len(self.widths) - 1)
        self.raw.freeze_panes(head, frozen)
        self.raw.repeat_rows(head - 1, head - 1)

    def finish(self) -> None:
        """No green corners on numbers and codes that are meant as texts."""
        everything = f"A1:{column_letters(len(self.widths))}{self.row}"
        self.raw.ignore_errors({"number_stored_as_text": everything})


def _lines_at_most(text: str, width: float) -> int:
    """Lines that a text in 9 points takes, told from its bytes: a Chinese character has three in UTF-8."""
    room = width * _PIXELS_PER_CHARACTER
    most = 0
    for paragraph in text.split("\n"):
        wide = (len(paragraph.encode(errors="replace")) - len(paragraph)) / 2
        most += max(1, math.ceil((wide * _WIDEST_CHARACTER + (len(paragraph) - wide) * _NARROW_CHARACTER) / room))
    return most


@cache
def _height(lines: int) -> float:
    return styles.row_height([("\n" * (lines - 1), 1)])


def balanced(left: Sequence[float], repeated: int, right: Sequence[float], elastic: Sequence[int]) -> list[float]:
    """The widths `right` with the `elastic` ones stretched, so that a right page is as wide as a left one.

    A left page holds `left`, a right one the first `repeated` of them and `right`. The right page stays a
    little narrower, by less than any column: so the left page decides the scale and is full after its last column.
    """
    room = _pixels(left) - _pixels(left[:repeated]) - _pixels(right) - _PIXELS_PER_CHARACTER
    now = sum(right[place] for place in elastic) * _PIXELS_PER_CHARACTER
    return [
        round(max(width / 2, width * (1 + room / now)), 2) if place in elastic else width
        for place, width in enumerate(right)
    ]


def _pixels(widths: Sequence[float]) -> float:
    return sum(width * _PIXELS_PER_CHARACTER + _COLUMN_PADDING for width in widths)
