"""`fill` and `read` are inverse: what goes into a form comes out of it, in memory and through a true workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import builders
from zhtcli.core.forms.exchange import DataFault, Plain, from_submission, to_values
from zhtcli.core.forms.layout import Layout, Slot
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.workbook.files.book import Cell
from zhtcli.workbook.files.contained import ContainedReader
from zhtcli.workbook.reading.cells import understand
from zhtcli.workbook.reading.understood import Expected
from zhtcli.workflow.forming import fill_form
from zhtcli.workflow.reading import submission_of

NOS = [indicator.no for indicator in builders.regime().indicators]
words = st.text("甲乙丙丁戊己庚辛（）《》〔〕2026abc-，。", min_size=1, max_size=12)
counts = st.integers(0, 10**9)
shares = st.one_of(st.integers(0, 100), st.decimals(0, 100, places=2).map(float))
oddities = st.sampled_from(
    [
        "约30",
        "/",
        "无",
        "30项",
        "1,200",
        "２.５％",
        "≥75%",
        "不适用",
        "三十",
        "-5",
        "2026-01-15",
        "1e5",
        "0.026%",
        "#REF!",
    ]
)


@st.composite
def told_indicators(draw: st.DrawFn, no: str, year: str) -> Any:
    """One indicator in the shortest spelling that says it."""
    ratio = no in builders.RATIOS
    figure = st.one_of(shares if ratio else counts, oddities)
    own: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "value": figure,
                **({"numerator": counts, "denominator": st.one_of(counts, oddities)} if ratio else {}),
                "state": st.sampled_from(["已填", "未开展", "不适用", "没做"]),
                "self_score": st.one_of(st.integers(0, 6), st.decimals(0, 6, places=2).map(float)),
                "evidence": words,
                "remark": words,
            },
        )
    )
    earlier = [y for y in builders.YEARS if y < year]
    told: dict[str, Any] = draw(st.dictionaries(st.sampled_from(earlier), figure)) if earlier else {}
    if own:
        told[year] = _short(own)
    return _whole(told[year] if told.keys() == {year} else {y: _whole(told[y]) for y in sorted(told)})


def _short(parts: dict[str, Any]) -> Any:
    if parts.keys() == {"value"}:
        return parts["value"]
    if parts.keys() == {"state", "remark"} and parts["state"] == "不适用":
        return {"na": parts["remark"]}
    return parts


def _whole(told: Any) -> Any:
    """6.0 and 6 are one number in JSON; the reader writes the shorter one."""
    if isinstance(told, dict):
        return {key: _whole(value) for key, value in told.items()}
    return int(told) if isinstance(told, float) and told.is_integer() else told


@st.composite
def data(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    year = draw(st.sampled_from(builders.YEARS))
    fields = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "unit": words,
                "uscc": st.from_regex(r"[0-9A-HJ-NP-RTUW-Y]{18}", fullmatch=True),
                "county": words,
                "filler": words,
                "head": words,
                "filled_on": st.dates(date(2025, 1, 1), date(2035, 12, 31)).map(str),
                "as_of": st.one_of(st.dates(date(2025, 1, 1), date(2035, 12, 31)).map(str), st.just("2026年底")),
                "no_demand_20": st.booleans(),
            },
        )
    )
    nos = draw(st.lists(st.sampled_from(NOS), unique=True, max_size=8))
    indicators = {no: told for no in nos if (told := draw(told_indicators(no, year))) != {}}
    return year, {"form": f"bishan-{year}", "fields": fields, "indicators": indicators, "registers": {}}


def read_in_memory(layout: Layout, values: dict[Slot, Plain]) -> Submission:
    """The submission that the reader would make of cells with these values."""
    entries = {}
    for slot, place in layout.places.items():
        cell = _cell(place.at.row, place.at.column, values.get(slot))
        seen = understand(cell, Expected(place.type, place.unit, place.choices))
        text = cell is not None and cell.kind == "text"
        entries[slot] = Entry(slot, seen.state, seen.value, seen.raw, place.at, seen.confirmed, text=text)
    return Submission(file="", sha256="", form=layout.form, version="1", digest="", entries=entries)


def _cell(row: int, column: int, value: Plain | None) -> Cell | None:
    match value:
        case None:
            return None
        case bool():
            return Cell(row, column, "boolean", value)
        case Decimal():
            return Cell(row, column, "number", float(value))
        case date():
            return Cell(row, column, "date", value.isoformat())
        case _:
            return Cell(row, column, "text", str(value))


@settings(max_examples=40)
@given(data())
def test_what_is_filled_in_is_read_back(form: tuple[str, dict[str, Any]]) -> None:
    year, told = form
    layout = builders.layout(year)
    assert from_submission(layout, read_in_memory(layout, to_values(layout, told))) == told


@pytest.fixture(scope="module")
def reader() -> Iterator[ContainedReader]:
    with ContainedReader() as contained:
        contained.start()
        yield contained


def through_a_workbook(reader: ContainedReader, form: str, told: dict[str, Any]) -> dict[str, Any]:
    read = submission_of(reader.read(fill_form(form, told), f"{form}.xlsx"), f"{form}.xlsx", None)
    assert isinstance(read, Submission)
    return from_submission(builders.layout(str(read.form.period)), read)


@settings(max_examples=12)
@given(form=data())
def test_what_is_filled_into_a_workbook_is_read_back(reader: ContainedReader, form: tuple[str, dict[str, Any]]) -> None:
    year, told = form
    assert through_a_workbook(reader, f"bishan-{year}", told) == told


def test_a_whole_form_comes_back(reader: ContainedReader) -> None:
    """Every cell that the form has, each with something in it."""
    indicators: dict[str, Any] = {}
    for place, no in enumerate(NOS):
        own: dict[str, Any] = {"value": place, "state": "已填", "self_score": 1.25, "evidence": "证", "remark": "注"}
        if no in builders.RATIOS:
            own |= {"value": 2.6, "numerator": 26, "denominator": 1000}
        indicators[no] = {"2025": place + 0.5 if no in builders.RATIOS else place, "2026": place, "2027": own}
    told = {
        "form": "bishan-2027",
        "fields": {**builders.COVER, "county": "重庆市璧山区", "as_of": "2027-12-31", "no_demand_20": False},
        "indicators": indicators,
        "registers": {},
    }
    layout = builders.layout("2027")
    assert len(to_values(layout, told)) == len(layout.places)
    assert through_a_workbook(reader, "bishan-2027", told) == told


def test_an_empty_form_holds_nothing(reader: ContainedReader) -> None:
    told = {"form": "bishan-2026", "fields": {}, "indicators": {}, "registers": {}}
    assert through_a_workbook(reader, "bishan-2026", {}) == told
    assert through_a_workbook(reader, "bishan-2026", {"fields": {"unit": None}, "indicators": {"5": None}}) == told


@pytest.mark.parametrize(
    ("told", "slots"),
    [
        ({"5": 40}, {("5", "2026", "value"): Decimal(40)}),
        ({"5": {"2026": 40}}, {("5", "2026", "value"): Decimal(40)}),
        ({"5": {"value": 40}}, {("5", "2026", "value"): Decimal(40)}),
        ({"5": {"2026": {"value": 40}}}, {("5", "2026", "value"): Decimal(40)}),
        ({"5": {"2025": 30}}, {("5", "2025", "value"): Decimal(30)}),
        ({"5": "40"}, {("5", "2026", "value"): "40"}),
        ({"5": Decimal("0.1")}, {("5", "2026", "value"): Decimal("0.1")}),
        ({"5": 0.1}, {("5", "2026", "value"): Decimal("0.1")}),
        ({"5": {"value": None, "remark": "注"}}, {("5", "2026", "remark"): "注"}),
        ({"5": {"na": "没有"}}, {("5", "2026", "state"): "不适用", ("5", "2026", "remark"): "没有"}),
        ({"5": {"2026": {"na": "没有"}}}, {("5", "2026", "state"): "不适用", ("5", "2026", "remark"): "没有"}),
    ],
)
def test_each_spelling_of_a_figure(told: dict[str, Any], slots: dict[tuple[str, str, Any], Plain]) -> None:
    values = to_values(builders.layout(), {"indicators": told})
    assert values == {Slot("indicator", no, period, part): value for (no, period, part), value in slots.items()}


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"form": "bishan-2027"}, "bishan-2027"),
        ({"cells": {}}, "cells"),
        ({"fields": {"phone": "1"}}, "phone"),
        ({"fields": []}, "fields"),
        ({"indicators": {"31": 1}}, "31"),
        ({"indicators": {"5": {"2027": 1}}}, "2027"),
        ({"indicators": {"5": {"2025": {"state": "已填"}}}}, "state"),
        ({"indicators": {"5": {"numerator": 1}}}, "numerator"),
        ({"indicators": {"5": {"points": 1}}}, "points"),
        ({"indicators": {"5": {"2025": 1, "value": 2}}}, "value"),
        ({"indicators": {"5": {"value": {"no": 1}}}}, "indicators.5"),
        ({"indicators": {"5": {"value": [1, 2]}}}, "indicators.5"),
        ({"registers": {"nothing": []}}, "nothing"),
    ],
)
def test_data_that_no_cell_can_take_is_named(told: dict[str, Any], named: str) -> None:
    with pytest.raises(DataFault, match=named):
        to_values(builders.layout(), told)


def test_an_earlier_year_can_be_not_applicable() -> None:
    assert to_values(builders.layout(), {"indicators": {"5": {"2025": {"na": "还没有成立"}}}})


def test_not_applicable_in_a_figure_s_own_cell_is_understood(reader: ContainedReader) -> None:
    told = {"indicators": {"5": {"value": {"na": "没有"}, "remark": "见附件"}}}
    read = submission_of(reader.read(fill_form("bishan-2026", told), "a.xlsx"), "a.xlsx", None)
    assert isinstance(read, Submission)
    entry = read.entry("5", "2026")
    assert entry is not None
    assert entry.state == "not_applicable"
