"""The sheet 评分 of an expert's workbook as people bring it back: points, and the reasons for them.

Sheets are found by name and header, columns by the indicator's number in their header, since people move both.
What cannot be understood ends the reading with the cell that is meant: a score is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.finding import CellRef, column_letters
from zhtcli.core.identifiers import judge
from zhtcli.core.points.expertsheet import (
    CODE,
    DAY,
    EXPERT,
    EXPERT_NAME,
    SIGNATURE,
    UNIT,
    ScoreHeader,
    header_of,
)
from zhtcli.workbook.files.book import Book, Cell, Sheet
from zhtcli.workbook.reading.cells import understand
from zhtcli.workbook.reading.grid import Grid, named_cells
from zhtcli.workbook.reading.listheader import SEARCHED_ROWS
from zhtcli.workbook.reading.plainname import plain
from zhtcli.workbook.reading.understood import Expected

_UNITS = frozenset(map(plain, (UNIT, "单位名称", "填报单位", "被评单位")))
_CODES = frozenset(map(plain, (CODE, "信用代码")))
_LIKE_SCORES = ("得分", "最高", "评分")
_LIKE_CODE = re.compile("[0-9A-Z]{15,20}")


class ExpertFault(Exception):
    """A cell of an expert's workbook that cannot be understood; the sentence names it."""


@dataclass(frozen=True, slots=True)
class Score:
    """Points in one cell of 评分. `unit` is the code, or the name where there is none."""

    unit: str
    no: str
    score: Fraction
    reason: str
    at: CellRef


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """One sheet 评分: who filled it, the points given, and the indicators that have a column."""

    name: str
    expert: str
    scores: tuple[Score, ...]
    numbers: Mapping[str, CellRef]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a sheet has what, by its header row; columns are 1-based."""

    row: int
    units: int | None
    codes: int | None
    scores: dict[str, int]
    reasons: dict[str, int]


def score_sheets(book: Book) -> list[str]:
    """The sheets that have columns for experts' points, or are called 专家评分 and are not blank."""
    return [sheet.name for sheet in book.sheets if _called_scores(sheet) or _scores_in(sheet)]


def has_scores(book: Book) -> bool:
    """Whether a sheet has columns for experts' points."""
    return any(map(_scores_in, book.sheets))


def _scores_in(sheet: Sheet) -> bool:
    try:
        return bool(_columns(Grid(sheet)))
    except ExpertFault:  # it has, and something is the matter with them
        return True


def _called_scores(sheet: Sheet) -> bool:
    return "专家评分" in plain(sheet.name) and any(True for _ in sheet.cells)


def read_scores(book: Book) -> list[ScoreSheet]:
    """Every sheet 评分 of a workbook; blank cells give no score. Raises ExpertFault."""
    found = []
    for sheet in book.sheets:
        grid = Grid(sheet)
        columns = _columns(grid)
        if columns is not None:
            numbers = {no: grid.ref(columns.row, column) for no, column in columns.scores.items()}
            scores = tuple(_scores(grid, columns))
            found.append(ScoreSheet(sheet.name, _expert(book, grid), scores, numbers))
    return found


def _columns(grid: Grid) -> _Columns | None:
    """The first row that names units and has an indicator's number in a header. Raises ExpertFault."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell in grid.sheet.down_to(SEARCHED_ROWS):
        if cell.kind == "text":
            rows.setdefault(cell.row, {})[cell.column] = cell
    for row, cells in sorted(rows.items()):
        words = {column: plain(str(cell.value)) for column, cell in cells.items()}
        units = [column for column, word in words.items() if word in _UNITS]
        codes = [column for column, word in words.items() if word in _CODES]
        headers = {column: header for column, word in words.items() if (header := header_of(word))}
        if not (units or codes) or not any(header.kind == "score" for header in headers.values()):
            continue
        scores = _by_number(grid, row, headers, "score")
        _check_unnumbered(grid, row, words, headers)
        reasons = _by_number(grid, row, headers, "reason")
        return _Columns(row, min(units, default=None), min(codes, default=None), scores, reasons)
    return None


def _by_number(grid: Grid, row: int, headers: Mapping[int, ScoreHeader], kind: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, header in sorted(headers.items()):
        if header.kind != kind:
            continue
        if header.no in found:
            first, second = grid.ref(row, found[header.no]), grid.ref(row, column)
            what = "得分" if kind == "score" else "理由"
            raise ExpertFault(f"{first} 和 {second} 都是第{header.no}项的{what}，不知道以哪一列为准，请只留一列")
        found[header.no] = column
    return found


def _check_unnumbered(grid: Grid, row: int, words: Mapping[int, str], headers: Mapping[int, ScoreHeader]) -> None:
    """A column of points whose header lost its number would be lost in silence."""
    below = {cell.column for cell in grid.sheet.cells if cell.row > row and cell.kind == "number"} - {1}
    for column in sorted(below | words.keys()):
        word = words.get(column, "")
        unnumbered = not word if column in below else False
        if column not in headers and (unnumbered or any(part in word for part in _LIKE_SCORES)):
            raise ExpertFault(f"{grid.ref(row, column)} 的表头没有指标序号，不知道是哪一项的得分；请写成“第1项”的样子")


def _expert(book: Book, grid: Grid) -> str:
    """The name beside its label, else in the cell that had the defined name."""
    for (row, column), cell in sorted(grid.cells.items()):
        if cell.kind != "text" or not (word := plain(str(cell.value))).startswith(EXPERT):
            continue
        if word != EXPERT:  # typed behind the label, in the same cell
            return word.removeprefix(EXPERT)
        right = sorted((c, one) for (r, c), one in grid.cells.items() if r == row and c > column)
        for _, one in right:
            text = cell_text(one)
            if plain(text).startswith(DAY):
                break
            if text:
                return text
        return ""
    at = named_cells(book).get(EXPERT_NAME)
    return cell_text(grid.at(at.row, at.column)) if at is not None and plain(at.sheet) == plain(grid.sheet.name) else ""


def _scores(grid: Grid, columns: _Columns) -> Iterator[Score]:
    _check_merged(grid, columns)
    seen: dict[str, int] = {}
    for row in sorted({row for row, _ in grid.cells if row > columns.row}):
        unit = _unit(grid, row, columns)
        if unit is not None and plain(unit).startswith(SIGNATURE):
            continue
        points = {no: _points(grid, row, column) for no, column in columns.scores.items()}
        given = {no: score for no, score in points.items() if score is not None}
        if not given:
            continue
        if not unit:
            at = grid.ref(row, columns.scores[next(iter(given))])
            raise ExpertFault(f"{at} 有得分，第{row}行却没有写单位")
        if unit in seen:
            raise ExpertFault(f"“{grid.sheet.name}”页第{seen[unit]}行和第{row}行是同一个单位“{unit}”，请只留一行")
        seen[unit] = row
        for no, score in given.items():
            beside = columns.reasons.get(no)
            reason = cell_text(grid.at(row, beside)) if beside else ""
            yield Score(unit, no, score, reason, grid.ref(row, columns.scores[no]))


def _check_merged(grid: Grid, columns: _Columns) -> None:
    """Points in a cell that was merged over several: whom they are for, nobody can tell."""
    for top, left, bottom, right in grid.sheet.merged:
        over = [column for column in columns.scores.values() if left <= column <= right]
        if not over or bottom <= columns.row or (bottom == top and len(over) == 1):
            continue
        text = plain(cell_text(grid.at(top, left)))
        if text and not text.startswith(SIGNATURE):
            area = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
            raise ExpertFault(f"“{grid.sheet.name}”页的 {area} 合并成了一格，不知道得分算给谁，请取消合并后分别填写")


def _unit(grid: Grid, row: int, columns: _Columns) -> str | None:
    """The code of a row, else the name; None where the row has neither. Raises ExpertFault."""
    cell = grid.at(row, columns.codes) if columns.codes else None
    name = cell_text(grid.at(row, columns.units)) if columns.units else ""
    code = understand(cell, Expected("code"))
    if code.state == "unreadable":
        why = code.remarks[0].rule.title
        raise ExpertFault(f"{grid.ref(row, columns.codes or 1)} 的“{code.raw}”不能当作{CODE}（{why}）")
    return (normal_code(str(code.value)) if code.value else "") or name or None


def unit_key(cell: Cell | None) -> str:
    """A unit that is named by code or by name: a code in its normal form, a name as it stands."""
    text = cell_text(cell)
    return normal_code(text) if _LIKE_CODE.fullmatch(normal_code(text)) else text


def normal_code(text: str) -> str:
    """A 统一社会信用代码 as it is compared: no blanks, no full-width forms, letters in upper case."""
    return judge("uscc", text).normal


def _points(grid: Grid, row: int, column: int) -> Fraction | None:
    """The points of a cell; nothing where it is blank. Raises ExpertFault."""
    understood = understand(grid.at(row, column), Expected("number", "分"))
    at = grid.ref(row, column)
    if understood.state == "unreadable":
        raise ExpertFault(
            f"{at} 的“{understood.raw}”不是得分（{understood.remarks[0].rule.title}）；请写数，不评或回避的留空"
        )
    return Fraction(understood.value) if isinstance(understood.value, Decimal) else None


def cell_text(cell: Cell | None) -> str:
    """What stands in a cell as text, blank where nothing usable does."""
    understood = understand(cell, Expected("text"))
    return str(understood.value).strip() if understood.value is not None else ""
