"""Scores as text: the indicators with their sections, the total and how firm it is, the other scopes, the spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.sourcing import source_word
from zhtcli.core.period import Scope
from zhtcli.core.points.earning import Status
from zhtcli.core.points.score import IndicatorScore, status_word
from zhtcli.core.points.scorecard import Scorecard, with_bonus
from zhtcli.core.rounding import shown
from zhtcli.report.plain import one_line
from zhtcli.report.sources import has_sources, total_notes
from zhtcli.report.text.columns import Cell, Paint, Row, Style, hanging, table
from zhtcli.report.text.grades import gate_sentences, grade_sentences, grade_word
from zhtcli.report.text.lines import (
    count_line,
    file_blocks,
    files_of,
    finding_lines,
    next_step,
    overlay_lines,
    reading_lines,
    shell_word,
    title_lines,
)
from zhtcli.report.text.spread import spread_lines, total_places
from zhtcli.report.units import Report, by_severity
from zhtcli.report.widths import wrapped

STATUS_STYLES: dict[Status, Style] = {
    "met": "green",
    "partial": "yellow",
    "not_met": "red",
    "not_filled": "red",
    "not_computable": "red",
    "not_applicable": "yellow",
    "provisional": "yellow",
    "for_person": "yellow",
    "zero_target": "dim",
}
_OPEN: dict[Status, str] = {
    "not_filled": "未填报",
    "not_computable": "无法计算",
    "not_applicable": "填为不适用，待核定单位认定",
    "provisional": "暂计",
    "for_person": "待人工认定",
}


def score_lines(report: Report, width: int, paint: Paint) -> Iterator[str]:
    """One file in full; several as their findings and a table of totals."""
    if len(report.assessments) == 1 and not report.assessments[0].refused:
        yield from one_file(report.assessments[0], width, paint)
    else:
        yield from _several(report, width, paint)
    if any(one.what_if is not None for one in report.assessments):
        from zhtcli.report.text.whatif import what_if_blocks

        yield from what_if_blocks(report.assessments, width, paint)
    yield ""
    yield count_line(report, paint)
    if step := _step(report):
        yield next_step(step)


def one_file(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """Everything about one scored form except the closing count."""
    yield from title_lines(one, width)
    yield ""
    told = bool(one.scorecards) or one.concluded
    yield from finding_lines(one.findings, paint, notes=not told)
    notes = by_severity(one.findings)["note"]
    if notes and told:
        yield f"另有提示 {notes} 条，见 zht validate {shell_word(one_line(one.file))}"
    yield ""
    card = one.main
    if one.concluded:
        from zhtcli.report.text.conclusion import conclusion_lines
    if card is None and one.concluded:
        yield from conclusion_lines(one, width, paint)
        return
    if card is None:
        if not one.unscored:  # that a document gives no points is said among the findings, with the verb to use
            yield paint("没有计分。", "bold") + "原因见上面的问题。"
        return
    yield paint(f"{card.scope.label}得分", "bold")
    yield from indicator_table(one, card, width, paint)
    yield ""
    yield from total_lines(one, card, width, paint)
    if len(one.scorecards) > 1:
        yield ""
        yield paint("其他范围", "bold")
        yield from _scope_table(one, one.scorecards[1:], width, paint)
    if one.spread:
        yield ""
        yield from spread_lines(one, width, paint)
    if one.concluded:
        yield ""
        yield from conclusion_lines(one, width, paint)


def indicator_table(one: Assessment, card: Scorecard, width: int, paint: Paint) -> list[str]:
    """Each section's points, and under it those of its indicators."""
    rows: list[Row] = []
    places, sources = item_places(one), has_sources(one)
    beside = [""] * sources
    for section in card.sections:
        head = (
            section.id,
            section.title,
            "",
            "",
            "",
            shown(section.points, places, fixed=True),
            with_bonus(section.max, section.bonus_max),
            "",
        )
        rows.append([Cell(text, "bold") for text in (*head, *beside)])
        for item in (i for i in card.indicators if i.indicator.section == section.id):
            rows.append((*_row(item, places), *([source_word(one, item)] if sources else ())))
    return table(
        ("序号", "指标", "目标", "实际", "完成率", "得分", "分值", "状态", *(["来源"] if sources else ())),
        rows,
        align="llrrrrrl" + "l" * sources,
        width=width,
        elastic=1,
        paint=paint,
    )


def item_places(one: Assessment) -> int:
    """Decimal places that an indicator's points are shown with; exact ones are cut to two for the eye."""
    places = one.regime.scoring.item_places if one.regime else None
    return 2 if places is None else places


def amount(value: Fraction | None, unit: str) -> str:
    """A figure in a column: percentages carry their sign, other units stand in the indicator's name."""
    return "" if value is None else shown(value) + ("%" if unit == "%" else "")


def completion(share: Fraction | None) -> str:
    return "" if share is None else f"{shown(share * 100)}%"


def figures_of(item: IndicatorScore) -> tuple[str, str, str]:
    """Target, actual and completion in columns; several conditions do not fit there."""
    unit = item.indicator.unit
    target = amount(None if item.target is None else Fraction(item.target), unit)
    return target, amount(item.actual, unit), completion(item.completion)


def _row(item: IndicatorScore, places: int) -> Row:
    indicator = item.indicator
    figures = ("", "", "") if item.parts else figures_of(item)
    mark = "★" if indicator.bonus else ""
    return (
        f"{mark}{indicator.no}",
        one_line(indicator.name),
        *figures,
        "" if item.points is None else shown(item.points, places, fixed=True),
        with_bonus(Fraction(indicator.points) + indicator.extra, indicator.extra),
        Cell(status_word(item), STATUS_STYLES.get(item.status)),
    )


def total_lines(one: Assessment, card: Scorecard, width: int, paint: Paint) -> Iterator[str]:
    """The total, whether it is final, and what it would be without the items whose target is zero."""
    places = total_places(one)
    why = reasons(one, card)
    head = "总分" if card.complete else "总分（暂计）"
    full = with_bonus(card.max, card.max - card.base_max)
    yield paint(f"{head} {shown(card.total, places, fixed=True)} / {full}", "bold")
    if card.bonus:
        base, bonus = (shown(points, places, fixed=True) for points in (card.base, card.bonus))
        yield f"其中：基础分 {base}，加分 {bonus}"
    if card.assessed_max != card.max:
        raw = shown(card.raw_total, places, fixed=True)
        yield f"参加考核的指标共 {shown(card.assessed_max)} 分，得 {raw} 分，折算到 {shown(card.max)} 分"
    if why:
        yield from hanging("还没有定：", f"{why}。", width)
    if card.low != card.high:
        yield f"最后可能在 {span(card, places)} 之间"
    for sentence in (*gate_sentences(card, places), *grade_sentences(one, card)):
        yield from wrapped(sentence, width)
    if zero := [item.indicator.no for item in card.indicators if item.zero_target]:
        without = shown(card.total_without_zero_targets, places, fixed=True)
        yield from wrapped(f"不含目标为0的第{'、'.join(zero)}项：{without}（折算到 {shown(card.max)} 分）", width)
    for words, total in total_notes(one, card, places):
        yield from wrapped(f"{words}：{total}", width)


def span(card: Scorecard, places: int) -> str:
    return f"{shown(card.low, places, fixed=True)} 到 {shown(card.high, places, fixed=True)}"


def reasons(one: Assessment, card: Scorecard) -> str:
    """Why a total may still change: `第6、9项未填报；2029年还没有结束`."""
    parts = []
    for status, words in _OPEN.items():
        if status == "for_person" and runs(one, card.scope):
            continue  # nobody judges a range before its scope has ended
        nos = [item.indicator.no for item in card.indicators if item.status == status]
        if nos and len(nos) == len(card.indicators):
            parts.append(f"各项都{words}")
        elif nos:
            parts.append(f"第{'、'.join(nos)}项{words}")
    if runs(one, card.scope):
        parts.append(f"还没有到{Scope(card.scope.through).label}")
    return "；".join(parts)


def runs(one: Assessment, scope: Scope) -> bool:
    """Whether the scope ends after the form's own period."""
    return one.form is not None and one.form.period is not None and scope.through > one.form.period


def _scope_table(one: Assessment, cards: Sequence[Scorecard], width: int, paint: Paint) -> list[str]:
    places = total_places(one)
    graded = any(card.graded for card in cards)
    rows: list[Row] = [
        (
            card.scope.label,
            shown(card.total, places, fixed=True),
            *([grade_word(card)] if graded else []),
            shown(card.max),
            shown(card.total_without_zero_targets, places, fixed=True),
            "" if card.low == card.high else span(card, places),
            ("" if card.complete else "暂计：") + reasons(one, card),
        )
        for card in cards
    ]
    return table(
        ("范围", "得分", *(["等次"] if graded else []), "满分", "不含目标为0", "可能范围", "说明"),
        rows,
        align="lr" + "l" * graded + "rrll",
        width=width,
        elastic=5 + graded,
        wrap=True,
        paint=paint,
    )


def _several(report: Report, width: int, paint: Paint) -> Iterator[str]:
    yield from file_blocks(report, paint, notes=False)
    scored = [one for one in report.assessments if one.main is not None]
    if not scored:
        return
    yield ""
    for one in scored[:1]:
        yield from overlay_lines(one, width)
        yield from reading_lines(one, width)
    cumulative = list(
        dict.fromkeys(card.scope.id for one in scored for card in one.scorecards if card.scope.cumulative)
    )
    with_grades = any(one.main.graded for one in scored if one.main)
    rows: list[Row] = []
    for one in report.assessments:
        if one.refused:
            continue
        cards = {card.scope.id: card for card in one.scorecards}
        counts = by_severity(one.findings)
        rows.append(
            (
                one_line(one.unit) or one_line(one.file),
                one.form.id if one.form else "",
                _brief(one, one.main),
                *([grade_word(one.main)] if with_grades else []),
                *(_brief(one, cards.get(scope)) for scope in cumulative),
                str(counts["error"]),
                str(counts["warning"]),
            )
        )
    yield from table(
        ("单位", "表单", "得分", *(["等次"] if with_grades else []), *cumulative, "错误", "警告"),
        rows,
        align="llr" + "l" * with_grades + "r" * (len(cumulative) + 2),
        width=width,
        elastic=0,
        paint=paint,
    )
    yield "得分后的“*”表示暂计；逐项得分：zht score 后只写一个文件"


def _brief(one: Assessment, card: Scorecard | None) -> str:
    if card is None:
        return "没有计分"
    return shown(card.total, total_places(one), fixed=True) + (" " if card.complete else "*")


def _step(report: Report) -> str:
    files = files_of(report.assessments)
    if report.refused:
        return f"换好未能处理的文件后重新计分：zht score{files}"
    if any(finding.severity == "error" for finding in report.findings):
        return f"改正后重新校验：zht validate{files}"
    if len(report.assessments) == 1 and (card := report.assessments[0].main) is not None:
        lacking = [i.indicator.no for i in card.indicators if i.points is not None and i.points < i.high]
        short = [i.indicator.no for i in card.indicators if i.points is not None and i.points < i.indicator.points]
        no = (lacking or short or [card.indicators[0].indicator.no])[0]
        return f"看某一项怎样得分：zht explain{files} {no}"
    if len(report.assessments) != 1:
        return ""
    only = report.assessments[0]
    if only.graded:
        from zhtcli.report.text.graded import going_on

        return going_on(only)
    if only.grants:
        return f"看某一笔怎样算出：zht explain{files} {shell_word(one_line(only.grants[0].id))}"
    return ""
