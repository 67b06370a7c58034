"""The result of one submission as a workbook that is read, filed and opened again in two years.

Everything in it is a value. The same assessment gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from zhtcli.core.assessment import Assessment
from zhtcli.core.layout import IDENTITY
from zhtcli.core.showing import showable_assessment
from zhtcli.workbook import styles
from zhtcli.workbook.result import assumptions, cumulative, overview, problems, provenance, registers, scoresheet
from zhtcli.workbook.result.paper import Page
from zhtcli.workbook.result.told import Told
from zhtcli.workbook.writing import CREATED, SAFE_OPTIONS, Formats, Sheet

OVERVIEW, POINTS, CUMULATIVE, REGISTERS, PROBLEMS, ASSUMPTIONS, PROVENANCE = (
    "总览", "计分表", "累计进度", "台账核定", "问题清单", "口径与假设", "核验",
)  # fmt: skip


def write_result(assessment: Assessment, tool_version: str) -> bytes:
    """The xlsx of one assessment; one that was stopped has its findings and says why there is no score.

    Registers may hold a hundred thousand rows: where there are some, long sheets pass through temporary files.
    Raises ValueError for an assessment of which the form could not be told: there is nothing to relate.
    """
    import xlsxwriter

    if assessment.regime is None or assessment.form is None:
        raise ValueError(f"{assessment.file}: a result needs a form")
    told = Told(showable_assessment(assessment), assessment.regime, assessment.form)
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {**SAFE_OPTIONS, "in_memory": not told.has_registers})
    formats = Formats(workbook)

    def add(
        name: str,
        widths: Sequence[float],
        write: Callable[[Page, Told], None],
        *,
        landscape: bool,
        row_by_row: bool = False,
    ) -> Page:
        # a property of the sheet that is asked of the workbook: the sheets that are not long stay as they are
        workbook.constant_memory = row_by_row and told.has_registers
        page = Page(workbook.add_worksheet(name), formats, widths, landscape=landscape)
        workbook.constant_memory = False
        page.raw.set_footer(_footer(told), {"margin": 0.3})
        write(page, told)
        page.finish()
        return page

    first = add(OVERVIEW, overview.WIDTHS, overview.write_overview, landscape=False)
    add(POINTS, scoresheet.widths(told), scoresheet.write_scoresheet, landscape=True)
    if told.regime.periods:
        add(CUMULATIVE, cumulative.widths(told.regime), cumulative.write_cumulative, landscape=True)
    if told.has_registers:
        add(REGISTERS, registers.WIDTHS, registers.write_registers, landscape=True, row_by_row=True)
    add(PROBLEMS, problems.widths(told), problems.write_problems, landscape=True, row_by_row=True)
    add(ASSUMPTIONS, assumptions.WIDTHS, assumptions.write_assumptions, landscape=False)
    add(
        PROVENANCE,
        provenance.WIDTHS,
        lambda page, told: provenance.write_provenance(page, told, tool_version),
        landscape=False,
    )
    hidden = Sheet(workbook.add_worksheet(IDENTITY), formats)
    provenance.write_identity(hidden, told, tool_version)
    hidden.raw.very_hidden()
    first.raw.activate()
    workbook.set_properties({"title": f"{told.regime.title}计分结果", "created": CREATED})
    for key, text in provenance.identity(told).items():
        if key != "regime":
            workbook.set_custom_property(f"zht_{key}", text, "text")
    workbook.close()
    return buffer.getvalue()


def _footer(told: Told) -> str:
    """Page number, definition, and the start of the submission's hash, so that a printed page can be traced."""
    assessment = told.assessment
    left = f"{told.form.id} v{assessment.version} {assessment.digest}".replace("&", "&&")
    font = f'&"{styles.BODY}"&8'
    return f"&L{font} {left}&C{font} 第&P页/共&N页&R{font} 填报件 {assessment.sha256[:12]}"
