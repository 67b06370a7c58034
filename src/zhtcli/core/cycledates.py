"""Periods that are counted from their first day: a cycle of so many years, and the day when some years are full."""

from __future__ import annotations

from datetime import date, timedelta


def after_years(start: date, years: int) -> date:
    """The day on which `years` years are full: the corresponding day, 1 March where 29 February does not exist."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def last_of_years(start: date, years: int) -> date:
    """The last day of a period whose first day counts: the day before the corresponding one."""
    return after_years(start, years) - timedelta(days=1)
