"""From a judged submission to its assessment: points, progress, signals, and what other periods add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.decisions import points_findings
from zhtcli.core.assessing.judging import Judged, as_of_day
from zhtcli.core.catalogue import CATALOGUE, registers, settlement
from zhtcli.core.catalogue import entries as rules
from zhtcli.core.checks.checks import follows_on
from zhtcli.core.checks.funds import fields_over_time
from zhtcli.core.checks.series import mixed_quarters, quarter_findings
from zhtcli.core.checks.validate import check_earlier
from zhtcli.core.conditions.nextstep import awaited
from zhtcli.core.conditions.procedure import procedure_findings, standing
from zhtcli.core.decision import Decided
from zhtcli.core.figures.figures import Figures
from zhtcli.core.figures.formfigures import form_values
from zhtcli.core.finding import Finding, in_reading_order
from zhtcli.core.forms.evidencefolder import evidence_cells
from zhtcli.core.forms.layout import COVER, ENTRIES
from zhtcli.core.forms.submission import Submission
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.graded.trial import trial_findings, trial_last
from zhtcli.core.points.scorecard import Scorecard, scorecards
from zhtcli.core.quarters.deadline import deadline_findings, timeliness
from zhtcli.core.quarters.observed import Quarters
from zhtcli.core.quarters.quarterview import QuarterView, started_in
from zhtcli.core.rounding import shown
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.cycle import dates_of
from zhtcli.core.years.cyclefindings import cycle_findings
from zhtcli.core.years.pledges import in_cycle, own_progress
from zhtcli.core.years.progress import progress
from zhtcli.core.years.signals import signals

if TYPE_CHECKING:
    from zhtcli.core.assessing.entitled import Entitled
    from zhtcli.core.graded.graded import Graded


_TELL_A_BLANK = frozenset({settlement.OVERLAP_UNNAMED.code, settlement.OVERLAP_OTHER_UNNAMED.code})
"""Findings that say what a blank cell of a row leads to: that it is blank needs no finding of its own."""


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
    earlier: Sequence[Submission] = (),
    joined: Sequence[tuple[str, str]] = (),
) -> Assessment:
    """Score a judged submission.

    `figures` or `quarters` replace its own where several periods are joined, `earlier` are the unit's workbooks of
    earlier ones; `agreed` is a deadline that a list of units prints.
    """
    submission = judged.submission
    as_printed, regime = regime, in_cycle(regime, judged.submission, earlier)
    found = [*judged.findings, *findings]
    figures = judged.figures if figures is None else figures
    quarters = judged.quarters if quarters is None else quarters
    period = submission.form.span
    stopped = any(CATALOGUE[finding.code].stops_score for finding in found)
    cards = () if stopped else _cards(regime, judged, figures)
    if not stopped:
        found += check_earlier(regime, submission, figures)
        found = _with_quarters(regime, judged, quarters, found)
        found += fields_over_time(regime, submission, earlier)
    followed = () if stopped else progress(regime, figures, period, quarters, started_in(regime, submission))
    if as_printed.own_targets is not None and not stopped:
        followed += own_progress(as_printed, regime, submission, earlier)
    found += cycle_findings(as_printed, submission, earlier, found)
    if cards:
        found += compare_self_scores(submission, cards[0])
    if judged.decided.points:
        found += points_findings(cards, judged.decided)
    day, source = as_of_day(submission, as_of)
    entitled = None if stopped else _entitled(regime, submission, day, source, judged.decided)
    found += entitled.findings if entitled else ()
    graded = None if stopped else _graded(regime, submission, day, source)
    found += graded.findings if graded else ()
    if not stopped:
        found += trial_findings(regime, submission)
    in_time = timeliness(regime, submission, agreed)
    found += deadline_findings(regime, submission, in_time)
    now = standing(regime.procedure, submission) if regime.procedure else None
    found += procedure_findings(regime, submission, now)
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
        findings=tuple(in_reading_order(_without_echoes(found), (COVER, ENTRIES))),
        scorecards=cards,
        progress=followed,
        wrong=wrong_figures(submission, found),
        quarters=quarters,
        signals=signals(regime, followed, period),
        timeliness=in_time,
        dates=dates_of(regime, submission),
        standing=now,
        awaits=None if stopped else awaited(regime, submission, entitled.verdicts if entitled else ()),
        verdicts=entitled.verdicts if entitled else (),
        grants=entitled.grants if entitled else (),
        behind_grants=entitled.figures if entitled else (),
        graded=graded.verdicts if graded else (),
        valid_through=trial_last(regime, submission),
        values=form_values(regime.figures, submission),
        registers=submission.registers,
        verification=judged.verification,
        under=judged.under,
        evidence_cells=evidence_cells(regime, submission),
        joined=tuple(joined),
    )


def _entitled(
    regime: Regime, submission: Submission, as_of: date | None, source: str, decided: Decided
) -> Entitled | None:
    """Verdicts and grants, where the document has any: most have neither, and need not bring in what judges them."""
    if not regime.conditions and not regime.grants:
        return None
    from zhtcli.core.assessing.entitled import entitled

    return entitled(regime, submission, as_of, decided, source)


def _graded(regime: Regime, submission: Submission, as_of: date | None, source: str) -> Graded | None:
    """Graded assessments, where the document has any; brought in only there."""
    if regime.grading is None:
        return None
    from zhtcli.core.graded.graded import graded

    return graded(regime, submission, as_of, source)


FIGURES: frozenset[Part] = frozenset({"value", "quarter", "to_date", "numerator", "denominator"})
"""What an indicator's figure in a period is made of: growth, states and remarks are not."""


def wrong_figures(submission: Submission, findings: Sequence[Finding]) -> frozenset[tuple[str, str]]:
    """(indicator, period) of the figures whose cells findings of severity error are about."""
    cells = {finding.at for finding in findings if finding.severity == "error" and finding.at is not None}
    return frozenset(
        (slot.key, slot.period)
        for slot, entry in submission.entries.items()
        if slot.owner == "indicator" and slot.period is not None and slot.part in FIGURES and entry.at in cells
    )


def _with_quarters(regime: Regime, judged: Judged, quarters: Quarters, found: Sequence[Finding]) -> list[Finding]:
    """With the findings of the checks over quarters, and without those that only follow from these.

    A figure in another unit contradicts figures that are right; only earlier quarters tell which of them is wrong.
    """
    told = quarter_findings(regime, judged.submission, quarters)
    mixed = mixed_quarters(QuarterView(regime, judged.submission, quarters), told)
    followed = follows_on(regime, judged.submission, judged.reported, mixed) if mixed else []
    return [*(one for one in found if one not in followed), *told]


def _without_echoes(found: Sequence[Finding]) -> list[Finding]:
    told = {finding.at for finding in found if finding.code in _TELL_A_BLANK}
    return [one for one in found if one.code != registers.INCOMPLETE.code or one.at not in told]


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
