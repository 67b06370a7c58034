"""A published document, and the periods that its forms are for where they have no end."""

from __future__ import annotations

from typing import Literal

from zhtcli.core.cyclekinds import Validity
from zhtcli.core.kinds import Node
from zhtcli.core.period import is_quarter


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
