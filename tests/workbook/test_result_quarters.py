"""One unit's quarters as a workbook, read back: values, colours, and what the charts refer to."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from core.builders import Cell
from workbook import quarterresults as made
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.quarters.totals import BLANK
from zhtcli.workbook.result.page.quartercells import spans
from zhtcli.workbook.result.quarterly.quarterbook import write_quarters

SHEETS = ["总览", "监测表", "逐季数据", "趋势图", "问题清单", "口径与假设", "核验", "_zht"]
RED = "FFC00000"
EVIL = '=HYPERLINK("http://evil.example","点我")'
PERSON = "330411199001011234"


@cache
def unit() -> tuple[Assessment, ...]:
    first = made.form(made.BEFORE, "2026q1", "甲/2026q1.xlsx")
    return made.assessed([first, made.form(made.NOW, file="甲/2026q3.xlsx")])


@cache
def written() -> bytes:
    return write_quarters(unit()[-1], unit(), "1.0")


@cache
def read() -> openpyxl.Workbook:
    return made.book(written())


def sheet(name: str) -> Worksheet:
    found = read()[name]
    assert isinstance(found, Worksheet)
    return found


def test_the_sheets_and_the_bytes_are_always_the_same() -> None:
    assert read().sheetnames == SHEETS
    assert written() == write_quarters(unit()[-1], unit(), "1.0")
    assert read()["_zht"].sheet_state == "veryHidden"


def test_the_overview_tells_where_the_form_stands_and_what_it_comes_to() -> None:
    said = made.texts(sheet("总览"))
    for words in (
        "嘉兴甲产业创新服务综合体", "91330411MA2JX1A04H", "2026年第三季度监测结果", "已报送　退回1次", "2026-10-25",
        "2026-10-28", "迟报3天", "县级审核通过", "朱敏", "2026-10-17 14:00", "通过",
        "2026年第一季度、2026年第三季度，共2个季度；没有2026年第二季度的表", "去年同期为0，不计算同比", "共6项",
    ):  # fmt: skip
        assert words in said
    told = {one.figure.label: one.value for one in unit()[-1].values}
    assert told == {"六个“一”完成": 5, "财政专项资金到位": 500, "使用支出": 125, "使用率": 25}
    rows = {str(row[0].value): row[2].value for row in sheet("总览").iter_rows() if row[0].value in told}
    assert rows == {**{label: float(value or 0) for label, value in told.items()}, "使用率": 0.25}
    assert not [words for words in said if "计分" in words or "得分" in words]


def test_the_table_shows_growth_as_typed_beside_growth_as_computed() -> None:
    rows = {row[1].value: row for row in sheet("监测表").iter_rows(min_row=4) if row[1].value}
    first = [cell.value for cell in rows["1"]]
    assert first[2:4] == ["产业集群营业收入", "亿元"]
    assert first[4:11] == [74, 0.0999, -0.075, 204, 0.02, 0.02, 204]
    assert first[11:13] == [None, "调查"]
    number = next(row["序号"] for row in made.table(sheet("问题清单"), "代码") if row["代码"] == "ZHT-GROWTH-DIFFERS")
    assert f"问题清单第{number}条" in first[13] or f"、{number}" in first[13]
    assert rows["1"][5].font.color.rgb == RED
    assert rows["1"][4].font.color is None or rows["1"][4].font.color.rgb != RED
    share = [cell.value for cell in rows["3"]]
    assert share[4:7] == [0.086, 0.1, pytest.approx(0.1)]
    assert "个百分点" in rows["3"][6].number_format
    assert [cell.value for cell in rows["7"]][6] is None
    assert "去年同期为0，不计算同比" in str(rows["7"][13].value)
    assert rows["1"][0].value == "产业质量"
    assert "A5:A8" in {str(merged) for merged in sheet("监测表").merged_cells.ranges}


def test_every_known_quarter_is_a_column_with_the_values_of_the_assessment() -> None:
    table = sheet("逐季数据")
    head = next(row[0].row for row in table.iter_rows() if row[0].value == "序号")
    columns = {str(cell.value).replace("\n", ""): cell.column for cell in table[head][4:]}
    assert list(columns) == ["2025年三季度", "2025年四季度", "2026年一季度", "2026年二季度", "2026年三季度"]
    series = {(str(row[0].value), str(row[3].value)): row for row in table.iter_rows(min_row=head + 1)}
    for item in unit()[-1].progress:
        for quarter in item.quarters:
            place = columns[f"{quarter.period[:4]}年{'一二三四'[int(quarter.period[-1]) - 1]}季度"] - 1
            scale = 100 if item.indicator.unit == "%" else 1
            for word, value in (("本季度", quarter.observed.quarter), ("累计", quarter.observed.to_date)):
                cell = series[item.indicator.no, word][place].value
                assert cell == (None if value is None else pytest.approx(float(value / scale)))
    now, first = columns["2026年三季度"] - 1, columns["2026年一季度"] - 1
    assert series["1", "同比"][now].value == -0.075
    assert series["1", "同比"][first].value == -0.03
    assert series["1", "同比"][first].font.i, "typed, nothing to compute it from"
    assert not series["1", "同比"][now].font.i
    assert series["3", "同比"][2].value == "个百分点"
    assert series["1", "本季度"][columns["2025年四季度"] - 1].value is None


def test_each_chart_draws_the_rows_of_its_indicator() -> None:
    table, charts = sheet("逐季数据"), sheet("趋势图")._charts
    assert len(charts) == 3, "those of which a figure is known"
    for chart, no in zip(charts, ("1", "3", "7"), strict=True):
        title = "".join(run.t for run in chart.title.tx.rich.p[0].r)
        assert title.startswith(f"{no}. ")
        bars = chart.series[0]
        row = _row(bars.val.numRef.f)
        assert [table.cell(row, column).value for column in (1, 4)] == [no, "本季度"]
        assert table.cell(_row(bars.cat.strRef.f), 1).value == "序号"
        assert bars.val.numRef.f.startswith("逐季数据!$E$")
        assert bars.val.numRef.f.endswith(f":$I${row}")
        lines = [line for other in chart._charts[1:] for line in other.series]
        assert len(lines) == (0 if no == "7" else 1), "no line where no growth is known"
        for line in lines:
            row = _row(line.val.numRef.f)
            assert [table.cell(row, column).value for column in (1, 4)] == [no, "同比"]
    assert [chart.anchor._from.col for chart in charts] == [0, 2, 4]


def _row(reference: str) -> int:
    found = re.search(r"\$[A-Z]+\$(\d+):", reference)
    assert found is not None
    return int(found[1])


def test_the_findings_of_all_files_stand_with_their_file() -> None:
    rows = made.table(sheet("问题清单"), "代码")
    assert [(row["文件"], row["代码"]) for row in rows] == [
        (one.file.rpartition("/")[2], finding.code) for one in unit() for finding in one.findings
    ]
    assert {row["文件"] for row in rows} == {"2026q1.xlsx", "2026q3.xlsx"}
    assert sheet("问题清单").auto_filter.ref is not None


def test_the_readings_speak_of_no_points() -> None:
    said = "".join(made.texts(sheet("口径与假设")))
    assert "才能核对和汇总" in said
    assert "同比、累计和汇总用分数精确计算" in said
    for word in ("计分", "得分", "总分", "分值"):
        assert word not in said


def test_the_hidden_sheet_keeps_the_figures_for_the_next_form() -> None:
    cells = {row[0].value: row[1].value for row in sheet("_zht").iter_rows(max_col=2)}
    assert (cells["form"], cells["role"]) == ("jiaxing-2026q3", "result")
    rows = [tuple(cell.value for cell in row) for row in sheet("_zht").iter_rows(max_col=4)]
    assert ("figure", "1", "2026q3", "74") in rows
    assert ("to_date", "1", "2026q3", "204") in rows


def test_nothing_typed_becomes_a_formula_and_no_number_of_a_person_is_shown() -> None:
    odd = made.form(made.NOW, unit=EVIL, county=EVIL, county_reviewer=f"朱敏 {PERSON}", task6_note=EVIL)
    (one,) = made.assessed([odd])
    data = write_quarters(one, (one,), "1.0")
    cells = [cell for page in made.book(data, formulas=True) for row in page.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" and "evil" in str(cell.value)]
    assert EVIL in [cell.value for cell in cells if cell.data_type != "f"]
    assert not [cell.value for cell in cells if PERSON in str(cell.value)]


def test_a_form_that_was_stopped_says_why_and_has_no_charts() -> None:
    blank = made.form({})
    (one,) = made.assessed([blank])
    assert not one.progress
    book = made.book(write_quarters(one, (one,), "1.0"))
    assert book.sheetnames == SHEETS
    assert book["趋势图"]._charts == []
    assert any("没有采用" in words for words in made.texts(book["监测表"]))


def test_an_unreadable_figure_is_left_blank_and_told() -> None:
    odd = made.form({**made.NOW, ("7", "2026q3"): {"quarter": Cell("unreadable", raw="约2400")}})
    (one,) = made.assessed([odd])
    book = made.book(write_quarters(one, (one,), "1.0"))
    rows = {row[1].value: row for row in book["监测表"].iter_rows(min_row=4)}
    assert rows["7"][4].value is None
    assert rows["7"][13].value == BLANK


def test_one_quarter_down_is_a_sign_where_the_reading_says_so() -> None:
    (one,) = made.assessed([made.form(made.NOW)], warning="one_quarter_down")
    said = made.texts(made.book(write_quarters(one, (one,), "1.0"))["总览"])
    assert "苗头性问题（本季度同比下降的指标）" in said
    assert "第1项" in said


@pytest.mark.parametrize(
    ("periods", "told"),
    [
        (["2025q4", "2026q1", "2026q3"], ["2025年第四季度至2026年第一季度", "2026年第三季度"]),
        (["2026q3"], ["2026年第三季度"]),
        ([], []),
    ],
)
def test_periods_that_follow_each_other_are_one(periods: list[str], told: list[str]) -> None:
    assert spans(periods) == told


@pytest.mark.office
def test_libreoffice_opens_it_with_its_charts(libreoffice: Callable[[Path, str], Path], tmp_path: Path) -> None:
    ours = tmp_path / "监测结果.xlsx"
    ours.write_bytes(written())
    theirs = openpyxl.load_workbook(libreoffice(ours, "xlsx"))
    assert theirs.sheetnames == SHEETS
    assert len(theirs["趋势图"]._charts) == 3
