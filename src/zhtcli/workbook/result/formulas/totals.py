"""The formulas of the sums on 计分表: sections, and the totals below them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.rules.regime import Scoring
from zhtcli.workbook.result.formulas.places import POINTS, PointsPlaces, TotalLine
from zhtcli.workbook.result.formulas.scorekinds import (
    NOTHING,
)
from zhtcli.workbook.result.page.terms import (
    Term,
    constant,
    over,
    plus,
    rounded_sum,
    rounded_to,
    times,
    total,
)


@dataclass(frozen=True, slots=True)
class TotalFormulas:
    """Formulas for sections and totals, each with the figure that it comes to; None where a cell has none."""

    places: PointsPlaces
    scoring: Scoring

    def section(self, id: str, number: int) -> Term:
        """What the indicators of a section earn together."""
        items = [item for item in self._items(number) if item.indicator.section == id]
        return self._rounded(self._sum(items, number))

    def total(self, line: TotalLine, number: int, on: str = POINTS) -> Term | None:
        """A total of a scorecard; None for one that stands for another way of counting."""
        items = self._items(number)
        base = [item for item in items if not item.indicator.bonus]
        bonus = [item for item in items if item.indicator.bonus]
        match line:
            case "base":
                return self._rounded(self._sum(base, number))
            case "bonus":
                return self._rounded(self._sum(bonus, number)) if bonus else None
            case "assessed":
                return self._full([item for item in base if item.assessed])
            case "raw":
                return self._rounded(self._sum(items, number))
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
            return self._rounded(self._sum(every, number))
        scaled = over(times(self._sum(base, number), constant(full)), of) if of.value else NOTHING
        return rounded_to(plus(scaled, self._sum(bonus, number)) if bonus else scaled, self.scoring.total_places)

    def _rounded(self, added: Term) -> Term:
        """A sum of points; where each of them has no more places than the sum, there is no tie to look after."""
        places, each = self.scoring.total_places, self.scoring.item_places
        return rounded_to(added, places) if each is None or each > places else rounded_sum(added, places)

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
