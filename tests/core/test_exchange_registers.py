"""Registers go into a form and come out of it as the same data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import builders
from zhtcli.core.forms.exchange import DataFault, from_submission, to_registers, to_values
from zhtcli.core.forms.layout import Layout
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.regime import RegisterColumn
from zhtcli.workbook.files.contained import ContainedReader
from zhtcli.workflow.faults import UsageFault
from zhtcli.workflow.forming import fill_form
from zhtcli.workflow.reading import submission_of

LAYOUT: Layout = builders.layout()

words = st.text("甲乙丙丁戊（）《》〔〕，。", min_size=1, max_size=8)
odd = st.sampled_from(["约30", "30项", "2026年3月", "/", "#REF!", "1,200", "=1+1", "2026.3.5", "主任"])
codes = st.from_regex(r"[0-9A-HJ-NP-RTUW-Y]{18}", fullmatch=True)


def values_of(column: RegisterColumn) -> st.SearchStrategy[Any]:
    match column.type:
        case "date":
            return st.one_of(st.dates(date(1950, 1, 1), date(2100, 12, 31)).map(str), odd)
        case "integer":
            return st.one_of(st.integers(0, 10**9), odd)
        case "money":
            return st.one_of(st.integers(0, 10**9), st.decimals("0.01", 999, places=2).map(float), odd).map(shortest)
        case "boolean":
            return st.booleans()
        case "choice":
            return st.one_of(st.sampled_from(column.choices), odd)
        case "code":
            return codes
        case _:
            return words


def shortest(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


@st.composite
def registers(draw: st.DrawFn) -> dict[str, Any]:
    told = {}
    for key in draw(st.lists(st.sampled_from(list(LAYOUT.registers)), unique=True, max_size=3)):
        columns = {column.key: values_of(column) for column in LAYOUT.registers[key].register.columns}
        row = st.fixed_dictionaries({}, optional=columns).filter(bool)
        told[key] = draw(st.lists(row, min_size=1, max_size=4))
    return told


@pytest.fixture(scope="module")
def reader() -> Iterator[ContainedReader]:
    with ContainedReader() as contained:
        contained.start()
        yield contained


def through_a_workbook(reader: ContainedReader, data: dict[str, Any]) -> dict[str, Any]:
    read = submission_of(reader.read(fill_form("bishan-2026", data), "a.xlsx"), "a.xlsx", None)
    assert isinstance(read, Submission)
    return from_submission(LAYOUT, read)


@settings(max_examples=15)
@given(told=registers())
def test_what_is_filled_in_is_read_back(reader: ContainedReader, told: dict[str, Any]) -> None:
    data = {"form": "bishan-2026", "fields": {}, "indicators": {}, "registers": told}
    assert through_a_workbook(reader, data) == data


def test_blanks_are_left_out_and_numbers_of_persons_come_back_whole(reader: ContainedReader) -> None:
    rows = [
        {"subject": "张三", "date": "2026-03-15", "code": "110101199003074514", "note": None, "level": ""},
        {"note": None},
        {"subject": "李四", "quantity": {"na": "没有统计"}},
    ]
    back = through_a_workbook(reader, {"registers": {"trainees": rows, "team": [], "needs": None}})
    assert back["registers"] == {
        "trainees": [
            {"subject": "张三", "date": "2026-03-15", "code": "110101199003074514"},
            {"subject": "李四", "quantity": {"na": "没有统计"}},
        ]
    }


def test_values_are_typed_by_their_column() -> None:
    row = {"indicator": 5, "date": "2026-03-15", "title": "2026-03-15", "quantity": 3.0, "evidence": "12"}
    assert to_registers(LAYOUT, {"registers": {"needs": [row]}}) == {
        "needs": [
            {
                "indicator": Decimal(5),
                "date": date(2026, 3, 15),
                "title": "2026-03-15",
                "quantity": Decimal("3.0"),
                "evidence": "12",
            }
        ]
    }
    assert to_registers(LAYOUT, {}) == {}


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"nothing": []}, "nothing"),
        ({"needs": {}}, "registers.needs"),
        ({"needs": "甲"}, "registers.needs"),
        ({"needs": [{"subject": "甲"}, ["乙"]]}, r"registers.needs\[1\]"),
        ({"needs": [{"salary": 1}]}, "salary"),
        ({"needs": [{"quantity": {"value": 1}}]}, r"registers.needs\[0\].quantity"),
        ([], "registers"),
    ],
)
def test_data_that_no_cell_can_take_is_named(told: Any, named: str) -> None:
    with pytest.raises(DataFault, match=named):
        to_registers(LAYOUT, {"registers": told})
    with pytest.raises(UsageFault, match=named):
        fill_form("bishan-2026", {"registers": told})


def test_registers_do_not_disturb_the_values() -> None:
    assert to_values(LAYOUT, {"registers": {"needs": [{"subject": "甲"}]}}) == {}


def test_a_register_that_comes_both_ways_is_refused() -> None:
    with pytest.raises(UsageFault, match="needs"):
        fill_form("bishan-2026", {"registers": {"needs": [{"subject": "甲"}]}}, {"needs": [{"subject": "乙"}]})
