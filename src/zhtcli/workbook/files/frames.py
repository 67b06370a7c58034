"""What the contained reader and its child say to each other: msgpack in frames, never pickle."""

from __future__ import annotations

from struct import pack, unpack
from typing import IO

import msgspec

from zhtcli.workbook.files.limits import REPLY_BYTES


class Request(msgspec.Struct, array_like=True):
    """One file to read; `seconds` is how long the parent will wait."""

    name: str
    data: bytes
    seconds: float


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame (its length in four bytes, then so many bytes); None if the stream ends before it does.

    ValueError for a length that no reading has: something else was written to the pipe.
    """
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = unpack(">I", head)
    if length > REPLY_BYTES:
        raise ValueError(f"a frame of {length} bytes")
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Writes one frame and flushes. OSError if nobody reads."""
    stream.write(pack(">I", len(body)))
    stream.write(body)
    stream.flush()
