"""Decisions on conditions and grants: what they settle, what they cannot give, and that nothing is overwritten."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.granting import PLATFORM, assessment, claim, form, investment, parts, platform, under, yuan
from zhtcli.core.assessing.entitled import entitled
from zhtcli.core.assessing.entitleddecisions import entitled_decisions
from zhtcli.core.decision import Decided, Decision
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.grant import Grant
from zhtcli.definitions.load import parsed, settled

FIRST, SECOND, THIRD = date(2023, 3, 1), date(2023, 6, 1), date(2023, 9, 1)
SUPPLY = f"supply/{PLATFORM}"


def says(no: str, value: Any, **more: Any) -> Decision:
    told = {"unit": "区科技局", "reason": "经核实", "by": "张三", "date": "2026-12-20", **more}
    return Decision(no=no, value=value if isinstance(value, bool) else Fraction(Decimal(value)), **told)


def decided(told: Submission, *decisions: Decision, **readings: str) -> tuple[dict[str, Grant], list[Finding]]:
    regime = under(**readings)
    conditions, grants, found = entitled_decisions(regime, "2026", decisions)
    one = entitled(regime, told, None, Decided(conditions=conditions, grants=grants))
    codes = [finding for finding in (*found, *one.findings) if finding.code.startswith("ZHT-DECISION")]
    return {grant.id: grant for grant in one.grants}, codes


def short_of_equipment() -> Submission:
    """1000万, of which 59 % is equipment, on a platform of which 60 % are asked."""
    return form(
        platforms=[platform(industry="生物医药")],
        investments=[investment("590", "设备费_硬件"), investment("410")],
        assessments=[assessment(2022)],
    )


@pytest.mark.parametrize(
    ("value", "amount", "state", "instalments"),
    [
        (True, "3000000", "due", [("1500000", "due"), ("1500000", "due")]),
        (False, "0", "refused", []),
        ("0", "0", "refused", []),
        ("1000000.01", "1000000.01", "due", [("500000.01", "due"), ("500000", "due")]),
        ("3000000", "3000000", "due", [("1500000", "due"), ("1500000", "due")]),
    ],
)
def test_what_is_for_a_person_is_settled_by_one(value: Any, amount: str, state: str, instalments: list[Any]) -> None:
    grants, found = decided(short_of_equipment(), says(SUPPLY, value))
    one = grants[SUPPLY]
    assert (one.amount, one.state, one.by_rule) == (yuan(amount), state, "for_person")
    assert parts(one) == [(yuan(some), how) for some, how in instalments]
    assert one.interval == (one.amount, one.amount)
    assert one.computed == yuan("3000000"), "what was reckoned stays"
    assert one.computed - sum(cut.amount for cut in one.cuts) == one.amount
    assert "经核实（张三，2026-12-20）" in one.reason
    assert [finding.code for finding in found] == ["ZHT-DECISION-GRANT"]


@pytest.mark.parametrize("value", ["3000000.01", "-1"])
def test_nobody_decides_more_than_the_rules_leave(value: str) -> None:
    grants, found = decided(short_of_equipment(), says(SUPPLY, value))
    assert (grants[SUPPLY].state, grants[SUPPLY].decision) == ("for_person", None)
    assert [(finding.code, finding.severity) for finding in found] == [("ZHT-DECISION-RANGE", "error")]


def test_what_a_decision_leaves_of_the_cap_serves_the_years_after() -> None:
    told = form(
        investments=[investment("2000"), investment("100", day=date(2023, 5, 1))],
        assessments=[assessment(2022), assessment(2023)],
    )
    later = f"{SUPPLY}/2023"
    assert decided(told)[0][later].amount == 0
    grants, _ = decided(told, says(SUPPLY, "4800000"))
    assert (grants[SUPPLY].amount, grants[later].amount) == (yuan("4800000"), yuan("200000"))
    grants, found = decided(told, says(SUPPLY, "4800000"), says(later, "200000.01"))
    assert grants[later].amount == yuan("200000")
    assert [finding.code for finding in found] == ["ZHT-DECISION-GRANT", "ZHT-DECISION-RANGE"]


def test_a_limit_that_cannot_be_told_is_decided_up_to_everything_declared() -> None:
    told = form(investments=[investment("970"), investment("60", "其他合理费用")])
    grants, _ = decided(told, says(SUPPLY, True), other_costs="of_stated_total")
    one = grants[SUPPLY]
    assert (one.computed, one.amount, one.cuts[-1].stage) == (yuan("2910000"), yuan("3090000"), "base")


CLAIMS = [claim("C1", "100", FIRST), claim("C2", "50", SECOND), claim("C3", "30", THIRD)]


def test_a_claim_that_is_decided_leaves_room_for_the_next_ones() -> None:
    """80万, then 20 of 40万, then nothing; with the first at 50万 the third still gets 10万 of its 24万."""
    told = form(claims=CLAIMS)
    assert [one.amount for one in decided(told)[0].values() if one.rule == "demand"] == [
        yuan("800000"), yuan("200000"), 0,
    ]  # fmt: skip
    grants, found = decided(told, says("C1", "500000"))
    assert [grants[id].amount for id in ("C1", "C2", "C3")] == [yuan("500000"), yuan("400000"), yuan("100000")]
    assert [(cut.stage, cut.amount) for cut in grants["C1"].cuts] == [("decision", yuan("300000"))]
    assert [(cut.stage, cut.amount) for cut in grants["C3"].cuts] == [("cap", yuan("140000"))]
    assert [finding.code for finding in found] == ["ZHT-DECISION-GRANT"]
    assert "程序算的是 800,000.00元，应拨付" in found[0].message


def test_a_claim_that_is_refused_takes_nothing_of_the_cap() -> None:
    grants, _ = decided(form(claims=CLAIMS), says("C1", False))
    assert (grants["C1"].state, grants["C1"].computed) == ("refused", yuan("800000"))
    assert [grants[id].amount for id in ("C1", "C2", "C3")] == [0, yuan("400000"), yuan("240000")]


@pytest.mark.parametrize(
    ("value", "applied"), [(True, True), ("200000", True), ("200000.01", False), ("400000", False)]
)
def test_a_claim_gets_what_the_cap_leaves_whatever_is_decided(value: Any, applied: bool) -> None:
    grants, found = decided(form(claims=CLAIMS), says("C2", value))
    assert (grants["C2"].amount, grants["C2"].decision is not None) == (yuan("200000"), applied)
    assert [(cut.stage, cut.amount) for cut in grants["C2"].cuts] == [("cap", yuan("200000"))]
    assert [finding.code for finding in found] == ["ZHT-DECISION-GRANT" if applied else "ZHT-DECISION-RANGE"]


def test_what_the_text_refuses_nobody_grants_by_decision() -> None:
    told = form(claims=[claim("C1", "10", date(2022, 5, 9))])
    grants, found = decided(told, says("C1", True))
    assert (grants["C1"].state, grants["C1"].decision) == ("refused", None)
    assert [finding.code for finding in found] == ["ZHT-DECISION-RANGE"]


def test_a_claim_that_waits_still_waits_after_a_decision() -> None:
    told = form(claims=[claim("C1", "10", FIRST, landed_on=None, settled=False)])
    regime = under()
    _, grants, _ = entitled_decisions(regime, "2026", [says("C1", "50000")])
    one = {g.id: g for g in entitled(regime, told, date(2023, 4, 1), Decided(grants=grants)).grants}["C1"]
    assert (one.amount, one.state, one.interval) == (yuan("50000"), "pending", (0, yuan("50000")))


@pytest.mark.parametrize(
    ("decisions", "codes"),
    [
        ([says("C9", True)], ["ZHT-DECISION-UNMATCHED"]),
        ([says("C1", True, row="x")], ["ZHT-DECISION-UNMATCHED"]),
        ([says("C1", True, period="2025")], ["ZHT-DECISION-UNMATCHED"]),
        ([says("C1", True, by="")], ["ZHT-DECISION-INCOMPLETE"]),
        ([says("C1", True), says("C1", "1")], ["ZHT-DECISION-CONFLICT"]),
        ([says("C1", "2"), says("C1", "2")], ["ZHT-DECISION-GRANT"]),
    ],
)
def test_decisions_that_cannot_be_applied_say_so(decisions: list[Decision], codes: list[str]) -> None:
    grants, found = decided(form(claims=[claim("C1", "10", FIRST)]), *decisions)
    assert [finding.code for finding in found] == codes
    assert (grants["C1"].decision is not None) == (codes == ["ZHT-DECISION-GRANT"])


@given(
    st.lists(st.tuples(st.integers(0, 150), st.dates(date(2022, 6, 1), date(2023, 12, 31))), max_size=6),
    st.lists(st.one_of(st.none(), st.booleans(), st.integers(-1, 1_100_000)), min_size=6, max_size=6),
)
def test_whatever_is_decided_a_year_stays_under_its_cap(told: list[tuple[int, date]], values: list[Any]) -> None:
    claims = [claim(f"C{no}", str(fee), day) for no, (fee, day) in enumerate(told)]
    some = [says(f"C{no}", value) for no, value in enumerate(values[: len(told)]) if value is not None]
    grants, _ = decided(form(claims=claims), *some)
    for year in ("2022", "2023"):
        own = [one for one in grants.values() if one.rule == "demand" and one.period == year]
        assert sum(one.amount for one in own) <= 1_000_000
        for one in own:
            assert one.computed - sum(cut.amount for cut in one.cuts if cut.stage != "base") == one.amount
            assert 0 <= one.interval[0] <= one.amount <= one.interval[1]


def recognition(*decisions: Decision) -> tuple[dict[str, Decision], list[str]]:
    regime = settled(parsed("wuqing-recognition"), {})
    conditions, grants, found = entitled_decisions(regime, "all", decisions)
    assert grants == {}
    return conditions, [finding.code for finding in found]


def test_a_condition_goes_by_its_id_or_its_title() -> None:
    assert recognition(says("area", True))[0].keys() == recognition(says("公共服务面积", True))[0].keys() == {"area"}


@pytest.mark.parametrize(
    ("decisions", "codes"),
    [
        ([says("area", "1200")], ["ZHT-DECISION-RANGE"]),
        ([says("recognition", True)], ["ZHT-DECISION-WHOLE"]),
        ([says("入库备案", True)], ["ZHT-DECISION-WHOLE"]),
        ([says("5", True)], ["ZHT-DECISION-UNMATCHED"]),
        ([says("area", True), says("公共服务面积", False)], ["ZHT-DECISION-CONFLICT"]),
        ([says("area", True, reason="")], ["ZHT-DECISION-INCOMPLETE"]),
    ],
)
def test_decisions_on_conditions_that_cannot_be_applied(decisions: list[Decision], codes: list[str]) -> None:
    assert recognition(*decisions) == ({}, codes)
