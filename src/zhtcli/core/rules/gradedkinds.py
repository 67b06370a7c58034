"""The kinds of graded assessments: what is assessed when, which grades are printed for it, and what follows from each.

The grade is a person's, entered as the paper says it. What follows is cited from the document; nothing is chosen.
"""

from __future__ import annotations

from typing import Literal

from zhtcli.core.rules.kinds import Cited, Node

Ends = Literal["", "qualification", "support"]


class Grade(Node, frozen=True, kw_only=True):
    """A printed grade. `follows` is what the document has follow from it, blank where it says nothing.

    `state` is the word of the document for where that leaves the platform, and `ends` what is over with it.
    """

    grade: str
    follows: str = ""
    state: str = ""
    ends: Ends = ""


class Yearly(Node, frozen=True, kw_only=True, tag="yearly", tag_field="kind"):
    """Once for every year; `expected` where the document has it held every year, not only where somebody holds it."""

    expected: bool = True


class AtMidterm(Node, frozen=True, kw_only=True, tag="midterm", tag_field="kind"):
    """Once, from the mid-term of the cycle on."""


class AfterCycle(Node, frozen=True, kw_only=True, tag="after_cycle", tag_field="kind"):
    """Once, when the last day of the cycle has passed; `expected` as for `Yearly`."""

    expected: bool = True


Held = Yearly | AtMidterm | AfterCycle


class AssessmentKind(Cited, frozen=True, kw_only=True):
    """One kind of assessment (考核种类).

    Where it is `closed`, the grades are all that there are. Else any other word is recorded as it was entered, and
    nothing follows from it, except that a grade that belongs to another kind cannot be given here. `levels` are the
    levels of platforms that it exists for; all of them where there are none.
    """

    id: str
    title: str
    assessor: str
    grades: tuple[Grade, ...]
    held: Held
    closed: bool = True
    levels: tuple[str, ...] = ()


class EnteredInRows(Node, frozen=True, kw_only=True, tag="in_rows", tag_field="kind"):
    """The results are rows of a register; the column `event` holds the code of the kind of assessment."""

    register: str
    event: str
    grade: str
    year: str
    day: str


class EnteredInFields(Node, frozen=True, kw_only=True, tag="in_fields", tag_field="kind"):
    """The result of the one kind of assessment that there is stands in fields; its year is the form's."""

    grade: str
    day: str


class LeadsTo(Node, frozen=True, kw_only=True):
    """The form of the same year in which people go on: its regime, and what is settled there."""

    regime: str
    what: str


class Grading(Node, frozen=True, kw_only=True):
    """All graded assessments of a document. `platform` is what is assessed, `subject` what it can lose."""

    platform: str
    subject: str
    entered: EnteredInRows | EnteredInFields
    kinds: tuple[AssessmentKind, ...]
    level: str = ""
    """The choice field of the platform's level."""
    leads_to: LeadsTo | None = None

    def kind(self, id: str) -> AssessmentKind | None:
        return next((one for one in self.kinds if one.id == id), None)
