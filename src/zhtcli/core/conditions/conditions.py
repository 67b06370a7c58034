"""Verdicts on conditions, and on the stages that they belong to.

A firm condition that is missed fails; one with a soft wording (一般, 原则上) is then for a person. What experts judge
is theirs: no verdict is invented for them. A reviewer's decision, with its reason, stands above the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, assert_never

from zhtcli.core.conditions import values
from zhtcli.core.conditions.values import Sheet, State, Value
from zhtcli.core.conditions.verdict import OUTCOME_WORDS, WEIGHTIEST, Outcome, Verdict, together
from zhtcli.core.decision import Decision
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.conditionkinds import (
    AllYes,
    ByPerson,
    ChosenAtLeast,
    Condition,
    FieldAtLeast,
    FieldShareAtLeast,
    Listed,
    NotAfter,
    SpecialRoute,
    Stage,
    StageMet,
    TotalAtLeast,
    YearsShareAtLeast,
)
from zhtcli.core.rules.regime import Regime

_PLAIN: dict[State, Outcome] = {"holds": "met", "fails": "not_met", "open": "for_person", "blank": "not_filled"}
_STATES: dict[Outcome, State] = {outcome: state for state, outcome in _PLAIN.items()}


def verdicts(
    regime: Regime, submission: Submission, decided: Mapping[str, Decision] | None = None
) -> tuple[Verdict, ...]:
    """A verdict for each condition, stage by stage, and after those of a stage one for the stage as a whole.

    `decided` are reviewers' decisions (true or false) by the id of the condition. The special route has a verdict
    only where it is taken.
    """
    sheet, found = Sheet(regime, submission), list[Verdict]()
    for stage in regime.stages:
        own: list[Verdict] = []
        for condition in regime.conditions:
            if condition.stage == stage.id and (one := _verdict(condition, sheet, found)) is not None:
                own.append(_as_decided(one, (decided or {}).get(condition.id)))
        found += [*own, _of_stage(regime, stage, own)]
    return tuple(found)


def special_route(regime: Regime, submission: Submission, stage: str) -> SpecialRoute | None:
    """The route that a form takes past the conditions of a stage, where it says so."""
    for condition in regime.conditions:
        if condition.stage == stage and isinstance(condition.test, SpecialRoute):
            entry = submission.field(condition.test.field)
            if entry is not None and entry.value is True:
                return condition.test
    return None


def _verdict(condition: Condition, sheet: Sheet, before: Sequence[Verdict]) -> Verdict | None:
    value = _value(condition, sheet, before)
    if value is None:
        return None
    outcome = _PLAIN[value.state]
    # What a person answered is an answer, whatever the wording of the condition.
    soft = outcome == "not_met" and not condition.firm and value.by == "rule"
    if soft:
        outcome = "for_person"
    ending = f"；{OUTCOME_WORDS[outcome]}"
    if soft and condition.printed:
        ending = f"；原文写“{condition.printed}”，由人决定"
    elif value.state == "blank" or isinstance(condition.test, ByPerson | StageMet):
        ending = ""  # it says so itself
    return Verdict(
        id=condition.id,
        title=condition.title,
        event=condition.stage,
        outcome=outcome,
        explanation=f"{value.told}{ending}。",
        clause=condition.clause,
        basis=condition.basis,
        by="person" if value.by == "person" or outcome == "for_person" else "rule",
        value=value.value,
        threshold=condition.threshold,
        unit=condition.unit,
        firm=condition.firm,
        cells=value.cells,
        figures=value.figures,
        formula=value.formula,
    )


def _value(condition: Condition, sheet: Sheet, before: Sequence[Verdict]) -> Value | None:
    match condition.test:
        case FieldAtLeast() as test:
            return values.field_at_least(condition, test, sheet)
        case FieldShareAtLeast() as test:
            return values.field_share(test, sheet)
        case ChosenAtLeast() as test:
            return values.chosen(condition, test, sheet)
        case AllYes() as test:
            return values.all_yes(test, sheet)
        case NotAfter() as test:
            return values.not_after(test, sheet)
        case Listed() as test:
            return values.listed(test, sheet)
        case TotalAtLeast() as test:
            return values.total(condition, test, sheet)
        case YearsShareAtLeast() as test:
            return values.years_share(condition, test, sheet)
        case ByPerson() as test:
            return values.by_person(test, sheet)
        case StageMet(stage=stage):
            return _as_stage(sheet.regime, stage, before)
        case SpecialRoute() as test:
            return _as_route(condition, test, sheet)
        case _:
            assert_never(condition.test)


def _as_stage(regime: Regime, stage: str, before: Sequence[Verdict]) -> Value:
    overall = next(one for one in before if one.overall and one.event == stage)
    title = next(one.title for one in regime.stages if one.id == stage)
    told = f"{title}条件的结论是“{OUTCOME_WORDS[overall.outcome]}”"
    return Value(_STATES[overall.outcome], told, overall.outcome == "met")


def _as_route(condition: Condition, test: SpecialRoute, sheet: Sheet) -> Value | None:
    if special_route(sheet.regime, sheet.submission, condition.stage) is not test:
        return None
    cells = sheet.cells([test.field, test.reason])
    reason = sheet.submission.text(test.reason).strip()
    if not reason:
        return Value("blank", f"选了{condition.title}，{sheet.label(test.reason)}没有填写", cells=cells)
    return Value("open", f"选了{condition.title}，理由是“{showable(reason)}”", cells=cells)


def _as_decided(verdict: Verdict, decision: Decision | None) -> Verdict:
    """A decision stands above the rule; what the rule came to is told with it."""
    if decision is None or not isinstance(decision.value, bool):
        return verdict
    outcome: Outcome = "met" if decision.value else "not_met"
    told = f"{verdict.explanation.removesuffix('。')}；裁定为“{OUTCOME_WORDS[outcome]}”：{showable(decision.author)}。"
    return replace(verdict, outcome=outcome, by="person", explanation=told, decision=decision, by_rule=verdict.outcome)


def _of_stage(regime: Regime, stage: Stage, own: Sequence[Verdict]) -> Verdict:
    """The stage as a whole; where the special route is taken, by that and by the conditions that it keeps."""
    by_id = {condition.id: condition.test for condition in regime.conditions}
    counted, route = list(own), None
    for one in own:
        if isinstance(test := by_id[one.id], SpecialRoute):
            route = one
            counted = [other for other in own if other.id in test.keeps or other is route]
    outcome = together(counted)
    return Verdict(
        id=stage.id,
        title=stage.title,
        event=stage.id,
        outcome=outcome,
        explanation="；".join(_summed(outcome, counted, route)) + "。",
        clause=stage.clause,
        basis=stage.basis,
        by=_concluded_by(outcome, counted),
        consequence={"met": stage.met, "not_met": stage.not_met}.get(outcome, ""),
        overall=True,
        counted=tuple(one.id for one in counted),
    )


def _concluded_by(outcome: Outcome, counted: Sequence[Verdict]) -> Literal["rule", "person"]:
    """A failure by a rule is one whatever people say besides; else it takes a single person's answer."""
    by = {one.by for one in counted if outcome == "met" or one.outcome == outcome}
    return "person" if by == {"person"} or (outcome == "met" and "person" in by) else "rule"


def _summed(outcome: Outcome, counted: Sequence[Verdict], route: Verdict | None) -> Iterator[str]:
    if route is not None:
        # Without its reason nothing says yet that the form goes this way.
        told = "按" if route.outcome != "not_filled" else "申请按"
        yield f"{told}{route.title}办理，其余条件只列出，不据此判断"
    if outcome == "met":
        yield f"{len(counted)} 项条件都符合"
    for other in WEIGHTIEST:
        titles = [verdict.title for verdict in counted if verdict.outcome == other]
        if titles:
            yield f"{OUTCOME_WORDS[other]}：{'、'.join(titles)}"
