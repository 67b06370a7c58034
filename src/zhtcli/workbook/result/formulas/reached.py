"""The formulas of 完成情况: completions of plans, and what the last year comes to against the cycle's pledge."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.figures.formfigures import FormValue
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.years.progress import CumulativeProgress, PeriodProgress
from zhtcli.workbook.result.formulas.progress import ProgressFormulas
from zhtcli.workbook.result.formulas.reachedplaces import REACHED, ReachedPlaces
from zhtcli.workbook.result.formulas.scorekinds import in_cell
from zhtcli.workbook.result.page.paper import clipped
from zhtcli.workbook.result.page.reachwords import FOR_NOW, NO_PLEDGE, NO_RATE, REACH_WORDS
from zhtcli.workbook.result.page.terms import MONEY, Place, Term, at, known, over, rounded_to
from zhtcli.workbook.writing import scrubbed


@dataclass(frozen=True, slots=True)
class ReachedFormulas(ProgressFormulas):
    """Formulas for one row of 完成情况."""

    places: ReachedPlaces

    def plan(self, one: PeriodProgress) -> Term | None:
        """What 计分表 holds the form's own year against; other plans were handed in."""
        place = self._counted(one, "目标")
        if place is None or one.target is None or self._indicator.asked:
            return None
        return self._at(place, in_cell(self._indicator, one.target))

    def of_plan(self, one: PeriodProgress) -> str:
        """The completion of a year, for whatever somebody puts there."""
        if one.period > self.period or self._indicator.adds_to_date:
            return ""
        return _completion(self._cell(one, "实际"), self._cell(one, "目标"))

    def of_pledge(self, one: CumulativeProgress) -> str:
        """The completion of the cycle's pledge."""
        target, actual = self._pledged(one)
        return _completion(actual, target)

    def _pledged(self, one: CumulativeProgress) -> tuple[Term, Term]:
        return (
            self._horizon(one, "目标", in_cell(self._indicator, one.target)),
            self._horizon(one, "已完成", in_cell(self._indicator, one.actual)),
        )

    def lacking_of(self, one: CumulativeProgress) -> Term:
        """What is lacking to the pledge, where both are there."""
        return known(self._pledged(one), self._lacking(*self._pledged(one)))

    def pledge(self, one: CumulativeProgress) -> Term | None:
        """The plan for the cycle's last year is what is pledged."""
        last = next((year for year in self.row.by_period if year.period == one.through), None)
        if last is None:
            return None
        cell = self._cell(last, "目标")
        return known([cell], cell)

    def since(self, through: str) -> str:
        """The year that the latest figure is taken from."""
        told = self._told(through)
        if not told:
            return ""
        actual, year = self._cell(told[-1], "实际"), self.places.year_head(told[-1].period)
        return f'IF(ISNUMBER({actual.text}),{year.name(REACHED)},"")'

    def standing(self, one: CumulativeProgress) -> str:
        """Where it stands, in words, by what is lacking: see `reach_word`."""
        target, lacking = (self.places.of_horizon(self._no, one.through, name).name(REACHED) for name in _STANDING)
        left = any(self.period < year.period <= one.through for year in self.row.by_period)
        grows = self._indicator.rollup == "sum"
        enough = FOR_NOW if left and not grows else REACH_WORDS["reached"]
        short = REACH_WORDS["open" if left else "out_of_reach"]
        by_gap = f'IF(ISNUMBER({lacking}),IF({lacking}=0,"{enough}","{short}"),"{REACH_WORDS["unknown"]}")'
        return f'IF(ISNUMBER({target}),{by_gap},"{NO_PLEDGE}")'


_STANDING = ("目标", "还差")


def _completion(actual: Term, target: Term) -> str:
    """A quotient; of a plan of nothing there is none, which a dash says. Blank where it would not be exact."""
    if not (actual.sure and target.sure):
        return ""
    return f'IF(COUNT({target.text},{actual.text})=2,IF({target.text}=0,"{NO_RATE}",{actual.text}/{target.text}),"")'


def part_of(places: ReachedPlaces, number: int, one: FormValue) -> Term | None:
    """How much there is of what there could be."""
    if not one.of:
        return None
    have = at(places.other(number, "已有"), one.value, REACHED)
    return known([have], over(have, at(places.other(number, "共"), Fraction(one.of), REACHED)))


@dataclass(frozen=True, slots=True)
class AgainReached:
    """Figures of 完成情况 that the sheet `on` tells again."""

    on: str
    places: ReachedPlaces

    def _known(self, place: Place, value: Fraction | None) -> Term:
        cell = at(place, value, self.on)
        return cell if value is not None else known([cell], cell)

    def pledged(self, indicator: Indicator, one: CumulativeProgress, name: str) -> Term | None:
        """A figure against a pledge: `目标`, `已完成` or `完成率`."""
        if indicator.no not in self.places.nos:
            return None
        figure = {"目标": one.target, "已完成": one.actual}.get(name)
        value = one.completion if name == "完成率" else in_cell(indicator, figure)
        return self._known(self.places.of_horizon(indicator.no, one.through, name), value)

    def standing(self, indicator: Indicator, one: CumulativeProgress) -> str:
        """Where it stands and how much is lacking; blank where no formula says it for certain.

        A unit that a person typed is called from its cell, never put into the formula.
        """
        if indicator.no not in self.places.nos or indicator.unit != scrubbed(clipped(indicator.unit)):
            return ""
        word, lacking = (self.places.of_horizon(indicator.no, one.through, name) for name in ("情况", "还差"))
        short = rounded_to(at(lacking, one.gap, self.on), 2, MONEY)
        if not short.sure:
            return ""
        unit = '"个百分点"' if indicator.unit == "%" else self.places.unit(indicator.no).name(self.on)
        cell = lacking.name(self.on)
        more = f'IF({cell}>0,"，还差 "&{short.text}&{unit},"")'
        return f'{word.name(self.on)}&IF(ISNUMBER({cell}),{more},"")'

    def other(self, number: int, name: str) -> str:
        """A count that belongs to no indicator, or the word that stands for it where it is lacking."""
        return self.places.other(number, name).name(self.on)
