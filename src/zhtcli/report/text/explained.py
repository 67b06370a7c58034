"""How one indicator got its points: from the cells to the total, with everything it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.showing import showable_assessment
from zhtcli.core.assessing.sourcing import EXPERTS, NO_ROWS, SOME_ROWS, SOURCE_WORDS, register_sheets, source_word
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.figures.opinion import Opinion
from zhtcli.core.finding import Finding
from zhtcli.core.forms.layout import ENTRIES
from zhtcli.core.period import Scope
from zhtcli.core.points.bandwords import rule_words
from zhtcli.core.points.explanation import explanation
from zhtcli.core.points.score import IndicatorScore, status_word
from zhtcli.core.points.scorecard import with_bonus
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import BASIS_WORDS, AsIs, Composed, Entered, Judged, OfFields, Quotient, Ratio
from zhtcli.core.rules.regime import Definition, Reading, Section
from zhtcli.core.rules.resolve import choices
from zhtcli.core.rules.rowkinds import Tally
from zhtcli.core.years.progress import Progress
from zhtcli.report.plain import one_line
from zhtcli.report.sources import gap_with_unit
from zhtcli.report.text.columns import Paint, hanging
from zhtcli.report.text.followedexplained import quarter_lines
from zhtcli.report.text.grades import paper_words
from zhtcli.report.text.lines import finding_lines, joined_up, title_lines
from zhtcli.report.text.progress import REACH_WORDS, UNKNOWN, horizon_label
from zhtcli.report.text.rowlines import row_lines, told_by_rows
from zhtcli.report.text.scores import STATUS_STYLES, item_places, runs

MOST_FINDINGS = 10
"""Findings about register cells that are listed; how many more there are is said."""
_ROLLUP_WORDS = {"sum": "各年相加", "latest": "看期末的数，各年不相加", "given": "照填报的累计数"}
_QUARTERLY_WORDS = {"sum": "各季相加", "latest": "看季末的数，各季不相加", "given": "比例不相加，照填报的累计数"}


def explain(
    one: Assessment, no: str, *, definition: Definition | None = None, width: int = 80, color: bool = False
) -> str:
    """Everything about one indicator of a workbook as text, ended by one newline.

    With the `definition` only the readings that touch this indicator are listed, else all of the regime's. Raises
    KeyError where the form has no such indicator, or was not recognised.
    """
    if one.regime is None:
        raise KeyError(no)
    return joined_up(_lines(showable_assessment(one), one.regime.indicator(no), definition, width, Paint(color)))


def touching(definition: Definition, no: str) -> frozenset[str]:
    """The keys of the readings that an indicator's points depend on: those of its own node and of the scoring."""
    nodes = [node for node in definition.tree.get("indicators", ()) if str(node.get("no")) == no]
    return frozenset(by for node in (*nodes, definition.tree.get("scoring")) for _, by, _ in choices(node))


def _lines(
    one: Assessment, indicator: Indicator, definition: Definition | None, width: int, paint: Paint
) -> Iterator[str]:
    yield paint(f"第{indicator.no}项 {one_line(indicator.name)}", "bold")
    yield from _about(one, indicator, width)
    yield ""
    yield from title_lines(one, width)
    items = [(card.scope, item) for card in one.scorecards for item in card.indicators if item.indicator == indicator]
    if not items:
        yield ""
        without = one.regime is not None and one.regime.scored and not indicator.scored
        unscored = one.regime is not None and not one.regime.scored
        yield "所依据的文件不计分。" if unscored else "这一项不计分。" if without else "没有计分。"
    for scope, item in items:
        yield ""
        yield paint(scope.label, "bold")
        yield from _score(one, scope, item, width, paint)
    yield from row_lines(one, indicator, width, paint)
    for progress in one.progress:
        if progress.indicator == indicator and indicator.nature is not None:
            yield ""
            yield from quarter_lines(progress, one.form.span if one.form else "", width, paint)
        elif progress.indicator == indicator:
            yield ""
            yield paint("进度", "bold")
            yield from _progress(one, progress, width)
    yield ""
    yield from _readings(one, indicator, definition, width, paint)
    found = [finding for finding in one.findings if _concerns(finding, indicator, scored=bool(items))]
    yield from _findings([finding for finding in found if not told_by_rows(finding)], paint)


def _findings(found: Sequence[Finding], paint: Paint) -> Iterator[str]:
    if not found:
        return
    of_rows = [finding for finding in found if finding.register]
    yield ""
    yield paint("有关的问题", "bold")
    yield from finding_lines([finding for finding in found if not finding.register], paint)
    yield from finding_lines(of_rows[:MOST_FINDINGS], paint)
    if len(of_rows) > MOST_FINDINGS:
        yield f"台账里另有 {len(of_rows) - MOST_FINDINGS} 条，见 zht validate"


def _concerns(finding: Finding, indicator: Indicator, *, scored: bool) -> bool:
    """Its own findings, those about the table as a whole, and whatever kept the form from being scored."""
    if finding.indicator is None:
        return finding.sheet == ENTRIES or (not scored and CATALOGUE[finding.code].stops_score)
    return finding.indicator == indicator.no


def _about(one: Assessment, indicator: Indicator, width: int) -> Iterator[str]:
    section = one.regime.section(indicator.section) if one.regime else None
    told = {
        "考核内容": _content(section, indicator),
        "分值": f"{shown(indicator.points)} 分" + ("（加分项）" if indicator.bonus else "") if indicator.scored else "",
        "计分": rule_words(indicator.score, Fraction(indicator.points)) if indicator.points_clause else "",
        "计分依据": paper_words(one, indicator),
        "依据": f"{indicator.clause}（{BASIS_WORDS[indicator.basis]}）",
        "取值": _measure(indicator),
        "累计": _rollup(indicator) if one.regime is None or one.regime.by_period else "",
        "怎样填": indicator.guidance,
        "佐证": indicator.evidence,
        "注意": indicator.pitfall,
    }
    for label, text in told.items():
        if text:
            yield from hanging(f"{label}：", one_line(text), width)


def _content(section: Section | None, indicator: Indicator) -> str:
    """The section and, where it says more, the group of the indicator."""
    if section is None:
        return indicator.group
    head = f"{section.id} {section.title}"
    return head if indicator.group == section.title else f"{head}，{indicator.group}"


def _rollup(indicator: Indicator) -> str:
    to_date = "；年度目标是到当年末的累计数" if indicator.adds_to_date else ""
    words = _ROLLUP_WORDS if indicator.nature is None else _QUARTERLY_WORDS
    return words[indicator.rollup] + to_date


def _measure(indicator: Indicator) -> str:
    unit = f"（{indicator.unit}）" if indicator.unit else ""
    if isinstance(indicator.rows, Tally):
        return "按台账逐行计分" + unit
    match indicator.measure:
        case Entered():
            return f"直接填报{unit}"
        case Ratio(numerator=top, denominator=bottom) | Quotient(numerator=top, denominator=bottom):
            return f"{top} ÷ {bottom}{unit}"
        case OfFields():
            return f"封面所填数相加{unit}"
        case Judged():
            return f"专家评分，0 至 {shown(indicator.points)} 分"
        case Composed():
            return "；".join(f"{part.no} {part.name}：{_measure(part)}，{part.asked}" for part in indicator.measured())
        case _:
            assert_never(indicator.measure)


def _score(one: Assessment, scope: Scope, item: IndicatorScore, width: int, paint: Paint) -> Iterator[str]:
    unit = item.indicator.unit
    places = item_places(one)
    asked = item.indicator.asked or (UNKNOWN if item.target is None else f"{shown(item.target)}{unit}")
    if not isinstance(item.indicator.score, AsIs):
        yield from hanging("  目标：" if one.form and one.form.period else "  要求：", asked, width)
    if item.parts:
        for part in item.parts:
            yield from hanging(f"  {part.indicator.no} ", part.indicator.name, width)
            for line in _figures(one, scope, part, width - 2):
                yield f"  {line}"
        if item.decided is not None:
            yield f"  裁定：{shown(item.decided, 4)}分"
    else:
        yield from _figures(one, scope, item, width)
    if item.opinion is not None:
        yield from _opinion(item.opinion, width)
    elif item.value_source == "verified" and not item.mixed:
        yield from hanging("  取自：", "、".join(_sheets(one, item)), width)
    elif item.cells:
        origins = [one_line(str(cell)) for cell in item.cells]
        if source_word(one, item) == SOME_ROWS:
            origins += _sheets(one, item)
        yield from hanging("  取自：", "、".join(origins), width)
    if explanation(item):
        yield from hanging("  计算：", one_line(explanation(item)), width)
    points = UNKNOWN if item.points is None else shown(item.points, places, fixed=True)
    status = paint(status_word(item), STATUS_STYLES.get(item.status))
    full = with_bonus(Fraction(item.indicator.points) + item.indicator.extra, item.indicator.extra)
    yield f"  得分：{points} / {full}（{status}）"
    if item.low != item.high:
        low, high = (shown(value, places, fixed=True) for value in (item.low, item.high))
        why = f"，还没有到{Scope(scope.through).label}" if runs(one, scope) else ""
        yield f"  最后可能在 {low} 到 {high} 之间{why}"


def _sheets(one: Assessment, item: IndicatorScore) -> list[str]:
    return [one_line(sheet) for sheet in register_sheets(one, item.indicator)]


def _figures(one: Assessment, scope: Scope, item: IndicatorScore, width: int) -> Iterator[str]:
    """Decided, verified and reported side by side, the one that counts first."""
    unit, source = item.indicator.unit, source_word(one, item)
    if source == SOME_ROWS and item.actual is not None:
        yield f"  采用数：{shown(item.actual, 4)}{unit}（有台账的年份按核定数，其余按填报数）"
    if item.decided is not None and source != EXPERTS:
        yield f"  裁定数：{shown(item.decided, 4)}{unit}"
    if item.verified is not None and not item.mixed:
        sheets = _sheets(one, item)
        about = "，".join(part for part in (_division(item), "、".join(sheets)) if part)
        yield from hanging("  核定数：", f"{shown(item.verified, 4)}{unit}" + (f"（{about}）" if about else ""), width)
    reported = item.actual if source in (SOURCE_WORDS["reported"], NO_ROWS) else item.reported
    if reported is not None:
        parts = _division(item) if item.verified is None else ""
        notes = [parts, NO_ROWS if source == NO_ROWS else "", _compared(item)]
        about = "，".join(note for note in notes if note)
        yield f"  填报数：{shown(reported, 4)}{unit}" + (f"（{about}）" if about else "")


def _opinion(opinion: Opinion, width: int) -> Iterator[str]:
    """Each expert's score with its reason, then what the panel settled."""
    settled = [opinion.arbitration] if opinion.arbitration is not None else []
    for one in (*opinion.scores, *settled):
        notes = [one.reason, "去掉，不计入平均" if one in opinion.left_out else ""]
        about = "；".join(one_line(note) for note in notes if note)
        name = one_line(one.expert) if one in settled else f"专家{one_line(one.expert)}"
        yield from hanging(f"  {name}：", f"{shown(one.score)} 分" + (f"（{about}）" if about else ""), width)


def _division(item: IndicatorScore) -> str:
    if item.numerator is None or item.denominator is None:
        return ""
    return f"{shown(item.numerator, 4)} ÷ {shown(item.denominator, 4)}"


def _compared(item: IndicatorScore) -> str:
    if item.reported is None or item.verified is None:
        return ""
    more = item.reported - item.verified
    other = "采用数" if item.mixed else "核定数"
    if not more:
        return f"与{other}相同"
    return f"比{other}{'多' if more > 0 else '少'} {gap_with_unit(item.indicator, abs(more), 4)}"


def _progress(one: Assessment, progress: Progress, width: int) -> Iterator[str]:
    unit = progress.indicator.unit
    years = []
    for year in progress.by_period:
        target = "没有目标" if year.target is None else f"目标 {shown(year.target)}{unit}"
        actual = "" if year.actual is None else f"，实际 {shown(year.actual)}{unit}"
        years.append(f"{Scope(year.period).label}{target}{actual}")
    yield from hanging("  逐年：", "；".join(years), width)
    for to in progress.cumulative:
        parts = [
            "" if to.target is None else f"目标 {shown(to.target)}{unit}",
            "" if to.actual is None else f"实际 {shown(to.actual)}{unit}",
            "" if not to.gap else f"还差 {gap_with_unit(progress.indicator, to.gap)}",
            "" if not to.pace_needed else f"今后每年需 {shown(to.pace_needed)}{unit}",
            REACH_WORDS[to.reach],
        ]
        label = f"  {horizon_label(one, to.through)}："
        yield from hanging(label, "，".join(part for part in parts if part), width)


def _readings(
    one: Assessment, indicator: Indicator, definition: Definition | None, width: int, paint: Paint
) -> Iterator[str]:
    regime = one.regime
    if regime is None:
        return
    keys = touching(definition, indicator.no) if definition else {reading.key for reading in regime.readings}
    if readings := [reading for reading in regime.readings if reading.key in keys]:
        yield paint("有关的口径" if definition else "口径", "bold")
        for reading in readings:
            yield from _reading(one, reading, width)
    anomalies = [anomaly for anomaly in regime.anomalies if anomaly.indicator == indicator.no]
    if anomalies:
        yield ""
        yield paint("原文矛盾", "bold")
        for anomaly in anomalies:
            reading_key = f"由口径 {anomaly.reading} 决定。" if anomaly.reading else ""
            yield from hanging("  ", f"{anomaly.text}（{anomaly.clause}）{reading_key}", width)


def _reading(one: Assessment, reading: Reading, width: int) -> Iterator[str]:
    option = one.readings.get(reading.key, reading.default)
    label = reading.options[option].label if option in reading.options else option
    how = "已指定" if reading.key in one.decided_readings else "默认"
    note = one_line(one.reading_notes.get(reading.key))
    sentence = f"{reading.key}={option} {reading.title}：{label}（{how}；{reading.clause}）"
    yield from hanging("  ", sentence, width)
    yield from hanging("    ", reading.why + (f"决定依据：{note}。" if note else ""), width)
    others = [f"{key} {other.label}" for key, other in reading.options.items() if key != option]
    if others:
        yield from hanging("    其他选项：", "；".join(others), width)
