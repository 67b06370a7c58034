"""Many workbooks bound into one, for LibreOffice to compute in one go: opening a file costs it more than computing it.

Of each workbook the sheets go in that hold formulas or that formulas refer to: their cells alone, without any value
that is stored beside a formula. What a cell looks like changes no value. A sheet takes the number of its workbook into
its name, and so do the formulas that call it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from html import unescape
from xml.sax.saxutils import escape

from workbook.recalculating import Cells, values
from zhtcli.core.finding import column_letters

FAULTS = "faults"
"""Tells of every sheet how many faults it holds, as LibreOffice counts them: no reader of xls gives them."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET = re.compile(r'<sheet name="([^"]*)"')
_ROW = re.compile(r'<row r="([0-9]+)"[^>]*?(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(
    r'<c r="(?P<at>[A-Z]+[0-9]+)"(?: s="[0-9]+")?(?: t="(?P<type>[a-zA-Z]+)")?'
    r"(?:/>|>(?:<f>(?P<formula>[^<]*)</f>)?(?:<v>(?P<value>[^<]*)</v>|<is>(?P<text>.*?)</is>)?</c>)",
    re.DOTALL,
)
_QUOTED = re.compile(r'("(?:[^"]|"")*")')
_CALLED = re.compile(r"(?:([^\W\d]\w*)|'([^']+)')!")


class Parts:
    """The sheets of a workbook that we wrote, by name, and its shared texts."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = _SHEET.findall(archive.read("xl/workbook.xml").decode())
            self.sheets = {
                name: archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number, name in enumerate(names, 1)
            }
            shared = (
                archive.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in archive.namelist() else ""
            )
        self.texts = re.findall(r"<si>(.*?)</si>", shared, re.DOTALL)
        assert all(text.count("<c ") == sum(1 for _ in _CELL.finditer(text)) for text in self.sheets.values())

    def formulas(self) -> dict[str, list[re.Match[str]]]:
        """The cells with formulas, of every sheet that has some."""
        return {
            name: [cell for cell in _CELL.finditer(text) if cell["formula"] is not None]
            for name, text in self.sheets.items()
            if "<f>" in text
        }


def computed(content: bytes) -> Cells:
    """What is stored beside every formula; where that is an empty text, it is one here too."""
    found = Parts(content).formulas()
    return {(name, *_place(cell["at"])): _stored(cell) for name, cells in found.items() for cell in cells}


def _stored(cell: re.Match[str]) -> str | float | bool:
    value = unescape(cell["value"] or "")
    if cell["type"] == "b":
        return value == "1"
    return value if cell["type"] == "str" or not value else float(value)


def _place(at: str) -> tuple[int, int]:
    """`C12` is row 12, column 3."""
    letters = at.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(at[len(letters) :]), column


def bound(books: Mapping[str, bytes]) -> bytes:
    """The workbooks as one; the first one's sheets are called `…_0`."""
    texts: dict[str, int] = {}
    sheets: dict[str, str] = {}
    counts: dict[str, str] = {}
    for number, content in enumerate(books.values()):
        parts = Parts(content)
        called: set[str] = set()
        made = {name: _rows(name, parts, number, texts, called) for name in parts.sheets}
        sheets |= {f"{name}_{number}": rows for name, rows in made.items() if name in called}
        counts |= {f"{name}_{number}": _count(f"{name}_{number}", cells) for name, cells in parts.formulas().items()}
    told = (
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{name}</t></is></c><c r="B{row}"><f>{count}</f></c></row>'
        for row, (name, count) in enumerate(counts.items(), 1)
    )
    return _package({**sheets, FAULTS: "".join(told)}, texts)


def _count(sheet: str, formulas: Sequence[re.Match[str]]) -> str:
    """The formula that counts the faults of a sheet, in all of the area where formulas stand."""
    rows, columns = zip(*(_place(cell["at"]) for cell in formulas), strict=True)
    area = f"{column_letters(min(columns))}{min(rows)}:{column_letters(max(columns))}{max(rows)}"
    return f"SUMPRODUCT(ISERROR('{sheet}'!{area})*1)"


def _rows(name: str, parts: Parts, number: int, texts: dict[str, int], called: set[str]) -> str:
    """The cells of a sheet; `called` takes it in if it computes, and every sheet that its formulas call."""

    def renamed(call: re.Match[str]) -> str:
        sheet = call[1] or call[2]
        assert sheet in parts.sheets, f"{call[0]} is not a sheet"
        called.add(sheet)
        return f"'{sheet}_{number}'!"

    def formula(written: str) -> str:
        called.add(name)
        pieces = _QUOTED.split(unescape(written))
        pieces[::2] = [_CALLED.sub(renamed, piece) for piece in pieces[::2]]
        return escape("".join(pieces))

    def made(cell: re.Match[str]) -> str:
        if cell["formula"] is not None:
            return f'<c r="{cell["at"]}"><f>{formula(cell["formula"])}</f></c>'
        if cell["value"] is None and cell["text"] is None:
            return ""
        if cell["value"] is not None and cell["type"] != "s":
            kind = f' t="{cell["type"]}"' if cell["type"] else ""
            return f'<c r="{cell["at"]}"{kind}><v>{cell["value"]}</v></c>'
        said = parts.texts[int(cell["value"])] if cell["text"] is None else cell["text"]
        return f'<c r="{cell["at"]}" t="s"><v>{texts.setdefault(said, len(texts))}</v></c>'

    rows = {
        row[1]: "".join(made(cell) for cell in _CELL.finditer(row[2] or ""))
        for row in _ROW.finditer(parts.sheets[name])
    }
    # a height that is given is one that LibreOffice need not find by setting the texts
    return "".join(f'<row r="{row}" ht="15" customHeight="1">{cells}</row>' for row, cells in rows.items() if cells)


def _package(sheets: Mapping[str, str], texts: Mapping[str, int]) -> bytes:
    numbers = range(1, len(sheets) + 1)
    kinds = {"workbook": "sheet.main", "sharedStrings": "sharedStrings"}
    kinds |= {f"worksheets/sheet{number}": "worksheet" for number in numbers}
    targets = {f"r{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in numbers}
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in kinds.items()
        )
        + "</Types>",
        "_rels/.rels": _relations({"r1": ("officeDocument", "xl/workbook.xml")}),
        "xl/_rels/workbook.xml.rels": _relations({**targets, "texts": ("sharedStrings", "sharedStrings.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(
            f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>' for number, name in enumerate(sheets, 1)
        )
        + "</sheets></workbook>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">' + "".join(f"<si>{text}</si>" for text in texts) + "</sst>",
        **{
            f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            for number, rows in enumerate(sheets.values(), 1)
        },
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, _HEAD + text)
    return made.getvalue()


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for id, (kind, target) in targets.items()
        )
        + "</Relationships>"
    )


def unbound(before: Mapping[str, Cells], made: bytes) -> tuple[dict[str, Cells], list[str]]:
    """What the formulas of every workbook came to in `made`, which LibreOffice saved; and the sheets with faults.

    `before` is what was `computed` from the workbooks that were bound, in their order.
    """
    cells = values(made)
    after = {
        name: {(sheet, row, column): cells.get((f"{sheet}_{number}", row, column), "") for sheet, row, column in places}
        for number, (name, places) in enumerate(before.items())
    }
    counted = {row: value for (sheet, row, column), value in cells.items() if (sheet, column) == (FAULTS, 1)}
    return after, [sheet for row, sheet in counted.items() if cells[FAULTS, row, 2]]
