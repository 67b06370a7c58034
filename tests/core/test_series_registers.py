"""Registers of one unit over the years: a thing claimed in two of them, a register that is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core import builders
from core.test_register_rows import filled
from zhtcli.core.assessing.judging import Judged
from zhtcli.core.assessing.series import join
from zhtcli.core.catalogue import registers as register_rules
from zhtcli.core.finding import Finding
from zhtcli.core.registers.identityfindings import MOST_TOLD

Row = dict[str, Any]
NEED: Row = {"indicator": "5", "subject": "甲公司", "title": "需求A", "evidence": "清单"}
EXPERT: Row = {"name": "李敏", "role": "技术专家", "from": "2025-01-01", "contract": "合同", "certificate": "证书"}


def need(date: str, **more: Any) -> Row:
    return {**NEED, "date": date, **more}


def form(year: str, *findings: Finding, told: bool = True, readings: Any = None, **registers: list[Row]) -> Judged:
    figures = builders.on_target(year) if told else {}
    one = replace(builders.submission(year, figures, findings=findings), registers=filled(registers))
    return builders.judged(one, readings, found=())


def found(*years: Judged, readings: Any = None) -> dict[str, list[Finding]]:
    """What is said of identity and registers, by year."""
    told = join(builders.under(**(readings or {})), years)
    return {
        one.submission.form.span: [f for f in about if f.code.startswith("ZHT-IDENTITY-")]
        for one, (_, about, _) in zip(years, told, strict=True)
    }


def test_one_thing_claimed_in_two_years() -> None:
    later = need("2026-05-01", subject="甲 公司")
    told = found(form("2025", needs=[need("2025-03-01")]), form("2026", needs=[need("2026-02-01", title="B"), later]))
    assert told["2025"] == []
    (one,) = told["2026"]
    assert (one.code, one.severity, one.indicator) == ("ZHT-IDENTITY-TWOYEARS", "warning", "5")
    assert (one.register, one.row, str(one.at)) == ("needs", "5/甲 公司/需求A", "台账_needs!D6")
    assert one.clause == builders.regime().indicator("5").clause
    for words in ("第6行", "bishan-2026.xlsx", "2026年", "bishan-2025.xlsx", "“台账_needs”页第5行", "2025年", "第5项"):
        assert words in one.message


def test_rows_carried_over_claim_nothing_new() -> None:
    old, new = need("2025-03-01"), need("2026-03-01", title="需求B")
    first, second, third = form("2025", needs=[old]), form("2026", needs=[old, new]), form("2027", needs=[old, new])
    assert found(first, second, third) == {"2025": [], "2026": [], "2027": []}


def test_a_claim_is_told_once_and_on_the_first_form_that_makes_it() -> None:
    again = need("2026-03-01")
    told = found(form("2027", needs=[again]), form("2026", needs=[again]), form("2025", needs=[need("2025-03-01")]))
    assert [(year, len(each)) for year, each in sorted(told.items())] == [("2025", 0), ("2026", 1), ("2027", 0)]


def test_a_repeat_that_one_form_tells_already_is_not_told_again() -> None:
    """The later form holds both rows: there the second does not count, and says so."""
    both = form("2026", needs=[need("2025-03-01"), need("2026-05-01")])
    assert [finding.code for finding in both.findings if "DUPLICATE" in finding.code] == ["ZHT-ROW-DUPLICATE"]
    assert found(form("2025", needs=[need("2025-03-01")]), both)["2026"] == []


def test_a_row_that_does_not_count_claims_nothing() -> None:
    bare: Row = {"title": "成果", "subject": "某大学"}
    first = form("2025", achievements=[{**bare, "date": "2025-03-01", "evidence": "清单"}])
    assert found(first, form("2026", achievements=[{**bare, "date": "2026-03-01"}]))["2026"] == []
    claimed = form("2026", achievements=[{**bare, "date": "2026-03-01", "evidence": "清单"}])
    assert [one.indicator for one in found(first, claimed)["2026"]] == ["9"]


def test_what_may_repeat_each_year_claims_nothing() -> None:
    """A stock is taken anew each year; a person may be trained each year; a reading may allow any repeat."""
    trainee: Row = {"subject": "王芳", "certificate": "证书"}
    years = [
        form(year, team=[EXPERT], trainees=[{**trainee, "date": f"{year}-03-01"}], needs=[])
        for year in ("2025", "2026")
    ]
    assert found(*years)["2026"] == []
    per_year = {"dedup_scope": "per_year"}
    needs = [form(year, needs=[need(f"{year}-03-01")], readings=per_year) for year in ("2025", "2026")]
    assert found(*needs, readings=per_year)["2026"] == []


def test_people_hired_again_are_no_new_claim() -> None:
    reading = {"items1_3": "distinct_to_date"}
    years = [
        form(year, team=[{**EXPERT, "from": f"{year}-01-01", "social_insurance": True}], readings=reading)
        for year in ("2025", "2026")
    ]
    assert found(*years, readings=reading)["2026"] == []


def test_many_claims_are_told_by_number() -> None:
    def needs(year: str) -> list[Row]:
        return [need(f"{year}-03-01", title=f"需求{number}号") for number in range(MOST_TOLD + 2)]

    told = found(form("2025", needs=needs("2025")), form("2026", needs=needs("2026")))["2026"]
    assert [one.code for one in told] == ["ZHT-IDENTITY-TWOYEARS"] * MOST_TOLD + ["ZHT-IDENTITY-MORE"]
    assert "还有2处" in told[-1].message


def test_a_roster_that_is_blank_this_year() -> None:
    first = form("2025", team=[EXPERT, {**EXPERT, "name": "王芳"}], needs=[need("2025-03-01")])
    told = found(first, form("2026"))
    assert told["2025"] == []
    (one,) = told["2026"]
    assert (one.code, one.severity, one.register) == ("ZHT-IDENTITY-GONE", "warning", "team")
    for words in ("“服务团队”", "2025年", "bishan-2025.xlsx", "2行", "是空的", "填报数照旧"):
        assert words in one.message
    assert found(first, form("2026", team=[EXPERT]))["2026"] == []


def test_a_register_whose_sheet_is_gone() -> None:
    first = form("2025", team=[EXPERT], needs=[need("2025-03-01")])
    gone = register_rules.SHEET_MISSING.found(register="needs", name="台账_需求")
    (one,) = found(first, form("2026", gone, team=[EXPERT]))["2026"]
    assert (one.code, one.register, one.clause) == (
        "ZHT-IDENTITY-GONE",
        "needs",
        builders.regime().register("needs").clause,
    )
    assert "缺这一页" in one.message
    other = register_rules.SHEET_MISSING.found(register="leads", name="台账_招商")
    assert found(first, form("2026", other, team=[EXPERT]))["2026"] == []


def test_a_register_that_cannot_be_read_is_not_said_to_be_blank() -> None:
    headless = register_rules.HEADER_MISSING.found(register="team", sheet="台账_服务团队", rows=20)
    assert found(form("2025", team=[EXPERT]), form("2026", headless))["2026"] == []


def test_all_registers_gone_is_said_once() -> None:
    first = form("2025", team=[EXPERT], needs=[need("2025-03-01"), need("2025-03-01", title="B")])
    (one,) = found(first, form("2026", register_rules.NO_SHEETS.found()))["2026"]
    assert (one.code, one.register) == ("ZHT-IDENTITY-GONE", None)
    for words in ("“服务团队”“技术需求与榜单”", "3行", "没有台账页"):
        assert words in one.message


def test_the_year_before_is_the_last_one_that_speaks() -> None:
    """What was gone a year ago already was told a year ago; an empty form is told as such."""
    years = [form("2025", team=[EXPERT]), form("2026"), form("2027")]
    assert [(year, len(each)) for year, each in found(*years).items()] == [("2025", 0), ("2026", 1), ("2027", 0)]
    assert found(form("2025", team=[EXPERT]), form("2026", told=False))["2026"] == []
