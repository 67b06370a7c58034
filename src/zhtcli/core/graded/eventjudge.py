"""Results of graded assessments, each held against the kind of assessment that it is one of.

What cannot be is told and not used; two different results of one assessment are both left to people. The same
judgement serves the findings and the verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, assert_never

from zhtcli.core.catalogue import events as rules
from zhtcli.core.finding import Rule
from zhtcli.core.forms.submission import Submission
from zhtcli.core.graded.events import Event, Fault, Part, Until, entered
from zhtcli.core.rules.gradedkinds import AfterCycle, AssessmentKind, AtMidterm, Grading, Yearly
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.cycle import CycleDays, cycle_of


def events(regime: Regime, submission: Submission, until: Until) -> tuple[Event, ...]:
    """Every result that was entered, in the order of the rows, with what is odd about it."""
    if (grading := regime.grading) is None:
        return ()
    told = [_held(regime, grading, event, submission, until) for event in entered(regime, grading, submission)]
    return tuple(_after_the_end(_once(told)))


def _held(regime: Regime, grading: Grading, event: Event, submission: Submission, until: Until) -> Event:
    """The result with everything that is odd about it by itself; what follows from something else is not told again."""
    return replace(event, faults=tuple(_faults(regime, grading, event, submission, until)))


def _faults(regime: Regime, grading: Grading, event: Event, submission: Submission, until: Until) -> Iterator[Fault]:
    kind = event.kind
    if kind is None:
        kinds = "".join(f"“{one.title}”" for one in grading.kinds)
        yield _fault(rules.KIND, event, "event", title=event.title, platform=grading.platform, kinds=kinds)
        return
    level = submission.text(grading.level) if grading.level else ""
    if kind.levels and level and level not in kind.levels:
        words = {"title": kind.title, "level": level, "levels": "、".join(kind.levels)}
        yield _fault(rules.LEVEL, event, "event", **words)
        return
    yield from _grade_faults(grading, kind, event, "grade")
    yield from _day_faults(regime, kind, event, submission, until)


def _fault(rule: Rule, event: Event, part: Part, **words: Any) -> Fault:
    return Fault(rule, part, {"what": event.what, **words})


def _grade_faults(grading: Grading, kind: AssessmentKind, event: Event, part: Part) -> Iterator[Fault]:
    if event.printed is not None:
        return
    if kind.closed:
        grades = "".join(f"“{one.grade}”" for one in kind.grades)
        yield _fault(rules.GRADE, event, part, raw=event.grade, title=kind.title, grades=grades)
        return
    for other in grading.kinds:
        # A grade that something follows from; a mere 合格 may stand in any paper's list of grades.
        if any(one.grade == event.grade and one.ends for one in other.grades):
            yield _fault(rules.OTHER_GRADE, event, part, raw=event.grade, title=kind.title, other=other.title)
            return


def _day_faults(
    regime: Regime, kind: AssessmentKind, event: Event, submission: Submission, until: Until
) -> Iterator[Fault]:
    day, year, cycle = event.day, event.year, cycle_of(regime, submission)
    words: dict[str, Any] = {"title": kind.title, "day": day, "year": year}
    if day is None:
        yield from _year_faults(kind, event, cycle, words)
        return
    if until.day is not None and day > until.day:
        yield _fault(rules.FUTURE, event, "day", **words, until=until.day, until_name=until.name)
    if year is not None and day.year < year:
        yield _fault(rules.YEAR, event, "year", **words)
    elif year is not None and _odd(kind, year, day, cycle):
        yield _fault(rules.ODD_YEAR, event, "year", **words)
    if cycle is None:
        return
    words |= {"start": cycle.first, "last": cycle.last}
    if day < cycle.first or (year is not None and year < cycle.first.year):
        yield _fault(rules.BEFORE, event, "day", **words, on=f"，结果日期 {day}")
        return
    match kind.held:
        case Yearly():
            yield from _year_faults(kind, event, cycle, words)
        case AtMidterm():
            if day > cycle.last:
                yield _fault(rules.LATE_MIDTERM, event, "day", **words)
            if cycle.midterm is not None and regime.cycle is not None and day < cycle.midterm:
                years = regime.cycle.midterm_years
                yield _fault(rules.TOO_EARLY, event, "day", **words, years=years, since=cycle.midterm)
        case AfterCycle():
            if day <= cycle.last:
                yield _fault(rules.IN_CYCLE, event, "day", **words)
        case _:
            assert_never(kind.held)


def _year_faults(kind: AssessmentKind, event: Event, cycle: CycleDays | None, words: dict[str, Any]) -> Iterator[Fault]:
    """What the year that was assessed says by itself."""
    if cycle is None or event.year is None:
        return
    words = {**words, "start": cycle.first, "last": cycle.last}
    if event.year < cycle.first.year:
        yield _fault(rules.BEFORE, event, "year", **words, on="")
    elif isinstance(kind.held, Yearly) and event.year > cycle.last.year:
        yield _fault(rules.BEYOND, event, "year", **words)


def _odd(kind: AssessmentKind, year: int, day: date, cycle: CycleDays | None) -> bool:
    """Whether a year lies oddly far from the day of its result; neither is impossible."""
    if isinstance(kind.held, Yearly):
        return day.year > year + 1
    return year not in {day.year, *((cycle.last.year,) if cycle else ())}


def _once(told: Sequence[Event]) -> list[Event]:
    """With what is said twice: the same result is one, two different ones are none."""
    groups: dict[tuple[str, int | None], list[int]] = {}
    for place, event in enumerate(told):
        if event.kind is not None and event.used:
            year = event.year if isinstance(event.kind.held, Yearly) else None
            groups.setdefault((event.kind.id, year), []).append(place)
    judged = list(told)
    for places in groups.values():
        first, *others = (told[place] for place in places)
        if any(other.grade != first.grade for other in others):
            for place in places:
                other = first if told[place] is not first else next(one for one in others if one.grade != first.grade)
                judged[place] = _with(told[place], rules.TWICE, "grade", first=other.line, other=other.grade)
        else:
            for place in places[1:]:
                again = _with(told[place], rules.REPEATED, "event", first=first.line)
                judged[place] = replace(again, same_as=first.line)
    return judged


def _with(event: Event, rule: Rule, part: Part, **words: Any) -> Event:
    fault = _fault(rule, event, part, raw=event.grade, title=event.title, day=event.day, **words)
    return replace(event, faults=(*event.faults, fault))


def _after_the_end(told: Sequence[Event]) -> Iterator[Event]:
    """With what comes after the result that ended the qualification, or the support."""
    ending = ended_by(told)
    grade = ending.printed if ending is not None else None
    for event in told:
        if ending is None or grade is None or event.kind is None or not _later(event, ending):
            yield event
            continue
        rule = rules.ENDED if grade.ends == "qualification" else rules.SUPPORT_ENDED
        by = {"ended_on": ending.day, "ended_by": ending.title, "ended_grade": grade.grade}
        yield _with(event, rule, "day", **by, follows=grade.follows)


def _later(event: Event, other: Event) -> bool:
    return event.day is not None and other.day is not None and event.day > other.day


def ended_by(told: Sequence[Event]) -> Event | None:
    """The first result, by its day, with which the qualification or the support ended."""
    ending = [one for one in told if one.used and one.printed is not None and one.printed.ends]
    return min(ending, key=lambda one: (one.day or date.max, one.id), default=None)
