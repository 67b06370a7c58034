"""The formulas of an indicator's row on 计分表."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.forms.layout import value_type
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.rounding import rounded
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import AllOrNothing, AsIs, Bands, Judged, Parts, Step, Within
from zhtcli.core.rules.regime import Scoring
from zhtcli.workbook.result.formulas.places import POINTS, PointsPlaces
from zhtcli.workbook.result.formulas.reachedplaces import ProgressPlaces
from zhtcli.workbook.result.formulas.scorekinds import (
    ALL,
    NOTHING,
    completed,
    earned_points,
    from_periods,
    in_cell,
    range_completion,
)
from zhtcli.workbook.result.page.terms import (
    Term,
    Test,
    at,
    clean,
    constant,
    either,
    first_known,
    known,
    least,
    minus,
    most,
    rounded_to,
    summed,
    times,
)


@dataclass(frozen=True, slots=True)
class ScoreFormulas:
    """Formulas for the cells of 计分表, each with the figure that it comes to; None where a cell has none."""

    places: PointsPlaces
    cumulative: ProgressPlaces | None
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
        if item.decided is None and (added_up := self._to_date(item)) is not None:
            return added_up
        judged_later = isinstance(item.indicator.measure, Judged) and item.actual is None
        return first_known(*cells) if cells and not judged_later else None

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
            of = constant(part.indicator.points) if split else ALL
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
        bounded = rounded_to(least(most(given, NOTHING), full), self.scoring.item_places)
        there = Test(f"ISNUMBER({given.text})", given.value is not None)
        return either(there, bounded, computed)

    def _carries(self, item: IndicatorScore) -> bool:
        """Whether surplus of other years may be put to a year's account: which, no formula of one row tells."""
        return self.scoring.carry != "none" and item.indicator.rollup == "sum" and not self.places.card.scope.cumulative

    def other_points(self, main: IndicatorScore, other: IndicatorScore, number: int) -> Term | None:
        """What an indicator earns in another scope, from its figures on 累计进度 or 完成情况."""
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


_ZERO = Fraction(0)
