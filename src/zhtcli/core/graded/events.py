"""Results of graded assessments as they were entered: the nouns that `core.graded.eventjudge` judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, assert_never

from zhtcli.core.finding import CellRef, Rule, Severity
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.registers import row_keys
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.rules.choicecodes import code_of
from zhtcli.core.rules.gradedkinds import (
    AssessmentKind,
    EnteredInFields,
    EnteredInRows,
    Grade,
    Grading,
)
from zhtcli.core.rules.regime import Regime
from zhtcli.core.values import Value

Part = Literal["event", "grade", "year", "day"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is odd about a result, and at which of its parts; only faults of severity error keep it from being used."""

    rule: Rule
    part: Part
    words: Mapping[str, Any]

    @property
    def severity(self) -> Severity:
        return self.rule.severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One result. `cells` are its cells by part; `index` is its row, None where it stands in fields.

    `title` names the kind as the register does; `kind` is None where the platform has no such assessment.
    """

    id: str
    title: str
    kind: AssessmentKind | None
    grade: str
    year: int | None
    day: date | None
    cells: Mapping[Part, CellRef]
    index: int | None = None
    line: int = 0
    row: str | None = None
    faults: tuple[Fault, ...] = ()
    same_as: int | None = None
    """The line of the row that says the same already."""

    @property
    def what(self) -> str:
        """The row, or the assessment, as sentences name it."""
        return f"“{self.title}”" if self.row is None else f"这一行（{self.row}）"

    @property
    def used(self) -> bool:
        return self.same_as is None and all(fault.severity != "error" for fault in self.faults)

    @property
    def printed(self) -> Grade | None:
        """The printed grade that it is."""
        return next((one for one in self.kind.grades if one.grade == self.grade), None) if self.kind else None


@dataclass(frozen=True, slots=True)
class Until:
    """The last day that is known of, and what it is called."""

    day: date | None
    name: str


def known_until(submission: Submission, day: date | None, source: str) -> Until:
    """The day that results are told up to: the one that somebody chose, else the end of the period.

    Where nobody chose one and the form was filled in later, results that were known by then count.
    """
    if source in ("option", "field"):
        return Until(day, "核定基准日")
    filled = submission.day("filled_on")
    if filled is not None and (day is None or filled > day):
        return Until(filled, "填表日期")
    return Until(day, "本期最后一天")


def entered(regime: Regime, grading: Grading, submission: Submission) -> Iterator[Event]:
    """Every result that was entered, in the order of the rows, not yet held against anything.

    Rows without a kind or a grade are told as incomplete where they are read.
    """
    match grading.entered:
        case EnteredInRows() as rows:
            yield from _rows(regime, grading, rows, submission)
        case EnteredInFields() as fields:
            kind = grading.kinds[0]
            stood: dict[Part, Entry | None] = {
                "grade": submission.field(fields.grade),
                "day": submission.field(fields.day),
            }
            cells = {part: entry.at for part, entry in stood.items() if entry is not None and entry.at is not None}
            if grade := _plain(submission.text(fields.grade)):
                yield Event(
                    id=kind.id,
                    title=kind.title,
                    kind=kind,
                    grade=grade,
                    year=int(submission.form.period) if submission.form.period else None,
                    day=submission.day(fields.day),
                    cells=cells,
                )
        case _:
            assert_never(grading.entered)


def columns_of(entered: EnteredInRows | EnteredInFields) -> dict[Part, str]:
    """The column, or the field, of each part of a result."""
    match entered:
        case EnteredInRows() as of:
            return {"event": of.event, "grade": of.grade, "year": of.year, "day": of.day}
        case EnteredInFields() as of:
            return {"grade": of.grade, "day": of.day}
        case _:
            assert_never(entered)


def _rows(regime: Regime, grading: Grading, of: EnteredInRows, submission: Submission) -> Iterator[Event]:
    rows = submission.registers.get(of.register)
    if rows is None:
        return
    register, taken = regime.register(of.register), dict[str, int]()
    keys = row_keys(register, rows)
    for index in range(len(rows)):
        label, grade = rows.value(of.event, index), rows.value(of.grade, index)
        if not isinstance(label, str) or grade is None:
            continue
        code = code_of(register.column(of.event).codes, label)
        kind = grading.kind(code)
        year = _year(rows.value(of.year, index))
        id = f"{code}-{year}" if year is not None else code
        taken[id] = taken.get(id, 0) + 1
        yield Event(
            id=id if taken[id] == 1 else f"{id}#{taken[id]}",
            title=kind.title if kind is not None else label,
            kind=kind,
            grade=showable(_plain(str(grade))),
            year=year,
            day=_day(rows.value(of.day, index)),
            cells={part: rows.at(column, index) for part, column in columns_of(of).items()},
            index=index,
            line=rows.numbers[index],
            row=keys[index],
        )


def _plain(text: str) -> str:
    """A grade without blanks and quotation marks around it."""
    return "".join(text.split()).strip("“”\"'「」")


def _year(value: Value) -> int | None:
    return int(value) if isinstance(value, Decimal) else None


def _day(value: Value) -> date | None:
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
