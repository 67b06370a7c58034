"""The sheet 总览 of a document that monitors: where the form stands, its money, early signs, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.finding import SEVERITIES, SEVERITY_WORDS, Severity
from zhtcli.core.forms.masking import showable
from zhtcli.core.period import period_label
from zhtcli.core.quarters.followed import FollowedQuarter
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.quarters import QuarterFormulas
from zhtcli.workbook.result.page.cell import COUNT, LEDE, STRONG, Cell, figure
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.quartercells import grown_cell, how_long, quarter_words, quarters_of, spans
from zhtcli.workbook.result.page.terms import Term
from zhtcli.workbook.result.page.told import Told, what_stopped
from zhtcli.workbook.result.sheets import filesproblems
from zhtcli.workbook.result.sheets.formvalues import write_form_values
from zhtcli.workbook.result.sheets.problems import counted_there
from zhtcli.workbook.writing import Style

WIDTHS = (17.0, 30.0, 12.0, 12.0, 12.0, 14.0)
NOT_SCORED = "原文只做监测，没有规定分值；本结果不打分，也不定等次。"
_LAST = len(WIDTHS)
_LABEL: Style = {**styles.LABEL, "font_size": 10, "indent": 1}
_BOX: Style = {**styles.BOX, "font_size": 10}
_MIDDLE: Style = {**styles.BOX_MIDDLE, "font_size": 10}
_STATE: Style = {**styles.BOX, **STRONG, "font_size": 12}
_SEVERITY_ADVICE: dict[Severity, str] = {
    "error": "相应的数没有采用或前后对不上，请更正后重新报送。",
    "warning": "照填报的数列出，请核对。",
    "note": "只作说明，不用处理。",
}


def write_followed_overview(page: Page, told: Told, formulas: QuarterFormulas, every: Sequence[Assessment]) -> None:
    regime, assessment = told.regime, told.assessment
    page.line(Cell(regime.title, styles.SUBTITLE, _LAST), least=24)
    page.line(Cell(f"{period_label(told.period)}监测结果", {**styles.TITLE, "font_size": 16}, _LAST), least=32)
    page.gap(4)
    _facts(page, told, every)
    if not assessment.progress:
        page.gap()
        page.sentence(why_stopped(assessment), styles.NOTICE)
    _review(page, told)
    write_form_values(page, told)
    _signals(page, told, formulas)
    _unknown_growth(page, told)
    _findings(page, assessment, every)
    _notes(page, told)
    page.raw.fit_to_pages(1, 1)


def why_stopped(assessment: Assessment) -> str:
    """Why nothing of the form is used, in the words of the findings that stopped it."""
    return f"这份表的数没有采用。{''.join(what_stopped(assessment))}"


def _facts(page: Page, told: Told, every: Sequence[Assessment]) -> None:
    assessment = told.assessment
    handed = [one.form.span for one in every if one.form is not None and one.progress]
    known = quarters_of(assessment.progress)
    gaps = [period for period in known if min(handed, default=told.period) < period and period not in handed]
    files = f"{'、'.join(spans(handed))}，共{len(set(handed))}个季度" if handed else "没有能用的表"
    if gaps:
        files += f"；没有{'、'.join(spans(gaps))}的表"
    facts = [
        ("填报单位", assessment.unit or "（未填）"),
        ("统一社会信用代码", assessment.uscc or "（未填）"),
        ("县（市、区）", showable(assessment.county) or "（未填）"),
        ("依据文件", told.document),
        ("表单", told.form_words),
        ("用到的季度表", files),
    ]
    for label, text in facts:
        page.line(Cell(label, _LABEL), Cell(text, _BOX, _LAST - 1))


def _review(page: Page, told: Told) -> None:
    procedure, standing = told.regime.procedure, told.assessment.standing
    in_time = told.assessment.timeliness
    if procedure is None and in_time is None:
        return
    page.heading("报送与审核")
    if standing is not None:
        returned = f"　退回{standing.returned}次" if standing.returned else ""
        page.line(Cell("目前状态", _LABEL), Cell(f"{standing.state}{returned}", _STATE, _LAST - 1), least=22)
    if in_time is not None:
        late = "没有写报送时间" if in_time.days_late is None else f"迟报{in_time.days_late}天"
        odd: Style = styles.DONE if in_time.days_late == 0 else styles.ODD
        page.line(
            Cell("报送期限", _LABEL),
            Cell(f"{in_time.due.isoformat()}{'' if in_time.by_rule else '（对本单位另定的日期）'}", _BOX),
            Cell("报送日期", {**_LABEL, "align": "center", "indent": 0}),
            Cell(in_time.reported.isoformat() if in_time.reported else "", _MIDDLE),
            Cell("按时" if in_time.days_late == 0 else late, {**_MIDDLE, **odd}, 2),
        )
    if procedure is None or standing is None:
        return
    taken = {step.id: step for step in standing.steps}
    page.headers("环节", "经办人", ("时间", 2), ("结果", 2))
    for step in procedure.steps:
        done = taken.get(step.id)
        page.line(
            Cell(done.state if done else step.state, _BOX),
            Cell(showable(done.by) if done else "", _BOX),
            Cell(moment(done.at) if done else "尚未办理", _MIDDLE, 2),
            Cell(showable(done.outcome) if done else "", _MIDDLE, 2),
        )


def moment(at: date | None) -> str:
    if at is None:
        return "没有写时间"
    return at.strftime("%Y-%m-%d %H:%M") if isinstance(at, datetime) else at.isoformat()


def _signals(page: Page, told: Told, formulas: QuarterFormulas) -> None:
    if told.regime.monitoring is None:
        return
    signal = told.regime.monitoring.signal
    page.heading(f"苗头性问题（{how_long(signal)}的指标）")
    raised = told.assessment.signals
    if not raised:
        page.sentence("没有。" if told.assessment.progress else "无法判断。")
        return
    # The sheet is made for two quarters; of more the last two are shown here, all of them in 逐季数据.
    periods = raised[0].periods[-2:]
    page.headers("序号", "指标", *map(quarter_words, periods), ("说明", _LAST - 2 - len(periods)))
    for one in raised:
        growths = one.growths[-2:]
        typed = "、".join(period_label(period) for period in one.typed)
        page.line(
            Cell(f"第{one.indicator.no}项", styles.BOX_MIDDLE),
            Cell(one.indicator.name),
            *(
                grown_cell(
                    growth, one.unit, formulas.growth(one.indicator, "quarter_growth", period, page.name), styles.UNDONE
                )
                for period, growth in zip(periods, growths, strict=True)
            ),
            Cell(f"{typed}按所填的同比" if typed else "", styles.BOX, _LAST - 2 - len(periods)),
        )


def _unknown_growth(page: Page, told: Told) -> None:
    """Why growth could not be computed, each reason once with the indicators concerned."""
    if not told.assessment.progress:
        return
    page.heading("没有复算出同比的指标")
    rows = list(unknown_growth(told))
    if not rows:
        page.sentence("没有，各项同比都已复算。")
        return
    page.headers("同比", ("原因", 2), ("指标", _LAST - 3))
    for which, why, nos in rows:
        page.line(Cell(which, _MIDDLE), Cell(why, _BOX, 2), Cell(nos, _BOX, _LAST - 3))


def unknown_growth(told: Told) -> Iterator[tuple[str, str, str]]:
    """(which growth, why it is not known, the indicators)."""
    count = len(told.assessment.progress)
    last = [
        (item.indicator.no, quarter)
        for item in told.assessment.progress
        for quarter in item.quarters
        if quarter.period == told.period
    ]
    for word, note in (("本季度同比", _growth_note), ("累计同比", _to_date_note)):
        reasons: dict[str, list[str]] = {}
        for no, quarter in last:
            if note(quarter):
                reasons.setdefault(note(quarter), []).append(no)
        for why, nos in reasons.items():
            yield word, why, "各项" if len(nos) == count else f"第{'、'.join(nos)}项"


def _growth_note(quarter: FollowedQuarter) -> str:
    return quarter.growth.note


def _to_date_note(quarter: FollowedQuarter) -> str:
    return quarter.to_date_growth.note


def _findings(page: Page, latest: Assessment, every: Sequence[Assessment]) -> None:
    page.heading("发现的问题")
    several = len(every) > 1
    spread = _LAST - 2 - several
    page.headers("级别", ("怎样处理", spread), "本季度条数", *(["全部文件"] if several else []))
    center: Style = {**COUNT, "align": "center"}
    listed = sum(len(one.findings) for one in every)

    def counted_own(severity: Severity, count: int) -> Term | None:
        if not listed:
            return None
        if not several:
            return counted_there(severity, count, listed)
        return filesproblems.counted_of_form(severity, latest, every)

    def counted_all(severity: Severity, count: int) -> Term | None:
        return filesproblems.counted_of_all(severity, count, listed) if listed else None

    for severity in SEVERITIES:
        count = sum(finding.severity == severity for finding in latest.findings)
        whole = sum(finding.severity == severity for one in every for finding in one.findings)
        page.line(
            Cell(SEVERITY_WORDS[severity], styles.BOX_MIDDLE),
            Cell(_SEVERITY_ADVICE[severity], styles.BOX, spread),
            figure(Fraction(count), center).by(counted_own(severity, count)),
            *([figure(Fraction(whole), center).by(counted_all(severity, whole))] if several else []),
        )


def _notes(page: Page, told: Told) -> None:
    page.gap()
    sentences = [] if told.regime.scored else [NOT_SCORED]
    sentences.append(told.readings_words)
    for sentence in sentences:
        page.sentence(sentence, {**LEDE, "font_size": 9.5})
