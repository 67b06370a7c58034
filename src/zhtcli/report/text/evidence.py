"""What `zht evidence FILE` tells: as lines for people, and as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from zhtcli.core.assessing.showing import showable_assessment
from zhtcli.core.assessing.sourcing import other_evidence
from zhtcli.core.evidence.evidence import EvidenceCheck, IndicatorEvidence
from zhtcli.core.finding import SEVERITY_WORDS, Finding, Severity, at_or_above
from zhtcli.core.forms.evidencefolder import EvidenceFile
from zhtcli.core.forms.masking import showable
from zhtcli.core.rounding import shown
from zhtcli.report.figures import number
from zhtcli.report.json.assessment import SCHEMA_VERSION, dumped, finding_object, tool_object
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Paint, Row, hanging, table
from zhtcli.report.text.lines import (
    SEVERITY_STYLES,
    WHOLE_FILE,
    finding_line,
    joined_up,
    next_step,
    shell_word,
    title_lines,
)
from zhtcli.report.units import by_code, by_severity

_FOLDER = "佐证文件夹"


def evidence_text(check: EvidenceCheck, fail_on: Severity = "error", *, width: int = 80, color: bool = False) -> str:
    """Findings one a line, what each indicator has, points with and without, a count, the next step."""
    check = _showable(check)
    paint = Paint(color)
    one = check.assessment
    findings = [finding_line(f, paint, _place(f, one.file if one.refused else WHOLE_FILE)) for f in one.findings]
    if one.refused:
        step = next_step("换好未能处理的文件后重新核对。")
        return joined_up([*findings, "填报件未能处理，没有核对佐证。", step])
    lines = [*title_lines(one, width), *hanging(f"{_FOLDER}：", _folder_words(check), width), "", *findings, ""]
    lines += [*_table(check, width, paint), "", *_points(check, width), _count(check, paint)]
    return joined_up([*lines, next_step(_step(check, fail_on))])


def _place(finding: Finding, form: str) -> str:
    """A finding without a sheet is about the form as a whole, or about a file of the folder, which it names."""
    return _FOLDER if finding.code.startswith("ZHT-EVIDENCE-") and finding.raw else form


def _folder_words(check: EvidenceCheck) -> str:
    listing = check.listing
    system = f"，另有系统文件 {listing.system} 个不计" if listing.system else ""
    return f"{one_line(listing.folder)}，{len(listing.files)} 个文件，表里写到 {len(check.uses)} 个{system}"


def _table(check: EvidenceCheck, width: int, paint: Paint) -> list[str]:
    """Rows of the form's own period; the earlier ones stand in the JSON."""
    own = check.assessment.form.span if check.assessment.form else ""
    rows: list[Row] = []
    for item in check.indicators:
        if item.silent:
            continue
        valid, naming = item.rows.get(own, (0, 0))
        counts = (str(len(item.files)), str(len(item.missing)), str(item.others))
        told = (str(valid), str(naming)) if item.rows else ("", "")
        rows.append((item.indicator.no, item.indicator.name, *told, *(n if n != "0" else "" for n in counts)))
    if not rows:
        return []
    head = ("序号", "指标", "应计的行", "写了佐证", "文件", "缺文件", "文号等")
    return table(head, rows, align="llrrrrr", width=width, elastic=1, paint=paint)


def _points(check: EvidenceCheck, width: int) -> Iterator[str]:
    """The total under the answer that was chosen for rows without evidence, and under the other one."""
    one = check.assessment
    if one.main is None or one.main.total_without_evidence is None:
        return
    total, other = shown(one.main.total, 2), shown(one.main.total_without_evidence, 2)
    rest = other_evidence(one)
    told = f"{total} 分" if rest is None else f"{total} 分；{rest}：{other} 分"
    yield from hanging("得分：", told, width)


def _count(check: EvidenceCheck, paint: Paint) -> str:
    counts = by_severity(check.assessment.findings)
    parts = [paint(f"{SEVERITY_WORDS[s]} {n}", SEVERITY_STYLES[s] if n else None) for s, n in counts.items()]
    found = "，".join(parts) if any(counts.values()) else paint("没有发现问题", "green")
    return f"共 {len(check.listing.files)} 个佐证文件：{found}"


def _step(check: EvidenceCheck, fail_on: Severity) -> str:
    file, folder = shell_word(one_line(check.assessment.file)), shell_word(one_line(check.listing.folder))
    if any(at_or_above(finding.severity, fail_on) for finding in check.assessment.findings):
        return f"补齐或改正后重新核对：zht evidence {file} --dir {folder}"
    return f"校验填报件：zht validate {file}"


def evidence_json(check: EvidenceCheck, fail_on: Severity = "error") -> str:
    """The whole check as one object; paths are relative to the folder, sizes in bytes."""
    check = _showable(check)
    one = check.assessment
    return dumped(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": tool_object(),
            "command": "evidence",
            "file": one.file,
            "sha256": one.sha256 or None,
            "status": one.status(fail_on),
            "form": one.form.id if one.form else None,
            "unit": {"name": one.unit or None, "uscc": one.uscc or None},
            "readings": dict(one.readings),
            "findings": [finding_object(finding) for finding in one.findings],
            "indicators": [_indicator(check, item) for item in check.indicators],
            "points": _points_object(check),
            "files": _files(check),
            "summary": {
                "fail_on": fail_on,
                "severity": by_severity(one.findings),
                "code": by_code(one.findings),
            },
        }
    )


def _indicator(check: EvidenceCheck, item: IndicatorEvidence) -> dict[str, Any]:
    own = check.assessment.form.span if check.assessment.form else ""
    valid, naming = item.rows.get(own, (0, 0))
    return {
        "no": item.indicator.no,
        "name": item.indicator.name,
        "wanted": item.indicator.evidence,
        "clause": item.indicator.clause,
        "rows": valid if item.rows else None,
        "rows_with_evidence": naming if item.rows else None,
        "by_period": [
            {"period": period, "rows": rows, "rows_with_evidence": named} for period, (rows, named) in item.rows.items()
        ],
        "cell": item.cell or None,
        "files": item.files,
        "missing": item.missing,
        "ambiguous": item.ambiguous,
        "others": item.others,
    }


def _points_object(check: EvidenceCheck) -> dict[str, Any] | None:
    one = check.assessment
    if one.main is None:
        return None
    return {
        "scope": one.main.scope.id,
        "total": number(one.main.total),
        "total_without_evidence": number(one.main.total_without_evidence),
        "reading": one.readings.get("missing_evidence"),
    }


def _files(check: EvidenceCheck) -> dict[str, Any]:
    listing = check.listing
    return {
        "dir": listing.folder,
        "count": len(listing.files),
        "bytes": sum(max(file.size, 0) for file in listing.files),
        "used": len(check.uses),
        "unused": [file.path for file in check.unused],
        "empty": [file.path for file in listing.files if not file.size],
        "system": listing.system,
        "skipped": [{"path": one.path, "reason": one.reason} for one in listing.skipped],
        "listed": [_file(check, file) for file in listing.files],
    }


def _file(check: EvidenceCheck, file: EvidenceFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "size": file.size if file.size >= 0 else None,
        "sha256": file.sha256 or None,
        "indicators": check.uses.get(file.path, ()),
    }


def _showable(check: EvidenceCheck) -> EvidenceCheck:
    """The same with the numbers of persons hidden: files and cells bear them too (`身份证5002….jpg`)."""
    listing = check.listing
    files = tuple(replace(file, path=showable(file.path)) for file in listing.files)
    skipped = tuple(replace(one, path=showable(one.path)) for one in listing.skipped)
    indicators = tuple(
        replace(
            item,
            cell=showable(item.cell),
            files=tuple(map(showable, item.files)),
            missing=tuple(map(showable, item.missing)),
            ambiguous=tuple(map(showable, item.ambiguous)),
        )
        for item in check.indicators
    )
    return replace(
        check,
        assessment=showable_assessment(check.assessment),
        listing=replace(listing, files=files, skipped=skipped),
        indicators=indicators,
        uses={showable(path): nos for path, nos in check.uses.items()},
    )
