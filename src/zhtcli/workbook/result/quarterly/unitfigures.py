"""The sheet 各单位数据: what every unit tells of every quarter, and whether the totals count it."""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.forms.masking import showable
from zhtcli.core.period import period_label
from zhtcli.core.quarters.growth import growth_unit
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.areas import LEFT_OUT, UNITS, AreaFormulas, Name, UnitLine
from zhtcli.workbook.result.page.cell import COUNT, DECIMALS, FIGURE, LEDE, Cell, figure, quantity
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.quartercells import grown_cell
from zhtcli.workbook.result.page.terms import Term

NO_COUNTY = "（未填）"
_COLUMNS = (("季度", 14.0), ("县（市、区）", 10.0), ("单位", 26.0), ("序号", 5.0), ("指标", 27.0), ("计量单位", 8.0),
            ("本季度", 11.0), ("累计", 11.0), ("去年同期", 11.0), ("同比", 11.0), ("分子", 11.0), ("分母", 12.0),
            ("去年同期\n分子", 11.0), ("去年同期\n分母", 12.0), ("是否计入", 12.0),
            ("没有计入的原因", 26.0))  # fmt: skip
WIDTHS = tuple(width for _, width in _COLUMNS)


def write_unit_figures(page: Page, formulas: AreaFormulas, line: str) -> None:
    page.title(UNITS, line)
    if not formulas.lines:
        page.sentence("没有可以汇总的数。")
        return
    page.raw.set_default_row(styles.DEFAULT_ROW)
    page.sentence(
        "一行是一个单位、一个季度的一项指标，可以筛选；“各季汇总”的公式取本页标明计入的各行。没有数的留空，不按0计。"
        "分母（或比率）是全县（市、区）的，同一县（市、区）只计一次。",
        LEDE,
    )
    head = page.headers(*(name for name, _ in _COLUMNS), least=24)
    for one in formulas.unit_lines():
        if page.row != one.row:
            raise ValueError(f"{UNITS}: row {page.row} is not {one.row}")
        _row(page, one)
    page.filtered(head, frozen=5)


def _row(page: Page, one: UnitLine) -> None:
    indicator, nature = one.indicator, one.indicator.nature
    now, base = one.told.now, one.told.base
    left = one.mark == LEFT_OUT
    page.quick_line(
        Cell(period_label(one.period), styles.BOX_MIDDLE),
        Cell(showable(one.told.county) or NO_COUNTY, styles.BOX_MIDDLE),
        Cell(showable(one.told.unit)),
        Cell(indicator.no, styles.BOX_MIDDLE),
        Cell(indicator.name),
        Cell(indicator.unit, styles.BOX_MIDDLE),
        quantity(indicator, now.quarter if now else None).by(one.share()),
        quantity(indicator, now.to_date if now else None),
        quantity(indicator, base.quarter if base else None).by(one.share(before=True)),
        grown_cell(one.grown.value, growth_unit(nature) if nature is not None else "%", _sure(one.growth())),
        *(_part(one, name) for name in _PARTS),
        Cell(one.mark, {**styles.BOX_MIDDLE, **(styles.UNDONE if left else {})}),
        Cell(one.told.why),
    )


_PARTS: tuple[Name, ...] = ("numerator", "denominator", "numerator_before", "denominator_before")


def _sure(term: Term | None) -> Term | None:
    return term if term is not None and term.sure else None


def _part(one: UnitLine, name: Name) -> Cell:
    value: Fraction | None = one.figure(name)
    if value is None or one.indicator.nature is None or one.indicator.nature.kind != "ratio":
        return Cell(None, FIGURE)
    return figure(value, COUNT if value.denominator == 1 else DECIMALS)
