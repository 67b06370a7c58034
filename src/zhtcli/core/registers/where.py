"""Which register rows meet a condition, a whole column at a time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import compress
from typing import Any, assert_never

from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.identifiers import judge, same_thing
from zhtcli.core.registers.windows import Window, last_day_from_event, on_day, sme_valid_on
from zhtcli.core.rules.rowkinds import (
    AllOf,
    AnyOf,
    Contains,
    Equals,
    Filled,
    InRegister,
    No,
    NoLaterThan,
    Not,
    OfYear,
    RegisterFilled,
    SmeValid,
    Unless,
    ValidOn,
    WellFormed,
    Where,
    Yes,
)
from zhtcli.core.values import Value


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows of a register under judgement: for each its index, the day and the period it is judged for.

    A day is None where nothing tells on which day validity is judged: then nothing is valid.
    """

    registers: Mapping[str, RegisterRows]
    rows: RegisterRows
    indexes: Sequence[int]
    days: Sequence[date | None]
    periods: Sequence[str]

    def __len__(self) -> int:
        return len(self.indexes)

    def column(self, key: str) -> Sequence[Value]:
        """What stands in a column, for each of these rows."""
        values = self.rows.values.get(key)
        if values is None:
            return [None] * len(self)
        return values if len(self) == len(self.rows) else [values[index] for index in self.indexes]

    def only(self, kept: Sequence[bool]) -> Asked:
        """Those of the rows that are marked."""
        if all(kept):
            return self
        return Asked(
            self.registers,
            self.rows,
            array("L", compress(self.indexes, kept)),
            list(compress(self.days, kept)),
            list(compress(self.periods, kept)),
        )


def met(where: Where, asked: Asked) -> Sequence[bool]:
    """For each of the rows, whether it meets the condition. A blank cell meets nothing."""
    match where:
        case Equals(column=column, values=values):
            return [_text(value) in values for value in asked.column(column)]
        case Contains(column=column, text=text):
            return [text in _text(value) for value in asked.column(column)]
        case Yes(column=column):
            return [value is True for value in asked.column(column)]
        case No(column=column):
            return [value is False for value in asked.column(column)]
        case Filled(columns=columns):
            return _all_of([[value not in (None, "") for value in asked.column(column)] for column in columns], asked)
        case WellFormed(column=column, format=kind):
            return [
                isinstance(value, str) and judge(kind, value).verdict != "malformed" for value in asked.column(column)
            ]
        case OfYear(column=column):
            years_asked = zip(asked.column(column), asked.periods, strict=True)
            return [_text(value) == period[:4] for value, period in years_asked]
        case ValidOn(column=column, years=years):
            issues = zip(asked.column(column), asked.days, strict=True)
            return _each(list(issues), lambda case: _valid_on(case[0], case[1], years))
        case SmeValid(year=year, number=number, until_renewal=until_renewal):
            entries = zip(asked.column(year), asked.column(number), asked.days, strict=True)
            return [
                day is not None
                and (told := sme_year(of, code)) is not None
                and sme_valid_on(told, day, until_renewal=until_renewal)
                for of, code, day in entries
            ]
        case NoLaterThan(column=column):
            dated = zip(asked.column(column), asked.days, strict=True)
            return [isinstance(value, date) and (day is None or on_day(value) <= day) for value, day in dated]
        case Not(of=part):
            return [not holds for holds in met(part, asked)]
        case AllOf(of=parts):
            return _all_of([met(part, asked) for part in parts], asked)
        case AnyOf(of=parts):
            return list(map(any, zip(*(met(part, asked) for part in parts), strict=True))) or [False] * len(asked)
        case Unless(given=given, then=then):
            return [not asks or holds for asks, holds in zip(met(given, asked), met(then, asked), strict=True)]
        case InRegister(column=column, register=register, of=of):
            other = asked.registers.get(register)
            names = frozenset[str]() if other is None else _names(other, of)
            return _each(asked.column(column), lambda value: isinstance(value, str) and same_thing(value) in names)
        case RegisterFilled(register=register):
            return [len(asked.registers.get(register) or ()) > 0] * len(asked)
        case _:
            assert_never(where)


def _each(values: Sequence[Any], holds: Callable[[Any], bool]) -> Sequence[bool]:
    """What holds of each value, asked once for each distinct one."""
    known = {value: holds(value) for value in set(values)}
    return [known[value] for value in values]


def _all_of(parts: Sequence[Sequence[bool]], asked: Asked) -> Sequence[bool]:
    return parts[0] if len(parts) == 1 else list(map(all, zip(*parts, strict=True))) or [True] * len(asked)


def _valid_on(issued: Value, day: date | None, years: int) -> bool:
    if not isinstance(issued, date) or day is None:
        return False
    return Window(on_day(issued), last_day_from_event(issued, years)).holds(day)


def sme_year(year: Value, number: Value) -> int | None:
    """The year of a 科技型中小企业 entry: as typed, else the first four digits of its number."""
    if isinstance(year, Decimal) and year == year.to_integral_value():
        return int(year)
    if year is None and isinstance(number, str) and (told := judge("sme", number)).verdict != "malformed":
        return int(told.normal[:4])
    return None


def _text(value: Value) -> str:
    """A value as the definition writes it: an indicator's number is `5` whether it was typed as text or number."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))
    return "" if value is None else str(value)


def _names(rows: RegisterRows, column: str) -> frozenset[str]:
    return frozenset(same_thing(value) for value in rows.values.get(column, ()) if isinstance(value, str))
