"""A zip file copied entry by entry as it lies there: what does not change is not even inflated."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from zhtcli.workbook.annotate.unpatchable import ODD, Unpatchable

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_BYTES, _CENTRAL_BYTES = 30, 46
_IN_ZIP64 = 0xFFFFFFFF
_UTF8_NAME = 0x800
_DEFLATED, _LEVEL = 8, 6
_FIRST_DAY = (0, 33)
"""Time and date of a new entry: 1 January 1980, whenever it is written."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """`start` to `end` is the entry with its header and descriptor; `central` its record in the directory."""

    name: str
    start: int
    end: int
    central: bytes

    @property
    def raw_name(self) -> bytes:
        (length,) = struct.unpack_from("<H", self.central, 28)
        return self.central[_CENTRAL_BYTES : _CENTRAL_BYTES + length]


def _entries(data: bytes) -> list[_Entry]:
    """In the order of the directory. Unpatchable where sizes stand in 64-bit records or entries overlap."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos, place = archive.infolist(), archive.start_dir
    starts = sorted(info.header_offset for info in infos)
    following = dict(zip(starts, [*starts[1:], place], strict=True))
    found = []
    for info in infos:
        lengths = struct.unpack_from("<HHH", data, place + 28)
        record = data[place : place + _CENTRAL_BYTES + sum(lengths)]
        place += len(record)
        packed, unpacked = struct.unpack_from("<II", record, 20)
        (offset,) = struct.unpack_from("<I", record, 42)
        start = info.header_offset
        local = sum(struct.unpack_from("<HH", data, start + 26))
        if (
            not record.startswith(_CENTRAL)
            or _IN_ZIP64 in (packed, unpacked, offset)
            or start + _LOCAL_BYTES + local + packed > following[start]
        ):
            raise Unpatchable(ODD)
        found.append(_Entry(info.orig_filename, start, following[start], record))
    return found


def rewritten(
    data: bytes, changed: Mapping[str, bytes], added: Mapping[str, bytes], dropped: Collection[str] = ()
) -> bytes:
    """The zip file with some entries changed, left out, and added at its end; all others keep their packed bytes.

    Names are as the directory spells them. The same arguments give the same bytes.
    """
    entries = [entry for entry in _entries(data) if entry.name not in dropped]
    new: dict[str, tuple[int, bytes]] = {}
    pieces: list[bytes | memoryview] = []
    size = 0
    for entry in sorted(entries, key=lambda entry: entry.start):
        central = entry.central
        written: list[bytes | memoryview] = [memoryview(data)[entry.start : entry.end]]
        if entry.name in changed:
            (flags,) = struct.unpack_from("<H", central, 8)
            stamp = struct.unpack_from("<HH", central, 12)
            written, central = _packed(entry.raw_name, changed[entry.name], flags & _UTF8_NAME, stamp, central)
        new[entry.name] = (size, central)
        pieces += written
        size += sum(map(len, written))
    for name, content in added.items():
        written, central = _packed(name.encode("ascii"), content, 0, _FIRST_DAY)
        new[name] = (size, central)
        pieces += written
        size += sum(map(len, written))
    directory = b"".join(
        central[:42] + struct.pack("<I", offset) + central[_CENTRAL_BYTES:]
        for offset, central in (new[name] for name in [*(entry.name for entry in entries), *added])
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        comment = archive.comment
    end = struct.pack("<4s4HIIH", _END, 0, 0, len(new), len(new), len(directory), size, len(comment))
    return b"".join([*pieces, directory, end, comment])


def _packed(
    name: bytes, content: bytes, flags: int, stamp: tuple[int, int], central: bytes = b""
) -> tuple[list[bytes | memoryview], bytes]:
    """A deflated entry, and its record in the directory with the attributes of an earlier record."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    facts = struct.pack("<HHHHIII", flags, _DEFLATED, *stamp, zlib.crc32(content), len(packed), len(content))
    header = _LOCAL + struct.pack("<H", 20) + facts + struct.pack("<HH", len(name), 0) + name
    made_by = central[4:6] or struct.pack("<H", 20)
    attributes = central[36:42] or bytes(6)
    record = _CENTRAL + made_by + struct.pack("<H", 20) + facts + struct.pack("<HHHH", len(name), 0, 0, 0)
    return [header, packed], record + attributes + bytes(4) + name


def changed_entries(before: bytes, after: bytes) -> Iterator[str]:
    """Names of the entries that one zip file holds otherwise than the other, or not at all: by their packed bytes."""
    old, new = ({entry.name: entry for entry in _entries(data)} for data in (before, after))
    for name in dict.fromkeys([*old, *new]):
        kept = name in old and name in new
        if not kept or before[old[name].start : old[name].end] != after[new[name].start : new[name].end]:
            yield name
