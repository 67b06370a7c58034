"""The sheet 图表: native charts over the cells of 计分表, 累计进度 and 完成情况, laid out as a document on A4.

The figures that are drawn stand to the right of the charts, beyond what is printed. They are references to those
sheets: completions lie between bands of sections there, and the path of the targets has to be added up year by year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from zhtcli.core.period import period_label
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import COUNT, DECIMALS, FIGURE, RATE, SUBLINE, Cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets.chartdata import (
    MOST,
    Drawn,
    PathRow,
    SectionRow,
    ShareRow,
    path_rows,
    section_rows,
    share_rows,
    unsaid,
)
from zhtcli.workbook.result.sheets.chartkinds import MOST_SHOWN, Block, completion_chart, path_chart, sections_chart
from zhtcli.workbook.writing import Style

_ACROSS, _CHART, _GUTTER = 3, 30.0, 1.0
_PRINTED = (_CHART, _GUTTER) * (_ACROSS - 1) + (_CHART,)
_LABELS = len(_PRINTED) + 2
"""The column of the labels, behind one that sets the figures apart from what is printed."""
_BESIDE = (3.0, 36.0)
_FIGURE_WIDTH = 9.0
_ROW, _PAGE = 17.25, 752.0
"""Points: of a row below a chart (23 pixels), and of what one page of A4 holds at full size."""
_LEAST_FILLED, _TALLEST = 12.0, 400.0
_BAND = 7
"""Rows of a small chart."""
_WIDE, _NARROW = sum(int(width * 7 + 5) for width in _PRINTED), int(_CHART * 7 + 5)
_EMPTY = Cell(None, styles.PLAIN)
_NAME: Style = {**styles.BOX, "text_wrap": False}
_HEAD: Style = {**styles.HEADER, "text_wrap": False}
_CAPTION: Style = {**styles.NOTE}


def widths(told: Told) -> tuple[float, ...]:
    """Column widths: what is printed, then the figures that are drawn."""
    return (*_PRINTED, *_BESIDE, *(_FIGURE_WIDTH,) * max(4, 2 * len(told.regime.periods)))


@dataclass(frozen=True, slots=True)
class Charts:
    """What there is to draw; nothing of an assessment that was stopped, or of a form without figures."""

    sections: tuple[SectionRow, ...]
    shares: tuple[ShareRow, ...]
    others: tuple[str, ...]
    """Numbers of indicators that are not held against a target."""
    paths: tuple[PathRow, ...]

    @classmethod
    def of(cls, told: Told) -> Charts:
        shares, others = share_rows(told)
        known = any(row.share.value is not None for row in shares)
        return cls(section_rows(told), tuple(shares) if known else (), tuple(others), path_rows(told))

    def __bool__(self) -> bool:
        return bool(self.sections or self.shares or self.paths)


@dataclass(slots=True)
class _Sheet:
    """The sheet as it is filled; `used` is how much of the page is taken, in points."""

    page: Page
    told: Told
    workbook: Any
    used: float = 0.0
    top: float = 0.0
    """What the title takes on every page."""
    number: int = 0
    breaks: list[int] = field(default_factory=list)

    def sentence(self, text: str, style: Style, least: float = 18) -> None:
        self.used += _height(text, style, least)
        self.page.line(Cell(text, style, len(_PRINTED)), least=least)

    def begin(self, title: str, caption: str, rows: int) -> None:
        """The heading and the caption of a chart, on a page that has room for so many rows below them."""
        needed = 30 + _height(caption, _CAPTION, 18) + rows * _ROW
        if self.used + needed > _PAGE and self.used > self.top:
            self.new_page()
        elif self.number:
            self.page.gap()
            self.used += 8
        self.number += 1
        self.sentence(f"图{self.number}　{title}", styles.HEADING_LINE, 22)
        self.sentence(caption, _CAPTION)

    def new_page(self) -> None:
        """Breaks the page and fills it up: where it fits columns to a page, Excel ignores breaks and makes its own."""
        left = _PAGE - self.used - _LEAST_FILLED
        while left > 0:
            self.page.gap(min(left, _TALLEST))
            left -= _TALLEST
        self.breaks.append(self.page.row - 1)
        self.used = self.top

    def room(self) -> int:
        """Rows that the page still has."""
        return int((_PAGE - self.used) / _ROW)

    def row(self, *cells: Cell) -> int:
        """A row below a chart, with figures beside it."""
        row = self.page.row
        self.page.quick_line(*(_EMPTY,) * (_LABELS - 1 if cells else len(_PRINTED)), *cells)
        self.page.raw.set_row(row - 1, _ROW)
        self.used += _ROW
        return row

    def insert(self, row: int, column: int, chart: Any, description: str) -> None:
        self.page.raw.insert_chart(row - 1, column, chart, {"y_offset": 2, "description": description})


def _height(text: str, style: Style, least: float) -> float:
    width = sum(_PRINTED) + (len(_PRINTED) - 1) * 5 / 7
    return styles.row_height([(text, width)], float(style.get("font_size", 9)), least)


def write_charts(page: Page, told: Told, workbook: Any) -> None:
    charts, sheet = Charts.of(told), _Sheet(page, told, workbook)
    sheet.sentence("图表", {**styles.SUBTITLE, "align": "left"}, 26)
    sheet.sentence(told.line, SUBLINE)
    sheet.top = sheet.used
    sheet.sentence(_readings(told), _CAPTION)
    sheet.sentence(_about(told, charts), _CAPTION)
    if charts.sections:
        _sections(sheet, charts.sections)
    if charts.shares:
        _shares(sheet, charts)
    if charts.paths:
        _paths(sheet, charts.paths)
    page.raw.repeat_rows(0, 1)
    page.raw.print_area(0, 0, page.row - 2, len(_PRINTED) - 1)
    page.raw.set_h_pagebreaks(sheet.breaks)


def _readings(told: Told) -> str:
    chosen = "；".join(
        f"{reading.title}：{reading.options[told.option(reading)].label}"
        for reading in told.regime.readings
        if told.decided(reading)
    )
    return f"口径：{told.readings_words}" + (f"选定的是：{chosen}。" if chosen else "")


def _about(told: Told, charts: Charts) -> str:
    sheets = "、".join(f"“{name}”" for name in _sources(told, charts))
    return (
        f"各图引用{sheets}的单元格；那里的数改动，图随着变，颜色和文字不变。没有数的留空，不按0画。"
        "作图用的数在图的右侧，不打印。"
    )


def _sources(told: Told, charts: Charts) -> list[str]:
    names = ["计分表"] if charts.sections or (charts.shares and told.card is not None) else []
    if charts.paths or (charts.shares and told.card is None):
        names.append("完成情况" if told.regime.cycle is not None else "累计进度")
    return names


def _sections(sheet: _Sheet, rows: Sequence[SectionRow]) -> None:
    told, card = sheet.told, sheet.told.card
    bonus = len(rows[0].figures) > 2
    series = ("分值", "得分") if not bonus else ("基础分分值", "基础分得分", "加分最高", "加分得分")
    caption = [f"{card.scope.label}，各部分的分值和得分，见“计分表”。" if card is not None else ""]
    if missing := unsaid(told):
        words = "；".join(f"第{'、'.join(nos)}项（{word}）" for word, nos in missing.items())
        caption.append(f"还没有得分、没有计入的：{words}。")
    if card is not None and card.assessed_max != card.max and any(not i.assessed for i in card.indicators):
        caption.append("目标为0的指标不参加考核，没有得分；分值照文件所印。")
    if card is not None and card.computed is not None:
        caption.append("总分按叠加规则另行改定，各部分得分没有改。")
    tall = max(8, len(rows) + 1, round((len(rows) * (44 if bonus else 36) + 50) / _ROW))
    sheet.begin("各部分得分", "".join(caption), tall)
    first = _block(sheet, ("部分", *series), [(row.label, row.figures) for row in rows], tall, None)
    block = Block(first + 1, first + len(rows), _LABELS)
    chart = sections_chart(sheet.workbook, block, series, (_WIDE, _pixels(tall)))
    sheet.insert(first, 0, chart, f"图{sheet.number}：各部分得分与分值")


def _shares(sheet: _Sheet, charts: Charts) -> None:
    told, rows = sheet.told, charts.shares[:MOST]
    source = "计分表" if told.card is not None else "完成情况"
    over = [row.no for row in rows if row.share.value is not None and row.share.value > MOST_SHOWN]
    period = told.card.scope.label if told.card is not None else period_label(told.period)
    caption = [f"{period}，各项实际占{'目标' if source == '计分表' else '计划'}的百分比，见“{source}”的完成率。"]
    below = [row.share.value is not None and row.share.value < 1 for row in rows]
    caption.append(f"虚线是100%{'，深色条没有达到' if any(below) else ''}；条上的数是完成率。")
    if over:
        caption.append(f"横轴只画到{MOST_SHOWN:.0%}，第{'、'.join(over)}项超出，画到边为止，以条上的数为准。")
    else:
        caption.append(f"横轴只画到{MOST_SHOWN:.0%}。")
    if any(row.share.value is None for row in rows):
        caption.append("没有条的没有完成率，原因写在名称后面。")
    if charts.others:
        caption.append(f"第{'、'.join(charts.others)}项不按目标算完成率，没有列。")
    caption += _only_first(len(charts.shares), source)
    text = "".join(caption)
    wanted = max(_BAND + 1, len(rows) + 1, round((len(rows) * 19.5 + 36) / _ROW))
    sheet.begin("各项完成率", text, min(wanted, len(rows) + 3))
    tall = max(len(rows) + 1, min(wanted, sheet.room()))
    first = _block(sheet, ("指标", "完成率"), [(row.label, (row.share,)) for row in rows], tall, RATE)
    block = Block(first + 1, first + len(rows), _LABELS)
    chart = completion_chart(sheet.workbook, block, below, (_WIDE, _pixels(tall)))
    sheet.insert(first, 0, chart, f"图{sheet.number}：各项完成率")


def _paths(sheet: _Sheet, every: Sequence[PathRow]) -> None:
    told, rows = sheet.told, every[:MOST]
    cycle = told.regime.cycle is not None
    source = "完成情况" if cycle else "累计进度"
    bands = -(-len(rows) // _ACROSS)
    sheet.begin("各年计划与实际" if cycle else "累计实际与目标", _path_caption(told, rows, len(every), source),
                min(bands, 2) * _BAND)  # fmt: skip
    plan = "计划" if cycle else "目标"
    years = [_year(period) for period in told.regime.periods]
    heads = (
        [Cell("", _HEAD), *(Cell(word, _HEAD) for word in (plan, "实际") for _ in years)],
        [Cell("指标", _HEAD), *years, *years],
    )
    texts = iter([*heads, *(_path_cells(row) for row in rows)])
    lines: list[int] = []
    tops: list[int] = []
    for _ in range(bands):
        if tops and sheet.room() < _BAND:
            sheet.new_page()
        tops.append(sheet.page.row)
        lines += [sheet.row(*next(texts, ())) for _ in range(_BAND)]
    _, head, *at = lines
    for place, one in enumerate(rows):
        band, across = divmod(place, _ACROSS)
        chart = path_chart(sheet.workbook, one, at[place], head, _LABELS + 1, (_NARROW, _pixels(_BAND)))
        sheet.insert(tops[band], 2 * across, chart, f"图{sheet.number}：{one.title}")


def _year(period: str) -> Cell:
    """A year as a number: a program that finds texts which look like numbers takes them for numbers all the same."""
    label = period_label(period).removesuffix("年")
    return Cell(Fraction(label) if label.isdecimal() else label, {**_HEAD, "num_format": "0"})


def _path_cells(row: PathRow) -> list[Cell]:
    return [
        Cell(row.title, _NAME),
        *(_cell(one, RATE if row.percent else None) for one in (*row.targets, *row.actuals)),
    ]


def _path_caption(told: Told, rows: Sequence[PathRow], every: int, source: str) -> str:
    if told.regime.cycle is not None:
        caption = [f"灰色菱形、虚线是计划，深色圆点、实线是实际，见“{source}”。各年不相加；没有计划的年份不连线。"]
    else:
        caption = [f"灰色菱形、虚线是目标，深色圆点、实线是实际，由“{source}”各年的数逐年累计。"]
        at_end = [row.no for row in rows if not row.added]
        otherwise = [row.no for row in rows if row.added and row.printed_otherwise]
        if at_end:
            caption.append(f"第{'、'.join(at_end)}项是年末数或比例，画各年的数，不相加。")
        if otherwise:
            caption.append(f"第{'、'.join(otherwise)}项印出的累计目标与各年目标相加的数不同，图中是相加的数。")
    without = [row.no for row in rows if all(one.value is None for one in row.actuals)]
    if without:
        caption.append(f"第{'、'.join(without)}项没有实际数。")
    caption.append("纵轴各图不同。")
    return "".join([*caption, *_only_first(every, source)])


def _only_first(every: int, source: str) -> list[str]:
    return [f"只画前{MOST}项，全部{every}项见“{source}”。"] if every > MOST else []


def _block(
    sheet: _Sheet, head: Sequence[str], rows: Sequence[tuple[str, Sequence[Drawn]]], tall: int, style: Style | None
) -> int:
    """Rows for a chart to stand on, with its figures beside it; the row of their headers."""
    first = sheet.row(*(Cell(text, _HEAD) for text in head))
    for label, figures in rows:
        sheet.row(Cell(label, _NAME), *(_cell(one, style) for one in figures))
    for _ in range(tall - len(rows) - 1):
        sheet.row()
    return first


def _cell(one: Drawn, style: Style | None) -> Cell:
    if one.value is None:
        return Cell(None, FIGURE)
    return Cell(one.value, style or (COUNT if one.value.denominator == 1 else DECIMALS)).by(one.term)


def _pixels(rows: int) -> int:
    """The height of a chart on so many rows, a little less than they have."""
    return int(rows * _ROW * 96 / 72) - 6
