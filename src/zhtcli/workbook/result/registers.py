"""The sheet 台账核定: every row of every register, what it counts for, and why it does not.

A line is one row judged for one indicator; a row that no indicator looks at keeps a line that says so. There may be
hundreds of thousands of lines, so each is written once, in order, and gets a height of its own only where it wraps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from zhtcli.core.masking import showable
from zhtcli.core.period import period_label
from zhtcli.core.regime import Register
from zhtcli.core.registers import RegisterRows, row_keys
from zhtcli.core.rowreason import reason_of
from zhtcli.core.verdicts import PartOfShare, RowVerdict
from zhtcli.workbook import styles
from zhtcli.workbook.result.paper import COUNT, DECIMALS, FIGURE, Cell, Page
from zhtcli.workbook.result.told import Told
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
_PART_CELLS: dict[PartOfShare, Cell] = {
    "": Cell("计数", _MIDDLE),
    "numerator": Cell("分子", _MIDDLE),
    "denominator": Cell("分母", _MIDDLE),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was judged for one indicator, or for none."""

    index: int
    verdict: RowVerdict | None = None
    part: PartOfShare = ""
    indicators: list[str] = field(default_factory=list)


def write_registers(page: Page, told: Told) -> None:
    page.raw.set_default_row(styles.DEFAULT_ROW)
    page.title("台账核定", told.line)
    for sentence in _summary(told):
        page.sentence(sentence)
    judged = _judged(told)
    count = sum(len(lines) for _, _, lines in judged)
    room = LAST_ROW - page.row - 1
    if count > room:
        page.sentence(f"共{count}条，一页放不下，只列前{room}条。", styles.NOTICE)
    head = page.headers(*HEADERS)
    for register, rows, lines in judged:
        _write(page, told, register, rows, lines[:room])
        room -= min(room, len(lines))
    page.raw.autofilter(head - 1, 0, page.row - 2, len(WIDTHS) - 1)
    page.raw.freeze_panes(head, 0)
    page.raw.repeat_rows(head - 1, head - 1)


def _judged(told: Told) -> list[tuple[Register, RegisterRows, list[Line]]]:
    """The lines of each register, row by row, within a row in the order of the indicators."""
    by_register: dict[str, list[Line]] = {key: [] for key in told.assessment.registers}
    shared: dict[tuple[Any, ...], Line] = {}
    for verdict in told.assessment.verification.verdicts:
        line = Line(verdict.index, verdict, verdict.part, [verdict.indicator])
        if verdict.part == "denominator":
            # Several shares of the same subjects: one line says what stands in all their denominators.
            key = verdict.register, verdict.index, verdict.period, verdict.quantity, verdict.miss, verdict.first
            if (same := shared.setdefault(key, line)) is not line:
                same.indicators.append(verdict.indicator)
                continue
        by_register[verdict.register].append(line)
    judged = []
    for register in told.regime.registers:
        rows = told.assessment.registers.get(register.key)
        if rows is None:
            continue
        lines = by_register[register.key]
        judged_for_something = {line.index for line in lines}
        lines += [Line(index) for index in range(len(rows)) if index not in judged_for_something]
        judged.append((register, rows, sorted(lines, key=lambda line: line.index)))
    return judged


def _summary(told: Told) -> Iterator[str]:
    verdicts = told.assessment.verification.verdicts
    counted = sum(verdict.miss is None for verdict in verdicts)
    rows = sum(len(rows) for rows in told.assessment.registers.values())
    yield (
        f"台账共{rows}行。一行用于几项指标就列几次：计入{counted}次，不计入{len(verdicts) - counted}次。"
        "有台账的指标，按逐行核定的数计分。"
    )
    yield (
        "“数量”只列计入的数，按指标、用作和年度筛选后相加就是核定数，比例用分子除以分母；分母相同的几项合列一行。"
        "“行标识”由识别列组成，排序、插行后不变；身份证号已遮盖。"
    )


def _write(page: Page, told: Told, register: Register, rows: RegisterRows, lines: list[Line]) -> None:
    keys = row_keys(register, rows)
    dated = register.dated or register.since or ""
    clauses = {indicator.no: indicator.clause for indicator in told.regime.measured()}
    sheet, own_clause = Cell(rows.sheet, _TEXT), Cell(register.clause, _TEXT)
    for line in lines:
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
