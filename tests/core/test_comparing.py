"""Two versions of one submission: what is the same datum, what changed, and whether a finding asked for it."""

from __future__ import annotations

import copy
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.forms import assessed, entry_findings, submission
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.submission import Submission
from zhtcli.core.versions.comparing import Change, Comparison, compare
from zhtcli.core.versions.rowmatching import matched_rows
from zhtcli.workflow.known import regime_of

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
EVERY = (
    "bishan/registers-2026", "bishan/mistakes-2026", "changzhou/good", "jiaxing/guangfu-2026q2",
    "wuqing/recognition", "wuqing/subsidy-2026",
)  # fmt: skip

Data = dict[str, Any]


def sample(name: str) -> Data:
    data: Data = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return data


def held(before: Submission, after: Submission) -> Comparison:
    old, new = (
        assessed(one, found) for one, found in zip((before, after), entry_findings([before, after]), strict=True)
    )
    return compare(old, new, before, after)


def compared(old: Data, new: Data) -> Comparison:
    return held(submission(old), submission(new))


def told(change: Change) -> tuple[Any, ...]:
    """What a change comes to, without its places and without who asked for it."""
    return (change.kind, change.indicator, change.period, change.field, change.register, _said(change, "old"),
            _said(change, "new"))  # fmt: skip


def _said(change: Change, side: str) -> Any:
    one = getattr(change, side)
    return one and (one.state, one.raw, tuple(sorted(one.values.items())))


def mirrored(change: tuple[Any, ...]) -> tuple[Any, ...]:
    kind, *about, old, new = change
    return ({"added": "removed", "removed": "added"}.get(kind, kind), *about, new, old)


def only(comparison: Comparison) -> Change:
    (change,) = comparison.changes
    return change


@pytest.fixture
def bishan() -> Data:
    return sample("bishan/registers-2026")


@pytest.fixture
def subsidy() -> Data:
    return sample("wuqing/subsidy-2026")


@pytest.mark.parametrize("name", EVERY)
def test_a_version_is_the_same_as_itself(name: str) -> None:
    same = compared(sample(name), sample(name))
    assert (same.closed, same.new, same.changes, same.verdicts, same.grants) == ((),) * 5
    assert all(move.difference == 0 and not move.moved for move in same.scopes)
    assert all(before == after for before, after in same.open)
    assert same.same_unit is True
    assert not same.worth_a_look("note")


@pytest.mark.parametrize("name", EVERY)
def test_sorting_registers_changes_nothing(name: str) -> None:
    old, new = sample(name), sample(name)
    for rows in new.get("registers", {}).values():
        rows.reverse()
    turned = compared(old, new)
    assert turned.changes == ()
    # Of two rows that are the same thing the upper one counts: turned round, the finding is about the other one.
    about = [Counter(finding.code for finding in found) for found in (turned.closed, turned.new)]
    assert about[0] == about[1]
    assert {*about[0]} <= {"ZHT-ROW-DUPLICATE", "ZHT-ROW-REPEATED", "ZHT-ROW-SUPERSEDED"}


class TestFindings:
    def test_a_mended_row_closes_its_finding(self, bishan: Data) -> None:
        new = copy.deepcopy(bishan)
        (bare,) = [row for row in new["registers"]["others"] if "evidence" not in row]
        bare["evidence"] = "批文"
        mended = compared(bishan, new)
        assert "ZHT-ROW-EVIDENCE" in [finding.code for finding in mended.closed]
        change = only(mended)
        assert (change.field, change.register, change.asked) == ("evidence", "others", "ZHT-ROW-EVIDENCE")
        assert not mended.unasked
        assert not mended.worth_a_look("error")

    def test_a_finding_stays_open_wherever_its_row_has_gone(self, bishan: Data) -> None:
        new = copy.deepcopy(bishan)
        new["registers"]["others"].insert(0, {"indicator": "30", "subject": "甲", "title": "新", "date": "2026-03-01",
                                              "evidence": "批文"})  # fmt: skip
        moved = compared(bishan, new)
        (pair,) = [pair for pair in moved.open if pair[0].code == "ZHT-ROW-EVIDENCE"]
        assert [finding.at.row for finding in pair if finding.at] == [9, 10]
        assert [change.kind for change in moved.changes] == ["added"]

    def test_a_new_finding_at_the_threshold_is_worth_a_look(self) -> None:
        """What the form said before and still says is not: that is what validating is for."""
        old, new = sample("changzhou/good"), sample("changzhou/good")
        new["fields"]["project_start"], new["fields"]["project_end"] = "2026-06-30", "2024-01-01"
        broken = replace(compared(old, new), changes=())
        assert "ZHT-DATE-DISORDER" in [finding.code for finding in broken.new]
        assert broken.worth_a_look("warning")
        assert not replace(compared(new, new), changes=()).worth_a_look("note")

    def test_one_more_of_the_same_is_one_new_finding(self, bishan: Data) -> None:
        new = copy.deepcopy(bishan)
        (bare,) = [row for row in new["registers"]["others"] if "evidence" not in row]
        new["registers"]["others"].append({**bare, "code": "HP-2026-3"})
        more = compared(bishan, new)
        assert not more.closed
        assert "ZHT-ROW-EVIDENCE" in [before.code for before, _ in more.open]
        assert "ZHT-ROW-EVIDENCE" in [finding.code for finding in more.new]


class TestEntries:
    def test_a_figure_changed_unasked_is_told_with_both_values(self, bishan: Data) -> None:
        new = copy.deepcopy(bishan)
        new["indicators"]["24"]["2025"] = 7
        change = only(compared(bishan, new))
        assert (change.indicator, change.period, change.field, change.asked) == ("24", "2025", "value", None)
        assert change.new is not None
        assert change.new.raw == "7"

    def test_blank_and_zero_and_not_applicable_and_unreadable_are_four_states(self, bishan: Data) -> None:
        before = submission(bishan)
        slot = Slot("indicator", "24", "2026", "value")
        entry = before.entries[slot]
        states = [
            replace(entry, state="filled", value=0, raw="0"),
            replace(entry, state="blank", value=None, raw=""),
            replace(entry, state="not_applicable", value=None, raw="不适用"),
            replace(entry, state="unreadable", value=None, raw="约30"),
        ]
        versions = [replace(before, entries={**before.entries, slot: one}) for one in states]
        for old in versions:
            for new in versions:
                changes = [told(change)[-2:] for change in held(old, new).changes]
                same = old.entries[slot] == new.entries[slot]
                assert len(changes) == (0 if same else 1)

    def test_a_blank_filled_with_zero_where_blank_was_the_finding_is_asked_for(self, bishan: Data) -> None:
        old = copy.deepcopy(bishan)
        old["indicators"]["24"] = {"2025": 0}
        new = copy.deepcopy(old)
        new["indicators"]["24"] = {"2025": 0, "2026": 0}
        change = only(compared(old, new))
        assert (change.old and change.old.state, change.new and change.new.raw) == ("blank", "0")
        assert change.asked == "ZHT-ENTRY-MISSING"

    def test_an_empty_form_asks_to_be_filled(self, bishan: Data) -> None:
        changes = compared({"form": bishan["form"]}, bishan).changes
        assert {change.asked for change in changes} == {"ZHT-FORM-EMPTY"}

    def test_a_placeholder_is_blank(self, bishan: Data) -> None:
        before = submission(bishan)
        slot = Slot("field", "reviewer")
        blank = replace(before.entries[slot], state="blank", value=None, raw="")
        old, new = (replace(before, entries={**before.entries, slot: one}) for one in (blank, replace(blank, raw="/")))
        assert held(old, new).changes == ()

    def test_a_number_typed_otherwise_is_the_same_number(self, bishan: Data) -> None:
        before = submission(bishan)
        slot = Slot("indicator", "24", "2026", "value")
        as_text = replace(before.entries[slot], raw=f"{before.entries[slot].raw}.0", text=True)
        assert held(before, replace(before, entries={**before.entries, slot: as_text})).changes == ()

    def test_a_finding_about_one_year_asks_for_no_other_year(self, bishan: Data) -> None:
        """Item 30 of 2026 is not what its register says; its 2025 figure is nobody's business."""
        new = copy.deepcopy(bishan)
        new["indicators"]["30"]["2026"] = 1
        new["indicators"]["30"]["2025"] = 9
        asked = {change.period: change.asked for change in compared(bishan, new).changes}
        assert asked == {"2026": "ZHT-ENTRY-DIFFERS", "2025": None}

    def test_followed_figures_may_be_mended_in_another_quarter(self) -> None:
        old = sample("jiaxing/guangfu-2026q2")
        new = copy.deepcopy(old)
        new["indicators"]["1"]["2026q1"]["to_date"] = 61.14
        new["fields"]["fund_spent"] = 1
        asked = {change.field: change.asked for change in compared(old, new).changes}
        assert asked == {"to_date": "ZHT-TODATE-BELOW", "fund_spent": None}

    def test_the_other_side_of_a_check_is_asked_for(self) -> None:
        old = sample("changzhou/good")
        new = copy.deepcopy(old)
        old["fields"]["project_start"], old["fields"]["project_end"] = "2026-06-30", "2024-01-01"
        codes = {change.field: change.asked for change in compared(old, new).changes}
        assert codes == {"project_start": "ZHT-DATE-DISORDER", "project_end": "ZHT-DATE-DISORDER"}


class TestRows:
    def test_a_removed_row_is_told_with_what_it_said(self, bishan: Data) -> None:
        new = copy.deepcopy(bishan)
        gone = new["registers"]["team"].pop(0)
        change = only(compared(bishan, new))
        assert (change.kind, change.register, change.row, change.new) == ("removed", "team", gone["name"], None)
        assert change.old is not None
        assert change.old.values["contract"] == gone["contract"]
        assert change.asked is None

    def test_a_repeat_that_is_deleted_was_asked_for(self, bishan: Data) -> None:
        new = copy.deepcopy(bishan)
        rows = new["registers"]["investments"]
        names = [(row["subject"], row.get("achievement")) for row in rows]
        at = next(place for place, name in enumerate(names) if name in names[:place])
        del rows[at]
        change = only(compared(bishan, new))
        assert (change.kind, change.asked) == ("removed", "ZHT-ROW-DUPLICATE")

    def test_a_corrected_name_keeps_the_row(self, bishan: Data) -> None:
        new = copy.deepcopy(bishan)
        new["registers"]["team"][3]["name"] = "赵茜"
        change = only(compared(bishan, new))
        assert (change.kind, change.field, change.row) == ("changed", "name", "赵茜")

    def test_equal_names_are_told_apart_by_what_else_they_say(self, subsidy: Data) -> None:
        """Investments are named by platform, day and category: a new one above them is no change of the others."""
        old, new = copy.deepcopy(subsidy), copy.deepcopy(subsidy)
        rows = old["registers"]["investments"]
        rows.append({**rows[0], "amount": 7})
        new["registers"]["investments"] = [{**rows[0], "amount": 5}, {**rows[0], "amount": 8}, *copy.deepcopy(rows)]
        kinds = [change.kind for change in compared(old, new).changes]
        assert kinds == ["added", "added"]

    def test_a_first_register_is_what_the_note_asks_for(self) -> None:
        old, new = sample("bishan/registers-2026"), sample("bishan/registers-2026")
        del old["registers"]["team"]
        changes = compared(old, new).changes
        assert {change.asked for change in changes} == {"ZHT-ENTRY-NOREGISTER"}

    def test_numbers_of_persons_are_hidden(self, bishan: Data) -> None:
        old = copy.deepcopy(bishan)
        old["registers"]["team"][0]["code"] = "110105194912310021"
        new = copy.deepcopy(old)
        new["registers"]["team"][0]["code"] = "110105194912310049"
        del new["registers"]["team"][1]
        changes = compared(old, new).changes
        assert {change.kind for change in changes} == {"changed", "removed"}
        assert not any("19491231" in repr(change) for change in changes)


class TestMoves:
    def test_money_that_moves(self, subsidy: Data) -> None:
        new = copy.deepcopy(subsidy)
        new["registers"]["claims"][0]["fee"] = 90
        moved = compared(subsidy, new)
        assert only(moved).asked is None
        amounts = {move.told.id: (move.old and move.old.amount, move.new and move.new.amount) for move in moved.grants}
        assert amounts == {"2026-001": (640_000, 720_000), "2026-002": (360_000, 280_000)}, "both are under one cap"

    def test_verdicts_that_move(self) -> None:
        old = sample("wuqing/recognition")
        new = copy.deepcopy(old)
        new["fields"]["area"] = 100
        (move,) = compared(old, new).verdicts
        assert (move.old and move.old.outcome, move.new and move.new.outcome) == ("met", "for_person")

    def test_points_that_move(self, bishan: Data) -> None:
        new = copy.deepcopy(bishan)
        new["indicators"]["5"]["2026"] = {"value": 20}
        main = compared(bishan, new).scopes[0]
        assert [item.no for item in main.moved] == ["5"]
        assert main.difference is not None
        assert main.difference < 0

    def test_the_same_unit_by_name_or_by_code(self, bishan: Data) -> None:
        new = copy.deepcopy(bishan)
        new["fields"]["unit"] = "改了名的公司"
        assert compared(bishan, new).same_unit is True
        new["fields"]["uscc"] = "91320411MA1XCQ005G"
        assert compared(bishan, new).same_unit is False
        del new["fields"]["uscc"], new["fields"]["unit"]
        assert compared(bishan, new).same_unit is None

    def test_versions_of_two_forms_are_no_versions(self, bishan: Data, subsidy: Data) -> None:
        one, other = submission(bishan), submission(subsidy)
        with pytest.raises(ValueError, match="no versions of one form"):
            compare(assessed(one, []), assessed(other, []), one, other)


BASE = sample("bishan/registers-2026")
TEXTS = {"name", "contract", "certificate", "subject", "title", "evidence", "note", "party_place"}


@st.composite
def edited(draw: st.DrawFn) -> Data:
    """The sample after a few edits of the kinds that people make."""
    data = copy.deepcopy(BASE)
    for _ in range(draw(st.integers(1, 4))):
        rows = data["registers"][draw(st.sampled_from(sorted(data["registers"])))]
        match draw(st.sampled_from(["figure", "field", "cell", "remove", "insert", "twice", "shuffle"])):
            case "figure":
                data["indicators"][draw(st.sampled_from(["4", "5", "24"]))] = draw(st.integers(0, 60))
            case "field":
                data["fields"]["filler"] = draw(st.sampled_from(["甲", "乙", "丙"]))
            case "cell" if rows:
                row = draw(st.sampled_from(rows))
                row[draw(st.sampled_from(sorted(TEXTS & row.keys())))] = draw(st.sampled_from(["甲", "乙", "丙"]))
            case "remove" if rows:
                del rows[draw(st.integers(0, len(rows) - 1))]
            case "insert":
                rows.insert(draw(st.integers(0, len(rows))), {"note": draw(st.sampled_from(["附件", "批文"]))})
            case "twice" if rows:
                rows.append(copy.deepcopy(draw(st.sampled_from(rows))))
            case "shuffle":
                rows.sort(key=repr)
            case _:
                pass
    return data


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
@given(edited(), edited())
def test_the_other_way_round_is_the_mirror(one: Data, other: Data) -> None:
    versions = submission(one), submission(other)
    told_of = [assessed(version, []) for version in versions]
    there, back = compare(*told_of, *versions), compare(*told_of[::-1], *versions[::-1])
    assert Counter(mirrored(told(change)) for change in there.changes) == Counter(map(told, back.changes))
    assert Counter(there.closed) == Counter(back.new)
    assert Counter(there.new) == Counter(back.closed)
    assert Counter(there.open) == Counter((new, old) for old, new in back.open)
    assert [move.difference for move in there.scopes] == [-(move.difference or 0) for move in back.scopes]


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
@given(edited())
def test_every_row_is_matched_once(data: Data) -> None:
    before, after = submission(BASE), submission(data)
    for register in regime_of("bishan").registers:
        old, new = before.registers.get(register.key), after.registers.get(register.key)
        pairs = matched_rows(register, old, new)
        assert sorted(one for one, _ in pairs if one is not None) == list(range(len(old or ())))
        assert [other for _, other in pairs if other is not None] == list(range(len(new or ())))
