"""What a register's rows come to, as live formulas: a first look while people fill in, settled by `zht validate`.

They count the rows that are about an indicator, fall into the form's period and have what the document asks of
a row. They do not tell that two rows are about the same thing, nor whether a code is well formed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import assert_never

from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import COVER, COVER_VALUE_COLUMN, Layout, RegisterTable
from zhtcli.core.registers.windows import Window, last_day_from_event, year_window
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.rowkinds import (
    AllOf,
    AnyOf,
    Contains,
    Count,
    Equals,
    Filled,
    FirstFilled,
    InRegister,
    No,
    NoLaterThan,
    Not,
    OfYear,
    RegisterFilled,
    Rows,
    Share,
    SmeValid,
    Tally,
    Total,
    Unless,
    ValidOn,
    WellFormed,
    Where,
    Yes,
)
from zhtcli.workbook.writing import NO, YES


def verified_formula(rows: Rows, regime: Regime, layout: Layout) -> str:
    """The formula of an indicator's 台账数, blank where its register says nothing about the period.

    A share is a fraction of 1, as percent cells hold it. Only SUMPRODUCT and functions as old as it.
    """
    match rows:
        case Count() | Total():
            about = _Sum(rows, regime, layout)
            return f'=IF(SUMPRODUCT({about.spoken_of})=0,"",{about.amount})'
        case Share():
            over, under = _amount(rows.numerator, regime, layout), _amount(rows.denominator, regime, layout)
            return f'=IF({under}=0,"",{over}/{under})'
        case Tally():
            points = _Sum(rows, regime, layout)
            return f'=IF(SUMPRODUCT({points.spoken_of})=0,"",{points.amount})'
        case _:
            assert_never(rows)


def _amount(part: Count | Total | FirstFilled, regime: Regime, layout: Layout) -> str:
    if not isinstance(part, FirstFilled):
        return _Sum(part, regime, layout).amount
    *firsts, last = (_Sum(rule, regime, layout) for rule in part.of)
    formula = last.amount
    for one in reversed(firsts):
        formula = f"IF(SUMPRODUCT({one.spoken_of})=0,{formula},{one.amount})"
    return formula


def incomplete_rows(table: RegisterTable) -> str:
    """How many rows have some of the required columns and lack others; of a single one, some column at all."""
    columns = table.register.columns
    required = [table.range_name(column.key) for column in columns if column.required]
    known = required if len(required) > 1 else [table.range_name(column.key) for column in columns]
    some, lacking = ("+".join(f'({c}{test}"")' for c in cells) for cells, test in ((known, "<>"), (required, "=")))
    if len(required) == 1:
        # A comparison that nothing is added to stays a truth value, which is above any number.
        some, lacking = f"{some}+0", f"{lacking}+0"
    return f"SUMPRODUCT(({some}>0)*({lacking}>0))"


class _Sum:
    """One count or total over the rows of a register: arrays of 1 and 0, a factor a condition."""

    def __init__(self, rule: Count | Total | Tally, regime: Regime, layout: Layout) -> None:
        self._table = layout.registers[rule.register]
        self._layout = layout
        self._period = layout.form.span
        self._rule = rule
        if layout.form.period is None:
            time = self._within()
        elif not isinstance(rule, Tally) and rule.stock:
            time = self._stock(year_window(self._period).last)
        else:
            first = regime.periods[0] if isinstance(rule, Count) and rule.to_date else self._period
            time = self._dated(Window(year_window(first).first, year_window(self._period).last))
        select = [self._where(rule.select)] if rule.select is not None else []
        required = [self._where(need.must) for need in rule.requires if need.effect == "not_counted"]
        # A stock that nothing is selected from is 0 as soon as the register holds anything (`core.registers.verify`).
        self.spoken_of = _all([*time, *([] if not isinstance(rule, Tally) and rule.stock else select)])
        self._counted = _all([*time, *select, *required])

    @property
    def amount(self) -> str:
        match self._rule:
            case Tally(rates=rates):
                # Each rate in turn, where no earlier one holds.
                terms, before = [], ""
                for rate in rates:
                    when = self._where(rate.when)
                    terms.append(f"SUMPRODUCT({self._counted}{before}*{when})*{rate.points:f}")
                    before += f"*(1-{when})"
                return f"({'+'.join(terms)})"
            case Total(column=column):
                return f"SUMPRODUCT({self._counted},{self._cells(column)})"
            case Count(quantity=None):
                return f"SUMPRODUCT({self._counted})"
            case Count(quantity=column):
                cells = self._cells(str(column))
                # An array of its own: a text among the quantities then counts as nothing, not as an error.
                return f'(SUMPRODUCT({self._counted}*({cells}=""))+SUMPRODUCT({self._counted},{cells}))'
            case _:
                assert_never(self._rule)

    def _dated(self, window: Window) -> list[str]:
        register = self._table.register
        cells = self._cells(str(register.dated or register.since))
        return [f"({cells}>={_day(window.first)})", f"({cells}<{_day(window.last + timedelta(days=1))})"]

    def _within(self) -> list[str]:
        """Rows of a form without periods: whatever is there, or what is dated between two dates of the cover."""
        register, window = self._table.register, self._rule.within
        factors = [self._there()]
        if window is not None:
            cells = self._cells(str(register.dated))
            first, last = (self._cover(key) for key in (window.first, window.last))
            factors += [f'({first}<>"")', f'({last}<>"")', f"({cells}>={first})", f"({cells}<{last}+1)"]
        return factors

    def _there(self) -> str:
        return _any(f'({self._cells(key)}<>"")' for key in self._table.register.identity)

    def _cover(self, key: str) -> str:
        return f"{COVER}!${column_letters(COVER_VALUE_COLUMN)}${self._layout.cover_rows[key]}"

    def _judged_on(self) -> str:
        """The day that validity is judged on, as the cover tells it: the as-of day, else the day it was filled on."""
        if self._layout.form.period is not None:
            return _day(year_window(self._period).last)
        as_of, filled = self._cover("as_of"), self._cover("filled_on")
        return f"IF(ISNUMBER({as_of}),{as_of},{filled})"

    def _stock(self, end: date) -> list[str]:
        """Rows that hold on the last day of the period; without a first or last day they always have or will."""
        register, last = self._table.register, _day(end)
        factors = [self._there()]
        if register.since:
            factors.append(f"({self._cells(register.since)}<={last})")
        if register.until:
            cells = self._cells(register.until)
            factors.append(_any([f'({cells}="")', f"({cells}>={last})"]))
        return factors

    def _where(self, where: Where) -> str:
        """1 or 0 for each row, or true and false, in parentheses."""
        match where:
            case Equals(column=column, values=values):
                # A number that someone typed as a number is the same choice.
                return _any(f'({self._cells(column)}&""={_quoted(value)})' for value in values)
            case Contains(column=column, text=text):
                return f"ISNUMBER(FIND({_quoted(text)},{self._cells(column)}))"
            case Yes(column=column):
                return f'({self._cells(column)}="{YES}")'
            case Filled(columns=columns):
                return "*".join(f'({self._cells(column)}<>"")' for column in columns)
            case RegisterFilled():
                return "1"
            case WellFormed(column=column) | InRegister(column=column):
                return f'({self._cells(column)}<>"")'
            case OfYear(column=column):
                return f'({self._cells(column)}&""="{self._period[:4]}")'
            case ValidOn(column=column, years=years):
                cells = self._cells(column)
                if self._layout.form.period is None:
                    day = self._judged_on()
                    return f'({cells}>=EDATE({day},{-12 * years}))*({cells}<={day})*({cells}<>"")'
                last = year_window(self._period).last
                return f"({cells}>={_day(_earliest(last, years))})*({cells}<={_day(last)})"
            case SmeValid(year=column, until_renewal=renewal):
                day, cells = self._judged_on(), self._cells(column)
                late = f"+({cells}=YEAR({day})-1)*({day}<=DATE(YEAR({day}),3,31))" if renewal else ""
                return f"(({cells}=YEAR({day})){late}>0)"
            case NoLaterThan(column=column):
                cells = self._cells(column)
                return f'({cells}<>"")*({cells}<={self._judged_on()})'
            case No(column=column):
                return f'({self._cells(column)}="{NO}")'
            case Not(of=part):
                return f"(1-{self._where(part)})"
            case AllOf(of=parts):
                return f"({'*'.join(self._where(part) for part in parts)})"
            case AnyOf(of=parts):
                return _any(self._where(part) for part in parts)
            case Unless(given=given, then=then):
                return f"((1-{self._where(given)})+{self._where(then)}>0)"
            case _:
                assert_never(where)

    def _cells(self, column: str) -> str:
        return self._table.range_name(self._table.register.column(column).key)


def _all(factors: Iterable[str]) -> str:
    """A product; the 1 makes numbers of what would be true and false where there is a single factor."""
    return "*".join(["1", *factors])


def _any(factors: Iterable[str]) -> str:
    several = list(factors)
    return several[0] if len(several) == 1 else f"({'+'.join(several)}>0)"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _day(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _earliest(day: date, years: int) -> date:
    """The first day whose certificate of so many years is still valid on `day`."""
    issued = date(day.year - years, day.month, 1)
    while last_day_from_event(issued, years) < day:
        issued += timedelta(days=1)
    return issued
