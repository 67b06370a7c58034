"""Exact figures made short: half up, and as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def rounded(value: Fraction, places: int | None) -> Fraction:
    """Half up to so many decimal places; None leaves the value exact."""
    if places is None:
        return value
    scale = 10**places
    doubled = value * scale * 2 + 1
    return Fraction(doubled.numerator // (doubled.denominator * 2), scale)


def decimal(value: Fraction | Decimal | int, places: int) -> Decimal:
    """The figure as a decimal with exactly so many places, half up."""
    scaled = rounded(Fraction(value), places) * 10**places
    return Decimal((0 if scaled >= 0 else 1, tuple(int(d) for d in str(abs(scaled.numerator))), -places))


def shown(value: Fraction | Decimal | int | None, places: int = 2, *, fixed: bool = False) -> str:
    """A figure for people: at most so many decimals, trailing zeros dropped unless `fixed`."""
    if value is None:
        return ""
    text = f"{decimal(value, places):f}"
    return text if fixed or "." not in text else text.rstrip("0").rstrip(".")
