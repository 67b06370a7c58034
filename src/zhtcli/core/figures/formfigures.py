"""Figures that belong to no indicator: how many tasks are done, what came in, what was spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from zhtcli.core.figures.filings import quarters_filed
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.monitored import CountFields, CountRows, FiledQuarters, FormFigure, ShareFields, SumFields


@dataclass(frozen=True, slots=True)
class FormValue:
    """What a figure of the form comes to; `of` is how many fields or rows it could count, None for amounts.

    `parts` are the fields that it is counted or added up from, with what stands there; None for a blank.
    """

    figure: FormFigure
    value: Fraction | None
    of: int | None = None
    parts: tuple[tuple[str, Fraction | str | None], ...] = ()


def form_values(figures: Sequence[FormFigure], submission: Submission) -> tuple[FormValue, ...]:
    """What each figure of the form comes to, in the order of the definition."""
    return tuple(_value(figure, submission) for figure in figures)


def _value(figure: FormFigure, submission: Submission) -> FormValue:
    match figure:
        case CountFields(fields=fields, holds=holds):
            texts = [_answer(submission, key) for key in fields]
            value = Fraction(texts.count(holds)) if any(texts) else None
            parts = tuple((key, text or None) for key, text in zip(fields, texts, strict=True))
            return FormValue(figure, value, len(fields), parts)
        case SumFields(fields=fields):
            amounts = tuple((key, total(submission, (key,))) for key in fields)
            return FormValue(figure, total(submission, fields), parts=amounts)
        case ShareFields(numerator=top, denominator=bottom):
            over, under = total(submission, top), total(submission, bottom)
            return FormValue(figure, over / under * 100 if over is not None and under else None)
        case CountRows(register=key, column=column, holds=holds):
            rows = submission.registers.get(key)
            if rows is None or not len(rows):
                return FormValue(figure, None)
            held = sum(rows.value(column, index) == holds for index in range(len(rows)))
            return FormValue(figure, Fraction(held), len(rows))
        case FiledQuarters(fields=fields):
            told = quarters_filed(figure, submission)
            return FormValue(figure, Fraction(len(told)) if any(map(submission.text, fields)) else None, len(fields))
        case _:
            assert_never(figure)


def _answer(submission: Submission, key: str) -> str:
    """A field's text; a yes or no is 是 or 否."""
    entry = submission.field(key)
    if entry is not None and isinstance(entry.value, bool):
        return "是" if entry.value else "否"
    return submission.text(key)


def total(submission: Submission, keys: Sequence[str]) -> Fraction | None:
    """The sum of those number fields that hold a number; None where none does."""
    entries = (submission.field(key) for key in keys)
    known = [Fraction(one.value) for one in entries if one is not None and isinstance(one.value, Decimal)]
    return sum(known, Fraction(0)) if known else None
