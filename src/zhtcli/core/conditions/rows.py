"""What register rows come to for a condition: how many count, or what the amounts of some categories add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.conditionkinds import CountedRows, TotalAtLeast
from zhtcli.core.values import Value


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows that count, by index, and why the others do not: blank columns, a later day, the row they repeat."""

    rows: RegisterRows
    counted: tuple[int, ...]
    blank: tuple[tuple[int, tuple[str, ...]], ...]
    later: tuple[tuple[int, date], ...]
    repeated: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The amounts by category, in the order of the definition, those that are left out apart.

    `beyond` is what the limited categories have beyond their limit. `unusable` rows lack a category or an amount, or
    have a negative one. `later` rows are counted all the same.
    """

    rows: RegisterRows
    included: dict[str, Fraction]
    excluded: dict[str, Fraction]
    counted: tuple[int, ...]
    unusable: tuple[int, ...]
    later: tuple[tuple[int, date], ...]
    beyond: Fraction

    @property
    def eligible(self) -> Fraction:
        return sum(self.included.values(), Fraction(0))

    @property
    def left_out(self) -> Fraction:
        return sum(self.excluded.values(), Fraction(0))


def counted(of: CountedRows, submission: Submission) -> Counted | None:
    """Which rows of a register count; None where it has none."""
    rows = submission.registers.get(of.register)
    if rows is None or not len(rows):
        return None
    until = submission.day(of.until)
    kept: list[int] = []
    blank, later, repeated = [], [], []
    first: dict[tuple[Value, ...], int] = {}
    for index in range(len(rows)):
        if lacking := tuple(key for key in of.needs if rows.value(key, index) is None):
            blank.append((index, lacking))
            continue
        day = day_of(rows.value(of.dated, index))
        same = tuple(rows.value(key, index) for key in of.distinct)
        if until is not None and day is not None and day > until:
            later.append((index, day))
        elif same in first:
            repeated.append((index, first[same]))
        else:
            first[same] = index
            kept.append(index)
    return Counted(rows, tuple(kept), tuple(blank), tuple(later), tuple(repeated))


def totals(test: TotalAtLeast, submission: Submission) -> Totals | None:
    """What the amounts add up to; None where the register has no rows."""
    rows = submission.registers.get(test.register)
    if rows is None or not len(rows):
        return None
    until = submission.day(test.until)
    sums = dict.fromkeys((*test.included, *test.excluded), Fraction(0))
    kept, unusable, later, met = [], [], [], set()
    for index in range(len(rows)):
        category, amount = rows.value(test.category, index), rows.value(test.amount, index)
        if not isinstance(category, str) or category not in sums or not isinstance(amount, Decimal) or amount < 0:
            unusable.append(index)
            continue
        sums[category] += Fraction(amount)
        met.add(category)
        if category in test.included:
            kept.append(index)
        day = day_of(rows.value(test.dated, index))
        if until is not None and day is not None and day > until:
            later.append((index, day))
    return Totals(
        rows,
        {category: sums[category] for category in test.included if category in met},
        {category: sums[category] for category in test.excluded if category in met},
        tuple(kept),
        tuple(unusable),
        tuple(later),
        _beyond(test, sums),
    )


def _beyond(test: TotalAtLeast, sums: dict[str, Fraction]) -> Fraction:
    declared = sum((sums[category] for category in test.limited), Fraction(0))
    if not declared or test.most >= 100:
        return Fraction(0)
    share = Fraction(test.most) / 100
    rest = sum((sums[category] for category in test.included), Fraction(0)) - declared
    # Their share is of a total that they are part of themselves: x ≤ p · (rest + x).
    return max(Fraction(0), declared - share / (1 - share) * rest)


def day_of(value: Value) -> date | None:
    """The day of a date cell; None where it holds none."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
