"""The sheet 累计进度: year by year on the left page, to date and the printed horizons on the right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from zhtcli.core.period import period_label
from zhtcli.core.points.earning import Status
from zhtcli.core.points.score import STATUS_WORDS
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.progress import CumulativeProgress, PeriodProgress, Progress
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.cumulative import CumulativeFormulas
from zhtcli.workbook.result.formulas.places import (
    HEAD,
    OF_HORIZON,
    OF_INDICATOR,
    OF_PERIOD,
    TO_DATE,
    cumulative_places,
    points_places,
)
from zhtcli.workbook.result.page.cell import STATUS_STYLES, Cell, quantity, rate, shortfall
from zhtcli.workbook.result.page.paper import Page, balanced
from zhtcli.workbook.result.page.reachwords import FOR_NOW, NO_RATE, REACH_STYLES, reach_word
from zhtcli.workbook.result.page.told import Told, why_no_score
from zhtcli.workbook.writing import Style

SUMMED, AT_END = "各年相加", "末年值"
_REPEATED = 2
_NONE = Cell(NO_RATE, styles.BOX_MIDDLE)
_NOTES: Style = {**styles.BOX, "font_color": "#595959"}

States = Mapping[tuple[str, str], Status]
"""(indicator, period) -> status, to say why a year that has passed has no figure."""


def widths(regime: Regime) -> tuple[float, ...]:
    """Column widths of a regime's table."""
    left = [width for _, width in (*OF_INDICATOR, *OF_PERIOD * len(regime.periods))]
    right = [width for _, width in (*TO_DATE, *OF_HORIZON * len(regime.horizons))]
    return (*left, *balanced(left, _REPEATED, right, range(len(right))))


def write_cumulative(page: Page, told: Told) -> None:
    if not told.assessment.progress:
        page.title("累计进度", told.line)
        page.sentence(why_no_score(told.assessment), styles.NOTICE)
        return
    left = len(OF_INDICATOR) + len(OF_PERIOD) * len(told.regime.periods)
    page.facing_title("累计进度", told.line, left, _REPEATED)
    head = _heads(page, told)
    states, places, points = _states(told), cumulative_places(told), points_places(told)
    if places is None or head != HEAD:
        raise ValueError(f"the table begins below row {head}, its formulas expect {HEAD}")
    for row in told.assessment.progress:
        _row(page, row, told, states, CumulativeFormulas(row, places, points, told.period))
    page.line(
        Cell("说明", styles.BAND, _REPEATED),
        Cell("\n".join(_yearly_notes(told.regime)), _NOTES, left - _REPEATED),
        Cell("\n".join(_horizon_notes(told)), _NOTES, len(page.widths) - left),
    )
    page.raw.freeze_panes(head, _REPEATED)
    page.raw.repeat_rows(0, head - 1)
    page.facing_pages(left, _REPEATED)


def _yearly_notes(regime: Regime) -> list[str]:
    at_end = [i.no for i in regime.indicators if i.rollup == "latest"]
    to_date = [i.no for i in regime.indicators if i.adds_to_date]
    notes = ["还没有到的年份留空，不按0计；“—”表示目标为0，没有完成率。"]
    if at_end:
        notes.append(f"第{'、'.join(at_end)}项是年末数或比例，累计取末年值，不把各年相加。")
    if to_date:
        notes.append(f"第{'、'.join(to_date)}项的年度目标是到当年末的累计数，完成率按到当年末的累计实际数计算。")
    return notes


def _horizon_notes(told: Told) -> list[str]:
    notes = ["应完成：各年相加的是到本期末各年目标之和，末年值的是本期目标。"]
    if told.regime.horizons:
        notes.append(f"{_each(told)}：还差的数平均到以后各期；只对各年相加的指标计算。")
        notes.append(f"“{FOR_NOW}”的末年值以后还会变，以末年的数为准。")
    return notes


def _each(told: Told) -> str:
    return "每季还需" if "q" in told.period else "每年还需"


def _heads(page: Page, told: Told) -> int:
    periods, horizons = told.regime.periods, told.regime.horizons
    coming = {p: "" if p <= told.period else "（未到）" for p in periods}
    page.headers(
        ("指标", len(OF_INDICATOR)),
        *((f"{period_label(p)}{coming[p]}", len(OF_PERIOD)) for p in periods),
        (f"到{period_label(told.period)}末", len(TO_DATE)),
        *((f"到{period_label(h)}累计", len(OF_HORIZON)) for h in horizons),
    )
    names = [*OF_INDICATOR, *OF_PERIOD * len(periods), *TO_DATE, *OF_HORIZON * len(horizons)]
    return page.headers(*(_each(told) if name == "还需" else name for name, _ in names))


def _states(told: Told) -> States:
    return {
        (item.indicator.no, card.scope.through): item.status
        for card in told.assessment.scorecards
        if not card.scope.cumulative
        for item in card.indicators
    }


def _row(page: Page, row: Progress, told: Told, states: States, formulas: CumulativeFormulas) -> None:
    indicator = row.indicator
    page.line(
        Cell(indicator.no, styles.BOX_MIDDLE),
        Cell(indicator.name),
        Cell(indicator.unit, styles.BOX_MIDDLE),
        Cell(SUMMED if indicator.rollup == "sum" else AT_END, styles.BOX_MIDDLE),
        *(cell for one in row.by_period for cell in _period(indicator, one, told.period, states, formulas)),
        *_to_date(indicator, row.by_period, told.period, formulas),
        *(cell for one in row.cumulative for cell in _horizon(indicator, one, told.regime.periods, formulas)),
    )


def _period(
    indicator: Indicator, one: PeriodProgress, period: str, states: States, formulas: CumulativeFormulas
) -> list[Cell]:
    actual = quantity(indicator, one.actual).by(formulas.actual(one))
    status = states.get((indicator.no, one.period))
    if one.actual is None and one.period <= period and status in ("not_filled", "not_applicable", "not_computable"):
        word = STATUS_WORDS[status]
        actual = Cell(word, {**styles.BOX_MIDDLE, **STATUS_STYLES[status]}, formula=formulas.lacking(one, word))
    share = completion(one.completion, one.target, one.actual)
    return [quantity(indicator, one.target), actual, share.by(formulas.completion(one))]


def _to_date(
    indicator: Indicator, by_period: Sequence[PeriodProgress], period: str, formulas: CumulativeFormulas
) -> list[Cell]:
    now = next(one for one in by_period if one.period == period)
    share = now.to_date / now.expected_to_date if now.to_date is not None and now.expected_to_date else None
    return [
        quantity(indicator, now.expected_to_date).by(formulas.expected()),
        quantity(indicator, now.to_date).by(formulas.reached(period)),
        completion(share, now.expected_to_date, now.to_date).by(formulas.share_to_date(now)),
    ]


def _horizon(
    indicator: Indicator, one: CumulativeProgress, periods: Sequence[str], formulas: CumulativeFormulas
) -> list[Cell]:
    return [
        quantity(indicator, one.target),
        quantity(indicator, one.actual).by(formulas.reached(one.through)),
        completion(one.completion, one.target, one.actual).by(formulas.share(one)),
        shortfall(indicator, one.gap).by(formulas.gap(one)),
        quantity(indicator, one.pace_needed).by(formulas.pace(one, periods)),
        Cell(reach_word(one), {**styles.BOX_MIDDLE, **REACH_STYLES[one.reach]}),
    ]


def completion(share: Fraction | None, target: object, actual: Fraction | None) -> Cell:
    return _NONE if share is None and target == 0 and actual is not None else rate(share)
