"""The scan of a worksheet part for what python-calamine does not tell.

calamine gives an empty string for `#REF!` and for a formula that was never calculated, and it ends the
process over a cell at XFD1048576, so this runs before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from zhtcli.core.catalogue import files
from zhtcli.workbook.files.limits import CELLS, LAST_COLUMN, LAST_ROW
from zhtcli.workbook.files.packageparts import WorkbookParts
from zhtcli.workbook.files.refused import Refused
from zhtcli.workbook.files.xmlparts import new_parser, parse_all

_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TRUE = ("1", "true", "on")
_BLANK_CELL = re.compile(rb'<c r="[A-Z]{1,2}[0-9]{1,6}"(?: s="[0-9]+")?(?:/>|></c>)')
_CELL_WITHOUT_PLACE = re.compile(rb'<c[\s/>](?!r=")')
_WIDE = b"[A-H][A-Z]|I[A-V]"
_PLAIN_CELL = (
    rb'<c r="(%s)([1-9][0-9]{0,4}|1[0-9]{5})"%s(?: t="(?:s|n|b|d|str|inlineStr)")?>'
    rb'(?:<v>[^<]*</v>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)</c>'
)
_WIDE_COLUMNS = tuple(re.compile(rb'<c r="%c[A-Z][0-9]' % letter) for letter in b"IHGFEDCBA")


class Mark(NamedTuple):
    """What is special about a cell.

    `is_text` is a formula whose stored result is text, perhaps empty; `picture` a picture in a cell
    (Excel keeps `#VALUE!` there for programs that cannot show it).
    """

    percent: bool = False
    formula: str = ""
    error: str = ""
    uncached: bool = False
    is_text: bool = False
    picture: bool = False

    @property
    def has_no_value(self) -> bool:
        return bool(self.error) or self.uncached or self.picture


PERCENT = Mark(percent=True)


@dataclass(slots=True)
class SheetScan:
    """A worksheet as its XML says; rows and columns are 1-based.

    `marks` holds the special cells by row and column. `filled` counts the cells with a value, an error or
    a formula, of which `certain` (formulas with a number, a date or a logical value) must come out of any
    reader; `last_row` and `last_column` bound them. Cells beyond column 256 or row 200,000 are only in
    `far_count`, the first in `far`. A follower of a shared formula has its master's text as written there:
    its references are the master's.
    """

    marks: dict[int, dict[int, Mark]] = field(default_factory=dict)
    filled: int = 0
    certain: int = 0
    last_row: int = 0
    last_column: int = 0
    far: tuple[int, int] | None = None
    far_count: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)

    def shows_loss(self, given: int) -> bool:
        """Whether a reader that gave so many values has passed over some (empty text is no value)."""
        if given or not self.filled:
            return given < self.certain
        marks = [mark for columns in self.marks.values() for mark in columns.values()]
        return self.filled > sum(mark.has_no_value or mark.is_text for mark in marks)


def column_number(letters: str) -> int:
    """1 for A, 27 for AA. ValueError for anything but letters A to Z."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"not a column: {letters!r}")
        number = number * 26 + ord(letter) - 64
    return number


def scan_sheet(content: bytes, part: str, book: WorkbookParts, cells_before: int = 0) -> SheetScan:
    """Scans one worksheet part; `cells_before` counts the filled cells of the sheets before it.

    Refused if the part is damaged, declares a document type, or takes the workbook beyond its cells.
    """
    scan = SheetScan()
    rest = _without_plain_cells(content, book.percent_styles, scan)
    if scan.filled + cells_before > CELLS:
        raise Refused(files.CELLS, limit=CELLS)
    parser = new_parser(part)
    finish = _attach(parser, scan, book, CELLS - cells_before)
    parse_all(parser, rest)
    try:
        finish()
    except ValueError as fault:
        raise Refused(files.DAMAGED) from fault
    return scan


def _without_plain_cells(content: bytes, percent_styles: frozenset[int], scan: SheetScan) -> bytes:
    """The part without the cells that are numbers or strings and nothing else, which it counts.

    A regular expression takes whole elements of exactly one spelling out at a fifth of the cost of parsing
    them with callbacks; whatever is spelt otherwise stays for the parser. In comments and CDATA the same
    bytes would not be cells, and a cell that does not say its place depends on those before it: then all stay.
    """
    if b"<worksheet" not in content or b"<!" in content or _CELL_WITHOUT_PLACE.search(content):
        return content
    percents = b"|".join(b"%d" % style for style in sorted(percent_styles))
    other_style = rb'(?: s="(?!(?:%s)")[0-9]+")%s' % (percents or b"-", b"" if 0 in percent_styles else b"?")
    percent_style = rb'(?: s="(?:%s)")%s' % (percents, b"?" if 0 in percent_styles else b"")

    def percent(match: re.Match[bytes]) -> bytes:
        column, row = match.groups()
        scan.marks.setdefault(int(row), {})[column_number(column.decode("ascii"))] = PERCENT
        return b""

    rest, narrow = re.subn(_PLAIN_CELL % (b"[A-Z]", other_style), b"", content)
    rest, wide = re.subn(_PLAIN_CELL % (_WIDE, other_style), b"", rest)
    shown = 0
    if percents:
        rest, shown = re.subn(_PLAIN_CELL % (b"[A-Z]|" + _WIDE, percent_style), percent, rest)
    scan.filled = narrow + wide + shown
    if scan.filled:
        scan.last_column = 26
    if wide or any(max(columns) > 26 for columns in scan.marks.values()):
        first = next((index for index, letter in enumerate(_WIDE_COLUMNS) if letter.search(content)), 0)
        scan.last_column = min(26 * (10 - first), LAST_COLUMN)
    if scan.filled:
        rows = [int(number) for number in re.findall(rb'<row r="([0-9]{1,7})"', rest)]
        scan.last_row = min(max(rows, default=LAST_ROW), LAST_ROW)
    return _BLANK_CELL.sub(b"", rest)


def _attach(parser: expat.XMLParserType, scan: SheetScan, book: WorkbookParts, cells_left: int) -> Callable[[], None]:
    """Hangs the scan onto a parser; the function that comes back closes the last cell.

    One closure with plain variables, since it runs for every cell that is not plain.
    """
    percents = frozenset(str(index) for index in book.percent_styles)
    shared: dict[str, str] = {}
    words: list[str] = []
    tags: dict[str, str] = {}
    row = column = 0
    cell: dict[str, str] | None = None
    formula: str | None = None
    shared_id: str | None = None
    value: str | None = None
    filled = False

    def place() -> None:
        nonlocal row, column
        reference = cell.get("r") if cell is not None else None
        if reference is None:
            column += 1
        else:
            digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
            row, column = int(digits), column_number(reference[: -len(digits)])

    def close() -> None:
        nonlocal cell, formula, value, filled
        if cell is None:
            return
        place()
        if filled:
            if column > LAST_COLUMN or row > LAST_ROW:
                scan.far = scan.far or (row, column)
                scan.far_count += 1
            else:
                note(cell)
        cell, formula, value, filled = None, None, None, False

    def note(attributes: dict[str, str]) -> None:
        scan.filled += 1
        if scan.filled > cells_left:
            raise Refused(files.CELLS, limit=CELLS)
        scan.last_row = max(scan.last_row, row)
        scan.last_column = max(scan.last_column, column)
        kind = attributes.get("t")
        percent = attributes.get("s", "0") in percents
        if formula is None and kind != "e":
            if percent:
                scan.marks.setdefault(row, {})[column] = PERCENT
            return
        picture = kind == "e" and "vm" in attributes and book.has_cell_pictures
        error = (value or "#VALUE!") if kind == "e" and not picture else ""
        # Excel keeps empty text as an empty value of type str; no value at all was never calculated.
        uncached = formula is not None and (value is None or (not value and kind not in ("str", "e")))
        if kind not in ("str", "s", "inlineStr", "e") and not uncached:
            scan.certain += 1
        mark = Mark(percent, formula or "", error, uncached, kind == "str", picture)
        scan.marks.setdefault(row, {})[column] = mark

    def root(name: str, _: dict[str, str]) -> None:
        prefix = name[: -len(name.rpartition(":")[2])]
        tags.update({prefix + tag: tag for tag in ("c", "v", "f", "is", "row", "col", "mergeCell", "sheetData")})
        parser.StartElementHandler = start

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal cell, formula, shared_id, filled, row, column
        tag = tags.get(name)
        if tag == "c":
            close()
            cell = attributes
        elif tag == "v":
            filled = True
            if formula is not None or (cell is not None and cell.get("t") == "e"):
                collect()
        elif tag == "f":
            filled, formula = True, ""
            shared_id = attributes.get("si") if attributes.get("t") == "shared" else None
            collect()
        elif tag == "is":
            filled = True
        elif tag == "row":
            close()
            number = attributes.get("r")
            row, column = row + 1 if number is None else int(number), 0
            if attributes.get("hidden") in _TRUE and row <= LAST_ROW:
                scan.hidden_rows.append(row)
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "0"))
            scan.hidden_columns.update(range(max(first, 1), min(last, LAST_COLUMN) + 1))
        elif tag == "mergeCell":
            corners = _A1.findall(attributes.get("ref", ""))
            if len(corners) == 2:
                (left, top), (right, bottom) = corners
                scan.merged.append((int(top), column_number(left), int(bottom), column_number(right)))

    def collect() -> None:
        words.clear()
        parser.CharacterDataHandler = words.append
        parser.EndElementHandler = end

    def end(name: str) -> None:
        nonlocal formula, value
        parser.CharacterDataHandler = None
        parser.EndElementHandler = None
        if tags.get(name) == "v":
            value = "".join(words)
            return
        formula = "".join(words).strip()
        if shared_id is not None:
            formula = formula or shared.get(shared_id, "")
            shared.setdefault(shared_id, formula)

    parser.StartElementHandler = root
    return close
