"""A submission validated and measured: findings and figures, before anything is scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhtcli.core.assessing.decisions import decision_findings, decisions_for, with_decisions
from zhtcli.core.catalogue import dates
from zhtcli.core.checks.checks import cross_check
from zhtcli.core.checks.rowfindings import compare_with_registers, row_findings
from zhtcli.core.checks.validate import (
    blocked_slots,
    check_complete,
    check_ratios,
    check_states,
    is_empty,
    preflight,
)
from zhtcli.core.decision import Decided, Decision
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.figures.figures import Figure, Figures, measure, with_registers
from zhtcli.core.finding import Finding
from zhtcli.core.forms.layout import Layout
from zhtcli.core.forms.registers import row_keys
from zhtcli.core.forms.rowverdicts import Circumstances, Verification, Verified
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import AsOfSource, last_day
from zhtcli.core.points.experts import opinions_for, own_scores, with_opinions
from zhtcli.core.quarters.observed import Quarters, observe
from zhtcli.core.registers.identityfindings import identity_findings
from zhtcli.core.registers.verify import verify, verify_otherwise
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission validated and measured, not yet scored.

    `figures` are what counts, `reported` what was typed, `bare` that with experts and decisions and without what
    the registers say, `other_evidence` the figures under the other answer to rows without evidence.
    """

    submission: Submission
    figures: Figures
    findings: tuple[Finding, ...]
    quarters: Quarters = field(default_factory=dict)
    reported: Figures = field(default_factory=dict)
    bare: Figures = field(default_factory=dict)
    other_evidence: Figures = field(default_factory=dict)
    verification: Verification = field(default_factory=Verification)
    decided: Decided = field(default_factory=Decided)
    under: Circumstances | None = None


def judge(
    regime: Regime,
    layout: Layout,
    submission: Submission,
    entry_findings: Sequence[Finding],
    *,
    other_evidence: Regime | None = None,
    as_of: date | None = None,
    decisions: Sequence[Decision] = (),
    experts: Sequence[ExpertScore] = (),
) -> Judged:
    """Validate and measure one submission; `entry_findings` are what the schema found in it.

    `other_evidence` is the regime under the other answer to what a row without evidence is worth.
    """
    found = [*submission.findings, *preflight(regime, layout, submission)]
    if is_empty(found):
        return Judged(submission, measure(regime, submission), tuple(found))
    period = submission.form.span
    found += entry_findings
    found += check_ratios(regime, submission, blocked_slots(submission, found))
    found += own_scores(regime, submission)
    blocked = blocked_slots(submission, found)
    reported = measure(regime, submission, blocked)
    quarters = observe(regime, submission, reported, blocked)
    keys = [key for name, rows in submission.registers.items() for key in row_keys(regime.register(name), rows)]
    decided, about_decisions = decisions_for(regime, submission, decisions, keys)
    opinions, about_experts = opinions_for(regime, submission, experts)
    found += about_decisions + about_experts
    under = circumstances(regime, submission, as_of, decided)
    found += about_as_of(regime, submission, as_of)
    verification = verify(regime, submission.registers, under)

    def settled(told: Mapping[tuple[str, str], Verified]) -> dict[tuple[str, str], Figure]:
        """Reported, then verified, then what experts and reviewers say."""
        verified = with_registers(reported, told)
        return with_decisions(with_opinions(verified, opinions, period), decided)

    figures = settled(verification.values)
    found += decision_findings(regime, figures, decided)
    found += check_states(regime, submission, reported)
    found += check_complete(regime, submission, reported, figures)
    found += cross_check(regime, submission, reported)
    found += row_findings(regime, submission, verification, under)
    found += identity_findings(regime, submission)
    found += compare_with_registers(regime, submission, figures, verification)
    other = figures
    if other_evidence is not None and submission.registers:
        other = settled(verify_otherwise(verification, regime, other_evidence, submission.registers, under))
    bare = settled({})
    return Judged(
        submission,
        figures,
        tuple(found),
        quarters,
        reported,
        bare,
        other,
        verification,
        decided,
        under,
    )


def circumstances(regime: Regime, submission: Submission, as_of: date | None, decided: Decided) -> Circumstances:
    """What this submission's rows are judged under; `as_of` is the option, which wins over the field."""
    day, source = as_of_day(submission, as_of)
    dates = {f.key: typed for f in regime.fields if (typed := submission.day(f.key)) is not None}
    return Circumstances(submission.form.span, None if source == "period" else day, dates, decided.rows)


def as_of_day(submission: Submission, option: date | None) -> tuple[date | None, AsOfSource]:
    """The day that validity is judged on: the option, else the field, else the last day of the period.

    A form without periods goes by the day it was filled on; where that is blank too, there is no such day.
    """
    if option is not None:
        return option, "option"
    if (typed := submission.day("as_of")) is not None:
        return typed, "field"
    if submission.form.period is None:
        filled = submission.day("filled_on")
        return filled, "none" if filled is None else "filled_on"
    return last_day(submission.form.period), "period"


def about_as_of(regime: Regime, submission: Submission, option: date | None) -> list[Finding]:
    """What is said of the day that validity is judged on, where rows have to be valid and nobody chose it."""
    day, source = as_of_day(submission, option)
    if (
        not regime.indicators
        or source not in ("filled_on", "none")
        or not any(rows for rows in submission.registers.values())
    ):
        return []
    entry = submission.field("as_of")
    at = entry.at if entry is not None else None
    if day is None:
        return [dates.NO_AS_OF.found(at, field="as_of")]
    return [dates.AS_OF_FILLED.found(at, field="as_of", day=day.isoformat())]
