"""The register sheets (台账): a table with a row an item, open to everyone, its columns typed far beyond the table.

Blank rows hold no cells at all: number formats belong to the columns, lists and prompts to their ranges, so what
is typed or pasted below the table's last row is treated alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import RegisterTable
from zhtcli.core.rules.regime import Regime, RegisterColumn
from zhtcli.core.values import NUMERIC_TYPES, ValueType
from zhtcli.workbook import styles
from zhtcli.workbook.form.prompts import outside_list, told_of
from zhtcli.workbook.writing import NO, YES, Sheet, Style, Typed

TABLE_ROWS = 30
"""Rows of a blank table, a printed page. It grows as people type below it; a longer one would print empty pages."""
REACH = 10_000
"""The last row that formats, lists and live formulas reach in a blank form."""

_TITLE_ROW, _GUIDANCE_ROW, _NOTE_ROW = 1, 2, 3
_TABLE_STYLE = "Table Style Light 15"
_NOTE = "标＊的列必填。可以增加行、排序和筛选；请不要改表头，不要合并单元格。"
_WIDTHS: dict[ValueType, float] = {
    "text": 16.0, "code": 19.0, "number": 10.0, "integer": 7.0, "percent": 9.0, "money": 12.0,
    "date": 10.5, "datetime": 15.0, "boolean": 8.0, "choice": 10.0, "choices": 16.0,
}  # fmt: skip
_FILTER_BUTTON = 2.5
_PROMPT_TITLE, _PROMPT = 32, 255
_DAY_LIKE = "照 2026-03-15 的样子填写。"
_EARLIEST = date(2000, 1, 1)


def choices_of(column: RegisterColumn) -> tuple[str, ...]:
    """What can be chosen in a column, or is suggested where people may write something else; nothing elsewhere."""
    if column.type == "boolean":
        return (YES, NO)
    return column.choices if column.type in ("choice", "text") else ()


def last_row(rows: Sequence[Mapping[str, Typed | None]]) -> int:
    """The last row that formulas and lists reach: as much room below the given rows as a blank form has."""
    return REACH + len(rows)


def define_ranges(workbook: Any, table: RegisterTable, last: int) -> None:
    """A defined name for each column's cells, so that formulas stay short and follow a column that is moved."""
    for number, column in enumerate(table.register.columns, 1):
        letters = column_letters(number)
        cells = f"'{table.sheet}'!${letters}${table.first_row}:${letters}${last}"
        workbook.define_name(table.range_name(column.key), f"={cells}")


def write_register(
    sheet: Sheet,
    regime: Regime,
    table: RegisterTable,
    rows: Sequence[Mapping[str, Typed | None]],
    conditional: Mapping[str, Any],
    lists: Mapping[tuple[str, ...], str],
) -> None:
    """Title, guidance, and the table with `rows` in it; a column that a row leaves out stays blank.

    Raises KeyError for a column that the register does not have, ValueError for a text that no cell can hold.
    """
    register = table.register
    last = last_row(rows)
    sheet.text(_TITLE_ROW, 1, f"台账：{register.title}", styles.SHEET_TITLE)
    sheet.text(_GUIDANCE_ROW, 1, f"{register.guidance}依据：{register.clause}。", styles.LINE)
    sheet.text(_NOTE_ROW, 1, f"{_NOTE}{_units(register.columns)}", styles.MUTED_LINE)
    heads = []
    for number, column in enumerate(register.columns, 1):
        width = _width(column)
        header, style = _header(column), styles.REQUIRED_HEADER if column.required else styles.OPTIONAL_HEADER
        sheet.raw.set_column(number - 1, number - 1, width, sheet.formats[_style(column)])
        heads.append({"header": header, "header_format": sheet.formats[style]})
        _limit(sheet, regime, table, number, column, last, lists)
    bottom = table.header_row + max(TABLE_ROWS, len(rows))
    area = (table.header_row - 1, 0, bottom - 1, len(register.columns) - 1)
    sheet.raw.add_table(*area, {"name": table.name, "style": _TABLE_STYLE, "columns": heads})
    _fill(sheet, table, rows)
    _mark_missing(sheet, table, last, conditional["waiting"])
    bare = sheet.formats[styles.PLAIN]
    for row, height in ((_TITLE_ROW, 26), (_GUIDANCE_ROW, 18), (_NOTE_ROW, 18), (table.header_row, 32)):
        # A row's format wins over the columns', whose lines would run through title and guidance.
        sheet.raw.set_row(row - 1, height, bare)
    sheet.raw.freeze_panes(table.header_row, 0)
    sheet.raw.repeat_rows(table.header_row - 1)
    sheet.raw.fit_to_pages(1, 0)
    cells = f"A{table.first_row}:{column_letters(len(register.columns))}{last}"
    sheet.raw.ignore_errors({"number_stored_as_text": cells})
    sheet.raw.set_selection(table.header_row, 0, table.header_row, 0)


def _header(column: RegisterColumn) -> str:
    return f"＊{column.label}" if column.required else column.label


def _style(column: RegisterColumn) -> Style:
    """A year has no thousands: `2,026` would have to be read twice."""
    year = column.type == "integer" and column.key.rpartition("_")[2] == "year"
    return styles.REGISTER_YEAR if year else styles.register_style(column.type)


def _width(column: RegisterColumn) -> float:
    """Wide enough for its kind of value and each choice, and for the header on two lines beside the filter's button."""
    width = _WIDTHS[column.type]
    while styles.lines(_header(column), width - _FILTER_BUTTON) > 2:
        width += 0.5
    while any(styles.lines(choice, width) > 1 for choice in column.choices):
        width += 0.5
    return width


def _units(columns: Sequence[RegisterColumn]) -> str:
    """`研发经费、营业收入的单位：万元。`; headers hold labels alone, so that people's own lists match them."""
    named: dict[str, list[str]] = {}
    for column in columns:
        if column.unit:
            named.setdefault(column.unit, []).append(column.label)
    return "".join(f"{'、'.join(labels)}的单位：{unit}。" for unit, labels in named.items())


def _fill(sheet: Sheet, table: RegisterTable, rows: Sequence[Mapping[str, Typed | None]]) -> None:
    columns = {
        column.key: (number, column.type, _style(column), _width(column))
        for number, column in enumerate(table.register.columns, 1)
    }
    for row, values in enumerate(rows, table.first_row):
        long = []
        for key, value in values.items():
            number, kind, style, width = columns[key]
            if value is None or value == "":
                continue
            sheet.put(row, number, value, kind, style)
            if kind in styles.WRITTEN and isinstance(value, str) and (len(value) > width / 2 or "\n" in value):
                long.append((value, width))
        if long and (height := styles.row_height(long, least=0)) > styles.DEFAULT_ROW:
            # Not every program fits the heights of wrapped rows when it opens a file.
            sheet.raw.set_row(row - 1, height)


def _mark_missing(sheet: Sheet, table: RegisterTable, last: int, waiting: Any) -> None:
    """A required cell that is still blank shows yellow once its row holds something."""
    required = [n for n, column in enumerate(table.register.columns, 1) if column.required]
    if not required:
        return
    areas = [f"{column_letters(n)}{table.first_row}:{column_letters(n)}{last}" for n in required]
    whole = f"$A{table.first_row}:${column_letters(len(table.register.columns))}{table.first_row}"
    formula = f"=AND(LEN(TRIM({column_letters(required[0])}{table.first_row}))=0,COUNTA({whole})>0)"
    rule = {"type": "formula", "criteria": formula, "format": waiting, "multi_range": " ".join(areas)}
    sheet.raw.conditional_format(areas[0], rule)


def _limit(
    sheet: Sheet,
    regime: Regime,
    table: RegisterTable,
    number: int,
    column: RegisterColumn,
    last: int,
    lists: Mapping[tuple[str, ...], str],
) -> None:
    """Lists stop what is not in them; dates and figures only warn. A prompt tells what the column wants."""
    options: dict[str, Any] = {"validate": "any"}
    if choices := choices_of(column):
        options = {"validate": "list", "source": f"={lists[choices]}", **outside_list(column.type, choices)}
    elif column.type == "date":
        words = f"应为日期，{_DAY_LIKE}"
        options = {"validate": "date", "criteria": ">=", "value": _EARLIEST, **_warning(words)}
    elif column.type == "integer":
        options = {"validate": "integer", "criteria": ">=", "value": 0, **_warning("应为不小于0的整数。")}
    elif column.type in NUMERIC_TYPES:
        options = {"validate": "decimal", "criteria": ">=", "value": 0, **_warning("应为不小于0的数。")}
    if prompt := _prompt(regime, column):
        options |= {"input_title": column.label[:_PROMPT_TITLE], "input_message": prompt}
    if len(options) > 1:
        sheet.raw.data_validation(table.first_row - 1, number - 1, last - 1, number - 1, options)


def _warning(words: str) -> dict[str, str]:
    return {"error_type": "warning", "error_title": "请核对", "error_message": f"{words}确实如此的可以保留。"}


def _prompt(regime: Regime, column: RegisterColumn) -> str:
    parts = ["必填。" if column.required else "", told_of(column)]
    if column.unit:
        parts.append(f"单位：{column.unit}。")
    if column.type == "date":
        parts.append(_DAY_LIKE)
    names = {indicator.no: indicator.name for indicator in regime.indicators}
    if column.key == "indicator":
        parts += [f"\n{no}：{names[no]}" for no in column.choices if no in names]
    text = "".join(parts)
    return text if len(text) <= _PROMPT else f"{text[: _PROMPT - 1]}…"
