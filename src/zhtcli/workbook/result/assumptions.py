"""The sheet 口径与假设: every question that the text leaves open, the answer used, and what another gives."""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.bandwords import rule_words
from zhtcli.core.grading import outcome_words
from zhtcli.core.overlay import Overlay
from zhtcli.core.regime import Reading, Regime
from zhtcli.core.rounding import shown
from zhtcli.workbook import styles
from zhtcli.workbook.result.paper import LEDE, POINTS, STRONG, Cell, Page, figure, points
from zhtcli.workbook.result.told import Told
from zhtcli.workbook.writing import Style

WIDTHS = (9.0, 19.0, 41.0, 8.0, 10.0, 9.0)
USED, DECIDED, DEFAULT = "采用", "选定", "默认"
_CHANGE: Style = {**POINTS, "num_format": "+0.00_ ;-0.00_ ;0.00_ "}
_QUESTION: Style = {**styles.BAND, "text_wrap": True}


def write_assumptions(page: Page, told: Told, line: str | None = None) -> None:
    """`line` says whose result this is, where it is not one unit's."""
    page.title("口径与假设", told.line if line is None else line)
    page.sentence(
        f"原文没有写明或前后不一致的地方，要先定下怎样理解才能{'计分' if told.regime.scored else '核对和汇总'}。"
        "每一种理解叫一项口径，下面逐项列出采用的选项、依据和其他选项。"
    )
    if told.regime.overlay is not None:
        _overlay(page, told.regime, told.regime.overlay)
    _anomalies(page, told)
    page.heading("口径")
    spread = _spread(told)
    if spread is not None:
        _bounds(page, told)
    totals = ["总分", "相差"] if told.regime.scored else []
    head = page.headers("是否采用", "选项", ("含义", len(WIDTHS) - 3 - len(totals)), "由谁定", *totals)
    for reading in told.regime.readings:
        _reading(page, told, reading, spread)
    if not told.regime.readings:
        page.sentence("这份制度没有要选择的口径。")
    page.raw.repeat_rows(head - 1, head - 1)
    _own_additions(page, told.regime)
    page.raw.freeze_panes(2, 0)


def _overlay(page: Page, regime: Regime, overlay: Overlay) -> None:
    """Whose rules the points follow, and what they are."""
    page.heading("叠加规则")
    page.sentence(
        f"分值和计分办法按“{overlay.title}”（{overlay.id}），依据{overlay.cited}；"
        f"文件 {overlay.file}，SHA-256 {overlay.sha256}。"
        + (f"口径 {'、'.join(overlay.settles)} 由它定，下面所选的选项不起作用。" if overlay.settles else "")
    )
    page.headers(("指标、等次", 2), "规定", "分值", ("条款", 2))
    alike: dict[tuple[str, str, str], list[str]] = {}
    for one in (indicator for indicator in regime.indicators if indicator.scored and indicator.points_clause):
        rule = rule_words(one.score, Fraction(one.points))
        clause = one.points_clause.removeprefix(overlay.source)
        alike.setdefault((rule, shown(one.points), clause), []).append(one.no)
    rows = [(f"第{'、'.join(nos)}项", rule, full, clause) for (rule, full, clause), nos in alike.items()]
    for grade in overlay.grades:
        least = f"{shown(grade.least)} 分以上" if grade.inclusive else f"超过 {shown(grade.least)} 分"
        rows.append((f"等次：{grade.name}", least, "", overlay.clause))
    rows += [(gate.title, outcome_words(gate), "", gate.clause) for gate in overlay.gates]
    for about, rule, full, clause in rows:
        page.line(Cell(about, styles.BOX, 2), Cell(rule), Cell(full, styles.BOX_MIDDLE), Cell(clause, styles.BOX, 2))


def _spread(told: Told) -> dict[tuple[str, str], Fraction] | None:
    """(reading, option) -> total of the main scope, where the readings were tried out."""
    spread = told.assessment.spread
    if spread is None or told.card is None or told.card.scope.id not in spread:
        return None
    return {(move.reading, move.option): move.total for move in spread[told.card.scope.id].moves}


def _bounds(page: Page, told: Told) -> None:
    card, spread = told.card, told.assessment.spread
    if card is None or spread is None:
        return
    bounds = spread[card.scope.id]
    page.sentence(
        f"“总分”是只改这一项口径、其余不变时{card.scope.label}的总分，"
        f"“相差”是与现在的总分 {shown(card.total, fixed=True)} 相比。"
        f"各项口径任意组合，总分最低 {shown(bounds.low, fixed=True)}，最高 {shown(bounds.high, fixed=True)}。"
    )


def _reading(page: Page, told: Told, reading: Reading, spread: dict[tuple[str, str], Fraction] | None) -> None:
    now = told.option(reading)
    note = told.assessment.reading_notes.get(reading.key, "")
    page.line(Cell(f"{reading.title}（{reading.key}）", _QUESTION, len(WIDTHS)), least=20)
    page.line(
        Cell(f"条款：{reading.clause}。　缘由：{reading.why}", {**styles.BOX, "font_color": "#595959"}, len(WIDTHS))
    )
    for option, told_as in reading.options.items():
        used = option == now
        strong = STRONG if used else {}
        total = None if spread is None else told.card.total if used and told.card else spread.get((reading.key, option))
        who = (f"{DECIDED}：{note}" if note else DECIDED) if told.decided(reading) else DEFAULT
        change = total - told.card.total if total is not None and told.card and not used else None
        totals = [
            points(total, **{k: v for k, v in strong.items() if isinstance(v, str)}),
            figure(change, {**_CHANGE, **strong}),
        ] * told.regime.scored
        wide = len(WIDTHS) - 3 - len(totals)
        page.line(
            Cell(USED if used else "", {**styles.BOX_MIDDLE, **strong}),
            Cell(option, {**styles.BOX, **strong, "font_size": 8}),
            Cell(f"{told_as.label}{f'。{told_as.note}' if told_as.note else ''}", {**styles.BOX, **strong}, wide),
            Cell(who if used else "", {**styles.BOX_MIDDLE, **strong}),
            *totals,
        )


def _anomalies(page: Page, told: Told) -> None:
    page.heading("原文前后不一致的地方")
    if not told.regime.anomalies:
        page.sentence("没有发现。")
        return
    page.headers("指标", "条款", ("原文怎样印", 2), ("怎样处理", 2))
    keys = {reading.key: reading for reading in told.regime.readings}
    for anomaly in told.regime.anomalies:
        reading = keys.get(anomaly.reading or "")
        page.line(
            Cell(f"第{anomaly.indicator}项" if anomaly.indicator else "全表", styles.BOX_MIDDLE),
            Cell(anomaly.clause),
            Cell(anomaly.text, styles.BOX, 2),
            Cell(f"{reading.key} = {told.option(reading)}" if reading else "照原文", styles.BOX, 2),
        )


def _own_additions(page: Page, regime: Regime) -> None:
    page.heading("原文以外的补充")
    units = [i.no for i in regime.indicators if i.unit_basis != "T"]
    sentences = [f"第{'、'.join(units)}项原文没有印计量单位，表中的单位是按指标含义加的。"] if units else []
    if not regime.scored:
        sentences.append("同比、累计和汇总用分数精确计算，表中显示的小数位数不影响计算。")
        sentences.append("指标名称和单位照原文；前后不一致的地方也照印不改，只在上面列出。")
    else:
        sentences.append("完成率和得分用分数精确计算，只在口径“rounding”所定的地方取舍；表中显示的小数位数不影响计算。"
                         if any(r.key == "rounding" for r in regime.readings)
                         else "完成率和得分用分数精确计算，表中显示的小数位数不影响计算。")  # fmt: skip
        sentences.append("指标名称、目标和分值照原文；前后不一致的地方也照印不改，只在上面列出。")
    for number, sentence in enumerate(sentences, 1):
        page.sentence(f"{number}. {sentence}", LEDE)
