"""Two books held together: what counts as a difference between a result and what it should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhtcli.workbook.files.book import Book, Cell, Sheet
from zhtcli.workbook.result.verified.sameformula import normalised
from zhtcli.workbook.result.verified.sameresult import Held, held_together


def book(*cells: Cell, name: str = "计分表") -> Book:
    return Book(kind="xlsx", sheets=[Sheet(name, "visible", list(cells))])


def held(found: Cell, wanted: Cell) -> Held:
    return held_together(book(found), book(wanted))


def computed(value: float | str | None, formula: str = "C2/B2") -> Cell:
    kind = "uncached" if value is None else "number" if isinstance(value, float) else "text"
    return Cell(2, 4, kind, value, formula)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IF('计分表'!B2=0,0,C2/B2)", "if(计分表!B2 = 0, 0, C2 / B2)"),
        ("=ROUND(A1*0.10,2)", "ROUND(A1*0.1,2)"),
        ("_xlfn.IFERROR(A1,.5)", "IFERROR(A1,0.5)"),
        ("SUM($a$1:b2)", "SUM($A$1:B2)"),
        ("'a b'!A1+1E3", "'A B'!A1+1000"),
    ],
)
def test_formulas_that_mean_the_same(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A1+B1", "A1-B1"),
        ("A10", "A1"),
        ("A1*0.1", "A1*0.01"),
        ('IF(A1,"a b","")', 'IF(A1,"ab","")'),
        ('IF(A1,"a","")', 'IF(A1,"A","")'),
        ("SUM(A1:A2)", "SUM($A1:A2)"),
        ("总览!A1", "计分表!A1"),
    ],
)
def test_formulas_that_do_not(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@given(st.floats(-1e12, 1e12, allow_subnormal=False))
def test_noise_of_saving_is_none(value: float) -> None:
    """Programs keep fifteen digits of a double, and add up in an order of their own."""
    saved = float(format(value, ".15g"))
    assert held(Cell(1, 1, "number", saved), Cell(1, 1, "number", value)).differences == []


@given(st.integers(-(10**9), 10**9), st.sampled_from([0.01, -0.01, 1.0]))
def test_a_cent_is_a_difference(cents: int, more: float) -> None:
    value = cents / 100
    (one,) = held(Cell(1, 1, "number", value + more), Cell(1, 1, "number", value)).differences
    assert (one.kind, one.says.value, one.should.value) == ("value", value + more, value)


def test_a_formula_counts_by_its_text_and_its_value() -> None:
    assert held(computed(0.5), computed(0.5)).differences == []
    (value,) = held(computed(0.6), computed(0.5)).differences
    (formula,) = held(computed(0.5, "C2/B3"), computed(0.5)).differences
    (typed,) = held(Cell(2, 4, "number", 0.5), computed(0.5)).differences
    (both,) = held(computed(0.7, "C3"), computed(0.5)).differences
    assert [one.kind for one in (value, formula, typed, both)] == ["value", "formula", "formula", "value"]
    assert (formula.says.formula, formula.should.formula, typed.says.formula) == ("C2/B3", "C2/B2", "")


def test_a_formula_without_a_stored_value_is_no_difference_but_said() -> None:
    told = held(computed(None), computed(0.5))
    assert told.differences == []
    assert [str(at) for at in told.unvalued] == ["计分表!D2"]
    (one,) = held(computed(None, "C2"), computed(0.5)).differences
    assert one.kind == "value"


def test_a_day_is_the_number_behind_it() -> None:
    day = Cell(1, 1, "date", "2026-03-15")
    assert held(Cell(1, 1, "number", 46096.0), day).differences == []
    assert len(held(Cell(1, 1, "number", 46097.0), day).differences) == 1
    assert len(held(Cell(1, 1, "text", "2026-03-15"), day).differences) == 1


def test_blank_text_is_blank_and_line_ends_are_alike() -> None:
    first = Cell(1, 1, "text", "甲\n乙")
    assert held_together(book(Cell(1, 1, "text", "甲\r\n乙"), Cell(1, 2, "text", "")), book(first)).differences == []


def rows(*texts: str, start: int = 1) -> Book:
    return book(*(Cell(row, 1, "text", text) for row, text in enumerate(texts, start)))


@given(st.lists(st.sampled_from("甲乙丙丁戊"), min_size=2, max_size=12), st.data())
def test_one_row_taken_out_is_one_difference(texts: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(texts) - 1))
    told = held_together(rows(*texts[:gone], *texts[gone + 1 :]), rows(*texts)).differences
    assert [one.kind for one in told] == ["row_removed"]
    assert told[0].should.value == texts[gone]
    back = held_together(rows(*texts), rows(*texts[:gone], *texts[gone + 1 :])).differences
    assert [(one.kind, one.says.value) for one in back] == [("row_added", texts[gone])]


def test_rows_that_moved_are_one_difference() -> None:
    (one,) = held_together(rows("甲", "乙", "丙", start=3), rows("甲", "乙", "丙")).differences
    assert (one.kind, one.at.row, one.should.value) == ("row_moved", 3, 1.0)


def test_an_emptied_row_is_named() -> None:
    (one,) = held_together(book(Cell(1, 1, "text", "甲")), rows("甲", "乙")).differences
    assert (one.kind, one.at.row) == ("row_removed", 2)


def test_a_row_taken_out_of_a_very_long_sheet_is_one_difference() -> None:
    texts = [f"第{number}行" for number in range(3000)]
    told = held_together(rows(*texts[:7], *texts[8:]), rows(*texts)).differences
    assert [(one.kind, one.at.row, one.should.value) for one in told] == [("row_removed", 8, "第7行")]


def test_a_very_long_sheet_that_is_another_one_is_held_together_by_row_numbers() -> None:
    told = held_together(rows(*["甲"] * 2500), rows(*["乙"] * 2501)).differences
    assert [one.kind for one in told] == ["value"] * 2500 + ["row_removed"]


def test_sheets_go_by_name() -> None:
    first, second = book(Cell(1, 1, "text", "甲")), book(Cell(1, 1, "text", "甲"), name="总览")
    kinds = {(one.kind, one.at.sheet) for one in held_together(first, second).differences}
    assert kinds == {("sheet_removed", "总览"), ("sheet_added", "计分表")}
