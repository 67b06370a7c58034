"""The JSON of a comparison: the two assessments, and under `comparison` what became of the one in the other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhtcli.core.assessing.attendance import attendance
from zhtcli.core.assessing.moves import PointsMove, ScopeMove
from zhtcli.core.assessing.showing import showable_finding
from zhtcli.core.finding import Severity
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.values import Value
from zhtcli.core.versions.comparing import Change, Compared, Comparison, Told
from zhtcli.report.figures import number
from zhtcli.report.json.assessment import dumped, finding_object, report_object
from zhtcli.report.json.moves import grant_move_object, verdict_move_object
from zhtcli.report.showing import showable_report
from zhtcli.report.units import Report

Object = dict[str, Any]


def compare_json(compared: Compared, fail_on: Severity = "error") -> str:
    """The whole comparison as one object; `comparison` is null where a file was refused."""
    both = (compared.old, compared.new)
    report = showable_report(Report("compare", both, fail_on, attendance((compared.new,))))
    tree = report_object(report)
    summary = tree.pop("summary")
    told = compared.comparison
    return dumped(
        {**tree, "comparison": None if told is None else comparison_object(told, fail_on), "summary": summary}
    )


def comparison_object(told: Comparison, fail_on: Severity = "error") -> Object:
    return {
        "status": "findings" if told.worth_a_look(fail_on) else "ok",
        "same_unit": told.same_unit,
        "findings": {
            "closed": [finding_object(showable_finding(finding)) for finding in told.closed],
            "open": [finding_object(showable_finding(finding)) for _, finding in told.open],
            "new": [finding_object(showable_finding(finding)) for finding in told.new],
        },
        "changes": [_change(change) for change in told.changes],
        "counts": {
            "closed": len(told.closed),
            "open": len(told.open),
            "new": len(told.new),
            "changes": len(told.changes),
            "unasked": len(told.unasked),
        },
        "scores": [_scope(move) for move in told.scopes],
        "verdicts": [verdict_move_object(move) for move in told.verdicts],
        "grants": [grant_move_object(move) for move in told.grants],
    }


def _change(change: Change) -> Object:
    return {
        "kind": change.kind,
        "label": change.label,
        "indicator": change.indicator,
        "period": change.period,
        "field": change.field,
        "register": change.register,
        "row": change.row,
        "old": _told(change.old),
        "new": _told(change.new),
        "asked": change.asked,
    }


def _told(told: Told | None) -> Object | None:
    if told is None:
        return None
    tree: Object = {
        "sheet": told.at.sheet if told.at else None,
        "cell": told.at.a1 if told.at else None,
        "state": told.state,
        "value": _value(told.value),
        "raw": told.raw or None,
    }
    return {**tree, "values": dict(told.values)} if told.values else tree


def _value(value: Value) -> Any:
    match value:
        case Decimal():
            return number(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


def _scope(move: ScopeMove) -> Object:
    return {
        "scope": move.scope,
        "old": _card(move.old),
        "new": _card(move.new),
        "difference": number(move.difference),
        "moved": [_points(item) for item in move.moved],
    }


def _card(card: Scorecard | None) -> Object | None:
    if card is None:
        return None
    return {
        "total": number(card.total),
        "max": number(card.max),
        "complete": card.complete,
        "interval": [number(card.low), number(card.high)],
    }


def _points(move: PointsMove) -> Object:
    return {"no": move.no, "name": move.name, "old": _item(move.old), "new": _item(move.new)}


def _item(item: IndicatorScore | None) -> Object | None:
    if item is None:
        return None
    return {"points": number(item.points), "value": number(item.actual), "status": item.status}
