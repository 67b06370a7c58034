"""The kinds of rules over register rows: which rows count, and what counted rows come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from zhtcli.core.identifiers import Kind as IdentifierKind
from zhtcli.core.rules.kinds import Cited, Node

CodeFormat = Literal["", "uscc", "person", "patent", "software", "trademark", "hte", "sme", "contract"]


class Equals(Node, frozen=True, kw_only=True, tag="equals", tag_field="kind"):
    """The column holds one of these values."""

    column: str
    values: tuple[str, ...]


class Yes(Node, frozen=True, kw_only=True, tag="yes", tag_field="kind"):
    """The yes/no column says yes."""

    column: str


class Filled(Node, frozen=True, kw_only=True, tag="filled", tag_field="kind"):
    """All of these columns hold something."""

    columns: tuple[str, ...]


class WellFormed(Node, frozen=True, kw_only=True, tag="well_formed", tag_field="kind"):
    """The code has the length and the alphabet of its standard."""

    column: str
    format: IdentifierKind


class OfYear(Node, frozen=True, kw_only=True, tag="of_year", tag_field="kind"):
    """The column names the year that the row is judged for."""

    column: str


class ValidOn(Node, frozen=True, kw_only=True, tag="valid_on", tag_field="kind"):
    """A certificate of this date is still valid, so many years from the event, on the day that is judged."""

    column: str
    years: int


class SmeValid(Node, frozen=True, kw_only=True, tag="sme_valid", tag_field="kind"):
    """A 科技型中小企业 number of this year serves on the day that is judged.

    Where the year is blank, the number's first four digits tell it. `until_renewal`: last year's number serves
    until the end of March.
    """

    year: str
    number: str
    until_renewal: bool


class NoLaterThan(Node, frozen=True, kw_only=True, tag="no_later_than", tag_field="kind"):
    """The date column holds a day that is not after the day that is judged."""

    column: str


class No(Node, frozen=True, kw_only=True, tag="no", tag_field="kind"):
    """The yes/no column says no."""

    column: str


class Not(Node, frozen=True, kw_only=True, tag="not", tag_field="kind"):
    """The condition does not hold."""

    of: Where


class Contains(Node, frozen=True, kw_only=True, tag="contains", tag_field="kind"):
    """The column's text holds this word (a place name within an address)."""

    column: str
    text: str


class RegisterFilled(Node, frozen=True, kw_only=True, tag="register_filled", tag_field="kind"):
    """Another register has rows at all."""

    register: str


class AllOf(Node, frozen=True, kw_only=True, tag="all_of", tag_field="kind"):
    of: tuple[Where, ...]


class AnyOf(Node, frozen=True, kw_only=True, tag="any_of", tag_field="kind"):
    of: tuple[Where, ...]


class Unless(Node, frozen=True, kw_only=True, tag="unless", tag_field="kind"):
    """Only where the first condition holds must the second one hold too."""

    given: Where
    then: Where


class InRegister(Node, frozen=True, kw_only=True, tag="in_register", tag_field="kind"):
    """The value stands in a column of another register."""

    column: str
    register: str
    of: str


Where = (
    Equals
    | Contains
    | Yes
    | No
    | Not
    | Filled
    | WellFormed
    | OfYear
    | ValidOn
    | SmeValid
    | NoLaterThan
    | AllOf
    | AnyOf
    | Unless
    | InRegister
    | RegisterFilled
)


class Requirement(Cited, frozen=True, kw_only=True):
    """What a row must fulfil. A miss is not counted, or counted and flagged, or only said."""

    must: Where
    reason: str
    """Why a row that misses it is not counted, as the finding says it."""
    effect: Literal["not_counted", "flagged", "ignored"] = "not_counted"
    about: Literal["rule", "evidence", "window"] = "rule"


class FieldWindow(Node, frozen=True, kw_only=True):
    """The days from one date field of the cover to another, both included (项目实施期)."""

    first: str
    last: str
    name: str
    """What the document calls it."""
    outside: Literal["not_counted", "flagged"] = "not_counted"
    """`flagged` where the document does not say that only this window counts."""


class _OverRows(Node, frozen=True, kw_only=True):
    register: str
    select: Where | None = None
    """Which rows are about this figure at all; the others are not judged for it."""
    requires: tuple[Requirement, ...] = ()
    within: FieldWindow | None = None
    """Only rows dated in this window count."""
    told_by: tuple[str, ...] = ()
    """Yes/no columns: where none of them is answered in any row, the register says nothing about the figure."""


class Count(_OverRows, frozen=True, kw_only=True, tag="count", tag_field="kind"):
    """Distinct rows, or the sum of their quantities.

    `distinct` are sets of columns, the best one first, that tell whether two rows are about the same thing: a
    row goes by the first set that it fills whole, and stands for itself where it fills none. `once` says how
    far that reaches, and `repeats` whether a second row about the same thing is odd or in the nature of the
    list (a firm has many patents). A stock counts what is valid at the end of the period, anything else what
    is dated within it; `to_date` counts everything up to the end of the period. `own_period` marks columns
    that only hold for the form's own period.
    """

    distinct: tuple[tuple[str, ...], ...] = ()
    once: Literal["whole_period", "per_year", "none"] = "whole_period"
    repeats: Literal["odd", "expected"] = "odd"
    quantity: str | None = None
    stock: bool = False
    to_date: bool = False
    own_period: bool = False


class Total(_OverRows, frozen=True, kw_only=True, tag="total", tag_field="kind"):
    """The sum of a column; of rows about the same thing (`distinct`, as in `Count`) the first one alone."""

    column: str
    distinct: tuple[tuple[str, ...], ...] = ()
    stock: bool = False
    own_period: bool = False


class FirstFilled(Node, frozen=True, kw_only=True, tag="first_filled", tag_field="kind"):
    """The first of these whose register has rows that are about it."""

    of: tuple[Count | Total, ...]


class Share(Node, frozen=True, kw_only=True, tag="share", tag_field="kind"):
    """One count or total over another, in percent."""

    numerator: Count | Total | FirstFilled
    denominator: Count | Total


class Rate(Node, frozen=True, kw_only=True):
    """What a row is worth where the condition holds."""

    when: Where
    points: Decimal


class Tally(_OverRows, frozen=True, kw_only=True, tag="tally", tag_field="kind"):
    """Points by rows: each row is worth the first rate that holds, each thing what its rows come to.

    `distinct` tells rows about the same thing as in `Count`; `belongs` joins a person to a listed team. Of one
    thing the `highest` row counts, or the `sum` of its different rates up to `most_of_one`. The indicator's points
    cap the whole.
    """

    rates: tuple[Rate, ...]
    distinct: tuple[tuple[str, ...], ...]
    belongs: str | None = None
    """A column that names another row's thing, the one that this row counts with where that row is there."""
    of_one: Literal["highest", "sum"] = "highest"
    most_of_one: Decimal | None = None


Rows = Count | Total | Share | Tally
