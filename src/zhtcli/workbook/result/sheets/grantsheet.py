"""The sheet 补助核定: a line a grant, from what was asked to what is paid, with the totals at the foot.

It prints on facing A4 pages: first who asks for what and what is recognised, then what is paid and why.
"""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.grants.grant import WAN, Grant
from zhtcli.core.grants.totals import GrantTotal, by_title, sum_of
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.money import GRANTS, GRANTS_HEAD, MoneyFormulas, column_sum, money_formulas
from zhtcli.workbook.result.page.cell import FIGURE, STRONG, Cell, rate
from zhtcli.workbook.result.page.money import IN_WAN, YUAN, state_cell, wan_cell, yuan_cell
from zhtcli.workbook.result.page.paper import Page, balanced
from zhtcli.workbook.result.page.terms import Place, Term
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.writing import Style

_LEFT = (("序号", 5.0), ("编号", 23.0), ("对象", 24.0), ("补助", 15.0), ("统一社会信用代码", 20.0), ("年度", 7.0),
         ("申报（万元）", 13.0), ("申报（元）", 16.0), ("认定（元）", 16.0), ("比例", 9.0),
         ("按比例计算（元）", 16.0))  # fmt: skip
_RIGHT = (("上限核减（元）", 15.0), ("金额（元）", 16.0), ("金额（万元）", 12.0),
          ("现在应拨付（元）", 16.0), ("情况", 11.0), ("原因", 20.0), ("条款", 12.0))  # fmt: skip
_REPEATED = 3
_REASON = 5
_NUMBER: Style = {**FIGURE, "num_format": "0", "align": "center"}
_ID: Style = {**styles.BOX, "font_size": 8}
_STRONG_YUAN: Style = {**YUAN, "bold": True}
_SUM: Style = {**styles.BAND, **STRONG}
_SUM_YUAN: Style = {**_SUM, **{key: YUAN[key] for key in ("align", "indent", "text_wrap", "num_format")}}
_SUM_WAN: Style = {**_SUM_YUAN, "num_format": IN_WAN["num_format"]}


def widths() -> tuple[float, ...]:
    left = [width for _, width in _LEFT]
    return (*left, *balanced(left, _REPEATED, [width for _, width in _RIGHT], (_REASON,)))


def write_grants(page: Page, told: Told) -> None:
    grants = told.assessment.grants
    page.raw.set_default_row(styles.DEFAULT_ROW)
    page.facing_title("补助核定", told.line, len(_LEFT), _REPEATED)
    head = page.headers(*(name for name, _ in (*_LEFT, *_RIGHT)), least=28)
    if head != GRANTS_HEAD:
        raise ValueError(f"the table begins below row {head}, its formulas expect {GRANTS_HEAD}")
    formulas = money_formulas(told)
    for number, grant in enumerate(grants, 1):
        _line(page, number, grant, formulas[number - 1] if formulas else None)
    page.filtered(head, frozen=_REPEATED)
    titles = by_title(grants)
    lines = len(grants) if formulas else 0
    for one in titles if len(titles) > 1 else ():
        _sum(page, one, lines, Place(GRANTS, page.row, 1))
    _sum(page, sum_of("合计", grants), lines, None)
    page.facing_pages(len(_LEFT), _REPEATED)


def _line(page: Page, number: int, grant: Grant, by: MoneyFormulas | None) -> None:
    computed = yuan_cell(grant.computed).by(by.computed() if by else None)
    amount = yuan_cell(grant.amount, _STRONG_YUAN).by(by.amount() if by else None)
    page.quick_line(
        Cell(Fraction(number), _NUMBER),
        Cell(grant.id, _ID),
        Cell(grant.payee),
        Cell(grant.title),
        Cell(grant.uscc, styles.BOX_MIDDLE),
        Cell(grant.period, styles.BOX_MIDDLE),
        wan_cell(grant.asked).by(by.wan("asked", grant.asked) if by else None),
        yuan_cell(grant.asked).by(by.asked() if by else None),
        yuan_cell(grant.recognised).by(by.recognised() if by else None),
        rate(grant.rate / 100),
        computed,
        yuan_cell(over_cap(grant)).by(by.over_cap() if by else None),
        amount,
        wan_cell(grant.amount).by(by.wan("amount", grant.amount) if by else None),
        yuan_cell(grant.due).by(by.due() if by else None),
        state_cell(grant.state),
        Cell("；".join(filter(None, (grant.reason, why_money(grant, computed, amount) if by else "")))),
        Cell(grant.clause),
    )


def why_money(grant: Grant, computed: Cell, amount: Cell) -> str:
    """Why an amount is a value where others are formulas; blank where none is."""
    if not computed.formula:
        return "按比例计算的数不是基数直接乘比例，是数值"
    if amount.formula:
        return ""
    if grant.decision is not None:
        return "金额由人裁定，是数值"
    return {
        "refused": "不予补贴，金额是数值",
        "for_person": "金额待人裁定，暂为数值",
        "lapsed": "部分不再拨付，金额是数值",
    }.get(grant.state, "金额不是按比例计算减去核减，是数值")


def over_cap(grant: Grant) -> Fraction:
    """What the caps take off."""
    return sum((cut.amount for cut in grant.cuts if cut.stage == "cap"), Fraction(0))


def _sum(page: Page, one: GrantTotal, lines: int, label: Place | None) -> None:
    """A line of totals; over so many lines of formulas, none where these are values."""

    def by(name: str, value: Fraction) -> Term | None:
        return column_sum(name, value, lines, label) if lines else None

    page.line(
        Cell(one.label, _SUM, _REPEATED),
        Cell(f"{one.count}笔", _SUM, 3),
        wan_cell(one.asked, _SUM_WAN).by(by("asked_wan", one.asked / WAN)),
        yuan_cell(one.asked, _SUM_YUAN).by(by("asked", one.asked)),
        yuan_cell(one.recognised, _SUM_YUAN).by(by("recognised", one.recognised)),
        Cell(None, _SUM),
        yuan_cell(one.computed, _SUM_YUAN).by(by("computed", one.computed)),
        yuan_cell(one.over_cap, _SUM_YUAN).by(by("over_cap", one.over_cap)),
        yuan_cell(one.amount, _SUM_YUAN).by(by("amount", one.amount)),
        wan_cell(one.amount, _SUM_WAN).by(by("amount_wan", one.amount / WAN)),
        yuan_cell(one.due, _SUM_YUAN).by(by("due", one.due)),
        Cell(None, _SUM, 3),
        least=22,
    )
