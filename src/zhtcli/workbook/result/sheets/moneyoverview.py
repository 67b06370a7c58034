"""The money on the sheet 总览: what is granted in all, how it came about, and by kind, payee and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from zhtcli.core.grants.grant import FEN, GRANT_STATES, WAN
from zhtcli.core.grants.totals import GrantTotal, by_payee, by_title, by_year, sum_of, together
from zhtcli.core.period import period_label
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.againmoney import AgainMoney, Amount, Summed
from zhtcli.workbook.result.formulas.money import MOST_GRANTS
from zhtcli.workbook.result.page.cell import COUNT, STRONG, Cell, figure
from zhtcli.workbook.result.page.money import IN_WAN, YUAN, wan_cell, yuan_cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.terms import MONEY, Place, Term, at, constant, minus, over, rounded_sum
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.writing import Style

MOST_PAYEES = 12
_MIDDLE: Style = {**styles.BOX_MIDDLE, "font_size": 10}
_BIG_LABEL: Style = {**styles.BOX_MIDDLE, **STRONG, "font_size": 13}
_BIG_NOTE: Style = {**styles.BOX_MIDDLE, **STRONG, "font_size": 10}
_BIG_YUAN: Style = {**YUAN, **STRONG, "font_size": 11, "align": "center", "num_format": '#,##0.00"元"'}
_BIG_WAN: Style = {**_BIG_YUAN, "num_format": '#,##0.00####"万元"'}
_LESS: Style = {**YUAN, "font_color": styles.ODD["font_color"], "num_format": "-#,##0.00_ ;-#,##0.00_ ;0.00_ "}
_LESS_WAN: Style = {**_LESS, "num_format": "-#,##0.00####_ ;-#,##0.00####_ ;0.00_ "}
_COUNT, _AMOUNT, _DUE = 2, 3, 4
"""Columns of a table of groups."""
_IN_YUAN = 3
"""The column of the chain."""


def write_grants_overview(page: Page, told: Told) -> None:
    grants = told.assessment.grants
    whole, again = sum_of("合计", grants), AgainMoney(page.name, told)
    count = f'{again.count().text}&"笔"'
    page.gap()
    row = page.row
    page.line(
        Cell("核定补助合计", _BIG_LABEL),
        Cell(f"{whole.count}笔", _MIDDLE, formula=count),
        yuan_cell(whole.amount, _BIG_YUAN).by(again.whole("amount", whole.amount)),
        wan_cell(whole.amount, _BIG_WAN).by(_wan(page, row, _AMOUNT, whole.amount)),
        Cell("其中现在应拨付", _BIG_NOTE),
        yuan_cell(whole.due, _BIG_YUAN).by(again.whole("due", whole.due)),
        least=34,
    )
    _chain(page, whole, again)
    _table_heads(page, "按补助种类", "补助")
    titles = by_title(grants)
    for one in titles:
        group_line(page, one, again.of_title(one, _label(page)))
    _table_foot(page, len(titles), whole, again)
    _payees(page, by_payee(grants), whole, again)
    years = by_year(grants)
    _table_heads(page, "按年度", "年度")
    for one in years:
        named = replace(one, label=period_label(one.label) if one.label else "（没有日期）")
        group_line(page, named, again.of_year(one, one.label))
    _table_foot(page, len(years), whole, again)
    if again.too_many:
        page.sentence(f"补助超过{MOST_GRANTS}笔，按对象、按年度的笔数和金额写数值，不写公式。")


def _wan(page: Page, row: int, column: int, amount: Fraction) -> Term:
    return over(at(Place(page.name, row, column), amount, page.name), constant(WAN))


def _label(page: Page) -> Place:
    return Place(page.name, page.row, 1)


def _chain(page: Page, whole: GrantTotal, again: AgainMoney) -> None:
    """From what was asked to what is due by now; what is taken off is one line less the other."""
    page.heading("从申报到拨付")
    page.headers(("项目", 2), "元", "万元", ("说明", 2))
    rows: dict[str, Place] = {}
    lines = ["asked", "unrecognised", "recognised", "computed", "over_cap"]
    lines += [*(["withheld"] if whole.withheld else []), "amount", "due", "pending"]
    for number, name in enumerate(lines):
        rows[name] = Place(page.name, page.row + number, _IN_YUAN)

    def cell(name: Amount) -> Term:
        return at(rows[name], getattr(whole, name), page.name)

    def line(name: str, label: str, term: Term, note: str, *, less: bool = False, bold: bool = False) -> None:
        strong: Style = STRONG if bold else {}
        amount: Fraction = getattr(whole, name)
        yuan = yuan_cell(amount, {**(_LESS if less else YUAN), **strong}).by(term)
        page.line(
            Cell(label, {**styles.BOX, **strong}, 2),
            yuan,
            wan_cell(amount, {**(_LESS_WAN if less else IN_WAN), **strong}).by(_wan(page, page.row, _IN_YUAN, amount)),
            Cell(note if yuan.formula else f"{note}（除不尽，是数值）", {**styles.BOX, **strong}, 2),
        )

    def left(*terms: Term) -> Term:
        first, *others = terms
        for other in others:
            first = minus(first, other)
        return rounded_sum(first, FEN, MONEY)

    line("asked", "申报", again.whole("asked", whole.asked), "台账所填的投资额和服务费")
    taken = left(cell("asked"), cell("recognised"))
    line("unrecognised", "减：不予认定", taken, "不在范围内、超过限额或不予补贴的部分", less=True)
    line("recognised", "认定", again.whole("recognised", whole.recognised), "计算补助的基数")
    line("computed", "按比例计算", again.whole("computed", whole.computed), "各笔按规定的比例计算后相加")
    line("over_cap", "减：超过上限", again.whole("over_cap", whole.over_cap), "各项最高额以上的部分", less=True)
    if whole.withheld:
        kept = left(cell("computed"), cell("over_cap"), cell("amount"))
        line("withheld", "减：不再拨付或待裁定", kept, "已经失去的拨付，和要由人裁定的补助", less=True)
    line("amount", "核定补助", again.whole("amount", whole.amount), "到现在核定的全部补助", bold=True)
    line("due", "　其中：现在应拨付", again.whole("due", whole.due), "到核定基准日为止累计应拨付，没有扣除已经拨付的")
    line("pending", "　　　　待拨付", left(cell("amount"), cell("due")), "考核、落户等条件满足以后拨付")


def _table_heads(page: Page, heading: str, first: str) -> None:
    page.heading(heading)
    page.headers(first, "笔数", "核定（元）", "现在应拨付（元）", "待拨付（元）", "情况")


def _table_foot(page: Page, groups: int, whole: GrantTotal, again: AgainMoney) -> None:
    if groups > 1:
        group_line(page, whole, again.every(whole), STRONG)


def _payees(page: Page, payees: Sequence[GrantTotal], whole: GrantTotal, again: AgainMoney) -> None:
    """Those who get most, in the order in which they stand on the form; the others as one line."""
    _table_heads(page, "按对象", "对象")
    named, others = list(payees), list[GrantTotal]()
    if len(payees) > MOST_PAYEES + 1:
        ranked = sorted(range(len(payees)), key=lambda place: (-payees[place].amount, place))
        named, others = (
            [payees[place] for place in sorted(some)] for some in (ranked[:MOST_PAYEES], ranked[MOST_PAYEES:])
        )
    first = page.row
    for one in named:
        group_line(page, one, again.of_payee(one, _label(page)), unless="" if again.too_many else _SEVERAL_NAMES)
    if others:
        rest = Summed() if again.too_many else again.rest(whole, named, first, (_COUNT, _AMOUNT, _DUE))
        group_line(page, together(f"其余{len(others)}个", others), rest)
    _table_foot(page, len(named) + bool(others), whole, again)


_SEVERAL_NAMES = "同一对象有几种写法或者几个对象同名，笔数和金额是数值"


def group_line(page: Page, one: GrantTotal, by: Summed, more: Style | None = None, *, unless: str = "") -> None:
    """A group of grants; `unless` is the reason that is said where its amounts are values."""
    strong, row = more or {}, page.row
    amount = yuan_cell(one.amount, {**YUAN, **strong}).by(by.amount)
    told = f"{states(one)}；{unless}" if unless and not amount.formula else states(one)
    page.line(
        Cell(one.label, {**styles.BOX, **strong}),
        figure(one.count, {**COUNT, "align": "center", **strong}).by(by.count),
        amount,
        yuan_cell(one.due, {**YUAN, **strong}).by(by.due),
        yuan_cell(one.pending, {**YUAN, **strong}).by(pending(page, row, one, (_AMOUNT, _DUE))),
        Cell(told, {**styles.BOX, **strong}),
    )


def pending(page: Page, row: int, one: GrantTotal, columns: tuple[int, int]) -> Term:
    """What is granted less what is due, two cells of a line."""
    amount, due = (
        at(Place(page.name, row, column), value, page.name)
        for column, value in zip(columns, (one.amount, one.due), strict=True)
    )
    return rounded_sum(minus(amount, due), FEN, MONEY)


def states(one: GrantTotal) -> str:
    """`应拨付5笔，待条件满足1笔；其中有核减的3笔，减到零的1笔`."""
    told = "，".join(f"{word}{one.states[state]}笔" for state, word in GRANT_STATES.items() if one.states.get(state))
    less = f"；其中有核减的{one.cut}笔" if one.cut else ""
    return told + less + (f"，减到零的{one.nothing}笔" if one.nothing else "")
