"""The sheets of fields beside the cover, one A4 page each: a row a field, like the rows of the cover."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import COVER_VALUE_COLUMN, PAGE_FIRST_ROW, Layout, Slot
from zhtcli.core.period import period_label
from zhtcli.core.rules.checkkinds import RequiredWhen
from zhtcli.core.rules.regime import Field, Page, Regime
from zhtcli.core.values import NUMERIC_TYPES
from zhtcli.workbook import styles
from zhtcli.workbook.form.pages import choices_limit
from zhtcli.workbook.form.prompts import told_of
from zhtcli.workbook.writing import Sheet, Style, Typed

_MARK, _LABEL, _VALUE, _GUIDANCE, _CLAUSE = 1, 2, COVER_VALUE_COLUMN, COVER_VALUE_COLUMN + 1, COVER_VALUE_COLUMN + 2
_HEADS = ("", "栏目", "填写", "怎样填", "依据")
_WIDTHS = (3.5, 27.0, 29.0, 25.0, 12.0)
_SIZE = 10.5
# A page of few fields has room; with many, and long labels, the rows stand closer.
_ROW, _CLOSE_ROW, _MANY = 40.0, 32.0, 10
_EARLIEST = date(1990, 1, 1)
_DAY_LIKE, _MOMENT_LIKE = "按 2026-01-15 的样子填写", "按 2026-10-20 09:30 的样子填写"


def write_page(
    sheet: Sheet,
    regime: Regime,
    page: Page,
    layout: Layout,
    values: Mapping[Slot, Typed],
    conditional: Mapping[str, Any],
    lists: Mapping[tuple[str, ...], str],
) -> None:
    """Title, what the page is for, and its fields where the layout has them."""
    for place, width in enumerate(_WIDTHS):
        sheet.raw.set_column(place, place, width)
    title = f"{page.title}　{period_label(layout.form.span)}".rstrip()
    sheet.band(1, 1, _CLAUSE, title, {**styles.TITLE, "font_size": 16})
    sheet.band(2, 1, _CLAUSE, page.guidance, {**styles.NOTICE, "text_wrap": True})
    for column, head in enumerate(_HEADS, 1):
        sheet.text(PAGE_FIRST_ROW - 1, column, head, {**styles.HEADER, "font_size": _SIZE})
    guidance_height = styles.row_height([(page.guidance, sum(_WIDTHS) - 2)], 10, least=30)
    for row, height in ((1, 44), (2, guidance_height), (PAGE_FIRST_ROW - 1, 24)):
        sheet.raw.set_row(row - 1, height)
    fields = [field for field in regime.fields if field.page == page.id]
    least = _CLOSE_ROW if len(fields) > _MANY else _ROW
    for field in fields:
        _field(sheet, regime, field, layout, values, conditional, lists, least)
    last = max((layout.places[Slot("field", field.key)].at.row for field in fields), default=PAGE_FIRST_ROW)
    if any(field.required for field in fields):
        last += 1
        sheet.band(last, 1, _CLAUSE, "标＊的必填。", {**styles.NOTE, "font_size": 10})
        sheet.raw.set_row(last - 1, 22)
    sheet.raw.print_area(0, 0, last - 1, _CLAUSE - 1)
    sheet.raw.fit_to_pages(1, 1)
    sheet.raw.freeze_panes(PAGE_FIRST_ROW - 1, 0)
    sheet.raw.set_selection(PAGE_FIRST_ROW - 1, _VALUE - 1, PAGE_FIRST_ROW - 1, _VALUE - 1)


def _field(
    sheet: Sheet,
    regime: Regime,
    field: Field,
    layout: Layout,
    values: Mapping[Slot, Typed],
    conditional: Mapping[str, Any],
    lists: Mapping[tuple[str, ...], str],
    least: float,
) -> None:
    row = layout.places[Slot("field", field.key)].at.row
    body: Style = {"font_size": _SIZE, "indent": 1}
    mark: Style = {**styles.LABEL_MIDDLE, "font_color": "#C00000", "font_size": _SIZE}
    guidance = f"单位：{field.unit}。{told_of(field)}" if field.unit else told_of(field)
    sheet.text(row, _MARK, "＊" if field.required else "", mark)
    sheet.text(row, _LABEL, field.label, {**styles.LABEL, **body})
    typed = values.get(Slot("field", field.key))
    sheet.put(row, _VALUE, typed, field.type, {**styles.input_style(field.type), **body, "align": "left"})
    sheet.text(row, _GUIDANCE, guidance, styles.HINT)
    sheet.text(row, _CLAUSE, field.clause, styles.HINT)
    texts = (
        (field.label, _WIDTHS[1], _SIZE),
        (typed if isinstance(typed, str) else "", _WIDTHS[2], _SIZE),
        (guidance, _WIDTHS[3], 9),
        (field.clause, _WIDTHS[4], 9),
    )
    sheet.raw.set_row(row - 1, max(styles.row_height([(text, width - 2)], size, least) for text, width, size in texts))
    cell = row - 1, _VALUE - 1
    sheet.raw.data_validation(*cell, *cell, _limit(field, lists))
    letter = column_letters(_VALUE)
    blank = f"LEN(TRIM({letter}{row}))=0"
    wanted = [
        f'{letter}{layout.places[Slot("field", check.when)].at.row}="{check.holds}"'
        for check in regime.checks
        if isinstance(check, RequiredWhen) and check.field == field.key and regime.field(check.when).page == field.page
    ]
    if field.required or wanted:
        formula = f"={blank}" if field.required else f"=AND({blank},OR({','.join(wanted)}))"
        waiting = {"type": "formula", "criteria": formula, "format": conditional["waiting"]}
        sheet.raw.conditional_format(f"{letter}{row}", waiting)


def _limit(field: Field, lists: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    """Lists stop what is not in them; figures and moments only warn."""
    options = choices_limit(field, lists)
    if field.type in NUMERIC_TYPES:
        kind = "integer" if field.type == "integer" else "decimal"
        words = f"应为不小于0的{'整数' if kind == 'integer' else '数'}"
        options |= {"validate": kind, "criteria": ">=", "value": 0, **_warning(words)}
    elif field.type in ("date", "datetime"):
        words = _DAY_LIKE if field.type == "date" else _MOMENT_LIKE
        options |= {"validate": "date", "criteria": ">=", "value": _EARLIEST, **_warning(words)}
        options["input_message"] = f"{field.guidance}{words}。"
    return options


def _warning(words: str) -> dict[str, str]:
    return {"error_type": "warning", "error_title": "请核对", "error_message": f"{words}。确实如此的可以保留。"}
