"""Where the elements of an XML part stand in its bytes, so that something can be put between them.

A parser tells the places, never a search for text: prefixes (`x:worksheet`), comments and odd spellings are what they
are. Everything that is not replaced stays the same byte for byte, which a tree written anew would not give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from zhtcli.workbook.annotate.unpatchable import ODD, Unpatchable
from zhtcli.workbook.files.package import is_utf16
from zhtcli.workbook.files.refused import Refused
from zhtcli.workbook.files.xmlparts import local, new_parser, parse_all

# A start tag from its `<` on; the parser has found it sound, so only quoted `>` have to be stepped over.
_START_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")


@dataclass(slots=True)
class Span:
    """An element from `start` to `end`, its content from `inner` to `inner_end` (bytes; `end` is the next one's).

    `name` is without its prefix, `attributes` are as written, `prefixes` are the namespaces in scope by prefix.
    """

    qname: str
    attributes: dict[str, str]
    prefixes: Mapping[str, str]
    start: int
    inner: int
    inner_end: int = -1
    end: int = -1
    text: str = ""
    children: list[Span] = field(default_factory=list)

    @property
    def name(self) -> str:
        return local(self.qname)

    @property
    def prefix(self) -> str:
        """`x:` or nothing: what children of the same vocabulary are written with."""
        return self.qname[: -len(self.name)]

    @property
    def namespace(self) -> str:
        return self.prefixes.get(self.prefix.rstrip(":"), "")

    @property
    def is_empty_tag(self) -> bool:
        return self.end == self.inner

    def child(self, name: str) -> Span | None:
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> Iterator[Span]:
        return (child for child in self.children if child.name == name)

    def within(self, name: str) -> Iterator[Span]:
        """Elements of a name at any depth below this one."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.within(name)


Edit = tuple[int, int, bytes]
"""Bytes from the first place up to the second give way to these."""


class _LostTrack(Exception):
    """The shortcut through a long element did not end where it was thought to."""


def outline(content: bytes, part: str, *, depth: int = 3, without: str = "") -> Span:
    """The elements of a part down to a depth (1 is the root); those inside of a child `without` are left out.

    Raises Unpatchable for a part whose bytes cannot be told apart so.
    """
    if not content or is_utf16(content):
        raise Unpatchable(ODD)
    try:
        hole = _hole(content, without)
        if hole is not None:
            try:
                return _Outliner(content, part, depth, without, hole).run()
            except (_LostTrack, Refused):
                pass
        return _Outliner(content, part, depth, without, None).run()
    except (Refused, _LostTrack) as fault:
        raise Unpatchable(ODD) from fault


def _hole(content: bytes, without: str) -> tuple[int, int] | None:
    """What a parser need not see of a part: the inside of one child, which in a sheet is nearly all of it.

    Only a guess, as these places are told by a search; the parser, which sees what stands before and behind, holds it
    against the structure. Comments and the like could still deceive it, so a part with any behind is seen whole.
    """
    if not without:
        return None
    start = content.find(b">", content.find(without.encode("ascii"))) + 1
    if not start or content.find(b"<!", start) >= 0 or content.find(b"<?", start) >= 0:
        return None
    end = content.rfind(b"</", 0, content.rfind(without.encode("ascii")))
    return (start, end) if start <= end else None


class _Outliner:
    def __init__(self, content: bytes, part: str, depth: int, without: str, hole: tuple[int, int] | None) -> None:
        self._content, self._depth, self._without, self._hole = content, depth, without, hole
        self._level = self._shift = 0
        self._open: list[Span] = []
        self._root: Span | None = None
        self._skipping = self._returning = False
        self._parser = new_parser(part)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def run(self) -> Span:
        if self._hole is None:
            parse_all(self._parser, self._content)
        else:
            start, end = self._hole
            self._before(start)
            self._shift = end - start
            self._returning = True
            parse_all(self._parser, memoryview(self._content)[end:])
        if self._root is None or self._open:
            raise _LostTrack
        return self._root

    def _before(self, hole: int) -> None:
        from xml.parsers.expat import ExpatError

        try:
            self._parser.Parse(memoryview(self._content)[:hole], False)
        except ExpatError as fault:
            raise _LostTrack from fault
        if not self._skipping or self._open[-1].inner != hole or self._level != 2:
            raise _LostTrack

    def _start(self, qname: str, attributes: dict[str, str]) -> None:
        if self._returning:
            raise _LostTrack
        self._level += 1
        if self._level > self._depth or self._skipping:
            return
        start = self._parser.CurrentByteIndex + self._shift
        tag = _START_TAG.match(self._content, start)
        if tag is None:
            raise _LostTrack
        above = self._open[-1].prefixes if self._open else {}
        declared = {
            key.partition(":")[2]: uri for key, uri in attributes.items() if key == "xmlns" or key.startswith("xmlns:")
        }
        span = Span(qname, attributes, {**above, **declared} if declared else above, start, tag.end())
        if self._open:
            self._open[-1].children.append(span)
        else:
            self._root = span
        self._open.append(span)
        if self._level == 2 and local(qname) == self._without:
            self._skipping = True

    def _end(self, qname: str) -> None:
        place = self._parser.CurrentByteIndex + self._shift
        if self._returning:
            if self._hole is None or place != self._hole[1]:
                raise _LostTrack
            self._returning = False
        skipped = self._skipping and self._level > 2
        self._level -= 1
        if self._level >= self._depth or skipped:
            return
        if not self._open or self._open[-1].qname != qname:
            raise _LostTrack
        self._skipping = False
        span = self._open.pop()
        if self._content[span.inner - 2 : span.inner] == b"/>":
            span.inner_end = span.end = span.inner
        else:
            span.inner_end, span.end = place, self._content.index(b">", place) + 1

    def _text(self, text: str) -> None:
        if self._open and self._level == len(self._open):
            self._open[-1].text += text


def spliced(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with some of them replaced. ValueError if two edits overlap."""
    view = memoryview(content)
    pieces: list[bytes | memoryview] = []
    done = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        if start < done:
            raise ValueError("edits overlap")
        pieces += [view[done:start], new]
        done = end
    return b"".join([*pieces, view[done:]])


def encoded(text: str) -> bytes:
    """Text for a part in any encoding that a workbook comes in: ASCII, with the rest as character references."""
    return text.encode("ascii", "xmlcharrefreplace")


def start_tag(span: Span, **changed: str) -> str:
    """The start tag written anew with some attributes changed; not closed, whatever it was."""
    attributes = {**span.attributes, **changed}
    return f"<{span.qname}{''.join(f' {name}={quoteattr(value)}' for name, value in attributes.items())}>"


def changed_tag(span: Span, **changed: str) -> Edit:
    """The edit that changes attributes of an element and nothing in it."""
    tag = start_tag(span, **changed)
    return span.start, span.inner, encoded(f"{tag[:-1]}/>" if span.is_empty_tag else tag)


def appended(span: Span, new: str, **changed: str) -> list[Edit]:
    """The edits that put something at the end of an element and change attributes of it."""
    if span.is_empty_tag:
        return [(span.start, span.end, encoded(f"{start_tag(span, **changed)}{new}</{span.qname}>"))]
    edits: list[Edit] = [(span.inner_end, span.inner_end, encoded(new))]
    return [*edits, changed_tag(span, **changed)] if changed else edits
