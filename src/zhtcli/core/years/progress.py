"""Year by year and cumulative: what was reached, what is lacking, and what it takes from now on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhtcli.core.figures.amounts import amount_in, target_of
from zhtcli.core.figures.figures import Figures
from zhtcli.core.period import Scope
from zhtcli.core.quarters.followed import FollowedQuarter, follow
from zhtcli.core.quarters.observed import Quarters
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime

Reach = Literal["reached", "open", "out_of_reach", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodProgress:
    """One period of one indicator; `actual` is None for a blank and for a period still to come.

    `to_date` and `expected_to_date` join everything from the first period to the end of this one, by the
    indicator's rollup. `completion` is a share of 1.
    """

    period: str
    target: Decimal | Fraction | None
    actual: Fraction | None
    completion: Fraction | None
    to_date: Fraction | None
    expected_to_date: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CumulativeProgress:
    """One indicator against a printed cumulative target.

    `gap` is what is lacking, never negative. `pace_needed` is what each remaining period must add; only
    sums have a pace. `reach` says whether the target can still be met.
    """

    through: str
    target: Decimal | Fraction | None
    actual: Fraction | None
    completion: Fraction | None
    gap: Fraction | None
    pace_needed: Fraction | None
    reach: Reach


@dataclass(frozen=True, slots=True)
class Progress:
    """`quarters` are those of an indicator that is followed without a target."""

    indicator: Indicator
    by_period: tuple[PeriodProgress, ...] = ()
    cumulative: tuple[CumulativeProgress, ...] = ()
    quarters: tuple[FollowedQuarter, ...] = ()


def progress(
    regime: Regime, figures: Figures, form_period: str, quarters: Quarters, started: str = ""
) -> tuple[Progress, ...]:
    """The progress of every indicator as a form of this period tells it; `started` as `follow` takes it."""
    if regime.monitoring is not None:
        return tuple(Progress(i, quarters=follow(regime, i, quarters, form_period, started)) for i in regime.indicators)
    return tuple(
        Progress(
            indicator,
            tuple(_period(regime, indicator, figures, form_period, period) for period in regime.periods),
            tuple(_cumulative(regime, indicator, figures, form_period, horizon) for horizon in regime.horizons),
        )
        for indicator in regime.measured()
        if regime.periods
    )


def _period(regime: Regime, indicator: Indicator, figures: Figures, form_period: str, period: str) -> PeriodProgress:
    target = indicator.target_of(period)
    told = period <= form_period
    actual = amount_in(indicator, figures, Scope(period), [period], regime.scoring).value if told else None
    to_date = _to_date(regime, indicator, figures, period) if told else None
    held = to_date if indicator.adds_to_date else actual
    return PeriodProgress(
        period=period,
        target=target,
        actual=actual,
        completion=held / Fraction(target) if held is not None and target else None,
        to_date=to_date,
        expected_to_date=_expected(regime, indicator, period),
    )


def _to_date(regime: Regime, indicator: Indicator, figures: Figures, period: str) -> Fraction | None:
    known = [p for p in regime.periods if p <= period]
    return amount_in(indicator, figures, Scope(period, cumulative=True), known, regime.scoring).value


def _expected(regime: Regime, indicator: Indicator, period: str) -> Fraction | None:
    """The target to the end of a period: the column itself where it counts to date or the value at the end counts."""
    periods = [p for p in regime.periods if p <= period]
    columns = [indicator.target_of(p) for p in periods]
    if indicator.rollup == "latest" or indicator.adds_to_date:
        return None if columns[-1] is None else Fraction(columns[-1])
    if None in columns:
        return None
    return sum((Fraction(c or 0) for c in columns), Fraction(0))


def _cumulative(
    regime: Regime, indicator: Indicator, figures: Figures, form_period: str, horizon: str
) -> CumulativeProgress:
    scope = Scope(horizon, cumulative=True)
    target = target_of(indicator, scope)
    known = [p for p in regime.periods if p <= min(horizon, form_period)]
    left = [p for p in regime.periods if form_period < p <= horizon]
    actual = amount_in(indicator, figures, scope, known, regime.scoring).value
    gap = max(Fraction(0), Fraction(target) - actual) if target is not None and actual is not None else None
    pace = gap / len(left) if gap is not None and left and indicator.rollup == "sum" else None
    return CumulativeProgress(
        through=horizon,
        target=target,
        actual=actual,
        completion=actual / Fraction(target) if actual is not None and target else None,
        gap=gap,
        pace_needed=pace,
        reach=_reach(gap, bool(left), indicator.rollup == "sum"),
    )


def _reach(gap: Fraction | None, periods_left: bool, grows: bool) -> Reach:
    """A sum that reached its target keeps it; a value at the end is only reached when the end has come."""
    if gap is None:
        return "unknown"
    if gap == 0 and (grows or not periods_left):
        return "reached"
    return "open" if periods_left else "out_of_reach"
