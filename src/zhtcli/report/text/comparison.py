"""What `zht compare` tells people: counts first, then the findings, then every change that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.moves import ScopeMove
from zhtcli.core.assessing.showing import showable_assessment, showable_finding
from zhtcli.core.finding import Finding, Severity, at_or_above
from zhtcli.core.forms.masking import showable
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.rounding import shown
from zhtcli.core.values import State
from zhtcli.core.versions.comparing import Change, Compared, Comparison, Told
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Paint, hanging
from zhtcli.report.text.lines import finding_line, joined_up, next_step, reading_lines, shell_word, title_lines
from zhtcli.report.text.moves import grant_line, signed, verdict_line
from zhtcli.report.widths import clipped

MOST = 20
"""So many lines of one list; the rest is counted."""
LONGEST = 48
"""Columns of a typed text within a line."""
FEW_ROWS = 3
"""More rows than these, added to a register or taken from it, are told together."""
NOTHING = "（空白）"
_VERBS = {"added": "增加", "removed": "删去"}


def compare_text(compared: Compared, fail_on: Severity = "error", *, width: int = 80, color: bool = False) -> str:
    """The comparison as lines; a refused file is told as its finding."""
    return joined_up(_lines(compared, fail_on, width, Paint(color)))


def _lines(compared: Compared, fail_on: Severity, width: int, paint: Paint) -> Iterator[str]:
    old, new, told = showable_assessment(compared.old), showable_assessment(compared.new), compared.comparison
    if told is None:
        for one in (old, new):
            if one.refused:
                yield from (finding_line(finding, paint, one.file) for finding in one.findings)
        yield "有文件未能处理，没有对照。"
        yield next_step("换好未能处理的文件后重新对照。")
        return
    yield from _title(old, new, told, width)
    yield ""
    if old.sha256 == new.sha256 and not told.changes:
        yield "两份文件的内容完全相同。"
    yield _finding_count(told, paint)
    yield _change_count(told, paint)
    yield from _totals(told, paint)
    yield from _list(
        f"已改正的问题（{len(told.closed)}）",
        [finding_line(replace(f, hint=""), paint) for f in _shown(told.closed)],
        paint,
    )
    yield from _list(
        f"仍在的问题（{len(told.open)}）", [finding_line(f, paint) for f in _shown(f for _, f in told.open)], paint
    )
    yield from _list(f"新出现的问题（{len(told.new)}）", [finding_line(f, paint) for f in _shown(told.new)], paint)
    yield from _list(f"问题之外的改动（{len(told.unasked)}）", _change_lines(told.unasked), paint)
    yield from _list(f"针对问题的改动（{len(told.asked)}）", _change_lines(told.asked), paint)
    if told.scopes:
        yield from _list(f"得分或采用数有变动的指标（{_label(told.scopes[0])}）", list(_points(told.scopes[0])), paint)
    yield from _list(f"有变动的结论（{len(told.verdicts)}）", [verdict_line(move) for move in told.verdicts], paint)
    yield from _list(f"有变动的补助（{len(told.grants)}）", [grant_line(move) for move in told.grants], paint)
    yield ""
    yield next_step(_step(new, told, fail_on))


def _shown(findings: Iterable[Finding]) -> list[Finding]:
    return [showable_finding(finding) for finding in findings]


def _title(old: Assessment, new: Assessment, told: Comparison, width: int) -> Iterator[str]:
    """Whose form it is, the two files, the readings; what is odd about the pair."""
    bare = replace(new, as_of=None, joined=())
    skipped = {*hanging("文件：", one_line(new.file), width), *reading_lines(new, width)}
    yield from (line for line in title_lines(bare, width) if line not in skipped)
    yield from hanging("旧版：", one_line(old.file), width)
    yield from hanging("新版：", one_line(new.file), width)
    if old.as_of != new.as_of:
        yield f"基准日：{old.as_of or '没有写'} → {new.as_of or '没有写'}"
    yield from reading_lines(new, width)
    if told.same_unit is False:
        names = f"“{one_line(old.unit) or old.uscc}”、“{one_line(new.unit) or new.uscc}”"
        yield from hanging("注意：", f"两份写的单位不同（{names}），请核对是否拿错了文件。", width)


def _finding_count(told: Comparison, paint: Paint) -> str:
    if not (told.closed or told.open or told.new):
        return "问题：两份都没有发现问题"
    fresh = paint(f"新出现 {len(told.new)}", "red" if told.new else None)
    closed = paint(f"已改正 {len(told.closed)}", "green" if told.closed else None)
    return f"问题：{closed}，仍在 {len(told.open)}，{fresh}"


def _change_count(told: Comparison, paint: Paint) -> str:
    if not told.changes:
        return "改动：填报内容没有改动"
    unasked = paint(f"问题之外的 {len(told.unasked)} 处", "yellow" if told.unasked else None)
    return f"改动：共 {len(told.changes)} 处，针对问题的 {len(told.asked)} 处，{unasked}"


def _totals(told: Comparison, paint: Paint) -> Iterator[str]:
    """The total of the main scope, and of the others that moved."""
    for place, move in enumerate(told.scopes):
        if place and move.difference == 0:
            continue
        if move.difference is None:
            before, after = (shown(card.total, fixed=True) if card else "没有计分" for card in (move.old, move.new))
            yield f"得分：{_label(move)} {before} → {after}"
        elif move.difference == 0:
            yield f"得分：{_label(move)} {shown(move.new.total if move.new else None, fixed=True)}，没有变动"
        else:
            before, after = (shown(card.total if card else None, fixed=True) for card in (move.old, move.new))
            gained = paint(signed(move.difference), "green" if move.difference > 0 else "red")
            yield f"得分：{_label(move)} {before} → {after}（{gained}）"


def _label(move: ScopeMove) -> str:
    card = move.new or move.old
    return card.scope.label if card is not None else move.scope


def _list(title: str, lines: Sequence[str], paint: Paint) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield paint(title, "bold")
    yield from (f"  {line}" for line in lines[:MOST])
    if len(lines) > MOST:
        yield f"  另有 {len(lines) - MOST} 行没有列出，用 --format json 看全部"


def _change_lines(changes: Sequence[Change]) -> list[str]:
    """A line for each change; many rows added to a register, or taken from it, in one."""
    lines = []
    for (kind, _, asked), same in groupby(changes, key=lambda one: (one.kind, one.register, one.asked)):
        group = list(same)
        if kind == "changed" or len(group) <= FEW_ROWS:
            told = [change_line(change) for change in group]
        else:
            names = "、".join(f"“{one_line(showable(change.row or ''))}”" for change in group[:FEW_ROWS])
            told = [f"{group[0].label} {_VERBS[kind]} {len(group)} 行：{names}等"]
        lines += [f"{line} {asked}" if asked else line for line in told]
    return lines


def change_line(change: Change) -> str:
    """`第5项2026年填报数：18 → 20（指标填报!E12）`, a whole row with the cell it begins in."""
    row = f"，行“{one_line(showable(change.row))}”" if change.row else ""
    if change.kind != "changed":
        return f"{change.label} {_VERBS[change.kind]}一行{row.replace('，行', '')}{_where(change)}"
    before, after = seen(change.old), seen(change.new)
    alike = "，差别在没有列出的文字或隐去的号码里" if before == after else ""
    return f"{change.label}{row}：{before} → {after}{alike}{_where(change)}"


def _where(change: Change) -> str:
    """Both places where the cell has moved, else the one."""
    places = list(dict.fromkeys(told.at for told in (change.old, change.new) if told is not None and told.at))
    if not places:
        return ""
    same_sheet = len({at.sheet for at in places}) == 1
    return f"（{' → '.join([str(places[0]), *(at.a1 if same_sheet else str(at) for at in places[1:])])}）"


def seen(told: Told | None) -> str:
    """What a version says, with its state where that is not simply a value."""
    state: State = told.state if told is not None else "blank"
    if told is None or state == "blank":
        return NOTHING
    raw = clipped(one_line(told.raw), LONGEST)
    match state:
        case "not_applicable":
            return raw or "不适用"
        case "unreadable":
            return f"“{raw}”（读不出）" if raw else "（读不出）"
        case _:
            return f"“{raw}”" if isinstance(told.value, str) else raw


def _points(move: ScopeMove) -> Iterator[str]:
    for item in move.moved:
        before, after = _worth(item.old), _worth(item.new)
        points = f"{before} → {after}" if before != after else f"{after}，没有变动"
        values = f"，采用数 {_value(item.old)} → {_value(item.new)}" if _value(item.old) != _value(item.new) else ""
        yield f"第{item.no}项 {item.name}：{points}{values}"


def _worth(item: IndicatorScore | None) -> str:
    return "没有得分" if item is None or item.points is None else f"{shown(item.points, fixed=True)} 分"


def _value(item: IndicatorScore | None) -> str:
    return "没有" if item is None or item.actual is None else shown(item.actual, 4)


def _step(new: Assessment, told: Comparison, fail_on: Severity) -> str:
    file = shell_word(one_line(new.file))
    left = any(at_or_above(finding.severity, fail_on) for finding in new.findings)
    if told.unasked:
        rest = f"；问题改正后重新校验：zht validate {file}" if left else ""
        return f"请填报单位逐处说明问题之外的改动{rest}"
    if left:
        return f"改正后重新校验：zht validate {file}"
    if new.unscored:
        return f"汇总：zht progress {file}"
    return f"计分：zht score {file}"
