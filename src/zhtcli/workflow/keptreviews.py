"""Reviewers' decisions and scores behind a result: those that it keeps, held against those that are given again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.core.assessing.showing import showable_decision
from zhtcli.core.catalogue import results
from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.finding import Finding
from zhtcli.core.identifiers import same_thing
from zhtcli.core.period import Form

if TYPE_CHECKING:
    from zhtcli.workbook.result.verified.kept import ResultInputs

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


NO_REVIEWS = KeptReviews((), (), decisions_given=False, experts_given=False, findings=())


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


def _shown_key(one: Decision) -> tuple[str, ...]:
    return decision_key(showable_decision(one))


def decision_key(one: Decision) -> tuple[str, ...]:
    return one.unit, one.no, one.row or "", one.period or "", str(one.value), one.reason, one.by, one.date


def _score_key(one: ExpertScore) -> tuple[str, ...]:
    """Without the expert's name and the words of the reason, which a result keeps to itself."""
    return one.unit, one.no, str(one.score), "*" if one.reason else ""
