"""Which form a workbook says it is: on its hidden sheet, in its document properties, on its cover."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.forms.layout import IDENTITY, TEMPLATE_NUMBER
from zhtcli.core.forms.tablecolumns import FOLLOWED
from zhtcli.workbook.files.book import Book
from zhtcli.workbook.reading.plainname import plain

PROPERTIES = ("form", "version", "digest", "role")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a workbook says of itself. `form` is blank where nothing says it; `seen` lists who says what."""

    form: str = ""
    version: str = ""
    digest: str = ""
    role: str = "form"
    seen: tuple[tuple[str, str], ...] = ()

    @property
    def agrees(self) -> bool:
        return len({form for _, form in self.seen}) <= 1


def identify(book: Book) -> Identity:
    """The identity of a workbook. The hidden sheet is believed first, then the properties, then the cover."""
    told = [
        (source, facts)
        for source, facts in (
            ("隐藏页 _zht", _hidden_sheet(book)),
            ("文档属性", {key: book.properties.get(f"zht_{key}", "") for key in PROPERTIES}),
            ("封面模板编号", _cover(book)),
        )
        if facts.get("form")
    ]
    if not told:
        return Identity()
    first = told[0][1]
    role = next((facts["role"] for _, facts in told if facts.get("role")), "form")
    seen = tuple((source, facts["form"]) for source, facts in told)
    return Identity(first["form"], first.get("version", ""), first.get("digest", ""), role, seen)


def _hidden_sheet(book: Book) -> dict[str, str]:
    for sheet in book.sheets:
        if plain(sheet.name) == IDENTITY:
            texts = {(cell.row, cell.column): cell.value for cell in sheet.cells}
            rows = {str(key): texts.get((row, 2)) for (row, column), key in texts.items() if column == 1}
            return {key: _text(rows[key]) for key in PROPERTIES if rows.get(key) is not None}
    return {}


def _cover(book: Book) -> dict[str, str]:
    """The first cell of any sheet that reads like a template number."""
    for sheet in book.sheets:
        if plain(sheet.name) == IDENTITY:
            continue
        for cell in sheet.cells:
            if cell.kind == "text" and (found := TEMPLATE_NUMBER.search(str(cell.value))):
                return {"form": found["form"], "version": found["version"], "digest": found["digest"]}
    return {}


def _text(value: object) -> str:
    """A version typed as 1 comes back as 1.0 from some programs."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


FIGURE = "figure"
"""A row of the hidden sheet that holds an indicator's own figure."""


def stored(book: Book) -> tuple[dict[str, str], dict[tuple[str, str, str], Fraction]]:
    """What a result workbook keeps for machines on its hidden sheet: texts by key, and verified figures.

    A figure's row reads `figure | no | period | value`, the value a decimal or a quotient of whole numbers; beside
    a quarter's there are rows of its growth and to-date figures. The key is the number, the period and that first
    word.
    """
    texts: dict[str, str] = {}
    figures: dict[tuple[str, str, str], Fraction] = {}
    for sheet in book.sheets:
        if plain(sheet.name) != IDENTITY:
            continue
        cells = {(cell.row, cell.column): _text(cell.value) for cell in sheet.cells}
        for row in sorted({row for row, _ in cells}):
            key, *rest = (cells.get((row, column), "") for column in range(1, 5))
            if key == FIGURE or key in FOLLOWED:
                with suppress(ValueError, ZeroDivisionError):
                    figures[rest[0], rest[1], key] = Fraction(rest[2])
            elif key:
                texts[key] = rest[0]
    return texts, figures
