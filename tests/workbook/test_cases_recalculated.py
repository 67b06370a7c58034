"""The result workbooks of all cases as LibreOffice computes them from scratch, many of them bound into one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from workbook import casebooks
from workbook.binding import bound, computed, unbound
from workbook.recalculating import Cells, changed, differences, recalculated
from workbook.test_result_recalculated import KNOWN, assessed, bishan, functions, plant
from zhtcli.workbook.result import write_result

BOUND = 40
"""Workbooks that are computed as one: xls holds 255 sheets."""
LEAST = {"bishan": 135_000, "changzhou": 20_000, "cixi": 8_000, "jiaxing": 30_000, "wuqing": 5_000}
"""Formulas that the cases of a document hold together, so that the check never becomes one of nothing."""


@pytest.mark.office
@pytest.mark.parametrize("document", casebooks.DOCUMENTS)
def test_not_one_formula_of_a_case_differs(document: str, soffice: str, tmp_path: Path) -> None:
    """Every case, and the readings that move its money; only cells with formulas can come to something else."""
    books = casebooks.books(document)
    assert set(casebooks.named(document)) <= books.keys(), "a case has no result workbook"
    assert functions(books.values()) <= KNOWN
    before = {name: computed(book) for name, book in books.items()}
    assert sum(map(len, before.values())) >= LEAST[document]
    assert [name for name, cells in before.items() if not cells] == []
    assert _differing(books, before, soffice, tmp_path) == ({}, [])


@pytest.mark.office
def test_a_wrong_value_and_a_fault_are_caught_among_bound_workbooks(soffice: str, tmp_path: Path) -> None:
    good = write_result(assessed(bishan()), "1.0")
    faulty = changed(good, partial(re.sub, r'(<c r="I5"[^>]*><f>)[^<]*', r"\g<1>1/0"), "xl/worksheets/sheet2")
    books = {"good": good, "planted": changed(good, plant, "xl/worksheets/sheet2"), "faulty": faulty}
    found, faulted = _differing(books, {name: computed(book) for name, book in books.items()}, soffice, tmp_path)
    assert found["planted"] == ["计分表!R5C9: 7.25 -> 2.0"]
    assert "计分表!R5C9: 2.0 -> ''" in found["faulty"]
    assert found.keys() == {"planted", "faulty"}
    assert set(faulted) >= {"计分表_2"}
    assert all(sheet.endswith("_2") for sheet in faulted)


def _differing(
    books: Mapping[str, bytes], before: Mapping[str, Cells], soffice: str, folder: Path
) -> tuple[dict[str, list[str]], list[str]]:
    """What LibreOffice makes of the formulas otherwise, by workbook, and the sheets in which it meets faults."""
    names = list(books)
    files = [{name: books[name] for name in names[first : first + BOUND]} for first in range(0, len(names), BOUND)]
    made = recalculated(soffice, {str(place): bound(some) for place, some in enumerate(files)}, folder, "xls")
    found: dict[str, list[str]] = {}
    faulted: list[str] = []
    for place, some in enumerate(files):
        after, with_faults = unbound({name: before[name] for name in some}, made[str(place)].read_bytes())
        found |= {name: told for name in some if (told := differences(before[name], after[name]))}
        faulted += with_faults
    return found, faulted
