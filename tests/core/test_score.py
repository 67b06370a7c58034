"""Corners of the score that cases do not reach: what intervals promise, and readings that meet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from core import builders
from zhtcli.core.figures.figures import measure
from zhtcli.core.points.explanation import explanation
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.points.scorecard import scorecards
from zhtcli.core.rules.resolve import resolve


def item(no: str, year: str, told: builders.Told, scope: str, readings: dict[str, str] | None = None) -> IndicatorScore:
    (found,) = (i for i in builders.cards(year, told, readings)[scope].indicators if i.indicator.no == no)
    return found


def test_the_main_scope_comes_first_then_the_earlier_years_then_the_cumulative_ones() -> None:
    assert list(builders.cards("2027", {})) == ["2027", "2025", "2026", "..2027", "..2029"]
    assert list(builders.cards("2025", {})) == ["2025", "..2027", "..2029"]


def test_a_form_without_a_figure_earns_nothing_and_could_still_earn_all() -> None:
    for card in builders.cards("2029", {}).values():
        assert [card.total, card.low, card.high] == [0, 0, 100]
        assert not card.complete
        assert {one.status for one in card.indicators} == {"not_filled"}


def test_what_went_into_an_amount_is_told() -> None:
    told = {**builders.on_target("2027"), ("5", "2026"): "41"}
    summed = item("5", "2027", told, "..2027").amount
    assert list(summed.terms) == [30, 41, 50]
    assert [str(cell) for cell in summed.cells] == [
        str(builders.at("5", "value", year, "2027")) for year in ("2025", "2026", "2027")
    ]
    ratio = item("8", "2027", told, "2027")
    assert (ratio.numerator, ratio.denominator) == (Decimal("2.70"), Decimal(100))
    assert item("5", "2027", {("5", "2027"): "3"}, "..2027").amount.gap == ("2025", "2026")


@pytest.mark.parametrize("forgotten", ["2025", "2026", "2027"])
def test_a_sum_lacks_what_any_year_lacks(forgotten: str) -> None:
    told = {**builders.on_target("2027"), ("9", forgotten): None}
    assert item("9", "2027", told, "..2027").status == "not_filled"
    assert item("9", "2027", told, "..2027").amount.gap == (forgotten,)


def test_an_unusable_figure_outweighs_a_blank_one() -> None:
    told = {("9", "2025"): None, ("9", "2026"): builders.UNREADABLE}
    amount = item("9", "2026", told, "..2027").amount
    assert (amount.state, amount.gap) == ("not_computable", ("2026",))


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ({("5", "2026"): "30"}, "30项 ÷ 40项 = 75%，3 分 × 30 ÷ 40 = 2.25 分"),
        ({("5", "2026"): "41"}, "41项 ÷ 40项 = 102.5%，达到目标，给满分 3 分"),
        ({("5", "2026"): None}, "2026年未填报，不给分"),
    ],
)
def test_the_explanation_retells_the_arithmetic(points: dict[tuple[str, str], Any], words: str) -> None:
    assert explanation(item("5", "2026", {**builders.on_target("2026"), **points}, "2026")) == words


def test_the_explanation_of_a_sum_shows_its_terms() -> None:
    told = {**builders.on_target("2027"), ("29", "2026"): "1"}
    assert explanation(item("29", "2027", told, "..2027")) == (
        "4 + 1 + 4 = 9个；9个 ÷ 10个 = 90%，4 分 × 9 ÷ 10 = 3.6 分"
    )


@pytest.mark.parametrize(
    ("option", "numerator", "denies"),
    [
        ("floor80", "7599999", ("= 80%", "低于 80%")),  # 75.99999 ÷ 95 = 79.99998…%
        ("all_or_nothing", "9499999", ("= 100%", "未达到目标")),  # 94.99999 ÷ 95 = 99.99998…%
    ],
)
def test_an_explanation_never_contradicts_itself(option: str, numerator: str, denies: tuple[str, str]) -> None:
    told = {**builders.on_target("2026"), ("14", "2026"): {"numerator": numerator, "denominator": "10000000"}}
    found = item("14", "2026", told, "2026", {"partial_credit": option})
    assert found.points == 0
    assert not all(words in explanation(found) for words in denies), explanation(found)


def test_a_blank_read_as_zero_uses_up_a_surplus_like_a_zero_does() -> None:
    """2025: 90, a surplus of 60. 2026 counts as 0 of 40 and takes 40. 2027: (20 + 20) ÷ 50 × 3 = 2.4."""
    readings = {"missing_value": "zero", "over_achievement": "carry_forward"}
    told = {**builders.on_target("2027"), ("5", "2025"): "90", ("5", "2026"): None, ("5", "2027"): "20"}
    assert item("5", "2027", told, "2026", readings).points == 3
    assert item("5", "2027", told, "2027", readings).points == Fraction("2.4")


def test_a_zero_uses_up_a_surplus() -> None:
    readings = {"over_achievement": "carry_forward"}
    told = {**builders.on_target("2027"), ("5", "2025"): "90", ("5", "2026"): "0", ("5", "2027"): "20"}
    assert item("5", "2027", told, "2026", readings).points == 3
    assert item("5", "2027", told, "2027", readings).points == Fraction("2.4")


@pytest.mark.parametrize(("scope", "told"), [("..2027", "0"), ("2026", None)])
def test_an_item_that_earns_nothing_by_its_reading_cannot_earn_anything_later(scope: str, told: str | None) -> None:
    """`zero_target=zero`: item 4 has target 0 in 2026 and up to 2027; whatever is entered, it earns 0."""
    figures = {**builders.on_target("2026"), ("4", "2026"): told}
    readings = {"zero_target": "zero"}
    assert item("4", "2026", figures, scope, readings).high == 0
    assert builders.cards("2026", figures, readings)[scope].high == 98


def test_the_spread_of_a_regime_with_a_bonus_starts_from_its_scorecard() -> None:
    """Two items of 3, one of them a bonus, both halfway: 1.5 + 1.5 = 3 of 3, and no reading is moved."""
    plain = builders.narrowed({}, ("5", "6"))
    indicators = [{**node, "bonus": node["no"] == "6"} for node in plain.tree["indicators"]]
    scoring = {**plain.tree["scoring"], "total": "3"}
    definition = replace(plain, tree={**plain.tree, "indicators": indicators, "scoring": scoring})
    told = {("5", "2026"): "20", ("6", "2026"): "10"}
    regime = resolve(definition)
    total = scorecards(regime, measure(regime, builders.submission("2026", told)), "2026")[0].total
    found = builders.spreads(definition, "2026", told)["2026"]
    assert total == 3
    assert (found.low, found.high) == (total, total)
