"""What must hold of every submission: bounds, sums, exactness, monotony, the spread, and silence ended."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core import builders, oracle
from zhtcli.core.figures.figures import measure
from zhtcli.core.points.scorecard import scorecards
from zhtcli.core.rules.resolve import UnknownReading, as_regime, choices, chosen, resolve, settle

NOS = tuple(row["序号"] for row in builders.printed_table()["指标"])
OPTIONS = builders.options()
EVERY = {reading.key: tuple(reading.options) for reading in builders.definition().readings}

readings = st.fixed_dictionaries({key: st.sampled_from(options) for key, options in OPTIONS.items()})
# Around the targets, on them, far off, and with more digits than a float has.
figures = st.one_of(
    st.integers(0, 12).map(str),
    st.integers(0, 500).map(str),
    st.sampled_from(["0", "1", "2.6", "40", "100", "3208", "8000", "0.1", "0.3"]),
    st.decimals(min_value=0, max_value=9000, places=20, allow_nan=False).map(lambda value: f"{value:f}"),
)


def waiver(no_demand: bool) -> frozenset[str]:
    """The cover says that nobody asked for what item 20 counts, or it does not."""
    return frozenset({"no_demand_20"}) if no_demand else frozenset()


@st.composite
def told_forms(draw: st.DrawFn) -> tuple[str, dict[tuple[str, str], str]]:
    """A year, and what its form tells; about one cell in ten is blank."""
    year = draw(st.sampled_from(builders.YEARS))
    some = draw(st.lists(st.one_of(figures, figures, figures, st.none()), min_size=7, max_size=23))
    blank = draw(st.integers(5, 19))
    cells = [(no, period) for no in NOS for period in builders.YEARS if period <= year]
    told = {cell: some[place % len(some)] for place, cell in enumerate(cells) if place % blank or blank > 15}
    return year, {cell: figure for cell, figure in told.items() if figure is not None}


@settings(max_examples=60)
@given(told_forms(), readings, st.booleans())
def test_points_are_what_the_rules_say(
    form: tuple[str, dict[tuple[str, str], str]], options: dict[str, str], no_demand: bool
) -> None:
    """Against an oracle of its own, in every scope and under any combination of readings, to the last digit."""
    year, told = form
    actuals = {cell: Fraction(figure) for cell, figure in told.items()}
    cards = builders.cards(year, told, options, waiver(no_demand))
    assert list(cards) == [year, *(y for y in builders.YEARS if y < year), "..2027", "..2029"]
    for scope, card in cards.items():
        wanted = oracle.expected(year, actuals, options, scope, no_demand=no_demand)
        assert {item.indicator.no: item.points for item in card.indicators} == wanted.points
        assert (card.total, card.raw_total, card.assessed_max) == (wanted.total, wanted.raw, wanted.assessed)
        assert card.complete == wanted.complete


@settings(max_examples=30)
@given(told_forms(), readings, st.booleans())
def test_points_and_totals_stay_within_bounds_and_add_up(
    form: tuple[str, dict[tuple[str, str], str]], options: dict[str, str], no_demand: bool
) -> None:
    year, told = form
    for scope, card in builders.cards(year, told, options, waiver(no_demand)).items():
        for item in card.indicators:
            assert item.points is None or 0 <= item.points <= Fraction(item.indicator.points)
            assert 0 <= item.low <= item.high <= Fraction(item.indicator.points)
            assert item.low <= (item.points or 0) <= item.high
            if item.zero_target and options["zero_target"] == "zero" and not item.waived:
                assert item.high == 0
        assert 0 <= card.low <= card.total <= card.high <= card.max == 100
        assert card.total <= 100
        assert card.bonus == 0
        assert card.base == card.raw_total
        if options["rounding"] != "total_only":
            earned = sum((item.points or Fraction(0) for item in card.indicators), Fraction(0))
            assert card.raw_total == earned == sum((section.points for section in card.sections), Fraction(0))
        assert all(0 <= section.points <= section.max for section in card.sections)
        if card.complete:
            assert card.low == card.total == card.high
            assert scope[-4:] <= year


@settings(max_examples=30)
@given(told_forms(), readings, st.data())
def test_more_is_never_worth_less(
    form: tuple[str, dict[tuple[str, str], str]], options: dict[str, str], data: st.DataObject
) -> None:
    """A greater figure in one cell lowers no item and no total, whatever the readings, in any scope."""
    year, told = form
    assume(told)
    cell = data.draw(st.sampled_from(sorted(told)))
    more = told | {cell: str(Decimal(told[cell]) + data.draw(st.decimals("0.001", 50, places=3)))}
    before, after = builders.cards(year, told, options), builders.cards(year, more, options)
    for scope, card in after.items():
        assert card.total >= before[scope].total
        for new, old in zip(card.indicators, before[scope].indicators, strict=True):
            assert (new.points is None) == (old.points is None)
            assert (new.points or 0) >= (old.points or 0)


def test_no_figure_passes_through_a_binary_float() -> None:
    """A target missed in the twentieth digit is missed; 2.6 typed and 13/500 are one value."""
    below = {**builders.on_target("2026"), ("5", "2026"): "39.99999999999999999999"}
    options = {"partial_credit": "all_or_nothing"}
    (item,) = (i for i in builders.cards("2026", below, options)["2026"].indicators if i.indicator.no == "5")
    assert item.status == "not_met"
    assert item.points == 0
    assert item.actual == Fraction("39.99999999999999999999")
    typed = {**builders.on_target("2026"), ("8", "2026"): "2.6"}
    parts = {**builders.on_target("2026"), ("8", "2026"): {"numerator": "13", "denominator": "500"}}
    values = [builders.figures_of("2026", told)["8", "2026"].value for told in (typed, parts)]
    assert values == [Fraction(13, 5), Fraction(13, 5)]


@settings(max_examples=30)
@given(st.fixed_dictionaries({key: st.sampled_from(options) for key, options in EVERY.items()}))
def test_resolving_leaves_no_choice_and_keeps_every_reading(options: dict[str, str]) -> None:
    tree = {key: settle(node, options) for key, node in builders.definition().tree.items()}
    assert list(choices(tree)) == []
    regime = as_regime(tree)
    assert regime == resolve(builders.definition(), options)
    assert {reading.key for reading in regime.readings} == EVERY.keys() >= OPTIONS.keys()
    assert len(regime.indicators) == 30


@pytest.mark.parametrize(("key", "option"), [(key, option) for key, known in EVERY.items() for option in known])
def test_each_option_alone_gives_a_regime_and_is_told(key: str, option: str) -> None:
    assert chosen(builders.definition(), {key: option})[key] == option
    assert list(choices(dict(builders.definition().tree)))
    assert resolve(builders.definition(), {key: option}).id == "bishan"


def test_every_option_but_the_default_changes_the_regime() -> None:
    default = resolve(builders.definition())
    for reading in builders.definition().readings:
        for option in reading.options:
            same = resolve(builders.definition(), {reading.key: option}) == default
            assert same == (option == reading.default), f"{reading.key}={option}"


@pytest.mark.parametrize(
    ("told", "names"),
    [({"partial": "floor60"}, "partial"), ({"partial_credit": "floor70"}, "floor70"), ({"": ""}, "“”")],
)
def test_an_unknown_reading_or_option_is_named(told: dict[str, str], names: str) -> None:
    with pytest.raises(UnknownReading, match=names):
        resolve(builders.definition(), told)


@st.composite
def few_options(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Every reading with its default; five of them with another option as well."""
    moved = draw(st.sets(st.sampled_from(sorted(OPTIONS)), min_size=5, max_size=5))
    return {
        key: (known[0], draw(st.sampled_from(known[1:]))) if key in moved else (known[0],)
        for key, known in OPTIONS.items()
    }


@settings(max_examples=15)
@given(
    st.sets(st.sampled_from(["1", "4", "5", "8", "19", "20", "29", "30"]), min_size=2, max_size=4),
    few_options(),
    told_forms(),
    st.booleans(),
)
def test_the_spread_is_what_trying_every_combination_gives(
    nos: set[str], offered: dict[str, tuple[str, ...]], form: tuple[str, dict[tuple[str, str], str]], no_demand: bool
) -> None:
    year, told = form
    waived = waiver(no_demand)
    definition = builders.narrowed(offered, tuple(nos))
    values = measure(resolve(definition), builders.submission(year, told))
    found = builders.spreads(definition, year, told, None, waived)
    totals: dict[str, dict[tuple[str, ...], Fraction]] = {scope: {} for scope in found}
    for combination in product(*offered.values()):
        regime = resolve(definition, dict(zip(offered, combination, strict=True)))
        for card in scorecards(regime, values, year, waived):
            totals[card.scope.id][combination] = card.total
    default = tuple(options[0] for options in offered.values())
    for scope, spreads in found.items():
        assert (spreads.low, spreads.high) == (min(totals[scope].values()), max(totals[scope].values()))
        moves = {(move.reading, move.option): move.total for move in spreads.moves}
        alone = {
            (key, offered[key][1]): tuple(offered[k][1] if k == key else offered[k][0] for k in offered)
            for key in offered
            if len(offered[key]) > 1
        }
        assert moves == {move: totals[scope][combination] for move, combination in alone.items()}
        assert all(spreads.low <= total <= spreads.high for total in moves.values())
        assert spreads.low <= totals[scope][default] <= spreads.high


def test_the_spread_moves_every_option_that_was_not_chosen() -> None:
    definition = builders.definition()
    found = builders.spreads(definition, "2026", builders.on_target("2026"), {"rounding": "one_place"})["2026"]
    wanted = {(one.key, option) for one in definition.readings for option in one.options if option != one.default}
    assert {(move.reading, move.option) for move in found.moves} == (wanted - {("rounding", "one_place")}) | {
        ("rounding", "per_item")
    }


def test_the_spread_of_a_year_exactly_on_target_names_what_moves_it() -> None:
    """2026 on target: only item 4 (target 0) and 29/30 (new ones against the column) can lose points.

    zero: 100 − 2 = 98. annual, level, literal: 2÷6×4 = 1.33 and 2÷4×4 = 2, so 92 + 3.33 = 95.33. Together,
    new ones under the floors or none at all: 92 − 2 = 90.
    """
    found = builders.spreads(builders.narrowed(OPTIONS), "2026", builders.on_target("2026"))["2026"]
    moved = {(move.reading, move.option): move.total for move in found.moves if move.total != 100}
    assert moved == {
        ("zero_target", "zero"): 98,
        ("items29_30", "annual"): Fraction("95.33"),
        ("items29_30", "level"): Fraction("95.33"),
        ("items29_30", "literal"): Fraction("95.33"),
    }
    assert [found.low, found.high] == [90, 100]
