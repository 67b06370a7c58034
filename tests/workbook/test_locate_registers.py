"""Registers are found whatever people did to their sheets, and whatever is left out is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import builders
from zhtcli.core.finding import Finding
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.submission import Submission
from zhtcli.core.registers.registerschema import check_registers
from zhtcli.core.values import ValueType
from zhtcli.workbook.files.book import Book, Cell, Sheet
from zhtcli.workbook.reading.cells import understand
from zhtcli.workbook.reading.columnvalues import read_column
from zhtcli.workbook.reading.listrows import ListColumn, spans
from zhtcli.workbook.reading.locateregisters import locate_registers
from zhtcli.workbook.reading.understood import Expected

REGISTERS = builders.layout().registers
PERSON = "110101199003074514"
HIDDEN = "110101********4514"

Row = Mapping[str, Any]


def cell(row: int, column: int, value: Any) -> Cell:
    match value:
        case bool():
            return Cell(row, column, "boolean", value)
        case int() | float():
            return Cell(row, column, "number", float(value))
        case date():
            return Cell(row, column, "date", value.isoformat())
        case Cell():
            return Cell(row, column, value.kind, value.value, value.formula, value.percent)
        case _:
            return Cell(row, column, "text", str(value))


def sheet(
    key: str,
    rows: Sequence[Row | None],
    *,
    headers: Mapping[str, str | None] | None = None,
    order: Sequence[str] | None = None,
    header_row: int = 4,
    name: str = "",
    more: Sequence[Cell] = (),
    **parts: Any,
) -> Sheet:
    """A register as filled: rows from the one below the header, None for a blank one; `headers` rename or delete."""
    table = REGISTERS[key]
    columns = {column.key: column.label + "＊" * column.required for column in table.register.columns}
    columns |= {key: header for key, header in (headers or {}).items() if header is not None}
    gone = {key for key, header in (headers or {}).items() if header is None}
    keys = [key for key in order or columns if key not in gone]
    cells = [cell(header_row, place, columns[key]) for place, key in enumerate(keys, 1)]
    for row, values in enumerate(rows, header_row + 1):
        cells += [cell(row, keys.index(key) + 1, value) for key, value in (values or {}).items()]
    cells = sorted([*cells, *more], key=lambda one: (one.row, one.column))
    return Sheet(name or table.sheet, "visible", cells, **parts)


def located(*sheets: Sheet) -> tuple[dict[str, RegisterRows], list[Finding]]:
    """What is found beside blank sheets of all other registers."""
    there = {one.name for one in sheets}
    others = [sheet(key, []) for key, table in REGISTERS.items() if table.sheet not in there]
    return locate_registers(Book("xlsx", [*sheets, *others]), builders.regime(), builders.layout())


def told(findings: Sequence[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.at.a1 if finding.at else finding.sheet) for finding in findings]


NEED: Row = {"indicator": "5", "subject": "璧芯公司", "title": "封装测试", "date": date(2026, 3, 15)}
TRAINEE: Row = {"subject": "张三", "date": date(2026, 3, 15), "code": PERSON}


def test_blank_registers_are_no_registers() -> None:
    assert located() == ({}, [])


def test_a_row_is_read_with_its_types_and_places() -> None:
    rows, findings = located(sheet("needs", [NEED | {"quantity": 3, "registration": 12345678901234}]))
    needs = rows["needs"]
    assert [(f.code, f.raw) for f in findings] == [("ZHT-CELL-CODEASNUMBER", "12345678901234")]
    assert needs.numbers == (5,)
    assert {key: needs.value(key, 0) for key in ("indicator", "date", "quantity", "registration", "note")} == {
        "indicator": "5",
        "date": date(2026, 3, 15),
        "quantity": Decimal(3),
        "registration": "12345678901234",
        "note": None,
    }
    assert needs.at("title", 0).a1 == "C5"


@given(st.permutations([column.key for column in REGISTERS["needs"].register.columns]), st.integers(1, 20))
def test_columns_may_stand_in_any_order_and_the_header_in_any_of_the_first_rows(order: list[str], row: int) -> None:
    rows, findings = located(sheet("needs", [NEED], order=order, header_row=row))
    assert findings == []
    assert {key: rows["needs"].value(key, 0) for key in NEED} == NEED
    assert rows["needs"].positions["date"] == order.index("date") + 1


def test_blank_rows_between_and_rows_far_below_are_no_obstacle() -> None:
    rows, findings = located(sheet("needs", [None, NEED, None, {"note": "  "}, {"note": "\u200b"}, *[None] * 90, NEED]))
    assert (rows["needs"].numbers, findings) == ((6, 100), [])


def test_a_renamed_column_is_known_by_its_synonym() -> None:
    headers = {"date": "签订日期", "subject": "需 求 单 位：", "quantity": "数量（项）"}
    rows, findings = located(sheet("needs", [NEED | {"quantity": 2}], headers=headers))
    assert findings == []
    assert (rows["needs"].value("date", 0), rows["needs"].value("quantity", 0)) == (date(2026, 3, 15), Decimal(2))


def test_another_unit_in_the_header_is_another_column() -> None:
    rows, findings = located(
        sheet(
            "enterprises", [{"name": "甲", "uscc": "91500120MA6ABCD128", "rd": 50000}], headers={"rd": "研发经费（元）"}
        )
    )
    assert rows["enterprises"].value("rd", 0) is None
    assert [f.code for f in findings] == ["ZHT-REGISTER-EXTRA", "ZHT-REGISTER-LEFTOUT"]
    assert "研发经费(元)" in findings[0].message
    rows, findings = located(
        sheet(
            "enterprises", [{"name": "甲", "uscc": "91500120MA6ABCD128", "rd": 5}], headers={"rd": "研发投入（万元）"}
        )
    )
    assert (rows["enterprises"].value("rd", 0), findings) == (Decimal(5), [])


def test_a_missing_required_column_is_said_once_and_not_row_by_row() -> None:
    rows, findings = located(
        sheet("needs", [{"indicator": "5", "subject": "甲", "title": "乙"}] * 3, headers={"date": None})
    )
    assert [(f.code, f.severity, f.field, f.register) for f in findings] == [
        ("ZHT-REGISTER-COLUMN", "error", "date", "needs")
    ]
    assert len(rows["needs"]) == 3


def test_missing_optional_columns_are_one_note() -> None:
    _, findings = located(sheet("needs", [NEED], headers={"note": None, "level": None}))
    assert [(f.code, f.severity) for f in findings] == [("ZHT-REGISTER-LEFTOUT", "note")]
    assert "“级别或类别”“备注”" in findings[0].message


def test_two_columns_of_one_name_are_not_chosen_between() -> None:
    twice = [cell(4, 15, "日期"), cell(5, 15, date(2025, 1, 1))]
    rows, findings = located(sheet("needs", [NEED], more=twice))
    assert rows["needs"].value("date", 0) is None
    assert [(f.code, f.field) for f in findings] == [("ZHT-REGISTER-COLUMNTWICE", "date")]
    assert "D列、O列" in findings[0].message


def test_columns_of_their_own_are_one_note_and_a_number_alone_is_no_row() -> None:
    own = [cell(4, 16, "经办人"), *(cell(row, 16, "李敏") for row in range(5, 30)), cell(5, 18, "见附件")]
    rows, findings = located(sheet("needs", [NEED], more=own))
    assert rows["needs"].numbers == (5,)
    assert told(findings) == [("ZHT-REGISTER-EXTRA", "P4")]
    assert "“经办人、R列”" in findings[0].message


@pytest.mark.parametrize("word", ["合计", "总 计", "小计：", "合计（项）", "本年合计", "共计12项"])
def test_a_totals_row_is_left_out_with_a_note(word: str) -> None:
    rows, findings = located(sheet("needs", [NEED, {"indicator": word, "quantity": 12}, NEED | {"title": "其他"}]))
    assert rows["needs"].numbers == (5, 7)
    assert told(findings) == [("ZHT-REGISTER-TOTALS", "A6")]


@pytest.mark.parametrize("subject", ["合计科技有限公司", "总计划研究院", "设计公司"])
def test_a_firm_that_is_called_so_is_no_total(subject: str) -> None:
    rows, findings = located(sheet("trainees", [TRAINEE | {"subject": subject}]))
    assert (len(rows["trainees"]), findings) == (1, [])


def test_the_word_behind_the_first_text_is_content() -> None:
    rows, findings = located(sheet("needs", [NEED | {"note": "合计"}]))
    assert (len(rows["needs"]), findings) == (1, [])


def test_merged_cells_are_never_filled_down_and_explain_their_blanks() -> None:
    second = {key: value for key, value in NEED.items() if key != "subject"} | {"title": "另一项"}
    rows, findings = located(sheet("needs", [NEED, second], merged=[(5, 2, 6, 2), (1, 1, 1, 5), (30, 1, 31, 2)]))
    assert rows["needs"].value("subject", 1) is None
    assert told(findings) == [("ZHT-REGISTER-MERGED", "B5")]
    assert "B5:B6" in findings[0].message


def test_a_header_in_two_lines_is_one_header() -> None:
    book = sheet("needs", [{}, NEED], merged=[(4, 1, 5, 1), (4, 2, 4, 3)])
    moved = [
        Cell(5, one.column, one.kind, one.value) if one.row == 4 and one.column in (2, 3) else one for one in book.cells
    ]
    cells = sorted([*moved, cell(4, 2, "需求情况")], key=lambda one: (one.row, one.column))
    rows, findings = located(msgspec.structs.replace(book, single=cells))
    assert (rows["needs"].numbers, findings) == ((6,), [])
    assert rows["needs"].value("title", 0) == "封装测试"


def test_a_data_row_beside_a_merged_header_cell_is_not_swallowed() -> None:
    rows, _ = located(sheet("needs", [NEED, NEED | {"title": "乙"}], merged=[(4, 14, 5, 14)]))
    assert rows["needs"].numbers == (5, 6)


def test_hidden_rows_and_columns_are_read_and_said_once() -> None:
    rows, findings = located(
        sheet("needs", [NEED | {"title": str(n)} for n in range(40)], hidden_rows=[5, 6, 7, 20], hidden_columns=[2, 14])
    )
    assert len(rows["needs"]) == 40
    assert told(findings) == [("ZHT-FORM-HIDDEN", "台账_技术需求与榜单")]
    assert "第5至7、20行、B列" in findings[0].message


def test_blank_required_cells_are_said_one_by_one() -> None:
    _, findings = located(sheet("needs", [{"indicator": "6", "title": "甲"}, {"subject": "乙", "date": "待定"}]))
    assert [(f.code, f.severity, f.at and f.at.a1, f.indicator, f.row) for f in findings] == [
        ("ZHT-ROW-MISSING", "error", "A6", None, "乙"),
        ("ZHT-ROW-INCOMPLETE", "warning", "B5", "6", "6/甲"),
        ("ZHT-ROW-INCOMPLETE", "warning", "C6", None, "乙"),
        ("ZHT-CELL-NODATA", "warning", "D6", None, "乙"),
        ("ZHT-ROW-MISSING", "error", "D5", "6", "6/甲"),
    ]


def test_what_cannot_be_read_stays_as_text_and_says_where() -> None:
    rows, findings = located(sheet("needs", [NEED, NEED | {"date": "2026年3月", "quantity": "约40"}]))
    needs = rows["needs"]
    assert (needs.value("date", 1), needs.value("quantity", 1)) == (None, None)
    assert {key: dict(texts) for key, texts in needs.texts.items()} == {
        "date": {1: "2026年3月"},
        "quantity": {1: "约40"},
    }
    row, clause = "5/璧芯公司/封装测试#2", builders.regime().indicator("5").clause
    assert [(f.code, f.at and f.at.a1, f.register, f.row, f.indicator, f.field, f.clause) for f in findings] == [
        ("ZHT-CELL-DATEPART", "D6", "needs", row, "5", "date", clause),
        ("ZHT-CELL-INEXACT", "M6", "needs", row, "5", "quantity", clause),
    ]


def test_numbers_of_persons_never_stand_in_a_finding() -> None:
    wrong = [
        TRAINEE | {"date": "今年"},
        {"subject": f"李四{PERSON}", "date": "明年", "code": f" {PERSON[:6]} {PERSON[6:]}"},
        {"subject": "王五", "date": date(2026, 1, 1), "code": 110101199003074514},
    ]
    rows, findings = located(sheet("trainees", wrong))
    assert rows["trainees"].value("code", 0) == PERSON
    assert {f.code for f in findings} == {"ZHT-CELL-DATE", "ZHT-CELL-CODETIDIED", "ZHT-CELL-DIGITSLOST"}
    assert not [f for f in findings if "1990" in f"{f.message}{f.hint}{f.raw}{f.row}"]
    assert findings[0].row == f"张三/{HIDDEN}"


def test_a_deleted_sheet_is_an_error_among_others_and_a_note_where_all_are_gone() -> None:
    regime, layout = builders.regime(), builders.layout()
    _, findings = locate_registers(Book("xlsx", [sheet("needs", [NEED])]), regime, layout)
    assert {(f.code, f.severity) for f in findings} == {("ZHT-REGISTER-SHEET", "error")}
    assert len(findings) == len(REGISTERS) - 1
    rows, findings = locate_registers(Book("xlsx", [Sheet("指标填报", "visible", [])]), regime, layout)
    assert (rows, [(f.code, f.severity) for f in findings]) == ({}, [("ZHT-REGISTER-NONE", "note")])
    bare = replace(layout, registers={})
    assert locate_registers(Book("xlsx", []), regime, bare) == ({}, [])


def test_a_sheet_of_another_name_is_known_by_its_header() -> None:
    others = [sheet(key, []) for key in REGISTERS if key != "needs"]
    book = Book("xlsx", [sheet("needs", [NEED], name="2026年需求"), *others])
    rows, findings = locate_registers(book, builders.regime(), builders.layout())
    assert rows["needs"].sheet == "2026年需求"
    assert told(findings) == [("ZHT-REGISTER-RENAMED", "2026年需求")]


def test_a_name_of_another_width_is_the_same_name() -> None:
    rows, findings = located(sheet("needs", [NEED], name="台账＿技术需求与榜单 "))
    assert [f.code for f in findings] == ["ZHT-REGISTER-STRAY"]  # the sheet of the plain name comes first
    others = [sheet(key, []) for key in REGISTERS if key != "needs"]
    book = Book("xlsx", [sheet("needs", [NEED], name="台账＿技术需求与榜单 "), *others])
    rows, findings = locate_registers(book, builders.regime(), builders.layout())
    assert (len(rows["needs"]), findings) == (1, [])


def test_a_copied_sheet_is_not_read_and_said() -> None:
    rows, findings = located(sheet("needs", [NEED]), sheet("needs", [NEED], name="台账_技术需求与榜单 (2)"))
    assert len(rows["needs"]) == 1
    assert told(findings) == [("ZHT-REGISTER-STRAY", "台账_技术需求与榜单 (2)")]


def test_a_sheet_without_its_header_is_an_error() -> None:
    lost = Sheet(REGISTERS["needs"].sheet, "visible", [cell(5, 1, "5"), cell(5, 2, "甲")])
    rows, findings = located(lost)
    assert (rows, [(f.code, f.register) for f in findings]) == ({}, [("ZHT-REGISTER-HEADER", "needs")])


def schema_findings(*sheets: Sheet) -> list[Finding]:
    rows, _ = located(*sheets)
    plan = builders.layout()
    blank = Submission(file="", sha256="", form=plan.form, version="1", digest="", entries={})
    first, second, third = check_registers(builders.regime(), [blank, replace(blank, registers=rows), blank])
    assert (first, third) == ([], [])
    return second


def test_the_schema_names_the_guilty_cells() -> None:
    enterprises = [
        {"name": "甲", "uscc": "91500120MA6ABCD128", "rd": -0.001},
        {"name": "乙", "uscc": "9150", "hte_no": "GR202651100123"},
        {"name": "丙", "uscc": "91500120MA6ABCD12X", "from": date(1980, 5, 1)},
    ]
    found = schema_findings(sheet("enterprises", enterprises))
    assert [(f.code, f.severity, f.at and f.at.a1, f.raw, f.field, f.register) for f in found] == [
        ("ZHT-ROW-NEGATIVE", "error", "I5", "-0.001", "rd", "enterprises"),
        ("ZHT-ROW-CODE", "warning", "B6", "9150", "uscc", "enterprises"),
        ("ZHT-ROW-CODECHECK", "warning", "B7", "91500120MA6ABCD12X", "uscc", "enterprises"),
        ("ZHT-ROW-DATERANGE", "warning", "C7", "1980-05-01", "from", "enterprises"),
    ]
    assert found[1].row == "9150/乙"
    assert "应为18位，现为4位" in found[1].message


def test_the_schema_hides_numbers_of_persons() -> None:
    (found,) = schema_findings(sheet("trainees", [TRAINEE, TRAINEE | {"code": PERSON[:-1] + "5"}]))
    assert (found.code, found.raw, found.row) == ("ZHT-ROW-CODECHECK", "110101********4515", "张三/110101********4515")
    assert "19900307" not in found.message


def test_many_submissions_of_uneven_registers_keep_their_own_findings() -> None:
    good, bad = {"name": "甲", "uscc": "91500120MA6ABCD128"}, {"name": "乙", "uscc": "123"}
    plan = builders.layout()
    many = []
    for count in (3, 1, 2):
        rows, _ = located(sheet("enterprises", [good] * (count - 1) + [bad]))
        many.append(Submission(file="", sha256="", form=plan.form, version="", digest="", entries={}, registers=rows))
    found = check_registers(builders.regime(), many)
    assert [[(f.code, f.at and f.at.row) for f in one] for one in found] == [
        [("ZHT-ROW-CODE", 7)],
        [("ZHT-ROW-CODE", 5)],
        [("ZHT-ROW-CODE", 6)],
    ]


CONTENTS = st.one_of(
    st.sampled_from(
        [
            "甲",
            " 甲",
            "甲 ",
            "=1+1",
            "a|b",
            "|",
            "| ",
            "_x000D_",
            "ㅤ",
            "30",
            "30项",
            "NONE",
            "N/A",
            "3.6E+17",
            "-",
            "ab|=c",
        ]
    ),
    st.text("甲乙ab019-/._| =\u3000\u200b\n", max_size=6),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.integers(-3, 30000),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.just(Cell(1, 1, "error", "#REF!")),
    st.just(Cell(1, 1, "uncached", None, "A1+1")),
    st.just(Cell(1, 1, "number", 0.3, "", True)),
)
KINDS: list[ValueType] = ["text", "code", "integer", "money", "date", "boolean", "choice", "percent"]


@given(st.sampled_from(KINDS), st.lists(CONTENTS, min_size=1, max_size=8))
def test_the_short_way_gives_what_understanding_each_cell_gives(kind: ValueType, contents: list[Any]) -> None:
    expected = Expected(kind, choices=("甲", "5"))
    cells = [cell(row * 2, 1, content) for row, content in enumerate(contents, 1)]
    column = ListColumn([one.row for one in cells], [one.value for one in cells], cells)
    read = read_column(column, {one.row: index for index, one in enumerate(cells)}, expected)
    understood = [understand(one, expected) for one in cells]
    assert list(map(repr, read.values)) == [repr(one.value) for one in understood]
    assert read.remarked == [(index, one) for index, one in enumerate(understood) if one.remarks]
    for index, one in enumerate(understood):
        if one.state != "filled":
            assert read.texts.get(index, "") == one.raw


def test_spans_are_short() -> None:
    assert spans([5, 6, 7, 9, 11, 12]) == "5至7、9、11至12"
    assert spans(list(range(1, 100, 2))).endswith("15等")
