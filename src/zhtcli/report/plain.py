"""Text that came out of a workbook, made fit to stand in a line of ours."""

from __future__ import annotations

import re

# An escape sequence goes as a whole: without its ESC the rest would stand in the text as rubbish.
_SEQUENCE = re.compile(r"(?s)\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]?")
# Direction marks are no controls to Unicode, yet with them a cell can pose as something else.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LINE_END = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """The text without lone surrogates: a byte of a file name that is no text becomes `\\x80`, others U+FFFD."""
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return _SURROGATE.sub(_named, text)


def _named(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else "\ufffd"


def one_line(text: str | None) -> str:
    """The text on one line, without escape sequences, control characters and direction marks."""
    if not text:
        return ""
    if text.isprintable():
        return text
    text = _SEQUENCE.sub("", encodable(text))
    return _CONTROL.sub("", _LINE_END.sub(" ", text)).strip()
