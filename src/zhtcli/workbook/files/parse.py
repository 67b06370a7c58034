"""Bytes to a Reading, and the loop that does so in the contained child process (`main`).

The modules it needs at once are few and light, so that the child is ready before its parent has imported
pandas; xlrd, openpyxl and python-calamine come with the first file that needs them.
"""

from __future__ import annotations

import gc
import os
import signal
import sys

import msgspec

from zhtcli.core.catalogue import files
from zhtcli.workbook.files.annotated import without_ours
from zhtcli.workbook.files.book import Book, Reading, Seen
from zhtcli.workbook.files.frames import Request, read_frame, write_frame
from zhtcli.workbook.files.legacy import read_legacy
from zhtcli.workbook.files.limits import MEMORY_BYTES
from zhtcli.workbook.files.ooxml import read_ooxml
from zhtcli.workbook.files.opendocument import read_opendocument
from zhtcli.workbook.files.refused import Refused
from zhtcli.workbook.files.sniff import sniff

_CPU_GRACE = 5


def parse(data: bytes, name: str) -> Reading:
    """What came of a file's bytes; `sha256` is left to the caller. Raises nothing but the wish to end."""
    try:
        book, seen = _read(data, name)
    except (SystemExit, KeyboardInterrupt):
        raise
    except Refused as refused:
        return Reading(sha256="", book=None, seen=[refused.seen])
    except Exception as fault:  # noqa: BLE001 (libraries raise anything over a broken file; it is one finding)
        rule = files.CRASHED if isinstance(fault, MemoryError) else files.UNREADABLE
        return Reading(sha256="", book=None, seen=[Seen(rule.code)])
    except BaseException:  # noqa: BLE001 (a panic in Rust, which is no Exception)
        return Reading(sha256="", book=None, seen=[Seen(files.CRASHED.code)])
    return Reading(sha256="", book=book, seen=seen)


def _read(data: bytes, name: str) -> tuple[Book, list[Seen]]:
    kind, package, seen = sniff(data, name)
    if package is None:
        book, more = read_legacy(data, kind)
    else:
        package.preflight()
        book, more = read_opendocument(package) if kind == "ods" else read_ooxml(package, data, kind)
    return without_ours(book, seen + more)


def main() -> None:
    """Serves requests on standard input until it ends; replies go to what was standard output."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not break the frames
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it closes our input
    _limit_memory_and_files()
    gc.disable()
    decode = msgspec.msgpack.Decoder(Request).decode
    encode = msgspec.msgpack.Encoder().encode
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        request = decode(frame)
        limit_processor_time(request.seconds + _CPU_GRACE)
        reply = encode(parse(request.data, request.name))
        write_frame(replies, reply)
        del frame, request, reply
        gc.collect()


def _limit_memory_and_files() -> None:
    if sys.platform == "win32":
        return
    import resource

    for which, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(which, (most, most))
        except (ValueError, OSError):  # macOS refuses some; the parent's clock still holds
            continue


def limit_processor_time(seconds: float) -> None:
    """Lets this process use so many more seconds of processor time, then the system ends it."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
