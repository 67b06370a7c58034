"""A run in short: what each unit handed in, and how many of what there was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhtcli.core.assessment import Assessment
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.finding import SEVERITIES, Finding, Severity


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit handed in. `missing`, `late` and `returned` are known only where a roster or dates tell."""

    unit: str
    uscc: str
    forms: tuple[str, ...]
    missing: tuple[str, ...] = ()
    late: int | None = None
    returned: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a command has to tell. Without `units` they are taken from the assessments."""

    command: str
    assessments: tuple[Assessment, ...]
    fail_on: Severity = "error"
    units: tuple[Unit, ...] = ()
    totals: Mapping[str, Any] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        return [finding for assessment in self.assessments for finding in assessment.findings]

    @property
    def refused(self) -> int:
        """How many files were refused."""
        return sum(assessment.refused for assessment in self.assessments)


def units_of(assessments: Sequence[Assessment]) -> tuple[Unit, ...]:
    """The units of these assessments in the order they were met; what names no unit makes none."""
    names: dict[str, tuple[str, str]] = {}
    forms: dict[str, list[str]] = {}
    for one in assessments:
        key = one.uscc or one.unit
        if not key:
            continue
        names.setdefault(key, (one.unit, one.uscc))
        own = forms.setdefault(key, [])
        if one.form is not None and one.form.id not in own:
            own.append(one.form.id)
    return tuple(Unit(*names[key], tuple(own)) for key, own in forms.items())


def by_severity(findings: Sequence[Finding]) -> dict[Severity, int]:
    """How many findings of each severity, every severity named."""
    counted = Counter(finding.severity for finding in findings)
    return {severity: counted[severity] for severity in SEVERITIES}


def by_code(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings of each code, in the order of the catalogue."""
    counted = Counter(finding.code for finding in findings)
    order = {code: place for place, code in enumerate(CATALOGUE)}
    return {code: counted[code] for code in sorted(counted, key=lambda code: order.get(code, len(order)))}
