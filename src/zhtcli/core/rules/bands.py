"""Where a completion falls in a table of bands, and how many steps it is short or beyond: exact, in points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal, assert_never

from zhtcli.core.rules.kinds import Band, Bands, Step

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class InBand:
    """The band of a completion, the next better one, and the points from `low` to `high`; None below all bands."""

    band: Band | None
    better: Band | None
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Stepped:
    """How far a completion is short or beyond (`gap`, percent), in how many steps, and what that costs or adds.

    `asked` is what the steps come to before it ends at nothing or at the most that can be added.
    """

    gap: Fraction
    count: Fraction
    asked: Fraction
    points: Fraction


def reaches(band: Band, completion: Fraction) -> bool:
    """Whether a completion (a share of 1) is in a band or above it."""
    percent = completion * HUNDRED
    return percent >= band.least if band.inclusive else percent > band.least


def ends(band: Band) -> tuple[Decimal, Decimal]:
    """The least and the most points of a band, in the table's unit."""
    return band.points if isinstance(band.points, tuple) else (band.points, band.points)


def in_points(figure: Decimal, unit: Literal["points", "percent"], full: Fraction) -> Fraction:
    """A figure of a table in points, where it may be percent of the full ones."""
    return Fraction(figure) if unit == "points" else full * Fraction(figure) / HUNDRED


def band_of(kind: Bands, completion: Fraction, full: Fraction) -> InBand:
    """The band that a completion (a share of 1) falls into."""
    better: Band | None = None
    for band in kind.bands:
        if reaches(band, completion):
            low, high = (in_points(end, kind.unit, full) for end in ends(band))
            if kind.inside == "linear" and better is not None:
                way = (completion * HUNDRED - Fraction(band.least)) / Fraction(better.least - band.least)
                low = high = low + (high - low) * way
            return InBand(band, better, low, high)
        better = band
    return InBand(None, better, Fraction(0), Fraction(0))


def stepped(kind: Step, completion: Fraction, full: Fraction) -> Stepped:
    """What a completion (a share of 1) costs or adds; `points` is negative where it costs."""
    gap = abs(completion - 1) * HUNDRED
    if completion < 1:
        asked = _steps(gap / Fraction(kind.each), kind.started)
        cost = asked * in_points(kind.minus, kind.unit, full)
        return Stepped(gap, asked, cost, -min(cost, full))
    if kind.over_each is None or kind.plus is None:
        return Stepped(gap, Fraction(0), Fraction(0), Fraction(0))
    count = Fraction(floor(gap / Fraction(kind.over_each)))
    added = count * in_points(kind.plus, kind.unit, full)
    return Stepped(gap, count, added, min(added, extra(kind, full)))


def extra(kind: Step, full: Fraction) -> Fraction:
    """The most that a table of steps can add beyond the full points."""
    return Fraction(0) if kind.up_to is None else in_points(kind.up_to, kind.unit, full)


def _steps(count: Fraction, started: Literal["counts", "ignored", "proportional"]) -> Fraction:
    match started:
        case "counts":
            return Fraction(ceil(count))
        case "ignored":
            return Fraction(floor(count))
        case "proportional":
            return count
        case _:
            assert_never(started)
