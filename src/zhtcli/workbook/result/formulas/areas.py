"""The formulas of county and city totals: sums, shares, growth and tallies over the rows of 各单位数据."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhtcli.core.assessing.attendance import Area
from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import value_type
from zhtcli.core.forms.masking import showable
from zhtcli.core.quarters.growth import Grown, growth
from zhtcli.core.quarters.totals import Contribution, Total
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Ratio
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook.result.formulas.quarters import growth_of, share_of, tidied
from zhtcli.workbook.result.formulas.scorekinds import in_cell
from zhtcli.workbook.result.page.terms import Place, Term, at, plus
from zhtcli.workbook.writing import on_sheet

UNITS, LONG = "各单位数据", "各季汇总"
FIRST_ROW = 5
"""Below title, line, sentence and header, on both sheets."""
COUNTED, LEFT_OUT = "计入", "没有计入"
SHARED = {"denominator": "计入，分母同县已计", "both": "计入，同县已计"}
"""Of a part that is the county's own the first unit of a county counts; the others have these words."""
Name = Literal[
    "now", "to_date", "before", "growth", "numerator", "denominator", "numerator_before", "denominator_before", "mark",
]  # fmt: skip
COLUMNS: dict[Name, int] = {
    "now": 7, "to_date": 8, "before": 9, "growth": 10, "numerator": 11, "denominator": 12, "numerator_before": 13,
    "denominator_before": 14, "mark": 15,
}  # fmt: skip
"""Columns of 各单位数据."""
TOTAL_COLUMNS = {"value": 6, "before": 7, "growth": 8, "to_date": 9}
"""Columns of 各季汇总."""
_CITY = "city"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A row of 各单位数据: what a unit tells of an indicator in a quarter, and whether it is counted."""

    indicator: Indicator
    period: str
    told: Contribution
    mark: str
    row: int

    def figure(self, name: Name) -> Fraction | None:
        """A figure as its cell holds it."""
        of = self.told.base if name in ("before", "numerator_before", "denominator_before") else self.told.now
        if of is None:
            return None
        match name:
            case "now" | "before":
                return in_cell(self.indicator, of.quarter)
            case "to_date":
                return in_cell(self.indicator, of.to_date)
            case "numerator" | "numerator_before":
                return _exact(of.numerator)
            case "denominator" | "denominator_before":
                return _exact(of.denominator)
            case _:
                return None

    def cell(self, name: Name, on: str = UNITS) -> Term:
        return at(Place(UNITS, self.row, COLUMNS[name]), self.figure(name), on)

    def share(self, *, before: bool = False) -> Term | None:
        """A ratio of which the parts are told."""
        if self.indicator.nature is None or self.indicator.nature.kind != "ratio":
            return None
        top, bottom = (self.cell("numerator_before"), self.cell("denominator_before")) if before else (
            self.cell("numerator"), self.cell("denominator"))  # fmt: skip
        return None if top.value is None or not bottom.value else share_of(self.indicator, top, bottom)

    @property
    def grown(self) -> Grown:
        now, base = (None if one is None else one.quarter for one in (self.told.now, self.told.base))
        nature = self.indicator.nature
        return Grown(None) if nature is None or now is None or base is None else growth(now, base, nature)

    def growth(self) -> Term | None:
        if self.grown.value is None or self.indicator.nature is None:
            return None
        percent = value_type(self.indicator) == "percent"
        return growth_of(self.cell("now"), self.cell("before"), self.indicator.nature, percent=percent)


@dataclass(frozen=True, slots=True)
class AreaFormulas:
    """Where the rows of 各单位数据 and 各季汇总 stand, and the formulas over them."""

    regime: Regime
    areas: tuple[Area, ...]
    lines: dict[tuple[str, str], list[UnitLine]]
    """(period, indicator) -> the units' rows, those of a county below one another."""
    rows: dict[tuple[str, str, str, str], int]
    """(level, name, period, indicator) -> the row of 各季汇总."""

    @classmethod
    def of(cls, regime: Regime, areas: Sequence[Area]) -> AreaFormulas:
        rows = {
            (area.level, area.name, total.period, total.no): FIRST_ROW + place
            for place, (area, total) in enumerate(long_lines(areas))
        }
        return cls(regime, tuple(areas), _lines(regime, areas), rows)

    def unit_lines(self) -> Iterator[UnitLine]:
        for lines in self.lines.values():
            yield from lines

    def of_unit(self, unit: str, county: str, period: str, no: str) -> UnitLine | None:
        """The row of a unit, named as sheets show it; None where there is none, or several of that name."""
        same = [
            one
            for one in self.lines.get((period, no), ())
            if (showable(one.told.unit), showable(one.told.county)) == (unit, county)
        ]
        return same[0] if len(same) == 1 else None

    def _of(self, area: Area, total: Total) -> list[UnitLine]:
        lines = self.lines.get((total.period, total.no), [])
        return lines if area.level == _CITY else [one for one in lines if one.told.county == area.name]

    def counted(self, area: Area, total: Total, *, left_out: bool = False) -> Term | None:
        """How many units are counted, or left out."""
        lines = self._of(area, total)
        if not lines:
            return None
        words = (LEFT_OUT,) if left_out else _marks(lines)
        counts = [Term(f'COUNTIF({_down("mark", lines)},"{word}")', Fraction(sum(one.mark == word for one in lines)))
                  for word in words]  # fmt: skip
        return plus(*counts) if len(counts) > 1 else counts[0]

    def value(self, area: Area, total: Total) -> Term | None:
        return self._value(area, total, before=False) if total.value is not None else None

    def before(self, area: Area, total: Total) -> Term | None:
        """The year before, of the units that are counted."""
        return self._value(area, total, before=True) if total.base is not None else None

    def _value(self, area: Area, total: Total, *, before: bool) -> Term | None:
        lines, indicator = self._of(area, total), self.regime.indicator(total.no)
        if not lines or indicator.nature is None:
            return None
        if indicator.nature.kind != "ratio":
            return _sum("before" if before else "now", lines, (COUNTED,))
        shared = indicator.measure.shared if isinstance(indicator.measure, Ratio) else ""
        every = _marks(lines)
        top = _sum("numerator_before" if before else "numerator", lines, (COUNTED,) if shared == "both" else every)
        bottom = _sum("denominator_before" if before else "denominator", lines, (COUNTED,) if shared else every)
        return share_of(indicator, top, bottom) if bottom.value else None

    def to_date(self, area: Area, total: Total) -> Term | None:
        lines = self._of(area, total)
        return _sum("to_date", lines, (COUNTED,)) if lines and total.to_date is not None else None

    def growth(self, area: Area, total: Total) -> Term | None:
        """Growth from the two cells beside it on 各季汇总."""
        indicator = self.regime.indicator(total.no)
        if total.growth.value is None or indicator.nature is None:
            return None
        now = self.total(area, total, "value", in_cell(indicator, total.value), LONG)
        before = self.total(area, total, "before", in_cell(indicator, total.base), LONG)
        return growth_of(now, before, indicator.nature, percent=value_type(indicator) == "percent")

    def total(self, area: Area, total: Total, name: str, value: Fraction | None, on: str) -> Term:
        """A cell of 各季汇总."""
        row = self.rows[area.level, area.name, total.period, total.no]
        return at(Place(LONG, row, TOTAL_COLUMNS[name]), value, on)


def long_lines(areas: Sequence[Area]) -> Iterator[tuple[Area, Total]]:
    """The rows of 各季汇总: by quarter, then by area, then by indicator."""
    by_period: dict[str, list[tuple[Area, Total]]] = {}
    for area in areas:
        for total in area.totals:
            by_period.setdefault(total.period, []).append((area, total))
    for period in sorted(by_period):
        yield from by_period[period]


def _lines(regime: Regime, areas: Sequence[Area]) -> dict[tuple[str, str], list[UnitLine]]:
    counties = [area for area in areas if area.level != _CITY]
    told: dict[tuple[str, str], list[Contribution]] = {}
    for area in counties:
        for total in area.totals:
            told.setdefault((total.period, total.no), []).extend(total.contributions)
    lines: dict[tuple[str, str], list[UnitLine]] = {}
    order = {indicator.no: place for place, indicator in enumerate(regime.indicators)}
    row = FIRST_ROW
    for period, no in sorted(told, key=lambda key: (key[0], order[key[1]])):
        indicator, seen = regime.indicator(no), set[str]()
        for one in told[period, no]:
            lines.setdefault((period, no), []).append(
                UnitLine(indicator, period, one, _mark(indicator, one, seen), row)
            )
            row += 1
    return lines


def _mark(indicator: Indicator, one: Contribution, seen: set[str]) -> str:
    if one.why:
        return LEFT_OUT
    shared = indicator.measure.shared if isinstance(indicator.measure, Ratio) else ""
    if not shared:
        return COUNTED
    first = one.county not in seen
    seen.add(one.county)
    return COUNTED if first else SHARED[shared]


def _marks(lines: Sequence[UnitLine]) -> tuple[str, ...]:
    """The words of those that are counted, as they occur."""
    return tuple(dict.fromkeys((COUNTED, *(one.mark for one in lines if one.mark != LEFT_OUT))))


def _sum(name: Name, lines: Sequence[UnitLine], marks: Sequence[str]) -> Term:
    """The figures of the units with these words."""
    parts: list[Term] = []
    for word in marks:
        values = [one.figure(name) or Fraction(0) for one in lines if one.mark == word]
        text = f'SUMIF({_down("mark", lines)},"{word}",{_down(name, lines)})'
        parts.append(Term(text, sum(values, Fraction(0))))
    added = plus(*parts) if len(parts) > 1 else parts[0]
    return tidied(added, [one.cell(name) for one in lines])


def _down(name: Name, lines: Sequence[UnitLine]) -> str:
    letter = column_letters(COLUMNS[name])
    return on_sheet(UNITS, f"{letter}{lines[0].row}:{letter}{lines[-1].row}")


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
