"""A document on trial: its last day, and forms for a period after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhtcli.core.catalogue import events as rules
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import first_day, period_label
from zhtcli.core.registers.windows import last_day_from_start
from zhtcli.core.rules.regime import Regime


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
