"""The kinds of checks: what must agree between figures, fields, rows and quarters.

Each kind is a tagged struct; a node of a definition names its kind with `kind:`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from zhtcli.core.rules.kinds import Cited


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


class Ordered(_Check, frozen=True, kw_only=True, tag="ordered", tag_field="kind"):
    """Date fields of the cover follow each other; the same day is no disorder."""

    fields: tuple[str, ...]


class FieldContains(_Check, frozen=True, kw_only=True, tag="field_contains", tag_field="kind"):
    """A text field of the cover, where it is filled, holds this word."""

    field: str
    text: str
    indicator: str | None = None


class AllOrNone(_Check, frozen=True, kw_only=True, tag="all_or_none", tag_field="kind"):
    """Where a register's column is filled in one row, it is filled in all: sums would leave the others out."""

    register: str
    column: str
    indicator: str
    among: tuple[str, tuple[str, ...]] | None = None
    """Only rows of which this column holds one of these values are asked."""


class RowAtMost(_Check, frozen=True, kw_only=True, tag="row_at_most", tag_field="kind"):
    """In every row of a register one figure never exceeds another."""

    register: str
    lesser: str
    greater: str
    indicator: str | None = None
    """The indicator that is made of these figures: where they are impossible, it cannot be computed."""


class SameYear(_Check, frozen=True, kw_only=True, tag="same_year", tag_field="kind"):
    """The year that a register's code carries is the year of another column (a date, or a year)."""

    register: str
    code: str
    column: str


class RequiredWhen(_Check, frozen=True, kw_only=True, tag="required_when", tag_field="kind"):
    """A field of the cover is filled where another one holds this value."""

    field: str
    when: str
    holds: str


class FieldsAddUp(_Check, frozen=True, kw_only=True, tag="fields_add_up", tag_field="kind"):
    """A number field is the sum of others, where any of these is filled."""

    whole: str
    parts: tuple[str, ...]


class FieldsAtMost(_Check, frozen=True, kw_only=True, tag="fields_at_most", tag_field="kind"):
    """A number field never exceeds the sum of others. `counts` says what the fields add up from.

    With `since_start` they never fall from one period to the next, with `year` not within a calendar year; and
    there what earlier years left over may be spent too.
    """

    lesser: str
    greater: tuple[str, ...]
    counts: Literal["since_start", "year"]


class FieldZero(_Check, frozen=True, kw_only=True, tag="field_zero", tag_field="kind"):
    """A number field that says 0 is worth a word."""

    fields: tuple[str, ...]


class FieldsAgree(_Check, frozen=True, kw_only=True, tag="fields_agree", tag_field="kind"):
    """Two fields that tell the same thing on two pages tell the same, where both are filled.

    `used` says what each of them is used for, as nothing tells which one is right.
    """

    fields: tuple[str, str]
    used: str


class FieldIsPart(_Check, frozen=True, kw_only=True, tag="field_is_part", tag_field="kind"):
    """A number field is a part of an indicator's figure of the form's own period, where both are filled."""

    field: str
    indicator: str
    part: Literal["numerator", "denominator"]
    used: str


class Growth(_Check, frozen=True, kw_only=True, tag="growth", tag_field="kind"):
    """Growth as typed is growth as computed against the same period of the year before."""


class ToDate(_Check, frozen=True, kw_only=True, tag="to_date", tag_field="kind"):
    """To-date figures follow from the periods' own: `adds_up` by the nature of each, `not_below` for flows."""

    rule: Literal["adds_up", "not_below"]


class StockFlow(_Check, frozen=True, kw_only=True, tag="stock_flow", tag_field="kind"):
    """A stock does not grow by more than what is told to be new in the period."""

    stock: str
    added: str


class Implied(_Check, frozen=True, kw_only=True, tag="implied", tag_field="kind"):
    """A quantity that two indicators imply (`times` × numerator ÷ denominator) stays plausible.

    It is not below the indicator `least`, not above `most`, does not move by more than `change` percent from the
    period before, and is not further than `near` percent from the indicator `equals`.
    """

    name: str
    unit: str
    numerator: str
    denominator: str
    times: Decimal = Decimal(1)
    least: str | None = None
    most: Decimal | None = None
    change: Decimal | None = None
    equals: str | None = None
    near: Decimal = Decimal(0)


class Jump(_Check, frozen=True, kw_only=True, tag="jump", tag_field="kind"):
    """A figure so many times that of the period before, or as many times less, is worth asking about."""

    times: Decimal


class SameAs(_Check, frozen=True, kw_only=True, tag="same_as", tag_field="kind"):
    """What a share or a quotient is worked out from is the figure of another indicator, in the same unit."""

    indicator: str
    part: Literal["numerator", "denominator"] = "numerator"
    other: str


class SourceNamed(_Check, frozen=True, kw_only=True, tag="source_named", tag_field="kind"):
    """Every figure names where it comes from."""


FieldCheck = Ordered | FieldContains | RequiredWhen | FieldsAddUp | FieldsAtMost | FieldZero | FieldsAgree | FieldIsPart
RowCheck = AllOrNone | RowAtMost | SameYear
FigureCheck = AtMost | SumOf | TracksToDate
SeriesCheck = Growth | ToDate | StockFlow | Implied | Jump | SameAs | SourceNamed
Check = FigureCheck | FieldCheck | RowCheck | SeriesCheck
