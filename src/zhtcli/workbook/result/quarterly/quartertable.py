"""The sheet 逐季数据: every known quarter a column, in four blocks; the charts of 趋势图 refer to its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.forms.tablecolumns import GROWTHS, Part
from zhtcli.core.quarters.followed import FollowedQuarter
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.years.progress import Progress
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.quarterplaces import FIRST_OF_QUARTERS, SERIES
from zhtcli.workbook.result.formulas.quarters import QuarterFormulas
from zhtcli.workbook.result.page.cell import FIGURE, Cell, quantity
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.quartercells import TYPED, best_growth, grown_cell, quarter_words, quarters_of
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets.followedoverview import why_stopped
from zhtcli.workbook.writing import Style

NAME = SERIES
FIRST = FIRST_OF_QUARTERS - 1
"""Columns before those of the quarters."""
_FIRST = (4.5, 28.0, 8.0, 8.5)
_QUARTER = 11.0
_MOST_ACROSS = 12
"""So many quarters can still be read on one page."""

# On a page that a block goes on to, the word of the row says which one it is.
_BLOCKS: tuple[tuple[str, str, Part], ...] = (
    ("本季度数据", "本季度", "quarter"),
    ("同比增长", "同比", "quarter_growth"),
    ("截止本季度累计数据", "累计", "to_date"),
    ("累计同比增长", "累计同比", "to_date_growth"),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the series of an indicator stand: 1-based rows; the columns are those of `periods`.

    `values` are the figures and `growths` what is known of their growth, by which the axes are made.
    """

    indicator: Indicator
    unit: str
    figures: int
    growth: int
    values: tuple[Fraction, ...]
    growths: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """What charts need: the header row, the quarters, and the rows of each indicator.

    `doubtful` says whether there is an error or a warning about any of the figures.
    """

    head: int
    periods: tuple[str, ...]
    placed: tuple[Placed, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class _Doubted:
    """The cells that errors and warnings are about: (file, sheet, row, column)."""

    file: str
    cells: frozenset[tuple[str, str, int, int]]

    @classmethod
    def of(cls, latest: Assessment, every: Sequence[Assessment]) -> _Doubted:
        found = ((one.file, finding) for one in every for finding in one.findings if finding.severity != "note")
        cells = ((file, at.sheet, at.row, at.column) for file, finding in found if (at := finding.at) is not None)
        return cls(latest.file, frozenset(cells))

    def holds(self, quarter: FollowedQuarter, part: Part) -> bool:
        told = quarter.observed.told.get(part)
        if told is None or told.at is None:
            return False
        # A cell of another workbook names it: `[2025q3.xlsx]指标填报`.
        sheet = told.at.sheet.rpartition("]")[2] if told.file else told.at.sheet
        return (told.file or self.file, sheet, told.at.row, told.at.column) in self.cells


def widths(told: Told) -> tuple[float, ...]:
    return (*_FIRST, *(_QUARTER for _ in quarters_of(told.assessment.progress)))


def write_quarter_table(
    page: Page, told: Told, formulas: QuarterFormulas, every: Sequence[Assessment]
) -> Series | None:
    """Gives where everything stands, None where there is nothing to show.

    Figures with an error or a warning in any of the files are red.
    """
    items = told.assessment.progress
    periods = quarters_of(items)
    if not periods:
        page.sentence("逐季数据", styles.SUBTITLE)
        page.sentence(why_stopped(told.assessment), styles.NOTICE)
        return None
    page.title("逐季数据", told.line)
    page.sentence(
        "没有数的季度留空，不按0计。最后一个季度的数取自“监测表”，以前各季照填报的数列出；同比是公式。斜体灰字是照填报列出的同比：没有去年同期的数，不能复算。"
        "红色的数在“问题清单”里有说明，照填报的数列出，没有改动。",
        styles.NOTE,
    )
    odd = _Doubted.of(told.assessment, every)
    head = page.headers("序号", "指标", "单位", "数据", *map(quarter_words, periods), least=30)
    rows: dict[str, list[int]] = {item.indicator.no: [] for item in items}
    for title, word, part in _BLOCKS:
        page.line(Cell(title, styles.BAND, len(page.widths)), least=20)
        for item in items:
            rows[item.indicator.no].append(_row(page, formulas, item, part, word, odd))
    page.raw.freeze_panes(head, FIRST)
    page.raw.repeat_rows(0, head - 1)
    page.raw.repeat_columns(0, FIRST - 1)
    page.raw.fit_to_pages(-(-len(periods) // _MOST_ACROSS), 0)
    placed = tuple(_placed(item, rows[item.indicator.no]) for item in items)
    doubtful = any(odd.holds(quarter, "quarter") for item in items for quarter in item.quarters)
    return Series(head, periods, placed, doubtful)


def _placed(item: Progress, rows: Sequence[int]) -> Placed:
    growths = (best_growth(quarter, "quarter_growth")[0] for quarter in item.quarters)
    return Placed(
        indicator=item.indicator,
        unit=item.quarters[0].growth_unit if item.quarters else "%",
        figures=rows[0],
        growth=rows[1],
        values=tuple(value for quarter in item.quarters if (value := quarter.observed.quarter) is not None),
        growths=tuple(growth for growth in growths if growth is not None),
    )


def _row(page: Page, formulas: QuarterFormulas, item: Progress, part: Part, word: str, doubted: _Doubted) -> int:
    indicator = item.indicator
    by_period = {quarter.period: quarter for quarter in item.quarters}
    unit = indicator.unit if part not in GROWTHS else item.quarters[0].growth_unit if item.quarters else "%"
    return page.line(
        Cell(indicator.no, styles.BOX_MIDDLE),
        Cell(indicator.name),
        Cell(unit, styles.BOX_MIDDLE),
        Cell(word, styles.BOX_MIDDLE),
        *(_cell(formulas, indicator, by_period.get(period), part, doubted) for period in formulas.places.periods),
    )


def _cell(
    formulas: QuarterFormulas, indicator: Indicator, quarter: FollowedQuarter | None, part: Part, doubted: _Doubted
) -> Cell:
    if quarter is None:
        return Cell(None, FIGURE)
    odd: Style = styles.ODD if doubted.holds(quarter, part) else {}
    own = quarter.period == formulas.places.own
    told = formulas.repeated(indicator, part) if own else None
    if part not in GROWTHS:
        cell = quantity(indicator, quarter.observed.value(part)).by(told)
        return replace(cell, style={**cell.style, **odd})
    value, typed = best_growth(quarter, part)
    if not own and not typed:
        told = formulas.grown(indicator, part, quarter.period, NAME)
    return grown_cell(value, quarter.growth_unit, told, {**TYPED, **odd} if typed else None)
