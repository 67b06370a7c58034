"""Changzhou's points against an oracle of their own, over rosters and ledgers as they come."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import rosters
from core import changzhou_oracle as oracle
from core import forms
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.workflow.known import definition_of

OPTIONS = {
    reading.key: (reading.default, *(option for option in reading.options if option != reading.default))
    for reading in definition_of("changzhou").readings
}
DEFAULTS = {key: options[0] for key, options in OPTIONS.items()}

FIRMS = tuple(f"{name}有限公司" for name in ("恒创", "博睿", "天目", "运河", "青枫"))
TEAMS = ("滆湖团队", "天宁团队", "荆川团队")
AS_OF = date(2026, 6, 30)
START, END = date(2024, 1, 1), date(2026, 6, 30)

yes_or_no = st.sampled_from([True, False, None])
days = st.one_of(
    st.sampled_from(["2023-12-31", "2024-01-01", "2026-06-30", "2026-07-01"]),
    st.dates(date(2023, 1, 1), date(2027, 1, 1)).map(str),
)
issued = st.one_of(
    st.sampled_from(["2023-06-29", "2023-06-30", "2023-07-01", "2024-02-29", "2026-06-30", "2026-07-01"]), st.none()
)
as_ofs = st.sampled_from(["2026-06-30", "2026-06-29", "2026-03-31", "2026-04-01", "2027-02-28", "2027-03-01"])
readings = st.fixed_dictionaries({key: st.sampled_from(sorted(options)) for key, options in OPTIONS.items()})
half_points = st.integers(0, 12).map(lambda halves: halves / 2)


def few(row: st.SearchStrategy[Any], most: int = 6) -> st.SearchStrategy[list[Any]]:
    return st.lists(row, max_size=most)


def ledger(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({**columns, "evidence": st.just("附件")})


@st.composite
def subjects(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A roster, perhaps empty, else with a firm in it; a firm may stand there twice, its staff only once."""
    names = draw(st.lists(st.sampled_from(FIRMS + TEAMS), max_size=10))
    if names and not set(names) & set(FIRMS):
        names.append(FIRMS[0])
    columns = [column for column in ("main_industry", "digital", "talent", "ip", "staff") if draw(st.booleans())]
    rows: list[dict[str, Any]] = []
    for name in names:
        row: dict[str, Any] = {"kind": "企业" if name in FIRMS else "团队", "name": name}
        row |= {column: draw(yes_or_no) for column in ("main_industry", "digital", "talent", "ip") if column in columns}
        if "staff" in columns and all(other["name"] != name for other in rows):
            row["staff"] = draw(st.integers(0, 30))
            row["masters"] = draw(st.integers(0, min(row["staff"], 5)))
        row["pool"] = draw(yes_or_no)
        row["hte_date"] = draw(issued)
        year = draw(st.sampled_from([None, 2024, 2025, 2026, 2027]))
        if year is not None and draw(st.booleans()):
            row["sme_year"] = year
        elif year is not None:
            row["sme_no"] = f"{year}32041108000001"
        rows.append(row)
    return rows


@st.composite
def people(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Persons, some of a team; such a team stands in the ledger itself."""
    team_of = {
        "张三": None,
        "李四": "雏鹰团队",
        "王五": "雏鹰团队",
        "赵六": "星火团队",
        "雏鹰团队": None,
        "星火团队": None,
    }
    keys = draw(st.lists(st.sampled_from(sorted(team_of)), max_size=10))
    keys += [team for key in sorted(set(keys)) if (team := team_of[key]) and team not in keys]
    levels = st.sampled_from(["国家", "省"])
    return [
        {"key": key, "name": key, "level": draw(levels), "date": draw(days), "evidence": "附件", "team": team_of[key]}
        for key in keys
    ]


@st.composite
def claims(draw: st.DrawFn) -> dict[str, Any]:
    """Figures typed by hand, both parts of item 3 or neither."""
    told: dict[str, Any] = {}
    if draw(st.booleans()):
        for no in ("2", "3.1", "3.2", "4", "6", "7"):
            whole = draw(st.integers(1, 40))
            told[no] = {"numerator": draw(st.integers(0, whole)), "denominator": whole}
        told |= {no: draw(half_points) for no in ("9", "12", "15")}
        told["14"] = draw(st.integers(0, 15))
    return told


@st.composite
def cover(draw: st.DrawFn) -> dict[str, Any]:
    fields: dict[str, Any] = {**rosters.COVER, "as_of": draw(as_ofs)}
    fields |= {"project_start": str(START), "project_end": str(END)}
    for key in ("area_own", "area_managed", "area_leased", "area_used"):
        del fields[key]
    total = draw(st.sampled_from([None, 0, 29999.99, 30000, 40001, 50000, 50000.01, 90000]))
    if total is not None:
        first = draw(st.sampled_from([0, 10000]))
        if first < total:
            fields |= {"area_own": first, "area_leased": float(f"{total - first:.2f}")}
        else:
            fields["area_managed"] = total
        share = draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(2, 3), Fraction(1)]))
        fields["area_used"] = max(0, int(total * share) - draw(st.sampled_from([0, 0, 1])))
    if draw(st.booleans()):
        fields["employees"] = draw(st.integers(1, 300))
        fields["employees_masters"] = draw(st.integers(0, fields["employees"]))
    return fields


@st.composite
def filled(draw: st.DrawFn) -> dict[str, Any]:
    """The data of a form, register rows of every kind, and claims beside them."""
    entities = draw(subjects())
    registers: dict[str, Any] = {
        "entities": entities,
        "talents": draw(people()),
        "carriers": draw(
            few(
                ledger(
                    key=st.sampled_from(["甲孵化", "乙孵化"]),
                    kind=st.sampled_from(["孵化器", "众创空间"]),
                    level=st.sampled_from(["国家级", "省级"]),
                    date=days,
                )
            )
        ),
        "unicorns": draw(
            few(ledger(key=st.sampled_from(FIRMS[:3]), level=st.sampled_from(sorted(oracle.UNICORNS)), date=days))
        ),
        "finance_cases": draw(
            few(
                ledger(
                    enterprise=st.sampled_from(FIRMS),
                    institution=st.sampled_from(["江南银行", "人保财险"]),
                    contract=st.sampled_from([None, *(f"HT-{number}" for number in range(14))]),
                    amount=st.sampled_from([100, 200]),
                    date=st.sampled_from(["2024-05-20", "2025-05-20", "2025-06-20"]),
                ),
                16,
            )
        ),
    }
    if entities:
        rights = {
            "holder": st.sampled_from((*FIRMS, *TEAMS, "外地公司")),
            "kind": st.sampled_from(["专利", "其他"]),
            "number": st.integers(1, 99).map(str),
            "granted_on": st.one_of(st.none(), days),
            "in_force": yes_or_no,
        }
        registers["ip_rights"] = draw(few(st.fixed_dictionaries(rights)))
    told = draw(claims())
    if not any(registers.values()):
        told = told or {"14": 10}  # a form that says nothing at all is not scored
    return {"form": "changzhou", "fields": draw(cover()), "indicators": told, "registers": registers}


scores = st.dictionaries(
    st.sampled_from(sorted(oracle.JUDGED)),
    st.dictionaries(
        st.sampled_from(["甲", "乙", "丙", "丁", "戊", "裁定"]),
        st.integers(-1, 11).map(lambda halves: Fraction(halves, 2)),
        max_size=6,
    ),
)


@settings(max_examples=60)
@given(filled(), scores)
def test_points_are_what_the_document_says(data: dict[str, Any], told: dict[str, dict[str, Fraction]]) -> None:
    """Under the default readings."""
    compare(data, told, {})


@settings(max_examples=60)
@given(filled(), scores, readings)
def test_points_are_what_the_rules_say_under_any_readings(
    data: dict[str, Any], told: dict[str, dict[str, Fraction]], options: dict[str, str]
) -> None:
    """Under any combination of readings, to the last digit."""
    compare(data, told, options)


def test_the_oracle_knows_the_forty_subjects() -> None:
    """An oracle that gives nothing would agree with a program that gives nothing."""
    full = {no: {"甲": Fraction(most)} for no, most in oracle.JUDGED.items()}
    assert oracle.expected(rosters.data_of({}), full, DEFAULTS).total == 55


@pytest.mark.parametrize("key", sorted(OPTIONS))
def test_the_oracle_knows_every_option(key: str) -> None:
    """A reading with a new option has to be thought of there as well."""
    known = {
        "rounding": set(oracle.PLACES),
        "missing_value": {"not_filled", "zero"},
        "missing_evidence": {"not_counted", "counted"},
        "no_register": {"reported", "zero"},
        "dedup_scope": {"whole_period", "per_year", "none"},
        "experts": {"mean", "trimmed"},
        "partial_credit": {"all_or_nothing", "proportional"},
        "item3": {"both", "split", "min_ratio"},
        "item5_period": {"none", "project"},
        "item9_team": {"separate", "joint"},
        "item12_kinds": {"separate", "joint"},
        "item14_case": {"contract", "enterprise"},
        "item15": {"highest", "sum_cap3"},
        "item16_parts": {"both", "split"},
        "item16_range": {"for_person", "zero", "above_accepted", "advisory"},
        "sme_validity": {"last_until_renewal", "current_year"},
    }
    assert set(OPTIONS[key]) == known[key]


def compare(data: dict[str, Any], told: dict[str, dict[str, Fraction]], options: dict[str, str]) -> None:
    one = forms.submission(data)
    experts = [
        ExpertScore(unit=rosters.USCC, no=no, expert=expert, score=score, reason="见评审意见")
        for no, given_by in told.items()
        for expert, score in given_by.items()
    ]
    (found,) = forms.entry_findings([one])
    card = forms.assessed(one, found, options, experts=experts).scorecards[0]
    decided = {**DEFAULTS, **options}
    wanted = oracle.expected(data, told, decided)
    zero = decided["missing_value"] == "zero"  # then a blank is a 0; either way it adds nothing
    # … but where any area will do, 0 m² will do too: whether a blank then earns half of item 16 nobody has decided.
    undecided = (decided["item16_range"], decided["item16_parts"]) == ("advisory", "split")
    assume(not (zero and undecided and wanted.points["16"] is None))
    points = {item.indicator.no: (item.points or Fraction(0)) if zero else item.points for item in card.indicators}
    assert points == {no: (wanted.points[no] or Fraction(0)) if zero else wanted.points[no] for no in points}
    assert (card.total, card.bonus) == (wanted.total, wanted.bonus)
    (sixteen,) = (item for item in card.indicators if item.indicator.no == "16")
    if not zero:
        assert (sixteen.low, sixteen.high) == (wanted.low, wanted.high)
