"""Graded assessments of one form: the results as people gave them, what follows from them, what is odd about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhtcli.core.figures.filings import filing_findings
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.graded.eventjudge import events
from zhtcli.core.graded.events import Event, Until, known_until
from zhtcli.core.graded.findings import graded_findings
from zhtcli.core.graded.verdicts import GradedVerdict, graded_verdicts
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True)
class Graded:
    """Verdicts on the results of assessments, and the findings about them and about the reports behind them."""

    verdicts: tuple[GradedVerdict, ...]
    findings: tuple[Finding, ...]


def graded(regime: Regime, submission: Submission, as_of: date | None, source: str) -> Graded:
    """What is known of the graded assessments by `as_of`; `source` says who chose that day."""
    until = known_until(submission, as_of, source)
    told = events(regime, submission, until)
    found = tuple(_findings(regime, submission, told, until))
    return Graded(graded_verdicts(regime, submission, told, until), found)


def _findings(regime: Regime, submission: Submission, told: tuple[Event, ...], until: Until) -> Iterator[Finding]:
    yield from graded_findings(regime, submission, told)
    yield from filing_findings(regime, submission, until.day)
