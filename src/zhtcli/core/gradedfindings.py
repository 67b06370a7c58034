"""What is odd about the results of assessments that were entered, and about a document's trial, told at the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zhtcli.core.catalogue import events as rules
from zhtcli.core.finding import Finding
from zhtcli.core.gradedevents import Event, columns_of
from zhtcli.core.gradedkinds import EnteredInFields, EnteredInRows
from zhtcli.core.period import first_day, period_label
from zhtcli.core.regime import Regime
from zhtcli.core.submission import Submission
from zhtcli.core.windows import last_day_from_start


def graded_findings(regime: Regime, submission: Submission, told: Sequence[Event]) -> Iterator[Finding]:
    """The faults of each result as findings, and what results in fields lack."""
    if (grading := regime.grading) is None:
        return
    register = grading.entered.register if isinstance(grading.entered, EnteredInRows) else None
    columns = columns_of(grading.entered)
    for event in told:
        for fault in event.faults:
            # The year of a result in fields is the form's: what is odd about it shows at the day.
            part = fault.part if fault.part in columns else "day"
            yield fault.rule.found(
                event.cells.get(part),
                field=columns[part],
                clause=event.kind.clause if event.kind is not None else None,
                register=register,
                row=event.row,
                **{"raw": event.grade if fault.part == "grade" else None, **fault.words},
            )
    if isinstance(grading.entered, EnteredInFields):
        yield from _half_entered(regime, grading.entered, submission)


def _half_entered(regime: Regime, of: EnteredInFields, submission: Submission) -> Iterator[Finding]:
    """A result without its day, or a day without its result."""
    grade, day = submission.field(of.grade), submission.field(of.day)
    if grade is None or day is None:
        return
    clause = regime.field(of.grade).clause
    names = {of.grade: regime.field(of.grade).label, of.day: regime.field(of.day).label}
    if grade.state == "filled" and day.state == "blank":
        what, name = f"“{names[of.grade]}”", names[of.day]
        yield rules.UNDATED.found(day.at, field=of.day, raw=grade.raw, clause=clause, what=what, name=name)
    elif grade.state == "blank" and (on := submission.day(of.day)) is not None:
        name, other = names[of.day], names[of.grade]
        yield rules.UNGRADED.found(grade.at, field=of.grade, clause=clause, day=on, name=name, other=other)


def trial_last(regime: Regime, submission: Submission) -> date | None:
    """The last day of the document's trial; None where there is no trial, or its first day is not told."""
    trial = regime.trial
    published = submission.day(trial.published) if trial is not None else None
    return last_day_from_start(published, trial.years) if trial is not None and published is not None else None


def trial_findings(regime: Regime, submission: Submission) -> Iterator[Finding]:
    """A form for a period that begins after the document's trial is over."""
    trial, period, last = regime.trial, submission.form.period, trial_last(regime, submission)
    if trial is not None and period is not None and last is not None and first_day(period) > last:
        entry = submission.field(trial.published)
        yield rules.TRIAL_OVER.found(
            entry.at if entry is not None else None,
            field=trial.published,
            raw=entry.raw if entry is not None else None,
            clause=trial.clause,
            name=regime.field(trial.published).label,
            day=submission.day(trial.published),
            years=trial.years,
            last=last,
            period=period_label(period),
        )
