"""Jiaxing's definition holds what the document prints: held against a transcription made from the text alone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhtcli.core.period import Form
from zhtcli.core.rules.checkkinds import FieldsAtMost
from zhtcli.core.rules.kinds import Entered, Quotient, Ratio
from zhtcli.core.rules.regime import Regime
from zhtcli.definitions.load import load, load_regime, settled

PRINTED: Any = yaml.safe_load((Path(__file__).parent.parent / "data" / "jiaxing_printed.yaml").read_text("utf-8"))
ROWS: list[dict[str, str]] = PRINTED["指标"]
FLOWS = {"1", "5", "8", "12", "14", "16", "17", "18", "19", "21", "22", "23"}
STOCKS = {"7", "9", "10", "11", "13", "15"}
RATIOS = {"2", "3", "4", "6", "20"}
PERCENT = {"3", "6", "20"}
CERTAIN = {"new_within_high_tech", "new_within_provincial", "to_date_not_below"} | {
    f"task{n}_explained" for n in range(1, 7)
}
NOTES = {"funds_received", "implied_share"}


@pytest.fixture(scope="module")
def regime() -> Regime:
    return load_regime("jiaxing")


def under(**readings: str) -> Regime:
    return settled(load("jiaxing"), readings)


def test_the_transcription_is_whole() -> None:
    assert len(ROWS) == 23
    assert [row["一级指标"] for row in ROWS if row["一级指标"]] == [
        "产业质量",
        "创新能力",
        "企业培育",
        "服务成效",
        "创新环境",
    ]
    assert [len(group) for group in PRINTED["正文"]] == [4, 4, 6, 4, 5]
    in_table = sorted(f"{row['二级指标']}（{row['计量单位']}）" for row in ROWS)
    assert sorted(name for group in PRINTED["正文"] for name in group) == in_table


def test_every_row_stands_as_printed_and_in_the_order_of_the_table(regime: Regime) -> None:
    group, printed = "", []
    for row in ROWS:
        group = row["一级指标"] or group
        printed.append((group, row["二级指标"], row["计量单位"]))
    assert [(one.group, one.name, one.unit) for one in regime.indicators] == printed
    assert [one.no for one in regime.indicators] == [str(no) for no in range(1, 24)]
    assert all(one.unit_basis == one.basis == "T" for one in regime.indicators)
    titles = {section.id: section.title for section in regime.sections}
    assert list(titles.values()) == [row["一级指标"] for row in ROWS if row["一级指标"]]
    assert all(titles[one.section] == one.group for one in regime.indicators)


def test_the_body_s_order_differs_in_one_place_and_an_anomaly_says_so(regime: Regime) -> None:
    by_name = {f"{one.name}（{one.unit}）": one.no for one in regime.indicators}
    body = [[by_name[name] for name in group] for group in PRINTED["正文"]]
    assert body[2] == ["9", "11", "12", "13", "14", "10"]
    assert [group for group in body if group != sorted(group, key=int)] == [body[2]]
    assert "10" in {anomaly.indicator for anomaly in regime.anomalies}


def test_the_clause_names_the_body_s_paragraph_and_the_table(regime: Regime) -> None:
    for place, group in enumerate(PRINTED["正文"], start=1):
        for name in group:
            (one,) = (i for i in regime.indicators if f"{i.name}（{i.unit}）" == name)
            assert one.clause == f"三.{place}；监测表 {one.group}"


def test_nothing_scores_and_every_quarter_has_a_form(regime: Regime) -> None:
    assert not regime.scored
    assert regime.scoring.total == sum(section.points for section in regime.sections) == 0
    assert [form.id for form in regime.forms()] == ["jiaxing-2026q3"]
    assert regime.has(Form("jiaxing", "2020q1"))
    assert regime.has(Form("jiaxing", "2031q4"))
    assert not any(regime.has(Form("jiaxing", period)) for period in ("2019q4", "2026", None))
    assert regime.earlier("2026q1") == ("2025q1", "2025q4")


def test_natures(regime: Regime) -> None:
    kinds = {one.no: one.nature.kind for one in regime.indicators if one.nature}
    assert {no for no, kind in kinds.items() if kind == "flow"} == FLOWS
    assert {no for no, kind in kinds.items() if kind == "stock"} == STOCKS
    assert {no for no, kind in kinds.items() if kind == "ratio"} == RATIOS
    natures = {one.no: one.nature for one in regime.indicators if one.nature}
    assert {no for no, nature in natures.items() if nature.growth == "points"} == PERCENT
    assert {no for no, nature in natures.items() if nature.year_to_date} == {"22", "23"}
    assert {no for no, nature in natures.items() if nature.region} == {"19", "20", "21", "22", "23"}
    assert {nature.since for nature in natures.values()} == {"year"}


def test_what_is_typed(regime: Regime) -> None:
    measures = {one.no: one.measure for one in regime.indicators}
    assert {no for no, measure in measures.items() if isinstance(measure, Ratio)} == PERCENT
    assert {no: measure.shared for no, measure in measures.items() if isinstance(measure, Ratio)} == {
        "3": "denominator",
        "6": "denominator",
        "20": "both",
    }
    quotients = {no: measure for no, measure in measures.items() if isinstance(measure, Quotient)}
    assert {no: (one.numerator_unit, one.denominator_unit, int(one.times)) for no, one in quotients.items()} == {
        "2": ("亿元", "人", 10000),
        "4": ("万元", "亩", 1),
    }
    counted = {no for no, measure in measures.items() if isinstance(measure, Entered) and measure.type == "integer"}
    assert counted == {one.no for one in regime.indicators if one.unit in ("人", "个", "家次")}
    assert {one.no for one in regime.indicators if one.figure == "optional"} == PERCENT


def test_the_pages_hold_the_six_tasks_and_the_funds_as_printed(regime: Regime) -> None:
    tasks = [regime.field(f"task{n}") for n in range(1, 7)]
    assert [field.label for field in tasks] == PRINTED["建设推进"]
    assert {field.choices for field in tasks} == {tuple(PRINTED["完成情况"])}
    notes = [regime.field(f"task{n}_note") for n in range(1, 7)]
    assert all(note.label.startswith(task.label) for note, task in zip(notes, tasks, strict=True))
    assert {field.page for field in (*tasks, *notes)} == {"tasks"}
    funds = PRINTED["资金支持"]
    received = [regime.field(f"fund_{level}") for level in ("province", "city", "county")]
    assert [field.label for field in received] == funds["实际拨付金额"]
    spent = regime.field("fund_spent")
    assert spent.label == "实际使用支出金额"
    assert {(field.unit, field.page) for field in (*received, spent)} == {(funds["单位"], "funds")}
    assert {page.id: page.title for page in regime.pages} == {
        "tasks": "建设推进",
        "funds": "资金支持",
        "review": "报送审核",
    }


def test_only_what_is_certain_is_an_error(regime: Regime) -> None:
    by_severity = {
        word: {check.id for check in regime.checks if check.severity == word} for word in ("error", "warning", "note")
    }
    assert by_severity["error"] == CERTAIN
    assert by_severity["note"] == NOTES
    assert len(by_severity["warning"]) == len(regime.checks) - len(CERTAIN) - len(NOTES)


def test_the_readings_of_the_rules_are_there_with_their_defaults_first(regime: Regime) -> None:
    assert {reading.key: list(reading.options) for reading in regime.readings} == {
        "growth_of_percent": ["points", "relative"],
        "deadline": ["inclusive", "exclusive"],
        "deadline_shift": ["none", "next_workday"],
        "cumulative_basis": ["calendar_year", "since_start"],
        "funds_basis": ["since_start", "year"],
        "warning": ["two_quarters_down", "one_quarter_down"],
    }
    assert all(reading.default == next(iter(reading.options)) for reading in regime.readings)


def test_each_reading_changes_what_it_is_about() -> None:
    default = load_regime("jiaxing")
    assert default.deadline is not None
    assert (default.deadline.day, default.deadline.day_counts, default.deadline.shift) == (25, True, "none")
    moved = under(deadline="exclusive", deadline_shift="next_workday").deadline
    assert moved is not None
    assert (moved.day_counts, moved.shift) == (False, "next_workday")
    since = under(cumulative_basis="since_start")
    assert {one.no for one in since.indicators if one.nature and one.nature.since == "start"} == {"8", "12", "14"}
    relative = under(growth_of_percent="relative")
    assert {one.nature.growth for one in relative.indicators if one.nature} == {"percent"}
    for regime, counts in ((default, "since_start"), (under(funds_basis="year"), "year")):
        assert [check.counts for check in regime.checks if isinstance(check, FieldsAtMost)] == [counts]
    quarters = [
        one.monitoring.signal.quarters for one in (default, under(warning="one_quarter_down")) if one.monitoring
    ]
    assert quarters == [2, 1]


def test_show_tells_the_table_natures_and_deadline(zht: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = zht("show", "jiaxing-2026q3")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0] == "jiaxing-2026q3 全市产业创新服务综合体季度监测表，2026年第三季度"
    assert "表单：jiaxing-YYYYqN（2020年第一季度起），例如 jiaxing-2026q3" in lines
    head = lines.index("序号 指标 性质 同比")
    assert lines[head + 1 : head + 4] == [
        "一 产业质量",
        "1 产业集群营业收入（亿元） 时期数 百分比",
        "2 单位从业人员营业收入（万元/人） 比率 百分比",
    ]
    assert "23 当年创新券使用额（万元） 时期数（区域，当年） 百分比" in lines
    assert "期限：每期结束后，次月25日前报送；25日当天算按时，遇休息日不顺延（四（二））。" in lines
    assert "“建设推进”页栏目" in lines
    assert "分值" not in done.stdout


def test_show_tells_programs_the_same(zht: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = zht("show", "jiaxing-2026q3", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["calendar"] == {"every": "quarter", "first": "2020q1", "example": "2026q3"}
    assert (told["id"], told["period"], told["periods"], told["total"]) == ("jiaxing-2026q3", "2026q3", [], None)
    shown = [(one["name"], one["unit"], one["points"]) for one in told["indicators"]]
    assert shown == [(row["二级指标"], row["计量单位"], None) for row in ROWS]
    assert {one["no"] for one in told["indicators"] if one["nature"] == "stock"} == STOCKS
    assert {one["no"] for one in told["indicators"] if one["growth"] == "points"} == PERCENT
    assert [page["id"] for page in told["pages"]] == ["tasks", "funds", "review"]
    assert told["deadline"]["reported"] == ["reported_at", "submitted_at"]
    assert [step["state"] for step in told["procedure"]["steps"]] == ["已填报", "县级审核通过", "已报送"]


def test_what_is_scored_tells_programs_nothing_of_monitoring(
    zht: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    told = json.loads(zht("show", "bishan-2026", "--format", "json").stdout)
    assert told.keys().isdisjoint({"calendar", "pages", "monitoring", "deadline", "procedure"})
    assert "nature" not in told["indicators"][0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("jiaxing-2019q4", "没有2019年第四季度的表"),
        ("jiaxing-2026", "没有2026年的表"),
        ("changzhou-2026", "没有2026年的表。现有的表单：changzhou"),
    ],
)
def test_a_form_that_there_is_not_is_refused_and_told_what_there_is(
    zht: Callable[..., subprocess.CompletedProcess[str]], name: str, words: str
) -> None:
    done = zht("template", name)
    assert done.returncode == 4
    assert words in done.stderr
    if name.startswith("jiaxing"):
        assert "现有的表单：jiaxing-YYYYqN（2020年第一季度起），例如 jiaxing-2026q3" in done.stderr


def test_without_a_quarter_there_is_no_form(zht: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = zht("template", "jiaxing")
    assert done.returncode == 4
    assert "“jiaxing”没有写季度" in done.stderr


def test_regimes_tells_the_calendar_and_that_nothing_scores(
    zht: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    text = zht("regimes").stdout
    assert "  表单：jiaxing-YYYYqN（2020年第一季度起），例如 jiaxing-2026q3\n  内容：23项指标，不计分，6项口径" in text
    told = {one["id"]: one for one in json.loads(zht("regimes", "--format", "json").stdout)["regimes"]}
    assert told["jiaxing"]["calendar"]["first"] == "2020q1"
    assert told["jiaxing"]["forms"] == ["jiaxing-2026q3"]
    assert "calendar" not in told["bishan"]
