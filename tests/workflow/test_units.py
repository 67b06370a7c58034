"""Lists of units: found by their headers in any file, each unit once, and a sentence for all that was passed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhtcli.core.period import Form
from zhtcli.core.rules.unit import Unit
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.units import read_units, units_of

ONE, TWO = "91500120MA6ABCD128", "91320400MA1MABCD0U"
FORM = Form("bishan", "2026")

Rows = Sequence[Sequence[Any]]
ROSTER: Rows = [
    ["2026年度填报单位"],
    ["序号", "单位名称", "信用代码", "所在区县", "表单", "联系人", "截止日期", "电话"],
    [1, "甲公司", ONE, "璧山区", "bishan-2026", "张三", date(2026, 12, 31), "139"],
    [],
    [2, "乙公司", None, "璧山区", None, "李四", "2026.12.31", None],
    ["合计", "2家"],
]


@pytest.fixture
def roster(tmp_path: Path) -> Callable[[Rows], Path]:
    def save(rows: Rows) -> Path:
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in rows:
            book.active.append(list(row))
        book.save(tmp_path / "名单.xlsx")
        return tmp_path / "名单.xlsx"

    return save


def read(path: Path) -> tuple[tuple[Unit, ...], list[str]]:
    said: list[str] = []
    return read_units(path, said.append), said


def test_a_list_is_found_below_its_title(roster: Callable[[Rows], Path]) -> None:
    units, said = read(roster(ROSTER))
    day = date(2026, 12, 31)
    assert units == (
        Unit(name="甲公司", uscc=ONE, county="璧山区", form="bishan-2026", contact="张三", deadline=day, row=3),
        Unit(name="乙公司", county="璧山区", contact="李四", deadline=day, row=5),
    )
    assert said == ["名单.xlsx：第6行是合计行，没有列入。"]


def test_a_csv_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(f"填报单位,统一社会信用代码,区县\n甲公司,{ONE.lower()},璧山区\n", encoding="gb18030")
    assert read(path) == ((Unit(name="甲公司", uscc=ONE, county="璧山区", row=2),), [])


@pytest.mark.parametrize(
    ("rows", "kept", "sentences"),
    [
        ([["甲", ONE], ["甲公司", ONE]], [1], ["第3行与第2行是同一个单位“甲”，只用第2行"]),
        ([["甲", ONE], [" 甲 ", None]], [1], ["第3行与第2行是同一个单位“甲”，只用第2行"]),
        (
            [["甲", ONE], ["甲", TWO]],
            [1, 2],
            ["第3行与第2行的单位都叫“甲”，统一社会信用代码不同，都列入，请核对"],
        ),
        (
            [["甲", ONE], ["乙", "123"]],
            [1, 2],
            ["第3行的统一社会信用代码“123”不对（应为18位，现为3位），照原样列入"],
        ),
        (
            [["甲", ONE], ["乙", 9.15001201234567e17]],
            [1, 2],
            ["第3行“统一社会信用代码”的“915001201234567000”看不懂（编号的末几位已丢失），按没有填处理"],
        ),
        ([[None, ONE], ["乙", None]], [1, 2], []),
    ],
)
def test_what_is_odd_is_said(roster: Callable[[Rows], Path], rows: Rows, kept: list[int], sentences: list[str]) -> None:
    units, said = read(roster([["单位", "统一社会信用代码"], *rows]))
    assert [unit.row - 1 for unit in units] == kept
    assert said == [f"名单.xlsx：{sentence}。" for sentence in sentences]


def test_a_row_without_name_and_code_is_left_out(roster: Callable[[Rows], Path]) -> None:
    units, said = read(roster([["单位", "联系人"], ["甲", "张三"], [None, "李四"]]))
    assert [unit.name for unit in units] == ["甲"]
    assert said == ["名单.xlsx：第3行没有单位名称和统一社会信用代码，没有列入。"]


def test_units_of_other_forms_are_left_out(roster: Callable[[Rows], Path]) -> None:
    forms: Rows = [["甲", "bishan-2026"], ["乙", "bishan-2025"], ["丙", "BISHAN"], ["丁", None], ["甲", None]]
    said: list[str] = []
    units = units_of(FORM, roster([["单位", "表单"], *forms]), said.append)
    assert [unit.name for unit in units] == ["甲", "丙", "丁"]
    assert said == [
        "名单.xlsx：第3行的表单是“bishan-2025”，没有列入“bishan-2026”。",
        "名单.xlsx：第6行与第2行是同一个单位“甲”，只用第2行。",
    ]


def test_no_unit_of_the_form_is_a_fault(roster: Callable[[Rows], Path]) -> None:
    path = roster([["单位", "表单"], ["乙", "bishan-2025"]])
    with pytest.raises(UsageFault) as fault:
        units_of(FORM, path, lambda _: None)
    assert fault.value.sentence == f"{path} 里没有“bishan-2026”的单位。"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["甲", "乙"]], "各页的前20行里找不到单位名单的表头；"),
        ([["单位", "单位", "联系人"], ["甲", "乙", "丙"]], "A列、B列都像“单位”，不知道以哪一列为准，请只留一列。"),
        ([["区县", "联系人"], ["甲", "乙"]], "页没有“单位”和“统一社会信用代码”列，不知道是哪些单位。"),
        ([["单位", "联系人"]], "的表头下面没有单位。"),
    ],
)
def test_a_list_that_names_no_units(roster: Callable[[Rows], Path], rows: Rows, sentence: str) -> None:
    with pytest.raises(UsageFault) as fault:
        read(roster(rows))
    assert sentence in fault.value.sentence


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="没有这个文件"):
        read(tmp_path / "无.xlsx")
