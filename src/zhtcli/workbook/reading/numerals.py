"""The grammar of numbers that people type: strict, exact, and never a guess."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhtcli.workbook.reading.characters import narrow

INTEGER_DIGITS = 15
TOTAL_DIGITS = 28
"""Beyond this decimal arithmetic in its ordinary context would round."""

PERCENTAGE_POINTS = "个百分点"
"""The unit of growth, written out; 百分点 alone is the same."""

_LONGEST = 120
_PLAIN = re.compile(r"([+-]?)([0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_GROUPED = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?)")
_COMMAS = re.compile(r"[+-]?[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?")
_OTHER_SUFFIX = re.compile(r"([+-]?[0-9][0-9,.]*) *([^\W\d_]{1,4})")

_DIGITS = "零一二三四五六七八九"
_STEPS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL_FORMS = str.maketrans(
    "〇○壹贰貳叁參肆伍陆陸柒捌玖两兩拾佰仟萬億", "零零一二二三三四五六六七八九二二十百千万亿"
)
_NUMERAL = re.compile("[零一二三四五六七八九十百千万亿]+")
_TENS = {"廿": "二十", "卅": "三十"}
_SOME_NUMERAL = re.compile("[0-9零〇一二两三四五六七八九十百千万亿几]")
_INEXACT = re.compile(
    "约|近|超(?!额)|逾|余|餘|馀|多|几|数[十百千万]|左右|上下|以[上下内]|不[足少低超到]|[至最][少多低高]|[大小多少]于|"
    r"[≥≤≧≦><≈±~?]|\+$"
)
_RANGE = re.compile("[^-–—―至到]*[0-9十百千万亿%][^-–—―至到0-9]{0,3}[-–—―至到] ?[0-9一二三四五六七八九十][^-–—―至到]*")

_MONEY = {"亿元": 8, "千万元": 7, "百万元": 6, "万元": 4, "千元": 3, "元": 0}
_SCALES = {"万": 4, "亿": 8}
# Measure words that a printed unit lists side by side; 万元/人 is one unit, not two.
_MEASURE_WORDS = frozenset("台件套个项家次篇份款种只架部册批场期条幅")

NumberForm = Literal["plain", "unit", "scaled", "chinese"]
NumberFault = Literal["not_a_number", "inexact", "grouping", "other_unit", "scale_unsure", "percent", "too_long"]


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """An exact number; `form` is the least ordinary thing about how it was written."""

    value: Decimal
    form: NumberForm
    percent_sign: bool = False


@dataclass(frozen=True, slots=True)
class NoNumber:
    """Why a text is not a number; `suffix` is what stands behind the digits for `other_unit`."""

    fault: NumberFault
    suffix: str = ""


def plain(value: Decimal) -> Decimal:
    """The same number without a positive exponent and without a negative zero; typed zeros stay."""
    if not value:
        return abs(value)
    exponent = value.as_tuple().exponent
    return Decimal(int(value)) if isinstance(exponent, int) and exponent > 0 else value


def shifted(value: Decimal, places: int) -> Decimal:
    """`value` × 10^`places`, exact whatever the number of digits."""
    sign, digits, exponent = value.as_tuple()
    return plain(Decimal((sign, digits, exponent + places))) if isinstance(exponent, int) else value


def typed_number(text: str, unit: str, *, percent: bool) -> TypedNumber | NoNumber:
    """The number that a text without invisible characters writes in a column of `unit`.

    In a column of percent a trailing sign is read, elsewhere it is a fault. 万 and 亿 are read where the
    unit is known and does not carry them itself; units of money are converted into each other.
    """
    if len(text) > _LONGEST:
        return NoNumber("not_a_number")
    line = narrow(text).strip()
    if line.endswith("%"):
        if not percent:
            return NoNumber("percent" if isinstance(_digits(line[:-1].rstrip()), TypedNumber) else _fault(line))
        number = _digits(line[:-1].rstrip()) or NoNumber(_fault(line))
        return TypedNumber(number.value, number.form, True) if isinstance(number, TypedNumber) else number
    return _digits(line) or _with_suffix(line, unit, percent=percent)


def _digits(line: str) -> TypedNumber | NoNumber | None:
    """Arabic digits alone, or Chinese numerals alone that carry no 万 or 亿; None when it is neither."""
    match = _PLAIN.fullmatch(line) or _GROUPED.fullmatch(line)
    if match:
        digits = match[2].replace(",", "")
        whole = digits.partition(".")[0].lstrip("0")
        if len(whole) > INTEGER_DIGITS or len(digits) > TOTAL_DIGITS:
            return NoNumber("too_long")
        return TypedNumber(plain(Decimal(match[1] + digits)), "plain")
    if _COMMAS.fullmatch(line):
        return NoNumber("grouping")
    numeral = chinese_numeral(line)
    if numeral is not None and numeral < 10_000:
        return TypedNumber(Decimal(numeral), "chinese")
    return None


def _with_suffix(line: str, unit: str, *, percent: bool) -> TypedNumber | NoNumber:
    shift = _MONEY.get(unit)
    if shift is not None:
        for name, places in _MONEY.items():
            if line.endswith(name) and (head := _digits(line[: -len(name)].rstrip())):
                if isinstance(head, NoNumber) or places == shift:
                    return head if isinstance(head, NoNumber) else TypedNumber(head.value, _form(head, "unit"))
                return TypedNumber(shifted(head.value, places - shift), "scaled")
    head_text = _without_unit(line, unit)
    if head_text is not None:
        if head := _digits(head_text):
            return head if isinstance(head, NoNumber) else TypedNumber(head.value, _form(head, "unit"))
        # “3万个” with the unit behind it: the 万 belongs to the number even where the unit starts with 个.
        line = head_text
    if scaled := _scaled(line, unit, percent=percent):
        return scaled
    fault = _fault(line)
    other = _OTHER_SUFFIX.fullmatch(line)
    if fault == "not_a_number" and other and other[2].isalpha() and other[2] not in "eE" and _digits(other[1]):
        return NoNumber("other_unit", other[2])
    return NoNumber(fault)


def _scaled(line: str, unit: str, *, percent: bool) -> TypedNumber | NoNumber | None:
    """3万, 1.2亿, 三十万."""
    numeral = chinese_numeral(line)
    head = _digits(line[:-1].rstrip()) if line and line[-1] in _SCALES else None
    if numeral is None and head is None:
        return None
    if percent or not unit or unit[0] in "百千万亿":
        return NoNumber("scale_unsure")
    if numeral is not None:
        return TypedNumber(Decimal(numeral), "chinese")
    if isinstance(head, TypedNumber):
        return TypedNumber(shifted(head.value, _SCALES[line[-1]]), "scaled")
    return head


def _form(number: TypedNumber, otherwise: NumberForm) -> NumberForm:
    return otherwise if number.form == "plain" else number.form


def _without_unit(line: str, unit: str) -> str | None:
    """What stands before the column's unit, or None where the text does not end in it."""
    names = {unit} | (set(unit.split("/")) if set(unit.replace("/", "")) <= _MEASURE_WORDS else set())
    if unit == PERCENTAGE_POINTS:
        names.add(unit.removeprefix("个"))
    for name in sorted((_fold(name) for name in names if name and name != "%"), key=len, reverse=True):
        for length in range(1, min(len(line), len(name) + 2) + 1):
            if _fold(line[-length:]) == name:
                return line[:-length].rstrip()
    return None


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _fault(line: str) -> NumberFault:
    inexact = _SOME_NUMERAL.search(line) and (_INEXACT.search(line) or _RANGE.fullmatch(line))
    return "inexact" if inexact else "not_a_number"


def chinese_numeral(text: str) -> int | None:
    """A whole number below 10^12 in Chinese numerals, ordinary or financial, or None.

    Strict: the number is written back in its standard form and must be what was typed, so that
    一百五 (105 or 150) and 三〇 are refused.
    """
    line = text.translate(_NUMERAL_FORMS)
    if text[-1:] in ("两", "兩") and len(text) > 1:
        return None
    if line[:1] in _TENS:
        line = _TENS[line[0]] + line[1:]
    if len(line) > 24 or not _NUMERAL.fullmatch(line):
        return None
    total = section = digit = 0
    for character in line:
        if character in _STEPS:
            section += (digit or 1) * _STEPS[character]
            digit = 0
        elif character in _SCALES:
            if character == "万":
                total += (section + digit) * 10**4
            else:
                total = (total + section + digit) * 10**8
            section = digit = 0
        else:
            digit = _DIGITS.index(character)
    total += section + digit
    if total >= 10**12:
        return None
    spelt = _spelt(total)
    return total if line in (spelt, spelt.removeprefix("一") if spelt.startswith("一十") else spelt) else None


def _spelt(number: int) -> str:
    """The standard numeral of a whole number below 10^12."""
    if not number:
        return _DIGITS[0]
    words = ""
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, scale)
        if not section:
            continue
        if words and section < 1000:
            words += _DIGITS[0]
        words += _spelt_section(section) + name
    return words


def _spelt_section(section: int) -> str:
    words = ""
    skipped = False
    for value, step in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, value)
        if digit:
            words += (_DIGITS[0] if skipped and words else "") + _DIGITS[digit] + step
            skipped = False
        else:
            skipped = True
    return words
