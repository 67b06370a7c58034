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
    OfYear,
    Unless,
    ValidOn,
    WellFormed,
    Where,
    Yes,
)
from zhtcli.core.values import Value
from zhtcli.core.windows import last_day_from_event


@dataclass(frozen=True, slots=True)
class Row:
    """A row under judgement: on which day, for which period."""

    registers: Mapping[str, RegisterRows]
    rows: RegisterRows
    index: int
    day: date
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
            return isinstance(issued, date) and issued <= row.day <= last_day_from_event(issued, years)
        case AllOf(of=parts):
            return all(holds(part, row) for part in parts)
        case AnyOf(of=parts):
            return any(holds(part, row) for part in parts)
        case Unless(given=given, then=then):
            return not holds(given, row) or holds(then, row)
        case InRegister(column=column, register=register, of=of):
            value, other = row[column], row.registers.get(register)
            return isinstance(value, str) and other is not None and same_thing(value) in _names(other, of)
        case _:
            assert_never(where)


def _text(value: Value) -> str:
    """A value as the definition writes it: an indicator's number is `5` whether it was typed as text or number."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))
    return "" if value is None else str(value)


def _names(rows: RegisterRows, column: str) -> frozenset[str]:
    return frozenset(same_thing(value) for value in rows.values.get(column, ()) if isinstance(value, str))
