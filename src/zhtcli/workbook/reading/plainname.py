"""Names of sheets, headers and labels as people compare them: width, blanks and marks do not matter."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[\s\u200b\ufeff*＊:：]+")


def plain(name: str) -> str:
    """`２０２６年 实际：` and `2026年实际` are the same name."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name))
