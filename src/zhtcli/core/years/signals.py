"""苗头性问题: growth that stays below nothing, told before the year is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.finding import CellRef
from zhtcli.core.period import previous
from zhtcli.core.quarters.followed import FollowedQuarter
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.monitored import Signal
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.progress import Progress

LEAST_FALL = Fraction(-5, 1000)
"""What is shown as 0 with two decimals is no fall."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A signal of one indicator: the quarters in a row, the growth in each, and the cells of their figures.

    `typed` are the quarters whose growth is as typed, because nothing is known to compute it from.
    """

    signal: Signal
    indicator: Indicator
    periods: tuple[str, ...]
    growths: tuple[Fraction, ...]
    unit: str
    cells: tuple[CellRef, ...]
    typed: tuple[str, ...] = ()


def signals(regime: Regime, followed: Sequence[Progress], own: str) -> tuple[Raised, ...]:
    """The signals of a form's own quarter, in the order of the indicators."""
    if regime.monitoring is None:
        return ()
    signal = regime.monitoring.signal
    return tuple(one for item in followed for one in raised(signal, item.indicator, item.quarters, own))


def raised(signal: Signal, indicator: Indicator, quarters: Sequence[FollowedQuarter], own: str) -> Iterator[Raised]:
    """The signal, where growth was below nothing in as many quarters up to this one as it asks for."""
    by_period = {quarter.period: quarter for quarter in quarters}
    periods, period = [], own
    for _ in range(signal.quarters):
        periods.append(period)
        period = previous(period)
    told = [by_period[p] for p in reversed(periods) if p in by_period]
    growths = [_growth(quarter) for quarter in told]
    if len(told) < signal.quarters or not all(growth is not None and growth <= LEAST_FALL for growth in growths):
        return
    yield Raised(
        signal,
        indicator,
        tuple(quarter.period for quarter in told),
        tuple(growth for growth in growths if growth is not None),
        told[-1].growth_unit,
        tuple(at for quarter in told if (at := quarter.observed.at("quarter")) is not None),
        tuple(quarter.period for quarter in told if quarter.growth.value is None),
    )


def _growth(quarter: FollowedQuarter) -> Fraction | None:
    """As computed, else as typed."""
    return quarter.growth.value if quarter.growth.value is not None else quarter.observed.value("quarter_growth")
