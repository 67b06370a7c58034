"""What a year's rows of spending come to: which count, which do not and why. All amounts in 元, exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from zhtcli.core.grants.grant import Cut, total
from zhtcli.core.grants.rows import Row
from zhtcli.core.rules.settlementkinds import Spending

Miss = Literal["negative", "undated", "other_year", "later", "no_purpose", "purpose", "part_time", "untold"]
"""Why a row does not count: `untold` is a salary that does not say whether it is a full-time one."""


@dataclass(frozen=True, slots=True)
class Spent:
    """A row with an amount; `miss` says why it does not count, None where it does."""

    row: Row
    amount: Fraction
    salary: bool
    miss: Miss | None


@dataclass(frozen=True, slots=True)
class Account:
    """The rows of a year: everything declared, salaries that may count, and the other spending that does."""

    rows: tuple[Spent, ...]
    asked: Fraction
    salaries: Fraction
    other: Fraction

    def left_out(self, kind: Spending, year: int, as_of: date | None) -> list[Cut]:
        """A cut for each row that does not count at all; a negative one has nothing to cut."""
        return [
            Cut("base", one.amount, reason(kind, one, year, as_of), kind.clause, one.row.key, one.row.at(kind.amount))
            for one in self.rows
            if one.miss is not None and one.amount > 0
        ]


def account_of(kind: Spending, rows: Iterable[Row], year: int, as_of: date | None) -> Account:
    """The account of a year. What is dated after `as_of` has not been spent yet; rows without an amount are none."""
    told: list[Spent] = []
    for row in rows:
        amount = row.amount(kind.amount)
        if amount is not None:
            salary = row.text(kind.purpose) == kind.salaries
            told.append(Spent(row, amount, salary, _miss(kind, row, amount, year, as_of)))
    counted = [one for one in told if one.miss is None]
    return Account(
        tuple(told),
        total(max(one.amount, Fraction(0)) for one in told),
        _sum(counted, salary=True),
        _sum(counted, salary=False),
    )


def reason(kind: Spending, one: Spent, year: int, as_of: date | None) -> str:
    """Why a row does not count, as people read it."""
    day = one.row.day(kind.day)
    match one.miss:
        case "negative":
            return "金额是负数"
        case "undated":
            return "没有写支出日期，不知道属于哪一年"
        case "other_year":
            return f"支出日期是{day}，不在{year}年度内"
        case "later":
            return f"支出日期（{day}）晚于核定基准日（{as_of}）"
        case "no_purpose":
            return "没有写用途"
        case "purpose":
            return f"用途“{one.row.text(kind.purpose)}”不在所列范围内"
        case "part_time":
            return "兼职人员的薪酬，只计专职人员"
        case "untold":
            return "薪酬没有写明是否专职"
        case None:
            return ""


def _miss(kind: Spending, row: Row, amount: Fraction, year: int, as_of: date | None) -> Miss | None:
    day, purpose = row.day(kind.day), row.text(kind.purpose)
    if amount < 0:
        return "negative"
    if day is None:
        return "undated"
    if day.year != year:
        return "other_year"
    if not purpose:
        return "no_purpose"
    if purpose == kind.salaries:
        if row.says_no(kind.full_time):
            return "part_time"
        if not row.says_yes(kind.full_time):
            return "untold"
    elif purpose not in kind.eligible:
        return "purpose"
    return "later" if as_of is not None and day > as_of else None


def _sum(rows: Sequence[Spent], *, salary: bool) -> Fraction:
    return total(one.amount for one in rows if one.salary == salary)
