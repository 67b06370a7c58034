"""What reviewers decided on conditions and on grants: which decisions can be applied, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhtcli.core.catalogue import decisions as rules
from zhtcli.core.conditions.verdict import OUTCOME_WORDS, Verdict
from zhtcli.core.decision import Decided, Decision
from zhtcli.core.finding import Finding
from zhtcli.core.grants.grant import GRANT_STATES, Grant, total, yuan
from zhtcli.core.rounding import shown
from zhtcli.core.rules.regime import Regime


def entitled_decisions(
    regime: Regime, span: str, decisions: Sequence[Decision]
) -> tuple[dict[str, Decision], dict[str, Decision], list[Finding]]:
    """Decisions of one unit on conditions and on grants by their ids, and findings about those that cannot be applied.

    A condition goes by its id or its title; whatever else is named can only be a grant, and whether there is one of
    that id shows when grants are reckoned.
    """
    kept: dict[str, dict[str, Decision]] = {"condition": {}, "grant": {}}
    found: list[Finding] = []
    conflicting: set[tuple[str, str]] = set()
    for one in decisions:
        what, id, about = _target(regime, one.no)
        known = kept.get(what, {})
        if what == "stage":
            found.append(rules.WHOLE.found(title=about))
        elif not what or one.row or one.period not in (None, span):
            found.append(rules.UNMATCHED.found(about=about))
        elif not one.complete:
            found.append(rules.INCOMPLETE.found(about=about))
        elif what == "condition" and not isinstance(one.value, bool):
            found.append(rules.OUT_OF_RANGE.found(about=about, value=shown(Fraction(one.value), 4)))
        elif _value(known.get(id, one)) != _value(one):
            found.append(rules.CONFLICT.found(about=about))
            conflicting.add((what, id))
        else:
            known[id] = one
    conditions, grants = (
        {id: one for id, one in known.items() if (what, id) not in conflicting} for what, known in kept.items()
    )
    return conditions, grants, found


def _target(regime: Regime, no: str) -> tuple[str, str, str]:
    """What kind of thing is named, its id, and how findings call it."""
    for condition in regime.conditions:
        if no in (condition.id, condition.title):
            return "condition", condition.id, f"条件“{condition.title}”"
    for stage in regime.stages:
        if no in (stage.id, stage.title):
            return "stage", stage.id, stage.title
    return ("grant", no, f"补助“{no}”") if regime.grants else ("", no, f"“{no}”")


def _value(decision: Decision) -> str:
    """What a decision says, as it is told in a finding."""
    if isinstance(decision.value, bool):
        return "“是”" if decision.value else "“否”"
    return yuan(Fraction(decision.value))


def applied(told: Decided, verdicts: Sequence[Verdict], grants: Sequence[Grant]) -> Iterator[Finding]:
    """What became of each decision: applied, out of range, or about nothing that this form has."""
    for id in told.conditions:
        verdict = next((one for one in verdicts if one.id == id and not one.overall), None)
        if verdict is None or verdict.by_rule is None:
            yield rules.UNMATCHED.found(about=f"条件“{told.conditions[id].no}”")
        else:
            yield rules.CONDITION_DECIDED.found(
                verdict.cells[0] if verdict.cells else None,
                clause=verdict.clause,
                title=verdict.title,
                outcome=OUTCOME_WORDS[verdict.outcome],
                by_rule=OUTCOME_WORDS[verdict.by_rule],
                author=told.conditions[id].author,
            )
    for id, decision in told.grants.items():
        named = [grant for grant in grants if grant.id == id]
        grant = next((one for one in named if one.decision is decision), None)
        if grant is not None:
            yield _of_grant(grant, decision)
        elif named:
            at = named[0].cells[0] if named[0].cells else None
            yield rules.OUT_OF_RANGE.found(at, about=f"补助“{id}”", value=_value(decision))
        else:
            yield rules.UNMATCHED.found(about=f"补助“{id}”")


def _of_grant(grant: Grant, decision: Decision) -> Finding:
    computed = grant.computed - total(cut.amount for cut in grant.cuts if cut.stage == "cap")
    state = GRANT_STATES[grant.by_rule] if grant.by_rule else ""
    given = f"补 {yuan(grant.amount)}" if grant.amount else "不予补贴"
    return rules.GRANT_DECIDED.found(
        grant.cells[0] if grant.cells else None,
        clause=grant.clause,
        id=grant.id,
        payee=grant.payee,
        given=given,
        computed=f"{yuan(computed)}，{state}",
        author=decision.author,
    )
