"""The sheet 苗头性问题: growth below nothing in each unit's latest form, quarter by quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Attendance
from zhtcli.core.period import period_label
from zhtcli.core.rules.monitored import Signal
from zhtcli.core.years.signals import LEAST_FALL, Raised
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.areas import COLUMNS, UNITS, AreaFormulas
from zhtcli.workbook.result.page.cell import LEDE, Cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.quartercells import growth_cell, how_long
from zhtcli.workbook.result.page.terms import Place, at, both, up_to

_FIRST = (("单位", 34.0), ("县（市、区）", 12.0), ("最近一期", 16.0), ("序号", 5.0), ("指标", 34.0))
_GROWTH = 13.0
_LAST = (("判断", 10.0), ("说明", 40.0))
_RAISED = "连续下降"


def _columns(signal: Signal) -> list[tuple[str, float]]:
    """A column for every quarter that counts, the last one at the end."""
    names = ["最近一季同比", "上一季同比", *(f"前{back}季同比" for back in range(2, signal.quarters))]
    return [*_FIRST, *((name, _GROWTH) for name in reversed(names[: signal.quarters])), *_LAST]


def widths(signal: Signal) -> tuple[float, ...]:
    return tuple(width for _, width in _columns(signal))


def write_early_signs(
    page: Page, attending: Sequence[Attendance], signal: Signal, formulas: AreaFormulas, line: str
) -> None:
    page.title("苗头性问题", line)
    latest = [(unit, one) for unit in attending if (one := latest_of(unit)) is not None]
    raised = sum(len(one.signals) for _, one in latest)
    units = sum(bool(one.signals) for _, one in latest)
    page.sentence(
        f"{how_long(signal)}的指标，看各单位最近一期：{units}个单位，{raised}项。" if raised else "没有。", LEDE
    )
    last = max((one.form.span for _, one in latest if one.form is not None), default="")
    behind = [unit.name for unit, one in latest if one.form is not None and one.form.span < last]
    if behind:
        page.sentence(f"没有{period_label(last)}的表，按以前的一期判断的单位：{'、'.join(behind)}。", LEDE)
    if not raised:
        return
    head = page.headers(*(name for name, _ in _columns(signal)))
    for unit, one in latest:
        for sign in one.signals:
            _row(page, formulas, unit, one, sign)
    page.filtered(head, frozen=1)


def latest_of(unit: Attendance) -> Assessment | None:
    """The form of the last quarter of which the figures are used."""
    used = [one for one in unit.assessments if one.progress and one.form is not None]
    return max(used, key=lambda one: one.form.span if one.form else "", default=None)


def _row(page: Page, formulas: AreaFormulas, unit: Attendance, one: Assessment, sign: Raised) -> None:
    typed = "、".join(map(period_label, sign.typed))
    notes = [f"{typed}没有去年同期的数，按所填的同比"] if typed else []
    growths = [
        _growth(page, formulas, unit, sign, period, growth)
        for period, growth in zip(sign.periods, sign.growths, strict=True)
    ]
    own = [
        period_label(period)
        for period, cell in zip(sign.periods, growths, strict=True)
        if not cell.formula and period not in sign.typed
    ]
    notes += [f"{'、'.join(own)}的同比由该单位的表算出，是数值"] if own else []
    page.line(
        Cell(unit.label),
        Cell(unit.county, styles.BOX_MIDDLE),
        Cell(period_label(one.form.span) if one.form else "", styles.BOX_MIDDLE),
        Cell(sign.indicator.no, styles.BOX_MIDDLE),
        Cell(sign.indicator.name),
        *growths,
        _judged(page, sign, growths),
        Cell("；".join(notes)),
    )


def _growth(page: Page, formulas: AreaFormulas, unit: Attendance, sign: Raised, period: str, growth: Fraction) -> Cell:
    """As 各单位数据 computes it, where the unit's form says the same; typed growth stays as it is."""
    cell = growth_cell(growth, sign.unit, styles.UNDONE)
    there = formulas.of_unit(unit.label, unit.county, period, sign.indicator.no)
    if period in sign.typed or there is None or there.grown.value != growth:
        return cell
    term = there.growth()
    value = cell.content if term is None or not term.sure else term.value
    if not isinstance(value, Fraction):
        return cell
    return replace(cell, content=value).by(at(Place(UNITS, there.row, COLUMNS["growth"]), value, page.name))


def _judged(page: Page, sign: Raised, growths: Sequence[Cell]) -> Cell:
    limit = LEAST_FALL / 100 if sign.unit == "%" else LEAST_FALL
    cells = [
        at(Place(page.name, page.row, len(_FIRST) + place), cell.content, page.name)
        for place, cell in enumerate(growths, 1)
        if isinstance(cell.content, Fraction)
    ]
    test = both(*(up_to(cell, limit) for cell in cells))
    formula = f'IF({test.text},"{_RAISED}","")' if test.sure and test.holds else ""
    return Cell(_RAISED, {**styles.BOX_MIDDLE, **styles.UNDONE}, formula=formula)
