"""JUnit XML, as CI servers read it: a suite for each file, a case for each indicator and one for the file.

A finding at or above `--fail-on` fails its case; lighter ones stand in the case's output. A refused file is an error
of the case 文件.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.finding import SEVERITY_WORDS, Finding, Severity, at_or_above
from zhtcli.report.plain import one_line
from zhtcli.report.text.lines import WHOLE_FILE
from zhtcli.report.units import Report

# XML 1.0, production 2: everything else has no place in a document, not even as a character reference.
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(report: Report) -> str:
    """The report as one document in UTF-8."""
    suites = [_Suite(one, report.fail_on) for one in report.assessments]
    counts = _counts(
        tests=sum(len(suite.cases) for suite in suites),
        failures=sum(suite.failures for suite in suites),
        errors=sum(suite.errors for suite in suites),
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_name(f'zht {report.command}')}{counts}>"]
    for suite in suites:
        lines += suite.lines()
    return "\n".join([*lines, "</testsuites>"]) + "\n"


class _Suite:
    """The cases of one file; what belongs to no indicator of the form belongs to the case 文件."""

    def __init__(self, one: Assessment, fail_on: Severity) -> None:
        self.one, self.fail_on = one, fail_on
        indicators = one.regime.indicators if one.regime else ()
        names = {i.no: f"第{i.no}项 {i.name}" for i in indicators}
        self.cases: dict[str, list[Finding]] = {WHOLE_FILE: [], **{name: [] for name in names.values()}}
        for finding in one.findings:
            self.cases[names.get(finding.indicator or "", WHOLE_FILE)].append(finding)
        self.errors = int(one.refused)
        self.failures = sum(
            any(map(self._fails, found)) for name, found in self.cases.items() if not self._is_error(name)
        )

    def _is_error(self, name: str) -> bool:
        return self.one.refused and name == WHOLE_FILE

    def _fails(self, finding: Finding) -> bool:
        return at_or_above(finding.severity, self.fail_on)

    def lines(self) -> Iterator[str]:
        counts = _counts(tests=len(self.cases), failures=self.failures, errors=self.errors)
        yield f"  <testsuite{_name(self.one.file)}{counts}>"
        form = self.one.form.id if self.one.form else ""
        for name, found in self.cases.items():
            head = f"    <testcase{_name(name)}{_attribute('classname', form or self.one.file)}"
            if not found:
                yield f"{head}/>"
                continue
            yield f"{head}>"
            refused = self._is_error(name)
            heavy = found if refused else [finding for finding in found if self._fails(finding)]
            if heavy:
                yield _failure("error" if refused else "failure", heavy)
            if light := [finding for finding in found if finding not in heavy]:
                yield f"      <system-out>{_text(_told(light))}</system-out>"
            yield "    </testcase>"
        yield "  </testsuite>"


def _failure(tag: str, found: Sequence[Finding]) -> str:
    first = found[0]
    attributes = _attribute("message", one_line(first.message)) + _attribute("type", first.code)
    return f"      <{tag}{attributes}>{_text(_told(found))}</{tag}>"


def _told(found: Sequence[Finding]) -> str:
    return "\n".join(
        f"{one_line(f.place) or WHOLE_FILE} {SEVERITY_WORDS[f.severity]} {f.code} "
        f"{one_line(f.message)}{one_line(f.hint)}"
        for f in found
    )


def _counts(*, tests: int, failures: int, errors: int) -> str:
    return f' tests="{tests}" failures="{failures}" errors="{errors}" skipped="0"'


def _name(name: str) -> str:
    return _attribute("name", one_line(name))


def _attribute(key: str, value: str) -> str:
    escaped = _text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f' {key}="{escaped}"'


def _text(text: str) -> str:
    cleared = _NO_CHARACTER.sub("", text)
    return cleared.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
