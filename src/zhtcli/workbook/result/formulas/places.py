"""Where figures stand on 计分表 and 累计进度, told before either is written: their formulas call each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from zhtcli.core.assessing.sourcing import other_evidence
from zhtcli.core.period import Scope
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook.result.page.terms import Place
from zhtcli.workbook.result.page.told import Told

POINTS, CUMULATIVE = "计分表", "累计进度"
Columns = tuple[tuple[str, float], ...]
"""Headers with their widths."""

_FIRST: Columns = (("序号", 4.5), ("考核项", 12.0), ("指标", 27.0), ("单位", 5.0), ("目标", 9.0))
_TOLD: Columns = (("填报数", 8.5), ("核定数", 8.5), ("差异", 11.0))
_DECIDED: Columns = (("裁定数", 8.5),)
_EARNED: Columns = (("实际", 9.0), ("完成率", 9.0), ("分值", 6.5), ("得分", 7.5), ("状态", 9.0))
OF_INDICATOR: Columns = (("序号", 4.5), ("指标", 25.0), ("单位", 5.0), ("累计方法", 8.5))
OF_PERIOD: Columns = (("目标", 7.5), ("实际", 7.5), ("完成率", 8.0))
TO_DATE: Columns = (("应完成", 8.5), ("已完成", 8.5), ("完成率", 9.0))
OF_HORIZON: Columns = (
    ("目标", 8.5), ("已完成", 8.5), ("完成率", 9.0), ("还差", 9.5), ("还需", 8.5), ("能否完成", 10.0),
)  # fmt: skip
HEAD = 3
"""The last row of the headers, on both sheets."""


def decided(told: Told) -> bool:
    """Whether anything was decided by a reviewer."""
    return told.card is not None and any(item.decided is not None for item in told.card.indicators)


def main_columns(told: Told) -> Columns:
    """The columns of the main scope; what was reported, verified and decided stands before what counts."""
    return (*_FIRST, *(_TOLD if told.counts_rows else ()), *(_DECIDED if decided(told) else ()), *_EARNED)


TotalLine = Literal["base", "bonus", "assessed", "raw", "total", "firm", "unregistered", "otherwise"]
"""The lines below the sections: `firm` leaves out targets of zero; the last two count in another way."""


def total_lines(told: Told) -> Iterator[TotalLine]:
    """The totals that the table ends with, in order."""
    cards = told.assessment.scorecards
    if any(card.bonus for card in cards):
        yield from ("base", "bonus")
    if any(card.assessed_max != card.max for card in cards):
        yield from ("assessed", "raw")
    yield "total"
    if told.has_zero_targets:
        yield "firm"
    if told.counts_rows:
        yield "unregistered"
        if other_evidence(told.assessment) is not None:
            yield "otherwise"


@dataclass(frozen=True)
class PointsPlaces:
    """Rows and columns of 计分表; `scope` counts the scorecards, the main one is 0."""

    told: Told
    card: Scorecard

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {name: number for number, (name, _) in enumerate(main_columns(self.told), 1)}

    @cached_property
    def _rows(self) -> dict[str, int]:
        """Rows by indicator, by `部分` and section, by `合计` and total line."""
        names: list[str] = []
        for section in self.card.sections:
            names.append(f"部分{section.id}")
            for item in self.items(section.id):
                names += [item.indicator.no, *(part.indicator.no for part in item.parts)]
        names += [f"合计{line}" for line in total_lines(self.told)]
        return {name: row for row, name in enumerate(names, HEAD + 1)}

    def items(self, section: str) -> list[IndicatorScore]:
        """The indicators of a section, in order."""
        return [item for item in self.card.indicators if item.indicator.section == section]

    def has(self, no: str) -> bool:
        return no in self._rows

    def of(self, no: str, column: str) -> Place | None:
        """A cell of an indicator or a part; None where the table has no such column."""
        number = self._columns.get(column)
        return None if number is None else Place(POINTS, self._rows[no], number)

    def points_column(self, scope: int = 0) -> int:
        return self._columns["得分"] if scope == 0 else len(self._columns) + scope

    def points(self, no: str, scope: int = 0) -> Place:
        return Place(POINTS, self._rows[no], self.points_column(scope))

    def full(self, no: str) -> Place:
        return Place(POINTS, self._rows[no], self._columns["分值"])

    def section(self, id: str, scope: int = 0) -> Place:
        return Place(POINTS, self._rows[f"部分{id}"], self.points_column(scope))

    def section_full(self, id: str) -> Place:
        return Place(POINTS, self._rows[f"部分{id}"], self._columns["分值"])

    def total(self, line: TotalLine, scope: int = 0) -> Place:
        return Place(POINTS, self._rows[f"合计{line}"], self.points_column(scope))

    def total_full(self, line: TotalLine) -> Place:
        return Place(POINTS, self._rows[f"合计{line}"], self._columns["分值"])


def points_places(told: Told) -> PointsPlaces | None:
    """Where things stand on 计分表; None where there is no score."""
    return None if told.card is None else PointsPlaces(told, told.card)


@dataclass(frozen=True)
class CumulativePlaces:
    """Rows and columns of 累计进度."""

    regime: Regime
    nos: Sequence[str]
    sheet = CUMULATIVE

    def _at(self, no: str, column: int) -> Place:
        return Place(CUMULATIVE, HEAD + 1 + self.nos.index(no), column)

    def of_period(self, no: str, period: str, name: str) -> Place:
        start = len(OF_INDICATOR) + self.regime.periods.index(period) * len(OF_PERIOD)
        return self._at(no, start + _number(OF_PERIOD, name))

    def to_date(self, no: str, name: str) -> Place:
        start = len(OF_INDICATOR) + len(self.regime.periods) * len(OF_PERIOD)
        return self._at(no, start + _number(TO_DATE, name))

    def of_horizon(self, no: str, horizon: str, name: str) -> Place:
        start = len(OF_INDICATOR) + len(self.regime.periods) * len(OF_PERIOD) + len(TO_DATE)
        return self._at(no, start + self.regime.horizons.index(horizon) * len(OF_HORIZON) + _number(OF_HORIZON, name))

    def of_scope(self, indicator: Indicator, scope: Scope, name: str) -> Place | None:
        """A figure of a scope by its name under the periods; None where the sheet does not tell the scope."""
        if indicator.no not in self.nos:
            return None
        if not scope.cumulative:
            return self.of_period(indicator.no, scope.through, name) if scope.through in self.regime.periods else None
        if scope.through not in self.regime.horizons:
            return None
        return self.of_horizon(indicator.no, scope.through, "已完成" if name == "实际" else name)


def _number(columns: Columns, name: str) -> int:
    return next(number for number, (one, _) in enumerate(columns, 1) if one == name)


def cumulative_places(told: Told) -> CumulativePlaces | None:
    """Where things stand on 累计进度; None for a result without it, such as one of a cycle, which has 完成情况."""
    if not told.assessment.progress or not told.regime.periods or told.regime.cycle is not None:
        return None
    return CumulativePlaces(told.regime, tuple(row.indicator.no for row in told.assessment.progress))
