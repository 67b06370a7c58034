"""Files read in a child process with limits, so that a hostile one costs a finding and no more.

The parent never looks into the bytes itself. A child that crashes, hangs or babbles is replaced, and the
next file is read by its successor.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Event, Timer
from types import TracebackType
from typing import Self

import msgspec

from zhtcli.core.catalogue import files
from zhtcli.core.finding import Rule
from zhtcli.workbook.files.book import Reading, Seen
from zhtcli.workbook.files.frames import Request, read_frame, write_frame
from zhtcli.workbook.files.limits import FILE_BYTES, SECONDS, SECONDS_PER_MEGABYTE

_INHERITED = ("SYSTEMROOT", "PATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
_PROCESSOR_TIME_IS_UP = -24  # SIGXCPU


def child_command() -> list[str]:
    """How the child is started. Without `site` (-S) and with the working directory off the path (-P).

    Folders of submissions come from strangers: a `msgspec.py` among them must not run.
    """
    start = "from zhtcli.workbook.files.parse import main; main()"
    return [sys.executable, "-S", "-P", "-X", "utf8", "-c", start]


def child_environment() -> dict[str, str]:
    """The little of our environment that the child needs, and our own import path, however we were installed."""
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    root = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys([root, *filter(None, sys.path)]))
    environment["OPENBLAS_NUM_THREADS"] = "1"  # its threads would reserve address space the child does not have
    return environment


class ContainedReader:
    """Reads files one after another in a child process; a context manager.

    `start` returns at once, so that the caller can import what it needs while the child gets ready.
    """

    def __init__(self, *, seconds: float = SECONDS, command: Sequence[str] | None = None) -> None:
        """`seconds` is how long a small file may take; each megabyte adds five. `command` replaces the child."""
        self._seconds = seconds
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Starts the child unless one is alive, without waiting for it."""
        if self._child is not None and self._child.poll() is None:
            return
        self.close()
        self._child = subprocess.Popen(  # noqa: S603 (our own interpreter and code)
            list(self._command or child_command()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def close(self) -> None:
        """Ends the child, at once: it holds nothing worth keeping."""
        self._end()

    def _end(self) -> int:
        """The exit status of the child that was, killed if it still ran; 0 without one."""
        child, self._child = self._child, None
        if child is None:
            return 0
        child.kill()
        status = child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what was left to flush goes nowhere
                if pipe is not None:
                    pipe.close()
        return status

    def read(self, data: bytes, name: str) -> Reading:
        """The reading of a file's bytes; the name serves for what it says about them. Never raises for bad input.

        `sha256` is over exactly these bytes.
        """
        digest = sha256(data).hexdigest()
        if len(data) > FILE_BYTES:
            megabytes = round(len(data) / 2**20, 1)
            words: dict[str, str | int | float] = {"megabytes": megabytes, "limit": FILE_BYTES // 2**20}
            return Reading(digest, None, [Seen(files.TOO_LARGE.code, words)])
        seconds = self._seconds + SECONDS_PER_MEGABYTE * len(data) / 2**20
        self.start()
        answer = self._ask(data, name, seconds)
        if isinstance(answer, Reading):
            return msgspec.structs.replace(answer, sha256=digest)
        told: dict[str, str | int | float] = {"seconds": round(seconds)} if answer is files.TIMEOUT else {}
        return Reading(digest, None, [Seen(answer.code, told)])

    def read_all(self, items: Iterable[tuple[bytes, str]]) -> Iterator[Reading]:
        """Readings of (bytes, name) pairs, in their order."""
        for data, name in items:
            yield self.read(data, name)

    def _ask(self, data: bytes, name: str, seconds: float) -> Reading | Rule:
        """What the child answers, or the rule for its silence, after which there is no child.

        The clock kills the child, which ends any read or write on its pipes, on every system alike.
        """
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            return files.CRASHED
        late = Event()

        def kill() -> None:
            late.set()
            child.kill()

        clock = Timer(seconds, kill)
        clock.daemon = True
        clock.start()
        answer: Reading | None = None
        try:
            write_frame(child.stdin, msgspec.msgpack.encode(Request(name, data, seconds)))
            frame = read_frame(child.stdout)
            if frame is not None:
                answer = msgspec.msgpack.decode(frame, type=Reading)
        except (OSError, ValueError, MemoryError):  # a broken pipe, or no Reading (msgspec's errors are ValueErrors)
            answer = None
        except BaseException:  # Ctrl-C: the answer to this file must not be taken for the next one's
            self._end()
            raise
        finally:
            clock.cancel()
            clock.join()
        if late.is_set():
            self._end()
            return answer or files.TIMEOUT
        if answer is None:
            return files.TIMEOUT if self._end() == _PROCESSOR_TIME_IS_UP else files.CRASHED
        return answer
