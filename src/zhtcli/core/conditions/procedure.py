"""How far a form has come in the chain of steps that it has to go through, as its own fields tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from zhtcli.core.catalogue import deadlines as rules
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.quarters.deadline import workdays_after
from zhtcli.core.rules.checkkinds import Ordered
from zhtcli.core.rules.monitored import Procedure, Step
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that has been taken: the state that it led to, when, by whom, and how it ended.

    `at` is None where no time can be read, `by` and `outcome` are blank where nobody wrote them.
    """

    id: str
    state: str
    at: datetime | date | None
    by: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a form stands: its state, the steps taken in the order of the chain, how often it was sent back."""

    state: str
    steps: tuple[Taken, ...]
    returned: int


def standing(procedure: Procedure, submission: Submission) -> Standing:
    """Where a form stands by its fields.

    A step is taken where its time or its outcome is filled. A step that sends the form back holds it there until
    another one is taken at a later time, whichever step of the chain that is; where a time is missing, the order
    of the chain stands in for it. How often it was sent back is the field's figure; where that is blank, once for
    a review that stands at "sent back".
    """
    steps = _taken(procedure, submission)
    back, after = _sent_back(procedure, steps)
    if back is None:
        state = steps[-1].state if steps else procedure.start
    else:
        state = after[-1].state if after else back.state
    counted = _count(procedure, submission)
    return Standing(state, steps, counted if counted is not None else int(back is not None))


def procedure_findings(regime: Regime, submission: Submission, now: Standing | None = None) -> list[Finding]:
    """What is odd in the chain of steps of a form; nothing where the document has none.

    `now` is where the form stands, for who has asked already.

    What a check `ordered` says of the same two fields is not said again, and fields that must be filled are told
    where they are found blank; cells that are lost or unreadable are told where they are read.
    """
    procedure = regime.procedure
    if procedure is None:
        return []
    now = now or standing(procedure, submission)
    return [
        *_skipped(regime, procedure, submission, now),
        *_returned(regime, procedure, submission, now),
        *_disordered(regime, procedure, submission, now),
        *_untold(regime, procedure, submission, now),
        *_too_soon(regime, procedure, submission),
    ]


def _taken(procedure: Procedure, submission: Submission) -> tuple[Taken, ...]:
    taken = []
    for step in procedure.steps:
        if _evidence(step, submission) is None:
            continue
        at = submission.field(step.at)
        moment = at.value if at is not None and isinstance(at.value, date) else None
        outcome = submission.text(step.outcome)
        state = (step.back_state or procedure.start) if _is_back(step, outcome) else step.state
        taken.append(Taken(step.id, state, moment, submission.text(step.by), outcome))
    return tuple(taken)


def _evidence(step: Step, submission: Submission) -> tuple[str, Entry] | None:
    """The field that shows that a step was taken: its time, else its outcome."""
    for key in (step.at, step.outcome):
        entry = submission.field(key)
        if entry is not None and entry.state in ("filled", "unreadable"):
            return key, entry
    return None


def _is_back(step: Step, outcome: str) -> bool:
    return bool(step.back) and outcome == step.back


def _sent_back(procedure: Procedure, taken: tuple[Taken, ...]) -> tuple[Taken | None, tuple[Taken, ...]]:
    """The last step that sent the form back, and the steps that were taken after it."""
    by_id = {step.id: step for step in procedure.steps}
    back = -1
    for place, one in enumerate(taken):
        if _is_back(by_id[one.id], one.outcome) and (back < 0 or _after(taken, place, back)):
            back = place
    if back < 0:
        return None, ()
    return taken[back], tuple(one for place, one in enumerate(taken) if _after(taken, place, back))


def _after(taken: tuple[Taken, ...], place: int, other: int) -> bool:
    """Whether one step was taken after another: by their times, by the chain where a time is missing."""
    one, before = taken[place].at, taken[other].at
    return place > other if one is None or before is None else _later(one, before)


def _later(one: date, other: date) -> bool:
    """Whether it is later for certain: where one of them has no time of day, on a later day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one > other
    return _day(one) > _day(other)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _count(procedure: Procedure, submission: Submission) -> int | None:
    entry = submission.field(procedure.returned)
    return int(entry.value) if entry is not None and isinstance(entry.value, Decimal) else None


def _is_blank(submission: Submission, key: str) -> bool:
    """Whether a cell was found and nothing stands in it."""
    entry = submission.field(key)
    return entry is not None and entry.at is not None and entry.state == "blank"


def _told(regime: Regime, step: Step, submission: Submission) -> str:
    """`县级审核时间：2026-04-20 09:30`: by what a step is known to have been taken."""
    evidence = _evidence(step, submission)
    if evidence is None:
        return step.state
    key, entry = evidence
    return f"{regime.field(key).label}：{entry.raw}"


def _skipped(regime: Regime, procedure: Procedure, submission: Submission, now: Standing) -> Iterator[Finding]:
    """Steps taken although one before was not, or had sent the form back."""
    taken = {one.id: one for one in now.steps}
    back, after = _sent_back(procedure, now.steps)
    missing: list[Step] = []
    before: Step | None = None
    for step in procedure.steps:
        if step.id not in taken:
            if _is_blank(submission, step.at):
                missing.append(step)
            continue
        words: dict[str, Any] = {"state": step.state, "told": _told(regime, step, submission), "now": now.state}
        if missing:
            blank = submission.field(missing[0].at)
            yield rules.SKIPPED.found(
                blank.at if blank else None,
                field=missing[0].at,
                clause=procedure.clause,
                missing="”“".join(one.state for one in missing),
                fields="”“".join(regime.field(one.at).label for one in missing),
                **words,
            )
        elif before is not None and back is not None and before.id == back.id and taken[step.id] in after:
            outcome = submission.field(before.outcome)
            yield rules.UNPASSED.found(
                outcome.at if outcome else None,
                field=before.outcome,
                raw=back.outcome,
                clause=procedure.clause,
                name=regime.field(before.outcome).label,
                **words,
            )
        missing, before = [], step


def _returned(regime: Regime, procedure: Procedure, submission: Submission, now: Standing) -> Iterator[Finding]:
    """A form that was sent back and not handed in again, or that counts no return all the same.

    A procedure that counts no returns knows no handing in again.
    """
    back, after = _sent_back(procedure, now.steps)
    if back is None or not procedure.returned:
        return
    key = next(step.outcome for step in procedure.steps if step.id == back.id)
    outcome, label = submission.field(key), regime.field(key).label
    if not after:
        place = outcome.at if outcome else None
        yield rules.RETURNED.found(
            place, field=key, raw=back.outcome, clause=procedure.clause, name=label, state=now.state
        )
    if _count(procedure, submission) == 0:
        counted = submission.field(procedure.returned)
        yield rules.UNCOUNTED.found(
            counted.at if counted else None,
            field=procedure.returned,
            raw=counted.raw if counted else None,
            clause=procedure.clause,
            name=regime.field(procedure.returned).label,
            other=label,
            outcome=back.outcome,
        )


def _disordered(regime: Regime, procedure: Procedure, submission: Submission, now: Standing) -> Iterator[Finding]:
    """Steps taken before the one that they follow. A step that sends the form back may well come before its return."""
    steps = {step.id: step for step in procedure.steps}
    before: Taken | None = None
    for one in now.steps:
        step, earlier = steps[one.id], before
        if _is_back(step, one.outcome):
            before = None
            continue
        if one.at is not None:
            before = one
        if earlier is None or earlier.at is None or one.at is None or not _later(earlier.at, one.at):
            continue
        first = steps[earlier.id].at
        if _day(earlier.at) != _day(one.at) and _ordered(regime, first, step.at):
            continue
        place, other = submission.field(step.at), submission.field(first)
        outcome = f"，而“{regime.field(step.outcome).label}”填的是“{one.outcome}”" if one.outcome else ""
        yield rules.DISORDER.found(
            place.at if place else None,
            field=step.at,
            raw=place.raw if place else None,
            clause=procedure.clause,
            later=regime.field(step.at).label,
            earlier=regime.field(first).label,
            first=other.raw if other else "",
            outcome=outcome,
            now=now.state,
        )


def _ordered(regime: Regime, first: str, second: str) -> bool:
    """Whether a check of the document holds these two fields against each other."""
    pairs = (pair for check in regime.checks if isinstance(check, Ordered) for pair in pairwise(check.fields))
    return (first, second) in pairs


def _untold(regime: Regime, procedure: Procedure, submission: Submission, now: Standing) -> Iterator[Finding]:
    """Steps with a time, but without a person or an outcome."""
    taken = {one.id: one for one in now.steps}
    for step in procedure.steps:
        if step.id not in taken or _is_blank(submission, step.at):
            continue
        for key, rule in ((step.outcome, rules.NO_RESULT), (step.by, rules.NOBODY)):
            if key and _is_blank(submission, key) and not regime.field(key).required:
                entry = submission.field(key)
                yield rule.found(
                    entry.at if entry else None,
                    field=key,
                    clause=procedure.clause,
                    told=regime.field(step.at).label,
                    name=regime.field(key).label,
                    state=taken[step.id].state,
                )


def _too_soon(regime: Regime, procedure: Procedure, submission: Submission) -> Iterator[Finding]:
    """Steps with fewer workdays than there should be since the one before."""
    for before, step in pairwise(procedure.steps):
        first, day = submission.day(before.at), submission.day(step.at)
        if not step.workdays or first is None or day is None or day < first:
            continue
        count, beyond = workdays_after(first, day)
        if count < step.workdays:
            entry = submission.field(step.at)
            yield rules.TOO_SOON.found(
                entry.at if entry else None,
                field=step.at,
                raw=entry.raw if entry else None,
                clause=procedure.clause,
                first_name=regime.field(before.at).label,
                first=first,
                name=regime.field(step.at).label,
                day=day,
                count=count,
                least=step.workdays,
                beyond="（那一年的放假安排还不知道，按周一至周五推算）" if beyond else "",
            )
