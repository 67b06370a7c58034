"""The JSON of a verification: the assessment, and under `verification` what holding the result against it came to."""

from __future__ import annotations

from typing import Any

from zhtcli.core.assessing.attendance import attendance
from zhtcli.core.finding import Severity
from zhtcli.core.versions.confirming import Confirmation, Difference, Ruled, Seen, Verified
from zhtcli.report.json.assessment import dumped, finding_object, report_object
from zhtcli.report.showing import showable_report
from zhtcli.report.units import Report

Object = dict[str, Any]


def verify_json(verified: Verified, fail_on: Severity = "error") -> str:
    """The whole verification as one object; `verification` is null where the submission was refused."""
    every = verified.joined or ((verified.assessment,) if verified.assessment.file else ())
    tree = report_object(showable_report(Report("verify", every, fail_on, attendance(every))))
    summary = tree.pop("summary")
    told = verified.confirmation
    return dumped(
        {
            **tree,
            "verification": None if told is None else verification_object(verified.result, told),
            "summary": summary,
        }
    )


def verification_object(result: str, told: Confirmation) -> Object:
    return {
        "result": result,
        "verdict": told.verdict,
        "findings": [finding_object(finding) for finding in told.findings],
        "cells": [_difference(one) for one in told.differences],
        "decisions": [_ruled(one) for one in told.ruled],
        "compared": told.compared,
    }


def _difference(one: Difference) -> Object:
    whole = one.kind in ("sheet_removed", "sheet_added")
    return {
        "kind": one.kind,
        "sheet": one.at.sheet,
        "cell": None if whole else one.at.a1,
        "beside": one.beside or None,
        "says": _seen(one.says),
        "should": _seen(one.should),
    }


def _seen(seen: Seen) -> Object:
    value = float(format(seen.value, ".15g")) if isinstance(seen.value, float) else seen.value
    return {"value": value, "formula": seen.formula or None}


def _ruled(one: Ruled) -> Object:
    return {
        "kind": one.kind,
        "no": one.no or None,
        "row": one.row or None,
        "period": one.period or None,
        "value": one.value,
        "reason": one.reason or None,
        "by": one.by or None,
        "date": one.date or None,
        "sheet": one.at.sheet if one.at else None,
        "cell": one.at.a1 if one.at else None,
        "source": one.source,
    }
