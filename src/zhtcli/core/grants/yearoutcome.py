"""The assessment that a year's subsidy is bound to: which result stands, and where none does, why.

It goes by the judgement that verdicts go by: what cannot be does not settle a year either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhtcli.core.catalogue import events as rules
from zhtcli.core.finding import Rule
from zhtcli.core.graded.eventjudge import ended_by
from zhtcli.core.graded.events import Event
from zhtcli.core.grants.rows import Row, year_of
from zhtcli.core.rules.settlementkinds import YearOutcome

Standing = Literal["known", "open", "disputed", "ended"]
"""A result that stands; none yet; two that contradict each other; none to come, or one that came too late, since the
qualification had ended."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a year's assessment; `row` is the one that tells it, `why` says what is wrong."""

    standing: Standing
    grade: str = ""
    row: Row | None = None
    why: str = ""
    faulty: bool = False
    """It stands though its grade is none that is printed."""


def outcome_of(kind: YearOutcome, rows: Sequence[Row], told: Sequence[Event], year: int) -> Outcome:
    """What is known of the assessment of a year, by its rows and the judgement of all results, `told`."""
    events = {event.index: event for event in told}
    own = [
        (row, events[row.index])
        for row in rows
        if row.index in events and row.text(kind.event) in kind.held and year_of(row, kind.year) == year
    ]
    for row, event in own:
        # A grade that is not printed was given all the same: people say what it stands for.
        if event.used or _errors(event) == [rules.GRADE]:
            return Outcome("known", event.grade, row, faulty=not event.used)
    disputed = [row for row, event in own if rules.TWICE in _errors(event)]
    if disputed:
        return Outcome("disputed", row=disputed[0], why=f"{year}年度考核登记了两个不同的结果")
    ending = ended_by(told)
    if ending is not None and ending.printed is not None and (ending.day or date.max).year <= year + 1:
        late = next((row for row, event in own if rules.ENDED in _errors(event)), None)
        why = f"“{ending.title}”的结果是“{ending.grade}”，{ending.printed.follows}"
        return Outcome("ended", row=late, why=why)
    for row, event in own:
        titles = "、".join(rule.title for rule in _errors(event))
        return Outcome("open", row=row, why=f"登记的{year}年度考核结果没有采用（{titles}）")
    return Outcome("open", why=f"还没有{year}年度目标考核验收的结果")


def _errors(event: Event) -> list[Rule]:
    return [fault.rule for fault in event.faults if fault.severity == "error"]
