"""The sheet 苗头性问题: growth below nothing in each unit's latest form, quarter by quarter."""

from __future__ import annotations

from collections.abc import Sequence

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Attendance
from zhtcli.core.period import period_label
from zhtcli.core.rules.monitored import Signal
from zhtcli.core.years.signals import Raised
from zhtcli.workbook import styles
from zhtcli.workbook.result.paper import LEDE, Cell, Page
from zhtcli.workbook.result.quartercells import growth_cell, growth_words, how_long

_COLUMNS = (("单位", 34.0), ("县（市、区）", 12.0), ("最近一期", 16.0), ("序号", 5.0), ("指标", 34.0),
            ("最近一季同比", 13.0), ("各季同比", 46.0), ("说明", 30.0))  # fmt: skip
WIDTHS = tuple(width for _, width in _COLUMNS)


def write_early_signs(page: Page, attending: Sequence[Attendance], signal: Signal, line: str) -> None:
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
    head = page.headers(*(name for name, _ in _COLUMNS))
    for unit, one in latest:
        for sign in one.signals:
            _row(page, unit, one, sign)
    page.filtered(head, frozen=1)


def latest_of(unit: Attendance) -> Assessment | None:
    """The form of the last quarter of which the figures are used."""
    used = [one for one in unit.assessments if one.progress and one.form is not None]
    return max(used, key=lambda one: one.form.span if one.form else "", default=None)


def _row(page: Page, unit: Attendance, one: Assessment, sign: Raised) -> None:
    told = zip(sign.periods, sign.growths, strict=True)
    typed = "、".join(map(period_label, sign.typed))
    page.line(
        Cell(unit.label),
        Cell(unit.county, styles.BOX_MIDDLE),
        Cell(period_label(one.form.span) if one.form else "", styles.BOX_MIDDLE),
        Cell(sign.indicator.no, styles.BOX_MIDDLE),
        Cell(sign.indicator.name),
        growth_cell(sign.growths[-1], sign.unit, styles.UNDONE),
        Cell("，".join(f"{period_label(period)} {growth_words(growth, sign.unit)}" for period, growth in told)),
        Cell(f"{typed}没有去年同期的数，按所填的同比" if typed else ""),
    )
