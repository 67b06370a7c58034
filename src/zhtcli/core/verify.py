"""Register rows -> verified values: which rows count, for which indicator and period, and why others do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, assert_never

from zhtcli.core.decision import Decision
from zhtcli.core.identifiers import same_thing
from zhtcli.core.regime import Indicator, Regime, Register
from zhtcli.core.registers import RegisterRows, row_keys
from zhtcli.core.rowkinds import Count, Requirement, Rows, Share, Total
from zhtcli.core.values import Value
from zhtcli.core.where import Row, holds
from zhtcli.core.windows import year_window

Miss = Literal["requirement", "evidence", "undated", "outside", "later", "duplicate", "unusable", "decided"]

RowDecisions = Mapping[tuple[str, str], Decision]
"""Reviewers' decisions on single rows, by indicator and row key."""


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What became of one row for one indicator; `miss` is None for a row that counts.

    An `unusable` row holds a figure that a finding of its own rules out. `flagged` are requirements that the
    row misses and that do not keep it from counting. `first` is the index of the row that it repeats.
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


@dataclass(frozen=True, slots=True)
class Verified:
    """What the rows of one indicator come to in one period; a share keeps its parts."""

    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """All registers of a submission judged.

    `values` holds (indicator, period) only where the register has a row that is about them: elsewhere it
    says nothing, and the reported figure stands.
    """

    values: Mapping[tuple[str, str], Verified] = field(default_factory=dict)
    verdicts: tuple[RowVerdict, ...] = ()


def verify(
    regime: Regime,
    registers: Mapping[str, RegisterRows],
    own_period: str,
    as_of: date | None = None,
    decided: RowDecisions = MappingProxyType({}),
) -> Verification:
    """Judge every row of every register for every indicator that it can stand for.

    `as_of` replaces the last day of the form's own period where validity on a day is asked. A row that a
    reviewer decided on goes by the decision, whatever the rules say.
    """
    values: dict[tuple[str, str], Verified] = {}
    verdicts: list[RowVerdict] = []
    for indicator in regime.indicators:
        told, judged = verify_indicator(regime, indicator, registers, own_period, as_of, decided)
        values.update({(indicator.no, period): verified for period, verified in told.items()})
        verdicts += judged
    return Verification(values, tuple(verdicts))


def verify_indicator(
    regime: Regime,
    indicator: Indicator,
    registers: Mapping[str, RegisterRows],
    own_period: str,
    as_of: date | None = None,
    decided: RowDecisions = MappingProxyType({}),
) -> tuple[dict[str, Verified], list[RowVerdict]]:
    """What the rows of one indicator come to by period, and what became of each row."""
    verdicts: list[RowVerdict] = []
    if indicator.rows is None or not registers:
        return {}, verdicts
    judge = _Judge(regime, registers, own_period, as_of, decided)
    return dict(judge.values(indicator, indicator.rows, verdicts)), verdicts


class _Judge:
    """The registers of one submission, asked indicator by indicator."""

    def __init__(
        self,
        regime: Regime,
        registers: Mapping[str, RegisterRows],
        own_period: str,
        as_of: date | None,
        decided: RowDecisions,
    ) -> None:
        self.decided = decided
        self.keys = {key: row_keys(regime.register(key), rows) for key, rows in registers.items()} if decided else {}
        self.regime, self.registers, self.own, self.as_of = regime, registers, own_period, as_of
        self.periods = [p for p in regime.periods if p <= own_period] or [own_period]

    def values(self, indicator: Indicator, rule: Rows, verdicts: list[RowVerdict]) -> Iterator[tuple[str, Verified]]:
        match rule:
            case Count() | Total():
                for period, value in self._sums(indicator.no, rule, verdicts).items():
                    yield period, Verified(value)
            case Share():
                tops = self._sums(indicator.no, rule.numerator, verdicts)
                for period, bottom in self._sums(indicator.no, rule.denominator, verdicts).items():
                    top = tops.get(period, Fraction(0))
                    yield period, Verified(top / bottom * 100 if bottom else None, top, bottom)
            case _:
                assert_never(rule)

    def _sums(self, no: str, rule: Count | Total, verdicts: list[RowVerdict]) -> dict[str, Fraction]:
        """The sum of each period that the register says something about."""
        rows = self.registers.get(rule.register)
        if rows is None or not len(rows):
            return {}
        register = self.regime.register(rule.register)
        periods = [self.own] if rule.own_period else self.periods
        if rule.stock:
            return {
                p: total for p in periods if (total := self._stock(no, rule, register, rows, p, verdicts)) is not None
            }
        judged = list(self._dated(no, rule, register, rows))
        if isinstance(rule, Count):
            judged = list(_once(judged, rule, rows))
        verdicts += judged
        told = {verdict.period for verdict in judged}
        sums = {p: sum((v.quantity for v in judged if v.miss is None and v.period == p), Fraction(0)) for p in periods}
        if isinstance(rule, Count) and rule.to_date:
            return {p: sum((sums[q] for q in periods if q <= p), Fraction(0)) for p in periods if told}
        return {p: total for p, total in sums.items() if p in told}

    def _dated(self, no: str, rule: Count | Total, register: Register, rows: RegisterRows) -> Iterator[RowVerdict]:
        for index in range(len(rows)):
            day = rows.value(register.dated or register.since or "", index)
            period = str(day.year) if isinstance(day, date) else None
            row = Row(self.registers, rows, index, self._day(period or self.own), period or self.own)
            if rule.select is not None and not holds(rule.select, row):
                continue
            verdict = self._verdict(no, rule, rows, row, period)
            if verdict.miss is None and not isinstance(day, date):
                yield RowVerdict(rows.register, index, no, None, Fraction(0), "undated")
            elif verdict.miss is None and period not in self.regime.periods:
                yield RowVerdict(rows.register, index, no, period, Fraction(0), "outside")
            elif verdict.miss is None and str(period) > self.own:
                yield RowVerdict(rows.register, index, no, period, Fraction(0), "later")
            else:
                yield verdict

    def _stock(
        self,
        no: str,
        rule: Count | Total,
        register: Register,
        rows: RegisterRows,
        period: str,
        verdicts: list[RowVerdict],
    ) -> Fraction | None:
        """What is there at the end of a period; None where no row is valid then."""
        day = self._day(period)
        judged = []
        present = False
        for index in range(len(rows)):
            row = Row(self.registers, rows, index, day, period)
            if not _present(register, rows, index, day) or (rule.select is not None and not holds(rule.select, row)):
                continue
            present = True
            judged.append(self._verdict(no, rule, rows, row, period))
        if not present:
            return None
        if isinstance(rule, Count):
            judged = list(_once(judged, rule, rows))
        if period == self.own:
            verdicts += judged
        return sum((verdict.quantity for verdict in judged if verdict.miss is None), Fraction(0))

    def _verdict(self, no: str, rule: Count | Total, rows: RegisterRows, row: Row, period: str | None) -> RowVerdict:
        """The rules' verdict, or the reviewer's where there is one: false, true, or a quantity."""
        verdict = _judged(no, rule, rows, row, period)
        decision = self.decided.get((no, self.keys[rows.register][row.index])) if self.decided else None
        if decision is None:
            return verdict
        if decision.value is False:
            return replace(verdict, quantity=Fraction(0), miss="decided", decision=decision)
        quantity = _quantity(rule, rows, row.index) if decision.value is True else Fraction(decision.value)
        return replace(verdict, quantity=quantity, miss=None, requirement=None, decision=decision)

    def _day(self, period: str) -> date:
        return self.as_of if self.as_of is not None and period == self.own else year_window(period).last


def _present(register: Register, rows: RegisterRows, index: int, day: date) -> bool:
    since = rows.value(register.since or "", index)
    until = rows.value(register.until or "", index)
    return not (isinstance(since, date) and since > day) and not (isinstance(until, date) and until < day)


def _judged(no: str, rule: Count | Total, rows: RegisterRows, row: Row, period: str | None) -> RowVerdict:
    """A row against the requirements: the first one that rules it out, or the flags that it carries."""
    flagged = []
    for requirement in rule.requires:
        if requirement.effect == "ignored" or holds(requirement.must, row):
            continue
        if requirement.effect == "flagged":
            flagged.append(requirement)
            continue
        miss: Miss = "evidence" if requirement.about == "evidence" else "requirement"
        return RowVerdict(rows.register, row.index, no, period, Fraction(0), miss, requirement)
    quantity = _quantity(rule, rows, row.index)
    if quantity < 0:
        return RowVerdict(rows.register, row.index, no, period, Fraction(0), "unusable")
    return RowVerdict(rows.register, row.index, no, period, quantity, flagged=tuple(flagged))


def _quantity(rule: Count | Total, rows: RegisterRows, index: int) -> Fraction:
    """What a row adds: its quantity, one where that is blank; nothing where an amount is blank."""
    column = rule.column if isinstance(rule, Total) else rule.quantity
    amount = rows.value(column, index) if column else None
    default = Fraction(0) if isinstance(rule, Total) else Fraction(1)
    return Fraction(amount) if isinstance(amount, Decimal) else default


def _once(judged: Iterable[RowVerdict], rule: Count, rows: RegisterRows) -> Iterator[RowVerdict]:
    """The first valid row of a thing counts, by period and then by place; its repeats say which one that was."""
    firsts: dict[tuple[object, ...], int] = {}
    for verdict in sorted(judged, key=lambda v: (v.period or "", v.index)):
        key = _thing(rule.distinct, rows, verdict.index) if _goes_by_rule(verdict, rule) else None
        if key is None:
            yield verdict
            continue
        if rule.once == "per_year" or rule.stock:
            key = (*key, verdict.period)
        if key in firsts:
            yield RowVerdict(
                verdict.register, verdict.index, verdict.indicator, verdict.period, Fraction(0), "duplicate",
                first=firsts[key],
            )  # fmt: skip
        else:
            firsts[key] = verdict.index
            yield verdict


def _goes_by_rule(verdict: RowVerdict, rule: Count) -> bool:
    return verdict.miss is None and verdict.decision is None and rule.once != "none"


def _thing(distinct: Sequence[Sequence[str]], rows: RegisterRows, index: int) -> tuple[object, ...] | None:
    """What a row is about: the first set of columns that it fills whole.

    Which set that was does not matter: a reprint that names its original is the same story as the original.
    """
    for columns in distinct:
        values = [rows.value(column, index) for column in columns]
        if all(value is not None for value in values):
            return tuple(map(_comparable, values))
    return None


def _comparable(value: Value) -> object:
    return same_thing(value) if isinstance(value, str) else value
