"""The formulas of 补助核定 and 补助明细: from what was asked, step by step, to what is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.finding import column_letters
from zhtcli.core.grants.grant import FEN, WAN, Grant
from zhtcli.core.rules.grantkinds import Support
from zhtcli.workbook.result.page.terms import (
    MONEY,
    Place,
    Term,
    at,
    constant,
    minus,
    over,
    rounded_sum,
    rounded_to,
    times,
    total,
)
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.writing import on_sheet

GRANTS, STEPS = "补助核定", "补助明细"
MOST_GRANTS = 2000
"""Beyond so many grants a workbook full of formulas is slow to open: it holds values."""
GRANTS_HEAD, STEPS_HEAD = 2, 4
"""The header rows of the two sheets."""
COLUMNS = {
    "number": 1, "payee": 3, "title": 4, "period": 6,
    "asked_wan": 7, "asked": 8, "recognised": 9, "rate": 10, "computed": 11, "over_cap": 12, "amount": 13,
    "amount_wan": 14, "due": 15,
}  # fmt: skip
_YUAN = 4


@dataclass(frozen=True, slots=True)
class MoneyFormulas:
    """Formulas of one grant, each with the amount that it comes to. `row` is its line, `first` the row of its steps."""

    grant: Grant
    row: int
    first: int
    shares: Sequence[Decimal]

    def _own(self, name: str, value: Fraction, on: str) -> Term:
        return at(Place(GRANTS, self.row, COLUMNS[name]), value, on)

    def _step(self, offset: int, column: int = _YUAN) -> Place:
        return Place(STEPS, self.first + offset, column)

    @property
    def _base_cuts(self) -> list[Fraction]:
        return [cut.amount for cut in self.grant.cuts if cut.stage == "base"]

    @property
    def _caps(self) -> list[Fraction]:
        return [cut.amount for cut in self.grant.cuts if cut.stage == "cap"]

    @property
    def _recognised_at(self) -> int:
        """The step 认定; 按比例计算 comes next, then the caps, then 核定金额."""
        return 1 + len(self._base_cuts)

    @property
    def _amount_at(self) -> int:
        return self._recognised_at + 2 + len(self._caps)

    def asked(self) -> Term:
        return at(self._step(0), self.grant.asked, GRANTS)

    def recognised(self) -> Term:
        return at(self._step(self._recognised_at), self.grant.recognised, GRANTS)

    def computed(self) -> Term:
        """The recognised base times the rate, in fen."""
        base = self._own("recognised", self.grant.recognised, GRANTS)
        rate = self._own("rate", self.grant.rate / 100, GRANTS)
        return rounded_to(times(base, rate), FEN, MONEY)

    def over_cap(self) -> Term | None:
        caps = [self._step(self._recognised_at + 2 + number) for number in range(len(self._caps))]
        if not caps:
            return None
        taken = total(caps, (-amount for amount in self._caps), GRANTS)
        return Term(f"-{taken.text}", None if taken.value is None else -taken.value, taken.sure)

    def amount(self) -> Term:
        computed = self._own("computed", self.grant.computed, GRANTS)
        off = self._own("over_cap", sum(self._caps, Fraction(0)), GRANTS)
        return rounded_sum(minus(computed, off), FEN, MONEY)

    def due(self) -> Term | None:
        parts = [(number, part) for number, part in enumerate(self.grant.instalments) if part.state == "due"]
        if not parts:
            return None
        cells = [self._step(self._amount_at + 1 + number) for number, _ in parts]
        return rounded_sum(total(cells, (part.amount for _, part in parts), GRANTS), FEN, MONEY)

    def wan(self, name: str, value: Fraction) -> Term:
        """An amount of the line in 万元."""
        return over(self._own(name, value, GRANTS), constant(WAN))

    def steps_recognised(self) -> Term:
        """The base that is left: exact, since only what is paid is settled in fen."""
        cells = [self._step(number) for number in range(self._recognised_at)]
        left = total(cells, (self.grant.asked, *(-amount for amount in self._base_cuts)), STEPS)
        return rounded_sum(left, MONEY.clean, MONEY)

    def steps_computed(self) -> Term:
        return self._own("computed", self.grant.computed, STEPS)

    def steps_amount(self) -> Term:
        return self._own("amount", self.grant.amount, STEPS)

    def steps_wan(self, offset: int, value: Fraction) -> Term:
        """The amount of a step in 万元."""
        return over(at(self._step(offset), value, STEPS), constant(WAN))

    def instalment(self, number: int) -> Term | None:
        """A part: its share of the amount in fen; of several the last one is the rest."""
        parts = self.grant.instalments
        whole = at(self._step(self._amount_at), self.grant.amount, STEPS)
        if len(parts) == 1:
            return whole
        if len(parts) != len(self.shares):
            return None
        if number < len(parts) - 1:
            return rounded_to(times(whole, constant(Fraction(self.shares[number]) / 100)), FEN, MONEY)
        others = [self._step(self._amount_at + 1 + other) for other in range(number)]
        rest = total(others, (part.amount for part in parts[:number]), STEPS)
        return rounded_sum(minus(whole, rest), FEN, MONEY)


def steps_of(grant: Grant) -> int:
    """Lines of a grant on 补助明细."""
    return 4 + sum(cut.stage != "decision" for cut in grant.cuts) + len(grant.instalments)


def money_formulas(told: Told) -> list[MoneyFormulas] | None:
    """Those of every grant, in order; None where there are too many for a workbook that opens quickly."""
    grants = told.assessment.grants
    if len(grants) > MOST_GRANTS:
        return None
    shares = {
        rule.id: [part.share for part in rule.instalments.parts]
        for rule in told.regime.grants
        if isinstance(rule, Support)
    }
    made, first = [], STEPS_HEAD + 1
    for number, grant in enumerate(grants, 1):
        made.append(MoneyFormulas(grant, GRANTS_HEAD + number, first, shares.get(grant.rule, ())))
        first += steps_of(grant)
    return made


def column_sum(name: str, value: Fraction, lines: int, label: Place | None) -> Term:
    """The sum of a column of 补助核定; with a label, of the grants of that title.

    What is recognised may be a quotient that no fen tells: the sum of such bases keeps all its digits.
    """
    cells = down(name, lines, GRANTS)
    text = f"SUM({cells})" if label is None else f"SUMIF({down('title', lines, GRANTS)},{label.name(GRANTS)},{cells})"
    places = FEN + 4 if name.endswith("_wan") else FEN
    sure = abs(value) < MONEY.up_to
    return Term(f"ROUND({text},{places})" if (value * 10**places).denominator == 1 else text, value, sure)


def down(name: str, lines: int, on: str) -> str:
    """A column of 补助核定 over so many grants."""
    first, last = (Place(GRANTS, GRANTS_HEAD + line, COLUMNS[name]) for line in (1, lines))
    if on == GRANTS:
        return f"{first.name(on)}:{last.name(on)}"
    letter = column_letters(COLUMNS[name])
    return on_sheet(GRANTS, f"${letter}${first.row}:${letter}${last.row}")
