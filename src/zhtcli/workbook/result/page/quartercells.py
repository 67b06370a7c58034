"""What sheets about quarters share: growth as a cell, headings of quarters, which quarters there are."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.period import between, period_label
from zhtcli.core.quarters.followed import FollowedQuarter
from zhtcli.core.rules.monitored import Signal
from zhtcli.core.years.progress import Progress
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import FIGURE, SIGNED_PERCENTAGE_POINTS, Cell
from zhtcli.workbook.result.page.terms import Term
from zhtcli.workbook.writing import Style

SIGNED_RATE: Style = {**FIGURE, "num_format": "+0.00%_ ;-0.00%_ ;0.00%_ "}
TYPED: Style = {"italic": True, "font_color": "#7F7F7F"}
"""Growth that is as typed, because nothing is known to compute it from."""
UNKNOWN = Cell("—", {**styles.BOX_MIDDLE, "font_color": "#7F7F7F"})
NUMBER: Style = {**FIGURE, "num_format": "0", "align": "center"}


def growth_cell(value: Fraction | None, unit: str, more: Style | None = None) -> Cell:
    """Growth in percent or percentage points, with its sign; nothing where it is not known."""
    if unit == "%":
        return Cell(None if value is None else value / 100, {**SIGNED_RATE, **(more or {})})
    return Cell(value, {**SIGNED_PERCENTAGE_POINTS, **(more or {})})


def grown_cell(value: Fraction | None, unit: str, term: Term | None, more: Style | None = None) -> Cell:
    """Growth by its formula; of what is no decimal the formula tells ten places, and so does the cell."""
    cell = growth_cell(value, unit, more)
    if term is None or term.value is None or not term.sure:
        return cell
    return Cell(term.value, cell.style, formula=term.text)


def growth_words(value: Fraction, unit: str) -> str:
    """`+5.20%`, `-1.30个百分点`."""
    return f"{float(value):+.2f}{unit}"


def best_growth(quarter: FollowedQuarter, part: Part) -> tuple[Fraction | None, bool]:
    """Growth as computed, else as typed, and whether it is the latter."""
    computed = (quarter.growth if part == "quarter_growth" else quarter.to_date_growth).value
    if computed is not None:
        return computed, False
    typed = quarter.observed.value(part)
    return typed, typed is not None


def quarters_of(items: Sequence[Progress]) -> tuple[str, ...]:
    """Every quarter from the first that is known to the last, gaps included."""
    told = sorted({quarter.period for item in items for quarter in item.quarters})
    return between(told[0], told[-1]) if told else ()


def quarter_words(period: str) -> str:
    """`2026年` over `三季度`, for a narrow heading."""
    return period_label(period).replace("年第", "年\n")


def spans(periods: Sequence[str]) -> list[str]:
    """Periods as text, those that follow each other as one: `2025年第一季度至2026年第三季度`."""
    runs: list[list[str]] = []
    for period in sorted(set(periods)):
        if runs and len(between(runs[-1][-1], period)) == 2:
            runs[-1].append(period)
        else:
            runs.append([period])
    return [
        period_label(run[0]) if len(run) == 1 else f"{period_label(run[0])}至{period_label(run[-1])}" for run in runs
    ]


def how_long(signal: Signal) -> str:
    """`连续2个季度同比下降`."""
    return f"{f'连续{signal.quarters}个季度' if signal.quarters > 1 else '本季度'}{signal.title}"
