"""Exact figures made short: half up, and as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def _scaled(value: Fraction | Decimal | int, places: int) -> int:
    """The figure times 10**places as a whole number, half up."""
    top, bottom = value.as_integer_ratio()
    scaled: int = (2 * top * 10**places + bottom) // (2 * bottom)
    return scaled


def rounded(value: Fraction, places: int | None) -> Fraction:
    """Half up to so many decimal places; None leaves the value exact."""
    return value if places is None else Fraction(_scaled(value, places), 10**places)


def decimal(value: Fraction | Decimal | int, places: int) -> Decimal:
    """The figure as a decimal with exactly so many places, half up."""
    return Decimal(f"{_scaled(value, places)}E-{places}")


def shown(value: Fraction | Decimal | int | None, places: int = 2, *, fixed: bool = False) -> str:
    """A figure for people: at most so many decimals, trailing zeros dropped unless `fixed`."""
    if value is None:
        return ""
    text = f"{decimal(value, places):f}"
    return text if fixed or "." not in text else text.rstrip("0").rstrip(".")


def apart(value: Fraction, limit: Fraction, places: int) -> str:
    """A figure with as many decimals as it takes to look different from a limit that it does not meet."""
    while value != limit and shown(value, places) == shown(limit, places) and places < 12:
        places += 2
    return shown(value, places)
