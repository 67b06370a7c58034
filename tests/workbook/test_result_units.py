"""Several units as a workbook, read back: who handed in what, totals with what they leave out, every file named."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from workbook import quarterresults as made
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Area, Attendance, areas, attendance
from zhtcli.core.catalogue import forms
from zhtcli.core.rules.unit import Unit
from zhtcli.workbook.result.quarterly.unitsbook import write_units

SHEETS = [
    "报送情况", "县市汇总", "县市对比图", "各季汇总", "各单位数据", "苗头性问题", "问题清单", "口径与假设",
    "核验", "_zht",
]  # fmt: skip
PERSON = "330411199001011234"
A, B, C = "嘉兴甲产业创新服务综合体", "海宁乙产业创新服务综合体", "桐乡丙产业创新服务综合体"
YEAR_AGO = {("1", "2025q3"): {"quarter": "80", "to_date": "200"}}
OTHER = {
    ("1", "2026q3"): {"quarter": "26", "to_date": "96"},
    ("1", "2025q3"): {"quarter": "20", "to_date": "50"},
    ("7", "2026q3"): {"quarter": "100"},
}
DOWN = {
    ("1", "2026q3"): {"quarter": "20", "quarter_growth": "-20"},
    ("1", "2026q2"): {"quarter": "20", "quarter_growth": "-10"},
    ("1", "2025q3"): {"quarter": "25"},
}


@cache
def files() -> tuple[Assessment, ...]:
    """甲 with two quarters a year apart, 乙 with both and with another one between that is down, and a refused file."""
    first = made.assessed([made.form(YEAR_AGO, "2025q3", "甲25.xlsx"), made.form(made.NOW, file="甲26.xlsx")])
    cover: dict[str, Any] = {"unit": B, "uscc": "91330481MA2JX3C61L", "county": "海宁市"}
    earlier = {("1", "2025q3"): {"quarter": "20", "to_date": "50"}}
    other = made.assessed([
        made.form(earlier, "2025q3", "乙25.xlsx", **cover), made.form(OTHER, file="乙26.xlsx", **cover),
    ])  # fmt: skip
    refused = Assessment(file="某人/结果.xlsx", sha256="f" * 64, findings=(forms.RESULT_FILE.found(),), refused=True)
    return (*first, *other, refused)


@cache
def told(*listed: str) -> tuple[tuple[Attendance, ...], tuple[Area, ...]]:
    roster = [Unit(name=name, county="桐乡市" if name == C else "", row=row) for row, name in enumerate(listed, 2)]
    attending = attendance(files(), roster or None)
    return attending, areas(attending)


@cache
def written(*listed: str) -> bytes:
    return write_units(files(), *told(*listed), "1.0")


def sheet(name: str, *listed: str) -> Worksheet:
    found = made.book(written(*listed))[name]
    assert isinstance(found, Worksheet)
    return found


def test_the_sheets_and_the_bytes_are_always_the_same() -> None:
    assert made.book(written()).sheetnames == SHEETS
    assert written() == write_units(files(), *told(), "1.0")
    assert CalamineWorkbook.from_filelike(io.BytesIO(written())).sheet_names == SHEETS


def test_who_handed_in_what_without_a_list() -> None:
    rows = made.by_no(made.table(sheet("报送情况"), "已报"))
    assert [rows["合计"][key] for key in ("应报", "已报", "缺报", "迟报", "退回次数")] == [10, 4, 6, 4, 4]
    assert {no: rows[no]["单位"] for no in ("1", "2")} == {"1": A, "2": B}
    assert [rows["1"][key] for key in ("应报", "已报", "缺报", "迟报", "退回次数")] == [5, 2, 3, 2, 2]
    assert rows["1"]["缺报的表"] == "2025年第四季度至2026年第二季度"
    assert "2026年第三季度（3天）" in str(rows["1"]["迟报的表"])
    assert "名单" not in rows["1"]
    said = made.texts(sheet("报送情况"))
    assert any("没有单位名单" in words for words in said)
    assert any("另有1个文件" in words and "结果.xlsx" in words for words in said)


def test_who_is_missing_by_the_list() -> None:
    rows = made.table(sheet("报送情况", A, C), "已报")
    by_unit = {row["单位"]: row for row in rows}
    assert [by_unit[C][key] for key in ("应报", "已报", "缺报", "县（市、区）", "迟报", "名单")] == [
        5, 0, 5, "桐乡市", "—", "名单内",
    ]  # fmt: skip
    assert by_unit[B]["名单"] == "名单外"
    assert "没有这个季度的表：" + C in "".join(made.texts(sheet("县市汇总", A, C)))


def test_totals_of_the_last_quarter_are_those_of_the_areas() -> None:
    rows = made.by_no(made.table(sheet("县市汇总"), "指标"))
    assert [rows["1"][key] for key in ("秀洲区\n（1个单位）", "海宁市\n（1个单位）", "全市", "全市累计")] == [
        74,
        26,
        100,
        300,
    ]
    assert rows["1"]["全市同比"] == 0
    assert [rows["1"][key] for key in ("计入\n单位", "没有\n计入")] == [2, 0]
    assert rows["7"]["全市"] == 2522
    assert rows["3"]["全市"] is None
    assert "没有填分子、分母" in str(rows["3"]["说明"])


def test_the_long_table_has_every_total_with_its_reason() -> None:
    rows = made.table(sheet("各季汇总"), "范围")
    _, of = told()
    known = [(area, total) for period in ("2025q3", "2025q4", "2026q1", "2026q2", "2026q3")
             for area in of for total in area.totals if total.period == period]  # fmt: skip
    assert len(rows) == len(known) == 5 * 3 * 23
    for row, (area, total) in zip(rows, known, strict=True):
        assert (row["范围"], row["序号"]) == (area.name or "全市", total.no)
        scale = 100 if row["单位"] == "%" else 1
        for key, value in (("本季度", total.value), ("累计", total.to_date)):
            assert row[key] == (None if value is None else pytest.approx(float(value / scale)))
        assert (row["计入单位"], row["没有计入"]) == (len(total.counted), len(total.left_out))
        for one in total.left_out:
            assert one.why in row["说明"]
            assert one.unit in row["说明"]
    assert sheet("各季汇总").auto_filter.ref == f"A4:L{4 + len(rows)}"


def test_each_chart_holds_the_counties_of_its_row_side_by_side() -> None:
    table, charts = sheet("县市汇总"), sheet("县市对比图")._charts
    head = next(row[0].row for row in table.iter_rows() if row[0].value == "序号")
    assert len(charts) == 2, "those of which a county's figure is known"
    for chart, no in zip(charts, ("1", "7"), strict=True):
        (bars,) = chart.series
        found = re.fullmatch(r"县市汇总!\$D\$(\d+):\$E\$\1", bars.val.numRef.f)
        assert found is not None
        assert table.cell(int(found[1]), 1).value == no
        assert bars.cat.strRef.f == f"县市汇总!$D${head}:$E${head}"
    assert (
        "县市对比图" not in made.book(write_units(files()[:2], told()[0][:1], areas(told()[0][:1]), "1.0")).sheetnames
    )


def test_early_signs_name_the_unit_and_its_quarters() -> None:
    down = made.assessed([made.form(DOWN)])
    attending = attendance(down)
    of = replace(attending[0], name=f"{attending[0].name}{PERSON}")
    book = made.book(write_units(down, [of, replace(of, name=B, assessments=())], areas([of]), "1.0"))
    (row,) = made.table(book["苗头性问题"], "最近一季同比")
    assert (row["序号"], row["上一季同比"], row["最近一季同比"], row["判断"]) == ("1", -0.1, -0.2, "连续下降")
    assert row["说明"] == "2026年第二季度没有去年同期的数，按所填的同比"
    assert not [words for page in book for words in made.texts(page) if PERSON in words]


def test_every_file_is_named_with_its_hash_and_no_folder() -> None:
    rows = {row["文件"]: row for row in made.table(sheet("核验"), "SHA-256")}
    assert set(rows) >= {"甲25.xlsx", "甲26.xlsx", "乙25.xlsx", "乙26.xlsx", "结果.xlsx"}
    assert rows["结果.xlsx"]["SHA-256"] == "f" * 64
    assert rows["结果.xlsx"]["表单"] == "没有采用"
    assert rows["甲26.xlsx"]["表单"] == "jiaxing-2026q3"
    problems = made.table(sheet("问题清单"), "代码")
    assert [(row["文件"], row["代码"]) for row in problems] == [
        (one.file.rpartition("/")[2], finding.code) for one in files() for finding in one.findings
    ]
    cells = [cell for page in made.book(written()) for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if "某人" in str(cell.value)]


def test_what_does_not_monitor_is_refused() -> None:
    with pytest.raises(ValueError, match="no quarters"):
        write_units(files()[-1:], (), (), "1.0")


def test_the_role_keeps_it_from_being_taken_for_a_form() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written()))
    assert {row[0].value: row[1].value for row in book["_zht"].iter_rows(max_col=2)}["role"] == "result"
