"""A result workbook in the making: pages one after the other, then the hidden sheet that says what it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from zhtcli.core.forms.layout import IDENTITY
from zhtcli.core.values import LONGEST_TEXT
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.writing import CREATED, SAFE_OPTIONS, Formats, Sheet, scrubbed


class ResultBook:
    """What goes in in the same order gives the same bytes.

    Of a `long` one the pages that are written row by row pass through temporary files: they may hold a hundred
    thousand rows.
    """

    def __init__(self, footer: str, *, long: bool = False) -> None:
        import xlsxwriter

        self._buffer = io.BytesIO()
        self._footer = footer
        self._long = long
        self.workbook: Any = xlsxwriter.Workbook(self._buffer, {**SAFE_OPTIONS, "in_memory": not long})
        self.formats = Formats(self.workbook)

    def add(
        self,
        name: str,
        widths: Sequence[float],
        write: Callable[[Page], None],
        *,
        landscape: bool,
        row_by_row: bool = False,
    ) -> None:
        # a property of the sheet that is asked of the workbook: the sheets that are not long stay as they are
        self.workbook.constant_memory = row_by_row and self._long
        page = Page(self.workbook.add_worksheet(name), self.formats, widths, landscape=landscape)
        self.workbook.constant_memory = False
        page.raw.set_footer(self._footer, {"margin": 0.3})
        write(page)
        page.finish()

    def finish(self, title: str, identity: Mapping[str, str], rows: Iterable[Sequence[str]]) -> bytes:
        """The bytes; `identity` goes into the properties too, where programs look for it without opening a sheet."""
        hidden = Sheet(self.workbook.add_worksheet(IDENTITY), self.formats)
        for row, texts in enumerate(rows, 1):
            for column, text in enumerate(texts, 1):
                hidden.text(row, column, scrubbed(text)[:LONGEST_TEXT], {**styles.PLAIN, "num_format": "@"})
        hidden.raw.very_hidden()
        self.workbook.worksheets()[0].activate()
        self.workbook.set_properties({"title": title, "created": CREATED})
        for key, text in identity.items():
            if key != "regime":
                self.workbook.set_custom_property(f"zht_{key}", text, "text")
        self.workbook.close()
        return self._buffer.getvalue()


def footer(left: str, right: str) -> str:
    """What the definition is, the page, and what it was computed from, so that a printed page can be traced."""
    font = f'&"{styles.BODY}"&8'
    escaped = (left.replace("&", "&&"), right.replace("&", "&&"))
    return f"&L{font} {escaped[0]}&C{font} 第&P页/共&N页&R{font} {escaped[1]}"
