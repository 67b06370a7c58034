"""ods in one pass over content.xml (OpenDocument 1.3 part 3, chapter 9).

python-calamine would give the values without percentages, formulas, errors and hidden rows, and the scan
for those sees every cell anyway, so it reads the values too.
"""

from __future__ import annotations

import math
import re

from zhtcli.core.catalogue import files
from zhtcli.workbook.files.book import Book, Cell, CellKind, Seen, Sheet
from zhtcli.workbook.files.limits import CELLS, LAST_COLUMN, LAST_ROW, SHEETS
from zhtcli.workbook.files.package import Package
from zhtcli.workbook.files.rawcells import far_cell, features_seen, raw_cell
from zhtcli.workbook.files.refused import Refused
from zhtcli.workbook.files.xmlparts import elements, local, new_parser, parse_all

_ADDRESS = re.compile(r"(?:\$?(?P<sheet>'(?:[^']|'')*'|[^.'$:\[\]]*))?\.(?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]+)")
_TIME = re.compile(r"PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_FEATURES = (
    ("macros", re.compile(r"^(Basic|Scripts)/.")),
    ("embedded_objects", re.compile(r"^(Object |ObjectReplacements/)")),
    ("signature", re.compile(r"^META-INF/[a-z]*signatures\.xml$")),
)


def read_opendocument(package: Package) -> tuple[Book, list[Seen]]:
    """The book in an OpenDocument spreadsheet that has passed its preflight. Refused if it has no sheet."""
    content = package.part("content.xml")
    if not content:
        raise Refused(files.DAMAGED)
    reader = _Reader()
    parser = new_parser("content.xml")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parse_all(parser, content)
    if not reader.sheets:
        raise Refused(files.NO_SHEETS)
    features = [name for name, mark in _FEATURES if any(mark.search(entry) for entry in package.names)]
    if reader.external:
        features.append("external_links")
    meta = elements(package.part("meta.xml"), "meta.xml")
    book = Book(
        kind="ods",
        sheets=reader.sheets,
        names=reader.local_names | reader.names,
        properties={e.attributes.get("name", ""): e.text for e in meta if e.name == "user-defined"},
        features=features,
        reader="expat",
        application=next((e.text.strip() for e in meta if e.name == "generator"), ""),
    )
    return book, reader.seen + features_seen(features)


class _Reader:
    """Keeps where in the document the parser stands; a table inside a link or a tracked change is not a sheet."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.names: dict[str, str] = {}
        self.local_names: dict[str, str] = {}
        self.seen: list[Seen] = []
        self.external = False
        self.path: list[str] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.total = 0
        self.in_sheet = False
        self.sheet_name = ""
        self.sheet_hidden = False
        self.row = 0
        self.column = 0
        self.cells: list[Cell] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.far: tuple[int, int] | None = None
        self.far_count = 0
        self.row_cells: list[Cell] = []
        self.repeated = 1
        self.row_hidden = False
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[str] = []
        self.depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        parent = self.path[-1] if self.path else ""
        self.path.append(name)
        # LibreOffice says the type twice, and only its own attribute tells an error from text.
        own = {local(key): value for key, value in attributes.items() if key != "calcext:value-type"}
        own["calculated-type"] = attributes.get("calcext:value-type", "")
        if name == "table" and parent == "spreadsheet":
            self._open_sheet(own)
        elif name == "style":
            self.style = own.get("name", "")
        elif name == "table-properties" and own.get("display") == "false":
            self.hidden_styles.add(self.style)
        elif name in ("named-range", "named-expression") and parent == "named-expressions":
            self._name(own)
        elif self.in_sheet:
            self._in_sheet(name, parent, own)

    def _in_sheet(self, name: str, parent: str, own: dict[str, str]) -> None:
        if name == "table-column" and parent.startswith("table"):
            repeated = _count(own, "number-columns-repeated")
            if own.get("visibility") in ("collapse", "filter"):
                self.hidden_columns += range(self.column + 1, min(self.column + repeated, LAST_COLUMN) + 1)
            self.column += repeated
        elif name == "table-row":
            self.column = 0
            self.row_cells = []
            self.repeated = _count(own, "number-rows-repeated")
            self.row_hidden = own.get("visibility") in ("collapse", "filter")
        elif name in ("table-cell", "covered-table-cell") and parent == "table-row":
            self.cell = own
            self.paragraphs = []
            self.depth = len(self.path)
        elif name == "p" and self._in_cell(1):
            self.paragraphs.append("")
        elif name == "s" and self.paragraphs and self._in_paragraph():
            self.paragraphs[-1] += " " * min(_count(own, "c"), 1000)
        elif name in ("tab", "line-break") and self.paragraphs and self._in_paragraph():
            self.paragraphs[-1] += "\t" if name == "tab" else "\n"

    def text(self, words: str) -> None:
        if self.in_sheet and self.cell is not None and self.paragraphs and self._in_paragraph():
            self.paragraphs[-1] += words

    def end(self, _: str) -> None:
        name = self.path.pop()
        parent = self.path[-1] if self.path else ""
        if not self.in_sheet:
            return
        if name == "table" and parent == "spreadsheet":
            self._close_sheet()
        elif name == "table-row":
            self._close_row()
        elif self.cell is not None and len(self.path) == self.depth - 1:
            self._close_cell(self.cell, _count(self.cell, "number-columns-repeated"))
            self.cell = None

    def _in_cell(self, below: int) -> bool:
        return self.cell is not None and len(self.path) == self.depth + below

    def _in_paragraph(self) -> bool:
        """Whether the text belongs to the cell: its comment and drawings hold paragraphs too."""
        inside = self.path[self.depth :]
        return inside[:1] == ["p"] and not {"annotation", "frame", "ruby-text"}.intersection(inside)

    def _open_sheet(self, own: dict[str, str]) -> None:
        name = own.get("name", "")
        if name.startswith(("'file:", "'http")):  # what LibreOffice keeps of a linked file
            self.external = True
            return
        if len(self.sheets) >= SHEETS:
            raise Refused(files.SHEETS, count=len(self.sheets) + 1, limit=SHEETS)
        self.in_sheet = True
        self.sheet_name = name
        self.sheet_hidden = own.get("style-name", "") in self.hidden_styles
        self.row = self.column = 0
        self.cells, self.merged, self.hidden_rows, self.hidden_columns = [], [], [], []
        self.cell, self.far, self.far_count = None, None, 0

    def _close_sheet(self) -> None:
        self.in_sheet = False
        if self.far:
            self.seen.append(far_cell(self.sheet_name, *self.far, self.far_count))
        last = max((cell.row for cell in self.cells), default=0)
        self.sheets.append(
            Sheet(
                name=self.sheet_name,
                visibility="hidden" if self.sheet_hidden else "visible",
                single=self.cells,
                merged=self.merged,
                # A filter hides to the end of the sheet; rows below the content say nothing.
                hidden_rows=[row for row in self.hidden_rows if row <= last],
                hidden_columns=self.hidden_columns,
            )
        )

    def _close_row(self) -> None:
        first, self.row = self.row + 1, self.row + self.repeated
        if self.row_hidden:
            self.hidden_rows += range(first, min(self.row, LAST_ROW) + 1)
        if not self.row_cells:
            return
        for row in range(first, min(self.row, LAST_ROW) + 1):
            self.total += len(self.row_cells)
            if self.total > CELLS:
                raise Refused(files.CELLS, limit=CELLS)
            self.cells += self.row_cells if row == first else [_at_row(cell, row) for cell in self.row_cells]
        if self.row > LAST_ROW:
            self.far = self.far or (max(first, LAST_ROW + 1), self.row_cells[0].column)
            self.far_count += (self.row - max(first - 1, LAST_ROW)) * len(self.row_cells)

    def _close_cell(self, own: dict[str, str], repeated: int) -> None:
        first, self.column = self.column + 1, self.column + repeated
        rows, columns = _count(own, "number-rows-spanned"), _count(own, "number-columns-spanned")
        if rows > 1 or columns > 1:
            self.merged.append((self.row + 1, first, self.row + rows, first + columns - 1))
        if "value-type" not in own and "formula" not in own and not any(self.paragraphs):
            return
        if self.column > LAST_COLUMN:
            self.far = self.far or (self.row + 1, max(first, LAST_COLUMN + 1))
            self.far_count += (self.column - max(first - 1, LAST_COLUMN)) * self.repeated
        cell = self._read_cell(own, self.row + 1, first)
        for column in range(first, min(self.column, LAST_COLUMN) + 1):
            self.row_cells.append(cell if column == first else _at_column(cell, column))

    def _read_cell(self, own: dict[str, str], row: int, column: int) -> Cell:
        formula = re.sub(r"^(?:of|oooc|msoxl):=?|^=", "", own.get("formula", "")).lstrip("=")
        words = "\n".join(self.paragraphs)
        value_type = own.get("value-type", "")
        if words.startswith(("#", "Err:")) and (
            own.get("calculated-type") == "error" or (formula and value_type in ("", "string"))
        ):
            return Cell(row, column, "error", words, formula)
        if formula and not value_type and not words:
            return Cell(row, column, "uncached", None, formula)
        kind: CellKind = "text"
        value: str | float | bool = own.get("string-value", words)
        number = own.get("value", "")
        percent = value_type == "percentage"
        if value_type in ("float", "percentage", "currency") and _is_number(number):
            kind, value = "number", float(number)
            if formula in ("TRUE()", "FALSE()"):  # how LibreOffice keeps a logical value typed into a cell
                kind, value = "boolean", formula == "TRUE()"
        elif value_type == "boolean":
            kind, value = "boolean", own.get("boolean-value") == "true"
        elif value_type == "date" and "date-value" in own:
            kind, value = "date", own["date-value"].removesuffix("T00:00:00")
        elif value_type == "time" and (parts := _TIME.fullmatch(own.get("time-value", ""))):
            hours, minutes, seconds = (int(part or 0) for part in parts.groups())
            value = f"{hours:02}:{minutes:02}:{seconds:02}"
        if kind == "text":
            return raw_cell(row, column, value, self.sheet_name, self.seen, formula)
        return Cell(row, column, kind, value, formula, percent)

    def _name(self, own: dict[str, str]) -> None:
        target = own.get("cell-range-address") or own.get("expression", "").removeprefix("of:=")
        scope = self.local_names if self.in_sheet else self.names
        scope.setdefault(own.get("name", ""), excel_reference(target))


def excel_reference(address: str) -> str:
    """`$指标填报.$F$12` as the other formats write it: `指标填报!$F$12`; `$A.$A$1:.$B$2` becomes `A!$A$1:$B$2`."""

    def rewritten(match: re.Match[str]) -> str:
        return f"{match['sheet']}!{match['cell']}" if match["sheet"] else match["cell"]

    return _ADDRESS.sub(rewritten, address.strip("[]"))


def _count(own: dict[str, str], key: str) -> int:
    number = own.get(key, "1")
    return max(int(number), 1) if number.isdecimal() else 1


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?", text) is not None and math.isfinite(float(text))


def _at_row(cell: Cell, row: int) -> Cell:
    return Cell(row, cell.column, cell.kind, cell.value, cell.formula, cell.percent)


def _at_column(cell: Cell, column: int) -> Cell:
    return Cell(cell.row, column, cell.kind, cell.value, cell.formula, cell.percent)
