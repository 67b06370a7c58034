"""The result workbook of forms with cycles and graded assessments, as openpyxl reads it again."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhtcli.definitions.overlaid import overlaid
from zhtcli.workbook.result import write_result
from zhtcli.workflow.assessing import assess, assess_one
from zhtcli.workflow.choices import Choices
from zhtcli.workflow.forming import fill_form

SAMPLES = Path(__file__).parents[2] / "samples"
CIXI = SAMPLES / "cixi"
SHARED = ["总览", "问题清单", "口径与假设", "核验"]


class Written:
    """A result by sheet, without blank cells and blank rows."""

    def __init__(self, content: bytes) -> None:
        self.book: Any = openpyxl.load_workbook(io.BytesIO(content), data_only=True)

    @property
    def sheets(self) -> list[str]:
        return [sheet.title for sheet in self.book.worksheets if sheet.sheet_state == "visible"]

    def rows(self, sheet: str) -> list[list[Any]]:
        rows = ([cell for cell in row if cell is not None] for row in self.book[sheet].iter_rows(values_only=True))
        return [row for row in rows if row]

    def row(self, sheet: str, *starts: object) -> list[Any]:
        (found,) = (row for row in self.rows(sheet) if tuple(row[: len(starts)]) == starts)
        return found


def result(path: Path, choices: Choices | None = None) -> Written:
    assessment, _ = assess_one(path, choices)
    return Written(write_result(assessment, "0"))


def filled(folder: Path, form: str, data: dict[str, Any]) -> Path:
    file = folder / "form.xlsx"
    file.write_bytes(fill_form(form, {"form": form, **data}))
    return file


@pytest.fixture(scope="module")
def complex_() -> Written:
    return result(CIXI / "complex-2026.xlsx")


def test_a_complex_has_sheets_for_what_was_reached_and_assessed(complex_: Written) -> None:
    assert complex_.sheets == [
        "总览", "完成情况", "图表", "考核评价", "补助核定", "补助明细", "支撑数据", "台账核定",
        "问题清单", "佐证清单", "口径与假设", "核验",
    ]  # fmt: skip


def test_each_year_stands_beside_its_plan_then_the_pledge(complex_: Written) -> None:
    years = complex_.rows("完成情况")[1]
    assert years[:4] == ["指标", "2025年", "2026年", "2027年\n（未到）"]
    assert years[-1] == "对照周期承诺（2030年）"
    told = complex_.row("完成情况", "1")
    assert told == ["1", "全行业产值", "亿元", 1200, 1260, 1.05, 1280, 1500, 1500, 1260, "2026年", 0.84, 240,
                    "尚有时间", "第九条；附件1 三"]  # fmt: skip
    # 18 % pledged and 12 % reached lack six percentage points, which is no percentage of anything
    assert complex_.row("完成情况", "2")[-6:-1] == [0.12, "2026年", pytest.approx(2 / 3), 6, "尚有时间"]
    assert complex_.row("完成情况", "建设方案已有的提纲条目") == ["建设方案已有的提纲条目", "条", 5, 4, 0.8, "附件1"]
    notes = "".join(str(cell) for cell in complex_.row("完成情况", "说明"))
    assert "五项核心指标没有印权重和等次标准，第二十二条写明另行规定；本表不计总分，也不推断等次" in notes


def test_results_stand_with_what_follows_and_whether_they_are_used(complex_: Written) -> None:
    why = "年度考核验收（2025年度）的结果是“合格”：建设单位与依托单位资格予以保留。（第八条第一款）"
    assert complex_.row("考核评价", "建设单位与依托单位资格") == ["建设单位与依托单位资格", "保留", why]
    assert complex_.row("考核评价", 1) == [
        1, "2025", "年度考核验收", "合格", datetime(2026, 2, 20), "市科技局", "建设单位与依托单位资格予以保留", "采用",
        "台账_考核评价结果!C5、D5、A5、B5", "第八条第一款",
    ]  # fmt: skip
    assert complex_.row("考核评价", 2) == [2, "2026", "年度考核验收", "还没有结果", "市科技局", "第八条第一款"]
    assert complex_.row("考核评价", 3)[1:4] == ["期满绩效评估", "还没有到时间", "市科技局会同市财政局"]
    assert complex_.row("考核评价", 3)[4] == "2030-02-28 届满"


def test_the_overview_tells_days_results_pledges_and_money_in_short(complex_: Written) -> None:
    overview = complex_.rows("总览")
    assert ["办法施行", "2024-12-25 至 2029-12-24（第二十四条）"] in overview
    assert ["建设周期", "2025-03-01 至 2030-02-28（第八条）"] in overview
    assert ["全行业产值（亿元）", 1500, 1260, 0.84, "尚有时间，还差 240亿元"] in overview
    assert ["有效高新技术企业占比（%）", 0.18, 0.12, pytest.approx(2 / 3), "尚有时间，还差 6个百分点"] in overview
    assert ["运营经费补贴", 400_000, 0, 400_000, "待条件满足1笔"] in overview
    assert ["薪酬限额", 100_000, "元", "第十条"] in overview
    assert ["建设方案已有的提纲条目", 4, 5, "条", "附件1"] in overview
    assert complex_.row("总览", "建设单位与依托单位资格")[1] == "保留"


def test_targets_of_ones_own_and_worked_off_lists() -> None:
    told = result(CIXI / "consortium-2026.xlsx")
    assert told.sheets == ["总览", "完成情况", "图表", "考核评价", *SHARED[1:]]
    assert told.row("完成情况", "1")[:9] == ["1", "联合体成员研发投入", "万元", 6000, 6200, pytest.approx(31 / 30),
                                         13000, 12400, pytest.approx(124 / 130)]  # fmt: skip
    assert told.row("完成情况", "3")[-6:-1] == [1, "2026年", pytest.approx(1 / 6), 5, "尚有时间"]
    assert told.row("完成情况", "技术攻关已完成")[1:5] == ["项", 2, 1, 0.5]
    assert told.row("总览", "链主型企业培育资格")[1:] == ["没有结论", "还没有据以得出结论的考核结果。"]
    texts = [cell for row in told.rows("总览") for cell in row]
    assert "没有可以核算的补助：台账里没有相应的行。" not in texts, "so much else is told"


def test_a_center_has_a_midterm_and_its_fee_held_against_the_limit() -> None:
    told = result(CIXI / "center-2028.xlsx")
    assert ["建设周期", "2025-05-06 至 2030-05-05；2028-05-06 起可作中期评价（第二十一条）"] in told.rows("总览")
    assert told.row("总览", "委托建设管理费用限额") == ["委托建设管理费用限额", 7_500_000, "元", "第二十条"]
    assert told.row("支撑数据", "慈溪市高端医疗器械技术创新中心有限公司", "委托建设管理费用限额")[2] == 7_500_000


def test_an_annual_form_tells_its_result_and_the_quarters() -> None:
    told = result(SAMPLES / "wuqing" / "annual-2026.xlsx")
    assert told.sheets == ["总览", "考核评价", *SHARED[1:]]
    follows = "由区科技局根据考核结果决定整改、撤销或后续支持等重大事项"
    assert told.row("考核评价", 1)[1:8] == [
        "2026", "年度考核", "合格", datetime(2027, 1, 12), "区科技局", follows, "采用",
    ]  # fmt: skip
    assert told.row("总览", "季度报备")[1:4] == [4, 4, "次"]


def test_a_result_that_is_not_used_says_why(tmp_path: Path) -> None:
    fields = {"level": "慈溪市级", "cycle_start": "2025-03-01", "filled_on": "2028-01-10"}
    events = [
        {"year": 2025, "date": "2026-01-20", "kind": "annual", "grade": "不合格"},
        {"year": 2026, "date": "2027-01-20", "kind": "annual", "grade": "合格"},
    ]
    told = result(filled(tmp_path, "cixi-complex-2027", {"fields": fields, "registers": {"events": events}}))
    assert told.row("考核评价", "建设单位与依托单位资格")[1] == "取消"
    row = told.row("考核评价", 2)
    assert (row[3], row[6]) == ("合格", "没有采用")
    assert row[7].endswith("没有据此得出后果")
    assert told.row("考核评价", 1)[7] == "采用"
    assert "年度考核验收（没有采用）" in [row[0] for row in told.rows("总览")]


def test_without_a_first_day_there_is_one_year_and_no_pledge(tmp_path: Path) -> None:
    indicators = {"1": {"2026": {"value": 110, "pledged": 100}}}
    told = result(filled(tmp_path, "cixi-complex-2026", {"fields": {"unit": "甲"}, "indicators": indicators}))
    assert told.row("完成情况", "1") == ["1", "全行业产值", "亿元", 100, 110, 1.1, "第九条；附件1 三"]
    assert "周期起始日没有填好，只列本年，没有与周期承诺对照。" in told.row("完成情况", "说明")[1]
    assert ["建设周期", "起始日没有填好，日期没有算（第八条）"] in told.rows("总览")


def test_points_of_an_overlay_stand_beside_results_and_money() -> None:
    """30 + 20 × 0.96 + 20 + 15 + 15 × 5400 ÷ 5600 = 98.66 of the year; 25.2 + 13.33 + 16.57 + 11.25 + 10.13 = 76.48."""
    choices = Choices(overlay=overlaid(SAMPLES / "overlays" / "cixi-shili.yaml"), spread=True)
    told = result(CIXI / "complex-2026.xlsx", choices)
    assert told.sheets[:5] == ["总览", "计分表", "完成情况", "图表", "考核评价"]
    assert told.row("计分表", "总分") == ["总分", 100, 98.66, 76.48, "完整"]
    assert told.row("总览", "对照周期承诺（2030年）", 76.48)[1:3] == [76.48, 76.48]
    assert ["运营经费补贴", 400_000, 0, 400_000, "待条件满足1笔"] in told.rows("总览")
    assert "五项核心指标没有印权重" not in "".join(map(str, told.row("完成情况", "说明")))


def test_joined_years_fill_the_earlier_columns() -> None:
    latest = assess([CIXI / "complex-2025.xlsx", CIXI / "complex-2026.xlsx"], joined=True)[-1]
    told = Written(write_result(latest, "0"))
    assert told.row("完成情况", "5")[3:9] == [5000, 5000, 1, 5600, 5400, pytest.approx(27 / 28)]
    assert told.row("完成情况", "5")[-7] == 8500, "the pledge that was given first"
    assert ["同单位其他年份", "complex-2025.xlsx"] in told.rows("核验")


def test_the_same_form_gives_the_same_bytes() -> None:
    assessment, _ = assess_one(CIXI / "consortium-2026.xlsx")
    assert write_result(assessment, "0") == write_result(assessment, "0")
