"""`fill` and `read` are inverse on a form of quarters: four figures for each of three of them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import quarterly
from core.test_exchange import read_in_memory
from zhtcli.core.forms.exchange import DataFault, from_submission, to_values
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.tablecolumns import FOLLOWED
from zhtcli.workbook.files.contained import ContainedReader
from zhtcli.workflow.forming import fill_form
from zhtcli.workflow.reading import Refused, submission_of

LAYOUT = quarterly.layout()
COUNTED = [i.no for i in quarterly.REGIME.indicators if getattr(i.measure, "type", "") == "integer"]
PARTED = [*quarterly.SHARES, *quarterly.QUOTIENTS]
words = st.text("甲乙丙丁（）。2026", min_size=1, max_size=10)
whole = st.integers(0, 10**9)
growths = st.one_of(
    st.integers(-100, 5000),
    st.decimals(-100, 500, places=2).map(float),
    st.sampled_from(["-3.2%", "1.2个百分点", "百分点", "略增", "/"]),
)


def shortest(number: Any) -> Any:
    return int(number) if isinstance(number, float) and number.is_integer() else number


@st.composite
def quarters(draw: st.DrawFn, no: str) -> dict[str, Any]:
    """What is told of one indicator, each quarter in the shortest spelling."""
    figures = {"quarter": whole, "to_date": whole, "quarter_growth": growths, "to_date_growth": growths}
    told: dict[str, Any] = {}
    for period in ("2025q3", "2026q2", "2026q3"):
        more: dict[str, st.SearchStrategy[Any]] = {}
        if period == "2026q3":
            more = {"source": st.sampled_from(["调查", "部门数据", "听说"]), "remark": words}
            if no in PARTED:
                more |= {"numerator": whole, "denominator": whole}
        parts = draw(st.fixed_dictionaries({}, optional={**figures, **more}))
        if parts:
            parts = {key: shortest(value) for key, value in parts.items()}
            told[period] = parts["quarter"] if parts.keys() == {"quarter"} else parts
    return told["2026q3"] if told.keys() == {"2026q3"} else told


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    nos = draw(st.lists(st.sampled_from([*COUNTED, *PARTED]), unique=True, max_size=6))
    told = {no: parts for no in nos if (parts := draw(quarters(no))) != {}}
    moments = st.datetimes(datetime(2026, 10, 1), datetime(2027, 1, 1)).map(
        lambda at: at.replace(second=0, microsecond=0).isoformat()
    )
    fields = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "task1": st.sampled_from(["完成", "未完成", "差不多"]),
                "task1_note": words,
                "fund_city": st.integers(0, 10**6),
                "submitted_at": moments,
                "return_count": st.integers(0, 9),
            },
        )
    )
    return {"form": LAYOUT.form.id, "fields": fields, "indicators": told, "registers": {}}


@settings(max_examples=60)
@given(forms())
def test_what_is_filled_in_is_read_back(told: dict[str, Any]) -> None:
    assert from_submission(LAYOUT, read_in_memory(LAYOUT, to_values(LAYOUT, told))) == told


def test_what_is_filled_into_a_workbook_is_read_back() -> None:
    told = quarterly.data()
    told["fields"] |= {"task5": "未完成", "task5_note": "12月开放", "reported_at": "2026-10-20T10:05:00"}
    told["indicators"]["3"]["2026q3"] |= {"numerator": 11, "denominator": 100}
    told["indicators"]["8"] = {"na": "本季度不统计"}
    told["indicators"]["5"]["2026q2"]["quarter_growth"] = "-3.2%"
    told["indicators"]["6"]["2026q3"]["quarter_growth"] = "1.2个百分点"
    with ContainedReader() as reader:
        read = submission_of(reader.read(fill_form("jiaxing-2026q3", told), "a.xlsx"), "a.xlsx", None)
    assert not isinstance(read, Refused)
    assert from_submission(LAYOUT, read) == told
    assert read.entry("6", "2026q3", "quarter_growth").value == Decimal("1.2")  # type: ignore[union-attr]
    assert read.entry("5", "2026q2", "quarter_growth").value == Decimal("-3.2")  # type: ignore[union-attr]
    assert read.field("submitted_at").value == datetime(2026, 10, 12, 9, 30)  # type: ignore[union-attr]


def test_a_bare_value_is_the_quarters_own() -> None:
    values = to_values(LAYOUT, {"indicators": {"16": 526, "17": {"2025q3": 3, "2026q3": {"to_date": 9}}}})
    assert values == {
        Slot("indicator", "16", "2026q3", "quarter"): 526,
        Slot("indicator", "17", "2025q3", "quarter"): 3,
        Slot("indicator", "17", "2026q3", "to_date"): 9,
    }


def test_not_applicable_is_a_state_and_a_reason() -> None:
    values = to_values(LAYOUT, {"indicators": {"3": {"na": "没有公布"}, "6": {"2026q3": {"na": "没有公布"}}}})
    own = {Slot("indicator", no, "2026q3", part) for no in ("3", "6") for part in ("state", "remark")}
    assert values.keys() == own
    assert {values[slot] for slot in own} == {"不适用", "没有公布"}


@pytest.mark.parametrize("period", ["2025q3", "2026q2", "2026q3"])
def test_each_quarter_has_its_four_figures(period: str) -> None:
    parts = dict.fromkeys(FOLLOWED, 1)
    assert len(to_values(LAYOUT, {"indicators": {"16": {period: parts}}})) == 4


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"16": {"2026q1": 3}}, "第16项在2026年第一季度没有“quarter”这一格"),
        ({"16": {"value": 3}}, "第16项在2026年第三季度没有“value”这一格"),
        ({"16": {"numerator": 3}}, "第16项在2026年第三季度没有“numerator”这一格"),
        ({"16": {"2026q2": {"source": "调查"}}}, "第16项在2026年第二季度没有“source”这一格"),
        ({"24": 3}, "没有第24项指标"),
    ],
)
def test_a_cell_that_the_form_does_not_have_is_said(told: dict[str, Any], words: str) -> None:
    with pytest.raises(DataFault, match=words):
        to_values(LAYOUT, {"indicators": told})
