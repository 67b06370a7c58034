"""Fields of a form held against each other, and amounts that add up over one unit's workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.builders import Cell
from core.quarterforms import form, layout, regime
from zhtcli.core.checks.checks import cross_check
from zhtcli.core.checks.funds import fields_over_time
from zhtcli.core.finding import Finding
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.submission import Submission

LEVELS = ("fund_province", "fund_city", "fund_county")
SPENT = ("fund_spent_province", "fund_spent_city", "fund_spent_county")
ADDS_UP, AT_MOST, ZERO = "spending_adds_up", "spending_within_receipts", "funds_received"


def found(fields: Mapping[str, Any], *checks: str, **readings: str) -> list[Finding]:
    return cross_check(regime(*checks, **readings), form({}, fields=fields), {})


def codes(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(one.code, one.field) for one in findings]


def cell(key: str) -> object:
    return layout().places[Slot("field", key)].at


def funds(spent: str | None, *levels: Any) -> dict[str, Any]:
    return {"fund_spent": spent, **dict(zip(LEVELS, levels, strict=True))}


def parts(whole: str | None, *levels: Any) -> dict[str, Any]:
    return {"fund_spent": whole, **dict(zip(SPENT, levels, strict=True))}


class TestRequiredWhen:
    @pytest.mark.parametrize(
        "fields",
        [
            {"task2": "完成"},
            {"task2": "未完成", "task2_note": "团队缺一名专职人员，十月到岗"},
            {"task2": None},
            {"task2": Cell("unreadable", raw="做了一半")},
            {"task2": "未完成", "task2_note": Cell("unreadable", raw="#REF!")},
        ],
    )
    def test_nothing_to_explain(self, fields: dict[str, Any]) -> None:
        assert found(fields, "task2_explained") == []

    @pytest.mark.parametrize("note", [None, Cell("blank", raw="/")])
    def test_unfinished_without_a_word(self, note: Any) -> None:
        (one,) = found({"task2": "未完成", "task2_note": note}, "task2_explained")
        assert (one.code, one.severity, one.field, one.at) == (
            "ZHT-FIELD-REQUIRED", "error", "task2_note", cell("task2_note"),
        )  # fmt: skip
        assert one.clause == "监测表 建设推进 填写说明"
        assert one.message == "“完整的创建团队”填的是“未完成”，“完整的创建团队：未完成情况”没有填。"

    def test_each_of_the_six_is_asked_for_itself(self) -> None:
        ids = [f"task{n}_explained" for n in range(1, 7)]
        fields = {f"task{n}": "未完成" for n in range(1, 7)} | {"task4_note": "铭牌在做"}
        assert [one.field for one in found(fields, *ids)] == [f"task{n}_note" for n in (1, 2, 3, 5, 6)]


class TestFieldsAddUp:
    @pytest.mark.parametrize(
        "fields",
        [
            parts("600", "100", "200", "300"),
            parts("600", None, None, None),
            parts(None, "100", "200", "300"),
            parts("600.1", "100.05", "200", "300"),  # half a unit of the whole's last digit, exactly
            parts("0", "0", "0", "0"),
            parts("600", "100", "200", Cell("unreadable", raw="约300")),
        ],
    )
    def test_what_adds_up_or_is_not_known(self, fields: dict[str, Any]) -> None:
        assert found(fields, ADDS_UP) == []

    @pytest.mark.parametrize("whole", ["601", "599", "600.1", "6000000"])
    def test_a_sum_that_differs(self, whole: str) -> None:
        (one,) = found(parts(whole, "100", "200", "300"), ADDS_UP)
        assert (one.code, one.severity, one.at, one.raw) == ("ZHT-FIELD-SUM", "warning", cell("fund_spent"), whole)
        assert one.message.startswith(
            "省级资金支出 100万元、市级资金支出 200万元、县（市、区）资金支出 300万元，相加是600万元，"
        )

    def test_blank_parts_are_named_and_no_zeros(self) -> None:
        (one,) = found(parts("600", "100", None, None), ADDS_UP)
        assert (one.code, one.field, one.at) == ("ZHT-FIELD-SUMPARTLY", SPENT[1], cell(SPENT[1]))
        assert "分项里的市级资金支出、县（市、区）资金支出没有填，没有当作 0；已填的省级资金支出 100万元" in one.message

    @given(levels=st.tuples(*[st.integers(0, 10**7)] * 3), digit=st.integers(1, 9), shift=st.integers(0, 6))
    def test_one_changed_digit_is_one_finding(self, levels: tuple[int, ...], digit: int, shift: int) -> None:
        typed = [f"{level / 100:.2f}" for level in levels]
        total = sum(levels)
        assert found(parts(f"{total // 100}.{total % 100:02}", *typed), ADDS_UP) == []
        wrong = total + digit * 10**shift
        assert codes(found(parts(f"{wrong // 100}.{wrong % 100:02}", *typed), ADDS_UP)) == [
            ("ZHT-FIELD-SUM", "fund_spent")
        ]


class TestFieldsAtMost:
    @pytest.mark.parametrize(
        "fields",
        [
            funds("600", "100", "200", "300"),
            funds(None, "1", "1", "1"),
            funds("600", None, None, None),
            funds("600", "100", "500", None),
        ],
    )
    def test_within_or_not_known(self, fields: dict[str, Any]) -> None:
        assert found(fields, AT_MOST) == []

    @pytest.mark.parametrize(
        ("reading", "counts"),
        [("since_start", "自启动建设以来累计的实际使用支出金额"), ("year", "本年的实际使用支出金额")],
    )
    def test_spent_above_what_came_in(self, reading: str, counts: str) -> None:
        (one,) = found(funds("600.01", "100", "200", "300"), AT_MOST, funds_basis=reading)
        assert (one.code, one.severity, one.at) == ("ZHT-FIELD-ATMOST", "warning", cell("fund_spent"))
        assert one.message == (
            f"{counts} 600.01万元，大于省级资金 100万元、市级资金 200万元、县（市、区）资金 300万元，合计 600万元。"
        )

    def test_a_blank_level_is_left_out_and_named(self) -> None:
        (one,) = found(funds("301", "100", "200", None), AT_MOST)
        assert "合计 300万元（县（市、区）资金没有填，没有算在内）" in one.message

    @pytest.mark.parametrize("level", [Cell("unreadable", raw="若干"), "-1"])
    def test_an_unusable_level_leaves_it_open(self, level: Any) -> None:
        assert found(funds("301", "100", "200", level), AT_MOST) == []


class TestZero:
    def test_each_level_of_nothing_is_a_note(self) -> None:
        found_ones = found(funds("0", "0", "5", "0.00"), ZERO)
        assert [(one.code, one.severity, one.field, one.at) for one in found_ones] == [
            ("ZHT-FIELD-ZERO", "note", key, cell(key)) for key in ("fund_province", "fund_county")
        ]
        assert "“省级资金”填的是 0，而省、市、县（市、区）三级资金应都有到位，" in found_ones[0].message

    def test_blank_is_no_zero(self) -> None:
        assert found(funds("0", None, "0.01", Cell("unreadable", raw="0元")), ZERO) == []


def quarter(period: str, spent: str | None, *levels: str | None) -> Submission:
    return form({}, period=period, fields=funds(spent, *levels), file=f"往年/{period}.xlsx")


class TestOverTime:
    def over_time(self, own: Submission, *earlier: Submission, **readings: str) -> list[Finding]:
        return fields_over_time(regime(AT_MOST, **readings), own, earlier)

    def test_what_grows_or_stays_is_no_finding(self) -> None:
        own = quarter("2026q3", "50", "100", "100", "100")
        assert (
            self.over_time(own, quarter("2026q2", "50", "90", "100", "80"), quarter("2025q4", "1", "1", "1", "1")) == []
        )

    def test_a_level_that_falls(self) -> None:
        own = quarter("2026q3", "50", "89.99", "100", "100")
        (one,) = self.over_time(
            own, quarter("2026q2", "50", "90", "100", "100"), quarter("2026q1", "9", "95", "1", "1")
        )
        assert (one.code, one.severity, one.field, one.at) == (
            "ZHT-FIELD-FELL", "warning", "fund_province", cell("fund_province"),
        )  # fmt: skip
        assert "“省级资金”是自启动建设以来的累计数，2026年第二季度的填报件（2026q2.xlsx）是90万元，现在是89.99万元" in (
            one.message
        )

    def test_the_latest_workbook_that_tells_it_counts(self) -> None:
        own = quarter("2026q3", "50", "89", "100", "100")
        gap = quarter("2026q2", None, None, None, None)
        assert codes(self.over_time(own, gap, quarter("2026q1", "10", "90", "1", "1"))) == [
            ("ZHT-FIELD-FELL", "fund_province")
        ]
        assert self.over_time(own, quarter("2026q4", "99", "99", "199", "199")) == []  # a later one says nothing

    def test_by_the_year_a_new_year_starts_anew(self) -> None:
        own = quarter("2026q1", "5", "10", "10", "10")
        before = quarter("2025q4", "90", "100", "100", "100")
        assert self.over_time(own, before, funds_basis="year") == []
        assert {one.field for one in self.over_time(own, before)} == {"fund_spent", *LEVELS}
        later = quarter("2026q2", "4", "10", "10", "10")
        assert codes(self.over_time(later, own, before, funds_basis="year")) == [("ZHT-FIELD-FELL", "fund_spent")]

    @pytest.mark.parametrize(("spent", "covered"), [("40", True), ("40.01", False), ("30", False)])
    def test_leftovers_of_earlier_years_may_be_spent(self, spent: str, covered: bool) -> None:
        """30 came in this year, 10 were left over at the end of the last one; before its last quarter it was more."""
        own = quarter("2026q3", spent, "10", "10", "10")
        before = [quarter("2025q4", "290", "100", "100", "100"), quarter("2025q3", "0", "100", "100", "100")]
        found_ones = self.over_time(own, *before, funds_basis="year")
        assert codes(found_ones) == ([("ZHT-FIELD-CARRIED", "fund_spent")] if covered else [])
        for one in found_ones:
            assert one.severity == "note"
            assert "往年结余10万元（2025年），合在一起够用" in one.message

    def test_a_year_that_is_not_fully_told_leaves_nothing_over(self) -> None:
        own = quarter("2026q3", "40", "10", "10", "10")
        assert self.over_time(own, quarter("2025q4", "0", "100", None, "100"), funds_basis="year") == []
