"""The sheet 口径与假设: every question that the text leaves open, the answer used, and what another gives."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.assessing.grantspread import ALL_GRANTS
from zhtcli.core.assessing.spread import Move, Spread
from zhtcli.core.grants.grant import total, yuan
from zhtcli.core.points.grading import Graded
from zhtcli.core.rounding import shown
from zhtcli.core.rules.regime import Reading, Regime
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import LEDE, POINTS, STRONG, Cell, figure
from zhtcli.workbook.result.page.money import SIGNED_YUAN, YUAN
from zhtcli.workbook.result.page.overlaynotes import write_overlay
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.verified.inputs import DECIDED, DEFAULT
from zhtcli.workbook.writing import Style

WIDTHS = (9.0, 19.0, 41.0, 8.0, 10.0, 9.0)
_MONEY_WIDTHS = (9.0, 22.0, 36.0, 8.0, 17.0, 17.0)
USED = "采用"
_CHANGE: Style = {**POINTS, "num_format": "+0.00_ ;-0.00_ ;0.00_ "}
_QUESTION: Style = {**styles.BAND, "text_wrap": True}


@dataclass(frozen=True, slots=True)
class _Tried:
    """What the readings were tried out on: its total now, and what each other option alone makes of it."""

    label: str
    about: str
    now: Fraction
    spread: Spread | None
    money: bool
    graded: Graded | None = None

    def total(self, reading: str, option: str) -> Fraction | None:
        move = self._move(reading, option)
        return None if move is None else move.total

    def regraded(self, reading: str, option: str) -> str:
        """The grade under an option, as a sentence; blank where it stays what it is."""
        move = self._move(reading, option)
        if move is None or move.graded is None or self.graded is None or move.graded.word == self.graded.word:
            return ""
        return f"等次{'变为' if move.graded.grade is not None else '可能是'}“{move.graded.word}”。"

    def _move(self, reading: str, option: str) -> Move | None:
        moves = () if self.spread is None else self.spread.moves
        return next((move for move in moves if (move.reading, move.option) == (reading, option)), None)

    def shown(self, total: Fraction) -> str:
        return yuan(total) if self.money else shown(total, fixed=True)


def widths(told: Told) -> tuple[float, ...]:
    """Column widths of the page; amounts of money take more room than points."""
    tried = _tried(told)
    return _MONEY_WIDTHS if tried is not None and tried.money else WIDTHS


def write_assumptions(page: Page, told: Told, line: str | None = None) -> None:
    """`line` says whose result this is, where it is not one unit's."""
    page.title("口径与假设", told.line if line is None else line)
    page.sentence(
        f"原文没有写明或前后不一致的地方，要先定下怎样理解才能{_purpose(told.regime)}。"
        "每一种理解叫一项口径，下面逐项列出采用的选项、依据和其他选项。"
    )
    if told.regime.overlay is not None:
        write_overlay(page, told.regime, told.regime.overlay)
    _anomalies(page, told)
    page.heading("口径")
    tried = _tried(told)
    if tried is not None and tried.spread is not None:
        _bounds(page, tried, tried.spread)
    totals = [tried.label, "相差"] if tried is not None else []
    head = page.headers("是否采用", "选项", ("含义", len(WIDTHS) - 3 - len(totals)), "由谁定", *totals)
    for reading in told.regime.readings:
        _reading(page, told, reading, tried)
    if not told.regime.readings:
        page.sentence("这份制度没有要选择的口径。")
    page.raw.repeat_rows(head - 1, head - 1)
    _own_additions(page, told.regime)
    page.raw.freeze_panes(2, 0)


def _purpose(regime: Regime) -> str:
    if regime.scored:
        return "计分"
    return "核定" if regime.concludes else "核对和汇总"


def _tried(told: Told) -> _Tried | None:
    """The points of the main scope, or the sum of all grants; None where no total is told beside the options."""
    spread, card = told.assessment.spread or {}, told.card
    if told.regime.scored:
        if card is None:
            return _Tried("总分", "总分", Fraction(0), None, False)
        return _Tried("总分", f"{card.scope.label}的总分", card.total, spread.get(card.scope.id), False, card.graded)
    if ALL_GRANTS not in spread:
        return None
    now = total(grant.amount for grant in told.assessment.grants)
    return _Tried("补助合计（元）", "补助合计", now, spread[ALL_GRANTS], True)


def _bounds(page: Page, tried: _Tried, bounds: Spread) -> None:
    name = "补助合计" if tried.money else "总分"
    page.sentence(
        f"“{tried.label}”是只改这一项口径、其余不变时{tried.about}，"
        f"“相差”是与现在的{name} {tried.shown(tried.now)} 相比。"
        f"各项口径任意组合，{name}最低 {tried.shown(bounds.low)}，最高 {tried.shown(bounds.high)}。"
        + (f"现在的等次是“{tried.graded.word}”，改了口径等次会变的，写在含义后面。" if tried.graded else "")
    )


def _reading(page: Page, told: Told, reading: Reading, tried: _Tried | None) -> None:
    now = told.option(reading)
    note = told.assessment.reading_notes.get(reading.key, "")
    page.line(Cell(f"{reading.title}（{reading.key}）", _QUESTION, len(WIDTHS)), least=20)
    page.line(
        Cell(f"条款：{reading.clause}。　缘由：{reading.why}", {**styles.BOX, "font_color": "#595959"}, len(WIDTHS))
    )
    for option, told_as in reading.options.items():
        used = option == now
        strong = STRONG if used else {}
        who = (f"{DECIDED}：{note}" if note else DECIDED) if told.decided(reading) else DEFAULT
        totals = _totals(tried, reading, option, used=used)
        wide = len(WIDTHS) - 3 - len(totals)
        regraded = f"。{said}" if tried is not None and (said := tried.regraded(reading.key, option)) else ""
        page.line(
            Cell(USED if used else "", {**styles.BOX_MIDDLE, **strong}),
            Cell(option, {**styles.BOX, **strong, "font_size": 8}),
            Cell(
                f"{told_as.label}{f'。{told_as.note}' if told_as.note else ''}{regraded}",
                {**styles.BOX, **strong},
                wide,
            ),
            Cell(who if used else "", {**styles.BOX_MIDDLE, **strong}),
            *totals,
        )


def _totals(tried: _Tried | None, reading: Reading, option: str, *, used: bool) -> list[Cell]:
    """The total under an option and how far that is from the one now; blank where nothing was tried out."""
    if tried is None:
        return []
    strong: Style = STRONG if used else {}
    plain, signed = (YUAN, SIGNED_YUAN) if tried.money else (POINTS, _CHANGE)
    now = None if tried.spread is None else tried.now if used else tried.total(reading.key, option)
    change = now - tried.now if now is not None and not used else None
    return [figure(now, {**plain, **strong}), figure(change, {**signed, **strong})]


def _anomalies(page: Page, told: Told) -> None:
    page.heading("原文前后不一致的地方")
    if not told.regime.anomalies:
        page.sentence("没有发现。")
        return
    page.headers("指标" if told.regime.indicators else "范围", "条款", ("原文怎样印", 2), ("怎样处理", 2))
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
    if regime.grants:
        sentences.append("补助用分数精确计算，每笔金额和每笔拨付以元为单位四舍五入到分；分两笔的，第二笔是余数。")
    if regime.conditions:
        sentences.append("条件用分数精确比较，正好等于原文的数算达到；表中显示的小数位数不影响结论。")
    if regime.concludes and not regime.scored:
        sentences.append("条款、类别、比例和限额照原文；前后不一致的地方也照印不改，只在上面列出。")
    elif not regime.scored:
        sentences.append("同比、累计和汇总用分数精确计算，表中显示的小数位数不影响计算。")
        sentences.append("指标名称和单位照原文；前后不一致的地方也照印不改，只在上面列出。")
    else:
        sentences.append("完成率和得分用分数精确计算，只在口径“rounding”所定的地方取舍；表中显示的小数位数不影响计算。"
                         if any(r.key == "rounding" for r in regime.readings)
                         else "完成率和得分用分数精确计算，表中显示的小数位数不影响计算。")  # fmt: skip
        sentences.append("指标名称、目标和分值照原文；前后不一致的地方也照印不改，只在上面列出。")
    for number, sentence in enumerate(sentences, 1):
        page.sentence(f"{number}. {sentence}", LEDE)
