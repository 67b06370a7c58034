"""What if: assumptions decide over everything, equal a form that was filled so, and change nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import builders, forms
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.assumed import Assumption, WhatIf
from zhtcli.core.assessing.concluding import conclude
from zhtcli.core.assessing.judging import judge
from zhtcli.core.assessing.moves import moved_verdicts
from zhtcli.core.assessing.whatif import what_if, with_fields, with_figures
from zhtcli.core.decision import Decision
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.resolve import chosen
from zhtcli.definitions.load import settled
from zhtcli.workflow.known import definition_of, layout_of

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TYPED = [str(no) for no in range(1, 31) if str(no) not in builders.RATIOS]
"""Bishan's figures that are entered as they are."""
UNIT = builders.COVER["uscc"]


@cache
def _sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def sample(name: str, figures: Mapping[tuple[str, str], Any] | None = None) -> dict[str, Any]:
    """The data of a sample, with some of its figures changed."""
    data: dict[str, Any] = copy.deepcopy(json.loads(_sample(name)))
    for (no, period), value in (figures or {}).items():
        data["indicators"][no][period] = value
    return data


def bishan(figures: Mapping[tuple[str, str], Any]) -> list[Assumption]:
    return [Assumption(no, period, Decimal(value), "", "") for (no, period), value in figures.items()]


def concluded(
    told: Submission,
    assumed: Sequence[Assumption] = (),
    readings: Mapping[str, str] | None = None,
    decisions: Sequence[Decision] = (),
) -> Assessment:
    definition, options = definition_of(told.form.regime), dict(readings or {})
    regime = settled(definition, options)
    judged = judge(regime, layout_of(told.form), with_fields(told, assumed), [], decisions=decisions)
    judged = with_figures(judged, assumed)
    return conclude(regime, judged, readings=chosen(definition, options), decided_readings=options)


def supposing(
    data: Mapping[str, Any],
    assumed: Sequence[Assumption],
    readings: Mapping[str, str] | None = None,
    decisions: Sequence[Decision] = (),
) -> WhatIf:
    told = forms.submission(data)
    before, after = concluded(told, (), readings, decisions), concluded(told, assumed, readings, decisions)
    return what_if(before, after, assumed)


def totals(one: Assessment) -> dict[str, Any]:
    return {card.scope.id: [card.total, card.low, card.high, card.complete, card.raw_total] for card in one.scorecards}


GOOD = "bishan/good-2026.json"
YEARS = ("2025", "2026")
readings = st.fixed_dictionaries({key: st.sampled_from(options) for key, options in builders.options().items()})
cells = st.tuples(st.sampled_from(TYPED), st.sampled_from(YEARS))


@settings(max_examples=8, deadline=None)
@given(st.sets(cells, min_size=1, max_size=20), readings)
def test_assuming_what_is_so_changes_nothing(some: set[tuple[str, str]], options: dict[str, str]) -> None:
    data = sample(GOOD)
    typed = {(no, period): data["indicators"][no][period] for no, period in some}
    present = {cell: told["value"] if isinstance(told, dict) else told for cell, told in typed.items()}
    told = supposing(data, bishan(present), options)
    assert not told.moves
    assert {move.difference for move in told.scopes} == {0}


@settings(max_examples=8, deadline=None)
@given(st.dictionaries(cells, st.integers(0, 9000), min_size=1, max_size=6), readings)
def test_assumptions_together_are_a_form_filled_so(
    figures: dict[tuple[str, str], int], options: dict[str, str]
) -> None:
    """Every scope to the last digit, the progress, and what is lacking, under any readings; no registers here."""
    supposed = concluded(forms.submission(sample(GOOD)), bishan(figures), options)
    filled = concluded(forms.submission(sample(GOOD, figures)), (), options)
    assert totals(supposed) == totals(filled)
    assert supposed.progress == filled.progress
    points = [[(i.points, i.actual, i.status, i.low, i.high) for i in card.indicators] for card in supposed.scorecards]
    assert points == [
        [(i.points, i.actual, i.status, i.low, i.high) for i in card.indicators] for card in filled.scorecards
    ]
    lacking = [
        [(one.scope, one.item.indicator.no, one.points, one.reach) for one in what_if(filled, other, ()).open]
        for other in (supposed, filled)
    ]
    assert lacking[0] == lacking[1]


@settings(max_examples=8, deadline=None)
@given(cells, st.integers(0, 300), st.integers(0, 300), readings)
def test_more_of_it_lowers_no_total(cell: tuple[str, str], less: int, more: int, options: dict[str, str]) -> None:
    told = forms.submission(sample(GOOD))
    low, high = (concluded(told, bishan({cell: value}), options) for value in (less, less + more))
    for before, after in zip(low.scorecards, high.scorecards, strict=True):
        assert after.total >= before.total


def test_an_assumption_stands_above_registers() -> None:
    """The rows verify another figure, and where a claim without rows is worth nothing the assumed one still counts."""
    data = sample("bishan/registers-2026.json")
    before = concluded(forms.submission(data))
    (item,) = (i for i in before.scorecards[0].indicators if i.indicator.no == "11")
    assert (item.value_source, item.actual, item.points) == ("verified", 1, Fraction(3, 2))
    for no, option in (("11", "reported"), ("11", "zero"), ("6", "zero")):
        told = supposing(data, bishan({(no, "2026"): 20}), {"no_register": option})
        moved = {one.no: one.new for one in told.scopes[0].moved}[no]
        assert moved is not None
        assert (moved.actual, moved.points, moved.status) == (20, 3, "met")


def test_an_assumption_stands_above_a_decision_which_stays_in_the_result() -> None:
    decision = Decision(unit=UNIT, no="6", value=Fraction(10), reason="证据不足", by="张三", date="2027-01-20")
    told = forms.submission(sample(GOOD))
    before = concluded(told, decisions=[decision])
    after = concluded(told, bishan({("6", "2026"): 20}), decisions=[decision])
    was, now = (next(i for i in one.scorecards[0].indicators if i.indicator.no == "6") for one in (before, after))
    assert (was.actual, was.points) == (10, Fraction(3, 2))
    assert (now.actual, now.points, now.reported) == (20, 3, 18)


def test_what_is_open_is_told_greatest_first_and_leaves_nothing_out() -> None:
    told = supposing(sample(GOOD), bishan({("11", "2026"): 2}))
    main = [one for one in told.open if one.scope == "2026"]
    assert [(one.item.indicator.no, str(float(one.points))) for one in main] == [
        ("18", "0.5"), ("6", "0.3"), ("23", "0.24"), ("13", "0.09"), ("14", "0.09"),
    ]  # fmt: skip
    assert sum(one.points for one in main) == 100 - told.scopes[0].new.total  # type: ignore[union-attr]
    assert {one.scope for one in told.open} == {"2026", "..2027", "..2029"}
    assert {one.reach for one in told.open} == {"open"}


def test_a_horizon_that_has_ended_is_out_of_reach() -> None:
    """In 2027 what ..2027 lacks cannot be had any more; what ..2029 lacks can."""
    data = sample("bishan/series-2027.json")
    before = concluded(forms.submission(data))
    told = what_if(before, before, ())
    reaches = {scope: {one.reach for one in told.open if one.scope == scope} for scope in ("..2027", "..2029")}
    assert "out_of_reach" in reaches["..2027"]
    assert "open" not in reaches["..2027"]
    assert "out_of_reach" not in reaches["..2029"]


def test_a_target_of_zero_that_earns_nothing_is_out_of_reach() -> None:
    before = concluded(forms.submission(sample(GOOD)), (), {"zero_target": "zero"})
    told = what_if(before, before, ())
    (fourth,) = (one for one in told.open if (one.scope, one.item.indicator.no) == ("2026", "4"))
    assert (fourth.points, fourth.reach) == (2, "out_of_reach")
    excluded = concluded(forms.submission(sample(GOOD)), (), {"zero_target": "exclude"})
    assert "4" not in {one.item.indicator.no for one in what_if(excluded, excluded, ()).open if one.scope == "2026"}


def test_a_judged_indicator_takes_points_and_a_part_its_own_figure() -> None:
    data = sample("changzhou/good.json")
    told = supposing(data, [Assumption("10", "all", Decimal("3.5"), "", "分")])
    assert [(one.no, one.new.points if one.new else None) for one in told.scopes[0].moved] == [("10", Fraction(7, 2))]
    assert told.scopes[0].difference == Fraction(7, 2)
    data = sample("changzhou/good.json")
    told = supposing(data, [Assumption("3.1", "all", Decimal(0), "", "%")])
    assert [(one.no, one.new.points if one.new else None) for one in told.scopes[0].moved] == [("3", 0)]


@pytest.mark.parametrize(("key", "value"), [("area", 900), ("area", 5000), ("rd_staff", 3), ("staff", 40)])
def test_a_field_is_as_if_it_had_been_typed(key: str, value: int) -> None:
    data = sample("wuqing/recognition.json")
    assumed = [Assumption(key, None, Decimal(value), "", "")]
    told = supposing(data, assumed)
    before = concluded(forms.submission(data))
    data["fields"][key] = value
    filled = concluded(forms.submission(data))
    assert told.verdicts == moved_verdicts(before.verdicts, filled.verdicts)


def test_the_pledge_is_held_against_what_is_assumed() -> None:
    data = sample("cixi/complex-2026.json")
    told = supposing(data, [Assumption("2", "2026", Decimal(15), "", "%")])
    assert [(one.indicator.no, one.scope, one.old.actual, one.new.actual) for one in told.progress] == [
        ("2", "2026", 12, 15), ("2", "..2030", 12, 15),
    ]  # fmt: skip
    assert told.progress[1].new.completion == Fraction(15, 18)
    assert not told.scopes
    assert not told.open


def test_money_moves_with_a_field() -> None:
    told = supposing(sample("cixi/complex-2026.json"), [Assumption("prepaid", None, Decimal(50), "", "万元")])
    (move,) = told.grants
    assert move.old is not None
    assert move.new is not None
    assert (move.old.amount, move.new.amount) == (400_000, 450_000)
