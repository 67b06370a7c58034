"""The pandera schemas that registers compile to, and their failures told as findings on cells.

Values arrive typed, cell by cell: a schema never coerces. The rows of many submissions stand in one frame, so
that a batch pays for one validation of each register. Schemas are made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from zhtcli.core.catalogue import cells as cell_rules
from zhtcli.core.catalogue import registers as rules
from zhtcli.core.finding import Finding
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.submission import Submission
from zhtcli.core.identifiers import judge
from zhtcli.core.registers.cellfindings import CellFindings
from zhtcli.core.rules.regime import Regime, Register, RegisterColumn
from zhtcli.core.values import NUMERIC_TYPES, Value

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

FIRST_YEAR, LAST_YEAR = 1990, 2100

_RULES = {
    rule.code: rule
    for rule in (
        rules.NEGATIVE,
        rules.DATE_UNLIKELY,
        rules.CODE_MALFORMED,
        cell_rules.NOT_A_CHOICE,
    )
}


@lru_cache(64)
def compile_register(register: Register) -> pa.DataFrameSchema:
    """The schema of one register: a nullable column for each column of it that has something to check.

    Numbers are float64, all else objects. Each check is named by the code of the finding it gives
    (for a code that is no more than doubtful, another one).
    """
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            column.key: pa.Column(
                float if column.type in NUMERIC_TYPES else object,
                [pa.Check(holds, name=code, error=code) for code, holds in checks.items()],
                nullable=True,
            )
            for column in register.columns
            if (checks := _checks(column))
        },
        strict=True,
    )


def check_registers(regime: Regime, submissions: Sequence[Submission]) -> list[list[Finding]]:
    """The schemas' findings about the rows of each submission, in order. All submissions are of this regime."""
    found: list[list[Finding]] = [[] for _ in submissions]
    for register in regime.registers:
        filled = [
            (place, rows)
            for place, submission in enumerate(submissions)
            if (rows := submission.registers.get(register.key)) is not None and len(rows)
        ]
        if not filled:
            continue
        starts: list[int] = []
        total = 0
        for _, rows in filled:
            starts.append(total)
            total += len(rows)
        about = [CellFindings(regime, register, rows) for _, rows in filled]
        which = 0
        for code, key, row in _failures(register, [rows for _, rows in filled]):
            while row >= starts[which] + len(filled[which][1]):
                which += 1
            place, rows = filled[which]
            found[place].append(_finding(code, register.column(key), rows, row - starts[which], about[which]))
    return found


def _failures(register: Register, parts: Sequence[RegisterRows]) -> Iterator[tuple[str, str, int]]:
    """(code, column, row of the frame) of each cell that fails, in the order of rows and columns."""
    import pandas as pd
    import pandera.errors

    schema = compile_register(register)
    frame = pd.DataFrame({key: _series(register.column(key), parts) for key in schema.columns})
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as failures:
        order = {key: place for place, key in enumerate(schema.columns)}
        cases = failures.failure_cases
        told = zip(cases["check"], cases["column"], cases["index"], strict=True)
        yield from sorted(
            ((str(code), str(key), int(row)) for code, key, row in told), key=lambda case: (case[2], order[case[1]])
        )


def _series(column: RegisterColumn, parts: Sequence[RegisterRows]) -> pd.Series[Any]:
    import pandas as pd

    values: list[Value] = []
    for rows in parts:
        values += rows.values.get(column.key, (None,) * len(rows))
    if column.type in NUMERIC_TYPES:
        numbers = [float(value) if isinstance(value, Decimal) else None for value in values]
        return pd.Series(numbers, dtype=float)
    return pd.Series(values, dtype=object)


def _checks(column: RegisterColumn) -> Mapping[str, Callable[[pd.Series[Any]], pd.Series[bool]]]:
    """Code of the finding -> which values of a column hold."""
    if column.type in NUMERIC_TYPES:
        return {rules.NEGATIVE.code: lambda values: values >= 0}
    if column.type in ("date", "datetime"):
        return {rules.DATE_UNLIKELY.code: lambda values: _each(values, _likely)}
    if column.type == "choice":
        return {cell_rules.NOT_A_CHOICE.code: lambda values: values.isin(column.choices)}
    kind = column.format
    if not kind:
        return {}

    # One question settles both findings about a code: judging it is the dearest of all checks.
    return {rules.CODE_MALFORMED.code: lambda values: _each(values, lambda text: judge(kind, text).verdict == "valid")}


def _each(values: pd.Series[Any], holds: Callable[[Any], bool]) -> pd.Series[bool]:
    """What holds of each value, asked once for each distinct one: a firm stands in many rows."""
    return values.map({value: holds(value) for value in set(values)}).astype(bool)


def _likely(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _finding(code: str, column: RegisterColumn, rows: RegisterRows, index: int, about: CellFindings) -> Finding:
    value = rows.value(column.key, index)
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    raw = rows.texts.get(column.key, {}).get(index, text)
    words: dict[str, object] = {"label": column.label}
    rule = _RULES[code]
    if column.format and rule is rules.CODE_MALFORMED:
        judgement = judge(column.format, str(value))
        rule = rules.CODE_MALFORMED if judgement.verdict == "malformed" else rules.CODE_DOUBTFUL
        words["reason"] = judgement.reason
    elif code == rules.DATE_UNLIKELY.code:
        words |= {"first": FIRST_YEAR, "last": LAST_YEAR}
    elif code == cell_rules.NOT_A_CHOICE.code:
        words |= {"unknown": raw, "choices": "、".join(column.choices)}
    return about.found(rule, column, index, raw, **words)
