"""Characters that nobody sees, and characters that are another width of plain ones."""

from __future__ import annotations

import re
import unicodedata

_NOT_PRINTED = frozenset({"Cc", "Cf", "Cs"})
# Letters by category, yet blank on screen: Hangul fillers and the empty Braille pattern.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_FILLER = re.compile("[\u115f\u1160\u3164\uffa0\u2800]")
_ESCAPED_RETURN = re.compile("_x000[dD]_")
_LINE_BREAK = re.compile("\r\n|[\r\u2028\u2029]")

# The full-width forms of ASCII and the minus signs only. NFKC would also turn ² into 2 and ① into 1.
_NARROW = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)} | {
    0x3000: 0x20,
    0x00A0: 0x20,
    0x2212: 0x2D,
    0xFE63: 0x2D,
    0xFE62: 0x2B,
    0xFE6A: 0x25,
}


def _unseen(character: str) -> bool:
    if character in "\n\t":
        return False
    if character in _FILLERS or unicodedata.category(character) in _NOT_PRINTED:
        return True
    return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF


def scrub(text: str) -> tuple[str, bool]:
    """Text without zero-width, control and surrogate characters, and whether there were any.

    Line breaks of every kind become `\\n`, tabs a blank. `_x000D_` is how a package stores a carriage return.
    """
    if text.isprintable() and "_x000" not in text and not _FILLER.search(text):
        return text, False
    plain, escaped = _ESCAPED_RETURN.subn("\n", text)
    plain = _LINE_BREAK.sub("\n", plain)
    seen = "".join(character for character in plain if not _unseen(character))
    return seen.replace("\t", " "), bool(escaped) or len(seen) != len(plain)


def odd_edges(text: str) -> bool:
    """Whether blanks other than ordinary ones and line breaks stand before or after the content."""
    ordinary = text.strip(" \n")
    return ordinary != ordinary.strip()


def one_line(text: str) -> str:
    """Text with every run of blanks and line breaks that holds a line break as one blank."""
    return " ".join(part.strip() for part in text.splitlines()).strip() if "\n" in text else text


def shown(text: str, limit: int = 40) -> str:
    """Text as a sentence can quote it."""
    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def narrow(text: str) -> str:
    """Full-width ASCII as ASCII, U+2212 as a minus, blanks of other widths as blanks."""
    return text.translate(_NARROW)


def folded(text: str) -> str:
    """What two spellings of one word have in common: NFKC, upper case, no blanks around."""
    return unicodedata.normalize("NFKC", text).upper().strip()
