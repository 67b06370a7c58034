"""Result workbooks as LibreOffice computes them from scratch: an independent check of every formula."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import entitledcases
import test_cases as cases
from core import builders, forms
from workbook.recalculating import changed, differences, faults, formulas, recalculated, stripped, values
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.decision import Decision
from zhtcli.core.rounding import rounded
from zhtcli.workbook.result import write_result
from zhtcli.workbook.result.page.terms import Place, at, constant, least, over, rounded_to, times
from zhtcli.workbook.result.quarterly.quarterbook import write_quarters
from zhtcli.workbook.writing import SAFE_OPTIONS, Formats, Sheet
from zhtcli.workflow.assessing import assess
from zhtcli.workflow.results import has_result

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
KNOWN = {
    "ABS", "AND", "COUNT", "COUNTIF", "FIND", "IF", "INDEX", "INT", "ISNUMBER", "MATCH", "MAX", "MIN", "OR", "ROUND",
    "SUM", "SUMIF", "SUMPRODUCT",
}  # fmt: skip
"""Functions that Excel 97 has, and WPS with it."""
READINGS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("bishan", {"partial_credit": "all_or_nothing"}),
    ("bishan", {"partial_credit": "floor60"}),
    ("bishan", {"zero_target": "exclude"}),
    ("bishan", {"over_achievement": "carry_forward"}),
    ("bishan", {"items29_30": "annual"}),
    ("bishan", {"missing_value": "zero"}),
    ("bishan", {"rounding": "total_only"}),
    ("bishan", {"rounding": "one_place", "zero_target": "exclude"}),
    ("bishan", {"item20_demand": "no_demand_full"}),
    ("changzhou", {"partial_credit": "proportional", "rounding": "total_only"}),
    ("changzhou", {"partial_credit": "proportional", "rounding": "one_place"}),
    ("changzhou", {"item3": "split", "partial_credit": "proportional"}),
    ("changzhou", {"item3": "min_ratio"}),
    ("changzhou", {"no_register": "zero"}),
    ("changzhou", {"item16_range": "advisory"}),
    ("changzhou", {"item16_parts": "split"}),
)
"""Every way of making points out of figures; the last case under each reading is taken."""
OVERLAID = (
    "分档给一个区间：由人定，暂按最低分，可能范围写明",
    "分档给一个区间：档内按比例",
    "逐步扣分：第二步刚开始，也算一次",
    "逐步扣分：不足一步的按比例",
    "超额加分：满一步才加，加到上限",
    "限制总分：触发后不超过 59 分",
)
_FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(")
PLANTED = 7.25
LOSSES = 26
"""The row of 总览 in the good sample from which on the indicators stand in the order of what they lost."""


def case_assessments() -> Iterator[tuple[str, Assessment]]:
    """Cases by what they are scored under."""
    chosen: dict[str, str] = {}
    for name, case in cases.SCORED.items():
        regime = "changzhou" if case["表单"] == "changzhou" else "bishan"
        if "叠加" in case and case["名称"] in OVERLAID:
            chosen[case["名称"]] = name
        elif "叠加" not in case and (regime, case.get("口径") or {}) in READINGS:
            readings = "，".join(f"{key}={option}" for key, option in sorted((case.get("口径") or {}).items()))
            chosen[f"{regime} {readings}"] = name
    assert len(chosen) == len(READINGS) + len(OVERLAID)
    for title, name in chosen.items():
        case = cases.SCORED[name]
        submission = cases._submission(case)
        find = forms.entry_findings if case["表单"] == "changzhou" else builders.entry_findings
        (found,) = find([submission])
        yield title, cases._assessed(case, submission, found)


def money_assessments() -> Iterator[tuple[str, Assessment]]:
    """Cases about money that a reading moves, under the options that move it, and those that a person decides."""
    for case in cases.ENTITLED.values():
        if "裁定" in case:
            yield case["名称"], entitledcases.assessed(case)
        for key, options in (case.get("不同口径") or {}).items():
            option = [*options][-1]
            yield f"{case['名称']} {key}={option}", entitledcases.assessed({**case, "口径": {key: option}})


def sample_books() -> dict[str, bytes]:
    """What `zht score -o` writes for every sample, and `zht progress -o` for a unit that is followed."""
    others = {"shishang", "zhineng"}  # counties whose books hold the same kinds of figures
    files = [path for path in sorted(SAMPLES.glob("*/*.xlsx")) if path.stem.partition("-")[0] not in others]
    assessments = assess(files)
    books = {
        f"{Path(one.file).parent.name}-{Path(one.file).stem}": write_result(one, "1.0")
        for one in assessments
        if has_result(one)
    }
    followed = [one for one in assessments if "guangfu" in one.file]
    books["jiaxing-guangfu"] = write_quarters(followed[-1], followed, "1.0")
    return books


@pytest.mark.office
def test_not_one_cell_differs(soffice: str, tmp_path: Path) -> None:
    """Every regime's samples, and cases under the readings that change how points come about."""
    told = (*case_assessments(), *money_assessments())
    books = {**sample_books(), **{title: write_result(one, "1.0") for title, one in told}}
    used = {
        function for book in books.values() for formula in formulas(book) for function in _FUNCTION.findall(formula)
    }
    assert {"SUM", "ROUND", "MIN", "IF", "SUMPRODUCT", "SUMIF"} <= used <= KNOWN
    made = recalculated(soffice, {name: stripped(book) for name, book in books.items()}, tmp_path)
    after = {name: path.read_bytes() for name, path in made.items()}
    found = {name: differences(values(book), values(after[name])) + faults(after[name]) for name, book in books.items()}
    assert {name: cells for name, cells in found.items() if cells} == {}

    planted = changed(books["bishan-good-2026"], _plant, "xl/worksheets/sheet2")
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


def _plant(text: str) -> str:
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
