"""What a document asks that monitors: how figures follow from quarter to quarter, when they are due, who checks."""

from __future__ import annotations

from typing import Literal

from zhtcli.core.rules.kinds import Cited, Node


class Nature(Cited, frozen=True, kw_only=True):
    """What an indicator is, by which its figures to date and its growth are judged.

    A flow adds up over quarters, a stock stands at the end of one, a ratio is typed anew each time.
    """

    kind: Literal["flow", "stock", "ratio"]
    growth: Literal["percent", "points"] = "percent"
    """Growth in percent of the figure of the year before, or in percentage points."""
    since: Literal["year", "start"] = "year"
    """Where a flow's to-date figure adds up from: the calendar year, or the start of the project."""
    year_to_date: bool = False
    """The name says 当年: the quarter's own figure may be that of the year so far."""
    region: bool = False
    """The figure is the region's, so that the units of one county may all tell the same one."""


def opens(nature: Nature, period: str, started: str = "") -> bool:
    """Whether a flow's figure to date starts with this quarter; `started` is that in which the project did."""
    return period.endswith("q1") if nature.since == "year" else period == started


NATURE_WORDS: dict[str, str] = {"flow": "时期数", "stock": "时点数", "ratio": "比率"}
GROWTH_WORDS: dict[str, str] = {"percent": "百分比", "points": "百分点"}


class Signal(Cited, frozen=True, kw_only=True):
    """When a development is told as a warning: growth below nothing for so many quarters in a row."""

    id: str
    title: str
    quarters: int


class Monitoring(Cited, frozen=True, kw_only=True):
    """What is followed from quarter to quarter. `sources` are where a figure may come from.

    `started` is a field that tells the day from which figures since the start of the project add up.
    """

    sources: tuple[str, ...]
    started: str = ""
    signal: Signal


class Deadline(Cited, frozen=True, kw_only=True):
    """The day by which a period's form has to be in: a day of a month after the period.

    `day_counts` says whether that day is still in time; `shift` whether a last day that nobody works on moves to
    the next one that people do (民法典 第二百零三条). Of the fields `reported` the first one that is filled tells
    when it came in.
    """

    months_after: int
    day: int
    day_counts: bool
    shift: Literal["none", "next_workday"]
    reported: tuple[str, ...]


class Step(Node, frozen=True, kw_only=True):
    """A step of a procedure: the state that it leads to, and the fields that tell when and by whom.

    `outcome` is a field that says how it ended; `back` is the outcome that sends the form back. `needs` is the stage
    whose conditions have to hold before, and `workdays` how many workdays there are at least from the step before.
    """

    id: str
    state: str
    at: str
    by: str = ""
    outcome: str = ""
    back: str = ""
    back_state: str = ""
    needs: str = ""
    workdays: int = 0


class Procedure(Cited, frozen=True, kw_only=True):
    """The chain of steps that a form goes through; `start` is the state before the first one.

    `returned` is a field that counts how often it was sent back.
    """

    start: str
    steps: tuple[Step, ...]
    returned: str = ""


class CountFields(Cited, frozen=True, kw_only=True, tag="count_fields", tag_field="kind"):
    """How many of these fields hold a value; nothing while all of them are blank."""

    key: str
    label: str
    unit: str
    fields: tuple[str, ...]
    holds: str


class SumFields(Cited, frozen=True, kw_only=True, tag="sum_fields", tag_field="kind"):
    """The sum of number fields, those that are blank left out; nothing while all of them are."""

    key: str
    label: str
    unit: str
    fields: tuple[str, ...]


class ShareFields(Cited, frozen=True, kw_only=True, tag="share_fields", tag_field="kind"):
    """The sum of number fields over that of others, in percent; nothing while one of the two is not known or 0."""

    key: str
    label: str
    unit: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


class CountRows(Cited, frozen=True, kw_only=True, tag="count_rows", tag_field="kind"):
    """How many rows of a register hold this value in a column; nothing while the register has no row."""

    key: str
    label: str
    unit: str
    register: str
    column: str
    holds: str


class FiledQuarters(Cited, frozen=True, kw_only=True, tag="filed_quarters", tag_field="kind"):
    """How many of a year's four quarters were reported: date fields, first quarter first.

    A report cannot be dated before its quarter begins. No other day is printed.
    """

    key: str
    label: str
    unit: str
    fields: tuple[str, str, str, str]


class Trial(Cited, frozen=True, kw_only=True):
    """A document on trial for so many years from the day in the date field `published`, that day included."""

    published: str
    years: int


FormFigure = CountFields | SumFields | ShareFields | CountRows | FiledQuarters
