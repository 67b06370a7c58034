"""Small XML parts as a flat list of elements, without the general-purpose tree libraries."""

from __future__ import annotations

from typing import NamedTuple
from xml.parsers import expat

from zhtcli.core.catalogue import files
from zhtcli.workbook.files.refused import Refused


class Element(NamedTuple):
    """One element once it is closed; `parent`, `name` and the attributes' names are without their prefix."""

    parent: str
    name: str
    attributes: dict[str, str]
    text: str


def local(name: str) -> str:
    """A name without its namespace prefix."""
    return name.rpartition(":")[2]


def new_parser(part: str) -> expat.XMLParserType:
    """An expat parser that refuses a document type; Refused is raised from within `Parse`.

    The search for DOCTYPE in the bytes (package.py) knows the usual encodings; expat knows what it really reads.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Refused(files.DOCTYPE, part=part)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def parse_all(parser: expat.XMLParserType, data: bytes | memoryview) -> None:
    """Feeds a whole part; a part that is not well-formed is a damaged file (Refused)."""
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise Refused(files.DAMAGED) from fault


def elements(data: bytes, part: str) -> list[Element]:
    """All elements of a part, each after those inside it; [] for a part that is absent (no bytes)."""
    found: list[Element] = []
    if not data:
        return found
    parser = new_parser(part)
    open_ones: list[tuple[str, dict[str, str], list[str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        open_ones.append((local(name), {local(key): value for key, value in attributes.items()}, []))

    def text(words: str) -> None:
        open_ones[-1][2].append(words)

    def end(_: str) -> None:
        name, attributes, words = open_ones.pop()
        found.append(Element(open_ones[-1][0] if open_ones else "", name, attributes, "".join(words)))

    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.EndElementHandler = end
    parse_all(parser, data)
    return found
