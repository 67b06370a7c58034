"""The sheet 完成情况 of a document with cycles: year by year against the plan, then against the cycle's pledge.

It prints on facing A4 pages: the years on the left one, the pledge on the right one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from zhtcli.core.period import period_label
from zhtcli.core.years.progress import CumulativeProgress, PeriodProgress, Progress
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.places import HEAD, points_places
from zhtcli.workbook.result.formulas.reached import ReachedFormulas, part_of
from zhtcli.workbook.result.formulas.reachedplaces import (
    FIRST,
    PLEDGE,
    ReachedPlaces,
    left_columns,
    right_columns,
    year_columns,
)
from zhtcli.workbook.result.page.cell import COUNT, DECIMALS, FIGURE, NO_LINKED, Cell, figure, quantity, rate, shortfall
from zhtcli.workbook.result.page.links import NO_LINKS, Links
from zhtcli.workbook.result.page.paper import Page, balanced
from zhtcli.workbook.result.page.reachwords import FOR_NOW, REACH_STYLES, coloured, pledge_word
from zhtcli.workbook.result.page.told import Told, what_stopped
from zhtcli.workbook.result.sheets.cumulative import completion
from zhtcli.workbook.writing import Style

_REPEATED = 2
_NOT_FILLED = "没有填"
_NUMBER: Style = {**FIGURE, "num_format": "0", "align": "center"}
_HANDED_IN = "计划和实际是填报的数，写数值；完成率是公式，改动计划或实际，它随之变动。"
_SCORED = "本年的计划和实际取自“计分表”，是公式；其他年份的是填报的数，写数值。完成率是公式。"
_COUNTED = "“其他数据”的共有数和已有数，是从填报件的栏目和台账逐条数出来的，本表不列各条，写数值；比例是公式。"
_NOTES: Style = {**styles.BOX, "font_color": "#595959"}


def widths(told: Told) -> tuple[float, ...]:
    """Column widths: a page of years, a page of the pledge where a cycle is known."""
    left = [width for _, width in left_columns(told)]
    right = [width for _, width in right_columns(told.regime)]
    return (*left, *balanced(left, _REPEATED, right, range(len(right))))


def write_reached(page: Page, told: Told, links: Links = NO_LINKS) -> None:
    items = told.assessment.progress
    left = len(left_columns(told))
    page.facing_title("完成情况", told.line, left, _REPEATED)
    if not items:
        stopped = what_stopped(told.assessment)
        page.sentence(
            f"没有核定。{''.join(stopped)}" if stopped else "没有填目标，没有可以列的完成情况。", styles.NOTICE
        )
    else:
        head, places, points = _heads(page, told), ReachedPlaces(told), points_places(told)
        if head != HEAD:
            raise ValueError(f"the table begins below row {head}, its formulas expect {HEAD}")
        for place, item in enumerate(items, 1):
            alone = item.indicator.no in places.nos
            formulas = ReachedFormulas(item, places, points, told.period) if alone else None
            _row(page, told, place, item, formulas, links)
        for horizon in told.regime.horizons:
            column = places.of_horizon(items[0].indicator.no, horizon, "情况").column
            coloured(page, HEAD + 1, HEAD + len(items), column)
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
        ("指标", len(FIRST)),
        *((f"{period_label(p)}{coming[p]}", len(year_columns(p, told.period))) for p in regime.periods),
        *((f"对照周期承诺（{period_label(h)}）", len(PLEDGE)) for h in regime.horizons),
        *([] if regime.horizons else ["依据"]),
    )
    return page.headers(*(name for name, _ in (*left_columns(told), *right_columns(regime))))


def _row(page: Page, told: Told, place: int, item: Progress, formulas: ReachedFormulas | None, links: Links) -> None:
    indicator = item.indicator
    # a target of one's own has no printed number: it goes by its title and is counted
    no = str(place) if indicator.no == indicator.name else indicator.no
    years = {one.period: one for one in item.by_period}
    clause = Cell(indicator.clause)
    page.line(
        Cell(no, styles.BOX_MIDDLE).to(links.back.get(indicator.no), NO_LINKED),
        Cell(indicator.name),
        Cell(indicator.unit, styles.BOX_MIDDLE),
        *(cell for period in told.regime.periods for cell in _year(item, years[period], told.period, formulas)),
        *(cell for one in item.cumulative for cell in (*_pledge(item, one, told.period, formulas), clause)),
        *([] if item.cumulative or told.regime.horizons else [clause]),
        *([Cell(None)] * (len(PLEDGE) - 1) + [clause] if told.regime.horizons and not item.cumulative else []),
    )


def _year(item: Progress, one: PeriodProgress, own: str, by: ReachedFormulas | None) -> list[Cell]:
    actual = quantity(item.indicator, one.actual).by(by.actual(one) if by else None)
    if one.actual is None and one.target is not None and one.period <= own:
        lacking = by.lacking(one, _NOT_FILLED) if by else ""
        actual = Cell(_NOT_FILLED, {**styles.BOX_MIDDLE, **styles.ODD}, formula=lacking)
    plan = quantity(item.indicator, one.target).by(by.plan(one) if by else None)
    share = completion(one.completion, one.target, one.actual).by(by.completion(one) if by else None)
    if by and (formula := by.of_plan(one)):
        share = replace(share, formula=formula)
    return [plan] if one.period > own else [plan, actual, share]


def _pledge(item: Progress, one: CumulativeProgress, own: str, by: ReachedFormulas | None) -> list[Cell]:
    indicator = item.indicator
    told = [year.period for year in item.by_period if year.period <= min(one.through, own)]
    actual = quantity(indicator, one.actual)
    word = Cell(pledge_word(one), {**styles.BOX_MIDDLE, **({} if by else REACH_STYLES[one.reach])})
    return [
        quantity(indicator, one.target).by(by.pledge(one) if by else None),
        replace(actual, style={**actual.style, "bold": True}).by(by.reached(one.through) if by else None),
        Cell(
            period_label(told[-1]) if told and one.actual is not None else "",
            styles.BOX_MIDDLE,
            formula=by.since(one.through) if by else "",
        ),
        replace(completion(one.completion, one.target, one.actual), formula=by.of_pledge(one) if by else ""),
        shortfall(indicator, one.gap).by(by.lacking_of(one) if by else None),
        replace(word, formula=by.standing(one) if by else ""),
    ]


def _notes(told: Told) -> list[str]:
    notes = ["各年不相加，还没有到的年份只列计划，没有数的留空，不按0计。"]
    if told.assessment.progress:
        notes.append(_HANDED_IN if told.card is None else _SCORED)
        if told.assessment.values:
            notes.append(_COUNTED)
    if not told.regime.horizons:
        notes.append("周期起始日没有填好，只列本年，没有与周期承诺对照。")
    if not told.regime.scored and told.without_weights:
        notes.append(told.without_weights)
    return notes


def _pledge_notes(told: Told) -> list[str]:
    if not told.regime.horizons:
        return []
    return [
        f"与周期承诺对照的是最近一年的实际数；“{FOR_NOW}”的以后还会变，以周期最后一年的数为准。",
        "周期承诺就是周期最后一年的计划。承诺、最近实际、取自、完成率、还差和情况都是公式。",
    ]


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
    places = ReachedPlaces(told)
    for number, one in enumerate(values):
        value = Cell(_NOT_FILLED, {**styles.BOX_MIDDLE, **styles.ODD})
        if one.value is not None:
            value = figure(one.value, {**(COUNT if one.value.denominator == 1 else DECIMALS), "align": "center"})
        page.line(
            Cell(one.figure.label, styles.BOX, _REPEATED),
            Cell(one.figure.unit, styles.BOX_MIDDLE),
            figure(Fraction(one.of), _NUMBER) if one.of is not None else Cell(None),
            value,
            rate(one.value / one.of if one.value is not None and one.of else None).by(part_of(places, number, one)),
            *([Cell("", styles.BOX, rest)] if rest else []),
            Cell(one.figure.clause, styles.BOX, right),
        )
