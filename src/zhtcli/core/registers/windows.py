"""First and last days: periods of years and months, windows of a form's period, validity of a recognition.

Decision D4 tells two kinds of period apart. One runs *from an event* (a certificate issued, a project landed):
民法典 第二百零一条 leaves the day itself uncounted, 第二百零二条 lets it end on the corresponding day. The other
runs *from its start* (a measure in force, a project, an assessment cycle): its first day counts, so it ends the
day before the corresponding day.

第二百零三条 moves a last day that falls on a holiday. It is not applied here: it serves acts that have to be done in
time, not the question whether a certificate is in force on a day. No function reads a clock.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhtcli.core.period import PERIOD

HTE_YEARS = 3
"""高新技术企业认定管理办法（国科发火〔2016〕32号）第九条: three years from the day the certificate was issued."""
SME_RENEWAL = (3, 31)
"""科技型中小企业评价办法（国科发政〔2017〕115号）: firms renew their entry by the end of March."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` to `last`, both included. Raises ValueError where `last` lies before `first`."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a window cannot end on {self.last}, before it starts on {self.first}")

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the window; of a moment only its day counts (民法典 第二百零三条: until 24:00)."""
        return self.first <= on_day(day) <= self.last


def last_day_from_event(day: date, years: int = 0, months: int = 0) -> date:
    """The last day of a period that an event on `day` sets off.

    The day itself is not counted; the last day is the corresponding day, and the end of the month where the month
    has no such day (民法典 第二百零一条、第二百零二条): three years from 2024-02-29 end on 2027-02-28. Beyond the
    calendar the answer is `date.max`. Raises ValueError for a period of less than a month.
    """
    total = 12 * years + months
    if total < 1:
        raise ValueError(f"a period of {years} years and {months} months has no last day")
    year, month = divmod(12 * day.year + day.month - 1 + total, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day_from_start(day: date, years: int) -> date:
    """The last day of a period of full years whose first day is `day`: the day before the corresponding day (D4).

    2026-07-01 with three years ends on 2029-06-30. A period from 02-29 whose last year is no leap year has no
    corresponding day; its years are full when February is over: from 2028-02-29 five years end on 2033-02-28,
    and four, which do find their 02-29, on 2032-02-28. Beyond the calendar the answer is `date.max`. Raises
    ValueError for less than a year.
    """
    if years < 1:
        raise ValueError(f"a period of {years} years has no last day")
    corresponding = last_day_from_event(day, years)
    exists = day.year + years <= date.max.year and corresponding.day == day.day
    return corresponding - timedelta(days=1) if exists else corresponding


def first_day_after_full_years(day: date, years: int) -> date:
    """The first day on which `years` years from `day`, itself counted, are full (满三年): the day after the last.

    The mid-term assessment of a cycle from 2028-02-29 may be held from 2031-03-01. Raises ValueError for less
    than a year and OverflowError where that day lies beyond the calendar.
    """
    return last_day_from_start(day, years) + timedelta(days=1)


def year_of(day: date) -> int:
    """The calendar year that an event on `day` belongs to (年度: 1 January to 31 December)."""
    return day.year


def year_window(period: str) -> Window:
    """The days of a year (`2026`) or of a quarter (`2026q3`). Raises ValueError for anything else."""
    if not PERIOD.fullmatch(period) or not period.isascii():
        raise ValueError(f"{period!r} is no year and no quarter")
    year, _, quarter = period.partition("q")
    first, last = (3 * int(quarter) - 2, 3 * int(quarter)) if quarter else (1, 12)
    return Window(date(int(year), first, 1), date(int(year), last, calendar.monthrange(int(year), last)[1]))


def hte_valid_on(issued: date, day: date) -> bool:
    """Whether the 高新技术企业 certificate issued on `issued` is in force on `day`.

    It is from the day of issue to the corresponding day three years later, both included
    (高新技术企业认定管理办法 第九条; 民法典 第二百零一条、第二百零二条).
    """
    return Window(on_day(issued), last_day_from_event(issued, HTE_YEARS)).holds(day)


def sme_valid_on(year: int, day: date, *, until_renewal: bool) -> bool:
    """Whether the 科技型中小企业 number of `year` serves on `day`: through 31 December of that year.

    With `until_renewal` (reading `sme_validity`: last_until_renewal) it also serves until the next 31 March, for
    until then the firm may renew its entry (科技型中小企业评价办法). The number does not tell on which day of its
    year it was given, so it serves from 1 January.
    """
    day = on_day(day)
    return day.year == year or (until_renewal and day.year == year + 1 and (day.month, day.day) <= SME_RENEWAL)


def on_day(day: date) -> date:
    """A date cell may hold a moment, which Python takes for a date and then refuses to compare with one."""
    return day.date() if isinstance(day, datetime) else day
