"""One decision of a reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a reviewer.

    With `row` (a row key) the value says whether that row counts (true, false) or with what quantity; without
    it, the value is the figure of the indicator in the period, in its unit (None: the form's own period). Where `no`
    is a condition, the value says whether it holds; where it is a grant, whether it is paid in full, or its 元.
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
