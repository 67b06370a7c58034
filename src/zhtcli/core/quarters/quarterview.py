"""One form's own quarter seen against the others: what was told, where it stands, and how exactly it was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhtcli.core.finding import CellRef
from zhtcli.core.forms.submission import Submission
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.period import period_label, previous, quarter_of
from zhtcli.core.quarters.observed import Quarters, Told
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Entered
from zhtcli.core.rules.monitored import Nature
from zhtcli.core.rules.regime import Regime

LEAST_DIGITS = 3
"""So many significant digits a figure is taken to have: a spreadsheet cell does not keep 20.0 apart from 20."""
USUAL = Fraction(1, 100)
"""What figures are usually rounded to."""
SPREAD = 5
"""What two quarters may differ by in themselves, beside the 10 000 or 100 times of a mixed-up unit."""
FIGURE_WORDS: dict[Part, str] = {"quarter": "本季度", "to_date": "累计"}

Mixup = Literal["units", "fraction"]


@dataclass(frozen=True, slots=True)
class QuarterView:
    """A submission and what is known of its unit's quarters, its own and others."""

    regime: Regime
    submission: Submission
    quarters: Quarters

    @property
    def own(self) -> str:
        return self.submission.form.span

    @property
    def last(self) -> str:
        """The quarter before."""
        return previous(self.own)

    @property
    def opens_year(self) -> bool:
        return self.own.endswith("q1")

    @property
    def started(self) -> str:
        """The quarter in which the project started, as the form tells it; blank where it does not."""
        return started_in(self.regime, self.submission)

    def followed(self) -> Iterator[tuple[Indicator, Nature]]:
        """The indicators that are followed, in printed order."""
        return ((one, one.nature) for one in self.regime.indicators if one.nature is not None)

    def told(self, no: str, part: Part = "quarter", period: str | None = None) -> Told | None:
        """What is told of an indicator, of the form's own quarter where none is named."""
        observed = self.quarters.get((no, period or self.own))
        return None if observed is None else observed.told.get(part)

    def value(self, no: str, part: Part = "quarter", period: str | None = None) -> Fraction | None:
        told = self.told(no, part, period)
        return None if told is None else told.value

    def cell(self, no: str, part: Part = "quarter") -> CellRef | None:
        """The cell of the form where this is typed; that of the parts where these give the figure."""
        told = self.told(no, part)
        if told is not None and told.at is not None:
            return told.at
        entry = self.submission.entry(no, self.own, part)
        return entry.at if entry is not None else None


def started_in(regime: Regime, submission: Submission) -> str:
    """The quarter in which a form says that its project started; blank where it does not say."""
    day = submission.day(regime.monitoring.started) if regime.monitoring is not None else None
    return quarter_of(day) if day is not None else ""


def slack(indicator: Indicator, told: Told) -> Fraction:
    """How far the figure that was meant may be from the one that was typed, in the indicator's unit.

    Nothing for counts; half a unit of the last digit for what is measured, of the third significant one at most,
    where that is not finer than the second decimal place: so are figures printed.
    """
    measure = indicator.measure
    if (isinstance(measure, Entered) and measure.type == "integer") or not told.value:
        return Fraction(0)
    leading = (Decimal(told.value.numerator) / Decimal(told.value.denominator)).adjusted()
    return min(told.margin, max(Fraction(10) ** (leading - LEAST_DIGITS + 1), USUAL) / 2)


def mixup(indicator: Indicator, one: Fraction, other: Fraction) -> Mixup | None:
    """What two figures of an indicator look mixed up by: 亿元 and 万元 (10 000 times), or percent and fraction."""
    if one <= 0 or other <= 0:
        return None
    smaller, larger = sorted((one, other))
    if is_money(indicator) and about(larger / smaller, 10_000):
        return "units"
    if indicator.unit == "%" and smaller <= 1 and about(larger / smaller, 100):
        return "fraction"
    return None


def is_money(indicator: Indicator) -> bool:
    return "亿元" in indicator.unit or "万元" in indicator.unit


def about(times: Fraction, expected: int) -> bool:
    """Whether a figure is so many times another one, give or take what quarters differ by."""
    return Fraction(expected, SPREAD) <= times <= expected * SPREAD


def amount(indicator: Indicator, value: Fraction | None) -> str:
    """`12.5亿元`, `3.2%`."""
    return f"{shown(value, 4)}{indicator.unit}"


def whence(period: str, told: Told) -> str:
    """The quarter, and the workbook that tells it where it is another one."""
    name = told.file.replace("\\", "/").rpartition("/")[2]
    return f"{period_label(period)}（取自{name}）" if name else period_label(period)


def listed(nos: list[str]) -> str:
    return f"第{'、'.join(nos)}项"
