"""Register rows -> verified values: which rows count, for which indicator and period, and why others do not.

A register may have a hundred thousand rows and stand for seven indicators, so that rules are asked of whole columns,
and a verdict is made only for a row of which there is something to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from sys import intern
from typing import Literal, assert_never

from zhtcli.core.decision import Decision
from zhtcli.core.indicator import Indicator, printed_no
from zhtcli.core.kinds import Judged
from zhtcli.core.regime import Regime, Register
from zhtcli.core.registers import RegisterRows, row_keys
from zhtcli.core.rowkinds import Count, Filled, FirstFilled, Requirement, Rows, Share, Tally, Total
from zhtcli.core.tally import first_alike, tally
from zhtcli.core.values import Value
from zhtcli.core.verdicts import (
    Circumstances,
    Miss,
    PartOfShare,
    RowVerdict,
    RuleVerdicts,
    Verdicts,
    Verification,
    Verified,
)
from zhtcli.core.where import Asked, met
from zhtcli.core.windows import Window, year_window


def verify(regime: Regime, registers: Mapping[str, RegisterRows], under: Circumstances) -> Verification:
    """Judge every row of every register for every indicator that it can stand for."""
    values: dict[tuple[str, str], Verified] = {}
    verdicts: list[RuleVerdicts] = []
    for indicator in regime.measured():
        told, judged = verify_indicator(regime, indicator, registers, under)
        values.update({(indicator.no, period): verified for period, verified in told.items()})
        verdicts += judged.by_rule
    return Verification(values, Verdicts(verdicts))


def verify_otherwise(
    verification: Verification,
    regime: Regime,
    other: Regime,
    registers: Mapping[str, RegisterRows],
    under: Circumstances,
) -> Mapping[tuple[str, str], Verified]:
    """The values under another regime of the same indicators; those whose rules are the same stay as they are."""
    rules = {indicator.no: indicator.rows for indicator in regime.measured()}
    changed = [indicator for indicator in other.measured() if indicator.rows != rules[indicator.no]]
    moved = {indicator.no for indicator in changed}
    values = {key: verified for key, verified in verification.values.items() if key[0] not in moved}
    for indicator in changed:
        told, _ = verify_indicator(other, indicator, registers, under)
        values |= {(indicator.no, period): verified for period, verified in told.items()}
    return values


def verify_indicator(
    regime: Regime, indicator: Indicator, registers: Mapping[str, RegisterRows], under: Circumstances
) -> tuple[dict[str, Verified], Verdicts]:
    """What the rows of one indicator come to by period, and what became of each row.

    Where experts judge, the rows are what they judge by, and come to no value.
    """
    if indicator.rows is None or not registers:
        return {}, Verdicts()
    verdicts: list[RuleVerdicts] = []
    values = dict(_Judge(regime, registers, under).values(indicator, indicator.rows, verdicts))
    return ({} if isinstance(indicator.measure, Judged) else values), Verdicts(verdicts)


@dataclass(slots=True)
class _Rows:
    """The rows that one rule looks at while they are judged, column by column, as `RuleVerdicts` keeps them."""

    asked: Asked
    indicator: str
    part: PartOfShare
    indexes: Sequence[int]
    periods: list[str | None]
    amounts: Sequence[Decimal | int]
    notable: dict[int, RowVerdict]

    def verdict(self, place: int) -> RowVerdict:
        return self.notable.get(place) or self.settled().plain(place)

    def settled(self) -> RuleVerdicts:
        register = self.asked.rows.register
        return RuleVerdicts(register, self.indicator, self.part, self.indexes, self.periods, self.amounts, self.notable)


_NOTHING = Fraction(0)


class _Judge:
    """The registers of one submission, asked indicator by indicator."""

    def __init__(self, regime: Regime, registers: Mapping[str, RegisterRows], under: Circumstances) -> None:
        self.regime, self.registers, self.under, self.own = regime, registers, under, under.own_period
        decided = {register for register in registers if under.decided}
        self.keys = {key: row_keys(regime.register(key), registers[key]) for key in decided}
        self.periods = [p for p in regime.periods if p <= self.own] or [self.own]

    def values(self, indicator: Indicator, rule: Rows, verdicts: list[RuleVerdicts]) -> Iterator[tuple[str, Verified]]:
        no = indicator.no
        if isinstance(rule, Count | Total | Tally) and _strict(rule) and self._window(rule) is None:
            if (asked := self._about(rule)) is not None and len(asked):
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
        self, no: str, rule: Count | Total | FirstFilled, verdicts: list[RuleVerdicts]
    ) -> dict[str, Fraction]:
        for one in rule.of if isinstance(rule, FirstFilled) else (rule,):
            if sums := self._sums(no, one, verdicts, "numerator"):
                return sums
        return {}

    def _sums(
        self,
        no: str,
        rule: Count | Total,
        verdicts: list[RuleVerdicts],
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
        judged = self._dated(no, rule, register, decidable=decidable, part=part)
        if judged is None:
            return {}
        if isinstance(rule, Count):
            judged = _once(_by_period(judged), rule)
        verdicts.append(judged.settled())
        sums = _sums(judged)
        if isinstance(rule, Count) and rule.to_date:
            return {p: sum((sums.get(q, _NOTHING) for q in periods if q <= p), _NOTHING) for p in periods if sums}
        return {p: sums[p] for p in periods if p in sums}

    def _tallied(self, no: str, rule: Tally, verdicts: list[RuleVerdicts]) -> dict[str, Fraction] | None:
        """What each thing earned; None where the register has no row that is about the indicator."""
        rows = self.registers.get(rule.register)
        if rows is None:
            return None
        register = self.regime.register(rule.register)
        judged = self._dated(no, rule, register, decidable=True)
        if judged is None or not judged.indexes:
            return None
        before = list(judged.settled())
        told, settled = tally(before, rule, register, rows)
        judged.notable |= {
            place: after for place, (was, after) in enumerate(zip(before, settled, strict=True)) if after is not was
        }
        verdicts.append(judged.settled())
        return told

    def _about(self, rule: Count | Total | Tally) -> Asked | None:
        """The rows that are about a figure at all, each judged for the period that it is dated in."""
        rows = self.registers.get(rule.register)
        if rows is None:
            return None
        periods = [period or self.own for period in self._periods_of(rows)]
        days = {period: self._day(period) for period in set(periods)}
        asked = Asked(self.registers, rows, range(len(rows)), [days[period] for period in periods], periods)
        return asked if rule.select is None else asked.only(met(rule.select, asked))

    def _periods_of(self, rows: RegisterRows) -> Sequence[str | None]:
        """The period that each row falls into; all fall into the one span of a form without periods."""
        if not self.regime.periods:
            return [self.own] * len(rows)
        days = _days(self.regime.register(rows.register), rows)
        return rows.derived("years", lambda: [intern(str(day.year)) if isinstance(day, date) else None for day in days])

    def _window(self, rule: Count | Total | Tally) -> Window | None:
        """The days that a rule's rows must be dated in; None where the cover does not tell them."""
        if rule.within is None:
            return None
        first, last = (self.under.dates.get(key) for key in (rule.within.first, rule.within.last))
        return Window(first, last) if first is not None and last is not None and first <= last else None

    def _dated(
        self, no: str, rule: Count | Total | Tally, register: Register, *, decidable: bool, part: PartOfShare = ""
    ) -> _Rows | None:
        """The rows judged, those of which the date is missing or unfit among them."""
        asked = self._about(rule)
        if asked is None:
            return None
        told = self._periods_of(asked.rows)
        judged = self._judged(no, rule, asked, [told[index] for index in asked.indexes], part, decidable)
        days = _days(register, asked.rows)
        window = self._window(rule)
        needs_day = bool(self.regime.periods or (window and _strict(rule)))
        for place in self._unfit(judged, days, window):
            verdict, day, period = judged.verdict(place), days[judged.indexes[place]], judged.periods[place]
            nothing = replace(verdict, quantity=_NOTHING, period=period)
            if verdict.miss is not None or (verdict.decision is not None and isinstance(rule, Tally)):
                continue
            if needs_day and not isinstance(day, date):
                judged.notable[place] = replace(nothing, miss="undated", period=None)
            elif self.regime.periods and period not in self.regime.periods:
                judged.notable[place] = replace(nothing, miss="outside")
            elif str(period) > self.own:
                judged.notable[place] = replace(nothing, miss="later")
            elif window is not None and isinstance(day, date) and not window.holds(day):
                judged.notable[place] = _outside(rule, verdict, nothing)
        return judged

    def _unfit(self, judged: _Rows, days: Sequence[Value], window: Window | None) -> Iterator[int]:
        """Places of rows whose date may keep them from counting."""
        fit = {
            period
            for period in set(judged.periods)
            if period is not None and period <= self.own and (not self.regime.periods or period in self.regime.periods)
        }
        if window is None:
            return (place for place, period in enumerate(judged.periods) if period not in fit)
        return (
            place
            for place, (index, period) in enumerate(zip(judged.indexes, judged.periods, strict=True))
            if period not in fit
            or not isinstance(day := days[index], date)
            or (window is not None and not window.holds(day))
        )

    def _stock(
        self,
        no: str,
        rule: Count | Total,
        register: Register,
        rows: RegisterRows,
        period: str,
        verdicts: list[RuleVerdicts],
        part: PartOfShare,
        decidable: bool,
    ) -> Fraction | None:
        """What is there at the end of a period; None where no row is valid then."""
        day = self._day(period)
        asked = Asked(self.registers, rows, range(len(rows)), [day] * len(rows), [period] * len(rows))
        asked = asked.only(_present(register, asked, day))
        if rule.select is not None:
            asked = asked.only(met(rule.select, asked))
        if not len(asked):
            return None
        judged = self._judged(no, rule, asked, list(asked.periods), part, decidable)
        if isinstance(rule, Count):
            judged = _once(judged, rule)
        if period == self.own:
            verdicts.append(judged.settled())
        return _sums(judged).get(period, _NOTHING)

    def _judged(
        self,
        no: str,
        rule: Count | Total | Tally,
        asked: Asked,
        periods: list[str | None],
        part: PartOfShare,
        decidable: bool,
    ) -> _Rows:
        """Rows against the requirements: the first one that rules a row out, or the flags that it carries.

        Where a reviewer decided, that stands over it: false, true, or a quantity.
        """
        amounts, rated = _amounts(rule, asked)
        judged = _Rows(asked, no, part, asked.indexes, periods, amounts, {})
        flagged: dict[int, list[Requirement]] = {}
        missed = judged.notable
        for requirement in rule.requires:
            if requirement.effect == "ignored":
                continue
            miss: Miss = "evidence" if requirement.about == "evidence" else "requirement"
            for place, holds in enumerate(met(requirement.must, asked)):
                if holds or place in missed:
                    continue
                if requirement.effect == "flagged":
                    flagged.setdefault(place, []).append(requirement)
                else:
                    missed[place] = replace(
                        judged.verdict(place), quantity=_NOTHING, miss=miss, requirement=requirement
                    )
        if min(set(amounts), default=0) < 0:
            for place, amount in enumerate(amounts):
                if amount < 0 and place not in missed:
                    missed[place] = replace(judged.verdict(place), quantity=_NOTHING, miss="unusable")
        for place, worth in enumerate(rated):
            if not worth and place not in missed:
                missed[place] = replace(judged.verdict(place), quantity=_NOTHING, miss="unrated")
        for place, flags in flagged.items():
            if place not in missed:
                judged.notable[place] = replace(judged.verdict(place), flagged=tuple(flags))
        if decidable and self.under.decided:
            self._decide(judged)
        return judged

    def _decide(self, judged: _Rows) -> None:
        for place, index in enumerate(judged.indexes):
            decision = self._decision(judged.indicator, judged.asked.rows, index)
            if decision is None:
                continue
            verdict = judged.verdict(place)
            if decision.value is False:
                decided = replace(verdict, quantity=_NOTHING, miss="decided", decision=decision)
            else:
                quantity = Fraction(judged.amounts[place] if decision.value is True else decision.value)
                decided = replace(verdict, quantity=quantity, miss=None, requirement=None, decision=decision)
            judged.notable[place] = decided

    def _decision(self, no: str, rows: RegisterRows, index: int) -> Decision | None:
        """What was decided about a row for an indicator's part, else for the whole indicator."""
        key = self.keys[rows.register][index]
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


def _days(register: Register, rows: RegisterRows) -> Sequence[Value]:
    """What stands in the column whose day decides the period."""
    return rows.values.get(register.dated or register.since or "") or [None] * len(rows)


def _present(register: Register, asked: Asked, day: date | None) -> Sequence[bool]:
    """Which rows are there on a day: not before it begins, not after it ended."""
    if day is None:
        return [True] * len(asked)
    ends = zip(asked.column(register.since or ""), asked.column(register.until or ""), strict=True)
    return [
        not (isinstance(since, date) and since > day) and not (isinstance(until, date) and until < day)
        for since, until in ends
    ]


def _amounts(rule: Count | Total | Tally, asked: Asked) -> tuple[Sequence[Decimal | int], Sequence[bool]]:
    """What each row adds: its quantity, one where that is blank; nothing where an amount is blank; its rate's points.

    Of a tally also whether any rate holds.
    """
    if isinstance(rule, Tally):
        points: list[Decimal | int] = [0] * len(asked)
        rated = [False] * len(asked)
        for rate in reversed(rule.rates):
            for place, holds in enumerate(met(rate.when, asked)):
                if holds:
                    points[place], rated[place] = rate.points, True
        return points, rated
    column = rule.column if isinstance(rule, Total) else rule.quantity
    default = 0 if isinstance(rule, Total) else 1
    if not column:
        return [default] * len(asked), ()
    return [amount if isinstance(amount, Decimal) else default for amount in asked.column(column)], ()


def _sums(judged: _Rows) -> dict[str | None, Fraction]:
    """What the rows of each period come to; a period that has rows of which none counts comes to nothing."""
    plain = Counter(zip(judged.periods, judged.amounts, strict=True))
    plain.subtract((judged.periods[place], judged.amounts[place]) for place in judged.notable)
    sums: dict[str | None, Fraction] = {}
    for (period, amount), count in plain.items():
        if count:
            sums[period] = sums.get(period, _NOTHING) + Fraction(amount) * count
    for verdict in judged.notable.values():
        sums[verdict.period] = sums.get(verdict.period, _NOTHING) + (verdict.quantity if verdict.miss is None else 0)
    return sums


def _by_period(judged: _Rows) -> _Rows:
    """The same in the order of periods, and of rows within each: the earlier one of two alike counts."""
    told = [period or "" for period in judged.periods]
    for place, verdict in judged.notable.items():
        told[place] = verdict.period or ""
    order = sorted(range(len(told)), key=told.__getitem__)
    if order == list(range(len(told))):
        return judged
    return _Rows(
        judged.asked,
        judged.indicator,
        judged.part,
        [judged.indexes[place] for place in order],
        [judged.periods[place] for place in order],
        [judged.amounts[place] for place in order],
        {new: judged.notable[old] for new, old in enumerate(order) if old in judged.notable},
    )


def _once(judged: _Rows, rule: Count) -> _Rows:
    """Each thing counted once in the order of the rows; its repeats say which row that was."""
    if rule.once == "none":
        return judged
    alike = first_alike(rule.distinct, judged.asked.rows)
    apart = rule.once == "per_year" and not rule.stock
    firsts: dict[object, int] = {}
    for place, index in enumerate(judged.indexes):
        known = judged.notable.get(place)
        about = alike[index]
        if about is None or (known is not None and (known.miss is not None or known.decision is not None)):
            continue
        first = firsts.setdefault((about, judged.periods[place]) if apart else about, index)
        if first != index:
            judged.notable[place] = replace(
                judged.verdict(place),
                quantity=_NOTHING,
                miss="duplicate",
                flagged=(),
                first=first,
                expected=rule.repeats == "expected",
            )
    return judged


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
