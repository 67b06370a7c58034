"""The sheet 裁定 of an expert's workbook: decisions on a figure, a row of a register, a condition or a grant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.decision import Decision
from zhtcli.core.period import PERIOD
from zhtcli.core.points.expertsheet import RULING_TABLE
from zhtcli.core.rules.kinds import Ratio
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook.expert.book import ExpertFault, cell_text, unit_key
from zhtcli.workbook.files.book import Book, Sheet
from zhtcli.workbook.reading.cells import understand
from zhtcli.workbook.reading.grid import Grid
from zhtcli.workbook.reading.listheader import Header, find_header
from zhtcli.workbook.reading.listrows import rows_below
from zhtcli.workbook.reading.plainname import plain
from zhtcli.workbook.reading.understood import Expected

_NEEDED = ("unit", "no", "value")
_NO = re.compile(r"★?第?★?(\d{1,3}(?:\.\d{1,3})?)项?")
_YEAR = re.compile(r"(\d{4})年度?")
_QUARTER = re.compile(r"(\d{4})年?第?([一二三四1-4])季度?")
_QUARTERS = "一二三四"
_COUNTED: Mapping[str, bool] = {
    "是": True, "TRUE": True, "计入": True, "符合": True,
    "否": False, "FALSE": False, "不计入": False, "不符合": False,
}  # fmt: skip


def has_rulings(book: Book) -> bool:
    """Whether a sheet has room for decisions."""
    return bool(_sheets(book))


def read_rulings(book: Book, regime: Regime | None) -> tuple[Decision, ...] | None:
    """The decisions in order; None where no sheet has room for any. Raises ExpertFault.

    The regime tells in which unit an indicator's figure is typed.
    """
    sheets = _sheets(book)
    if not sheets:
        return None
    if len(sheets) > 1:
        names = "、".join(f"“{sheet.name}”" for sheet, _ in sheets)
        raise ExpertFault(f"{names}几页都像裁定，不知道以哪一页为准，请只留一页")
    sheet, header = sheets[0]
    if header.twice:
        key, columns = next(iter(header.twice.items()))
        places = "和".join(str(Grid(sheet).ref(header.row, column)) for column in columns)
        raise ExpertFault(f"{places} 都像“{RULING_TABLE.column(key).label}”，不知道以哪一列为准，请只留一列")
    grid = Grid(sheet)
    read = (_decision(grid, header, row, regime) for row in rows_below(sheet, header).numbers)
    return tuple(one for one in read if one is not None)


def _sheets(book: Book) -> list[tuple[Sheet, Header]]:
    """The sheet 裁定, else those whose header reads like it."""
    like = []
    for sheet in book.sheets:
        header = find_header(sheet, RULING_TABLE)
        if header is not None and all(key in header.columns or key in header.twice for key in _NEEDED):
            like.append((sheet, header))
    return [one for one in like if plain(one[0].name) == RULING_TABLE.title] or like


def _decision(grid: Grid, header: Header, row: int, regime: Regime | None) -> Decision | None:
    cells = {key: grid.at(row, column) for key, column in header.columns.items()}
    texts = {key: cell_text(cell) for key, cell in cells.items()}
    if not any(texts.values()) or plain(texts.get("unit", "")).startswith("模板编号"):
        return None
    where = f"“{grid.sheet.name}”页第{row}行"
    unit = unit_key(cells.get("unit"))
    if not unit:
        raise ExpertFault(f"{where}没有写单位或统一社会信用代码")
    no = _no(texts["no"], where, regime)
    return Decision(
        unit=unit,
        no=no,
        row=texts.get("row") or None,
        period=_period(texts.get("period", ""), where),
        value=_value(grid, header, row, _expected(regime, no, texts.get("row", ""))),
        reason=texts.get("reason", ""),
        by=texts.get("by", ""),
        date=_day(grid, header, row),
    )


def _no(text: str, where: str, regime: Regime | None) -> str:
    """An indicator's number; where the document has conditions or grants, an id or a title as it stands."""
    if regime is not None and text and (regime.conditions or regime.grants):
        return text
    found = _NO.fullmatch(plain(text))
    if found is None:
        seen = f"的指标序号“{text}”不是序号" if text else "没有写指标序号"
        raise ExpertFault(f"{where}{seen}，请写成 5 的样子")
    return ".".join(part.lstrip("0") or "0" for part in found[1].split("."))


def _expected(regime: Regime | None, no: str, row_key: str) -> Expected:
    """A row's value is a quantity, an indicator's is its figure."""
    try:
        indicator = None if row_key or regime is None else regime.indicator(no)
    except KeyError:  # whether there is such an indicator is judged with the form
        indicator = None
    if indicator is None:
        return Expected("number")
    return Expected("percent" if isinstance(indicator.measure, Ratio) else "number", indicator.unit)


def _value(grid: Grid, header: Header, row: int, expected: Expected) -> Fraction | bool:
    at, cell = grid.ref(row, header.columns["value"]), grid.at(row, header.columns["value"])
    if cell is not None and isinstance(cell.value, bool):
        return cell.value
    word = plain(cell_text(cell)).upper()
    if word in _COUNTED:
        return _COUNTED[word]
    understood = understand(cell, expected)
    if isinstance(understood.value, Decimal):
        return Fraction(understood.value)
    if understood.state == "blank" and not understood.raw:
        raise ExpertFault(f"{at} 是空的，没有写数值或是否计入")
    raise ExpertFault(f"{at} 的“{understood.raw}”既不是数，也不是“是”或“否”")


def _period(text: str, where: str) -> str | None:
    word = plain(text).lower()
    if not word:
        return None
    if PERIOD.fullmatch(word):
        return word
    if found := _YEAR.fullmatch(word):
        return found[1]
    if found := _QUARTER.fullmatch(word):
        quarter = found[2] if found[2].isdigit() else str(_QUARTERS.index(found[2]) + 1)
        return f"{found[1]}q{quarter}"
    raise ExpertFault(f"{where}的期别“{text}”看不懂，请写成 2026 或 2026q3 的样子")


def _day(grid: Grid, header: Header, row: int) -> str:
    column = header.columns.get("date")
    understood = understand(grid.at(row, column) if column else None, Expected("date"))
    if understood.state == "unreadable":
        raise ExpertFault(f"{grid.ref(row, column or 1)} 的“{understood.raw}”不是一个日期，请写成 2026-12-20 的样子")
    return understood.value.isoformat() if isinstance(understood.value, date) else ""
