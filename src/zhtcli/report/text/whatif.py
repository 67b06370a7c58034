"""What assumed figures would change, as text: before and after, then what is still lacking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.assumed import Assumption, OpenPoints, ProgressMove, WhatIf
from zhtcli.core.assessing.moves import PointsMove, ScopeMove
from zhtcli.core.period import ALL, Scope, period_label
from zhtcli.core.points.score import IndicatorScore, status_word
from zhtcli.core.rounding import shown
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Paint, Row, hanging, table
from zhtcli.report.text.lines import headline
from zhtcli.report.text.moves import grant_line, signed, verdict_line
from zhtcli.report.text.spread import total_places

ARROW = " → "


def what_if_blocks(assessments: Sequence[Assessment], width: int, paint: Paint) -> Iterator[str]:
    """A block for each form, under the results that know nothing of the assumptions."""
    for one in assessments:
        if one.what_if is not None:
            yield ""
            if len(assessments) > 1:
                yield headline(one)
            yield from what_if_lines(one, one.what_if, width, paint)


def what_if_lines(one: Assessment, told: WhatIf, width: int, paint: Paint) -> Iterator[str]:
    """What was assumed, totals and items before and after, and what is still lacking."""
    yield paint("假设", "bold") + "（未经核定，只供测算；结果仍以上面为准）"
    for assumption in told.assumed:
        yield from hanging("  ", _assumed(assumption), width)
    if not one.scorecards and not one.concluded:
        yield "没有计分，所以也没有可以比较的。"
        return
    if not told.moves:
        yield "按这些假设，得分、进度、结论和补助都不变。"
    for place, move in enumerate(told.scopes):
        if place == 0 or move.difference:
            yield from _total(move, total_places(one), width, paint, main=place == 0)
        if place == 0 and move.moved:
            yield from table(
                ("序号", "指标", "实际", "得分", "状态"),
                [_moved(item) for item in move.moved],
                align="llrrl",
                width=width,
                elastic=1,
                paint=paint,
            )
    for line in (*map(verdict_line, told.verdicts), *map(grant_line, told.grants)):
        yield from hanging("  ", line, width)
    if not told.scopes:
        for progress in told.progress:
            yield from hanging("  ", _progress(progress), width)
    yield from _still_open(told, width, paint)


def _assumed(one: Assumption) -> str:
    value = f"{one.value:f}{one.unit}"
    if one.period is None:
        return f"{one_line(one.name)}（{one.no}）：{value}"
    about = "" if one.period == ALL else period_label(one.period)
    return f"第{one.no}项 {one_line(one.name)}{'，' if about else ''}{about}：{value}"


def _total(move: ScopeMove, places: int, width: int, paint: Paint, *, main: bool) -> Iterator[str]:
    if move.old is None or move.new is None:
        return
    before, after = (shown(card.total, places, fixed=True) for card in (move.old, move.new))
    label = "总分" if move.new.complete else "总分（暂计）"
    gained = move.difference or Fraction(0)
    words = f"{before}{ARROW}{after}（{signed(gained)}）" if gained else f"{after}，不变"
    about = f"{move.new.scope.label}{label}"
    grades = [card.grade for card in (move.old, move.new)]
    if any(grades) and grades[0] != grades[1]:
        words += f"，等次 {grades[0] or '未定'}{ARROW}{grades[1] or '未定'}"
    if move.new.low != move.new.high:
        low, high = (shown(bound, places, fixed=True) for bound in (move.new.low, move.new.high))
        words += f"，最后可能在 {low} 到 {high} 之间"
    first, *others = hanging(f"{about} ", words, width)
    yield first.replace(about, paint(about, "bold"), 1) if main else first
    yield from others


def _moved(item: PointsMove) -> Row:
    now = item.new
    return (
        item.no,
        one_line(item.name),
        "" if now is not None and now.parts else _change(_value(item.old), _value(now)),
        _change(_points(item.old), _points(now)),
        "" if now is None else status_word(now),
    )


def _change(before: str, after: str) -> str:
    return after if before == after else f"{before}{ARROW}{after}"


def _value(item: IndicatorScore | None) -> str:
    if item is None or item.actual is None:
        return "无"
    return shown(item.actual, 4) + ("%" if item.indicator.unit == "%" else "")


def _points(item: IndicatorScore | None) -> str:
    return "无" if item is None or item.points is None else shown(item.points, fixed=True)


def _progress(move: ProgressMove) -> str:
    unit = move.indicator.unit
    amounts = [
        "没有" if one.actual is None else f"{shown(one.actual, 4)}{'%' if unit == '%' else ''}"
        for one in (move.old, move.new)
    ]
    shares = ["无" if one.completion is None else f"{shown(one.completion * 100)}%" for one in (move.old, move.new)]
    label = Scope(move.scope.removeprefix(".."), cumulative=move.scope.startswith("..")).label
    completion = "" if shares == ["无", "无"] else f"，完成率 {ARROW.join(shares)}"
    return f"第{move.indicator.no}项 {one_line(move.indicator.name)}，{label}：{ARROW.join(amounts)}{completion}"


def _still_open(told: WhatIf, width: int, paint: Paint) -> Iterator[str]:
    """The main scope item by item; of the others only what can no longer be earned."""
    for place, (scope, group) in enumerate(groupby(told.open, key=lambda one: one.scope)):
        lacking = list(group)
        if place == 0 and told.scopes and scope == told.scopes[0].scope:
            sum_of = shown(sum((one.points for one in lacking), Fraction(0)), fixed=True)
            yield ""
            yield paint("还差", "bold") + f"（按上面的假设，分值减得分，共 {sum_of} 分，从大到小）"
            yield from table(
                ("序号", "指标", "还差", "分值", "说明"),
                [_open_row(one) for one in lacking],
                align="llrrl",
                width=width,
                elastic=1,
                paint=paint,
            )
        elif gone := [one for one in lacking if one.reach == "out_of_reach"]:
            nos = "、".join(f"第{one.item.indicator.no}项 {shown(one.points, fixed=True)} 分" for one in gone)
            yield from hanging(f"{_label(scope)}已经拿不到：", nos, width)


def _open_row(one: OpenPoints) -> Row:
    indicator = one.item.indicator
    return (
        f"{'★' if indicator.bonus else ''}{indicator.no}",
        one_line(indicator.name),
        shown(one.points, fixed=True),
        shown(Fraction(indicator.points) + indicator.extra),
        "拿不到" if one.reach == "out_of_reach" else status_word(one.item),
    )


def _label(scope: str) -> str:
    return Scope(scope.removeprefix(".."), cumulative=scope.startswith("..")).label
