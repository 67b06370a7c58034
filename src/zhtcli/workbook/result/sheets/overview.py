"""The sheet 总览: whose result, which total, where the points went, on one page."""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.assessing.sourcing import SOURCE_WORDS, other_evidence
from zhtcli.core.finding import Severity
from zhtcli.core.period import period_label
from zhtcli.core.points.score import status_word
from zhtcli.core.points.scorecard import Scorecard, with_bonus
from zhtcli.core.rounding import shown
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.again import Again
from zhtcli.workbook.result.formulas.places import PointsPlaces
from zhtcli.workbook.result.page.cell import LEDE, POINTS, STATUS_STYLES, STRONG, Cell, figure, points, rate
from zhtcli.workbook.result.page.overlaynotes import grading_sentences
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.told import (
    Told,
    completeness,
    interval,
    lost,
    tally,
    why_no_score,
)
from zhtcli.workbook.result.sheets.cycleoverview import (
    cycle_facts,
    write_money,
    write_pledged,
    write_results,
    write_values,
)
from zhtcli.workbook.result.sheets.problems import by_severity
from zhtcli.workbook.writing import Style

WIDTHS = (15.0, 29.0, 10.0, 10.0, 10.0, 21.0)
_WITH_MONEY = (15.0, 20.0, 15.0, 15.0, 15.0, 22.0)
MOST_LOST = 5
_LAST = len(WIDTHS)

_LABEL: Style = {**styles.LABEL, "font_size": 10, "indent": 1}
_BOX: Style = {**styles.BOX, "font_size": 10}
_TOTAL_LABEL: Style = {**styles.BOX_MIDDLE, **STRONG, "font_size": 14}
_TOTAL: Style = {**POINTS, **STRONG, "font_size": 20, "align": "center"}

_SEVERITY_ADVICE: dict[Severity, str] = {
    "error": "相应的数没有采用或不能采用，请更正后重新上报。",
    "warning": "照填报的数计算，请核对。",
    "note": "只作说明，不用处理。",
}
_REGISTER_WARNING = "照填报的数计算，台账中写明不计的行除外，请核对。"


def widths(told: Told) -> tuple[float, ...]:
    """Column widths; amounts of money take more room than points."""
    return _WITH_MONEY if told.assessment.concluded else WIDTHS


def write_overview(page: Page, told: Told) -> None:
    regime, assessment = told.regime, told.assessment
    page.line(Cell(regime.title, styles.SUBTITLE, _LAST), least=24)
    page.line(Cell(f"{period_label(told.period)}计分结果", {**styles.TITLE, "font_size": 16}, _LAST), least=32)
    page.gap(4)
    _facts(page, told)
    page.gap()
    card = told.card
    if card is None:
        page.sentence(why_no_score(assessment), styles.NOTICE)
    else:
        again = Again(page.name, PointsPlaces(told, card))
        _total(page, card, told, again)
        _sections(page, card, again)
        if len(told.assessment.scorecards) > 1:
            _scopes(page, told, again)
        if told.counts_rows:
            _registers(page, told, again)
        _losses(page, card, again)
        write_pledged(page, told)
    write_results(page, told)
    write_money(page, told)
    if told.assessment.graded:
        write_values(page, told)
    _findings(page, told)
    _notes(page, told)
    page.raw.fit_to_pages(1, 1)


def _facts(page: Page, told: Told) -> None:
    assessment = told.assessment
    facts = [
        ("填报单位", assessment.unit or "（未填）"),
        ("统一社会信用代码", assessment.uscc or "（未填）"),
        ("依据文件", told.document),
        ("表单", told.form_words),
        ("计分范围", told.card.scope.label if told.card else "没有计分"),
        *cycle_facts(told),
        ("核定基准日", told.as_of_words),
    ]
    for label, text in facts:
        page.line(Cell(label, _LABEL), Cell(text, _BOX, _LAST - 1))


def _total(page: Page, card: Scorecard, told: Told, again: Again) -> None:
    state = completeness(card, told.period)
    possible = interval(card)
    full = with_bonus(card.max, card.max - card.base_max)
    note = f"满分 {full}\n{state}" + (f"\n可能在 {possible} 之间" if possible else "")
    beside, figure_beside, line = "其中加分", card.bonus, again.total("bonus", card.bonus)
    if told.has_zero_targets:
        beside, figure_beside = "不计目标为0的指标", card.total_without_zero_targets
        line = again.total("firm", figure_beside)
    page.line(
        Cell("总分", _TOTAL_LABEL),
        figure(card.total, _TOTAL).by(again.total("total", card.total)),
        Cell(note, _BOX, 2),
        Cell(beside, {**_BOX, "align": "center"}),
        figure(figure_beside, {**POINTS, "font_size": 14, "align": "center"}).by(line),
        least=44,
    )


def _sections(page: Page, card: Scorecard, again: Again) -> None:
    page.heading("各部分得分")
    page.headers(("部分", 2), "得分", "分值", "得分率", "完成情况")
    for section in card.sections:
        items = [item for item in card.indicators if item.indicator.section == section.id]
        most = sum((Fraction(item.indicator.points) for item in items if item.assessed), Fraction(0))
        share = section.points / most if most else None
        page.line(
            Cell(f"{section.id}、{section.title}", styles.BOX, 2),
            points(section.points).by(again.section(section)),
            points(section.max).by(again.section_full(section)),
            rate(share).by(again.section_rate(section, items)),
            Cell(tally(items)),
        )
    if card.assessed_max != card.max:
        page.sentence(
            f"参加考核的分值是 {shown(card.assessed_max)} 分，各项得分合计 {shown(card.raw_total, fixed=True)} 分，"
            f"折算到 {shown(card.max)} 分为总分；"
            "得分率按参加考核的分值计算。"
        )


def _scopes(page: Page, told: Told, again: Again) -> None:
    page.heading("各计分范围")
    page.headers(("范围", 2), "得分", "不计目标为0的指标", "可能区间", "是否完整")
    for scope, card in enumerate(told.assessment.scorecards):
        strong: dict[str, str | bool] = {"bold": True} if card is told.card else {}
        page.line(
            Cell(f"{card.scope.label}{'（本表）' if strong else ''}", {**styles.BOX, **strong}, 2),
            points(card.total, **strong).by(again.total("total", card.total, scope)),
            points(card.total_without_zero_targets).by(again.total("firm", card.total_without_zero_targets, scope)),
            Cell(interval(card), styles.BOX_MIDDLE),
            Cell(completeness(card, told.period)),
        )


def _registers(page: Page, told: Told, again: Again) -> None:
    """What the totals owe to the registers: without them, and under the other answer about missing evidence."""
    page.heading("台账对总分的影响")
    other = other_evidence(told.assessment)
    page.headers(("范围", 2), "得分", "不用台账", *(["缺佐证另计"] if other else []), ("说明", _LAST - 5 + (not other)))
    for scope, card in enumerate(told.assessment.scorecards):
        without = card.total_without_registers, card.total_without_evidence
        page.line(
            Cell(card.scope.label, styles.BOX, 2),
            points(card.total).by(again.total("total", card.total, scope)),
            points(without[0]).by(again.total("unregistered", without[0], scope)),
            *([points(without[1]).by(again.total("otherwise", without[1], scope))] if other else []),
            Cell(_moved(card), styles.BOX, _LAST - 5 + (not other)),
        )
    page.sentence(
        "“不用台账”是各项都按填报数时的总分。"
        + (f"“缺佐证另计”是{other}时的总分。" if other else "")
        + "逐行的结论见“台账核定”。"
    )


def _moved(card: Scorecard) -> str:
    """Of the indicators that have registers, how many rest on which figure."""
    sources = [item.value_source for item in card.indicators if item.indicator.rows is not None]
    words = [f"{sources.count(source)}项按{word}数" for source, word in SOURCE_WORDS.items() if source in sources]
    return "，".join(words)


def _losses(page: Page, card: Scorecard, again: Again) -> None:
    page.heading(f"失分最多的指标（至多{MOST_LOST}项）")
    losing = sorted((i for i in card.indicators if lost(i)), key=lost, reverse=True)[:MOST_LOST]
    if not losing:
        page.sentence("没有失分的指标。")
        return
    page.headers("序号", "指标", "得分", "分值", "失分", "状态")
    for item in losing:
        page.line(
            Cell(f"第{item.indicator.no}项", styles.BOX_MIDDLE),
            Cell(item.indicator.name),
            points(item.points).by(again.points(item)),
            points(item.indicator.points).by(again.full(item)),
            points(lost(item), bold=True).by(again.lost(item)),
            Cell(status_word(item), {**styles.BOX_MIDDLE, **STATUS_STYLES[item.status]}),
        )


def _findings(page: Page, told: Told) -> None:
    advice = {**_SEVERITY_ADVICE, "warning": _REGISTER_WARNING} if told.counts_rows else _SEVERITY_ADVICE
    by_severity(page, told.assessment.findings, advice, listed=True)


def _notes(page: Page, told: Told) -> None:
    page.gap()
    decided = sum(told.decided(reading) for reading in told.regime.readings)
    defaults = len(told.regime.readings) - decided
    if not decided:
        readings = f"{defaults}项口径都用默认选项，见“口径与假设”。"
    else:
        readings = f"{decided}项口径由核定单位选定，其余{defaults}项用默认选项，见“口径与假设”。"
    for sentence in (*grading_sentences(told), readings):
        page.sentence(sentence, {**LEDE, "font_size": 9.5})
