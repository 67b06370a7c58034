"""Parts of the sheet 总览 for documents with cycles and graded assessments: days, results, pledges, money in short.

Every part takes six columns: two for a name, three for figures, one for words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from zhtcli.core.grants.grant import GRANT_STATES
from zhtcli.core.grants.totals import GrantTotal, by_title, sum_of
from zhtcli.core.rounding import shown
from zhtcli.core.rules.cyclekinds import Cycle
from zhtcli.core.years.progress import CumulativeProgress, Progress
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.againmoney import AgainMoney, Summed
from zhtcli.workbook.result.formulas.reached import AgainReached
from zhtcli.workbook.result.formulas.reachedplaces import ReachedPlaces, reached_places
from zhtcli.workbook.result.page.cell import COUNT, DECIMALS, STRONG, Cell, figure, quantity
from zhtcli.workbook.result.page.money import YUAN, yuan_cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.reachwords import REACH_STYLES, coloured, pledge_word
from zhtcli.workbook.result.page.terms import Place
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets.cumulative import completion
from zhtcli.workbook.result.sheets.gradedsheet import UNUSED, date_place, grade_cell, graded_rows, write_whole
from zhtcli.workbook.result.sheets.grantdetails import FIGURE_VALUE, FIGURES, FIGURES_HEAD, behind_cell
from zhtcli.workbook.result.sheets.moneyoverview import pending
from zhtcli.workbook.writing import Style

MOST_TARGETS, MOST_RESULTS = 10, 10
_AMOUNT, _DUE = 3, 4
_NOT_FILLED = "没有填"
_DAY: Style = {**styles.BOX_MIDDLE, "num_format": "yyyy-mm-dd"}


def cycle_facts(told: Told) -> Iterator[tuple[str, str]]:
    """When the document is in force, and from when until when this form's cycle runs; nothing for other documents."""
    dates, regime = told.assessment.dates, told.regime
    if dates is None:
        return
    if dates.in_force is not None and regime.validity is not None:
        yield "办法施行", f"{dates.in_force.first} 至 {dates.in_force.last}（{regime.validity.clause}）"
    if regime.cycle is not None:
        yield regime.cycle.name, _cycle_words(told, regime.cycle)


def _cycle_words(told: Told, cycle: Cycle) -> str:
    days = told.assessment.dates.cycle if told.assessment.dates is not None else None
    if days is None:
        return f"起始日没有填好，日期没有算（{cycle.clause}）"
    midterm = f"；{days.midterm} 起可作中期评价" if days.midterm is not None else ""
    return f"{days.first} 至 {days.last}{midterm}（{cycle.clause}）"


def write_results(page: Page, told: Told) -> None:
    """Where the results leave the platform, then each of them on a line; the latest where there are many."""
    if not told.assessment.graded:
        return
    page.heading("考核评价")
    write_whole(page, told, 1, 2)
    results = list(graded_rows(told))
    page.headers(("考核", 2), "年度", "结果", "日期", "条款")
    for one, row in results[-MOST_RESULTS:]:
        title = one.title + (f"（{UNUSED}）" if one.state == "unused" else "")
        page.line(
            Cell(title, styles.BOX, 2),
            Cell(str(one.year or ""), styles.BOX_MIDDLE),
            grade_cell(one),
            Cell(one.dates.get("held"), _DAY).same_as(date_place(row), page.name),
            Cell(one.clause),
        )
    if len(results) > MOST_RESULTS:
        page.sentence(f"只列最后{MOST_RESULTS}项，全部{len(results)}项见“考核评价”。")


def write_pledged(page: Page, told: Told) -> None:
    """Each indicator and target against the cycle's pledge."""
    items = told.assessment.progress
    held = [(item, item.cumulative[-1]) for item in items if item.cumulative]
    if told.regime.cycle is None:
        return
    page.heading(f"对照周期承诺（{told.regime.horizons[-1]}年）" if told.regime.horizons else "对照周期承诺")
    if not held:
        page.sentence("周期起始日没有填好，没有对照；本年的计划和实际见“完成情况”。" if items else "没有填目标。")
        return
    page.headers(("指标", 2), "周期承诺", "最近实际", "完成率", "情况")
    again, first = AgainReached(page.name, ReachedPlaces(told)), page.row
    for item, one in held[:MOST_TARGETS]:
        indicator = item.indicator
        unit = f"（{indicator.unit}）" if indicator.unit else ""
        standing = again.standing(indicator, one)
        page.line(
            Cell(f"{indicator.name}{unit}", styles.BOX, 2),
            quantity(indicator, one.target).by(again.pledged(indicator, one, "目标")),
            quantity(indicator, one.actual).by(again.pledged(indicator, one, "已完成")),
            completion(one.completion, one.target, one.actual).by(again.pledged(indicator, one, "完成率")),
            Cell(_reach(item, one), {**styles.BOX, **({} if standing else REACH_STYLES[one.reach])}, formula=standing),
        )
    coloured(page, first, page.row - 1, len(page.widths))
    if len(held) > MOST_TARGETS:
        page.sentence(f"只列前{MOST_TARGETS}项，全部{len(held)}项见“完成情况”。")


def _reach(item: Progress, one: CumulativeProgress) -> str:
    word = pledge_word(one)
    if not one.gap:
        return word
    unit = "个百分点" if item.indicator.unit == "%" else item.indicator.unit
    return f"{word}，还差 {shown(one.gap)}{unit}"


def write_money(page: Page, told: Told) -> None:
    """What is granted by kind, and the amounts that stand for the form as a whole."""
    grants = told.assessment.grants
    figures = [one for one in told.assessment.behind_grants if not one.platform]
    if not grants and not figures:
        return
    page.heading("补助和经费")
    if grants:
        page.headers(("补助", 2), "核定（元）", "现在应拨付（元）", "待拨付（元）", "情况")
        kinds = by_title(grants)
        again = AgainMoney(page.name, told)
        for one in kinds:
            _grants(page, one, again.of_title(one, Place(page.name, page.row, 1)), {})
        if len(kinds) > 1:
            whole = sum_of("合计", grants)
            _grants(page, whole, again.every(whole), STRONG)
    if figures:
        page.headers(("数据", 2), "数值", "单位", ("条款", 2))
    for number, figure_ in enumerate(told.assessment.behind_grants, 1):
        if figure_.platform:
            continue
        place = Place(FIGURES, FIGURES_HEAD + number, FIGURE_VALUE)
        page.line(
            Cell(figure_.label, styles.BOX, 2),
            behind_cell(figure_).same_as(place, page.name),
            Cell(figure_.unit, styles.BOX_MIDDLE),
            Cell(figure_.clause, styles.BOX, 2),
        )


def _grants(page: Page, one: GrantTotal, by: Summed, strong: Style) -> None:
    told = "，".join(f"{word}{one.states[state]}笔" for state, word in GRANT_STATES.items() if one.states.get(state))
    page.line(
        Cell(one.label, {**styles.BOX, **strong}, 2),
        yuan_cell(one.amount, {**YUAN, **strong}).by(by.amount),
        yuan_cell(one.due, {**YUAN, **strong}).by(by.due),
        yuan_cell(one.pending, {**YUAN, **strong}).by(pending(page, page.row, one, (_AMOUNT, _DUE))),
        Cell(told, {**styles.BOX, **strong}),
    )


def write_values(page: Page, told: Told) -> None:
    """Counts that belong to no indicator, such as how many parts of the outline a plan has."""
    values = told.assessment.values
    if not values:
        return
    page.heading("其他数据")
    page.headers(("项目", 2), "数", "共", "单位", "条款")
    places = reached_places(told)
    again = AgainReached(page.name, places) if places is not None else None
    for number, one in enumerate(values):
        value = Cell(_NOT_FILLED, {**styles.BOX_MIDDLE, **styles.ODD})
        if one.value is not None:
            value = figure(one.value, COUNT if one.value.denominator == 1 else DECIMALS)
            value = replace(value, style={**value.style, "align": "center"})
        of = figure(None if one.of is None else Fraction(one.of), {**COUNT, "align": "center"})
        page.line(
            Cell(one.figure.label, styles.BOX, 2),
            replace(value, formula=again.other(number, "已有") if again else ""),
            of if again is None or one.of is None else replace(of, formula=again.other(number, "共")),
            Cell(one.figure.unit, styles.BOX_MIDDLE),
            Cell(one.figure.clause),
        )
    if again is None:
        page.sentence("这些数从填报件的栏目逐条数出，结果里不列各条，写数值。")
