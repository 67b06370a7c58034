"""What assumed figures would change, as JSON; nothing of it stands in the result itself."""

from __future__ import annotations

from typing import Any

from zhtcli.core.assessing.assumed import Assumption, OpenPoints, ProgressMove, WhatIf
from zhtcli.core.period import ALL
from zhtcli.report.figures import number, percent
from zhtcli.report.json.moves import grant_move_object, verdict_move_object

Object = dict[str, Any]


def what_if_object(told: WhatIf) -> Object:
    """Totals and points under the assumptions, and what they `was` without them."""
    return {
        "assumed": [_assumed(one) for one in told.assumed],
        "scorecards": [
            {
                "scope": move.scope,
                "total": number(move.new.total),
                "was": number(move.old.total),
                "interval": [number(move.new.low), number(move.new.high)],
                "complete": move.new.complete,
            }
            for move in told.scopes
            if move.new is not None and move.old is not None
        ],
        "moved": [
            {
                "scope": move.scope,
                "no": item.no,
                "points": number(item.new.points),
                "was": number(item.old.points),
                "value": number(item.new.actual),
                "value_was": number(item.old.actual),
                "status": item.new.status,
            }
            for move in told.scopes
            for item in move.moved
            if item.new is not None and item.old is not None
        ],
        "open": [_open(one) for one in told.open],
        "progress": [_progress(move) for move in told.progress],
        "verdicts": [verdict_move_object(move) for move in told.verdicts],
        "grants": [grant_move_object(move) for move in told.grants],
    }


def _assumed(one: Assumption) -> Object:
    return {"no": one.no, "period": None if one.period == ALL else one.period, "value": number(one.value)}


def _open(one: OpenPoints) -> Object:
    return {
        "scope": one.scope,
        "no": one.item.indicator.no,
        "points_open": number(one.points),
        "reach": one.reach,
    }


def _progress(move: ProgressMove) -> Object:
    return {
        "no": move.indicator.no,
        "scope": move.scope,
        "actual": number(move.new.actual),
        "was": number(move.old.actual),
        "completion": percent(move.new.completion),
        "completion_was": percent(move.old.completion),
    }
