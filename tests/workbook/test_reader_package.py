"""The package held against its limits: names, sizes, document types."""

from __future__ import annotations

import pytest

from workbook import odd_files as odd
from zhtcli.workbook.files import limits, package, packageparts, scan
from zhtcli.workbook.files.book import Seen
from zhtcli.workbook.files.parse import parse

DOCTYPE = '<!DOCTYPE sst [<!ENTITY a "b">]>'
STRINGS = f'<?xml version="1.0"?>{DOCTYPE}<sst xmlns="{odd.MAIN}"><si><t>&a;</t></si></sst>'
UTF16_STRINGS = STRINGS.replace('version="1.0"', 'version="1.0" encoding="UTF-16"')


def only_finding(data: bytes) -> Seen:
    reading = parse(data, "表.xlsx")
    assert reading.book is None
    (seen,) = reading.seen
    return seen


@pytest.mark.parametrize(
    "content",
    [
        STRINGS,
        UTF16_STRINGS.encode("utf-16"),
        UTF16_STRINGS.encode("utf-16-be"),
        f"<!-- {'x' * 70_000} -->{DOCTYPE}<sst/>",
    ],
    ids=["utf-8", "utf-16 with mark", "utf-16 without mark", "behind a long comment"],
)
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "docProps/core.xml", "xl/drawings/vmlDrawing1.vml"])
def test_a_document_type_is_refused_in_any_part_and_encoding(part: str, content: str | bytes) -> None:
    seen = only_finding(odd.patched(odd.small(), **{part: content}))
    assert (seen.code, seen.words) == ("ZHT-FILE-DOCTYPE", {"part": part})


def test_a_document_type_in_the_list_of_contents_is_refused_too() -> None:
    data = odd.patched(odd.small(), **{"[Content_Types].xml": DOCTYPE + odd.content_types()})
    assert only_finding(data) == Seen("ZHT-FILE-DOCTYPE", {"part": "[Content_Types].xml"})


def test_an_entity_alone_is_refused() -> None:
    seen = only_finding(odd.patched(odd.small(), **{"xl/x.xml": '<!ENTITY a "b">'}))
    assert (seen.code, seen.words) == ("ZHT-FILE-DOCTYPE", {"part": "xl/x.xml"})


def test_the_words_in_a_cell_or_a_picture_are_no_document_type() -> None:
    cell = odd.text_cell("A1", "<!DOCTYPE <!ENTITY")
    data = odd.patched(odd.one_sheet(f'<row r="1">{cell}</row>'), **{"xl/media/a.png": b"\x89PNG<!DOCTYPE"})
    assert parse(data, "表.xlsx").seen == []


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/Worksheets/SHEET1.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")  # zipfile warns while the odd file is made
def test_an_entry_named_twice_is_refused(name: str) -> None:
    data = odd.with_entries(odd.small(), (name, odd.worksheet('<row r="1"><c r="A1"><v>999</v></c></row>')))
    seen = only_finding(data)
    assert (seen.code, seen.words) == ("ZHT-FILE-DUPLICATE", {"part": name})


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../表.xml", "../表.xml"),
        ("xl/../../a.xml", "xl/../../a.xml"),
        ("xl/..", "xl/.."),
        ("/etc/passwd", "/etc/passwd"),
        ("xl\\worksheets\\sheet2.xml", "xl\\worksheets\\sheet2.xml"),
        ("C:/a.xml", "C:/a.xml"),
        ("xl/a.xml\0.png", "xl/a.xml?.png"),
    ],
)
def test_a_name_that_leads_out_of_the_package_is_refused(name: str, told: str) -> None:
    seen = only_finding(odd.with_entries(odd.small(), (name, "x")))
    assert (seen.code, seen.words) == ("ZHT-FILE-ESCAPING", {"part": told})


def test_names_with_dots_inside_are_fine() -> None:
    assert parse(odd.with_entries(odd.small(), ("xl/a..b.xml", "<x/>")), "表.xlsx").seen == []


def test_a_bomb_is_refused_by_its_ratio() -> None:
    seen = only_finding(odd.bomb(5))
    assert (seen.code, seen.words) == ("ZHT-FILE-RATIO", {"part": "xl/sharedStrings.xml", "limit": 100})


def test_a_ratio_counts_only_above_a_hundred_kilobytes() -> None:
    blanks = f'<sst xmlns="{odd.MAIN}">' + " " * 99_000 + "</sst>"
    assert parse(odd.patched(odd.small(), **{"xl/sharedStrings.xml": blanks}), "表.xlsx").seen == []


def test_an_entry_and_the_whole_are_limited_while_inflating(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "ENTRY_BYTES", 2 * 2**20)
    monkeypatch.setattr(package, "TOTAL_BYTES", 4 * 2**20)
    one = odd.patched(odd.small(), **{"xl/media/a.bin": odd.noise(3)})
    assert only_finding(one) == Seen("ZHT-FILE-INFLATED", {"part": "xl/media/a.bin", "limit": 2})
    several = odd.patched(odd.small(), **{f"xl/media/{number}.bin": odd.noise(1) for number in range(4)})
    assert only_finding(several) == Seen("ZHT-FILE-INFLATED", {"part": "xl/media/3.bin", "limit": 4})


@pytest.mark.parametrize("declared", [10, 2**31])
def test_a_size_that_lies_is_damage(declared: int) -> None:
    assert only_finding(odd.lying_size(odd.small(), "xl/worksheets/sheet1.xml", declared)).code == "ZHT-FILE-DAMAGED"


def test_a_wrong_checksum_is_damage() -> None:
    data = odd.zipped(odd.parts(odd.worksheet("")), stored=True)
    assert only_finding(data.replace(b"<sheetData>", b"<sheetdata>", 1)).code == "ZHT-FILE-DAMAGED"


def test_a_local_name_that_differs_from_the_directory_is_damage() -> None:
    data = odd.small()
    assert only_finding(data.replace(b"sheet1.xml", b"sheet9.xml", 2)).code == "ZHT-FILE-DAMAGED"


def test_an_encrypted_zip_has_a_password() -> None:
    assert only_finding(odd.encrypted_entry(odd.small())).code == "ZHT-FILE-ENCRYPTED"


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "ENTRIES", 10)
    data = odd.with_entries(odd.small(), *((f"xl/media/{number}.png", b"x") for number in range(10)))
    seen = only_finding(data)
    assert seen == Seen("ZHT-FILE-ENTRIES", {"count": 17, "limit": 10})


def test_too_many_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packageparts, "SHEETS", 2)
    data = odd.zipped(odd.parts(*[odd.worksheet("")] * 3))
    assert only_finding(data) == Seen("ZHT-FILE-SHEETS", {"count": 3, "limit": 2})


@pytest.mark.parametrize("style", ["", ' s="1"'], ids=["plain cells", "percentages"])
def test_too_many_cells_over_all_sheets(monkeypatch: pytest.MonkeyPatch, style: str) -> None:
    monkeypatch.setattr(scan, "CELLS", 5)
    sheet = odd.worksheet('<row r="1">' + "".join(f'<c r="{c}1"{style}><v>1</v></c>' for c in "ABC") + "</row>")
    assert parse(odd.zipped(odd.parts(sheet, styles=[0, 9])), "表.xlsx").seen == []
    seen = only_finding(odd.zipped(odd.parts(sheet, sheet, styles=[0, 9])))
    assert seen == Seen("ZHT-FILE-CELLS", {"limit": 5})


def test_the_limits_let_a_register_of_a_hundred_thousand_rows_pass() -> None:
    assert limits.CELLS >= 100_000 * 12
    assert limits.LAST_ROW >= 100_000


def test_a_workbook_without_worksheets() -> None:
    assert only_finding(odd.zipped(odd.parts())).code == "ZHT-FILE-NOSHEETS"
    charts_only = odd.parts(odd.worksheet(""))
    relations = str(charts_only["xl/_rels/workbook.xml.rels"]).replace("/worksheet", "/chartsheet")
    data = odd.zipped({**charts_only, "xl/_rels/workbook.xml.rels": relations})
    assert only_finding(data).code == "ZHT-FILE-NOSHEETS"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_part_that_is_not_well_formed_is_damage(part: str) -> None:
    assert only_finding(odd.patched(odd.small(), **{part: "<a><b></a>"})).code == "ZHT-FILE-DAMAGED"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_missing_part_is_damage_and_no_sheet_is_dropped(part: str) -> None:
    assert only_finding(odd.patched(odd.small(), **{part: None})).code == "ZHT-FILE-DAMAGED"
