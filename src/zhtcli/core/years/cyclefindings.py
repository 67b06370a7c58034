"""What is said of a form's cycle and its pledges, by itself and against the unit's workbooks of earlier years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from zhtcli.core.catalogue import cycles as rules
from zhtcli.core.checks.validate import is_empty
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.identifiers import same_thing
from zhtcli.core.period import between, period_label, previous
from zhtcli.core.rounding import shown
from zhtcli.core.rules.cyclekinds import Cycle
from zhtcli.core.rules.kinds import Pledged
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.cycle import CycleDays, cycle_of, in_force
from zhtcli.core.years.pledges import Key, Told, pledges, same_cycle, told_by
from zhtcli.core.years.targetfindings import conflicting_rows, moved_units, row_findings


def cycle_findings(
    regime: Regime, submission: Submission, earlier: Sequence[Submission], found: Iterable[Finding]
) -> list[Finding]:
    """Everything about cycle and pledges; nothing of a document without cycles, nor of an empty form.

    A first day that is missing or cannot be read is told where its cell is read; what needs it is not judged.
    """
    if regime.cycle is None or is_empty(found):
        return []
    cycle = cycle_of(regime, submission)
    books = same_cycle(regime, submission, earlier)
    return [
        *(_days(regime, regime.cycle, cycle, submission) if cycle is not None else ()),
        *_cells(regime, regime.cycle, cycle, submission),
        *row_findings(regime, cycle, submission),
        *_moved_start(regime, regime.cycle, cycle, submission, books),
        *_moved_pledges(regime, cycle, submission, books),
        *conflicting_rows(regime, submission, books),
        *moved_units(regime, submission, books),
        *_gap(cycle, submission, earlier),
    ]


def _days(regime: Regime, kind: Cycle, cycle: CycleDays, submission: Submission) -> Iterator[Finding]:
    entry, own = submission.field(kind.start), submission.form.span
    at, raw = (entry.at, entry.raw) if entry is not None else (None, None)
    if regime.validity is not None:
        window, clause = in_force(regime.validity), regime.validity.clause
        if cycle.first < window.first:
            words: dict[str, Any] = {"name": kind.name, "first": cycle.first, "in_force": window.first}
            yield rules.BEFORE.found(at, field=kind.start, raw=raw, clause=clause, **words)
        if cycle.last > window.last:
            words = {"name": kind.name, "last": cycle.last, "through": window.last}
            yield rules.BEYOND.found(at, field=kind.start, raw=raw, clause=clause, **words)
    if own not in cycle.years:
        words = {"name": kind.name, "first": cycle.first, "last": cycle.last}
        yield rules.YEAR.found(at, field=kind.start, raw=raw, clause=kind.clause, year=period_label(own), **words)


def _cells(regime: Regime, kind: Cycle, cycle: CycleDays | None, submission: Submission) -> Iterator[Finding]:
    """Pledges in the cells of the table: lacking, or for years that the cycle does not have."""
    own = submission.form.span
    nos = [one.no for one in regime.indicators if isinstance(one.target, Pledged)]
    last = None if cycle is None else cycle.years[-1]
    for year, rule in ((own, rules.NO_PLAN), (last, rules.NO_PLEDGE)):
        if year is None or (cycle is not None and own not in cycle.years) or (rule is rules.NO_PLEDGE and year == own):
            continue
        blank = [no for no in nos if (e := submission.entry(no, year, "pledged")) is not None and e.state == "blank"]
        if blank:
            entry = submission.entry(blank[0], year, "pledged")
            yield rule.found(
                entry.at if entry else None,
                indicator=blank[0],
                field="pledged",
                clause=kind.clause,
                names=_nos(blank),
                year=period_label(year),
                name=kind.name,
            )
    if cycle is None:
        return
    stray = {
        key: told for key, told in told_by(regime, submission).items() if key[0] in nos and key[1] > cycle.years[-1]
    }
    if stray:
        (no, _), first = next(iter(stray.items()))
        years = "、".join(period_label(year) for year in sorted({year for _, year in stray}))
        yield rules.OUTSIDE.found(
            first.at,
            indicator=no,
            field="pledged",
            raw=first.raw,
            clause=kind.clause,
            names=_nos(list(dict.fromkeys(no for no, _ in stray))),
            years=years,
            name=kind.name,
            last=cycle.last,
            last_year=period_label(cycle.years[-1]),
        )


def _nos(nos: Sequence[str]) -> str:
    return f"第{'、'.join(nos)}项"


def _moved_start(
    regime: Regime, kind: Cycle, cycle: CycleDays | None, submission: Submission, books: Sequence[Submission]
) -> Iterator[Finding]:
    for book in reversed(books):
        before = cycle_of(regime, book)
        if cycle is None or before is None or before.first == cycle.first:
            continue
        here, there = submission.field(kind.start), book.field(kind.start)
        yield rules.START_MOVED.found(
            here.at if here else None,
            field=kind.start,
            raw=here.raw if here else None,
            clause=kind.clause,
            file=submission.file,
            cell=_cell(here.at if here else None),
            here=cycle.first,
            other=book.file,
            other_cell=_cell(there.at if there else None),
            there=before.first,
        )
        return


def _moved_pledges(
    regime: Regime, cycle: CycleDays | None, submission: Submission, books: Sequence[Submission]
) -> Iterator[Finding]:
    if not books:
        return
    last = None if cycle is None else cycle.years[-1]
    # Which year is the cycle's last one this workbook tells, so the earlier ones are taken by its cycle.
    before = {**pledges(regime, books), **_first_told(regime, books, last)}
    for key, here in told_by(regime, submission).items():
        there = before.get(key)
        if there is None or there.value == here.value or same_thing(there.unit) != same_thing(here.unit):
            continue  # figures in two units are not two answers: that the unit moved is told by itself
        rule = rules.PLEDGE_MOVED if key[1] == last else rules.PLAN_MOVED
        yield rule.found(
            here.at,
            indicator=key[0] if any(one.no == key[0] for one in regime.indicators) else None,
            field="pledged",
            raw=here.raw,
            clause=regime.cycle.clause if regime.cycle else None,
            register=None if regime.own_targets is None else regime.own_targets.register,
            name=here.name,
            year=period_label(key[1]),
            **_both(here, there),
        )


def _first_told(regime: Regime, books: Sequence[Submission], year: str | None) -> dict[Key, Told]:
    told: dict[Key, Told] = {}
    for book in books:
        for key, one in told_by(regime, book).items():
            if key[1] == year:
                told.setdefault(key, one)
    return told


def _both(here: Told, there: Told) -> dict[str, Any]:
    return {
        "file": here.file,
        "cell": _cell(here.at),
        "here": shown(here.value, 4),
        "other": there.file,
        "other_cell": _cell(there.at),
        "there": shown(there.value, 4),
    }


def _cell(at: CellRef | None) -> str:
    return "没有单元格" if at is None else str(at)


def _gap(cycle: CycleDays | None, submission: Submission, earlier: Sequence[Submission]) -> Iterator[Finding]:
    """Years between the first workbook that is there and this one that have none."""
    own = submission.form.span
    there = {one.form.span for one in earlier}
    if cycle is None or not there:
        return
    missing = [y for y in between(min(there), previous(own)) if y not in there and y in cycle.years]
    if missing:
        yield rules.GAP.found(unit=submission.unit, years="、".join(map(period_label, missing)))
