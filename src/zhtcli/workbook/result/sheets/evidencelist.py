"""The list 佐证清单: for each indicator its folder, and which evidence the document wants."""

from __future__ import annotations

import io
from collections.abc import Mapping

from zhtcli.core.evidence.rows import evidence_columns
from zhtcli.core.forms.layout import Layout
from zhtcli.core.period import period_label
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import Cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.writing import CREATED, SAFE_OPTIONS, Formats

SHEET = "佐证清单"
_WIDTHS = (6.0, 34.0, 40.0, 34.0, 34.0, 14.0)
_HEADERS = ("序号", "指标", "需要的佐证", "写在哪里", "文件夹", "条款")


def write_evidence_list(regime: Regime, layout: Layout, folders: Mapping[str, str]) -> bytes:
    """The xlsx that stands beside the folders; the same form gives the same bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, SAFE_OPTIONS)
    page = Page(workbook.add_worksheet(SHEET), Formats(workbook), _WIDTHS, landscape=True)
    period = f"，{period_label(layout.form.period)}" if layout.form.period else ""
    page.title(SHEET, f"{regime.title}{period}（{layout.form.id}）")
    page.sentence(
        "每项指标的佐证材料放进它的文件夹，再把文件名写进填报件；一格写几个文件时用顿号或分号隔开。"
        "写好后用 zht evidence 填报件 --dir 本文件夹 核对。"
    )
    head = page.headers(*_HEADERS)
    places = _places(regime, layout)
    for indicator in regime.indicators:
        page.line(
            Cell(indicator.no, styles.BOX_MIDDLE),
            Cell(indicator.name),
            Cell(indicator.evidence),
            Cell(places[indicator.no]),
            Cell(folders[indicator.no]),
            Cell(indicator.clause),
        )
    page.raw.autofilter(head - 1, 0, page.row - 2, len(_WIDTHS) - 1)
    page.raw.freeze_panes(head, 0)
    page.raw.repeat_rows(head - 1, head - 1)
    page.finish()
    workbook.set_properties({"title": f"{regime.title}{SHEET}", "created": CREATED})
    workbook.close()
    return buffer.getvalue()


def _places(regime: Regime, layout: Layout) -> dict[str, str]:
    """Indicator -> the columns of registers, and the cell of its own, in which its evidence is named."""
    columns = evidence_columns(regime)
    told: dict[str, list[str]] = {indicator.no: [] for indicator in regime.indicators}
    for register in regime.registers:
        asked = {register.column(key).label: asking for key, asking in columns[register.key].items()}
        for no in register.indicators:
            labels = [label for label, asking in asked.items() if no in asking]
            labels += [label for label, asking in asked.items() if not asking]
            if labels and no in told:
                told[no].append(f"{layout.registers[register.key].sheet}：{'、'.join(labels)}")
    for place in layout.places.values():
        if place.slot.part == "evidence" and place.slot.key in told:
            told[place.slot.key].append(f"{place.at.sheet}：佐证材料")
    return {no: "；".join(places) for no, places in told.items()}
