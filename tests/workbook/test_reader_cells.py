"""Cells of xlsx: what python-calamine gives, what only the package tells, and both readers alike."""

from __future__ import annotations

import io
import random

import pytest
import xlsxwriter

from workbook import odd_files as odd
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.finding import CellRef
from zhtcli.workbook.files import ooxml, scan
from zhtcli.workbook.files.book import Book, Cell, Reading, Seen, Sheet
from zhtcli.workbook.files.numberformat import shows_percentage
from zhtcli.workbook.files.packageparts import WorkbookParts
from zhtcli.workbook.files.parse import parse


def book(data: bytes) -> Book:
    reading = parse(data, "表.xlsx")
    assert reading.book is not None, reading.seen
    return reading.book


def only_sheet(data: bytes) -> Sheet:
    (sheet,) = book(data).sheets
    return sheet


def cells(rows: str, **options: object) -> dict[str, Cell]:
    """The cells of a sheet by their place."""
    sheet = only_sheet(odd.one_sheet(rows, **options))
    return {CellRef(sheet.name, cell.row, cell.column).a1: cell for cell in sheet.cells}


def both_readers(monkeypatch: pytest.MonkeyPatch, data: bytes) -> tuple[Book, Book]:
    """The same file by python-calamine and by openpyxl."""
    first = book(data)
    assert first.reader == "python-calamine"
    with monkeypatch.context() as patch:
        patch.setattr(ooxml, "_by_calamine", lambda *_: None)
        reading = parse(data, "表.xlsx")
    assert "ZHT-FILE-SECONDREADER" in [seen.code for seen in reading.seen]
    assert reading.book is not None
    assert reading.book.reader == "openpyxl"
    return first, reading.book


def test_plain_values_keep_their_place_and_their_type() -> None:
    rows = (
        f'<row r="3">{odd.text_cell("C3", "  指标 ")}<c r="E3"><v>30</v></c></row>'
        '<row r="5"><c r="C5" t="b"><v>1</v></c><c r="D5"><v>-0.5</v></c><c r="E5"/></row>'
    )
    assert only_sheet(odd.one_sheet(rows)).cells == [
        Cell(3, 3, "text", "  指标 "),
        Cell(3, 5, "number", 30.0),
        Cell(5, 3, "boolean", True),
        Cell(5, 4, "number", -0.5),
    ]


def test_cells_that_do_not_say_their_place_follow_one_another() -> None:
    rows = '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row><row><c/><c><f>A1</f></c></row>'
    found = only_sheet(odd.one_sheet(rows)).cells
    assert found == [
        Cell(1, 1, "number", 1.0),
        Cell(1, 2, "error", "#REF!"),
        Cell(2, 2, "uncached", None, "A1"),
    ]


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"])
def test_an_error_is_an_error_and_not_blank(error: str) -> None:
    rows = (
        f'<row r="1"><c r="A1" t="e"><v>{error}</v></c><c r="B1"><v>1</v></c>'
        f'<c r="C1" t="e"><f>A1+1</f><v>{error}</v></c></row>'
    )
    assert cells(rows) == {
        "A1": Cell(1, 1, "error", error),
        "B1": Cell(1, 2, "number", 1.0),
        "C1": Cell(1, 3, "error", error, "A1+1"),
    }


def test_a_formula_without_a_stored_value_is_uncached() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>SUM(B1:C1)</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>1+1</f><v/></c>'
        '<c r="D1"><f>1+1</f><v>2</v></c><c r="E1" t="str"><f>D1</f></c></row>'
    )
    assert cells(rows) == {
        "A1": Cell(1, 1, "uncached", None, "SUM(B1:C1)"),
        "B1": Cell(1, 2, "uncached", None, "1+1"),
        "C1": Cell(1, 3, "uncached", None, "1+1"),
        "D1": Cell(1, 4, "number", 2.0, "1+1"),
        "E1": Cell(1, 5, "uncached", None, "D1"),
    }


def test_a_formula_whose_stored_result_is_empty_text_is_text() -> None:
    rows = '<row r="1"><c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c></row>'
    assert cells(rows) == {"A1": Cell(1, 1, "text", "", 'IF(B1="","",B1)')}


def test_followers_of_a_shared_formula_tell_their_masters_text() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    assert cells(rows) == {"A1": Cell(1, 1, "number", 2.0, "B1*2"), "A2": Cell(2, 1, "number", 4.0, "B1*2")}


PERCENT_FORMATS = {
    "0%": True,
    "0.00%": True,
    "0.0_%;-0.0%": True,
    '0.0"百分点" %': True,
    "[Red]0.00%": True,
    '0"%"': False,
    "0\\%": False,
    "0_%": False,
    "0*%": False,
    "0％": False,
    "[$%-804]0": False,
    "General": False,
    '0"没有结束的引号%': False,
}


@pytest.mark.parametrize("code", PERCENT_FORMATS)
def test_percent_formats(code: str) -> None:
    assert shows_percentage(code) is PERCENT_FORMATS[code]


def test_percent_cells_are_known_by_builtin_and_own_formats() -> None:
    rows = '<row r="1">' + "".join(f'<c r="{c}1" s="{s}"><v>0.025</v></c>' for s, c in enumerate("ABCDE")) + "</row>"
    found = cells(rows, styles=[0, 9, 10, 164, 165], formats={164: '0"%"', 165: "0.0%"})
    assert [cell.percent for cell in found.values()] == [False, True, True, False, True]
    assert {cell.value for cell in found.values()} == {0.025}


def test_an_own_format_under_a_builtin_id_wins() -> None:
    rows = '<row r="1"><c r="A1" s="0"><v>0.5</v></c><c r="B1" s="1"><v>46096</v></c></row>'
    found = cells(rows, styles=[9, 31], formats={9: "0.00", 31: "0.00"})
    assert found == {"A1": Cell(1, 1, "number", 0.5), "B1": Cell(1, 2, "number", 46096.0)}


def test_style_zero_may_be_a_percentage() -> None:
    found = cells('<row r="1"><c r="A1"><v>0.5</v></c><c r="B1" s="0"><v>0.5</v></c></row>', styles=[9])
    assert [cell.percent for cell in found.values()] == [True, True]


@pytest.mark.parametrize("number", [14, 22, *range(27, 37), *range(50, 59)])
def test_dates_by_builtin_ids_the_chinese_ones_too(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    rows = '<row r="1"><c r="A1" s="0"><v>46096</v></c><c r="B1" s="0"><v>46096.395833333336</v></c></row>'
    for read in both_readers(monkeypatch, odd.one_sheet(rows, styles=[number])):
        assert read.sheets[0].cells == [Cell(1, 1, "date", "2026-03-15"), Cell(1, 2, "date", "2026-03-15T09:30:00")]


def test_times_of_day_and_durations_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = '<row r="1"><c r="A1" s="0"><v>0.395833333333333</v></c><c r="B1" s="1"><v>1.5</v></c></row>'
    for read in both_readers(monkeypatch, odd.one_sheet(rows, styles=[20, 46])):
        assert [(cell.kind, cell.value) for cell in read.sheets[0].cells] == [
            ("text", "09:30:00"),
            ("text", "36:00:00"),
        ]


def test_dates_of_the_1904_system_are_converted_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = '<row r="1"><c r="A1" s="0"><v>46096</v></c><c r="B1" s="1"><v>46096</v></c></row>'
    data = odd.one_sheet(rows, styles=[14, 31], workbook='<workbookPr date1904="1"/>')
    reading = parse(data, "表.xlsx")
    assert [seen.code for seen in reading.seen] == ["ZHT-FILE-DATE1904"]
    for read in both_readers(monkeypatch, data):
        assert read.features == ["date1904"]
        assert [cell.value for cell in read.sheets[0].cells] == ["2030-03-16", "2030-03-16"]


def test_dates_stored_as_iso_text() -> None:
    rows = '<row r="1"><c r="A1" t="d"><v>2026-03-15T10:00:00</v></c><c r="B1" t="d"><v>2026-03-15</v></c></row>'
    assert cells(rows) == {"A1": Cell(1, 1, "date", "2026-03-15T10:00:00"), "B1": Cell(1, 2, "date", "2026-03-15")}


def test_text_leaves_phonetics_out_and_decodes_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    strings = [
        "<r><t>富</t></r><r><t>文本</t></r><rPh sb='0' eb='1'><t>フ</t></rPh><phoneticPr fontId='0'/>",
        "<t>第一行_x000D_\n第二行</t>",
    ]
    rows = '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("AB"))
    rows += '<c r="D1" t="str"><f>A1</f><v>甲_x000D_乙</v></c></row>'
    for read in both_readers(monkeypatch, odd.one_sheet(rows, strings=strings)):
        assert [cell.value for cell in read.sheets[0].cells] == [
            "富文本",
            "第一行\r\n第二行",
            "甲\r乙",
        ]


def test_numbers_that_are_none_become_text() -> None:
    rows = '<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>NaN</v></c><c r="C1"><v>1e3</v></c></row>'
    assert [(cell.kind, cell.value) for cell in cells(rows).values()] == [
        ("text", "inf"),
        ("text", "nan"),
        ("number", 1000.0),
    ]


def test_pictures_in_cells_of_wps_and_of_excel() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
        '<c r="B1" t="e" vm="1"><v>#VALUE!</v></c></row>'
    )
    data = odd.patched(odd.one_sheet(rows), **{"xl/richData/richValueRel.xml": "<x/>"})
    assert [(cell.kind, cell.value) for cell in only_sheet(data).cells] == [
        ("picture", '=DISPIMG("ID_1",1)'),
        ("picture", "#VALUE!"),
    ]
    assert [cell.kind for cell in cells(rows).values()] == ["picture", "error"]


def test_hidden_rows_and_columns_and_merged_ranges() -> None:
    sheet = odd.worksheet(
        f'<row r="2" hidden="1">{odd.text_cell("A2", "筛选掉的")}</row><row r="3" hidden="0"/>',
        before='<cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/>'
        '<col min="250" max="16384" hidden="1"/></cols>',
        after='<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B4:B6"/></mergeCells>',
    )
    read = only_sheet(odd.zipped(odd.parts(sheet)))
    assert read.hidden_rows == [2]
    assert read.hidden_columns == [2, 3, *range(250, 257)]
    assert read.merged == [(1, 1, 1, 3), (4, 2, 6, 2)]
    assert read.cells == [Cell(2, 1, "text", "筛选掉的")]


def test_sheets_with_their_visibility_names_and_order() -> None:
    data = odd.zipped(
        odd.parts(
            *[odd.worksheet("")] * 3,
            names=["填报表 ", "_zht", "甲&乙"],
            states={2: "veryHidden", 3: "hidden"},
        )
    )
    assert [(sheet.name, sheet.visibility) for sheet in book(data).sheets] == [
        ("填报表 ", "visible"),
        ("_zht", "very_hidden"),
        ("甲&乙", "hidden"),
    ]


def test_defined_names_of_the_workbook_before_those_of_a_sheet() -> None:
    names = (
        "<definedNames><definedName name='指标_6' localSheetId='0'>别处!$A$1</definedName>"
        "<definedName name='指标_6'>指标填报!$F$12</definedName>"
        "<definedName name='本表' localSheetId='0'>'指标 填报'!$A$1:$B$2</definedName>"
        "<definedName name='_xlnm.Print_Area' localSheetId='0'>A!$A$1</definedName></definedNames>"
    )
    data = odd.one_sheet("", after_sheets=names)
    assert book(data).names == {"指标_6": "指标填报!$F$12", "本表": "'指标 填报'!$A$1:$B$2"}


def test_custom_properties_and_the_application() -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="x" pid="2" name="zht_form"><vt:lpwstr>bishan-2026</vt:lpwstr></property>'
        '<property fmtid="x" pid="3" name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0</vt:lpwstr></property>'
        '<property fmtid="x" pid="4" name="zht_version"><vt:i4>3</vt:i4></property></Properties>'
    )
    data = odd.patched(
        odd.small(),
        **{
            "docProps/custom.xml": custom,
            "docProps/app.xml": "<Properties><Application>WPS 表格</Application></Properties>",
        },
    )
    read = book(data)
    assert read.properties == {
        "zht_form": "bishan-2026",
        "KSOProductBuildVer": "2052-12.1.0",
        "zht_version": "3",
    }
    assert read.application == "WPS 表格"


FEATURES = {
    "macros": ("xl/vbaProject.bin", "ZHT-FILE-MACROS"),
    "external_links": ("xl/externalLinks/externalLink1.xml", "ZHT-FILE-EXTERNALLINKS"),
    "embedded_objects": ("xl/embeddings/oleObject1.bin", "ZHT-FILE-EMBEDDED"),
    "signature": ("_xmlsignatures/sig1.xml", "ZHT-FILE-SIGNATURE"),
    "connections": ("xl/connections.xml", "ZHT-FILE-CONNECTIONS"),
}


@pytest.mark.parametrize("feature", FEATURES)
def test_what_is_left_alone_is_named(feature: str) -> None:
    part, code = FEATURES[feature]
    reading = parse(odd.patched(odd.small(), **{part: "<x/>"}), "表.xlsx")
    assert reading.book is not None
    assert reading.book.features == [feature]
    assert [seen.code for seen in reading.seen] == [code]


def test_strict_files_and_prefixed_elements_are_read() -> None:
    strict = odd.parts(
        odd.worksheet('<row r="1"><c r="A1" s="1"><v>0.5</v></c></row>', main=odd.STRICT_MAIN),
        styles=[0, 10],
        main=odd.STRICT_MAIN,
        relations=odd.STRICT_RELATIONS,
    )
    assert only_sheet(odd.zipped(strict)).cells == [Cell(1, 1, "number", 0.5, "", True)]
    prefixed = (
        f'<x:worksheet xmlns:x="{odd.MAIN}"><x:sheetData><x:row r="1" hidden="true"><x:c r="A1" t="e"><x:v>#N/A</x:v>'
        '</x:c><x:c r="B1" s="1"><x:f>1</x:f><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    sheet = only_sheet(odd.zipped(odd.parts(prefixed, styles=[0, 10])))
    assert sheet.cells == [Cell(1, 1, "error", "#N/A"), Cell(1, 2, "number", 1.0, "1", True)]
    assert sheet.hidden_rows == [1]


def test_a_sheet_in_utf_16_goes_to_the_second_reader() -> None:
    sheet = odd.worksheet('<row r="1"><c r="A1"><v>7</v></c></row>')
    data = odd.zipped(odd.parts(f'<?xml version="1.0" encoding="UTF-16"?>{sheet}'.encode("utf-16")))
    reading = parse(data, "表.xlsx")
    assert reading.book is not None
    assert reading.book.reader == "openpyxl"
    assert reading.book.sheets[0].cells == [Cell(1, 1, "number", 7.0)]
    assert [seen.code for seen in reading.seen] == ["ZHT-FILE-SECONDREADER"]


def test_what_calamine_refuses_goes_to_the_second_reader() -> None:
    rows = '<row r="1"><c r="A1"><v>7</v></c><c r="B1" t="e"><v>#SPILL!</v></c></row>'
    reading = parse(odd.one_sheet(rows), "表.xlsx")
    assert reading.book is not None
    assert reading.book.reader == "openpyxl"
    assert reading.book.sheets[0].cells == [Cell(1, 1, "number", 7.0), Cell(1, 2, "error", "#SPILL!")]
    assert [seen.code for seen in reading.seen] == ["ZHT-FILE-SECONDREADER"]


def test_links_and_merges_put_nothing_in_and_take_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = odd.worksheet(
        f'<row r="1">{odd.text_cell("A1", "甲")}{odd.text_cell("B1", "盖住的")}<c r="C1"><f>1</f><v>1</v></c></row>',
        after='<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
        '<hyperlinks><hyperlink ref="A2" location="A1"/></hyperlinks>',
    )
    for read in both_readers(monkeypatch, odd.zipped(odd.parts(sheet))):
        assert read.sheets[0].cells == [
            Cell(1, 1, "text", "甲"),
            Cell(1, 2, "text", "盖住的"),
            Cell(1, 3, "number", 1.0, "1"),
        ]


def test_what_no_reader_makes_out_is_unreadable() -> None:
    reading = parse(odd.one_sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), "表.xlsx")
    assert reading == Reading("", None, [Seen("ZHT-FILE-UNREADABLE")])


def far_file(*far: str) -> bytes:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    rows += "".join(
        f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}"><v>2</v></c></row>' for place in far
    )
    return odd.one_sheet(rows)


@pytest.mark.parametrize("place", ["XFD1048576", "IW1", "A200001", "XFD1"])
def test_a_far_cell_is_a_warning_and_the_rest_is_read(place: str) -> None:
    data = far_file(place, place)
    assert len(data) < 3000
    reading = parse(data, "表.xlsx")
    assert reading.book is not None
    assert reading.book.sheets[0].cells == [Cell(1, 1, "number", 1.0)]
    (seen,) = reading.seen
    assert (seen.code, seen.sheet) == ("ZHT-FILE-FARCELL", "表1")
    assert seen.words == {"cell": place, "count": 2, "columns": 256, "rows": 200_000}
    assert CellRef("表1", seen.row or 0, seen.column or 0).a1 == place


def test_a_strict_file_that_only_openpyxl_could_read_is_unreadable_and_not_empty() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
    strict = odd.parts(odd.worksheet(rows, main=odd.STRICT_MAIN), main=odd.STRICT_MAIN, relations=odd.STRICT_RELATIONS)
    assert parse(odd.zipped(strict), "表.xlsx") == Reading("", None, [Seen("ZHT-FILE-UNREADABLE")])


def test_a_sheet_with_nothing_but_empty_text_is_read() -> None:
    data = odd.one_sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=["<t/>"])
    assert only_sheet(data).cells == []


def test_far_formats_without_content_are_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    reading = parse(odd.one_sheet(rows), "表.xlsx")
    assert reading.seen == []
    assert reading.book is not None
    assert reading.book.reader == "python-calamine"


def test_the_outermost_cells_within_bounds_do_not_ask_for_the_whole_rectangle() -> None:
    reading = parse(far_file("IV200000"), "表.xlsx")
    assert reading.seen == []
    assert reading.book is not None
    assert reading.book.sheets[0].cells == [Cell(1, 1, "number", 1.0), Cell(200_000, 256, "number", 2.0)]
    assert reading.book.reader == "openpyxl"


def test_text_beyond_what_excel_stores_is_cut_with_a_warning() -> None:
    rows = f'<row r="1">{odd.text_cell("A1", "字" * 32_767)}{odd.text_cell("B1", "字" * 32_768)}</row>'
    reading = parse(odd.zipped(odd.parts(odd.worksheet(rows)), stored=True), "表.xlsx")
    words = {"length": 32_768, "limit": 32_767}
    assert reading.seen == [Seen("ZHT-FILE-LONGTEXT", words, "表1", 1, 2)]
    assert reading.book is not None
    assert [len(str(cell.value)) for cell in reading.book.sheets[0].cells] == [32_767, 32_767]


def test_plain_cells_taken_out_beforehand_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick way through plain cells and the parser alone agree on every mark and bound."""
    choose = random.Random(20260315)  # noqa: S311 (seeded on purpose)
    kinds = ["", ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="inlineStr"', ' vm="1" t="e"', ' t="d"']
    insides = ["", "<v>1</v>", "<v></v>", "<v/>", "<f>A1</f>", "<f>A1</f><v>2</v>", "<is><t>a</t></is>"]
    styles = ["", ' s="0"', ' s="1"', ' s="12"', ' s="3"']
    columns = ["A", "C", "Z", "AA", "BC", "IV", "IW", "XFD"]
    parts = WorkbookParts([], {}, frozenset({1, 3}), False, True)
    for _ in range(200):
        rows = ""
        for row in sorted(choose.sample([1, 2, 3, 999, 100_000, 199_999, 200_000, 200_001], 4)):
            inside = "".join(
                f'<c r="{column}{row}"{choose.choice(styles)}{choose.choice(kinds)}>{choose.choice(insides)}</c>'
                for column in columns
                if choose.random() < 0.6
            )
            rows += f'<row r="{row}">{inside}</row>'
        content = odd.worksheet(rows).encode()
        quick = scan.scan_sheet(content, "x", parts)
        with monkeypatch.context() as patch:
            patch.setattr(scan, "_without_plain_cells", lambda content, *_: content)
            slow = scan.scan_sheet(content, "x", parts)
        assert quick.marks == slow.marks
        assert (quick.filled, quick.far, quick.far_count) == (slow.filled, slow.far, slow.far_count)
        assert quick.last_row >= slow.last_row
        assert quick.last_column >= slow.last_column


def test_cells_in_comments_and_cdata_are_none() -> None:
    rows = '<row r="1"><!-- <c r="A1"><v>1</v></c> -->'
    rows += '<c r="B1" t="inlineStr"><is><t><![CDATA[<c r="A1">]]></t></is></c></row>'
    assert cells(rows) == {"B1": Cell(1, 2, "text", '<c r="A1">')}


def test_a_workbook_of_xlsxwriter_reads_alike_with_both(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    sheet = workbook.add_worksheet("指标填报")
    percent = workbook.add_format({"num_format": "0.00%"})
    sheet.write_row("C4", ["编号", 1, 2.5, True, "30项"])
    sheet.write_number("C6", 0.025, percent)
    sheet.write_formula("D6", "=C6*2", percent, 0.05)
    sheet.write_formula("E6", "=1/0", None, "#DIV/0!")
    sheet.write_formula("F6", "=C6", None, "")
    sheet.write_rich_string("G6", "甲", workbook.add_format({"bold": True}), "乙")
    workbook.close()
    calamine, openpyxl = both_readers(monkeypatch, buffer.getvalue())
    assert calamine.sheets == openpyxl.sheets
    assert calamine.sheets[0].cells[5:] == [
        Cell(6, 3, "number", 0.025, "", True),
        Cell(6, 4, "number", 0.05, "C6*2", True),
        Cell(6, 5, "error", "#DIV/0!", "1/0"),
        Cell(6, 6, "uncached", None, "C6"),
        Cell(6, 7, "text", "甲乙"),
    ]


def test_every_finding_of_the_reader_fills_its_sentence() -> None:
    for data, name in (
        (far_file("XFD1048576"), "表.xlsx"),
        (odd.bomb(5), "表.xlsx"),
        (odd.xls([(0, 0, 1.0, 0)]), "表.xlsx"),
        (odd.one_sheet(f'<row r="1">{odd.text_cell("A1", "字" * 32_768)}</row>'), "表.xlsx"),
    ):
        for seen in parse(data, name).seen:
            finding = CATALOGUE[seen.code].found(sheet=seen.sheet, **seen.words)
            assert "{" not in finding.message + finding.hint
