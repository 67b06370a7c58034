"""What platforms are granted for their investment: base, limits, cap, instalments, follow-up years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.granting import (
    PLATFORM,
    assessment,
    codes,
    figures,
    form,
    found,
    granted,
    investment,
    parts,
    platform,
    yuan,
)
from zhtcli.core.grants.grant import steps

EVERY = ("of_recognised", "of_declared", "of_rest", "of_stated_total", "reject_all", "warn")


@pytest.mark.parametrize(
    ("invested", "computed", "amount", "cut"),
    [
        ("1666.67", "5000010", "5000000", "10"),
        ("1666.66", "4999980", "4999980", None),
        ("1000", "3000000", "3000000", None),
    ],
)
def test_thirty_percent_up_to_five_million(invested: str, computed: str, amount: str, cut: str | None) -> None:
    one = granted(form(investments=[investment(invested)]))["supply"]
    assert (one.computed, one.amount) == (yuan(computed), yuan(amount))
    assert [c.amount for c in one.cuts] == ([] if cut is None else [yuan(cut)])
    assert all((c.stage, c.clause) == ("cap", "六（一）1") for c in one.cuts)


def test_what_is_excluded_is_cut_row_by_row() -> None:
    told = form(
        investments=[
            investment("100"),
            investment("50", "购置土地"),
            investment("20", "场地租赁", date(2022, 2, 1)),
            investment("-5"),
        ]
    )
    one = granted(told)["supply"]
    assert (one.asked, one.recognised, one.amount) == (yuan("1700000"), yuan("1000000"), yuan("300000"))
    assert [(c.stage, c.amount, c.clause, c.row) for c in one.cuts] == [
        ("base", yuan("500000"), "六（三）1", f"{PLATFORM}/2022-01-05/购置土地"),
        ("base", yuan("200000"), "六（三）1", f"{PLATFORM}/2022-02-01/场地租赁"),
    ]


@pytest.mark.parametrize(
    ("reading", "recognised_other"),
    [
        ("of_recognised", "300000"),  # 3/97 of 970万
        ("of_declared", "309000"),  # 3 % of 1030万
        ("of_rest", "291000"),  # 3 % of 970万
        ("of_stated_total", "360000"),  # 3 % of 1200万
        ("reject_all", "0"),
        ("warn", "600000"),
    ],
)
def test_other_costs_under_each_reading(reading: str, recognised_other: str) -> None:
    told = form(
        platforms=[platform(stated_total=Decimal(1200))],
        investments=[investment("970"), investment("60", "其他合理费用")],
    )
    one = granted(told, other_costs=reading)["supply"]
    assert one.recognised == yuan("9700000") + yuan(recognised_other)
    assert one.amount == (yuan("9700000") + yuan(recognised_other)) * 3 / 10
    assert one.asked - one.recognised == sum(cut.amount for cut in one.cuts) == yuan("600000") - yuan(recognised_other)
    assert figures(told, other_costs=reading)["recognised_other_costs"].value == yuan(recognised_other)
    assert codes(told, other_costs=reading) == ["ZHT-GRANT-LIMITED"]


@pytest.mark.parametrize("reading", EVERY)
def test_other_costs_at_the_limit_are_left_alone(reading: str) -> None:
    told = form(
        platforms=[platform(stated_total=Decimal(1000))],
        investments=[investment("970"), investment("29.1" if reading == "of_rest" else "30", "其他合理费用")],
    )
    one = granted(told, other_costs=reading)["supply"]
    assert (one.recognised, one.cuts) == (one.asked, ())
    assert codes(told, other_costs=reading) == []


def test_a_limit_of_a_total_that_nobody_stated_is_for_a_person() -> None:
    told = form(investments=[investment("970"), investment("60", "其他合理费用")])
    one = granted(told, other_costs="of_stated_total")["supply"]
    assert (one.state, one.computed, one.amount) == ("for_person", yuan("2910000"), 0)
    assert (one.interval, one.instalments) == ((0, yuan("3090000")), ())
    assert codes(told, other_costs="of_stated_total") == ["ZHT-GRANT-NOTOTAL"]


def test_a_limit_that_nobody_can_tell_leaves_nothing_open_where_the_cap_is_reached_without_it() -> None:
    told = form(investments=[investment("1700"), investment("60", "其他合理费用")])
    one = granted(told, other_costs="of_stated_total")["supply"]
    assert (one.state, one.amount, one.interval[1]) == ("due", yuan("5000000"), yuan("5000000"))
    # 1500万 are 62.5 % of 2400万, and 58.8 % of the 2550万 with all of the other costs.
    rows = [investment("900"), investment("1500", "设备费_硬件"), investment("150", "其他合理费用")]
    needy = form(platforms=[platform(industry="生物医药")], investments=rows)
    assert granted(needy, other_costs="of_stated_total")["supply"].state == "for_person"


def test_what_waits_for_a_person_still_says_what_else_it_waits_for() -> None:
    told = form(platforms=[platform(industry="生物医药", certified_on=None)], investments=[investment("1000")])
    assert granted(told)["supply"].reason == "尚未认定；设备投入占比不到60%"


def test_the_cut_of_other_costs_falls_on_the_latest_rows() -> None:
    rows = [
        investment("970"),
        investment("20", "其他合理费用", date(2022, 3, 1)),
        investment("20", "其他合理费用", date(2022, 2, 1)),
    ]
    one = granted(form(investments=rows))["supply"]
    assert [(c.row, c.amount) for c in one.cuts] == [(f"{PLATFORM}/2022-03-01/其他合理费用", yuan("100000"))]


def _equipped(equipment: str, rest: str, installation: str = "0") -> dict[str, Any]:
    return {
        "platforms": [platform(industry="生物医药")],
        "investments": [
            investment(equipment, "设备费_硬件"),
            investment(installation, "安装调试费"),
            investment(rest, "场地装修费"),
        ],
    }


def test_equipment_below_sixty_percent_is_for_a_person() -> None:
    told = form(**_equipped("599.99", "400.01"))
    one = granted(told)["supply"]
    assert (one.state, one.amount, one.instalments) == ("for_person", 0, ())
    assert one.interval == (0, yuan("3000000"))
    assert codes(told) == ["ZHT-GRANT-EQUIPMENT"]
    assert "占认定投资额的 59.999%，不到 60%" in found(told)[0].message
    assert figures(told)["equipment_share"].value == yuan("59.999")
    assert granted(told, equipment_miss="no_effect")["supply"].amount == yuan("3000000")


def test_sixty_percent_itself_is_enough_and_other_industries_are_not_asked() -> None:
    assert granted(form(**_equipped("600", "400")))["supply"].state == "due"
    told = {**_equipped("100", "900"), "platforms": [platform(industry="智能科技")]}
    assert granted(form(**told))["supply"].state == "due"


def test_installation_counts_as_equipment_by_reading() -> None:
    told = form(**_equipped("590", "400", "10"))
    assert granted(told)["supply"].state == "for_person"
    assert granted(told, equipment="with_installation")["supply"].state == "due"


def test_halves_after_recognition_and_after_the_first_assessment_that_is_passed() -> None:
    rows = [investment("1000")]
    assert parts(granted(form(investments=rows))["supply"]) == [
        (yuan("1500000"), "due"),
        (yuan("1500000"), "pending"),
    ]
    one = granted(form(investments=rows, assessments=[assessment(2023)]))["supply"]
    assert parts(one) == [(yuan("1500000"), "due"), (yuan("1500000"), "due")]
    assert one.interval == (one.amount, one.amount)
    assert [part.clause for part in one.instalments] == ["六（二）1", "六（二）1"]


def test_an_odd_fen_goes_to_the_first_half() -> None:
    """30 % of 3,333,333.70 元 are 1,000,000.11 元."""
    one = granted(form(investments=[investment("333.3333700")]))["supply"]
    assert one.amount == yuan("1000000.11")
    assert [part.amount for part in one.instalments] == [yuan("500000.06"), yuan("500000.05")]


def test_a_failed_first_assessment() -> None:
    rows = [investment("1000")]
    failed = form(investments=rows, assessments=[assessment(2023, "不合格")])
    later = form(investments=rows, assessments=[assessment(2023, "不合格"), assessment(2024)])
    half = yuan("1500000")
    assert parts(granted(failed)["supply"]) == [(half, "due"), (half, "pending")]
    assert parts(granted(later)["supply"]) == [(half, "due"), (half, "due")]
    for told in (failed, later):
        one = granted(told, first_failed="forfeited")["supply"]
        assert (one.amount, one.interval) == (half, (half, half))
        assert parts(one) == [(half, "due"), (half, "lapsed")]


def test_as_of_a_day_only_what_has_happened_counts() -> None:
    told = form(investments=[investment("1000")], assessments=[assessment(2023)])
    before = granted(told, date(2022, 5, 9))["supply"]
    assert (before.state, before.due, before.amount) == ("pending", 0, yuan("3000000"))
    assert granted(told, date(2022, 5, 10))["supply"].due == yuan("1500000")
    assert granted(told, date(2023, 12, 19))["supply"].due == yuan("1500000")
    assert granted(told, date(2023, 12, 20))["supply"].due == yuan("3000000")


def test_the_day_of_recognition_still_belongs_to_the_first_investment() -> None:
    rows = [investment("100", day=date(2022, 5, 10)), investment("10", day=date(2022, 5, 11))]
    told = granted(form(investments=rows, assessments=[assessment(2022)]))
    assert told["supply"].recognised == yuan("1000000")
    assert (told["supply 2022"].state, told["supply 2022"].asked) == ("refused", yuan("100000"))


def test_a_platform_without_recognition_waits() -> None:
    one = granted(form(platforms=[platform(certified_on=None)], investments=[investment("1000")]))["supply"]
    assert (one.state, one.due, one.interval) == ("pending", 0, (0, yuan("3000000")))


FOLLOWED = [investment("100", day=date(year, 4, 1)) for year in (2023, 2024, 2025, 2026)]
"""New investment of four years after a first assessment of 2022; each brings 30万."""
PASSED = [assessment(year) for year in (2022, 2023, 2024, 2025, 2026)]
SECOND_FAILED = [assessment(year, "不合格" if year == 2024 else "合格") for year in (2022, 2023, 2024, 2025, 2026)]
ONE = yuan("300000")


def _years(told: dict[str, Any]) -> dict[str, bool]:
    return {name.split()[1]: grant.amount == ONE for name, grant in told.items() if " " in name}


@pytest.mark.parametrize(
    ("readings", "paid"),
    [
        ({}, "2023 2024 2025"),
        ({"follow_up_years": "supported3"}, "2023 2024 2025"),
        # Recognised on 2022-05-10: three years end on 2025-05-10.
        ({"follow_up_years": "since_recognition"}, "2023 2024 2025"),
    ],
)
def test_new_investment_in_a_fourth_year(readings: dict[str, str], paid: str) -> None:
    told = granted(form(investments=[investment("100"), *FOLLOWED], assessments=PASSED), **readings)
    assert _years(told) == {year: year in paid for year in ("2023", "2024", "2025", "2026")}
    fourth = told["supply 2026"]
    assert (fourth.state, fourth.amount, fourth.interval) == ("refused", 0, (0, 0))
    assert [(c.stage, c.amount, c.clause) for c in fourth.cuts] == [("base", yuan("1000000"), "六（二）1")]


def test_three_years_since_recognition_end_on_the_corresponding_day() -> None:
    rows = [investment("100", day=date(2025, 5, 10)), investment("100", day=date(2025, 5, 11))]
    one = granted(form(investments=rows, assessments=PASSED), follow_up_years="since_recognition")["supply 2025"]
    assert (one.recognised, one.amount) == (yuan("1000000"), ONE)
    assert [cut.row for cut in one.cuts] == [f"{PLATFORM}/2025-05-11/材料费"]


@pytest.mark.parametrize(
    ("readings", "paid"),
    [
        ({"failed_year": "uses"}, "2023 2025"),
        ({"failed_year": "ends"}, "2023"),
        ({"failed_year": "skips"}, "2023 2025 2026"),
        ({"failed_year": "uses", "follow_up_years": "supported3"}, "2023 2025 2026"),
        ({"failed_year": "ends", "follow_up_years": "supported3"}, "2023"),
        ({"failed_year": "uses", "follow_up_years": "since_recognition"}, "2023 2025"),
    ],
)
def test_a_failed_second_year(readings: dict[str, str], paid: str) -> None:
    told = granted(form(investments=[investment("100"), *FOLLOWED], assessments=SECOND_FAILED), **readings)
    assert _years(told) == {year: year in paid for year in ("2023", "2024", "2025", "2026")}


def test_a_year_without_new_investment_is_treated_like_a_failed_one() -> None:
    told = {"investments": [FOLLOWED[0], *FOLLOWED[2:]], "assessments": PASSED}
    assert _years(granted(form(**told))) == {"2023": True, "2025": True, "2026": False}
    assert _years(granted(form(**told), failed_year="ends")) == {"2023": True, "2025": False, "2026": False}
    assert _years(granted(form(**told), failed_year="skips")) == {"2023": True, "2025": True, "2026": True}


def test_a_year_that_is_not_assessed_waits() -> None:
    told = form(investments=FOLLOWED[:1], assessments=[assessment(2022)])
    one = granted(told)["supply 2023"]
    assert (one.state, one.amount, one.interval) == ("pending", ONE, (0, ONE))
    assert parts(one) == [(ONE, "pending")]
    assert codes(told) == ["ZHT-GRANT-UNASSESSED"]


@pytest.mark.parametrize(
    ("reading", "amounts"),
    [
        ("cumulative", ["4800000", "200000", "0"]),
        ("initial", ["4800000", "6000000", "300000"]),
        ("per_grant", ["4800000", "5000000", "300000"]),
    ],
)
def test_what_the_five_million_are_about(reading: str, amounts: list[str]) -> None:
    told = form(
        investments=[
            investment("1600"),
            investment("2000", day=date(2023, 4, 1)),
            investment("100", day=date(2024, 4, 1)),
        ],
        assessments=PASSED,
    )
    made = granted(told, cap_500=reading)
    assert [made[name].amount for name in ("supply", "supply 2023", "supply 2024")] == [yuan(one) for one in amounts]
    for one in made.values():
        assert one.computed - one.amount == sum(cut.amount for cut in one.cuts if cut.stage == "cap")


def test_every_yuan_is_told_step_by_step() -> None:
    told = form(investments=[investment("2000"), investment("50", "购置土地")])
    assert steps(granted(told)["supply"]) == (
        "申报 20,500,000.00元。",
        f"“{PLATFORM}/2022-01-05/购置土地”：“购置土地”不在建设投资额范围内，减 500,000.00元（六（三）1）。",
        "认定 20,000,000.00元，按 30% 计算得 6,000,000.00元（六（一）1）。",
        "首次补贴与后续支持累计最高500万元，减 1,000,000.00元（六（一）1）。",
        "第1笔 2,500,000.00元：应拨付，认定后（六（二）1）。",
        "第2笔 2,500,000.00元：待拨付，首次年度考核合格后（六（二）1）。",
        "金额 5,000,000.00元，应拨付。",
        "可能的金额从 2,500,000.00元 到 5,000,000.00元。",
    )


def test_years_beyond_the_third_are_told_the_three_that_are_used_up() -> None:
    years = range(2023, 2029)
    told = form(
        investments=[investment("10", day=date(year, 6, 1)) for year in years],
        assessments=[assessment(year) for year in (2022, *years)],
    )
    made = granted(told)
    assert [made[f"supply {year}"].state for year in years] == ["due"] * 3 + ["refused"] * 3
    assert made["supply 2028"].reason == "连续支持不超过3年，此前的3个年度已经用完"
    assert "认定 0.00元。" in steps(made["supply 2028"])
