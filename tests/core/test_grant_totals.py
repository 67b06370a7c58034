"""Grants added up: whatever the claims, nothing is lost between the grants and their totals."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from core.granting import PLATFORM, USER, claim, form, granted, investment, platform, under, yuan
from zhtcli.core.grants.grants import Books, grants
from zhtcli.core.grants.totals import by_payee, by_title, by_year, sum_of, together
from zhtcli.core.grants.use import row_uses

OTHER = "武清区智能科技产业五大创新功能平台"


def test_one_unit_with_two_platforms_is_two_payees_and_a_user_is_one() -> None:
    told = form(
        platforms=[platform(), platform(platform=OTHER)],
        investments=[investment("100"), investment("50", platform=OTHER)],
        claims=[claim("C1", "10"), claim("C2", "10", uscc=None), claim("C3", "10", enterprise="天津甲科技(有限)公司")],
    )
    made = tuple(granted(told).values())
    assert [(one.label, one.count) for one in by_payee(made)] == [(PLATFORM, 1), (OTHER, 1), (USER, 3)]


def test_two_of_one_name_with_different_codes_are_two() -> None:
    told = form(claims=[claim("C1", "1"), claim("C2", "2", uscc="91120222MA06USER2X"), claim("C3", "4", uscc=None)])
    users = [one for one in by_payee(tuple(granted(told).values())) if one.label == USER]
    assert [one.asked for one in users] == [yuan("10000"), yuan("20000"), yuan("40000")]


def test_grants_without_a_year_come_last() -> None:
    told = form(platforms=[platform(certified_on=None)], claims=[claim("C1", "1", date(2021, 1, 1))])
    assert [one.label for one in by_year(granted(told).values())] == ["2021", ""]


AMOUNTS = st.integers(0, 30_000_000).map(lambda cents: f"{cents / 10_000:.4f}")
CLAIMS = st.lists(st.tuples(AMOUNTS, st.integers(0, 2), st.sampled_from([2021, 2022, 2023, 2024])), max_size=6)


@settings(max_examples=60, deadline=None)
@given(AMOUNTS, AMOUNTS, AMOUNTS, CLAIMS)
def test_nothing_is_lost(work: str, other: str, land: str, fees: list[tuple[str, int, int]]) -> None:
    told = form(
        investments=[
            investment(work), investment(other, "其他合理费用"), investment(land, "购置土地"),
            investment(work, day=date(2023, 3, 3)),
        ],
        claims=[
            claim(f"C{n}", fee, date(year, 6, 1), enterprise=f"公司{who}", uscc=None)
            for n, (fee, who, year) in enumerate(fees)
        ],
    )  # fmt: skip
    regime = under()
    made = grants(regime, Books(regime, told, date(2024, 1, 1)))
    whole = sum_of("合计", made)
    assert whole.amount == sum(one.amount for one in made)
    assert whole.amount == whole.due + whole.pending
    assert whole.unrecognised == sum(cut.amount for one in made for cut in one.cuts if cut.stage == "base")
    assert whole.withheld >= 0
    for groups in (by_title(made), by_year(made), by_payee(made)):
        assert together("合计", groups) == whole
    counted = {one.id: 0 for one in made}
    for use in row_uses(regime, told.registers, made, ()):
        assert use.grant is not None
        assert 0 <= use.counted <= (use.amount or 0)
        counted[use.grant.id] += use.counted
    assert counted == {one.id: one.recognised for one in made}
