"""What an indicator came to in a scope: periods joined by the indicator's rollup, surplus carried over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhtcli.core.figures import Figure, Figures, FigureState, ValueSource
from zhtcli.core.finding import CellRef
from zhtcli.core.period import Scope, period_label
from zhtcli.core.regime import Indicator
from zhtcli.core.rounding import shown

AmountState = Literal["known", "not_filled", "not_applicable", "not_computable"]

_GAPS: tuple[tuple[FigureState, AmountState, str], ...] = (
    ("unusable", "not_computable", "的数不能用（见问题清单）"),
    ("blank", "not_filled", "未填报"),
    ("not_applicable", "not_applicable", "填为不适用"),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """What an indicator came to in a scope, or why that cannot be said."""

    value: Fraction | None
    state: AmountState = "known"
    why: str = ""
    cells: tuple[CellRef, ...] = ()
    source: ValueSource | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def amount_in(
    indicator: Indicator, figures: Figures, scope: Scope, known: Sequence[str], blank: Literal["not_filled", "zero"]
) -> Amount:
    """The actual of a scope by the indicator's rollup: the sum of its periods, or the value at its end.

    `known` are the periods of the scope that the form can tell. A blank among them leaves a sum unknown:
    part of a sum is not the sum.
    """
    to_date = indicator.target.counts == "to_date"
    adds_up = indicator.rollup == "sum" and (scope.cumulative or to_date)
    wanted = known if adds_up else known[-1:]
    taken = [figures.get((indicator.no, period)) or Figure(indicator.no, period, "blank") for period in wanted]
    cells = tuple(cell for figure in taken for cell in figure.cells)
    if blank == "zero":
        taken = [_zero_for_blank(figure) for figure in taken]
    for met, state, word in _GAPS:
        if years := [period_label(figure.period) for figure in taken if figure.state == met]:
            return Amount(None, state, f"{'、'.join(years)}{word}，不给分", cells)
    if not taken:
        return Amount(None, "not_filled", "还没有到可以填报的年份", cells)
    values = [figure.value or Fraction(0) for figure in taken]
    last = taken[-1]
    why = ""
    if adds_up and len(values) > 1:
        why = f"{' + '.join(shown(v) for v in values)} = {shown(sum(values))}{indicator.unit}；"
    single = None if adds_up else last
    return Amount(
        sum(values, Fraction(0)) if adds_up else values[-1],
        why=why,
        cells=cells,
        source=last.source,
        numerator=single.numerator if single else None,
        denominator=single.denominator if single else None,
    )


def carried_into(
    indicator: Indicator,
    figures: Figures,
    periods: Sequence[str],
    form_period: str,
    period: str,
    carry: Literal["forward", "back"],
) -> Fraction:
    """What surplus of other years adds to one year, nearest years first, each surplus used once.

    Only yearly targets are served; a target that counts to date accumulates by its nature.
    """
    if indicator.target.counts == "to_date":
        return Fraction(0)
    years = [p for p in periods if p <= form_period]
    if carry == "back":
        years.reverse()
    pool = Fraction(0)
    for year in years:
        figure = figures.get((indicator.no, year))
        target = indicator.target.periods.get(year)
        if figure is None or figure.value is None or target is None:
            continue
        lacking = max(Fraction(0), Fraction(target) - figure.value)
        used = min(pool, lacking)
        if year == period:
            return used
        pool += max(Fraction(0), figure.value - Fraction(target)) - used
    return Fraction(0)


def _zero_for_blank(figure: Figure) -> Figure:
    if figure.state != "blank":
        return figure
    return Figure(figure.no, figure.period, "filled", Fraction(0), cells=figure.cells)


def target_of(indicator: Indicator, scope: Scope) -> Decimal | None:
    """The target that a scope is held against, None where the document gives none."""
    if scope.cumulative:
        return indicator.target.cumulative.get(scope.through)
    return indicator.target.periods.get(scope.through)
