"""The sheet 完成情况 of a document with cycles: year by year against the plan, then against the cycle's pledge.

It prints on facing A4 pages: the years on the left one, the pledge on the right one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhtcli.core.period import period_label
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.progress import CumulativeProgress, PeriodProgress, Progress
from zhtcli.workbook import styles
from zhtcli.workbook.result.cumulative import FOR_NOW, REACH_STYLES, REACH_WORDS, completion
from zhtcli.workbook.result.formulas import Place
from zhtcli.workbook.result.links import NO_LINKS, Links
from zhtcli.workbook.result.paper import (
    COUNT,
    DECIMALS,
    FIGURE,
    NO_LINKED,
    Cell,
    Page,
    balanced,
    figure,
    quantity,
    rate,
    shortfall,
)
from zhtcli.workbook.result.places import HEAD
from zhtcli.workbook.result.told import Told, what_stopped
from zhtcli.workbook.writing import Style

REACHED = "完成情况"
_FIRST = (("序号", 5.0), ("指标", 27.0), ("单位", 7.0))
_YEAR = (("计划", 9.0), ("实际", 9.0), ("完成率", 8.5))
_COMING = (("计划", 9.0),)
_PLEDGE = (("周期承诺", 12.0), ("最近实际", 12.0), ("取自", 9.0), ("完成率", 10.0), ("还差", 12.0), ("情况", 11.0),
           ("条款", 20.0))  # fmt: skip
REACHED = "完成情况"
_REPEATED = 2
_CLAUSE = 6
_NOT_FILLED = "没有填"
_NUMBER: Style = {**FIGURE, "num_format": "0", "align": "center"}
_NOTES: Style = {**styles.BOX, "font_color": "#595959"}


def widths(told: Told) -> tuple[float, ...]:
    """Column widths: a page of years, a page of the pledge where a cycle is known."""
    left = [width for _, width in _left(told)]
    right = [width for _, width in _right(told.regime)]
    return (*left, *balanced(left, _REPEATED, right, range(len(right))))


def _left(told: Told) -> list[tuple[str, float]]:
    """Columns of the left page; of a year still to come there is no more than the plan."""
    return [*_FIRST, *(column for period in told.regime.periods for column in _columns(period, told.period))]


def _columns(period: str, own: str) -> tuple[tuple[str, float], ...]:
    return _YEAR if period <= own else _COMING


def reached_place(told: Told, number: int, period: str, column: str) -> Place:
    """Where 计划, 实际 or 完成率 of a period stands; `number` counts the lines from 1."""
    before = sum(len(_columns(one, told.period)) for one in told.regime.periods if one < period)
    names = [name for name, _ in _columns(period, told.period)]
    return Place(REACHED, HEAD + number, len(_FIRST) + before + names.index(column) + 1)


def _right(regime: Regime) -> tuple[tuple[str, float], ...]:
    return _PLEDGE * len(regime.horizons) or _PLEDGE[_CLAUSE:]


def write_reached(page: Page, told: Told, links: Links = NO_LINKS) -> None:
    items = told.assessment.progress
    left = len(_left(told))
    page.facing_title("完成情况", told.line, left, _REPEATED)
    if not items:
        stopped = what_stopped(told.assessment)
        page.sentence(
            f"没有核定。{''.join(stopped)}" if stopped else "没有填目标，没有可以列的完成情况。", styles.NOTICE
        )
    else:
        head = _heads(page, told)
        if head != HEAD:
            raise ValueError(f"the table begins below row {head}, charts expect {HEAD}")
        for place, item in enumerate(items, 1):
            _row(page, told, place, item, links)
        page.raw.freeze_panes(head, _REPEATED)
        page.raw.repeat_rows(0, head - 1)
    page.line(
        Cell("说明", styles.BAND, _REPEATED),
        Cell("\n".join(_notes(told)), _NOTES, left - _REPEATED),
        Cell("\n".join(_pledge_notes(told)), _NOTES, len(page.widths) - left),
    )
    _values(page, told, left)
    page.facing_pages(left, _REPEATED)


def reached_rows(told: Told) -> Iterator[tuple[str, int]]:
    """Each indicator, and each target of one's own by its name, with its row on the sheet."""
    for row, item in enumerate(told.assessment.progress, HEAD + 1):
        yield item.indicator.no, row


def _heads(page: Page, told: Told) -> int:
    regime = told.regime
    coming = {p: "" if p <= told.period else "\n（未到）" for p in regime.periods}
    page.headers(
        ("指标", len(_FIRST)),
        *((f"{period_label(p)}{coming[p]}", len(_columns(p, told.period))) for p in regime.periods),
        *((f"对照周期承诺（{period_label(h)}）", len(_PLEDGE)) for h in regime.horizons),
        *([] if regime.horizons else ["依据"]),
    )
    return page.headers(*(name for name, _ in (*_left(told), *_right(regime))))


def _row(page: Page, told: Told, place: int, item: Progress, links: Links) -> None:
    indicator = item.indicator
    # a target of one's own has no printed number: it goes by its title and is counted
    no = str(place) if indicator.no == indicator.name else indicator.no
    years = {one.period: one for one in item.by_period}
    latest = next((one.period for one in reversed(item.by_period) if one.actual is not None), "")
    clause = Cell(indicator.clause)
    page.line(
        Cell(no, styles.BOX_MIDDLE).to(links.back.get(indicator.no), NO_LINKED),
        Cell(indicator.name),
        Cell(indicator.unit, styles.BOX_MIDDLE),
        *(cell for period in told.regime.periods for cell in _year(item, years[period], told.period)),
        *(cell for one in item.cumulative for cell in (*_pledge(item, one, latest), clause)),
        *([] if item.cumulative or told.regime.horizons else [clause]),
        *([Cell(None)] * (len(_PLEDGE) - 1) + [clause] if told.regime.horizons and not item.cumulative else []),
    )


def _year(item: Progress, one: PeriodProgress, own: str) -> list[Cell]:
    actual = quantity(item.indicator, one.actual)
    if one.actual is None and one.target is not None and one.period <= own:
        actual = Cell(_NOT_FILLED, {**styles.BOX_MIDDLE, **styles.ODD})
    plan = quantity(item.indicator, one.target)
    return [plan] if one.period > own else [plan, actual, completion(one.completion, one.target, one.actual)]


def _pledge(item: Progress, one: CumulativeProgress, latest: str) -> list[Cell]:
    indicator = item.indicator
    word = REACH_WORDS[one.reach] if one.target is not None else "没有填承诺"
    if one.reach == "open" and one.gap == 0:
        word = FOR_NOW
    actual = quantity(indicator, one.actual)
    return [
        quantity(indicator, one.target),
        Cell(actual.content, {**actual.style, "bold": True}),
        Cell(period_label(latest) if latest else "", styles.BOX_MIDDLE),
        completion(one.completion, one.target, one.actual),
        shortfall(indicator, one.gap),
        Cell(word, {**styles.BOX_MIDDLE, **REACH_STYLES[one.reach]}),
    ]


def _notes(told: Told) -> list[str]:
    notes = ["各年不相加，还没有到的年份只列计划，没有数的留空，不按0计。"]
    if not told.regime.horizons:
        notes.append("周期起始日没有填好，只列本年，没有与周期承诺对照。")
    if not told.regime.scored and told.without_weights:
        notes.append(told.without_weights)
    return notes


def _pledge_notes(told: Told) -> list[str]:
    if not told.regime.horizons:
        return []
    return [f"与周期承诺对照的是最近一年的实际数；“{FOR_NOW}”的以后还会变，以周期最后一年的数为准。"]


def _values(page: Page, told: Told, left: int) -> None:
    """Counts that belong to no indicator: lists that are worked off, parts of the plan that are there."""
    values = told.assessment.values
    if not values:
        return
    page.gap()
    rest, right = left - _REPEATED - 4, len(page.widths) - left
    page.headers(
        ("其他数据", _REPEATED), "单位", "共", "已有", "比例", *([("", rest)] if rest else []), ("条款", right)
    )
    for one in values:
        value = Cell(_NOT_FILLED, {**styles.BOX_MIDDLE, **styles.ODD})
        if one.value is not None:
            value = figure(one.value, {**(COUNT if one.value.denominator == 1 else DECIMALS), "align": "center"})
        page.line(
            Cell(one.figure.label, styles.BOX, _REPEATED),
            Cell(one.figure.unit, styles.BOX_MIDDLE),
            figure(Fraction(one.of), _NUMBER) if one.of is not None else Cell(None),
            value,
            rate(one.value / one.of if one.value is not None and one.of else None),
            *([Cell("", styles.BOX, rest)] if rest else []),
            Cell(one.figure.clause, styles.BOX, right),
        )
