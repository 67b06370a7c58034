"""When a document is in force, and the days and years of a cycle (decision D4: a first day counts)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhtcli.core.forms.submission import Submission
from zhtcli.core.registers.windows import Window, first_day_after_full_years, last_day_from_start
from zhtcli.core.rules.cyclekinds import Cycle, Validity
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True)
class CycleDays:
    """First and last day of a cycle, and the first one on which its mid-term may be held, where it has one."""

    first: date
    last: date
    midterm: date | None = None

    @property
    def years(self) -> tuple[str, ...]:
        """The calendar years that it touches: five years from a day in March touch six."""
        return tuple(f"{year:04}" for year in range(self.first.year, self.last.year + 1))


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known of validity and cycle; `cycle` is None where no usable first day was filled."""

    in_force: Window | None = None
    cycle: CycleDays | None = None


def in_force(validity: Validity) -> Window:
    """The days on which a document is in force.

    慈政办发〔2024〕57号 第二十四条: published on 2024-11-25, in force 30 days later for five years, that is from
    2024-12-25 to 2029-12-24; a day later where the day of publication does not count.
    """
    event = validity.published if validity.runs_from == "published" else validity.signed
    first = event + timedelta(days=validity.days + (not validity.first_day_counts))
    return Window(first, last_day_from_start(first, validity.years))


def cycle_days(cycle: Cycle, first: date) -> CycleDays:
    """The days of a cycle that begins on `first`.

    From 2028-02-29 five years end on 2033-02-28, and three of them are full on 2031-03-01.
    """
    midterm = None if cycle.midterm_years is None else first_day_after_full_years(first, cycle.midterm_years)
    return CycleDays(first, last_day_from_start(first, cycle.years), midterm)


def cycle_of(regime: Regime, submission: Submission) -> CycleDays | None:
    """The cycle that a form tells; None where the document has none, or the first day cannot be used."""
    if regime.cycle is None or (first := submission.day(regime.cycle.start)) is None:
        return None
    return cycle_days(regime.cycle, first) if first.year + regime.cycle.years < date.max.year else None


def dates_of(regime: Regime, submission: Submission | None = None) -> Dates | None:
    """The dates of a document, and of a form's cycle; None where the document has neither."""
    if regime.validity is None and regime.cycle is None:
        return None
    window = None if regime.validity is None else in_force(regime.validity)
    return Dates(window, None if submission is None else cycle_of(regime, submission))
