"""What people read about Cixi's forms: each thing once, each thing explained, the years together as a workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from endtoend.runner import zht

ROOT = Path(__file__).resolve().parents[2]
CIXI = ROOT / "samples" / "cixi"
COMPLEX, CONSORTIUM, CENTER = (CIXI / f"{name}.xlsx" for name in ("complex-2026", "consortium-2026", "center-2028"))
ANNUAL = ROOT / "samples" / "wuqing" / "annual-2026.xlsx"


def told(*arguments: object) -> str:
    ran = zht(*arguments)
    assert ran.code == 0, ran.err
    return ran.out


@pytest.mark.parametrize(
    ("file", "once"),
    [
        (COMPLEX, ["提纲条目", "予以保留", "2030-02-28 届满", "100,000.00元（第十条）\n  计入的薪酬"]),
        (CONSORTIUM, ["提纲条目", "技术攻关已完成：1 项，共 2 项", "届满"]),
        (CENTER, ["提纲条目", "有关金额", "还没有结果"]),
        (ANNUAL, ["季度报备：4 次，共 4 次", "由区科技局根据考核结果决定"]),
    ],
)
def test_nothing_is_told_twice(file: Path, once: list[str]) -> None:
    text = told("score", file)
    assert {part: text.count(part) for part in once} == dict.fromkeys(once, 1)


@pytest.mark.parametrize("file", [CONSORTIUM, CENTER])
def test_that_there_is_no_grant_is_no_news_where_so_much_is_told(file: Path) -> None:
    assert "没有可以核算的补助" not in told("score", file)


def test_figures_stand_under_a_heading() -> None:
    lines = told("score", CENTER).splitlines()
    assert lines[lines.index("有关金额") + 1].startswith("  上级补助与本级配套合计")


def test_grants_stand_under_the_full_names_of_those_who_are_paid() -> None:
    lines = told("score", ROOT / "samples" / "wuqing" / "subsidy-2026.xlsx").splitlines()
    start = lines.index("武清区生物医药产业五大创新功能平台")
    assert lines[start + 1].split() == ["平台建设首次补贴", "2024", "16,666,700.00", "5,000,000.00", "应拨付"]
    assert lines[start + 2].startswith("    “2024-02-11/购置土地”减 3,000,000.00元")
    assert ["平台使用补贴", "2026-003", "2026", "120,000.00", "96,000.00", "待条件满足"] in [
        one.split() for one in lines
    ]
    assert sum(line == "天津杏林制药有限公司" for line in lines) == 1, "once for both of its claims"


@pytest.mark.parametrize(
    ("no", "parts"),
    [
        (
            "annual-2025",
            ["年度考核验收（annual-2025）", "结果：合格（由人填写）", "考核日期：2026-02-20", "“不合格”的，"],
        ),
        ("年度考核验收", ["（annual-2025）", "（annual-2026）", "结果：还没有结果"]),
        ("qualification", ["结果：保留", "各次结果", "期满绩效评估（period_end）：还没有到时间"]),
        ("operating-2026", ["运营经费补贴（operating-2026）", "换用 settled"]),
        ("1", ["第1项 全行业产值", "所依据的文件不计分。", "对照周期承诺（2030年）：目标 1500亿元"]),
    ],
)
def test_everything_of_a_complex_is_explained(no: str, parts: list[str]) -> None:
    text = told("explain", COMPLEX, no)
    assert [part for part in parts if part not in text] == []


def test_a_target_of_ones_own_is_explained_to_its_cells() -> None:
    text = told("explain", CONSORTIUM, "新增发明专利")
    assert "2026年：计划 20，实际 23，完成 115%" in text
    assert "承诺 60，最近实际 23，完成 38.33%，还差 37件，进行中" in text
    for cell in ("2026 实际 台账_目标和完成情况", "!E8", "2028 计划或承诺", "!D9"):
        assert cell in text


def test_what_cannot_be_explained_names_what_can() -> None:
    ran = zht("explain", COMPLEX, "9")
    assert ran.code == 2
    for part in ("指标的序号：1、2、3、4、5", "operating-2026", "annual-2025、annual-2026、period_end、qualification"):
        assert part in ran.err
    assert "目标的名称：联合体成员研发投入、新增发明专利" in zht("explain", CONSORTIUM, "9").err


def test_a_claim_goes_by_the_name_that_the_table_gives_it() -> None:
    text = told("explain", ROOT / "samples" / "wuqing" / "subsidy-2026.xlsx", "平台使用补贴 2026-002")
    assert "平台使用补贴（2026-002）" in text
    assert "2026-001" not in text


def test_progress_writes_the_latest_year_with_the_others_joined(tmp_path: Path) -> None:
    file = tmp_path / "进度.xlsx"
    ran = zht("progress", CIXI / "complex-2025.xlsx", COMPLEX, "-o", file)
    assert ran.code == 0
    assert "结果工作簿：" in ran.out
    book = openpyxl.load_workbook(file)
    (row,) = (row for row in book["完成情况"].iter_rows(values_only=True) if row[0] == "1")
    assert row[3:8] == (1100, 1120, pytest.approx(1120 / 1100), 1200, 1260)


def test_progress_of_a_form_that_only_tells_results_is_written_too(tmp_path: Path) -> None:
    file = tmp_path / "年度.xlsx"
    assert zht("progress", ANNUAL, "-o", file).code == 0
    assert "考核评价" in openpyxl.load_workbook(file).sheetnames


def test_results_of_assessments_stand_in_markdown_too() -> None:
    text = told("score", COMPLEX, "--format", "markdown")
    section = text[text.index("## 考核评价：") :]
    assert "| 2025 | 年度考核验收 | 合格 | 2026-02-20 |" in section
    assert "予以保留" in section
    assert "- 期满绩效评估：2030-02-28 届满。" in section
