"""Cross-checks within the cover and within register rows, kind by kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

from zhtcli.core.catalogue import checks as rules
from zhtcli.core.finding import Finding
from zhtcli.core.forms.registers import row_keys
from zhtcli.core.forms.submission import Submission
from zhtcli.core.identifiers import judge, same_thing
from zhtcli.core.rounding import shown
from zhtcli.core.rules.checkkinds import AllOrNone, FieldContains, Ordered, RowAtMost, SameYear
from zhtcli.core.rules.regime import Regime
from zhtcli.core.values import Value

MOST = 20
"""So many rows are named for one check; the rest is counted."""


def ordered(check: Ordered, regime: Regime, submission: Submission) -> list[Finding]:
    """Dates of the cover that stand before an earlier one."""
    known = [(key, day) for key in check.fields if (day := submission.day(key)) is not None]
    found = []
    for (one, day), (other, later) in pairwise(known):
        if later < day:
            entry = submission.field(other)
            found.append(
                rules.DISORDER.found(
                    entry.at if entry else None,
                    field=other,
                    raw=entry.raw if entry else None,
                    clause=check.clause,
                    severity=check.severity,
                    earlier=regime.field(one).label,
                    later=regime.field(other).label,
                    first=day.isoformat(),
                    second=later.isoformat(),
                )
            )
    return found


def field_contains(check: FieldContains, regime: Regime, submission: Submission) -> list[Finding]:
    """A text of the cover that lacks a word."""
    entry = submission.field(check.field)
    text = submission.text(check.field)
    if not text or same_thing(check.text) in same_thing(text):
        return []
    return [
        rules.WORD_MISSING.found(
            entry.at if entry else None,
            field=check.field,
            indicator=check.indicator,
            raw=text,
            clause=check.clause,
            severity=check.severity,
            name=regime.field(check.field).label,
            text=check.text,
            sentence=check.sentence,
        )
    ]


def all_or_none(check: AllOrNone, regime: Regime, submission: Submission) -> list[Finding]:
    """A column that some rows have and others lack."""
    rows = submission.registers.get(check.register)
    if rows is None:
        return []
    key, values = check.among or ("", ())
    asked = [index for index in range(len(rows)) if not key or rows.value(key, index) in values]
    lacking = [index for index in asked if rows.value(check.column, index) is None]
    if not lacking or len(lacking) == len(asked):
        return []
    column = regime.register(check.register).column(check.column)
    return [
        rules.PARTLY_FILLED.found(
            rows.at(check.column, lacking[0]),
            register=check.register,
            indicator=check.indicator,
            field=check.column,
            clause=check.clause,
            severity=check.severity,
            name=column.label,
            treated="把这些行当作“否”" if column.type == "boolean" else "合计时没有算进这些行",
            count=len(lacking),
            numbers=_numbers([rows.numbers[index] for index in lacking]),
        )
    ]


def row_at_most(check: RowAtMost, regime: Regime, submission: Submission) -> list[Finding]:
    """Rows in which one figure exceeds another."""
    rows = submission.registers.get(check.register)
    if rows is None:
        return []
    register = regime.register(check.register)
    keys: list[str] = []
    found = []
    for index in range(len(rows)):
        lesser, greater = rows.value(check.lesser, index), rows.value(check.greater, index)
        if isinstance(lesser, Decimal) and isinstance(greater, Decimal) and lesser > greater:
            keys = keys or row_keys(register, rows)
            found.append(
                rules.ROW_AT_MOST.found(
                    rows.at(check.lesser, index),
                    register=check.register,
                    row=keys[index],
                    indicator=check.indicator,
                    field=check.lesser,
                    raw=shown(lesser),
                    clause=check.clause,
                    severity=check.severity,
                    lesser=f"{register.column(check.lesser).label}{shown(lesser)}",
                    greater=f"{register.column(check.greater).label}{shown(greater)}",
                )
            )
    return found


def same_year(check: SameYear, regime: Regime, submission: Submission) -> list[Finding]:
    """Rows whose code carries another year than the column beside it."""
    rows = submission.registers.get(check.register)
    if rows is None:
        return []
    register = regime.register(check.register)
    format = register.column(check.code).format
    keys: list[str] = []
    found = []
    for index in range(len(rows)):
        code, other = rows.value(check.code, index), _year(rows.value(check.column, index))
        if not isinstance(code, str) or other is None or format not in ("hte", "sme"):
            continue
        told = judge(format, code)
        digits = "".join(character for character in told.normal if character.isdigit())
        if told.verdict == "malformed" or digits[:4] == str(other):
            continue
        keys = keys or row_keys(register, rows)
        found.append(
            rules.OTHER_YEAR.found(
                rows.at(check.code, index),
                register=check.register,
                row=keys[index],
                field=check.code,
                raw=code,
                clause=check.clause,
                severity=check.severity,
                name=register.column(check.code).label,
                year=digits[:4],
                other=register.column(check.column).label,
                told=str(other),
            )
        )
    return found


def _year(value: Value) -> int | None:
    if isinstance(value, date):
        return value.year
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else None


def _numbers(numbers: list[int]) -> str:
    named = "、".join(map(str, numbers[:MOST]))
    return f"{named}{'等' if len(numbers) > MOST else ''}"
