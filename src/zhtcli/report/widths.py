"""The width of text on a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import re

_TOKENS = re.compile(
    r"\n|[^\S\n]+|[（「『《“‘【［〔]*(?:[\x21-\x7e]+|\S)[\u0300-\u036f，。；：、！？）」』》”’】〕…%～]*",
)
_OPENING = " （「『《“‘【〔"


def display_width(text: str) -> int:
    """Columns that a text takes: two for a Chinese character, none for a combining one."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, width: int) -> str:
    """The text filled up with blanks to `width` columns."""
    return text + " " * (width - display_width(text))


def clipped(text: str, width: int) -> str:
    """The text, or its beginning and `…`, in at most `width` columns."""
    if display_width(text) <= width:
        return text
    kept = 1
    for index, character in enumerate(text):
        kept += display_width(character)
        if kept > width:
            return text[:index].rstrip(_OPENING) + "…"
    return text


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken as Chinese is: not before 。nor after （, words kept whole.

    A word that alone is wider than a line is cut.
    """
    lines = [""]
    for word in _TOKENS.findall(text):
        if word == "\n":
            lines.append("")
            continue
        if display_width(lines[-1]) + display_width(word.rstrip()) <= width:
            lines[-1] += word if lines[-1] else word.lstrip()
            continue
        if lines[-1]:
            lines.append("")
        for character in word.lstrip():
            if lines[-1] and display_width(lines[-1]) + display_width(character) > width:
                lines.append("")
            lines[-1] += character
    return [line.rstrip() for line in lines]
