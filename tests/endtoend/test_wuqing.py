"""Wuqing's recognition and subsidies from the command line: forms filled, verdicts and money told, to the clause."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openpyxl import load_workbook

from endtoend.runner import zht
from zhtcli.report.json.assessment import assessment_schema

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "wuqing"
MEDICINE, MATERIALS = "武清区生物医药产业五大创新功能平台", "武清区新材料产业五大创新功能平台"


def scored(path: Path, *options: str) -> dict[str, Any]:
    ran = zht("score", path, "--format", "json", *options)
    assert ran.code in (0, 1), ran.err
    jsonschema.validate(json.loads(ran.out), json.loads(assessment_schema()), jsonschema.Draft202012Validator)
    one: dict[str, Any] = ran.json["assessments"][0]
    return one


@pytest.fixture(scope="module")
def grants() -> dict[str, Any]:
    return {grant["id"]: grant for grant in scored(SAMPLES / "subsidy-2026.xlsx")["grants"]}


def test_support_is_capped_and_halved(grants: dict[str, Any]) -> None:
    """1200 + 466.67 = 1666.67万 (land is none of it) × 30 % = 500.001万, at most 500万; both halves have come due."""
    first = grants[f"supply/{MEDICINE}"]
    assert (first["asked"], first["recognised"], first["computed"]) == (19_666_700, 16_666_700, 5_000_010)
    assert [(cut["stage"], cut["amount"]) for cut in first["cuts"]] == [("base", 3_000_000), ("cap", 10)]
    assert [(part["amount"], part["state"]) for part in first["instalments"]] == [(2_500_000, "due")] * 2
    assert grants[f"supply/{MEDICINE}/2026"]["amount"] == 0, "the cumulative cap leaves nothing for new investment"


def test_other_costs_and_a_failed_first_assessment(grants: dict[str, Any]) -> None:
    """Other costs count up to 3/97 of 970万 = 30万 of 60万; the second half waits for the first 合格."""
    second = grants[f"supply/{MATERIALS}"]
    assert (second["recognised"], second["amount"]) == (10_000_000, 3_000_000)
    assert [(part["amount"], part["state"]) for part in second["instalments"]] == [
        (1_500_000, "due"),
        (1_500_000, "pending"),
    ]


def test_claims_stop_at_the_yearly_cap_and_wait_for_landing(grants: dict[str, Any]) -> None:
    """80 % of 80万 is 64万; of 50万 it is 40万, and 36万 are left under 100万. The project has not landed."""
    one, two, three = (grants[f"2026-00{no}"] for no in (1, 2, 3))
    assert [(claim["amount"], claim["state"]) for claim in (one, two)] == [(640_000, "due"), (360_000, "due")]
    assert [(cut["amount"], cut["clause"]) for cut in two["cuts"]] == [(40_000, "六（二）2")]
    assert (three["state"], three["interval"]) == ("pending", [0, 96_000])


def test_readings_move_the_money() -> None:
    told = scored(
        SAMPLES / "subsidy-2026.xlsx", "--reading", "other_costs=reject_all", "--reading", "first_failed=forfeited"
    )
    grants = {grant["id"]: grant for grant in told["grants"]}
    assert grants[f"supply/{MATERIALS}"]["recognised"] == 9_700_000
    assert grants[f"supply/{MATERIALS}"]["instalments"][1]["state"] == "lapsed"


def test_the_spread_says_what_a_reading_alone_gives() -> None:
    spread = scored(SAMPLES / "subsidy-2026.xlsx", "--spread")["spread"]["grants"]
    moved = {(move["reading"], move["option"]): move["total"] for move in spread["moves"]}
    assert moved["cap_500", "initial"] == 9_096_000 + 360_000, "the cap of the first support leaves follow-up alone"
    assert spread["low"] < 9_096_000 < spread["high"]


def test_recognition_concludes_what_the_text_lets_a_rule_conclude() -> None:
    told = scored(SAMPLES / "recognition.xlsx")
    whole = {verdict["event"]: verdict["outcome"] for verdict in told["verdicts"] if verdict["overall"]}
    assert list(whole.values()) == ["met", "for_person"], "what experts judge is left to them"
    assert told["figures"]["intensity_ratio_of_sums"] == pytest.approx(110 / 3500 * 100)
    assert told["figures"]["intensity_mean_of_ratios"] == pytest.approx((2 + 2.5 + 8) / 3)


@pytest.mark.parametrize(
    ("sample", "sheet", "cell", "value"),
    [("subsidy-2026", "补助核定", "M3", 5_000_000), ("recognition", "条件结论", "F5", "符合")],
)
def test_the_result_workbook_is_written_and_named(
    sample: str, sheet: str, cell: str, value: object, tmp_path: Path
) -> None:
    target = tmp_path / "结果.xlsx"
    ran = zht("score", SAMPLES / f"{sample}.xlsx", "-o", target, "--spread")
    assert ran.code == 0, ran.err
    assert f"结果工作簿：{target}" in ran.out
    assert load_workbook(target, data_only=True)[sheet][cell].value == value


def test_a_result_is_no_form(tmp_path: Path) -> None:
    zht("score", SAMPLES / "subsidy-2026.xlsx", "-o", tmp_path / "结果.xlsx")
    again = zht("score", tmp_path / "结果.xlsx")
    assert again.code == 3
    assert "ZHT-FORM-RESULT" in again.out


@pytest.mark.parametrize("form", ["wuqing-subsidy-2026", "bishan-2026"])
def test_a_stopped_form_has_a_result_that_says_why(form: str, tmp_path: Path) -> None:
    zht("template", form, "-o", tmp_path / "空表.xlsx")
    ran = zht("score", tmp_path / "空表.xlsx", "-o", tmp_path / "结果.xlsx")
    assert ran.code == 1
    sheet = load_workbook(tmp_path / "结果.xlsx")["总览"]
    assert any("交来的是空表" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_the_annual_result_is_cited_and_nothing_is_chosen() -> None:
    told = scored(SAMPLES / "annual-2026.xlsx")
    (annual,) = told["verdicts"]
    assert (annual["id"], annual["event"], annual["outcome"], annual["by"]) == ("annual", "annual", "合格", "person")
    assert annual["consequence"] == "由区科技局根据考核结果决定整改、撤销或后续支持等重大事项"
    assert (annual["clause"], annual["cells"]) == ("五（二）2", ["考核意见和结论!C14", "考核意见和结论!C15"])
    assert told["figures"] == {"quarterly_reports": 4}
    assert told["findings"] == []


def test_the_annual_form_leads_to_the_subsidy() -> None:
    out = zht("score", SAMPLES / "annual-2026.xlsx").out
    assert "季度报备：4 次，共 4 次" in out
    assert "下一步：第二笔补贴和后续支持在 wuqing-subsidy-2026 里核算" in out


def annual(folder: Path, **changed: Any) -> dict[str, Any]:
    data = json.loads((SAMPLES / "annual-2026.json").read_text(encoding="utf-8"))
    data["fields"] |= changed
    source = folder / "annual.json"
    source.write_text(json.dumps(data), encoding="utf-8")
    assert zht("fill", "wuqing-annual-2026", source, "-o", folder / "annual.xlsx").code == 0
    return scored(folder / "annual.xlsx")


def test_quarters_out_of_order_and_services_that_do_not_add_up(tmp_path: Path) -> None:
    told = annual(tmp_path, quarterly2="2026-10-08", service_count=131, service_satisfaction=101)
    found = {(one["code"], one["severity"], one["field"]) for one in told["findings"]}
    assert found == {
        ("ZHT-DATE-DISORDER", "error", "quarterly3"),
        ("ZHT-EVENT-QUARTERLATE", "warning", "quarterly2"),
        ("ZHT-FIELD-SUM", "warning", "service_count"),
        ("ZHT-ENTRY-OVER100", "error", "service_satisfaction"),
    }


def test_the_trial_is_dated_where_its_first_day_is_told(tmp_path: Path) -> None:
    assert scored(SAMPLES / "annual-2026.xlsx")["dates"] == {}
    assert annual(tmp_path, published_on="2025-06-01")["dates"] == {"valid_through": "2026-05-31"}
