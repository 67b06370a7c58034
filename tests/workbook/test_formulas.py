"""Expressions of formulas: their text, their exact value, and when neither can be trusted."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhtcli.core.rounding import rounded
from zhtcli.core.rules.bands import band_of, stepped
from zhtcli.core.rules.kinds import Band, Bands, Step
from zhtcli.workbook.result.formulas.scorekinds import in_bands, in_steps
from zhtcli.workbook.result.page.cell import Cell
from zhtcli.workbook.result.page.terms import (
    EMPTY,
    Place,
    Term,
    at,
    clean,
    constant,
    first_known,
    known,
    minus,
    over,
    plus,
    reaches,
    rounded_sum,
    rounded_to,
    times,
    total,
)

SHEET = "计分表"


def cell(row: int, value: Fraction | int | None, column: int = 6, on: str = SHEET) -> Term:
    return at(Place(SHEET, row, column), None if value is None else Fraction(value), on)


def test_a_cell_of_another_sheet_is_called_by_the_sheet() -> None:
    assert cell(5, 1).text == "F5"
    assert cell(5, 1, on="总览").text == "计分表!F5"
    assert cell(5, 10**15).sure is False, "a sheet shows such a figure as text"


@pytest.mark.parametrize(
    ("figure", "text"), [(3, "3"), (Decimal("0.60"), "0.6"), (Fraction(2, 3), "2/3"), (Fraction(-1, 2), "-0.5")]
)
def test_figures_of_the_document_stay_exact(figure: Fraction | Decimal | int, text: str) -> None:
    assert constant(figure).text == text
    assert over(cell(5, 1), constant(figure)).value == 1 / Fraction(figure)


def test_brackets_stand_where_the_order_needs_them() -> None:
    a, b = cell(1, 6), cell(2, 2)
    assert times(minus(a, b), constant(100)).text == "(F1-F2)*100"
    assert over(a, constant(Fraction(2, 3))).text == "F1/(2/3)"
    assert minus(a, minus(a, b)).text == "F1-(F1-F2)"
    assert plus(a, times(a, b)).value == 18


def test_neighbours_become_one_range() -> None:
    places = [Place(SHEET, row, 7) for row in (5, 6, 7, 10, 12, 13)]
    told = total(places, [Fraction(1)] * 6, SHEET)
    assert (told.text, told.value) == ("SUM(G5:G7,G10,G12:G13)", 6)


def test_an_empty_cell_leaves_the_formula_empty() -> None:
    told = known([cell(5, None)], over(cell(5, None), cell(6, 4)))
    assert (told.text, told.value) == ('IF(ISNUMBER(F5),F5/F6,"")', None)
    two = known([cell(5, 1), cell(6, None)], plus(cell(5, 1), cell(6, None)))
    assert (two.text, two.value) == ('IF(COUNT(F5,F6)=2,F5+F6,"")', None)
    assert first_known(cell(5, None), cell(6, 4)).value == 4
    assert first_known() == EMPTY


def test_a_figure_next_to_a_tie_is_not_left_to_a_formula() -> None:
    tie = Fraction(125, 1000)
    assert rounded_to(cell(5, tie), 2).sure
    assert rounded_to(cell(5, tie), 2).value == Fraction(13, 100)
    for off in (Fraction(1, 10**11), -Fraction(1, 10**11)):
        near = rounded_to(cell(5, tie + off), 2)
        assert not near.sure
        assert Cell(near.value).by(near).formula == "", "the value stays"
    assert rounded_to(cell(5, tie - Fraction(1, 10**6)), 2).sure
    assert not rounded_to(cell(5, 10**6), 2).sure, "no ten clean places there"


def test_a_figure_next_to_a_threshold_is_not_left_to_a_formula() -> None:
    assert reaches(cell(5, 1), 1).holds
    assert reaches(cell(5, 1), 1).sure
    assert not reaches(cell(5, 1 - Fraction(1, 10**12)), 1).sure
    assert reaches(cell(5, Fraction(2, 3)), Fraction(2, 3)).text == "ROUND(F5,10)>=ROUND(2/3,10)"


def test_only_a_formula_that_comes_to_the_figure_is_taken() -> None:
    cell_of = Cell(Fraction(2))
    assert cell_of.by(constant(2)).formula == "2"
    assert cell_of.by(constant(3)) == cell_of
    assert cell_of.by(Term("2", Fraction(2), sure=False)) == cell_of
    assert Cell(None).by(EMPTY).formula == '""'
    assert not rounded_sum(cell(5, Fraction(1, 3)), 2).sure, "a sum that has more places than it is rounded to"


@given(st.fractions(0, 100), st.fractions(Fraction(1, 100), 1000), st.integers(1, 20))
def test_what_is_sure_is_what_doubles_give(actual: Fraction, target: Fraction, full: int) -> None:
    """The two steps of rounding, done as a spreadsheet does them: decimals of the double, half up."""
    told = rounded_to(times(constant(full), over(cell(5, actual), cell(6, target))), 2)
    if told.sure:
        inner = round(Decimal(repr(full * (float(actual) / float(target)))), 10)
        assert rounded(Fraction(inner), 2) == told.value


@given(st.integers(0, 260), st.sampled_from(["for_person", "linear"]), st.sampled_from(["points", "percent"]))
def test_bands_as_the_core_has_them(half: int, inside: str, unit: str) -> None:
    kind = Bands(
        bands=(
            Band(least=Decimal(100), points=Decimal(5)),
            Band(least=Decimal(80), points=(Decimal(3), Decimal("4.5"))),
            Band(least=Decimal(60), inclusive=False, points=(Decimal(1), Decimal(2))),
        ),
        inside=inside,  # type: ignore[arg-type]
        unit=unit,  # type: ignore[arg-type]
    )
    completion = Fraction(half, 200)
    assert in_bands(kind, cell(5, 5), cell(6, completion)).value == band_of(kind, completion, Fraction(5)).low


@given(st.integers(0, 300), st.sampled_from(["counts", "ignored", "proportional"]), st.booleans())
def test_steps_as_the_core_has_them(half: int, started: str, beyond: bool) -> None:
    more = {"over_each": Decimal(10), "plus": Decimal("0.5"), "up_to": Decimal(1)} if beyond else {}
    kind = Step(each=Decimal(3), minus=Decimal("0.7"), started=started, **more)  # type: ignore[arg-type]
    completion = Fraction(half, 200)
    wanted = 5 + stepped(kind, completion, Fraction(5)).points
    assert in_steps(kind, cell(5, 5), cell(6, completion)).value == wanted


def test_a_sum_of_decimals_loses_its_residue_and_a_quotient_nothing() -> None:
    assert clean(plus(cell(5, Fraction(1, 10)), cell(6, Fraction(2, 10)))).text == "ROUND(F5+F6,10)"
    third = over(cell(5, 1), cell(6, 3))
    assert clean(third) == third
