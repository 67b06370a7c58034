"""What holds of every grant, whatever the rows: sums, caps, exact limits, and no order of rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.granting import assessment, claim, figures, form, granted, investment, parts, platform, under
from zhtcli.core.grants.grant import Grant
from zhtcli.core.grants.grants import Books, grants

AMOUNTS = st.decimals(min_value="0", max_value="900", places=4).map(str)
DAYS = st.dates(date(2022, 1, 1), date(2024, 12, 31))
MILLION = Fraction(1_000_000)

CLAIMS = st.lists(
    st.builds(
        dict,
        fee=AMOUNTS,
        used=DAYS,
        uscc=st.sampled_from(["91120222MA06U0ER1Q", "91120222MA06USER2X", None]),
        kind=st.sampled_from(["企业", "团队", "人才"]),
        landed_on=st.one_of(st.none(), DAYS),
        paid_on=st.one_of(st.none(), DAYS),
    ),
    max_size=12,
)
INVESTMENTS = st.lists(
    st.builds(
        investment,
        AMOUNTS,
        st.sampled_from(["材料费", "设备费_硬件", "安装调试费", "其他合理费用", "其他合理费用", "购置土地"]),
        DAYS,
    ),
    max_size=10,
)
OUTCOMES = st.lists(st.sampled_from(["合格", "不合格", None]), min_size=3, max_size=3)
AS_OF = st.one_of(st.none(), st.dates(date(2022, 1, 1), date(2026, 1, 1)))


def _claims(told: list[dict[str, Any]]) -> list[Any]:
    return [claim(f"C{no}", **one) for no, one in enumerate(told)]


def _assessments(outcomes: list[str | None]) -> list[Any]:
    return [assessment(2022 + no, outcome) for no, outcome in enumerate(outcomes) if outcome]


def _holds_together(one: Grant) -> None:
    base, cap = (sum(cut.amount for cut in one.cuts if cut.stage == stage) for stage in ("base", "cap"))
    lapsed = sum(part.amount for part in one.instalments if part.state == "lapsed")
    live = sum(part.amount for part in one.instalments if part.state != "lapsed")
    assert one.asked - base == one.recognised
    assert all(cut.amount >= 0 for cut in one.cuts)
    assert one.interval[0] <= one.amount <= one.interval[1]
    assert (one.amount * 100).denominator == 1
    if one.state == "for_person":
        assert one.instalments == ()
        return
    assert one.computed - cap == one.amount + lapsed
    assert live == (one.amount if one.instalments else 0)
    if one.state in ("refused", "lapsed"):
        assert one.amount == 0


@settings(max_examples=60)
@given(CLAIMS, AS_OF, st.sampled_from(["use", "payment"]), st.integers(0, 99))
def test_nobody_gets_more_than_a_million_a_year_in_whatever_order_the_rows_stand(
    told: list[dict[str, Any]], as_of: date | None, year: str, seed: int
) -> None:
    made = granted(form(claims=_claims(told)), as_of, claim_year=year)
    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for one in made.values():
        _holds_together(one)
        if one.rule == "demand":
            # Rows without a code belong to the one firm of that name, or stand by themselves.
            sums[one.uscc or one.payee, one.period] += one.amount
    assert all(total <= MILLION for total in sums.values())
    again = granted(form(claims=_claims(told), shuffled=seed), as_of, claim_year=year)
    assert {name: (one.amount, one.state) for name, one in made.items()} == {
        name: (one.amount, one.state) for name, one in again.items()
    }


@settings(max_examples=60)
@given(
    INVESTMENTS,
    OUTCOMES,
    AS_OF,
    st.fixed_dictionaries(
        {
            key: st.sampled_from(sorted(options))
            for key, options in {
                "other_costs": {"of_recognised", "of_declared", "of_rest", "reject_all", "warn"},
                "cap_500": {"cumulative", "initial", "per_grant"},
                "follow_up_years": {"first3", "since_recognition", "supported3"},
                "failed_year": {"uses", "ends", "skips"},
                "first_failed": {"postponed", "forfeited"},
                "equipment_miss": {"for_person", "no_effect"},
            }.items()
        }
    ),
    st.sampled_from(["新材料", "生物医药"]),
    st.integers(0, 99),
)
def test_supports_hold_together_under_every_reading(
    rows: list[Any],
    outcomes: list[str | None],
    as_of: date | None,
    readings: dict[str, str],
    industry: str,
    seed: int,
) -> None:
    told = {"investments": rows, "assessments": _assessments(outcomes), "platforms": [platform(industry=industry)]}
    made = granted(form(**told), as_of, **readings)
    for one in made.values():
        _holds_together(one)
    if readings["cap_500"] == "cumulative":
        assert sum(one.amount for one in made.values()) <= 5 * MILLION
    again = granted(form(**told, shuffled=seed), as_of, **readings)
    assert {name: (one.amount, parts(one)) for name, one in made.items()} == {
        name: (one.amount, parts(one)) for name, one in again.items()
    }


@given(AMOUNTS, AMOUNTS)
def test_recognised_other_costs_are_at_most_three_percent_of_what_is_recognised(rest: str, other: str) -> None:
    told = form(investments=[investment(rest), investment(other, "其他合理费用")])
    one = granted(told)["supply"]
    recognised = figures(told)["recognised_other_costs"].value if one.recognised else Fraction(0)
    assert recognised <= Fraction(3, 100) * one.recognised
    # No more is taken off than has to be: the limit is reached, or all of it is recognised.
    assert recognised in (Fraction(3, 100) * one.recognised, Fraction(Decimal(other)) * 10_000)


@pytest.mark.parametrize("as_of", [None, date(2026, 12, 31)])
def test_an_empty_form_grants_nothing(as_of: date | None) -> None:
    assert grants(under(), Books(under(), form(platforms=[]), as_of)) == ()
