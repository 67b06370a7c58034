"""A form as an xlsx workbook, blank or filled: 封面, 填报说明, 指标填报, pages of fields, 自检, registers, identity.

A document that has no indicators has no sheet 指标填报. Where each cell stands is the layout's affair; this module
draws it. The same call gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import (
    COVER,
    ENTRIES,
    GUIDE,
    IDENTITY,
    SELF_CHECK,
    STATES,
    Layout,
    Place,
    Slot,
    template_number,
)
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook import styles
from zhtcli.workbook.form.fieldpages import write_page
from zhtcli.workbook.form.pages import form_title, write_cover, write_guide
from zhtcli.workbook.form.registers import choices_of, define_ranges, last_row, write_register
from zhtcli.workbook.form.selfcheck import write_self_check
from zhtcli.workbook.form.table import write_entries
from zhtcli.workbook.writing import CREATED, NO, SAFE_OPTIONS, YES, Formats, Sheet, Typed, on_sheet

ROLE = "form"
_NOTHING: Mapping[Any, Any] = MappingProxyType({})

# What a person may do without lifting the protection, which has no password.
_ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
_FIRST_LIST_COLUMN = 4


def write_form(
    regime: Regime,
    digest: str,
    layout: Layout,
    values: Mapping[Slot, Typed] = _NOTHING,
    origins: Mapping[str, str] = _NOTHING,
    registers: Mapping[str, Sequence[Mapping[str, Typed | None]]] = _NOTHING,
) -> bytes:
    """The workbook of a form.

    `values` fill input cells: a str is typed as text wherever it goes, a number in a percent cell is in
    percent (2.6 is stored as 0.026), a bool reads 是 or 否, a tuple is joined with 、. A ratio's own cell
    holds its formula unless a percentage is given for it. `origins` says of earlier periods where their
    figures come from. `registers` maps a register's key to its rows, each column key -> value, typed by the
    same rules; its table grows to them. Raises KeyError for a slot, period, register or column that the form
    does not have, ValueError for a text that no cell can hold.
    """
    import xlsxwriter

    if unknown := [slot.name for slot in values if slot not in layout.places]:
        raise KeyError(unknown[0])
    earlier = {column.period for column in layout.columns if column.role == "earlier"}
    if foreign := [period for period in origins if period not in earlier]:
        raise KeyError(foreign[0])
    if strangers := [key for key in registers if key not in layout.registers]:
        raise KeyError(strangers[0])
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, SAFE_OPTIONS)
    worksheet_class = _worksheet_class()
    formats = Formats(workbook)
    marks = {"waiting": styles.WAITING, "odd": styles.ODD, "undone": styles.UNDONE, "done": styles.DONE}
    conditional = {name: formats[style] for name, style in marks.items()}
    tables = {table.sheet: table for table in layout.registers.values()}
    pages = {page.title: page for page in regime.pages}
    entries = (ENTRIES,) if layout.has_table else ()
    names = (COVER, GUIDE, *entries, *pages, SELF_CHECK, *tables, IDENTITY)
    sheets = {name: Sheet(workbook.add_worksheet(name, worksheet_class), formats) for name in names}

    number = template_number(layout.form, regime.version, digest)
    lists = _write_identity(workbook, sheets[IDENTITY], regime, digest, layout)
    write_cover(sheets[COVER], regime, layout, values, conditional, lists, number)
    write_guide(sheets[GUIDE], regime, layout)
    if layout.has_table:
        write_entries(sheets[ENTRIES], regime, layout, values, origins, conditional, lists)
    for title, page in pages.items():
        write_page(sheets[title], regime, page, layout, values, conditional, lists)
    write_self_check(sheets[SELF_CHECK], regime, layout, conditional)
    for name, table in tables.items():
        rows = registers.get(table.register.key, ())
        write_register(sheets[name], regime, table, rows, conditional, lists)
        define_ranges(workbook, table, last_row(rows))

    for slot, place in layout.places.items():
        workbook.define_name(slot.name, f"={on_sheet(place.at.sheet, _absolute(place))}")
    for name, sheet in sheets.items():
        lying = name in tables or (name == ENTRIES and regime.monitoring is None)
        _set_up_page(sheet.raw, regime, number, landscape=lying, narrow=name == ENTRIES or lying)
        if name not in tables:  # a table on a protected sheet does not grow
            sheet.raw.protect("", _ALLOWED)
    sheets[COVER].raw.activate()
    sheets[IDENTITY].raw.very_hidden()
    workbook.set_properties({"title": f"{regime.title}{form_title(layout)}", "created": CREATED})
    for key, text in _identity(regime, digest, layout).items():
        if key != "regime":
            workbook.set_custom_property(f"zht_{key}", text, "text")
    workbook.close()
    return buffer.getvalue()


def _worksheet_class() -> Any:
    """A worksheet that takes our formulas as they are.

    The library looks through each formula for thirty functions that Excel 2007 did not have. We use none of
    them (a test holds us to it), and the search takes a quarter of the time that a form takes.
    """
    from xlsxwriter.worksheet import Worksheet

    class PlainFormulas(Worksheet):  # type: ignore[misc]  # the library has no types
        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            return formula.removeprefix("=")

    return PlainFormulas


def _identity(regime: Regime, digest: str, layout: Layout) -> dict[str, str]:
    return {
        "form": layout.form.id,
        "regime": regime.id,
        "version": regime.version,
        "digest": digest,
        "role": ROLE,
    }


def _write_identity(
    workbook: Any, sheet: Sheet, regime: Regime, digest: str, layout: Layout
) -> dict[tuple[str, ...], str]:
    """The hidden sheet: who this form is, and the lists of choices; choices -> the list's defined name.

    Lists stand in cells because a list that is written into the validation itself ends at 255 characters.
    """
    for row, (key, text) in enumerate(_identity(regime, digest, layout).items(), 1):
        sheet.text(row, 1, key, styles.PLAIN)
        sheet.text(row, 2, text, styles.PLAIN)
    wanted: dict[str, tuple[str, ...]] = {"state": STATES} if layout.has_table else {}
    wanted["yes_no"] = (YES, NO)
    wanted |= {field.key: field.choices for field in regime.fields if field.choices}
    if regime.monitoring is not None:
        wanted["source"] = regime.monitoring.sources
    wanted |= {
        f"{register.key}_{column.key}": choices
        for register in regime.registers
        for column in register.columns
        if (choices := choices_of(column))
    }
    lists: dict[tuple[str, ...], str] = {}
    for name, choices in wanted.items():
        if choices in lists:
            continue
        column = _FIRST_LIST_COLUMN + len(lists)
        for row, choice in enumerate(choices, 1):
            sheet.text(row, column, choice, styles.PLAIN)
        lists[choices] = f"zht_list_{name}"
        letters = column_letters(column)
        workbook.define_name(lists[choices], f"={IDENTITY}!${letters}$1:${letters}${len(choices)}")
    return lists


def _absolute(place: Place) -> str:
    letters = place.at.a1.rstrip("0123456789")
    return f"${letters}${place.at.row}"


def _set_up_page(worksheet: Any, regime: Regime, number: str, *, landscape: bool, narrow: bool) -> None:
    """A4 with the form's name above and page numbers below."""
    worksheet.set_paper(9)
    worksheet.set_landscape() if landscape else worksheet.set_portrait()
    worksheet.set_margins(left=0.4, right=0.4, top=0.65, bottom=0.6) if narrow else worksheet.set_margins(
        left=0.7, right=0.7, top=0.8, bottom=0.7
    )
    worksheet.center_horizontally()
    worksheet.hide_gridlines(2)
    short = regime.short.replace("&", "&&")
    worksheet.set_header(f'&L&"{styles.BODY}"&9{short}&R&"{styles.BODY}"&9{number}', {"margin": 0.3})
    worksheet.set_footer(f'&C&"{styles.BODY}"&9第&P页/共&N页', {"margin": 0.3})
