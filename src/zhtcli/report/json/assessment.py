"""The JSON of an assessment: the object that others script against (`schema/assessment.schema.json`).

Every figure is a JSON number as exact as it is known, percentages in percent; what is not known is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import msgspec

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import attendance
from zhtcli.core.assessing.spread import Move, Spread
from zhtcli.core.figures.opinion import Opinion
from zhtcli.core.finding import Finding, Severity
from zhtcli.core.points.explanation import explanation
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.rules.kinds import AsIs, Proportional
from zhtcli.core.years.progress import Progress
from zhtcli.report.figures import Number, number, percent
from zhtcli.report.json.entitled import figures_object, graded_object, grant_object, verdict_object
from zhtcli.report.json.followed import (
    dates_object,
    procedure_object,
    quarter_object,
    signal_object,
    totals_object,
    unit_object,
)
from zhtcli.report.json.overlay import gate_object, overlay_object
from zhtcli.report.plain import encodable
from zhtcli.report.units import Report, by_code, by_severity

SCHEMA_VERSION = "1"
_ENCODER = msgspec.json.Encoder(decimal_format="number")

Object = dict[str, Any]


def as_json(report: Report) -> str:
    """The whole run as one object, indented."""
    return dumped(report_object(report))


def as_json_lines(report: Report) -> str:
    """One assessment a line, the same objects that stand under `assessments`."""
    return "".join(_encoded(assessment_object(one, report.fail_on)) + "\n" for one in report.assessments)


def assessment_schema() -> str:
    """The JSON Schema (2020-12) of what `as_json` gives, as it ships."""
    from importlib import resources

    return (resources.files("zhtcli") / "report" / "schema" / "assessment.schema.json").read_text(encoding="utf-8")


def dumped(tree: Any) -> str:
    """Plain data as indented JSON that ends with a newline; Decimals become numbers."""
    return msgspec.json.format(_encoded(tree), indent=2) + "\n"


def _encoded(tree: Any) -> str:
    try:
        return _ENCODER.encode(tree).decode()
    except UnicodeEncodeError:  # a file name that is no text, or half a character in a cell
        return _ENCODER.encode(_encodable(tree)).decode()


def _encodable(tree: Any) -> Any:
    if isinstance(tree, str):
        return encodable(tree)
    if isinstance(tree, Mapping):
        return {encodable(key): _encodable(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_encodable(item) for item in tree]
    return tree


def tool_object() -> Object:
    """Which program speaks."""
    from importlib.metadata import version

    return {"name": "zht", "version": version("zhtcli")}


def report_object(report: Report) -> Object:
    """The run: every assessment, the units, the totals and the counts."""
    units = report.units or attendance(report.assessments)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool_object(),
        "command": report.command,
        "assessments": [assessment_object(one, report.fail_on) for one in report.assessments],
        "units": [unit_object(unit) for unit in units],
        "totals": totals_object(report.areas),
        "summary": summary_object(report),
    }


def summary_object(report: Report) -> Object:
    status = {"ok": 0, "findings": 0, "refused": 0}
    for one in report.assessments:
        status[one.status(report.fail_on)] += 1
    findings = report.findings
    return {
        "files": len(report.assessments),
        "fail_on": report.fail_on,
        "status": status,
        "severity": by_severity(findings),
        "code": by_code(findings),
    }


def assessment_object(one: Assessment, fail_on: Severity = "error") -> Object:
    """Everything about one workbook."""
    tree: Object = {
        "file": one.file,
        "sha256": one.sha256 or None,
        "status": one.status(fail_on),
        "form": one.form.id if one.form else None,
        "regime": one.regime.id if one.regime else None,
        "period": one.form.period if one.form else None,
        "definition": {"version": one.version or None, "digest": one.digest or None},
        "unit": {"name": one.unit or None, "uscc": one.uscc or None},
        "as_of": one.as_of.isoformat() if one.as_of else None,
        "as_of_source": one.as_of_source if one.as_of else None,
        "overlay": overlay_object(one.regime.overlay) if one.regime and one.regime.overlay else None,
        "readings": dict(one.readings),
        "decided_readings": dict(one.decided_readings),
        "reading_notes": dict(one.reading_notes),
        "joined": [path for path, _ in one.joined],
        "findings": [finding_object(finding) for finding in one.findings],
        "scorecards": [scorecard_object(card) for card in one.scorecards],
        "progress": [progress_object(item) for item in one.progress],
        "grants": [grant_object(grant) for grant in one.grants],
        "verdicts": [*map(verdict_object, one.verdicts), *map(graded_object, one.graded)],
        "monitoring": [signal_object(signal) for signal in one.signals],
        "dates": dates_object(one),
        "figures": {value.figure.key: number(value.value) for value in one.values}
        | figures_object(one.behind_grants, one.verdicts),
    }
    if one.standing is not None:
        tree["procedure"] = procedure_object(one.standing, one.awaits)
    if one.spread is not None:
        tree["spread"] = {scope: spread_object(spread) for scope, spread in one.spread.items()}
    if one.what_if is not None:
        from zhtcli.report.json.whatif import what_if_object

        tree["what_if"] = what_if_object(one.what_if)
    return tree


def finding_object(finding: Finding) -> Object:
    tree: Object = {
        "code": finding.code,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.at.a1 if finding.at else None,
        "indicator": finding.indicator,
        "field": finding.field,
        "raw": finding.raw,
        "message": finding.message,
        "hint": finding.hint,
        "clause": finding.clause,
    }
    if finding.register is not None:
        tree["register"] = finding.register
    if finding.row is not None:
        tree["row"] = finding.row
    return tree


def scorecard_object(card: Scorecard) -> Object:
    return {
        "scope": card.scope.id,
        "total": number(card.total),
        "raw_total": number(card.raw_total),
        "max": number(card.max),
        "assessed_max": number(card.assessed_max),
        "base": number(card.base),
        "bonus": number(card.bonus),
        "grade": card.grade,
        "grade_interval": [card.graded.worst, card.graded.best] if card.graded else None,
        "gates": [gate_object(ruling) for ruling in card.struck],
        "complete": card.complete,
        "interval": [number(card.low), number(card.high)],
        "total_without_zero_targets": number(card.total_without_zero_targets),
        "total_without_registers": number(card.total_without_registers),
        "total_without_evidence": number(card.total_without_evidence),
        "sections": [
            {"id": part.id, "title": part.title, "points": number(part.points), "max": number(part.max)}
            for part in card.sections
        ],
        "indicators": [indicator_object(item) for item in card.indicators],
    }


def indicator_object(item: IndicatorScore) -> Object:
    indicator = item.indicator
    return {
        "no": indicator.no,
        "name": indicator.name,
        "target": number(item.target),
        "reported": number(item.reported),
        "verified": number(item.verified),
        "decided": number(item.decided),
        "value": number(item.actual),
        "value_source": item.value_source,
        "completion": percent(item.completion),
        "points": number(item.points),
        "max": number(Fraction(indicator.points) + indicator.extra),
        "uncapped": uncapped(item),
        "numerator": number(item.numerator),
        "denominator": number(item.denominator),
        "keys": {name: number(points) for name, points in item.keys.items()},
        "proportional": number(item.proportional),
        "interval": [number(item.low), number(item.high)],
        "status": item.status,
        "basis": indicator.basis,
        "explanation": explanation(item),
        "cells": [str(cell) for cell in item.cells],
        "clause": indicator.cited,
        "parts": [part_object(part) for part in item.parts],
        "experts": opinion_object(item.opinion) if item.opinion is not None else None,
    }


def part_object(part: IndicatorScore) -> Object:
    """One of several conditions of an indicator, with the share of the points that it stands for."""
    kept = indicator_object(part)
    for key in ("keys", "parts", "experts", "uncapped"):
        del kept[key]
    return {**kept, "requirement": part.indicator.asked or None}


def opinion_object(opinion: Opinion) -> Object:
    """The experts' scores, what they come to, and what the panel settled."""
    return {
        "scores": [
            {
                "expert": one.expert,
                "score": number(one.score),
                "reason": one.reason or None,
                "left_out": one in opinion.left_out,
            }
            for one in opinion.scores
        ],
        "mean": number(opinion.mean),
        "spread": number(opinion.spread),
        "arbitration": None
        if opinion.arbitration is None
        else {"score": number(opinion.arbitration.score), "reason": opinion.arbitration.reason or None},
    }


def uncapped(item: IndicatorScore) -> Number | None:
    """What points would come to if they did not end at the full ones: in proportion, or by a table; else None."""
    if isinstance(item.indicator.score, AsIs):
        return number(item.actual)
    if item.exact is None or item.completion is None or not isinstance(item.indicator.score, Proportional):
        return None
    return number(Fraction(item.indicator.points) * item.completion if item.completion > 1 else item.exact)


def progress_object(item: Progress) -> Object:
    return {
        "no": item.indicator.no,
        "name": item.indicator.name,
        "unit": item.indicator.unit,
        "by_period": [
            {
                "period": one.period,
                "target": number(one.target),
                "actual": number(one.actual),
                "completion": percent(one.completion),
                "to_date": number(one.to_date),
                "expected_to_date": number(one.expected_to_date),
            }
            for one in item.by_period
        ]
        + [quarter_object(quarter) for quarter in item.quarters],
        "cumulative": [
            {
                "through": one.through,
                "target": number(one.target),
                "actual": number(one.actual),
                "completion": percent(one.completion),
                "gap": number(one.gap),
                "pace_needed": number(one.pace_needed),
                "reach": one.reach,
            }
            for one in item.cumulative
        ],
    }


def _grade_of(move: Move) -> Object:
    """The grade under an overlay, null where it is not certain; nothing where nothing is graded."""
    return {} if move.graded is None else {"grade": move.graded.grade}


def spread_object(spread: Spread) -> Object:
    return {
        "low": number(spread.low),
        "high": number(spread.high),
        "moves": [
            {"reading": move.reading, "option": move.option, "total": number(move.total), **_grade_of(move)}
            for move in spread.moves
        ],
    }
