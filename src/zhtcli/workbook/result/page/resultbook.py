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
    """Everything in it is a value; what goes in in the same order gives the same bytes."""

    def __init__(self, footer: str) -> None:
        import xlsxwriter

        self._buffer = io.BytesIO()
        self._footer = footer
        self.workbook: Any = xlsxwriter.Workbook(self._buffer, SAFE_OPTIONS)
        self.formats = Formats(self.workbook)

    def add(self, name: str, widths: Sequence[float], write: Callable[[Page], None], *, landscape: bool) -> None:
        page = Page(self.workbook.add_worksheet(name), self.formats, widths, landscape=landscape)
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
