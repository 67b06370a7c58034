"""SARIF 2.1.0 (OASIS): findings for code-scanning pages and editors.

A workbook has no lines: `region.startLine` is the row, `startColumn` the column, and the logical location names the
cell as people do (`指标填报!F12`).
"""

from __future__ import annotations

import os
import re
from typing import Any
from urllib.parse import quote

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.finding import Finding, Rule
from zhtcli.report.json.assessment import dumped, tool_object
from zhtcli.report.plain import one_line
from zhtcli.report.units import Report, by_code

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_DRIVE = re.compile(r"[A-Za-z]:/")

Object = dict[str, Any]


def as_sarif(report: Report) -> str:
    """One run with the rules that were met, the files, and a result for each finding."""
    codes = list(by_code(report.findings))
    uris = [uri(one.file) for one in report.assessments]
    run: Object = {
        "tool": {"driver": {**tool_object(), "language": "zh-CN", "rules": [_rule(CATALOGUE[code]) for code in codes]}},
        "invocations": [{"executionSuccessful": not report.refused}],
        "artifacts": [_artifact(one) for one in report.assessments],
        "results": [
            _result(finding, codes.index(finding.code), place, uris[place], one)
            for place, one in enumerate(report.assessments)
            for finding in one.findings
        ],
        "columnKind": "unicodeCodePoints",
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def uri(file: str) -> str:
    """The file as a URI: relative where it was named so, percent-encoded as UTF-8."""
    path = file.replace("\\", "/") if os.sep == "\\" else file
    encoded = quote(path.encode(errors="surrogateescape"), safe="/")
    if _DRIVE.match(path):
        return f"file:{'/' * 3}{path[:2]}{encoded[4:]}"  # `C%3A` again as `C:`
    return f"file://{encoded}" if path.startswith("/") else encoded


def _rule(rule: Rule) -> Object:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.meaning},
        "help": {"text": f"{rule.title}。{rule.meaning}（zht rule {rule.code}）"},
        "defaultConfiguration": {"level": rule.severity},
    }


def _artifact(one: Assessment) -> Object:
    tree: Object = {"location": {"uri": uri(one.file)}}
    if one.sha256:
        tree["hashes"] = {"sha-256": one.sha256}
    return tree


def _result(finding: Finding, rule: int, artifact: int, address: str, one: Assessment) -> Object:
    physical: Object = {"artifactLocation": {"uri": address, "index": artifact}}
    if finding.at is not None:
        physical["region"] = {"startLine": finding.at.row, "startColumn": finding.at.column}
    location: Object = {"physicalLocation": physical}
    if finding.place is not None:
        location["logicalLocations"] = [
            {
                "name": finding.at.a1 if finding.at else one_line(finding.sheet),
                "fullyQualifiedName": one_line(finding.place),
                "kind": "member" if finding.at else "module",
            }
        ]
    told = {
        "form": one.form.id if one.form else None,
        "unit": one.unit or None,
        "indicator": finding.indicator,
        "field": finding.field,
        "raw": finding.raw,
        "hint": finding.hint,
        "clause": finding.clause,
        "register": finding.register,
        "row": finding.row,
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": f"{one_line(finding.message)}{one_line(finding.hint)}"},
        "locations": [location],
        "properties": {key: value for key, value in told.items() if value is not None},
    }
