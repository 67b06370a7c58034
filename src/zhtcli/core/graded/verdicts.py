"""Verdicts on graded assessments: each result with what the document has follow from it, and what is still to come.

A grade is a person's. Nothing is concluded from one but what is printed, and nothing at all from a result that
cannot be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, assert_never

from zhtcli.core.catalogue import events as rules
from zhtcli.core.finding import CellRef
from zhtcli.core.forms.submission import Submission
from zhtcli.core.graded.eventjudge import ended_by
from zhtcli.core.graded.events import Event, Until
from zhtcli.core.period import last_day
from zhtcli.core.rules.gradedkinds import AfterCycle, AssessmentKind, AtMidterm, EnteredInFields, Grading, Yearly
from zhtcli.core.rules.kinds import Basis
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.cycle import CycleDays, cycle_of

GradedState = Literal["graded", "unused", "not_filled", "not_due", "for_person"]
"""A result that is used, or one that is not; an assessment without one, or before its time; left to people."""

WAITING_WORDS: dict[GradedState, str] = {
    "not_filled": "还没有结果",
    "not_due": "还没有到时间",
    "for_person": "由人决定",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedVerdict:
    """One result, one assessment that is awaited, or where all of it leaves the platform (`overall`).

    `event` is the kind of assessment, `grade` the grade as it was entered, or the document's word for where the
    platform stands; blank where there is none. `dates` are the days that it rests on. `remarks` are what there is to
    say beside grade and consequence: why it is not used, what could not be looked at, when it is due.
    """

    id: str
    title: str
    event: str
    state: GradedState
    explanation: str
    clause: str
    basis: Basis
    grade: str = ""
    year: int | None = None
    consequence: str = ""
    remarks: tuple[str, ...] = ()
    cells: tuple[CellRef, ...] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    overall: bool = False

    @property
    def outcome(self) -> str:
        """The grade, else why there is none."""
        return self.grade or self.state

    @property
    def word(self) -> str:
        """The outcome for people."""
        return self.grade or WAITING_WORDS[self.state]

    @property
    def by(self) -> Literal["rule", "person"]:
        return "person" if self.grade or self.state == "for_person" else "rule"


def graded_verdicts(
    regime: Regime, submission: Submission, told: Sequence[Event], until: Until
) -> tuple[GradedVerdict, ...]:
    """A verdict for each result in the order of the rows, then for what is awaited, last for the whole.

    There is none for the whole while no result says anything about it.
    """
    if (grading := regime.grading) is None:
        return ()
    cycle = cycle_of(regime, submission)
    return (
        *(_of_event(regime, grading, event, cycle, submission) for event in told),
        *_awaited(regime, grading, told, cycle, submission, until),
        *_whole(grading, told),
    )


def _of_event(
    regime: Regime, grading: Grading, event: Event, cycle: CycleDays | None, submission: Submission
) -> GradedVerdict:
    kind, printed = event.kind, event.printed
    on = f"，日期 {event.day}" if event.day is not None else ""
    follows = printed.follows if printed is not None and event.used else ""
    remarks: list[str] = []
    if event.same_as is not None:
        remarks.append(f"与第{event.same_as}行相同，只看前一行")
    elif not event.used:
        titles = "、".join(fault.rule.title for fault in event.faults if fault.severity == "error")
        remarks.append(f"{titles}，没有据此得出后果")
    elif printed is None:
        remarks.append("原文没有印这一等次的后果，照所填的记录")
    elif not printed.follows:
        remarks.append("原文没有印这一结果的后果")
    elif kind is not None:
        remarks += _unchecked(regime, grading, event, kind, cycle, submission)
    said = [f"{_named(event)}的结果是“{event.grade}”{on}", *([follows] if follows else []), *remarks]
    dates = {"held": event.day} if event.day is not None else {}
    return GradedVerdict(
        id=event.id,
        title=event.title,
        event=kind.id if kind is not None else event.id.partition("-")[0],
        state="graded" if event.used else "unused",
        explanation="；".join(said) + "。",
        clause=kind.clause if kind is not None else "",
        basis=kind.basis if kind is not None else "D",
        grade=event.grade,
        year=event.year,
        consequence=follows,
        remarks=tuple(remarks),
        cells=tuple(event.cells.values()),
        dates=dates | _dates(kind, cycle),
    )


def _named(event: Event) -> str:
    return event.title + (f"（{event.year}年度）" if event.year is not None else "")


def _unchecked(
    regime: Regime,
    grading: Grading,
    event: Event,
    kind: AssessmentKind,
    cycle: CycleDays | None,
    submission: Submission,
) -> Iterator[str]:
    """What could not be looked at, since the form does not say it."""
    if kind.levels and not submission.text(grading.level):
        yield "没有填平台级别，没有核对这一级有没有这种考核"
    if regime.cycle is not None and cycle is None:
        yield "没有能用的周期起始日，没有核对日期"
    elif regime.cycle is not None and event.day is None:
        yield "没有能用的结果日期，没有核对日期"


def _dates(kind: AssessmentKind | None, cycle: CycleDays | None) -> dict[str, date]:
    """The days of the cycle that decide when an assessment may be held."""
    if kind is None or cycle is None:
        return {}
    match kind.held:
        case Yearly():
            return {}
        case AtMidterm():
            return {"midterm_from": cycle.midterm} if cycle.midterm is not None else {}
        case AfterCycle():
            return {"cycle_last_day": cycle.last}
        case _:
            assert_never(kind.held)


def _awaited(
    regime: Regime,
    grading: Grading,
    told: Sequence[Event],
    cycle: CycleDays | None,
    submission: Submission,
    until: Until,
) -> Iterator[GradedVerdict]:
    """Assessments that the document has held, and of which no result was entered; none once everything has ended."""
    if ended_by(told) is not None:
        return
    for kind in grading.kinds:
        results = [one for one in told if one.kind is kind]
        match kind.held:
            case Yearly(expected=True):
                years = {one.year for one in results}
                for year in _years(regime, cycle, submission):
                    if year not in years:
                        due = until.day is None or last_day(str(year)) <= until.day
                        yield _waiting(grading, kind, year, {}, f"{kind.title}：{year}年度", "", due=due)
            case AtMidterm() if not results and cycle is not None and cycle.midterm is not None:
                due = until.day is not None and until.day >= cycle.midterm
                count = regime.cycle.midterm_years if regime.cycle is not None else None
                full = f"{cycle.midterm} 满{count}年"
                when = "" if due else f"{full}，"
                said = f"{kind.title}：{when}"
                yield _waiting(grading, kind, None, _dates(kind, cycle), said, "" if due else full, due=due)
            case AfterCycle(expected=True) if not results and cycle is not None:
                due = until.day is not None and until.day > cycle.last
                ended = f"{cycle.last} {'已经届满' if due else '届满'}"
                yield _waiting(grading, kind, None, _dates(kind, cycle), f"{kind.title}：{ended}，", ended, due=due)
            case _:
                pass


def _years(regime: Regime, cycle: CycleDays | None, submission: Submission) -> range:
    """The years to be assessed up to the form's own; without a cycle that alone."""
    own = int(submission.form.period) if submission.form.period else 0
    if regime.cycle is None:
        return range(own, own + 1)
    if cycle is None:
        return range(0)
    first = cycle.first.year
    return range(first, min(own, first + regime.cycle.years - 1) + 1)


def _waiting(
    grading: Grading,
    kind: AssessmentKind,
    year: int | None,
    dates: Mapping[str, date],
    said: str,
    when: str,
    *,
    due: bool,
) -> GradedVerdict:
    state: GradedState = "not_filled" if due else "not_due"
    in_fields = isinstance(grading.entered, EnteredInFields)
    return GradedVerdict(
        id=kind.id if year is None or in_fields else f"{kind.id}-{year}",
        title=kind.title,
        event=kind.id,
        state=state,
        explanation=f"{said}{WAITING_WORDS[state]}。",
        clause=kind.clause,
        basis=kind.basis,
        year=year,
        remarks=(when,) if when else (),
        dates=dates,
    )


def _contradicted(event: Event) -> bool:
    """Whether another row has a different result of the same assessment, and this one could be."""
    return [fault.rule for fault in event.faults if fault.severity == "error"] == [rules.TWICE]


def _whole(grading: Grading, told: Sequence[Event]) -> Iterator[GradedVerdict]:
    """Where the platform stands: what ended it, else the latest result that the document says it of.

    Two results that contradict each other leave it to people, unless another one has ended it.
    """
    ending = ended_by(told)
    disputed = [one for one in told if _contradicted(one) and one.printed and one.printed.state]
    if ending is None and disputed:
        first = disputed[0]
        yield GradedVerdict(
            id="qualification",
            title=grading.subject,
            event="qualification",
            state="for_person",
            explanation=f"{first.title}有两个不同的结果，由人核定。",
            clause=first.kind.clause if first.kind is not None else "",
            basis="D",
            cells=tuple(one.cells["grade"] for one in disputed),
            overall=True,
        )
        return
    stating = [one for one in told if one.used and one.printed is not None and one.printed.state]
    deciding = ending or max(stating, key=lambda one: one.day or date.min, default=None)
    if deciding is None or deciding.kind is None or deciding.printed is None:
        return
    grade = deciding.printed
    yield GradedVerdict(
        id="qualification",
        title=grading.subject,
        event="qualification",
        state="graded",
        explanation=f"{_named(deciding)}的结果是“{grade.grade}”：{grade.follows}。",
        clause=deciding.kind.clause,
        basis=deciding.kind.basis,
        grade=grade.state,
        consequence=grade.follows,
        cells=tuple(deciding.cells.values()),
        dates={"held": deciding.day} if deciding.day is not None else {},
        overall=True,
    )
