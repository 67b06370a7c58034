"""Periods (`2026`, `2026q3`), the scopes that a score is given for, and form names (`bishan-2026`)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

PERIOD = re.compile(r"\d{4}(q[1-4])?")
_FORM = re.compile(rf"(?P<regime>[a-z][a-z0-9-]*?)(-(?P<period>{PERIOD.pattern}))?")


AsOfSource = Literal["option", "field", "period", "filled_on", "none"]
"""Where the day comes from as of which a form is judged."""
ALL = "all"
"""The one span of a form whose document knows no periods."""


def period_label(period: str) -> str:
    """`2026年`, `2026年第三季度`; nothing for the one span of a form without periods."""
    if period == ALL:
        return ""
    year, _, quarter = period.partition("q")
    return f"{year}年第{'一二三四'[int(quarter) - 1]}季度" if quarter else f"{year}年"


def is_quarter(period: str) -> bool:
    return "q" in period


def previous(period: str) -> str:
    """The period before: `2025q4` of `2026q1`, `2025` of `2026`."""
    year, _, quarter = period.partition("q")
    if not quarter:
        return f"{int(year) - 1:04}"
    return f"{year}q{int(quarter) - 1}" if quarter != "1" else f"{int(year) - 1:04}q4"


def following(period: str) -> str:
    """The period after: `2027q1` of `2026q4`, `2027` of `2026`."""
    year, _, quarter = period.partition("q")
    if not quarter:
        return f"{int(year) + 1:04}"
    return f"{year}q{int(quarter) + 1}" if quarter != "4" else f"{int(year) + 1:04}q1"


def year_before(period: str) -> str:
    """The same period of the year before: `2025q3` of `2026q3`."""
    year, _, quarter = period.partition("q")
    return f"{int(year) - 1:04}q{quarter}" if quarter else f"{int(year) - 1:04}"


def between(first: str, last: str) -> tuple[str, ...]:
    """Every period from the first to the last, both included; none where the first is the later one."""
    told = [last] if first <= last else []
    while told and told[-1] > first:
        told.append(previous(told[-1]))
    return tuple(reversed(told))


def quarter_of(day: date) -> str:
    """The quarter that a day lies in: `2026q3`."""
    return f"{day.year:04}q{(day.month + 2) // 3}"


def first_day(period: str) -> date:
    """The first day of a year or a quarter."""
    year, _, quarter = period.partition("q")
    return date(int(year), int(quarter) * 3 - 2 if quarter else 1, 1)


def last_day(period: str) -> date:
    """The last day of a year or a quarter."""
    year, _, quarter = period.partition("q")
    month = int(quarter) * 3 if quarter else 12
    return date(int(year), month, monthrange(int(year), month)[1])


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
    """What one scorecard is about: a period, or everything up to the end of one (`..2027`).

    `pledged` is the latter where applicants pledged what is reached by the end of their cycle.
    """

    through: str
    cumulative: bool = False
    pledged: bool = False

    @property
    def id(self) -> str:
        return f"..{self.through}" if self.cumulative else self.through

    @property
    def label(self) -> str:
        if self.pledged:
            return f"对照周期承诺（{period_label(self.through)}）"
        return f"到{period_label(self.through)}累计" if self.cumulative else period_label(self.through) or "全部指标"


def scopes_of(
    form_period: str, periods: Sequence[str], horizons: Sequence[str], *, pledged: bool = False
) -> tuple[Scope, ...]:
    """The form's own period first, then the earlier ones, then the cumulative scopes."""
    earlier = [Scope(p) for p in periods if p < form_period]
    return (Scope(form_period), *earlier, *(Scope(h, cumulative=True, pledged=pledged) for h in horizons))
