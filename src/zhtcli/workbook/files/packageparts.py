"""What the parts of an OOXML package beside the sheets say: which sheets, names, formats, properties."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from zhtcli.core.catalogue import files
from zhtcli.workbook.files.book import Visibility
from zhtcli.workbook.files.limits import SHEETS
from zhtcli.workbook.files.numberformat import BUILTIN_PERCENT, shows_percentage
from zhtcli.workbook.files.package import Package
from zhtcli.workbook.files.refused import Refused
from zhtcli.workbook.files.xmlparts import Element, elements

_VISIBILITY: dict[str, Visibility] = {"hidden": "hidden", "veryHidden": "very_hidden"}
_FEATURES = (
    ("macros", re.compile(r"(^|/)vbaproject\.bin$|^xl/macrosheets/")),
    ("external_links", re.compile(r"^xl/externallinks/[^_]")),
    ("embedded_objects", re.compile(r"^xl/(embeddings|activex)/")),
    ("signature", re.compile(r"^_xmlsignatures/")),
    ("connections", re.compile(r"^xl/(connections\.xml$|querytables/)")),
)
_STRICT = re.compile(r"http://purl\.oclc\.org/ooxml/")
_TRUE = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet as the workbook lists it; `part` is the name of its part in the package."""

    name: str
    visibility: Visibility
    part: str


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """Everything about a workbook but its cells.

    `percent_styles` are indices of cell formats (`s`), `strict` says that the file is ISO 29500 Strict. `main` and
    `styles` name the parts of the workbook and of its formats.
    """

    sheets: list[SheetPart]
    names: dict[str, str]
    percent_styles: frozenset[int]
    date1904: bool
    has_cell_pictures: bool
    strict: bool = False
    properties: dict[str, str] = field(default_factory=dict)
    application: str = ""
    features: list[str] = field(default_factory=list)
    main: str = "xl/workbook.xml"
    styles: str = "xl/styles.xml"


def read_parts(package: Package) -> WorkbookParts:
    """Reads what lies around the cells. Refused if there is no worksheet, or too many."""
    roots = relations(package, "")
    main = next((target for kind, target in roots.values() if kind == "officeDocument"), "xl/workbook.xml")
    if not package.part(main):
        raise Refused(files.DAMAGED)
    workbook = elements(package.part(main), main)
    related = relations(package, main)
    by_kind = dict(reversed(list(related.values())))
    styles = by_kind.get("styles", "xl/styles.xml")
    sheets = _sheets(workbook, related)
    date1904 = any(e.name == "workbookPr" and e.attributes.get("date1904", "0") in _TRUE for e in workbook)
    features = [name for name, mark in _FEATURES if any(mark.search(entry.lower()) for entry in package.names)]
    return WorkbookParts(
        sheets=sheets,
        names=_names(workbook),
        percent_styles=_percent_styles(package, styles),
        date1904=date1904,
        strict=any(e.name == "workbook" and any(map(_STRICT.match, e.attributes.values())) for e in workbook),
        has_cell_pictures=package.has("xl/richData/richValueRel.xml"),
        properties=_custom_properties(package),
        application=_application(package),
        features=[*features, "date1904"] if date1904 else features,
        main=main,
        styles=styles,
    )


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id -> (kind, target part). Kinds are the last word of the type, the same in strict files."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for element in elements(package.part(rels), rels):
        attributes = element.attributes
        if element.name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
            found[attributes.get("Id", "")] = (posixpath.basename(attributes.get("Type", "")), target)
    return found


def _sheets(workbook: list[Element], relations: dict[str, tuple[str, str]]) -> list[SheetPart]:
    listed = [e.attributes for e in workbook if e.name == "sheet" and e.parent == "sheets"]
    if len(listed) > SHEETS:
        raise Refused(files.SHEETS, count=len(listed), limit=SHEETS)
    sheets = []
    for attributes in listed:
        if attributes.get("id") not in relations:
            raise Refused(files.DAMAGED)
        kind, part = relations[attributes["id"]]
        if kind == "worksheet":
            visibility = _VISIBILITY.get(attributes.get("state", ""), "visible")
            sheets.append(SheetPart(attributes.get("name", ""), visibility, part))
    if not sheets:
        raise Refused(files.NO_SHEETS)
    return sheets


def _names(workbook: list[Element]) -> dict[str, str]:
    """Defined names; one of a single sheet counts where no name of the whole workbook is called the same."""
    names: dict[str, str] = {}
    of_sheets: dict[str, str] = {}
    for element in workbook:
        name = element.attributes.get("name", "")
        if element.name == "definedName" and name and not name.startswith("_xlnm."):
            scope = of_sheets if "localSheetId" in element.attributes else names
            scope.setdefault(name, element.text.strip())
    return of_sheets | names


def _percent_styles(package: Package, part: str) -> frozenset[int]:
    styles = elements(package.part(part), part)
    codes = {
        e.attributes.get("numFmtId", ""): e.attributes.get("formatCode", "")
        for e in styles
        if e.name == "numFmt" and e.parent == "numFmts"
    }
    formats = [e.attributes.get("numFmtId", "0") for e in styles if e.name == "xf" and e.parent == "cellXfs"]
    builtin = {str(number) for number in BUILTIN_PERCENT}
    return frozenset(
        index
        for index, number in enumerate(formats)
        if (shows_percentage(codes[number]) if number in codes else number in builtin)
    )


def _custom_properties(package: Package) -> dict[str, str]:
    properties: dict[str, str] = {}
    value = ""
    for element in elements(package.part("docProps/custom.xml"), "docProps/custom.xml"):
        if element.parent == "property":
            value = element.text
        elif element.name == "property":
            properties.setdefault(element.attributes.get("name", ""), value)
            value = ""
    return properties


def _application(package: Package) -> str:
    listed = elements(package.part("docProps/app.xml"), "docProps/app.xml")
    return next((e.text.strip() for e in listed if e.name == "Application"), "")
