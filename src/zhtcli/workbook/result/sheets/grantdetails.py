"""The sheets behind 补助核定: 补助明细 (step by step), 支撑数据 (what it rests on), 台账核定 (row by row)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count, islice

from zhtcli.core.forms.masking import showable
from zhtcli.core.grants.grant import GRANT_STATES, PART_STATES, WAN, Grant, GrantState, yuan
from zhtcli.core.grants.grants import GrantFigure
from zhtcli.core.grants.use import RowUse, row_uses
from zhtcli.core.rounding import shown
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.money import MOST_GRANTS, STEPS_HEAD, MoneyFormulas, money_formulas
from zhtcli.workbook.result.page.cell import FIGURE, LEDE, Cell, rate
from zhtcli.workbook.result.page.money import IN_WAN, SIGNED_YUAN, STATE_STYLES, YUAN, wan_cell, yuan_cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.terms import Place, Term, at, constant, over
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets.registers import LAST_ROW
from zhtcli.workbook.writing import Style

ASKED, NOT_RECOGNISED, RECOGNISED, COMPUTED, OVER_CAP, AMOUNT = (
    "申报", "不予认定", "认定", "按比例计算", "超过上限", "核定金额",
)  # fmt: skip
_STEPS = (("编号", 37.0), ("对象", 30.0), ("步骤", 11.0), ("金额（元）", 16.0), ("金额（万元）", 13.0), ("情况", 10.0),
          ("原因或条件", 36.0), ("行标识", 25.0), ("单元格", 18.0), ("条款", 12.0))  # fmt: skip
STEPS_WIDTHS = tuple(width for _, width in _STEPS)
_FIGURES = (("对象", 38.0), ("数据", 22.0), ("数值", 17.0), ("单位", 6.0), ("折合万元", 14.0), ("条款", 14.0))
FIGURES_WIDTHS = tuple(width for _, width in _FIGURES)
_ROWS = (("台账", 17.0), ("行号", 6.0), ("行标识", 34.0), ("用于", 27.0), ("日期", 11.0), ("申报（元）", 16.0),
         ("计入（元）", 16.0), ("结论", 9.0), ("原因", 36.0), ("条款", 13.0))  # fmt: skip
ROWS_WIDTHS = tuple(width for _, width in _ROWS)
FIRST_ROW = 5
"""The first row of 台账核定: title, whose it is, a sentence, the header before it."""
FIGURES, FIGURES_HEAD, FIGURE_VALUE = "支撑数据", 4, 3
_BEHIND = "这些数要逐行看台账、按口径取舍，写数值；折合万元是公式。"
WHOLE, PART, NONE = "计入", "部分计入", "不计"
_ID: Style = {**styles.BOX, "font_size": 8}
_NUMBER: Style = {**FIGURE, "num_format": "0_ "}
_DAY: Style = {**styles.BOX_MIDDLE, "num_format": "yyyy-mm-dd"}
_CUT: Style = {**SIGNED_YUAN, "font_color": styles.ODD["font_color"]}
_GREEN: Style = {"bg_color": styles.COMPUTED}
_SUM_TEXT: Style = {**styles.BOX, **_GREEN}
_SUM_STEP: Style = {**styles.BOX_MIDDLE, **_GREEN, "bold": True}
_SUM_YUAN: Style = {**YUAN, **_GREEN, "bold": True}
_SUM_WAN: Style = {**IN_WAN, **_GREEN}
_SUM_STATES: dict[GrantState, Style] = {
    state: {**styles.BOX_MIDDLE, **_GREEN, **more} for state, more in STATE_STYLES.items()
}
_CONCLUSIONS: dict[str, Cell] = {
    WHOLE: Cell(WHOLE, {**styles.BOX_MIDDLE, **styles.DONE}),
    PART: Cell(PART, {**styles.BOX_MIDDLE, **styles.UNDONE}),
    NONE: Cell(NONE, {**styles.BOX_MIDDLE, **styles.ODD}),
}
_CUT_WAN: Style = {**_CUT, "num_format": "+#,##0.00####_ ;-#,##0.00####_ ;0.00_ "}


def write_steps(page: Page, told: Told) -> None:
    """Every yuan of every grant: asked, cut, recognised, computed, capped, and in which parts it is paid."""
    page.raw.set_default_row(styles.DEFAULT_ROW)
    page.title("补助明细", told.line)
    page.sentence(
        f"一笔补助从上往下读：“{ASKED}”减各行“{NOT_RECOGNISED}”得“{RECOGNISED}”，按比例计算后减“{OVER_CAP}”的部分，"
        "最后列各笔拨付。按“步骤”筛选可以只看核减或只看拨付。申报和各行核减是数值，其余金额是公式；"
        "写成数值的，同一行说明理由。",
        LEDE,
    )
    grants = told.assessment.grants
    room = LAST_ROW - page.row - 1
    if sum(4 + len(grant.cuts) + len(grant.instalments) for grant in grants) > room:
        page.sentence(f"步骤太多，一页放不下，只列前{room}条。", styles.NOTICE)
    formulas = money_formulas(told)
    if formulas is None:
        page.sentence(f"补助超过{MOST_GRANTS}笔，“补助核定”和本页都写数值，不写公式。", LEDE)
    head = page.headers(*(name for name, _ in _STEPS), least=24)
    if formulas is not None and head != STEPS_HEAD:
        raise ValueError(f"the table begins below row {head}, its formulas expect {STEPS_HEAD}")
    for cells in islice(_lines(grants, formulas), room):
        page.quick_line(*cells)
    page.filtered(head, frozen=2)


def _lines(grants: Sequence[Grant], formulas: Sequence[MoneyFormulas] | None) -> Iterator[tuple[Cell, ...]]:
    for number, grant in enumerate(grants):
        id, payee = Cell(grant.id, _ID), Cell(grant.payee)
        for cells in _steps(grant, formulas[number] if formulas else None):
            yield id, payee, *cells


def _steps(grant: Grant, by: MoneyFormulas | None) -> Iterator[tuple[Cell, ...]]:
    steps = count()
    yield _step(ASKED, grant.asked, next(steps), by)
    for stage, word in (("base", NOT_RECOGNISED), ("cap", OVER_CAP)):
        if stage == "cap":
            yield _step(RECOGNISED, grant.recognised, next(steps), by, by.steps_recognised() if by else None)
            told = f"按{shown(grant.rate)}%计算"
            computed = by.steps_computed() if by else None
            yield _step(COMPUTED, grant.computed, next(steps), by, computed, reason=told, clause=grant.clause)
        for cut in (one for one in grant.cuts if one.stage == stage):
            yield (
                Cell(word, styles.BOX_MIDDLE),
                yuan_cell(-cut.amount, _CUT),
                wan_cell(-cut.amount, _CUT_WAN).by(by.steps_wan(next(steps), -cut.amount) if by else None),
                Cell(None, styles.BOX_MIDDLE),
                Cell(cut.reason),
                Cell(cut.row or ""),
                Cell(str(cut.at) if cut.at is not None else "", _ID),
                Cell(cut.clause),
            )
    yield (
        Cell(AMOUNT, _SUM_STEP),
        yuan_cell(grant.amount, _SUM_YUAN).by(by.steps_amount() if by else None),
        wan_cell(grant.amount, _SUM_WAN).by(by.steps_wan(next(steps), grant.amount) if by else None),
        Cell(GRANT_STATES[grant.state], _SUM_STATES[grant.state]),
        Cell(_state_told(grant), _SUM_TEXT),
        Cell(None, _SUM_TEXT),
        Cell(None, _SUM_TEXT),
        Cell(grant.clause, _SUM_TEXT),
    )
    for number, part in enumerate(grant.instalments):
        amount = yuan_cell(part.amount).by(by.instalment(number) if by else None)
        why = "" if amount.formula or by is None else "这笔不是核定金额的固定份额，是数值"
        yield (
            Cell(f"第{part.no}笔拨付", styles.BOX_MIDDLE),
            amount,
            wan_cell(part.amount).by(by.steps_wan(next(steps), part.amount) if by else None),
            Cell(PART_STATES[part.state], styles.BOX_MIDDLE),
            Cell("；".join(filter(None, (part.due_after, why)))),
            Cell(None),
            Cell(None, _ID),
            Cell(part.clause),
        )


def _step(
    word: str,
    amount: Fraction,
    offset: int,
    by: MoneyFormulas | None,
    term: Term | None = None,
    *,
    reason: str = "",
    clause: str = "",
) -> tuple[Cell, ...]:
    return (
        Cell(word, styles.BOX_MIDDLE),
        yuan_cell(amount).by(term),
        wan_cell(amount).by(by.steps_wan(offset, amount) if by else None),
        Cell(None, styles.BOX_MIDDLE),
        Cell(reason),
        Cell(None),
        Cell(None, _ID),
        Cell(clause),
    )


def _state_told(grant: Grant) -> str:
    low, high = grant.interval
    possible = "" if low == high else f"可能在 {yuan(low)} 至 {yuan(high)} 之间"
    return "；".join(filter(None, (grant.reason, possible)))


def write_figures(page: Page, told: Told) -> None:
    """What each platform's support rests on, beside the amounts themselves."""
    page.title("支撑数据", told.line)
    if any(one.platform for one in told.assessment.behind_grants):
        page.sentence("首次补贴所依据的数，按现在的口径认定；以后各年的新增投资见“补助明细”。" + _BEHIND, LEDE)
    else:
        page.sentence("补助和经费核对所依据的数，按现在的口径计算。" + _BEHIND, LEDE)
    head = page.headers(*(name for name, _ in _FIGURES), least=24)
    if head != FIGURES_HEAD:
        raise ValueError(f"the table begins below row {head}, which other sheets do not expect")
    for one in told.assessment.behind_grants:
        amount = at(Place(FIGURES, page.row, FIGURE_VALUE), one.value, FIGURES)
        page.line(
            Cell(showable(one.platform) or told.assessment.unit),
            Cell(one.label),
            behind_cell(one),
            Cell(one.unit, styles.BOX_MIDDLE),
            wan_cell(one.value).by(over(amount, constant(WAN))) if one.unit == "元" else Cell(None, IN_WAN),
            Cell(one.clause),
        )
    page.filtered(head, frozen=1)


def behind_cell(one: GrantFigure) -> Cell:
    """A figure behind the grants."""
    return rate(one.value / 100) if one.unit == "%" else yuan_cell(one.value)


def write_rows(page: Page, told: Told) -> None:
    """Row by row what counts of the registers that money is reckoned on."""
    one = told.assessment
    page.raw.set_default_row(styles.DEFAULT_ROW)
    page.title("台账核定", told.line)
    page.sentence(
        "有金额的台账一行列一次。“计入”是认定的基数，还没有乘比例，也没有扣上限；同一编号的“计入”相加，"
        "就是“补助核定”里的“认定”。身份证号已遮盖。",
        LEDE,
    )
    head = page.headers(*(name for name, _ in _ROWS), least=24)
    if head + 1 != FIRST_ROW:
        raise ValueError(f"the rows begin below row {head}, links to them expect {FIRST_ROW}")
    for use in row_uses(told.regime, one.registers, one.grants, one.findings):
        _row(page, use)
    page.filtered(head, frozen=3)


def _row(page: Page, use: RowUse) -> None:
    conclusion = NONE if not use.counted else PART if use.counted != use.amount else WHOLE
    page.quick_line(
        Cell(use.rows.sheet),
        Cell(Fraction(use.rows.numbers[use.index]), _NUMBER),
        Cell(use.key),
        Cell(use.grant.id if use.grant is not None else "", _ID),
        Cell(use.day, _DAY),
        yuan_cell(use.amount),
        yuan_cell(use.counted),
        _CONCLUSIONS[conclusion],
        Cell(showable(use.reason)),
        Cell(use.clause),
    )
