"""What must hold of every overlay: bands that only rise, steps that stay in bounds, and nothing moved unasked."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import builders, overlays
from core.test_properties import OPTIONS, few_options, told_forms, waiver
from zhtcli.core.figures.figures import measure
from zhtcli.core.points.bandwords import rule_words
from zhtcli.core.points.explanation import explanation
from zhtcli.core.points.scorecard import Scorecard, scorecards
from zhtcli.core.rules.bands import band_of, stepped
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Band, Bands, Step
from zhtcli.core.rules.resolve import resolve
from zhtcli.definitions.overlaid import lay_over
from zhtcli.definitions.overlayfile import parse_overlay

completions = st.one_of(
    st.fractions(0, 3, max_denominator=400),
    st.sampled_from([Fraction(percent, 100) for percent in (0, 50, 60, 75, 98, 100, 102, 103)]),
)
tenths = st.integers(1, 400).map(lambda n: Decimal(n) / 10)


@st.composite
def band_tables(draw: st.DrawFn) -> Bands:
    """A table as a paper may print it: falling limits, and ranges that never reach above the band before."""
    limits = sorted(draw(st.sets(st.integers(0, 150), min_size=1, max_size=6)), reverse=True)
    ends = sorted(draw(st.lists(st.integers(0, 100), min_size=2 * len(limits), max_size=2 * len(limits))), reverse=True)
    inside = draw(st.sampled_from(["for_person", "linear"]))
    bands = []
    for place, limit in enumerate(limits):
        high, low = ends[2 * place], ends[2 * place + 1]
        range_ = (Decimal(low), Decimal(high)) if place or inside == "for_person" else Decimal(high)
        bands.append(Band(least=Decimal(limit), inclusive=draw(st.booleans()), points=range_))
    return Bands(bands=tuple(bands), inside=inside, unit="percent")


def card_of(definition: Any, year: str, told: Any, readings: dict[str, str] | None = None) -> dict[str, Scorecard]:
    figures = builders.figures_of(year, told)
    return {card.scope.id: card for card in scorecards(resolve(definition, readings or {}), figures, year)}


@given(band_tables(), completions, completions, st.integers(1, 50))
def test_more_completion_is_never_worth_less_in_bands(table: Bands, one: Fraction, other: Fraction, full: int) -> None:
    less, more = (band_of(table, completion, Fraction(full)) for completion in sorted((one, other)))
    assert 0 <= less.low <= less.high <= full
    assert less.low <= more.low
    assert less.high <= more.high


@given(
    st.builds(
        Step,
        each=tenths,
        minus=tenths,
        started=st.sampled_from(["counts", "ignored", "proportional"]),
        over_each=tenths,
        plus=tenths,
        up_to=tenths,
        unit=st.sampled_from(["points", "percent"]),
    ),
    completions,
    completions,
    st.integers(1, 50),
)
def test_steps_stay_between_nothing_and_the_most_that_can_be_added(
    kind: Step, one: Fraction, other: Fraction, points: int
) -> None:
    full = Fraction(points)
    most = full + (Fraction(kind.up_to or 0) if kind.unit == "points" else full * Fraction(kind.up_to or 0) / 100)
    less, more = (full + stepped(kind, completion, full).points for completion in sorted((one, other)))
    assert 0 <= less <= more <= most
    assert full + stepped(kind, Fraction(1), full).points == full


@given(st.integers(1, 40), st.integers(1, 30), st.integers(0, 100))
def test_a_started_step_costs_a_whole_one(each: int, steps: int, tenth: int) -> None:
    """`steps` whole ones cost as many; a little more costs one more, a little less the same, as the rule says."""
    kind = Step(each=Decimal(each), minus=Decimal(1))
    short = Fraction(each * steps, 100)
    bit = Fraction(each, 100) * Fraction(tenth, 101)
    full = Fraction(10_000)
    assert stepped(kind, 1 - short, full).points == -steps
    assert stepped(kind, 1 - short - bit, full).points == -(steps + (1 if bit else 0))
    ignored = Step(each=Decimal(each), minus=Decimal(1), started="ignored")
    assert stepped(ignored, 1 - short - bit, full).points == -steps


@settings(max_examples=25)
@given(told_forms(), st.sampled_from(["proportional", "all_or_nothing", "floor60"]))
def test_an_overlay_that_repeats_the_printed_rules_changes_no_figure(
    form: tuple[str, dict[tuple[str, str], str]], option: str
) -> None:
    year, told = form
    kinds: dict[str, dict[str, str]] = {
        "proportional": {"kind": "proportional"},
        "all_or_nothing": {"kind": "all_or_nothing"},
        "floor60": {"kind": "proportional", "floor": "0.6"},
    }
    points = {row["序号"]: row["分值"] for row in builders.printed_table()["指标"]}
    overlay = overlays.of({"score": kinds[option], "indicators": {no: str(full) for no, full in points.items()}})
    plain = builders.cards(year, told, {"partial_credit": option})
    for scope, card in card_of(overlay.definition, year, told).items():
        same = plain[scope]
        assert (card.total, card.raw_total, card.low, card.high) == (same.total, same.raw_total, same.low, same.high)
        assert card.sections == same.sections
        assert [(i.points, i.status, explanation(i)) for i in card.indicators] == [
            (i.points, i.status, explanation(i)) for i in same.indicators
        ]
        assert card.complete == same.complete


@settings(max_examples=10)
@given(
    st.sets(st.sampled_from(["1", "5", "8", "19", "22", "25"]), min_size=3, max_size=4),
    few_options(),
    told_forms(),
    st.booleans(),
)
def test_the_spread_under_gates_and_bands_is_what_trying_every_combination_gives(
    nos: set[str], offered: dict[str, tuple[str, ...]], form: tuple[str, dict[tuple[str, str], str]], yes: bool
) -> None:
    year, told = form
    waived = waiver(yes)
    base = builders.narrowed(offered, tuple(nos))
    base.tree["fields"].append({"key": "no_demand_20", "type": "boolean", "label": "甲", "clause": "甲", "basis": "P"})
    one, other = sorted(nos)[:2]
    points = next(node["points"] for node in base.tree["indicators"] if node["no"] == other)
    said = {
        **overlays.HEAD,
        "total": base.tree["scoring"]["total"],
        "indicators": {other: {"points": points, "score": {"kind": "step", "each": "5", "minus": "0.3"}}},
        "gates": [
            {
                "title": "甲",
                "when": {"kind": "completion_below", "indicators": [one], "percent": "90"},
                "total_at_most": "3",
            },
            {"title": "乙", "when": {"kind": "says_yes", "field": "no_demand_20"}, "total": "4"},
        ],
    }
    import yaml

    definition = lay_over(base, parse_overlay("x.yaml", yaml.safe_dump(said).encode())).definition
    values = measure(resolve(definition), builders.submission(year, told))
    found = builders.spreads(definition, year, told, None, waived)
    totals: dict[str, list[Fraction]] = {scope: [] for scope in found}
    for combination in product(*offered.values()):
        regime = resolve(definition, dict(zip(offered, combination, strict=True)))
        for card in scorecards(regime, values, year, waived):
            totals[card.scope.id].append(card.total)
    for scope, spreads in found.items():
        assert (spreads.low, spreads.high) == (min(totals[scope]), max(totals[scope]))


def test_the_readings_that_the_paper_answers_are_named_and_move_nothing() -> None:
    overlay = overlays.of({"score": {"kind": "all_or_nothing"}, "rounding": "one_place"})
    assert overlay.overlay.settles == ("partial_credit", "rounding")
    told = {**builders.on_target("2026"), ("5", "2026"): "20"}
    one, other = (
        card_of(overlay.definition, "2026", told, {"partial_credit": option})["2026"].total
        for option in ("proportional", "all_or_nothing")
    )
    assert one == other == 97
    assert set(OPTIONS) >= {"partial_credit", "rounding"}


def test_the_overlaid_definition_is_another_one_and_the_shipped_one_stays() -> None:
    before = builders.definition()
    overlay = overlays.of({"indicators": {"5": {"points": "0"}, "6": {"points": "6"}}})
    assert overlay.definition.digest == f"{before.digest}+{overlay.overlay.sha256[:12]}"
    assert builders.definition() is before
    assert resolve(before).overlay is None
    assert {i.no for i in resolve(overlay.definition).indicators if not i.scored} == {"5"}
    cards = card_of(overlay.definition, "2026", builders.on_target("2026"))
    assert "5" not in {item.indicator.no for item in cards["2026"].indicators}
    assert cards["2026"].total == 100


def test_every_point_says_which_paper_it_comes_from() -> None:
    overlay = overlays.of({"clause": "第二条", "indicators": {"5": {"points": "3", "clause": "第三条"}, "6": "3"}})
    indicators = {i.no: i for i in resolve(overlay.definition).indicators}
    assert indicators["5"].cited == "附件4 序号5；《试行细则》第三条"
    assert indicators["6"].cited == "附件4 序号6；《试行细则》第二条"
    assert indicators["7"].cited == "附件4 序号7"


def item(score: Any, actual: str) -> tuple[Indicator, str]:
    overlay = overlays.of({"indicators": {"5": {"score": score}}})
    told = {**builders.on_target("2026"), ("5", "2026"): actual}
    (found,) = (i for i in card_of(overlay.definition, "2026", told)["2026"].indicators if i.indicator.no == "5")
    return found.indicator, explanation(found)


BANDS = {"kind": "bands", "bands": [{"from": 100, "points": 3}, {"from": 75, "points": [2, "2.5"]}]}


@pytest.mark.parametrize(
    ("score", "actual", "said"),
    [
        (BANDS, "30", "30项 ÷ 40项 = 75%，属“75%以上、不满100%”一档，可给 2 至 2.5 分，由人定，暂按 2 分计"),
        (BANDS, "40", "40项 ÷ 40项 = 100%，属“100%以上”一档，给 3 分"),
        (
            BANDS,
            "39.9999",
            "39.9999项 ÷ 40项 = 99.9998%，属“75%以上、不满100%”一档，可给 2 至 2.5 分，由人定，暂按 2 分计",
        ),
        (BANDS, "29", "29项 ÷ 40项 = 72.5%，不满75%，不给分"),
        (
            {**BANDS, "inside": "linear"},
            "35",
            "35项 ÷ 40项 = 87.5%，属“75%以上、不满100%”一档，2 +（2.5 − 2）×（87.5% − 75%）÷（100% − 75%） = 2.25 分",
        ),
        (
            {"kind": "step", "each": 2, "minus": "0.5"},
            "39",
            "39项 ÷ 40项 = 97.5%，差 2.5%；每差 2% 扣 0.5 分（不足 2% 的按 2% 计），计 2 次，扣 1 分，3 − 1 = 2 分",
        ),
        (
            {"kind": "step", "each": 2, "minus": 1, "started": "ignored"},
            "39.5",
            "39.5项 ÷ 40项 = 98.75%，差 1.25%；每差 2% 扣 1 分（不足 2% 的不计），计 0 次，不扣分，给满分 3 分",
        ),
        (
            {"kind": "step", "each": 2, "minus": 1},
            "10",
            "10项 ÷ 40项 = 25%，差 75%；每差 2% 扣 1 分（不足 2% 的按 2% 计），计 38 次，应扣 38 分，扣完为止，不给分",
        ),
        (
            {"kind": "step", "each": 2, "minus": 1, "over_each": 3, "plus": 1, "up_to": 2},
            "44",
            "44项 ÷ 40项 = 110%，超过 10%；每超过 3% 加 1 分，计 3 次，应加 3 分，最多加 2 分，3 + 2 = 5 分",
        ),
    ],
)
def test_the_explanation_can_be_followed_by_hand(score: Any, actual: str, said: str) -> None:
    assert item(score, actual)[1] == said


def test_a_rule_is_told_in_words() -> None:
    indicator, _ = item(BANDS, "40")
    assert rule_words(indicator.score, Fraction(3)) == (
        "完成率100%以上 3 分，75%以上、不满100% 2 至 2.5 分，不满75%不给分；档内得分由人定"
    )
