"""Register rows -> verified values: which rows count, for which indicator and period, and why others do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from zhtcli.core.decision import Decision
from zhtcli.core.indicator import Indicator, printed_no
from zhtcli.core.kinds import Judged
from zhtcli.core.regime import Regime, Register
from zhtcli.core.registers import RegisterRows, row_keys
from zhtcli.core.rowkinds import Count, Filled, FirstFilled, Requirement, Rows, Share, Tally, Total
from zhtcli.core.tally import tally, thing
from zhtcli.core.values import Value
from zhtcli.core.verdicts import Circumstances, Miss, PartOfShare, RowVerdict, Verification, Verified
from zhtcli.core.where import Row, holds
from zhtcli.core.windows import Window, year_window


def verify(regime: Regime, registers: Mapping[str, RegisterRows], under: Circumstances) -> Verification:
    """Judge every row of every register for every indicator that it can stand for."""
    values: dict[tuple[str, str], Verified] = {}
    verdicts: list[RowVerdict] = []
    for indicator in regime.measured():
        told, judged = verify_indicator(regime, indicator, registers, under)
        values.update({(indicator.no, period): verified for period, verified in told.items()})
        verdicts += judged
    return Verification(values, tuple(verdicts))


def verify_indicator(
    regime: Regime, indicator: Indicator, registers: Mapping[str, RegisterRows], under: Circumstances
) -> tuple[dict[str, Verified], list[RowVerdict]]:
    """What the rows of one indicator come to by period, and what became of each row.

    Where experts judge, the rows are what they judge by, and come to no value.
    """
    verdicts: list[RowVerdict] = []
    if indicator.rows is None or not registers:
        return {}, verdicts
    values = dict(_Judge(regime, registers, under).values(indicator, indicator.rows, verdicts))
    return ({} if isinstance(indicator.measure, Judged) else values), verdicts


class _Judge:
    """The registers of one submission, asked indicator by indicator."""

    def __init__(self, regime: Regime, registers: Mapping[str, RegisterRows], under: Circumstances) -> None:
        self.regime, self.registers, self.under, self.own = regime, registers, under, under.own_period
        decided = {register for register in registers if under.decided}
        self.keys = {key: row_keys(regime.register(key), registers[key]) for key in decided}
        self.periods = [p for p in regime.periods if p <= self.own] or [self.own]

    def values(self, indicator: Indicator, rule: Rows, verdicts: list[RowVerdict]) -> Iterator[tuple[str, Verified]]:
        no = indicator.no
        if isinstance(rule, Count | Total | Tally) and _strict(rule) and self._window(rule) is None:
            if any(True for _ in self._about(rule)):
                yield self.own, Verified(None, lacking="window")
            return
        match rule:
            case Count() | Total():
                for period, value in self._sums(no, rule, verdicts).items():
                    yield period, Verified(value)
            case Tally():
                if (told := self._tallied(no, rule, verdicts)) is not None:
                    yield self.own, Verified(sum(told.values(), Fraction(0)), keys=told)
            case Share():
                if not self._told(rule.numerator):
                    return
                tops = self._numerators(no, rule.numerator, verdicts)
                own_rows = isinstance(rule.numerator, Count | FirstFilled)
                bottoms = self._sums(no, rule.denominator, verdicts, "denominator", decidable=not own_rows)
                for period, bottom in bottoms.items():
                    top = tops.get(period, Fraction(0))
                    lacking: Literal["", "denominator"] = "" if bottom else "denominator"
                    yield period, Verified(top / bottom * 100 if bottom else None, top, bottom, lacking=lacking)
            case _:
                assert_never(rule)

    def _told(self, rule: Count | Total | FirstFilled) -> bool:
        """Whether some register says anything about a share's numerator; unanswered questions are no answers."""
        return any(
            rows is not None and len(rows) and _speaks(one, rows)
            for one in (rule.of if isinstance(rule, FirstFilled) else (rule,))
            if (rows := self.registers.get(one.register)) is not None
        )

    def _numerators(
        self, no: str, rule: Count | Total | FirstFilled, verdicts: list[RowVerdict]
    ) -> dict[str, Fraction]:
        for one in rule.of if isinstance(rule, FirstFilled) else (rule,):
            if sums := self._sums(no, one, verdicts, "numerator"):
                return sums
        return {}

    def _sums(
        self,
        no: str,
        rule: Count | Total,
        verdicts: list[RowVerdict],
        part: PartOfShare = "",
        *,
        decidable: bool = True,
    ) -> dict[str, Fraction]:
        """The sum of each period that the register says something about.

        Of a share of subjects a decision speaks about what the row claims, not about whether it is there:
        the denominator is not decidable.
        """
        rows = self.registers.get(rule.register)
        if rows is None or not len(rows) or not _speaks(rule, rows):
            return {}
        register = self.regime.register(rule.register)
        periods = [self.own] if rule.own_period else self.periods
        if rule.stock:
            told_of = {p: self._stock(no, rule, register, rows, p, verdicts, part, decidable) for p in periods}
            return {p: total for p, total in told_of.items() if total is not None}
        judged = [replace(v, part=part) if part else v for v in self._dated(no, rule, register, rows, decidable)]
        if isinstance(rule, Count):
            judged = list(_once(judged, rule, rows))
        verdicts += judged
        told = {verdict.period for verdict in judged}
        sums = {p: sum((v.quantity for v in judged if v.miss is None and v.period == p), Fraction(0)) for p in periods}
        if isinstance(rule, Count) and rule.to_date:
            return {p: sum((sums[q] for q in periods if q <= p), Fraction(0)) for p in periods if told}
        return {p: total for p, total in sums.items() if p in told}

    def _tallied(self, no: str, rule: Tally, verdicts: list[RowVerdict]) -> dict[str, Fraction] | None:
        """What each thing earned; None where the register has no row that is about the indicator."""
        rows = self.registers.get(rule.register)
        if rows is None:
            return None
        register = self.regime.register(rule.register)
        judged = list(self._dated(no, rule, register, rows, decidable=True))
        if not judged:
            return None
        told, settled = tally(judged, rule, register, rows)
        verdicts += settled
        return told

    def _about(self, rule: Count | Total | Tally) -> Iterator[Row]:
        """The rows that are about a figure at all."""
        rows = self.registers.get(rule.register)
        if rows is None:
            return
        register = self.regime.register(rule.register)
        for index in range(len(rows)):
            period = self._period_of(rows.value(register.dated or register.since or "", index))
            row = Row(self.registers, rows, index, self._day(period or self.own), period or self.own)
            if rule.select is None or holds(rule.select, row):
                yield row

    def _period_of(self, day: Value) -> str | None:
        """The period that a day falls into; everything falls into the one span of a form without periods."""
        if not self.regime.periods:
            return self.own
        return str(day.year) if isinstance(day, date) else None

    def _window(self, rule: Count | Total | Tally) -> Window | None:
        """The days that a rule's rows must be dated in; None where the cover does not tell them."""
        if rule.within is None:
            return None
        first, last = (self.under.dates.get(key) for key in (rule.within.first, rule.within.last))
        return Window(first, last) if first is not None and last is not None and first <= last else None

    def _dated(
        self, no: str, rule: Count | Total | Tally, register: Register, rows: RegisterRows, decidable: bool
    ) -> Iterator[RowVerdict]:
        window = self._window(rule)
        for row in self._about(rule):
            day = rows.value(register.dated or register.since or "", row.index)
            period = self._period_of(day)
            verdict = self._verdict(no, rule, rows, row, period, decidable)
            nothing = replace(verdict, quantity=Fraction(0), period=period)
            if verdict.miss is not None or (verdict.decision is not None and isinstance(rule, Tally)):
                yield verdict
            elif (self.regime.periods or (window and _strict(rule))) and not isinstance(day, date):
                yield replace(nothing, miss="undated", period=None)
            elif self.regime.periods and period not in self.regime.periods:
                yield replace(nothing, miss="outside")
            elif str(period) > self.own:
                yield replace(nothing, miss="later")
            elif window is not None and isinstance(day, date) and not window.holds(day):
                yield _outside(rule, verdict, nothing)
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
        part: PartOfShare,
        decidable: bool,
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
            judged.append(self._verdict(no, rule, rows, row, period, decidable, part))
        if not present:
            return None
        if isinstance(rule, Count):
            judged = list(_once(judged, rule, rows))
        if period == self.own:
            verdicts += judged
        return sum((verdict.quantity for verdict in judged if verdict.miss is None), Fraction(0))

    def _verdict(
        self,
        no: str,
        rule: Count | Total | Tally,
        rows: RegisterRows,
        row: Row,
        period: str | None,
        decidable: bool,
        part: PartOfShare = "",
    ) -> RowVerdict:
        """The rules' verdict, or the reviewer's where there is one: false, true, or a quantity."""
        verdict = _judged(no, rule, rows, row, period, part)
        decision = self._decision(no, rows, row) if decidable else None
        if decision is None:
            return verdict
        if decision.value is False:
            return replace(verdict, quantity=Fraction(0), miss="decided", decision=decision)
        quantity = _quantity(rule, rows, row) if decision.value is True else Fraction(decision.value)
        return replace(verdict, quantity=quantity, miss=None, requirement=None, decision=decision)

    def _decision(self, no: str, rows: RegisterRows, row: Row) -> Decision | None:
        """What was decided about a row for an indicator's part, else for the whole indicator."""
        if not self.under.decided:
            return None
        key = self.keys[rows.register][row.index]
        return self.under.decided.get((no, key)) or self.under.decided.get((printed_no(no), key))

    def _day(self, period: str) -> date | None:
        if self.under.as_of is not None and period == self.own:
            return self.under.as_of
        return year_window(period).last if self.regime.periods else None


def _speaks(rule: Count | Total | Tally, rows: RegisterRows) -> bool:
    """Whether some row answers the questions that the rule asks."""
    return not rule.told_by or any(
        value is not None for column in rule.told_by for value in rows.values.get(column, ())
    )


def _present(register: Register, rows: RegisterRows, index: int, day: date | None) -> bool:
    if day is None:
        return True
    since = rows.value(register.since or "", index)
    until = rows.value(register.until or "", index)
    return not (isinstance(since, date) and since > day) and not (isinstance(until, date) and until < day)


def _judged(
    no: str, rule: Count | Total | Tally, rows: RegisterRows, row: Row, period: str | None, part: PartOfShare
) -> RowVerdict:
    """A row against the requirements: the first one that rules it out, or the flags that it carries."""
    flagged = []
    for requirement in rule.requires:
        if requirement.effect == "ignored" or holds(requirement.must, row):
            continue
        if requirement.effect == "flagged":
            flagged.append(requirement)
            continue
        miss: Miss = "evidence" if requirement.about == "evidence" else "requirement"
        return RowVerdict(rows.register, row.index, no, period, Fraction(0), miss, requirement, part=part)
    quantity = _quantity(rule, rows, row)
    if quantity < 0:
        return RowVerdict(rows.register, row.index, no, period, Fraction(0), "unusable", part=part)
    if isinstance(rule, Tally) and not any(holds(rate.when, row) for rate in rule.rates):
        return RowVerdict(rows.register, row.index, no, period, Fraction(0), "unrated", part=part)
    return RowVerdict(rows.register, row.index, no, period, quantity, flagged=tuple(flagged), part=part)


def _quantity(rule: Count | Total | Tally, rows: RegisterRows, row: Row) -> Fraction:
    """What a row adds: its quantity, one where that is blank; nothing where an amount is blank; its rate's points."""
    if isinstance(rule, Tally):
        return next((Fraction(rate.points) for rate in rule.rates if holds(rate.when, row)), Fraction(0))
    column = rule.column if isinstance(rule, Total) else rule.quantity
    amount = rows.value(column, row.index) if column else None
    default = Fraction(0) if isinstance(rule, Total) else Fraction(1)
    return Fraction(amount) if isinstance(amount, Decimal) else default


def _once(judged: Iterable[RowVerdict], rule: Count, rows: RegisterRows) -> Iterator[RowVerdict]:
    """The first valid row of a thing counts, by period and then by place; its repeats say which one that was."""
    firsts: dict[tuple[object, ...], int] = {}
    for verdict in sorted(judged, key=lambda v: (v.period or "", v.index)):
        key = thing(rule.distinct, rows, verdict.index) if _goes_by_rule(verdict, rule) else None
        if key is None:
            yield verdict
            continue
        if rule.once == "per_year" or rule.stock:
            key = (*key, verdict.period)
        if key in firsts:
            expected = rule.repeats == "expected"
            yield replace(
                verdict, quantity=Fraction(0), miss="duplicate", flagged=(), first=firsts[key], expected=expected
            )
        else:
            firsts[key] = verdict.index
            yield verdict


def _strict(rule: Count | Total | Tally) -> bool:
    return rule.within is not None and rule.within.outside == "not_counted"


def _outside(rule: Count | Total | Tally, verdict: RowVerdict, nothing: RowVerdict) -> RowVerdict:
    """A row that is dated outside its window: not counted, or flagged where the document prints no window."""
    if _strict(rule) or rule.within is None:
        return replace(nothing, miss="window")
    flag = Requirement(
        must=Filled(columns=()),
        reason=f"日期不在{rule.within.name}内，原文没有写这一项的期间",
        effect="flagged",
        about="window",
        clause="",
        basis="P",
    )
    return replace(verdict, flagged=(*verdict.flagged, flag))


def _goes_by_rule(verdict: RowVerdict, rule: Count) -> bool:
    return verdict.miss is None and verdict.decision is None and rule.once != "none"
