"""Indicators followed from quarter to quarter: figures, growth, and what the to-date figure should be."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from zhtcli.core.forms.tablecolumns import GROWTHS, Part
from zhtcli.core.period import previous, year_before
from zhtcli.core.quarters.growth import Grown, growth, growth_unit
from zhtcli.core.quarters.observed import Observed, Quarters
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.monitored import Nature, opens
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedQuarter:
    """One indicator in one quarter. Growth is computed; what was typed stands beside it.

    `expected_to_date` is what the to-date figure should be by the quarters' own, None where that is not known.
    """

    observed: Observed
    nature: Nature
    growth: Grown
    to_date_growth: Grown
    expected_to_date: Fraction | None

    @property
    def period(self) -> str:
        return self.observed.period

    @property
    def growth_unit(self) -> str:
        return growth_unit(self.nature)


def follow(
    regime: Regime, indicator: Indicator, quarters: Quarters, through: str, started: str = ""
) -> tuple[FollowedQuarter, ...]:
    """The quarters of an indicator of which anything is known, up to the end of one, in order.

    `started` is the quarter in which the project started, blank where that is not known.
    """
    nature = indicator.nature
    if nature is None:
        return ()
    known = sorted(p for no, p in quarters if no == indicator.no and p <= through)
    return tuple(
        FollowedQuarter(
            observed=quarters[indicator.no, period],
            nature=nature,
            growth=grown(nature, quarters, indicator.no, period, "quarter_growth"),
            to_date_growth=grown(nature, quarters, indicator.no, period, "to_date_growth"),
            expected_to_date=expected_to_date(nature, quarters, indicator.no, period, started),
        )
        for period in known
        if quarters[indicator.no, period].told
    )


def grown(nature: Nature, quarters: Quarters, no: str, period: str, part: Part) -> Grown:
    """The growth of a quarter's figure, or of that to date, over the same quarter of the year before."""
    of = GROWTHS[part]
    now, before = quarters.get((no, period)), quarters.get((no, year_before(period)))
    return growth(now.value(of) if now else None, before.value(of) if before else None, nature)


def expected_to_date(nature: Nature, quarters: Quarters, no: str, period: str, started: str = "") -> Fraction | None:
    """What the figure to the end of a quarter follows from; None where an earlier quarter is not known.

    A stock stands at the end of the quarter. A flow adds the quarter to what there was before it: from the start of
    the year, or of the project. A ratio does not add up; in the first quarter it is the quarter's own.
    """
    here = quarters.get((no, period))
    if here is None or here.quarter is None:
        return None
    match nature.kind:
        case "stock":
            return here.quarter
        case "ratio":
            return here.quarter if period.endswith("q1") else None
        case "flow":
            if opens(nature, period, started):
                return here.quarter
            before = to_date_before(nature, quarters, no, period, started)
            return None if before is None else before + here.quarter
        case _:
            assert_never(nature.kind)


def to_date_before(nature: Nature, quarters: Quarters, no: str, period: str, started: str = "") -> Fraction | None:
    """A flow's figure to the end of the quarter before: as told, else added up from the quarters of the year."""
    before = quarters.get((no, previous(period)))
    if before is not None and before.to_date is not None:
        return before.to_date
    return expected_to_date(nature, quarters, no, previous(period), started) if before is not None else None
