"""A run in short: what each unit handed in, and how many of what there was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Area, Attendance
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.finding import SEVERITIES, Finding, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """What a command has to tell. Without `units` they are taken from the assessments."""

    command: str
    assessments: tuple[Assessment, ...]
    fail_on: Severity = "error"
    units: tuple[Attendance, ...] = ()
    areas: tuple[Area, ...] = ()

    @property
    def findings(self) -> list[Finding]:
        return [finding for assessment in self.assessments for finding in assessment.findings]

    @property
    def refused(self) -> int:
        """How many files were refused."""
        return sum(assessment.refused for assessment in self.assessments)


def by_severity(findings: Sequence[Finding]) -> dict[Severity, int]:
    """How many findings of each severity, every severity named."""
    counted = Counter(finding.severity for finding in findings)
    return {severity: counted[severity] for severity in SEVERITIES}


def by_code(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings of each code, in the order of the catalogue."""
    counted = Counter(finding.code for finding in findings)
    order = {code: place for place, code in enumerate(CATALOGUE)}
    return {code: counted[code] for code in sorted(counted, key=lambda code: order.get(code, len(order)))}
