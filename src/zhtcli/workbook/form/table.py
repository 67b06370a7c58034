"""The sheet 指标填报: one row an indicator, drawn as the document wants it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import Layout, Slot
from zhtcli.core.forms.tablecolumns import pledging
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook.form.assessedtable import AssessedTable
from zhtcli.workbook.form.followedtable import FollowedTable
from zhtcli.workbook.form.indicatortable import UNIT_ROW
from zhtcli.workbook.form.pledgedtable import PledgedTable
from zhtcli.workbook.writing import Sheet, Typed


def write_entries(
    sheet: Sheet,
    regime: Regime,
    layout: Layout,
    values: Mapping[Slot, Typed],
    origins: Mapping[str, str],
    conditional: Mapping[str, Any],
    lists: Mapping[tuple[str, ...], str],
) -> None:
    """Draws the table where the layout has it, and fills in `values`."""
    table_of = FollowedTable if regime.monitoring else PledgedTable if pledging(regime) else AssessedTable
    table_of(sheet, regime, layout, values).draw(origins, conditional, lists)
    sheet.raw.freeze_panes(layout.header_row, layout.column("name"))
    sheet.raw.repeat_rows(UNIT_ROW - 1, layout.header_row - 1)
    sheet.raw.print_area(0, 0, layout.last_row() - 1, len(layout.columns) - 1)
    inputs = f"{column_letters(layout.column(layout.own_part))}{layout.header_row + 1}"
    area = f"{inputs}:{column_letters(len(layout.columns))}{layout.last_row()}"
    sheet.raw.ignore_errors({"formula_unlocked": area, "formula_differs": area, "number_stored_as_text": area})
