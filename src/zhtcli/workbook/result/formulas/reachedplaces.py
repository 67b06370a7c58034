"""Where figures stand on 完成情况, told before it is written: other sheets call its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from zhtcli.core.period import Scope
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook.result.formulas.places import HEAD, CumulativePlaces, cumulative_places
from zhtcli.workbook.result.page.terms import Place
from zhtcli.workbook.result.page.told import Told

REACHED = "完成情况"
FIRST = (("序号", 5.0), ("指标", 27.0), ("单位", 7.0))
_YEAR = (("计划", 9.0), ("实际", 9.0), ("完成率", 8.5))
_COMING = (("计划", 9.0),)
PLEDGE = (("周期承诺", 12.0), ("最近实际", 12.0), ("取自", 9.0), ("完成率", 10.0), ("还差", 12.0), ("情况", 11.0),
          ("条款", 20.0))  # fmt: skip
CLAUSE = 6
OTHERS = {"共": 4, "已有": 5, "比例": 6}
"""Columns of the table of other figures; its first words take two."""
_UNIT = 3
_HEADERS = 2
"""Rows of headers over the table; without targets one sentence stands there instead."""
_BEFORE_OTHERS = 4
"""The notes, a gap, the header of the table of other figures, and on to its first row."""


def year_columns(period: str, own: str) -> tuple[tuple[str, float], ...]:
    """Of a year still to come there is no more than the plan."""
    return _YEAR if period <= own else _COMING


def left_columns(told: Told) -> list[tuple[str, float]]:
    """Columns of the left page."""
    return [*FIRST, *(column for period in told.regime.periods for column in year_columns(period, told.period))]


def right_columns(regime: Regime) -> tuple[tuple[str, float], ...]:
    return PLEDGE * len(regime.horizons) or PLEDGE[CLAUSE:]


@dataclass(frozen=True)
class ReachedPlaces:
    """Rows and columns of 完成情况. Figures go by the names that they have on 累计进度: a plan is a 目标 there."""

    told: Told
    sheet = REACHED

    @property
    def regime(self) -> Regime:
        return self.told.regime

    @cached_property
    def nos(self) -> Sequence[str]:
        """The indicators that a number tells apart from all others; a target of one's own goes by its title."""
        every = [item.indicator.no for item in self.told.assessment.progress]
        return tuple(no for no in every if every.count(no) == 1)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {item.indicator.no: row for row, item in enumerate(self.told.assessment.progress, HEAD + 1)}

    @cached_property
    def _starts(self) -> dict[str, int]:
        """The column of each year's plan."""
        starts, column = {}, len(FIRST) + 1
        for period in self.regime.periods:
            starts[period] = column
            column += len(year_columns(period, self.told.period))
        return starts

    def unit(self, no: str) -> Place:
        return Place(REACHED, self._rows[no], _UNIT)

    def year_head(self, period: str) -> Place:
        """The year as it stands over its columns."""
        return Place(REACHED, _HEADERS, self._starts[period])

    def of_period(self, no: str, period: str, name: str) -> Place:
        return self._of_year(self._rows[no], period, name)

    def of_line(self, number: int, period: str, name: str) -> Place:
        """The same by the line, counted from 1."""
        return self._of_year(HEAD + number, period, name)

    def _of_year(self, row: int, period: str, name: str) -> Place:
        return Place(REACHED, row, self._starts[period] + ("目标", "实际", "完成率").index(name))

    def of_horizon(self, no: str, horizon: str, name: str) -> Place:
        start = len(left_columns(self.told)) + self.regime.horizons.index(horizon) * len(PLEDGE)
        names = ("目标", "已完成", "取自", "完成率", "还差", "情况")
        return Place(REACHED, self._rows[no], start + 1 + names.index(name))

    def of_scope(self, indicator: Indicator, scope: Scope, name: str) -> Place | None:
        """A figure of a scope by its name under the years; None where the sheet does not tell the scope."""
        if indicator.no not in self.nos:
            return None
        if scope.cumulative:
            known = scope.through in self.regime.horizons
            return self.of_horizon(indicator.no, scope.through, "已完成" if name == "实际" else name) if known else None
        known = scope.through in self.regime.periods and scope.through <= self.told.period
        return self.of_period(indicator.no, scope.through, name) if known else None

    def other(self, number: int, name: str) -> Place:
        """A count that belongs to no indicator, by its place among them."""
        items = len(self.told.assessment.progress)
        return Place(REACHED, (HEAD + items if items else _HEADERS) + _BEFORE_OTHERS + number, OTHERS[name])


ProgressPlaces = CumulativePlaces | ReachedPlaces
"""The sheet that tells the years of a result: 累计进度, or 完成情况 where the document has cycles."""


def reached_places(told: Told) -> ReachedPlaces | None:
    """None for a document without cycles."""
    return None if told.regime.cycle is None else ReachedPlaces(told)


def progress_places(told: Told) -> ProgressPlaces | None:
    """Where the years stand; None for a result that has no such sheet, or nothing on it."""
    if told.regime.cycle is None:
        return cumulative_places(told)
    return ReachedPlaces(told) if told.assessment.progress else None
