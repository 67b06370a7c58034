"""What is followed and left blank: shares that nobody has published yet, and figures to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhtcli.core.catalogue import followed as rules
from zhtcli.core.catalogue.entries import MISSING
from zhtcli.core.figures.figures import Figures
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime

FOLLOWED_MISSING = replace(
    MISSING,
    message="第{no}项“{name}”没有填本季度数据，{treated}。",
    hint="请填写；没有发生的填 0，不适用的把状态选为“不适用”并在“说明”栏写明理由。",
)
"""The same finding in the words of the table that is followed."""


def unpublished(indicator: Indicator, value: Entry, submission: Submission, treated: str) -> Finding:
    """A figure that the form lets be left out where the reason is given; `treated` is what a blank counts as."""
    reason = _reason(indicator, submission)
    return (rules.LEFT_BLANK if reason else rules.REASON_MISSING).found(
        value.at,
        indicator=indicator.printed_no,
        field=indicator.own_part,
        clause=indicator.clause,
        name=indicator.name,
        reason=reason,
        treated=treated,
    )


def to_date_missing(regime: Regime, submission: Submission, figures: Figures) -> Iterator[Finding]:
    """One finding for all figures to date that are blank although the quarter's own are told.

    Where the form lets a figure be left out with a reason, the reason goes for both columns.
    """
    own = submission.form.span
    blank: list[tuple[str, Entry]] = []
    for indicator in regime.measured():
        figure, entry = figures[indicator.no, own], submission.entry(indicator.no, own, "to_date")
        if indicator.nature is None or figure.state != "filled" or figure.declared_zero or entry is None:
            continue
        explained = indicator.figure == "optional" and _reason(indicator, submission)
        if entry.state == "blank" and not entry.raw and not explained:
            blank.append((indicator.printed_no, entry))
    if blank:
        yield rules.TO_DATE_MISSING.found(
            blank[0][1].at,
            indicator=blank[0][0] if len(blank) == 1 else None,
            field="to_date",
            count=len(blank),
            nos="、".join(no for no, _ in blank),
        )


def start_untold(regime: Regime, submission: Submission) -> Iterator[Finding]:
    """Figures that add up from the start of the project, where the form does not say when that was."""
    natures = ((one.printed_no, one.nature) for one in regime.indicators if one.nature is not None)
    nos = [no for no, nature in natures if nature.kind == "flow" and nature.since == "start"]
    key = regime.monitoring.started if regime.monitoring is not None else ""
    entry = submission.field(key) if key else None
    if nos and entry is not None and entry.state == "blank":
        field = regime.field(key)
        yield rules.START_UNTOLD.found(entry.at, field=key, clause=field.clause, name=field.label, nos="、".join(nos))


def _reason(indicator: Indicator, submission: Submission) -> str:
    """What stands in the column for remarks."""
    remark = submission.entry(indicator.no, submission.form.span, "remark")
    return remark.raw if remark is not None and remark.state == "filled" else ""
