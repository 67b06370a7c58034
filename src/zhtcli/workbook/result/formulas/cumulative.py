"""The formulas of 累计进度: completions, sums to date, what is lacking, and what it takes from now on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhtcli.core.forms.layout import value_type
from zhtcli.core.years.progress import CumulativeProgress, PeriodProgress
from zhtcli.workbook.result.formulas.places import CumulativePlaces
from zhtcli.workbook.result.formulas.progress import ProgressFormulas
from zhtcli.workbook.result.formulas.scorekinds import completed, from_periods, in_cell
from zhtcli.workbook.result.page.terms import Term, constant, known, over


@dataclass(frozen=True, slots=True)
class CumulativeFormulas(ProgressFormulas):
    """Formulas for one row of 累计进度."""

    places: CumulativePlaces

    def expected(self) -> Term | None:
        """The targets to the end of the form's period."""
        told = self._told(self.period)
        if not told:
            return None
        if self._indicator.rollup == "latest" or self._indicator.adds_to_date:
            told = told[-1:]
        return from_periods([self._cell(one, "目标") for one in told], self._indicator)

    def share_to_date(self, now: PeriodProgress) -> Term | None:
        if not now.expected_to_date:
            return None
        expected = in_cell(self._indicator, now.expected_to_date)
        target = self._at(self.places.to_date(self._no, "应完成"), expected)
        reached = self._at(self.places.to_date(self._no, "已完成"), in_cell(self._indicator, now.to_date))
        return completed(reached, target)

    def pace(self, one: CumulativeProgress, periods: Sequence[str]) -> Term | None:
        """What each of the remaining periods has to add."""
        left = sum(self.period < period <= one.through for period in periods)
        if not left or self._indicator.rollup != "sum":
            return None
        lacking = self._horizon(one, "还差", one.gap)
        pace = lacking if value_type(self._indicator) != "percent" else over(lacking, constant(100))
        return known([lacking], pace if left == 1 else over(pace, constant(left)))
