"""The workbook for one expert, and what is understood of it when it comes back."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import panel
from zhtcli.core.decision import Decision
from zhtcli.core.forms.layout import IDENTITY
from zhtcli.core.period import Form
from zhtcli.core.points.expertsheet import header_of, judged_items, short_name
from zhtcli.core.rules.unit import Unit
from zhtcli.definitions.load import load_regime
from zhtcli.workbook.expert.book import ExpertFault, ScoreSheet, read_scores
from zhtcli.workbook.expert.form import write_expert_form
from zhtcli.workbook.expert.rulings import read_rulings
from zhtcli.workbook.files.book import Book
from zhtcli.workbook.files.contained import ContainedReader
from zhtcli.workbook.reading.identity import identify

DIGEST = "0123456789ab"
REGIME = panel.regime()
PLACE = Form("panel", "2026")
UNITS = (
    Unit(name="甲综合体", uscc=panel.ONE, row=3),
    Unit(name="乙综合体", row=4),
    Unit(name="丙综合体", uscc=panel.TWO, row=5),
)
FIRST = 6
"""The row of the first unit."""

Change = Callable[[Workbook], object]


def written(units: tuple[Unit, ...] = UNITS) -> bytes:
    return write_expert_form(REGIME, DIGEST, PLACE, units)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def sheet_of(book: Workbook, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.fixture(scope="module")
def reader() -> Any:
    with ContainedReader() as contained:
        yield contained


@pytest.fixture
def brought(reader: ContainedReader) -> Callable[..., Book]:
    """The sheet after somebody changed it, as the contained reader sees it."""

    def bring(cells: dict[str, Any] | None = None, *changes: Change, sheet: str = "评分") -> Book:
        book = opened(written())
        for at, value in (cells or {}).items():
            sheet_of(book, sheet)[at] = value
        for change in changes:
            change(book)
        buffer = io.BytesIO()
        book.save(buffer)
        reading = reader.read(buffer.getvalue(), "评分.xlsx")
        assert reading.book is not None
        return reading.book

    return bring


def only(book: Book) -> ScoreSheet:
    (sheet,) = read_scores(book)
    return sheet


def told(book: Book) -> list[tuple[str, str, Fraction, str, str]]:
    return [(one.unit, one.no, one.score, one.reason, str(one.at)) for one in only(book).scores]


class TestWriting:
    def test_the_same_inputs_give_the_same_bytes(self) -> None:
        assert written() == written()

    def test_rows_are_units_and_columns_are_judged_items(self) -> None:
        book = opened(written())
        assert book.sheetnames == ["评分", "裁定", "填写说明", IDENTITY]
        assert book[IDENTITY].sheet_state == "veryHidden"
        sheet = sheet_of(book, "评分")
        assert [cell.value for cell in sheet[5]] == [
            "序号",
            "单位",
            "统一社会信用代码",
            "第1项\n具有独立法人资格，在常州市境内注册…\n最高2分",
            "第1项\n理由",
            f"★第5项\n{short_name(REGIME.indicator('5').name)}\n最高3分",
            "第5项\n理由",
        ]
        assert [[cell.value for cell in row[:4]] for row in sheet["A6:D8"]] == [
            [1, "甲综合体", panel.ONE, None],
            [2, "乙综合体", None, None],
            [3, "丙综合体", panel.TWO, None],
        ]
        assert sheet["A3"].value == "专家姓名"
        assert sheet["D3"].value == "评审日期"
        assert str(sheet["A10"].value).startswith("专家签名：")
        assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("D6", "landscape", 9)

    def test_points_are_limited_and_nothing_else_is(self) -> None:
        sheet = sheet_of(opened(written()), "评分")
        limits = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
        five = limits["F6:F8"]
        assert (five.type, five.operator or "between", five.formula1) == ("decimal", "between", "0")
        assert float(five.formula2) == 3
        assert five.allowBlank
        assert five.error == "第5项的得分应在0到3分之间。不评的请留空。"
        assert float(limits["D6:D8"].formula2) == 2
        assert panel.LONG_NAME in limits["D6:D8"].prompt
        assert not limits["G6:G8"].type

    def test_without_units_there_are_thirty_blank_rows(self) -> None:
        sheet = sheet_of(opened(written(())), "评分")
        assert [sheet.cell(row, 1).value for row in (6, 35, 36)] == [1, 30, None]
        assert sheet["B6"].value is None

    def test_a_form_without_judged_items_has_decisions_only(self) -> None:
        data = write_expert_form(load_regime("bishan"), DIGEST, Form("bishan", "2026"))
        assert opened(data).sheetnames == ["裁定", "填写说明", IDENTITY]

    def test_nothing_typed_becomes_a_formula_or_a_link(self) -> None:
        data = written((Unit(name="=1+1", uscc="http://a.example", row=1),))
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            part = package.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in re.sub("<(conditionalFormatting|dataValidations).*?</\\1>", "", part)
        assert "hyperlink" not in part
        assert sheet_of(opened(data), "评分")["B6"].data_type == "s"

    def test_decisions_have_their_columns_and_hints_that_block_nothing(self) -> None:
        sheet = sheet_of(opened(written()), "裁定")
        headers = [cell.value for cell in sheet[4]]
        assert headers == [
            "单位或统一社会信用代码", "指标序号", "行标识（可空）", "期别（可空）", "数值或是否计入", "理由", "裁定人",
            "日期",
        ]  # fmt: skip
        lists = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
        assert {str(one.sqref): (one.formula1, one.showErrorMessage) for one in lists} == {
            "D5:D24": ('"2025,2026,2027,2028,2029"', False),
            "E5:E24": ('"是,否"', False),
        }

    def test_it_says_what_it_is(self, brought: Callable[..., Book]) -> None:
        identity = identify(brought())
        assert (identity.form, identity.version, identity.digest, identity.role) == (
            "panel-2026", "1", DIGEST, "expert"
        )  # fmt: skip
        lost = identify(brought(None, lambda book: book.remove(book[IDENTITY])))
        assert (lost.form, lost.digest) == ("panel-2026", DIGEST)


class TestScores:
    FILLED: ClassVar[dict[str, Any]] = {
        "C3": "张三",
        "D6": 1.5,
        "E6": "制度不全",
        "F6": 3,
        "D7": "２",
        "F8": "2.75分",
        "G8": "两项",
    }

    def test_points_reasons_and_places(self, brought: Callable[..., Book]) -> None:
        book = brought(self.FILLED)
        assert only(book).expert == "张三"
        assert told(book) == [
            (panel.ONE, "1", Fraction(3, 2), "制度不全", "评分!D6"),
            (panel.ONE, "5", Fraction(3), "", "评分!F6"),
            ("乙综合体", "1", Fraction(2), "", "评分!D7"),
            (panel.TWO, "5", Fraction(11, 4), "两项", "评分!F8"),
        ]

    def test_columns_go_by_the_number_in_their_header(self, brought: Callable[..., Book]) -> None:
        def swap(book: Workbook) -> None:
            sheet = sheet_of(book, "评分")
            for row in range(5, 9):
                one, five = sheet.cell(row, 4), sheet.cell(row, 6)
                one.value, five.value = five.value, one.value

        values = {(unit, no): score for unit, no, score, *_ in told(brought(self.FILLED, swap))}
        assert values == {(unit, no): score for unit, no, score, *_ in told(brought(self.FILLED))}

    def test_rows_and_sheets_may_move(self, brought: Callable[..., Book]) -> None:
        def move(book: Workbook) -> None:
            sheet = sheet_of(book, "评分")
            for area in list(sheet.merged_cells.ranges):  # openpyxl would leave them where they are
                sheet.unmerge_cells(area.coord)
            sheet.insert_rows(7)
            sheet.insert_rows(1, 2)
            sheet.title = "王老师评分"

        assert [(unit, no) for unit, no, *_ in told(brought(self.FILLED, move))] == [
            (panel.ONE, "1"), (panel.ONE, "5"), ("乙综合体", "1"), (panel.TWO, "5")
        ]  # fmt: skip

    @pytest.mark.parametrize("blank", [None, "", " ", "/", "—", "无"])
    def test_a_blank_cell_is_no_score(self, brought: Callable[..., Book], blank: str | None) -> None:
        assert told(brought({"C3": "张三", "D6": blank})) == []

    @pytest.mark.parametrize(("label", "name"), [("专家姓名：李四", None), ("专家姓名", "李四")])
    def test_the_name_stands_beside_its_label_or_behind_it(
        self, brought: Callable[..., Book], label: str, name: str | None
    ) -> None:
        assert only(brought({"A3": label, "C3": name, "D6": 1})).expert == "李四"

    def test_a_date_is_no_name(self, brought: Callable[..., Book]) -> None:
        assert only(brought({"E3": datetime.date(2026, 12, 20), "D6": 1})).expert == ""

    @pytest.mark.parametrize(
        ("cells", "sentence"),
        [
            ({"D7": "回避"}, "评分!D7 的“回避”不是得分（不是数字）；请写数，不评或回避的留空"),
            ({"D7": "约3分"}, "评分!D7 的“约3分”不是得分（不确切的数）；请写数，不评或回避的留空"),
            ({"B7": None, "D7": 1}, "评分!D7 有得分，第7行却没有写单位"),
            ({"D6": 1, "C7": panel.ONE, "D7": 2}, f"“评分”页第6行和第7行是同一个单位“{panel.ONE}”，请只留一行"),
            ({"F5": "最高3分"}, "评分!F5 的表头没有指标序号，不知道是哪一项的得分；请写成“第1项”的样子"),
            ({"F5": None, "F6": 2}, "评分!F5 的表头没有指标序号，不知道是哪一项的得分；请写成“第1项”的样子"),
            ({"F5": "第1项"}, "评分!D5 和 评分!F5 都是第1项的得分，不知道以哪一列为准，请只留一列"),
        ],
        ids=lambda value: str(value)[:20],
    )
    def test_what_cannot_be_understood_names_its_cell(
        self, brought: Callable[..., Book], cells: dict[str, Any], sentence: str
    ) -> None:
        with pytest.raises(ExpertFault) as fault:
            read_scores(brought(cells))
        assert str(fault.value) == sentence

    def test_a_score_merged_over_two_units_is_nobodys(self, brought: Callable[..., Book]) -> None:
        with pytest.raises(ExpertFault, match=re.escape("“评分”页的 D6:D7 合并成了一格")):
            read_scores(brought({"D6": 1}, lambda book: sheet_of(book, "评分").merge_cells("D6:D7")))


class TestDecisions:
    def row(self, *values: Any, row: int = 5) -> dict[str, Any]:
        return {f"{letter}{row}": value for letter, value in zip("ABCDEFGH", values, strict=False)}

    def read(self, book: Book) -> list[Decision]:
        found = read_rulings(book, REGIME)
        assert found is not None
        return list(found)

    def test_figures_and_rows(self, brought: Callable[..., Book]) -> None:
        cells = self.row(panel.ONE, 6, None, 2026, 12, "合同只有12份", "王五", datetime.date(2026, 12, 20))
        cells |= self.row("乙综合体", "第3项", "张三|HT-1", None, "否", "没有合同", "王五", "2026年12月21日", row=7)
        cells |= self.row("乙综合体", "8", None, "2026年度", "2.5%", "", "", None, row=30)
        about = {"reason": "合同只有12份", "by": "王五", "date": "2026-12-20"}
        assert self.read(brought(cells, sheet="裁定")) == [
            Decision(unit=panel.ONE, no="6", period="2026", value=Fraction(12), **about),
            Decision(
                unit="乙综合体", no="3", row="张三|HT-1", value=False, reason="没有合同", by="王五", date="2026-12-21"
            ),
            Decision(unit="乙综合体", no="8", period="2026", value=Fraction(5, 2), reason="", by="", date=""),
        ]

    def test_a_blank_sheet_has_none(self, brought: Callable[..., Book]) -> None:
        assert self.read(brought()) == []

    @pytest.mark.parametrize(
        ("said", "value"), [("是", True), ("TRUE", True), (True, True), ("不计入", False), (1, 1), ("２", 2)]
    )
    def test_yes_no_and_numbers(self, brought: Callable[..., Book], said: Any, value: bool | int) -> None:
        (one,) = self.read(brought(self.row("甲", "3", "键", None, said), sheet="裁定"))
        assert one.value == value
        assert isinstance(one.value, bool) == isinstance(value, bool)

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ((None, "5", None, None, 1), "“裁定”页第5行没有写单位或统一社会信用代码"),
            (("甲", None, None, None, 1), "“裁定”页第5行没有写指标序号，请写成 5 的样子"),
            (("甲", "五项", None, None, 1), "“裁定”页第5行的指标序号“五项”不是序号，请写成 5 的样子"),
            (("甲", "5", None, None, None), "裁定!E5 是空的，没有写数值或是否计入"),
            (("甲", "5", None, None, "大概"), "裁定!E5 的“大概”既不是数，也不是“是”或“否”"),
            (("甲", "5", None, "去年", 1), "“裁定”页第5行的期别“去年”看不懂，请写成 2026 或 2026q3 的样子"),
            (
                ("甲", "5", None, None, 1, "", "", "12月"),
                "裁定!H5 的“12月”不是一个日期，请写成 2026-12-20 的样子",
            ),
        ],
    )
    def test_what_cannot_be_understood_names_its_place(
        self, brought: Callable[..., Book], values: tuple[Any, ...], sentence: str
    ) -> None:
        with pytest.raises(ExpertFault) as fault:
            read_rulings(brought(self.row(*values), sheet="裁定"), REGIME)
        assert str(fault.value) == sentence


def test_what_is_judged_and_how_headers_are_read() -> None:
    assert [item.no for item in judged_items(REGIME)] == ["1", "5"]
    assert judged_items(load_regime("bishan")) == ()
    for text, expected in {
        "第1项独立法人最高4分": ("1", "score"), "★第5项理由": ("5", "reason"), "第★5项": ("5", "score"),
        "第3.1项": ("3.1", "score"), "第05项": ("5", "score"),
    }.items():  # fmt: skip
        found = header_of(text)
        assert found is not None
        assert (found.no, found.kind) == expected
    assert header_of("最高4分") is None


@pytest.mark.office
@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_libreoffice_keeps_what_an_expert_wrote(
    libreoffice: Callable[[Path, str], Path], reader: ContainedReader, tmp_path: Path, form: str
) -> None:
    book = opened(written())
    for at, value in TestScores.FILLED.items():
        sheet_of(book, "评分")[at] = value
    ruling: dict[str, Any] = {"A5": "乙综合体", "B5": 3, "C5": "张三", "E5": "否", "H5": datetime.date(2026, 12, 20)}
    for at, value in ruling.items():
        sheet_of(book, "裁定")[at] = value
    book.save(tmp_path / "评分.xlsx")
    saved = libreoffice(tmp_path / "评分.xlsx", form)
    readings = [reader.read(path.read_bytes(), path.name).book for path in (tmp_path / "评分.xlsx", saved)]
    first, again = (one for one in readings if one is not None)
    assert len(told(again)) == 4
    assert (read_scores(again), read_rulings(again, REGIME)) == (read_scores(first), read_rulings(first, REGIME))
    assert identify(again).role == "expert"
