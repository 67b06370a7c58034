"""The kinds of rules: how a value comes about, what it is held against, what it earns, what must agree.

Each kind is a tagged struct; a node of a definition names its kind with `kind:`. Who handles kinds finds
the handler with one `match` that ends in `assert_never`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

Basis = Literal["T", "D", "P"]
"""T printed in the text, D derived by arithmetic or law, P a reading that fills a silence."""
BASIS_WORDS: dict[Basis, str] = {"T": "原文", "D": "推算", "P": "口径"}


class Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A node of a definition: frozen, and strict about unknown keys."""


class Cited(Node, frozen=True, kw_only=True):
    """Whatever makes a statement says where it comes from."""

    clause: str
    basis: Basis


class Entered(Node, frozen=True, kw_only=True, tag="entered", tag_field="kind"):
    """The figure is typed. `type` is `integer` for things that are counted."""

    type: Literal["integer", "number", "money"] = "integer"


class Ratio(Node, frozen=True, kw_only=True, tag="ratio", tag_field="kind"):
    """Numerator over denominator in percent; typed as parts, as a percentage, or both."""

    numerator: str
    denominator: str
    max: Decimal = Decimal(100)
    part_of_whole: bool = False
    """The numerator is contained in the denominator (a share of firms), so it cannot exceed it."""
    parts_type: Literal["integer", "money"] = "money"
    parts_unit: str = ""


Measure = Entered | Ratio


class ByPeriod(Node, frozen=True, kw_only=True, tag="by_period", tag_field="kind"):
    """Printed targets, a column for each period and one for each cumulative horizon.

    `counts` says what a period's column means: `of_period`, the period alone, or `to_date`, everything
    from the first period to the end of this one.
    """

    periods: dict[str, Decimal]
    cumulative: dict[str, Decimal] = {}
    counts: Literal["of_period", "to_date"] = "of_period"


Target = ByPeriod


class Proportional(Node, frozen=True, kw_only=True, tag="proportional", tag_field="kind"):
    """Points times completion, at most the points; nothing below `floor` (a share of 1; the floor itself scores)."""

    floor: Decimal | None = None


class AllOrNothing(Node, frozen=True, kw_only=True, tag="all_or_nothing", tag_field="kind"):
    """All points when the target is reached, otherwise none."""


Score = Proportional | AllOrNothing


class Waiver(Cited, frozen=True, kw_only=True):
    """The points are given in full for the form's own period where the yes/no field says yes."""

    field: str


class _Check(Cited, frozen=True, kw_only=True):
    id: str
    severity: Literal["error", "warning", "note"] = "warning"
    sentence: str
    """What must hold, as the form and the finding say it."""


class AtMost(_Check, frozen=True, kw_only=True, tag="at_most", tag_field="kind"):
    """One indicator never exceeds another: period by period, or as sums to date."""

    lesser: str
    greater: str
    over: Literal["period", "to_date"] = "period"


class SumOf(_Check, frozen=True, kw_only=True, tag="sum_of", tag_field="kind"):
    """One indicator is the sum of others in every period."""

    whole: str
    parts: tuple[str, ...]


class TracksToDate(_Check, frozen=True, kw_only=True, tag="tracks_to_date", tag_field="kind"):
    """A yearly entry that comes near the printed to-date column, as a running total would.

    Noticed from the second period on, when the entry exceeds `share` of that column.
    """

    indicator: str
    share: Decimal


Check = AtMost | SumOf | TracksToDate
