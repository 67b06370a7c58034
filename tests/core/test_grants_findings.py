"""What is found in the rows that grants rest on: code, register, row and cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.granting import OWNER, PLATFORM, assessment, claim, codes, form, found, granted, investment, platform, under
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.rules.grantkinds import Support
from zhtcli.definitions.load import parsed, settled

SOUND: dict[str, Any] = {
    "investments": [investment("1000"), investment("100", day=date(2023, 4, 1))],
    "assessments": [assessment(2022), assessment(2023)],
    "claims": [claim("C1", "10")],
}


def test_a_sound_form_gives_no_finding() -> None:
    assert codes(form(**SOUND)) == []


BOTH = [assessment(2022), assessment(2023)]
PAID_BEFORE_LANDING = claim("C1", "10", landed_on=date(2023, 9, 1), paid_on=date(2023, 8, 1))


@pytest.mark.parametrize(
    ("register", "rows", "code", "cell"),
    [
        ("platforms", [platform(filed_on=date(2023, 1, 1))], "ORDER", "E5"),
        ("platforms", [platform(industry="其他领域")], "INDUSTRY", "C5"),
        ("platforms", [platform(industry=None)], "NOINDUSTRY", "C5"),
        ("platforms", [platform(), platform()], "PLATFORMTWICE", "A6"),
        ("assessments", [assessment(2022, date=date(2022, 5, 9)), assessment(2023)], "ORDER", "D5"),
        ("assessments", [*BOTH, assessment(2021, date=None)], "ORDER", "B7"),
        ("assessments", [*BOTH, assessment(2023)], "OUTCOMETWICE", "C7"),
        ("assessments", [*BOTH, assessment(2023, platform="别处")], "UNLISTED", "A7"),
        ("investments", [investment("10", platform="别处")], "UNLISTED", "A5"),
        ("investments", [investment("10", day=None)], "UNDATED", "B5"),
        ("claims", [claim("C1", "10", paid_on=date(2023, 2, 28))], "ORDER", "J5"),
        ("claims", [PAID_BEFORE_LANDING], "ORDER", "J5"),
        ("claims", [claim("C1", "10", uscc=None)], "NOCODE", "C5"),
    ],
)
def test_each_slip_has_its_own_finding(register: str, rows: list[Any], code: str, cell: str) -> None:
    (one,) = found(form(**{**SOUND, register: rows}))
    assert (one.code, one.register, one.at.a1 if one.at else None) == (f"ZHT-GRANT-{code}", register, cell)
    assert one.row
    assert one.clause
    assert one.severity == CATALOGUE[one.code].severity


def test_new_investment_of_a_year_without_an_assessment() -> None:
    (one,) = found(form(**{**SOUND, "assessments": BOTH[:1]}))
    assert (one.code, one.register, one.at.a1 if one.at else None) == ("ZHT-GRANT-UNASSESSED", "investments", "B6")


def test_a_person_without_a_code_is_no_enterprise() -> None:
    assert codes(form(claims=[claim("C1", "10", kind="人才", uscc=None)])) == []


def test_investment_without_a_day_is_left_out_and_said() -> None:
    one = granted(form(investments=[investment("10", day=None), investment("20")]))["supply"]
    assert (one.asked, one.recognised) == (300_000, 200_000)
    assert [(cut.amount, cut.row) for cut in one.cuts] == [(100_000, f"{PLATFORM}/材料费")]


def test_a_platform_listed_twice_is_granted_once() -> None:
    made = granted(
        form(platforms=[platform(), platform(certified_on=date(2024, 1, 1))], investments=[investment("10")])
    )
    assert list(made) == ["supply"]


def test_numbers_of_persons_are_hidden_in_what_is_said() -> None:
    (one,) = found(form(claims=[claim("C1", "10", enterprise="110101199003077571", uscc=None)]))
    assert "19900307" not in one.message


def test_a_year_may_be_typed_as_text() -> None:
    typed = {**assessment(2023), "year": "2023年"}
    assert codes(form(**{**SOUND, "assessments": [assessment(2022), typed]})) == []


def test_a_firm_with_a_code_that_cannot_be_one_is_told() -> None:
    """The cap of a year goes by the code: a mistyped one would open a second cap."""
    (one,) = found(form(claims=[claim("C1", "10", uscc="911202")]))
    assert (one.code, one.register, one.at.a1 if one.at else None) == ("ZHT-ROW-CODE", "claims", "C5")
    assert codes(form(claims=[claim("C1", "10", uscc="91120222MA06U0ER10")])) == ["ZHT-ROW-CODECHECK"]
    assert codes(form(claims=[claim("C1", "10", kind="团队", uscc="T-1")])) == []


def test_an_owner_is_known_by_its_name_and_by_the_code_of_its_other_rows() -> None:
    listed = [platform(owner="天津乙有限公司")]
    by_name = claim("C1", "10", enterprise=" 天津乙有限公司 ")
    assert codes(form(platforms=listed, claims=[by_name])) == ["ZHT-GRANT-SELF"]
    rows = [
        claim("C1", "10", uscc=OWNER, enterprise="天津丁有限公司"),
        claim("C2", "9", uscc=None, enterprise="天津丁有限公司"),
    ]
    assert codes(form(claims=rows)) == ["ZHT-GRANT-SELF", "ZHT-GRANT-NOCODE", "ZHT-GRANT-SELF"]


def test_the_industries_of_the_forms_are_the_same() -> None:
    """What a platform was recognised with can be chosen where it is paid."""
    (rule,) = (one for one in under().grants if isinstance(one, Support))
    assert settled(parsed("wuqing-recognition"), {}).field("industry").choices == rule.platforms.industries


def test_what_two_forms_ask_alike_is_offered_alike() -> None:
    recognition = settled(parsed("wuqing-recognition"), {})
    for here, there, column in (("claims", "services", "service"), ("investments", "investments", "category")):
        offered = under().register(here).column(column).choices
        assert offered == recognition.register(there).column(column).choices
