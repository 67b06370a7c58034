"""Which rows are about the same thing, and what each thing earns by a table of points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.rowverdicts import RowVerdict
from zhtcli.core.identifiers import same_thing
from zhtcli.core.rules.regime import Register
from zhtcli.core.rules.rowkinds import Tally


def things(distinct: Sequence[Sequence[str]], rows: RegisterRows) -> list[tuple[object, ...] | None]:
    """What each row is about: the first set of columns that it fills whole, None where it fills none.

    Which set that was does not matter: a reprint that names its original is the same story as the original.
    """
    told: list[tuple[object, ...] | None] = [None] * len(rows)
    for columns in reversed(distinct):
        for index, values in enumerate(zip(*(_comparable(column, rows) for column in columns), strict=True)):
            if all(value is not None for value in values):
                told[index] = values
    return told


def first_alike(distinct: Sequence[Sequence[str]], rows: RegisterRows) -> Sequence[int | None]:
    """For each row the index of the first one about the same thing, itself perhaps; None where it tells nothing."""

    def numbered() -> list[int | None]:
        firsts: dict[tuple[object, ...], int] = {}
        told = enumerate(things(distinct, rows))
        return [None if about is None else firsts.setdefault(about, index) for index, about in told]

    return rows.derived(("first_alike", tuple(map(tuple, distinct))), numbered)


def _joined(rule: Tally, rows: RegisterRows) -> Sequence[int | None]:
    """As `first_alike`; a row that belongs to the thing of another row goes with that one."""
    alike = first_alike(rule.distinct, rows)
    if rule.belongs is None:
        return alike
    named: dict[object, int] = {}
    for column in rule.distinct[0]:
        for index, name in enumerate(_comparable(column, rows)):
            if name is not None:
                named.setdefault(name, index)
    others = [None if name is None else named.get(name) for name in _comparable(rule.belongs, rows)]
    return [alike[index] if other is None else alike[other] for index, other in enumerate(others)]


def _comparable(column: str, rows: RegisterRows) -> Sequence[object]:
    values = rows.values.get(column)
    if values is None:
        return [None] * len(rows)
    return [same_thing(value) if isinstance(value, str) else value for value in values]


def tally(
    judged: Sequence[RowVerdict], rule: Tally, register: Register, rows: RegisterRows
) -> tuple[dict[str, Fraction], list[RowVerdict]]:
    """What each thing earned, by its name, and the verdicts with those rows settled that earn nothing beside others.

    A row that stands for itself is named by its first column.
    """
    by_thing: dict[int, list[RowVerdict]] = {}
    alike = _joined(rule, rows)
    for verdict in judged:
        if verdict.miss is None:
            first = alike[verdict.index]
            by_thing.setdefault(verdict.index if first is None else first, []).append(verdict)
    settled = {id(verdict): verdict for verdict in judged}
    points: dict[str, Fraction] = {}
    for own in by_thing.values():
        best = max(own, key=lambda v: (v.quantity, -v.index))
        if rule.of_one == "highest":
            earned = best.quantity
            settled |= {id(v): replace(v, miss="superseded", first=best.index) for v in own if v is not best}
        else:
            firsts: dict[Fraction, RowVerdict] = {}
            for verdict in own:
                other = firsts.setdefault(verdict.quantity, verdict)
                if other is not verdict:
                    settled[id(verdict)] = replace(verdict, miss="duplicate", first=other.index)
            earned = sum(firsts, Fraction(0))
            if rule.most_of_one is not None:
                earned = min(earned, Fraction(rule.most_of_one))
        name = _name(rule.distinct, register, rows, own[0].index)
        points[_unused(name, points)] = earned
    return points, list(settled.values())


def _name(distinct: Sequence[Sequence[str]], register: Register, rows: RegisterRows, index: int) -> str:
    """What a thing is called: the columns that it goes by, as typed; numbers of persons are hidden."""
    for columns in (*distinct, *((column,) for column in register.identity)):
        values = [rows.value(column, index) for column in columns]
        if all(value is not None for value in values):
            formats = [register.column(column).format for column in columns]
            return "/".join(showable(str(value), kind) for value, kind in zip(values, formats, strict=True))
    return f"第{rows.numbers[index]}行"


def _unused(name: str, taken: Mapping[str, Fraction]) -> str:
    """Two things that look the same once a number is hidden stay two."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}#{number}"
    return free
