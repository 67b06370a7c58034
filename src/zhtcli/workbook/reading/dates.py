"""The grammar of dates that people type: a whole day or nothing."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhtcli.workbook.reading.characters import narrow
from zhtcli.workbook.reading.numerals import chinese_numeral

FIRST_YEAR, LAST_YEAR = 1950, 2100
# 1950-01-01 and 2100-12-31 as day numbers from 1900.
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73415

_LONGEST = 60
_CLOCK = "([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.]0+)?)?|([0-9]{1,2}) ?[时点] ?(?:([0-9]{1,2}) ?分)?"
# Without a blank, a T or 日 before it, an hour would run into the day.
_TIME = f"(?: *T? *(?<=[ T日号])(?:{_CLOCK}))?"
_SEPARATED = re.compile(r"([0-9]{4}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})" + _TIME)
_COMPACT = re.compile(r"((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_CHINESE_YEAR = re.compile("([〇零○oO一二三四五六七八九]{4}) *年")
_CHINESE_PART = re.compile("([一二三四五六七八九十廿卅]{1,3}) *([月日号])")
_WRITTEN = re.compile(r"([0-9]{4}) *年 *([0-9]{1,2}) *月 *([0-9]{1,2}) *[日号]?" + _TIME)

_YEAR_ONLY = re.compile("[0-9]{4} *(?:年度?)?")
_MONTH_ONLY = re.compile(r"[0-9]{4} *(?:年 *[0-9]{1,2} *月?|[-/.] *[0-9]{1,2})")
_PERIOD_ONLY = re.compile(
    "[0-9]{4} *年? *(?:第?[一二三四1-4] *季度?|[qQ][1-4]|[上下]半年|年?[初中末底]|"
    "[0-9]{1,2} *月 *(?:[上中下]旬|[初中末底]))"
)
_NO_YEAR = re.compile(r"[0-9]{1,2} *月 *[0-9]{1,2} *[日号]?|[0-9]{1,2}[-/.][0-9]{1,2}")
_SHORT_YEAR = re.compile(r"[0-9]{2} *年 *[0-9]{1,2} *月 *[0-9]{1,2} *[日号]?")
_NO_ORDER = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})")
_YEAR_MONTH = re.compile("(?:19|20|21)[0-9]{2}(?:0[1-9]|1[0-2])")

DateFault = Literal["not_a_date", "part", "order", "number", "serial", "impossible", "range"]


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A day, with the time where one was written."""

    moment: datetime.datetime
    timed: bool


@dataclass(frozen=True, slots=True)
class NoDate:
    """Why something is not a date; `missing` names what was left out for `part`."""

    fault: DateFault
    missing: str = ""


def typed_date(text: str) -> TypedDate | NoDate:
    """The date that a text without invisible characters writes: year, month, day, in this order."""
    line = _with_digits(narrow(text).strip())
    if len(line) > _LONGEST:
        return NoDate("not_a_date")
    if match := _SEPARATED.fullmatch(line):
        return _date(match[1], match[3], match[4], *match.groups()[4:])
    if match := _COMPACT.fullmatch(line):
        return _date(*match.groups())
    if match := _WRITTEN.fullmatch(line):
        return _date(*match.groups())
    return _fault(line)


def date_cell(value: str) -> TypedDate | NoDate:
    """The date of a cell that the spreadsheet itself shows as one, from its ISO text."""
    try:
        moment = datetime.datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return NoDate("not_a_date")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return NoDate("range")
    # Times are fractions of a day in a binary float: 09:30 may arrive as 09:29:59.999997.
    moment = (moment + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
    return TypedDate(moment, moment.time() != datetime.time())


def date_number(value: Decimal) -> TypedDate | NoDate:
    """What a plain number means in a column of dates: 20260315 is a day, hardly anything else is."""
    if value != value.to_integral_value():
        if FIRST_YEAR <= value <= LAST_YEAR + 1:
            return NoDate("number")
        return NoDate("serial" if _FIRST_SERIAL <= value <= _LAST_SERIAL else "not_a_date")
    digits = format(value, "f").partition(".")[0]
    if match := _COMPACT.fullmatch(digits):
        return _date(*match.groups())
    if FIRST_YEAR <= value <= LAST_YEAR:
        return NoDate("part", "月和日")
    if _YEAR_MONTH.fullmatch(digits):
        return NoDate("part", "日")
    return NoDate("serial" if _FIRST_SERIAL <= value <= _LAST_SERIAL else "not_a_date")


def _with_digits(line: str) -> str:
    """Chinese year, month and day in Arabic digits: 二〇二六年三月十五日 becomes 2026年3月15日."""

    def year(match: re.Match[str]) -> str:
        return "".join(str("零一二三四五六七八九".find(c) if c not in "〇○oO" else 0) for c in match[1]) + "年"

    def part(match: re.Match[str]) -> str:
        number = chinese_numeral(match[1])
        return match[0] if number is None else f"{number}{match[2]}"

    return _CHINESE_PART.sub(part, _CHINESE_YEAR.sub(year, line, count=1))


def _date(year: str, month: str, day: str, *clock: str | None) -> TypedDate | NoDate:
    hour, minute, second, written_hour, written_minute = clock or (None,) * 5
    try:
        moment = datetime.datetime(
            int(year),
            int(month),
            int(day),
            int(hour or written_hour or 0),
            int(minute or written_minute or 0),
            int(second or 0),
        )
    except ValueError:
        return NoDate("impossible")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return NoDate("range")
    return TypedDate(moment, bool(hour or written_hour))


def _fault(line: str) -> NoDate:
    if _YEAR_ONLY.fullmatch(line):
        return NoDate("part", "月和日")
    if _MONTH_ONLY.fullmatch(line) or _YEAR_MONTH.fullmatch(line):
        return NoDate("part", "日")
    if _PERIOD_ONLY.fullmatch(line):
        return NoDate("part", "确切的月和日" if "月" not in line else "确切的日")
    if _NO_YEAR.fullmatch(line):
        return NoDate("part", "年份")
    if _SHORT_YEAR.fullmatch(line):
        return NoDate("part", "四位的年份")
    if _NO_ORDER.fullmatch(line):
        return NoDate("order")
    return NoDate("not_a_date")
