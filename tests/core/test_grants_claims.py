"""What users of platforms are granted: 80 %, a million a year, recognised platforms, landing within a year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.granting import PLATFORM, claim, codes, form, granted, parts, platform, under, yuan
from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.grant import Grant
from zhtcli.core.grants.grants import Books, grants

FIRST, SECOND, THIRD = date(2023, 3, 1), date(2023, 6, 1), date(2023, 9, 1)
ABROAD = {"landed_on": None, "settled": False}


def test_eighty_percent_of_the_fee() -> None:
    one = granted(form(claims=[claim("C1", "12.345678")]))["C1"]
    assert (one.asked, one.recognised) == (yuan("123456.78"), yuan("123456.78"))
    assert (one.amount, one.state, one.clause) == (yuan("98765.42"), "due", "六（一）2")
    assert parts(one) == [(yuan("98765.42"), "due")]
    assert (one.payee, one.platform, one.period) == ("天津甲科技有限公司", PLATFORM, "2023")


def test_a_million_a_year_over_all_platforms_in_the_order_of_days() -> None:
    """125万 of fees are a million exactly; what comes after them is cut where it falls, and next year is new."""
    other = platform(platform="武清区智能科技产业五大创新功能平台", uscc="91120222MA05OTHER4")
    told = form(
        platforms=[platform(), other],
        claims=[
            claim("C3", "30", THIRD),
            claim("C2", "45", SECOND, platform=str(other["platform"])),
            claim("C1", "80", FIRST),
            claim("C4", "10", date(2024, 1, 1)),
            claim("C5", "10", FIRST, enterprise="天津乙科技有限公司", uscc="91120222MA06USER2X"),
        ],
    )
    made = granted(told)
    amounts = {name: one.amount for name, one in made.items() if one.rule == "demand"}
    assert amounts == {
        "C1": yuan("640000"), "C2": yuan("360000"), "C3": 0, "C4": yuan("80000"), "C5": yuan("80000"),
    }  # fmt: skip
    assert made["C1"].cuts == made["C2"].cuts == ()
    (cut,) = made["C3"].cuts
    assert (cut.stage, cut.amount, cut.clause, cut.row) == ("cap", yuan("240000"), "六（二）2", made["C3"].row)


def test_a_claim_that_crosses_the_million_is_cut_by_what_is_over() -> None:
    made = granted(form(claims=[claim("C1", "100", FIRST), claim("C2", "25.0001", SECOND)]))
    assert (made["C2"].computed, made["C2"].amount) == (yuan("200000.80"), yuan("200000"))
    assert [cut.amount for cut in made["C2"].cuts] == [yuan("0.80")]


def test_who_leaves_out_the_code_shares_the_million_with_the_rows_that_have_it() -> None:
    told = form(claims=[claim("C1", "125", FIRST), claim("C2", "10", SECOND, uscc=None)])
    assert granted(told)["C2"].amount == 0
    assert codes(told) == ["ZHT-GRANT-NOCODE"]


@pytest.mark.parametrize(
    ("used", "state"), [(date(2022, 5, 9), "refused"), (date(2022, 5, 10), "due"), (date(2022, 5, 11), "due")]
)
def test_only_from_the_day_of_recognition(used: date, state: str) -> None:
    told = form(claims=[claim("C1", "10", used)])
    one = granted(told)["C1"]
    assert one.state == state
    if state == "refused":
        assert (one.amount, one.recognised, one.clause) == (0, 0, "六（三）2")
        assert [(c.stage, c.amount, c.clause) for c in one.cuts] == [("base", yuan("100000"), "六（三）2")]
        assert codes(told) == ["ZHT-GRANT-BEFORE"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"platform": "没有的平台"}, "ZHT-GRANT-UNLISTED"),
        ({"platform": None}, "ZHT-GRANT-NOPLATFORM"),
        ({"use_date": None}, "ZHT-GRANT-NOUSEDATE"),
    ],
)
def test_a_claim_that_rests_on_nothing_is_refused(change: dict[str, Any], code: str) -> None:
    told = form(claims=[{**claim("C1", "10"), **change}])
    assert (granted(told)["C1"].state, codes(told)) == ("refused", [code])


def test_a_platform_that_is_only_filed_gives_no_claim() -> None:
    told = form(platforms=[platform(certified_on=None)], claims=[claim("C1", "10")])
    assert (granted(told)["C1"].state, codes(told)) == ("refused", ["ZHT-GRANT-UNRECOGNISED"])


def test_a_negative_fee_gives_nothing_and_takes_nothing() -> None:
    made = granted(form(claims=[claim("C1", "-50", FIRST), claim("C2", "130", SECOND)]))
    assert (made["C1"].state, made["C1"].amount) == ("refused", 0)
    assert made["C2"].amount == yuan("1000000")


@pytest.mark.parametrize(
    ("used", "landed", "state"),
    [
        (date(2023, 3, 15), date(2024, 3, 15), "due"),
        (date(2023, 3, 15), date(2024, 3, 16), "lapsed"),
        (date(2024, 2, 29), date(2025, 2, 28), "due"),
        (date(2024, 2, 29), date(2025, 3, 1), "lapsed"),
        (date(2023, 2, 28), date(2024, 2, 28), "due"),
        (date(2023, 2, 28), date(2024, 2, 29), "lapsed"),
        (date(2023, 3, 15), date(2023, 3, 15), "due"),
    ],
)
def test_landing_within_a_year_of_use(used: date, landed: date, state: str) -> None:
    one = granted(form(claims=[claim("C1", "10", used, kind="团队", landed_on=landed)]))["C1"]
    assert one.state == state
    assert one.amount == (yuan("80000") if state == "due" else 0)
    assert [cut.clause for cut in one.cuts] == ([] if state == "due" else ["六（二）2"])


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (None, "pending"),
        (date(2023, 12, 31), "pending"),
        (date(2024, 3, 15), "pending"),
        (date(2024, 3, 16), "lapsed"),
    ],
)
def test_who_has_not_landed_waits_and_then_lapses(as_of: date | None, state: str) -> None:
    told = form(claims=[claim("C1", "10", date(2023, 3, 15), **ABROAD)])
    one = granted(told, as_of)["C1"]
    assert one.state == state
    assert one.interval == ((0, yuan("80000")) if state == "pending" else (0, 0))
    assert one.due == 0
    assert codes(told, as_of) == []


def test_a_landing_after_the_day_asked_about_has_not_happened_yet() -> None:
    told = form(claims=[claim("C1", "10", date(2023, 3, 15), landed_on=date(2023, 8, 1))])
    assert granted(told, date(2023, 7, 31))["C1"].state == "pending"
    assert granted(told, date(2023, 8, 1))["C1"].state == "due"


@pytest.mark.parametrize(
    ("kind", "must_land", "eligible"),
    [
        ("企业", "pending", "due"),
        ("项目", "pending", "pending"),
        ("团队", "pending", "pending"),
        ("人才", "due", "due"),
    ],
)
def test_who_has_to_land(kind: str, must_land: str, eligible: str) -> None:
    told = form(claims=[claim("C1", "10", kind=kind, **ABROAD)])
    assert granted(told)["C1"].state == must_land
    assert granted(told, outside_enterprise="eligible")["C1"].state == eligible
    assert codes(told) == []


@pytest.mark.parametrize(
    ("kind", "state", "said"),
    [("企业", "due", ["ZHT-GRANT-UNSETTLED"]), ("项目", "pending", []), ("团队", "pending", []), ("人才", "due", [])],
)
def test_who_says_nothing_of_landing(kind: str, state: str, said: list[str]) -> None:
    """The text asks projects and teams to land; a firm that says nothing is taken to be here, and that is told."""
    told = form(claims=[claim("C1", "10", kind=kind, landed_on=None)])
    assert granted(told)["C1"].state == state
    assert codes(told) == said


def test_who_was_in_the_district_need_not_say_since_when() -> None:
    told = form(claims=[claim("C1", "10", landed_on=None, settled=True)])
    assert (granted(told, date(2026, 1, 1))["C1"].state, codes(told)) == ("due", [])


def test_the_year_is_that_of_use_or_of_payment() -> None:
    late = [
        claim("C1", "100", date(2023, 11, 1), paid_on=date(2024, 2, 1)),
        claim("C2", "100", date(2024, 3, 1)),
    ]
    by_use = granted(form(claims=late))
    assert [(by_use[no].period, by_use[no].amount) for no in ("C1", "C2")] == [
        ("2023", yuan("800000")),
        ("2024", yuan("800000")),
    ]
    by_payment = granted(form(claims=late), claim_year="payment")
    assert [(by_payment[no].period, by_payment[no].amount) for no in ("C1", "C2")] == [
        ("2024", yuan("800000")),
        ("2024", yuan("200000")),
    ]


def test_without_a_payment_the_year_is_that_of_landing_but_never_before_use() -> None:
    rows = [
        claim("C1", "10", date(2023, 11, 1), landed_on=date(2024, 2, 1)),
        claim("C2", "10", date(2023, 11, 2), landed_on=date(2010, 1, 1)),
    ]
    made = granted(form(claims=rows), claim_year="payment")
    assert [made[no].period for no in ("C1", "C2")] == ["2024", "2023"]


def test_what_waits_keeps_its_place_and_frees_it_when_it_lapses() -> None:
    rows = [claim("C1", "100", FIRST, kind="项目", **ABROAD), claim("C2", "100", SECOND)]
    waiting = granted(form(claims=rows), date(2023, 12, 31))
    assert (waiting["C2"].amount, waiting["C2"].interval) == (yuan("200000"), (yuan("200000"), yuan("800000")))
    assert granted(form(claims=rows), date(2024, 3, 2))["C2"].amount == yuan("800000")


def test_one_claim_filed_twice_counts_once() -> None:
    same_id = form(claims=[claim("C1", "10", FIRST), {**claim("C1", "20", SECOND), "enterprise": "天津丙有限公司"}])
    made = granted_list(same_id)
    assert [one.id for one in made] == ["C1", "C1#2"]
    assert [(one.state, one.amount) for one in made] == [("due", yuan("80000")), ("refused", 0)]
    assert codes(same_id) == ["ZHT-GRANT-TWICE"]
    same_content = form(claims=[claim("C1", "10"), claim("C2", "10")])
    assert [granted(same_content)[no].state for no in ("C1", "C2")] == ["due", "refused"]
    assert codes(same_content) == ["ZHT-GRANT-TWICE"]


def test_two_services_of_one_day_and_fee_are_two_where_each_has_its_own_proof() -> None:
    def three(*proofs: str | None) -> list[str]:
        rows = [claim(f"C{no}", "10", evidence=proof) for no, proof in enumerate(proofs)]
        return [granted(form(claims=rows))[f"C{no}"].state for no in range(len(proofs))]

    assert three("发票1", "发票2", "发票３") == ["due", "due", "due"]
    assert three("发票1", " 发票１ ", None) == ["due", "refused", "refused"]
    assert three("发票1", "发票2", None) == ["due", "due", "refused"]
    same_id = [claim("C1", "10", evidence="发票1"), claim("C1", "10", evidence="发票2")]
    assert codes(form(claims=same_id)) == ["ZHT-GRANT-TWICE"]


def granted_list(told: Submission) -> list[Grant]:
    return [one for one in grants(under(), Books(under(), told, None)) if one.rule == "demand"]


def test_a_refused_claim_does_not_stand_in_the_way_of_its_like() -> None:
    rows = [claim("C1", "10", date(2022, 1, 1)), {**claim("C1", "10", FIRST)}]
    made = granted_list(form(claims=rows))
    assert [(one.id, one.state) for one in made] == [("C1", "refused"), ("C1#2", "due")]
    assert codes(form(claims=rows)) == ["ZHT-GRANT-BEFORE", "ZHT-GRANT-SAMENUMBER"]


def test_ids_are_never_shared_and_stay_with_their_claims_however_rows_are_sorted_or_read() -> None:
    rows = [
        claim("C1", "30", date(2023, 5, 1), paid_on=date(2023, 6, 1)),
        claim("C1", "20", date(2023, 4, 1), paid_on=date(2023, 7, 1)),
        claim("C1#2", "10", date(2023, 8, 1)),
    ]
    for told in (rows, rows[::-1]):
        for reading in ("use", "payment"):
            made = granted(form(claims=told), claim_year=reading)
            assert {id: one.asked for id, one in made.items() if one.rule == "demand"} == {
                "C1": yuan("200000"),
                "C1#3": yuan("300000"),
                "C1#2": yuan("100000"),
            }


def test_a_platform_that_uses_itself_is_flagged_and_paid() -> None:
    told = form(claims=[claim("C1", "10", uscc="９１１２０２２２ma05te116g")])
    assert granted(told)["C1"].amount == yuan("80000")
    assert codes(told) == ["ZHT-GRANT-SELF"]
