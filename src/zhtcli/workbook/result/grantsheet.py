"""The sheet 补助核定: a line a grant, from what was asked to what is paid, with the totals at the foot.

It prints on facing A4 pages: first who asks for what and what is recognised, then what is paid and why.
"""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.grant import Grant
from zhtcli.core.granttotals import GrantTotal, by_title, sum_of
from zhtcli.workbook import styles
from zhtcli.workbook.result.money import IN_WAN, YUAN, state_cell, wan_cell, yuan_cell
from zhtcli.workbook.result.paper import FIGURE, STRONG, Cell, Page, balanced, rate
from zhtcli.workbook.result.told import Told
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
    for number, grant in enumerate(grants, 1):
        _line(page, number, grant)
    page.filtered(head, frozen=_REPEATED)
    titles = by_title(grants)
    for one in titles if len(titles) > 1 else ():
        _sum(page, one)
    _sum(page, sum_of("合计", grants))
    page.facing_pages(len(_LEFT), _REPEATED)


def _line(page: Page, number: int, grant: Grant) -> None:
    page.quick_line(
        Cell(Fraction(number), _NUMBER),
        Cell(grant.id, _ID),
        Cell(grant.payee),
        Cell(grant.title),
        Cell(grant.uscc, styles.BOX_MIDDLE),
        Cell(grant.period, styles.BOX_MIDDLE),
        wan_cell(grant.asked),
        yuan_cell(grant.asked),
        yuan_cell(grant.recognised),
        rate(grant.rate / 100),
        yuan_cell(grant.computed),
        yuan_cell(over_cap(grant)),
        yuan_cell(grant.amount, _STRONG_YUAN),
        wan_cell(grant.amount),
        yuan_cell(grant.due),
        state_cell(grant.state),
        Cell(grant.reason),
        Cell(grant.clause),
    )


def over_cap(grant: Grant) -> Fraction:
    """What the caps take off."""
    return sum((cut.amount for cut in grant.cuts if cut.stage == "cap"), Fraction(0))


def _sum(page: Page, total: GrantTotal) -> None:
    page.line(
        Cell(total.label, _SUM, _REPEATED),
        Cell(f"{total.count}笔", _SUM, 3),
        wan_cell(total.asked, _SUM_WAN),
        yuan_cell(total.asked, _SUM_YUAN),
        yuan_cell(total.recognised, _SUM_YUAN),
        Cell(None, _SUM),
        yuan_cell(total.computed, _SUM_YUAN),
        yuan_cell(total.over_cap, _SUM_YUAN),
        yuan_cell(total.amount, _SUM_YUAN),
        wan_cell(total.amount, _SUM_WAN),
        yuan_cell(total.due, _SUM_YUAN),
        Cell(None, _SUM, 3),
        least=22,
    )
