"""ods: every cell kind of content.xml, repeats, what is hidden, names, properties."""

from __future__ import annotations

import pytest

from workbook import odd_files as odd
from zhtcli.workbook.files import limits, opendocument
from zhtcli.workbook.files.book import Book, Cell, Seen, Sheet
from zhtcli.workbook.files.opendocument import excel_reference
from zhtcli.workbook.files.parse import parse

ELSEWHERE = "'file:" + "///tmp/a.ods'#$A"
"""How LibreOffice names a sheet that it keeps a copy of from another workbook."""


def book(content: str, meta: str = "") -> Book:
    reading = parse(odd.opendocument(content, meta), "表.ods")
    assert reading.book is not None, reading.seen
    assert reading.book.reader == "expat"
    return reading.book


def only_sheet(rows: str) -> Sheet:
    (sheet,) = book(odd.ods_sheet(rows)).sheets
    return sheet


def cell(attributes: str, text: str = "") -> str:
    return f"<table:table-cell {attributes}>{text}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


CELLS = {
    "number": (
        cell('office:value-type="float" office:value="30"', "<text:p>30.00</text:p>"),
        Cell(1, 1, "number", 30.0),
    ),
    "percentage": (
        cell('office:value-type="percentage" office:value="0.025"', "<text:p>2.5%</text:p>"),
        Cell(1, 1, "number", 0.025, "", True),
    ),
    "currency": (cell('office:value-type="currency" office:value="-1.5"'), Cell(1, 1, "number", -1.5)),
    "boolean": (cell('office:value-type="boolean" office:boolean-value="true"'), Cell(1, 1, "boolean", True)),
    "boolean of LibreOffice": (
        cell('office:value-type="float" office:value="0" table:formula="of:=FALSE()"'),
        Cell(1, 1, "boolean", False, "FALSE()"),
    ),
    "date": (cell('office:value-type="date" office:date-value="2026-03-15"'), Cell(1, 1, "date", "2026-03-15")),
    "date at midnight": (
        cell('office:value-type="date" office:date-value="2026-03-15T00:00:00"'),
        Cell(1, 1, "date", "2026-03-15"),
    ),
    "moment": (
        cell('office:value-type="date" office:date-value="2026-03-15T09:30:00"'),
        Cell(1, 1, "date", "2026-03-15T09:30:00"),
    ),
    "time": (cell('office:value-type="time" office:time-value="PT09H30M00S"'), Cell(1, 1, "text", "09:30:00")),
    "text": (cell('office:value-type="string"', "<text:p>指标</text:p>"), Cell(1, 1, "text", "指标")),
    "text in pieces": (
        cell(
            'office:value-type="string"',
            "<text:p>甲<text:span>乙</text:span><text:s text:c='2'/>丙<text:tab/>丁</text:p><text:p>第二行</text:p>",
        ),
        Cell(1, 1, "text", "甲乙  丙\t丁\n第二行"),
    ),
    "text with a comment, a drawing and phonetics": (
        cell(
            'office:value-type="string"',
            "<office:annotation><text:p>批注</text:p></office:annotation><draw:frame><text:p>图</text:p></draw:frame>"
            "<text:p>正<text:ruby><text:ruby-base>文</text:ruby-base><text:ruby-text>wén</text:ruby-text></text:ruby>"
            "</text:p>",
        ),
        Cell(1, 1, "text", "正文"),
    ),
    "text said by an attribute": (
        cell('office:value-type="string" office:string-value="真"', "<text:p>显示</text:p>"),
        Cell(1, 1, "text", "真"),
    ),
    "formula": (
        cell('office:value-type="float" office:value="25" table:formula="of:=[.B2]*2"'),
        Cell(1, 1, "number", 25.0, "[.B2]*2"),
    ),
    "formula with empty text": (
        cell('office:value-type="string" office:string-value="" table:formula="of:=&quot;&quot;"'),
        Cell(1, 1, "text", "", '""'),
    ),
    "formula without a value": (cell('table:formula="of:=[.B2]*2"'), Cell(1, 1, "uncached", None, "[.B2]*2")),
    "error": (
        cell(
            'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"',
            "<text:p>#DIV/0!</text:p>",
        ),
        Cell(1, 1, "error", "#DIV/0!", "1/0"),
    ),
    "error of LibreOffice": (
        cell('table:formula="of:=[.A1" calcext:value-type="error"', "<text:p>Err:509</text:p>"),
        Cell(1, 1, "error", "Err:509", "[.A1"),
    ),
    "number that is none": (
        cell('office:value-type="float" office:value="INF"', "<text:p>INF</text:p>"),
        Cell(1, 1, "text", "INF"),
    ),
}


@pytest.mark.parametrize("kind", CELLS)
def test_each_kind_of_cell(kind: str) -> None:
    content, expected = CELLS[kind]
    assert only_sheet(row(content)).cells == [expected]


def test_repeated_cells_and_rows_stand_in_every_place() -> None:
    one = cell('office:value-type="float" office:value="1" table:number-columns-repeated="2"')
    gap = cell('table:number-columns-repeated="3"')
    rows = row(gap, one, attributes='table:number-rows-repeated="2"')
    rows += row(cell('table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048574"')
    assert [(found.row, found.column) for found in only_sheet(rows).cells] == [(1, 4), (1, 5), (2, 4), (2, 5)]


def test_a_value_repeated_to_the_end_is_far_and_counted() -> None:
    one = cell('office:value-type="float" office:value="1" table:number-columns-repeated="16384"')
    reading = parse(odd.opendocument(odd.ods_sheet(row(one))), "表.ods")
    assert reading.book is not None
    assert len(reading.book.sheets[0].cells) == 256
    words = {"cell": "IW1", "count": 16_384 - 256, "columns": 256, "rows": 200_000}
    assert reading.seen == [Seen("ZHT-FILE-FARCELL", words, "表1", 1, 257)]


def test_a_row_repeated_to_the_end_is_far_from_row_200_001() -> None:
    one = cell('office:value-type="float" office:value="1"')
    rows = row(one, attributes='table:number-rows-repeated="1048576"')
    reading = parse(odd.opendocument(odd.ods_sheet(rows)), "表.ods")
    assert reading.book is not None
    assert len(reading.book.sheets[0].cells) == 200_000
    words = {"cell": "A200001", "count": 848_576, "columns": 256, "rows": 200_000}
    assert reading.seen == [Seen("ZHT-FILE-FARCELL", words, "表1", 200_001, 1)]


def test_repeats_cannot_multiply_beyond_the_limit_of_cells() -> None:
    one = cell('office:value-type="float" office:value="1" table:number-columns-repeated="256"')
    rows = row(one, attributes='table:number-rows-repeated="200000"')
    reading = parse(odd.opendocument(odd.ods_sheet(rows)), "表.ods")
    assert reading.book is None
    assert reading.seen == [Seen("ZHT-FILE-CELLS", {"limit": limits.CELLS})]


def test_hidden_rows_columns_and_merged_ranges() -> None:
    rows = (
        '<table:table-columns><table:table-column/><table:table-column table:visibility="collapse" '
        'table:number-columns-repeated="2"/></table:table-columns>'
    )
    rows += row(
        cell(
            'office:value-type="float" office:value="1" table:number-columns-spanned="3" table:number-rows-spanned="2"'
        ),
        '<table:covered-table-cell table:number-columns-repeated="2"/>',
    )
    rows += row(cell(""), attributes='table:visibility="collapse"')
    rows += row(cell('office:value-type="float" office:value="2"'), attributes='table:visibility="filter"')
    rows += row(cell(""), attributes='table:visibility="filter" table:number-rows-repeated="1000000"')
    sheet = only_sheet(rows)
    assert sheet.merged == [(1, 1, 2, 3)]
    assert sheet.hidden_columns == [2, 3]
    assert sheet.hidden_rows == [2, 3]


def test_hidden_sheets_and_sheets_of_linked_files() -> None:
    content = (
        '<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties '
        'table:display="true"/></style:style><style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body>'
        '<office:spreadsheet><table:table table:name="甲" table:style-name="ta1"/><table:table table:name="_zht" '
        f'table:style-name="ta2"/><table:table table:name="{ELSEWHERE}"><table:table-row/></table:table>'
        "<table:dde-links><table:dde-link><table:table><table:table-row/></table:table></table:dde-link></table:dde-links>"
        "</office:spreadsheet></office:body>"
    )
    read = book(content)
    assert [(sheet.name, sheet.visibility) for sheet in read.sheets] == [("甲", "visible"), ("_zht", "hidden")]
    assert read.features == ["external_links"]


def test_names_have_the_form_of_the_other_formats() -> None:
    names = (
        "<table:named-expressions>"
        '<table:named-range table:name="指标_6" table:cell-range-address="$指标填报.$F$12"/>'
        '<table:named-range table:name="区" table:cell-range-address="$\'甲 乙\'.$A$1:.$B$2"/>'
        '<table:named-expression table:name="常数" table:expression="of:=3*2"/>'
        "</table:named-expressions>"
    )
    assert book(odd.ods_sheet("", more=names)).names == {
        "指标_6": "指标填报!$F$12",
        "区": "'甲 乙'!$A$1:$B$2",
        "常数": "3*2",
    }


def test_a_name_of_a_sheet_gives_way_to_one_of_the_workbook() -> None:
    def names(target: str) -> str:
        ranges = f'<table:named-range table:name="名" table:cell-range-address="{target}"/>'
        return f"<table:named-expressions>{ranges}</table:named-expressions>"

    assert book(odd.ods_sheet(names("$乙.$A$1"), more=names("$甲.$A$1"))).names == {"名": "甲!$A$1"}


def test_references_keep_quotes_and_doubled_apostrophes() -> None:
    assert excel_reference("$'甲''s. 表'.$A$1") == "'甲''s. 表'!$A$1"
    assert excel_reference("$A.$A$1:$A.$B$2") == "A!$A$1:A!$B$2"


def test_properties_and_the_application() -> None:
    meta = (
        "<meta:generator>LibreOffice/7.4</meta:generator>"
        '<meta:user-defined meta:name="zht_form">bishan-2026</meta:user-defined>'
    )
    read = book(odd.ods_sheet(""), meta)
    assert read.properties == {"zht_form": "bishan-2026"}
    assert read.application == "LibreOffice/7.4"


def test_a_spreadsheet_without_sheets_or_content() -> None:
    empty = odd.opendocument("<office:body><office:spreadsheet/></office:body>")
    assert [seen.code for seen in parse(empty, "表.ods").seen] == ["ZHT-FILE-NOSHEETS"]
    without = odd.patched(empty, **{"content.xml": None})
    assert [seen.code for seen in parse(without, "表.ods").seen] == ["ZHT-FILE-DAMAGED"]


def test_too_many_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opendocument, "SHEETS", 1)
    content = odd.ods_sheet("", more='<table:table table:name="表2"/>')
    reading = parse(odd.opendocument(content), "表.ods")
    assert reading.seen == [Seen("ZHT-FILE-SHEETS", {"count": 2, "limit": 1})]
