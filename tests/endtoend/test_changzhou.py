"""Changzhou from data to result: its samples filled, read back, checked, scored and explained by the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from endtoend.runner import codes, points, told, zht

SAMPLES = Path(__file__).parents[2] / "samples" / "changzhou"
NAMES = ("good", "mistakes", "mistakes-no-roster")
EXPERTS = tuple(SAMPLES / "experts" / f"专家{name}.json" for name in "甲乙丙")
REVIEW = tuple(part for file in EXPERTS for part in ("--experts", file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples as workbooks."""
    made = tmp_path_factory.mktemp("常州")
    for name in NAMES:
        assert zht("fill", "changzhou", SAMPLES / f"{name}.json", "-o", made / f"{name}.xlsx").code == 0
    return made


@pytest.fixture(scope="module")
def assessment(folder: Path) -> dict[str, Any]:
    """Of the form with mistakes."""
    ran = zht("score", folder / "mistakes.xlsx", "--format", "json")
    assert ran.code == 1
    return ran.assessment


def data(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def item(assessment: dict[str, Any], no: str) -> dict[str, Any]:
    return next(one for one in assessment["scorecards"][0]["indicators"] if one["no"] == no)


def about(assessment: dict[str, Any], code: str) -> list[tuple[str | None, str | None]]:
    """Indicator and row of the findings of a code."""
    return [(one["indicator"], one.get("row")) for one in assessment["findings"] if one["code"] == code]


@pytest.mark.parametrize("name", NAMES)
def test_fill_and_read_are_inverse(name: str, folder: Path) -> None:
    assert json.loads(zht("read", folder / f"{name}.xlsx").out) == data(name)


def test_a_template_twice_is_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert zht("template", "changzhou", "-o", tmp_path / name).code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_filled_form_twice_is_the_same_to_the_byte(folder: Path, tmp_path: Path) -> None:
    assert zht("fill", "changzhou", SAMPLES / "good.json", "-o", tmp_path / "again.xlsx").code == 0
    assert (tmp_path / "again.xlsx").read_bytes() == (folder / "good.xlsx").read_bytes()


def test_the_blank_form_is_told_to_be_blank(tmp_path: Path) -> None:
    assert zht("template", "changzhou", "-o", tmp_path / "空.xlsx").code == 0
    ran = zht("validate", tmp_path / "空.xlsx", "--format", "json")
    assert (ran.code, codes(ran.assessment, "warning")) == (1, ["ZHT-FORM-EMPTY"])


class TestGood:
    """Forty subjects, everything met, some bonus; three experts and one decision."""

    def test_nothing_is_wrong_with_it(self, folder: Path) -> None:
        ran = zht("validate", folder / "good.xlsx", "--format", "json")
        assert (ran.code, codes(ran.assessment, "warning")) == (0, [])
        assert sorted(codes(ran.assessment)) == ["ZHT-ROW-SUPERSEDED"] * 3

    def test_its_points(self, folder: Path) -> None:
        """By hand: 1: 11.5÷3, 10: 10÷3, 13: 11.5÷3, 17: 11÷3, ★5: 10.5÷3; ★9: 1＋0.5; ★12: 2＋0.5; ★15: 2＋1."""
        ran = zht("score", folder / "good.xlsx", *REVIEW, "--format", "json")
        assert ran.code == 0
        assert points(ran.assessment) == {
            "1": 3.83, "2": 4, "3": 4, "4": 4, "5": 3.5, "6": 3, "7": 4, "8": 4, "9": 1.5, "10": 3.33, "11": 4,
            "12": 2.5, "13": 3.83, "14": 4, "15": 3, "16": 3, "17": 3.67,
        }  # fmt: skip
        (card,) = ran.assessment["scorecards"]
        assert (card["total"], card["base"], card["bonus"], card["complete"]) == (59.16, 48.66, 10.5, True)

    def test_without_experts_it_is_provisional(self, folder: Path) -> None:
        (card,) = zht("score", folder / "good.xlsx", "--format", "json").assessment["scorecards"]
        assert (card["total"], card["complete"]) == (37, False)

    def test_keys_tell_who_earned_what(self, folder: Path) -> None:
        assessment = zht("score", folder / "good.xlsx", "--format", "json").assessment
        assert item(assessment, "9")["keys"] == {"陈思语": 1, "吕梁类脑芯片团队": 0.5}
        assert item(assessment, "12")["keys"] == {"龙城智谷孵化器/孵化器": 2, "智谷创客空间/众创空间": 0.5}
        assert item(assessment, "15")["keys"] == {"常州铂睿机器人有限公司": 2, "江苏晶谷微电子有限公司": 1}

    def test_a_rejected_row_changes_the_count_and_says_so(self, folder: Path) -> None:
        (decision,) = json.loads((SAMPLES / "decisions.json").read_text(encoding="utf-8"))["decisions"]
        options = ("--decisions", SAMPLES / "decisions.json", "--format", "json")
        before = item(zht("score", folder / "good.xlsx", "--format", "json").assessment, "14")
        assessment = zht("score", folder / "good.xlsx", *options).assessment
        after = item(assessment, "14")
        assert [one["verified"] for one in (before, after)] == [11, 10]
        assert (after["reported"], after["points"]) == (11, 4)
        assert about(assessment, "ZHT-DECISION-ROW") == [("14", decision["row"])]
        (note,) = (one for one in assessment["findings"] if one["code"] == "ZHT-DECISION-ROW")
        assert decision["reason"] in note["message"]

    @pytest.mark.parametrize(
        ("no", "words"),
        [
            ("2", ("31", "40", "75%", "指标说明（一）2", "partial_credit")),
            ("3", ("11", "20", "50%", "6", "25%", "指标说明（一）3", "item3", "sme_validity")),
            ("9", ("陈思语", "1", "吕梁类脑芯片团队", "0.5", "指标说明（三）9", "item9_team")),
            ("16", ("36600.5", "26310.5", "指标说明（六）16", "item16_range", "item16_parts")),
        ],
    )
    def test_explain_names_parts_rows_readings_and_clause(self, no: str, words: tuple[str, ...], folder: Path) -> None:
        ran = zht("explain", folder / "good.xlsx", no)
        assert ran.code == 0
        assert [word for word in words if word not in ran.out.replace(",", "")] == []

    def test_explain_shows_the_experts(self, folder: Path) -> None:
        out = zht("explain", folder / "good.xlsx", "13", *REVIEW).out
        assert "3 位专家评 4、3.5、4 分，平均 3.8333 分" in out.replace("\n", "")


class TestMistakes:
    """What applicants get wrong, each said with its own code; the rest is still assessed."""

    def test_points_that_experts_give(self, assessment: dict[str, Any]) -> None:
        assert [no for no, _ in about(assessment, "ZHT-EXPERT-INFORM")] == ["1", "5", "17"]
        assert [item(assessment, no)["points"] for no in ("1", "5", "17")] == [None, None, None]

    def test_certificates_out_of_date(self, assessment: dict[str, Any]) -> None:
        """Two of six 高企 expired, one 科小 of last year: 4÷20 and 10÷20, so item 3 gets nothing."""
        assert item(assessment, "3")["points"] == 0
        assert [
            (one["message"].split("：")[0].split("/")[1])
            for one in assessment["findings"]
            if one["code"] == "ZHT-ROW-NOTMET" and one["indicator"] == "3"
        ] == [
            "江苏云岫数据科技有限公司）不计入第3项",
            "常州硕本软件有限公司）不计入第3项",
            "江苏知微大数据服务有限公司）不计入第3项",
        ]

    def test_days_outside_the_project(self, assessment: dict[str, Any]) -> None:
        assert sorted(about(assessment, "ZHT-ROW-WINDOW")) == [
            ("12", "荆川创业园/孵化器/省级"),
            ("15", "江苏晶谷微电子有限公司/瞪羚"),
            ("9", "蒋文博/国家"),
        ]

    def test_one_talent_at_two_levels_counts_once(self, assessment: dict[str, Any]) -> None:
        keys = item(assessment, "9")["keys"]
        assert (keys["陈思语"], "蒋文博" in keys) == (1, False)
        assert ("9", "陈思语/省") in about(assessment, "ZHT-ROW-SUPERSEDED")

    def test_one_firm_twice_counts_once(self, assessment: dict[str, Any]) -> None:
        two = item(assessment, "2")
        assert (two["numerator"], two["denominator"], two["points"]) == (30, 40, 4)
        assert "ZHT-IDENTITY-CODE" in codes(assessment)
        assert [row for _, row in about(assessment, "ZHT-ROW-REPEATED")] == [
            "91320412MA3C70722U/常州铂睿机器人公司",
            "吴越区块链团队#2",
        ]

    def test_more_graduates_than_staff(self, assessment: dict[str, Any]) -> None:
        (found,) = (one for one in assessment["findings"] if one["code"] == "ZHT-REGISTER-ATMOST")
        assert (found["severity"], "常州元拓数字孪生科技有限公司" in found["message"]) == ("error", True)

    def test_a_claim_above_its_rows(self, assessment: dict[str, Any]) -> None:
        fourteen = item(assessment, "14")
        assert (fourteen["reported"], fourteen["verified"], fourteen["value"]) == (12, 10, 10)
        assert ("14", None) in about(assessment, "ZHT-ENTRY-DIFFERS")


class TestNoRoster:
    """A form without its roster and without the end of the project."""

    def test_claims_are_scored_and_the_windows_are_asked_for(self, folder: Path) -> None:
        ran = zht("score", folder / "mistakes-no-roster.xlsx", "--format", "json")
        assert ran.code == 1
        assessment = ran.assessment
        assert [no for no, _ in about(assessment, "ZHT-ENTRY-NOWINDOW")] == ["9", "12", "15"]
        assert [item(assessment, no)["status"] for no in ("9", "12", "15")] == ["not_computable"] * 3
        assert [item(assessment, no)["points"] for no in ("2", "3", "4", "6", "7", "8")] == [4, 4, None, 3, 4, 4]

    @pytest.mark.parametrize("verb", ["score", "explain"])
    def test_it_can_be_told_to_people(self, verb: str, folder: Path) -> None:
        ran = zht(verb, folder / "mistakes-no-roster.xlsx", *(["2"] if verb == "explain" else []))
        assert (ran.code, "2026-07-06" in ran.out) == (1, True)


@pytest.mark.office
def test_a_form_that_libreoffice_saved_scores_the_same(libreoffice: Callable[[Path, str], Path], folder: Path) -> None:
    for name in ("good", "mistakes"):
        ours = folder / f"{name}.xlsx"
        theirs = libreoffice(ours, "xlsx")
        first, again = (zht("score", file, *REVIEW, "--format", "json") for file in (ours, theirs))
        assert told(again.assessment) == told(first.assessment)
        assert sorted(codes(again.assessment)) == sorted(codes(first.assessment))
        assert json.loads(zht("read", theirs).out) == data(name)


def test_evidence_counts_the_rows_of_a_form_without_periods(folder: Path, tmp_path: Path) -> None:
    """Eleven financing cases count, and each names its contract."""
    there = tmp_path / "佐证"
    there.mkdir()
    ran = zht("evidence", folder / "good.xlsx", "--dir", there, "--format", "json")
    (cases,) = (one for one in json.loads(ran.out)["indicators"] if one["no"] == "14")
    assert [(one["rows"], one["rows_with_evidence"]) for one in cases["by_period"]] == [(11, 11)]


def test_remarks_below_a_list_are_no_subjects(folder: Path, tmp_path: Path) -> None:
    """填表人 and 注 two rows below the roster would make every denominator larger."""
    book = openpyxl.load_workbook(folder / "good.xlsx")
    sheet = book["台账_入驻主体"]
    last = max(cell.row for cell in sheet["B"] if cell.value)
    sheet.cell(last + 2, 1, "填表人：张三　联系电话：0519-85550000")
    sheet.cell(last + 3, 1, "注：以上为六月底的数据")
    book.save(tmp_path / "有说明.xlsx")
    ran = zht("score", tmp_path / "有说明.xlsx", "--format", "json")
    before = zht("score", folder / "good.xlsx", "--format", "json")
    assert [one["cell"] for one in ran.assessment["findings"] if one["code"] == "ZHT-REGISTER-REMARK"] == [
        f"A{last + 2}"
    ]
    assert [card["total"] for card in ran.assessment["scorecards"]] == [
        card["total"] for card in before.assessment["scorecards"]
    ]
