"""Quarterly reports of a year's form: which quarters were reported, and what is odd about the dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from zhtcli.core.catalogue import events as rules
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import first_day, following, last_day, period_label
from zhtcli.core.rules.monitored import FiledQuarters
from zhtcli.core.rules.regime import Regime


def quarters_filed(figure: FiledQuarters, submission: Submission) -> tuple[str, ...]:
    """The quarters (`2026q1`) whose report has a possible date: not before the quarter begins."""
    return tuple(
        quarter
        for quarter, key in _quarters(figure, submission)
        if (day := submission.day(key)) is not None and day >= first_day(quarter)
    )


def filing_findings(regime: Regime, submission: Submission, as_of: date | None) -> Iterator[Finding]:
    """A finding for each quarter that is not reported, and for each date that its quarter does not go with.

    What is not over on the day `as_of` is not missed. Cells that are lost or unreadable are told where they are read.
    """
    for figure in regime.figures:
        if isinstance(figure, FiledQuarters):
            for quarter, key in _quarters(figure, submission):
                yield from _quarter(regime, figure, submission, (quarter, key), as_of)


def _quarters(figure: FiledQuarters, submission: Submission) -> Iterator[tuple[str, str]]:
    """Quarter -> its field."""
    year = submission.form.period
    return ((f"{year}q{place}", key) for place, key in enumerate(figure.fields, 1))


def _quarter(
    regime: Regime, figure: FiledQuarters, submission: Submission, which: tuple[str, str], as_of: date | None
) -> Iterator[Finding]:
    quarter, key = which
    entry, day = submission.field(key), submission.day(key)
    if entry is None or entry.at is None:
        return
    words: dict[str, Any] = {"quarter": period_label(quarter), "name": regime.field(key).label, "day": day}
    if entry.state == "blank" and (as_of is None or last_day(quarter) <= as_of):
        yield rules.QUARTER_MISSING.found(entry.at, field=key, clause=figure.clause, **words)
    if day is None:
        return
    words["first"], words["last"] = first_day(quarter), last_day(quarter)
    if day < first_day(quarter):
        yield rules.QUARTER_EARLY.found(entry.at, field=key, raw=entry.raw, clause=figure.clause, **words)
    elif day > last_day(following(quarter)):
        yield rules.QUARTER_LATE.found(entry.at, field=key, raw=entry.raw, clause=figure.clause, **words)
    elif day > last_day(quarter):
        yield rules.QUARTER_AFTER.found(entry.at, field=key, raw=entry.raw, clause=figure.clause, **words)
