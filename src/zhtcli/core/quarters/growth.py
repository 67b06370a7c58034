"""同比: growth over the same period of the year before.

The document asks for it and prints no formula; what is used is (this − that) ÷ that, and for shares, where the
reading says so, the difference in percentage points.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.rules.monitored import Nature

NO_FIGURE = "本期没有数，不计算同比"
NO_BASE = "没有去年同期的数，不计算同比"
ZERO_BASE = "去年同期为0，不计算同比"
NEGATIVE_BASE = "去年同期为负数，不计算同比"


@dataclass(frozen=True, slots=True)
class Grown:
    """Growth in percent or percentage points, not rounded; None with a note where there is nothing to grow from."""

    value: Fraction | None
    note: str = ""


def growth(now: Fraction | None, before: Fraction | None, nature: Nature) -> Grown:
    """The growth of a figure over that of the year before, never guessed where that one is blank, zero or negative."""
    if now is None:
        return Grown(None, NO_FIGURE)
    if before is None:
        return Grown(None, NO_BASE)
    if before <= 0:
        return Grown(None, ZERO_BASE if before == 0 else NEGATIVE_BASE)
    return Grown(now - before if nature.growth == "points" else (now - before) / before * 100)


def growth_unit(nature: Nature) -> str:
    return "个百分点" if nature.growth == "points" else "%"
