"""Verdicts and grants that come out differently, as JSON."""

from __future__ import annotations

from typing import Any

from zhtcli.core.assessing.moves import AnyVerdict, GrantMove, VerdictMove
from zhtcli.core.conditions.verdict import Verdict
from zhtcli.core.forms.masking import showable
from zhtcli.core.grants.grant import Grant
from zhtcli.report.figures import number
from zhtcli.report.json.entitled import verdict_value

Object = dict[str, Any]


def verdict_move_object(move: VerdictMove) -> Object:
    """A verdict before and after."""
    verdict = move.told
    return {
        "id": verdict.id,
        "title": verdict.title,
        "event": verdict.event,
        "overall": verdict.overall,
        "old": _verdict(move.old),
        "new": _verdict(move.new),
        "clause": verdict.clause,
    }


def _verdict(verdict: AnyVerdict | None) -> Object | None:
    if verdict is None:
        return None
    value = verdict_value(verdict.value) if isinstance(verdict, Verdict) else None
    return {"outcome": verdict.outcome, "value": value}


def grant_move_object(move: GrantMove) -> Object:
    """A grant before and after, amounts in 元; numbers of persons are hidden."""
    grant = move.told
    return {
        "id": showable(grant.id),
        "title": grant.title,
        "payee": showable(grant.payee) or None,
        "period": grant.period or None,
        "old": _grant(move.old),
        "new": _grant(move.new),
        "clause": grant.clause,
    }


def _grant(grant: Grant | None) -> Object | None:
    if grant is None:
        return None
    return {
        "recognised": number(grant.recognised),
        "amount": number(grant.amount),
        "due": number(grant.due),
        "state": grant.state,
    }
