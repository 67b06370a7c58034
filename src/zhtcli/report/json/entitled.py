"""The JSON of verdicts on conditions, and of grants: what is paid, what was cut and why. All amounts in 元."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhtcli.core.forms.masking import showable
from zhtcli.report.figures import Number, number

if TYPE_CHECKING:
    from zhtcli.core.conditions.verdict import Verdict
    from zhtcli.core.decision import Decision
    from zhtcli.core.graded.verdicts import GradedVerdict
    from zhtcli.core.grants.grant import Cut, Grant, PaidPart
    from zhtcli.core.grants.grants import GrantFigure

Object = dict[str, Any]


def grant_object(grant: Grant) -> Object:
    from zhtcli.core.grants.grant import reason_clause

    return {
        "id": grant.id,
        "rule": grant.rule,
        "title": grant.title,
        "payee": grant.payee or None,
        "uscc": grant.uscc or None,
        "platform": grant.platform or None,
        "period": grant.period or None,
        "asked": number(grant.asked),
        "recognised": number(grant.recognised),
        "rate": number(grant.rate),
        "computed": number(grant.computed),
        "cuts": [_cut(cut) for cut in grant.cuts],
        "amount": number(grant.amount),
        "instalments": [_instalment(part) for part in grant.instalments],
        "state": grant.state,
        "by": "person" if grant.decision is not None else "rule",
        "decision": _decision(grant.decision, grant.by_rule),
        "reason": grant.reason or None,
        "reason_clause": reason_clause(grant) or None,
        "interval": [number(bound) for bound in grant.interval],
        "row": grant.row,
        "rows": list(grant.rows),
        "cells": [str(cell) for cell in grant.cells],
        "clause": grant.clause,
    }


def _cut(cut: Cut) -> Object:
    return {
        "stage": cut.stage,
        "amount": number(cut.amount),
        "reason": cut.reason,
        "clause": cut.clause or None,
        "row": cut.row,
        "cell": str(cut.at) if cut.at is not None else None,
    }


def _decision(decision: Decision | None, by_rule: str | None) -> Object | None:
    """What a reviewer decided, beside what the rules came to."""
    if decision is None:
        return None
    return {
        "value": decision.value if isinstance(decision.value, bool) else number(decision.value),
        "reason": showable(decision.reason),
        "by": showable(decision.by),
        "date": decision.date,
        "by_rule": by_rule,
    }


def _instalment(part: PaidPart) -> Object:
    return {
        "no": part.no,
        "amount": number(part.amount),
        "state": part.state,
        "due_after": part.due_after,
        "clause": part.clause,
    }


def verdict_object(verdict: Verdict) -> Object:
    return {
        "id": verdict.id,
        "title": verdict.title,
        "event": verdict.event,
        "outcome": verdict.outcome,
        "by": verdict.by,
        "decision": _decision(verdict.decision, verdict.by_rule),
        "value": verdict_value(verdict.value),
        "threshold": number(verdict.threshold),
        "unit": verdict.unit or None,
        "firm": verdict.firm,
        "overall": verdict.overall,
        "explanation": verdict.explanation,
        "consequence": verdict.consequence or None,
        "figures": {key: number(value) for key, value in verdict.figures.items()},
        "cells": [str(cell) for cell in verdict.cells],
        "clause": verdict.clause,
        "basis": verdict.basis,
    }


def graded_object(verdict: GradedVerdict) -> Object:
    """A result of an assessment, an awaited one, or where all of it leaves the platform: the keys of any verdict."""
    return {
        "id": verdict.id,
        "title": verdict.title,
        "event": verdict.event,
        "outcome": verdict.outcome,
        "by": verdict.by,
        "value": None,
        "threshold": None,
        "unit": None,
        "firm": True,
        "overall": verdict.overall,
        "explanation": verdict.explanation,
        "consequence": verdict.consequence or None,
        "figures": {},
        "cells": [str(cell) for cell in verdict.cells],
        "clause": verdict.clause,
        "basis": verdict.basis,
        "decision": None,
        "used": verdict.state != "unused",
        "dates": {key: day.isoformat() for key, day in verdict.dates.items()},
    }


def verdict_value(value: Fraction | bool | date | None) -> Number | bool | str | None:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool) or value is None else number(value)


def figures_object(figures: Iterable[GrantFigure], verdicts: Iterable[Verdict]) -> dict[str, Number | None]:
    """Figures behind grants and verdicts by key; of several platforms `key@platform`."""
    told = list(figures)
    single = len({figure.platform for figure in told}) <= 1
    tree = {figure.key if single else f"{figure.key}@{figure.platform}": number(figure.value) for figure in told}
    for verdict in verdicts:
        tree |= {key: number(value) for key, value in verdict.figures.items()}
    return tree
