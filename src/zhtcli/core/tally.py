"""Which rows are about the same thing, and what each thing earns by a table of points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from zhtcli.core.identifiers import same_thing
from zhtcli.core.masking import showable
from zhtcli.core.regime import Register
from zhtcli.core.registers import RegisterRows
from zhtcli.core.rowkinds import Tally
from zhtcli.core.values import Value
from zhtcli.core.verdicts import RowVerdict


def thing(distinct: Sequence[Sequence[str]], rows: RegisterRows, index: int) -> tuple[object, ...] | None:
    """What a row is about: the first set of columns that it fills whole.

    Which set that was does not matter: a reprint that names its original is the same story as the original.
    """
    for columns in distinct:
        values = [rows.value(column, index) for column in columns]
        if all(value is not None for value in values):
            return tuple(map(_comparable, values))
    return None


def _comparable(value: Value) -> object:
    return same_thing(value) if isinstance(value, str) else value


def tally(
    judged: Sequence[RowVerdict], rule: Tally, register: Register, rows: RegisterRows
) -> tuple[dict[str, Fraction], list[RowVerdict]]:
    """What each thing earned, by its name, and the verdicts with those rows settled that earn nothing beside others.

    A row that stands for itself is named by its first column.
    """
    by_thing: dict[object, list[RowVerdict]] = {}
    for verdict in judged:
        if verdict.miss is None:
            key: object = thing(rule.distinct, rows, verdict.index) or verdict.index
            by_thing.setdefault(key, []).append(verdict)
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
                first = firsts.setdefault(verdict.quantity, verdict)
                if first is not verdict:
                    settled[id(verdict)] = replace(verdict, miss="duplicate", first=first.index)
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
