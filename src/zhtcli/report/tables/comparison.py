"""A comparison as a table for WPS and Excel, and as Markdown: a row for each finding and each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhtcli.core.assessing.showing import showable_assessment, showable_finding
from zhtcli.core.finding import SEVERITY_WORDS, Finding
from zhtcli.core.forms.masking import showable
from zhtcli.core.versions.comparing import Change, Compared, Comparison
from zhtcli.report.plain import one_line
from zhtcli.report.tables.csvtable import MARK, table_text
from zhtcli.report.tables.markdownpieces import escaped
from zhtcli.report.text.comparison import seen

COLUMNS = "类别 内容 指标 字段 台账 行标识 旧值 新值 旧位置 新位置 代码 程度".split()
"""`代码` is that of the finding, or of the one that asked for a change."""
_CHANGES = {"changed": "改动", "added": "增加一行", "removed": "删去一行"}


def compare_csv(compared: Compared) -> str:
    """The table with its headers; of refused files the findings that refuse them."""
    return MARK + table_text(COLUMNS, list(_rows(compared)))


def compare_markdown(compared: Compared) -> str:
    """A heading, the two files, and the same table."""
    old, new = showable_assessment(compared.old), showable_assessment(compared.new)
    lines = ["# 两版对照", "", f"- 旧版：{escaped(old.file)}", f"- 新版：{escaped(new.file)}"]
    lines += [f"- 单位：{escaped(new.unit)}"] if new.unit else []
    rows = list(_rows(compared))
    if rows:
        lines += ["", "| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
        lines += ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
    else:
        lines += ["", "没有差别。"]
    return "\n".join(lines) + "\n"


def _rows(compared: Compared) -> Iterator[Sequence[str]]:
    told = compared.comparison
    if told is None:
        for one in (compared.old, compared.new):
            for finding in one.findings if one.refused else ():
                yield _finding(f"未能处理：{one_line(one.file)}", finding, "", "")
        return
    yield from _findings(told)
    for change in told.changes:
        yield _change(change)


def _findings(told: Comparison) -> Iterator[Sequence[str]]:
    for finding in told.closed:
        yield _finding("已改正", finding, _place(finding), "")
    for before, after in told.open:
        yield _finding("仍在", after, _place(before), _place(after))
    for finding in told.new:
        yield _finding("新出现", finding, "", _place(finding))


def _place(finding: Finding) -> str:
    return one_line(finding.place) or "文件"


def _finding(kind: str, finding: Finding, old: str, new: str) -> Sequence[str]:
    shown = showable_finding(finding)
    about = (shown.indicator or "", shown.field or "", shown.register or "", shown.row or "")
    return (kind, shown.message, *about, "", "", old, new, shown.code, SEVERITY_WORDS[shown.severity])


def _change(change: Change) -> Sequence[str]:
    asked = "针对问题" if change.asked else "问题之外"
    about = (change.indicator or "", change.field or "", change.register or "", showable(change.row or ""))
    whole = change.kind != "changed"
    places = (str(told.at) if told is not None and told.at else "" for told in (change.old, change.new))
    values = ("" if whole else seen(told) for told in (change.old, change.new))
    return (f"{asked}：{_CHANGES[change.kind]}", change.label, *about, *values, *places, change.asked or "", "")
