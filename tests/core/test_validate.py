"""Every finding about what was entered: its code, its cell, its weight; and nothing that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from core import builders
from core.builders import Cell
from zhtcli.core.catalogue import cells, entries, forms
from zhtcli.core.finding import CellRef, Finding, Rule
from zhtcli.core.forms.layout import COVER
from zhtcli.core.forms.submission import Submission

FROM_THE_READER = {
    rule.code
    for rule in (
        forms.NOT_A_FORM, forms.IDENTITY_DISAGREES, forms.IDENTITY_LOST, forms.WRONG_FORM, forms.UNKNOWN_FORM,
        forms.OTHER_VERSION, forms.RESULT_FILE, forms.EXPERT_FILE, forms.SHEET_MISSING, forms.ROW_MISSING,
        forms.ROW_TWICE, forms.ROW_UNKNOWN, forms.COLUMN_MISSING, forms.COLUMN_TWICE, forms.FIELD_CELL_MISSING,
        forms.MERGED_INPUT, forms.HIDDEN_ROWS, forms.TABLE_MISSING, forms.TABLE_TWICE, forms.HEADER_LOST,
        forms.PRINTED_LOST, forms.EARLIER_GONE, forms.NUMBER_CONTRADICTS, forms.NAME_CHANGED,
    )
}  # fmt: skip
"""What only the search in a workbook can find; the tests of the reader meet these."""
FROM_A_SERIES = {rule.code for rule in (forms.YEAR_TWICE, forms.YEAR_COPIED, forms.YEAR_TOLD_TWICE, forms.YEAR_MISSING)}


@dataclass(frozen=True)
class Case:
    """A 2026 form on target but for `told` and `cover`; `found` are (rule, cell) in reading order."""

    told: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    found: tuple[tuple[Rule, CellRef], ...] = ()
    cover: Mapping[str, Any] = field(default_factory=dict)
    printed: Mapping[tuple[str, str], str] = field(default_factory=dict)


def at(no: str, part: str = "value", year: str = "2026") -> CellRef:
    return builders.at(no, part, year)


def cover(key: str) -> CellRef:
    return next(
        place.at for slot, place in builders.layout().places.items() if (slot.owner, slot.key) == ("field", key)
    )


CASES = {
    "nothing": Case(),
    "missing": Case({("5", "2026"): None}, ((entries.MISSING, at("5")),)),
    "missing where the target is zero": Case({("4", "2026"): None}, ((entries.MISSING, at("4")),)),
    "missing ratio": Case({("13", "2026"): None}, ((entries.MISSING, at("13")),)),
    "marked filled and blank": Case({("5", "2026"): {"state": "已填"}}, ((entries.MISSING, at("5")),)),
    "earlier year": Case(
        {("7", "2025"): None, ("23", "2025"): None}, ((entries.EARLIER_MISSING, at("7", year="2025")),)
    ),
    "cover": Case({}, ((entries.FIELD_MISSING, cover("unit")),), {"unit": None}),
    "code": Case({}, ((entries.FIELD_MISSING, cover("uscc")),), {"uscc": None}),
    "signatures": Case({}, ((entries.SIGNATURE_MISSING, cover("filler")),), {"filler": None, "filled_on": None}),
    "optional fields": Case({}, (), {"reviewer": None, "head": None, "county": None, "as_of": None}),
    "negative": Case({("7", "2026"): "-1"}, ((entries.NEGATIVE, at("7")),)),
    "negative, earlier": Case({("7", "2025"): "-1"}, ((entries.NEGATIVE, at("7", year="2025")),)),
    "negative part": Case(
        {("14", "2026"): {"numerator": "-1", "denominator": "22"}}, ((entries.NEGATIVE, at("14", "numerator")),)
    ),
    "zero is not negative": Case({("7", "2026"): "0", ("4", "2026"): "0"}),
    "twenty times the highest target": Case({("5", "2026"): "1600"}),
    "more than twenty times": Case({("5", "2026"): "1601"}, ((entries.ABSURD, at("5")),)),
    "share of 100": Case({("13", "2026"): "100"}, ((entries.NO_PARTS, at("13")),)),
    "share over 100": Case({("8", "2026"): "250"}, ((entries.SHARE_OVER, at("8")),)),
    "share over 100, earlier": Case({("8", "2025"): "100.01"}, ((entries.SHARE_OVER, at("8", year="2025")),)),
    "share over 100 by its parts": Case(
        {("8", "2026"): {"numerator": "300", "denominator": "100"}}, ((entries.SHARE_OVER, at("8", "numerator")),)
    ),
    "a twentieth of the target": Case({("8", "2026"): "0.13"}, ((entries.NO_PARTS, at("8")),)),
    "less than a twentieth": Case(
        {("8", "2026"): "0.1299"}, ((entries.SUSPICIOUS_SHARE, at("8")), (entries.NO_PARTS, at("8")))
    ),
    "twenty times the target of a share": Case({("8", "2026"): "52"}, ((entries.NO_PARTS, at("8")),)),
    "more than that": Case(
        {("8", "2026"): "52.1"}, ((entries.SUSPICIOUS_SHARE, at("8")), (entries.NO_PARTS, at("8")))
    ),
    "small, but typed with its sign": Case(
        {("8", "2026"): Cell("filled", Decimal("0.026"), "0.026%", confirmed=True)}, ((entries.NO_PARTS, at("8")),)
    ),
    "one part": Case({("14", "2026"): {"numerator": "20"}}, ((entries.PART_MISSING, at("14", "denominator")),)),
    "the other part": Case(
        {("14", "2026"): {"denominator": "20", "value": "95"}}, ((entries.PART_MISSING, at("14", "numerator")),)
    ),
    "denominator zero": Case(
        {("8", "2026"): {"numerator": "5", "denominator": "0"}}, ((entries.DENOMINATOR_ZERO, at("8", "denominator")),)
    ),
    "parts disagree": Case(
        {("14", "2026"): {"numerator": "18", "denominator": "20", "value": "95"}}, ((entries.PARTS_DISAGREE, at("14")),)
    ),
    "parts agree with a rounded share": Case({("14", "2026"): {"numerator": "21", "denominator": "22", "value": "95"}}),
    "computed by the form, not typed": Case(
        {("8", "2026"): {"numerator": "1", "denominator": "1000", "value": Cell("filled", Decimal("7"), "7%", True)}}
    ),
    "part exceeds the whole": Case(
        {("13", "2026"): {"numerator": "23", "denominator": "22"}}, ((entries.PART_EXCEEDS, at("13", "numerator")),)
    ),
    "not started, and a figure": Case(
        {("26", "2026"): {"value": "2", "state": "未开展"}}, ((entries.STATE_CONTRADICTS, at("26", "state")),)
    ),
    "not started, and zero": Case({("26", "2026"): {"value": "0", "state": "未开展"}}),
    "not started, nothing typed": Case(
        {("26", "2026"): {"state": "未开展"}}, ((entries.NOT_STARTED_ZERO, at("26", "state")),)
    ),
    "not applicable": Case(
        {("26", "2026"): {"state": "不适用", "remark": "没有场景"}}, ((entries.NOT_APPLICABLE, at("26", "state")),)
    ),
    "not applicable, no reason": Case(
        {("26", "2026"): {"state": "不适用"}},
        ((entries.NOT_APPLICABLE, at("26", "state")), (entries.NA_WITHOUT_REASON, at("26", "remark"))),
    ),
    "not applicable typed as the figure": Case(
        {("26", "2026"): {"value": builders.NOT_APPLICABLE, "remark": "没有场景"}},
        ((entries.NOT_APPLICABLE, at("26")),),
    ),
    "not applicable, and a figure": Case(
        {("26", "2026"): {"value": "2", "state": "不适用"}}, ((entries.STATE_CONTRADICTS, at("26", "state")),)
    ),
    "self-score that differs": Case(
        {("5", "2026"): {"value": "30", "self_score": "3"}}, ((entries.SELF_SCORE, at("5", "self_score")),)
    ),
    "self-score that agrees": Case({("5", "2026"): {"value": "30", "self_score": "2.250"}}),
    "code too short": Case({}, ((entries.USCC_FORM, cover("uscc")),), {"uscc": "91500120MA6ABCD1"}),
    "code with an I": Case({}, ((entries.USCC_FORM, cover("uscc")),), {"uscc": "9150I120MA6ABCD128"}),
    "code with a wrong check digit": Case({}, ((entries.USCC_CHECK, cover("uscc")),), {"uscc": "91500120MA6ABCD129"}),
    "solved more than found": Case({("6", "2026"): "61"}, ((entries.AT_MOST, at("6")),)),
    "solved as many as found": Case({("6", "2026"): "60"}),
    "more this year, fewer to date": Case({("5", "2025"): "100", ("6", "2026"): "41"}),
    "approved more than applied": Case({("30", "2026"): "5", ("29", "2026"): "2"}, (
        (entries.TRACKS_TO_DATE, at("30")), (entries.AT_MOST, at("30")),
    )),
    "team is no sum": Case({("3", "2026"): "15"}, ((entries.SUM_OF, at("3")),)),
    "team was no sum": Case({("1", "2025"): "5"}, ((entries.SUM_OF, at("3", year="2025")),)),
    "running total on 29": Case({("29", "2026"): "6"}, ((entries.TRACKS_TO_DATE, at("29")),)),
    "three quarters of the column": Case({("30", "2026"): "3", ("29", "2026"): "4"}),
    "first year equals its column": Case({("29", "2025"): "4", ("30", "2025"): "2"}),
    "edited target": Case({}, ((forms.EDITED, CellRef("指标填报", at("5").row, 4)),), {}, {("5", "target"): "30"}),
    "edited points": Case({}, ((forms.EDITED, CellRef("指标填报", at("23").row, 3)),), {}, {("23", "points"): "60"}),
    "the same target in other digits": Case({}, (), {}, {("8", "target"): "2.600"}),
}  # fmt: skip


def submission(case: Case, findings: tuple[Finding, ...] = ()) -> Submission:
    told, fields = {**builders.on_target("2026"), **case.told}, {**builders.COVER, **case.cover}
    return builders.submission("2026", told, fields=fields, printed=case.printed, findings=findings)


def made(case: Case, *, findings: tuple[Finding, ...] = ()) -> list[Finding]:
    return list(builders.assessed(submission(case, findings)).findings)


@cache
def results() -> dict[str, list[Finding]]:
    """The findings of every case; one frame for all of them, which is quicker."""
    submissions = {name: submission(case) for name, case in CASES.items()}
    found = builders.entry_findings(list(submissions.values()))
    return {
        name: list(builders.assessed(one, None, told).findings)
        for (name, one), told in zip(submissions.items(), found, strict=True)
    }


@pytest.mark.parametrize("name", CASES)
def test_findings(name: str) -> None:
    found = [(finding.code, finding.at, finding.severity) for finding in results()[name]]
    assert sorted(found) == sorted((rule.code, place, rule.severity) for rule, place in CASES[name].found)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.found])
def test_a_finding_names_its_indicator_its_clause_and_no_template_is_left_open(name: str) -> None:
    for finding in results()[name]:
        assert "None" not in finding.message
        assert "{" not in finding.message + finding.hint
        if finding.at is not None and finding.at.sheet != COVER and finding.code != entries.EARLIER_MISSING.code:
            assert finding.indicator is not None
            assert str(finding.clause).startswith("附件4 序号")


def test_every_rule_about_entries_and_forms_is_met() -> None:
    """A rule that no submission can meet is a sentence that nobody will ever read."""
    met = {rule.code for case in CASES.values() for rule, _ in case.found}
    known = {rule.code for family in (entries, forms) for rule in vars(family).values() if isinstance(rule, Rule)}
    assert known - met == FROM_THE_READER | FROM_A_SERIES | {forms.EMPTY_FORM.code}


def test_an_empty_form_is_told_once() -> None:
    blank = builders.submission("2026", {}, fields={})
    found = builders.assessed(blank)
    assert [(one.code, one.severity, one.at) for one in found.findings] == [("ZHT-FORM-EMPTY", "error", None)]
    assert "30项" in found.findings[0].message


def test_an_empty_form_with_a_cover_is_told_once() -> None:
    found = builders.assessed(builders.submission("2026", {}, fields={"unit": "甲"}))
    assert [one.code for one in found.findings] == ["ZHT-FORM-EMPTY"]


def test_one_figure_makes_it_a_form() -> None:
    found = made(Case({cell: None for cell in builders.on_target("2026") if cell != ("23", "2026")}))
    assert [one.code for one in found].count("ZHT-ENTRY-MISSING") == 29
    assert [one.code for one in found].count("ZHT-ENTRY-EARLIER") == 1
    assert len(found) == 30


def test_a_year_left_out_is_one_finding_that_counts() -> None:
    told = {cell: value for cell, value in builders.on_target("2027").items() if cell[1] != "2025"}
    (found,) = builders.assessed(builders.submission("2027", told)).findings
    assert (found.code, found.severity) == ("ZHT-ENTRY-EARLIER", "warning")
    assert found.at == builders.at("1", "value", "2025", "2027")
    assert "30项" in found.message


@pytest.mark.parametrize(
    ("rule", "cell"),
    [(cells.PLACEHOLDER, builders.PLACEHOLDER), (cells.INEXACT, builders.UNREADABLE)],
)
def test_what_a_cell_explains_is_not_told_again(rule: Rule, cell: Cell) -> None:
    """The reader has spoken of this cell: no MISSING, no NOPARTS, no cross-check, no points."""
    for no in ("5", "8", "29"):
        seen = rule.found(at(no), indicator=no, raw=cell.raw, shown=cell.raw)
        assert made(Case({(no, "2026"): cell}), findings=(seen,)) == [seen]


@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_a_ratio_with_a_bad_part_is_not_judged_again(part: str) -> None:
    seen = cells.INEXACT.found(at("14", part), indicator="14", raw="约20", shown="约20")
    told = {"numerator": "20", "denominator": "22", "value": "50", part: builders.UNREADABLE}
    assert made(Case({("14", "2026"): told}), findings=(seen,)) == [seen]


def test_a_negative_figure_takes_part_in_no_check() -> None:
    (found,) = made(Case({("5", "2026"): "-100"}))
    assert found.code == "ZHT-ENTRY-NEGATIVE"


def test_an_edited_target_changes_no_points() -> None:
    told = {**builders.on_target("2026"), ("5", "2026"): "30"}
    plain, edited = (
        builders.assessed(builders.submission("2026", told, printed=printed))
        for printed in ({}, {("5", "target"): "30", ("5", "points"): "50"})
    )
    assert plain.scorecards == edited.scorecards
    assert {finding.field for finding in edited.findings} == {"target", "points"}


def test_findings_come_in_reading_order() -> None:
    found = made(Case({("23", "2026"): "-1", ("5", "2026"): None, ("5", "2025"): "-1"}, cover={"unit": None}))
    assert [str(one.at) for one in found] == [
        str(cover("unit")),
        str(at("5")),
        str(at("5", year="2025")),
        str(at("23")),
    ]


def test_a_state_that_contradicts_parts_is_told_with_the_figure() -> None:
    told = {"numerator": "26", "denominator": "1000", "state": "不适用", "remark": "误选"}
    (found,) = made(Case({("8", "2026"): told}))
    assert found.code == "ZHT-ENTRY-STATE"
    assert "实际数却是不适用" not in found.message
    assert "2.6" in found.message


def to_date(year: str, told: dict[tuple[str, str], Any]) -> list[str]:
    """What a form with these figures is told about sums to date that exceed others."""
    figures = {**builders.on_target(year), **told}
    found = builders.assessed(builders.submission(year, figures)).findings
    return [one.message for one in found if one.code == entries.AT_MOST.code]


def test_sums_to_date_are_compared_over_the_years_that_both_are_known_of() -> None:
    """A form whose earlier years are not typed yet must show all the same that 6 exceeds 5 in its own year.

    What is compared is said: the years that both figures are told of, and no others.
    """
    told = {("5", "2025"): None, ("5", "2026"): "15", ("6", "2026"): "20"}
    (message,) = to_date("2026", told)
    assert "第6项20，第5项15（2026年）" in message
    assert "2025" not in message
    found = made(Case(told))
    assert sorted(one.code for one in found) == ["ZHT-CHECK-ATMOST", "ZHT-ENTRY-EARLIER"]
    (message,) = to_date("2026", {("5", "2026"): "15", ("6", "2026"): "36"})  # 10 + 36 > 30 + 15
    assert "第6项46，第5项45（2025、2026年累计）" in message
    (message,) = to_date("2027", {("6", "2026"): None, ("5", "2027"): "20", ("6", "2027"): "41"})  # 10 + 41 > 30 + 20
    assert "第6项51，第5项50（2025、2027年累计）" in message


def test_sums_to_date_are_not_compared_without_the_form_s_own_year() -> None:
    """What exceeds in an earlier year alone was told on that year's form."""
    assert to_date("2026", {("6", "2025"): "31", ("6", "2026"): None}) == []
    assert to_date("2026", {("6", "2025"): "31", ("5", "2026"): None}) == []


@pytest.mark.parametrize("option", ["annual", "level", "literal"])
def test_where_the_column_is_the_year_s_own_target_reaching_it_is_no_running_total(option: str) -> None:
    told = {**builders.on_target("2026"), ("29", "2026"): "6", ("30", "2026"): "4"}
    assert builders.assessed(builders.submission("2026", told), {"items29_30": option}).findings == ()


def test_what_a_lost_column_explains_is_not_told_again() -> None:
    seen = forms.COLUMN_MISSING.found(sheet="指标填报", field="earlier_2025", name="2025年实际")
    told = {cell: value for cell, value in builders.on_target("2026").items() if cell[1] == "2026"}
    lost = [(str(no), "2025") for no in range(1, 31)]
    one = builders.submission("2026", told, lost=lost, findings=(seen,))
    assert [finding.code for finding in builders.assessed(one).findings] == ["ZHT-FORM-COLUMN"]


def test_what_a_lost_sheet_explains_is_not_told_again() -> None:
    seen = forms.SHEET_MISSING.found(name="指标填报")
    lost = list(builders.on_target("2026"))
    one = builders.submission("2026", {}, lost=lost, findings=(seen,))
    assert [finding.code for finding in builders.assessed(one).findings] == ["ZHT-FORM-SHEET"]


def test_a_placeholder_is_a_blank() -> None:
    """A blank is `not_filled`; the cell's own finding says so too."""
    seen = cells.PLACEHOLDER.found(at("5"), indicator="5", raw="/", shown="/")
    told = {**builders.on_target("2026"), ("5", "2026"): builders.PLACEHOLDER}
    found = builders.assessed(builders.submission("2026", told, findings=(seen,)))
    (item,) = (item for item in found.scorecards[0].indicators if item.indicator.no == "5")
    assert (item.status, item.points) == ("not_filled", None)


def test_parts_that_say_not_applicable_make_a_ratio_not_applicable() -> None:
    told = {"numerator": builders.NOT_APPLICABLE, "denominator": builders.NOT_APPLICABLE, "remark": "没有企业"}
    (found,) = made(Case({("13", "2026"): told}))
    assert found.code == "ZHT-ENTRY-NA"


@pytest.mark.parametrize(("cell", "denied"), [(("5", "2026"), "不当作0"), (("5", "2025"), "无法计算")])
def test_what_counts_as_zero_is_not_said_to_be_left_out(cell: tuple[str, str], denied: str) -> None:
    told = {**builders.on_target("2026"), cell: None}
    (found,) = builders.assessed(builders.submission("2026", told), {"missing_value": "zero"}).findings
    assert denied not in found.message


def test_a_stock_s_cumulative_figure_is_not_said_to_be_lost() -> None:
    (found,) = made(Case({("1", "2025"): None}))
    assert found.code == "ZHT-ENTRY-EARLIER"
    assert "累计无法计算" not in found.message


def test_a_negative_self_score_is_not_compared() -> None:
    (found,) = made(Case({("6", "2026"): {"value": "20", "self_score": "-3"}}))
    assert found.code == "ZHT-ENTRY-NEGATIVE"
