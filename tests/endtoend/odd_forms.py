"""Filled forms as they come back from people: a form of ours, edited with openpyxl or in the parts of its package.

openpyxl drops the stored results of formulas, which does not matter for cells that people type into. Where it
would (a formula without a result, an error cell, a picture in a cell) the XML of the part itself is changed.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import COVER, ENTRIES, IDENTITY, SELF_CHECK, Layout, Part, Slot
from zhtcli.workbook.files.scan import column_number
from zhtcli.workflow.forming import fill_form, read_data
from zhtcli.workflow.known import form_of, layout_of

SAMPLES = Path(__file__).parents[2] / "samples" / "bishan"
LAYOUT: Layout = layout_of(form_of("bishan-2026"))
GOOD: dict[str, Any] = json.loads((SAMPLES / "good-2026.json").read_text(encoding="utf-8"))

Change = Callable[[Workbook], object]
Patch = Callable[[str], str]


def sample(name: str) -> bytes:
    """The workbook that a sample gives, such as `good-2026`."""
    data = read_data(SAMPLES / f"{name}.json")
    return fill_form(str(data["form"]), data)


def filled(form: str = "bishan-2026", /, **changes: Any) -> bytes:
    """The good sample with indicators replaced (`i5={...}`) or fields (`unit="…"`), as a form of any year."""
    fields = dict(GOOD["fields"])
    indicators = dict(GOOD["indicators"]) if form == "bishan-2026" else own_year(form)
    for key, value in changes.items():
        if re.fullmatch(r"i\d+", key):
            indicators[key[1:]] = value
        else:
            fields[key] = value
    return fill_form(form, {"form": form, "fields": fields, "indicators": indicators})


def own_year(form: str) -> dict[str, Any]:
    """The actual figures of the good sample's own year, as those of another year's form."""
    return {
        no: {key: value for key, value in told["2026"].items() if key != "evidence"}
        if isinstance(told["2026"], Mapping)
        else told["2026"]
        for no, told in GOOD["indicators"].items()
    }


def place(no: str, part: Part = "value", *, form: str = "bishan-2026", period: str = "2026") -> str:
    """Where an indicator's datum stands in a fresh form: `E11`."""
    return layout_of(form_of(form)).places[Slot("indicator", no, period, part)].at.a1


def printed(no: str, column: str) -> str:
    """Where a form prints something of an indicator: `no`, `name`, `points`, `target`, `horizon_2027`."""
    return LAYOUT.cell(no, column).a1


def header(column: str) -> str:
    """The header cell of a column of 指标填报."""
    return f"{column_letters(LAYOUT.column(column))}{LAYOUT.header_row}"


def below(column: str, rows: int = 1) -> str:
    """A cell under the table."""
    return f"{column_letters(LAYOUT.column(column))}{LAYOUT.last_row() + rows}"


def field_place(key: str) -> str:
    return LAYOUT.places[Slot("field", key)].at.a1


def edited(form: bytes, change: Change) -> bytes:
    """The form after somebody changed it in a program that keeps what openpyxl keeps."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def entries(book: Workbook) -> Worksheet:
    return book[ENTRIES]


def cover(book: Workbook) -> Worksheet:
    return book[COVER]


def typed(values: Mapping[str, Any], *, sheet: str = ENTRIES, number_format: str | None = None) -> Change:
    """Values typed into cells: `typed({"E11": "约30"})`."""

    def change(book: Workbook) -> None:
        for at, value in values.items():
            cell = book[sheet][at]
            cell.value = value
            if number_format is not None:
                cell.number_format = number_format

    return change


def patched(form: bytes, patches: Mapping[str, Patch | str | None]) -> bytes:
    """The package with the text of parts changed, replaced or (None) taken out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            patch = patches.get(name, _kept)
            if patch is None:
                continue
            text = patch if isinstance(patch, str) else patch(old.read(name).decode("utf-8"))
            new.writestr(name, text)
        for name in patches.keys() - set(old.namelist()):
            added = patches[name]
            if isinstance(added, str):
                new.writestr(name, added)
    return made.getvalue()


def _kept(text: str) -> str:
    return text


def sheet_part(form: bytes, sheet: str = ENTRIES) -> str:
    """The part that holds a sheet."""
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        book = archive.read("xl/workbook.xml").decode("utf-8")
        related = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    listed = re.search(rf'<sheet [^>]*name="{sheet}"[^>]*r:id="(\w+)"', book)
    assert listed is not None, f"no sheet {sheet}"
    for relation in re.findall(r"<Relationship [^>]*>", related):
        if f'Id="{listed[1]}"' in relation:
            target = re.search(r'Target="/?(?:xl/)?([^"]+)"', relation)
            assert target is not None
            return f"xl/{target[1]}"
    raise AssertionError(f"no part for {sheet}")


def with_cells(form: bytes, cells: Mapping[str, str], sheet: str = ENTRIES) -> bytes:
    """Cells replaced in the XML: `{"E11": '<f>1/0</f><v>#DIV/0!</v>|t="e"'}` (content, then attributes)."""

    def patch(text: str) -> str:
        for at, told in cells.items():
            content, _, attributes = told.rpartition("|") if "|t=" in told else (told, "", "")
            pattern = re.compile(rf'<c r="{at}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
            text, count = pattern.subn(
                lambda found: f'<c r="{at}"{found[1] or ""} {attributes}>{content}</c>',  # noqa: B023
                text,
                count=1,
            )
            assert count == 1, f"no cell {at}"
        return text

    return patched(form, {sheet_part(form, sheet): patch})


def written(form: bytes, values: Mapping[str, Any], sheet: str = ENTRIES) -> bytes:
    """Values put into cells of the part itself, which is quicker and keeps what openpyxl drops."""
    return with_cells(form, {at: _content(value) for at, value in values.items()}, sheet)


def _content(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return f'<v>{int(value)}</v>|t="b"'
        case int() | float():
            return f"<v>{value!r}</v>"
        case str() if value.startswith("="):
            return f"<f>{escape(value[1:])}</f>"
        case _:
            return f'<is><t xml:space="preserve">{escape(str(value))}</t></is>|t="inlineStr"'


def without_identity(form: bytes, *, sheet: bool = True, properties: bool = True, cover: bool = True) -> bytes:
    """The form without one, two or all of the three places that say what it is."""

    def change(book: Workbook) -> None:
        if sheet:
            del book[IDENTITY]
        if properties:
            told: Any = book  # the stubs do not know the custom properties
            for name in list(told.custom_doc_props.names):
                del told.custom_doc_props[name]
        if cover:
            for row in book[COVER].iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and re.search(r"bishan-\d{4} · v", cell.value):
                        cell.value = None

    return edited(form, change)


def with_identity(form: bytes, old: str, new: str, *, parts: Iterable[str] | None = None) -> bytes:
    """The form with a text of its identity replaced wherever it stands, or in these parts only."""
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml")] if parts is None else list(parts)
    return patched(form, {name: lambda text: text.replace(old, new) for name in names})


Index = Callable[[int], int | None]


def moved(form: bytes, *, row: Index = int, column: Index = int, follow: bool = True) -> bytes:
    """The form with rows or columns of 指标填报 somewhere else, or (None) deleted.

    With `follow` it is done as a spreadsheet program does on inserting and deleting: defined names, the formulas of
    other sheets, merged areas and lists go along, and become `#REF!` where their cell is gone. Sorting (without)
    moves the cells and their own formulas alone.
    """

    def corner(text: str) -> str:
        letters, digits = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", text).groups()  # type: ignore[union-attr]
        to_column, to_row = column(column_number(letters)), row(int(digits))
        if to_column is None or to_row is None:
            return "#REF!"
        fixed = "$" if "$" in text else ""
        return f"{fixed}{column_letters(to_column)}{fixed}{to_row}"

    def area(text: str) -> str:
        corners = [corner(one) for one in text.split(":")]
        return "#REF!" if "#REF!" in corners else ":".join(corners)

    def own(text: str) -> str:
        """References without a sheet before them."""
        return re.sub(rf"(?<![!A-Z$]){_AREA}(?![\w(])", lambda found: area(found[0]), text)

    def others(text: str) -> str:
        return re.sub(rf"(?<={ENTRIES}!){_AREA}", lambda found: area(found[0]), text)

    def table(text: str) -> str:
        rows: list[tuple[int, str]] = []
        for at, attributes, content in _ROW.findall(text):
            if (to_row := row(int(at))) is None:
                continue
            cells: list[tuple[int, str]] = []
            for letters, rest in _CELL.findall(content):
                if (to_column := column(column_number(letters))) is not None:
                    rest = _FORMULA.sub(lambda found: f"<f>{own(found[1])}</f>", rest)
                    cells.append((to_column, f'<c r="{column_letters(to_column)}{to_row}"{rest}'))
            line = "".join(cell for _, cell in sorted(cells))
            rows.append((to_row, f'<row r="{to_row}"{attributes}>{line}</row>'))
        head, _, rest = text.partition("<sheetData>")
        _, _, tail = rest.partition("</sheetData>")
        if follow:
            tail = re.sub(r'<mergeCell ref="([^"]+)"/>', lambda found: _unless_gone(found, area(found[1])), tail)
            tail = re.sub(r'sqref="([^"]+)"', lambda found: f'sqref="{_areas(found[1], area)}"', tail)
        head = re.sub(r"<dimension [^>]*/>", "", head)
        return f"{head}<sheetData>{''.join(line for _, line in sorted(rows))}</sheetData>{tail}"

    patches: dict[str, Patch | str | None] = {sheet_part(form): table}
    if follow:
        patches |= {"xl/workbook.xml": others, sheet_part(form, SELF_CHECK): others}
    return patched(form, patches)


_AREA = r"\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?"
_ROW = re.compile(r'<row r="(\d+)"([^>]*?)>(.*?)</row>', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?/>|.*?</c>)', re.DOTALL)
_FORMULA = re.compile(r"<f>(.*?)</f>", re.DOTALL)


def _unless_gone(found: re.Match[str], to: str) -> str:
    return "" if to == "#REF!" else found[0].replace(found[1], to)


def _areas(text: str, area: Callable[[str], str]) -> str:
    return " ".join(to for one in text.split() if (to := area(one)) != "#REF!") or "XFC1"


def deleted(at: int, count: int = 1) -> Index:
    return lambda number: None if at <= number < at + count else number - count if number >= at else number


def inserted(at: int, count: int = 1) -> Index:
    return lambda number: number + count if number >= at else number
