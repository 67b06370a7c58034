"""What one unit's workbooks tell of quarters: the figures of each, those to date, and growth as it was typed.

A quarter's own workbook speaks for it; a later one repeats last quarter's figures and those of the year before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import floor

from zhtcli.core.figures.figures import Figures
from zhtcli.core.finding import CellRef
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.forms.tablecolumns import FOLLOWED, Part
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime
from zhtcli.core.values import half_unit


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that somebody typed: exact, in the indicator's unit, growth in percent or percentage points.

    `margin` is half a unit of the last digit typed, of a share that its parts give too: growth is worked out from
    what is printed. Nothing where only the parts are typed. `file` is the workbook that says so, blank for the one
    that is being judged.
    """

    value: Fraction
    margin: Fraction = Fraction(0)
    at: CellRef | None = None
    raw: str = ""
    file: str = ""

    @property
    def printed(self) -> Fraction:
        """The figure as it was typed: a share that its parts give is rounded to the digits that stand there."""
        if not self.margin or (self.value / self.margin).denominator == 1:
            return self.value
        unit = self.margin * 2
        return floor(self.value / unit + Fraction(1, 2)) * unit


@dataclass(frozen=True, slots=True)
class Observed:
    """One indicator in one quarter: what is known of it by part, blanks and unusable figures left out.

    `source` is where the figures come from, as somebody wrote it.
    """

    no: str
    period: str
    told: Mapping[Part, Told] = field(default_factory=dict)
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    source: str = ""

    def value(self, part: Part) -> Fraction | None:
        known = self.told.get(part)
        return None if known is None else known.value

    @property
    def quarter(self) -> Fraction | None:
        return self.value("quarter")

    @property
    def to_date(self) -> Fraction | None:
        return self.value("to_date")

    def at(self, part: Part) -> CellRef | None:
        """The cell of a part's figure, where there is one."""
        known = self.told.get(part)
        return None if known is None else known.at


Quarters = Mapping[tuple[str, str], Observed]
"""(indicator, period) -> what is known of it."""


def observe(regime: Regime, submission: Submission, figures: Figures, blocked: Collection[Slot] = ()) -> Quarters:
    """What a submission tells of its own quarter and of the earlier ones that its form asks for.

    `figures` are the quarters' own ones as measured; `blocked` are slots whose entries a finding rules out.
    """
    if regime.monitoring is None:
        return {}
    own = submission.form.span
    return {
        (indicator.no, period): _observed(indicator, period, submission, figures, blocked)
        for indicator in regime.indicators
        for period in (*regime.earlier(own), own)
    }


def _observed(
    indicator: Indicator, period: str, submission: Submission, figures: Figures, blocked: Collection[Slot]
) -> Observed:
    figure = figures.get((indicator.no, period))
    told: dict[Part, Told] = {}
    for part in FOLLOWED:
        entry = submission.entry(indicator.no, period, part)
        typed = entry.value if entry is not None and isinstance(entry.value, Decimal) else None
        if part == "quarter":
            if figure is not None and figure.value is not None:
                margin = Fraction(0) if typed is None else half_unit(typed)
                told[part] = Told(figure.value, margin, next(iter(figure.cells), None), entry.raw if entry else "")
        elif entry is not None and typed is not None and entry.slot not in blocked:
            told[part] = Told(Fraction(typed), half_unit(typed), entry.at, entry.raw)
    return Observed(
        indicator.no,
        period,
        told,
        figure.numerator if figure is not None else None,
        figure.denominator if figure is not None else None,
        _source(submission.entry(indicator.no, period, "source")),
    )


def _source(entry: Entry | None) -> str:
    return entry.value if entry is not None and isinstance(entry.value, str) else ""
