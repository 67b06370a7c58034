"""What if: how points, verdicts, grants and progress would stand if some figures were others, and what stays open.

An assumption is nobody's decision. It is worked out beside the result and never enters it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.assumed import Assumption, OpenPoints, ProgressMove, WhatIf
from zhtcli.core.assessing.judging import Judged
from zhtcli.core.assessing.moves import moved_grants, moved_scopes, moved_verdicts
from zhtcli.core.figures.figures import Figure, Figures
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.rules.indicator import printed_no
from zhtcli.core.years.progress import Progress, Reach


def with_fields(submission: Submission, assumed: Sequence[Assumption]) -> Submission:
    """The submission as if the assumed number fields had been typed so; what was found in their cells goes."""
    entries = dict(submission.entries)
    replaced = set()
    for one in assumed:
        if one.is_field:
            slot = Slot("field", one.no)
            at = entries[slot].at if slot in entries else None
            entries[slot] = Entry(slot, "filled", one.value, f"{one.value:f}", at)
            replaced.add(at)
    findings = (finding for finding in submission.findings if finding.at is None or finding.at not in replaced)
    return replace(submission, entries=entries, findings=tuple(findings))


def with_figures(judged: Judged, assumed: Sequence[Assumption]) -> Judged:
    """The same with the assumed figures deciding over what was reported, verified and decided."""
    return replace(
        judged,
        figures=_assumed(judged.figures, assumed),
        bare=_assumed(judged.bare, assumed),
        other_evidence=_assumed(judged.other_evidence, assumed),
    )


def _assumed(figures: Figures, assumed: Sequence[Assumption]) -> dict[tuple[str, str], Figure]:
    joined = dict(figures)
    for one in assumed:
        if one.period is not None:
            figure = joined.get((one.no, one.period)) or Figure(one.no, one.period, "blank")
            # It counts as a decided one does, also where a claim without register rows is worth nothing. Parts and
            # things told by rows belong to the figure that it stands for.
            joined[one.no, one.period] = replace(
                figure,
                state="filled",
                value=Fraction(one.value),
                decided=Fraction(one.value),
                source="decided",
                numerator=None,
                denominator=None,
                keys={},
                opinion=None,
                margin=Fraction(0),
            )
    return joined


def what_if(before: Assessment, after: Assessment, assumed: Sequence[Assumption]) -> WhatIf:
    """What differs between an assessment and the same one under the assumptions."""
    return WhatIf(
        assumed=tuple(assumed),
        scopes=moved_scopes(before.scorecards, after.scorecards),
        verdicts=moved_verdicts((*before.verdicts, *before.graded), (*after.verdicts, *after.graded)),
        grants=moved_grants(before.grants, after.grants),
        progress=tuple(_moved_progress(before.progress, after.progress)),
        open=tuple(_open(after)),
    )


def _moved_progress(old: Sequence[Progress], new: Sequence[Progress]) -> Iterator[ProgressMove]:
    for one, other in zip(old, new, strict=True):
        for was, now in zip(one.by_period, other.by_period, strict=True):
            if (was.actual, was.completion) != (now.actual, now.completion):
                yield ProgressMove(other.indicator, now.period, was, now)
        for before, after in zip(one.cumulative, other.cumulative, strict=True):
            if (before.actual, before.completion) != (after.actual, after.completion):
                yield ProgressMove(other.indicator, f"..{after.through}", before, after)


def _open(assessment: Assessment) -> Iterator[OpenPoints]:
    """The form's own period, then the cumulative scopes; what earlier periods lack stands in their own forms."""
    reaches: dict[tuple[str, str], list[Reach]] = {}
    for one in assessment.progress:
        for cumulative in one.cumulative:
            reaches.setdefault((printed_no(one.indicator.no), cumulative.through), []).append(cumulative.reach)
    for card in assessment.scorecards:
        if card is assessment.main or card.scope.cumulative:
            yield from sorted(_lacking(card, reaches), key=lambda one: -one.points)


def _lacking(card: Scorecard, reaches: Mapping[tuple[str, str], Sequence[Reach]]) -> Iterator[OpenPoints]:
    for item in card.indicators:
        lacking = Fraction(item.indicator.points) + item.indicator.extra - (item.points or Fraction(0))
        if item.assessed and lacking > 0:
            yield OpenPoints(card.scope.id, item, lacking, _reach(card, item, reaches))


_WORST_FIRST: tuple[Reach, ...] = ("out_of_reach", "unknown", "open", "reached")


def _reach(card: Scorecard, item: IndicatorScore, reaches: Mapping[tuple[str, str], Sequence[Reach]]) -> Reach:
    """Whether the rest can still be earned: not where a target of zero earns nothing, nor when the time is over."""
    if item.zero_target and item.high == 0:
        return "out_of_reach"
    told = reaches.get((item.indicator.no, card.scope.through)) if card.scope.cumulative else None
    # A sum that has reached its target may lack points all the same, by a table that asks for more than all of it.
    worst = min(told, key=_WORST_FIRST.index) if told else "open"
    return "open" if worst == "reached" else worst
