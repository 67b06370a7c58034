"""How a result of an assessment, or a target of one's own, came about: cells, days, what the document prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.graded.verdicts import GradedVerdict
from zhtcli.core.period import period_label
from zhtcli.core.rounding import shown
from zhtcli.core.rules.kinds import BASIS_WORDS
from zhtcli.core.years.pledges import TargetCell
from zhtcli.core.years.progress import Progress
from zhtcli.report.plain import one_line
from zhtcli.report.sources import gap_with_unit
from zhtcli.report.text.columns import Paint, hanging
from zhtcli.report.text.graded import STATE_STYLES
from zhtcli.report.text.gradedkinds import grade_words, when_words
from zhtcli.report.text.lines import finding_lines
from zhtcli.report.text.progress import REACH_WORDS, UNKNOWN, horizon_label

_DAYS = {"held": "考核日期", "midterm_from": "可作中期评价", "cycle_last_day": "周期最后一天"}
_PARTS = {"pledged": "计划或承诺", "actual": "实际"}


def graded_explained(one: Assessment, verdict: GradedVerdict, width: int, paint: Paint) -> Iterator[str]:
    """A result, or an assessment that is awaited, with everything that the document prints about it."""
    grading = one.regime.grading if one.regime is not None else None
    kind = grading.kind(verdict.event) if grading is not None else None
    yield paint(f"{one_line(verdict.title)}（{one_line(verdict.id)}）", "bold")
    if verdict.year is not None:
        yield f"年度：{verdict.year}"
    if kind is not None and one.regime is not None:
        yield from hanging("何时考核：", f"{when_words(kind, one.regime.cycle)}（{kind.clause}）", width)
        yield from hanging("原文等次：", f"{grade_words(kind)}。", width)
    yield f"依据：{verdict.clause}（{BASIS_WORDS[verdict.basis]}）" if verdict.clause else "依据：文件没有这种考核"
    by = "（由人填写）" if verdict.grade and not verdict.overall else ""
    unused = "，没有采用" if verdict.state == "unused" else ""
    yield f"结果：{paint(one_line(verdict.word), STATE_STYLES[verdict.state])}{by}{unused}"
    yield from hanging("  说明：", one_line(verdict.explanation), width)
    yield from _days(verdict.dates)
    yield from _cells(verdict.cells, width)
    if verdict.overall:
        yield from _others(one, width, paint)
    yield from _findings(one, verdict.cells, paint)


def _days(dates: Mapping[str, date]) -> Iterator[str]:
    for key, day in dates.items():
        yield f"  {_DAYS.get(key, key)}：{day}" + ("起" if key == "midterm_from" else "")


def _cells(cells: Sequence[CellRef], width: int) -> Iterator[str]:
    if cells:
        yield from hanging("  单元格：", "、".join(map(str, cells)), width)


def _others(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """The results that it was told from, used or not."""
    yield paint("各次结果", "bold")
    for verdict in (each for each in one.graded if not each.overall):
        year = f"，{verdict.year}年度" if verdict.year is not None else ""
        unused = "，没有采用" if verdict.state == "unused" else ""
        yield from hanging("  ", f"{verdict.title}（{verdict.id}{year}）：{one_line(verdict.word)}{unused}", width)


def target_explained(
    one: Assessment, item: Progress, cells: Sequence[TargetCell], width: int, paint: Paint
) -> Iterator[str]:
    """A target of one's own: each year's plan and actual with their cells, then the pledge for the cycle."""
    indicator = item.indicator
    unit = indicator.unit
    yield paint(one_line(indicator.name), "bold") + (f"（{one_line(unit)}）" if unit else "")
    yield f"依据：{indicator.clause}（{BASIS_WORDS[indicator.basis]}）"
    yield from hanging("取值：", "由单位自己列出，计划、承诺和实际数都照台账所填；各年不相加。", width)
    pledged = {to.through for to in item.cumulative}
    for year in item.by_period:
        if year.actual is None and (year.target is None or year.period in pledged):
            continue  # what is pledged for the cycle stands below
        plan = UNKNOWN if year.target is None else shown(year.target)
        actual = UNKNOWN if year.actual is None else shown(year.actual)
        share = "" if year.completion is None else f"，完成 {shown(year.completion * 100)}%"
        yield f"  {period_label(year.period)}：计划 {plan}，实际 {actual}{share}"
    for to in item.cumulative:
        parts = [
            "没有填承诺" if to.target is None else f"承诺 {shown(to.target)}",
            f"最近实际 {UNKNOWN if to.actual is None else shown(to.actual)}",
            "" if to.completion is None else f"完成 {shown(to.completion * 100)}%",
            "" if not to.gap else f"还差 {gap_with_unit(indicator, to.gap)}",
            REACH_WORDS[to.reach],
        ]
        yield from hanging(f"  {horizon_label(one, to.through)}：", "，".join(filter(None, parts)), width)
    told = [f"{cell.year} {_PARTS[cell.part]} {cell.at}" for cell in cells]
    if told:
        yield from hanging("  单元格：", "；".join(told), width)
    yield from _findings(one, [cell.at for cell in cells], paint)


def _findings(one: Assessment, cells: Sequence[CellRef], paint: Paint) -> Iterator[str]:
    found: list[Finding] = [finding for finding in one.findings if finding.at is not None and finding.at in cells]
    if found:
        yield ""
        yield paint("有关的问题", "bold")
        yield from finding_lines(found, paint)
