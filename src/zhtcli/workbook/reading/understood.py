"""What is expected of a cell, and what was understood of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhtcli.core.finding import Rule
from zhtcli.core.rules.regime import RegisterColumn
from zhtcli.core.values import State, Value, ValueType


@dataclass(frozen=True, slots=True)
class Expected:
    """What the form asks for in a cell.

    `unit` is the printed unit (`台/件/套` names three). `growth` marks a percentage that may pass 100
    or fall below 0; limits are judged later, so reading does not depend on it. `codes` are the
    choices as programs call them, in the same order.
    """

    type: ValueType
    unit: str = ""
    choices: tuple[str, ...] = ()
    growth: bool = False
    codes: tuple[str, ...] = ()


def expected_of(column: RegisterColumn) -> Expected:
    """What the cells of a register's column should hold."""
    codes = tuple(one.code for one in column.codes)
    return Expected(column.type, column.unit, column.choices, codes=codes)


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in the making: the caller knows the place and calls `rule.found(at, raw=…, **words)`."""

    rule: Rule
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understood:
    """A cell as a value. `value` is None unless `state` is `filled`.

    `raw` is what the person sees, on one line and without control characters: a number in its shortest
    decimal form of at most 15 digits, with its sign where the cell shows percent. `confirmed` marks a
    percentage typed as text with its sign.
    """

    state: State
    value: Value
    raw: str
    remarks: tuple[Remark, ...] = ()
    confirmed: bool = False
