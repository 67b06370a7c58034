"""Names of firms and persons as people type them: which may be one name in two spellings.

What `same_thing` makes equal is one name already. Here is what is left to ask about, and never to merge.
"""

from __future__ import annotations

import re
from functools import lru_cache

from zhtcli.core.identifiers import REMEMBERED, same_thing

_LEGAL_FORMS = ("股份有限公司", "有限公司", "公司", "(有限合伙)", "(普通合伙)", "(特殊普通合伙)")
_IN_BRACKETS = re.compile(r"^([^()]+)\(([^()]{2,4})\)")
_IN_PLACE = re.compile(r"^(..省)?(..)市(..[区县])?")

TELLING = frozenset("〇零一二三四五六七八九十甲乙丙丁东南西北0123456789")
"""What tells two firms of otherwise one name apart (1号, 二厂, 城北)."""
SHORTEST_NAME = 4
"""Characters without the legal form; below that every character tells (张三, 张山)."""
LONGEST_PLACE = 6
ALIKE = 25
"""So far apart may `sound` place two characters that are taken for each other."""


def close_names(a: str, b: str) -> bool:
    """Whether two names may be one firm under two spellings: a reason to ask, never to merge.

    They are close when `same_thing` makes them equal, and when without legal form they differ by a place in
    front (or in brackets) or by one slip: a character more, two swapped, one taken for another of like sound.
    Numbers, sides of the compass and districts tell two firms apart. What is shorter than four characters by
    then, such as a person's name, is close only when equal.
    """
    x, y = same_thing(a), same_thing(b)
    return x != "" if x == y else close_forms(x, y)


@lru_cache(REMEMBERED)
def core_name(form: str) -> str:
    """A normal form without its legal form, and with no more of its place than the city, in front."""
    core = next((form[: -len(legal)] for legal in _LEGAL_FORMS if form.endswith(legal)), form)
    if "(" in core:
        core = _IN_BRACKETS.sub(r"\2\1", core)
    place = _IN_PLACE.match(core) if "市" in core else None
    return place[2] + core[place.end() :] if place else core


def close_forms(x: str, y: str) -> bool:
    """`close_names` of two different normal forms."""
    if "市" in x and "市" in y and _district(x) and _district(y) and _district(x) != _district(y):
        return False
    x, y = sorted((core_name(x), core_name(y)), key=len)
    if len(x) < SHORTEST_NAME:
        return x == y != ""
    return (y.endswith(x) and len(y) - len(x) <= LONGEST_PLACE) or _one_slip(x, y)


def _district(form: str) -> str:
    place = _IN_PLACE.match(form)
    return (place[3] or "") if place else ""


def _one_slip(x: str, y: str) -> bool:
    """`x` is not the longer one. What tells two firms apart (1号, 二厂) is never taken for a slip."""
    if len(y) - len(x) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(x, y, strict=False)) if a != b), len(x))
    if len(y) > len(x):
        return x[at:] == y[at + 1 :] and not y[at].isascii() and y[at] not in TELLING
    if x[at] in TELLING and y[at] in TELLING:
        return False
    swapped = x[at : at + 2] == y[at : at + 2][::-1] and x[at + 2 :] == y[at + 2 :]
    return swapped or (x[at + 1 :] == y[at + 1 :] and abs(sound(x[at]) - sound(y[at])) <= ALIKE)


def sound(character: str) -> float:
    """A place in the first level of GB/T 2312, which orders characters by Pinyin: neighbours sound alike."""
    try:
        row, cell = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return float("inf")
    return 94 * row + cell if 0xB0 <= row <= 0xD7 else float("inf")
