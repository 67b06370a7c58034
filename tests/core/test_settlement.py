"""A year's operating subsidy where its targets decide, what readings do to it, and what holds of every one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core import forms
from core.settling import assessed, complex_form, operating, paid, pledging, spent
from zhtcli.core.assessing.grantspread import ALL_GRANTS, grant_spread
from zhtcli.core.decision import Decision
from zhtcli.core.grants.grant import steps
from zhtcli.core.grants.grants import Books, rule_grants
from zhtcli.definitions.load import settled
from zhtcli.workflow.known import definition_of

AMOUNTS = st.lists(st.decimals(min_value="0", max_value="70", places=6), max_size=3)
FIFTEEN = [spent("30"), paid("15")]
MET = dict.fromkeys("12345", ("100", "100"))


@pytest.mark.parametrize(
    ("figures", "amount"),
    [
        (MET, "450000"),
        ({**MET, "1": ("50", "100")}, "405000"),
        ({**MET, "1": ("50", "100"), "2": ("900", "100")}, "405000"),
        ({**MET, "5": ("1", "3")}, "390000"),
        (dict.fromkeys("12345", ("0", "100")), "0"),
    ],
    ids=["all met", "one half met", "surplus makes up for nothing", "a third", "none"],
)
def test_a_failed_year_by_completion(figures: dict[str, tuple[str, str]], amount: str) -> None:
    told = pledging(complex_form(FIFTEEN, [assessed("不合格")], prepaid=30), figures)
    grant = operating(told, failed_settlement="by_completion", salary_base="settled")
    assert grant.amount == Fraction(amount)
    assert grant.state == ("due" if grant.amount else "refused")


@pytest.mark.parametrize("pair", [("100", "0"), None], ids=["a pledge of nothing", "no pledge"])
def test_completion_that_is_not_known_is_for_a_person(pair: tuple[str, str] | None) -> None:
    figures = {no: one for no, one in {**MET, "3": pair}.items() if one is not None}
    told = pledging(complex_form(FIFTEEN, [assessed("不合格")]), figures)
    grant = operating(told, failed_settlement="by_completion")
    assert (grant.state, grant.amount, grant.interval) == ("for_person", 0, (0, 450_000))


def test_a_grade_that_is_not_printed_is_for_a_person() -> None:
    grant = operating(complex_form(FIFTEEN, [assessed("良好")]))
    assert (grant.state, grant.amount, grant.interval) == ("for_person", 0, (0, 450_000))


def test_each_reading_moves_what_it_can() -> None:
    told = complex_form([spent("30"), paid("16")], [assessed("合格")], granted=50)
    spread = grant_spread(definition_of("cixi-complex"), {}, told, None)
    assert (spread[ALL_GRANTS].low, spread[ALL_GRANTS].high) == (450_000, 460_000)
    moved = {(move.reading, move.option): move.total for move in spread["operating-2026"].moves}
    assert moved == {
        ("salary_base", "settled"): 450_000,
        ("carry_over", "no_city_subsidy"): 460_000,
        ("failed_settlement", "by_completion"): 460_000,
        ("overlap", "higher_only"): 460_000,
        ("overlap", "none"): 460_000,
    }


def test_readings_move_carried_over_money_and_a_failed_year_together() -> None:
    told = complex_form(FIFTEEN, [assessed("不合格")], level="省级", upper_carry_over=1)
    told = pledging(told, {**MET, "1": ("50", "100")})
    spread = grant_spread(definition_of("cixi-complex"), {}, told, None)[ALL_GRANTS]
    assert (spread.low, spread.high) == (0, 405_000)
    assert {move.total for move in spread.moves if move.reading == "failed_settlement"} == {405_000}
    assert {move.total for move in spread.moves if move.reading == "carry_over"} == {0}


def test_the_steps_tell_every_yuan() -> None:
    told = complex_form([spent("30"), paid("16"), spent("2", "其他")], [assessed("合格")], prepaid=48)
    assert steps(operating(told, salary_base="settled")) == (
        "申报 480,000.00元。",
        "“2026-03-01/其他/甲”：用途“其他”不在所列范围内，减 20,000.00元（第十条）。",
        "专职薪酬 16万元，不超过结算的补贴的三分之一，计 15万元，减 10,000.00元（第十条）。",
        "认定 450,000.00元，按 100% 计算得 450,000.00元（第十条）。",
        "第1笔 480,000.00元：已预拨，年初预拨（第十条）。",
        "金额 450,000.00元，应拨付：已预拨 48万元，结算应收回 3万元。",
    )


def test_findings_point_at_the_cells() -> None:
    told = complex_form([spent("2", "其他"), spent("3", "专职薪酬")], granted=51, prepaid=52)
    found = {
        finding.code: (finding.field, str(finding.at), finding.row)
        for finding in forms.assessed(told, []).findings
        if finding.code.startswith("ZHT-SETTLE")
    }
    cover = {key: str(entry.at) for key in ("granted", "prepaid") if (entry := told.field(key)) is not None}
    assert found == {
        "ZHT-SETTLE-PURPOSE": ("purpose", "台账_spending!B5", "2026-03-01/其他/甲"),
        "ZHT-SETTLE-FULLTIME": ("full_time", "台账_spending!E6", "2026-03-01/专职薪酬/甲"),
        "ZHT-SETTLE-GRANTED": ("granted", cover["granted"], None),
        "ZHT-SETTLE-PREPAID": ("prepaid", cover["prepaid"], None),
        "ZHT-SETTLE-REFUND": ("prepaid", cover["prepaid"], None),
    }


@example([Decimal("0.000001")], [Decimal("0.000001")], None)
@example([Decimal(20)], [Decimal(20)], Decimal(40))
@given(AMOUNTS, AMOUNTS, st.none() | st.decimals(min_value="0", max_value="60", places=2))
def test_salaries_are_a_third_of_what_is_settled_and_nothing_exceeds_the_cap(
    others: list[Decimal], salaries: list[Decimal], granted: Decimal | None
) -> None:
    rows = [*map(spent, others), *map(paid, salaries)]
    told = complex_form(rows or [spent("0")], [assessed("合格")], **({} if granted is None else {"granted": granted}))
    ceiling = min(Fraction(500_000), Fraction(10_000) * Fraction(50 if granted is None else granted))
    amounts = {}
    for base in ("granted", "settled"):
        grant = operating(told, salary_base=base)
        counted = grant.recognised - 10_000 * sum(map(Fraction, others), Fraction(0))
        amounts[base] = grant.amount
        assert 0 <= grant.amount <= ceiling
        assert grant.asked - sum(cut.amount for cut in grant.cuts if cut.stage == "base") == grant.recognised
        assert grant.computed - sum(cut.amount for cut in grant.cuts if cut.stage == "cap") == grant.amount
        assert sum(part.amount for part in grant.instalments) == grant.amount
        if base == "settled":
            assert counted * 3 <= grant.amount + Fraction(1, 100)
            # No more than a third would hold: either all salaries count, or they stand at the limit.
            all_count = counted == 10_000 * sum(map(Fraction, salaries), Fraction(0))
            assert all_count or grant.amount == ceiling or abs(counted * 3 - grant.amount) <= Fraction(1, 100)
    if granted is None:
        assert amounts["settled"] <= amounts["granted"]


@given(AMOUNTS, AMOUNTS, st.decimals(min_value="0", max_value="20", places=4), st.booleans())
def test_more_spending_never_settles_at_less(
    others: list[Decimal], salaries: list[Decimal], more: Decimal, is_salary: bool
) -> None:
    rows = [*map(spent, others), *map(paid, salaries)]
    added = paid(more) if is_salary else spent(more)
    for base in ("granted", "settled"):
        before, after = (
            operating(complex_form(some, [assessed("合格")]), salary_base=base).amount
            for some in ([spent("0"), *rows], [spent("0"), *rows, added])
        )
        assert before <= after


def test_a_person_decides_what_the_rule_leaves_open() -> None:
    told = complex_form(FIFTEEN, [assessed("良好")], prepaid=30)
    decision = Decision(
        unit=told.unit,
        no="operating-2026",
        value=Fraction(350_000),
        reason="按实际完成情况",
        by="市科技局",
        date="2027-03-01",
    )
    regime = settled(definition_of("cixi-complex"), {})
    (grant,) = rule_grants(regime.grants[0], Books(regime, told, None, {"operating-2026": decision}))
    assert (grant.state, grant.amount, grant.by_rule) == ("due", 350_000, "for_person")
    assert [(part.amount, part.state) for part in grant.instalments] == [(300_000, "paid"), (50_000, "due")]
