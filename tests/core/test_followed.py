"""Growth, to-date figures and early signs of a series of quarters."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhtcli.core.period import previous
from zhtcli.core.quarters import growth as words
from zhtcli.core.quarters.followed import expected_to_date, follow
from zhtcli.core.quarters.growth import Grown, growth
from zhtcli.core.quarters.observed import Observed, Quarters, Told
from zhtcli.core.rules.monitored import Nature, Signal
from zhtcli.core.years.signals import raised
from zhtcli.definitions.load import load_regime

REGIME = load_regime("jiaxing")
FLOW = Nature(kind="flow", clause="", basis="P")
SINCE_START = Nature(kind="flow", since="start", clause="", basis="P")
STOCK = Nature(kind="stock", clause="", basis="P")
SHARE = Nature(kind="ratio", growth="points", clause="", basis="P")


def series(no: str = "1", **quarters: str | tuple[str | None, str | None]) -> Quarters:
    """`q2026q1="3"` is a quarter's figure, `("3", "9")` that and the figure to date."""
    known: dict[tuple[str, str], Observed] = {}
    for name, figures in quarters.items():
        period = name.removeprefix("q")
        quarter, to_date = figures if isinstance(figures, tuple) else (figures, None)
        told = {"quarter": quarter, "to_date": to_date}
        known[no, period] = Observed(no, period, {p: Told(Fraction(v)) for p, v in told.items() if v is not None})  # type: ignore[misc]
    return known


@pytest.mark.parametrize(
    ("now", "before", "nature", "expected"),
    [
        ("105", "100", FLOW, Grown(Fraction(5))),
        ("0", "100", FLOW, Grown(Fraction(-100))),
        ("12.5", "10", SHARE, Grown(Fraction("2.5"))),
        ("7", "0", FLOW, Grown(None, words.ZERO_BASE)),
        ("0", "0", FLOW, Grown(None, words.ZERO_BASE)),
        ("7", None, FLOW, Grown(None, words.NO_BASE)),
        ("7", "-2", FLOW, Grown(None, words.NEGATIVE_BASE)),
        ("7", "-2", SHARE, Grown(None, words.NEGATIVE_BASE)),
        (None, "100", FLOW, Grown(None, words.NO_FIGURE)),
    ],
)
def test_growth_is_blank_with_a_note_where_there_is_nothing_to_grow_from(
    now: str | None, before: str | None, nature: Nature, expected: Grown
) -> None:
    one, other = (None if text is None else Fraction(text) for text in (now, before))
    assert growth(one, other, nature) == expected


@given(
    st.fractions(min_value="0.01", max_value=10**9), st.fractions(min_value=0, max_value=10**9), st.integers(1, 10**6)
)
def test_growth_does_not_depend_on_the_unit(before: Fraction, now: Fraction, times: int) -> None:
    assert growth(now, before, FLOW) == growth(now * times, before * times, FLOW)


def test_a_flow_to_date_adds_up_within_the_year() -> None:
    known = series(q2026q1=("3", "3"), q2026q2=("4", "7"), q2026q3=("5", None))
    assert expected_to_date(FLOW, known, "1", "2026q3") == 12
    assert expected_to_date(FLOW, series(q2026q1="3"), "1", "2026q1") == 3


def test_a_flow_to_date_is_added_up_from_quarters_where_earlier_sums_are_blank() -> None:
    assert expected_to_date(FLOW, series(q2026q1="3", q2026q2="4", q2026q3="5"), "1", "2026q3") == 12
    assert expected_to_date(FLOW, series(q2026q2="4", q2026q3="5"), "1", "2026q3") is None
    assert expected_to_date(FLOW, series(q2026q1="3", q2026q3="5"), "1", "2026q3") is None


def test_a_flow_since_the_start_goes_on_over_the_turn_of_the_year() -> None:
    known = series(q2025q4=("2", "20"), q2026q1=("3", None))
    assert expected_to_date(SINCE_START, known, "1", "2026q1") == 23
    assert expected_to_date(FLOW, known, "1", "2026q1") == 3


def test_a_sum_from_the_start_begins_with_the_quarter_of_the_start() -> None:
    known = series(q2026q2="4", q2026q3="5")
    assert expected_to_date(SINCE_START, known, "1", "2026q2") is None
    assert expected_to_date(SINCE_START, known, "1", "2026q2", "2026q2") == 4
    assert expected_to_date(SINCE_START, known, "1", "2026q3", "2026q2") == 9
    assert expected_to_date(SINCE_START, known, "1", "2026q3", "2026q3") == 5
    assert expected_to_date(FLOW, known, "1", "2026q2", "2026q2") is None


def test_a_stock_stands_and_a_ratio_does_not_add_up() -> None:
    known = series(q2026q1=("30", "30"), q2026q2=("31", "29"))
    assert expected_to_date(STOCK, known, "1", "2026q2") == 31
    assert expected_to_date(SHARE, known, "1", "2026q2") is None
    assert expected_to_date(SHARE, known, "1", "2026q1") == 30


def _signs(quarters: Quarters, count: int, own: str = "2026q3") -> list[tuple[str, ...]]:
    signal = Signal(id="growth_down", title="同比下降", quarters=count, clause="", basis="P")
    indicator = REGIME.indicator("1")
    told = follow(REGIME, indicator, quarters, own)
    return [one.periods for one in raised(signal, indicator, told, own)]


def test_two_quarters_down_are_a_sign_and_one_is_one_only_where_it_is_asked() -> None:
    down = series(q2025q2="10", q2025q3="10", q2026q2="9", q2026q3="9.99")
    assert _signs(down, 2) == [("2026q2", "2026q3")]
    once = series(q2025q2="10", q2025q3="10", q2026q2="10", q2026q3="9")
    assert (_signs(once, 2), _signs(once, 1)) == ([], [("2026q3",)])


def test_a_gap_is_no_sign() -> None:
    assert _signs(series(q2025q3="10", q2026q3="9"), 2) == []


def test_growth_as_typed_serves_where_there_is_nothing_to_compute_it_from() -> None:
    known = dict(series(q2026q2="9", q2026q3="9"))
    for period in ("2026q2", "2026q3"):
        one = known["1", period]
        known["1", period] = Observed("1", period, {**one.told, "quarter_growth": Told(Fraction(-3))})
    assert _signs(known, 2) == [("2026q2", "2026q3")]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_to_date_figures_that_add_up_are_what_is_expected(flows: list[int]) -> None:
    period, sums = "2024q1", {}
    known: dict[tuple[str, str], Observed] = {}
    for flow in flows:
        before = 0 if period.endswith("q1") else sums[previous(period)]
        sums[period] = before + flow
        known |= dict(series(**{f"q{period}": (str(flow), str(sums[period]))}))
        assert expected_to_date(FLOW, known, "1", period) == sums[period]
        year, _, quarter = period.partition("q")
        period = f"{year}q{int(quarter) + 1}" if quarter != "4" else f"{int(year) + 1}q1"
