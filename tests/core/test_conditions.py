"""Conditions at their exact edges, soft and firm ones, what people decide, and what is odd in the data."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.forms import entry_findings, submission
from zhtcli.core.checks.checks import cross_check
from zhtcli.core.conditions.conditions import verdicts
from zhtcli.core.conditions.findings import condition_findings
from zhtcli.core.conditions.nextstep import awaited
from zhtcli.core.conditions.procedure import procedure_findings, standing
from zhtcli.core.conditions.verdict import Verdict
from zhtcli.core.decision import Decision
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.definitions.load import settled
from zhtcli.workflow.known import definition_of

FORM = "wuqing-recognition"
OPINIONS = ("position", "lead", "leader", "equipment", "results", "mechanism", "partners", "reach")
FILING: dict[str, Any] = {
    "unit": "天津某某科技有限公司",
    "industry": "生物医药",
    "registered": True,
    "operates_locally": True,
    "legal_person": True,
    "functions": ["研发设计", "小试中试"],
}
FIELDS: dict[str, Any] = {
    **FILING,
    "filed_in_library": "2024-05-01",
    "applied_on": "2026-03-02",
    "area": "1000",
    "staff": "100",
    "rd_staff": "20",
    "services": "5",
    "cases": "2",
    "has_revenue": True,
    "special_case": False,
}
RD: list[dict[str, Any]] = [{"year": year, "revenue": "1000", "rd": "30"} for year in (2023, 2024, 2025)]
INVESTED: list[dict[str, Any]] = [{"date": "2025-01-05", "category": "设备费_硬件", "amount": "1000"}]
REVIEWED: dict[str, Any] = {"step_reviewed": "2026-04-01", **{f"opinion_{name}": "符合" for name in OPINIONS}}
STEPS = {
    "step_applied": "2026-03-02",
    "step_recommended": "2026-03-05",
    "step_filed": "2026-03-10",
    "step_reviewed": "2026-04-01",
    "step_published": "2026-04-13",
    "step_recognised": "2026-04-20",
}


def form(*, registers: Any = None, **changes: Any) -> Submission:
    """A form on which every condition that has a figure holds exactly; a field that is None is blank.

    `rd` and `investments` are the rows of these registers, `registers` those of others.
    """
    every = {"rd": changes.pop("rd", RD), "investments": changes.pop("investments", INVESTED), **(registers or {})}
    fields = {key: value for key, value in {**FIELDS, **changes}.items() if value is not None}
    typed = {key: [{name: _typed(one) for name, one in row.items()} for row in many] for key, many in every.items()}
    return submission({"form": FORM, "fields": {k: _typed(v) for k, v in fields.items()}, "registers": typed})


def _typed(value: Any) -> Any:
    """Figures are written as texts here, so that they stay exact."""
    return Decimal(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9.]+", value) else value


def told(one: Submission, decided: Any = None, **readings: str) -> dict[str, Verdict]:
    return {verdict.id: verdict for verdict in verdicts(settled(definition_of(FORM), readings), one, decided)}


def outcome(id: str, one: Submission, **readings: str) -> str:
    return told(one, **readings)[id].outcome


def found(one: Submission) -> list[Finding]:
    return condition_findings(settled(definition_of(FORM), {}), one)


def codes(one: Submission) -> list[str]:
    return [finding.code for finding in found(one)]


def years(*figures: tuple[int, str, str]) -> list[dict[str, Any]]:
    """(year, rd, revenue) of each row."""
    return [{"year": year, "rd": rd, "revenue": revenue} for year, rd, revenue in figures]


def test_at_the_edges_every_figure_reaches_its_threshold() -> None:
    by_id = told(form())
    for id, value, threshold in (
        ("functions", 2, 2),
        ("intensity", 3, 3),
        ("investment", 1000, 1000),
        ("area", 1000, 1000),
        ("rd_staff", 20, 20),
        ("services", 5, 5),
        ("cases", 2, 2),
    ):
        assert (by_id[id].outcome, by_id[id].value, by_id[id].threshold) == ("met", value, threshold), id
    assert codes(form()) == []


@pytest.mark.parametrize(
    ("id", "one", "default", "hard"),
    [
        ("rd_staff", form(rd_staff="19"), "not_met", "not_met"),
        ("rd_staff", form(rd_staff="199999", staff="1000000"), "not_met", "not_met"),
        ("rd_staff", form(rd_staff="200000", staff="1000000"), "met", "met"),
        ("services", form(services="4"), "not_met", "not_met"),
        ("cases", form(cases="1"), "not_met", "not_met"),
        ("functions", form(functions=["研发设计"]), "not_met", "not_met"),
        ("area", form(area="999.99"), "for_person", "not_met"),
        ("investment", form(investments=[{**INVESTED[0], "amount": "999.999999"}]), "for_person", "not_met"),
        ("intensity", form(rd=[*RD[:2], {**RD[2], "rd": "29.99"}]), "for_person", "not_met"),
        ("industry", form(industry="航空航天"), "for_person", "for_person"),
        ("revenue", form(has_revenue=False), "not_met", "not_met"),
        ("subject", form(operates_locally=False), "not_met", "not_met"),
        ("subject", form(operates_locally=False, registered=None), "not_met", "not_met"),
        ("subject", form(registered=None), "not_filled", "not_filled"),
        ("filed", form(filed_in_library="2026-03-02"), "met", "met"),
        ("filed", form(filed_in_library="2026-03-03"), "not_met", "not_met"),
        ("filed", form(filed_in_library=None), "not_filled", "not_filled"),
        ("area", form(area=None), "not_filled", "not_filled"),
        ("investment", form(investments=[]), "not_filled", "not_filled"),
        ("intensity", form(rd=[]), "not_filled", "not_filled"),
        ("intensity", form(applied_on=None), "not_filled", "not_filled"),
    ],
)  # fmt: skip
def test_a_miss_fails_where_it_is_firm_and_is_for_a_person_where_it_is_soft(
    id: str, one: Submission, default: str, hard: str
) -> None:
    assert outcome(id, one) == default
    assert outcome(id, one, soft_threshold="hard") == hard


def test_a_figure_just_below_is_not_shown_as_the_threshold() -> None:
    verdict = told(form(area="999.999"))["area"]
    assert verdict.explanation == (
        "“提供公共服务的面积”（认定条件!C6）填报 999.999 平方米，低于 1000 平方米；"
        "原文写“一般不低于1000平方米”，由人决定。"
    )
    assert [str(cell) for cell in verdict.cells] == ["认定条件!C6"]


def test_a_function_named_twice_is_one() -> None:
    assert outcome("functions", form(functions=["研发设计", "研发设计"])) == "not_met"


def test_the_two_means_are_both_shown_and_a_person_decides_where_they_disagree() -> None:
    # 6 %, 2 % and 2 %: the mean of ratios is 10/3 %; 60 + 20 + 200 over 1000 + 1000 + 10000 is 7/3 %.
    one = form(rd=years((2023, "60", "1000"), (2024, "20", "1000"), (2025, "200", "10000")))
    for reading, value in (("mean_of_ratios", Fraction(10, 3)), ("ratio_of_sums", Fraction(7, 3))):
        for soft in ("for_person", "hard"):
            verdict = told(one, intensity=reading, soft_threshold=soft)["intensity"]
            assert (verdict.outcome, verdict.by, verdict.value) == ("for_person", "person", value)
            assert verdict.figures == {
                "intensity_mean_of_ratios": Fraction(10, 3),
                "intensity_ratio_of_sums": Fraction(7, 3),
            }
    assert "逐年平均 3.33%，各年合计 2.33%；两种算法一个达到 3%、一个没有达到；由人决定。" in verdict.explanation
    assert codes(one) == []


def test_the_reading_decides_where_both_means_lie_on_one_side() -> None:
    one = form(rd=years((2023, "60", "1000"), (2024, "50", "1000"), (2025, "400", "10000")))
    mean, sums = (told(one, intensity=reading)["intensity"] for reading in ("mean_of_ratios", "ratio_of_sums"))
    assert (mean.outcome, mean.value) == ("met", 5)
    assert (sums.outcome, sums.value) == ("met", Fraction(51000, 12000))


def test_a_young_firm_goes_by_the_years_that_it_has() -> None:
    one = form(rd=RD[1:])
    verdict = told(one)["intensity"]
    assert (verdict.outcome, verdict.value) == ("met", 3)
    assert "没有 2023 年的数，按已有的 2 年计算" in verdict.explanation
    (finding,) = found(one)
    assert (finding.code, finding.severity, finding.register) == ("ZHT-COND-FEWYEARS", "warning", "rd")


@pytest.mark.parametrize("lost", [1, 2])
def test_a_gap_is_an_error_and_for_a_person(lost: int) -> None:
    one = form(rd=[row for place, row in enumerate(RD) if place != lost])
    verdict = told(one, soft_threshold="hard")["intensity"]
    assert (verdict.outcome, verdict.value) == ("for_person", 3)
    (finding,) = found(one)
    assert (finding.code, finding.severity) == ("ZHT-COND-YEARGAP", "error")
    assert f"缺 {2023 + lost} 年" in finding.message


def test_a_year_cannot_be_left_out_by_naming_an_earlier_one_or_by_a_figure_that_cannot_be() -> None:
    earlier = form(rd=[{**RD[0], "year": 2022}, *RD[1:]])
    assert (outcome("intensity", earlier), codes(earlier)) == (
        "for_person", ["ZHT-COND-OTHERYEAR", "ZHT-COND-YEARGAP"],
    )  # fmt: skip
    negative = form(rd=[{**RD[0], "revenue": "-1"}, *RD[1:]])
    verdict = told(negative)["intensity"]
    assert verdict.outcome == "for_person"
    assert "2023 年的数不能采用" in verdict.explanation
    assert "ZHT-COND-FEWYEARS" not in codes(negative)


def test_a_year_without_revenue_has_no_ratio() -> None:
    one = form(rd=years((2023, "10", "0"), (2024, "30", "1000"), (2025, "30", "1000")))
    verdict = told(one)["intensity"]
    assert (verdict.outcome, verdict.figures) == (
        "for_person",
        {"intensity_mean_of_ratios": None, "intensity_ratio_of_sums": Fraction(7, 2)},
    )
    (finding,) = found(one)
    assert (finding.code, finding.field, str(finding.at)) == ("ZHT-COND-NOREVENUE", "revenue", "台账_rd!B5")
    nothing = form(rd=years(*((year, "10", "0") for year in (2023, 2024, 2025))))
    assert told(nothing)["intensity"].outcome == "for_person"


def test_a_year_told_twice_counts_once_or_is_for_a_person() -> None:
    same, other = form(rd=[*RD, RD[0]]), form(rd=[*RD, {**RD[0], "rd": "90"}])
    assert (outcome("intensity", same), codes(same)) == ("met", ["ZHT-COND-YEARTWICE"])
    assert (outcome("intensity", other), codes(other)) == ("for_person", ["ZHT-COND-YEARTWICE"])


def test_years_outside_the_span_are_not_used() -> None:
    one = form(rd=[*RD, {"year": 2026, "revenue": "1", "rd": "1"}])
    assert told(one)["intensity"].value == 3
    assert codes(one) == ["ZHT-COND-OTHERYEAR"]


def test_research_above_revenue_is_warned_and_counted() -> None:
    one = form(rd=years((2023, "1001", "1000"), (2024, "30", "1000"), (2025, "30", "1000")))
    assert outcome("intensity", one) == "met"
    (finding,) = found(one)
    assert (finding.code, finding.severity) == ("ZHT-COND-RDOVER", "warning")


def test_only_what_belongs_to_the_building_counts_as_investment() -> None:
    one = form(
        investments=[
            {"date": "2025-01-05", "category": "场地装修费", "amount": "999"},
            {"date": "2025-01-05", "category": "其他合理费用", "amount": "0.5"},
            {"date": "2025-01-05", "category": "购置土地", "amount": "8000"},
        ]
    )
    verdict = told(one)["investment"]
    assert (verdict.outcome, verdict.value) == ("for_person", Fraction("999.5"))
    assert verdict.figures == {
        "investment_included": Fraction("999.5"), "investment_excluded": 8000, "investment_beyond_limit": 0
    }  # fmt: skip
    assert "另有不列入的 8000 万元（购置土地 8000 万元）" in verdict.explanation


def test_other_costs_beyond_their_share_do_not_reach_the_investment() -> None:
    """970万 with 30万 are exactly 3 %; of 969万 and 31万 only 3/97 of 969万 are recognised."""

    def invested(work: str, other: str) -> Submission:
        rows = (("场地装修费", work), ("其他合理费用", other))
        return form(investments=[{"date": "2025-01-05", "category": kind, "amount": some} for kind, some in rows])

    assert outcome("investment", invested("970", "30")) == "met"
    verdict = told(invested("969", "31"))["investment"]
    assert (verdict.outcome, verdict.value) == ("for_person", 969 + Fraction(3 * 969, 97))
    assert verdict.figures["investment_beyond_limit"] == 31 - Fraction(3 * 969, 97)
    assert "其他合理费用超过认定投资额 3% 的 1.0309 万元不计，认定 998.97 万元" in verdict.explanation
    assert told(invested("969", "31"), soft_threshold="hard")["investment"].outcome == "not_met"


def test_a_row_without_its_amount_leaves_a_low_sum_open() -> None:
    lacking = {"date": "2025-01-05", "category": "设计费"}
    assert outcome("investment", form(investments=[*INVESTED, lacking])) == "met"
    low = form(investments=[{**INVESTED[0], "amount": "900"}, lacking])
    assert outcome("investment", low, soft_threshold="hard") == "not_filled"


def served(*rows: tuple[str | None, str]) -> list[dict[str, Any]]:
    return [{"user": user, "date": day, "service": "研发设计：技术研发"} for user, day in rows]


def test_the_register_of_services_decides_over_the_figure() -> None:
    rows = served(*((f"企业{n}", "2025-06-01") for n in range(3)), ("企业1", "2025-07-01"), ("企业1", "2026-03-02"))
    one = form(services="9", registers={"services": rows})
    verdict = told(one)["services"]
    assert (verdict.outcome, verdict.value, verdict.figures) == ("met", 5, {"services_reported": 9})
    assert codes(one) == ["ZHT-COND-COUNT"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("企业1", "2025-06-01"), "ZHT-COND-REPEATED"),
        (("企业9", "2026-03-03"), "ZHT-COND-LATER"),
        ((None, "2025-06-01"), "ZHT-COND-LACKING"),
    ],
)
def test_rows_that_do_not_count_say_why(row: tuple[str | None, str], code: str) -> None:
    rows = served(*((f"企业{n}", "2025-06-01") for n in range(4)), row)
    one = form(services="4", registers={"services": rows})
    assert (outcome("services", one), codes(one)) == ("not_met", [code])


def test_impossible_staff_is_an_error_and_gives_no_share() -> None:
    more, none = form(rd_staff="101"), form(staff="0", rd_staff="0")
    for one, code in ((more, "ZHT-COND-PART"), (none, "ZHT-COND-WHOLE")):
        (finding,) = found(one)
        assert (finding.code, finding.severity) == (code, "error")
        verdict = told(one)["rd_staff"]
        assert (verdict.outcome, verdict.value) == ("not_filled", None)


def test_an_industry_outside_the_lists_is_warned() -> None:
    (finding,) = found(form(industry="航空航天"))
    assert (finding.code, finding.severity, finding.raw) == ("ZHT-COND-INDUSTRY", "warning", "航空航天")
    for printed in ("节能环保", "智能轨道交通", "现代公共服务"):
        assert codes(form(industry=printed)) == []


def test_a_platform_is_named_by_the_pattern() -> None:
    def names(name: str) -> list[str]:
        return codes(form(platform_name=name))

    assert names("武清区生物医药产业五大创新功能平台") == []
    for odd in (
        "武清区生物医药产业五大创新平台",
        "武清区产业五大创新功能平台",
        "武清区**产业五大创新功能平台",
        "天津生物医药产业五大创新功能平台",
    ):
        assert names(odd) == ["ZHT-COND-NAME"], odd


def test_what_experts_judge_is_open_until_they_did() -> None:
    by_id = told(form())
    assert {id for id, one in by_id.items() if one.outcome == "for_person"} == {*OPINIONS, "recognition"}
    assert by_id["recognition"].by == "person"
    assert by_id["filing"].outcome == "met"  # it was filed, after experts had looked
    assert told(form(**REVIEWED))["recognition"].outcome == "met"
    refused = told(form(**{**REVIEWED, "opinion_reach": "不符合"}), soft_threshold="for_person")
    assert (refused["reach"].outcome, refused["reach"].by) == ("not_met", "person")
    assert refused["recognition"].outcome == "not_met"
    assert refused["recognition"].consequence == "不符合认定条件；培育后符合的可以再申请。"


def test_an_opinion_before_the_review_is_a_finding_and_ignored() -> None:
    one = form(opinion_reach="符合")
    assert outcome("reach", one) == "for_person"
    (finding,) = found(one)
    assert (finding.code, finding.field) == ("ZHT-COND-OPINION", "opinion_reach")


def test_before_filing_what_experts_judge_keeps_the_stage_open() -> None:
    blank = dict.fromkeys(FIELDS.keys() - FILING.keys())
    one = form(rd=[], investments=[], **blank)
    assert outcome("filing", one) == "for_person"
    assert outcome("recognition", one) == "not_filled"
    opinions = {f"opinion_{name}": "符合" for name in ("industry", "subject", "premises", "plan")}
    assert outcome("filing", form(rd=[], investments=[], **blank, **opinions, step_filed="2026-03-10")) == "met"
    assert outcome("filing", form(rd=[], investments=[], **{**blank, "functions": ["投融资"]})) == "not_met"


def test_a_soft_miss_keeps_the_stage_open_and_fails_it_when_hard() -> None:
    one = form(area="1", **REVIEWED)
    assert outcome("recognition", one) == "for_person"
    assert outcome("recognition", one, soft_threshold="hard") == "not_met"


def test_the_special_route_is_for_a_person_and_does_not_replace_filing() -> None:
    special = {"special_case": True, "special_reason": "区内没有同类中试平台"}
    by_id = told(form(area="1", rd_staff="1", **special))
    assert (by_id["special"].outcome, by_id["recognition"].outcome) == ("for_person", "for_person")
    assert by_id["rd_staff"].outcome == "not_met"
    assert by_id["recognition"].counted == ("filing_conditions", "filed", "special")
    assert outcome("recognition", form(**REVIEWED, **special)) == "for_person"
    assert outcome("recognition", form(filed_in_library="2026-03-03", **special)) == "not_met"
    assert outcome("recognition", form(filed_in_library=None, **special)) == "not_filled"
    assert "special" not in told(form())


@pytest.mark.parametrize("reason", [None, " "])
def test_the_special_route_needs_its_reason(reason: str | None) -> None:
    one = form(special_case=True, special_reason=reason)
    assert outcome("special", one) == "not_filled"
    (finding,) = found(one)
    assert (finding.code, finding.severity, finding.field) == ("ZHT-COND-REASON", "error", "special_reason")


def test_a_decision_with_its_reason_stands_above_the_rule() -> None:
    decision = Decision(unit="甲", no="area", value=True, reason="分两处办公", by="张三", date="2026-04-02")
    verdict = told(form(area="900", **REVIEWED), {"area": decision})
    assert (verdict["area"].outcome, verdict["area"].by, verdict["area"].value) == ("met", "person", 900)
    assert verdict["area"].explanation.endswith("；裁定为“符合”：分两处办公（张三，2026-04-02）。")
    assert verdict["recognition"].outcome == "met"


def steps(**changes: str | None) -> Submission:
    outcomes = {"review_opinion": "通过", "publicity_outcome": "无异议"}
    days = {**STEPS, **changes}
    return form(**{"filed_in_library": days["step_filed"], "applied_on": "2026-03-20", **outcomes, **days})


def in_procedure(one: Submission) -> list[str]:
    regime = settled(definition_of(FORM), {})
    return [finding.code for finding in (*procedure_findings(regime, one), *cross_check(regime, one, {}))]


def test_the_six_steps_in_order_have_no_finding() -> None:
    procedure = settled(definition_of(FORM), {}).procedure
    assert procedure is not None
    assert in_procedure(steps()) == []
    assert standing(procedure, steps()).state == "已认定"
    assert standing(procedure, form()).state == "未申请"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"step_filed": "2026-03-04"}, "ZHT-DATE-DISORDER"),
        ({"applied_on": "2026-04-02"}, "ZHT-DATE-DISORDER"),
        ({"filed_in_library": "2026-03-09"}, "ZHT-FIELD-DIFFER"),
        ({"step_recommended": None}, "ZHT-STEP-SKIPPED"),
        ({"publicity_outcome": "有异议"}, "ZHT-STEP-UNPASSED"),
        ({"review_opinion": "不通过"}, "ZHT-STEP-UNPASSED"),
        ({"step_recognised": "2026-04-17"}, "ZHT-STEP-SOON"),  # Friday after a Monday: four workdays
    ],
)
def test_what_is_odd_in_the_procedure_is_told(changes: dict[str, str | None], code: str) -> None:
    assert in_procedure(steps(**changes)) == [code]


def test_holidays_are_no_workdays_of_the_publicity() -> None:
    # 1 to 5 May 2026 are a holiday, 9 May is worked: 29 and 30 April, 6, 7, 8 May.
    assert in_procedure(steps(step_published="2026-04-28", step_recognised="2026-05-07")) == ["ZHT-STEP-SOON"]
    assert in_procedure(steps(step_published="2026-04-28", step_recognised="2026-05-08")) == []


def test_the_next_step_says_what_is_missing() -> None:
    regime = settled(definition_of(FORM), {})

    def waits(one: Submission) -> tuple[str, tuple[str, ...]]:
        step = awaited(regime, one, verdicts(regime, one))
        assert step is not None
        return step.id, step.missing

    assert waits(form()) == ("applied", ("填写“申请日期”",))
    until_filed = dict.fromkeys(("step_reviewed", "step_published", "step_recognised", "review_opinion"))
    until_filed |= {"publicity_outcome": None}
    assert waits(steps(**until_filed, rd_staff="19", area=None)) == (
        "reviewed",
        ("公共服务面积：未填全", "科研技术人员占比：不符合", "填写“评审日期”"),
    )
    until_reviewed = dict.fromkeys(("step_published", "step_recognised", "publicity_outcome"))
    opinions = {f"opinion_{name}": "符合" for name in OPINIONS if name != "reach"}
    assert waits(steps(**until_reviewed, **opinions)) == ("published", ("服务范围：由人决定", "填写“公示日期”"))
    assert waits(steps(step_recognised=None, publicity_outcome="有异议"))[1] == (
        "“公示结果”是“有异议”，须先处理",
        "填写“认定日期”",
    )
    assert awaited(regime, steps(), ()) is None


def test_a_gap_in_the_steps_is_what_is_waited_for() -> None:
    regime = settled(definition_of(FORM), {})
    step = awaited(regime, steps(step_recommended=None))
    assert step is not None
    assert step.id == "recommended"


def test_negative_figures_are_told_once_and_not_used() -> None:
    one = form(area="-1")
    assert outcome("area", one) == "not_filled"
    assert "ZHT-ENTRY-NEGATIVE" in [finding.code for finding in entry_findings([one])[0]]
    assert codes(one) == []


def test_dates_are_values() -> None:
    assert told(form())["filed"].value == date(2024, 5, 1)


FIGURE = st.integers(0, 10**6)


@given(rows=st.lists(st.tuples(FIGURE, st.integers(1, 10**6)), min_size=3, max_size=3))
def test_both_means_are_those_of_the_definition_and_agree_or_are_for_a_person(rows: list[tuple[int, int]]) -> None:
    figures = [{"year": 2023 + place, "rd": rd, "revenue": revenue} for place, (rd, revenue) in enumerate(rows)]
    verdict = told(form(rd=figures))["intensity"]
    mean = sum((Fraction(rd, revenue) for rd, revenue in rows), Fraction(0)) * 100 / 3
    sums = Fraction(sum(rd for rd, _ in rows), sum(revenue for _, revenue in rows)) * 100
    assert verdict.figures == {"intensity_mean_of_ratios": mean, "intensity_ratio_of_sums": sums}
    # The soft miss is for a person too: only both means at 3 % or more are met.
    assert verdict.outcome == ("met" if min(mean, sums) >= 3 else "for_person")
    hard = told(form(rd=figures), soft_threshold="hard")["intensity"].outcome
    assert hard == ("met" if min(mean, sums) >= 3 else "not_met" if max(mean, sums) < 3 else "for_person")


@given(staff=st.integers(1, 10**6), rd_staff=FIGURE)
def test_the_share_of_staff_is_exact(staff: int, rd_staff: int) -> None:
    expected = "not_filled" if rd_staff > staff else "met" if 5 * rd_staff >= staff else "not_met"
    assert outcome("rd_staff", form(staff=str(staff), rd_staff=str(rd_staff))) == expected


@given(changes=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS.keys() - {"unit"}, st.none())))
def test_whatever_is_blank_no_stage_is_met_without_its_conditions(changes: dict[str, None]) -> None:
    by_id = told(form(**{**REVIEWED, **changes}))
    for stage in ("filing", "recognition"):
        own = [one for one in by_id.values() if one.event == stage and not one.overall]
        assert (by_id[stage].outcome == "met") == all(one.outcome == "met" for one in own)
    assert all(one.explanation.endswith("。") and "None" not in one.explanation for one in by_id.values())


def test_exactly_three_percent_one_way_and_more_the_other_is_met() -> None:
    # 2 %, 3 %, 4 % with ever larger revenue: the mean is 3 % exactly, the sums give more; the other way round less.
    more = form(rd=years((2023, "20", "1000"), (2024, "60", "2000"), (2025, "160", "4000")))
    less = form(rd=years((2023, "160", "4000"), (2024, "60", "2000"), (2025, "10", "1000")))
    assert told(more)["intensity"].value == 3
    assert outcome("intensity", more) == "met"
    assert outcome("intensity", less) == "for_person"


def test_an_investment_after_the_application_is_counted_and_told() -> None:
    def dated(day: str) -> Submission:
        return form(investments=[{**INVESTED[0], "date": day}])

    assert codes(dated("2026-03-02")) == []
    late = dated("2026-03-03")
    assert outcome("investment", late) == "met"
    (finding,) = found(late)
    assert (finding.code, finding.register, str(finding.at)) == ("ZHT-COND-LATER", "investments", "台账_investments!A5")


def test_nothing_to_list_is_said_so() -> None:
    one = form(investments=[{**INVESTED[0], "category": "购置土地"}])
    assert told(one)["investment"].explanation.startswith(
        "台账“平台建设投资”没有可以列入的投资，另有不列入的 1000 万元（购置土地 1000 万元），低于 1000 万元；"
    )


def test_what_is_lacking_is_named_with_its_cell() -> None:
    by_id = told(form(rd_staff=None, applied_on=None, registered=None))
    assert by_id["rd_staff"].explanation == "“科研技术人员数”（认定条件!C8）没有填写，无法判断。"
    assert by_id["filed"].explanation == "“认定申请日期”（认定条件!C5）没有填写，无法判断。"
    assert by_id["filing"].explanation == "未填全：建设主体条件。"
    assert by_id["filing_conditions"].explanation == "入库备案条件的结论是“未填全”。"
    both = told(form(staff=None, rd_staff=None))["rd_staff"]
    assert "“科研技术人员数”（认定条件!C8）、“职工总数”（认定条件!C7）没有填写" in both.explanation


def test_equal_parts_are_possible() -> None:
    assert codes(form(rd_staff="100", rd=years(*((year, "1000", "1000") for year in (2023, 2024, 2025))))) == []


def test_blank_data_is_no_finding_of_its_own() -> None:
    assert codes(form(rd=[], investments=[], staff=None, rd_staff=None)) == []
    assert codes(form(applied_on=None)) == []


def test_a_person_s_answer_is_told_with_its_day() -> None:
    by_id = told(form(**REVIEWED))
    assert (by_id["reach"].value, by_id["reach"].by) == (True, "person")
    assert by_id["reach"].explanation == "专家于 2026-04-01 评定为“符合”。"
    assert by_id["recognition"].by == "person"
    assert by_id["recognition"].explanation == "17 项条件都符合。"


def test_a_failure_by_a_rule_is_the_rule_s() -> None:
    whole = told(form(cases="1"))["recognition"]
    assert (whole.outcome, whole.by) == ("not_met", "rule")
    assert whole.explanation.startswith("不符合：成功案例；由人决定：")
    assert told(form(cases=None))["recognition"].by == "rule"


def test_unused_years_are_named_in_the_findings() -> None:
    (gap,) = found(form(rd=[RD[0], RD[2]]))
    assert gap.message == "“近三年研发投入”缺 2024 年，而有更早的年份；暂按已有的 2023、2025 年计算，由人决定。"
    (few,) = found(form(rd=RD[2:]))
    assert few.message == "“近三年研发投入”没有 2023、2024 年的数，按已有的 2025 年计算。"
    (twice,) = found(form(rd=[*RD, RD[0]]))
    assert (str(twice.at), "第5、8行" in twice.message) == ("台账_rd!A8", True)


def test_beyond_the_calendar_weekdays_stand_for_workdays() -> None:
    late = {"step_reviewed": "2090-01-01", "step_published": "2090-01-02", "step_recognised": "2090-01-06"}
    one = steps(**late)
    (finding,) = procedure_findings(settled(definition_of(FORM), {}), one)
    assert (finding.code, finding.field) == ("ZHT-STEP-SOON", "step_recognised")
    assert "只有 4 个工作日，不满 5 个（那一年的放假安排还不知道，按周一至周五推算）。" in finding.message


def test_a_decision_stands_above_the_rule_which_is_still_told() -> None:
    decision = Decision(unit="", no="area", value=True, reason="另有 300 平方米在建", by="张三", date="2026-04-01")
    one = form(area="700")
    verdict = told(one, {"area": decision})["area"]
    assert (verdict.outcome, verdict.by, verdict.by_rule, verdict.decision) == ("met", "person", "for_person", decision)
    assert verdict.value == 700
    assert "另有 300 平方米在建（张三，2026-04-01）" in verdict.explanation
    assert told(one)["area"].decision is None
