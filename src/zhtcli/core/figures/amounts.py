"""What an indicator came to in a scope: periods joined by the indicator's rollup, surplus carried over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhtcli.core.figures.figures import Figure, Figures, FigureState, ValueSource
from zhtcli.core.figures.opinion import Opinion
from zhtcli.core.finding import CellRef
from zhtcli.core.period import Scope
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged
from zhtcli.core.rules.regime import Scoring

AmountState = Literal["known", "not_filled", "not_applicable", "not_computable"]

_GAPS: tuple[tuple[FigureState, AmountState], ...] = (
    ("unusable", "not_computable"),
    ("blank", "not_filled"),
    ("not_applicable", "not_applicable"),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """What an indicator came to in a scope, or why that cannot be said.

    `terms` are the figures that were added up, a single one where nothing is. `gap` names the periods whose
    figures are lacking, in the state that `state` says.
    """

    value: Fraction | None
    state: AmountState = "known"
    terms: tuple[Fraction, ...] = ()
    gap: tuple[str, ...] = ()
    cells: tuple[CellRef, ...] = ()
    source: ValueSource | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reported: Fraction | None = None
    verified: Fraction | None = None
    decided: Fraction | None = None
    keys: Mapping[str, Fraction] = field(default_factory=dict)
    """Of a tally: what each thing earned."""
    opinion: Opinion | None = None
    """What experts came to, where they judge."""
    mixed: bool = False
    """Some of its periods rest on rows or decisions, others on what was reported."""


def amount_in(indicator: Indicator, figures: Figures, scope: Scope, known: Sequence[str], scoring: Scoring) -> Amount:
    """The actual of a scope by the indicator's rollup: the sum of its periods, or the value at its end.

    `known` are the periods of the scope that the form can tell. A blank among them leaves a sum unknown:
    part of a sum is not the sum.
    """
    to_date = indicator.adds_to_date
    adds_up = indicator.rollup == "sum" and (scope.cumulative or to_date)
    wanted = known if adds_up else known[-1:]
    taken = [figures.get((indicator.no, period)) or Figure(indicator.no, period, "blank") for period in wanted]
    cells = tuple(cell for figure in taken for cell in figure.cells)
    taken = [_counted(figure, indicator, scoring) for figure in taken]
    for met, state in _GAPS:
        if gap := tuple(figure.period for figure in taken if figure.state == met):
            return Amount(None, state, gap=gap, cells=cells)
    if not taken:
        return Amount(None, "not_filled")
    terms = tuple(figure.value or Fraction(0) for figure in taken)
    last = taken[-1]
    single = None if adds_up else last
    return Amount(
        sum(terms, Fraction(0)),
        terms=terms,
        cells=cells,
        source=_best_source(taken),
        mixed=len({figure.source for figure in taken}) > 1,
        numerator=single.numerator if single else None,
        denominator=single.denominator if single else None,
        keys=single.keys if single else {},
        opinion=single.opinion if single else None,
        reported=_sum_of([figure.reported for figure in taken]),
        verified=_joined([figure.verified for figure in taken], [figure.reported for figure in taken]),
        decided=_joined([figure.decided for figure in taken], list(terms)),
    )


def _best_source(taken: Sequence[Figure]) -> ValueSource:
    """What a value rests on: decided, else verified, in at least one of its periods, else reported."""
    sources = {figure.source for figure in taken}
    return "decided" if "decided" in sources else "verified" if "verified" in sources else "reported"


def _joined(values: Sequence[Fraction | None], otherwise: Sequence[Fraction | None]) -> Fraction | None:
    """The sum where at least one period has such a value; periods without one go by the other."""
    if all(value is None for value in values):
        return None
    return _sum_of([value if value is not None else other for value, other in zip(values, otherwise, strict=True)])


def _sum_of(values: Sequence[Fraction | None]) -> Fraction | None:
    """The sum, or None where one is lacking: part of a sum is not the sum."""
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if len(known) == len(values) else None


def carried_into(
    indicator: Indicator,
    figures: Figures,
    periods: Sequence[str],
    form_period: str,
    period: str,
    scoring: Scoring,
) -> Fraction:
    """What surplus of other years adds to one year, nearest years first, each surplus used once.

    Only yearly targets are served; a target that counts to date accumulates by its nature.
    """
    if indicator.adds_to_date:
        return Fraction(0)
    years = [p for p in periods if p <= form_period]
    if scoring.carry == "back":
        years.reverse()
    pool = Fraction(0)
    for year in years:
        figure = _counted(figures.get((indicator.no, year)) or Figure(indicator.no, year, "blank"), indicator, scoring)
        target = indicator.target_of(year)
        if figure.value is None or target is None:
            continue
        lacking = max(Fraction(0), Fraction(target) - figure.value)
        used = min(pool, lacking)
        if year == period:
            return used
        pool += max(Fraction(0), figure.value - Fraction(target)) - used
    return Fraction(0)


def _counted(figure: Figure, indicator: Indicator, scoring: Scoring) -> Figure:
    """The figure as the regime counts it: what a blank is worth, and what a claim without its register is worth.

    What experts have not judged yet is no blank of the one who fills the form.
    """
    blank = figure.state == "blank" and scoring.blank == "zero" and not isinstance(indicator.measure, Judged)
    claim = figure.state == "filled" and figure.source == "reported" and indicator.rows is not None
    if blank or (claim and scoring.no_register == "zero"):
        return replace(figure, state="filled", value=Fraction(0))
    return figure


def target_of(indicator: Indicator, scope: Scope) -> Decimal | Fraction | None:
    """The target that a scope is held against, None where the document gives none."""
    if scope.cumulative:
        return indicator.target_through(scope.through)
    return indicator.target_of(scope.through)
