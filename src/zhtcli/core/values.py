"""What a cell can mean: the types of values, the states of an entry, and how exactly a figure was typed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

ValueType = Literal[
    "text", "code", "number", "integer", "percent", "money", "date", "datetime", "boolean", "choice", "choices"
]
NUMERIC_TYPES: frozenset[ValueType] = frozenset({"number", "integer", "percent", "money"})

State = Literal["filled", "blank", "not_applicable", "unreadable"]

Value = Decimal | str | bool | datetime.date | datetime.datetime | tuple[str, ...] | None
"""Decimal for the numeric types (percent: 2.5 means 2.5 %), str for text, code and choice, a tuple for choices."""

LONGEST_TEXT = 32_767
"""Characters that a spreadsheet cell holds."""

SPREADSHEET_DIGITS = 15
"""Significant decimal digits that a number cell keeps."""


def half_unit(value: Decimal) -> Fraction:
    """Half a unit of the last digit of `value`: 2.6 gives 0.05, 2.60 gives 0.005, 30 gives 0.5.

    A figure with fifteen digits was computed by a formula, not typed; its last digit also carries the
    rounding of binary arithmetic, so there it is a whole unit. Raises ValueError for NaN and infinity.
    """
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{value} has no last digit")
    unit = Fraction(10) ** exponent
    return unit if len(digits) >= SPREADSHEET_DIGITS else unit / 2
