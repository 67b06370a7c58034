"""What may be shown of texts that people typed: numbers of persons are hidden in every output of ours.

个人信息保护法 第五十一条 (去标识化). What a person's own form gives back (`zht read`) is not shown but returned.
"""

from __future__ import annotations

import re

from zhtcli.core.identifiers import looks_like_person_id, masked
from zhtcli.core.regime import Register
from zhtcli.core.registers import RegisterRows, row_keys
from zhtcli.core.rowkinds import CodeFormat

_LIKE_AN_ID = re.compile(r"(?<![0-9０-９])[0-9０-９]{17}[0-9０-９XxＸｘ](?![0-9０-９])")


def showable(text: str, format: CodeFormat = "") -> str:
    """A text without the numbers of persons in it; in a column for such numbers the whole text is one."""
    if format == "person" and any(character.isdigit() for character in text):
        return masked("person", text)
    if len(text) < 18:
        return text
    return _LIKE_AN_ID.sub(_hidden, text)


def showable_keys(register: Register, rows: RegisterRows) -> list[str]:
    """The row keys as findings name them."""
    persons = [c.key for c in register.columns if c.format == "person" and c.key in register.identity]
    keys = row_keys(register, rows)
    for column in persons:
        for index in range(len(rows)):
            value = rows.value(column, index)
            if isinstance(value, str) and value:
                keys[index] = keys[index].replace(value, showable(value, "person"))
    return [showable(key) for key in keys]


def _hidden(found: re.Match[str]) -> str:
    return masked("person", found[0]) if looks_like_person_id(found[0]) else found[0]
