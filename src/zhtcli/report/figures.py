"""Exact figures as numbers: true JSON numbers, never text, never the digits of a binary float."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

PLACES = 10
"""Decimal places of a figure that has no end (a third)."""
PERCENT_PLACES = 4

Number = int | Decimal


def number(value: Fraction | Decimal | int | None, places: int = PLACES) -> Number | None:
    """A whole figure as int, another one as Decimal of at most so many places, half up, without trailing zeros."""
    if value is None:
        return None
    top, bottom = value.as_integer_ratio()
    if bottom == 1:
        return top
    # Integers all the way: a result holds thousands of figures, and a Fraction for each would cost more than the rest.
    scaled = (top * 10**places * 2 + bottom) // (bottom * 2)
    while places and scaled % 10 == 0:
        scaled //= 10
        places -= 1
    return Decimal(f"{scaled}E-{places}") if places else scaled


def percent(share: Fraction | None) -> Number | None:
    """A share of 1 in percent, to four places."""
    return None if share is None else number(share * 100, PERCENT_PLACES)
