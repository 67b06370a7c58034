"""Quarters held against each other: growth, sums to date, stocks, implied quantities, jumps, sources."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import quarterforms
from core.builders import Cell
from core.quarterforms import BASE, LAST, OWN, codes, form, found, joined, layout, quarters, regime
from zhtcli.core.catalogue import series as rules
from zhtcli.core.checks.series import quarter_findings
from zhtcli.core.checks.todate import terms
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.quarters.followed import expected_to_date, grown
from zhtcli.core.quarters.observed import Told
from zhtcli.core.quarters.quarterview import QuarterView, mixup, slack

GROWTH, ADDS_UP, NOT_BELOW, JUMP = "growth_recomputed", "to_date_adds_up", "to_date_not_below", "jump"


def cell(no: str, part: Part, period: str = OWN) -> object:
    return layout().places[Slot("indicator", no, period, part)].at


def pair(no: str, now: str, before: str, **typed: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """A quarter's figure and that of the year before."""
    return {(no, OWN): {"quarter": now, **typed}, (no, BASE): {"quarter": before}}


class TestGrowth:
    @pytest.mark.parametrize(
        ("no", "now", "before", "typed"),
        [
            ("7", "12", "10", "20"),
            ("7", "9", "8", "12.5"),
            ("7", "9", "8", "13"),  # half a unit of what was typed, exactly
            ("7", "9", "8", "12"),
            ("7", "4", "3", "33.33"),
            ("7", "0", "8", "-100"),
            ("3", "12.5", "10.0", "2.5"),  # percentage points
            ("5", "1100.0", "1000.0", "10.0"),
        ],
    )
    def test_growth_as_computed_is_no_finding(self, no: str, now: str, before: str, typed: str) -> None:
        assert found(pair(no, now, before, quarter_growth=typed), GROWTH) == []

    @pytest.mark.parametrize(
        ("no", "now", "before", "typed"),
        [
            ("7", "9", "8", "13.1"),
            ("7", "9", "8", "11.9"),
            ("7", "4", "3", "33.34"),
            ("7", "12", "10", "-20"),
            ("7", "12", "10", "0"),
            ("7", "12", "10", "2000"),
            ("3", "12.50", "10.00", "25.00"),  # relative growth where percentage points are asked
            ("1", "25", "20", "30"),  # a cell keeps no 20.0, so that 20 is not taken for 19.5 to 20.5
        ],
    )
    def test_growth_that_differs(self, no: str, now: str, before: str, typed: str) -> None:
        (one,) = found(pair(no, now, before, quarter_growth=typed), GROWTH)
        assert (one.code, one.severity, one.indicator, one.field) == (
            "ZHT-GROWTH-DIFFERS", "warning", no, "quarter_growth",
        )  # fmt: skip
        assert (one.at, one.raw, one.clause) == (cell(no, "quarter_growth"), typed, "监测表 同比增长")

    def test_the_sentence_says_both_and_how_it_was_computed(self) -> None:
        (one,) = found(pair("7", "9", "8", quarter_growth="15"), GROWTH)
        assert one.message == (
            "第7项本季度同比填了15%，按2025年第三季度的数复算是12.5%，即（9 − 8）÷ 8 × 100%；填报数照原样保留。"
        )
        (one,) = found(pair("3", "12.5", "10.0", quarter_growth="-2.5"), GROWTH)
        assert "填了-2.5个百分点" in one.message
        assert "复算是2.5个百分点，即12.5 − 10；" in one.message

    def test_growth_to_date_has_its_own_cell(self) -> None:
        told = {("7", OWN): {"to_date": "9", "to_date_growth": "15"}, ("7", BASE): {"to_date": "8"}}
        (one,) = found(told, GROWTH)
        assert (one.code, one.field, one.at) == ("ZHT-GROWTH-DIFFERS", "to_date_growth", cell("7", "to_date_growth"))
        assert one.message.startswith("第7项累计同比填了15%")

    def test_relative_growth_of_shares_by_the_reading(self) -> None:
        told = pair("3", "12.50", "10.00", quarter_growth="25.0")
        assert found(told, GROWTH, readings={"growth_of_percent": "relative"}) == []
        assert codes(found(told, GROWTH)) == [("ZHT-GROWTH-DIFFERS", "3", "quarter_growth")]

    def test_points_where_relative_growth_is_asked(self) -> None:
        told = pair("20", "12.50", "10.00", quarter_growth="2.50")
        (one,) = found(told, GROWTH, readings={"growth_of_percent": "relative"})
        assert (one.code, one.severity, one.at) == ("ZHT-GROWTH-POINTS", "warning", cell("20", "quarter_growth"))
        assert "同比填了2.5%，按2025年第三季度的数复算是25%，" in one.message
        assert found(told, GROWTH) == []

    def test_small_growth_is_not_taken_for_a_fraction(self) -> None:
        assert codes(found(pair("5", "1004.2", "1000.0", quarter_growth="0.01"), GROWTH)) == [
            ("ZHT-GROWTH-DIFFERS", "5", "quarter_growth")
        ]
        assert codes(found(pair("5", "1011.0", "1000.0", quarter_growth="0.01"), GROWTH)) == [
            ("ZHT-GROWTH-FRACTION", "5", "quarter_growth")
        ]

    @pytest.mark.parametrize(
        ("now", "before", "typed", "rule"),
        [
            ("12", "10", "0.2", rules.GROWTH_FRACTION),
            ("9", "8", "0.125", rules.GROWTH_FRACTION),
            ("8", "10", "-0.2", rules.GROWTH_FRACTION),
            ("20", "10", "1", rules.GROWTH_FRACTION),
            ("9", "8", "0.126", rules.GROWTH_DIFFERS),
            ("12", "10", "-0.2", rules.GROWTH_DIFFERS),
            ("15", "10", "1", rules.GROWTH_DIFFERS),
        ],
    )
    def test_a_percentage_typed_as_a_fraction(self, now: str, before: str, typed: str, rule: Rule) -> None:
        assert codes(found(pair("7", now, before, quarter_growth=typed), GROWTH)) == [
            (rule.code, "7", "quarter_growth")
        ]

    @pytest.mark.parametrize(
        ("before", "reason"), [(None, "没有去年同期的数"), ("0", "去年同期为0"), ("-3", "去年同期为负数")]
    )
    def test_growth_typed_without_a_base_is_kept(self, before: str | None, reason: str) -> None:
        told: dict[tuple[str, str], dict[str, Any]] = {("7", OWN): {"quarter": "5", "quarter_growth": "20"}}
        if before is not None:
            told["7", BASE] = {"quarter": before}
        (one,) = found(told, GROWTH)
        assert (one.code, one.severity, one.at) == ("ZHT-GROWTH-UNCHECKED", "note", cell("7", "quarter_growth"))
        assert one.message.startswith(f"本季度第7项填了同比，但{reason}，不计算同比；")

    def test_no_base_is_told_once_for_each_reason(self) -> None:
        told: dict[tuple[str, str], dict[str, str]] = {
            (str(no), OWN): {"quarter": "5", "to_date": "5"} for no in range(1, 24)
        }
        told["7", BASE] = {"quarter": "0", "to_date": "0"}
        told["9", BASE] = {"quarter": "0", "to_date": "4"}
        found_ones = found(told, GROWTH)
        assert [(one.code, one.severity) for one in found_ones] == [
            ("ZHT-GROWTH-NOBASE", "note"), ("ZHT-GROWTH-NOBASE", "note"), ("ZHT-GROWTH-BLANK", "note"),
        ]  # fmt: skip
        assert found_ones[0].message.startswith("本季度和累计第1、2、3、4、5、6、8、10、")
        assert found_ones[0].message.endswith("、22、23项：没有去年同期的数，不计算同比，同比留空。")
        assert found_ones[1].message == "本季度和累计第7项，本季度第9项：去年同期为0，不计算同比，同比留空。"
        assert found_ones[2].message.startswith("累计第9项的同比没有填")

    def test_blank_growth_is_one_note(self) -> None:
        told = {**pair("7", "12", "10"), **pair("9", "12", "10"), **pair("3", "12", "10", quarter_growth="2")}
        (one,) = found(told, GROWTH)
        assert (one.code, one.severity, one.at) == ("ZHT-GROWTH-BLANK", "note", cell("7", "quarter_growth"))
        assert one.message.startswith("本季度第7、9项的同比没有填")

    def test_what_cannot_be_read_is_not_called_blank(self) -> None:
        assert found(pair("7", "12", "10", quarter_growth=Cell("unreadable", raw="约20")), GROWTH) == []

    def test_nothing_is_said_where_there_is_no_figure(self) -> None:
        assert found({("7", BASE): {"quarter": "10"}}, GROWTH) == []

    def test_another_unit_than_last_year_is_told_as_such(self) -> None:
        told = {
            ("1", OWN): {"quarter": "125000", "quarter_growth": "8", "to_date": "360000", "to_date_growth": "8"},
            ("1", BASE): {"quarter": "11.5", "to_date": "33"},
        }
        (one,) = found(told, GROWTH)
        assert (one.code, one.field, one.at) == ("ZHT-SERIES-UNITS", "quarter", cell("1", "quarter"))
        assert "第1项本季度填了125000亿元，2025年第三季度是11.5亿元，相差约 1 万倍" in one.message

    def test_a_base_of_another_workbook_is_named(self) -> None:
        of = regime(GROWTH)
        own = form({("7", OWN): {"quarter": "9", "quarter_growth": "20"}})
        base = form({("7", BASE): {"quarter": "8"}}, period=BASE, file="往年/嘉兴2025q3.xlsx")
        (one,) = quarter_findings(of, own, joined(of, own, base))
        assert "按2025年第三季度（取自嘉兴2025q3.xlsx）的数复算是12.5%" in one.message

    @given(before=st.integers(1, 10**6), factor=st.fractions(min_value=0, max_value=50, max_denominator=40))
    def test_growth_of_scaled_pairs(self, before: int, factor: Fraction) -> None:
        """The exact growth, rounded half up to two places, is never a finding; two hundredths off always is."""
        now = before * factor
        if now.denominator != 1:
            before, now = before * factor.denominator, now * factor.denominator
        exact = (factor - 1) * 100
        typed = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        assert found(pair("7", str(now), str(before), quarter_growth=str(typed)), GROWTH) == []
        wrong = typed + Decimal("0.02")
        assert len(found(pair("7", str(now), str(before), quarter_growth=str(wrong)), GROWTH)) == 1


def year(no: str, own: dict[str, str], last: dict[str, str] | None = None, period: str = OWN) -> Any:
    before = {"2026q3": "2026q2", "2026q1": "2025q4"}[period]
    return {(no, period): own, (no, before): last or {}}


class TestToDate:
    @pytest.mark.parametrize(
        ("no", "own", "last"),
        [
            ("12", {"quarter": "5", "to_date": "12"}, {"to_date": "7"}),
            ("12", {"quarter": "0", "to_date": "7"}, {"to_date": "7"}),
            ("12", {"quarter": "5", "to_date": "12"}, {}),  # nothing is known of last quarter
            ("12", {"to_date": "12"}, {"to_date": "7"}),
            ("1", {"quarter": "12.35", "to_date": "15.80"}, {"to_date": "3.46"}),  # each rounded by itself
            ("9", {"quarter": "30", "to_date": "30"}, {"to_date": "28"}),
            ("3", {"quarter": "12.5", "to_date": "11.8"}, {"to_date": "11.4"}),  # a ratio does not add up
            ("22", {"quarter": "500", "to_date": "500"}, {"to_date": "300"}),  # 当年: the quarter's is the year's
            ("22", {"quarter": "200", "to_date": "500"}, {"to_date": "300"}),
        ],
    )
    def test_what_adds_up(self, no: str, own: dict[str, str], last: dict[str, str]) -> None:
        assert found(year(no, own, last), ADDS_UP, NOT_BELOW) == []

    @pytest.mark.parametrize(
        ("no", "own", "last", "rule"),
        [
            ("12", {"quarter": "5", "to_date": "13"}, {"to_date": "7"}, rules.TO_DATE_SUM),
            ("12", {"quarter": "5", "to_date": "11"}, {"to_date": "7"}, rules.TO_DATE_SUM),
            ("12", {"quarter": "5", "to_date": "6"}, {"to_date": "7"}, rules.TO_DATE_SUM),  # fell; told once
            ("12", {"quarter": "5", "to_date": "4"}, {"to_date": "7"}, rules.TO_DATE_BELOW),  # certain; told once
            ("12", {"to_date": "6"}, {"to_date": "7"}, rules.TO_DATE_FELL),
            ("22", {"quarter": "200", "to_date": "200"}, {"to_date": "300"}, rules.TO_DATE_FELL),
            ("22", {"quarter": "200", "to_date": "400"}, {"to_date": "300"}, rules.TO_DATE_SUM),
            ("1", {"quarter": "12.35", "to_date": "15.79"}, {"to_date": "3.46"}, rules.TO_DATE_SUM),
            ("1", {"quarter": "20", "to_date": "46"}, {"to_date": "25"}, rules.TO_DATE_SUM),
            ("9", {"quarter": "30", "to_date": "31"}, {}, rules.TO_DATE_SAME),
            ("1", {"quarter": "12.5", "to_date": "430000"}, {"to_date": "30.5"}, rules.UNITS),
        ],
    )
    def test_what_does_not(self, no: str, own: dict[str, str], last: dict[str, str], rule: Rule) -> None:
        (one,) = found(year(no, own, last), ADDS_UP, NOT_BELOW)
        assert (one.code, one.severity, one.indicator) == (rule.code, rule.severity, no)
        assert (one.field, one.at, one.raw) == ("to_date", cell(no, "to_date"), own["to_date"])

    @pytest.mark.parametrize(
        ("no", "own", "last", "readings", "expected"),
        [
            ("12", {"quarter": "5", "to_date": "5"}, {"to_date": "40"}, {}, []),
            ("12", {"quarter": "5", "to_date": "6"}, {"to_date": "40"}, {}, ["ZHT-TODATE-SAME"]),
            ("12", {"quarter": "5", "to_date": "45"}, {"to_date": "40"}, {"cumulative_basis": "since_start"}, []),
            ("12", {"quarter": "5", "to_date": "5"}, {"to_date": "40"}, {"cumulative_basis": "since_start"},
             ["ZHT-TODATE-SUM"]),
            ("3", {"quarter": "12.5", "to_date": "12.5"}, {"to_date": "11"}, {}, []),
            ("3", {"quarter": "12.5", "to_date": "12.4"}, {"to_date": "11"}, {}, []),
            ("3", {"quarter": "12.5", "to_date": "12.3"}, {"to_date": "11"}, {}, ["ZHT-TODATE-SAME"]),
            ("3", {"quarter": "12.5", "to_date": "0.125"}, {}, {}, ["ZHT-SERIES-FRACTION"]),
        ],
    )  # fmt: skip
    def test_the_first_quarter_starts_the_year(
        self, no: str, own: dict[str, str], last: dict[str, str], readings: dict[str, str], expected: list[str]
    ) -> None:
        told = year(no, own, last, "2026q1")
        assert [one.code for one in found(told, ADDS_UP, NOT_BELOW, period="2026q1", readings=readings)] == expected

    def test_the_sum_is_spelled_out_with_its_workbook(self) -> None:
        of = regime(ADDS_UP)
        own = form({("12", OWN): {"quarter": "5", "to_date": "13"}})
        last = form({("12", LAST): {"quarter": "3", "to_date": "7"}}, period=LAST, file="q2.xlsx")
        (one,) = quarter_findings(of, own, joined(of, own, last))
        assert "累计填了13个，而截止2026年第二季度（取自q2.xlsx） 7 + 本季度 5 = 12个" in one.message

    def test_quarters_are_added_where_nobody_told_the_sum(self) -> None:
        of = regime(ADDS_UP)
        own = form({("12", OWN): {"quarter": "5", "to_date": "13"}, ("12", LAST): {"quarter": "3"}})
        first = form({("12", "2026q1"): {"quarter": "4"}}, period="2026q1", file="q1.xlsx")
        (one,) = quarter_findings(of, own, joined(of, own, first))
        assert "2026年第一季度（取自q1.xlsx） 4 + 2026年第二季度 3 + 本季度 5 = 12个" in one.message

    def test_below_its_quarter_is_certain_unless_something_negative_came_before(self) -> None:
        (one,) = found(year("12", {"quarter": "5", "to_date": "4"}), NOT_BELOW)
        assert (one.code, one.severity) == ("ZHT-TODATE-BELOW", "error")
        assert found(year("12", {"quarter": "5", "to_date": "5"}), NOT_BELOW) == []
        assert found(year("12", {"quarter": "5", "to_date": "4"}, {"to_date": "-1"}), NOT_BELOW) == []
        assert found(year("9", {"quarter": "5", "to_date": "4"}), NOT_BELOW) == []

    def test_without_the_certain_check_the_sum_says_it(self) -> None:
        told = year("12", {"quarter": "5", "to_date": "4"}, {"to_date": "7"})
        assert codes(found(told, ADDS_UP)) == [("ZHT-TODATE-SUM", "12", "to_date")]

    @given(
        no=st.sampled_from(["1", "5", "12", "16", "9", "22"]),
        figures=st.lists(st.integers(0, 10**6), min_size=1, max_size=4),
        told=st.sets(st.integers(1, 3)),
        place=st.integers(0, 2),
        digit=st.integers(1, 9),
        shift=st.integers(0, 6),
    )
    def test_sums_over_random_quarters(
        self, no: str, figures: list[int], told: set[int], place: int, digit: int, shift: int
    ) -> None:
        """What adds up is no finding, whichever quarters tell their sums; one changed digit is exactly one."""
        of, places = regime(ADDS_UP, NOT_BELOW, JUMP), place if no in ("1", "5", "22") else 0
        periods = [f"2026q{n}" for n in range(1, len(figures) + 1)]

        def text(number: int) -> str:
            return str(Decimal(number).scaleb(-places))

        def findings(changed: int) -> list[str]:
            view: dict[Any, Any] = {}
            for n, period in enumerate(periods, 1):
                total = figures[n - 1] if no == "9" else sum(figures[:n])
                parts = {"quarter": text(figures[n - 1])}
                if n == len(periods):
                    parts["to_date"] = text(total + changed)
                elif n in told:
                    parts["to_date"] = text(total)
                submission = form({(no, period): parts}, period=period)
                view |= {key: one for key, one in quarters(of, submission).items() if key[1] == period}
            kept = regime(ADDS_UP, NOT_BELOW)
            view_of = QuarterView(kept, submission, view)
            nature = of.indicator(no).nature
            assert nature is not None
            known = terms(nature, view_of, no)
            expected = expected_to_date(nature, view, no, periods[-1])
            assert expected == (None if known is None else sum(term.told.value for term in known))
            return [one.code for one in quarter_findings(kept, submission, view)]

        assert findings(0) == []
        # What is measured was rounded: a change of its last digit may be that. A count's is exact.
        changed = digit * 10 ** max(shift, 1 if no in ("1", "5", "22") else 0)
        assert len(findings(changed)) == 1


class TestStockFlow:
    CHECK = "high_tech_growth"

    def told(self, now: str, before: str, added: str) -> Any:
        return {("11", OWN): {"quarter": now}, ("11", LAST): {"quarter": before}, ("12", OWN): {"quarter": added}}

    @pytest.mark.parametrize(("now", "added"), [("13", "3"), ("13", "4"), ("9", "0"), ("10", "0")])
    def test_growth_within_what_is_new(self, now: str, added: str) -> None:
        assert found(self.told(now, "10", added), self.CHECK) == []

    def test_growth_beyond_it(self) -> None:
        (one,) = found(self.told("13", "10", "2"), self.CHECK)
        assert (one.code, one.severity, one.at) == ("ZHT-STOCK-GREW", "warning", cell("11", "quarter"))
        assert one.message == (
            "第11项现在是13个，2026年第二季度是10个，多了3个，而第12项新增国家高新技术企业数只有2个；照填报数采用。"
        )

    @pytest.mark.parametrize("lacking", [("11", OWN), ("11", LAST), ("12", OWN)])
    def test_what_is_not_known_is_not_judged(self, lacking: tuple[str, str]) -> None:
        told = self.told("13", "10", "2")
        told[lacking] = {}
        assert found(told, self.CHECK) == []


class TestImplied:
    def told(self, revenue: str, per_head: str, staff: str | None = None, last: tuple[str, str] | None = None) -> Any:
        told: Any = {("1", OWN): {"quarter": revenue}, ("2", OWN): {"quarter": per_head}}
        if staff is not None:
            told["7", OWN] = {"quarter": staff}
        if last is not None:
            told["1", LAST], told["2", LAST] = {"quarter": last[0]}, {"quarter": last[1]}
        return told

    @pytest.mark.parametrize(
        ("told", "expected"),
        [
            (("1", "100", "100"), []),  # 100 people, exactly
            (("1", "100", "101"), ["ZHT-IMPLIED-LOW"]),
            (("10000", "100"), []),  # 1 000 000 exactly
            (("10000.01", "100"), ["ZHT-IMPLIED-HIGH"]),
            (("1.5", "100", None, ("1", "100")), []),
            (("0.5", "100", None, ("1", "100")), []),
            (("1.51", "100", None, ("1", "100")), ["ZHT-IMPLIED-MOVED"]),
            (("0.49", "100", None, ("1", "100")), ["ZHT-IMPLIED-MOVED"]),
            (("0.49", "100", "50", ("1", "100")), ["ZHT-IMPLIED-LOW", "ZHT-IMPLIED-MOVED"]),
            (("12.5", "0", "100"), []),
            (("0", "100", "0"), []),
            (("12.5", "100", "300", ("0", "100")), []),
            (("125000", "100", "300", ("12", "100")), ["ZHT-SERIES-UNITS"]),
            (("125000", "100", "300"), ["ZHT-SERIES-UNITS"]),
            (("12.5", "1000000", "300"), ["ZHT-SERIES-UNITS"]),
            (("12.5", "1000000", "300", ("12", "100")), ["ZHT-SERIES-UNITS"]),
            (("0.1", "100", "300"), ["ZHT-IMPLIED-LOW"]),  # ten people: no matter of units
        ],
    )
    def test_implied_staff(self, told: Any, expected: list[str]) -> None:
        found_ones = found(self.told(*told), "implied_staff")
        assert codes(found_ones) == [(code, "1", "quarter") for code in expected]
        assert {one.at for one in found_ones} <= {cell("1", "quarter")}
        assert {one.severity for one in found_ones} <= {"warning"}

    def test_the_sentences(self) -> None:
        low, moved = found(self.told("0.49", "100", "50", ("1", "100")), "implied_staff")
        assert low.message == (
            "按第1项 0.49 × 10000 ÷ 第2项 100 计算，推算的从业人员数是49人，"
            "少于第7项研发人员数50人，不合情理；照填报数采用。"
        )
        assert "比2026年第二季度的100人减少 51%" in moved.message
        (units,) = found(self.told("125000", "100", "300", ("12", "100")), "implied_staff")
        assert "推算的从业人员数是12500000人，上季度是1200人，相差约 1 万倍" in units.message

    @pytest.mark.parametrize(
        ("share", "expected"),
        [
            ("12.5", []),  # 10 is 20 % below
            ("12.6", [("ZHT-IMPLIED-APART", "5", "quarter")]),
            ("8.34", []),
            ("8.3", [("ZHT-IMPLIED-APART", "5", "quarter")]),
            ("0.1", [("ZHT-SERIES-FRACTION", "6", "quarter")]),
            ("0", []),
        ],
    )
    def test_a_share_told_beside_its_parts(self, share: str, expected: list[Any]) -> None:
        told = {("5", OWN): {"quarter": "100"}, ("19", OWN): {"quarter": "1000"}, ("6", OWN): {"quarter": share}}
        found_ones = found(told, "implied_share")
        assert codes(found_ones) == expected
        assert {one.severity for one in found_ones} <= {"note"}


class TestJump:
    def told(self, no: str, now: str, last: str, period: str = OWN) -> Any:
        return year(no, {"quarter": now}, {"quarter": last}, period)

    @pytest.mark.parametrize(
        ("no", "now", "last", "code"),
        [
            ("9", "200", "10", None),
            ("9", "10", "200", None),
            ("9", "201", "10", "ZHT-SERIES-JUMP"),
            ("9", "10", "201", "ZHT-SERIES-JUMP"),
            ("9", "100000", "10", "ZHT-SERIES-JUMP"),  # counts have no 亿元
            ("9", "0", "10", None),
            ("9", "10", "0", None),
            ("1", "130000", "12.5", "ZHT-SERIES-UNITS"),
            ("1", "0.00125", "12.5", "ZHT-SERIES-UNITS"),
            ("1", "12500", "12.5", "ZHT-SERIES-JUMP"),
            ("3", "0.125", "12.5", "ZHT-SERIES-FRACTION"),
            ("3", "12.5", "0.125", "ZHT-SERIES-FRACTION"),
            ("3", "60", "2", "ZHT-SERIES-JUMP"),
        ],
    )
    def test_a_jump(self, no: str, now: str, last: str, code: str | None) -> None:
        found_ones = found(self.told(no, now, last), JUMP)
        assert codes(found_ones) == ([(code, no, "quarter")] if code else [])
        assert {one.at for one in found_ones} <= {cell(no, "quarter")}

    def test_the_sentence(self) -> None:
        (up,), (down,) = found(self.told("9", "250", "10"), JUMP), found(self.told("9", "10", "250"), JUMP)
        assert "第9项本季度填了250个，是2026年第二季度10个的约25倍；" in up.message
        assert "是2026年第二季度250个的约25分之一；" in down.message

    def test_last_quarter_s_figure_may_be_the_one_that_is_off(self) -> None:
        told = self.told("1", "12.5", "121000") | {("1", BASE): {"quarter": "11"}}
        (one,) = found(told, JUMP)
        assert (one.code, one.at, one.raw) == ("ZHT-SERIES-UNITS", cell("1", "quarter", LAST), "121000")
        assert one.message.startswith(
            "第1项2026年第二季度的数是121000亿元，而本季度12.5亿元与去年同期相当，相差约 1 万倍；"
        )
        of, own = regime(JUMP), form({key: told[key] for key in told if key[1] != LAST})
        last = form({("1", LAST): {"quarter": "121000"}}, period=LAST, file="q2.xlsx")
        # Where that quarter's own workbook is at hand, it is told there and not again here.
        assert quarter_findings(of, own, joined(of, own, last)) == []

    def test_what_counts_from_january_starts_anew(self) -> None:
        assert found(self.told("22", "10", "5000", "2026q1"), JUMP, period="2026q1") == []
        assert codes(found(self.told("22", "10", "5000"), JUMP)) == [("ZHT-SERIES-JUMP", "22", "quarter")]


class TestOneMistakeIsToldOnce:
    def test_a_plain_jump_that_an_implied_quantity_explains(self) -> None:
        told: Any = {
            ("1", OWN): {"quarter": "300"}, ("2", OWN): {"quarter": "100"},
            ("1", LAST): {"quarter": "12"}, ("2", LAST): {"quarter": "100"},
        }  # fmt: skip
        assert codes(found(told, "implied_staff", JUMP)) == [("ZHT-IMPLIED-MOVED", "1", "quarter")]
        assert codes(found(told, JUMP)) == [("ZHT-SERIES-JUMP", "1", "quarter")]

    def test_a_note_explains_no_warning(self) -> None:
        told: Any = {
            ("5", OWN): {"quarter": "3000"}, ("5", LAST): {"quarter": "100"},
            ("19", OWN): {"quarter": "100000"}, ("6", OWN): {"quarter": "30"},
        }  # fmt: skip
        assert codes(found(told, "implied_share", JUMP)) == [
            ("ZHT-IMPLIED-APART", "5", "quarter"), ("ZHT-SERIES-JUMP", "5", "quarter"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("wrong", "code", "no"),
        [
            ({}, "", ""),
            ({"1": "130000"}, "ZHT-SERIES-UNITS", "1"),
            ({"2": "1000000"}, "ZHT-SERIES-UNITS", "2"),
            ({"19": "2"}, "ZHT-SERIES-UNITS", "19"),
            ({"20": "0.025"}, "ZHT-SERIES-FRACTION", "20"),
            ({"3": "0.12"}, "ZHT-SERIES-FRACTION", "3"),
        ],
    )
    def test_one_figure_in_another_unit(self, wrong: dict[str, str], code: str, no: str) -> None:
        """All checks together find the one figure, and nothing that follows from it."""
        plain = {"1": "12.5", "2": "100", "3": "12.0", "7": "300", "19": "20000", "20": "2.5"}
        told: dict[tuple[str, str], dict[str, str]] = {}
        for key, value in plain.items():
            flow = key in ("1", "19")
            now = {"quarter": wrong.get(key, value), "quarter_growth": "0", "to_date_growth": "0"}
            told[key, OWN] = {**now, "to_date": str(Decimal(value) * 3) if flow else value}
            told[key, LAST] = {"quarter": value, "to_date": str(Decimal(value) * 2) if flow else value}
            told[key, BASE] = {"quarter": value, "to_date": str(Decimal(value) * 3) if flow else value}
        # To-date cells of ratios are not held against anything after the first quarter.
        findings = [one for one in found(told) if one.severity == "warning"]
        assert [(one.code, one.indicator) for one in findings] == ([(code, no)] if code else [])
        # What is certain is told whatever else is suspected.
        certain = [("ZHT-TODATE-BELOW", "1", "quarter")] if no == "1" else []
        assert codes(one for one in found(told) if one.severity == "error") == certain


class TestPartsThatAreAnotherFigure:
    @pytest.mark.parametrize(
        ("check", "no", "other", "unit"),
        [
            ("same_revenue", "2", "1", "亿元"),
            ("same_cluster_rd", "6", "5", "万元"),
            ("same_region_rd", "20", "19", "万元"),
        ],
    )
    def test_the_part_is_the_other_figure(self, check: str, no: str, other: str, unit: str) -> None:
        def told(part: str, figure: str | None) -> list[Finding]:
            own = {(no, OWN): {"numerator": part, "denominator": "100000"}, (other, OWN): {"quarter": figure}}
            return found({key: value for key, value in own.items() if key[0] == no or figure}, check)

        assert told("74.5", "74.5") == told("74.50", "74.5") == told("74.5", None) == []
        assert told("74.504", "74.50") == []  # as exactly as the other one was typed
        (one,) = told("74.6", "74.5")
        assert (one.code, one.severity, one.indicator, one.field, one.at, one.raw) == (
            "ZHT-PART-DIFFERS", "warning", no, "numerator", cell(no, "numerator"), "74.6",
        )  # fmt: skip
        assert f"（分子）填了74.6{unit}，而第{other}项本季度填了74.5{unit}；" in one.message
        (one,) = told("745000", "74.5")
        assert (one.code, one.severity, one.at) == ("ZHT-SERIES-UNITS", "warning", cell(no, "numerator"))
        assert f"填了745000{unit}，而第{other}项本季度填了74.5{unit}，相差约 1 万倍；" in one.message

    def test_nothing_where_a_part_is_blank(self) -> None:
        assert found({("2", OWN): {"quarter": "74"}, ("1", OWN): {"quarter": "5"}}, "same_revenue") == []

    def test_a_figure_in_another_unit_is_told_once(self) -> None:
        """The part explains the quotient, the other figure explains the part."""
        told: Any = {
            ("1", OWN): {"quarter": "74"}, ("1", LAST): {"quarter": "74"},
            ("2", OWN): {"numerator": "740000", "denominator": "10000"}, ("2", LAST): {"quarter": "74"},
        }  # fmt: skip
        assert codes(found(told, "same_revenue", "implied_staff", JUMP)) == [("ZHT-SERIES-UNITS", "2", "numerator")]
        told["1", OWN] = {"quarter": "740000"}
        told["2", OWN] = {"numerator": "74", "denominator": "10000"}
        assert codes(found(told, "same_revenue", JUMP)) == [("ZHT-SERIES-UNITS", "1", "quarter")]


class TestSources:
    def test_one_finding_for_all_figures_without_a_source(self) -> None:
        told: Any = {
            ("7", OWN): {"quarter": "5"},
            ("9", OWN): {"quarter": "0"},
            ("11", OWN): {"quarter": "3", "source": "部门数据"},
            ("12", OWN): {"to_date": "3"},
            ("13", OWN): {"state": "未开展"},
            ("6", OWN): {"numerator": "1", "denominator": "4"},
        }
        (one,) = found(told, "source_named", sourced=False)
        assert (one.code, one.severity, one.field) == ("ZHT-SOURCE-MISSING", "warning", "source")
        assert one.at == cell("6", "source")
        assert one.message == "有 3 项本季度数据没有注明来源：第6、7、9项。"
        assert "选“调查”或“部门数据”" in one.hint

    def test_all_named(self) -> None:
        assert found({("7", OWN): {"quarter": "5"}}, "source_named") == []


class TestExactness:
    @pytest.mark.parametrize(
        ("no", "value", "margin", "expected"),
        [
            ("9", "30", "0.5", "0"),  # counts are exact
            ("1", "12.5", "0.05", "0.05"),
            ("1", "20", "0.5", "0.05"),
            ("1", "3", "0.5", "0.005"),
            ("1", "1200", "0.5", "0.5"),
            ("1", "0", "0.5", "0"),
            ("6", "25", "0", "0"),  # computed from its parts
        ],
    )
    def test_how_exactly_a_figure_was_typed(self, no: str, value: str, margin: str, expected: str) -> None:
        told = Told(Fraction(value), Fraction(margin))
        assert slack(regime().indicator(no), told) == Fraction(expected)

    @pytest.mark.parametrize(
        ("no", "times", "expected"),
        [
            ("1", 2_000, "units"), ("1", 1_999, None), ("1", 50_000, "units"), ("1", 50_001, None),
            ("4", 10_000, "units"), ("9", 10_000, None),
            ("3", 100, "fraction"), ("3", 20, "fraction"), ("3", 19, None), ("3", 501, None),
        ],
    )  # fmt: skip
    def test_what_is_about_ten_thousand_times(self, no: str, times: int, expected: str | None) -> None:
        small = Fraction(1, 10)
        assert mixup(regime().indicator(no), small, small * times) == expected
        assert mixup(regime().indicator(no), small * times, small) == expected
        assert mixup(regime().indicator(no), Fraction(0), small) is None

    def test_a_share_above_one_is_no_fraction(self) -> None:
        assert mixup(regime().indicator("3"), Fraction(2), Fraction(60)) is None


def test_a_form_without_any_figure_has_no_finding() -> None:
    assert found({}) == []


def test_every_rule_over_quarters_is_met() -> None:
    """A rule that nothing meets is a sentence that nobody will ever read."""
    text = Path(__file__).read_text(encoding="utf-8")
    known = {name: one for name, one in vars(rules).items() if isinstance(one, Rule)}
    assert [name for name, one in known.items() if f"rules.{name}" not in text and one.code not in text] == []


def test_growth_agrees_with_what_the_series_shows() -> None:
    of = regime(GROWTH)
    own = form(pair("7", "9", "8", quarter_growth="12.5"))
    nature = of.indicator("7").nature
    assert nature is not None
    assert grown(nature, quarters(of, own), "7", quarterforms.OWN, "quarter_growth").value == Fraction(25, 2)
