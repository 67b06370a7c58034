"""Validity, cycle and the figures of a form as lines: which days hold, and how much of an outline is there."""

from __future__ import annotations

from collections.abc import Iterator

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.rounding import shown
from zhtcli.core.rules.cyclekinds import Cycle, Validity
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.cycle import CycleDays, in_force
from zhtcli.report.text.columns import hanging

_NUMERALS = "零一二三四五六七八九十"


def cycle_lines(one: Assessment, width: int) -> Iterator[str]:
    """When the document is in force and from when until when this form's cycle runs; nothing for other documents."""
    if one.regime is None or one.dates is None:
        return
    if one.regime.validity is not None:
        yield from hanging("办法：", validity_words(one.regime.validity), width)
    if one.regime.cycle is not None:
        yield from hanging("周期：", cycle_words(one.regime.cycle, one.dates.cycle), width)


def of_regime(regime: Regime, width: int) -> Iterator[str]:
    """What of validity and cycle does not depend on a form."""
    if regime.validity is not None:
        yield from hanging("效期：", validity_words(regime.validity), width)
    if regime.cycle is not None:
        yield from hanging("周期：", cycle_words(regime.cycle, None, of_form=False), width)


def validity_words(validity: Validity) -> str:
    """`2024-12-25 起施行，有效期到 2029-12-24（第二十四条）`."""
    window = in_force(validity)
    return f"{window.first} 起施行，有效期到 {window.last}（{validity.clause}）"


def cycle_words(cycle: Cycle, days: CycleDays | None, *, of_form: bool = True) -> str:
    """The days of a cycle, or how long it is where no first day is known."""
    round_of = f"{cycle.name}{_NUMERALS[cycle.years]}年一轮"
    midterm = f"，满{_NUMERALS[cycle.midterm_years]}年后中期评价" if cycle.midterm_years else ""
    if days is None:
        return f"{round_of}{midterm}（{cycle.clause}）{'；起始日没有填好，日期没有算' if of_form else ''}"
    held = f"，{days.midterm} 起可作中期评价" if days.midterm else ""
    return f"{cycle.name} {days.first} 到 {days.last}{held}（{cycle.clause}）"


def figure_lines(one: Assessment, width: int) -> Iterator[str]:
    """Figures that belong to no indicator, those that are known: `建设方案已有的提纲条目：4 条，共 5 条`."""
    for told in one.values:
        if told.value is not None:
            of = f"，共 {told.of} {told.figure.unit}" if told.of is not None else ""
            yield from hanging("", f"{told.figure.label}：{shown(told.value)} {told.figure.unit}{of}", width)
