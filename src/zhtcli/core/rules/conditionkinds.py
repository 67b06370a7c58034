"""The kinds of conditions that a document sets before it files or recognises something, and the stages they belong to.

Each kind is a tagged struct; a node of a definition names its kind with `kind:`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, assert_never

from zhtcli.core.rules.kinds import Cited, Node


class CountedRows(Node, frozen=True, kw_only=True):
    """The rows of a register that a count goes by where the register has any.

    A row counts with all of `needs` filled, dated (`dated`) no later than the date field `until`, once for rows that
    are equal in `distinct`.
    """

    register: str
    needs: tuple[str, ...]
    distinct: tuple[str, ...]
    dated: str
    until: str


class FieldAtLeast(Node, frozen=True, kw_only=True, tag="field_at_least", tag_field="kind"):
    """A number field reaches `least`, itself included; `rows` verify what it counts."""

    field: str
    least: Decimal
    rows: CountedRows | None = None


class FieldShareAtLeast(Node, frozen=True, kw_only=True, tag="field_share_at_least", tag_field="kind"):
    """One number field, a part of another one, reaches `least` percent of it."""

    part: str
    whole: str
    least: Decimal


class ChosenAtLeast(Node, frozen=True, kw_only=True, tag="chosen_at_least", tag_field="kind"):
    """So many different options of a field of several choices are chosen."""

    field: str
    least: int


class AllYes(Node, frozen=True, kw_only=True, tag="all_yes", tag_field="kind"):
    """Every one of these yes/no fields says yes."""

    fields: tuple[str, ...]


class NotAfter(Node, frozen=True, kw_only=True, tag="not_after", tag_field="kind"):
    """One date field is on or before another one."""

    earlier: str
    later: str


class Listed(Node, frozen=True, kw_only=True, tag="listed", tag_field="kind"):
    """A text field holds one of its choices."""

    field: str


class YearsShareAtLeast(Node, frozen=True, kw_only=True, tag="years_share_at_least", tag_field="kind"):
    """The mean share of one column in another, in percent, over the full years before a date field reaches `least`.

    `method` decides which mean it is; both are shown, and where they lie on different sides of `least`, a person
    decides.
    """

    register: str
    year: str
    part: str
    whole: str
    years: int
    before: str
    least: Decimal
    method: Literal["mean_of_ratios", "ratio_of_sums"]


class TotalAtLeast(Node, frozen=True, kw_only=True, tag="total_at_least", tag_field="kind"):
    """The amounts of a register's rows of the `included` categories reach `least`; those of the others are left out.

    Of the `limited` categories, which are included ones, no more is recognised than `most` percent of everything that
    is. `note` is said with the figure: what else the document asks of it that is not computed here. Rows dated after
    the date field `until` are counted and told.
    """

    register: str
    category: str
    amount: str
    included: tuple[str, ...]
    excluded: tuple[str, ...]
    least: Decimal
    dated: str
    until: str
    limited: tuple[str, ...] = ()
    most: Decimal = Decimal(100)
    note: str = ""


class ByPerson(Node, frozen=True, kw_only=True, tag="by_person", tag_field="kind"):
    """People judge it; their answer stands in the choice field `field`, `yes` or `no`.

    It is one of theirs only once the date field `judged_on` is filled. A date in `settled_on`, where there is such a
    field, says that they found it so: the step is not taken otherwise.
    """

    field: str
    yes: str
    no: str
    judged_on: str
    settled_on: str = ""


class StageMet(Node, frozen=True, kw_only=True, tag="stage_met", tag_field="kind"):
    """All conditions of an earlier stage hold."""

    stage: str


class SpecialRoute(Node, frozen=True, kw_only=True, tag="special_route", tag_field="kind"):
    """Where the yes/no field says yes, with its reason, people decide case by case (一事一议).

    It stands in place of the other conditions of its stage, save those that it `keeps`.
    """

    field: str
    reason: str
    keeps: tuple[str, ...]


Test = (
    FieldAtLeast
    | FieldShareAtLeast
    | ChosenAtLeast
    | AllYes
    | NotAfter
    | Listed
    | YearsShareAtLeast
    | TotalAtLeast
    | ByPerson
    | StageMet
    | SpecialRoute
)


class Condition(Cited, frozen=True, kw_only=True):
    """A condition of a stage; `printed` is its threshold as the document words it.

    Without `firm` (一般, 原则上) a miss is for a person to decide, and never a failure by itself.
    """

    id: str
    title: str
    stage: str
    test: Test
    unit: str = ""
    printed: str = ""
    firm: bool = True

    @property
    def threshold(self) -> Decimal | None:
        """What the value has to reach, in the condition's unit; None where there is no figure."""
        match self.test:
            case FieldAtLeast(least=least) | FieldShareAtLeast(least=least):
                return least
            case YearsShareAtLeast(least=least) | TotalAtLeast(least=least):
                return least
            case ChosenAtLeast(least=count):
                return Decimal(count)
            case AllYes() | NotAfter() | Listed() | ByPerson() | StageMet() | SpecialRoute():
                return None
            case _:
                assert_never(self.test)


class Stage(Cited, frozen=True, kw_only=True):
    """What conditions are set for; `met` and `not_met` say what follows, as the document has it."""

    id: str
    title: str
    met: str
    not_met: str = ""


class NamePattern(Cited, frozen=True, kw_only=True):
    """A name that the document prints with a gap: `before`, a word of one's own, `after`."""

    field: str
    before: str
    after: str

    @property
    def printed(self) -> str:
        return f"{self.before}**{self.after}"
