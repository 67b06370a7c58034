"""What share of its points a value earns: one rule for each kind of target and score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from zhtcli.core.rounding import rounded
from zhtcli.core.rules.bands import band_of, stepped
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import AllOrNothing, AsIs, Bands, Parts, Proportional, Score, Step, Unscored, Within
from zhtcli.core.rules.regime import Scoring

Status = Literal[
    "met",
    "partial",
    "not_met",
    "capped",
    "zero_target",
    "not_filled",
    "not_applicable",
    "not_computable",
    "provisional",
    "for_person",
]


@dataclass(frozen=True, slots=True)
class Earned:
    """Status, completion and share of the points that a value earns; `most` is the share that a person may give."""

    status: Status
    completion: Fraction | None
    share: Fraction
    most: Fraction


def in_proportion(
    indicator: Indicator, full: Fraction, completion: Fraction | None, share: Fraction, scoring: Scoring
) -> Fraction | None:
    """The points in proportion to the completion; of a range, which is kept or not, those that it earns."""
    if isinstance(indicator.target, Within):
        return rounded(full * share, scoring.item_places)
    return None if completion is None else rounded(full * min(completion, Fraction(1)), scoring.item_places)


def earned(indicator: Indicator, value: Fraction, target: Decimal | Fraction | None, scoring: Scoring) -> Earned:
    """What a value earns."""
    if isinstance(indicator.score, Bands) and target:
        return _in_band(indicator.score, value / Fraction(target), Fraction(indicator.points))
    status, completion, share = _by_target(indicator, value, target, scoring)
    return Earned(status, completion, share, Fraction(1) if status == "for_person" else share)


def _in_band(kind: Bands, completion: Fraction, full: Fraction) -> Earned:
    """A range of points stands at its least until a person says more."""
    found = band_of(kind, completion, full)
    low, high = found.low / full, found.high / full
    return Earned(status_of(low) if low == high else "for_person", completion, low, high)


def _by_target(
    indicator: Indicator, value: Fraction, target: Decimal | Fraction | None, scoring: Scoring
) -> tuple[Status, Fraction | None, Fraction]:
    if isinstance(indicator.target, Within):
        within = indicator.target
        if within.holds(value):
            return "met", Fraction(1), Fraction(1)
        if not value:
            return "not_met", Fraction(0), Fraction(0)  # nothing there is outside any range, also one of advice
        below = value / Fraction(within.least) if value < within.least and within.least else None
        match within.miss:
            case "full":
                return "met", below, Fraction(1)
            case "none":
                return "not_met", below, Fraction(0)
            case "for_person":
                return "for_person", below, Fraction(0)
            case _:
                assert_never(within.miss)
    if isinstance(indicator.score, AsIs):
        share = min(max(value, Fraction(0)) / Fraction(indicator.points), Fraction(1))
        capped = value > indicator.points
        return "capped" if capped else status_of(share), None, share
    if not target:
        return "zero_target", None, Fraction(scoring.zero_target == "full")
    completion = value / Fraction(target)
    share = earned_share(indicator.score, completion, Fraction(indicator.points))
    return status_of(share), completion, share


def status_of(share: Fraction) -> Status:
    return "met" if share >= 1 else "not_met" if share == 0 else "partial"


def earned_share(kind: Score, completion: Fraction, full: Fraction) -> Fraction:
    """The share of its points, `full`, that an indicator earns at a completion (both shares of 1).

    Only steps beyond the target can make it more than 1; of a band with a range it is the least.
    """
    match kind:
        case AllOrNothing():
            return Fraction(1) if completion >= 1 else Fraction(0)
        case Proportional(floor=floor):
            if floor is not None and completion < Fraction(floor):
                return Fraction(0)
            return min(completion, Fraction(1))
        case Bands():
            return band_of(kind, completion, full).low / full
        case Step():
            return 1 + stepped(kind, completion, full).points / full
        case AsIs() | Parts() | Unscored():
            return min(completion, Fraction(1))
        case _:
            assert_never(kind)
