"""Last days and windows: leap days, month ends, certificates on their first and last day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhtcli.core.registers.windows import (
    Window,
    first_day_after_full_years,
    hte_valid_on,
    last_day_from_event,
    last_day_from_start,
    sme_valid_on,
    year_of,
    year_window,
)

ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(1949, 10, 1), date(2150, 12, 31))
YEARS = st.integers(1, 40)
LEAP_CYCLE = [date(2027, 1, 1) + timedelta(days=n) for n in range(4 * 365 + 1)]


@pytest.mark.parametrize(
    ("day", "years", "months", "last"),
    [
        (date(2023, 11, 6), 3, 0, date(2026, 11, 6)),
        (date(2024, 2, 29), 3, 0, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, 0, date(2028, 2, 29)),
        (date(2023, 2, 28), 1, 0, date(2024, 2, 28)),  # not the end of the month: 02-28 does exist
        (date(2024, 1, 31), 0, 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 0, 1, date(2025, 2, 28)),
        (date(2025, 3, 31), 0, 6, date(2025, 9, 30)),
        (date(2025, 11, 30), 0, 1, date(2025, 12, 30)),
        (date(2025, 12, 31), 0, 2, date(2026, 2, 28)),
        (date(2025, 12, 31), 0, 12, date(2026, 12, 31)),
        (date(2025, 8, 31), 1, 6, date(2027, 2, 28)),
    ],
)
def test_a_period_from_an_event_ends_on_the_corresponding_day(day: date, years: int, months: int, last: date) -> None:
    assert last_day_from_event(day, years, months) == last


@pytest.mark.parametrize(
    ("day", "years", "last"),
    [
        (date(2026, 7, 1), 3, date(2029, 6, 30)),
        (date(2026, 1, 1), 1, date(2026, 12, 31)),
        (date(2028, 2, 29), 5, date(2033, 2, 28)),
        (date(2028, 2, 29), 3, date(2031, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 28)),
        (date(2028, 3, 1), 3, date(2031, 2, 28)),
        (date(2027, 3, 1), 1, date(2028, 2, 29)),
        (date(2028, 2, 28), 1, date(2029, 2, 27)),
    ],
)
def test_a_period_from_its_start_ends_the_day_before(day: date, years: int, last: date) -> None:
    assert last_day_from_start(day, years) == last
    assert first_day_after_full_years(day, years) == last + ONE_DAY


def test_the_mid_term_of_a_cycle_from_a_leap_day() -> None:
    assert first_day_after_full_years(date(2028, 2, 29), 3) == date(2031, 3, 1)
    assert first_day_after_full_years(date(2028, 2, 29), 4) == date(2032, 2, 29)


@pytest.mark.parametrize("years", range(1, 9))
def test_every_day_of_a_leap_cycle_has_its_last_days(years: int) -> None:
    for day in LEAP_CYCLE:
        try:
            corresponding = day.replace(year=day.year + years)
        except ValueError:
            assert (day.month, day.day) == (2, 29)
            assert last_day_from_event(day, years) == date(day.year + years, 2, 28)
            assert last_day_from_start(day, years) == date(day.year + years, 2, 28)
        else:
            assert last_day_from_event(day, years) == corresponding
            assert last_day_from_start(day, years) == corresponding - ONE_DAY


def test_cycles_that_follow_each_other_leave_no_gap() -> None:
    """Every start but 02-29 comes back after its years; from 02-29 the next cycle starts on 03-01."""
    for day in LEAP_CYCLE:
        following = first_day_after_full_years(day, 5)
        expected = (3, 1) if (day.month, day.day) == (2, 29) else (day.month, day.day)
        assert (following.month, following.day) == expected


@given(DAYS, YEARS)
def test_periods_are_never_empty_and_grow_with_their_years(day: date, years: int) -> None:
    assert Window(day, last_day_from_start(day, years)).holds(day)
    assert day < last_day_from_event(day, years) < last_day_from_event(day, years + 1)
    assert last_day_from_start(day, years) < last_day_from_start(day, years + 1)
    assert last_day_from_event(day, years) - last_day_from_start(day, years) in (timedelta(0), ONE_DAY)


@given(DAYS, DAYS, YEARS)
def test_who_starts_later_does_not_end_earlier(one: date, other: date, years: int) -> None:
    early, late = sorted((one, other))
    assert last_day_from_event(early, years) <= last_day_from_event(late, years)
    assert last_day_from_start(early, years) <= last_day_from_start(late, years)


@given(DAYS, st.integers(1, 600))
def test_months_end_in_the_month_that_they_count_to(day: date, months: int) -> None:
    last = last_day_from_event(day, months=months)
    assert 12 * (last.year - day.year) + last.month - day.month == months
    assert last.day == day.day or (last.day < day.day and (last + ONE_DAY).day == 1)


@given(DAYS, YEARS)
def test_a_year_is_twelve_months(day: date, years: int) -> None:
    assert last_day_from_event(day, years) == last_day_from_event(day, months=12 * years)


def test_the_calendar_ends_and_periods_with_it() -> None:
    assert last_day_from_event(date(9999, 12, 31), 1) == date.max  # 长期 is often written as this day
    assert last_day_from_start(date(9999, 1, 1), 1) == date(9999, 12, 31)
    assert last_day_from_start(date(9999, 12, 31), 1) == date.max
    assert last_day_from_start(date(9998, 12, 31), 1) == date(9999, 12, 30)
    with pytest.raises(OverflowError):
        first_day_after_full_years(date(9999, 1, 1), 1)


def test_no_period_is_shorter_than_its_unit() -> None:
    with pytest.raises(ValueError, match="0 years and 0 months"):
        last_day_from_event(date(2026, 1, 1))
    with pytest.raises(ValueError, match="0 years"):
        last_day_from_start(date(2026, 1, 1), 0)
    with pytest.raises(ValueError, match="-1 years"):
        first_day_after_full_years(date(2026, 1, 1), -1)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_the_window_of_a_period_holds_its_first_and_last_day_only(period: str, first: date, last: date) -> None:
    window = year_window(period)
    assert window == Window(first, last)
    assert [window.holds(day) for day in (first - ONE_DAY, first, last, last + ONE_DAY)] == [False, True, True, False]


@given(st.integers(1, 9999))
def test_four_quarters_are_a_year(year: int) -> None:
    whole, quarters = year_window(f"{year:04}"), [year_window(f"{year:04}q{n}") for n in (1, 2, 3, 4)]
    assert quarters[0].first == whole.first
    assert quarters[-1].last == whole.last
    assert all(one.last + ONE_DAY == other.first for one, other in pairwise(quarters))


@pytest.mark.parametrize("period", ["", "26", "2026q5", "2026q0", "2026Q3", "2026-07", "0000", "２０２６", " 2026"])
def test_what_is_no_period_has_no_window(period: str) -> None:
    with pytest.raises(ValueError, match=r"is no year|out of range"):
        year_window(period)


def test_a_window_is_not_empty() -> None:
    assert Window(date(2026, 5, 1), date(2026, 5, 1)).holds(date(2026, 5, 1))
    with pytest.raises(ValueError, match="cannot end on 2026-04-30"):
        Window(date(2026, 5, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("issued", "day", "valid"),
    [
        (date(2023, 11, 6), date(2023, 11, 5), False),
        (date(2023, 11, 6), date(2023, 11, 6), True),
        (date(2023, 11, 6), date(2026, 11, 6), True),
        (date(2023, 11, 6), date(2026, 11, 7), False),
        (date(2024, 2, 29), date(2027, 2, 28), True),
        (date(2024, 2, 29), date(2027, 3, 1), False),
        (date(9999, 12, 31), date(2026, 12, 31), False),
    ],
)
def test_a_high_tech_certificate_serves_three_years(issued: date, day: date, valid: bool) -> None:
    assert hte_valid_on(issued, day) is valid


@pytest.mark.parametrize(
    ("day", "current_year", "until_renewal"),
    [
        (date(2025, 12, 31), False, False),
        (date(2026, 1, 1), True, True),
        (date(2026, 12, 31), True, True),
        (date(2027, 1, 1), False, True),
        (date(2027, 3, 31), False, True),
        (date(2027, 4, 1), False, False),
        (date(2028, 3, 1), False, False),
    ],
)
def test_a_small_firm_number_serves_its_year_and_perhaps_until_renewal(
    day: date, current_year: bool, until_renewal: bool
) -> None:
    assert sme_valid_on(2026, day, until_renewal=False) is current_year
    assert sme_valid_on(2026, day, until_renewal=True) is until_renewal


def test_a_moment_is_its_day() -> None:
    """A cell may hold a date with a time; the last day lasts until midnight."""
    evening = datetime(2026, 11, 6, 23, 59)
    assert hte_valid_on(datetime(2023, 11, 6, 10, 30), evening)
    assert hte_valid_on(date(2023, 11, 6), evening)
    assert not hte_valid_on(datetime(2023, 11, 6), datetime(2026, 11, 7))
    assert year_window("2026").holds(datetime(2026, 12, 31, 23, 59))
    assert sme_valid_on(2026, datetime(2027, 3, 31, 12), until_renewal=True)
    assert year_of(datetime(2026, 12, 31, 23, 59)) == 2026
    assert last_day_from_event(datetime(2023, 11, 6, 10, 30), 3) == date(2026, 11, 6)


def test_last_days_are_plain_dates() -> None:
    """A moment would not compare with the dates of other rows."""
    started = datetime(2026, 7, 1, 9, 0)
    assert type(last_day_from_start(started, 3)) is date
    assert type(first_day_after_full_years(started, 3)) is date
