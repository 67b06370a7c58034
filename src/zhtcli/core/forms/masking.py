"""What may be shown of texts that people typed: numbers of persons are hidden in every output of ours.

个人信息保护法 第五十一条 (去标识化). What a person's own form gives back (`zht read`) is not shown but returned.
"""

from __future__ import annotations

import re

from zhtcli.core.identifiers import looks_like_person_id, masked
from zhtcli.core.rules.rowkinds import CodeFormat

_D = "[0-9０-９]"
_LIKE_AN_ID = re.compile(
    rf"(?<!{_D})(?:{_D}{{6}}[ -]?{_D}{{8}}[ -]?{_D}{{3}}[0-9０-９XxＸｘ]|{_D}{{6}}[ -]?{_D}{{6}}[ -]?{_D}{{3}})(?!{_D})"
)
"""Eighteen digits, or the fifteen of the first generation, also where they are set apart."""
_SHORTEST = 15


def showable(text: str, format: CodeFormat = "") -> str:
    """A text without the numbers of persons in it; in a column for such numbers the whole text is one."""
    if format == "person" and any(character.isdigit() for character in text):
        return masked("person", text)
    if len(text) < _SHORTEST:
        return text
    return _LIKE_AN_ID.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    number = found[0].replace("-", "").replace(" ", "")
    return masked("person", number) if looks_like_person_id(number) else found[0]
