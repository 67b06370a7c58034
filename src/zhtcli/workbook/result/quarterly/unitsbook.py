"""Several units as one workbook: who handed in what, and what they come to by county and city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Area, Attendance
from zhtcli.core.forms.masking import showable
from zhtcli.workbook.result.formulas.areas import LONG, UNITS, AreaFormulas
from zhtcli.workbook.result.page.handed import handed_out
from zhtcli.workbook.result.page.quartercells import spans
from zhtcli.workbook.result.page.resultbook import ResultBook, footer
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.quarterly import (
    areacharts,
    countytotals,
    earlysigns,
    filesprovenance,
    handedin,
    trends,
    unitfigures,
)
from zhtcli.workbook.result.quarterly.filesprovenance import NOTHING_ASKED, Asked
from zhtcli.workbook.result.sheets import assumptions, filesproblems, provenance

HANDED_IN, SIGNS, PROBLEMS, ASSUMPTIONS, PROVENANCE = (
    "报送情况", "苗头性问题", "问题清单", "口径与假设", "核验",
)  # fmt: skip


def write_units(
    every: Sequence[Assessment],
    attending: Sequence[Attendance],
    areas: Sequence[Area],
    tool_version: str,
    asked: Asked = NOTHING_ASKED,
) -> bytes:
    """The xlsx of several units; `every` are all files that were given, also those that belong to no unit.

    Raises ValueError where not one of the files is of a document that monitors.
    """
    shown = {id(one): handed_out(one, every) for one in every}
    files = list(shown.values())
    known = [one for one in files if one.regime is not None and one.regime.monitoring is not None and one.form]
    if not known:
        raise ValueError("no quarters to relate")
    latest = max(known, key=lambda one: one.form.span if one.form else "")
    regime, form = latest.regime, latest.form
    if regime is None or form is None or regime.monitoring is None:
        raise ValueError("no quarters to relate")
    units = [_showable(unit, [shown.get(id(one)) or handed_out(one, every) for one in unit.assessments])
             for unit in attending]  # fmt: skip
    told = Told(latest, regime, form)
    formulas = AreaFormulas.of(regime, areas)
    heads: list[int] = []
    periods = spans([one.form.span for one in known if one.form])
    line = "　·　".join((regime.short, "、".join(periods), f"{len(units)}个单位"))
    book = ResultBook(footer(f"{regime.id} v{latest.version} {latest.digest}", f"{len(files)}个文件，见“{PROVENANCE}”"))
    book.add(
        HANDED_IN,
        handedin.widths(units),
        partial(handedin.write_handed_in, attending=units, every=files, line=line),
        landscape=True,
    )
    book.add(
        countytotals.NAME,
        countytotals.county_widths(areas),
        lambda page: heads.append(countytotals.write_county_totals(page, formulas, line)),
        landscape=True,
    )
    if areacharts.has_charts(formulas):
        book.add(
            areacharts.NAME,
            trends.WIDTHS,
            lambda page: areacharts.write_area_charts(page, formulas, heads[0], line, book.workbook),
            landscape=True,
        )
    book.add(
        LONG,
        countytotals.LONG_WIDTHS,
        partial(countytotals.write_quarter_totals, formulas=formulas, line=line),
        landscape=True,
    )
    book.add(
        UNITS,
        unitfigures.WIDTHS,
        partial(unitfigures.write_unit_figures, formulas=formulas, line=line),
        landscape=True,
    )
    book.add(
        SIGNS,
        earlysigns.widths(regime.monitoring.signal),
        partial(
            earlysigns.write_early_signs,
            attending=units,
            signal=regime.monitoring.signal,
            formulas=formulas,
            line=line,
        ),
        landscape=True,
    )
    book.add(
        PROBLEMS,
        filesproblems.WIDTHS,
        partial(filesproblems.write_files_problems, every=files, line=line),
        landscape=True,
    )
    book.add(
        ASSUMPTIONS,
        assumptions.WIDTHS,
        partial(assumptions.write_assumptions, told=told, line=line),
        landscape=False,
    )
    book.add(
        PROVENANCE,
        filesprovenance.WIDTHS,
        partial(
            filesprovenance.write_files_provenance,
            told=told,
            every=files,
            line=line,
            tool_version=tool_version,
            asked=asked,
        ),
        landscape=False,
    )
    identity = provenance.identity(told)
    rows = filesprovenance.identity_rows(identity, told, files, tool_version, figures=False, asked=asked)
    return book.finish(f"{regime.title}汇总", identity, rows)


def _showable(unit: Attendance, assessments: Sequence[Assessment]) -> Attendance:
    return replace(
        unit,
        name=showable(unit.name),
        uscc=showable(unit.uscc),
        county=showable(unit.county),
        assessments=tuple(assessments),
    )
