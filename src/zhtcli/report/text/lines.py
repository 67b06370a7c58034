"""The lines that every text for people shares: a finding, whose file it is, the count, the next step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.finding import SEVERITY_WORDS, Finding, Severity
from zhtcli.core.period import period_label
from zhtcli.core.rules.overlay import Overlay
from zhtcli.core.rules.regime import Reading
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Paint, Style, hanging
from zhtcli.report.units import Report, by_severity

WHOLE_FILE = "文件"
SEVERITY_STYLES: dict[Severity, Style] = {"error": "red", "warning": "yellow", "note": "cyan"}
_AS_OF_WORDS = {
    "option": "由 --as-of 指定",
    "field": "取自封面",
    "period": "本期最后一天",
    "filled_on": "取自填表日期",
    "none": "没有写",
}
_BARE = re.compile(r"[\w./\\:~%+,@=（）【】《》“”、，。·-]+")
MANY = 3
"""From so many files on, a next step names the command alone."""


def finding_line(finding: Finding, paint: Paint, place: str = WHOLE_FILE) -> str:
    """`指标填报!F12 错误 ZHT-… 第6项…。请…。` on one line; `place` where the finding is about no sheet."""
    where = one_line(finding.place) or one_line(place)
    word = paint(SEVERITY_WORDS[finding.severity], SEVERITY_STYLES[finding.severity])
    code = paint(finding.code, "dim")
    return f"{where} {word} {code} {one_line(finding.message)}{one_line(finding.hint)}"


def finding_lines(findings: Iterable[Finding], paint: Paint, *, notes: bool = True) -> list[str]:
    return [finding_line(f, paint) for f in findings if notes or f.severity != "note"]


def form_label(one: Assessment) -> str:
    """`bishan-2026`, or a word for what is no form."""
    return one.form.id if one.form else "未识别的表单"


def headline(one: Assessment) -> str:
    """A file among several: `甲.xlsx（甲公司，bishan-2026）`."""
    about = "，".join(part for part in (one_line(one.unit), one.form.id if one.form else "") if part)
    return f"{one_line(one.file)}（{about}）" if about else one_line(one.file)


def title_lines(one: Assessment, width: int) -> list[str]:
    """Whose form it is, which one, from which file, on which readings, as of which day."""
    lines = hanging(
        "单位：", (one_line(one.unit) or "（未填）") + (f"（{one_line(one.uscc)}）" if one.uscc else ""), width
    )
    if one.form is not None and one.regime is not None:
        period = f"，{period_label(one.form.period)}" if one.form.period else ""
        lines += hanging("表单：", f"{one.form.id} {one.regime.title}{period}", width)
    lines += hanging("文件：", one_line(one.file), width)
    if one.joined:
        lines += hanging("并入：", "、".join(one_line(path) for path, _ in one.joined), width)
    if one.dates is not None:
        from zhtcli.report.text.cycles import cycle_lines

        lines += cycle_lines(one, width)
    if one.as_of is not None:
        lines.append(f"基准日：{one.as_of.isoformat()}（{_AS_OF_WORDS[one.as_of_source]}）")
    return lines + overlay_lines(one, width) + reading_lines(one, width)


def overlay_lines(one: Assessment, width: int) -> list[str]:
    """Whose rules the points follow, where a paper of the user's own was laid over the document."""
    overlay = one.regime.overlay if one.regime else None
    if overlay is None:
        return []
    return hanging("叠加：", overlay_sentence(overlay), width)


def overlay_sentence(overlay: Overlay) -> str:
    """`“甲办法”（jia，甲.yaml，SHA-256 0123456789ab…），依据《甲》第三条`, and the readings that it answers."""
    sentence = (
        f"“{one_line(overlay.title)}”（{one_line(overlay.id)}，{one_line(overlay.file)}，"
        f"SHA-256 {overlay.sha256[:12]}…），依据{one_line(overlay.cited)}"
    )
    settles = f"；口径 {'、'.join(overlay.settles)} 由它定，不再另选" if overlay.settles else ""
    return sentence + settles


def reading_lines(one: Assessment, width: int) -> list[str]:
    """Which readings somebody decided; one line where nobody did."""
    if not one.decided_readings:
        return hanging("口径：", "全部采用默认值（用 --reading 或 --readings-file 指定）", width)
    known = {reading.key: reading for reading in one.regime.readings} if one.regime else {}
    lines = ["口径：以下已指定，其余采用默认值"]
    for key, option in one.decided_readings.items():
        text = reading_sentence(known.get(key), key, option)
        if note := one_line(one.reading_notes.get(key)):
            text += f"（{note}）"
        lines += hanging("  ", text, width)
    return lines


def reading_sentence(reading: Reading | None, key: str, option: str) -> str:
    """`zero_target=full 目标为0的指标怎样给分：视为完成，给满分`."""
    if reading is None or option not in reading.options:
        return f"{key}={option}"
    return f"{key}={option} {reading.title}：{reading.options[option].label}"


def file_blocks(report: Report, paint: Paint, *, notes: bool) -> Iterator[str]:
    """The findings of each file under its name; a refused file with its one finding on one line."""
    for one in report.assessments:
        shown = [finding for finding in one.findings if notes or finding.severity != "note"]
        if one.refused and len(one.findings) == 1:
            yield finding_line(one.findings[0], paint, one.file)
            continue
        if len(report.assessments) == 1:
            yield from finding_lines(shown, paint)
            continue
        yield paint(headline(one), "bold") + ("" if one.findings else "：没有发现问题")
        yield from ("  " + line for line in finding_lines(shown, paint))


def count_line(report: Report, paint: Paint) -> str:
    """`共 3 个文件：错误 2，警告 5，提示 1；未能处理 1 个`."""
    if not report.assessments:
        return "没有找到填报件。"
    counts = by_severity(report.findings)
    parts = [
        paint(f"{SEVERITY_WORDS[severity]} {count}", SEVERITY_STYLES[severity] if count else None)
        for severity, count in counts.items()
    ]
    found = "，".join(parts) if any(counts.values()) else paint("没有发现问题", "green")
    refused = f"；未能处理 {report.refused} 个" if report.refused else ""
    return f"共 {len(report.assessments)} 个文件：{found}{refused}"


def files_of(assessments: Sequence[Assessment]) -> str:
    """The files as they go behind a command, blank where they are too many to be typed again."""
    if len(assessments) > MANY:
        return ""
    return "".join(" " + shell_word(one_line(one.file)) for one in assessments)


def shell_word(name: str) -> str:
    """A file name that can be pasted behind a command: bare, or quoted where a shell would take it apart."""
    if name.startswith("-"):
        name = f"./{name}"
    if _BARE.fullmatch(name):
        return name
    if not any(c in name for c in '"$`!\\'):
        return f'"{name}"'
    return "'" + name.replace("'", "'\\''") + "'"


def next_step(text: str) -> str:
    return f"下一步：{text}"


def joined_up(lines: Iterable[str]) -> str:
    """Lines as a text that ends with one newline; blank lines never stand twice nor at the end."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return "\n".join(kept) + "\n"
