"""What a platform's investment comes to: up to its recognition, and afterwards year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhtcli.core.finding import CellRef
from zhtcli.core.grants.recognised import Recognised, in_order, recognise
from zhtcli.core.grants.rows import Platform, Row
from zhtcli.core.registers.windows import last_day_from_event
from zhtcli.core.rules.grantkinds import Support


@dataclass(frozen=True, slots=True)
class SpanWorth:
    """The rows of a span and what they are recognised with; `outside` are those after the years that are supported."""

    rows: tuple[Row, ...]
    outside: tuple[Row, ...]
    recognised: Recognised
    keys: tuple[str, ...]
    cells: tuple[CellRef, ...]
    """The keys of the rows and the cells of their amounts."""


@dataclass(frozen=True, slots=True)
class Worth:
    """A platform's investment. The day of recognition still belongs to the first span; `undated` belong to none."""

    first: SpanWorth
    undated: tuple[Row, ...]
    later: Mapping[int, SpanWorth]


def worth_of(kind: Support, platform: Platform, rows: Sequence[Row]) -> Worth:
    """What the rows of one platform come to. Nothing of it depends on assessments, caps and instalments."""
    first: list[Row] = []
    undated: list[Row] = []
    later: dict[int, list[Row]] = {}
    for row in in_order(rows, kind.base.day, kind.base.category, kind.base.amount):
        day = row.day(kind.base.day)
        if day is None:
            undated.append(row)
        elif platform.since is None or day <= platform.since:
            first.append(row)
        else:
            later.setdefault(day.year, []).append(row)

    def span(inside: Sequence[Row], outside: Sequence[Row] = ()) -> SpanWorth:
        recognised = recognise(kind.base, inside, stated=platform.stated, industry=platform.industry)
        rows = (*inside, *outside)
        cells = tuple(row.at(kind.base.amount) for row in rows)
        return SpanWorth(rows, tuple(outside), recognised, tuple(row.key for row in rows), cells)

    last = _last_day(kind, platform)
    return Worth(
        span(first),
        tuple(undated),
        {
            year: span(
                [row for row in told if (row.day(kind.base.day) or date.min) <= last],
                [row for row in told if (row.day(kind.base.day) or date.min) > last],
            )
            for year, told in sorted(later.items())
        },
    )


def _last_day(kind: Support, platform: Platform) -> date:
    """The last day of the years since recognition, where these are what is counted."""
    if kind.follow_up.counted != "since_recognition" or platform.since is None:
        return date.max
    return last_day_from_event(platform.since, kind.follow_up.years)
