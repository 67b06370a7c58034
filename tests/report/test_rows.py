"""Registers in the reports: where figures come from, what became of each row, whose numbers are hidden."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from sample_reports import GOOD, LEDGER, OTHER_PERSON, PERSON, ROWS, USCC, assess, good, ledger, mixed

from zhtcli.core.decision import Decision
from zhtcli.core.rules.resolve import resolve
from zhtcli.report.formats import FORMATS, Report, render
from zhtcli.report.json.assessment import assessment_schema
from zhtcli.report.json.forms import show_json
from zhtcli.report.text.explained import explain
from zhtcli.report.text.forms import show
from zhtcli.report.text.rowlines import MOST_ROWS
from zhtcli.report.widths import display_width

Golden = Callable[[str, str], None]


def told(**more: Any) -> Any:
    text = render(Report("score", (ledger(**more),)), "json")
    return json.loads(text, parse_float=Decimal)["assessments"][0]


def items(one: Any, scope: str = "2026") -> dict[str, Any]:
    (card,) = [card for card in one["scorecards"] if card["scope"] == scope]
    return {item["no"]: item for item in card["indicators"]}


def table(command: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(Report(command, (ledger(),)), "csv")[1:])))


@pytest.mark.parametrize("no", ["1", "3", "5"])
def test_explain(no: str, golden: Golden) -> None:
    golden(f"rows-explain-{no}.txt", explain(ledger(), no, definition=LEDGER))


def test_score(golden: Golden) -> None:
    text = render(Report("score", (ledger(),)), "text")
    golden("rows-score.txt", text)
    golden("rows-score.md", render(Report("score", (ledger(),)), "markdown"))
    assert [line for line in text.splitlines() if display_width(line) > 80 and " ZHT-" not in line] == []


def test_show(golden: Golden) -> None:
    golden("rows-show.txt", show(resolve(LEDGER), "2026"))


def test_the_json_tells_reported_and_verified_and_the_parts_of_a_share() -> None:
    one = told()
    jsonschema.validate(json.loads(json.dumps(one, default=float)), {**SCHEMA, "$ref": "#/$defs/assessment"})
    now = items(one)
    three = now["3"]
    assert (three["reported"], three["verified"], three["value"], three["value_source"]) == (42, 39, 39, "verified")
    assert (three["numerator"], three["denominator"], three["points"]) == (None, None, Decimal("29.25"))
    five = now["5"]
    assert (five["numerator"], five["denominator"]) == (Decimal("50.5"), 2000)
    assert (five["verified"], five["reported"]) == (Decimal("2.525"), Decimal("2.6"))
    assert (now["4"]["verified"], now["4"]["value_source"]) == (None, "reported")
    card = one["scorecards"][0]
    assert (card["total_without_registers"], card["total"]) == (100, Decimal("91.46"))
    assert card["total_without_evidence"] == Decimal("92.21")


SCHEMA = {key: value for key, value in json.loads(assessment_schema()).items() if key in ("$schema", "$defs")}


def test_a_row_that_does_not_count_is_a_finding_with_register_row_and_indicator() -> None:
    (found,) = [f for f in told()["findings"] if f["code"] == "ZHT-ROW-OUTSIDE"]
    assert (found["register"], found["row"], found["indicator"]) == ("needs", "甲厂/早的", "3")
    assert (found["sheet"], found["cell"]) == ("台账_需求清单", "C27")


def test_csv_names_register_and_row_and_where_a_figure_comes_from() -> None:
    (found,) = [row for row in table("validate") if row["代码"] == "ZHT-ROW-OUTSIDE"]
    assert (found["台账"], found["行标识"], found["单元格"]) == ("需求清单", "甲厂/早的", "C27")
    (missing,) = [row for row in table("validate") if row["代码"] == "ZHT-ENTRY-DIFFERS" and row["指标"] == "3"]
    assert (missing["台账"], missing["行标识"]) == ("", "")
    sources = {(row["范围"], row["序号"]): row["来源"] for row in table("score")}
    assert (sources["2026", "3"], sources["2026", "4"], sources["2025", "3"]) == ("核定", "填报", "无台账")
    assert sources["..2027", "3"] == "部分核定"


def test_explain_names_rows_by_cell_and_key_and_says_how_many_it_left_out() -> None:
    text = explain(ledger(), "3", definition=LEDGER)
    lines = text.splitlines()
    start = lines.index("    不计入，没有写佐证材料（附件 序号3）：12 行")
    assert lines[start + 1] == "      台账_需求清单!A30 乙厂/缺1"
    assert lines[start + MOST_ROWS + 1] == "      另有 2 行"
    assert "      台账_需求清单!A26 甲厂/第1条#2（见第5行）" in lines
    assert "  台账_需求清单：2026年计入 22 行，合计 39项；不计入 15 行" in lines
    assert "  填报数：42项（比核定数多 3项）" in lines
    assert "ZHT-ROW" not in text


def test_a_share_shows_its_division_and_differs_by_percentage_points() -> None:
    text = explain(ledger(), "5", definition=LEDGER)
    assert "  核定数：2.525%（50.5 ÷ 2000，台账_企业名册）" in text
    assert "  填报数：2.6%（比核定数多 0.075个百分点）" in text
    assert "  分子：台账_企业名册：2026年计入 2 行，合计 50.5万元" in text
    assert "  分母：台账_企业名册：2026年计入 2 行，合计 2000万元" in text


def test_a_register_that_is_not_filled_is_said() -> None:
    one = ledger(rows={key: rows for key, rows in ROWS.items() if key != "team"})
    assert "  “专家名册”没有填（无台账）" in explain(one, "1")
    assert "  填报数：4人（无台账）" in explain(one, "1")
    assert "  填报数：4人（无台账）" in explain(assess(GOOD, definition=LEDGER), "1")


def test_years_with_and_without_rows_are_told_apart() -> None:
    text = explain(ledger(), "3")
    later = text[text.index("到2027年累计") :]
    assert later.splitlines()[2:4] == [
        "  采用数：70项（有台账的年份按核定数，其余按填报数）",
        "  填报数：73项（比采用数多 3项）",
    ]


def test_what_the_totals_owe_to_registers_is_said_where_they_differ() -> None:
    text = render(Report("score", (ledger(),)), "text")
    assert "不用台账、只按填报数：100.00" in text
    assert "没有佐证的行也计：92.21" in text
    assert "不用台账" not in render(Report("score", (good(),)), "text")
    assert "来源" not in render(Report("score", (good(),)), "text")


def test_a_decision_stands_beside_what_was_reported_and_verified() -> None:
    about = {"unit": USCC, "reason": "现场核对", "by": "赵六", "date": "2027-01-20"}
    row = Decision(no="3", row="甲厂/无类别", value=False, **about)
    figure = Decision(no="5", value=Fraction("2.7"), **about)
    one = ledger(decisions=(row, figure))
    five = items(told(decisions=(row, figure)))["5"]
    assert (five["decided"], five["value"], five["value_source"]) == (Decimal("2.7"), Decimal("2.7"), "decided")
    assert "  裁定数：2.7%" in explain(one, "5")
    three = explain(one, "3")
    assert "    按裁定不计入：1 行\n      台账_需求清单!A29 甲厂/无类别：现场核对（赵六，2027-01-20）" in three
    assert "  核定数：38项" in three
    assert re.search(r"^5 .* 裁定$", render(Report("score", (one,)), "text"), re.MULTILINE)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("command", ["validate", "score", "progress"])
def test_numbers_of_persons_are_hidden_in_every_format(format: str, command: str) -> None:
    typed = replace(
        mixed().findings[0],
        message=f"填了{PERSON}。",
        hint=f"请核对{PERSON}。",
        raw=f"张三{PERSON}",
        register="team",
        row=f"张三/{PERSON}",
    )
    one = ledger(unit=f"张三{PERSON}")
    text = render(Report(command, (replace(one, findings=(*one.findings, typed)),)), format)
    assert PERSON not in text
    assert OTHER_PERSON not in text
    assert "500227********0013" in text.replace("\\", "")


def test_numbers_of_persons_are_hidden_in_an_explanation() -> None:
    text = explain(ledger(), "1")
    assert PERSON not in text
    assert "张 三/500227********0013" in text
    assert "李四/500227********0027" in text


def test_show_tells_the_columns_of_each_register() -> None:
    form = json.loads(show_json(resolve(LEDGER), "2026"))
    assert [register["key"] for register in form["registers"]] == ["team", "needs", "firms"]
    needs = form["registers"][1]
    assert (needs["title"], needs["indicators"], needs["identity"]) == ("需求清单", ["3"], ["subject", "title"])
    assert needs["columns"][3] == {
        "key": "kind",
        "label": "类别",
        "type": "choice",
        "unit": None,
        "required": False,
        "choices": ["工艺", "设备"],
    }
    assert [column["required"] for column in needs["columns"]] == [True, True, True, False, False, False]


def test_what_lacks_of_a_percentage_is_percentage_points() -> None:
    assert "到2027年累计：目标 2.7%，实际 2.6%，还差 0.1个百分点" in explain(good(), "5")
    for format in ("text", "markdown"):
        assert "0.1个百分点" in render(Report("progress", (good(),)), format)
