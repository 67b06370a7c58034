"""What a person typed into one cell, as an exact value: never a guess, never a silent repair, never an exception."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal
from typing import assert_never

from zhtcli.core.catalogue import cells as rules
from zhtcli.core.finding import Rule
from zhtcli.core.values import NUMERIC_TYPES, Value
from zhtcli.workbook.files.book import Cell
from zhtcli.workbook.reading.answers import choose, stand_in, yes_or_no
from zhtcli.workbook.reading.characters import narrow, odd_edges, one_line, scrub, shown
from zhtcli.workbook.reading.dates import DateFault, NoDate, TypedDate, date_cell, date_number, typed_date
from zhtcli.workbook.reading.numerals import (
    INTEGER_DIGITS,
    PERCENTAGE_POINTS,
    NoNumber,
    NumberFault,
    NumberForm,
    plain,
    shifted,
    typed_number,
)
from zhtcli.workbook.reading.understood import Expected, Remark, Understood

__all__ = ["Expected", "Remark", "Understood", "understand"]

PICTURE_SHOWN = "［图片］"

_TOO_LARGE = Decimal(10) ** INTEGER_DIGITS
_PICTURE_FORMULA = re.compile(r"=\s*(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
_ERROR_TEXT = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/A|SPILL!|CALC!|GETTING_DATA)")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年度?")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{1,3}")

_NUMBER_FAULTS: dict[NumberFault, Rule] = {
    "not_a_number": rules.NOT_A_NUMBER,
    "inexact": rules.INEXACT,
    "grouping": rules.GROUPING,
    "other_unit": rules.OTHER_UNIT,
    "scale_unsure": rules.SCALE_UNSURE,
    "percent": rules.PERCENT_FORMAT,
    "too_long": rules.TOO_LONG,
}
_NUMBER_FORMS: dict[NumberForm, Rule] = {
    "plain": rules.TEXT_NUMBER,
    "unit": rules.UNIT_TYPED,
    "scaled": rules.SCALED,
    "chinese": rules.CHINESE_NUMERAL,
}
_DATE_FAULTS: dict[DateFault, Rule] = {
    "not_a_date": rules.NOT_A_DATE,
    "part": rules.DATE_PART,
    "order": rules.DATE_ORDER,
    "number": rules.DATE_NUMBER,
    "serial": rules.DATE_SERIAL,
    "impossible": rules.DATE_IMPOSSIBLE,
    "range": rules.DATE_RANGE,
}


def understand(cell: Cell | None, expected: Expected) -> Understood:
    """The exact value of a cell under what the form asks for there; None is a cell that is not there.

    Every cell has an answer. Numbers pass through 15 significant digits, never through the digits of a
    binary float. Placeholders are blank, not zero; a percentage stands for what is shown.
    """
    if cell is None or (cell.value is None and cell.kind != "uncached"):
        return Understood("blank", None, "")
    value = cell.value
    if cell.kind == "error":
        return _unreadable(rules.ERROR_VALUE, _seen(value))
    if cell.kind == "uncached":
        return _unreadable(rules.UNCACHED, _seen(f"={cell.formula}") if cell.formula else "")
    if cell.kind == "picture":
        return _picture(expected)
    if isinstance(value, bool):
        return _boolean(value, expected)
    if isinstance(value, int | float):
        return _number(value, cell.percent, expected)
    if cell.kind == "date" and _seen(value):
        return _date(str(value), expected)
    return _text(str(value), expected)


def _seen(value: object) -> str:
    return one_line(scrub(str(value))[0]).strip()


def _remark(rule: Rule, raw: str, **words: object) -> Remark:
    return Remark(rule, {"shown": shown(raw), **words})


def _unreadable(rule: Rule, raw: str, *more: Remark, **words: object) -> Understood:
    return Understood("unreadable", None, raw, (_remark(rule, raw, **words), *more))


def _filled(value: Value, raw: str, *remarks: Remark, confirmed: bool = False) -> Understood:
    return Understood("filled", value, raw, remarks, confirmed)


def _picture(expected: Expected) -> Understood:
    if expected.type == "text":
        return _filled(PICTURE_SHOWN, PICTURE_SHOWN)
    return _unreadable(rules.PICTURE, PICTURE_SHOWN)


def _boolean(value: bool, expected: Expected) -> Understood:
    raw = "TRUE" if value else "FALSE"
    match expected.type:
        case "boolean":
            return _filled(value, raw)
        case "text":
            return _filled(raw, raw)
        case "choice" | "choices":
            return _chosen(raw, raw, expected)
        case "code":
            return _unreadable(rules.NOT_A_CODE, raw)
        case "date" | "datetime":
            return _unreadable(rules.NOT_A_DATE, raw)
        case "number" | "integer" | "percent" | "money":
            return _unreadable(rules.BOOLEAN_FOR_NUMBER, raw)
    assert_never(expected.type)


def _decimal(value: float) -> Decimal | None:
    """A spreadsheet's number as the decimal it shows at 15 digits; None where it is not finite."""
    try:
        number = float(value)
    except OverflowError:
        return None
    return Decimal(format(number, ".15g")) if math.isfinite(number) else None


def _written(value: Decimal) -> str:
    return format(plain(value), "f") if -20 <= value.adjusted() <= 20 else str(value)


def _number(value: float, percent: bool, expected: Expected) -> Understood:
    number = _decimal(value)
    if number is None:
        return _unreadable(rules.ERROR_VALUE, "#NUM!")
    raw = _written(shifted(number, 2)) + "%" if percent else _written(number)
    match expected.type:
        case "text":
            return _filled(raw, raw)
        case "choice" | "choices":
            return _chosen(raw, raw, expected)
        case "boolean":
            return _filled(bool(number), raw) if raw in ("0", "1") else _unreadable(rules.NOT_A_BOOLEAN, raw)
        case "code":
            return _number_as_code(number, percent, raw)
        case "date" | "datetime":
            return _dated(NoDate("not_a_date") if percent else date_number(number), raw, expected)
        case "percent":
            return _figure(shifted(number, 2) if percent else number, raw, expected)
        case "number" | "integer" | "money":
            if percent and number:
                return _unreadable(rules.PERCENT_FORMAT, raw)
            return _figure(number, raw, expected)
    assert_never(expected.type)


def _number_as_code(number: Decimal, percent: bool, raw: str) -> Understood:
    if number >= _TOO_LARGE:
        return _unreadable(rules.DIGITS_LOST, raw)
    if percent or number < 0 or number != number.to_integral_value():
        return _unreadable(rules.NOT_A_CODE, raw)
    return _filled(raw, raw, _remark(rules.CODE_AS_NUMBER, raw))


def _figure(value: Decimal, raw: str, expected: Expected, *remarks: Remark, confirmed: bool = False) -> Understood:
    """A number as a value of a numeric type."""
    notes = tuple(remark for remark in remarks if remark.rule is rules.INVISIBLE)
    if abs(value) >= _TOO_LARGE:
        return _unreadable(rules.TOO_LONG, raw, *notes)
    if expected.type == "integer":
        whole = value.to_integral_value()
        if whole != value:
            return _unreadable(rules.NOT_INTEGER, raw, *notes)
        value = whole
    return _filled(plain(value), raw, *remarks, confirmed=confirmed)


def _date(value: str, expected: Expected) -> Understood:
    found = date_cell(value)
    raw = _moment_written(found) if isinstance(found, TypedDate) else _seen(value)
    match expected.type:
        case "date" | "datetime":
            return _dated(found, raw, expected)
        case "text":
            return _filled(raw, raw, _remark(rules.DATE_AS_TEXT, raw))
        case "choice" | "choices":
            return _chosen(raw, raw, expected)
        case "boolean":
            return _unreadable(rules.NOT_A_BOOLEAN, raw)
        case "code":
            return _unreadable(rules.NOT_A_CODE, raw)
        case "number" | "integer" | "percent" | "money":
            return _unreadable(rules.DATE_FOR_NUMBER, raw)
    assert_never(expected.type)


def _moment_written(found: TypedDate) -> str:
    if not found.timed:
        return found.moment.date().isoformat()
    return found.moment.isoformat(" ", "seconds" if found.moment.second else "minutes")


def _dated(found: TypedDate | NoDate, raw: str, expected: Expected, *notes: Remark) -> Understood:
    if isinstance(found, NoDate):
        return _unreadable(_DATE_FAULTS[found.fault], raw, *notes, missing=found.missing)
    if expected.type == "datetime":
        return _filled(found.moment, raw, *(() if found.timed else (_remark(rules.NO_TIME, raw),)), *notes)
    day = found.moment.date()
    dropped = found.moment.time() != datetime.time()
    return _filled(day, raw, *((_remark(rules.TIME_DROPPED, raw, value=day.isoformat()),) if dropped else ()), *notes)


def _text(typed: str, expected: Expected) -> Understood:
    clean, scrubbed = scrub(typed)
    text = clean.strip()
    if not text:
        return Understood("blank", None, "", (_remark(rules.INVISIBLE_ONLY, ""),) if typed else ())
    raw = one_line(text)
    if _PICTURE_FORMULA.match(text):
        return _picture(expected)
    if expected.type == "text":
        return _filled(text, raw, *((_remark(rules.INVISIBLE, raw),) if scrubbed else ()))
    notes = (_remark(rules.INVISIBLE, raw),) if scrubbed or odd_edges(typed) else ()
    if text.startswith("="):
        return _unreadable(rules.FORMULA_TEXT, raw, *notes)
    if _ERROR_TEXT.fullmatch(text.upper()):
        return _unreadable(rules.ERROR_VALUE, raw, *notes)
    # A list may hold 无 or 不适用 as a choice, and 无 answers a yes-or-no question: the answer comes first.
    answered = _answered(text, raw, expected, notes)
    if answered and answered.state == "filled":
        return answered
    return _instead(raw, expected, notes) or answered or _value_typed(text, raw, expected, notes)


def _answered(text: str, raw: str, expected: Expected, notes: tuple[Remark, ...]) -> Understood | None:
    if expected.type == "boolean":
        answer = yes_or_no(text)
        return _unreadable(rules.NOT_A_BOOLEAN, raw, *notes) if answer is None else _filled(answer, raw, *notes)
    return _chosen(text, raw, expected, *notes) if expected.type in ("choice", "choices") else None


def _value_typed(text: str, raw: str, expected: Expected, notes: tuple[Remark, ...]) -> Understood:
    match expected.type:
        case "code":
            return _code(text, raw, notes)
        case "date" | "datetime":
            return _dated(typed_date(text), raw, expected, *notes)
        case _:
            return _figure_typed(text, raw, expected, notes)


def _instead(raw: str, expected: Expected, notes: tuple[Remark, ...]) -> Understood | None:
    """A sign or word that stands where a value should: blank or not applicable, never zero."""
    match stand_in(raw):
        case None:
            return None
        case "not_applicable":
            return Understood("not_applicable", None, raw, (_remark(rules.NOT_APPLICABLE, raw), *notes))
        case "blank":
            rule = rules.PLACEHOLDER if expected.type in NUMERIC_TYPES else rules.NO_DATA
            return Understood("blank", None, raw, (_remark(rule, raw), *notes))


def _figure_typed(text: str, raw: str, expected: Expected, notes: tuple[Remark, ...]) -> Understood:
    # Growth of a share is told in percentage points, and people write that behind it.
    named = PERCENTAGE_POINTS if expected.growth else expected.unit
    number = typed_number(text, named, percent=expected.type == "percent")
    unit = named or "本栏没有单位"
    if isinstance(number, NoNumber):
        # Four digits and 年 in a column of whole numbers without a unit can only be the year that it asks for.
        if expected.type == "integer" and not named and (year := _YEAR.fullmatch(narrow(text).strip())):
            return _figure(Decimal(year[1]), raw, expected, _remark(rules.YEAR_TYPED, raw, value=year[1]), *notes)

        return _unreadable(_NUMBER_FAULTS[number.fault], raw, *notes, suffix=number.suffix, unit=unit)
    rule = _NUMBER_FORMS[number.form]
    if number.percent_sign and number.form == "plain":
        rule = rules.TEXT_PERCENT
    remark = _remark(rule, raw, value=_written(number.value), unit=unit)
    return _figure(number.value, raw, expected, remark, *notes, confirmed=number.percent_sign)


def _code(text: str, raw: str, notes: tuple[Remark, ...]) -> Understood:
    if "\n" in text:
        return _unreadable(rules.NOT_A_CODE, raw, *notes)
    code = "".join(narrow(text).split())
    if _SCIENTIFIC.fullmatch(code):
        return _unreadable(rules.DIGITS_LOST, raw, *notes)
    tidied = (_remark(rules.CODE_TIDIED, raw, value=shown(code)),) if code != text else ()
    return _filled(code, raw, *tidied, *notes)


def _chosen(text: str, raw: str, expected: Expected, *notes: Remark) -> Understood:
    several = expected.type == "choices"
    coded = dict(zip(expected.codes, expected.choices, strict=False))
    chosen = choose(coded.get(text.strip(), text), expected.choices, several=several)
    if not chosen.unknown:
        return _filled(chosen.choices if several else chosen.choices[0], raw, *notes)
    unknown = shown("、".join(chosen.unknown)) if several else shown(raw)
    choices = "、".join(expected.choices) or "（表单没有给出选项）"
    return _unreadable(rules.NOT_A_CHOICE, raw, *notes, unknown=unknown, choices=choices)
