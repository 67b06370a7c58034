"""Periods (`2026`, `2026q3`), the scopes that a score is given for, and form names (`bishan-2026`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

PERIOD = re.compile(r"\d{4}(q[1-4])?")
_FORM = re.compile(rf"(?P<regime>[a-z][a-z0-9-]*?)(-(?P<period>{PERIOD.pattern}))?")


ALL = "all"
"""The one span of a form whose document knows no periods."""


def period_label(period: str) -> str:
    """`2026年`, `2026年第三季度`; nothing for the one span of a form without periods."""
    if period == ALL:
        return ""
    year, _, quarter = period.partition("q")
    return f"{year}年第{'一二三四'[int(quarter) - 1]}季度" if quarter else f"{year}年"


@dataclass(frozen=True, slots=True)
class Form:
    """A regime together with the period that the form is filled for (None where it has no periods)."""

    regime: str
    period: str | None

    @property
    def id(self) -> str:
        return f"{self.regime}-{self.period}" if self.period else self.regime

    @property
    def span(self) -> str:
        """What its figures are for: its period, or `ALL`."""
        return self.period or ALL

    @classmethod
    def parse(cls, name: str) -> Form | None:
        """The form of a name such as `bishan-2026`, or None for what is no such name."""
        found = _FORM.fullmatch(name.strip().lower())
        return cls(found["regime"], found["period"]) if found else None


@dataclass(frozen=True, slots=True)
class Scope:
    """What one scorecard is about: a period, or everything up to the end of one (`..2027`)."""

    through: str
    cumulative: bool = False

    @property
    def id(self) -> str:
        return f"..{self.through}" if self.cumulative else self.through

    @property
    def label(self) -> str:
        return f"到{period_label(self.through)}累计" if self.cumulative else period_label(self.through) or "全部指标"


def scopes_of(form_period: str, periods: Sequence[str], horizons: Sequence[str]) -> tuple[Scope, ...]:
    """The form's own period first, then the earlier ones, then the cumulative scopes."""
    earlier = [Scope(p) for p in periods if p < form_period]
    return (Scope(form_period), *earlier, *(Scope(h, cumulative=True) for h in horizons))
