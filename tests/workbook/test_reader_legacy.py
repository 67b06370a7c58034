"""xls and et: values by xlrd with their formats, and python-calamine where xlrd gives up."""

from __future__ import annotations

import pytest
import xlrd

from workbook import odd_files as odd
from zhtcli.workbook.files.book import Book, Cell, Seen
from zhtcli.workbook.files.parse import parse

LEGACY = Seen("ZHT-FILE-LEGACY", {"kind": "xls"})


def book(data: bytes) -> Book:
    reading = parse(data, "表.xls")
    assert reading.book is not None, reading.seen
    return reading.book


def test_values_keep_place_and_type() -> None:
    data = odd.xls(
        [
            (1, 2, "指标", 0),
            (1, 3, 30.0, 0),
            (2, 2, True, 0),
            (2, 3, False, 0),
            (3, 2, "", 0),
        ]
    )
    read = book(data)
    assert read.reader == "xlrd"
    assert [(sheet.name, sheet.visibility) for sheet in read.sheets] == [("表1", "visible")]
    assert read.sheets[0].cells == [
        Cell(2, 3, "text", "指标"),
        Cell(2, 4, "number", 30.0),
        Cell(3, 3, "boolean", True),
        Cell(3, 4, "boolean", False),
    ]


@pytest.mark.parametrize(("code", "text"), [(0x00, "#NULL!"), (0x07, "#DIV/0!"), (0x17, "#REF!"), (0x2A, "#N/A")])
def test_errors(code: int, text: str) -> None:
    assert book(odd.xls([(0, 0, bytes([code]), 0)])).sheets[0].cells == [Cell(1, 1, "error", text)]


def test_percent_formats() -> None:
    formats = {164: '0"%"', 165: "0.0%"}
    data = odd.xls([(0, column, 0.025, column) for column in range(5)], formats, [0, 9, 10, 164, 165])
    assert [cell.percent for cell in book(data).sheets[0].cells] == [False, True, True, False, True]


@pytest.mark.parametrize("number", [14, 22, 27, 31, 36, 50, 57, 58])
def test_dates_by_builtin_ids_the_chinese_ones_too(number: int) -> None:
    data = odd.xls([(0, 0, 46096.0, 0), (0, 1, 46096.395833333336, 0)], {}, [number])
    assert [(cell.kind, cell.value) for cell in book(data).sheets[0].cells] == [
        ("date", "2026-03-15"),
        ("date", "2026-03-15T09:30:00"),
    ]


def test_times_of_day_are_text_and_impossible_dates_numbers() -> None:
    data = odd.xls([(0, 0, 0.395833333333333, 0), (0, 1, 1e9, 0), (0, 2, -3.0, 0)], {}, [14])
    assert [(cell.kind, cell.value) for cell in book(data).sheets[0].cells] == [
        ("text", "09:30:00"),
        ("number", 1e9),
        ("number", -3.0),
    ]


def test_dates_of_the_1904_system() -> None:
    data = odd.xls([(0, 0, 46096.0, 0)], {}, [14], date1904=True)
    reading = parse(data, "表.xls")
    assert reading.seen == [LEGACY, Seen("ZHT-FILE-DATE1904")]
    assert reading.book is not None
    assert reading.book.sheets[0].cells == [Cell(1, 1, "date", "2030-03-16")]


def test_hidden_and_merged_and_names() -> None:
    data = odd.xls(
        [(0, 0, 1.0, 0)],
        state=2,
        sheet="甲 乙",
        after_cells=odd.biff_merged(0, 1, 0, 3) + odd.biff_hidden_row(2) + odd.biff_hidden_columns(4, 5),
        names=odd.biff_name("指标_6", 11, 5),
    )
    read = book(data)
    (sheet,) = read.sheets
    assert sheet.visibility == "very_hidden"
    assert sheet.merged == [(1, 1, 2, 4)]
    assert sheet.hidden_rows == [3]
    assert sheet.hidden_columns == [5, 6]
    assert read.names == {"指标_6": "'甲 乙'!$F$12"}


def test_a_plain_sheet_name_stands_without_quotes() -> None:
    data = odd.xls([(0, 0, 1.0, 0)], sheet="指标填报", names=odd.biff_name("指标_6", 0, 0))
    assert book(data).names == {"指标_6": "指标填报!$A$1"}


def test_macros_and_embedded_objects_are_named() -> None:
    workbook = odd.biff8([(0, 0, 1.0, 0)])
    data = odd.compound({"Workbook": workbook, "_VBA_PROJECT_CUR": b"x"}, inside={"Contents": b"x"})
    reading = parse(data, "表.xls")
    assert reading.book is not None
    assert reading.book.features == ["macros", "embedded_objects"]
    assert reading.seen == [LEGACY, Seen("ZHT-FILE-MACROS"), Seen("ZHT-FILE-EMBEDDED")]


def test_calamine_reads_what_xlrd_does_not_and_the_loss_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise AssertionError("a record that xlrd does not expect")

    monkeypatch.setattr(xlrd, "open_workbook", fail)
    reading = parse(odd.xls([(1, 1, 0.025, 1), (1, 2, "指标", 0)], {}, [0, 10]), "表.xls")
    assert reading.book is not None
    assert reading.book.reader == "python-calamine"
    assert reading.book.sheets[0].cells == [Cell(2, 2, "number", 0.025), Cell(2, 3, "text", "指标")]
    assert reading.seen == [LEGACY, Seen("ZHT-FILE-NOFORMATS")]


def test_a_stream_that_is_no_workbook_is_unreadable() -> None:
    reading = parse(odd.compound({"Workbook": b"\xff" * 5000}), "表.xls")
    assert reading.book is None
    assert [seen.code for seen in reading.seen] == ["ZHT-FILE-UNREADABLE"]
