"""A quarterly form judged as a whole: what is said of its entries, and that one mistake is told once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

import pytest

from core import quarterly
from core.quarterforms import BASE, LAST, OWN, form, layout, regime
from zhtcli.core.assessment import Assessment
from zhtcli.core.concluding import conclude
from zhtcli.core.finding import Finding
from zhtcli.core.judging import judge
from zhtcli.core.schema import check_entries, compile_schema


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


class TestShareBesideItsParts:
    PARTS: ClassVar = {"numerator": "24.2902", "denominator": "100"}

    def test_a_share_that_differs_is_a_warning_and_the_parts_are_used(self) -> None:
        told = {("3", OWN): {"quarter": "11", **self.PARTS}}
        (one,) = found(told, "ZHT-ENTRY-RATIO")
        assert (one.severity, one.at) == ("warning", at("3", "quarter"))
        assert one.message == "第3项填的是11，按分子分母计算是24.2902%，两者不符，采用按分子分母计算的数。"
        quarter = assessed(told).quarters["3", OWN].quarter
        assert quarter is not None
        assert float(quarter) == 24.2902

    @pytest.mark.parametrize(("typed", "code"), [
        ("0.2429", "ZHT-RATIO-FRACTION"), ("0.24", "ZHT-RATIO-FRACTION"), ("0.2", "ZHT-ENTRY-RATIO"),
        ("0.25", "ZHT-ENTRY-RATIO"), ("2.429", "ZHT-ENTRY-RATIO"), ("0", "ZHT-ENTRY-RATIO"),
    ])  # fmt: skip
    def test_a_share_typed_as_a_fraction(self, typed: str, code: str) -> None:
        told = found({("3", OWN): {"quarter": typed, **self.PARTS}}, "ZHT-ENTRY-RATIO", "ZHT-RATIO-FRACTION")
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
