"""The formulas of a unit's quarters: growth, what figures to date follow from, early signs, tallies and sums.

The form's own quarter stands on 监测表 and 逐季数据 refers to it; every other quarter stands on 逐季数据.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from zhtcli.core.forms.layout import value_type
from zhtcli.core.forms.tablecolumns import GROWTHS, Part
from zhtcli.core.period import previous, year_before
from zhtcli.core.quarters.followed import FollowedQuarter
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Quotient
from zhtcli.core.rules.monitored import Nature, Signal
from zhtcli.core.years.progress import Progress
from zhtcli.core.years.signals import LEAST_FALL
from zhtcli.workbook.result.formulas import quarterplaces
from zhtcli.workbook.result.formulas.quarterplaces import (
    DENOMINATOR,
    MONITORED_COLUMNS,
    NUMERATOR,
    SERIES,
    TABLE,
    QuarterPlaces,
)
from zhtcli.workbook.result.formulas.scorekinds import in_cell
from zhtcli.workbook.result.page.quartercells import best_growth
from zhtcli.workbook.result.page.terms import (
    CLEAN,
    EMPTY,
    Digits,
    Term,
    at,
    both,
    constant,
    either,
    known,
    minus,
    over,
    reaches,
    rounded_to,
    summed,
    times,
    up_to,
)
from zhtcli.workbook.result.page.told import Told

SIGN = "是"
_LARGE = Digits(6, 10**9)
_SMALL = Digits(CLEAN, 10**4)
_SHARES = Digits(CLEAN + 3, 10**3)
_TENTH = Fraction(1, 2 * 10**CLEAN)


def tidied(term: Term, of: Sequence[Term]) -> Term:
    """A sum or difference of decimals without binary residue, with as many places as these surely have.

    What is no decimal (a share worked out from its parts) is told to ten places.
    """
    value = term.value
    if value is None:
        return term
    largest = max(abs(one.value or Fraction(0)) for one in (term, *of))
    for digits in (_SMALL, _LARGE):
        if largest < digits.up_to and (value * 10**digits.clean).denominator == 1:
            return Term(f"ROUND({term.text},{digits.clean})", value, term.sure)
    told = to_ten_places(term)
    return told if largest < _SHARES.up_to else Term(told.text, told.value, False)


def to_ten_places(term: Term) -> Term:
    """The figure to ten places; not sure where binary digits might tip the last of them."""
    told = rounded_to(term, CLEAN, _SHARES)
    tied = term.value is not None and (term.value * 10**CLEAN).denominator == 2
    return Term(f"ROUND({term.text},{CLEAN})", told.value, told.sure and not tied)


def growth_of(now: Term, before: Term, nature: Nature, *, percent: bool) -> Term:
    """Growth as a cell holds it: a share of 1, or percentage points; nothing where there is nothing to grow from.

    `percent` says that the figures are percentages.
    """
    more = minus(now, before)
    if nature.growth == "points":
        scaled = times(more, constant(100)) if percent else more
        grown = tidied(scaled, (now, before))
    elif _is_share(now, before):
        grown = to_ten_places(over(more, before))
    else:
        grown = over(tidied(more, (now, before)), before)
    told = either(reaches(before, 0, beyond=True), grown, EMPTY)
    return known([now, before], told)


def _is_share(*terms: Term) -> bool:
    """Whether a figure is no decimal: then the difference of two has fewer sure digits than a cell shows."""
    return any(term.value is not None and (term.value * 10**CLEAN).denominator != 1 for term in terms)


@dataclass(frozen=True, slots=True)
class QuarterFormulas:
    """Terms for the cells of 监测表, 逐季数据 and 总览; None where a cell has none."""

    told: Told
    places: QuarterPlaces
    _by_period: dict[tuple[str, str], FollowedQuarter] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Told) -> QuarterFormulas:
        quarters = {(item.indicator.no, one.period): one for item in told.assessment.progress for one in item.quarters}
        return cls(told, quarterplaces.quarter_places(told), quarters)

    def figure(self, indicator: Indicator, part: Part, period: str, on: str) -> Term | None:
        """The cell of a quarter's figure or of one to date, as a formula on a sheet calls it."""
        place = self.places.series(indicator.no, part, period)
        if on == TABLE and period == self.places.own:
            place = self.places.monitored(indicator.no, MONITORED_COLUMNS[part])
        if place is None:
            return None
        quarter = self._by_period.get((indicator.no, period))
        value = None if quarter is None else in_cell(indicator, quarter.observed.value(part))
        return at(place, value, on)

    def share(self, indicator: Indicator, quarter: FollowedQuarter) -> Term | None:
        """A ratio of the form's own quarter from its parts below the table."""
        top = self.places.part_of_share(indicator.no, NUMERATOR)
        bottom = self.places.part_of_share(indicator.no, DENOMINATOR)
        if top is None or bottom is None or quarter.observed.numerator is None or not quarter.observed.denominator:
            return None
        above = at(top, Fraction(quarter.observed.numerator), TABLE)
        below = at(bottom, Fraction(quarter.observed.denominator), TABLE)
        return share_of(indicator, above, below)

    def grown(self, indicator: Indicator, part: Part, period: str, on: str) -> Term | None:
        """Growth over the year before, where both figures stand in the workbook and it is known."""
        quarter = self._by_period.get((indicator.no, period))
        if quarter is None or best_growth(quarter, part) != ((value := _computed(quarter, part)), False):
            return None
        of = GROWTHS[part]
        now, before = (self.figure(indicator, of, one, on) for one in (period, year_before(period)))
        if now is None or before is None or value is None:
            return None
        term = growth_of(now, before, quarter.nature, percent=value_type(indicator) == "percent")
        wanted = value / 100 if quarter.growth_unit == "%" else value
        close = term.value is not None and abs(term.value - wanted) <= _TENTH
        return term if close and term.sure else None

    def growth(self, indicator: Indicator, part: Part, period: str, on: str) -> Term | None:
        """The cell of 逐季数据 with the growth that counts: as computed, else as typed."""
        quarter, place = self._by_period.get((indicator.no, period)), self.places.series(indicator.no, part, period)
        if place is None:
            return None
        value = None
        if quarter is not None:
            computed = self.grown(indicator, part, period, SERIES)
            best, _ = best_growth(quarter, part)
            value = best if best is None or quarter.growth_unit != "%" else best / 100
            value = computed.value if computed is not None else value
        return at(place, value, on)

    def repeated(self, indicator: Indicator, part: Part) -> Term | None:
        """What 监测表 says of the form's own quarter, for 逐季数据; None where nothing stands there."""
        quarter = self._by_period.get((indicator.no, self.places.own))
        if quarter is None:
            return None
        column, value = MONITORED_COLUMNS[part], in_cell(indicator, quarter.observed.value(part))
        if part in GROWTHS:
            best, typed = best_growth(quarter, part)
            value = best if best is None or quarter.growth_unit != "%" else best / 100
            if not typed:
                computed = self.grown(indicator, part, quarter.period, TABLE)
                value = value if computed is None else computed.value
                column = quarterplaces.RECOMPUTED_COLUMNS[part]
        if value is None:
            return None
        return at(self.places.monitored(indicator.no, column), value, SERIES)

    def expected_to_date(self, item: Progress, quarter: FollowedQuarter) -> Term | None:
        """What the figure to date follows from: the quarter's own, and for a flow what there was before it."""
        indicator, expected = item.indicator, in_cell(item.indicator, quarter.expected_to_date)
        own = self.figure(indicator, "quarter", quarter.period, TABLE)
        if own is None or expected is None:
            return None
        if quarter.nature.kind != "flow" or (quarter.period.endswith("q1") and quarter.nature.since == "year"):
            return known([own], own)
        added, period = [own], previous(quarter.period)
        while (before := self._by_period.get((indicator.no, period))) is not None:
            # a figure to date is told, or it is added up from the quarters before it
            part: Part = "quarter" if before.observed.to_date is None else "to_date"
            cell = self.figure(indicator, part, period, TABLE)
            if cell is None or cell.value is None:
                break
            added.append(cell)
            if part == "to_date" or (period.endswith("q1") and quarter.nature.since == "year"):
                break
            period = previous(period)
        term = known(added, tidied(summed(added), added))
        # counted from the start of the project, a quarter may be the first one
        return term if term.value == expected else known([own], own)

    def sign(self, item: Progress, signal: Signal) -> str:
        """The formula that tells whether growth is below nothing in as many quarters as the document asks for."""
        indicator, period = item.indicator, self.places.own
        cells: list[Term] = []
        for _ in range(signal.quarters):
            cell = self.growth(indicator, "quarter_growth", period, TABLE)
            if cell is None:
                return ""
            cells.append(cell)
            period = previous(period)
        own = self._by_period.get((indicator.no, self.places.own))
        limit = LEAST_FALL / 100 if own is None or own.growth_unit == "%" else LEAST_FALL
        tests = both(*(up_to(cell, limit) for cell in cells))
        raised = all(cell.value is not None for cell in cells) and tests.holds
        if raised != self.raised(indicator.no) or not tests.sure:
            return ""
        count = f"COUNT({','.join(cell.text for cell in cells)})={len(cells)}"
        return f'IF({count},IF({tests.text},"{SIGN}",""),"")'

    def raised(self, no: str) -> bool:
        """Whether there is an early sign of an indicator."""
        return any(one.indicator.no == no for one in self.told.assessment.signals)


def share_of(indicator: Indicator, top: Term, bottom: Term) -> Term:
    """A ratio from its parts, as its cell holds it."""
    if isinstance(indicator.measure, Quotient):
        scale = Fraction(indicator.measure.times)
        top = top if scale == 1 else times(top, constant(scale))
    return over(top, bottom)


def _computed(quarter: FollowedQuarter, part: Part) -> Fraction | None:
    return (quarter.growth if part == "quarter_growth" else quarter.to_date_growth).value
