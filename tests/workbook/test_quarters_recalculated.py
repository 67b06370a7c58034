"""Workbooks of quarters as LibreOffice computes them from scratch; a unit's own says nothing of others."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from workbook.recalculating import Cells, changed, differences, faults, formulas, recalculated, stripped, values
from workbook.test_result_recalculated import KNOWN
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import areas, attendance
from zhtcli.core.rules.monitored import Nature
from zhtcli.workbook.result.formulas.quarters import growth_of, tidied
from zhtcli.workbook.result.page.terms import Place, at
from zhtcli.workbook.result.quarterly.quarterbook import write_quarters
from zhtcli.workbook.result.quarterly.unitsbook import write_units
from zhtcli.workflow.assessing import assess

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "jiaxing"
COUNTIES = ("guangfu", "shishang", "zhineng")
ALL = "all"
_FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(")


@cache
def every() -> tuple[Assessment, ...]:
    return assess(sorted(SAMPLES.glob("*.xlsx")), joined=True)


def assessed(county: str) -> tuple[Assessment, ...]:
    """One unit's, as they are assessed together with those of others."""
    return tuple(one for one in every() if Path(one.file).stem.startswith(county))


@cache
def books() -> Mapping[str, bytes]:
    """What `zht progress -o` writes of each unit by itself, and of all together."""
    made = {county: write_quarters(assessed(county)[-1], assessed(county), "1.0") for county in COUNTIES}
    attending = attendance(every())
    return {**made, ALL: write_units(every(), attending, areas(attending), "1.0")}


def found(book: bytes, sheet: str, column: int, *texts: str) -> list[int]:
    """The rows of a sheet of which the columns from one on hold these texts."""
    cells = values(book)
    rows = {row for on, row, _ in cells if on == sheet}
    return [row for row in sorted(rows) if all(cells.get((sheet, row, column + n)) == t for n, t in enumerate(texts))]


def typed(book: bytes, part: int, cell: str, figure: str) -> bytes:
    """The workbook with a figure typed over what stands in a cell, as a person would."""

    def over(text: str) -> str:
        there = rf'<c r="{cell}"(?P<style> s="[0-9]+")?[^>]*?(?:/>|>.*?</c>)'
        text, count = re.subn(there, rf'<c r="{cell}"\g<style>><v>{figure}</v></c>', text)
        assert count == 1
        return text

    return stripped(changed(book, over, f"xl/worksheets/sheet{part}.xml"))


@pytest.mark.office
def test_not_one_cell_differs_and_a_typed_figure_moves_what_rests_on_it(soffice: str, tmp_path: Path) -> None:
    used = {name for book in books().values() for formula in formulas(book) for name in _FUNCTION.findall(formula)}
    assert {"SUMIF", "COUNTIF", "SUMPRODUCT", "ROUND", "COUNT", "SUM"} <= used <= KNOWN
    (units,) = found(
        books()[ALL], "各单位数据", 1, "2026年第三季度", "海宁市", "海宁许村家纺产业创新服务综合体有限公司", "1"
    )
    given = {name: stripped(book) for name, book in books().items()}
    given["typed"] = typed(books()[ALL], 5, f"G{units}", "100.5")
    given["grown"] = typed(books()["guangfu"], 2, "E5", "80")
    made = recalculated(soffice, given, tmp_path)
    after = {name: path.read_bytes() for name, path in made.items()}
    differing = {
        name: differences(values(book), values(after[name])) + faults(after[name]) for name, book in books().items()
    }
    assert {name: cells for name, cells in differing.items() if cells} == {}
    _totals_moved(values(books()[ALL]), values(after["typed"]))
    before, then = values(books()["guangfu"]), values(after["grown"])
    assert then["监测表", 5, 7] == pytest.approx((80 - before["逐季数据", 6, 12]) / before["逐季数据", 6, 12])
    assert then["监测表", 5, 11] - before["监测表", 5, 11] == pytest.approx(6)
    assert then["逐季数据", 6, 16] == 80


def _totals_moved(before: Cells, after: Cells) -> None:
    """A unit's figure moves its county's total and the city's, there and on 县市汇总, and nothing of other counties."""
    moved = [
        place
        for place, value in before.items()
        if isinstance(value, float) and not math.isclose(value, after[place], rel_tol=1e-12)
    ]
    assert {sheet for sheet, _, _ in moved} == {"各单位数据", "各季汇总", "县市汇总"}
    assert ("县市汇总", 5, 4) not in moved
    assert after["县市汇总", 5, 5] - before["县市汇总", 5, 5] == pytest.approx(6.87)
    assert after["县市汇总", 5, 6] - before["县市汇总", 5, 6] == pytest.approx(6.87)


def test_all_that_is_computed_is_a_formula() -> None:
    """Of the figures that rest on others not one of the samples' is a value."""
    alive: dict[str, set[tuple[str, int, int]]] = {name: set() for name in books()}
    for name, book in books().items():
        sheets = re.findall(
            r'<sheet name="([^"]+)"', zipfile.ZipFile(io.BytesIO(book)).read("xl/workbook.xml").decode()
        )
        for number, sheet in enumerate(sheets, 1):
            part = zipfile.ZipFile(io.BytesIO(book)).read(f"xl/worksheets/sheet{number}.xml").decode()
            alive[name] |= {(sheet, int(row), _column(letters)) for letters, row in
                            re.findall(r'<c r="([A-Z]+)([0-9]+)"[^>]*><f>', part)}  # fmt: skip
    for county in COUNTIES:
        computed = {
            (sheet, row, column)
            for sheet, row, column in values(books()[county])
            if sheet == "监测表" and 5 <= row < 28 and column in (7, 10, 11)
        }
        assert len(computed) > 50
        assert computed <= alive[county]
    computed = {
        (sheet, row, column)
        for (sheet, row, column), value in values(books()[ALL]).items()
        if isinstance(value, float) and (sheet == "县市汇总" or (sheet == "各季汇总" and column > 5))
    }
    assert len(computed) > 3000
    assert computed <= alive[ALL]


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


PERCENT = Nature(kind="flow", growth="percent", clause="", basis="P")
POINTS = Nature(kind="ratio", growth="points", clause="", basis="P")


@pytest.mark.parametrize(
    ("now", "before", "nature", "told"),
    [
        (Fraction(74), Fraction(80), PERCENT, Fraction(-3, 40)),
        (Fraction("8.6"), Fraction("8.5"), PERCENT, Fraction(1, 85)),
        (Fraction(1, 3), Fraction(1, 4), PERCENT, Fraction("0.3333333333")),
        (Fraction("0.086"), Fraction("0.085"), POINTS, Fraction("0.1")),
        (Fraction(1, 3), Fraction(1, 4), POINTS, Fraction("8.3333333333")),
        (Fraction(74), Fraction(0), PERCENT, None),
        (Fraction(74), None, PERCENT, None),
    ],
)
def test_growth_is_exact_or_told_to_ten_places(
    now: Fraction, before: Fraction | None, nature: Nature, told: Fraction | None
) -> None:
    there = [at(Place("表", 1, column), value, "表") for column, value in ((1, now), (2, before))]
    term = growth_of(*there, nature, percent=nature is POINTS)
    assert term.value == told
    assert term.sure


@pytest.mark.parametrize("value", [Fraction(10**6, 7), Fraction(10**9) + Fraction(1, 10**3)])
def test_what_binary_digits_cannot_tell_is_no_formula(value: Fraction) -> None:
    one = at(Place("表", 1, 1), value, "表")
    assert not tidied(one, [one]).sure


@cache
def parts(book: bytes) -> str:
    """Every part of a workbook as one text: strings, sheets, charts with their caches, names, properties."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert any(name.startswith("xl/charts/") for name in archive.namelist())
        return "\n".join(f"{name}\n{archive.read(name).decode()}" for name in archive.namelist())


def tellings(county: str) -> set[str]:
    """What tells of a unit: its name and what it is called by, its code, its files and who fills its forms."""
    own = assessed(county)
    names = {one.unit for one in own}
    short = {re.sub("产业创新服务综合体有限公司$", "", name) for name in names}
    assert all(len(name) < len(other) for name, other in zip(short, names, strict=True))
    codes = {one.uscc for one in own}
    people = {step.by for one in own if one.standing for step in one.standing.steps[:1]}
    return {*names, *short, *codes, *people, county, *(one.sha256 for one in own), *(one.sha256[:12] for one in own)}


@pytest.mark.parametrize("county", COUNTIES)
def test_a_units_own_workbook_tells_of_no_other_unit(county: str) -> None:
    text = parts(books()[county])
    assert [words for words in tellings(county) if words in text], "its own names are there, so others would be found"
    for other in COUNTIES:
        if other != county:
            assert [words for words in sorted(tellings(other)) if words in text] == []
    assert not re.search("名次|排名|名列|位次|平均水平", text)
    assert ">spread<" not in text


def test_quarters_of_two_units_are_not_written_as_those_of_one() -> None:
    one = assessed("guangfu")[-1]
    other = replace(one, file="别人/海宁.xlsx", unit="海宁某综合体", uscc="91330481MA2JX3C61L")
    with pytest.raises(ValueError, match="another unit"):
        write_quarters(one, (one, other), "1.0")
