"""Experts' scores brought together: which ones count, what they come to, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhtcli.core.catalogue import experts as rules
from zhtcli.core.figures.expertscore import ARBITRATION, ExpertScore
from zhtcli.core.figures.figures import Figure, Figures
from zhtcli.core.figures.opinion import Opinion
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged
from zhtcli.core.rules.regime import Regime

TRIMMED_FROM = 4
"""From so many scores on the highest and the lowest are left out, where the mean is trimmed."""


def opinions_for(
    regime: Regime, submission: Submission, scores: Sequence[ExpertScore]
) -> tuple[dict[str, Opinion], list[Finding]]:
    """The opinion on each judged indicator of this unit, and findings about scores that do not count.

    A unit is named by its code, or by its name where it has none.
    """
    own = [score for score in scores if submission.goes_by(score.unit)]
    judged = {indicator.no: indicator for indicator in regime.indicators if isinstance(indicator.measure, Judged)}
    found = [
        rules.NOT_JUDGED.found(indicator=s.no, expert=s.expert, place=s.found_at) for s in own if s.no not in judged
    ]
    opinions: dict[str, Opinion] = {}
    for no, indicator in judged.items():
        told = [score for score in own if score.no == no]
        usable, about = _usable(indicator, told)
        found += about
        if usable:
            opinions[no] = _opinion(usable, trimmed=regime.scoring.experts == "trimmed")
    found += _gaps(judged, opinions)
    if scores and judged and not own:
        found.append(rules.NONE.found(unit=submission.unit or submission.uscc))
    return opinions, found


def with_opinions(figures: Figures, opinions: Mapping[str, Opinion], span: str) -> dict[tuple[str, str], Figure]:
    """The figures with the experts' points in place, which count as decided."""
    joined = dict(figures)
    for no, opinion in opinions.items():
        figure = joined[no, span]
        joined[no, span] = replace(
            figure, state="filled", value=opinion.value, decided=opinion.value, source="decided", opinion=opinion
        )
    return joined


def _usable(indicator: Indicator, told: Sequence[ExpertScore]) -> tuple[list[ExpertScore], list[Finding]]:
    """One score of each expert, within the points; what an expert says twice in two ways counts for nothing."""
    found: list[Finding] = []
    by_expert: dict[str, list[ExpertScore]] = {}
    for one in told:
        if not 0 <= one.score <= indicator.points:
            found.append(
                rules.OUT_OF_RANGE.found(
                    indicator=indicator.no,
                    clause=indicator.clause,
                    expert=one.expert,
                    score=shown(one.score, 4),
                    most=shown(indicator.points),
                    place=one.found_at,
                )
            )
            continue
        by_expert.setdefault(one.expert, []).append(one)
    usable = []
    for expert, own in by_expert.items():
        words: dict[str, Any] = {"indicator": indicator.no, "clause": indicator.clause, "expert": expert}
        if len({one.score for one in own}) > 1:
            points = "、".join(shown(one.score) for one in own)
            places = "、".join(one.found_at for one in own if one.found_at)
            found.append(rules.TWICE.found(**words, points=points, place=places))
            continue
        usable.append(own[0])
        if own[0].score < indicator.points and not any(one.reason for one in own):
            found.append(rules.NO_REASON.found(**words, score=shown(own[0].score), most=shown(indicator.points)))
    return usable, found


def _opinion(usable: Sequence[ExpertScore], *, trimmed: bool) -> Opinion:
    scores = tuple(one for one in usable if one.expert != ARBITRATION)
    arbitration = next((one for one in usable if one.expert == ARBITRATION), None)
    ranked = sorted(scores, key=lambda one: one.score)
    left_out = (ranked[0], ranked[-1]) if trimmed and len(ranked) >= TRIMMED_FROM else ()
    return Opinion(scores=scores, left_out=left_out, arbitration=arbitration)


def _gaps(judged: Mapping[str, Indicator], opinions: Mapping[str, Opinion]) -> list[Finding]:
    """Who scored some indicators and not others."""
    experts = dict.fromkeys(one.expert for opinion in opinions.values() for one in opinion.scores)
    found = []
    for expert in experts:
        lacking = [
            no
            for no, indicator in judged.items()
            if no in opinions and not indicator.bonus and not any(s.expert == expert for s in opinions[no].scores)
        ]
        if lacking:
            found.append(rules.GAP.found(expert=expert, nos="、".join(lacking)))
    return found


def own_scores(regime: Regime, submission: Submission) -> list[Finding]:
    """Points that the applicant typed where experts judge: they are not used."""
    found = []
    for indicator in regime.indicators:
        entry = submission.entry(indicator.no, submission.form.span)
        if isinstance(indicator.measure, Judged) and entry is not None and entry.state != "blank":
            found.append(
                rules.IN_THE_FORM.found(
                    entry.at, indicator=indicator.no, field="value", raw=entry.raw, clause=indicator.clause
                )
            )
    return found
