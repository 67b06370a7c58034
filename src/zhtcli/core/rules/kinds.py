"""The kinds of rules: how a value comes about, what it is held against, what it earns, what must agree.

Each kind is a tagged struct; a node of a definition names its kind with `kind:`. Who handles kinds finds
the handler with one `match` that ends in `assert_never`.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
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
    """Numerator over denominator in percent; typed as parts, as a percentage, or both.

    `numerator_fields` and `denominator_fields` are fields of the cover whose sums stand for the parts where the
    row has none; with `cells` False the row has none at all, and no percentage either.
    """

    numerator: str
    denominator: str
    numerator_fields: tuple[str, ...] = ()
    denominator_fields: tuple[str, ...] = ()
    cells: bool = True
    denominator_field: str = ""
    """A field of the cover that is the denominator in place of the row's own cell."""
    max: Decimal = Decimal(100)
    part_of_whole: bool = False
    """The numerator is contained in the denominator (a share of firms), so it cannot exceed it."""
    parts_type: Literal["integer", "money"] = "money"
    parts_unit: str = ""
    shared: Literal["", "denominator", "both"] = ""
    """Which parts are the county's own figure, so that the units of one county tell the same one."""


class Quotient(Node, frozen=True, kw_only=True, tag="quotient", tag_field="kind"):
    """Numerator over denominator in a unit of its own (万元/人): typed as parts, as the quotient, or both.

    `times` brings the parts' units to the quotient's: 10000 for 亿元 over 人 in 万元/人.
    """

    numerator: str
    denominator: str
    numerator_unit: str
    denominator_unit: str
    times: Decimal = Decimal(1)


class OfFields(Node, frozen=True, kw_only=True, tag="of_fields", tag_field="kind"):
    """The sum of fields of the cover; nothing is typed in the table."""

    fields: tuple[str, ...]
    type: Literal["integer", "number", "money"] = "number"


class Judged(Node, frozen=True, kw_only=True, tag="judged", tag_field="kind"):
    """Points that experts give, from nothing up to the indicator's points. The one who fills the form types none."""


class Composed(Node, frozen=True, kw_only=True, tag="composed", tag_field="kind"):
    """The indicator's parts have the figures; it has none of its own."""


Measure = Entered | Ratio | Quotient | OfFields | Judged | Composed


class ByPeriod(Node, frozen=True, kw_only=True, tag="by_period", tag_field="kind"):
    """Printed targets, a column for each period and one for each cumulative horizon.

    `counts` says what a period's column means: `of_period`, the period alone, or `to_date`, everything
    from the first period to the end of this one.
    """

    periods: dict[str, Decimal]
    cumulative: dict[str, Decimal] = {}
    counts: Literal["of_period", "to_date"] = "of_period"

    def of(self, period: str) -> Decimal | None:
        """The column of a period."""
        return self.periods.get(period)

    def through(self, horizon: str) -> Decimal | None:
        """The column to the end of a horizon."""
        return self.cumulative.get(horizon)

    @property
    def to_date(self) -> bool:
        return self.counts == "to_date"


class AtLeast(Node, frozen=True, kw_only=True, tag="at_least", tag_field="kind"):
    """不低于: one threshold, `least` over `over` (two thirds in percent: 200 over 3), whatever the period."""

    least: Decimal
    over: int = 1
    printed: str
    """The threshold as the document prints it."""
    to_date = False

    def of(self, period: str) -> Decimal | Fraction | None:
        """The threshold."""
        return self.least if self.over == 1 else Fraction(self.least) / self.over

    def through(self, horizon: str) -> Decimal | None:
        """None: a threshold does not add up."""
        return None


class Within(Node, frozen=True, kw_only=True, tag="within", tag_field="kind"):
    """A range, both ends included, or from `least` on; what a miss is worth is `miss`.

    `for_person`: nothing yet, and up to all points as a person decides (原则上, 一般); `none`: nothing; `full`:
    the range is advice.
    """

    least: Decimal
    most: Decimal | None = None
    miss: Literal["for_person", "none", "full"] = "for_person"
    printed: str
    to_date = False

    def of(self, period: str) -> Decimal | None:
        """The lower end."""
        return self.least

    def through(self, horizon: str) -> Decimal | None:
        """None: a range does not add up."""
        return None

    def holds(self, value: Fraction) -> bool:
        return self.least <= value and (self.most is None or value <= self.most)


class Pledged(Node, frozen=True, kw_only=True, tag="pledged", tag_field="kind"):
    """What the applicant pledges, a cell for each year; a form's own pledges make it a target by period."""

    printed = ""
    to_date = False

    def of(self, period: str) -> Decimal | None:
        """None: the document prints no figure."""
        return None

    def through(self, horizon: str) -> Decimal | None:
        """None: the document prints no figure."""
        return None


Target = ByPeriod | AtLeast | Within | Pledged


class Proportional(Node, frozen=True, kw_only=True, tag="proportional", tag_field="kind"):
    """Points times completion, at most the points; nothing below `floor` (a share of 1; the floor itself scores)."""

    floor: Decimal | None = None


class AllOrNothing(Node, frozen=True, kw_only=True, tag="all_or_nothing", tag_field="kind"):
    """All points when the target is reached, otherwise none."""


class Band(Node, frozen=True, kw_only=True):
    """From a completion on (percent, included unless said otherwise): points, or the least and the most of them."""

    least: Decimal = msgspec.field(name="from")
    inclusive: bool = True
    points: Decimal | tuple[Decimal, Decimal]


class Bands(Node, frozen=True, kw_only=True, tag="bands", tag_field="kind"):
    """Points by the band that the completion falls into, the best band first; below the last one nothing.

    Where a band has a range, `inside` says how it is used: by a person, or linearly up to the next band. `unit`
    percent means percent of the indicator's points. No document prints such a table: it comes from a paper of the
    user's own.
    """

    bands: tuple[Band, ...]
    inside: Literal["for_person", "linear"] = "for_person"
    unit: Literal["points", "percent"] = "points"


class Step(Node, frozen=True, kw_only=True, tag="step", tag_field="kind"):
    """For `each` percent that the completion is short `minus` points, down to nothing.

    `started` says what part of a step is worth: a whole one, nothing, or its share. With `over_each` every whole
    step beyond the target adds `plus` points, `up_to` so many. `unit` percent means percent of the indicator's points.
    Like `Bands` it comes from a paper of the user's own.
    """

    each: Decimal
    minus: Decimal
    started: Literal["counts", "ignored", "proportional"] = "counts"
    over_each: Decimal | None = None
    plus: Decimal | None = None
    up_to: Decimal | None = None
    unit: Literal["points", "percent"] = "points"


class AsIs(Node, frozen=True, kw_only=True, tag="as_is", tag_field="kind"):
    """The figure is the points, at most the indicator's."""


class Parts(Node, frozen=True, kw_only=True, tag="parts", tag_field="kind"):
    """What the indicator's parts earn: `least`, the points times the smallest share of any part; `split`, their sum."""

    combine: Literal["least", "split"]


class Unscored(Node, frozen=True, kw_only=True, tag="none", tag_field="kind"):
    """The document asks for the figure and gives no points for it."""


Score = Proportional | AllOrNothing | Bands | Step | AsIs | Parts | Unscored


class Waiver(Cited, frozen=True, kw_only=True):
    """The points are given in full for the form's own period where the yes/no field says yes."""

    field: str
