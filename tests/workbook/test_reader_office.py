"""One workbook saved by LibreOffice in its three formats: the same cells come out of each."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest
import xlsxwriter

from zhtcli.workbook.files.book import Book
from zhtcli.workbook.files.parse import parse

SOFFICE = shutil.which("soffice")

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    """The same workbook by the program that saved it: as written, and as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("office")
    source = folder / "form.xlsx"
    workbook = xlsxwriter.Workbook(source)
    sheet = workbook.add_worksheet("指标填报")
    percent = workbook.add_format({"num_format": "0.00%"})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    clock = workbook.add_format({"num_format": "hh:mm"})
    sheet.merge_range("A1:D1", "标题")
    sheet.write_string("A2", "文本\n两行")
    sheet.write_number("B2", 12.5)
    sheet.write_number("C2", 0.025, percent)
    sheet.write_datetime("D2", datetime.date(2026, 3, 15), day)
    sheet.write_boolean("E2", True)
    sheet.write_formula("F2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("G2", "=B2*2", None, 25)
    sheet.write_number("H2", 2.5, workbook.add_format({"num_format": '0"%"'}))
    sheet.write_datetime("I2", datetime.time(9, 30), clock)
    sheet.write_datetime("J2", datetime.datetime(2026, 3, 15, 9, 30), day)
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.write_string("A3", "隐藏行")
    sheet.set_column("M:N", None, None, {"hidden": True})
    sheet.write_comment("A2", "批注不是内容")
    workbook.add_worksheet("_zht").very_hidden()
    workbook.add_worksheet("自 检").hide()
    workbook.define_name("指标_6", "=指标填报!$F$12")
    workbook.define_name("区", "='自 检'!$A$1:$B$2")
    workbook.set_custom_property("zht_form", "bishan-2026")
    workbook.close()
    books = {"xlsxwriter": source}
    for kind in ("xlsx", "ods", "xls"):
        target = folder / kind
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(target), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        books[kind] = target / f"form.{kind}"
    return {kind: book_of(path) for kind, path in books.items()}


def book_of(path: Path) -> Book:
    reading = parse(path.read_bytes(), path.name)
    assert reading.book is not None, reading.seen
    return reading.book


EXPECTED = [
    (1, 1, "text", "标题", False),
    (2, 1, "text", "文本\n两行", False),
    (2, 2, "number", 12.5, False),
    (2, 3, "number", 0.025, True),
    (2, 4, "date", "2026-03-15", False),
    (2, 5, "boolean", True, False),
    (2, 6, "error", "#DIV/0!", False),
    (2, 7, "number", 25.0, False),
    (2, 8, "number", 2.5, False),
    (2, 9, "text", "09:30:00", False),
    (2, 10, "date", "2026-03-15T09:30:00", False),
    (3, 1, "text", "隐藏行", False),
]
READERS = {"xlsxwriter": "python-calamine", "xlsx": "python-calamine", "ods": "expat", "xls": "xlrd"}


@pytest.mark.parametrize("kind", READERS)
def test_the_same_cells_come_out_of_every_format(saved: dict[str, Book], kind: str) -> None:
    book = saved[kind]
    assert book.reader == READERS[kind]
    sheet = book.sheets[0]
    assert [(cell.row, cell.column, cell.kind, cell.value, cell.percent) for cell in sheet.cells] == EXPECTED
    assert sheet.merged == [(1, 1, 1, 4)]
    assert sheet.hidden_rows == [3]
    assert sheet.hidden_columns == [13, 14]
    assert book.names == {"指标_6": "指标填报!$F$12", "区": "'自 检'!$A$1:$B$2"}


def test_what_tells_the_form_survives_where_the_format_has_room_for_it(saved: dict[str, Book]) -> None:
    assert {kind: book.properties.get("zht_form") for kind, book in saved.items()} == {
        "xlsxwriter": "bishan-2026",
        "xlsx": "bishan-2026",
        "ods": "bishan-2026",
        "xls": None,
    }
    assert [[sheet.visibility for sheet in book.sheets] for book in saved.values()] == [
        ["visible", "very_hidden", "hidden"],
        *[["visible", "hidden", "hidden"]] * 3,
    ]
