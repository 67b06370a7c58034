"""When a period's form is due, and whether it came in time.

民法典 第二百零三条: a last day that is a statutory day of rest gives way to the day after the rest, and a last day ends
at 24:00. Which days people rest and which weekends they work the State Council announces year by year; the calendar
package holds what it has announced. No function reads a clock.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zhtcli.core.catalogue import deadlines as rules
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import last_day, period_label
from zhtcli.core.rules.monitored import Deadline
from zhtcli.core.rules.regime import Regime

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """The last day on which a form is in time.

    `moved_from` is the last day as the document gives it, where that is a day of rest and the rule moves it.
    `beyond_calendar` marks a day of a year whose holidays are not known: there Monday to Friday stood for workdays.
    """

    day: date
    moved_from: date | None = None
    beyond_calendar: bool = False


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Whether a form came in time: the last day, the day that it came in, the field that tells so.

    `days_late` are whole days, 0 in time; None where no day can be read, and `field` is then the one that nobody
    could read, or None where all are blank. `by_rule` is the rule's own last day, None where another was agreed.
    """

    due: date
    reported: date | None
    field: str | None
    days_late: int | None
    by_rule: Due | None = None


def due_of(deadline: Deadline, period: str) -> Due:
    """The last day on which a form of this period (`2026`, `2026q4`) is in time.

    A day that the month does not have is its last one (民法典 第二百零二条). Where the day itself does not count,
    the day before it is the last one, and it is that one which moves.
    """
    end = last_day(period)
    year, month = divmod(12 * end.year + end.month - 1 + deadline.months_after, 12)
    last = date(year, month + 1, min(deadline.day, monthrange(year, month + 1)[1]))
    if not deadline.day_counts:
        last -= _ONE_DAY
    return _next_workday(last) if deadline.shift == "next_workday" else Due(last)


def calendar_end() -> date:
    """The last day whose holidays and workdays the calendar package knows; it knows whole years."""
    from chinese_calendar import holidays

    return date(max(holidays).year, 12, 31)


def workdays_after(first: date, last: date) -> tuple[int, bool]:
    """How many workdays there are after the first day up to the last one, and whether some lie beyond the calendar.

    The first day does not count (民法典 第二百零一条). Beyond the calendar Monday to Friday stand for workdays.
    """
    days = [first + _ONE_DAY * n for n in range(1, (last - first).days + 1)]
    known = [_is_workday(day) for day in days]
    worked = (day.weekday() < _SATURDAY if one is None else one for day, one in zip(days, known, strict=True))
    return sum(worked), None in known


def _next_workday(last: date) -> Due:
    day, beyond = last, False
    while True:
        known = _is_workday(day)
        beyond = beyond or known is None
        if known if known is not None else day.weekday() < _SATURDAY:
            return Due(day, None if day == last else last, beyond)
        day += _ONE_DAY


def _is_workday(day: date) -> bool | None:
    """None for a day of a year that the calendar does not know."""
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return None


def timeliness(regime: Regime, submission: Submission, agreed: date | None = None) -> Timeliness | None:
    """Whether a form came in time; None where the document sets no deadline, or the form is for no period.

    `agreed` is the last day that was set for this unit alone: it stands as it is, whatever the rule says. The first
    field that holds anything decides; where it cannot be read no later one stands in for it.
    """
    deadline, period = regime.deadline, submission.form.period
    if deadline is None or period is None:
        return None
    if agreed is None:
        by_rule = due_of(deadline, period)
        due = by_rule.day
    else:
        by_rule, due = None, agreed
    for key in deadline.reported:
        entry = submission.field(key)
        if entry is None or entry.state in ("blank", "not_applicable"):
            continue
        day = submission.day(key)
        late = None if day is None else max(0, (day - due).days)
        return Timeliness(due, day, key, late, by_rule)
    return Timeliness(due, None, None, None, by_rule)


def deadline_findings(regime: Regime, submission: Submission, timeliness: Timeliness | None) -> list[Finding]:
    """What there is to say of the day that a form came in; nothing where there is no deadline.

    A day that cannot be read is told where its cell is read, not here.
    """
    deadline, period = regime.deadline, submission.form.period
    if timeliness is None or deadline is None or period is None:
        return []
    found: list[Finding] = []
    due, first = timeliness.due, deadline.reported[0]
    if timeliness.by_rule is not None and timeliness.by_rule.beyond_calendar:
        found.append(rules.CALENDAR.found(clause=deadline.clause, due=due, end=calendar_end()))
    if timeliness.field is None:
        entry = submission.field(first)
        place = entry.at if entry else None
        name = regime.field(first).label
        found.append(rules.UNKNOWN.found(place, field=first, clause=deadline.clause, name=name, due=due))
    elif timeliness.reported is not None:
        found += _of_the_day(regime, deadline, submission, timeliness, timeliness.field, timeliness.reported)
    return found


def _of_the_day(
    regime: Regime, deadline: Deadline, submission: Submission, timeliness: Timeliness, key: str, day: date
) -> Iterator[Finding]:
    """Late, or in time by a field that only stands in for the one that should tell, or too early to be true."""
    entry, first, period = submission.field(key), deadline.reported[0], str(submission.form.period)
    place, raw = (entry.at, entry.raw) if entry else (None, None)
    name, clause = regime.field(key).label, deadline.clause
    if timeliness.days_late:
        told = _due_words(timeliness)
        days = timeliness.days_late
        yield rules.LATE.found(place, field=key, raw=raw, clause=clause, name=name, day=day, due=told, days=days)
    elif key != first:
        wanted, due = regime.field(first).label, timeliness.due
        yield rules.STAND_IN.found(place, field=key, raw=raw, clause=clause, name=name, day=day, wanted=wanted, due=due)
    if day < last_day(period):
        label, end = period_label(period), last_day(period)
        yield rules.EARLY.found(place, field=key, raw=raw, clause=clause, name=name, day=day, period=label, end=end)


def _due_words(timeliness: Timeliness) -> str:
    """The last day, and how it came to be that day where it is not simply the printed one."""
    by_rule = timeliness.by_rule
    if by_rule is None:
        return f"{timeliness.due}（对本单位另定的日期）"
    if by_rule.moved_from is not None:
        return f"{timeliness.due}（{by_rule.moved_from} 是休息日，顺延）"
    return str(timeliness.due)
