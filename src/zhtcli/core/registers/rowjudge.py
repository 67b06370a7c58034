"""The registers of one submission, asked rule by rule: what the rows come to by period, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from sys import intern
from typing import assert_never

from zhtcli.core.decision import Decision
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.rowverdicts import (
    Circumstances,
    PartOfShare,
    RuleVerdicts,
    Verified,
)
from zhtcli.core.registers.judgedrows import (
    NOTHING,
    JudgedRows,
    by_period,
    counted_once,
    days_of,
    is_strict,
    judged_by_rule,
    outside_window,
    present,
    share_of,
    speaks,
    sums_of,
)
from zhtcli.core.registers.tally import tally
from zhtcli.core.registers.where import Asked, met
from zhtcli.core.registers.windows import Window, year_window
from zhtcli.core.rules.indicator import Indicator, printed_no
from zhtcli.core.rules.kinds import Ratio
from zhtcli.core.rules.regime import Regime, Register
from zhtcli.core.rules.rowkinds import Count, FirstFilled, Rows, Share, Tally, Total
from zhtcli.core.rules.rowrules import needing_a_day
from zhtcli.core.values import Value


class RowJudge:
    """The registers of one submission, asked indicator by indicator."""

    def __init__(self, regime: Regime, registers: Mapping[str, RegisterRows], under: Circumstances) -> None:
        self.regime, self.registers, self.under, self.own = regime, registers, under, under.own_period
        decided = {register for register in registers if under.decided}
        self.keys = {key: row_keys(regime.register(key), registers[key]) for key in decided}
        self.periods = [p for p in regime.periods if p <= self.own] or [self.own]

    def values(self, indicator: Indicator, rule: Rows, verdicts: list[RuleVerdicts]) -> Iterator[tuple[str, Verified]]:
        no = indicator.no
        if isinstance(rule, Count | Total | Tally) and is_strict(rule) and self._window(rule) is None:
            if (asked := self._about(rule)) is not None and len(asked):
                yield self.own, Verified(None, lacking="window")
            return
        if self._day(self.own) is None and any(one.register in self.registers for one in needing_a_day(rule)):
            yield self.own, Verified(None, lacking="day")
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
                if not bottoms and self._there(rule.denominator):
                    bottoms = {self.own: NOTHING}  # the register says who is there, and nobody belongs below the line
                whole = isinstance(indicator.measure, Ratio) and indicator.measure.part_of_whole
                for period, bottom in bottoms.items():
                    yield period, share_of(tops.get(period, NOTHING), bottom, whole=whole)
            case _:
                assert_never(rule)

    def _told(self, rule: Count | Total | FirstFilled) -> bool:
        """Whether some register says anything about a share's numerator; unanswered questions are no answers."""
        of = rule.of if isinstance(rule, FirstFilled) else (rule,)
        return any((rows := self.registers.get(one.register)) and speaks(one, rows) for one in of)

    def _there(self, rule: Count | Total) -> bool:
        """Whether any row of a stock is there on the day that counts, whatever the rule is about."""
        rows = self.registers.get(rule.register)
        if rows is None or not rule.stock or not isinstance(rule, Count):
            return False
        day = self._day(self.own)
        asked = Asked(self.registers, rows, range(len(rows)), [day] * len(rows), [self.own] * len(rows))
        return any(present(self.regime.register(rule.register), asked, day))

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
        if rows is None or not len(rows) or not speaks(rule, rows):
            return {}
        register = self.regime.register(rule.register)
        periods = [self.own] if rule.own_period else self.periods
        if rule.stock:
            told_of = {p: self._stock(no, rule, register, rows, p, verdicts, part, decidable) for p in periods}
            return {p: total for p, total in told_of.items() if total is not None}
        judged = self._dated(no, rule, register, decidable=decidable, part=part)
        if judged is None:
            return {}
        judged = counted_once(by_period(judged), rule, days_of(register, rows))
        verdicts.append(judged.settled())
        sums = sums_of(judged)
        if isinstance(rule, Count) and rule.to_date:
            return {p: sum((sums.get(q, NOTHING) for q in periods if q <= p), NOTHING) for p in periods if sums}
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
        days = days_of(self.regime.register(rows.register), rows)
        return rows.derived("years", lambda: [intern(str(day.year)) if isinstance(day, date) else None for day in days])

    def _window(self, rule: Count | Total | Tally) -> Window | None:
        """The days that a rule's rows must be dated in; None where the cover does not tell them."""
        if rule.within is None:
            return None
        first, last = (self.under.dates.get(key) for key in (rule.within.first, rule.within.last))
        return Window(first, last) if first is not None and last is not None and first <= last else None

    def _dated(
        self, no: str, rule: Count | Total | Tally, register: Register, *, decidable: bool, part: PartOfShare = ""
    ) -> JudgedRows | None:
        """The rows judged, those of which the date is missing or unfit among them."""
        asked = self._about(rule)
        if asked is None:
            return None
        told = self._periods_of(asked.rows)
        judged = self._with_decisions(
            judged_by_rule(no, rule, asked, [told[index] for index in asked.indexes], part), decidable
        )
        days = days_of(register, asked.rows)
        window = self._window(rule)
        needs_day = bool(self.regime.periods or (window and is_strict(rule)))
        for place in self._unfit(judged, days, window):
            verdict, day, period = judged.verdict(place), days[judged.indexes[place]], judged.periods[place]
            nothing = replace(verdict, quantity=NOTHING, period=period)
            if verdict.miss is not None or (verdict.decision is not None and isinstance(rule, Tally)):
                continue
            if needs_day and not isinstance(day, date):
                judged.notable[place] = replace(nothing, miss="undated", period=None)
            elif self.regime.periods and period not in self.regime.periods:
                judged.notable[place] = replace(nothing, miss="outside")
            elif str(period) > self.own:
                judged.notable[place] = replace(nothing, miss="later")
            elif window is not None and isinstance(day, date) and not window.holds(day):
                judged.notable[place] = outside_window(rule, verdict, nothing)
        return judged

    def _unfit(self, judged: JudgedRows, days: Sequence[Value], window: Window | None) -> Iterator[int]:
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
        asked = asked.only(present(register, asked, day))
        if rule.select is not None:
            asked = asked.only(met(rule.select, asked))
        if not len(asked):
            return None
        judged = self._with_decisions(judged_by_rule(no, rule, asked, list(asked.periods), part), decidable)
        judged = counted_once(judged, rule, days_of(register, rows))
        if period == self.own:
            verdicts.append(judged.settled())
        return sums_of(judged).get(period, NOTHING)

    def _with_decisions(self, judged: JudgedRows, decidable: bool) -> JudgedRows:
        """Where a reviewer decided on a row, that stands over the rules: false, true, or a quantity."""
        if not decidable or not self.under.decided:
            return judged
        for place, index in enumerate(judged.indexes):
            decision = self._decision(judged.indicator, judged.asked.rows, index)
            if decision is None:
                continue
            verdict = judged.verdict(place)
            if not decision.value:
                decided = replace(verdict, quantity=NOTHING, miss="decided", decision=decision)
            else:
                quantity = Fraction(judged.amounts[place] if decision.value is True else decision.value)
                decided = replace(verdict, quantity=quantity, miss=None, requirement=None, decision=decision)
            judged.notable[place] = decided
        return judged

    def _decision(self, no: str, rows: RegisterRows, index: int) -> Decision | None:
        """What was decided about a row for an indicator's part, else for the whole indicator."""
        key = self.keys[rows.register][index]
        return self.under.decided.get((no, key)) or self.under.decided.get((printed_no(no), key))

    def _day(self, period: str) -> date | None:
        if self.under.as_of is not None and period == self.own:
            return self.under.as_of
        return year_window(period).last if self.regime.periods else None
