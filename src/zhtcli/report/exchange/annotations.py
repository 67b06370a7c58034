"""GitHub workflow commands: each finding as an annotation of its file."""

from __future__ import annotations

from zhtcli.core.finding import Finding, Severity
from zhtcli.report.plain import one_line
from zhtcli.report.units import Report

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def as_annotations(report: Report) -> str:
    """`::error file=…,title=…::message`, a line for each finding; nothing where nothing was found."""
    return "".join(_line(finding, one.file) + "\n" for one in report.assessments for finding in one.findings)


def _line(finding: Finding, file: str) -> str:
    title = " ".join(part for part in (finding.code, one_line(finding.place)) if part)
    message = f"{one_line(finding.message)}{one_line(finding.hint)}"
    return (
        f"::{_COMMANDS[finding.severity]} file={_property(one_line(file))},title={_property(title)}::{_data(message)}"
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
