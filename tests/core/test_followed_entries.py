"""A quarterly form judged as a whole: what is said of its entries, and that one mistake is told once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core import quarterly
from core.builders import Cell
from core.quarterforms import BASE, LAST, OWN, form, layout, regime
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.concluding import conclude
from zhtcli.core.assessing.judging import judge
from zhtcli.core.catalogue import followed as rules
from zhtcli.core.checks.schema import check_entries, compile_schema
from zhtcli.core.finding import Finding, Rule


@cache
def schema() -> Any:
    return compile_schema(regime(), layout())


def assessed(
    changes: Mapping[tuple[str, str], Mapping[str, Any]],
    fields: Mapping[str, Any] | None = None,
    readings: Mapping[str, str] | None = None,
) -> Assessment:
    """A faultless form but for these changes; None blanks a cell."""
    told: dict[tuple[str, str], dict[str, Any]] = {
        (no, period): {part: str(value) if part != "source" else value for part, value in parts.items()}
        for no, periods in quarterly.figures().items()
        for period, parts in periods.items()
    }
    for period in (OWN, LAST, BASE):  # what the region spends, ten times what the cluster does
        told["19", period] |= {part: told["19", period][part] + "0" for part in ("quarter", "to_date")}
    for key, parts in changes.items():
        told[key] = {**told.get(key, {}), **parts}
    of = regime(**(readings or {}))
    one = form(told, fields=fields)
    judged = judge(of, layout(), one, check_entries(of, layout(), schema(), [one])[0])
    return conclude(of, judged, readings={}, decided_readings={})


def found(changes: Mapping[tuple[str, str], Mapping[str, Any]], *codes: str, **given: Any) -> list[Finding]:
    """The findings of these codes, or all about figures where none is named."""
    told = assessed(changes, **given).findings
    return [one for one in told if (one.code in codes if codes else one.indicator is not None)]


def at(no: str, part: str, period: str = OWN) -> Any:
    return next(p.at for s, p in layout().places.items() if (s.key, s.period, s.part) == (no, period, part))


def test_the_form_has_no_fault() -> None:
    assert found({}) == []


PARTS = {"numerator": "24.2902", "denominator": "100"}


class TestShareBesideItsParts:
    def test_a_share_that_differs_is_a_warning_and_the_parts_are_used(self) -> None:
        told = {("3", OWN): {"quarter": "11", **PARTS}}
        (one,) = found(told, "ZHT-ENTRY-RATIO")
        assert (one.severity, one.at) == ("warning", at("3", "quarter"))
        assert one.message == "第3项填的是11，按分子分母计算是24.2902%，两者不符，采用按分子分母计算的数。"
        assert assessed(told).quarters["3", OWN].quarter == Fraction("24.2902")

    @pytest.mark.parametrize(("typed", "code"), [
        ("0.2429", "ZHT-RATIO-FRACTION"), ("0.24", "ZHT-RATIO-FRACTION"), ("0.2", "ZHT-ENTRY-RATIO"),
        ("0.25", "ZHT-ENTRY-RATIO"), ("2.429", "ZHT-ENTRY-RATIO"), ("0", "ZHT-ENTRY-RATIO"),
    ])  # fmt: skip
    def test_a_share_typed_as_a_fraction(self, typed: str, code: str) -> None:
        told = found({("3", OWN): {"quarter": typed, **PARTS}}, "ZHT-ENTRY-RATIO", "ZHT-RATIO-FRACTION")
        assert [(one.code, one.severity) for one in told] == [(code, "warning")]

    def test_a_quotient_is_no_fraction(self) -> None:
        told = {("2", OWN): {"quarter": "0.5", "numerator": "5", "denominator": "1000"}}
        (one,) = found(told, "ZHT-ENTRY-RATIO", "ZHT-RATIO-FRACTION")
        assert (one.code, one.severity) == ("ZHT-ENTRY-RATIO", "warning")
        assert "按分子分母计算是50万元/人，" in one.message


def test_nothing_speaks_of_points_where_there_are_none() -> None:
    told: dict[tuple[str, str], dict[str, Any]] = {
        ("3", OWN): {"quarter": None, "numerator": "5", "denominator": "0"},
        ("6", OWN): {"quarter": None, "numerator": "5"},
        ("4", OWN): {"quarter": None, "numerator": "5", "denominator": "0"},
        ("7", OWN): {"quarter": None, "state": "不适用"},
    }
    messages = {one.code: one.message + one.hint for one in found(told)}
    assert {"ZHT-ENTRY-ZERODENOM", "ZHT-ENTRY-PART", "ZHT-ENTRY-NA", "ZHT-ENTRY-NAREASON"} <= messages.keys()
    assert not [
        text for text in messages.values() if "分。" in text or "给分" in text or "核定" in text or "备注" in text
    ]
    assert "比例无法计算，没有采用。" in messages["ZHT-ENTRY-PART"]
    empty = judge(regime(), layout(), form({}, sourced=False), [])
    assert empty.findings[0].message == "交来的是空表，23项指标一项都没有填，没有采用。"


class TestLeftBlank:
    def test_a_share_may_be_left_blank_with_the_reason(self) -> None:
        blank = {"quarter": None, "quarter_growth": None, "to_date": None, "to_date_growth": None}
        told: dict[tuple[str, str], dict[str, Any]] = {("7", OWN): blank, ("6", OWN): blank}
        told["3", OWN] = {**blank, "remark": "生产总值还没有公布"}
        codes = "ZHT-ENTRY-MISSING", "ZHT-FIGURE-BLANK", "ZHT-FIGURE-NOREASON", "ZHT-TODATE-MISSING"
        given, asked, missing = found(told, *codes)
        assert (given.code, given.severity, given.at) == ("ZHT-FIGURE-BLANK", "note", at("3", "quarter"))
        assert "“说明”栏写的是“生产总值还没有公布”；按未填报处理，不当作0。" in given.message
        assert (asked.code, asked.severity, asked.at) == ("ZHT-FIGURE-NOREASON", "warning", at("6", "quarter"))
        assert (missing.code, missing.severity, missing.at) == ("ZHT-ENTRY-MISSING", "error", at("7", "quarter"))
        assert missing.message == "第7项“研发人员数”没有填本季度数据，按未填报处理，不当作0。"
        assert missing.hint == "请填写；没有发生的填 0，不适用的把状态选为“不适用”并在“说明”栏写明理由。"

    def test_figures_to_date_left_blank_are_one_warning(self) -> None:
        blank = {"to_date": None, "to_date_growth": None}
        told: dict[tuple[str, str], dict[str, Any]] = {(no, OWN): {**blank} for no in ("9", "1", "3")}
        (one,) = found(told, "ZHT-TODATE-MISSING")
        assert (one.severity, one.at, one.indicator) == ("warning", at("1", "to_date"), None)
        assert one.message.startswith("有 3 项填了本季度数据，没有填累计数：第1、3、9项；")

    @pytest.mark.parametrize(
        "parts",
        [
            {"quarter": None, "to_date": None},
            {"to_date": Cell("blank", raw="-")},  # told where it is read
            {"to_date": None, "remark": "累计的生产总值还没有公布"},
        ],
    )
    def test_what_is_told_or_explained_is_not_told_again(self, parts: dict[str, Any]) -> None:
        assert found({("3", OWN): parts}, "ZHT-TODATE-MISSING") == []


class TestMixedUpUnits:
    """Item 19 in 亿元 where 万元 is asked: 1100 万元 typed as 0.11."""

    def test_the_correct_figure_that_it_falls_below_is_not_told(self) -> None:
        told = {("19", OWN): {"quarter": "0.11"}}
        assert [(one.code, one.at) for one in found(told, "ZHT-SERIES-UNITS", "ZHT-CHECK-ATMOST")] == [
            ("ZHT-SERIES-UNITS", at("19", "quarter"))
        ]

    def test_without_it_the_figure_is_told(self) -> None:
        told = {
            ("21", OWN): {"quarter": "1101", "to_date": "1211"},
            ("21", LAST): {"quarter": "1000", "to_date": "110"},
        }
        assert [one.at for one in found(told, "ZHT-CHECK-ATMOST")] == [at("21", "quarter")]

    def test_a_figure_to_date_below_a_mixed_up_quarter_is_told_on_the_quarter(self) -> None:
        told = {("1", OWN): {"quarter": "1100000"}}
        codes = "ZHT-SERIES-UNITS", "ZHT-TODATE-BELOW"
        assert {(one.code, one.severity, one.at) for one in found(told, *codes)} == {
            ("ZHT-SERIES-UNITS", "warning", at("1", "quarter")), ("ZHT-TODATE-BELOW", "error", at("1", "quarter")),
        }  # fmt: skip
        (below,) = found(told, "ZHT-TODATE-BELOW")
        assert (below.field, below.raw) == ("quarter", "1100000")
        assert below.message.endswith("比本季度的1100000亿元还少，不可能成立；疑似本季度数弄错了单位。")

    def test_a_figure_to_date_that_is_off_itself_is_told_where_it_stands(self) -> None:
        (below,) = found({("1", OWN): {"to_date": "3"}}, "ZHT-TODATE-BELOW")
        assert (below.at, below.message[-6:]) == (at("1", "to_date"), "不可能成立。")


class TestGrowthOfFiguresThatAreToldOf:
    GROWTHS = "ZHT-GROWTH-UNCHECKED", "ZHT-GROWTH-NOBASE", "ZHT-GROWTH-BLANK"

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({("7", OWN): {"quarter": Cell("unreadable", raw="约110")}}, None),
            ({("7", OWN): {"quarter": Cell("blank", raw="-")}}, None),
            ({("7", OWN): {"quarter": "-110"}}, "ZHT-ENTRY-NEGATIVE"),
            ({("7", BASE): {"quarter": "-100"}}, "ZHT-ENTRY-NEGATIVE"),
            ({("7", BASE): {"quarter": "-100"}, ("7", OWN): {"quarter_growth": None}}, "ZHT-ENTRY-NEGATIVE"),
            ({("7", OWN): {"quarter_growth": Cell("blank", raw="-")}}, None),
            ({("3", OWN): {"quarter": None, "numerator": "5"}}, "ZHT-ENTRY-PART"),
        ],
    )
    def test_nothing_more_is_said(self, changes: Any, told: str | None) -> None:
        assert found(changes, *self.GROWTHS) == []
        if told:
            assert [one.code for one in found(changes, told)] == [told]

    def test_a_blank_figure_is_what_has_to_be_filled(self) -> None:
        (one,) = found({("7", OWN): {"quarter": None}}, *self.GROWTHS)
        assert one.message.startswith("本季度第7项填了同比，但本期没有数，不计算同比；")
        assert one.hint == "请补填本期的数；同比另有依据的，在“说明”写明。"


def test_a_field_is_named_with_its_page() -> None:
    messages = {one.field: one.message for one in assessed({}).findings if one.code == "ZHT-ENTRY-FIELD"}
    assert messages["task1"] == "“建设推进”页的“健全的工作机制”没有填。"
    assert messages["unit"].startswith("封面的“")


def test_reasons_are_asked_for_in_a_column_that_the_form_has() -> None:
    told = {("21", OWN): {"quarter": "1101", "to_date": "1211"}, ("21", LAST): {"quarter": "1000"}}
    (one,) = found(told, "ZHT-CHECK-ATMOST")
    assert one.hint == "请核对两项的数，确实如此的在“说明”栏写明。"


def test_what_should_hold_does_not_contradict_the_cell() -> None:
    told = assessed({}, {"fund_city": "0"}).findings
    (one,) = (finding for finding in told if finding.code == "ZHT-FIELD-ZERO")
    assert one.message.endswith("填的是 0，而省、市、县（市、区）三级资金应都有到位，填 0 的请确认确实没有拨付。")


class TestSinceTheStart:
    """Items 8, 12 and 14 add up from the start of the project where the reading says so."""

    SINCE: Mapping[str, str] = {"cumulative_basis": "since_start"}
    NO_EARLIER: Mapping[tuple[str, str], Any] = {
        ("12", LAST): {"quarter": None, "to_date": None}, ("12", OWN): {"quarter": "11", "to_date": "33"},
    }  # fmt: skip

    def codes(self, started: str | None, changes: Mapping[tuple[str, str], Any] | None = None) -> list[str]:
        fields = {"started_on": date.fromisoformat(started)} if started else None
        told = found(changes or self.NO_EARLIER, fields=fields, readings=self.SINCE)
        return [one.code for one in told if one.indicator == "12"]

    def test_without_the_day_it_cannot_be_checked(self) -> None:
        (one,) = found({}, "ZHT-TODATE-NOSTART", readings=self.SINCE)
        assert (one.severity, one.field) == ("note", "started_on")
        assert one.message.startswith("按所选口径，第8、12、14项的累计从启动建设算起，“启动建设日期”没有填；")
        assert found({}, "ZHT-TODATE-NOSTART") == []
        fields = {"started_on": date(2022, 5, 1)}
        assert found({}, "ZHT-TODATE-NOSTART", readings=self.SINCE, fields=fields) == []

    def test_the_quarter_of_the_start_is_all_there_is_to_date(self) -> None:
        assert self.codes("2026-07-01") == self.codes("2026-09-30") == ["ZHT-TODATE-SAME"]
        assert self.codes("2026-06-30") == self.codes("2022-05-01") == self.codes(None) == []
        fields = {"started_on": date(2026, 8, 1)}
        told = found(self.NO_EARLIER, "ZHT-TODATE-SAME", fields=fields, readings=self.SINCE)
        (one,) = (finding for finding in told if finding.indicator == "12")
        assert "本季度才启动建设，累计就是本季度数" in one.message
        same = {**self.NO_EARLIER, ("12", OWN): {"quarter": "11", "to_date": "11"}}
        assert "ZHT-TODATE-SAME" not in self.codes("2026-08-01", same)

    def test_what_is_expected_knows_the_start(self) -> None:
        told = assessed(self.NO_EARLIER, {"started_on": date(2026, 8, 1)}, self.SINCE)
        (item,) = (one for one in told.progress if one.indicator.no == "12")
        assert item.quarters[-1].expected_to_date == 11


def test_every_rule_about_what_is_followed_is_met() -> None:
    """A rule that nothing meets is a sentence that nobody will ever read."""
    text = Path(__file__).read_text(encoding="utf-8")
    known = [one.code for one in vars(rules).values() if isinstance(one, Rule)]
    assert [code for code in known if code not in text] == []
