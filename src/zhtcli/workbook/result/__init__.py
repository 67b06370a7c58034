"""The result of one submission as a workbook that is read, filed and opened again in two years.

Points, sums, totals and progress are formulas over its own cells, each with the value that was computed exactly: an
auditor can follow them, and change a figure to see what follows (`formulas`). The same assessment gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.evidence.listed import takes_evidence
from zhtcli.workbook.result.page.handed import handed_out
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.resultbook import ResultBook, footer
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

    def add_to(self, book: ResultBook, told: Told) -> None:
        def write(page: Page) -> None:
            self.fill(page, told)

        book.add(self.name, self.widths, write, landscape=self.landscape, row_by_row=self.row_by_row)


def write_result(
    assessment: Assessment, tool_version: str, among: Sequence[Assessment] = (), wanted: str = ""
) -> bytes:
    """The xlsx of one assessment; one that was stopped has its findings and says why there is nothing else.

    `among` are all the files that it was assessed with, itself included: the result names them with their hashes,
    and what they were `wanted` as.

    Registers may hold a hundred thousand rows: where there are some, long sheets pass through temporary files.
    Raises ValueError for an assessment of which the form could not be told: there is nothing to relate.
    """
    if assessment.regime is None or assessment.form is None:
        raise ValueError(f"{assessment.file}: a result needs a form")
    told = Told(handed_out(assessment, among), assessment.regime, assessment.form, tuple(among), wanted)
    one = told.assessment
    mark = footer(f"{told.form.id} v{one.version} {one.digest}", f"填报件 {one.sha256[:12]}")
    book = ResultBook(mark, long=told.has_registers)
    for planned in _planned(told, tool_version, book.workbook):
        planned.add_to(book, told)
    rows = provenance.identity_rows(told, tool_version)
    return book.finish(f"{told.regime.title}{_kind(told)}结果", provenance.identity(told), rows)


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
