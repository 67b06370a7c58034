"""What a report may show: numbers of persons are hidden in every format (个人信息保护法 第五十一条)."""

from __future__ import annotations

from dataclasses import replace

from zhtcli.core.assessment import Assessment
from zhtcli.core.finding import Finding
from zhtcli.core.masking import showable
from zhtcli.report.units import Report


def showable_report(report: Report) -> Report:
    """The report without the numbers of persons that somebody typed."""
    return replace(report, assessments=tuple(map(showable_assessment, report.assessments)))


def showable_assessment(one: Assessment) -> Assessment:
    return replace(
        one,
        unit=showable(one.unit),
        uscc=showable(one.uscc),
        findings=tuple(map(_showable_finding, one.findings)),
    )


def _showable_finding(finding: Finding) -> Finding:
    """Most findings hold no such number and stay the objects that they are."""
    seen = (finding.message, finding.hint, finding.raw or "", finding.row or "")
    message, hint, raw, row = map(showable, seen)
    if (message, hint, raw, row) == seen:
        return finding
    return replace(finding, message=message, hint=hint, raw=finding.raw and raw, row=finding.row and row)
