"""What each kind of score makes of an actual, a target and the points, as parts of formulas."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from zhtcli.core.forms.layout import value_type
from zhtcli.core.rules.bands import HUNDRED, ends, extra, in_points
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import AllOrNothing, AsIs, Bands, Parts, Proportional, Step, Unscored, Within
from zhtcli.core.rules.regime import Scoring
from zhtcli.workbook.result.page.terms import (
    EMPTY,
    Term,
    Test,
    both,
    clean,
    constant,
    either,
    known,
    least,
    minus,
    most,
    nothing,
    over,
    plus,
    reaches,
    summed,
    times,
    up_to,
    whole,
)

NOTHING, ALL = constant(0), constant(1)


def in_cell(indicator: Indicator, value: Fraction | Decimal | None) -> Fraction | None:
    """A figure as its cell holds it: a percentage as a share of 1."""
    if value is None:
        return None
    return Fraction(value) / 100 if value_type(indicator) == "percent" else Fraction(value)


def from_periods(terms: list[Term], indicator: Indicator) -> Term:
    """The sum of periods, where each of them has a figure: part of a sum is not the sum."""
    return known(terms, added(terms, indicator))


def added(terms: list[Term], indicator: Indicator) -> Term:
    """The sum of periods; of decimals without what binary digits leave behind."""
    if len(terms) == 1:
        return terms[0]
    return summed(terms) if value_type(indicator) == "integer" else clean(summed(terms))


def completed(actual: Term, target: Term) -> Term:
    return known([actual], over(actual, target))


def earned_points(
    indicator: Indicator, scoring: Scoring, full: Term, actual: Term, completion: Term, *, has_target: bool
) -> Term | None:
    """The points before rounding, as `core.points.earning` gives them; None where no formula tells them.

    `actual` and `completion` are the cells of the table.
    """
    if isinstance(indicator.target, Within):
        return _in_range(indicator, indicator.target, full, actual)
    if isinstance(indicator.score, AsIs):
        return least(most(actual, NOTHING), full)
    if not has_target:
        return full if scoring.zero_target == "full" else NOTHING
    match indicator.score:
        case AllOrNothing():
            return either(reaches(completion, 1), full, NOTHING)
        case Proportional(floor=None):
            return times(full, least(completion, ALL))
        case Proportional(floor=floor) if floor is not None:
            return either(reaches(completion, floor), times(full, least(completion, ALL)), NOTHING)
        case Bands():
            return in_bands(indicator.score, full, completion)
        case Step():
            return in_steps(indicator.score, full, completion)
        case Parts() | Unscored() | Proportional():
            return None
        case _:
            assert_never(indicator.score)


def _in_range(indicator: Indicator, within: Within, full: Term, actual: Term) -> Term:
    """All points within the range; what a miss is worth stands in the definition, until a person says otherwise."""
    match within.miss:
        case "none" | "for_person":
            missed = NOTHING
        case "full":
            missed = either(nothing(actual), NOTHING, full)
        case _:
            assert_never(within.miss)
    return either(_holds(indicator, within, actual), full, missed)


def _holds(indicator: Indicator, within: Within, actual: Term) -> Test:
    low, high = in_cell(indicator, within.least) or Fraction(0), in_cell(indicator, within.most)
    above = reaches(actual, low)
    return above if high is None else both(above, up_to(actual, high))


def range_completion(indicator: Indicator, within: Within, actual: Term) -> Term | None:
    """1 within the range, the share of its lower end below it; nothing is told above it."""
    low = in_cell(indicator, within.least)
    if not low:
        return None
    below = either(reaches(actual, low), EMPTY, over(actual, constant(low)))
    outside = either(nothing(actual), NOTHING, below)
    return known([actual], either(_holds(indicator, within, actual), ALL, outside))


def in_bands(kind: Bands, full: Term, completion: Term) -> Term:
    """The least points of the band, the best band first; on a line up to the better band where it says so."""
    percent, points = times(completion, constant(100)), full.value or Fraction(0)
    told = NOTHING
    for place, band in reversed(list(enumerate(kind.bands))):
        low, high = (constant(in_points(end, kind.unit, points)) for end in ends(band))
        earned = low
        if kind.inside == "linear" and place > 0 and low.value != high.value:
            way = over(minus(percent, constant(band.least)), constant(kind.bands[place - 1].least - band.least))
            earned = plus(low, times(minus(high, low), way))
        told = either(reaches(percent, band.least, beyond=not band.inclusive), earned, told)
    return told


def in_steps(kind: Step, full: Term, completion: Term) -> Term:
    points = full.value or Fraction(0)
    short = over(times(minus(ALL, completion), constant(100)), constant(kind.each))
    match kind.started:
        case "counts":
            # rounding up is rounding down on the other side of zero
            count = minus(NOTHING, whole(minus(NOTHING, short)))
        case "ignored":
            count = whole(short)
        case "proportional":
            count = short
        case _:
            assert_never(kind.started)
    below = minus(full, least(times(count, constant(in_points(kind.minus, kind.unit, points))), full))
    above = full
    if kind.over_each is not None and kind.plus is not None:
        steps = whole(over(times(minus(completion, ALL), constant(HUNDRED)), constant(kind.over_each)))
        added = times(steps, constant(in_points(kind.plus, kind.unit, points)))
        above = plus(full, least(added, constant(extra(kind, points))))
    return either(reaches(completion, 1), above, below)
