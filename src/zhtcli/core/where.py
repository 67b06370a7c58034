"""Whether one register row meets a condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import assert_never

from zhtcli.core.identifiers import judge, same_thing
from zhtcli.core.registers import RegisterRows
from zhtcli.core.rowkinds import (
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
from zhtcli.core.windows import Window, last_day_from_event, on_day, sme_valid_on


@dataclass(frozen=True, slots=True)
class Row:
    """A row under judgement: on which day, for which period."""

    registers: Mapping[str, RegisterRows]
    rows: RegisterRows
    index: int
    day: date | None
    """On which validity is judged; None where nothing tells it, and then nothing is valid."""
    period: str

    def __getitem__(self, column: str) -> Value:
        return self.rows.value(column, self.index)


def holds(where: Where, row: Row) -> bool:
    """Whether the row meets the condition. A blank cell meets nothing."""
    match where:
        case Equals(column=column, values=values):
            return _text(row[column]) in values
        case Contains(column=column, text=text):
            return text in _text(row[column])
        case Yes(column=column):
            return row[column] is True
        case Filled(columns=columns):
            return all(row[column] not in (None, "") for column in columns)
        case WellFormed(column=column, format=kind):
            value = row[column]
            return isinstance(value, str) and judge(kind, value).verdict != "malformed"
        case OfYear(column=column):
            return _text(row[column]) == row.period[:4]
        case ValidOn(column=column, years=years):
            issued = row[column]
            if not isinstance(issued, date) or row.day is None:
                return False
            return Window(on_day(issued), last_day_from_event(issued, years)).holds(row.day)
        case SmeValid(year=year, number=number, until_renewal=until_renewal):
            told = sme_year(row[year], row[number])
            return told is not None and row.day is not None and sme_valid_on(told, row.day, until_renewal=until_renewal)
        case NoLaterThan(column=column):
            day = row[column]
            return isinstance(day, date) and (row.day is None or on_day(day) <= row.day)
        case No(column=column):
            return row[column] is False
        case Not(of=part):
            return not holds(part, row)
        case AllOf(of=parts):
            return all(holds(part, row) for part in parts)
        case AnyOf(of=parts):
            return any(holds(part, row) for part in parts)
        case Unless(given=given, then=then):
            return not holds(given, row) or holds(then, row)
        case InRegister(column=column, register=register, of=of):
            value, other = row[column], row.registers.get(register)
            return isinstance(value, str) and other is not None and same_thing(value) in _names(other, of)
        case RegisterFilled(register=register):
            return len(row.registers.get(register) or ()) > 0
        case _:
            assert_never(where)


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
