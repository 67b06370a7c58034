"""What each indicator came to in each period: from entries to exact figures.

The measure kinds are handled here. A figure never hides how it came about: blank, zero, not applicable and
unusable stay apart, and the cells it was taken from go with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from zhtcli.core.figures.opinion import Opinion
from zhtcli.core.finding import CellRef
from zhtcli.core.forms.layout import NOT_APPLICABLE, NOT_STARTED, Slot
from zhtcli.core.forms.rowverdicts import Verified
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Composed, Entered, Judged, OfFields, Quotient, Ratio
from zhtcli.core.rules.regime import Regime
from zhtcli.core.values import half_unit

FigureState = Literal["filled", "blank", "not_applicable", "unusable"]
ValueSource = Literal["reported", "verified", "decided"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator in one period.

    `value` is exact, in the indicator's unit (percentages in percent), None unless `filled`; `source` says
    whether it is what was reported or what the register's rows came to. `cells` are the entries it was taken
    from. `declared_zero` marks a blank cell whose state says 未开展.
    """

    no: str
    period: str
    state: FigureState
    value: Fraction | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    cells: tuple[CellRef, ...] = ()
    source: ValueSource = "reported"
    reported: Fraction | None = None
    verified: Fraction | None = None
    decided: Fraction | None = None
    given: Fraction | None = None
    """Points that a reviewer gives inside the range of a band."""
    declared_zero: bool = False
    keys: Mapping[str, Fraction] = field(default_factory=dict)
    """Of a tally: what each thing earned, before the whole is capped."""
    opinion: Opinion | None = None
    """What experts came to, where they judge."""
    margin: Fraction = Fraction(0)
    """Of a percentage that was typed: half a unit of its last digit. Anything else is exact."""


Figures = Mapping[tuple[str, str], Figure]


def measure(regime: Regime, submission: Submission, blocked: Collection[Slot] = ()) -> dict[tuple[str, str], Figure]:
    """The figures of a submission: its own period and the earlier ones that it tells.

    `blocked` are slots whose entries a finding of severity error rules out.
    """
    own = submission.form.span
    figures = {}
    for indicator in regime.measured():
        for period in (*regime.earlier(own), own) if regime.earlier_periods else (own,):
            figure = _figure(indicator, period, submission, blocked)
            figures[indicator.no, period] = replace(figure, reported=figure.value)
    return figures


def with_registers(figures: Figures, verified: Mapping[tuple[str, str], Verified]) -> dict[tuple[str, str], Figure]:
    """The figures with what register rows came to in place of what was reported, where rows say something."""
    joined = dict(figures)
    for key, told in verified.items():
        figure = joined.get(key)
        if figure is not None:
            joined[key] = replace(
                figure,
                state="unusable" if told.value is None else "filled",
                value=told.value,
                verified=told.value,
                numerator=_exact(told.numerator),
                denominator=_exact(told.denominator),
                keys=told.keys,
                source="verified",
                margin=Fraction(0),
            )
    return joined


def _figure(indicator: Indicator, period: str, submission: Submission, blocked: Collection[Slot]) -> Figure:
    value = submission.figure(indicator, period)
    state = submission.entry(indicator.no, period, "state")
    chosen = state.value if state is not None and state.state == "filled" else None
    if value is not None and value.slot in blocked and value.state != "blank":
        return Figure(indicator.no, period, "unusable", cells=_cells(value))
    match indicator.measure:
        case Entered():
            figure = _entered(indicator, period, value, started=chosen != NOT_STARTED)
        case (Ratio() | Quotient()) as ratio:
            parts = (submission.entry(indicator.no, period, "numerator"), below(ratio, indicator, period, submission))
            if any(part is not None and part.slot in blocked and part.state != "blank" for part in parts):
                return Figure(indicator.no, period, "unusable", cells=_cells(*parts))
            figure = _ratio(ratio, indicator, period, value, *parts)
            if isinstance(ratio, Quotient):
                return figure
            if figure.state == "blank" and (ratio.numerator_fields or ratio.denominator_fields):
                figure = _ratio_of_fields(ratio, indicator, period, submission, blocked)
        case OfFields(fields=keys):
            total, cells = _sum_of_fields(submission, keys, blocked)
            figure = Figure(indicator.no, period, "blank", cells=cells)
            if total is not None:
                figure = replace(figure, state="filled", value=total)
        case Judged() | Composed():
            return Figure(indicator.no, period, "blank", cells=_cells(value))
        case _:
            assert_never(indicator.measure)
    if figure.state == "blank" and chosen == NOT_APPLICABLE:
        return Figure(indicator.no, period, "not_applicable", cells=_cells(state, value))
    return figure


def below(ratio: Ratio | Quotient, indicator: Indicator, period: str, submission: Submission) -> Entry | None:
    """The entry of the denominator: the row's own cell, or the field that stands for it."""
    if isinstance(ratio, Ratio) and ratio.denominator_field:
        return submission.field(ratio.denominator_field)
    return submission.entry(indicator.no, period, "denominator")


def _entered(indicator: Indicator, period: str, value: Entry | None, *, started: bool) -> Figure:
    if value is None or value.state == "blank":
        if not started:
            return Figure(indicator.no, period, "filled", Fraction(0), cells=_cells(value), declared_zero=True)
        return Figure(indicator.no, period, "blank", cells=_cells(value))
    if value.state == "not_applicable":
        return Figure(indicator.no, period, "not_applicable", cells=_cells(value))
    if not isinstance(value.value, Decimal):
        return Figure(indicator.no, period, "unusable", cells=_cells(value))
    return Figure(indicator.no, period, "filled", Fraction(value.value), cells=_cells(value))


def _ratio(
    ratio: Ratio | Quotient,
    indicator: Indicator,
    period: str,
    value: Entry | None,
    numerator: Entry | None,
    denominator: Entry | None,
) -> Figure:
    """Parts win over the percentage; whether the two agree is for the validation to say."""
    top, bottom = _number(numerator), _number(denominator)
    if any(part is not None and part.state != "blank" for part in (numerator, denominator)):
        cells = _cells(numerator, denominator)
        if all(part is None or part.state in ("blank", "not_applicable") for part in (numerator, denominator)):
            return Figure(indicator.no, period, "not_applicable", cells=cells)
        if top is None or not bottom:
            return Figure(indicator.no, period, "unusable", None, top, bottom, cells)
        return Figure(indicator.no, period, "filled", quotient_of(ratio, top, bottom), top, bottom, cells)
    if value is not None and value.formula and value.state != "filled":
        return Figure(indicator.no, period, "blank", cells=_cells(value))
    figure = _entered(indicator, period, value, started=True)
    if value is None or figure.value is None or not isinstance(value.value, Decimal):
        return figure
    return replace(figure, margin=half_unit(value.value))


def quotient_of(ratio: Ratio | Quotient, top: Decimal, bottom: Decimal) -> Fraction:
    """What the parts come to, in the indicator's unit."""
    times = ratio.times if isinstance(ratio, Quotient) else 100
    return Fraction(top) / Fraction(bottom) * Fraction(times)


def _ratio_of_fields(
    ratio: Ratio, indicator: Indicator, period: str, submission: Submission, blocked: Collection[Slot]
) -> Figure:
    """The share that fields of the cover give; a part without any figure leaves it unknown."""
    top, over = _sum_of_fields(submission, ratio.numerator_fields, blocked)
    bottom, under = _sum_of_fields(submission, ratio.denominator_fields, blocked)
    nothing = Figure(indicator.no, period, "blank", cells=(*over, *under))
    if top is None and bottom is None:
        return nothing
    parts = replace(nothing, numerator=_exact(top), denominator=_exact(bottom))
    if top is None or not bottom:
        return replace(parts, state="unusable")
    return replace(parts, state="filled", value=top / bottom * 100)


def _sum_of_fields(
    submission: Submission, keys: Sequence[str], blocked: Collection[Slot]
) -> tuple[Fraction | None, tuple[CellRef, ...]]:
    """The sum of number fields, those that are blank left out; None where none is usable or one is ruled out."""
    entries = [submission.field(key) for key in keys]
    if any(e is not None and (e.slot in blocked or e.state == "unreadable") and e.state != "blank" for e in entries):
        return None, _cells(*entries)
    numbers = [Fraction(number) for entry in entries if (number := _number(entry)) is not None]
    return (sum(numbers, Fraction(0)) if numbers else None), _cells(*entries)


def _exact(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def _number(entry: Entry | None) -> Decimal | None:
    return entry.value if entry is not None and isinstance(entry.value, Decimal) else None


def _cells(*entries: Entry | None) -> tuple[CellRef, ...]:
    return tuple(entry.at for entry in entries if entry is not None and entry.at is not None)
