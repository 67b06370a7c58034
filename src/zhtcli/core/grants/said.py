"""Findings about the rows that grants rest on: about a cell, about two days in disorder, about a platform's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from zhtcli.core.catalogue import grants as rules
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.masking import showable
from zhtcli.core.grants.rows import Listed, Platform, Row
from zhtcli.core.rules.grantkinds import Platforms


def about(rule: Rule, row: Row, register: str, column: str, clause: str, **words: Any) -> Finding:
    """A finding about a cell of a row; numbers of persons in what it quotes are hidden."""
    text = row.text(column)
    told: dict[str, Any] = {key: showable(word) if isinstance(word, str) else word for key, word in words.items()}
    return rule.found(
        row.at(column), field=column, raw=showable(text), clause=clause, register=register, row=row.key, **told
    )


def disorder(
    row: Row, register: str, clause: str, first: tuple[date | None, str], second: tuple[date | None, str], column: str
) -> Iterator[Finding]:
    """A finding where the second day, that of the column, is before the first one; days come with their names."""
    (day, label), (later, later_label) = first, second
    if day is not None and later is not None and later < day:
        words = {"day": str(day), "label": label, "later": str(later), "later_label": later_label}
        yield about(rules.ORDER, row, register, column, clause, **words)


def platform_of(kind: Platforms, platforms: Listed, row: Row, register: str, column: str) -> Platform | Finding:
    """The platform that a row means, or what is wrong with the name that it gives."""
    if (platform := platforms.named(row.text(column))) is not None:
        return platform
    rule = rules.UNLISTED if row.text(column) else rules.NO_PLATFORM
    return about(rule, row, register, column, kind.clause)
