"""Formulas that 累计进度 and 完成情况 share: completions, what was reached by a year, what is lacking to a pledge."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.forms.layout import value_type
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.years.progress import CumulativeProgress, PeriodProgress, Progress
from zhtcli.workbook.result.formulas.places import PointsPlaces
from zhtcli.workbook.result.formulas.reachedplaces import ProgressPlaces
from zhtcli.workbook.result.formulas.scorekinds import added, completed, from_periods, in_cell
from zhtcli.workbook.result.page.terms import Place, Term, at, clean, constant, known, minus, most, over, times


@dataclass(frozen=True, slots=True)
class ProgressFormulas:
    """Formulas for one row, each with the figure that it comes to; None where a cell has none."""

    row: Progress
    places: ProgressPlaces
    points: PointsPlaces | None
    period: str
    """The form's own."""

    @property
    def _indicator(self) -> Indicator:
        return self.row.indicator

    @property
    def _no(self) -> str:
        return self.row.indicator.no

    def _at(self, place: Place, value: Fraction | None) -> Term:
        return at(place, value, self.places.sheet)

    def _cell(self, one: PeriodProgress, name: str) -> Term:
        figure = one.target if name == "目标" else one.actual
        return self._at(self.places.of_period(self._no, one.period, name), in_cell(self._indicator, figure))

    def _told(self, through: str) -> list[PeriodProgress]:
        """The periods that the form tells, up to one."""
        return [one for one in self.row.by_period if one.period <= min(through, self.period)]

    def actual(self, one: PeriodProgress) -> Term | None:
        """What 计分表 counts for the form's own period; what other periods came to was handed in."""
        place = self._counted(one, "实际")
        return None if place is None or one.actual is None else self._at(place, in_cell(self._indicator, one.actual))

    def lacking(self, one: PeriodProgress, word: str) -> str:
        """The same where 计分表 has no figure: a word says so until somebody puts one there."""
        place = self._counted(one, "实际")
        if place is None:
            return ""
        cell = place.name(self.places.sheet)
        return f'IF(ISNUMBER({cell}),{cell},"{word}")'

    def _counted(self, one: PeriodProgress, column: str) -> Place | None:
        if one.period != self.period or self._indicator.adds_to_date or self.points is None:
            return None
        own = self.points.has(self._no) and self.points.card.scope.through == one.period
        return self.points.of(self._no, column) if own else None

    def completion(self, one: PeriodProgress) -> Term | None:
        if not one.target or one.period > self.period:
            return None
        target = self._cell(one, "目标")
        if not self._indicator.adds_to_date:
            return completed(self._cell(one, "实际"), target)
        through = [self._cell(each, "实际") for each in self._told(one.period)]
        return known(through, over(added(through, self._indicator), target))

    def reached(self, through: str) -> Term | None:
        """The actual figures to the end of a period: their sum, or the last one."""
        told = self._told(through)
        if not told:
            return None
        if self._indicator.rollup != "sum":
            told = told[-1:]
        return from_periods([self._cell(one, "实际") for one in told], self._indicator)

    def _horizon(self, one: CumulativeProgress, name: str, value: Fraction | None) -> Term:
        return self._at(self.places.of_horizon(self._no, one.through, name), value)

    def share(self, one: CumulativeProgress) -> Term | None:
        """The completion of a horizon."""
        if not one.target:
            return None
        target = self._horizon(one, "目标", in_cell(self._indicator, one.target))
        return completed(self._horizon(one, "已完成", in_cell(self._indicator, one.actual)), target)

    def gap(self, one: CumulativeProgress) -> Term | None:
        """What is lacking; between percentages in percentage points."""
        if one.target is None:
            return None
        target = self._horizon(one, "目标", in_cell(self._indicator, one.target))
        actual = self._horizon(one, "已完成", in_cell(self._indicator, one.actual))
        return known([actual], self._lacking(target, actual))

    def _lacking(self, target: Term, actual: Term) -> Term:
        lacking = minus(target, actual)
        if value_type(self._indicator) == "percent":
            lacking = times(lacking, constant(100))
        bounded = most(constant(0), lacking)
        return bounded if value_type(self._indicator) == "integer" else clean(bounded)
