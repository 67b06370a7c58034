"""Which register rows count for Bishan, for which indicator and year, and what is said of the others."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from core import builders
from zhtcli.core.forms.exchange import to_registers
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.rowverdicts import Circumstances, Verification
from zhtcli.core.registers.verify import verify
from zhtcli.core.rules.regime import Regime
from zhtcli.definitions.load import load, settled


def regime(**readings: str) -> Regime:
    return settled(load("bishan"), readings)


def filled(registers: dict[str, list[dict[str, Any]]]) -> dict[str, RegisterRows]:
    """Registers as a form of 2026 holds them, row 5 first."""
    told = to_registers(builders.layout("2026"), {"registers": registers})
    return {
        key: RegisterRows(
            key,
            f"台账_{key}",
            tuple(range(5, 5 + len(rows))),
            {c.key: [row.get(c.key) for row in rows] for c in regime().register(key).columns},  # type: ignore[misc]
            {c.key: n for n, c in enumerate(regime().register(key).columns, 1)},
        )
        for key, rows in told.items()
    }


def judged(registers: dict[str, list[dict[str, Any]]], **readings: str) -> Verification:
    return verify(regime(**readings), filled(registers), Circumstances("2026"))


def value(told: Verification, no: str, period: str = "2026") -> Fraction | None:
    return told.values[no, period].value if (no, period) in told.values else None


NEED = {"indicator": "5", "subject": "甲公司", "title": "需求A", "date": "2026-03-01", "evidence": "清单"}


def test_the_same_need_counts_once_and_in_its_first_year() -> None:
    later = {**NEED, "date": "2026-05-01"}
    earlier = {**NEED, "date": "2025-12-31"}
    assert value(judged({"needs": [NEED, later]}), "5") == 1
    both = judged({"needs": [NEED, earlier]})
    assert (value(both, "5", "2025"), value(both, "5")) == (1, 0)
    assert value(judged({"needs": [NEED, earlier]}, dedup_scope="per_year"), "5") == 1
    assert value(judged({"needs": [NEED, later]}, dedup_scope="none"), "5") == 2


def test_a_row_that_does_not_count_leaves_the_next_valid_one_to_count() -> None:
    """D3: the first valid row wins."""
    board = {"indicator": "7", "title": "榜单", "subject": "甲", "channel": "市经信委", "date": "2026-02-01"}
    told = judged({"needs": [board, {**board, "evidence": "公告", "date": "2026-04-01"}]})
    assert value(told, "7") == 1
    assert [verdict.miss for verdict in told.verdicts if verdict.indicator == "7"] == ["evidence", None]


def test_evidence_that_the_document_demands() -> None:
    bare = {key: part for key, part in NEED.items() if key != "evidence"}
    assert value(judged({"needs": [bare]}), "5") == 1, "an open list of evidence does not keep a row from counting"
    pooled = {"title": "成果", "subject": "某大学", "date": "2026-01-05"}
    assert value(judged({"achievements": [pooled]}), "9") == 0
    assert value(judged({"achievements": [pooled]}, missing_evidence="counted"), "9") == 1


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        ({"party": "技术研发方", "registration": "20265001200001"}, 1),
        ({"party": "技术研发方"}, 0),
        ({"party": "委托代理方"}, 1),
        ({}, 1),
    ],
)
def test_the_developer_registers_its_contract(row: dict[str, Any], counts: int) -> None:
    """附件4 序号6: 若综合体作为技术研发方须完成技术合同登记."""
    assert value(judged({"needs": [{**NEED, "indicator": "6", **row}]}), "6") == counts


@pytest.mark.parametrize(("place", "counts"), [("重庆市璧山区", 1), ("上海市", 0), (None, 1)])
def test_a_transfer_stays_in_the_district(place: str | None, counts: int) -> None:
    row = {"indicator": "12", "subject": "甲", "title": "T", "mode": "许可", "date": "2026-06-01", "evidence": "协议"}
    assert value(judged({"investments": [{**row, "party_place": place}]}), "12") == counts


def test_a_lead_needs_both_the_intent_and_the_meeting() -> None:
    lead = {"indicator": "18", "subject": "甲", "title": "项目", "date": "2026-06-01", "intent_on": "2026-05-01"}
    assert value(judged({"leads": [lead]}), "18") == 0
    assert value(judged({"leads": [{**lead, "met_on": "2026-05-20"}]}), "18") == 1


TEAM = {"name": "张三", "role": "技术专家", "from": "2025-03-01", "contract": "HT", "certificate": "ZS"}


def test_staff_count_at_the_year_s_end_and_only_where_a_row_is_about_the_item() -> None:
    told = judged({"team": [{**TEAM, "social_insurance": True}, {**TEAM, "name": "李四", "until": "2026-06-30"}]})
    assert (value(told, "1", "2025"), value(told, "1")) == (2, 1)
    assert value(told, "2") is None, "no row is about item 2, so the reported figure stands"
    assert value(told, "3") == 1
    assert (
        value(
            judged({"team": [TEAM, {**TEAM, "name": "李四", "until": "2026-06-30"}]}, items1_3="distinct_to_date"), "1"
        )
        == 2
    )


def test_a_flexible_expert_needs_no_local_insurance() -> None:
    assert value(judged({"team": [{**TEAM, "flexible": True}]}), "3") == 1
    assert value(judged({"team": [{**TEAM, "flexible": True, "role": "职业经理人"}]}), "3") == 0


FIRM = {
    "name": "甲公司",
    "uscc": "91500120MA6ABCD128",
    "sme_year": 2026,
    "hte_date": "2023-12-31",
    "rd": 100,
    "revenue": 4000,
}


def test_shares_come_from_one_roster() -> None:
    other = {
        "name": "乙公司",
        "uscc": "91500120MA6EFGH34D",
        "sme_year": 2025,
        "hte_date": "2023-12-30",
        "rd": 20,
        "revenue": 600,
    }
    told = judged({"enterprises": [FIRM, other]})
    assert value(told, "8") == Fraction(120, 4600) * 100
    assert (value(told, "13"), value(told, "14")) == (50, 50), "a certificate of 2023-12-30 ends on 2026-12-30"
    assert {v.indicator for v in told.verdicts if v.miss == "requirement"} == {"13", "14"}


def test_a_story_counts_once_per_level_and_each_printing_by_the_other_reading() -> None:
    story = {"indicator": "16", "title": "报道A", "date": "2026-06-01", "outlet": "甲报"}
    again = {"indicator": "16", "title": "转载", "date": "2026-06-02", "outlet": "乙报", "reprint_of": "报道A"}
    assert value(judged({"activities": [story, again]}), "16") == 1
    assert value(judged({"activities": [story, again]}, media="per_outlet"), "16") == 2


@pytest.mark.parametrize(("reading", "counts"), [("pair", 3), ("partner", 2), ("beneficiary", 2)])
def test_what_a_firm_counts_as(reading: str, counts: int) -> None:
    pairs = [("甲", "丙"), ("甲", "丁"), ("乙", "丙"), ("甲", "丙")]
    rows = [
        {"indicator": "27", "subject": a, "partner": b, "date": "2026-06-01", "evidence": "供货协议"} for a, b in pairs
    ]
    assert value(judged({"others": rows}, items27_28=reading), "27") == counts


def test_quantities_add_up_and_a_document_number_counts_once() -> None:
    row = {"indicator": "23", "title": "检测", "date": "2026-06-01", "evidence": "订单", "quantity": 40}
    assert value(judged({"pilot_services": [row, row]}), "23") == 80
    assert value(judged({"pilot_services": [{**row, "code": "D-1"}, {**row, "code": "D-1"}]}), "23") == 40


@pytest.mark.parametrize(("day", "miss"), [("2024-12-31", "outside"), ("2027-01-01", "later"), (None, "undated")])
def test_rows_of_no_year_of_this_form_are_said(day: str | None, miss: str) -> None:
    told = judged({"needs": [{**NEED, "date": day}]})
    assert [verdict.miss for verdict in told.verdicts] == [miss]
    assert value(told, "5") is None


def test_row_keys_survive_sorting_and_hide_people() -> None:
    people = [{**TEAM, "code": "500227198001011236"}, {**TEAM, "name": "李四"}, {**TEAM, "name": "李四"}]
    register = regime().register("team")
    keys = row_keys(register, filled({"team": people})["team"])
    assert keys == ["张三/500227********1236", "李四", "李四#2"]
    assert sorted(row_keys(register, filled({"team": people[::-1]})["team"])) == sorted(keys)


def test_verdicts_read_as_a_sequence_are_those_kept_by_rule() -> None:
    needs = [NEED, {**NEED, "date": "2026-05-01"}, {**NEED, "title": "需求B", "evidence": None}]
    verdicts = judged({"needs": [*needs, {**NEED, "title": "需求C", "date": "2031-01-01"}]}).verdicts
    assert [(verdict.index, verdict.miss) for verdict in verdicts] == [
        (0, None),
        (1, "duplicate"),
        (2, None),
        (3, "outside"),
    ]
    assert (len(verdicts), verdicts[1].first, verdicts[-1].period) == (4, 0, "2031")
    assert [verdict.index for verdict in verdicts.notable()] == [1, 2, 3]
    block = next(block for block in verdicts.by_rule if len(block))
    assert (list(block.counted()), block.at(2).flagged != ()) == ([0, 2], True)


def test_a_row_comes_to_the_same_whatever_stands_around_it() -> None:
    """Rules are asked of whole columns: what a row is told does not depend on its neighbours."""
    rows = [
        {**NEED, "indicator": no, "title": f"需求{no}{at}", "date": day, "evidence": evidence, "quantity": quantity}
        for at, (day, evidence, quantity) in enumerate(
            [("2026-03-01", "清单", 2), ("2025-03-01", None, None), (None, "清单", 1), ("2031-03-01", "清单", 3)]
        )
        for no in ("5", "6", "7")
    ]
    together = {verdict.index: verdict for verdict in judged({"needs": rows}).verdicts}
    for index, row in enumerate(rows):
        (alone,) = judged({"needs": [row]}).verdicts
        among = together[index]
        assert (alone.indicator, alone.period, alone.quantity, alone.miss, alone.requirement, alone.flagged) == (
            among.indicator, among.period, among.quantity, among.miss, among.requirement, among.flagged,
        )  # fmt: skip
