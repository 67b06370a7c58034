"""What reaches the terminal, on any console: GBK, ASCII, a pipe that nobody reads any more.

`say` and `data` write to stdout, `notice` to stderr. None of them ever raises because of what is written or
because of who stopped reading: a closed stdout is quietly replaced by nothing, so that a verb still finishes
its output files and gives its true exit code.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TextIO

from zhtcli.workflow.faults import OutputNotWritten

if TYPE_CHECKING:
    import threading
    from types import TracebackType

ColorChoice = Literal["auto", "always", "never"]
Syntax = Literal["plain", "json", "xml"]

# Patterns stay text until they are needed; a run that prints plain lines compiles none of them.
# An escape sequence goes as a whole: without its ESC the rest would stand in the text as rubbish.
_SEQUENCES = r"(?s)\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]?"
_COLOURS = r"\x1b\[[0-9;]*m"
# Direction marks and line separators are no controls to Unicode, yet with them a cell can pose as something else.
_CONTROLS = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]"
# What a GBK console lacks of the characters that forms and our own sentences hold.
_PLAINER = {
    "⁄": "/", "−": "-", "‑": "-", "•": "·", "✓": "√", "✔": "√", "✗": "×", "✘": "×", "⚠": "!", "¥": "￥", "€": "EUR",
    "\u00a0": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "©": "(c)", "®": "(R)",
}  # fmt: skip
_ENCODING_ERRORS = "zht-console"


def _known(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _plainer(character: str, encoding: str) -> str:
    if "\udc80" <= character <= "\udcff":  # a byte of a file name that is no text here
        return f"\\x{ord(character) - 0xDC00:02x}"
    import unicodedata

    near = unicodedata.normalize("NFKC", character)
    near = "".join(_PLAINER.get(c, c) for c in near) if character not in _PLAINER else _PLAINER[character]
    if _known(near, encoding):
        return near
    # A row of question marks would tell nothing at all where no Chinese can be shown; code points can be decoded.
    if _known("中", encoding) and not "\ud800" <= character <= "\udfff":
        return "?"
    return character.encode("ascii", "backslashreplace").decode("ascii")


def _replaced(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(_plainer(c, fault.encoding) for c in fault.object[fault.start : fault.end]), fault.end


codecs.register_error(_ENCODING_ERRORS, _replaced)


@contextmanager
def forgiving() -> Iterator[None]:
    """Within it stdout and stderr replace what their encoding lacks, whoever writes to them."""
    before: list[tuple[TextIO, str | None]] = []
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            before.append((stream, stream.errors))
            reconfigure(errors=_ENCODING_ERRORS)
    try:
        yield
    finally:
        for stream, errors in before:
            if not stream.closed:
                stream.reconfigure(errors=errors)  # type: ignore[attr-defined]  # checked above


def flush() -> None:
    """Writes out what is still held back."""
    for stream in (sys.stdout, sys.stderr):
        _write(stream, "", flushed=True)


def _write(stream: TextIO | None, text: str | bytes, *, flushed: bool = False) -> None:
    if stream is None or stream.closed:  # no console at all: pythonw, or closed by the caller
        return
    try:
        if isinstance(text, bytes):
            stream.flush()
            stream.buffer.write(text)
        else:
            stream.write(text)
        if flushed:
            stream.flush()
    except OSError as fault:
        _to_nowhere(stream)
        # Nobody reads any more (EPIPE, on Windows EINVAL): harmless. Anything else loses what was to be shown.
        if fault.errno not in (errno.EPIPE, errno.EINVAL):
            raise OutputNotWritten("输出写不进去：磁盘可能已满，或输出的位置已不可用。") from fault


def _to_nowhere(stream: TextIO) -> None:
    # What Python still holds back would fail once more when it exits, with words and a code of its own.
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def plain(text: str) -> str:
    """Text without escape sequences, control characters, direction marks and odd line ends; newlines and tabs stay."""
    if text.replace("\n", "").isprintable():
        return text
    return re.sub(_CONTROLS, "", re.sub(_SEQUENCES, "", text))


def _only_coloured(text: str) -> str:
    if "\x1b" not in text:
        return plain(text)
    colours = re.findall(_COLOURS, text)
    pieces = [plain(piece) for piece in re.split(_COLOURS, text)]
    return "".join(piece + colour for piece, colour in zip(pieces, [*colours, ""], strict=True))


def say(text: str = "", *, styled: bool = False) -> None:
    """A line for people on stdout. With `styled` the colour sequences in it are kept, and only those."""
    with _room():
        _write(sys.stdout, (_only_coloured(text) if styled else plain(text)) + "\n")


def notice(text: str) -> None:
    """A line for people on stderr, at once."""
    with _room():
        _write(sys.stderr, plain(text) + "\n", flushed=True)


def data(text: str | bytes, *, syntax: Syntax = "plain") -> None:
    """Data on stdout as it is, ended by one newline; bytes go out untouched, without a newline added.

    JSON and XML stay valid in any encoding: what a console lacks is written as `\\u4dae` or `&#19886;`. A pipe or
    file that is not UTF-8 gets them in pure ASCII, as programs read both as UTF-8 whatever the console speaks.
    """
    stream = sys.stdout
    if stream is None or isinstance(text, bytes):
        with _room():
            _write(stream, text)
        return
    text = text.removesuffix("\n") + "\n"
    on_terminal = is_terminal(stream)
    if syntax != "plain":
        encoding = stream.encoding or "utf-8"
        utf_8 = codecs.lookup(encoding).name.startswith("utf-8")
        text = _escaped(text, encoding if on_terminal or utf_8 else "ascii", syntax)
    with _room():
        _write(stream, plain(text) if on_terminal else text)


def _escaped(text: str, encoding: str, syntax: Syntax) -> str:
    if _known(text, encoding):
        return text
    if syntax == "xml":
        return text.encode(encoding, "xmlcharrefreplace").decode(encoding)

    def escape(character: str) -> str:
        if _known(character, encoding):
            return character
        code = ord(character)
        if code < 0x10000:
            return f"\\u{code:04x}"
        return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"

    return re.sub(r"[^\x00-\x7f]", lambda match: escape(match[0]), text)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at this stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def wants_color(choice: ColorChoice = "auto", stream: TextIO | None = None) -> bool:
    """Whether to colour what goes to `stream` (stdout): the choice, else NO_COLOR, else what the terminal can."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    if os.name == "nt" and not {"WT_SESSION", "TERM", "ANSICON"} & os.environ.keys():
        return False  # the old console prints the sequences instead of obeying them
    return is_terminal(stream or sys.stdout)


def terminal_width() -> int:
    """Columns to write in: COLUMNS, else the terminal's own, else 80; never below 40."""
    import shutil

    return max(shutil.get_terminal_size().columns, 40)


class Progress:
    """A line on stderr while something lasts: only on a terminal, only after a second, gone when it is done.

    `with Progress("正在核定", total=12) as progress: … progress.step("甲公司.xlsx")`; `step` names what comes next.
    The line is redrawn by a thread, since what lasts long here (an import, one big file) never reports back.
    """

    def __init__(self, label: str, total: int | None = None, *, delay: float = 1.0) -> None:
        self.label, self.total, self.delay = label, total, delay
        self.done, self.note = -1, ""
        self._drawn = 0
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Progress:
        global _live
        if is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb":
            import threading

            self.lock, self._over = threading.Lock(), threading.Event()
            self._since = time.monotonic()
            self._thread = threading.Thread(target=self._watch, daemon=True)
            _live = self
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        global _live
        if self._thread is not None:
            _live = None
            self._over.set()
            self._thread.join()
            self.erase()

    def step(self, note: str = "") -> None:
        """One more begins; `note` says which."""
        self.done += 1
        self.note = plain(note)

    def line(self, seconds: float) -> str:
        """What the line says after so many seconds."""
        count = f" {max(self.done, 0)}/{self.total}" if self.total else ""
        return f"{self.label}{count}" + (f" {self.note}" if self.note else "") + f"（已用 {seconds:.0f} 秒）"

    def erase(self) -> None:
        """Clears the line. Whoever calls it holds `self.lock` until the place is used or the work is over."""
        if self._drawn:
            _write(sys.stderr, "\r" + " " * self._drawn + "\r", flushed=True)
            self._drawn = 0

    def _watch(self) -> None:
        from zhtcli.report.widths import clipped, display_width

        wait = self.delay
        while not self._over.wait(wait):
            wait = 0.5
            line = clipped(self.line(time.monotonic() - self._since), terminal_width() - 1)
            with self.lock:
                if self._over.is_set():
                    return
                width = display_width(line)
                _write(sys.stderr, "\r" + line + " " * max(self._drawn - width, 0), flushed=True)
                self._drawn = width


_live: Progress | None = None


@contextmanager
def _room() -> Iterator[None]:
    live = _live
    if live is None:
        yield
        return
    with live.lock:
        live.erase()
        yield
