"""Figures of several years before a day: which years there are, which are lacking, and both means of a share."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.conditionkinds import YearsShareAtLeast


@dataclass(frozen=True, slots=True)
class OfYear:
    """One year's figures as a row tells them; `index` is the row's."""

    year: int
    part: Fraction
    whole: Fraction
    index: int


@dataclass(frozen=True, slots=True)
class Years:
    """What is known of the years that are asked for.

    `wanted` are none while the day before which they lie is not known. Of the `missing` ones those of the `gap` come
    after a year that has a row, be it one that nobody asked for: a young firm lacks the first years, nobody lacks one
    in between. `unusable` years have a row whose figures are blank, unreadable or negative. `unclear` years are told
    twice in two ways, and `twice` holds the rows of all years told more than once. `outside` are rows of years that
    nobody asked for.
    """

    wanted: tuple[int, ...] = ()
    known: tuple[OfYear, ...] = ()
    missing: tuple[int, ...] = ()
    gap: tuple[int, ...] = ()
    unusable: tuple[int, ...] = ()
    unclear: tuple[int, ...] = ()
    twice: dict[int, tuple[int, ...]] = field(default_factory=dict)
    outside: tuple[tuple[int, int], ...] = ()

    @property
    def zero(self) -> tuple[OfYear, ...]:
        """Years whose whole is nothing, so that they have no share."""
        return tuple(one for one in self.known if one.whole == 0)

    @property
    def mean_of_ratios(self) -> Fraction | None:
        """In percent; None where a year has no share."""
        if not self.known or self.zero:
            return None
        return sum((one.part / one.whole for one in self.known), Fraction(0)) * 100 / len(self.known)

    @property
    def ratio_of_sums(self) -> Fraction | None:
        """In percent; None where the wholes are nothing together."""
        whole = sum((one.whole for one in self.known), Fraction(0))
        return sum((one.part for one in self.known), Fraction(0)) * 100 / whole if whole else None


def years_of(test: YearsShareAtLeast, submission: Submission) -> Years:
    """The years that a condition asks for, as the register tells them.

    Rows without a year tell nothing, those with a figure that is lacking or negative no more than that there is such
    a year; what is wrong with them is found elsewhere.
    """
    day = submission.day(test.before)
    rows = submission.registers.get(test.register)
    wanted = tuple(range(day.year - test.years, day.year)) if day is not None else ()
    told: dict[int, list[int]] = {}
    for index in range(len(rows) if rows is not None else 0):
        typed = rows.value(test.year, index) if rows is not None else None
        if isinstance(typed, Decimal) and typed == int(typed):
            told.setdefault(int(typed), []).append(index)
    outside = tuple((year, index) for year, indexes in told.items() if year not in wanted for index in indexes)
    known: list[OfYear] = []
    unclear: list[int] = []
    for year in wanted:
        figures = {one for index in told.get(year, ()) if rows is not None and (one := _figures(test, rows, index))}
        if len(figures) > 1:
            unclear.append(year)
        known += [OfYear(year, *one, told[year][0]) for one in figures if len(figures) == 1]
    there = {one.year for one in known} | set(unclear)
    missing = tuple(year for year in wanted if year not in told)
    return Years(
        wanted,
        tuple(known),
        missing,
        tuple(year for year in missing if year > min(told, default=year)),
        tuple(year for year in wanted if year in told and year not in there),
        tuple(unclear),
        {year: tuple(indexes) for year, indexes in told.items() if year in wanted and len(indexes) > 1},
        outside if wanted else (),
    )


def _figures(test: YearsShareAtLeast, rows: RegisterRows, index: int) -> tuple[Fraction, Fraction] | None:
    part, whole = rows.value(test.part, index), rows.value(test.whole, index)
    if not isinstance(part, Decimal) or not isinstance(whole, Decimal) or part < 0 or whole < 0:
        return None
    return Fraction(part), Fraction(whole)
