"""Everything about one workbook: what was found, what it scores, how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from zhtcli.core.catalogue import CATALOGUE, dates
from zhtcli.core.catalogue import entries as rules
from zhtcli.core.checks import cross_check
from zhtcli.core.deadline import Timeliness, deadline_findings, timeliness
from zhtcli.core.decision import Decision
from zhtcli.core.decisions import Decided, decision_findings, decisions_for, with_decisions
from zhtcli.core.experts import opinions_for, own_scores, with_opinions
from zhtcli.core.expertscore import ExpertScore
from zhtcli.core.figures import Figure, Figures, measure, with_registers
from zhtcli.core.finding import Finding, Severity, at_or_above, in_reading_order
from zhtcli.core.formfigures import FormValue, form_values
from zhtcli.core.identityfindings import identity_findings
from zhtcli.core.layout import COVER, ENTRIES, Layout
from zhtcli.core.observed import Quarters, observe
from zhtcli.core.period import Form, last_day
from zhtcli.core.procedure import Standing, standing
from zhtcli.core.progress import Progress, progress
from zhtcli.core.regime import Regime
from zhtcli.core.registers import RegisterRows, row_keys
from zhtcli.core.rounding import shown
from zhtcli.core.rowfindings import compare_with_registers, row_findings
from zhtcli.core.scorecard import Scorecard, scorecards
from zhtcli.core.serieschecks import series_findings
from zhtcli.core.signals import Raised, signals
from zhtcli.core.spread import Spread
from zhtcli.core.submission import Submission
from zhtcli.core.validate import (
    blocked_slots,
    check_complete,
    check_earlier,
    check_ratios,
    check_states,
    is_empty,
    preflight,
)
from zhtcli.core.verdicts import Circumstances, Verification, Verified
from zhtcli.core.verify import verify, verify_otherwise

Status = Literal["ok", "findings", "refused"]
AsOfSource = Literal["option", "field", "period", "filled_on", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything about one workbook. `regime` is None where it could not be told or the file not read.

    `decided_readings` are the readings that somebody chose; the rest of `readings` are defaults.
    """

    file: str
    sha256: str
    form: Form | None = None
    regime: Regime | None = None
    version: str = ""
    digest: str = ""
    unit: str = ""
    uscc: str = ""
    county: str = ""
    as_of: date | None = None
    as_of_source: AsOfSource = "period"
    readings: Mapping[str, str] = field(default_factory=dict)
    decided_readings: Mapping[str, str] = field(default_factory=dict)
    reading_notes: Mapping[str, str] = field(default_factory=dict)
    """Reading -> who decided it, when, by which document, where that was told."""
    findings: tuple[Finding, ...] = ()
    scorecards: tuple[Scorecard, ...] = ()
    progress: tuple[Progress, ...] = ()
    quarters: Quarters = field(default_factory=dict)
    """What is known of each quarter, where the document follows them."""
    signals: tuple[Raised, ...] = ()
    timeliness: Timeliness | None = None
    standing: Standing | None = None
    values: tuple[FormValue, ...] = ()
    """Figures of the form that belong to no indicator."""
    spread: Mapping[str, Spread] | None = None
    registers: Mapping[str, RegisterRows] = field(default_factory=dict)
    verification: Verification = field(default_factory=Verification)
    """What became of each register row, and what the rows come to."""
    under: Circumstances | None = None
    """What the rows were judged under; None where they were not."""
    joined: tuple[str, ...] = ()
    """Other files whose figures were joined in (`progress` over several years)."""
    refused: bool = False

    def status(self, fail_on: Severity) -> Status:
        if self.refused:
            return "refused"
        return "findings" if any(at_or_above(f.severity, fail_on) for f in self.findings) else "ok"

    @property
    def exit_code(self) -> int:
        """Of a refusal: 3 for the file, 4 for a form that is not known; 0 where nothing was refused."""
        if not self.refused:
            return 0
        return max((CATALOGUE[f.code].exit_code for f in self.findings if CATALOGUE[f.code].refuses), default=3)

    @property
    def unscored(self) -> bool:
        """Whether the document asks for figures and gives no points for them."""
        return self.regime is not None and not self.regime.scored

    @property
    def main(self) -> Scorecard | None:
        return self.scorecards[0] if self.scorecards else None


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
    return Judged(submission, figures, tuple(found), quarters, reported, bare, other, verification, decided, under)


def circumstances(regime: Regime, submission: Submission, as_of: date | None, decided: Decided) -> Circumstances:
    """What this submission's rows are judged under; `as_of` is the option, which wins over the field."""
    day, source = as_of_day(submission, as_of)
    dates = {f.key: typed for f in regime.fields if (typed := submission.day(f.key)) is not None}
    return Circumstances(submission.form.span, None if source == "period" else day, dates, decided.rows)


def conclude(
    regime: Regime,
    judged: Judged,
    *,
    figures: Figures | None = None,
    quarters: Quarters | None = None,
    findings: Sequence[Finding] = (),
    version: str = "",
    digest: str = "",
    readings: Mapping[str, str],
    decided_readings: Mapping[str, str],
    reading_notes: Mapping[str, str] | None = None,
    as_of: date | None = None,
    agreed: date | None = None,
    joined: Sequence[str] = (),
) -> Assessment:
    """Score a judged submission. `figures` or `quarters` replace its own where several periods are joined."""
    submission = judged.submission
    found = [*judged.findings, *findings]
    figures = judged.figures if figures is None else figures
    quarters = judged.quarters if quarters is None else quarters
    period = submission.form.span
    stopped = any(CATALOGUE[finding.code].stops_score for finding in found)
    cards = () if stopped else _cards(regime, judged, figures)
    if not stopped:
        found += check_earlier(regime, submission, figures)
        found += series_findings(regime, submission, quarters)
    followed = () if stopped else progress(regime, figures, period, quarters)
    if cards:
        found += compare_self_scores(submission, cards[0])
    day, source = as_of_day(submission, as_of)
    in_time = timeliness(regime, submission, agreed)
    found += deadline_findings(regime, submission, in_time)
    return Assessment(
        file=submission.file,
        sha256=submission.sha256,
        form=submission.form,
        regime=regime,
        version=version,
        digest=digest,
        unit=submission.unit,
        uscc=submission.uscc,
        county=submission.text("county"),
        as_of=day,
        as_of_source=source,
        readings=readings,
        decided_readings=decided_readings,
        reading_notes=reading_notes or {},
        findings=tuple(in_reading_order(found, (COVER, ENTRIES))),
        scorecards=cards,
        progress=followed,
        quarters=quarters,
        signals=signals(regime, followed, period),
        timeliness=in_time,
        standing=standing(regime.procedure, submission) if regime.procedure else None,
        values=form_values(regime.figures, submission),
        registers=submission.registers,
        verification=judged.verification,
        under=judged.under,
        joined=tuple(joined),
    )


def _cards(regime: Regime, judged: Judged, figures: Figures) -> tuple[Scorecard, ...]:
    """The scorecards, each with its totals without registers and under the other answer about evidence."""
    submission = judged.submission
    period, waived = submission.form.span, waived_fields(regime, submission)
    cards = scorecards(regime, figures, period, waived)
    if not submission.registers or figures is not judged.figures:
        return cards
    bare = scorecards(regime, judged.bare, period, waived)
    other = scorecards(regime, judged.other_evidence, period, waived)
    return tuple(
        replace(card, total_without_registers=without.total, total_without_evidence=differently.total)
        for card, without, differently in zip(cards, bare, other, strict=True)
    )


def waived_fields(regime: Regime, submission: Submission) -> frozenset[str]:
    """The yes/no fields that say yes."""
    return frozenset(f.key for f in regime.fields if f.type == "boolean" and _says_yes(submission, f.key))


def _says_yes(submission: Submission, key: str) -> bool:
    entry = submission.field(key)
    return entry is not None and entry.value is True


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
    if source not in ("filled_on", "none") or not any(rows for rows in submission.registers.values()):
        return []
    entry = submission.field("as_of")
    at = entry.at if entry is not None else None
    if day is None:
        return [dates.NO_AS_OF.found(at, field="as_of")]
    return [dates.AS_OF_FILLED.found(at, field="as_of", day=day.isoformat())]


def compare_self_scores(submission: Submission, card: Scorecard) -> list[Finding]:
    """A note for each indicator whose self-score differs from the computed points."""
    found = []
    for item in card.indicators:
        entry = submission.entry(item.indicator.no, card.scope.through, "self_score")
        if entry is None or not isinstance(entry.value, Decimal) or entry.value < 0 or item.points is None:
            continue
        if entry.value != item.points:
            found.append(
                rules.SELF_SCORE.found(
                    entry.at,
                    indicator=item.indicator.no,
                    field="self_score",
                    raw=entry.raw,
                    clause=item.indicator.clause,
                    points=shown(item.points),
                )
            )
    return found
