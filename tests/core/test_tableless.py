"""Documents without indicators: what their layout holds, when a form is empty, and data that goes in and comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tableless
from core import builders
from zhtcli.core.assessing.judging import judge
from zhtcli.core.catalogue import forms
from zhtcli.core.catalogue import registers as register_rules
from zhtcli.core.checks.validate import is_empty, preflight
from zhtcli.core.forms.exchange import DataFault, from_submission, to_registers, to_values
from zhtcli.core.forms.layout import ENTRIES, Layout, Slot, lay_out
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.rules.regime import Definition, Field, RegisterColumn, Section
from zhtcli.definitions.lint import lint

REGIME = tableless.regime()
SHOP, RENT = tableless.layout("shop"), tableless.layout("rent-2026")


def submission(layout: Layout, data: Mapping[str, Any]) -> Submission:
    """A form as if these data had been written into it and read again, each cell as it was typed."""
    values, rows = to_values(layout, data), to_registers(layout, data)
    return Submission(
        file="a.xlsx",
        sha256="",
        form=layout.form,
        version="1",
        digest="",
        entries={
            slot: Entry(
                slot, "filled" if slot in values else "blank", values.get(slot), str(values.get(slot, "")), p.at
            )
            for slot, p in layout.places.items()
        },
        registers={
            key: RegisterRows(
                register=key,
                sheet=layout.registers[key].sheet,
                numbers=[layout.registers[key].first_row + place for place in range(len(some))],
                values={c.key: [row.get(c.key) for row in some] for c in layout.registers[key].register.columns},
                positions={c.key: n for n, c in enumerate(layout.registers[key].register.columns, 1)},
            )
            for key, some in rows.items()
        },
    )


class TestLayout:
    @pytest.mark.parametrize("layout", [SHOP, RENT], ids=["once", "by years"])
    def test_there_is_no_table(self, layout: Layout) -> None:
        assert not layout.has_table
        assert (layout.rows, layout.columns, layout.section_rows, layout.printed) == ({}, (), {}, {})
        assert {place.at.sheet for place in layout.places.values()} == {"封面", "认定条件"}
        assert ENTRIES not in {place.at.sheet for place in layout.places.values()}
        assert [table.sheet for table in layout.registers.values()] == ["台账_服务", "台账_案例"]

    def test_sections_alone_make_no_table(self) -> None:
        section = Section(id="一", title="基本条件", clause="三", basis="T")
        layout = lay_out(msgspec.structs.replace(REGIME, sections=(section,)), SHOP.form)
        assert not layout.has_table
        assert layout.section_rows == {}

    def test_documents_with_indicators_have_one(self) -> None:
        assert builders.layout().has_table


class TestPreflight:
    @pytest.mark.parametrize("name", ["shop", "rent-2026"])
    def test_an_untouched_form_is_empty(self, name: str) -> None:
        layout, regime = tableless.layout(name), tableless.regime(name.partition("-")[0])
        (found,) = preflight(regime, layout, submission(layout, {}))
        assert (found.code, found.severity, found.at) == (forms.EMPTY_FORM.code, "error", None)
        assert found.message == "交来的是空表，栏目和台账都没有填，没有往下核对。"

    @pytest.mark.parametrize(
        ("name", "data", "empty"),
        [
            ("shop", {"fields": {"unit": "甲"}}, False),
            ("shop", {"fields": {"functions": ["研发设计"]}}, False),
            ("shop", {"registers": {"cases": [{"name": "某"}]}}, False),
            # What a new year's form may bring along from last year's is nothing that anybody filled in.
            ("rent-2026", {"fields": {"unit": "甲", "uscc": "91330400MA5U000000"}}, True),
            ("rent-2026", {"fields": {"unit": "甲", "filler": "张三"}}, False),
            ("rent-2026", {"registers": {"cases": [{"name": "某"}]}}, False),
        ],
    )
    def test_a_field_or_a_row_makes_it_a_filled_one(self, name: str, data: dict[str, Any], empty: bool) -> None:
        layout, regime = tableless.layout(name), tableless.regime(name.partition("-")[0])
        assert is_empty(preflight(regime, layout, submission(layout, data))) is empty

    def test_a_form_of_which_nothing_was_found_is_not_called_empty(self) -> None:
        lost = replace(submission(SHOP, {}), entries={})
        assert preflight(REGIME, SHOP, lost) == []


class TestJudging:
    def test_a_form_without_a_fault_has_no_finding(self) -> None:
        judged = judge(REGIME, SHOP, submission(SHOP, tableless.data()), [])
        assert [one.code for one in judged.findings] == []
        assert judged.figures == {}

    def test_what_is_missing_is_told_with_its_page(self) -> None:
        told = tableless.data()
        del told["fields"]["functions"], told["fields"]["uscc"]
        judged = judge(REGIME, SHOP, submission(SHOP, told), [])
        assert [(one.code, str(one.at), one.message) for one in judged.findings] == [
            ("ZHT-ENTRY-FIELD", "封面!C8", "封面的“统一社会信用代码”没有填。"),
            ("ZHT-ENTRY-FIELD", "认定条件!C4", "“认定条件”页的“创新功能”没有填。"),
        ]

    def test_fields_are_held_against_each_other(self) -> None:
        told = tableless.data()
        told["fields"] |= {"special": "是", "works": 40, "listed_on": "2026-03-02"}
        judged = judge(REGIME, SHOP, submission(SHOP, told), [])
        assert {(one.code, one.field) for one in judged.findings} == {
            ("ZHT-FIELD-REQUIRED", "special_note"),
            ("ZHT-FIELD-SUM", "invested"),
            ("ZHT-DATE-DISORDER", "applied_on"),
        }


class TestExchange:
    def test_indicators_are_refused(self) -> None:
        with pytest.raises(DataFault) as raised:
            to_values(SHOP, {"indicators": {"1": 3}})
        assert str(raised.value) == "“shop”没有指标，不能写 indicators；请把数据写在 fields 和 registers 里。"

    @pytest.mark.parametrize("nothing", [None, {}])
    def test_none_of_them_is_no_fault(self, nothing: Any) -> None:
        assert to_values(SHOP, {"indicators": nothing, "fields": {"unit": "甲"}}) == {Slot("field", "unit"): "甲"}

    def test_values_are_typed(self) -> None:
        values = to_values(SHOP, tableless.data())
        assert values[Slot("field", "functions")] == ("研发设计", "投融资")
        assert values[Slot("field", "listed_on")] == date(2026, 1, 5)
        assert values[Slot("field", "area")] == Decimal(1200)

    def test_data_come_out_as_they_went_in(self) -> None:
        told = from_submission(SHOP, submission(SHOP, tableless.data()))
        assert told == tableless.data()
        assert "indicators" not in told


def _lint(**more: Any) -> list[tuple[str, str]]:
    tree = {**tableless.trees()["shop"], **more}
    return [(one.path, one.message) for one in lint(Definition("shop", tree, "", {}))]


class TestDefinition:
    def test_the_documents_of_the_tests_hold(self) -> None:
        assert _lint() == []

    @pytest.mark.parametrize(
        ("choices", "said"),
        [
            ([], "“方向”可选几项，却没有选项"),
            (["新能源", "新材料、其他"], "“方向”的选项“新材料、其他”里有“、”，与隔开各项的符号分不清"),
        ],
    )
    def test_several_choices_of_a_cell_can_be_told_apart(self, choices: list[str], said: str) -> None:
        field = {"key": "way", "label": "方向", "type": "choices", "choices": choices, "clause": "三", "basis": "T"}
        fields = [*tableless.trees()["shop"]["fields"], field]
        assert _lint(fields=fields) == [(f"fields.{len(fields) - 1}", said)]
        column = {key: field[key] for key in ("key", "label", "type", "choices")}
        register, other = tableless.trees()["shop"]["registers"]
        assert _lint(registers=[{**register, "columns": [*register["columns"], column]}, other]) == [
            ("registers.0", said)
        ]


texts = st.text("甲乙丙丁（）一二三", min_size=1, max_size=6)
moneys = st.decimals(0, 10**9, places=2, allow_nan=False).map(lambda x: int(x) if x == int(x) else float(x))
codes = st.from_regex(r"[0-9A-HJ-NP-RTUW-Y]{18}", fullmatch=True)
days = st.dates(date(1950, 1, 1), date(2100, 12, 31)).map(str)


def _several(choices: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(choices), min_size=1, unique=True)


def values_of(one: Field | RegisterColumn) -> st.SearchStrategy[Any]:
    match one.type:
        case "choices":
            return _several(one.choices)
        case "choice":
            return st.sampled_from(one.choices)
        case "boolean":
            return st.booleans()
        case "date":
            return days
        case "code":
            return codes
        case "number" | "money":
            return moneys
        case _:
            return texts


FIELDS = st.fixed_dictionaries({}, optional={field.key: values_of(field) for field in REGIME.fields})
REGISTERS = st.fixed_dictionaries(
    {},
    optional={
        register.key: st.lists(
            st.fixed_dictionaries({}, optional={c.key: values_of(c) for c in register.columns}).filter(bool),
            min_size=1,
            max_size=4,
        )
        for register in REGIME.registers
    },
)


@given(fields=FIELDS, registers=REGISTERS)
def test_whatever_is_filled_in_is_read_back(fields: dict[str, Any], registers: dict[str, Any]) -> None:
    data = {"form": "shop", "fields": fields, "registers": registers}
    assert from_submission(SHOP, submission(SHOP, data)) == data
    assert is_empty(preflight(REGIME, SHOP, submission(SHOP, data))) is not bool(fields or registers)


def test_the_sentence_about_a_lost_register_speaks_of_no_indicators() -> None:
    assert "指标" not in register_rules.SHEET_MISSING.message
