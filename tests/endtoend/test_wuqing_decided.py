"""Wuqing explained and decided from the command line: conditions, amounts, reviewers' decisions, tables."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from endtoend.runner import zht

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "wuqing"
RECOGNITION, SUBSIDY = SAMPLES / "recognition.xlsx", SAMPLES / "subsidy-2026.xlsx"
APPLICANT, BUREAU = "91120114MA0WQ1A04J", "天津市武清区科学技术局"
MEDICINE, MATERIALS = "武清区生物医药产业五大创新功能平台", "武清区新材料产业五大创新功能平台"


def decisions(path: Path, form: str, *told: dict[str, Any]) -> Path:
    some = [{"reason": "经核实", "by": "张三", "date": "2026-12-20", **one} for one in told]
    path.write_text(json.dumps({"form": form, "decisions": some}), encoding="utf-8")
    return path


def filled(tmp_path: Path, sample: str, form: str, **fields: Any) -> Path:
    data = json.loads((SAMPLES / sample).read_text(encoding="utf-8"))
    data["fields"].update(fields)
    told, book = tmp_path / "told.json", tmp_path / "filled.xlsx"
    told.write_text(json.dumps(data), encoding="utf-8")
    assert zht("fill", form, told, "-o", book).code == 0
    return book


@pytest.mark.parametrize("no", ["intensity", "近三年平均研发投入强度"])
def test_a_condition_is_explained_to_the_formula(no: str) -> None:
    ran = zht("explain", RECOGNITION, no)
    assert ran.code == 0
    for line in (
        "近三年平均研发投入强度（intensity）",
        "原文要求：一般不低于3%",
        "逐年平均：（2% + 2.5% + 8%）÷ 3 = 4.17%",
        "各年合计：110 ÷ 3500 × 100% = 3.14%",
        "intensity=mean_of_ratios",
    ):
        assert line in ran.out


def test_what_another_option_of_a_reading_gives_is_told(tmp_path: Path) -> None:
    book = filled(tmp_path, "recognition.json", "wuqing-recognition", area=700)
    out = zht("explain", book, "area").out
    assert "结论：由人决定" in out
    assert "换用 hard 按不符合处理：不符合" in out
    whole = zht("explain", book, "认定").out
    assert "换用 hard 按不符合处理：不符合" in whole
    assert "公共服务面积（area）：由人决定" in whole


def test_a_claim_is_explained_to_its_cut() -> None:
    out = "".join(zht("explain", SUBSIDY, "2026-002").out.split())
    assert "按80%计算得400,000.00元（六（一）2）" in out
    assert "2026年的补贴累计已到100万元，减40,000.00元（六（二）2）" in out


def test_support_is_explained_with_what_other_readings_give() -> None:
    out = "".join(zht("explain", SUBSIDY, f"supply/{MEDICINE}/2026").out.split())
    assert "cap_500=cumulative" in out
    assert "换用initial只管首次补贴，后续支持不设上限：360,000.00元" in out
    assert "换用reject_all" not in out, "it changes nothing here"


def test_a_platform_stands_for_all_that_it_is_paid() -> None:
    out = zht("explain", SUBSIDY, MEDICINE).out
    assert [line for line in out.splitlines() if line.startswith(("平台建设", "新增投资", "平台使用"))] == [
        f"平台建设首次补贴（supply/{MEDICINE}）",
        f"新增投资后续支持（supply/{MEDICINE}/2026）",
        "平台使用补贴（2026-001）",
    ]


@pytest.mark.parametrize(("sample", "named"), [(RECOGNITION, "intensity"), (SUBSIDY, "2026-001")])
def test_what_cannot_be_explained_is_refused_with_what_can(sample: Path, named: str) -> None:
    ran = zht("explain", sample, "99")
    assert (ran.code, ran.out) == (2, "")
    assert "没有“99”可以说明" in ran.err
    assert named in ran.err


def test_the_json_is_that_of_the_whole_form() -> None:
    assert len(zht("explain", SUBSIDY, "2026-002", "--format", "json").assessment["grants"]) == 6


def test_decisions_reach_text_json_and_explain(tmp_path: Path) -> None:
    told = decisions(
        tmp_path / "d.json",
        "wuqing-subsidy-2026",
        {"unit": BUREAU, "no": "2026-001", "value": 500000},
        {"unit": BUREAU, "no": "2026-003", "value": False},
    )
    one = zht("score", SUBSIDY, "--decisions", told, "--format", "json").assessment
    grants = {grant["id"]: grant for grant in one["grants"]}
    assert [grants[f"2026-00{no}"]["amount"] for no in (1, 2, 3)] == [500_000, 400_000, 0]
    assert grants["2026-001"]["by"] == "person"
    assert grants["2026-001"]["decision"] == {
        "value": 500_000, "reason": "经核实", "by": "张三", "date": "2026-12-20", "by_rule": "due",
    }  # fmt: skip
    assert grants["2026-003"]["state"] == "refused"
    assert (grants["2026-002"]["by"], grants["2026-002"]["decision"]) == ("rule", None)
    assert "经核实（张三，2026-12-20）" in zht("score", SUBSIDY, "--decisions", told).out
    assert "没有裁定时：待条件满足" in zht("explain", SUBSIDY, "2026-003", "--decisions", told).out


def test_the_expert_workbook_rules_on_conditions(tmp_path: Path) -> None:
    book = tmp_path / "裁定.xlsx"
    assert zht("template", "wuqing-recognition", "--for", "expert", "-o", book).code == 0
    opened = openpyxl.load_workbook(book)
    sheet = opened["裁定"]
    for row, (no, value) in enumerate((("细分领域和建设基础", "是"), ("mechanism", "否")), 5):
        for column, text in enumerate((APPLICANT, no, value, "经评审", "李四", "2026-06-01"), 1):
            sheet.cell(row, column, text)
    opened.save(book)
    one = zht("score", RECOGNITION, "--decisions", book, "--format", "json").assessment
    verdicts = {verdict["id"]: verdict for verdict in one["verdicts"]}
    assert (verdicts["position"]["outcome"], verdicts["mechanism"]["outcome"]) == ("met", "not_met")
    assert verdicts["mechanism"]["decision"]["by_rule"] == "for_person"
    assert verdicts["recognition"]["outcome"] == "not_met"
    assert [f["code"] for f in one["findings"]] == ["ZHT-DECISION-CONDITION"] * 2


def test_the_expert_workbook_rules_on_grants(tmp_path: Path) -> None:
    book = tmp_path / "裁定.xlsx"
    assert zht("template", "wuqing-subsidy-2026", "--for", "expert", "-o", book).code == 0
    opened = openpyxl.load_workbook(book)
    for column, text in enumerate((BUREAU, "2026-001", 500000.5, "经评审", "李四", "2026-12-01"), 1):
        opened["裁定"].cell(5, column, text)
    opened.save(book)
    one = zht("score", SUBSIDY, "--decisions", book, "--format", "json").assessment
    assert {g["id"]: g["amount"] for g in one["grants"]}["2026-001"] == 500000.5


def test_the_next_step_and_what_is_missing_for_it(tmp_path: Path) -> None:
    steps = {"step_applied": "2026-05-02", "step_recommended": "2026-05-05", "step_filed": "2026-05-06"}
    book = filled(tmp_path, "recognition.json", "wuqing-recognition", area=700, **steps)
    one = zht("score", book, "--format", "json").assessment
    assert one["procedure"]["awaits"] == {
        "step": "reviewed",
        "state": "已评审",
        "field": "step_reviewed",
        "missing": ["公共服务面积：由人决定", "填写“评审日期”"],
    }
    for verb in ("score", "validate"):
        out = zht(verb, book).out
        assert "办理进度：已入库备案；下一个环节办完后是“已评审”" in out
        assert "还差：公共服务面积：由人决定；填写“评审日期”。" in out


def tables(text: str) -> list[list[dict[str, str]]]:
    return [list(csv.DictReader(io.StringIO(part))) for part in text.removeprefix("\ufeff").split("\n\n")]


def test_each_kind_has_its_table(tmp_path: Path) -> None:
    verdicts, grants = tables(zht("score", RECOGNITION, SUBSIDY, "--format", "csv").out)
    assert len(verdicts) == 26
    assert {row["编号"]: row["结论"] for row in verdicts}["recognition"] == "由人决定"
    by_id = {row["编号"]: row for row in grants}
    assert (by_id["2026-002"]["计算金额"], by_id["2026-002"]["金额"]) == ("400000.00", "360000.00")
    assert by_id[f"supply/{MATERIALS}"]["现在应拨付"] == "1500000.00"
    out = zht("score", RECOGNITION, SUBSIDY, "--format", "markdown").out
    assert "| 2026-002 | 平台使用补贴 | 天津杏林制药有限公司 |" in out
    assert "| 认定 | area | 公共服务面积 | 符合 |" in out


def test_a_persons_number_is_hidden_where_a_person_is_paid(tmp_path: Path) -> None:
    number = "11010519491231002X"
    data = json.loads((SAMPLES / "subsidy-2026.json").read_text(encoding="utf-8"))
    data["registers"]["claims"][2] |= {"kind": "人才", "enterprise": f"王某{number}", "uscc": number}
    told, book = tmp_path / "told.json", tmp_path / "filled.xlsx"
    told.write_text(json.dumps(data), encoding="utf-8")
    assert zht("fill", "wuqing-subsidy-2026", told, "-o", book).code == 0
    for arguments in (
        ["score", book], ["score", book, "--format", "json"], ["score", book, "--format", "csv"],
        ["score", book, "--format", "markdown"], ["explain", book, "2026-003"],
    ):  # fmt: skip
        ran = zht(*arguments)
        assert "王某" in ran.out
        assert number not in ran.out


def test_no_verb_sends_to_another_that_has_nothing() -> None:
    ran = zht("progress", RECOGNITION, SUBSIDY)
    assert "“wuqing-recognition”没有指标，没有进度可列；结论和补助看 zht score。" in ran.out
    assert "“wuqing-subsidy-2026”没有指标" in ran.out


def test_an_industry_outside_the_lists_warns_and_stays(tmp_path: Path) -> None:
    data = json.loads((SAMPLES / "subsidy-2026.json").read_text(encoding="utf-8"))
    data["registers"]["platforms"][1]["industry"] = "航空航天"
    told, book = tmp_path / "told.json", tmp_path / "filled.xlsx"
    told.write_text(json.dumps(data), encoding="utf-8")
    assert zht("fill", "wuqing-subsidy-2026", told, "-o", book).code == 0
    one = zht("validate", book, "--format", "json").assessment
    assert ("ZHT-GRANT-INDUSTRY", "warning") in {(f["code"], f["severity"]) for f in one["findings"]}
    assert not [f for f in one["findings"] if f["severity"] == "error"]
    limits = openpyxl.load_workbook(book)["台账_平台清单"].data_validations.dataValidation
    assert [(str(limit.sqref)[:3], limit.errorStyle) for limit in limits if limit.type == "list"] == [
        ("C5:", "warning")
    ]
