"""What a paper of the user's own adds to a document: whose rules they are, grades, and gates.

Weights and score rules stand in the indicators themselves once the overlay is laid over the definition.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from zhtcli.core.rules.kinds import Node


class Grade(Node, frozen=True, kw_only=True):
    """A grade from a total on, included unless said otherwise (以上 includes the figure: 民法典 第一千二百五十九条)."""

    name: str
    least: Decimal = msgspec.field(name="from")
    inclusive: bool = True


class CompletionBelow(Node, frozen=True, kw_only=True, tag="completion_below", tag_field="kind"):
    """The completion of any of these indicators is below so many percent."""

    indicators: tuple[str, ...]
    percent: Decimal


class SaysYes(Node, frozen=True, kw_only=True, tag="says_yes", tag_field="kind"):
    """A yes/no field of the form says yes."""

    field: str


Trigger = CompletionBelow | SaysYes


class Gate(Node, frozen=True, kw_only=True):
    """What a grade or a total becomes where something holds, whatever the points; exactly one of the four."""

    title: str
    when: Trigger
    grade: str | None = None
    grade_at_most: str | None = None
    total: Decimal | None = None
    total_at_most: Decimal | None = None
    clause: str = ""


class Overlay(Node, frozen=True, kw_only=True):
    """Whose rules the points follow. `sha256` is that of the file, `source` names the paper.

    `grades` go from the best to the worst, which begins at 0. `settles` are the readings that nothing asks any more,
    since the paper answers them.
    """

    id: str
    title: str
    source: str
    clause: str = ""
    file: str
    sha256: str
    grades: tuple[Grade, ...] = ()
    gates: tuple[Gate, ...] = ()
    settles: tuple[str, ...] = ()

    @property
    def cited(self) -> str:
        """The paper and where in it."""
        return f"{self.source}{self.clause}"
