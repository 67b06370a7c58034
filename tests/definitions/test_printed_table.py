"""The regime holds what the document prints: held against a transcription made from the text alone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from core import builders
from zhtcli.core.forms.layout import lay_out
from zhtcli.core.period import Form
from zhtcli.core.rules.regime import Regime

PRINTED = builders.printed_table()
ROWS: list[Any] = PRINTED["指标"]
NO_UNIT_PRINTED = {"1", "2", "3", "4", "15", "16", "17", "18", "19", "21"}


@pytest.fixture(scope="module")
def regime() -> Regime:
    return builders.regime()


def test_the_transcription_is_whole() -> None:
    assert [row["序号"] for row in ROWS] == [str(no) for no in range(1, 31)]
    assert all(len(row["年度"]) == 5 for row in ROWS)
    assert {part["编号"]: part["分值"] for part in PRINTED["部分"]} == {"一": "8", "二": "35", "三": "15", "四": "42"}
    assert sum(Decimal(row["分值"]) for row in ROWS) == 100


def test_every_row_stands_as_printed(regime: Regime) -> None:
    held = [
        {
            "序号": indicator.no,
            "部分": indicator.section,
            "名称": indicator.name,
            "年度": [indicator.target.periods[year] for year in builders.YEARS],
            "到2027年累计": indicator.target.cumulative["2027"],
            "到2029年累计": indicator.target.cumulative["2029"],
            "分值": indicator.points,
        }
        for indicator in regime.indicators
    ]
    printed = [
        {
            **{key: row[key] for key in ("序号", "部分", "名称")},
            "年度": [Decimal(figure) for figure in row["年度"]],
            **{key: Decimal(row[key]) for key in ("到2027年累计", "到2029年累计", "分值")},
        }
        for row in ROWS
    ]
    assert held == printed
    assert all(indicator.target.periods.keys() == set(builders.YEARS) for indicator in regime.indicators)
    assert all(indicator.target.cumulative.keys() == {"2027", "2029"} for indicator in regime.indicators)


def test_a_group_is_printed_once_and_spans_the_rows_below_it(regime: Regime) -> None:
    """Row 21 has no 考核项 of its own and opens a section, so it has none at all."""
    above = {"": ""}
    for row, indicator in zip(ROWS, regime.indicators, strict=True):
        above = {row["部分"]: row["考核项"] or above.get(row["部分"], "")}
        assert indicator.group == above[row["部分"]], row["序号"]
    assert regime.indicator("21").group == ""


def test_sections_and_totals(regime: Regime) -> None:
    assert [(one.id, one.title, str(one.points)) for one in regime.sections] == [
        (one["编号"], one["名称"], one["分值"]) for one in PRINTED["部分"]
    ]
    for section in regime.sections:
        assert sum(i.points for i in regime.indicators if i.section == section.id) == section.points
    assert regime.scoring.total == sum(section.points for section in regime.sections) == 100
    assert not any(indicator.bonus for indicator in regime.indicators)


def test_years_and_horizons(regime: Regime) -> None:
    assert regime.periods == builders.YEARS
    assert regime.horizons == ("2027", "2029")
    assert [form.id for form in regime.forms()] == [f"bishan-{year}" for year in builders.YEARS]


def test_a_unit_is_printed_where_the_name_or_the_target_shows_it(regime: Regime) -> None:
    for indicator in regime.indicators:
        assert (indicator.unit_basis == "P") == (indicator.no in NO_UNIT_PRINTED), indicator.no
        if indicator.no in builders.RATIOS:
            assert indicator.unit == "%"
        elif indicator.unit_basis == "T":
            assert f"（{indicator.unit}）" in indicator.name


def test_what_adds_up_and_what_is_taken_at_the_end(regime: Regime) -> None:
    """Items 1, 2, 3, 8, 13 and 14 are taken at the end of a scope, all others added up, 29 and 30 to date."""
    assert {i.no for i in regime.indicators if i.rollup == "latest"} == {"1", "2", "3", "8", "13", "14"}
    assert {i.no for i in regime.indicators if i.target.counts == "to_date"} == {"29", "30"}


def test_the_printed_totals_follow_from_the_years_but_for_three_rows_that_say_so(regime: Regime) -> None:
    odd = set()
    for row, indicator in zip(ROWS, regime.indicators, strict=True):
        columns = [Decimal(figure) for figure in row["年度"]]
        for end, key in ((3, "到2027年累计"), (5, "到2029年累计")):
            follows = columns[end - 1] if indicator.rollup == "latest" else sum(columns[:end])
            if follows != Decimal(row[key]):
                odd.add(indicator.no)
    assert odd == {"4", "29", "30"} == {anomaly.indicator for anomaly in regime.anomalies}


def test_every_statement_has_its_clause(regime: Regime) -> None:
    for indicator in regime.indicators:
        assert indicator.clause == f"附件4 序号{indicator.no}"
        assert indicator.basis == "T"
        assert indicator.guidance
        assert indicator.evidence
    assert all(one.clause for group in (regime.fields, regime.checks, regime.readings) for one in group)


def test_the_readings_of_the_rules_are_there_with_their_defaults_first(regime: Regime) -> None:
    wanted = {
        "rounding": "per_item total_only one_place",
        "missing_value": "not_filled zero",
        "partial_credit": "proportional all_or_nothing floor60 floor80",
        "zero_target": "full exclude zero",
        "over_achievement": "none carry_forward carry_back",
        "item4": "as_printed recomputed shifted_2028 shifted_2029",
        "items29_30": "to_date annual level literal",
        "item20_demand": "as_target no_demand_full",
    }
    told = {reading.key: reading for reading in regime.readings}
    for key, options in wanted.items():
        assert list(told[key].options) == options.split()
        assert told[key].default == options.split()[0]
        assert all(option.label for option in told[key].options.values())


@pytest.mark.parametrize(
    ("option", "cumulative29", "cumulative30"),
    [("to_date", (10, 20), (6, 10)), ("annual", (20, 54), (12, 30)), ("level", (10, 20), (6, 10)),
     ("literal", (10, 20), (6, 10))],
)  # fmt: skip
def test_the_yearly_columns_of_29_and_30_stay_as_printed_under_every_reading(
    option: str, cumulative29: tuple[int, int], cumulative30: tuple[int, int]
) -> None:
    regime = builders.under(items29_30=option)
    for no, cumulative in (("29", cumulative29), ("30", cumulative30)):
        target = regime.indicator(no).target
        assert [str(figure) for figure in target.periods.values()] == ROWS[int(no) - 1]["年度"]
        assert tuple(int(target.cumulative[horizon]) for horizon in ("2027", "2029")) == cumulative


@pytest.mark.parametrize(
    ("option", "years", "cumulative"),
    [("as_printed", "00100", (0, 1)), ("recomputed", "00100", (1, 1)), ("shifted_2028", "00010", (0, 1)),
     ("shifted_2029", "00001", (0, 1))],
)  # fmt: skip
def test_the_targets_of_item_4_under_every_reading(option: str, years: str, cumulative: tuple[int, int]) -> None:
    target = builders.under(item4=option).indicator("4").target
    assert "".join(str(figure) for figure in target.periods.values()) == years
    assert tuple(int(target.cumulative[horizon]) for horizon in ("2027", "2029")) == cumulative


@pytest.mark.parametrize("year", builders.YEARS)
def test_every_form_prints_the_document_s_figures(regime: Regime, year: str) -> None:
    layout = lay_out(regime, Form("bishan", year))
    for row in ROWS:
        printed = {key: figure for (no, key), figure in layout.printed.items() if no == row["序号"]}
        assert printed == {
            "points": Decimal(row["分值"]),
            "target": Decimal(row["年度"][builders.YEARS.index(year)]),
            "horizon_2027": Decimal(row["到2027年累计"]),
            "horizon_2029": Decimal(row["到2029年累计"]),
        }


def test_show_prints_the_table(zht: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Issue 2: `zht show bishan-2026 --format json` equals the printed table."""
    done = zht("show", "bishan-2026", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout, parse_float=Decimal, parse_int=Decimal)
    assert told["id"] == "bishan-2026"
    shown = [
        (one["no"], one["section"], one["name"], one["targets"], one["cumulative_targets"], one["points"])
        for one in told["indicators"]
    ]
    assert shown == [
        (
            row["序号"],
            row["部分"],
            row["名称"],
            dict(zip(builders.YEARS, map(Decimal, row["年度"]), strict=True)),
            {"2027": Decimal(row["到2027年累计"]), "2029": Decimal(row["到2029年累计"])},
            Decimal(row["分值"]),
        )
        for row in ROWS
    ]
    assert {reading["key"] for reading in told["readings"]} >= {"partial_credit", "item4", "items29_30"}
    assert {anomaly["indicator"] for anomaly in told["anomalies"]} == {"4", "29", "30"}
