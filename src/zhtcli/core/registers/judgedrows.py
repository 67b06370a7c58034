"""The rows that one rule looks at, judged: what each adds, which do not count, which repeat others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.rowverdicts import Miss, PartOfShare, RowVerdict, RuleVerdicts, Verified
from zhtcli.core.registers.tally import first_alike
from zhtcli.core.registers.where import Asked, met
from zhtcli.core.rules.checkkinds import RowAtMost
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime, Register
from zhtcli.core.rules.rowkinds import Count, Filled, Requirement, Tally, Total
from zhtcli.core.values import Value

NOTHING = Fraction(0)


@dataclass(slots=True)
class JudgedRows:
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


def judged_by_rule(
    no: str, rule: Count | Total | Tally, asked: Asked, periods: list[str | None], part: PartOfShare
) -> JudgedRows:
    """Rows against the requirements: the first one that rules a row out, or the flags that it carries."""
    amounts, rated = _amounts(rule, asked)
    judged = JudgedRows(asked, no, part, asked.indexes, periods, amounts, {})
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
                missed[place] = replace(judged.verdict(place), quantity=NOTHING, miss=miss, requirement=requirement)
    if min(set(amounts), default=0) < 0:
        for place, amount in enumerate(amounts):
            if amount < 0 and place not in missed:
                missed[place] = replace(judged.verdict(place), quantity=NOTHING, miss="unusable")
    for place, worth in enumerate(rated):
        if not worth and place not in missed:
            missed[place] = replace(judged.verdict(place), quantity=NOTHING, miss="unrated")
    for place, flags in flagged.items():
        if place not in missed:
            judged.notable[place] = replace(judged.verdict(place), flagged=tuple(flags))
    return judged


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


def sums_of(judged: JudgedRows) -> dict[str | None, Fraction]:
    """What the rows of each period come to; a period that has rows of which none counts comes to nothing."""
    plain = Counter(zip(judged.periods, judged.amounts, strict=True))
    plain.subtract((judged.periods[place], judged.amounts[place]) for place in judged.notable)
    sums: dict[str | None, Fraction] = {}
    for (period, amount), count in plain.items():
        if count:
            sums[period] = sums.get(period, NOTHING) + Fraction(amount) * count
    for verdict in judged.notable.values():
        sums[verdict.period] = sums.get(verdict.period, NOTHING) + (verdict.quantity if verdict.miss is None else 0)
    return sums


def by_period(judged: JudgedRows) -> JudgedRows:
    """The same in the order of periods, and of rows within each: the earlier one of two alike counts."""
    told = [period or "" for period in judged.periods]
    for place, verdict in judged.notable.items():
        told[place] = verdict.period or ""
    order = sorted(range(len(told)), key=told.__getitem__)
    if order == list(range(len(told))):
        return judged
    return JudgedRows(
        judged.asked,
        judged.indicator,
        judged.part,
        [judged.indexes[place] for place in order],
        [judged.periods[place] for place in order],
        [judged.amounts[place] for place in order],
        {new: judged.notable[old] for new, old in enumerate(order) if old in judged.notable},
    )


def counted_once(judged: JudgedRows, rule: Count | Total, days: Sequence[Value]) -> JudgedRows:
    """Each thing counted once in the order of the rows; its repeats say which row that was.

    `days` date the rows of the register: once a year is once a calendar year.
    """
    if not rule.distinct or (isinstance(rule, Count) and rule.once == "none"):
        return judged
    alike = first_alike(rule.distinct, judged.asked.rows)
    apart = isinstance(rule, Count) and rule.once == "per_year" and not rule.stock
    expected = isinstance(rule, Count) and rule.repeats == "expected"
    firsts: dict[object, int] = {}
    for place, index in enumerate(judged.indexes):
        known = judged.notable.get(place)
        about = alike[index]
        if about is None or (known is not None and (known.miss is not None or known.decision is not None)):
            continue
        day = days[index]
        year = day.year if isinstance(day, date) else judged.periods[place]
        first = firsts.setdefault((about, year) if apart else about, index)
        if first != index:
            judged.notable[place] = replace(
                judged.verdict(place),
                quantity=NOTHING,
                miss="duplicate",
                flagged=(),
                first=first,
                expected=expected,
            )
    return judged


def is_strict(rule: Count | Total | Tally) -> bool:
    return rule.within is not None and rule.within.outside == "not_counted"


def outside_window(rule: Count | Total | Tally, verdict: RowVerdict, nothing: RowVerdict) -> RowVerdict:
    """A row that is dated outside its window: not counted, or flagged where the document prints no window."""
    if is_strict(rule) or rule.within is None:
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


def share_of(top: Fraction, bottom: Fraction, *, whole: bool) -> Verified:
    """A quotient in percent; none without a denominator, and none of a part that is more than its whole."""
    if not bottom:
        return Verified(None, top, bottom, lacking="denominator")
    if whole and top > bottom:
        return Verified(None, top, bottom, lacking="whole")
    return Verified(top / bottom * 100, top, bottom)


def impossible_rows(regime: Regime, indicator: Indicator, registers: Mapping[str, RegisterRows]) -> bool:
    """Whether some row holds figures of the indicator that cannot both be true: then nothing can be said of it."""
    for check in regime.checks:
        if isinstance(check, RowAtMost) and check.indicator == indicator.no and check.severity == "error":
            rows = registers.get(check.register)
            pairs = (
                zip(rows.values.get(check.lesser, ()), rows.values.get(check.greater, ()), strict=False) if rows else ()
            )
            if any(isinstance(a, Decimal) and isinstance(b, Decimal) and a > b for a, b in pairs):
                return True
    return False


def speaks(rule: Count | Total | Tally, rows: RegisterRows) -> bool:
    """Whether some row answers the questions that the rule asks."""
    return not rule.told_by or any(
        value is not None for column in rule.told_by for value in rows.values.get(column, ())
    )


def days_of(register: Register, rows: RegisterRows) -> Sequence[Value]:
    """What stands in the column whose day decides the period."""
    return rows.values.get(register.dated or register.since or "") or [None] * len(rows)


def present(register: Register, asked: Asked, day: date | None) -> Sequence[bool]:
    """Which rows are there on a day: not before it begins, not after it ended."""
    if day is None:
        return [True] * len(asked)
    ends = zip(asked.column(register.since or ""), asked.column(register.until or ""), strict=True)
    return [
        not (isinstance(since, date) and since > day) and not (isinstance(until, date) and until < day)
        for since, until in ends
    ]
