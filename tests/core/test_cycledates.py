"""Periods that count from their first day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhtcli.core.cycledates import after_years, last_of_years


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (date(2025, 1, 1), 5, date(2029, 12, 31)),
        (date(2025, 3, 1), 3, date(2028, 2, 29)),
        (date(2028, 2, 29), 5, date(2033, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 28)),
    ],
)
def test_the_last_day_is_the_one_before_the_corresponding_day(start: date, years: int, last: date) -> None:
    assert last_of_years(start, years) == last


def test_without_a_corresponding_day_the_years_are_full_on_the_first_of_march() -> None:
    assert after_years(date(2028, 2, 29), 3) == date(2031, 3, 1)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 9), st.integers(1, 9))
def test_periods_follow_each_other_without_a_gap(start: date, first: int, second: int) -> None:
    following = last_of_years(start, first) + timedelta(days=1)
    assert following == after_years(start, first)
    if (start.month, start.day) != (2, 29):
        assert last_of_years(following, second) == last_of_years(start, first + second)
