"""One unit's quarters as a workbook: where the form stands, the printed table, the series and their charts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import attendance
from zhtcli.workbook.result.formulas.quarters import QuarterFormulas
from zhtcli.workbook.result.page.handed import handed_out
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.resultbook import ResultBook, footer
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.quarterly import filesprovenance, monitoredtable, quartertable, trends
from zhtcli.workbook.result.quarterly.filesprovenance import NOTHING_ASKED, Asked
from zhtcli.workbook.result.quarterly.quartertable import Series
from zhtcli.workbook.result.sheets import assumptions, filesproblems, followedoverview, problems, provenance

OVERVIEW, TABLE, PROBLEMS, ASSUMPTIONS, PROVENANCE = "总览", "监测表", "问题清单", "口径与假设", "核验"


def write_quarters(
    latest: Assessment, every: Sequence[Assessment], tool_version: str, asked: Asked = NOTHING_ASKED
) -> bytes:
    """The xlsx of one unit up to its latest quarter; `every` are all files that were given, that one among them.

    Raises ValueError for an assessment of which the form could not be told, whose document does not monitor, or
    where some of the files are another unit's.
    """
    regime, form = latest.regime, latest.form
    if regime is None or form is None or regime.monitoring is None:
        raise ValueError(f"{latest.file}: no quarters to relate")
    if len(attendance(every)) > 1:
        raise ValueError(f"{latest.file}: the quarters of another unit do not belong into one unit's workbook")
    place = next((place for place, one in enumerate(every) if one is latest), None)
    files = [handed_out(one, every) for one in (every if place is not None else (latest,))]
    told = Told(files[place or 0], regime, form)
    assessment = told.assessment
    book = ResultBook(
        footer(f"{form.id} v{assessment.version} {assessment.digest}", f"填报件 {assessment.sha256[:12]}")
    )
    formulas = QuarterFormulas.of(told)
    series: list[Series | None] = []

    def table(page: Page) -> None:
        series.append(quartertable.write_quarter_table(page, told, formulas, files))

    book.add(
        OVERVIEW,
        followedoverview.WIDTHS,
        partial(followedoverview.write_followed_overview, told=told, formulas=formulas, every=files),
        landscape=False,
    )
    numbers = filesproblems.numbered(files)
    book.add(
        TABLE,
        monitoredtable.WIDTHS,
        partial(monitoredtable.write_monitored_table, told=told, formulas=formulas, numbers=numbers),
        landscape=True,
    )
    book.add(quartertable.NAME, quartertable.widths(told), table, landscape=True)
    book.add(
        trends.NAME,
        trends.WIDTHS,
        lambda page: trends.write_trends(page, told, series[0], book.workbook),
        landscape=True,
    )
    if len(files) > 1:
        book.add(
            PROBLEMS,
            filesproblems.WIDTHS,
            partial(filesproblems.write_files_problems, every=files, line=told.line),
            landscape=True,
        )
    else:
        book.add(PROBLEMS, problems.widths(told), partial(problems.write_problems, told=told), landscape=True)
    book.add(ASSUMPTIONS, assumptions.WIDTHS, partial(assumptions.write_assumptions, told=told), landscape=False)
    book.add(
        PROVENANCE,
        filesprovenance.WIDTHS,
        partial(
            filesprovenance.write_files_provenance,
            told=told,
            every=files,
            line=told.line,
            tool_version=tool_version,
            asked=asked,
        ),
        landscape=False,
    )
    identity = provenance.identity(told)
    rows = filesprovenance.identity_rows(identity, told, files, tool_version, figures=True, asked=asked)
    return book.finish(f"{regime.title}监测结果", identity, rows)
