"""What a report may show: numbers of persons are hidden in every format (个人信息保护法 第五十一条)."""

from __future__ import annotations

from dataclasses import replace

from zhtcli.core.assessing.showing import showable_assessment
from zhtcli.report.units import Report


def showable_report(report: Report) -> Report:
    """The report without the numbers of persons that somebody typed."""
    return replace(report, assessments=tuple(map(showable_assessment, report.assessments)))
