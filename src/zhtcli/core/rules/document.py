"""A published document: what it is called, what it prints in two ways, what its form tells people first.

And the periods that its forms are for where they have no end.
"""

from __future__ import annotations

from typing import Literal

from zhtcli.core.period import is_quarter
from zhtcli.core.rules.cyclekinds import Validity
from zhtcli.core.rules.kinds import Node


class Source(Node, frozen=True, kw_only=True):
    """A published document."""

    title: str
    number: str
    issuer: str
    published: str
    note: str = ""
    validity: Validity | None = None
    """When it is in force, where it says so."""


class Calendar(Node, frozen=True, kw_only=True):
    """Periods without an end: every quarter or year from the first on. `example` is the form that is shown."""

    every: Literal["year", "quarter"]
    first: str
    example: str

    def has(self, period: str) -> bool:
        return is_quarter(period) == (self.every == "quarter") and period >= self.first


class Anomaly(Node, frozen=True, kw_only=True):
    """Something that the document prints in two ways; nothing is repaired, it is shown."""

    id: str
    indicator: str | None = None
    clause: str
    text: str
    reading: str | None = None


class Instruction(Node, frozen=True, kw_only=True):
    """What the form asks people to know before they start (one page)."""

    title: str
    text: str
