"""Annotated copies: everything of the submission kept, the findings marked and listed, and both replaced next time."""

from __future__ import annotations

import io
import re
import shutil
import warnings
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.dom import minidom

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from endtoend.runner import codes, found, sha256, zht
from workbook import odd_files as odd
from workbook import rich_files as rich
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.finding import CellRef, Finding, Severity
from zhtcli.workbook.annotate import Annotated, Unpatchable, annotate
from zhtcli.workbook.annotate.listing import LISTED
from zhtcli.workbook.annotate.marks import marked_cells, ranges
from zhtcli.workbook.annotate.samebook import same_submission
from zhtcli.workbook.files.annotated import MADE_BY, TITLE
from zhtcli.workbook.files.book import Book
from zhtcli.workbook.files.parse import parse

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MISTAKES = SAMPLES / "bishan" / "mistakes-2026.xlsx"
ABOUT = "表单 bishan-2026。"
SHEET1 = "xl/worksheets/sheet1.xml"
ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row><row r="2"><c r="A2"><f>A1*2</f><v>2</v></c></row>'
TOUCHED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def finding(
    place: str | None, severity: Severity = "error", sheet: str = "表1", message: str = "不对。", raw: str | None = None
) -> Finding:
    at = None
    if place is not None:
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()  # type: ignore[union-attr]
        at = CellRef(sheet, int(row), openpyxl.utils.column_index_from_string(column))
    return Finding(
        code="ZHT-ENTRY-MISSING",
        severity=severity,
        message=message,
        hint="请改正。",
        at=at,
        sheet=sheet or None,
        raw=raw,
    )


def book_of(data: bytes, name: str = "表.xlsx") -> Book:
    reading = parse(data, name)
    assert reading.book is not None, reading.seen
    return reading.book


def annotated(data: bytes, findings: Sequence[Finding], name: str = "表.xlsx") -> Annotated:
    """The copy, which has to read as the submission does."""
    book = book_of(data, name)
    copy = annotate(data, book, findings, ABOUT)
    assert same_submission(book, book_of(copy.data, name))
    return copy


def changed(before: bytes, after: bytes) -> set[str]:
    """Entries that are other bytes as packed, or not there."""
    old, new = rich.packed(before), rich.packed(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def rules(data: bytes, part: str = SHEET1) -> list[tuple[str, str, str]]:
    """(sqref, formula, priority) of the conditional formats of a worksheet part, in order, whatever the prefix."""
    root = minidom.parseString(rich.entries(data)[part]).documentElement  # noqa: S318 (made here)
    assert root is not None
    found = []
    for element in root.childNodes:
        if element.localName == "conditionalFormatting":
            for rule in element.childNodes:
                formula = "".join(node.firstChild.data for node in rule.childNodes if node.localName == "formula")
                found.append((element.getAttribute("sqref"), formula, rule.getAttribute("priority")))
    return found


def opened(data: bytes) -> openpyxl.Workbook:
    """The workbook as an independent reader sees it, which warns of what it would lose on saving."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def form() -> bytes:
    """A filled form with mistakes, with everything on its main sheet that a person's program may put there."""
    return rich.enriched(MISTAKES.read_bytes(), "xl/worksheets/sheet3.xml", "P6", "P7", "P8")


def test_every_other_part_keeps_its_packed_bytes(form: bytes) -> None:
    copy = annotated(form, [finding("E6", sheet="指标填报"), finding(None, "note", sheet="")])
    hidden = "xl/worksheets/sheet16.xml"
    assert changed(form, copy.data) == TOUCHED | {"xl/worksheets/sheet3.xml", hidden, "xl/worksheets/sheet17.xml"}
    assert b"annotated" in rich.entries(copy.data)[hidden]
    assert copy.marked == {"error": 1, "warning": 0, "note": 0}
    assert zipfile.ZipFile(io.BytesIO(copy.data)).testzip() is None


def test_what_is_added_is_all_that_changes_in_a_part() -> None:
    sheet = odd.worksheet(ROWS, after='<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>')
    data = odd.zipped(odd.parts(sheet))
    copy = annotated(data, [finding("A1")])
    content = rich.entries(copy.data)[SHEET1].decode()
    mark = re.search(r"<conditionalFormatting.*?</conditionalFormatting>", content)
    assert mark is not None
    assert content.replace(mark[0], "") == sheet
    assert rules(copy.data) == [("A1", 'N("zht:error")=0', "1")]
    before, after = (rich.entries(one)["xl/workbook.xml"].decode() for one in (data, copy.data))
    added = re.search(r'<sheet name="问题清单"[^>]*/>', _readable(after))
    assert added is not None
    assert _readable(after).replace(added[0], "") == before


def _readable(text: str) -> str:
    return re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), text)


def test_the_copy_is_the_same_form_with_the_same_findings(form: bytes, tmp_path: Path) -> None:
    source, copy = tmp_path / "填报件.xlsx", tmp_path / "批注副本.xlsx"
    source.write_bytes(form)
    before = sha256(source)
    ran = zht("annotate", source, "-o", copy)
    assert ran.code == 1, ran.err
    assert f"批注副本：{copy.resolve()}" in ran.out
    assert f"zht validate {copy}" in ran.out
    assert sha256(source) == before
    told = [zht("validate", path, "--format", "json").assessment for path in (source, copy)]
    assert told[0]["findings"] == told[1]["findings"]
    assert "ZHT-ENTRY-MISSING" in codes(told[0], "error")
    cells = {cell for _, _, cell in found(told[0]) if cell}
    total = re.search(r"标出 (\d+) 个单元格", ran.out)
    assert total is not None
    assert int(total[1]) == len({(f["sheet"], f["cell"]) for f in told[0]["findings"] if f["cell"]}) >= len(cells)
    scored = [zht("score", path, "--format", "json").assessment["scorecards"][0]["total"] for path in (source, copy)]
    assert scored[0] == scored[1]


def test_annotating_again_gives_the_same_bytes(form: bytes) -> None:
    findings = [finding("E6", sheet="指标填报"), finding("C5", "warning", sheet="封面")]
    once = annotated(form, findings)
    again = annotated(once.data, findings)
    assert again.data == once.data
    assert (once.replaced, again.replaced, again.sheet) == (False, True, TITLE)
    assert annotated(form, findings).data == once.data


def test_annotating_again_takes_the_old_marks_away() -> None:
    own = (
        '<conditionalFormatting sqref="A1:A9"><cfRule type="expression" dxfId="0" priority="2">'
        "<formula>A1&gt;5</formula></cfRule></conditionalFormatting>"
    )
    data = _with_dxf(odd.zipped(odd.parts(odd.worksheet(ROWS, after=own), odd.worksheet(ROWS))))
    first = annotated(data, [finding("A1"), finding("A2", sheet="表2")])
    second = annotated(first.data, [finding("B7", "warning")])
    assert rules(second.data) == [("B7", 'N("zht:warning")=0', "1"), ("A1:A9", "A1>5", "2")]
    assert rules(second.data, "xl/worksheets/sheet2.xml") == []
    assert rich.entries(second.data)["xl/worksheets/sheet2.xml"] == rich.entries(data)["xl/worksheets/sheet2.xml"]
    none_left = annotated(second.data, [])
    assert rules(none_left.data) == [("A1:A9", "A1>5", "2")]
    assert rich.entries(none_left.data)[SHEET1] == rich.entries(data)[SHEET1]


def _with_dxf(data: bytes) -> bytes:
    styles = rich.entries(data)["xl/styles.xml"].decode()
    more = '<dxfs count="1"><dxf><font><b/></font></dxf></dxfs>'
    return odd.patched(data, **{"xl/styles.xml": styles.replace("</styleSheet>", f"{more}</styleSheet>")})


def test_a_mark_is_seen_before_the_forms_own_rules_which_keep_their_order() -> None:
    own = "".join(
        f'<conditionalFormatting sqref="A{row}"><cfRule type="expression" dxfId="0" priority="{priority}">'
        f"<formula>TRUE</formula></cfRule></conditionalFormatting>"
        for row, priority in ((1, 3), (2, 1))
    )
    data = _with_dxf(odd.zipped(odd.parts(odd.worksheet(ROWS, after=own))))
    copy = annotated(data, [finding("A1"), finding("A2", "note")])
    assert rules(copy.data) == [
        ("A1", 'N("zht:error")=0', "1"),
        ("A2", 'N("zht:note")=0', "2"),
        ("A1", "TRUE", "5"),
        ("A2", "TRUE", "3"),
    ]


def test_rules_of_a_pivot_table_keep_their_priorities() -> None:
    own = (
        '<conditionalFormatting pivot="1" sqref="A1"><cfRule type="expression" dxfId="0" priority="1"><formula>TRUE'
        "</formula></cfRule></conditionalFormatting>"
    )
    data = _with_dxf(odd.zipped(odd.parts(odd.worksheet(ROWS, after=own))))
    assert [rule[2] for rule in rules(annotated(data, [finding("A1")]).data)] == ["2", "1"]


def test_marks_joined_with_the_reviewers_rule_go_and_that_one_stays() -> None:
    """Programs write rules of one range under one element when they save."""
    data = _with_dxf(odd.zipped(odd.parts(odd.worksheet(ROWS))))
    copy = rich.entries(annotated(data, [finding("A1")]).data)
    joined = (
        '</cfRule><cfRule type="expression" dxfId="0" priority="2"><formula>LEN("zht:")=0</formula></cfRule>'
        "</conditionalFormatting>"
    )
    saved = copy[SHEET1].decode().replace("</cfRule></conditionalFormatting>", joined)
    again = annotated(odd.zipped({**copy, SHEET1: saved}), [])
    assert rules(again.data) == [("A1", 'LEN("zht:")=0', "2")]


def test_a_reviewers_comment_made_in_between_is_kept(form: bytes) -> None:
    findings = [finding("E6", sheet="指标填报")]
    once = annotated(form, findings)
    told = rich.entries(once.data)["xl/comments901.xml"].decode()
    commented = odd.patched(once.data, **{"xl/comments901.xml": told.replace("请补合同", "合同已核")})
    again = annotated(commented, findings)
    assert changed(commented, again.data) == set()
    assert "合同已核" in rich.entries(again.data)["xl/comments901.xml"].decode()


def test_what_hung_on_the_old_list_goes_with_it_and_is_told() -> None:
    once = annotated(odd.small(), [finding("A1")])
    parts = rich.entries(once.data)
    listing = "xl/worksheets/sheet2.xml"
    related = (
        f'<Relationships xmlns="{odd.PACKAGE_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{odd.DOCUMENT_RELATIONS}/comments" Target="../comments1.xml"/>'
        f'<Relationship Id="rId2" Type="{odd.DOCUMENT_RELATIONS}/theme" Target="../theme/theme1.xml"/></Relationships>'
    )
    shared = '<Relationship Id="rId77" Type="t/theme" Target="theme/theme1.xml"/></Relationships>'
    types = parts["[Content_Types].xml"].decode()
    book = parts["xl/workbook.xml"].decode()
    names = (
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">'
        "问题清单!$A$4:$I$9</definedName>"
        '<definedName name="合计">表1!$A$1</definedName></definedNames></workbook>'
    )
    saved = odd.patched(
        once.data,
        **{
            "xl/worksheets/_rels/sheet2.xml.rels": related,
            "xl/comments1.xml": f'<comments xmlns="{odd.MAIN}"/>',
            "xl/theme/theme1.xml": "<theme/>",
            "xl/_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"]
            .decode()
            .replace("</Relationships>", shared),
            "xl/workbook.xml": book.replace("</workbook>", names),
            "[Content_Types].xml": types.replace(
                "</Types>", '<Override PartName="/xl/comments1.xml" ContentType="c"/></Types>'
            ),
        },
    )
    again = annotated(saved, [finding("B1")])
    left = rich.entries(again.data)
    assert again.lost == ("批注",)
    assert rich.entries(saved).keys() - left.keys() == {"xl/comments1.xml", "xl/worksheets/_rels/sheet2.xml.rels"}
    assert "comments1" not in left["[Content_Types].xml"].decode()
    assert "合计" in left["xl/workbook.xml"].decode()
    assert "_FilterDatabase" not in left["xl/workbook.xml"].decode()
    assert left[listing] != parts[listing]


def test_prefixed_parts_are_patched_in_their_own_words() -> None:
    parts = {
        name: _prefixed(content) if name.startswith("xl/") and not name.endswith(".rels") else content
        for name, content in odd.parts(odd.worksheet(ROWS)).items()
    }
    data = odd.zipped(parts)
    copy = annotated(data, [finding("A1"), finding("A2", "warning")])
    assert "<x:conditionalFormatting " in rich.entries(copy.data)[SHEET1].decode()
    assert [place for place, *_ in rules(copy.data)] == ["A1", "A2"]
    book = opened(copy.data)
    assert book.sheetnames == ["表1", TITLE]
    assert book[TITLE]["A5"].font.name == "宋体"


def _prefixed(content: bytes | str) -> str:
    text = content if isinstance(content, str) else content.decode()
    text = text.replace("xmlns=", "xmlns:x=")
    return re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!-- </sheetData> -->", ""),
        ("", "<!-- </sheetData> -->"),
        ("", "<mergeCells count='1'><mergeCell ref='C1:D1'/></mergeCells><!-- <sheetData> -->"),
        ("", '<extLst><ext uri="a"><sheetData></sheetData></ext></extLst>'),
        ("", "<extLst><ext uri='a &gt; b \"c\"'/></extLst>"),
    ],
)
def test_the_place_is_told_by_a_parser(before: str, after: str) -> None:
    """Marks stand after the cells and merged cells, before everything that follows them, and in no comment."""
    data = odd.one_sheet(ROWS)
    data = odd.patched(data, **{SHEET1: odd.worksheet(ROWS, before, after)})
    content = rich.entries(annotated(data, [finding("A1")]).data)[SHEET1].decode()
    outside = re.sub(r"<!--.*?-->", "", content)
    order = re.findall(r"<(sheetData|mergeCells|conditionalFormatting|extLst)[ >]", outside)
    wanted = ["sheetData", "mergeCells", "conditionalFormatting", "extLst", "sheetData"]
    assert order == [name for name in wanted if name in order][: len(order)]
    assert rules(odd.patched(data, **{SHEET1: content})) == [("A1", 'N("zht:error")=0', "1")]


def test_an_empty_sheet_and_one_without_differential_formats() -> None:
    empty = f'<worksheet xmlns="{odd.MAIN}"><sheetData/></worksheet>'
    data = odd.zipped(odd.parts(odd.worksheet(ROWS), empty))
    copy = annotated(data, [finding("D9", sheet="表2")])
    assert [place for place, *_ in rules(copy.data, "xl/worksheets/sheet2.xml")] == ["D9"]
    styles = opened(copy.data)
    (mark,) = styles["表2"].conditional_formatting
    assert mark.rules[0].dxf.fill.bgColor.rgb == "FFFFC7CE"


def test_macros_stay_and_the_copy_stays_an_xlsm() -> None:
    data = odd.patched(
        odd.one_sheet(ROWS, content_type=odd.XLSM), **{"xl/vbaProject.bin": bytes(range(256)), "xl/a.bin": b""}
    )
    copy = annotated(data, [finding("A1")], "表.xlsm")
    assert rich.packed(copy.data)["xl/vbaProject.bin"] == rich.packed(data)["xl/vbaProject.bin"]
    assert odd.XLSM in rich.entries(copy.data)["[Content_Types].xml"].decode()


def test_the_list_shows_what_was_typed_as_text(tmp_path: Path) -> None:
    """Nothing becomes a formula or a link, whatever stands in a cell or is the name of a sheet."""
    sheet = "=1+1's & <表>"
    typed = '=HYPERLINK("http://a.cn","x")\x00\x1b_x0041_ & <b>\ud800'
    data = odd.zipped(odd.parts(odd.worksheet(ROWS), names=[sheet]))
    copy = annotated(data, [finding("B1", sheet=sheet, message="“<b>”&", raw=typed)])
    book = opened(copy.data)
    cells = {cell.coordinate: cell for row in book[TITLE].iter_rows() for cell in row if cell.value is not None}
    assert {cell.data_type for cell in cells.values()} == {"s", "n"}
    assert cells["C5"].value == f"{sheet}!B1"
    assert cells["C5"].hyperlink is not None
    assert (cells["C5"].hyperlink.location, cells["C5"].hyperlink.target) == ("'=1+1''s & <表>'!B1", None)
    assert cells["H5"].value == '=HYPERLINK("http://a.cn","x")_x005F_x0041_ & <b>'
    assert cells["H5"].quotePrefix
    assert "sheet2.xml.rels" not in "".join(rich.entries(copy.data))
    assert parse(copy.data, "表.xlsx").seen == []


def test_findings_without_a_cell_and_on_hidden_sheets_are_listed_without_a_link() -> None:
    data = odd.zipped(odd.parts(*[odd.worksheet(ROWS)] * 3, states={2: "hidden", 3: "veryHidden"}))
    placed = [finding(None, sheet=""), finding(None, sheet="表1"), *(finding("A1", sheet=f"表{n}") for n in (2, 3, 4))]
    copy = annotated(data, placed)
    listing = opened(copy.data)[TITLE]
    links = [(c.value, c.hyperlink.location if c.hyperlink else None) for (c,) in listing["C5:C9"]]
    assert links == [
        ("整份文件", None),
        ("表1", "'表1'!A1"),
        ("表2!A1", None),
        ("表3!A1", None),
        ("表4!A1", None),
    ]
    assert [rules(copy.data, f"xl/worksheets/sheet{n}.xml") == [] for n in (1, 2, 3)] == [True, False, False]
    assert sum(copy.marked.values()) == 2  # there is no fourth sheet to mark


def test_a_form_without_findings_says_so() -> None:
    copy = annotated(odd.small(), [])
    listing = opened(copy.data)[TITLE]
    assert listing["A3"].value == "没有发现问题。"
    assert listing.max_row == 4
    assert changed(odd.small(), copy.data) == TOUCHED | {"xl/worksheets/sheet2.xml"}


def test_a_list_too_long_for_a_sheet_keeps_the_gravest_and_marks_all() -> None:
    found = [finding(f"A{row}", "note") for row in range(1, LISTED + 1)] + [finding("C3")]
    copy = annotated(odd.small(), found)
    listing = opened(copy.data)[TITLE]
    rows = list(listing.iter_rows(min_row=3, values_only=True))
    assert f"共 {LISTED + 1} 条" in str(rows[0][0])
    assert "只列出其中最重的 10000 条" in str(rows[0][0])
    assert len(rows) - 2 == LISTED
    assert rows[-1][2] == "表1!C3"
    assert [place for place, *_ in rules(copy.data)] == ["C3", f"A1:A{LISTED}"]
    assert copy.marked == {"error": 1, "warning": 0, "note": LISTED}


def test_scattered_marks_stand_in_references_of_bearable_length() -> None:
    found = [finding(f"{'ABCD'[row % 4]}{row * 2}") for row in range(1, 3000)]
    copy = annotated(odd.small(), found)
    places = [place for place, *_ in rules(copy.data)]
    assert len(places) > 1
    assert max(map(len, places)) <= 8000
    assert sum(len(place.split()) for place in places) == 2999
    assert len({priority for *_, priority in rules(copy.data)}) == len(places)


@given(st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8))))
def test_ranges_hold_each_cell_once(cells: set[tuple[int, int]]) -> None:
    held: list[tuple[int, int]] = []
    for one in ranges(cells):
        left, top, right, bottom = openpyxl.utils.range_boundaries(one)
        held += [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    assert sorted(held) == sorted(cells)


def test_a_cell_goes_by_its_gravest_finding() -> None:
    found = [finding("A1", "note"), finding("A1"), finding("A1", "warning"), finding(None)]
    assert marked_cells(found) == {"表1": {"error": {(1, 1)}}}


def test_the_lists_name_is_free_and_only_ours_is_replaced() -> None:
    own = odd.worksheet(f'<row r="1">{odd.text_cell("A1", "问题清单")}</row>')
    data = odd.zipped(odd.parts(odd.worksheet(ROWS), own, names=["表1", "问题清单"]))
    copy = annotated(data, [finding("A1")])
    assert copy.sheet == "问题清单 (2)"
    assert book_of(copy.data).annotated == ["问题清单 (2)"]
    assert [sheet.name for sheet in book_of(copy.data).sheets] == ["表1", "问题清单"]
    assert annotated(copy.data, [finding("A1")]).data == copy.data


def test_a_package_with_descriptors_comments_and_stored_entries() -> None:
    """Streamed packages tell sizes after the data; those bytes belong to the entry."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, content in odd.parts(odd.worksheet(ROWS)).items():
            archive.writestr(name, content)
        archive.writestr("xl/media/图.png", rich.PNG, zipfile.ZIP_STORED)
        archive.comment = b"zht"
    assert pipe.data[6] & 8
    copy = annotated(pipe.data, [finding("A1")])
    assert changed(pipe.data, copy.data) == TOUCHED | {SHEET1, "xl/worksheets/sheet2.xml"}
    with zipfile.ZipFile(io.BytesIO(copy.data)) as archive:
        assert archive.comment == b"zht"
        assert archive.testzip() is None


def _utf16(data: bytes) -> bytes:
    return odd.patched(data, **{SHEET1: odd.worksheet(ROWS).encode("utf-16")})


REFUSED = {
    "signed": (odd.patched(odd.small(), **{"_xmlsignatures/sig1.xml": "<Signature/>"}), "表.xlsx", "数字签名"),
    "shared": (odd.patched(odd.small(), **{"xl/revisions/revisionHeaders.xml": "<headers/>"}), "表.xlsx", "共享工作簿"),
    "xls": (odd.xls([(0, 0, 1.0, 0)]), "表.xls", "xls 格式"),
    "et": (odd.xls([(0, 0, 1.0, 0)]), "表.et", "et 格式"),
    "ods": (odd.opendocument(odd.ods_sheet("")), "表.ods", "ods 格式"),
    "strict": (
        odd.one_sheet(ROWS, main=odd.STRICT_MAIN, relations=odd.STRICT_RELATIONS),
        "表.xlsx",
        "Strict",
    ),
    "UTF-16": (_utf16(odd.small()), "表.xlsx", "结构不常见"),
    "no styles": (odd.patched(odd.small(), **{"xl/styles.xml": None}), "表.xlsx", "结构不常见"),
    "empty styles": (
        odd.patched(odd.small(), **{"xl/styles.xml": f'<styleSheet xmlns="{odd.MAIN}"/>'}),
        "表.xlsx",
        "结构不常见",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_patched_safely_is_said(case: str) -> None:
    data, name, reason = REFUSED[case]
    with pytest.raises(Unpatchable, match=reason):
        annotate(data, book_of(data, name), [finding("A1")], ABOUT)


def test_a_formula_that_somebody_put_on_the_list_is_not_thrown_away() -> None:
    once = annotated(odd.small(), [finding("A1")])
    listing = rich.entries(once.data)["xl/worksheets/sheet2.xml"].decode()
    edited = listing.replace("</sheetData>", '<row r="99"><c r="A99"><f>1+1</f><v>2</v></c></row></sheetData>')
    data = odd.patched(once.data, **{"xl/worksheets/sheet2.xml": edited})
    with pytest.raises(Unpatchable, match="有人加了公式"):
        annotate(data, book_of(data), [finding("A1")], ABOUT)


def test_a_refusal_names_another_way_and_writes_nothing(tmp_path: Path, form: bytes) -> None:
    signed = tmp_path / "签名.xlsx"
    signed.write_bytes(odd.patched(form, **{"_xmlsignatures/sig1.xml": "<Signature/>"}))
    ran = zht("annotate", signed, "-o", tmp_path / "副本.xlsx")
    assert ran.code == 3
    assert "数字签名" in ran.err
    assert f"结果工作簿：zht score {signed} -o 结果.xlsx" in ran.err
    other = tmp_path / "别的.xlsx"
    other.write_bytes(odd.small())
    assert zht("annotate", other, "-o", tmp_path / "副本.xlsx").code == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([signed.name, other.name])


def test_targets_that_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "填报件.xlsx"
    shutil.copy(MISTAKES, source)
    there = tmp_path / "有了.xlsx"
    there.write_bytes(b"keep")
    assert zht("annotate", source, "-o", tmp_path / "副本.xlsm").code == 2
    assert zht("annotate", source).code == 2
    assert zht("annotate", source, "-o", source, "--force").code == 5
    assert zht("annotate", source, "-o", there).code == 5
    assert there.read_bytes() == b"keep"
    assert sha256(source) == sha256(MISTAKES)
    assert zht("annotate", source, "-o", there, "--force").code == 1
    assert zht("annotate", there, "-o", tmp_path / "再.xlsx", "--fail-on", "error").code == 1
    assert (tmp_path / "再.xlsx").read_bytes() == there.read_bytes()


def test_numbers_of_persons_are_hidden_on_the_list(tmp_path: Path) -> None:
    person = "11010519491231002X"
    data = odd.patched(MISTAKES.read_bytes())
    source, copy = tmp_path / "填报件.xlsx", tmp_path / "副本.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["指标填报"]["E6"] = f"约{person}"
    book.save(source)
    assert zht("annotate", source, "-o", copy).code == 1
    listing = next(sheet for sheet in openpyxl.load_workbook(copy) if sheet["A1"].value == TITLE)
    texts = " ".join(str(cell.value) for row in listing.iter_rows() for cell in row)
    assert "指标填报!E6" in texts
    assert person not in texts


def test_a_folder_with_a_copy_takes_it_for_a_form(tmp_path: Path) -> None:
    copy = tmp_path / "副本.xlsx"
    assert zht("annotate", MISTAKES, "-o", copy).code == 1
    ran = zht("validate", tmp_path, "--format", "json")
    assert ran.assessment["file"] == str(copy)
    assert found(ran.assessment) == found(zht("validate", MISTAKES, "--format", "json").assessment)


def test_every_rule_can_stand_on_the_list() -> None:
    findings = [
        Finding(code=rule.code, severity=rule.severity, message=rule.message, hint=rule.hint)
        for rule in CATALOGUE.values()
    ]
    listing = opened(annotated(odd.small(), findings).data)[TITLE]
    assert [cell.value for (cell,) in listing[f"I5:I{4 + len(findings)}"]] == list(CATALOGUE)


def test_openpyxl_sees_the_list_and_the_rules(form: bytes) -> None:
    copy = annotated(form, [finding("E6", sheet="指标填报"), finding("E7", "warning", sheet="指标填报")])
    book = opened(copy.data)
    assert book.sheetnames[-1] == TITLE
    assert book.active is not None
    assert book.active.title == "封面"
    assert str(book[TITLE]["A2"].value).startswith(MADE_BY)
    ours = {
        str(area.sqref): rule.formula
        for area in book["指标填报"].conditional_formatting
        for rule in area.rules
        if rule.formula and "zht:" in rule.formula[0]
    }
    assert ours == {"E6": ['N("zht:error")=0'], "E7": ['N("zht:warning")=0']}


@pytest.mark.office
def test_libreoffice_opens_the_copy_and_what_it_saves_is_known_again(
    form: bytes, tmp_path: Path, libreoffice: Callable[[Path, str], Path]
) -> None:
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(annotated(form, [finding("E6", sheet="指标填报"), finding("E7", "note", sheet="指标填报")]).data)
    for kind in ("xlsx", "ods"):
        saved = libreoffice(copy, kind)
        book = book_of(saved.read_bytes(), saved.name)
        assert book.annotated == [TITLE], kind
        assert {sheet.name for sheet in book.sheets} == {sheet.name for sheet in book_of(form).sheets}
    saved = libreoffice(copy, "xlsx")
    again = annotated(saved.read_bytes(), [finding("E8", "warning", sheet="指标填报")])
    assert again.replaced
    marks = [rule for rule in rules(again.data, "xl/worksheets/sheet3.xml") if "zht:" in rule[1]]
    assert [(place, formula) for place, formula, _ in marks] == [("E8", 'N("zht:warning")=0')]
