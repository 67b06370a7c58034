"""The sheet 总览 of a document that sets conditions or grants money: what holds, what is paid, what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from zhtcli.core.conditions.verdict import Verdict
from zhtcli.core.finding import Severity
from zhtcli.core.forms.masking import showable
from zhtcli.core.grants.grant import GRANT_STATES
from zhtcli.core.grants.totals import GrantTotal, by_payee, by_title, by_year, sum_of, together
from zhtcli.core.period import period_label
from zhtcli.workbook import styles
from zhtcli.workbook.result.conditionsheet import tally, value_cell
from zhtcli.workbook.result.cycleoverview import cycle_facts, write_money, write_pledged, write_results, write_values
from zhtcli.workbook.result.followedoverview import moment
from zhtcli.workbook.result.money import IN_WAN, OUTCOME_STYLES, YUAN, outcome_cell, wan_cell, yuan_cell
from zhtcli.workbook.result.paper import COUNT, LEDE, STRONG, Cell, Page, figure
from zhtcli.workbook.result.problems import by_severity
from zhtcli.workbook.result.told import Told, what_stopped
from zhtcli.workbook.writing import Style

WIDTHS = (25.0, 9.0, 17.0, 17.0, 17.0, 25.0)
MOST_PAYEES = 12
_LAST = len(WIDTHS)
_LABEL: Style = {**styles.LABEL, "font_size": 10, "indent": 1}
_BOX: Style = {**styles.BOX, "font_size": 10}
_MIDDLE: Style = {**styles.BOX_MIDDLE, "font_size": 10}
_BIG_LABEL: Style = {**styles.BOX_MIDDLE, **STRONG, "font_size": 13}
_BIG_NOTE: Style = {**styles.BOX_MIDDLE, **STRONG, "font_size": 10}
_BIG_YUAN: Style = {**YUAN, **STRONG, "font_size": 11, "align": "center", "num_format": '#,##0.00"元"'}
_BIG_WAN: Style = {**_BIG_YUAN, "num_format": '#,##0.00####"万元"'}
_LESS: Style = {**YUAN, "font_color": styles.ODD["font_color"], "num_format": "-#,##0.00_ ;-#,##0.00_ ;0.00_ "}
_LESS_WAN: Style = {**_LESS, "num_format": "-#,##0.00####_ ;-#,##0.00####_ ;0.00_ "}
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
        _grants(page, told)
    elif regime.grants and not stopped:
        page.gap()
        page.sentence("没有可以核算的补助：台账里没有相应的行。", styles.NOTICE)
    by_severity(page, assessment.findings, _ADVICE)
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
    for one in measured:
        page.line(
            Cell(one.title),
            Cell(one.unit, styles.BOX_MIDDLE),
            value_cell(one.value, one.unit),
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


def _grants(page: Page, told: Told) -> None:
    grants = told.assessment.grants
    whole = sum_of("合计", grants)
    page.gap()
    page.line(
        Cell("核定补助合计", _BIG_LABEL),
        Cell(f"{whole.count}笔", _MIDDLE),
        yuan_cell(whole.amount, _BIG_YUAN),
        wan_cell(whole.amount, _BIG_WAN),
        Cell("其中现在应拨付", _BIG_NOTE),
        yuan_cell(whole.due, _BIG_YUAN),
        least=34,
    )
    _chain(page, whole)
    _table(page, "按补助种类", "补助", by_title(grants), whole)
    _table(page, "按对象", "对象", _largest(by_payee(grants)), whole)
    _table(page, "按年度", "年度", _named_years(by_year(grants)), whole)


def _chain(page: Page, whole: GrantTotal) -> None:
    """From what was asked to what is due by now."""
    page.heading("从申报到拨付")
    page.headers(("项目", 2), "元", "万元", ("说明", 2))

    def line(label: str, amount: Fraction, note: str, *, less: bool = False, bold: bool = False) -> None:
        strong: Style = STRONG if bold else {}
        page.line(
            Cell(label, {**styles.BOX, **strong}, 2),
            yuan_cell(amount, {**(_LESS if less else YUAN), **strong}),
            wan_cell(amount, {**(_LESS_WAN if less else IN_WAN), **strong}),
            Cell(note, {**styles.BOX, **strong}, 2),
        )

    line("申报", whole.asked, "台账所填的投资额和服务费")
    line("减：不予认定", whole.unrecognised, "不在范围内、超过限额或不予补贴的部分", less=True)
    line("认定", whole.recognised, "计算补助的基数")
    line("按比例计算", whole.computed, "各笔按规定的比例计算后相加")
    line("减：超过上限", whole.over_cap, "各项最高额以上的部分", less=True)
    if whole.withheld:
        line("减：不再拨付或待裁定", whole.withheld, "已经失去的拨付，和要由人裁定的补助", less=True)
    line("核定补助", whole.amount, "到现在核定的全部补助", bold=True)
    line("　其中：现在应拨付", whole.due, "到核定基准日为止累计应拨付，没有扣除已经拨付的")
    line("　　　　待拨付", whole.pending, "考核、落户等条件满足以后拨付")


def _table(page: Page, heading: str, first: str, groups: Sequence[GrantTotal], whole: GrantTotal) -> None:
    page.heading(heading)
    page.headers(first, "笔数", "核定（元）", "现在应拨付（元）", "待拨付（元）", "情况")
    for one in groups:
        _total(page, one)
    if len(groups) > 1:
        _total(page, whole, STRONG)


def _total(page: Page, one: GrantTotal, more: Style | None = None) -> None:
    strong = more or {}
    page.line(
        Cell(one.label, {**styles.BOX, **strong}),
        figure(one.count, {**COUNT, "align": "center", **strong}),
        yuan_cell(one.amount, {**YUAN, **strong}),
        yuan_cell(one.due, {**YUAN, **strong}),
        yuan_cell(one.pending, {**YUAN, **strong}),
        Cell(states(one), {**styles.BOX, **strong}),
    )


def _named_years(years: Sequence[GrantTotal]) -> list[GrantTotal]:
    return [replace(one, label=period_label(one.label) if one.label else "（没有日期）") for one in years]


def _largest(payees: Sequence[GrantTotal]) -> Sequence[GrantTotal]:
    """Those who get most, in the order in which they stand on the form; the others as one line."""
    if len(payees) <= MOST_PAYEES + 1:
        return payees
    ranked = sorted(range(len(payees)), key=lambda place: (-payees[place].amount, place))
    others = [payees[place] for place in sorted(ranked[MOST_PAYEES:])]
    named = [payees[place] for place in sorted(ranked[:MOST_PAYEES])]
    return [*named, together(f"其余{len(others)}个", others)]


def states(one: GrantTotal) -> str:
    """`应拨付5笔，待条件满足1笔；其中有核减的3笔，减到零的1笔`."""
    told = "，".join(f"{word}{one.states[state]}笔" for state, word in GRANT_STATES.items() if one.states.get(state))
    less = f"；其中有核减的{one.cut}笔" if one.cut else ""
    return told + less + (f"，减到零的{one.nothing}笔" if one.nothing else "")


def _notes(page: Page, told: Told) -> None:
    page.gap()
    for sentence in _sentences(told):
        page.sentence(sentence, {**LEDE, "font_size": 9.5})


def _sentences(told: Told) -> Iterator[str]:
    if told.assessment.verdicts:
        yield "由专家判断的条件只照填报件所写的评审结论列出，程序不代作结论；逐条依据见“条件结论”。"
    if told.assessment.grants:
        yield "金额以元为单位核到分；每一笔怎样算出见“补助核定”和“补助明细”。"
    if told.assessment.graded:
        yield "考核结果由人填写，后果照原文列出，见“考核评价”。"
    if told.regime.cycle is not None and told.without_weights:
        yield told.without_weights
    if told.regime.readings:
        yield told.readings_words
