"""The sheet 台账核定: every row of every register, what it counts for, and why it does not.

A line is one row judged for one indicator; a row that no indicator looks at keeps a line that says so. There may be
hundreds of thousands of lines, so each is written once, in order, and gets a height of its own only where it wraps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.rowverdicts import PartOfShare, RowVerdict, RuleVerdicts
from zhtcli.core.period import period_label
from zhtcli.core.registers.rowreason import reason_of
from zhtcli.core.rules.regime import Register
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import COUNT, DECIMALS, FIGURE, Cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.writing import Style

WIDTHS = (19.0, 6.5, 33.0, 5.0, 5.5, 10.5, 9.5, 5.5, 8.0, 34.0, 15.0)
HEADERS = ("台账", "行号", "行标识", "指标", "用作", "日期", "数量", "计入", "年度", "原因", "条款")
COUNTED, NOT_COUNTED = "是", "否"
LAST_ROW = 1_048_576
"""The last row of a sheet, in all spreadsheet programs alike."""
_TEXT: Style = styles.BOX
_MIDDLE: Style = styles.BOX_MIDDLE
_DONE: Style = {**styles.BOX_MIDDLE, **styles.DONE}
_NOT: Style = {**styles.BOX_MIDDLE, **styles.ODD}
_DAY: Style = {**styles.BOX_MIDDLE, "num_format": "yyyy-mm-dd"}
_NUMBER: Style = {**FIGURE, "num_format": "0_ "}
_YES, _NO, _BLANK = Cell(COUNTED, _DONE), Cell(NOT_COUNTED, _NOT), Cell(None, _MIDDLE)
PART_WORDS: dict[PartOfShare, str] = {"": "计数", "numerator": "分子", "denominator": "分母"}
_PART_CELLS = {part: Cell(word, _MIDDLE) for part, word in PART_WORDS.items()}
FIRST_LINE = 6
"""The row of the first line: title, whose it is, two sentences, the header."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was judged for one indicator, or for none."""

    index: int
    verdict: RowVerdict | None = None
    part: PartOfShare = ""
    indicators: tuple[str, ...] = ()


def write_registers(page: Page, told: Told) -> None:
    page.raw.set_default_row(styles.DEFAULT_ROW)
    page.title("台账核定", told.line)
    for sentence in _summary(told):
        page.sentence(sentence)
    judged = _judged(told)
    room = LAST_ROW - page.row - 1
    if sum(_count(rows, by_rule) for _, rows, by_rule in judged) > room:
        page.sentence(f"台账行数太多，一页放不下，只列前{room}条。", styles.NOTICE)
    head = page.headers(*HEADERS)
    for register, rows, by_rule in judged:
        room -= _write(page, told, register, rows, islice(_lines(rows, by_rule), room))
    page.filtered(head)


def _judged(told: Told) -> list[tuple[Register, RegisterRows, list[RuleVerdicts]]]:
    """Each register that was handed in, with what became of its rows."""
    by_rule = told.assessment.verification.verdicts.by_rule
    return [
        (register, rows, [one for one in by_rule if one.register == register.key])
        for register in told.regime.registers
        if (rows := told.assessment.registers.get(register.key)) is not None
    ]


def too_many(told: Told, lines: int) -> bool:
    """Whether there may be more lines than that."""
    return sum(_count(rows, by_rule) for _, rows, by_rule in _judged(told)) > lines


def judged_lines(told: Told) -> Iterator[Line]:
    """Every line, in the order of the sheet."""
    for _, _, line in judged_rows(told):
        yield line


def judged_rows(told: Told) -> Iterator[tuple[Register, RegisterRows, Line]]:
    """Every line with the register that it is of, in the order of the sheet."""
    for register, rows, by_rule in _judged(told):
        for line in _lines(rows, by_rule):
            yield register, rows, line


def _lines(rows: RegisterRows, by_rule: Sequence[RuleVerdicts]) -> Iterator[Line]:
    """Row by row, within a row in the order of the indicators.

    Several shares of the same subjects have one line for what stands in all their denominators.
    """

    def placed(number: int) -> Iterator[tuple[int, int, int]]:
        indexes = by_rule[number].indexes
        return ((indexes[place], number, place) for place in sorted(range(len(indexes)), key=indexes.__getitem__))

    unseen = 0
    for index, judged in groupby(merge(*map(placed, range(len(by_rule)))), key=itemgetter(0)):
        yield from map(Line, range(unseen, index))
        unseen = index + 1
        own: dict[tuple[Any, ...], Line] = {}
        for _, number, place in judged:
            verdict = by_rule[number].at(place)
            shared = verdict.part == "denominator"
            key = (verdict.period, verdict.quantity, verdict.miss, verdict.first) if shared else (number, place)
            before = own.get(key)
            nos = (*(before.indicators if before else ()), verdict.indicator)
            own[key] = Line(index, before.verdict if before else verdict, verdict.part, nos)
        yield from own.values()
    yield from map(Line, range(unseen, len(rows)))


def _count(rows: RegisterRows, by_rule: Sequence[RuleVerdicts]) -> int:
    """How many lines there are at most."""
    return sum(map(len, by_rule)) + len(rows) - len(set[int]().union(*(one.indexes for one in by_rule)))


def _summary(told: Told) -> Iterator[str]:
    verdicts = told.assessment.verification.verdicts
    counted = sum(1 for block in verdicts.by_rule for _ in block.counted())
    rows = sum(len(rows) for rows in told.assessment.registers.values())
    yield (
        f"台账共{rows}行。一行用于几项指标就列几次：计入{counted}次，不计入{len(verdicts) - counted}次。"
        "有台账的指标，按逐行核定的数计分。"
    )
    yield (
        "“数量”只列计入的数，按指标、用作和年度筛选后相加就是核定数，比例用分子除以分母；分母相同的几项合列一行。"
        "“行标识”由识别列组成，排序、插行后不变；身份证号已遮盖。"
    )


def _write(page: Page, told: Told, register: Register, rows: RegisterRows, lines: Iterable[Line]) -> int:
    """Write the lines; gives how many there were."""
    keys = row_keys(register, rows)
    dated = register.dated or register.since or ""
    clauses = {indicator.no: indicator.clause for indicator in told.regime.measured()}
    sheet, own_clause = Cell(rows.sheet, _TEXT), Cell(register.clause, _TEXT)
    count = 0
    for count, line in enumerate(lines, 1):  # noqa: B007  # what is left of it is how many there were
        verdict, index = line.verdict, line.index
        day = rows.value(dated, index)
        page.quick_line(
            sheet,
            Cell(Fraction(rows.numbers[index]), _NUMBER),
            Cell(keys[index], _TEXT),
            _middle("、".join(line.indicators)) if verdict else _BLANK,
            _PART_CELLS[line.part] if verdict else _BLANK,
            Cell(day, _DAY) if isinstance(day, date) else Cell(_typed(day), _MIDDLE),
            _quantity(verdict),
            _YES if verdict and verdict.miss is None else _NO,
            _middle(period_label(verdict.period)) if verdict and verdict.period else _BLANK,
            Cell(_reason(verdict, rows) if verdict else _unseen(told, register, rows, index), _TEXT),
            Cell(_clause(verdict, clauses), _TEXT) if verdict else own_clause,
        )
    return count


@cache
def _middle(text: str) -> Cell:
    return Cell(text, _MIDDLE)


def _typed(value: object) -> str:
    return "" if value is None else showable(str(value))


def _quantity(verdict: RowVerdict | None) -> Cell:
    if verdict is None or verdict.miss is not None:
        return Cell(None, FIGURE)
    return Cell(verdict.quantity, COUNT if verdict.quantity.denominator == 1 else DECIMALS)


def _reason(verdict: RowVerdict, rows: RegisterRows) -> str:
    return showable("".join(reason_of(verdict, rows)))


def _clause(verdict: RowVerdict, clauses: dict[str, str]) -> str:
    requirements = (verdict.requirement,) if verdict.requirement else verdict.flagged
    return "；".join(dict.fromkeys(r.clause for r in requirements)) or clauses.get(verdict.indicator, "")


def _unseen(told: Told, register: Register, rows: RegisterRows, index: int) -> str:
    """Why no indicator looks at a row."""
    day = told.assessment.as_of
    since, until = rows.value(register.since or "", index), rows.value(register.until or "", index)
    if day is not None and isinstance(since, date) and since > day:
        return f"到{day.isoformat()}还没有开始"
    if day is not None and isinstance(until, date) and until < day:
        return f"到{day.isoformat()}已经结束"
    asked = any(column.key == "indicator" and column.required for column in register.columns)
    if asked and rows.value("indicator", index) is None:
        return "没有写明所属指标"
    return "不是任何一项指标要计的内容"
