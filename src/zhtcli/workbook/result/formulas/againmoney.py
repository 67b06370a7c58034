"""Amounts of 补助核定 that an overview tells again: references, and sums by kind, payee and year."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from zhtcli.core.grants.grant import FEN, Grant
from zhtcli.core.grants.totals import GrantTotal, by_title, sum_of
from zhtcli.workbook.result.formulas.money import COLUMNS, GRANTS, GRANTS_HEAD, MOST_GRANTS, down
from zhtcli.workbook.result.page.paper import clipped
from zhtcli.workbook.result.page.terms import MONEY, Place, Term, at, minus, rounded_sum, total
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.writing import scrubbed

Amount = Literal["asked", "recognised", "computed", "over_cap", "amount", "due"]


@dataclass(frozen=True, slots=True)
class Summed:
    """How many grants there are in a group, and what they come to; None where a cell is a value."""

    count: Term | None = None
    amount: Term | None = None
    due: Term | None = None


@dataclass(frozen=True)
class AgainMoney:
    """References of the sheet `on` to 补助核定."""

    on: str
    told: Told

    @property
    def _grants(self) -> tuple[Grant, ...]:
        return self.told.assessment.grants

    @property
    def too_many(self) -> bool:
        """Whether there are too many grants to be picked out by formulas."""
        return len(self._grants) > MOST_GRANTS

    @cached_property
    def _titles(self) -> tuple[GrantTotal, ...]:
        return by_title(self._grants)

    @cached_property
    def _foot(self) -> int:
        """The row of the total; above it stand the titles, where there are several."""
        return GRANTS_HEAD + len(self._grants) + (len(self._titles) if len(self._titles) > 1 else 0) + 1

    def _at(self, row: int, name: Amount, value: Fraction) -> Term:
        return at(Place(GRANTS, row, COLUMNS[name]), value, self.on)

    def whole(self, name: Amount, value: Fraction) -> Term:
        """An amount over all grants."""
        return self._at(self._foot, name, value)

    def _down(self, name: str) -> str:
        return down(name, len(self._grants), self.on)

    def count(self) -> Term:
        return Term(f"COUNT({self._down('number')})", Fraction(len(self._grants)))

    def every(self, whole: GrantTotal) -> Summed:
        return Summed(self.count(), self.whole("amount", whole.amount), self.whole("due", whole.due))

    def of_title(self, one: GrantTotal, label: Place) -> Summed:
        """The line of a title at the foot of 补助核定; `label` is where the title stands here."""
        number = next(number for number, each in enumerate(self._titles) if each.label == one.label)
        row = GRANTS_HEAD + len(self._grants) + 1 + (number if len(self._titles) > 1 else 0)
        return Summed(
            Term(f"COUNTIF({self._down('title')},{label.name(self.on)})", Fraction(one.count)),
            self._at(row, "amount", one.amount),
            self._at(row, "due", one.due),
        )

    def of_payee(self, one: GrantTotal, label: Place) -> Summed:
        """The grants that name this payee.

        None where one payee is written in several ways, or several share a name: a comparison of names would pick
        others than those that belong together.
        """
        name = _in_cell(one.label)
        own = [grant for grant in self._grants if _in_cell(grant.payee) == name]
        alike = sum(_alike(grant.payee) == _alike(one.label) for grant in self._grants)
        if not name or len(own) != alike or self.too_many:
            return Summed()
        return self._picked(one, own, f"{self._down('payee')}={label.name(self.on)}")

    def of_year(self, one: GrantTotal, year: str) -> Summed:
        """The grants of a year; of none, where they have no date."""
        if self.too_many or not (year == "" or year.isdecimal()):
            return Summed()
        own = [grant for grant in self._grants if grant.period == year]
        return self._picked(one, own, f'{self._down("period")}="{year}"')

    def _picked(self, one: GrantTotal, own: Iterable[Grant], condition: str) -> Summed:
        picked = sum_of("", own)
        if picked.count != one.count:
            return Summed()

        def summed(name: Amount, value: Fraction) -> Term:
            text = f"ROUND(SUMPRODUCT(({condition})*1,{self._down(name)}),{FEN})"
            return Term(text, value, abs(value) < MONEY.up_to)

        return Summed(
            Term(f"SUMPRODUCT(({condition})*1)", Fraction(picked.count)),
            summed("amount", picked.amount),
            summed("due", picked.due),
        )

    def rest(self, whole: GrantTotal, named: list[GrantTotal], first: int, columns: tuple[int, int, int]) -> Summed:
        """Everything less the lines above; `columns` are those of count, amount and due, `first` the first line."""

        def less(column: int, every: Term, values: Iterable[Fraction]) -> Term:
            cells = [Place(self.on, first + line, column) for line in range(len(named))]
            return rounded_sum(minus(every, total(cells, values, self.on)), FEN, MONEY)

        every = self.every(whole)
        assert every.count is not None and every.amount is not None and every.due is not None  # noqa: S101, PT018
        return Summed(
            less(columns[0], every.count, (Fraction(one.count) for one in named)),
            less(columns[1], every.amount, (one.amount for one in named)),
            less(columns[2], every.due, (one.due for one in named)),
        )


def _in_cell(name: str) -> str:
    return scrubbed(clipped(name))


def _alike(name: str) -> str:
    """A name as a spreadsheet compares it, and more widely: programs do not agree on wide and narrow letters."""
    return unicodedata.normalize("NFKC", _in_cell(name)).casefold()
