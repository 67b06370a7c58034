"""Cixi's cycles and pledges from the command line: dates, completion, what the years say together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from endtoend.runner import Ran, zht

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "cixi"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples as forms, filled anew."""
    made = tmp_path_factory.mktemp("cixi")
    for source in SAMPLES.glob("*.json"):
        form = json.loads(source.read_text(encoding="utf-8"))["form"]
        assert zht("fill", form, source, "-o", made / f"{source.stem}.xlsx").code == 0
    return made


def progress(ran: Ran) -> dict[str, Any]:
    return {item["no"]: item for item in ran.json["assessments"][-1]["progress"]}


def test_dates_of_the_measure_are_told_under_each_reading(folder: Path) -> None:
    shown = json.loads(zht("show", "cixi-complex", "--format", "json").out)["dates"]
    assert shown == {"in_force": "2024-12-25", "valid_through": "2029-12-24"}
    form = folder / "complex-2026.xlsx"
    for option, first, last in (("next_day", "2024-12-26", "2029-12-25"), ("signed_30", "2024-12-08", "2029-12-07")):
        dates = zht("validate", form, "--reading", f"in_force={option}", "--format", "json").assessment["dates"]
        assert (dates["in_force"], dates["valid_through"]) == (first, last)
    assert "2024-12-25 起施行，有效期到 2029-12-24（第二十四条）" in zht("show", "cixi-complex").out


def test_dates_of_a_cycle_stand_on_the_assessment(folder: Path) -> None:
    center = zht("validate", folder / "center-2028.xlsx", "--format", "json").assessment
    assert center["dates"] == {
        "in_force": "2024-12-25",
        "valid_through": "2029-12-24",
        "cycle_last_day": "2030-05-05",
        "midterm_from": "2028-05-06",
    }
    complex_ = zht("validate", folder / "complex-2026.xlsx", "--format", "json").assessment
    assert complex_["dates"]["cycle_last_day"] == "2030-02-28"
    assert "midterm_from" not in complex_["dates"]
    for verb in ("validate", "progress", "score"):
        out = zht(verb, folder / "center-2028.xlsx").out
        assert "2025-05-06 到 2030-05-05，2028-05-06 起可作中期评价" in out


def test_a_cycle_from_29_february(folder: Path) -> None:
    data = {"form": "cixi-center-2029", "fields": {"cycle_start": "2028-02-29"}}
    (folder / "leap.json").write_text(json.dumps(data), encoding="utf-8")
    assert zht("fill", "cixi-center-2029", folder / "leap.json", "-o", folder / "leap.xlsx").code == 0
    dates = zht("validate", folder / "leap.xlsx", "--format", "json").assessment["dates"]
    assert (dates["cycle_last_day"], dates["midterm_from"]) == ("2033-02-28", "2031-03-01")


def test_figures_against_plan_and_pledge(folder: Path) -> None:
    told = progress(zht("score", folder / "complex-2026.xlsx", "--format", "json"))
    years = {year["period"]: year for year in told["1"]["by_period"]}
    assert (years["2026"]["target"], years["2026"]["actual"], years["2026"]["completion"]) == (1200, 1260, 105)
    (pledge,) = told["1"]["cumulative"]
    assert (pledge["through"], pledge["target"], pledge["gap"], pledge["completion"]) == ("2030", 1500, 240, 84)
    assert told["5"]["cumulative"][0]["target"] == 8000, "alone, a workbook's own pledge counts"


def test_no_points_and_no_total(folder: Path) -> None:
    assessment = zht("score", folder / "complex-2026.xlsx", "--format", "json").assessment
    assert assessment["scorecards"] == []
    assert assessment["figures"]["plan_items"] == 4
    shown = json.loads(zht("show", "cixi-complex-2026", "--format", "json").out)
    assert shown["total"] is None
    assert all(indicator["points"] is None for indicator in shown["indicators"])
    out = zht("score", folder / "complex-2026.xlsx").out
    assert "建设方案已有的提纲条目：4 条，共 5 条" in out
    assert "总分" not in out


def test_years_joined_tell_a_pledge_that_changed(folder: Path) -> None:
    ran = zht("progress", folder / "complex-2025.xlsx", folder / "complex-2026.xlsx", "--format", "json")
    told = progress(ran)
    assert [year["actual"] for year in told["1"]["by_period"]] == [1120, 1260, None, None, None, None]
    assert [year["target"] for year in told["1"]["by_period"]] == [1100, 1200, 1280, None, None, 1500]
    assert told["5"]["cumulative"][0]["target"] == 8500, "the pledge that was given first"
    findings = ran.json["assessments"][-1]["findings"]
    (moved,) = [one for one in findings if one["code"] == "ZHT-PLEDGE-MOVED"]
    assert (moved["indicator"], moved["sheet"], moved["cell"], moved["raw"]) == ("5", "指标填报", "K10", "8000")
    for part in ("complex-2025.xlsx（指标填报!L10）", "complex-2026.xlsx（指标填报!K10）", "采用先填的8500"):
        assert part in moved["message"]
    assert [one["indicator"] for one in findings if one["code"] == "ZHT-PLEDGE-REPLANNED"] == ["1"]


def test_targets_of_ones_own_are_told_by_title(folder: Path) -> None:
    told = progress(zht("progress", folder / "consortium-2026.xlsx", "--format", "json"))
    assert list(told) == ["联合体成员研发投入", "新增发明专利", "引进科创团队和初创项目"]
    first = told["联合体成员研发投入"]
    assert (first["unit"], first["cumulative"][0]["gap"], first["cumulative"][0]["completion"]) == ("万元", 3600, 77.5)
    assert "对照周期承诺（2028年）" in zht("progress", folder / "consortium-2026.xlsx").out


def test_what_was_filled_is_read_back(folder: Path) -> None:
    for source in SAMPLES.glob("*.json"):
        want = json.loads(source.read_text(encoding="utf-8"))
        told = json.loads(zht("read", folder / f"{source.stem}.xlsx").out)
        assert told["fields"] == want["fields"]
        assert told.get("indicators") == want.get("indicators")
        assert {key: rows for key, rows in told["registers"].items() if rows} == want.get("registers", {})


def test_the_next_years_form_brings_cycle_and_pledges_along(folder: Path) -> None:
    new = folder / "next.xlsx"
    assert zht("template", "cixi-complex-2027", "--from", folder / "complex-2026.xlsx", "-o", new).code == 0
    told = json.loads(zht("read", new).out)
    assert told["fields"]["cycle_start"] == "2025-03-01"
    assert told["indicators"]["1"] == {"2027": {"pledged": 1280}, "2030": {"pledged": 1500}}
