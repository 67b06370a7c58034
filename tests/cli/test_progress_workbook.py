"""`zht progress -o`: which workbook it writes, what it refuses, and that nothing is written half."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from endtoend.odd_forms import sample
from endtoend.runner import zht
from zhtcli.workflow.forming import fill_form

QUARTERS = ["总览", "监测表", "逐季数据", "趋势图", "问题清单", "口径与假设", "核验"]
UNITS = ["报送情况", "县市汇总", "各季汇总", "各单位数据", "苗头性问题", "问题清单", "口径与假设", "核验"]
POINTS = ["总览", "计分表", "累计进度", "图表", "问题清单", "佐证清单", "口径与假设", "核验"]
UNIT_A = {"unit": "嘉兴甲产业创新服务综合体", "uscc": "91330411MA2JX1A04H", "county": "秀洲区"}
UNIT_B = {"unit": "海宁乙产业创新服务综合体", "uscc": "91330481MA2JX3C61L", "county": "海宁市"}


@cache
def form(period: str, unit: str) -> bytes:
    fields: dict[str, Any] = UNIT_A if unit == "甲" else UNIT_B
    return fill_form(f"jiaxing-{period}", {"fields": fields, "indicators": {"1": {"quarter": 74, "to_date": 204}}}, {})


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two quarters of one unit and one of another."""
    monkeypatch.chdir(tmp_path)
    for name, period, unit in (("甲二", "2026q2", "甲"), ("甲三", "2026q3", "甲"), ("乙三", "2026q3", "乙")):
        (tmp_path / f"{name}.xlsx").write_bytes(form(period, unit))
    return tmp_path


def sheets(path: Path) -> list[str]:
    return openpyxl.load_workbook(path).sheetnames[:-1]


def test_one_unit_is_written_with_its_quarters(here: Path) -> None:
    ran = zht("progress", "甲二.xlsx", "甲三.xlsx", "-o", "结果.xlsx")
    assert ran.code == 1, "the forms lack figures"
    assert f"结果工作簿：{here / '结果.xlsx'}" in ran.out
    assert sheets(here / "结果.xlsx") == QUARTERS
    table = openpyxl.load_workbook(here / "结果.xlsx", data_only=True)["逐季数据"]
    assert [cell.value for row in table.iter_rows() for cell in row if cell.column > 4].count(74) == 2


def test_several_units_or_a_list_of_them_is_written_as_a_summary(here: Path) -> None:
    assert zht("progress", ".", "-o", "汇总.xlsx").code == 1
    assert sheets(here / "汇总.xlsx") == [*UNITS[:2], "县市对比图", *UNITS[2:]]
    (here / "名单.csv").write_text("单位,区县\n嘉兴甲产业创新服务综合体,秀洲区\n", encoding="utf-8")
    assert zht("progress", "甲三.xlsx", "--units", "名单.csv", "-o", "名单结果.xlsx").code == 1
    assert sheets(here / "名单结果.xlsx") == UNITS


def test_its_own_workbook_is_passed_over_and_the_next_one_is_the_same(here: Path) -> None:
    zht("progress", ".", "-o", "汇总.xlsx")
    first = (here / "汇总.xlsx").read_bytes()
    ran = zht("progress", ".", "-o", "汇总.xlsx", "--force")
    assert "略过 汇总.xlsx：这是本工具写出的结果表" in ran.err
    assert (here / "汇总.xlsx").read_bytes() == first


def test_what_is_there_is_kept_without_force_and_inputs_always(here: Path) -> None:
    (here / "结果.xlsx").write_text("别的")
    ran = zht("progress", "甲三.xlsx", "-o", "结果.xlsx")
    assert (ran.code, ran.out) == (5, "")
    assert "--force" in ran.err
    assert (here / "结果.xlsx").read_text() == "别的"
    for files in (["甲三.xlsx"], ["."]):
        before = (here / "甲三.xlsx").read_bytes()
        assert zht("progress", *files, "-o", "甲三.xlsx", "--force").code == 5
        assert (here / "甲三.xlsx").read_bytes() == before


def test_json_stays_json(here: Path) -> None:
    ran = zht("progress", "甲三.xlsx", "-o", "结果.xlsx", "--format", "json")
    assert json.loads(ran.out)["command"] == "progress"
    assert "结果工作簿" in ran.err


def test_a_document_with_points_is_written_as_score_writes_it(here: Path) -> None:
    (here / "璧山.xlsx").write_bytes(sample("good-2026"))
    ran = zht("progress", "璧山.xlsx", "-o", "结果.xlsx")
    assert ran.code == 0
    assert sheets(here / "结果.xlsx") == POINTS
    assert zht("score", "璧山.xlsx", "-o", "计分.xlsx").code == 0
    assert (here / "结果.xlsx").read_bytes() == (here / "计分.xlsx").read_bytes()


def test_documents_of_two_kinds_are_not_mixed(here: Path) -> None:
    (here / "璧山.xlsx").write_bytes(sample("good-2026"))
    ran = zht("progress", "璧山.xlsx", "甲三.xlsx", "-o", "结果.xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "--regime" in ran.err
    assert not (here / "结果.xlsx").exists()


def test_several_units_of_a_document_with_points_are_refused(here: Path) -> None:
    (here / "璧山.xlsx").write_bytes(sample("good-2026"))
    (here / "名单.csv").write_text("单位,区县\n某公司,璧山区\n", encoding="utf-8")
    ran = zht("progress", "璧山.xlsx", "--units", "名单.csv", "-o", "结果.xlsx")
    assert ran.code == 2
    assert "zht score -o" in ran.err
    assert not (here / "结果.xlsx").exists()


def test_no_form_no_workbook(here: Path) -> None:
    (here / "坏.xlsx").write_bytes(b"nothing")
    ran = zht("progress", "坏.xlsx", "-o", "结果.xlsx")
    assert ran.code == 3
    assert "没有写出 结果.xlsx" in ran.err
    assert not (here / "结果.xlsx").exists()
