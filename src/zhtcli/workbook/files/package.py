"""The zip package of a workbook, held against limits before anything reads it.

Bytes are counted while inflating, because the sizes a package declares may lie.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from struct import unpack

from zhtcli.core.catalogue import files
from zhtcli.workbook.files.limits import ENTRIES, ENTRY_BYTES, RATIO, RATIO_FROM_BYTES, TOTAL_BYTES
from zhtcli.workbook.files.refused import Refused

_CHUNK = 2**16
_XML_NAMES = (".xml", ".rels", ".vml", ".rdf")
_OUTSIDE = re.compile(r"^/|\\|\0|^[A-Za-z]:|(^|/)\.\.(/|$)")


class Package:
    """The entries of a zip file by name; XML parts can be read once `preflight` has passed."""

    def __init__(self, data: bytes) -> None:
        """Reads the central directory only. Refused if there is none."""
        try:
            self._entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except Exception as fault:  # zipfile raises half a dozen types over a broken directory
            raise Refused(files.DAMAGED) from fault
        self._data = data
        self._by_name = {entry.orig_filename: entry for entry in self._entries}
        self._lower = {name.lower(): name for name in self._by_name}
        self._parts: dict[str, bytes] = {}
        self._total = 0

    @property
    def names(self) -> list[str]:
        return [entry.orig_filename for entry in self._entries]

    def peek(self, name: str) -> bytes:
        """A small part before the preflight (what says which kind of file this is); b"" if absent."""
        found = self._lower.get(name.lower())
        return b"" if found is None else self._inflated(self._by_name[found], 2**20)

    def part(self, name: str) -> bytes:
        """An XML part, its name without regard to case; b"" if absent. Only after `preflight`."""
        return self._parts.get(self._lower.get(name.lower(), ""), b"")

    def has(self, name: str) -> bool:
        return name.lower() in self._lower

    def own_name(self, name: str) -> str:
        """The name as the package spells it; the name itself if it is absent."""
        return self._lower.get(name.lower(), name)

    def drop(self, name: str) -> None:
        """Lets go of a part that is not needed again, since a large sheet weighs as much as all the rest."""
        self._parts.pop(self._lower.get(name.lower(), ""), None)

    def preflight(self) -> None:
        """Refused unless names and sizes are in order and no XML part declares a document type."""
        if len(self._entries) > ENTRIES:
            raise Refused(files.ENTRIES, count=len(self._entries), limit=ENTRIES)
        seen: set[str] = set()
        for entry in self._entries:
            name = entry.orig_filename
            if _OUTSIDE.search(name):
                raise Refused(files.ESCAPING, part=_printable(name))
            if name.casefold() in seen:
                raise Refused(files.DUPLICATE, part=_printable(name))
            seen.add(name.casefold())
        for entry in self._entries:
            content = self._inflated(entry, ENTRY_BYTES)
            self._total += len(content)
            if _is_xml(entry.orig_filename, content):
                _refuse_document_type(entry.orig_filename, content)
                self._parts[entry.orig_filename] = content

    def _inflated(self, entry: zipfile.ZipInfo, limit: int) -> bytes:
        if entry.flag_bits & 1:
            raise Refused(files.ENCRYPTED)
        start = entry.header_offset
        header = self._data[start : start + 30]
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise Refused(files.DAMAGED)
        name_length, extra_length = unpack("<HH", header[26:30])
        local_name = self._data[start + 30 : start + 30 + name_length]
        # A reader that goes by the local headers would see another name than one that goes by the directory.
        if local_name.decode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace") != entry.orig_filename:
            raise Refused(files.DAMAGED)
        begin = start + 30 + name_length + extra_length
        packed = memoryview(self._data)[begin : begin + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_STORED:
            self._within(entry, len(packed), limit)
            content = bytes(packed)
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            content = self._deflated(entry, packed, limit)
        else:
            raise Refused(files.UNREADABLE)
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise Refused(files.DAMAGED)
        return content

    def _deflated(self, entry: zipfile.ZipInfo, packed: memoryview, limit: int) -> bytes:
        inflater = zlib.decompressobj(-15)
        pieces: list[bytes] = []
        size = 0
        for begin in range(0, len(packed), _CHUNK):
            waiting: bytes | memoryview = packed[begin : begin + _CHUNK]
            while len(waiting) and not inflater.eof:
                try:
                    piece = inflater.decompress(waiting, _CHUNK)
                except zlib.error as fault:
                    raise Refused(files.DAMAGED) from fault
                size += len(piece)
                self._within(entry, size, limit)
                pieces.append(piece)
                waiting = inflater.unconsumed_tail
        if not inflater.eof:
            raise Refused(files.DAMAGED)
        return b"".join(pieces)

    def _within(self, entry: zipfile.ZipInfo, size: int, limit: int) -> None:
        part = _printable(entry.orig_filename)
        if size > RATIO_FROM_BYTES and size > RATIO * max(entry.compress_size, 1):
            raise Refused(files.RATIO, part=part, limit=RATIO)
        if size > limit:
            raise Refused(files.INFLATED, part=part, limit=limit // 2**20)
        if self._total + size > TOTAL_BYTES:
            raise Refused(files.INFLATED, part=part, limit=TOTAL_BYTES // 2**20)


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name[:80])


def _is_xml(name: str, content: bytes) -> bool:
    head = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return name.lower().endswith(_XML_NAMES) or head[:1] == b"<" or is_utf16(content)


def is_utf16(content: bytes) -> bool:
    """Whether XML bytes are in UTF-16, with a byte order mark or without."""
    return content[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def _refuse_document_type(name: str, content: bytes) -> None:
    encodings = ("utf-16-le", "utf-16-be") if is_utf16(content) else ("ascii",)
    for encoding in encodings:
        if any(mark.encode(encoding) in content for mark in ("<!DOCTYPE", "<!ENTITY")):
            raise Refused(files.DOCTYPE, part=_printable(name))
