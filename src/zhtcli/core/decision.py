"""One decision of a reviewer, and all those that concern one submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

POINTS_GIVEN = "得分"
"""The `row` of a decision on the points of an indicator inside the range of its band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a reviewer.

    With `row` (a row key) the value says whether that row counts (true, false) or with what quantity; without
    it, the value is the figure of the indicator in the period, in its unit (None: the form's own period). Where `no`
    is a condition, the value says whether it holds; where it is a grant, whether it is paid in full, or its 元. Where
    an overlay leaves a range of points to a person, the row `得分` says that the value is these points.
    """

    unit: str
    no: str
    row: str | None = None
    period: str | None = None
    value: Fraction | bool
    reason: str
    by: str
    date: str

    @property
    def author(self) -> str:
        """`理由（张三，2026-12-20）`."""
        return f"{self.reason}（{'，'.join(part for part in (self.by, self.date) if part)}）"

    @property
    def complete(self) -> bool:
        return bool(self.reason and self.by and self.date)


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions that concern one submission: on figures by (indicator, period), on rows by (indicator, row key).

    Those on conditions and grants go by their ids; whether a grant of that id is there shows when it is reckoned.
    Those on `points` go by (indicator, period); whether they are in the range shows when it is scored.
    """

    figures: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
    rows: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
    conditions: Mapping[str, Decision] = field(default_factory=dict)
    grants: Mapping[str, Decision] = field(default_factory=dict)
    points: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
