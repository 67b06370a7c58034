"""The parts of one annotated copy: which change, which come in, and that no other does."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from zhtcli.core.finding import SEVERITIES, Finding, Severity
from zhtcli.workbook.annotate.archive import changed_entries, rewritten
from zhtcli.workbook.annotate.listing import sheet_part
from zhtcli.workbook.annotate.look import Look
from zhtcli.workbook.annotate.marks import marked_cells, remarked
from zhtcli.workbook.annotate.samebook import ROLE, role_row
from zhtcli.workbook.annotate.spans import Span, appended, encoded, outline, spliced
from zhtcli.workbook.annotate.unpatchable import ODD, Unpatchable
from zhtcli.workbook.files.annotated import TITLE
from zhtcli.workbook.files.book import Book
from zhtcli.workbook.files.package import Package
from zhtcli.workbook.files.packageparts import WorkbookParts, relations

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKSHEET = f"{_RELATIONSHIPS}/worksheet"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_CONTENT_TYPES = "[Content_Types].xml"
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_SHEET_FILE = re.compile(r"sheet(\d{1,9})\.xml$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated copy. `marked` counts marked cells by severity, `sheet` is the list's name.

    `replaced` says that the list of an earlier run gave way, `lost` names what others had put on that list's sheet.
    """

    data: bytes
    sheet: str
    marked: Mapping[Severity, int]
    replaced: bool = False
    lost: tuple[str, ...] = ()


class Copy:
    """One copy in the making: `changed`, `added` and `dropped` say what becomes of which entry."""

    def __init__(
        self, data: bytes, package: Package, parts: WorkbookParts, book: Book, findings: Sequence[Finding], about: str
    ) -> None:
        self._data, self._package, self._parts = data, package, parts
        self._book, self._findings, self._about = book, findings, about
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        self._lost: tuple[str, ...] = ()

    def made(self) -> Annotated:
        ours = next((sheet for sheet in self._parts.sheets if sheet.name in self._book.annotated), None)
        look = Look(self._package.part(self._parts.styles), self._parts.styles)
        self._put(self._parts.styles, look.content)
        cells = marked_cells(self._findings)
        for sheet in self._parts.sheets:
            if sheet.name not in self._book.annotated:
                content = self._package.part(sheet.part)
                self._put(sheet.part, remarked(content, sheet.part, cells.get(sheet.name, {}), look.marks))
        self._say_role()
        seen = {sheet.name for sheet in self._parts.sheets if sheet.visibility == "visible"}
        listing = sheet_part(self._findings, self._about, seen, look.cells)
        if ours is None:
            name = self._add_sheet(listing)
        else:
            name = ours.name
            self._replace_sheet(name, ours.part, listing)
        there = {sheet.name for sheet in self._parts.sheets}
        counts = {
            severity: sum(len(by.get(severity, ())) for sheet, by in cells.items() if sheet in there)
            for severity in SEVERITIES
        }
        copy = rewritten(self._data, self._changed, self._added, self._dropped)
        self._check(copy)
        return Annotated(copy, name, counts, ours is not None, self._lost)

    def _put(self, part: str, content: bytes) -> None:
        if content != self._now(part):
            self._changed[self._package.own_name(part)] = content

    def _now(self, part: str) -> bytes:
        return self._changed.get(self._package.own_name(part)) or self._package.part(part)

    def _say_role(self) -> None:
        """The hidden sheet says of a copy that it is one, where it says anything of the kind."""
        for sheet, part in zip(self._book.sheets, self._own_parts(), strict=True):
            row = role_row(sheet)
            if not row:
                continue
            content = self._now(part)
            wanted = f"B{row}"
            root = outline(content, part, depth=4)
            data = root.child("sheetData")
            cells = [cell for line in (data.children if data is not None else []) for cell in line.children]
            for cell in cells:
                if cell.attributes.get("r") == wanted:
                    style = f" s={quoteattr(cell.attributes['s'])}" if "s" in cell.attributes else ""
                    p = cell.prefix
                    new = f'<{p}c r="{wanted}"{style} t="inlineStr"><{p}is><{p}t>{ROLE}</{p}t></{p}is></{p}c>'
                    self._put(part, spliced(content, [(cell.start, cell.end, encoded(new))]))
            return

    def _own_parts(self) -> Iterator[str]:
        return (sheet.part for sheet in self._parts.sheets if sheet.name not in self._book.annotated)

    def _add_sheet(self, content: bytes) -> str:
        """Puts the list behind the last sheet, so that no sheet's place changes; its name."""
        main = self._parts.main
        workbook = self._package.part(main)
        root = outline(workbook, main)
        sheets = root.child("sheets")
        if sheets is None:
            raise Unpatchable(ODD)
        name = _free_name([sheet.attributes.get("name", "") for sheet in sheets.children])
        folder = posixpath.join(posixpath.dirname(main), "worksheets")
        numbers = [int(found[1]) for part in self._package.names if (found := _SHEET_FILE.search(part))]
        file = f"sheet{max(numbers, default=0) + 1}.xml"
        part = posixpath.join(folder, file)
        if not part.isascii():
            raise Unpatchable(ODD)
        self._added[part] = content
        number = max((_number(sheet.attributes.get("sheetId")) for sheet in sheets.children), default=0) + 1
        identifier = self._relate(f"worksheets/{file}")
        declared = next((p for p, uri in sheets.prefixes.items() if uri == _RELATIONSHIPS and p), None)
        attribute = f'{declared}:id="{identifier}"' if declared else f'xmlns:r="{_RELATIONSHIPS}" r:id="{identifier}"'
        new = f'<{sheets.prefix}sheet name={quoteattr(name)} sheetId="{number}" {attribute}/>'
        self._put(main, spliced(workbook, appended(sheets, new)))
        types = self._package.part(_CONTENT_TYPES)
        listed = outline(types, _CONTENT_TYPES)
        new = f'<{listed.prefix}Override PartName="/{part}" ContentType="{_SHEET_TYPE}"/>'
        self._put(_CONTENT_TYPES, spliced(types, appended(listed, new)))
        return name

    def _relate(self, target: str) -> str:
        """A relationship from the workbook to the new sheet; its id."""
        part = _relations_of(self._parts.main)
        content = self._package.part(part)
        root = outline(content, part)
        taken = {child.attributes.get("Id", "").casefold() for child in root.children}
        number = len(taken) + 1
        while f"rid{number}" in taken:
            number += 1
        new = f'<{root.prefix}Relationship Id="rId{number}" Type="{_WORKSHEET}" Target="{target}"/>'
        self._put(part, spliced(content, appended(root, new)))
        return f"rId{number}"

    def _replace_sheet(self, name: str, part: str, content: bytes) -> None:
        """Puts the list where the earlier one stands; what hung on that one (its printer, say) goes with it."""
        if _FORMULA.search(self._package.part(part)):
            # the chain of calculation would name cells that hold no formula any more, which Excel calls damage
            raise Unpatchable(f"“{name}”页里有人加了公式，请先删去那一页")
        self._put(part, content)
        self._drop_filter(name)
        kinds = {kind for kind, _ in relations(self._package, part).values()}
        words = {"comments": "批注", "threadedComment": "批注", "drawing": "图形", "table": "表格"}
        self._lost = tuple(dict.fromkeys(word for kind, word in words.items() if kind in kinds))
        own = _relations_of(part)
        if not self._package.has(own):
            return
        gone = self._reached() - self._reached(without=self._package.own_name(part))
        related = [own, *map(_relations_of, gone)]
        self._dropped = {self._package.own_name(one) for one in (*gone, *related) if self._package.has(one)}
        types = self._package.part(_CONTENT_TYPES)
        lower = {f"/{one}".lower() for one in self._dropped}
        overrides = [
            (one.start, one.end, b"")
            for one in outline(types, _CONTENT_TYPES).all("Override")
            if one.attributes.get("PartName", "").lower() in lower
        ]
        self._put(_CONTENT_TYPES, spliced(types, overrides))

    def _reached(self, without: str | None = None) -> set[str]:
        """All parts that relationships lead to; those of one part left out."""
        reached: set[str] = set()
        waiting = [""]
        while waiting:
            part = waiting.pop()
            if part in reached:
                continue
            reached.add(part)
            if part != without:
                waiting += (self._package.own_name(target) for _, target in relations(self._package, part).values())
        return reached

    def _drop_filter(self, name: str) -> None:
        """Programs keep the filter's range under a hidden name; that of the earlier list is no longer right."""
        main = self._parts.main
        workbook = self._package.part(main)
        root = outline(workbook, main)
        sheets, names = root.child("sheets"), root.child("definedNames")
        if sheets is None or names is None:
            return
        place = [sheet.attributes.get("name") for sheet in sheets.children].index(name)
        stale = [one for one in names.children if _is_filter_of(one, place)]
        if stale and len(stale) == len(names.children):
            stale = [names]
        self._put(main, spliced(workbook, [(one.start, one.end, b"") for one in stale]))

    def _check(self, copy: bytes) -> None:
        """No entry is touched but those meant. Raises Unpatchable.

        Whether what was written into them is sound, the reader says, which parses every part that is touched here.
        """
        touched = {*self._changed, *self._added, *self._dropped}
        if set(changed_entries(self._data, copy)) - touched:
            raise Unpatchable(ODD)


def _relations_of(part: str) -> str:
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _is_filter_of(name: Span, place: int) -> bool:
    attributes = name.attributes
    return attributes.get("name") == "_xlnm._FilterDatabase" and attributes.get("localSheetId") == str(place)


def _free_name(taken: Collection[str]) -> str:
    """问题清单, or that with a number where the workbook has a sheet of this name."""
    folded = {name.casefold() for name in taken}
    number, name = 1, TITLE
    while name.casefold() in folded:
        number += 1
        name = f"{TITLE} ({number})"
    return name


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0
