"""The sheet 总览 of a document that sets conditions or grants money: what holds, what is paid, what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhtcli.core.conditions.verdict import Verdict
from zhtcli.core.finding import Severity
from zhtcli.core.forms.masking import showable
from zhtcli.core.period import period_label
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import LEDE, STRONG, Cell
from zhtcli.workbook.result.page.money import OUTCOME_STYLES, outcome_cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.told import Told, what_stopped
from zhtcli.workbook.result.sheets.conditionsheet import again_value, condition_rows, tally
from zhtcli.workbook.result.sheets.cycleoverview import (
    cycle_facts,
    write_money,
    write_pledged,
    write_results,
    write_values,
)
from zhtcli.workbook.result.sheets.followedoverview import moment
from zhtcli.workbook.result.sheets.moneyoverview import write_grants_overview
from zhtcli.workbook.result.sheets.problems import by_severity
from zhtcli.workbook.writing import Style

WIDTHS = (25.0, 9.0, 17.0, 17.0, 17.0, 25.0)
_LAST = len(WIDTHS)
_LIVE = "本页的数用公式取自其他各页，改动那里的数，这里随之变动；文字是核定时写的，不随改动变化"
_LABEL: Style = {**styles.LABEL, "font_size": 10, "indent": 1}
_BOX: Style = {**styles.BOX, "font_size": 10}
_BIG_LABEL: Style = {**styles.BOX_MIDDLE, **STRONG, "font_size": 13}
_ADVICE: dict[Severity, str] = {
    "error": "相应的数没有采用或不能采用，请更正后重新核定。",
    "warning": "已按问题中写明的办法处理，请核对。",
    "note": "只作说明，不用处理。",
}


def write_entitled_overview(page: Page, told: Told) -> None:
    regime, assessment = told.regime, told.assessment
    page.line(Cell(regime.title, styles.SUBTITLE, _LAST), least=24)
    page.line(Cell(f"{period_label(told.period)}核定结果", {**styles.TITLE, "font_size": 16}, _LAST), least=32)
    page.gap(4)
    _facts(page, told)
    if stopped := what_stopped(assessment):
        page.gap()
        page.sentence(f"没有核定。{''.join(stopped)}", styles.NOTICE)
    if assessment.verdicts:
        _stages(page, assessment.verdicts)
        _open(page, assessment.verdicts)
        _measured(page, told)
    _procedure(page, told)
    write_results(page, told)
    if not stopped:
        write_pledged(page, told)
    if assessment.graded:
        write_money(page, told)
        write_values(page, told)
    elif assessment.grants:
        write_grants_overview(page, told)
    elif regime.grants and not stopped:
        page.gap()
        page.sentence("没有可以核算的补助：台账里没有相应的行。", styles.NOTICE)
    by_severity(page, assessment.findings, _ADVICE, listed=True)
    _notes(page, told)
    page.raw.fit_to_pages(1, 1)


def _facts(page: Page, told: Told) -> None:
    assessment = told.assessment
    facts = [
        ("填报单位", assessment.unit or "（未填）"),
        ("统一社会信用代码", assessment.uscc or "（未填）"),
        ("依据文件", told.document),
        ("表单", told.form_words),
        *cycle_facts(told),
        ("核定基准日", told.as_of_words or "（没有）"),
    ]
    if told.regime.procedure is not None and assessment.standing is not None:
        facts.append(("办理到哪一步", assessment.standing.state))
    for label, text in facts:
        page.line(Cell(label, _LABEL), Cell(text, _BOX, _LAST - 1))


def _stages(page: Page, verdicts: Sequence[Verdict]) -> None:
    page.heading("结论")
    for whole in (one for one in verdicts if one.overall):
        own = [one for one in verdicts if one.event == whole.event and not one.overall]
        counted = "" if whole.outcome == "met" else f"{tally(own)}。\n"
        page.line(
            Cell(whole.title, _BIG_LABEL),
            outcome_cell(whole.outcome, {**_BIG_LABEL, **OUTCOME_STYLES[whole.outcome]}, 2),
            Cell(f"{counted}{whole.explanation}{whole.consequence}", _BOX, _LAST - 3),
            least=40,
        )


def _open(page: Page, verdicts: Sequence[Verdict]) -> None:
    """What keeps a stage from being met, with the reason; equal reasons of one stage stand together."""
    page.heading("还没有符合的条件")
    groups: dict[tuple[str, str, str], list[Verdict]] = {}
    for one in (one for one in verdicts if not one.overall and one.outcome != "met"):
        groups.setdefault((one.event, one.outcome, one.explanation), []).append(one)
    if not groups:
        page.sentence("没有，各项条件都符合。")
        return
    titles = {one.event: one.title for one in verdicts if one.overall}
    page.headers("条件", "阶段", "结论", ("依据和说明", 2), "条款")
    for (event, _, explanation), some in groups.items():
        page.line(
            Cell("、".join(one.title for one in some)),
            Cell(titles.get(event, ""), styles.BOX_MIDDLE),
            outcome_cell(some[0].outcome),
            Cell(explanation, styles.BOX, 2),
            Cell("；".join(dict.fromkeys(one.clause for one in some))),
        )


def _measured(page: Page, told: Told) -> None:
    """The conditions that ask for a figure."""
    printed = {one.id: one.printed for one in told.regime.conditions if one.threshold is not None}
    measured = [one for one in told.assessment.verdicts if one.id in printed]
    if not measured:
        return
    page.heading("有数值要求的条件")
    page.headers("条件", "单位", "数值", ("原文要求", 2), "结论")
    rows = condition_rows(told.assessment.verdicts)
    for one in measured:
        page.line(
            Cell(one.title),
            Cell(one.unit, styles.BOX_MIDDLE),
            again_value(one, rows[one.event, one.id], page.name),
            Cell(printed[one.id], styles.BOX, 2),
            outcome_cell(one.outcome),
        )


def _procedure(page: Page, told: Told) -> None:
    procedure, standing = told.regime.procedure, told.assessment.standing
    if procedure is None or standing is None:
        return
    page.heading(f"办理程序（{procedure.clause}）")
    taken = {step.id: step for step in standing.steps}
    page.headers("环节", "办理", "日期", ("办理后的状态", 2), "结果")
    for step in procedure.steps:
        done = taken.get(step.id)
        page.line(
            Cell(told.regime.field(step.at).label.removesuffix("日期").removesuffix("时间")),
            Cell("已办" if done else "未办", {**styles.BOX_MIDDLE, **(styles.DONE if done else {})}),
            Cell(moment(done.at) if done else "", styles.BOX_MIDDLE),
            Cell(done.state if done else "", styles.BOX, 2),
            Cell(showable(done.outcome) if done else ""),
        )


def _notes(page: Page, told: Told) -> None:
    page.gap()
    for sentence in _sentences(told):
        page.sentence(sentence, {**LEDE, "font_size": 9.5})


def _sentences(told: Told) -> Iterator[str]:
    if told.assessment.verdicts:
        yield "由专家判断的条件只照填报件所写的评审结论列出，程序不代作结论；逐条依据见“条件结论”。"
    if told.assessment.grants:
        yield "金额以元为单位核到分；每一笔怎样算出见“补助核定”和“补助明细”。"
    if not what_stopped(told.assessment):
        told_again = any(item.cumulative for item in told.assessment.progress)
        yield _LIVE + ("，对照周期承诺的“情况”除外。" if told_again else "。")
    if told.assessment.graded:
        yield "考核结果由人填写，后果照原文列出，见“考核评价”。"
    if told.regime.cycle is not None and told.without_weights:
        yield told.without_weights
    if told.regime.readings:
        yield told.readings_words
