"""The kinds of rules about a year's money: an operating subsidy that is settled, support that overlaps, fees entrusted.

Amounts stand as the document prints them, in 万元; shares in percent.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from zhtcli.core.rules.kinds import Cited


class Spending(Cited, frozen=True, kw_only=True):
    """The register of what a year's subsidy was spent on, a payment a row.

    `eligible` are the purposes that count besides `salaries`; a salary counts only where the yes/no column
    `full_time` says yes.
    """

    register: str
    day: str
    purpose: str
    amount: str
    eligible: tuple[str, ...]
    salaries: str
    full_time: str


class SalaryLimit(Cited, frozen=True, kw_only=True):
    """Salaries are at most one of so many equal `parts` of the year's subsidy.

    `granted`: of the subsidy as decided, where that is blank of the prepayment, else of the yearly cap; `settled`: of
    what is settled, salaries included, so with three parts at most half of everything else.
    """

    parts: int
    base: Literal["granted", "settled"]


class YearlyCap(Cited, frozen=True, kw_only=True):
    amount: Decimal


class CarriedOver(Cited, frozen=True, kw_only=True):
    """A field with money carried over from an upper level, which platforms of certain levels can have.

    It stands outside the cap, or who has any gets no subsidy for the year.
    """

    field: str
    level: str
    levels: tuple[str, ...]
    effect: Literal["outside_cap", "no_city_subsidy"]


class YearOutcome(Cited, frozen=True, kw_only=True):
    """The assessment of the year that the subsidy is bound to: rows of which `event` is one of `held`.

    Which of them can be and which stands is judged by the document's grading, which reads the same register.

    A failed one leaves nothing and what was prepaid is recovered, or pays by the mean completion of `indicators`
    against their pledges, each at most 1.
    """

    register: str
    event: str
    held: tuple[str, ...]
    year: str
    grade: str
    passed: str
    failed: str
    effect: Literal["zero_recover", "by_completion"]
    indicators: tuple[str, ...]


class Operating(Cited, frozen=True, kw_only=True, tag="operating", tag_field="kind"):
    """A yearly subsidy for running costs: prepaid at the start of the year, settled by eligible spending.

    `prepaid` and `granted` are money fields: what was paid in advance, and the year's subsidy as decided.
    """

    id: str
    title: str
    spending: Spending
    salaries: SalaryLimit
    cap: YearlyCap
    prepaid: str
    granted: str
    carried: CarriedOver
    outcome: YearOutcome
    prepaid_when: str
    settled_when: str


class OwnSupport(Cited, frozen=True, kw_only=True):
    """The register of support under this document, by the key of what it is for; `article` names the clause."""

    register: str
    key: str
    amount: str
    article: str


class OtherSupport(Cited, frozen=True, kw_only=True):
    """The register of support under other policies, by the same keys; `returned` says that it was given up."""

    register: str
    key: str
    policy: str
    amount: str
    returned: str


class Overlap(Cited, frozen=True, kw_only=True, tag="overlap", tag_field="kind"):
    """Of several supports for one thing the highest is what there is in all (就高不重复).

    `top_up`: own support pays what is missing to it; `higher_only`: own support pays in full where it is higher than
    each other one, and these are given up; `none`: whoever has any other support gets nothing.
    """

    id: str
    title: str
    own: OwnSupport
    other: OtherSupport
    effect: Literal["top_up", "higher_only", "none"]
    due_after: str
    said: str
    """What is said of the amounts as entered."""


class Entrusted(Cited, frozen=True, kw_only=True, tag="entrusted", tag_field="kind"):
    """What another unit is paid for managing tasks: at most `most` percent of these funds, for these tasks only.

    It limits how money is used and grants none.
    """

    id: str
    title: str
    fee: str
    of: tuple[str, ...]
    most: Decimal
    tasks: str
    allowed: tuple[str, ...]
