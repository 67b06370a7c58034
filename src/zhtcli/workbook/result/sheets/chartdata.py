"""What the charts of a result draw: labels and figures, each with the cell of another sheet that it comes from."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.forms.layout import value_type
from zhtcli.core.points.score import IndicatorScore, status_word
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.years.progress import PeriodProgress, Progress
from zhtcli.workbook.result.formulas.places import PointsPlaces, cumulative_places, points_places
from zhtcli.workbook.result.formulas.reachedplaces import ReachedPlaces
from zhtcli.workbook.result.formulas.scorekinds import added, in_cell
from zhtcli.workbook.result.page.terms import Place, Term, at, total
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.writing import scrubbed

NAME = "图表"
MOST = 30
"""So many indicators are drawn one by one: the longest printed list has as many, lists of one's own may go on."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure as its cell holds it, and where it comes from; None leaves the cell blank, and the chart a gap."""

    value: Fraction | None
    term: Term | None


@dataclass(frozen=True, slots=True)
class SectionRow:
    """Points of a section: what can be earned and what was, then the same of its bonus items."""

    label: str
    figures: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """The completion of an indicator, a share of 1; without one the label says why."""

    no: str
    label: str
    share: Drawn


@dataclass(frozen=True, slots=True)
class PathRow:
    """An indicator's targets and actuals from period to period; `added` says whether they add up."""

    no: str
    title: str
    percent: bool
    added: bool
    targets: tuple[Drawn, ...]
    actuals: tuple[Drawn, ...]
    printed_otherwise: bool = False
    """Whether a printed cumulative target is another than the years' targets come to."""


def section_rows(told: Told) -> tuple[SectionRow, ...]:
    """The sections of the main scope; none where nothing has earned or could earn points yet."""
    card, places = told.card, points_places(told)
    if card is None or places is None or all(item.points is None for item in card.indicators):
        return ()
    with_bonus = any(item.indicator.bonus for item in card.indicators)
    rows = []
    for section in card.sections:
        items = places.items(section.id)
        base = [item for item in items if not item.indicator.bonus]
        bonus = [item for item in items if item.indicator.bonus]
        # with what an overlay adds for more than the target, as the section says it on 计分表
        full = Drawn(section.max, at(places.section_full(section.id), section.max, NAME))
        figures = [_full(places, base) if bonus else full]
        figures.append(
            _earned(places, base)
            if bonus
            else Drawn(section.points, at(places.section(section.id), section.points, NAME))
        )
        if with_bonus:
            figures += [_full(places, bonus), _earned(places, bonus)] if bonus else [Drawn(None, None)] * 2
        rows.append(SectionRow(shortened(f"{section.id}、{section.title}", 14), tuple(figures)))
    return tuple(rows)


def _earned(places: PointsPlaces, items: Sequence[IndicatorScore]) -> Drawn:
    """What items earn together; nothing where nothing can be said of any of them."""
    if all(item.points is None for item in items):
        return Drawn(None, None)
    sum_ = total([places.points(item.indicator.no) for item in items], (item.points for item in items), NAME)
    return Drawn(sum_.value, sum_)


def _full(places: PointsPlaces, items: Sequence[IndicatorScore]) -> Drawn:
    """The points that items can earn together."""
    cells = [places.full(item.indicator.no) for item in items]
    sum_ = total(cells, (Fraction(item.indicator.points) for item in items), NAME)
    return Drawn(sum_.value, sum_)


def unsaid(told: Told) -> dict[str, list[str]]:
    """Indicators that have no points yet, by the word for why: they stand for nothing in the sums."""
    found: dict[str, list[str]] = {}
    for item in told.card.indicators if told.card is not None else ():
        if item.assessed and item.points is None:
            found.setdefault(status_word(item), []).append(item.indicator.no)
    return found


def share_rows(told: Told) -> tuple[list[ShareRow], list[str]]:
    """Indicators that are held against a target, in the order of the document; the numbers of those that are not."""
    places = points_places(told)
    if places is None:
        return (_planned_shares(told), []) if told.regime.cycle is not None else ([], [])
    rows, others = [], []
    items = [item for section in places.card.sections for item in places.items(section.id)]
    for one in (part for item in items for part in item.parts or (item,)):
        indicator = one.indicator
        place = places.of(indicator.no, "完成率")
        if place is None or (one.target is None and not indicator.asked and one.completion is None):
            others.append(indicator.no)
            continue
        why = "" if one.completion is not None else status_word(one)
        share = _drawn(one.completion, place)
        rows.append(ShareRow(indicator.no, _label(indicator.no, indicator.name, why), share))
    return rows, others


def _planned_shares(told: Told) -> list[ShareRow]:
    rows = []
    for number, item in enumerate(told.assessment.progress, 1):
        own = next((one for one in item.by_period if one.period == told.period), None)
        if own is None:
            continue
        why = "没有填计划" if own.target is None else "没有填" if own.actual is None else "计划为0"
        place = ReachedPlaces(told).of_line(number, own.period, "完成率")
        no = _no(item, number)
        label = _label(no, item.indicator.name, "" if own.completion is not None else why)
        rows.append(ShareRow(no, label, _drawn(own.completion, place)))
    return rows


def path_rows(told: Told) -> tuple[PathRow, ...]:
    """Indicators with targets or plans for several periods; none where not one of them has a figure."""
    if len(told.regime.periods) < 2:
        return ()
    rows = tuple(
        _planned_path(told, number, item) if told.regime.cycle is not None else _path(told, item)
        for number, item in enumerate(told.assessment.progress, 1)
    )
    if not any(one.value is not None for row in rows for one in row.actuals):
        return ()
    return tuple(row for row in rows if any(one.value is not None for one in (*row.targets, *row.actuals)))


def _path(told: Told, item: Progress) -> PathRow:
    indicator = item.indicator
    expected = {one.period: one.expected_to_date for one in item.by_period}
    return PathRow(
        no=indicator.no,
        title=_title(indicator.no, indicator),
        percent=value_type(indicator) == "percent",
        added=indicator.rollup == "sum",
        targets=tuple(_joined(told, item, one, "目标") for one in item.by_period),
        actuals=tuple(_joined(told, item, one, "实际") for one in item.by_period),
        printed_otherwise=any(one.target != expected.get(one.through) for one in item.cumulative),
    )


def _joined(told: Told, item: Progress, one: PeriodProgress, column: str) -> Drawn:
    """Everything to the end of a period, or what stands for it where periods do not add up."""
    places, indicator = cumulative_places(told), item.indicator
    sums = indicator.rollup == "sum" and not (column == "目标" and indicator.adds_to_date)
    if column == "目标":
        value = in_cell(indicator, one.expected_to_date)
    else:
        value = in_cell(indicator, one.to_date if sums else one.actual)
    if value is None or places is None:
        return Drawn(None, None)
    through = [each for each in item.by_period if each.period <= one.period] if sums else [one]
    terms = [
        at(
            places.of_period(indicator.no, each.period, column),
            in_cell(indicator, each.target if column == "目标" else each.actual),
            NAME,
        )
        for each in through
    ]
    return Drawn(value, added(terms, indicator))


def _planned_path(told: Told, number: int, item: Progress) -> PathRow:
    indicator = item.indicator

    def drawn(one: PeriodProgress, column: str) -> Drawn:
        value = in_cell(indicator, one.target if column == "目标" else one.actual)
        if column == "实际" and one.period > told.period:
            return Drawn(None, None)
        return _drawn(value, ReachedPlaces(told).of_line(number, one.period, column))

    no = _no(item, number)
    return PathRow(
        no=no,
        title=_title(no, indicator),
        percent=value_type(indicator) == "percent",
        added=False,
        targets=tuple(drawn(one, "目标") for one in item.by_period),
        actuals=tuple(drawn(one, "实际") for one in item.by_period),
    )


def _drawn(value: Fraction | None, place: Place) -> Drawn:
    return Drawn(value, None if value is None else at(place, value, NAME))


def _no(item: Progress, number: int) -> str:
    """A target of one's own goes by its title and is counted, as on 完成情况."""
    return str(number) if item.indicator.no == item.indicator.name else item.indicator.no


def _label(no: str, name: str, why: str) -> str:
    tail = f"（{why}）" if why else ""
    return shortened(f"{no} {name}", 27 - len(tail)) + tail


def _title(no: str, indicator: Indicator) -> str:
    unit = f"（{indicator.unit}）" if indicator.unit else ""
    name = indicator.name.removesuffix(unit)
    return shortened(f"{no} {name}", 30 - len(unit)) + unit


def shortened(text: str, room: int) -> str:
    """A text on one line in as much room as so many Chinese characters take; what is left out is an ellipsis."""
    text = scrubbed(" ".join(text.split()))
    used, kept = 0.0, ""
    for character in text:
        used += 1 if unicodedata.east_asian_width(character) in "WFA" else 0.5
        if used > room:
            return kept[:-1] + "…"
        kept += character
    return text
