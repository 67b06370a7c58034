"""Exact figures as numbers: true JSON numbers, never text, never the digits of a binary float."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zhtcli.core.rounding import decimal

PLACES = 10
"""Decimal places of a figure that has no end (a third)."""
PERCENT_PLACES = 4

Number = int | Decimal


def number(value: Fraction | Decimal | int | None, places: int = PLACES) -> Number | None:
    """A whole figure as int, another one as Decimal of at most so many places without trailing zeros."""
    if value is None:
        return None
    short = decimal(value, places)
    whole = int(short)
    if short == whole:
        return whole
    return Decimal(f"{short:f}".rstrip("0"))


def percent(share: Fraction | None) -> Number | None:
    """A share of 1 in percent, to four places."""
    return None if share is None else number(share * 100, PERCENT_PLACES)
