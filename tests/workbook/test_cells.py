"""What a person typed into one cell becomes an exact value, and nothing is guessed."""

from __future__ import annotations

import datetime
import math
import string
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from zhtcli.core.catalogue import cells as rules
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.values import NUMERIC_TYPES, ValueType, half_unit
from zhtcli.workbook.files.book import Cell, CellKind
from zhtcli.workbook.reading.cells import Expected, Understood, understand
from zhtcli.workbook.reading.numerals import chinese_numeral

CASES = yaml.safe_load(Path(__file__).with_name("cells_cases.yaml").read_text("utf-8"))
KINDS = get_args(CellKind)
TYPES: tuple[ValueType, ...] = get_args(ValueType)
RULES = [rule for rule in vars(rules).values() if isinstance(rule, Rule)]


def cell_of(case: dict[str, Any]) -> Cell | None:
    if "nothing" in case:
        return None
    if "percent" in case:
        return Cell(1, 1, "number", float(case["percent"]), percent=True)
    if "uncached" in case:
        return Cell(1, 1, "uncached", None, formula=case["uncached"])
    kind = next(kind for kind in KINDS if kind in case)
    return Cell(1, 1, kind, float(case[kind]) if kind == "number" else case[kind])


def every_case() -> Iterator[Any]:
    for group in CASES:
        column = group["column"]
        expected = Expected(column["type"], column.get("unit", ""), tuple(column.get("choices", ())))
        for case in group["cases"]:
            name = f"{column['type']}-{column.get('unit', '')}-{next(iter(case.items()))!a}"
            yield pytest.param(expected, case, id=name)


def plainly(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def findings(understood: Understood) -> list[Finding]:
    return [remark.rule.found(None, raw=understood.raw, indicator="5", **remark.words) for remark in understood.remarks]


@pytest.mark.parametrize(("expected", "case"), list(every_case()))
def test_case(expected: Expected, case: dict[str, Any]) -> None:
    understood = understand(cell_of(case), expected)
    found = findings(understood)
    assert [finding.code for finding in found] == [f"ZHT-CELL-{code}" for code in case.get("codes", [])]
    assert understood.state == case.get("state", "filled")
    assert plainly(understood.value) == case.get("value")
    assert understood.confirmed is case.get("confirmed", False)
    if "raw" in case:
        assert understood.raw == case["raw"]
    if understood.state == "unreadable":
        assert found[0].severity == "error"
    for finding in found:
        assert "None" not in finding.message
        assert "{" not in finding.message


def test_every_rule_is_met_by_a_case() -> None:
    met = {f"ZHT-CELL-{code}" for group in CASES for case in group["cases"] for code in case.get("codes", [])}
    assert met == {rule.code for rule in RULES}


def test_rules_have_distinct_codes() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(rule.code.startswith("ZHT-CELL-") for rule in RULES)


def sentence(cell: Cell, expected: Expected) -> str:
    return findings(understand(cell, expected))[0].message


def test_sentences_name_what_is_needed() -> None:
    text = Cell(1, 1, "text", "/")
    assert sentence(text, Expected("integer")) == "“/”不是数字，本栏按未填处理，不当作 0。"
    assert "键入 0" in findings(understand(text, Expected("integer")))[0].hint
    assert sentence(Cell(1, 1, "error", "#REF!"), Expected("number")).startswith("公式出错，显示为 #REF!")
    assert "30000（单位：元）" in sentence(Cell(1, 1, "text", "3万"), Expected("money", "元"))
    assert "“家”不是本栏的单位（项）" in sentence(Cell(1, 1, "text", "30家"), Expected("integer", "项"))
    assert "缺日，" in sentence(Cell(1, 1, "text", "2026年3月"), Expected("date"))
    assert "可选：甲、乙" in sentence(Cell(1, 1, "text", "丙"), Expected("choice", choices=("甲", "乙")))
    assert "“丁、戊”" in sentence(Cell(1, 1, "text", "甲、丁、戊"), Expected("choices", choices=("甲", "乙")))


def test_long_text_is_quoted_short() -> None:
    understood = understand(Cell(1, 1, "text", "很长" * 16_000), Expected("number"))
    assert len(understood.raw) == 32_000
    assert findings(understood)[0].message == "“" + "很长" * 19 + "很…”不是一个数字，没有采用。"


@pytest.mark.parametrize("value", ["9" * 32_767, "9" * 32_767 + "%", "1,000" * 6_000, "-" * 32_767, "(" * 32_767])
@pytest.mark.parametrize("type_", TYPES)
def test_endless_cells_are_answered(value: str, type_: ValueType) -> None:
    understood = understand(Cell(1, 1, "text", value), Expected(type_, "项", ("甲",)))
    assert understood.state == ("filled" if type_ in ("text", "code") else understood.state)
    assert understood.state in ("filled", "unreadable")


def test_surrogates_and_controls_are_scrubbed() -> None:
    understood = understand(Cell(1, 1, "text", "甲\ud800\x1b[31m乙\u202e\uffff丙"), Expected("text"))
    assert understood.value == understood.raw == "甲[31m乙丙"
    assert [remark.rule for remark in understood.remarks] == [rules.INVISIBLE]


@pytest.mark.parametrize(
    ("value", "half"),
    [
        ("2.6", Fraction(1, 20)),
        ("2.60", Fraction(1, 200)),
        ("30", Fraction(1, 2)),
        ("0", Fraction(1, 2)),
        ("-0.05", Fraction(1, 200)),
        ("2.63157894736842", Fraction(1, 10**14)),
        ("3E+4", Fraction(5000)),
    ],
)
def test_half_unit(value: str, half: Fraction) -> None:
    assert half_unit(Decimal(value)) == half


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_half_unit_needs_a_number(value: str) -> None:
    with pytest.raises(ValueError, match="no last digit"):
        half_unit(Decimal(value))


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_computed_percentage_agrees_with_its_parts(numerator: int, denominator: int) -> None:
    for cell in (
        Cell(1, 1, "number", numerator / denominator, percent=True),
        Cell(1, 1, "number", numerator / denominator * 100),
    ):
        value = understand(cell, Expected("percent")).value
        assert isinstance(value, Decimal)
        assert abs(Fraction(value) - Fraction(100 * numerator, denominator)) <= half_unit(value)


# Fragments that people mix, so that random text comes near to what is read.
fragments = st.lists(
    st.sampled_from(
        [
            *"0123456789０５％．，、；/-－—−+%.,:²③½٣_eE=#\"'()（）~≥",
            *"年月日时分项家台万亿元十百零〇两廿约余",
            *"\n\t\r\u200b\ufeff\u3000 \ud800\x00{}",
            *["2026", "不适用", "无", "_x000D_", "nan", "inf", "#REF!", "{0}", "甲", "甲/乙"],
        ]
    ),
    max_size=12,
).map("".join)
texts = fragments | st.text(st.characters(), max_size=20)
scalars = st.one_of(
    texts,
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(),
    st.just(10**400),
    st.booleans(),
    st.none(),
    st.datetimes().map(datetime.datetime.isoformat),
    st.dates().map(datetime.date.isoformat),
)
any_cell = st.none() | st.builds(
    Cell, st.just(1), st.just(1), st.sampled_from(KINDS), scalars, formula=fragments, percent=st.booleans()
)
any_expected = st.builds(
    Expected,
    st.sampled_from(TYPES),
    st.sampled_from(["", "项", "%", "台/件/套", "万元", "元", "亿元", "万元/人", "m²"]),
    st.sampled_from([(), ("甲", "乙"), ("甲/乙", "无"), ("是", "否", "2026")]),
    st.booleans(),
)


def fits(value: object, expected: Expected) -> bool:
    match expected.type:
        case "text" | "code":
            return isinstance(value, str) and value != ""
        case "boolean":
            return isinstance(value, bool)
        case "date":
            return type(value) is datetime.date
        case "datetime":
            return isinstance(value, datetime.datetime) and value.tzinfo is None
        case "choice":
            return value in expected.choices
        case "choices":
            return isinstance(value, tuple) and value != () and set(value) <= set(expected.choices)
        case _:
            whole = expected.type != "integer" or (isinstance(value, Decimal) and value == value.to_integral_value())
            return isinstance(value, Decimal) and value.is_finite() and abs(value) < 10**15 and whole


@given(any_cell, any_expected)
def test_every_cell_has_an_answer(cell: Cell | None, expected: Expected) -> None:
    understood = understand(cell, expected)
    if understood.state == "filled":
        assert fits(understood.value, expected)
    else:
        assert understood.value is None
    found = findings(understood)
    if understood.state == "unreadable":
        assert found[0].severity == "error"
    if isinstance(understood.value, Decimal):
        assert isinstance(exponent := understood.value.as_tuple().exponent, int)
        assert exponent <= 0
    assert understood.confirmed is False or expected.type == "percent"
    for seen in (understood.raw, *(finding.message for finding in found)):
        assert not any(unicodedata.category(c) in ("Cc", "Cs", "Cf") for c in seen)
    if expected.type in ("text", "code") and understood.value is not None:
        assert not any(unicodedata.category(c) in ("Cc", "Cs", "Cf") for c in str(understood.value) if c != "\n")


@given(any_cell, any_expected)
def test_only_a_zero_is_read_as_zero(cell: Cell | None, expected: Expected) -> None:
    understood = understand(cell, expected)
    if expected.type in NUMERIC_TYPES and understood.state == "filled" and understood.value == 0:
        assert set(understood.raw) & set("0０零")


@given(any_cell, any_expected)
def test_text_that_is_read_as_a_number_is_remarked(cell: Cell | None, expected: Expected) -> None:
    understood = understand(cell, expected)
    if expected.type in NUMERIC_TYPES and understood.state == "filled" and cell and isinstance(cell.value, str):
        assert understood.remarks


decimals = st.builds(
    lambda sign, digits, places: Decimal(sign * digits).scaleb(-places),
    st.sampled_from([1, -1]),
    st.integers(0, 10**15 - 1),
    st.integers(0, 15),
)
FULL_WIDTH = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in string.digits + ",.-%"})


@given(decimals, st.sampled_from(["number", "money", "percent"]))
def test_numbers_come_back_exactly(value: Decimal, type_: ValueType) -> None:
    typed = f"{value:f}"
    grouped = f"{value:,f}"
    expected = Expected(type_, "%" if type_ == "percent" else "元")
    assert understand(Cell(1, 1, "number", float(value)), expected).value == value
    for text in (typed, grouped, typed.translate(FULL_WIDTH), grouped.translate(FULL_WIDTH), f"\u200b{typed}\u3000"):
        understood = understand(Cell(1, 1, "text", text), expected)
        assert understood.value == value
        assert isinstance(understood.value, Decimal)
        # the typed zeros stay, they say how exact the figure is
        assert understood.value.as_tuple().exponent == value.as_tuple().exponent
        assert understood.confirmed is False


@given(st.integers(-(10**12), 10**12), st.sampled_from(["台", "件", "台/件/套", ""]))
def test_integers_come_back_exactly(value: int, suffix: str) -> None:
    expected = Expected("integer", "台/件/套")
    assert understand(Cell(1, 1, "number", float(value)), expected).value == value
    assert understand(Cell(1, 1, "text", f"{value:,}{suffix}"), expected).value == value


@given(decimals)
def test_percentages_come_back_exactly(value: Decimal) -> None:
    percent = Expected("percent", "%")
    assert understand(Cell(1, 1, "number", float(value.scaleb(-2)), percent=True), percent).value == value
    for text in (f"{value:f}%", f"{value:,f} %", f"{value:f}%".translate(FULL_WIDTH)):
        understood = understand(Cell(1, 1, "text", text), percent)
        assert understood.value == value
        assert understood.confirmed is True


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))
def test_dates_come_back_exactly(day: datetime.date) -> None:
    expected = Expected("date")
    year, month, date = day.year, day.month, day.day
    cells = [Cell(1, 1, "date", day.isoformat()), Cell(1, 1, "number", float(day.strftime("%Y%m%d")))]
    cells += [
        Cell(1, 1, "text", text)
        for text in (
            day.isoformat(),
            f"{year}/{month}/{date}",
            f"{year}.{month}.{date}",
            f"{year}年{month}月{date}日",
            day.strftime("%Y%m%d"),
            f"{year}年{month:02}月{date:02}日",
        )
    ]
    for cell in cells:
        assert understand(cell, expected) == Understood("filled", day, understand(cell, expected).raw)


@given(st.floats(1950, 2101) | st.floats(18264, 73415))
def test_a_number_is_never_guessed_to_be_a_date(value: float) -> None:
    assert understand(Cell(1, 1, "number", value), Expected("date")).state == "unreadable"


SPELT = {
    0: "零",
    7: "七",
    10: "十",
    11: "十一",
    20: "二十",
    105: "一百零五",
    110: "一百一十",
    1001: "一千零一",
    1010: "一千零一十",
    2300: "二千三百",
    10_000: "一万",
    10_500: "一万零五百",
    100_001: "十万零一",
    12_345: "一万二千三百四十五",
    120_000_000: "一亿二千万",
    100_020_003: "一亿零二万零三",
    999_999_999_999: "九千九百九十九亿九千九百九十九万九千九百九十九",
}


@pytest.mark.parametrize(("number", "numeral"), list(SPELT.items()))
def test_chinese_numerals(number: int, numeral: str) -> None:
    assert chinese_numeral(numeral) == number


@pytest.mark.parametrize(
    "numeral", ["贰仟零肆拾陆", "弍", "十两", "一十十", "万", "一万亿", "零三", "二二", "一亿亿", ""]
)
def test_irregular_chinese_numerals(numeral: str) -> None:
    assert chinese_numeral(numeral) == {"贰仟零肆拾陆": 2046}.get(numeral)


@given(st.text("零一二三四五六七八九十百千万亿廿卅两", max_size=8))
def test_chinese_numerals_stay_in_range(numeral: str) -> None:
    number = chinese_numeral(numeral)
    assert number is None or 0 <= number < 10**12


def test_values_are_finite_where_floats_are_not() -> None:
    for value in (math.nan, math.inf, -math.inf):
        for type_ in TYPES:
            assert understand(Cell(1, 1, "number", value), Expected(type_)).state == "unreadable"
