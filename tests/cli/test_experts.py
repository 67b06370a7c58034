"""Experts on the command line: their workbooks made, brought back, refused as submissions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import panel
from endtoend.odd_forms import sample
from endtoend.runner import codes, zht
from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.period import Form
from zhtcli.workflow.deciding import read_decisions
from zhtcli.workflow.experting import read_experts
from zhtcli.workflow.faults import Fault, UnreadableInput, UsageFault

SCORE = {"unit": panel.ONE, "no": "5", "expert": "张三", "score": 2.5, "reason": "两项"}
RULING = {"unit": panel.ONE, "no": "6", "value": 12, "reason": "合同", "by": "王五", "date": "2026-12-20"}


@pytest.fixture(autouse=True, scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        panel.ship(tmp_path_factory.mktemp("shipped"), patch)
        yield
    panel.forget()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sheet(folder: Path, name: str = "张三.xlsx", *, form: str = panel.FORM, **cells: Any) -> Path:
    """A workbook as an expert brings it back; `C3` is the name, keys that begin with 裁 are cells of 裁定."""
    assert zht("template", form, "--for", "expert", "-o", folder / name, "--force").code == 0
    book = openpyxl.load_workbook(folder / name)
    for at, value in cells.items():
        book["裁定" if at.startswith("裁") else "评分"][at.removeprefix("裁")] = value
    book.save(folder / name)
    return folder / name


def filled(folder: Path, name: str = "张三.xlsx", **cells: Any) -> Path:
    return sheet(folder, name, **{"C3": "张三", "B6": "甲", "C6": panel.ONE, "D6": 1.5, "E6": "不全", **cells})


def data(folder: Path, name: str = "评分.json", **told: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps({"form": panel.FORM, **told}, ensure_ascii=False), encoding="utf-8")
    return path


class TestTemplate:
    def test_the_default_name(self, here: Path) -> None:
        ran = zht("template", panel.FORM, "--for", "expert")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == f"已生成 {here / 'panel-2026-专家评分.xlsx'}\n"

    def test_units_come_from_a_list(self, here: Path) -> None:
        (here / "名单.csv").write_text(f"单位,信用代码,表单\n甲,{panel.ONE},\n乙,,bishan-2026\n", encoding="utf-8")
        ran = zht("template", panel.FORM, "--for", "expert", "--units", "名单.csv", "-o", "表.xlsx")
        assert ran.code == 0
        assert ran.err == "名单.csv：第3行的表单是“bishan-2026”，没有列入“panel-2026”。\n"
        listed = openpyxl.load_workbook(here / "表.xlsx")["评分"]
        assert [listed.cell(row, 2).value for row in (6, 7)] == ["甲", None]

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            (["--for", "judge"], "--for 的值「judge」不在可选之列，可写 expert。用法见 zht template --help。\n"),
            (["--units", "名单.csv"], "--units 要与 --for expert 一起用。\n"),
            (["--for", "expert", "--from", "a.xlsx"], "专家评分表不带入以前各期的数，--from 不能与 --for 一起用。\n"),
        ],
    )
    def test_options_that_do_not_go_together(self, here: Path, options: list[str], sentence: str) -> None:
        ran = zht("template", panel.FORM, *options)
        assert (ran.code, ran.err, list(here.iterdir())) == (2, sentence, [])

    def test_a_list_is_never_overwritten(self, here: Path) -> None:
        (here / "名单.csv").write_text("单位,区县\n甲,乙\n", encoding="utf-8")
        options = ("--for", "expert", "--units", "名单.csv", "-o", "名单.csv", "--force")
        assert zht("template", panel.FORM, *options).code == 5


class TestNoSubmission:
    def test_it_is_refused_with_a_sentence(self, tmp_path: Path) -> None:
        for path in (sheet(tmp_path), sheet(tmp_path, "璧山.xlsx", form="bishan-2026")):
            ran = zht("score", path, "--format", "json")
            assert (ran.code, codes(ran.assessment)) == (3, ["ZHT-FORM-EXPERT"])
            assert ran.assessment["findings"][0]["message"] == "这是专家评分表，不是填报件。"

    def test_it_is_known_without_its_identity(self, tmp_path: Path) -> None:
        path = filled(tmp_path)
        book = openpyxl.load_workbook(path)
        book.remove(book["_zht"])
        bare = openpyxl.Workbook()
        assert bare.active is not None
        for row in book["评分"].iter_rows():
            for cell in row:
                bare.active[cell.coordinate] = cell.value
        bare.save(path)
        assert codes(zht("validate", path, "--format", "json").assessment) == ["ZHT-FORM-EXPERT"]
        assert len(read_experts([path])) == 1

    def test_a_folder_scan_passes_it_over(self, here: Path) -> None:
        sheet(here)
        (here / "填报件.xlsx").write_bytes(sample("good-2026"))
        ran = zht("validate", "--format", "json")
        assert [one["file"] for one in ran.json["assessments"]] == ["填报件.xlsx"]
        assert ran.err == "略过 张三.xlsx：这是专家评分表，不是填报件。\n"


class TestScores:
    def test_workbooks_and_data_together(self, tmp_path: Path) -> None:
        paths = [filled(tmp_path), data(tmp_path, expert_scores=[SCORE])]
        assert read_experts(paths) == (
            ExpertScore(
                unit=panel.ONE,
                no="1",
                expert="张三",
                score=Fraction(3, 2),
                reason="不全",
                place="评分!D6",
                file="张三.xlsx",
            ),
            ExpertScore(
                unit=panel.ONE,
                no="5",
                expert="张三",
                score=Fraction(5, 2),
                reason="两项",
                place="第1条评分",
                file=str(tmp_path / "评分.json"),
            ),
        )

    def test_every_assessing_verb_takes_them(self, tmp_path: Path) -> None:
        form = tmp_path / "填报件.xlsx"
        form.write_bytes(sample("good-2026"))
        marks = data(tmp_path, expert_scores=[SCORE])
        for verb in (["validate", form], ["score", form], ["explain", form, "5"], ["progress", form]):
            assert zht(*verb, "--experts", marks).code == 0
            assert zht(*verb, "--experts", tmp_path / "无.xlsx").code == 3

    def test_nothing_given_is_said(self, tmp_path: Path) -> None:
        said: list[str] = []
        assert read_experts([sheet(tmp_path)], say=said.append) == ()
        assert said == ["张三.xlsx 里没有得分。"]

    def test_an_item_without_its_column_is_said(self, tmp_path: Path) -> None:
        path = filled(tmp_path)
        book = openpyxl.load_workbook(path)
        book["评分"].delete_cols(6, 2)
        book.save(path)
        said: list[str] = []
        assert [one.no for one in read_experts([path], say=said.append)] == ["1"]
        assert said == ["张三.xlsx 的“评分”页没有第5项的得分列。"]

    @pytest.mark.parametrize(
        ("cells", "sentence"),
        [
            ({"C3": None}, "{path} 的“评分”页没有写专家姓名。"),
            ({"D6": "回避"}, "{path}：评分!D6 的“回避”不是得分（不是数字）；请写数，不评或回避的留空。"),
            ({"F5": "第6项"}, "{path}：评分!F5 的第6项不由专家评分；由专家评分的有第1、5项。"),
        ],
    )
    def test_a_sheet_that_cannot_be_used(self, tmp_path: Path, cells: dict[str, Any], sentence: str) -> None:
        path = filled(tmp_path, **cells)
        with pytest.raises(UsageFault) as fault:
            read_experts([path])
        assert fault.value.sentence == sentence.format(path=path)

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({}, "{path} 里没有 expert_scores 列表。"),
            ({"expert_scores": [{**SCORE, "score": "3"}]}, "{path} 第1条评分的 score 应是数。"),
            ({"expert_scores": [{**SCORE, "score": True}]}, "{path} 第1条评分的 score 应是数。"),
            ({"expert_scores": [{**SCORE, "expert": " "}]}, "{path} 第1条评分没有写专家姓名（expert）。"),
            (
                {"expert_scores": [{**SCORE, "points": 1}]},
                "{path} 第1条评分里有不认识的“points”；可写 unit、no、expert、score、reason。",
            ),
            ({"expert_scores": [{**SCORE, "no": "6"}]}, "{path} 第1条评分：“panel-2026”的第6项不由专家评分。"),
            (
                {"expert_scores": [SCORE], "form": None},
                "{path} 没有写明是哪种表的评分；请用 --regime 指明，例如 --regime bishan-2026。",
            ),
            (
                {"expert_scores": [SCORE, SCORE]},
                "专家“张三”给“" + panel.ONE + "”第5项评了两次（{path} 第1条评分，{path} 第2条评分）；"
                "请只留一次，同名的专家请在姓名后加注单位。",
            ),
        ],
    )
    def test_data_that_cannot_be_used(self, tmp_path: Path, told: dict[str, Any], sentence: str) -> None:
        path = data(tmp_path, **told)
        with pytest.raises(UsageFault) as fault:
            read_experts([path])
        assert fault.value.sentence == sentence.format(path=path)

    def test_one_form_at_a_time(self, tmp_path: Path) -> None:
        one, other = filled(tmp_path), data(tmp_path, form="panel-2025", expert_scores=[SCORE])
        for paths, wanted, sentence in (
            ([one, other], None, f"{one} 是“panel-2026”的评分，{other} 是“panel-2025”的，不能放在一起。"),
            ([one], Form("bishan", None), f"{one} 是“panel-2026”的，与指定的“bishan”不符。"),
        ):
            with pytest.raises(UsageFault) as fault:
                read_experts(paths, wanted)
            assert fault.value.sentence == sentence
        assert len(read_experts([one], Form("panel", None))) == 1

    def test_what_is_neither(self, tmp_path: Path) -> None:
        form, text = tmp_path / "填报件.xlsx", tmp_path / "评分.txt"
        form.write_bytes(sample("good-2026"))
        text.write_text("张三：3分", encoding="utf-8")
        for path, reader in ((form, read_experts), (text, read_experts)):
            with pytest.raises(UnreadableInput):
                reader([path])
        with pytest.raises(UnreadableInput) as fault:
            read_experts([form])
        assert fault.value.sentence == f"{form} 不是专家评分表；请用 zht template FORM --for expert 生成的表评分。"
        with pytest.raises(UsageFault) as refused:
            read_experts([sheet(tmp_path, "璧山.xlsx", form="bishan-2026")])
        assert refused.value.sentence.endswith("里没有“评分”页，没有得分可用；裁定请用 --decisions。")


class TestDecisions:
    EXPECTED = Decision(unit=panel.ONE, no="6", value=Fraction(12), reason="合同", by="王五", date="2026-12-20")

    def test_data_and_workbook_say_the_same(self, tmp_path: Path) -> None:
        cells: dict[str, Any] = {
            "裁A5": panel.ONE,
            "裁B5": 6,
            "裁E5": 12,
            "裁F5": "合同",
            "裁G5": "王五",
            "裁H5": "2026-12-20",
        }
        for path in (data(tmp_path, decisions=[RULING]), filled(tmp_path, **cells)):
            assert read_decisions(path) == (self.EXPECTED,)

    def test_a_workbook_gives_each_its_own(self, tmp_path: Path) -> None:
        """Points are no decisions, and decisions are no points."""
        said: list[str] = []
        assert read_decisions(filled(tmp_path), say=said.append) == ()
        assert said == ["张三.xlsx 里没有裁定。"]

    def test_they_reach_the_score(self, tmp_path: Path) -> None:
        form = tmp_path / "填报件.xlsx"
        form.write_bytes(sample("good-2026"))
        cells = {"裁B5": 6, "裁E5": 1, "裁F5": "合同不符", "裁G5": "王五", "裁H5": "2026-12-20"}
        unit = zht("validate", form, "--format", "json").assessment["unit"]["uscc"]
        ruling = sheet(tmp_path, "裁定.xlsx", form="bishan-2026", 裁A5=unit, **cells)
        ran = zht("score", form, "--decisions", ruling, "--format", "json")
        six = next(one for one in ran.assessment["scorecards"][0]["indicators"] if one["no"] == "6")
        assert (six["decided"], six["value_source"]) == (1, "decided")
        assert "ZHT-DECISION-FIGURE" in codes(ran.assessment)

    @pytest.mark.parametrize(
        ("told", "code", "sentence"),
        [
            ({"decisions": {}}, 2, "{path} 里没有 decisions 列表。"),
            ({"decisions": [RULING], "form": "bishan-2026"}, 2, "{path} 是“bishan-2026”的，与指定的“panel”不符。"),
            ({"decisions": [{**RULING, "value": "是"}]}, 2, None),
            ({"decisions": [RULING], "form": "nowhere-2026"}, 4, None),
        ],
    )
    def test_data_that_cannot_be_used(
        self, tmp_path: Path, told: dict[str, Any], code: int, sentence: str | None
    ) -> None:
        path = data(tmp_path, **told)
        with pytest.raises(Fault) as fault:
            read_decisions(path, Form("panel", None))
        assert fault.value.exit_code == code
        assert sentence is None or fault.value.sentence == sentence.format(path=path)

    def test_a_form_has_no_decisions(self, tmp_path: Path) -> None:
        form = tmp_path / "填报件.xlsx"
        form.write_bytes(sample("good-2026"))
        with pytest.raises(UnreadableInput) as fault:
            read_decisions(form)
        assert fault.value.sentence == f"{form} 里没有“裁定”页；请用 zht template FORM --for expert 生成的表写裁定。"
