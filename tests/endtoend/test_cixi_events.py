"""Cixi's results of assessments from the command line: codes in the JSON, labels in the workbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from endtoend.runner import zht

FORM, SHEET = "cixi-complex-2027", "台账_考核评价结果"
CODES = {
    "annual": "年度考核验收",
    "upper_annual": "上级年度绩效评价",
    "period_end": "期满绩效评估",
    "upper_period_end": "上级建设期满考核",
    "midterm": "中期绩效评价",
    "final": "期末（期满）考核验收",
}
PASSED = {"year": 2025, "date": "2026-01-20", "kind": "annual", "grade": "合格"}
POOR = {"year": 2026, "date": "2027-03-20", "kind": "upper_annual", "grade": "差"}


def filled(folder: Path, *events: dict[str, Any], **cover: Any) -> Path:
    fields = {"unit": "慈溪市某镇人民政府", "level": "宁波市级", "cycle_start": "2025-03-01", **cover}
    data = folder / "data.json"
    data.write_text(json.dumps({"form": FORM, "fields": fields, "registers": {"events": events}}), encoding="utf-8")
    ran = zht("fill", FORM, data, "-o", folder / "form.xlsx")
    assert ran.code == 0, ran.err
    return folder / "form.xlsx"


def kinds(file: Path) -> list[Any]:
    sheet = openpyxl.load_workbook(file)[SHEET]
    column = next(cell.column for cell in sheet[4] if cell.value == "＊考核种类")
    return [sheet.cell(row, column).value for row in (5, 6)]


def test_codes_become_labels_and_come_back(tmp_path: Path) -> None:
    file = filled(tmp_path, PASSED, {**POOR, "kind": CODES["upper_annual"]})
    assert kinds(file) == [CODES["annual"], CODES["upper_annual"]]
    assert json.loads(zht("read", file).out)["registers"]["events"] == [PASSED, POOR]


def test_the_workbook_offers_the_labels(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled(tmp_path, PASSED))
    lists = {rule.formula1 for rule in book[SHEET].data_validations.dataValidation if rule.type == "list"}
    (name,) = (one for one in lists if "events_kind" in one)
    sheet, cells = next(book.defined_names[name.lstrip("=")].destinations)
    assert [row[0].value for row in book[sheet][cells]] == list(CODES.values())


def test_a_code_typed_into_the_cell_is_understood(tmp_path: Path) -> None:
    file = filled(tmp_path, PASSED, POOR)
    book = openpyxl.load_workbook(file)
    for row in book[SHEET].iter_rows(min_row=5, max_row=6):
        for cell in row:
            cell.value = next((code for code, label in CODES.items() if label == cell.value), cell.value)
    book.save(file)
    assert kinds(file) == ["annual", "upper_annual"]
    assert json.loads(zht("read", file).out)["registers"]["events"] == [PASSED, POOR]


def test_an_unknown_kind_is_told_and_has_no_verdict(tmp_path: Path) -> None:
    told = zht("score", filled(tmp_path, {**PASSED, "kind": "抽查"}), "--format", "json").assessment
    assert [one["raw"] for one in told["findings"] if one["code"] == "ZHT-CELL-CHOICE"] == ["抽查"]
    assert "抽查" not in json.dumps(told["verdicts"], ensure_ascii=False)


def test_show_lists_codes_and_labels() -> None:
    told = json.loads(zht("show", FORM, "--format", "json").out)
    (events,) = (one for one in told["registers"] if one["key"] == "events")
    (kind,) = (one for one in events["columns"] if one["key"] == "kind")
    assert kind["codes"] == CODES
    assert kind["choices"] == list(CODES.values())
    assert [one["id"] for one in told["assessments"]] == ["annual", "upper_annual", "period_end", "upper_period_end"]


def test_a_verdict_cites_what_follows(tmp_path: Path) -> None:
    told = zht("score", filled(tmp_path, PASSED, POOR), "--format", "json").assessment
    verdicts = {one["id"]: one for one in told["verdicts"]}
    poor = verdicts["upper_annual-2026"]
    assert (poor["event"], poor["outcome"], poor["by"], poor["used"]) == ("upper_annual", "差", "person", True)
    assert poor["consequence"] == "提前取消建设单位与依托单位资格，另行授权委托"
    assert (poor["clause"], poor["dates"]) == ("第八条第二款", {"held": "2027-03-20"})
    assert poor["cells"] == [f"{SHEET}!{cell}6" for cell in "CDAB"]
    whole = verdicts["qualification"]
    assert (whole["outcome"], whole["overall"], whole["clause"]) == ("提前取消", True, "第八条第二款")


def test_awaited_assessments_are_told_as_text(tmp_path: Path) -> None:
    out = zht("score", filled(tmp_path, PASSED), "--as-of", "2027-12-31").out
    assert ["2026", "年度考核验收", "还没有结果", "第八条第一款"] in [line.split() for line in out.splitlines()]
    assert "期满绩效评估：2030-02-28 届满。" in out


@pytest.mark.parametrize("form", ["cixi-consortium-2026", "cixi-center-2026", "wuqing-annual-2026"])
def test_templates_are_written_and_read_empty(form: str, tmp_path: Path) -> None:
    assert zht("template", form, "-o", tmp_path / "blank.xlsx").code == 0
    assert json.loads(zht("read", tmp_path / "blank.xlsx").out)["form"] == form
