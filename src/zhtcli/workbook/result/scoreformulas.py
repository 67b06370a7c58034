"""The formulas of 计分表: how each kind of score comes out of actual, target and points, and the totals of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from zhtcli.core.bands import HUNDRED, ends, extra, in_points
from zhtcli.core.indicator import Indicator
from zhtcli.core.kinds import AllOrNothing, AsIs, Bands, Parts, Proportional, Step, Unscored, Within
from zhtcli.core.layout import value_type
from zhtcli.core.regime import Scoring
from zhtcli.core.rounding import rounded
from zhtcli.core.score import IndicatorScore
from zhtcli.workbook.result.formulas import (
    EMPTY,
    Term,
    Test,
    at,
    both,
    clean,
    constant,
    either,
    first_known,
    known,
    least,
    minus,
    most,
    nothing,
    over,
    plus,
    reaches,
    rounded_to,
    summed,
    times,
    total,
    up_to,
    whole,
)
from zhtcli.workbook.result.places import POINTS, CumulativePlaces, PointsPlaces, TotalLine

_NOTHING, _ALL = constant(0), constant(1)


def in_cell(indicator: Indicator, value: Fraction | Decimal | None) -> Fraction | None:
    """A figure as its cell holds it: a percentage as a share of 1."""
    if value is None:
        return None
    return Fraction(value) / 100 if value_type(indicator) == "percent" else Fraction(value)


def from_periods(terms: list[Term], indicator: Indicator) -> Term:
    """The sum of periods, where each of them has a figure: part of a sum is not the sum."""
    return known(terms, terms[0] if len(terms) == 1 else added(terms, indicator))


def added(terms: list[Term], indicator: Indicator) -> Term:
    """The sum of periods; of decimals without what binary digits leave behind."""
    return summed(terms) if value_type(indicator) == "integer" else clean(summed(terms))


def completed(actual: Term, target: Term) -> Term:
    return known([actual], over(actual, target))


def earned_points(
    indicator: Indicator, scoring: Scoring, full: Term, actual: Term, completion: Term, *, has_target: bool
) -> Term | None:
    """The points before rounding, as `core.earning` gives them; None where no formula tells them.

    `actual` and `completion` are the cells of the table.
    """
    if isinstance(indicator.target, Within):
        return _in_range(indicator, indicator.target, full, actual)
    if isinstance(indicator.score, AsIs):
        return least(most(actual, _NOTHING), full)
    if not has_target:
        return full if scoring.zero_target == "full" else _NOTHING
    match indicator.score:
        case AllOrNothing():
            return either(reaches(completion, 1), full, _NOTHING)
        case Proportional(floor=None):
            return times(full, least(completion, _ALL))
        case Proportional(floor=floor) if floor is not None:
            return either(reaches(completion, floor), times(full, least(completion, _ALL)), _NOTHING)
        case Bands():
            return _in_bands(indicator.score, full, completion)
        case Step():
            return _in_steps(indicator.score, full, completion)
        case Parts() | Unscored() | Proportional():
            return None
        case _:
            assert_never(indicator.score)


def _in_range(indicator: Indicator, within: Within, full: Term, actual: Term) -> Term:
    """All points within the range; what a miss is worth stands in the definition, until a person says otherwise."""
    match within.miss:
        case "none" | "for_person":
            missed = _NOTHING
        case "full":
            missed = either(nothing(actual), _NOTHING, full)
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
    outside = either(nothing(actual), _NOTHING, below)
    return known([actual], either(_holds(indicator, within, actual), _ALL, outside))


def _in_bands(kind: Bands, full: Term, completion: Term) -> Term:
    """The least points of the band, the best band first; on a line up to the better band where it says so."""
    percent, points = times(completion, constant(100)), full.value or Fraction(0)
    told = _NOTHING
    for place, band in reversed(list(enumerate(kind.bands))):
        low, high = (constant(in_points(end, kind.unit, points)) for end in ends(band))
        earned = low
        if kind.inside == "linear" and place > 0 and low.value != high.value:
            way = over(minus(percent, constant(band.least)), constant(kind.bands[place - 1].least - band.least))
            earned = plus(low, times(minus(high, low), way))
        told = either(reaches(percent, band.least, beyond=not band.inclusive), earned, told)
    return told


def _in_steps(kind: Step, full: Term, completion: Term) -> Term:
    points = full.value or Fraction(0)
    short = over(times(minus(_ALL, completion), constant(100)), constant(kind.each))
    match kind.started:
        case "counts":
            # rounding up is rounding down on the other side of zero
            count = minus(_NOTHING, whole(minus(_NOTHING, short)))
        case "ignored":
            count = whole(short)
        case "proportional":
            count = short
        case _:
            assert_never(kind.started)
    below = minus(full, least(times(count, constant(in_points(kind.minus, kind.unit, points))), full))
    above = full
    if kind.over_each is not None and kind.plus is not None:
        steps = whole(over(times(minus(completion, _ALL), constant(HUNDRED)), constant(kind.over_each)))
        added = times(steps, constant(in_points(kind.plus, kind.unit, points)))
        above = plus(full, least(added, constant(extra(kind, points))))
    return either(reaches(completion, 1), above, below)


@dataclass(frozen=True, slots=True)
class ScoreFormulas:
    """Formulas for the cells of 计分表, each with the figure that it comes to; None where a cell has none."""

    places: PointsPlaces
    cumulative: CumulativePlaces | None
    scoring: Scoring

    def _cell(self, item: IndicatorScore, column: str, value: Fraction | Decimal | None) -> Term | None:
        place = self.places.of(item.indicator.no, column)
        return None if place is None else at(place, in_cell(item.indicator, value), POINTS)

    def difference(self, item: IndicatorScore) -> Term | None:
        """How much more was reported than verified; of percentages in percentage points."""
        reported, verified = self._cell(item, "填报数", item.reported), self._cell(item, "核定数", item.verified)
        if reported is None or verified is None or reported.value is None:
            return None
        more = minus(reported, verified)
        if value_type(item.indicator) == "percent":
            more = times(more, constant(100))
        return known([reported, verified], more if value_type(item.indicator) == "integer" else clean(more))

    def actual(self, item: IndicatorScore) -> Term | None:
        """What counts: decided, else verified, else reported; a to-date figure is the sum of its years."""
        columns = (("裁定数", item.decided), ("核定数", item.verified), ("填报数", item.reported))
        cells = [cell for name, value in columns if (cell := self._cell(item, name, value)) is not None]
        chosen = first_known(*cells)
        if item.actual is not None and cells and chosen.value == in_cell(item.indicator, item.actual):
            return chosen
        return self._to_date(item)

    def _to_date(self, item: IndicatorScore) -> Term | None:
        indicator, terms = item.indicator, item.amount.terms
        if not indicator.adds_to_date or self.cumulative is None or indicator.no not in self.cumulative.nos:
            return None
        through = self.cumulative.regime.periods[: len(terms)]
        if not terms or through[-1] != self.places.card.scope.through:
            return None
        places = [self.cumulative.of_period(indicator.no, period, "实际") for period in through]
        return from_periods(
            [at(place, in_cell(indicator, term), POINTS) for place, term in zip(places, terms, strict=True)], indicator
        )

    def _actual_cell(self, item: IndicatorScore) -> Term:
        place = self.places.of(item.indicator.no, "实际")
        assert place is not None  # noqa: S101  # every table has this column
        return at(place, in_cell(item.indicator, item.actual), POINTS)

    def _completion_cell(self, item: IndicatorScore) -> Term:
        place = self.places.of(item.indicator.no, "完成率")
        assert place is not None  # noqa: S101  # every table has this column
        return at(place, item.completion, POINTS)

    def completion(self, item: IndicatorScore) -> Term | None:
        """The actual over the target; the threshold of a document stands in the formula, its words in the cell."""
        indicator = item.indicator
        actual, target = self._actual_cell(item), in_cell(indicator, item.target)
        if isinstance(indicator.target, Within):
            return range_completion(indicator, indicator.target, actual)
        if not target or isinstance(indicator.score, AsIs) or item.waived or self._carries(item):
            return None
        place = self.places.of(indicator.no, "目标")
        return completed(actual, constant(target) if indicator.asked or place is None else at(place, target, POINTS))

    def points(self, item: IndicatorScore) -> Term | None:
        """What an indicator earns in the main scope."""
        if not item.assessed or item.waived or self._carries(item):
            return None
        full = at(self.places.full(item.indicator.no), Fraction(item.indicator.points), POINTS)
        if item.parts:
            return self._of_parts(item, full)
        actual, completion = self._actual_cell(item), self._completion_cell(item)
        if item.target is None and not isinstance(item.indicator.score, AsIs):
            return None
        return self._rounded(item.indicator, full, actual, completion, bool(item.target))

    def _rounded(
        self, indicator: Indicator, full: Term, actual: Term, completion: Term, has_target: bool
    ) -> Term | None:
        earned = earned_points(indicator, self.scoring, full, actual, completion, has_target=has_target)
        if earned is None:
            return None
        flat = isinstance(indicator.score, AllOrNothing) or not has_target
        places = self.scoring.item_places
        if flat and not isinstance(indicator.score, AsIs) and full.value == rounded(full.value or _ZERO, places):
            places = None
        return known([actual], rounded_to(earned, places))

    def _of_parts(self, item: IndicatorScore, full: Term) -> Term | None:
        """The conditions of an indicator joined; a reviewer's decision on the whole is in points."""
        split = isinstance(item.indicator.score, Parts) and item.indicator.score.combine == "split"
        actuals = [self._actual_cell(part) for part in item.parts]
        each: list[Term] = []
        for part, actual in zip(item.parts, actuals, strict=True):
            of = constant(part.indicator.points) if split else _ALL
            completion, has_target = self._completion_cell(part), bool(part.target)
            told = earned_points(part.indicator, self.scoring, of, actual, completion, has_target=has_target)
            if told is None or isinstance(part.indicator.score, AsIs | Bands | Step):
                return None
            each.append(told)
        joined = summed(each) if split else times(full, least(*each))
        computed = known(actuals, rounded_to(joined, self.scoring.item_places))
        place = self.places.of(item.indicator.no, "裁定数")
        if place is None or value_type(item.indicator) == "percent":
            return computed if item.value_source != "decided" else None
        given = at(place, item.decided if item.value_source == "decided" else None, POINTS)
        bounded = rounded_to(least(most(given, _NOTHING), full), self.scoring.item_places)
        there = Test(f"ISNUMBER({given.text})", given.value is not None)
        return either(there, bounded, computed)

    def _carries(self, item: IndicatorScore) -> bool:
        """Whether surplus of other years may be put to a year's account: which, no formula of one row tells."""
        return self.scoring.carry != "none" and item.indicator.rollup == "sum" and not self.places.card.scope.cumulative

    def other_points(self, main: IndicatorScore, other: IndicatorScore, number: int) -> Term | None:
        """What an indicator earns in another scope, from its figures on 累计进度."""
        scope, indicator = self.places.told.assessment.scorecards[number].scope, other.indicator
        carries = self.scoring.carry != "none" and indicator.rollup == "sum" and not scope.cumulative
        if self.cumulative is None or other.parts or not other.assessed or other.waived or carries:
            return None
        actual = self.cumulative.of_scope(indicator, scope, "实际")
        completion = self.cumulative.of_scope(indicator, scope, "完成率")
        if actual is None or completion is None or other.target is None:
            return None
        return self._rounded(
            indicator,
            at(self.places.full(main.indicator.no), Fraction(indicator.points), POINTS),
            at(actual, in_cell(indicator, other.actual), POINTS),
            at(completion, other.completion, POINTS),
            bool(other.target),
        )

    def section(self, id: str, number: int) -> Term:
        """What the indicators of a section earn together."""
        items = [item for item in self._items(number) if item.indicator.section == id]
        return rounded_to(self._sum(items, number), self.scoring.total_places)

    def total(self, line: TotalLine, number: int, on: str = POINTS) -> Term | None:
        """A total of a scorecard; None for one that stands for another way of counting."""
        items = self._items(number)
        base = [item for item in items if not item.indicator.bonus]
        bonus = [item for item in items if item.indicator.bonus]
        places = self.scoring.total_places
        match line:
            case "base":
                return rounded_to(self._sum(base, number), places)
            case "bonus":
                return rounded_to(self._sum(bonus, number), places) if bonus else None
            case "assessed":
                return self._full([item for item in base if item.assessed])
            case "raw":
                return rounded_to(self._sum(items, number), places)
            case "total":
                return self._scaled(base, [item for item in base if item.assessed], bonus, number)
            case "firm":
                firm = [item for item in base if not item.zero_target]
                return self._scaled(firm, firm, bonus, number)
            case _:
                return None

    def _scaled(
        self, base: list[IndicatorScore], assessed: list[IndicatorScore], bonus: list[IndicatorScore], number: int
    ) -> Term:
        """Base points on the full scale, bonus points on top."""
        full, of = Fraction(self.scoring.total), self._full(assessed)
        if of.value == full:
            # in the order of the rows, so that neighbours become one range
            own = {item.indicator.no for item in (*base, *bonus)}
            every = [item for item in self._items(number) if item.indicator.no in own]
            return rounded_to(self._sum(every, number), self.scoring.total_places)
        scaled = over(times(self._sum(base, number), constant(full)), of) if of.value else _NOTHING
        return rounded_to(plus(scaled, self._sum(bonus, number)) if bonus else scaled, self.scoring.total_places)

    def _items(self, number: int) -> tuple[IndicatorScore, ...]:
        return self.places.told.assessment.scorecards[number].indicators

    def _sum(self, items: Iterable[IndicatorScore], number: int) -> Term:
        rows = self._in_rows(items)
        cells = [self.places.points(item.indicator.no, number) for item in rows]
        return total(cells, (item.points for item in rows), POINTS)

    def _full(self, items: Iterable[IndicatorScore]) -> Term:
        rows = self._in_rows(items)
        cells = [self.places.full(item.indicator.no) for item in rows]
        return total(cells, (Fraction(item.indicator.points) for item in rows), POINTS)

    def _in_rows(self, items: Iterable[IndicatorScore]) -> list[IndicatorScore]:
        """From top to bottom, and only what has a row."""
        return sorted(
            (item for item in items if self.places.has(item.indicator.no)),
            key=lambda item: self.places.points(item.indicator.no).row,
        )


_ZERO = Fraction(0)
