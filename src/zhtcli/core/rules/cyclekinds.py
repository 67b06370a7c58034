"""What a document says of its own validity, of the cycle that a platform runs through, and of targets of one's own."""

from __future__ import annotations

from datetime import date
from typing import Literal

from zhtcli.core.rules.kinds import Cited


class Validity(Cited, frozen=True, kw_only=True):
    """From when and until when a document is in force: so many days after an event, then full years.

    With `first_day_counts` the day of the event is the first of those days; otherwise they start the day after it
    (民法典 第二百零一条), and the document is in force a day later.
    """

    published: date
    signed: date
    runs_from: Literal["published", "signed"]
    days: int
    first_day_counts: bool
    years: int


class Cycle(Cited, frozen=True, kw_only=True):
    """A cycle of full years from the day that the field `start` tells, with a mid-term after some of them.

    `name` is what the document calls it (建设周期, 培育周期).
    """

    name: str
    start: str
    years: int
    midterm_years: int | None = None


class OwnTargets(Cited, frozen=True, kw_only=True):
    """Targets that an applicant sets: rows of a register, one for each target and year.

    The names are columns: what is pledged of the cycle's last year is the cycle's pledge, of another its plan.
    """

    register: str
    title: str = "title"
    unit: str = "unit"
    year: str = "year"
    pledged: str = "pledged"
    actual: str = "actual"
