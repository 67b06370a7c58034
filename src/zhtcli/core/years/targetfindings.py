"""What is said of the rows in which an applicant sets targets of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from zhtcli.core.catalogue import cycles as rules
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.submission import Submission
from zhtcli.core.identifiers import same_thing
from zhtcli.core.period import period_label
from zhtcli.core.rounding import shown
from zhtcli.core.rules.cyclekinds import OwnTargets
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.cycle import CycleDays
from zhtcli.core.years.pledges import TargetRow, actuals, target_rows, usable_rows


def row_findings(regime: Regime, cycle: CycleDays | None, submission: Submission) -> Iterator[Finding]:
    """What one workbook's rows say against themselves and against its cycle."""
    own = regime.own_targets
    rows = submission.registers.get(own.register) if own is not None else None
    if own is None or rows is None:
        return
    told = target_rows(regime, submission)
    usable = usable_rows(told)
    yield from _twice(regime, own, rows, [row for row in told if row not in usable])
    yield from _units(regime, own, rows, usable)
    name = regime.cycle.name if regime.cycle is not None else ""
    last = None if cycle is None else cycle.years[-1]
    for row in usable:
        if row.year is None:
            continue  # told where the cell is read
        words = {"title": row.title, "year": period_label(row.year)}
        if cycle is not None and row.year not in cycle.years:
            days = {"name": name, "first": cycle.first, "last": cycle.last}
            yield _at(rules.ROW_YEAR, regime, own, rows, row, own.year, **words, **days)
            continue
        if row.actual is not None and row.year > submission.form.span:
            more = {"actual": shown(row.actual), "here": period_label(submission.form.span)}
            yield _at(rules.ROW_EARLY, regime, own, rows, row, own.actual, **words, **more)
        if row.pledged is None and _blank(rows, own.pledged, row):
            actual = f"填了完成 {shown(row.actual)}，" if row.actual is not None else ""
            yield _at(rules.ROW_NO_PLEDGE, regime, own, rows, row, own.pledged, **words, actual=actual)
    if last is not None and usable:
        yield from _without_pledge(regime, own, rows, usable, last)


def _without_pledge(
    regime: Regime, own: OwnTargets, rows: RegisterRows, usable: Sequence[TargetRow], last: str
) -> Iterator[Finding]:
    """Titles without a row for the cycle's last year, in one finding."""
    has = {row.key for row in usable if row.year == last}
    lacking = {row.key: row for row in reversed(usable) if row.key not in has}
    if lacking and regime.cycle is not None:
        names = "".join(f"“{row.title}”" for row in sorted(lacking.values(), key=lambda row: row.index))
        words: dict[str, Any] = {"names": names, "year": period_label(last), "name": regime.cycle.name}
        clause = regime.register(own.register).clause
        yield rules.NO_PLEDGE.found(sheet=rows.sheet, clause=clause, register=own.register, **words)


def _twice(regime: Regime, own: OwnTargets, rows: RegisterRows, twice: Sequence[TargetRow]) -> Iterator[Finding]:
    groups: dict[tuple[str, str | None], list[TargetRow]] = {}
    for row in twice:
        groups.setdefault((row.key, row.year), []).append(row)
    for (_, year), same in groups.items():
        lines = "、".join(str(rows.numbers[row.index]) for row in same)
        words = {"title": same[0].title, "year": period_label(year) if year else "（没有写年度）"}
        yield _at(rules.ROW_TWICE, regime, own, rows, same[0], own.title, **words, count=len(same), lines=lines)


def _units(regime: Regime, own: OwnTargets, rows: RegisterRows, usable: Sequence[TargetRow]) -> Iterator[Finding]:
    by_title: dict[str, dict[str, TargetRow]] = {}
    for row in usable:
        by_title.setdefault(row.key, {}).setdefault(same_thing(row.unit), row)
    for units in by_title.values():
        if len(units) > 1:
            *_, changed = units.values()
            told = "、".join(f"“{row.unit}”" if row.unit else "空白" for row in units.values())
            yield _at(rules.UNIT_CHANGED, regime, own, rows, changed, own.unit, title=changed.title, units=told)


def conflicting_rows(regime: Regime, submission: Submission, books: Sequence[Submission]) -> Iterator[Finding]:
    """What was reached, told in two ways: by this workbook, and by one of an earlier year."""
    own = regime.own_targets
    if own is None or not books:
        return
    before = actuals(regime, books)
    for key, here in actuals(regime, [submission]).items():
        there = before.get(key)
        if there is None or there.value == here.value or same_thing(there.unit) != same_thing(here.unit):
            continue
        used = there if there.form == key[1] else here
        yield rules.ROW_CONFLICT.found(
            here.at,
            field=own.actual,
            raw=here.raw,
            clause=regime.register(own.register).clause,
            register=own.register,
            name=here.name,
            year=period_label(key[1]),
            file=here.file,
            cell=str(here.at),
            here=shown(here.value, 4),
            other=there.file,
            other_cell=str(there.at),
            there=shown(there.value, 4),
            used=f"{used.file}的{shown(used.value, 4)}",
        )


def moved_units(regime: Regime, submission: Submission, books: Sequence[Submission]) -> Iterator[Finding]:
    """Titles that stand in another unit in a workbook of an earlier year."""
    own = regime.own_targets
    rows = submission.registers.get(own.register) if own is not None else None
    if own is None or rows is None:
        return
    before = {row.key: (row, book) for book in books for row in usable_rows(target_rows(regime, book)) if row.unit}
    seen = set()
    for row in usable_rows(target_rows(regime, submission)):
        there = before.get(row.key)
        if there is None or not row.unit or row.key in seen or same_thing(there[0].unit) == same_thing(row.unit):
            continue
        seen.add(row.key)
        words = {"title": row.title, "unit": row.unit, "other": there[0].unit, "file": there[1].file}
        yield _at(rules.UNIT_MOVED, regime, own, rows, row, own.unit, **words)


def _blank(rows: RegisterRows, column: str, row: TargetRow) -> bool:
    """Whether nothing stands there; what cannot be read is told already."""
    return rows.value(column, row.index) is None and row.index not in rows.texts.get(column, {})


def _at(
    rule: Rule, regime: Regime, own: OwnTargets, rows: RegisterRows, row: TargetRow, column: str, **words: Any
) -> Finding:
    value = rows.value(column, row.index)
    register = regime.register(own.register)
    return rule.found(
        rows.at(column, row.index),
        field=column,
        raw=None if value is None else str(value),
        clause=register.clause,
        register=own.register,
        row=row_keys(register, rows)[row.index],
        **words,
    )
