"""The result of one submission as a workbook that is read, filed and opened again in two years.

Points, sums, totals and progress are formulas over its own cells, each with the value that was computed exactly: an
auditor can follow them, and change a figure to see what follows (`formulas`). The same assessment gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.evidence.listed import takes_evidence
from zhtcli.core.forms.layout import IDENTITY
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.handed import handed_out
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets import (
    assumptions,
    chartdata,
    charts,
    conditionsheet,
    cumulative,
    entitledoverview,
    evidenceplan,
    gradedsheet,
    grantdetails,
    grantsheet,
    linkplaces,
    overview,
    problems,
    provenance,
    reachedsheet,
    registers,
    scoresheet,
)
from zhtcli.workbook.writing import CREATED, SAFE_OPTIONS, Formats, Sheet

OVERVIEW, POINTS, CUMULATIVE, REGISTERS, PROBLEMS, ASSUMPTIONS, PROVENANCE = (
    "总览", "计分表", "累计进度", "台账核定", "问题清单", "口径与假设", "核验",
)  # fmt: skip
CONDITIONS, GRANTS, STEPS, BEHIND_GRANTS = "条件结论", "补助核定", "补助明细", "支撑数据"
REACHED, GRADED = "完成情况", "考核评价"


@dataclass(frozen=True, slots=True)
class _Planned:
    """A sheet to be made. `row_by_row` are those that may be as long as the registers."""

    name: str
    widths: tuple[float, ...]
    fill: Callable[[Page, Told], None]
    landscape: bool = True
    row_by_row: bool = False


def write_result(assessment: Assessment, tool_version: str) -> bytes:
    """The xlsx of one assessment; one that was stopped has its findings and says why there is nothing else.

    Registers may hold a hundred thousand rows: where there are some, long sheets pass through temporary files.
    Raises ValueError for an assessment of which the form could not be told: there is nothing to relate.
    """
    import xlsxwriter

    if assessment.regime is None or assessment.form is None:
        raise ValueError(f"{assessment.file}: a result needs a form")
    told = Told(handed_out(assessment), assessment.regime, assessment.form)
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {**SAFE_OPTIONS, "in_memory": not told.has_registers})
    formats = Formats(workbook)
    for planned in _planned(told, tool_version, workbook):
        # a property of the sheet that is asked of the workbook: the sheets that are not long stay as they are
        workbook.constant_memory = planned.row_by_row and told.has_registers
        page = Page(workbook.add_worksheet(planned.name), formats, planned.widths, landscape=planned.landscape)
        workbook.constant_memory = False
        page.raw.set_footer(_footer(told), {"margin": 0.3})
        planned.fill(page, told)
        page.finish()
    hidden = Sheet(workbook.add_worksheet(IDENTITY), formats)
    provenance.write_identity(hidden, told, tool_version)
    hidden.raw.very_hidden()
    workbook.worksheets()[0].activate()
    workbook.set_properties({"title": f"{told.regime.title}{_kind(told)}结果", "created": CREATED})
    for key, text in provenance.identity(told).items():
        if key != "regime":
            workbook.set_custom_property(f"zht_{key}", text, "text")
    workbook.close()
    return buffer.getvalue()


def _kind(told: Told) -> str:
    return "计分" if told.regime.scored else "核定"


def _planned(told: Told, tool_version: str, workbook: Any) -> Iterator[_Planned]:
    """The sheets in order: points where the document gives some, then conditions and money where there are any."""
    one, scored = told.assessment, told.regime.scored
    evidence = evidenceplan.evidence_plan(told) if takes_evidence(one) else None
    links = linkplaces.links_of(told, evidence)
    if scored:
        yield _Planned(OVERVIEW, overview.widths(told), overview.write_overview, landscape=False)
        yield _Planned(POINTS, scoresheet.widths(told), partial(scoresheet.write_scoresheet, links=links))
    else:
        fill = entitledoverview.write_entitled_overview
        yield _Planned(OVERVIEW, entitledoverview.WIDTHS, fill, landscape=False)
    if told.regime.cycle is not None:
        yield _Planned(REACHED, reachedsheet.widths(told), partial(reachedsheet.write_reached, links=links))
    elif scored and told.regime.periods:
        yield _Planned(CUMULATIVE, cumulative.widths(told.regime), cumulative.write_cumulative)
    if charts.Charts.of(told):
        yield _Planned(
            chartdata.NAME, charts.widths(told), partial(charts.write_charts, workbook=workbook), landscape=False
        )
    if one.verdicts:
        yield _Planned(CONDITIONS, conditionsheet.WIDTHS, conditionsheet.write_conditions)
    if one.graded:
        yield _Planned(GRADED, gradedsheet.WIDTHS, gradedsheet.write_graded)
    if one.grants:
        yield _Planned(GRANTS, grantsheet.widths(), grantsheet.write_grants, row_by_row=True)
        yield _Planned(STEPS, grantdetails.STEPS_WIDTHS, grantdetails.write_steps, row_by_row=True)
    if one.behind_grants:
        yield _Planned(BEHIND_GRANTS, grantdetails.FIGURES_WIDTHS, grantdetails.write_figures, landscape=False)
    if told.counts_rows:
        yield _Planned(REGISTERS, registers.WIDTHS, registers.write_registers, row_by_row=True)
    elif told.has_registers and one.grants:
        yield _Planned(REGISTERS, grantdetails.ROWS_WIDTHS, grantdetails.write_rows, row_by_row=True)
    yield _Planned(PROBLEMS, problems.widths(told), partial(problems.write_problems, links=links), row_by_row=True)
    if evidence is not None:
        yield _Planned(evidenceplan.LIST, evidence.widths(), evidence.write, row_by_row=True)
    yield _Planned(ASSUMPTIONS, assumptions.widths(told), assumptions.write_assumptions, landscape=False)
    yield _Planned(
        PROVENANCE,
        provenance.WIDTHS,
        lambda page, told: provenance.write_provenance(page, told, tool_version),
        landscape=False,
    )


def _footer(told: Told) -> str:
    """Page number, definition, and the start of the submission's hash, so that a printed page can be traced."""
    assessment = told.assessment
    left = f"{told.form.id} v{assessment.version} {assessment.digest}".replace("&", "&&")
    font = f'&"{styles.BODY}"&8'
    return f"&L{font} {left}&C{font} 第&P页/共&N页&R{font} 填报件 {assessment.sha256[:12]}"
