"""Reviewers' decisions and scores behind a result: those that it keeps, held against those that are given again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.showing import showable_assessment, showable_decision
from zhtcli.core.catalogue import results
from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.finding import Finding
from zhtcli.core.identifiers import same_thing
from zhtcli.core.period import Form
from zhtcli.core.rounding import shown
from zhtcli.core.versions.confirming import Ruled

if TYPE_CHECKING:
    from zhtcli.workbook.result.verified.kept import ResultInputs
    from zhtcli.workflow.choices import Choices

_NOBODY = ExpertScore(unit="", no="", expert="", score=Fraction(0), reason="")
"""Stands for scores of other units: that there were some is told in the findings."""


@dataclass(frozen=True, slots=True)
class KeptReviews:
    """What reviewers settled: as the result keeps it, or as it was given again, and what is to be said of that."""

    decisions: tuple[Decision, ...]
    experts: tuple[ExpertScore, ...]
    decisions_given: bool
    experts_given: bool
    findings: tuple[Finding, ...]


def kept_reviews(
    stored: ResultInputs, form: Form, decisions: Path | None, experts: Sequence[Path], say: Callable[[str], None]
) -> KeptReviews:
    """What is given again is taken before what the result keeps; that it is the same is checked."""
    from zhtcli.workflow.deciding import read_decisions
    from zhtcli.workflow.experting import read_experts

    names = {same_thing(stored.fact(key)) for key in ("unit", "uscc") if stored.fact(key)}
    found = []
    rulings = tuple(one for one, _ in stored.decisions)
    if decisions is not None:
        own = [one for one in read_decisions(decisions, form, say) if same_thing(one.unit) in names]
        order = [decision_key(one) for one in rulings]
        if sorted(order) == sorted(map(_shown_key, own)):
            own.sort(key=lambda one: order.index(_shown_key(one)))
        else:
            found.append(results.OTHER_DECISIONS.found(what="裁定"))
        rulings = tuple(own)
    scores = tuple(one for one, _ in stored.experts)
    if experts:
        read = read_experts(experts, form, say)
        told = [one for one in read if same_thing(one.unit) in names]
        if sorted(map(_score_key, scores)) != sorted(map(_score_key, told)):
            found.append(results.OTHER_DECISIONS.found(what="专家评分"))
            scores = tuple(told)
    if (experts or stored.experts_asked) and not scores:
        scores = (_NOBODY,)
    return KeptReviews(rulings, scores, decisions is not None, bool(experts), tuple(found))


def ruled(stored: ResultInputs, assessment: Assessment, given: Choices, reviews: KeptReviews) -> Iterator[Ruled]:
    """What people settled, with the place where the result keeps it."""
    shown = showable_assessment(assessment)
    places = {decision_key(one): at for one, at in stored.decisions}
    for one in shown.decisions:
        yield Ruled(
            kind="decision",
            no=one.no,
            row=one.row or "",
            period=one.period or "",
            value=_worth(one.value),
            reason=one.reason,
            by=one.by,
            date=one.date,
            at=places.get(decision_key(one)),
            source="given" if reviews.decisions_given else "result",
        )
    as_kept, kept = tuple(one for one, _ in stored.experts), [at for _, at in stored.experts]
    for place, score in enumerate(shown.experts):
        yield Ruled(
            kind="expert",
            no=score.no,
            value=_worth(score.score),
            reason=score.reason,
            by=score.expert,
            at=kept[place] if shown.experts == as_kept else None,
            source="given" if reviews.experts_given else "result",
        )
    overlay = assessment.regime.overlay if assessment.regime is not None else None
    if overlay is not None:
        yield Ruled(
            kind="overlay",
            value=overlay.title,
            reason=f"{overlay.file}，SHA-256 {overlay.sha256}",
            at=stored.places.get("overlay_sha256"),
            source="given",
        )
    for key, option in given.decided.options.items():
        yield Ruled(
            kind="reading", no=key, value=option, reason=given.decided.notes.get(key, ""), at=stored.readings[key].at
        )


def _worth(value: Fraction | bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return shown(value, 4)


def _shown_key(one: Decision) -> tuple[str, ...]:
    return decision_key(showable_decision(one))


def decision_key(one: Decision) -> tuple[str, ...]:
    return one.unit, one.no, one.row or "", one.period or "", str(one.value), one.reason, one.by, one.date


def _score_key(one: ExpertScore) -> tuple[str, ...]:
    """Without the expert's name and the words of the reason, which a result keeps to itself."""
    return one.unit, one.no, str(one.score), "*" if one.reason else ""
