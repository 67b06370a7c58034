"""What became of register rows, and what they come to: the nouns that `core.registers.verify` gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, overload

from zhtcli.core.decision import Decision
from zhtcli.core.rules.rowkinds import Requirement

Miss = Literal[
    "requirement",
    "evidence",
    "undated",
    "outside",
    "later",
    "window",
    "unrated",
    "superseded",
    "duplicate",
    "unusable",
    "decided",
]
PartOfShare = Literal["", "numerator", "denominator"]

RowDecisions = Mapping[tuple[str, str], Decision]
"""Reviewers' decisions on single rows, by indicator and row key."""


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What became of one row for one indicator; `miss` is None for a row that counts.

    An `unusable` row holds a figure that a finding of its own rules out. `flagged` are requirements that the
    row misses and that do not keep it from counting. `first` is the index of the row that it repeats, or that
    supersedes it. `quantity` is what the row adds: 1, a number of things, an amount, or points.
    """

    register: str
    index: int
    indicator: str
    period: str | None
    quantity: Fraction
    miss: Miss | None = None
    requirement: Requirement | None = None
    flagged: tuple[Requirement, ...] = ()
    first: int | None = None
    decision: Decision | None = None
    part: PartOfShare = ""
    expected: bool = False
    """A repeat that is in the nature of the list, and nothing to look into."""


@dataclass(frozen=True, slots=True)
class RuleVerdicts:
    """What became of the rows that one rule looks at, kept as columns: nearly all of them simply count.

    `notable` are the verdicts, by place, of the rows that do not count, are flagged or were decided on; of the
    other rows the columns tell everything.
    """

    register: str
    indicator: str
    part: PartOfShare
    indexes: Sequence[int]
    periods: Sequence[str | None]
    amounts: Sequence[Decimal | int]
    notable: Mapping[int, RowVerdict]

    def __len__(self) -> int:
        return len(self.indexes)

    def __iter__(self) -> Iterator[RowVerdict]:
        return map(self.at, range(len(self)))

    def at(self, place: int) -> RowVerdict:
        """The verdict at a place."""
        return self.notable.get(place) or self.plain(place)

    def plain(self, place: int) -> RowVerdict:
        """The verdict of a row that simply counts."""
        period, quantity = self.periods[place], Fraction(self.amounts[place])
        return RowVerdict(self.register, self.indexes[place], self.indicator, period, quantity, part=self.part)

    def counted(self) -> Iterator[int]:
        """The indexes of the rows that count."""
        notable = self.notable
        for place, index in enumerate(self.indexes):
            if place not in notable or notable[place].miss is None:
                yield index


class Verdicts(Sequence[RowVerdict]):
    """What became of all rows: `by_rule` in blocks; read as a sequence, one verdict after the other."""

    def __init__(self, by_rule: Iterable[RuleVerdicts] = ()) -> None:
        self.by_rule = tuple(by_rule)

    def __len__(self) -> int:
        return sum(map(len, self.by_rule))

    def __iter__(self) -> Iterator[RowVerdict]:
        return (verdict for block in self.by_rule for verdict in block)

    @overload
    def __getitem__(self, at: int) -> RowVerdict: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[RowVerdict, ...]: ...
    def __getitem__(self, at: int | slice) -> RowVerdict | tuple[RowVerdict, ...]:
        return tuple(self)[at]

    def notable(self) -> Iterator[RowVerdict]:
        """The verdicts of rows that do not count, are flagged or were decided on."""
        return (verdict for block in self.by_rule for _, verdict in sorted(block.notable.items()))


@dataclass(frozen=True, slots=True)
class Verified:
    """What the rows of one indicator come to in one period; a share keeps its parts, a tally what each thing earned.

    Without a value, `lacking` says what it takes: a denominator that is not zero, a whole that is no less than its
    part, the dates of a window,
    a day to judge validity on, or rows whose figures can be true.
    """

    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    keys: Mapping[str, Fraction] = field(default_factory=dict)
    lacking: Literal["", "denominator", "whole", "window", "day", "rows"] = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """All registers of a submission judged.

    `values` holds (indicator, period) only where the register has a row that is about them: elsewhere it
    says nothing, and the reported figure stands.
    """

    values: Mapping[tuple[str, str], Verified] = field(default_factory=dict)
    verdicts: Verdicts = field(default_factory=Verdicts)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rows of a submission are judged under, besides the rules.

    `as_of` replaces the last day of the form's own period where validity on a day is asked; a form without
    periods has no other day. `dates` are the date fields of the cover. `decided` are reviewers' decisions on
    rows: such a row goes by the decision, whatever the rules say.
    """

    own_period: str
    as_of: date | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    decided: RowDecisions = field(default_factory=dict)
