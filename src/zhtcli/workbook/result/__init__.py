"""The result of one submission as a workbook that is read, filed and opened again in two years.

Everything in it is a value. The same assessment gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from zhtcli.core.assessment import Assessment
from zhtcli.core.layout import IDENTITY
from zhtcli.workbook import styles
from zhtcli.workbook.result import assumptions, cumulative, overview, problems, provenance, scoresheet
from zhtcli.workbook.result.paper import Page
from zhtcli.workbook.result.told import Told
from zhtcli.workbook.writing import CREATED, SAFE_OPTIONS, Formats, Sheet

OVERVIEW, POINTS, CUMULATIVE, PROBLEMS, ASSUMPTIONS, PROVENANCE = (
    "总览", "计分表", "累计进度", "问题清单", "口径与假设", "核验",
)  # fmt: skip


def write_result(assessment: Assessment, tool_version: str) -> bytes:
    """The xlsx of one assessment; one that was stopped has its findings and says why there is no score.

    Raises ValueError for an assessment of which the form could not be told: there is nothing to relate.
    """
    import xlsxwriter

    if assessment.regime is None or assessment.form is None or assessment.form.period is None:
        raise ValueError(f"{assessment.file}: a result needs a form")
    told = Told(assessment, assessment.regime, assessment.form)
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, SAFE_OPTIONS)
    formats = Formats(workbook)

    def add(name: str, widths: Sequence[float], write: Callable[[Page, Told], None], *, landscape: bool) -> Page:
        page = Page(workbook.add_worksheet(name), formats, widths, landscape=landscape)
        page.raw.set_footer(_footer(told), {"margin": 0.3})
        write(page, told)
        page.finish()
        return page

    first = add(OVERVIEW, overview.WIDTHS, overview.write_overview, landscape=False)
    add(POINTS, scoresheet.widths(len(assessment.scorecards)), scoresheet.write_scoresheet, landscape=True)
    add(CUMULATIVE, cumulative.widths(told.regime), cumulative.write_cumulative, landscape=True)
    add(PROBLEMS, problems.WIDTHS, problems.write_problems, landscape=True)
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
