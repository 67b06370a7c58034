"""What applicants pledge: the targets that a regime takes from a form, year by year and for the whole cycle.

A table asks for them in cells, a register of one's own targets in rows; both come to (indicator or title, year).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from zhtcli.core.figures.figures import Figure
from zhtcli.core.finding import CellRef
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.submission import Submission
from zhtcli.core.identifiers import same_thing
from zhtcli.core.rules.cyclekinds import OwnTargets
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import ByPeriod, Entered, Pledged, Ratio
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.cycle import cycle_of
from zhtcli.core.years.progress import Progress, progress

Key = tuple[str, str]
"""An indicator's number, or the title of a target as titles are compared, and a year."""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that a workbook tells: for what, where it stands, and in which unit."""

    name: str
    value: Decimal
    at: CellRef | None
    raw: str
    file: str
    form: str
    """The year of the workbook."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A row of one's own targets; `year` is None where no usable year stands."""

    index: int
    key: str
    title: str
    unit: str
    year: str | None
    pledged: Decimal | None
    actual: Decimal | None


@dataclass(frozen=True, slots=True)
class TargetCell:
    """Where a row of one's own targets holds what is pledged, or what was reached, for a year."""

    year: str
    part: Literal["pledged", "actual"]
    at: CellRef


def in_cycle(regime: Regime, submission: Submission, earlier: Iterable[Submission] = ()) -> Regime:
    """The regime as this form pledges it: the years of its cycle as periods, the last one as the horizon.

    `earlier` are the unit's workbooks of earlier years. The regime itself where the document has no cycle; without
    a usable first day of the cycle there is no more than the form's own year.
    """
    if regime.cycle is None:
        return regime
    cycle = cycle_of(regime, submission)
    periods = (submission.form.span,) if cycle is None else cycle.years
    horizons = () if cycle is None else periods[-1:]
    pledged = pledges(regime, [*same_cycle(regime, submission, earlier), submission])
    indicators = tuple(
        msgspec.structs.replace(indicator, target=_target(indicator.no, pledged, periods, horizons))
        if isinstance(indicator.target, Pledged)
        else indicator
        for indicator in regime.indicators
    )
    return msgspec.structs.replace(regime, periods=periods, horizons=horizons, indicators=indicators)


def _target(key: str, pledged: Mapping[Key, Told], periods: Sequence[str], horizons: Sequence[str]) -> ByPeriod:
    told = {year: pledged[key, year].value for year in periods if (key, year) in pledged}
    return ByPeriod(periods=told, cumulative={year: told[year] for year in horizons if year in told})


def same_cycle(regime: Regime, submission: Submission, earlier: Iterable[Submission]) -> list[Submission]:
    """The workbooks of earlier years that speak of the same cycle, in order.

    One of a cycle that had ended before this one began does not. Two different workbooks of one year speak for
    nothing.
    """
    cycle = cycle_of(regime, submission)
    by_year: dict[str, list[Submission]] = {}
    for one in earlier:
        before = cycle_of(regime, one)
        if cycle is None or before is None or before.last >= cycle.first:
            by_year.setdefault(one.form.span, []).append(one)
    return [same[0] for _, same in sorted(by_year.items()) if len({content(regime, one) for one in same}) == 1]


def content(regime: Regime, submission: Submission) -> frozenset[tuple[object, ...]]:
    """Everything that a workbook tells of a cycle's figures, to see whether two of them say the same.

    Nothing of a document without cycles.
    """
    if regime.cycle is None:
        return frozenset()
    cells = {
        (slot.key, slot.period, slot.part, entry.value)
        for slot, entry in submission.entries.items()
        if slot.part in ("value", "numerator", "denominator", "pledged") and slot.owner == "indicator"
    }
    return frozenset({*cells, *((r.key, r.year, r.unit, r.pledged, r.actual) for r in target_rows(regime, submission))})


def pledges(regime: Regime, submissions: Sequence[Submission]) -> dict[Key, Told]:
    """What counts as pledged, by workbooks in the order of their years.

    Of the cycle's last year what was told first: that pledge was given at the beginning (第八条、第十五条). Of any
    other year what was told last, for plans are made anew at the beginning of each (每年年初).
    """
    cycle = cycle_of(regime, submissions[-1])
    last = None if cycle is None else cycle.years[-1]
    known: dict[Key, Told] = {}
    for submission in submissions:
        for key, told in told_by(regime, submission).items():
            if key[1] != last or key not in known:
                known[key] = told
    return known


def told_by(regime: Regime, submission: Submission) -> dict[Key, Told]:
    """What one workbook pledges."""
    return {**dict(_in_cells(regime, submission)), **_in_rows(regime, submission, "pledged")}


def _in_cells(regime: Regime, submission: Submission) -> Iterator[tuple[Key, Told]]:
    """What no pledge can be is told where the cells are checked, and is left out here."""
    known = {one.no: one for one in regime.indicators}
    for slot, entry in submission.entries.items():
        if slot.part == "pledged" and slot.period and isinstance(entry.value, Decimal):
            measure = known[slot.key].measure
            if entry.value < 0 or (isinstance(measure, Ratio) and entry.value > measure.max):
                continue
            name = f"第{slot.key}项“{known[slot.key].name}”"
            told = Told(name, entry.value, entry.at, entry.raw, submission.file, submission.form.span)
            yield (slot.key, slot.period), told


def _in_rows(regime: Regime, submission: Submission, column: str) -> dict[Key, Told]:
    rows, own = _rows(regime, submission)
    told: dict[Key, Told] = {}
    if rows is None or own is None:
        return told
    for row in usable_rows(target_rows(regime, submission)):
        value = row.pledged if column == "pledged" else row.actual
        if value is None or row.year is None:
            continue
        at = rows.at(own.pledged if column == "pledged" else own.actual, row.index)
        name, file = f"“{row.title}”", submission.file
        told[row.key, row.year] = Told(name, value, at, f"{value:f}", file, submission.form.span, row.unit)
    return told


def _rows(regime: Regime, submission: Submission) -> tuple[RegisterRows | None, OwnTargets | None]:
    own = regime.own_targets
    return (None if own is None else submission.registers.get(own.register)), own


def target_rows(regime: Regime, submission: Submission) -> list[TargetRow]:
    """The rows of one's own targets that have a title, as they stand."""
    rows, own = _rows(regime, submission)
    found: list[TargetRow] = []
    if rows is None or own is None:
        return found
    for index in range(len(rows)):
        title, year = rows.value(own.title, index), rows.value(own.year, index)
        if not isinstance(title, str) or not title.strip():
            continue
        unit = str(rows.value(own.unit, index) or "").strip()
        whole = isinstance(year, Decimal) and year == year.to_integral_value() and 0 < year < 10_000
        found.append(
            TargetRow(
                index,
                same_thing(title),
                title.strip(),
                unit,
                f"{int(year):04}" if whole and isinstance(year, Decimal) else None,
                _number(rows.value(own.pledged, index)),
                _number(rows.value(own.actual, index)),
            )
        )
    return found


def target_cells(regime: Regime, submission: Submission, title: str) -> tuple[TargetCell, ...]:
    """The cells of one of one's own targets, row by row, those that hold a figure."""
    rows, own = _rows(regime, submission)
    if rows is None or own is None:
        return ()
    told = []
    for row in target_rows(regime, submission):
        if row.key != same_thing(title):
            continue
        known: tuple[tuple[Literal["pledged", "actual"], str, Decimal | None], ...] = (
            ("pledged", own.pledged, row.pledged),
            ("actual", own.actual, row.actual),
        )
        for part, column, value in known:
            at = rows.at(column, row.index)
            if value is not None and at is not None:
                told.append(TargetCell(row.year or "", part, at))
    return tuple(told)


def _number(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) and value >= 0 else None


def usable_rows(rows: Sequence[TargetRow]) -> list[TargetRow]:
    """Without those that tell one title and year twice: which of them is meant nobody can say."""
    counts: dict[tuple[str, str | None], int] = {}
    for row in rows:
        counts[row.key, row.year] = counts.get((row.key, row.year), 0) + 1
    return [row for row in rows if counts[row.key, row.year] == 1]


def actuals(regime: Regime, submissions: Sequence[Submission]) -> dict[Key, Told]:
    """What was reached of one's own targets: a year's own workbook speaks for it, else the last one that tells it."""
    known: dict[Key, Told] = {}
    for submission in submissions:
        for key, told in _in_rows(regime, submission, "actual").items():
            if key not in known or known[key].form != key[1]:
                known[key] = told
    return known


MIXED_UNITS = "各年单位不同："
"""How the unit of an own target begins whose years are told in several."""


def own_progress(
    regime: Regime, pledged_regime: Regime, submission: Submission, earlier: Iterable[Submission] = ()
) -> tuple[Progress, ...]:
    """The progress of one's own targets, title by title in the order of the rows; `no` is the title.

    `pledged_regime` is the regime in this form's cycle. A title whose unit changes is not held against the pledge, and
    its unit says so, as the figures of its years stand in different ones.
    """
    books = [*same_cycle(regime, submission, earlier), submission]
    pledged, reached = pledges(regime, books), actuals(regime, books)
    # A plan in another unit than what was reached of it is no target for that.
    pledged = {
        key: plan
        for key, plan in pledged.items()
        if (told := reached.get(key)) is None or same_thing(told.unit) == same_thing(plan.unit)
    }
    # A plan in another unit than what was reached of it is no target for that.
    pledged = {
        key: plan
        for key, plan in pledged.items()
        if (told := reached.get(key)) is None or same_thing(told.unit) == same_thing(plan.unit)
    }
    titles: dict[str, str] = {}
    units: dict[str, dict[str, str]] = {}
    for row in (row for book in reversed(books) for row in usable_rows(target_rows(regime, book))):
        titles.setdefault(row.key, row.title)
        units.setdefault(row.key, {}).setdefault(same_thing(row.unit), row.unit or "空白")
    last_unit = {key[0]: told.unit for known in (pledged, reached) for key, told in sorted(known.items())}
    periods, own = pledged_regime.periods, regime.own_targets
    clause = regime.register(own.register).clause if own is not None else ""
    indicators, figures = [], {}
    for key, title in titles.items():
        horizons = pledged_regime.horizons if len(units[key]) == 1 else ()
        mixed = len(units[key]) > 1
        unit = MIXED_UNITS + "、".join(units[key].values()) if mixed else last_unit.get(key, "")
        indicators.append(_indicator(title, unit, _target(key, pledged, periods, horizons), clause))
        for year in periods:
            told = reached.get((key, year))
            figures[title, year] = (
                Figure(title, year, "blank")
                if told is None
                else Figure(title, year, "filled", Fraction(told.value), cells=(told.at,) if told.at else ())
            )
    rows_only = msgspec.structs.replace(pledged_regime, indicators=tuple(indicators))
    return progress(rows_only, figures, submission.form.span, {})


def _indicator(title: str, unit: str, target: ByPeriod, clause: str) -> Indicator:
    return Indicator(
        no=title,
        name=title,
        group="",
        section="",
        unit=unit,
        unit_basis="T",
        target=target,
        measure=Entered(type="number"),
        guidance="",
        evidence="",
        clause=clause,
        basis="T",
    )
