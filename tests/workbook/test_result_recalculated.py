"""Result workbooks as LibreOffice computes them from scratch: an independent check of every formula.

Here are those of all samples that get points, conditions or money; quarterly ones are in test_quarters_recalculated,
and those of all cases in test_cases_recalculated.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from core import forms
from workbook.recalculating import changed, differences, faults, formulas, recalculated, stripped, values
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.decision import Decision
from zhtcli.core.rounding import rounded
from zhtcli.workbook.result import write_result
from zhtcli.workbook.result.page.terms import Place, at, constant, least, over, rounded_to, times
from zhtcli.workbook.writing import SAFE_OPTIONS, Formats, Sheet
from zhtcli.workflow.assessing import assess
from zhtcli.workflow.results import has_result

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
KNOWN = {
    "ABS", "AND", "COUNT", "COUNTIF", "FIND", "IF", "INDEX", "INT", "ISNUMBER", "MATCH", "MAX", "MIN", "OR", "ROUND",
    "SUM", "SUMIF", "SUMPRODUCT",
}  # fmt: skip
"""Functions that Excel 97 has, and WPS with it."""
SERIES = {"bishan-series": "bishan/series-*.xlsx", "cixi-complex": "cixi/complex-*.xlsx"}
"""Samples of one unit over several years, of which `zht progress -o` writes one workbook."""
_FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(")
PLANTED = 7.25
LOSSES = 26
"""The row of 总览 in the good sample from which on the indicators stand in the order of what they lost."""


def sample_books() -> dict[str, bytes]:
    """What `zht score -o` writes for every sample, and `zht progress -o` for several years of one unit."""
    assessments = assess(sorted({*SAMPLES.glob("*/*.xlsx")} - {*SAMPLES.glob("jiaxing/*")}))
    books = {
        f"{Path(one.file).parent.name}-{Path(one.file).stem}": write_result(one, "1.0")
        for one in assessments
        if has_result(one)
    }
    for name, pattern in SERIES.items():
        books[name] = write_result(assess(sorted(SAMPLES.glob(pattern)), joined=True)[-1], "1.0")
    samples = {path.parent.name for path in SAMPLES.glob("*/*.xlsx")} - {"jiaxing"}
    assert {name.partition("-")[0] for name in books} == samples
    return books


def functions(books: Iterable[bytes]) -> set[str]:
    return {function for book in books for formula in formulas(book) for function in _FUNCTION.findall(formula)}


@pytest.mark.office
def test_not_one_cell_of_a_sample_differs(soffice: str, tmp_path: Path) -> None:
    """Whole workbooks as a user gets them, every cell of every sheet; and points at ties."""
    books = {**sample_books(), "ties": ties()}
    assert {"SUM", "ROUND", "MIN", "IF", "SUMPRODUCT", "SUMIF"} <= functions(books.values()) <= KNOWN
    made = recalculated(soffice, {name: stripped(book) for name, book in books.items()}, tmp_path)
    after = {name: path.read_bytes() for name, path in made.items()}
    found = {name: differences(values(book), values(after[name])) + faults(after[name]) for name, book in books.items()}
    assert {name: cells for name, cells in found.items() if cells} == {}

    planted = changed(books["bishan-good-2026"], plant, "xl/worksheets/sheet2")
    (caught,) = differences(values(planted), values(after["bishan-good-2026"]))
    assert caught.startswith("计分表!R5C9: 7.25 -> 2.0")


def ties() -> bytes:
    """Points at ties, and next to them, in every way that they come about."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE_OPTIONS) as workbook:
        sheet = Sheet(workbook.add_worksheet("舍入"), Formats(workbook))
        cases = [(full, actual, target) for full in range(1, 8) for target in (8, 16, 40, 200) for actual in range(41)]
        cases += [(full, Fraction(actual, 1000), Fraction(5, 2)) for full in (2, 3, 5) for actual in range(1, 2500, 7)]
        tied = 0
        for row, (full, actual, target) in enumerate(cases, 1):
            cells = [
                at(Place("舍入", row, column), Fraction(figure), "舍入")
                for column, figure in enumerate((actual, target), 1)
            ]
            for column, term in enumerate(cells, 1):
                sheet.raw.write_number(row - 1, column - 1, float(term.value or 0))
            points = rounded_to(times(constant(full), least(over(*cells), constant(1))), 2)
            exact = full * min(Fraction(actual) / Fraction(target), Fraction(1))
            assert points.sure
            assert points.value == rounded(exact, 2)
            tied += (exact * 1000) % 10 == 5
            sheet.computed(row, 3, points.text, float(points.value or 0), {})
        assert tied > 100
    return buffer.getvalue()


def plant(text: str) -> str:
    """A wrong value beside a formula."""
    planted, count = re.subn(r'(<c r="I5"[^>]*><f>[^<]*</f>)<v>2(\.0)?</v>', rf"\g<1><v>{PLANTED}</v>", text)
    assert count == 1
    return planted


def typed(content: bytes, cell: str, figure: str) -> bytes:
    """The result with a figure typed over what stands in a cell of 计分表, as a person would."""

    def over(text: str) -> str:
        there = rf'<c r="{cell}"(?P<style> s="[0-9]+")?[^>]*?(?:/>|>.*?</c>)'
        text, count = re.subn(there, rf'<c r="{cell}"\g<style>><v>{figure}</v></c>', text)
        assert count == 1
        return text

    return stripped(changed(content, over, "xl/worksheets/sheet2"))


def assessed(data: Mapping[str, Any], decisions: tuple[Decision, ...] = (), **readings: str) -> Assessment:
    submission = forms.submission(data)
    (found,) = forms.entry_findings([submission])
    return forms.assessed(submission, found, readings, decisions=decisions)


def bishan(no: str | None = None, figure: float | None = None) -> dict[str, Any]:
    """The good sample, with one figure of its year typed otherwise."""
    data: dict[str, Any] = json.loads((SAMPLES / "bishan" / "good-2026.json").read_text(encoding="utf-8"))
    if no is not None:
        data["indicators"][no]["2026"] = figure
    return data


def cell_of(book: bytes, no: str, column: str) -> str:
    """Where a figure of an indicator stands on 计分表."""
    cells = values(book)
    (row,) = (row for (sheet, row, at), value in cells.items() if (sheet, at, value) == ("计分表", 1, no))
    (place,) = (at for (sheet, line, at), value in cells.items() if (sheet, line, value) == ("计分表", 3, column))
    return f"{chr(ord('A') + place - 1)}{row}"


@pytest.mark.office
def test_a_figure_typed_into_the_result_moves_the_totals_as_in_the_form(soffice: str, tmp_path: Path) -> None:
    """Totals, sections, progress and overview: everything that is a figure is what the form's own score would be."""
    changes = {
        "less": (bishan(), bishan("6", 7), "6", "7", {}),
        "more": (bishan(), bishan("21", 60), "21", "60", {}),
        "decimals": (bishan(), bishan("8", 1.13), "8", "0.0113", {}),
        "nothing": (bishan(), bishan("27", 0), "27", "0", {"partial_credit": "floor60"}),
        "blank before": (bishan("18", None), bishan("18", 7), "18", "7", {"rounding": "total_only"}),
    }
    before, given = {}, {}
    for name, (data, _, no, figure, readings) in changes.items():
        before[name] = write_result(assessed(data, **readings), "1.0")
        given[name] = typed(before[name], cell_of(before[name], no, "实际"), figure)
    made = recalculated(soffice, given, tmp_path)
    for name, (_, data, no, _, readings) in changes.items():
        wanted = assessed(data, **readings)
        after = figures(made[name].read_bytes())
        assert after != figures(before[name]), name
        assert not differences(figures(write_result(wanted, "1.0")), after), (name, no)


def figures(book: bytes) -> dict[Any, Any]:
    """The numbers of the sheets that are alive, without the list of what lost most, which is put in order once."""
    return {
        place: value
        for place, value in values(book).items()
        if isinstance(value, float)
        and (place[0] in ("计分表", "累计进度") or (place[0] == "总览" and place[1] < LOSSES))
    }
