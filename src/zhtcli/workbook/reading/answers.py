"""Words that answer: yes or no, a choice from a list, and what people write where they have no answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zhtcli.workbook.reading.characters import folded

_YES = frozenset(("是", "有", "√", "✓", "✔", "Y", "YES", "TRUE", "1"))
_NO = frozenset(("否", "无", "没有", "×", "✕", "✗", "✘", "N", "NO", "FALSE", "0"))

_FOR_NOTHING = re.compile(
    r"[-−–—―─/\\|_.。…·*×✕✗✘√✓✔○〇]+|"
    "(?:无|暂无|没有|空|缺|未开展|尚未开展|暂未开展|未发生|未统计|未填|无数据|无此项|待定|待填|待补)。?|"
    "N/A|NA|N[.]A[.]|NIL|NONE|NULL|TBD"
)
_NOT_APPLICABLE = re.compile(r"(?:不适用|不涉及)(?:[。:(].*)?", re.DOTALL)
"""Said alone, or with the reason behind it."""
_LONGEST = 40

_SEPARATORS = "、,;/\n"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices that were met, in the list's own spelling, and the words that are no choice."""

    choices: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def yes_or_no(text: str) -> bool | None:
    """True, False, or None where the text says neither."""
    word = folded(text)
    return True if word in _YES else False if word in _NO else None


def stand_in(text: str) -> Literal["blank", "not_applicable"] | None:
    """What a sign or word means that stands where a value should; None for everything else."""
    word = "".join(folded(text).split())
    if _NOT_APPLICABLE.fullmatch(word):
        return "not_applicable"
    if len(text) > _LONGEST:
        return None
    return "blank" if _FOR_NOTHING.fullmatch(word) else None


def choose(text: str, choices: tuple[str, ...], *, several: bool) -> Chosen:
    """Choices as typed, whatever their width and case; several stand between 、 ， ； / or on lines of their own.

    A separator that is part of some choice does not separate.
    """
    names = {folded(choice): choice for choice in choices}
    whole = folded(text)
    if whole in names:
        return Chosen((names[whole],))
    marks = "".join(mark for mark in _SEPARATORS if not any(mark in name for name in names)) if several else ""
    parts = [part.strip() for part in re.split(f"[{re.escape(marks)}]", whole)] if marks else [whole]
    words = dict.fromkeys(part for part in parts if part)
    unknown = tuple(word for word in words if word not in names)
    if unknown or not words:
        return Chosen((), unknown or (whole,))
    return Chosen(tuple(dict.fromkeys(names[word] for word in words)))
