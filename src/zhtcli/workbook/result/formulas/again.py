"""Figures of 计分表 that another sheet tells again: references, so that the two cannot part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.points.scorecard import SectionScore
from zhtcli.workbook.result.formulas.places import PointsPlaces, TotalLine, total_lines
from zhtcli.workbook.result.page.terms import Term, at, constant, known, minus, most, over, total


@dataclass(frozen=True, slots=True)
class Again:
    """References of the sheet `on`; None for a figure that 计分表 does not show."""

    on: str
    places: PointsPlaces

    def total(self, line: TotalLine, value: Fraction, scope: int = 0) -> Term | None:
        if line == "firm" and not self.places.told.has_zero_targets:
            line = "total"  # there is nothing to leave out
        if line not in total_lines(self.places.told):
            return None
        return at(self.places.total(line, scope), value, self.on)

    def section(self, section: SectionScore) -> Term:
        return at(self.places.section(section.id), section.points, self.on)

    def section_full(self, section: SectionScore) -> Term:
        """The points that the document prints for a section, where nothing can be added to them."""
        printed = self.places.told.regime.section(section.id).points
        return at(self.places.section_full(section.id), Fraction(printed), self.on)

    def section_rate(self, section: SectionScore, items: Sequence[IndicatorScore]) -> Term:
        """The points of a section over those of its indicators that take part."""
        taking_part = [item.indicator for item in items if item.assessed]
        cells = [self.places.full(indicator.no) for indicator in taking_part]
        return over(
            self.section(section), total(cells, (Fraction(indicator.points) for indicator in taking_part), self.on)
        )

    def points(self, item: IndicatorScore) -> Term:
        cell = at(self.places.points(item.indicator.no), item.points, self.on)
        return cell if item.points is not None else known([cell], cell)

    def full(self, item: IndicatorScore) -> Term:
        return at(self.places.full(item.indicator.no), Fraction(item.indicator.points), self.on)

    def lost(self, item: IndicatorScore) -> Term:
        """What lacks to the full points; an item without points lacks all of them."""
        earned = at(self.places.points(item.indicator.no), item.points or Fraction(0), self.on)
        earned = Term(f"SUM({earned.text})", earned.value, earned.sure)
        return most(constant(0), minus(self.full(item), earned))
