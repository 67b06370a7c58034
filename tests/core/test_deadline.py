"""The last day: to the day, moved over days of rest, beyond the calendar; and what is said of late forms."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.monitoring import DEADLINE, deadline, form, monitored, place
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.quarters.deadline import Due, Timeliness, calendar_end, deadline_findings, due_of, timeliness

# What the State Council announced for 2026 (weekdays off, and weekends worked), from its notice.
OFF_2026 = (
    "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07"
).split()
WORKED_2026 = "01-04 02-14 02-28 05-09 09-20 10-10".split()


def told(submission: Submission, agreed: date | None = None, **changes: object) -> tuple[Timeliness, list[Finding]]:
    regime = monitored(deadline={**DEADLINE, **changes})
    found = timeliness(regime, submission, agreed)
    assert found is not None
    return found, deadline_findings(regime, submission, found)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("period", "counts", "shift", "due"),
    [
        ("2025q4", True, "none", Due(date(2026, 1, 25))),
        ("2026q1", True, "none", Due(date(2026, 4, 25))),
        ("2026q2", True, "none", Due(date(2026, 7, 25))),
        ("2026q3", True, "none", Due(date(2026, 10, 25))),
        ("2026q4", True, "none", Due(date(2027, 1, 25))),
        ("2026q1", False, "none", Due(date(2026, 4, 24))),
        ("2026q4", False, "none", Due(date(2027, 1, 24))),
        ("2025q4", True, "next_workday", Due(date(2026, 1, 26), date(2026, 1, 25))),
        ("2026q1", True, "next_workday", Due(date(2026, 4, 27), date(2026, 4, 25))),
        ("2026q2", True, "next_workday", Due(date(2026, 7, 27), date(2026, 7, 25))),
        ("2026q3", True, "next_workday", Due(date(2026, 10, 26), date(2026, 10, 25))),
        # Of "before the 25th" it is the 24th that moves: from a Friday not at all, from a Saturday beyond the 25th.
        ("2026q1", False, "next_workday", Due(date(2026, 4, 24))),
        ("2026q2", False, "next_workday", Due(date(2026, 7, 24))),
        ("2026q3", False, "next_workday", Due(date(2026, 10, 26), date(2026, 10, 24))),
    ],
)
def test_the_last_day_of_each_quarter(period: str, counts: bool, shift: str, due: Due) -> None:
    assert due_of(deadline(day_counts=counts, shift=shift), period) == due


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2019q4", Due(date(2020, 2, 3), date(2020, 1, 25))),  # Spring Festival, lengthened that year to 2 February
        ("2021q1", Due(date(2021, 4, 25))),  # a Sunday that was worked
        ("2022q4", Due(date(2023, 1, 28), date(2023, 1, 25))),  # Spring Festival, then a Saturday that was worked
        ("2024q4", Due(date(2025, 1, 26), date(2025, 1, 25))),  # a Saturday, then a Sunday that was worked
    ],
)
def test_days_of_rest_and_worked_weekends_are_those_that_were_announced(period: str, due: Due) -> None:
    assert due_of(deadline(shift="next_workday"), period) == due


def test_the_calendar_holds_what_was_announced_for_2026() -> None:
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        works = (day.weekday() < 5 and f"{day:%m-%d}" not in OFF_2026) or f"{day:%m-%d}" in WORKED_2026
        # The day itself as the deadline of the period before: it stays exactly where people work on it.
        period = f"{day.year - 1}q4"
        due = due_of(deadline(months_after=day.month, day=day.day, shift="next_workday"), period)
        assert (due.day == day) == works, day


def test_beyond_the_calendar_monday_to_friday_stand_for_workdays() -> None:
    end = calendar_end()
    assert (end.month, end.day) == (12, 31)
    assert end >= date(2026, 12, 31)
    year = end.year + 1
    first = date(year, 1, 25)
    due = due_of(deadline(shift="next_workday"), f"{end.year}q4")
    rest = {5: 2, 6: 1}.get(first.weekday(), 0)
    assert due == Due(first + timedelta(days=rest), first if rest else None, beyond_calendar=True)
    # No calendar is asked where nothing moves.
    assert due_of(deadline(), f"{end.year}q4") == Due(first)
    # 24 and 25 May 2070 are a Saturday and a Sunday: far beyond any announcement.
    far = deadline(months_after=5, day=24, shift="next_workday")
    assert due_of(far, "2069q4") == Due(date(2070, 5, 26), date(2070, 5, 24), beyond_calendar=True)


def test_the_turn_of_the_calendars_last_year_is_beyond_it_as_soon_as_a_day_after_it_is_asked() -> None:
    end = calendar_end()
    due = due_of(deadline(months_after=12, day=31, shift="next_workday"), f"{end.year - 1}q4")
    assert due.beyond_calendar == (due.day > end)


def test_a_day_that_the_month_does_not_have_is_its_last_one() -> None:
    assert due_of(deadline(day=31), "2026q1").day == date(2026, 4, 30)
    assert due_of(deadline(months_after=2, day=30), "2027q4").day == date(2028, 2, 29)
    assert due_of(deadline(day=1, day_counts=False), "2026q1").day == date(2026, 3, 31)
    assert due_of(deadline(months_after=3, day=10), "2026").day == date(2027, 3, 10)


@given(st.integers(2004, 2120), st.integers(1, 4), st.booleans())
def test_a_last_day_only_ever_moves_later(year: int, quarter: int, counts: bool) -> None:
    period = f"{year}q{quarter}"
    plain = due_of(deadline(day_counts=counts), period).day
    due = due_of(deadline(day_counts=counts, shift="next_workday"), period)
    assert due.day >= plain
    assert due.moved_from == (plain if due.day > plain else None)
    assert due.beyond_calendar == (due.day > calendar_end())


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2026, 4, 2, 9, 0), 0),
        (datetime(2026, 4, 25, 23, 59), 0),
        (datetime(2026, 4, 26, 0, 0), 1),
        (datetime(2026, 4, 26, 23, 59), 1),
        (date(2026, 4, 25), 0),
        (date(2026, 5, 1), 6),
    ],
)
def test_the_last_day_ends_at_midnight_and_late_days_are_whole(moment: date, late: int) -> None:
    found, findings = told(form(reported_at=moment))
    assert (found.due, found.field, found.days_late) == (date(2026, 4, 25), "reported_at", late)
    assert codes(findings) == (["ZHT-DUE-LATE"] if late else [])


def test_a_late_form_is_told_with_its_days_where_it_is_told() -> None:
    _, (finding,) = told(form(reported_at=datetime(2026, 4, 28, 10, 30)))
    assert finding.severity == "warning"
    assert finding.message == "报送期限是 2026-04-25，“报送时间”是 2026-04-28，逾期 3 天。"
    assert (finding.at, finding.field, finding.clause) == (place("reported_at"), "reported_at", "四.二")
    _, (moved,) = told(form(reported_at=datetime(2026, 4, 28, 10, 30)), shift="next_workday")
    assert moved.message == "报送期限是 2026-04-27（2026-04-25 是休息日，顺延），“报送时间”是 2026-04-28，逾期 1 天。"


def test_an_agreed_day_wins_over_the_rule_and_does_not_move() -> None:
    submission = form(reported_at=date(2026, 4, 28))
    found, findings = told(submission, agreed=date(2026, 4, 30), shift="next_workday")
    assert found == Timeliness(date(2026, 4, 30), date(2026, 4, 28), "reported_at", 0, None)
    assert findings == []
    found, (late,) = told(submission, agreed=date(2026, 4, 19), shift="next_workday")  # a Sunday
    assert (found.due, found.days_late) == (date(2026, 4, 19), 9)
    assert late.message == "报送期限是 2026-04-19（对本单位另定的日期），“报送时间”是 2026-04-28，逾期 9 天。"


def test_the_first_field_that_is_filled_decides() -> None:
    both = form(submitted_at=datetime(2026, 4, 20, 8, 0), reported_at=datetime(2026, 4, 27, 8, 0))
    found, findings = told(both)
    assert (found.field, found.days_late, codes(findings)) == ("reported_at", 2, ["ZHT-DUE-LATE"])

    found, (finding,) = told(form(submitted_at=datetime(2026, 4, 20, 8, 0)))
    assert (found.field, found.reported, found.days_late) == ("submitted_at", date(2026, 4, 20), 0)
    assert (finding.code, finding.severity, finding.at) == ("ZHT-DUE-STANDIN", "note", place("submitted_at"))
    assert "“报送时间”没有填写" in finding.message

    # What was filled in late was reported late: nothing is open.
    found, findings = told(form(submitted_at=datetime(2026, 4, 26, 8, 0)))
    assert (found.days_late, codes(findings)) == (1, ["ZHT-DUE-LATE"])


def test_without_any_day_nothing_is_said_of_being_late() -> None:
    found, (finding,) = told(form())
    assert found == Timeliness(date(2026, 4, 25), None, None, None, Due(date(2026, 4, 25)))
    assert (finding.code, finding.severity, finding.at) == ("ZHT-DUE-UNKNOWN", "note", place("reported_at"))
    assert "2026-04-25" in finding.message


def test_a_day_that_cannot_be_read_is_not_replaced_by_an_earlier_one() -> None:
    found, findings = told(form(submitted_at=datetime(2026, 4, 20, 8, 0), reported_at=...))
    assert (found.field, found.reported, found.days_late) == ("reported_at", None, None)
    assert findings == []  # its cell has a finding of its own


def test_a_lost_cell_is_as_good_as_blank() -> None:
    found, (finding,) = told(form(lost=("reported_at", "submitted_at")))
    assert (found.days_late, finding.code, finding.at) == (None, "ZHT-DUE-UNKNOWN", None)


def test_a_form_reported_before_its_period_is_over_has_a_wrong_date() -> None:
    found, (finding,) = told(form(reported_at=date(2025, 4, 20)))
    assert found.days_late == 0
    assert (finding.code, finding.severity, finding.raw) == ("ZHT-DUE-EARLY", "warning", "2025-04-20")
    assert "2026年第一季度到 2026-03-31 才结束" in finding.message
    assert told(form(reported_at=date(2026, 3, 31)))[1] == []


def test_a_moved_day_beyond_the_calendar_is_told_with_the_end_of_the_data() -> None:
    end = calendar_end()
    period, reported = f"{end.year}q4", date(end.year + 1, 1, 10)
    _, (finding,) = told(form(period, reported_at=reported), shift="next_workday")
    assert (finding.code, finding.severity) == ("ZHT-DUE-CALENDAR", "note")
    assert f"到 {end} 为止" in finding.message
    assert told(form(period, reported_at=reported))[1] == []
    assert told(form(period, reported_at=reported), agreed=date(end.year + 1, 1, 20), shift="next_workday")[1] == []


def test_without_a_deadline_or_a_period_there_is_nothing_to_tell() -> None:
    late = form(reported_at=date(2030, 1, 1))
    assert timeliness(monitored(deadline=None), late) is None
    assert timeliness(monitored(), form(None, reported_at=date(2030, 1, 1))) is None
    assert deadline_findings(monitored(deadline=None), late, None) == []
