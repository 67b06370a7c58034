"""The JSON and the schema that ships with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_reports import DEFINITION, HOSTILE, TREE, USCC, bishan, good, hostile, mixed, refused

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Attendance
from zhtcli.core.catalogue.entries import ABSURD
from zhtcli.core.period import Form
from zhtcli.core.rules.resolve import resolve
from zhtcli.definitions.load import load, load_regime
from zhtcli.report.figures import number, percent
from zhtcli.report.formats import Report, render
from zhtcli.report.json.assessment import assessment_schema
from zhtcli.report.json.forms import regimes_json, show_json

Golden = Callable[[str, str], None]
SCHEMA = json.loads(assessment_schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
"""`jsonschema.validate` would check the whole schema anew each time; it is checked once, below."""


def told(*assessments: Assessment, command: str = "score", **more: Any) -> Any:
    """The JSON as a script reads it, every number exact."""
    return json.loads(render(Report(command, assessments, **more), "json"), parse_float=Decimal)


def one_of(assessment: Assessment) -> Any:
    return told(assessment)["assessments"][0]


def test_json(golden: Golden) -> None:
    golden("score-one.json", render(Report("score", (mixed(with_spread=True),)), "json"))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("command", ["validate", "score", "progress"])
def test_every_run_is_what_the_schema_says(command: str) -> None:
    row = ABSURD.found(raw="1", indicator="3", label="", target="1", register="needs", row="k1")
    runs = [
        (),
        (mixed(with_spread=True), good(), refused()),
        (bishan(),),
        (replace(mixed(), findings=(hostile(), row), file="\udcff.xlsx"),),
        (Assessment(file="x", sha256="", refused=True),),
    ]
    for run in runs:
        VALIDATOR.validate(json.loads(render(Report(command, run), "json")))


def test_the_schema_names_every_key() -> None:
    """Nothing is printed that the schema does not describe: it forbids other keys wherever it lists some."""

    def objects(node: Any) -> list[Any]:
        own = [node] if isinstance(node, dict) and "properties" in node else []
        children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        return own + [found for child in children for found in objects(child)]

    assert all(found["additionalProperties"] is False for found in objects(SCHEMA))
    broken = told(mixed())
    broken["assessments"][0]["verdict"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(json.loads(json.dumps(broken, default=float)))


def test_an_assessment_says_what_it_rests_on() -> None:
    one = one_of(mixed(readings={"zero_target": "zero"}))
    assert (one["file"], one["form"], one["regime"], one["period"]) == ("甲公司.xlsx", "demo-2026", "demo", "2026")
    assert one["unit"] == {"name": "示范区甲公司", "uscc": USCC}
    assert one["definition"] == {"version": "1", "digest": "0123456789ab"}
    assert one["readings"] == {"partial_credit": "proportional", "zero_target": "zero"}
    assert one["decided_readings"] == {"zero_target": "zero"}
    assert (one["as_of"], one["as_of_source"]) == ("2026-12-31", "period")
    assert "spread" not in one


def test_figures_are_exact_numbers() -> None:
    card = one_of(mixed())["scorecards"][0]
    assert card["scope"] == "2026"
    assert (card["total"], card["raw_total"], card["max"], card["complete"]) == (Decimal("65.83"),) * 2 + (100, False)
    assert card["interval"] == [Decimal("65.83"), Decimal("95.83")]
    assert card["total_without_zero_targets"] == Decimal("57.29")
    assert card["total_without_registers"] == card["total_without_evidence"] == card["total"]
    items = {item["no"]: item for item in card["indicators"]}
    assert items["6"]["points"] == Decimal("8.33")
    assert items["6"]["completion"] == Decimal("83.3333")
    assert items["6"]["uncapped"] == Decimal("8.3333333333")
    assert items["3"]["uncapped"] == Decimal("750.75")
    assert items["3"]["completion"] == Decimal("2502.5")
    assert (items["2"]["completion"], items["2"]["uncapped"], items["2"]["points"]) == (None, None, 20)
    assert (items["4"]["value"], items["4"]["points"], items["4"]["status"]) == (None, None, "not_filled")
    assert (items["5"]["points"], items["5"]["status"]) == (None, "not_computable")
    assert items["3"]["cells"] == ["指标填报!E9"]
    assert items["6"]["cells"] == ["指标填报!I12", "指标填报!E12"]
    assert items["1"]["target"] == 4
    assert isinstance(items["1"]["target"], int)


def test_parts_of_a_ratio_are_told() -> None:
    (item,) = [i for i in one_of(good())["scorecards"][0]["indicators"] if i["no"] == "5"]
    assert (item["numerator"], item["denominator"], item["value"]) == (260, 10000, Decimal("2.6"))


def test_points_that_are_not_proportional_have_no_uncapped_ones() -> None:
    card = one_of(good(readings={"partial_credit": "all_or_nothing"}))["scorecards"][0]
    assert {item["uncapped"] for item in card["indicators"]} == {None}


def test_uncapped_points_heed_the_floor() -> None:
    card = one_of(mixed(readings={"partial_credit": "floor80"}))["scorecards"][0]
    items = {item["no"]: item for item in card["indicators"]}
    assert (items["1"]["completion"], items["1"]["points"], items["1"]["uncapped"]) == (75, 0, 0)
    assert items["6"]["uncapped"] == Decimal("8.3333333333")


def test_an_item_that_takes_no_part_has_no_points() -> None:
    card = one_of(mixed(readings={"zero_target": "exclude"}))["scorecards"][0]
    assert (card["assessed_max"], card["raw_total"], card["total"]) == (80, Decimal("45.83"), Decimal("57.29"))
    assert next(item for item in card["indicators"] if item["no"] == "2")["points"] is None


def test_years_to_come_are_null_not_zero() -> None:
    by_no = {item["no"]: item for item in one_of(good())["progress"]}
    years = {year["period"]: year for year in by_no["6"]["by_period"]}
    assert (years["2026"]["actual"], years["2026"]["to_date"], years["2026"]["completion"]) == (2, 6, 100)
    assert (years["2027"]["target"], years["2027"]["actual"], years["2027"]["to_date"]) == (10, None, None)
    assert by_no["3"]["cumulative"] == [
        {
            "through": "2027",
            "target": 120,
            "actual": 73,
            "completion": Decimal("60.8333"),
            "gap": 47,
            "pace_needed": 47,
            "reach": "open",
        }
    ]


def test_spread_is_told_by_scope() -> None:
    spread = one_of(mixed(with_spread=True))["spread"]
    assert list(spread) == ["2026", "2025", "..2027"]
    assert spread["2026"]["high"] == Decimal("65.83")
    assert {"reading": "zero_target", "option": "zero", "total": Decimal("45.83")} in spread["2026"]["moves"]


def test_findings_have_their_place() -> None:
    (missing,) = [f for f in one_of(mixed())["findings"] if f["code"] == "ZHT-ENTRY-MISSING"]
    assert list(missing) == "code severity sheet cell indicator field raw message hint clause".split()
    assert (missing["sheet"], missing["cell"], missing["indicator"], missing["field"]) == (
        "指标填报",
        "E10",
        "4",
        "value",
    )
    assert one_of(refused())["findings"][0]["cell"] is None


def test_units_and_summary() -> None:
    later = replace(good(), form=good().form)
    run = told(mixed(), later, refused(), replace(mixed(), file="again.xlsx"))
    assert [(unit["unit"], unit["forms"]) for unit in run["units"]] == [
        ("示范区甲公司", ["demo-2026"]),
        ("示范区乙公司", ["demo-2026"]),
    ]
    assert run["summary"]["status"] == {"ok": 1, "findings": 2, "refused": 1}
    assert run["summary"]["severity"] == {"error": 5, "warning": 2, "note": 2}
    assert run["summary"]["code"]["ZHT-ENTRY-MISSING"] == 2
    absent = Attendance(name="a", uscc="b", listed=True, missing=(Form("demo", "2026"),))
    assert told(mixed(), units=(absent,))["units"][0]["missing"] == ["demo-2026"]


def test_fail_on_decides_the_status() -> None:
    warned = replace(good(), findings=(ABSURD.found(raw="1", label="", target="1"),))
    assert told(warned)["assessments"][0]["status"] == "ok"
    assert told(warned, fail_on="warning")["assessments"][0]["status"] == "findings"


def test_json_lines_are_the_same_objects() -> None:
    run = Report("score", (mixed(), good(), refused()))
    lines = render(run, "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(render(run, "json"))["assessments"]
    for line in lines:
        assert line.isprintable() or "\ufffe" in line
    assert render(Report("score", ()), "jsonl") == ""


def test_what_was_typed_comes_back_as_it_was() -> None:
    one = one_of(replace(mixed(), findings=(hostile(),)))
    assert one["findings"][0]["raw"] == HOSTILE


def test_a_file_name_that_is_no_text_can_be_printed() -> None:
    assert one_of(refused("\udcd6\udcd0.xlsx"))["file"] == "\\xd6\\xd0.xlsx"
    assert one_of(replace(mixed(), unit="\ud83d甲"))["unit"]["name"] == "\ufffd甲"


@given(st.fractions() | st.decimals(allow_nan=False, allow_infinity=False, places=6), st.integers(0, 12))
def test_numbers_are_near_exact_and_short(value: Fraction | Decimal, places: int) -> None:
    shown = number(value, places)
    assert shown is not None
    assert abs(Fraction(shown) - Fraction(value)) <= Fraction(1, 2 * 10**places)
    assert isinstance(shown, int) == (Fraction(shown).denominator == 1)
    assert not (isinstance(shown, Decimal) and f"{shown:f}".endswith("0"))


def test_numbers_round_half_up() -> None:
    assert number(Fraction(1, 3)) == Decimal("0.3333333333")
    assert number(Decimal("2.50")) == Decimal("2.5")
    assert str(number(Decimal("2.50"))) == "2.5"
    assert number(Decimal("1E+3")) == 1000
    assert number(Fraction(5, 1000), 2) == Decimal("0.01")
    assert percent(Fraction(2, 3)) == Decimal("66.6667")
    assert number(None) is None
    assert percent(None) is None


def test_show_tells_the_printed_table() -> None:
    regime = load_regime("bishan")
    form = json.loads(show_json(regime, "2026", digest=load("bishan").digest), parse_float=Decimal)
    assert (form["id"], form["regime"], form["period"]) == ("bishan-2026", "bishan", "2026")
    assert [item["no"] for item in form["indicators"]] == [str(no) for no in range(1, 31)]
    assert sum(item["points"] for item in form["indicators"]) == 100
    by_no = {item["no"]: item for item in form["indicators"]}
    assert by_no["8"]["targets"] == {
        "2025": Decimal("2.5"),
        "2026": Decimal("2.6"),
        "2027": Decimal("2.7"),
        "2028": Decimal("2.8"),
        "2029": 3,
    }
    assert by_no["29"]["cumulative_targets"] == {"2027": 10, "2029": 20}
    assert (by_no["8"]["measure"], by_no["8"]["score"], by_no["8"]["rollup"]) == ("ratio", "proportional", "latest")
    assert [register["key"] for register in form["registers"]][:3] == ["team", "enterprises", "needs"]
    assert len(form["registers"]) == 11
    assert {anomaly["indicator"] for anomaly in form["anomalies"]} == {"4", "29", "30"}
    assert all(reading["chosen"] == reading["default"] for reading in form["readings"])


def test_show_says_which_option_was_chosen() -> None:
    regime = resolve(DEFINITION, {"zero_target": "zero"})
    form = json.loads(show_json(regime, readings={"zero_target": "zero"}))
    assert (form["id"], form["period"]) == ("demo", None)
    assert {reading["key"]: reading["chosen"] for reading in form["readings"]} == {
        "partial_credit": "proportional",
        "zero_target": "zero",
    }
    assert [field["key"] for field in form["fields"]] == [field["key"] for field in TREE["fields"]]


def test_regimes_name_their_forms() -> None:
    (regime,) = json.loads(regimes_json([resolve(DEFINITION)]))["regimes"]
    assert regime["forms"] == ["demo-2025", "demo-2026", "demo-2027"]
