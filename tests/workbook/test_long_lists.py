"""Long sheets: columns taken as a whole hold what the same cells hold when read one by one."""

from __future__ import annotations

import io
import random
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest
import xlsxwriter

from core import builders
from workbook import odd_files as odd
from zhtcli.core.forms.submission import Submission
from zhtcli.definitions.load import load
from zhtcli.workbook.files import plaincolumns
from zhtcli.workbook.files.book import Book, Cell, PlainColumn, Reading, Sheet
from zhtcli.workbook.files.parse import parse
from zhtcli.workbook.form.form import write_form
from zhtcli.workbook.reading.listheader import find_header
from zhtcli.workbook.reading.locateregisters import locate_registers
from zhtcli.workflow.reading import submission_of

SHEET = builders.layout().registers["needs"].sheet
HEADERS = [column.label for column in builders.layout().registers["needs"].register.columns]
# What one column may hold: most are of one kind, as in a list that somebody keeps; the last ones are not.
COLUMNS: tuple[tuple[Any, ...], ...] = (
    ("5", "6", "7"),
    ("甲公司", " 乙公司", "合计", ""),
    (1, 2.5, -3, 0),
    (date(2026, 3, 15), date(2025, 1, 1)),
    (datetime(2026, 3, 15, 9, 30), date(2026, 3, 15)),
    (True, False),
    ("30项", 30),
    (True, 1),
    ("=SUM(A1:A2)", 3),
    (timedelta(hours=30),),
    ("%", 0.5),
    ("=", "清单"),
)


def written(choose: random.Random, rows: int) -> bytes:
    """A register with its header in row 4; blanks here and there, rows without anything, cells far below."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False})
    formats = {
        date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        timedelta: workbook.add_format({"num_format": "[h]:mm"}),
    }
    percent = workbook.add_format({"num_format": "0.0%"})
    sheet = workbook.add_worksheet(SHEET)
    sheet.write_row("A4", HEADERS)
    pools = [choose.choice(COLUMNS) for _ in HEADERS]
    for row in [*range(4, 4 + rows), 4 + rows + choose.randint(0, 9)]:
        for column, pool in enumerate(pools):
            value = choose.choice(pool)
            if choose.random() < 0.2 or row % 11 == 0:
                continue
            if str(value).startswith("=SUM"):
                sheet.write_formula(row, column, value, None, choose.choice((4, "文字", "#REF!", "")))
            elif isinstance(value, date | timedelta):
                sheet.write_datetime(row, column, value, formats[type(value)])
            else:
                sheet.write(row, column, value, percent if "%" in pool else None)
    workbook.close()
    return buffer.getvalue()


def read(monkeypatch: pytest.MonkeyPatch, data: bytes, *, long: int, head: int) -> Reading:
    with monkeypatch.context() as patch:
        patch.setattr(plaincolumns, "LONG", long)
        patch.setattr(plaincolumns, "HEAD", head)
        reading = parse(data, "表.xlsx")
    assert reading.book is not None
    assert reading.book.reader == "python-calamine"
    return reading


@pytest.mark.parametrize("seed", range(10))
def test_columns_taken_whole_change_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    choose = random.Random(seed)  # noqa: S311 (seeded on purpose)
    data = written(choose, rows=choose.randint(20, 60))
    by_cell = read(monkeypatch, data, long=10_000, head=0)
    assert by_cell.book is not None
    assert not by_cell.book.sheets[0].columns
    for head in (0, 3, 4, 5, 17):
        whole = msgspec.msgpack.decode(
            msgspec.msgpack.encode(read(monkeypatch, data, long=10, head=head)), type=Reading
        )
        assert whole.book is not None
        (sheet,) = whole.book.sheets
        assert sheet.cells == by_cell.book.sheets[0].cells
        assert whole.seen == by_cell.seen
        assert located(whole.book) == located(by_cell.book)
        for row in (4, 30):
            assert list(sheet.down_to(row)) == [cell for cell in sheet.cells if cell.row <= row]


def located(book: Book) -> Any:
    return locate_registers(book, builders.regime(), builders.layout())


def test_a_plain_column_is_taken_whole_and_any_other_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    sheet = workbook.add_worksheet("表")
    for row in range(6):
        sheet.write_row(row, 0, ["甲", row % 2, "乙" if row != 3 else ""])
        sheet.write_row(row, 4, [row if row % 2 else "丙"])
        sheet.write_formula(row, 5, "=1+1", None, 2)
    workbook.close()
    book = read(monkeypatch, buffer.getvalue(), long=2, head=1).book
    assert book is not None
    (found,) = book.sheets
    assert found.columns == [
        PlainColumn(1, "text", 2, ["甲"], [0] * 5),
        PlainColumn(2, "number", 2, [1.0, 0.0], [0, 1, 0, 1, 0]),
        PlainColumn(3, "text", 2, ["乙"], [0, 0, -1, 0, 0]),
    ]
    assert {cell.column for cell in found.single if cell.row > 1} == {5, 6}


def test_a_text_that_is_too_long_is_cut_with_a_warning_in_a_long_list_too(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["甲", "乙", "字" * 32_768, "丙"]
    rows = "".join(f'<row r="{at}">{odd.text_cell(f"A{at}", text)}</row>' for at, text in enumerate(texts, 1))
    data = odd.zipped(odd.parts(odd.worksheet(rows)), stored=True)
    reading = read(monkeypatch, data, long=2, head=1)
    assert [(seen.code, seen.row) for seen in reading.seen] == [("ZHT-FILE-LONGTEXT", 3)]
    assert reading.book is not None
    assert [len(str(cell.value)) for cell in reading.book.sheets[0].cells] == [1, 1, 32_767, 1]


def test_a_header_below_the_head_is_found() -> None:
    """A ledger's header may stand wherever its map says."""
    columns = [PlainColumn(n, "text", 3, [label], [0]) for n, label in enumerate(HEADERS, 1)]
    sheet = Sheet(SHEET, "visible", [Cell(1, 1, "text", "台账")], columns=columns)
    header = find_header(sheet, builders.layout().registers["needs"].register)
    assert header is not None
    assert (header.row, len(header.columns)) == (3, len(HEADERS))


def test_a_form_is_read_without_taking_its_long_registers_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a million cells a list of single ones takes as much memory as all the rest."""
    needs = [
        {"indicator": "5", "subject": f"企业{n}", "title": f"需求{n}", "date": date(2026, 3, 1)} for n in range(60)
    ]
    data = write_form(builders.regime(), load("bishan").digest, builders.layout(), registers={"needs": needs})
    reading = read(monkeypatch, data, long=50, head=30)
    assert isinstance(submission_of(reading, "表.xlsx", None), Submission)
    assert reading.book is not None
    assert [(sheet.name, "cells" in vars(sheet)) for sheet in reading.book.sheets if sheet.columns] == [(SHEET, False)]
