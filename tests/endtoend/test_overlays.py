"""`--overlay` from the command line: which verbs take it, what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from endtoend.runner import codes, sha256, zht

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "samples" / "bishan" / "good-2026.xlsx"
QUARTER = ROOT / "samples" / "jiaxing" / "guangfu-2026q3.xlsx"
BANDS = ROOT / "samples" / "overlays" / "bishan-fendang.yaml"
MONITORING = ROOT / "samples" / "overlays" / "jiaxing-jiancha.yaml"

TEN_LINES = """overlay: qi
title: 七项细则
regime: jiaxing
source: 《七项细则》
clause: 第三条
total: 100
score: {kind: proportional, floor: 0.6}
indicators: {"1": {points: 60, target: 100}, "13": {points: 40, target: 180}}
grades: [{name: 合格, from: 60}, {name: 不合格, from: 0}]
gates: [{title: 第1项不到八成, when: {kind: completion_below, indicators: ["1"], percent: 80}, grade: 不合格}]
"""


@pytest.fixture
def ten_lines(tmp_path: Path) -> Path:
    file = tmp_path / "七项.yaml"
    file.write_text(TEN_LINES, encoding="utf-8")
    return file


def test_ten_lines_score_a_document_that_gives_no_points(ten_lines: Path) -> None:
    """74 ÷ 100 × 60 = 44.4; 180 ÷ 180 gives 40; 74 % is below 80 %, so the grade is set whatever the total."""
    ran = zht("score", QUARTER, "--overlay", ten_lines, "--format", "json")
    assert ran.code == 0
    assert ran.assessment["overlay"] == {
        "id": "qi",
        "title": "七项细则",
        "sha256": sha256(ten_lines),
        "file": "七项.yaml",
    }
    (card,) = ran.assessment["scorecards"]
    assert (card["total"], card["max"], card["complete"]) == (84.4, 100, True)
    assert (card["grade"], card["grade_interval"]) == ("不合格", ["不合格", "不合格"])
    assert [(gate["title"], gate["indicators"], gate["grade"]) for gate in card["gates"]] == [
        ("第1项不到八成", ["1"], "不合格")
    ]
    assert {item["no"]: item["points"] for item in card["indicators"]} == {"1": 44.4, "13": 40}
    assert all(item["clause"].endswith("《七项细则》第三条") for item in card["indicators"])
    assert [section["max"] for section in card["sections"]] == [60, 40]


def test_without_an_overlay_nothing_says_anything_of_one() -> None:
    plain = zht("score", GOOD, "--format", "json").assessment
    assert plain["overlay"] is None
    assert {(card["grade"], card["grade_interval"], len(card["gates"])) for card in plain["scorecards"]} == {
        (None, None, 0)
    }
    assert "叠加" not in zht("score", GOOD).out


@pytest.mark.parametrize("verb", ["validate", "score", "progress"])
def test_each_verb_that_assesses_names_the_overlay(verb: str) -> None:
    told = zht(verb, GOOD, "--overlay", BANDS, "--format", "json").assessment
    assert told["overlay"]["sha256"] == sha256(BANDS)
    assert told["definition"] == zht(verb, GOOD, "--format", "json").assessment["definition"]


@pytest.mark.parametrize("arguments", [("score", GOOD), ("explain", GOOD, "6"), ("score", GOOD, "-f", "markdown")])
def test_text_names_title_file_and_hash(arguments: tuple[object, ...]) -> None:
    text = "".join(zht(*arguments, "--overlay", BANDS).out.replace("\n", "").split())
    assert "“璧山分档计分（示例）”（bishan-fendang，bishan-fendang.yaml，SHA-256" in text
    assert sha256(BANDS)[:12] in text


def test_explain_shows_the_rule_and_its_paper() -> None:
    told = zht("explain", GOOD, "6", "--overlay", BANDS)
    text = "".join(told.out.split())
    assert "计分依据：《璧山综合体考核计分细则》（示例，并非实际文件）第二条" in text
    assert "18项÷20项=90%，属“75%以上、不满100%”一档" in text
    assert "partial_credit=" not in text, "the paper answers what this reading asks"
    assert told.code == 0


def test_explain_of_an_indicator_that_the_paper_leaves_out(ten_lines: Path) -> None:
    assert "这一项不计分。" in zht("explain", QUARTER, "2", "--overlay", ten_lines).out


def test_a_form_of_another_regime_is_not_scored_and_says_so() -> None:
    ran = zht("score", QUARTER, GOOD, "--overlay", BANDS, "--format", "json")
    assert ran.code == 1
    jiaxing, bishan = ran.json["assessments"]
    assert codes(jiaxing, "error") == ["ZHT-SCORE-OVERLAY"]
    assert jiaxing["scorecards"] == []
    assert jiaxing["overlay"] is None
    assert bishan["overlay"] is not None
    assert bishan["scorecards"]


def test_regime_and_overlay_that_contradict_each_other_are_a_usage_fault() -> None:
    ran = zht("score", GOOD, "--overlay", BANDS, "--regime", "jiaxing")
    assert (ran.code, ran.out) == (2, "")
    assert "用于 bishan，--regime 写的是 jiaxing" in ran.err


def test_a_broken_overlay_ends_the_run_before_anything_is_read(tmp_path: Path) -> None:
    file = tmp_path / "坏.yaml"
    file.write_text(TEN_LINES.replace("total: 100", "total: 90"), encoding="utf-8")
    ran = zht("score", QUARTER, "--overlay", file)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err == "叠加规则不能用：坏.yaml 第6行（total）：总分写 90 分，各项分值之和是 100 分。\n"
    assert zht("score", QUARTER, "--overlay", tmp_path / "没有.yaml").code == 3


def test_the_spread_is_told_under_the_overlay() -> None:
    told = zht("score", GOOD, "--overlay", BANDS, "--spread", "--format", "json").assessment
    (main, *_) = told["scorecards"]
    moves = {(m["reading"], m["option"]): m["total"] for m in told["spread"]["2026"]["moves"]}
    assert moves["partial_credit", "all_or_nothing"] == main["total"], "what the paper answers moves nothing"
    assert moves["zero_target", "zero"] == main["total"] - 2
    assert told["spread"]["2026"]["low"] <= main["total"] <= told["spread"]["2026"]["high"]


@pytest.mark.parametrize(("form", "overlay"), [(GOOD, BANDS), (QUARTER, MONITORING)])
def test_the_result_workbook_names_title_and_hash(tmp_path: Path, form: Path, overlay: Path) -> None:
    target = tmp_path / "结果.xlsx"
    assert zht("score", form, "--overlay", overlay, "-o", target).code == 0
    book = openpyxl.load_workbook(target)
    texts = {
        name: "\n".join(str(cell) for row in book[name].iter_rows(values_only=True) for cell in row if cell is not None)
        for name in book.sheetnames
    }
    title = json.loads(zht("score", form, "--overlay", overlay, "-f", "json").out)["assessments"][0]["overlay"]["title"]
    for sheet in ("口径与假设", "核验"):
        assert title in texts[sheet]
        assert sha256(overlay) in texts[sheet]
    assert f"按叠加规则“{title}”" in texts["总览"]
    assert "不作等次结论" not in texts["总览"]
    assert "等次（按叠加规则" in texts["总览"]
    assert sha256(overlay) in texts["_zht"]


def test_without_grades_no_grade_is_named(tmp_path: Path) -> None:
    file = tmp_path / "简.yaml"
    file.write_text("\n".join(TEN_LINES.splitlines()[:8]), encoding="utf-8")
    ran = zht("score", QUARTER, "--overlay", file)
    assert "等次" not in ran.out
    assert "总分 84.40 / 100" in ran.out


PLEDGED = ROOT / "samples" / "overlays" / "cixi-shili.yaml"
CIXI = ROOT / "samples" / "cixi"


def test_what_a_form_pledges_is_its_target() -> None:
    """Against the year's plan 30 + 19.2 + 20 + 15 + 14.46; against the pledge 25.2 + 13.33 + 16.57 + 11.25 + 10.13."""
    told = zht("score", CIXI / "complex-2026.xlsx", "--overlay", PLEDGED, "--format", "json").assessment
    assert [(card["scope"], card["total"]) for card in told["scorecards"]] == [("2026", 98.66), ("..2030", 76.48)]
    assert [item["target"] for item in told["scorecards"][0]["indicators"]] == [1200, 12.5, 2.8, 60, 5600]
    assert [card["grade"] for card in told["scorecards"]] == ["优", None]
    assert [grant["id"] for grant in told["grants"]] == ["operating-2026"], "points do not take the place of money"
    out = zht("score", CIXI / "complex-2026.xlsx", "--overlay", PLEDGED).out
    assert "对照周期承诺（2030年）  76.48" in out
    assert "2025年  " not in out, "another year's workbook tells that one"
    for part in ("运营经费补贴", "建设单位与依托单位资格：保留", "建设方案已有的提纲条目：4 条，共 5 条"):
        assert out.count(part) == 1


def test_joined_years_are_scored_each_against_its_plan() -> None:
    files = (CIXI / "complex-2025.xlsx", CIXI / "complex-2026.xlsx")
    told = zht("progress", *files, "--overlay", PLEDGED, "--format", "json").json["assessments"][-1]
    # the patents are held against the 8500 that was pledged first: 15 × 5400 ÷ 8500 = 9.53 instead of 10.13
    totals = [(card["scope"], card["total"]) for card in told["scorecards"]]
    assert totals == [("2026", 98.66), ("2025", 100), ("..2030", 75.88)]


def test_readings_move_points_against_pledges_and_money(tmp_path: Path) -> None:
    """312 of 1000 firms above scale are 31.2 %: full points twice; of all 2600 firms they are 12 %."""
    data = json.loads((CIXI / "complex-2026.json").read_text(encoding="utf-8"))
    data["fields"]["above_scale_firms"] = 1000
    (tmp_path / "data.json").write_text(json.dumps(data), encoding="utf-8")
    form = tmp_path / "form.xlsx"
    assert zht("fill", "cixi-complex-2026", tmp_path / "data.json", "-o", form).code == 0
    told = zht("score", form, "--overlay", PLEDGED, "--spread", "--format", "json").assessment["spread"]
    assert set(told) == {"2026", "..2030", "grants", "operating-2026"}
    assert (told["2026"]["low"], told["2026"]["high"]) == (98.66, 99.46)
    assert (told["..2030"]["low"], told["..2030"]["high"]) == (76.48, 83.15)
    moves = {(move["reading"], move["option"]): move["total"] for move in told["2026"]["moves"]}
    assert moves["high_tech_base", "above_scale"] == 99.46
    again = zht(
        "score", form, "--overlay", PLEDGED, "--reading", "high_tech_base=above_scale", "--format", "json"
    ).assessment
    assert [card["total"] for card in again["scorecards"]] == [99.46, 83.15], "a move is what that reading gives"
    assert told["grants"]["high"] == 450_000
    out = zht("score", form, "--overlay", PLEDGED, "--spread").out
    assert "口径的影响（合计；" in out
    assert "各种口径任意组合，最高" in out


def test_a_person_gives_points_inside_a_band_and_nowhere_else(tmp_path: Path) -> None:
    """第6项 90 % lies in 2.4 to 2.85 points, 第11项 50 % in 1.2 to 2.25; 第5项 has all its points by rule."""
    unit = "91500120MA6ABCD128"
    given = {"6": 2.7, "11": 2.26, "5": 2}
    decisions = [
        {"unit": unit, "no": no, "row": "得分", "value": value, "reason": "现场核查", "by": "组", "date": "2026-12-25"}
        for no, value in given.items()
    ]
    file, result = tmp_path / "裁定.json", tmp_path / "结果.xlsx"
    file.write_text(json.dumps({"form": "bishan-2026", "decisions": decisions}, ensure_ascii=False), encoding="utf-8")
    ran = zht("score", GOOD, "--overlay", BANDS, "--decisions", file, "-o", result, "--format", "json")
    assert ran.code == 1
    found = [one for one in ran.assessment["findings"] if one["code"].startswith("ZHT-DECISION")]
    assert sorted((one["code"], one["indicator"]) for one in found) == [
        ("ZHT-DECISION-BAND", "11"),
        ("ZHT-DECISION-FIGURE", "6"),
        ("ZHT-DECISION-NORANGE", "5"),
    ]
    items = {item["no"]: item for item in ran.assessment["scorecards"][0]["indicators"]}
    assert {no: (items[no]["points"], items[no]["status"]) for no in given} == {
        "5": (3, "met"),
        "6": (2.7, "partial"),
        "11": (1.2, "for_person"),
    }
    assert items["6"]["explanation"].endswith("可给 2.4 至 2.85 分（分值的 80% 至 95%），按裁定给 2.7 分")
    assert ran.assessment["scorecards"][0]["interval"][0] == 94.9
    assert zht("verify", result, GOOD, "--overlay", BANDS).code == 0


def test_a_reading_that_moves_the_grade_says_so_everywhere(tmp_path: Path) -> None:
    result = tmp_path / "结果.xlsx"
    ran = zht("score", GOOD, "--overlay", BANDS, "--spread", "-o", result)
    assert "  no_register=zero 时等次变动：2026 不合格、2025 不合格\n" in ran.out
    moves = zht("score", GOOD, "--overlay", BANDS, "--spread", "--format", "json").assessment["spread"]["2026"]["moves"]
    told = {(move["reading"], move["option"]): move["grade"] for move in moves}
    assert told["no_register", "zero"] == "不合格"
    assert told["items29_30", "annual"] is None
    assert "| 0.00（不合格至优秀） |" in zht("score", GOOD, "--overlay", BANDS, "--spread", "--format", "markdown").out
    sheet = openpyxl.load_workbook(result)["口径与假设"]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert "按0计。等次变为“不合格”。" in cells
    assert any("现在的等次是“优秀”" in cell for cell in cells)
    plain = zht("score", GOOD, "--spread", "--format", "json").assessment["spread"]["2026"]["moves"]
    assert all("grade" not in move for move in plain)
