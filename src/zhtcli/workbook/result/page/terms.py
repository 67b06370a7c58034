"""Expressions of the result's formulas, each with the exact value that it has.

A cell computes in binary, the core in fractions. An expression therefore carries both its text and its exact value
(`Term`), and a cell takes a formula only where that value is the core's own and no rounding or comparison is so near
to its limit that binary digits could tip it (`Term.sure`): elsewhere the value stands there, and says why.

Points are rounded in two steps, `ROUND(ROUND(x,10),2)`. The inner step takes away what binary digits leave behind a
quotient (about 1E-14 in figures of points), so that the outer one meets a tie as the decimal that it is: spreadsheet
programs round those half up. Adding a little before rounding would do the same for ties, and would also lift figures
that lie just below one. Where the exact value is nearer to a tie than the inner step can tell, without being one, the
value stays a value. Money goes the same way with six places first: at a thousand million yuan a double has no more.

The functions are those of Excel 97 and of WPS: SUM, SUMIF, SUMPRODUCT, COUNT, ROUND, INT, MIN, MAX, IF, AND, ISNUMBER,
FIND.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import floor

from zhtcli.core.finding import column_letters
from zhtcli.core.rounding import rounded
from zhtcli.workbook.writing import on_sheet

CLEAN = 10
"""Decimal places beyond which a figure holds nothing but binary residue."""
_NEAR = Fraction(1, 10**8)
_LARGEST = 10**15
"""A cell holds fifteen digits."""


@dataclass(frozen=True, slots=True)
class Digits:
    """Decimal places, `clean`, that a double has without residue after a handful of operations, and up to what."""

    clean: int
    up_to: int


POINTS, MONEY = Digits(CLEAN, 10**4), Digits(6, 10**9)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a result sheet, 1-based."""

    sheet: str
    row: int
    column: int

    def name(self, on: str) -> str:
        """As a formula on the sheet `on` calls it."""
        own = f"{column_letters(self.column)}{self.row}"
        return own if self.sheet == on else on_sheet(self.sheet, own)


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a formula and the figure that it comes to; None where it comes to nothing, and a cell stays empty."""

    text: str
    value: Fraction | None
    sure: bool = True
    atom: bool = True

    @property
    def operand(self) -> str:
        return self.text if self.atom else f"({self.text})"


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison, and how it comes out."""

    text: str
    holds: bool
    sure: bool = True


def at(place: Place, value: Fraction | None, on: str) -> Term:
    """What stands in a cell."""
    return Term(place.name(on), value, value is None or abs(value) < _LARGEST)


def constant(value: Fraction | Decimal | int) -> Term:
    """A figure of the document as it is; a quotient where no decimal tells it."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return Term(str(exact.numerator), exact, atom=exact >= 0)
    places = next((n for n in range(1, CLEAN + 1) if (exact * 10**n).denominator == 1), None)
    if places is None:
        return Term(f"{exact.numerator}/{exact.denominator}", exact, atom=False)
    return Term(f"{Decimal(int(exact * 10**places)).scaleb(-places):f}", exact, atom=exact >= 0)


def plus(*terms: Term) -> Term:
    return _joined("+", terms, sum((term.value or Fraction(0) for term in terms), Fraction(0)))


def minus(left: Term, right: Term) -> Term:
    value = None if left.value is None or right.value is None else left.value - right.value
    return Term(f"{left.text}-{right.operand}", value, left.sure and right.sure, atom=False)


def times(*terms: Term) -> Term:
    return _joined("*", terms, reduce(lambda a, b: a * b, (term.value or Fraction(0) for term in terms)))


def over(left: Term, right: Term) -> Term:
    """A quotient; nothing over a zero."""
    value = None if left.value is None or not right.value else left.value / right.value
    return Term(f"{left.operand}/{right.operand}", value, left.sure and right.sure, atom=False)


def _joined(sign: str, terms: Sequence[Term], value: Fraction) -> Term:
    known = all(term.value is not None for term in terms)
    text = sign.join(term.operand for term in terms)
    return Term(text, value if known else None, all(term.sure for term in terms), atom=False)


def least(*terms: Term) -> Term:
    return _extreme("MIN", terms)


def most(*terms: Term) -> Term:
    return _extreme("MAX", terms)


def _extreme(name: str, terms: Sequence[Term]) -> Term:
    values = [term.value for term in terms if term.value is not None]
    value = None if len(values) < len(terms) else min(values) if name == "MIN" else max(values)
    return Term(f"{name}({','.join(term.text for term in terms)})", value, all(term.sure for term in terms))


def clean(term: Term) -> Term:
    """Without what binary digits leave behind a sum or a difference of decimals; a quotient keeps all its digits."""
    if term.value is not None and (term.value * 10**CLEAN).denominator != 1:
        return term
    return Term(f"ROUND({term.text},{CLEAN})", term.value, term.sure)


def rounded_to(term: Term, places: int | None, digits: Digits = POINTS) -> Term:
    """Half up to so many places; None leaves a figure as exact as a cell holds it."""
    if places is None:
        return term
    text = f"ROUND(ROUND({term.text},{digits.clean}),{places})"
    if term.value is None:
        # without a figure there is nothing to compare: the formula is the one that a figure would need
        return Term(text, None, term.sure)
    scaled = term.value * 10**places * 2
    tipping = round(scaled) % 2 == 1 and 0 < _off(scaled) < Fraction(4 * 10**places, 10**digits.clean)
    sure = term.sure and not tipping and abs(term.value) < digits.up_to
    return Term(text, rounded(term.value, places), sure)


def rounded_sum(term: Term, places: int, digits: Digits = POINTS) -> Term:
    """A sum of figures with at most so many places: what is rounded off is binary residue and nothing else."""
    sure = term.sure and (term.value is None or abs(term.value) < digits.up_to)
    fits = term.value is None or (term.value * 10**places).denominator == 1
    return Term(f"ROUND({term.text},{places})", term.value, sure and fits)


def _off(value: Fraction) -> Fraction:
    return abs(value - round(value))


def _small(value: Fraction | None) -> bool:
    return value is None or abs(value) < POINTS.up_to


def whole(term: Term) -> Term:
    """Rounded down to a whole number."""
    value = term.value
    sure = term.sure and _small(value) and (value is None or _off(value) == 0 or _off(value) > _NEAR)
    return Term(f"INT(ROUND({term.text},{CLEAN}))", None if value is None else Fraction(floor(value)), sure)


def reaches(term: Term, limit: Fraction | Decimal | int, *, beyond: bool = False) -> Test:
    """Whether a figure is no less than a limit, or more than it."""
    value, edge = term.value or Fraction(0), Fraction(limit)
    holds = value > edge if beyond else value >= edge
    sure = term.sure and (value == edge or abs(value - edge) > _NEAR)
    return Test(f"ROUND({term.text},{CLEAN}){'>' if beyond else '>='}{_limit(edge)}", holds, sure)


def up_to(term: Term, limit: Fraction | Decimal | int) -> Test:
    """Whether a figure is no more than a limit."""
    more = reaches(term, limit, beyond=True)
    return Test(f"ROUND({term.text},{CLEAN})<={_limit(Fraction(limit))}", not more.holds, more.sure)


def _limit(edge: Fraction) -> str:
    limit = constant(edge)
    return limit.text if limit.atom or edge < 0 else f"ROUND({limit.text},{CLEAN})"


def both(*tests: Test) -> Test:
    texts = ",".join(test.text for test in tests)
    return Test(f"AND({texts})", all(test.holds for test in tests), all(test.sure for test in tests))


def nothing(term: Term) -> Test:
    return Test(f"{term.text}=0", term.value == 0)


def either(test: Test, then: Term, otherwise: Term) -> Term:
    chosen = then if test.holds else otherwise
    return Term(f"IF({test.text},{then.text},{otherwise.text})", chosen.value, test.sure and chosen.sure)


EMPTY = Term('""', None)


def known(needed: Sequence[Term], then: Term) -> Term:
    """The figure where all those that it needs are there, else an empty cell."""
    test = f"ISNUMBER({needed[0].text})" if len(needed) == 1 else f"COUNT({_listed(needed)})={len(needed)}"
    there = all(term.value is not None for term in needed)
    return Term(f"IF({test},{then.text},{EMPTY.text})", then.value if there else None, then.sure)


def first_known(*terms: Term) -> Term:
    """The first that is a figure."""
    if not terms:
        return EMPTY
    first, rest = terms[0], first_known(*terms[1:])
    value = rest.value if first.value is None else first.value
    return Term(f"IF(ISNUMBER({first.text}),{first.text},{rest.text})", value, first.sure and rest.sure)


def total(cells: Sequence[Place], values: Iterable[Fraction | None], on: str) -> Term:
    """The sum of cells, those below one another written as ranges; empty ones add nothing."""
    value = sum((one or Fraction(0) for one in values), Fraction(0))
    if not cells:
        return constant(0)
    return Term(f"SUM({','.join(_ranges(cells, on))})", value, abs(value) < _LARGEST)


def summed(terms: Sequence[Term]) -> Term:
    """The sum of terms one by one."""
    known_all = all(term.value is not None for term in terms)
    value = sum((term.value or Fraction(0) for term in terms), Fraction(0))
    return Term(f"SUM({_listed(terms)})", value if known_all else None, all(term.sure for term in terms))


def _listed(terms: Sequence[Term]) -> str:
    return ",".join(term.text for term in terms)


def _ranges(cells: Sequence[Place], on: str) -> list[str]:
    runs: list[list[Place]] = []
    for cell in cells:
        if runs and (runs[-1][-1].row + 1, runs[-1][-1].column) == (cell.row, cell.column):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [
        run[0].name(on) if len(run) == 1 else f"{run[0].name(on)}:{column_letters(run[-1].column)}{run[-1].row}"
        for run in runs
    ]
