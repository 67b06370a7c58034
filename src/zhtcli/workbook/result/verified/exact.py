"""Figures as texts that lose nothing."""

from __future__ import annotations

from fractions import Fraction


def exact_text(value: Fraction) -> str:
    """The figure without loss: `2.6`, `30`, or `100/3` where no finite decimal says it."""
    rest, places = value.denominator, 0
    for factor in (2, 5):
        count = 0
        while rest % factor == 0:
            rest, count = rest // factor, count + 1
        places = max(places, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(value.numerator * 10**places // value.denominator):0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
