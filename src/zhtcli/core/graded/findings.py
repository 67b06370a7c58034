"""What is odd about the results of assessments that were entered, told at the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhtcli.core.catalogue import events as rules
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.graded.events import Event, columns_of
from zhtcli.core.rules.gradedkinds import EnteredInFields, EnteredInRows
from zhtcli.core.rules.regime import Regime


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
