"""The chain of review: where a form stands, how often it came back, which steps are missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from core.monitoring import PROCEDURE, form, monitored, place
from zhtcli.core.conditions.procedure import Standing, Taken, procedure_findings, standing
from zhtcli.core.finding import Finding
from zhtcli.core.forms.layout import Slot

D18, D20, D21, D22 = (datetime(2026, 4, day, 9, 30) for day in (18, 20, 21, 22))
PEOPLE = {"filler": "李敏", "auditor": "王建国", "reporter": "陈立"}


def stands(**told: Any) -> Standing:
    procedure = monitored().procedure
    assert procedure is not None
    return standing(procedure, form(**told))


def found(*, required: tuple[str, ...] = (), **told: Any) -> list[Finding]:
    return procedure_findings(monitored(required=required), form(**{**PEOPLE, **told}))


def codes(**told: Any) -> list[str]:
    return [finding.code for finding in found(**told)]


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({}, "草稿"),
        (PEOPLE, "草稿"),  # names alone are no step
        ({"submitted_at": D18}, "已填报"),
        ({"submitted_at": ...}, "已填报"),  # something stands there
        ({"submitted_at": D18, "reviewed_at": D20, "review": "通过"}, "县级审核通过"),
        ({"submitted_at": D18, "review": "通过"}, "县级审核通过"),
        ({"submitted_at": D18, "reviewed_at": D20, "review": "退回"}, "县级审核退回"),
        ({"submitted_at": D18, "review": "退回"}, "县级审核退回"),
        ({"submitted_at": D18, "reviewed_at": D20, "review": "通过", "reported_at": D21}, "已报送"),
        ({"submitted_at": D18, "reported_at": D21}, "已报送"),
        # After a return: handed in again, reviewed again, or reported all the same; earlier steps do not count.
        ({"submitted_at": D21, "reviewed_at": D20, "review": "退回"}, "已填报"),
        ({"submitted_at": D20, "reviewed_at": D20, "review": "退回"}, "县级审核退回"),
        ({"submitted_at": D18, "reviewed_at": D20, "review": "退回", "reported_at": D21}, "已报送"),
        ({"submitted_at": D22, "reviewed_at": D20, "review": "退回", "reported_at": D21}, "已报送"),
        ({"submitted_at": D18, "reviewed_at": D21, "review": "退回", "reported_at": D20}, "县级审核退回"),
        ({"submitted_at": D18, "review": "退回", "reported_at": D20}, "已报送"),
    ],
)
def test_the_state_is_that_of_the_last_step(told: dict[str, Any], state: str) -> None:
    assert stands(**told).state == state


def test_a_day_without_its_time_is_not_later_on_the_same_day() -> None:
    same = {"reviewed_at": datetime(2026, 4, 20, 9, 30), "review": "退回"}
    assert stands(submitted_at=date(2026, 4, 20), **same).state == "县级审核退回"
    assert stands(submitted_at=date(2026, 4, 21), **same).state == "已填报"


def test_the_steps_are_told_with_person_time_and_outcome() -> None:
    told = stands(**PEOPLE, submitted_at=D18, reviewed_at=D20, review="退回")
    assert told.steps == (
        Taken("submit", "已填报", D18, "李敏", ""),
        Taken("review", "县级审核退回", D20, "王建国", "退回"),
    )
    assert stands(submitted_at=...).steps == (Taken("submit", "已填报", None, "", ""),)


@pytest.mark.parametrize(
    ("told", "returned"),
    [
        ({}, 0),
        ({"returns": 2}, 2),
        ({"reviewed_at": D20, "review": "退回"}, 1),
        ({"reviewed_at": D20, "review": "退回", "submitted_at": D21}, 1),
        ({"reviewed_at": D20, "review": "退回", "returns": 3}, 3),
        ({"reviewed_at": D20, "review": "退回", "returns": ...}, 1),
        ({"reviewed_at": D20, "review": "通过"}, 0),
    ],
)
def test_returns_are_counted_by_their_field_else_by_the_review(told: dict[str, Any], returned: int) -> None:
    assert stands(**told).returned == returned


def test_a_form_that_went_the_whole_way_has_no_finding() -> None:
    assert codes(submitted_at=D18, reviewed_at=D20, review="通过", reported_at=D21) == []
    assert codes(submitted_at=D18) == []
    assert codes() == []


def test_a_form_reported_without_the_review_is_told_at_the_blank_review() -> None:
    (finding,) = found(submitted_at=D18, reported_at=D21)
    assert (finding.code, finding.severity) == ("ZHT-STEP-SKIPPED", "warning")
    assert (finding.at, finding.field, finding.clause) == (place("reviewed_at"), "reviewed_at", "四.二")
    assert finding.message == (
        "已有“已报送”的记录（报送时间：2026-04-21 09:30），却没有“县级审核通过”的记录；"
        "没有改动，照所填的认定为“已报送”。"
    )
    assert finding.hint.startswith("请补填“县级审核时间”；")


def test_several_missing_steps_are_one_finding_and_each_gap_its_own() -> None:
    (finding,) = found(reported_at=D21)
    assert (finding.code, finding.at) == ("ZHT-STEP-SKIPPED", place("submitted_at"))
    assert "“已填报”“县级审核通过”" in finding.message
    assert codes(reviewed_at=D20, review="通过") == ["ZHT-STEP-SKIPPED"]


def test_what_is_lost_or_unreadable_is_not_told_as_skipped() -> None:
    assert codes(submitted_at=D18, reported_at=D21, lost=("reviewed_at",)) == []
    assert codes(submitted_at=D18, reviewed_at=..., review="通过", reported_at=D21) == []


def test_a_step_before_the_one_that_it_follows_is_told() -> None:
    (finding,) = found(submitted_at=D21, reviewed_at=D20, review="通过")
    assert (finding.code, finding.severity, finding.at) == ("ZHT-STEP-DISORDER", "warning", place("reviewed_at"))
    assert finding.message == (
        "“县级审核时间”（2026-04-20 09:30）早于“填报时间”（2026-04-21 09:30），而“县级审核结果”填的是“通过”；"
        "没有改动，照所填的认定为“县级审核通过”。"
    )
    (finding,) = found(submitted_at=D18, reviewed_at=D21, review="通过", reported_at=D20)
    assert (finding.code, finding.at) == ("ZHT-STEP-DISORDER", place("reported_at"))
    # What was sent back is handed in again later than it was reviewed; the same day is no disorder.
    assert "ZHT-STEP-DISORDER" not in codes(submitted_at=D21, reviewed_at=D20, review="退回")
    assert codes(submitted_at=date(2026, 4, 20), reviewed_at=D20, review="通过", reported_at=D20) == []
    # A review without its time does not hide it.
    assert "ZHT-STEP-DISORDER" in codes(submitted_at=D21, review="通过", reported_at=D20)


def test_what_a_check_of_the_document_says_is_not_said_again() -> None:
    order = {"kind": "ordered", "id": "order", "fields": ["reviewed_at", "reported_at"], "sentence": "先审核，再报送"}
    regime = monitored(checks=[{**order, "clause": "四.二", "basis": "T"}])
    review = {"reviewed_at": D21, "review": "通过"}

    def told(**times: Any) -> list[str]:
        return [one.code for one in procedure_findings(regime, form(**PEOPLE, **review, **times))]

    assert told(submitted_at=D18, reported_at=D20) == []
    assert told(submitted_at=D22, reported_at=D22) == ["ZHT-STEP-DISORDER"]
    # That check compares days.
    assert told(submitted_at=D18, reported_at=datetime(2026, 4, 21, 9, 0)) == ["ZHT-STEP-DISORDER"]


def test_a_form_sent_back_is_told_until_it_is_handed_in_again() -> None:
    (finding,) = found(submitted_at=D18, reviewed_at=D20, review="退回")
    assert (finding.code, finding.severity, finding.at) == ("ZHT-STEP-RETURNED", "warning", place("review"))
    assert "“县级审核退回”" in finding.message
    assert codes(submitted_at=D21, reviewed_at=D20, review="退回") == []
    assert codes(submitted_at=D18, reviewed_at=D21, review="退回", reported_at=D20) == ["ZHT-STEP-RETURNED"]


def test_a_form_reported_on_a_review_that_sent_it_back_is_told() -> None:
    (finding,) = found(submitted_at=D18, reviewed_at=D20, review="退回", reported_at=D21)
    assert (finding.code, finding.severity, finding.at) == ("ZHT-STEP-UNPASSED", "warning", place("review"))
    assert finding.raw == "退回"
    assert codes(submitted_at=D21, reviewed_at=D20, review="退回", reported_at=D22) == ["ZHT-STEP-UNPASSED"]


def test_a_return_that_is_not_counted_is_told() -> None:
    (finding,) = found(submitted_at=D21, reviewed_at=D20, review="退回", returns=0)
    assert (finding.code, finding.severity, finding.at) == ("ZHT-STEP-UNCOUNTED", "warning", place("returns"))
    assert codes(submitted_at=D18, reviewed_at=D20, review="通过", returns=0) == []
    assert codes(submitted_at=D21, reviewed_at=D20, review="退回", returns=1) == []


def test_a_step_without_a_person_or_an_outcome_is_noted() -> None:
    (finding,) = found(submitted_at=D18, reviewed_at=D20, review="通过", auditor=None)
    assert (finding.code, finding.severity, finding.at) == ("ZHT-STEP-NOBODY", "note", place("auditor"))
    assert finding.message == "“县级审核时间”已经填写，“县级审核人”没有填写。"
    (finding,) = found(submitted_at=D18, reviewed_at=D20)
    assert (finding.code, finding.severity, finding.at) == ("ZHT-STEP-NORESULT", "note", place("review"))
    assert finding.message == "“县级审核时间”已经填写，“县级审核结果”没有填写；暂按“县级审核通过”处理。"


def test_persons_are_asked_for_once_where_the_form_requires_them_and_not_before_their_step() -> None:
    assert codes(submitted_at=D18, filler=None) == ["ZHT-STEP-NOBODY"]
    assert codes(submitted_at=D18, filler=None, required=("filler",)) == []
    assert codes(submitted_at=D18, filler=..., auditor=None, reporter=None) == []


def test_sent_back_without_a_state_of_its_own_is_where_it_started() -> None:
    submit, review, report = PROCEDURE["steps"]
    bare = {key: value for key, value in review.items() if key != "back_state"}
    procedure = monitored(procedure={**PROCEDURE, "steps": [submit, bare, report]}).procedure
    assert procedure is not None
    assert standing(procedure, form(submitted_at=D18, reviewed_at=D20, review="退回")).state == "草稿"


def test_a_document_without_a_procedure_has_nothing_to_tell() -> None:
    assert procedure_findings(monitored(procedure=None), form(reported_at=D21)) == []


def test_an_outcome_without_its_time_asks_for_no_person() -> None:
    assert codes(submitted_at=D18, review="通过", auditor=None) == []


def test_a_cell_that_the_workbook_does_not_have_is_no_blank_one() -> None:
    submission = form(**PEOPLE, submitted_at=D18, reported_at=D21)
    slot = Slot("field", "reviewed_at")
    gone = replace(submission, entries={**submission.entries, slot: replace(submission.entries[slot], at=None)})
    assert procedure_findings(monitored(), gone) == []


def test_of_two_reviews_the_one_that_sent_it_back_last_holds_the_form() -> None:
    """The county's review, then the city's; this document has no report after them."""
    submit, county, _ = PROCEDURE["steps"]
    city = {
        "id": "city", "state": "市级通过", "at": "reported_at",
        "outcome": "reporter", "back": "不收", "back_state": "市级退回",
    }  # fmt: skip
    regime = monitored(procedure={**PROCEDURE, "steps": [submit, county, city]})
    assert regime.procedure is not None

    def told(**changes: Any) -> tuple[str, list[str]]:
        one = form(**{"submitted_at": D18, "filler": "李敏", "auditor": "王建国", **changes})
        assert regime.procedure is not None
        return standing(regime.procedure, one).state, [f.code for f in procedure_findings(regime, one)]

    both = {"review": "退回", "reporter": "不收"}
    assert told(reviewed_at=D20, reported_at=D21, **both) == ("市级退回", ["ZHT-STEP-RETURNED"])
    assert told(reviewed_at=D22, reported_at=D21, **both) == ("县级审核退回", ["ZHT-STEP-RETURNED"])
    assert told(reviewed_at=D20, review="通过", reported_at=D21, reporter="不收") == ("市级退回", ["ZHT-STEP-RETURNED"])
    assert told(reviewed_at=D20, review="退回", reported_at=D21, reporter="收下") == ("市级通过", ["ZHT-STEP-UNPASSED"])


def test_only_the_step_right_after_a_return_is_told() -> None:
    review = {**PROCEDURE["steps"][1], "at": "submitted_at"}
    middle = {"id": "city", "state": "市级通过", "at": "reviewed_at"}
    regime = monitored(procedure={**PROCEDURE, "steps": [review, middle, PROCEDURE["steps"][2]]})
    one = form(**PEOPLE, submitted_at=D18, review="退回", reviewed_at=D20, reported_at=D21)
    findings = procedure_findings(regime, one)
    assert [(f.code, f.message.startswith("已有“市级通过”的记录")) for f in findings] == [("ZHT-STEP-UNPASSED", True)]
