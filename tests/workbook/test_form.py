"""The form as written: inputs where the layout has them, nothing typed that comes alive, the same bytes each time."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from zhtcli.core.forms.layout import COVER, ENTRIES, GUIDE, IDENTITY, SELF_CHECK, TEMPLATE_NUMBER, Layout, Slot, lay_out
from zhtcli.core.period import Form
from zhtcli.definitions.load import load, load_regime
from zhtcli.workbook.form.form import write_form
from zhtcli.workbook.writing import LONGEST_TEXT, Typed, scrubbed, stored

REGIME = load_regime("bishan")
DIGEST = load("bishan").digest
KNOWN_TO_OLD_PROGRAMS = {
    "ABS", "AND", "COUNT", "COUNTA", "COUNTIF", "DATE", "FIND", "IF", "INT", "ISERROR", "ISNUMBER", "ISTEXT", "LEN",
    "MID", "N", "OR", "ROUND", "SUBSTITUTE", "SUM", "SUMPRODUCT", "TRIM",
}  # fmt: skip
HOSTILE = [
    '=HYPERLINK("http://a.cn","x")', "=1+1", "{=1+1}", "+1", "-1", "@SUM(A1)", "＝1+1", "http://a.cn", "mailto:a@b.cn",
    "internal:封面!A1", "external:c:\\a.xlsx", "file://a/b", "1e5", "0123", "TRUE", "</t><f>1</f>", "_x0041_", "a\nb",
]  # fmt: skip


def layout_of(year: str) -> Layout:
    return lay_out(REGIME, Form("bishan", year))


def written(
    year: str = "2026", values: Mapping[Slot, Typed] | None = None, origins: Mapping[str, str] | None = None
) -> bytes:
    return write_form(REGIME, DIGEST, layout_of(year), values or {}, origins or {})


@cache
def blank(year: str = "2026") -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(year)))


def with_value(slot: Slot, value: Typed) -> Cell:
    book = openpyxl.load_workbook(io.BytesIO(written(values={slot: value})))
    at = layout_of("2026").places[slot].at
    cell = book[at.sheet].cell(at.row, at.column)
    assert isinstance(cell, Cell)
    return cell


def value_of(no: str, part: str = "value") -> Slot:
    slots = (s for s in layout_of("2026").places if (s.key, s.period, s.part) == (no, "2026", part))
    return next(slots)


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def formulas(data: bytes) -> Iterator[str]:
    for name, text in parts(data).items():
        if name.startswith("xl/worksheets/"):
            yield from re.findall(r"<f>(.*?)</f>", text)


def test_the_same_call_gives_the_same_bytes() -> None:
    values: dict[Slot, Typed] = {value_of("5"): 30, Slot("field", "unit"): "甲"}
    assert written(values=values, origins={"2025": "来自 a.xlsx"}) == written(
        values=dict(reversed(values.items())), origins={"2025": "来自 a.xlsx"}
    )
    with zipfile.ZipFile(io.BytesIO(written())) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("year", REGIME.periods)
def test_sheets_stand_in_order_and_the_identity_is_hidden(year: str) -> None:
    book = blank(year)
    registers = [table.sheet for table in layout_of(year).registers.values()]
    assert len(registers) == 11
    assert book.sheetnames == [COVER, GUIDE, ENTRIES, SELF_CHECK, *registers, IDENTITY]
    assert [book[name].sheet_state for name in book.sheetnames] == ["visible"] * 15 + ["veryHidden"]
    assert book.active is not None
    assert book.active.title == COVER


def test_the_form_says_three_times_what_it_is() -> None:
    book = blank()
    told = {str(row[0].value): row[1].value for row in book[IDENTITY].iter_rows(max_col=2) if row[0].value}
    facts = {"form": "bishan-2026", "version": REGIME.version, "digest": DIGEST, "role": "form"}
    assert told == {**facts, "regime": "bishan"}
    assert {p.name: p.value for p in book.custom_doc_props.props} == {f"zht_{k}": v for k, v in facts.items()}
    cells = (str(cell.value) for row in book[COVER].iter_rows() for cell in row)
    numbers = [found.groupdict() for text in cells if (found := TEMPLATE_NUMBER.fullmatch(text))]
    assert numbers == [{"form": "bishan-2026", "version": REGIME.version, "digest": DIGEST}]


@pytest.mark.parametrize("year", ["2025", "2026", "2029"])
def test_every_place_has_its_name_and_is_open_for_input(year: str) -> None:
    book, layout = blank(year), layout_of(year)
    for slot, place in layout.places.items():
        target = book.defined_names[slot.name].attr_text
        assert target.replace("$", "") == f"{place.at.sheet}!{place.at.a1}"
        cell = book[place.at.sheet].cell(place.at.row, place.at.column)
        assert cell.protection.locked is False, place
    open_cells = {
        (s.title, c.coordinate) for s in book for row in s.iter_rows() for c in row if not c.protection.locked
    }
    assert open_cells == {(place.at.sheet, place.at.a1) for place in layout.places.values()}
    for sheet in (book[name] for name in (COVER, GUIDE, ENTRIES, SELF_CHECK, IDENTITY)):
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.formatCells
        assert not sheet.protection.formatRows
        assert not sheet.protection.sort


def test_number_formats_follow_the_kind_of_value() -> None:
    book = blank()
    expected = {
        "integer": "#,##0", "percent": "0.00%", "money": "#,##0.00", "number": "0.00", "date": "yyyy-mm-dd",
        "text": "@", "code": "@", "choice": "@", "boolean": "@",
    }  # fmt: skip
    for place in layout_of("2026").places.values():
        cell = book[place.at.sheet].cell(place.at.row, place.at.column)
        assert cell.number_format == expected[place.type], place


def test_labels_and_printed_figures_stand_where_the_layout_has_them() -> None:
    book, layout = blank(), layout_of("2026")
    sheet = book[ENTRIES]
    assert [c.value for c in sheet[layout.header_row]] == [column.header for column in layout.columns]
    for no, row in layout.rows.items():
        assert sheet.cell(row, 1).value == no
        assert str(sheet.cell(row, 2).value).startswith(REGIME.indicator(no).name)
    for (no, key), figure in layout.printed.items():
        shown = sheet.cell(layout.rows[no], layout.column(key))
        percent = shown.number_format == "0.00%"
        assert shown.value == float(figure.scaleb(-2) if percent else figure)
    assert sheet.cell(layout.section_rows["一"], 1).value == "一、完善运行条件（8分）"
    assert "〔单位：人〕" in str(sheet.cell(layout.rows["1"], 2).value)
    assert sheet.cell(layout.rows["5"], 2).value == "挖掘企业创新（技术）需求数量（项）"
    for key, row in layout.cover_rows.items():
        assert book[COVER].cell(row, 2).value == REGIME.field(key).label


@pytest.mark.parametrize("year", ["2025", "2029"])
def test_no_input_cell_is_merged(year: str) -> None:
    book = blank(year)
    inputs = {(p.at.sheet, p.at.row, p.at.column) for p in layout_of(year).places.values()}
    for sheet in book:
        for area in sheet.merged_cells.ranges:
            assert not inputs & {(sheet.title, row, column) for row, column in area.cells}


def validations(sheet: Worksheet) -> dict[str, list[tuple[str, str, str, str]]]:
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for rule in sheet.data_validations.dataValidation:
        told = (str(rule.type), str(rule.errorStyle), str(rule.formula1), str(rule.prompt))
        for area in rule.sqref.ranges:
            for row, column in area.cells:
                found.setdefault(sheet.cell(row, column).coordinate, []).append(told)
    return found


def test_lists_stop_and_figures_warn() -> None:
    book, layout = blank(), layout_of("2026")
    rules = validations(book[ENTRIES])
    for slot, place in layout.places.items():
        if slot.owner != "indicator" or slot.part == "remark":
            continue
        (found,) = rules[place.at.a1]
        match place.type:
            case "choice":
                assert found[:3] == ("list", "None", "zht_list_state")  # stop, which is what no style means
            case "integer":
                assert found[:3] == ("whole", "warning", "0")
            case "text":
                assert found[0] == "None"  # a prompt without a rule
            case _:
                assert found[:3] == ("decimal", "warning", "0")
    states = book.defined_names["zht_list_state"].attr_text
    column = re.fullmatch(r"_zht!\$([A-Z])\$1:\$\1\$3", states)
    assert column
    assert [book[IDENTITY][f"{column[1]}{row}"].value for row in (1, 2, 3)] == ["已填", "未开展", "不适用"]
    assert validations(book[COVER])[f"C{layout.cover_rows['no_demand_20']}"][0][2] == "zht_list_yes_no"


def test_prompts_say_what_goes_wrong_first_and_name_the_parts() -> None:
    book, layout = blank(), layout_of("2026")
    for sheet in (book[ENTRIES], book[COVER]):
        for rule in sheet.data_validations.dataValidation:
            assert rule.promptTitle
            assert len(rule.promptTitle) <= 32
            assert 0 < len(rule.prompt) <= 255
    rules = validations(book[ENTRIES])
    prompt = rules[layout.places[value_of("29")].at.a1][0][3]
    assert prompt.startswith(f"易错：{REGIME.indicator('29').pitfall}\n填法：")
    numerator = rules[layout.places[value_of("8", "numerator")].at.a1][0][3]
    assert numerator.startswith("综合体研发经费（万元）")


def test_only_ratios_ask_for_parts_and_show_their_quotient() -> None:
    sheet, layout = blank()[ENTRIES], layout_of("2026")
    for no, row in layout.rows.items():
        top, bottom = (sheet.cell(row, layout.column(key)) for key in ("numerator", "denominator"))
        value = sheet.cell(row, layout.column("value")).value
        if no in ("8", "13", "14"):
            assert f"{top.coordinate}/{bottom.coordinate}" in str(value)
            assert (top.fill.fill_type, top.protection.locked) == ("solid", False)
        else:
            assert value is None
            assert (top.fill.fill_type, top.protection.locked) == ("lightUp", True)
            assert (bottom.fill.fill_type, bottom.protection.locked) == ("lightUp", True)


def test_reported_verified_and_difference_stand_side_by_side() -> None:
    sheet, layout = blank()[ENTRIES], layout_of("2026")
    value, verified, difference = (layout.column(key) for key in ("value", "verified", "difference"))
    assert (verified, difference) == (value + 1, value + 2)
    assert [sheet.cell(layout.header_row, n).value for n in (verified, difference)] == ["台账数", "差异"]
    assert sheet.cell(layout.header_row - 1, verified).value == "估算，以校验结果为准"
    rules = validations(sheet)
    for no, row in layout.rows.items():
        for number, word in ((verified, "以校验结果为准"), (difference, "填报数减台账数")):
            cell = sheet.cell(row, number)
            assert str(cell.value).startswith("=IF("), no
            assert cell.protection.locked
            assert word in rules[cell.coordinate][0][3]


def test_formulas_hold_no_stored_value_and_only_functions_that_old_programs_know() -> None:
    data = written("2029")
    names = {name for formula in formulas(data) for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", formula)}
    assert names == KNOWN_TO_OLD_PROGRAMS - {"ISTEXT"}  # that one colours cells
    for name, text in parts(data).items():
        if name.startswith("xl/worksheets/"):
            assert re.findall(r"</f><v>[^<]", text) == []
            rules = re.findall(r"<formula\d?>(.*?)</formula\d?>", text)
            assert {f for rule in rules for f in re.findall(r"([A-Z]+)\(", rule)} <= KNOWN_TO_OLD_PROGRAMS
    # The old xls format holds formulas of about a thousand characters.
    assert max(map(len, formulas(data))) < 1000


def test_a_form_prints_on_a4_with_its_header_repeated() -> None:
    book = blank()
    for sheet in book.worksheets[:-1]:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.oddFooter.center.text == "第&P页/共&N页"
    entries = book[ENTRIES]
    assert (entries.page_setup.orientation, entries.page_setup.fitToHeight) == ("landscape", 2)
    assert book[COVER].page_setup.orientation == "portrait"
    assert entries.print_title_rows == "$2:$4"
    assert entries.freeze_panes == "C5"


def test_the_cover_tells_to_save_a_copy_and_ends_with_the_signatures() -> None:
    book, layout = blank(), layout_of("2026")
    texts = [str(cell.value) for row in book[COVER].iter_rows() for cell in row if cell.value]
    assert any(text.startswith("请先另存到本机再填写") for text in texts)
    assert "（单位盖章）" in texts
    last = sorted(layout.cover_rows, key=lambda key: layout.cover_rows[key])[-4:]
    assert last == ["filler", "reviewer", "head", "filled_on"]
    assert [book[COVER].cell(layout.cover_rows[key], 1).value for key in ("unit", "county")] == ["＊", None]


def test_the_instructions_cite_the_document() -> None:
    texts = [str(cell.value) for row in blank()[GUIDE].iter_rows() for cell in row if cell.value]
    for instruction in REGIME.instructions:
        assert {instruction.title, instruction.text} <= set(texts)
    assert {REGIME.source.title, REGIME.source.number} <= set(texts)


def test_origins_stand_above_the_earlier_column() -> None:
    layout = layout_of("2027")
    data = write_form(REGIME, DIGEST, layout, {}, {"2025": "来自 甲（2025）.xlsx 的填报数"})
    sheet = openpyxl.load_workbook(io.BytesIO(data))[ENTRIES]
    above = [sheet.cell(layout.header_row - 1, layout.column(f"earlier_{p}")).value for p in ("2025", "2026")]
    assert above == ["来自 甲（2025）.xlsx 的填报数", "按已核定的数填"]
    with pytest.raises(KeyError, match="2030"):
        write_form(REGIME, DIGEST, layout, {}, {"2030": "来自 b.xlsx"})


CASES: list[tuple[Slot, Typed, object, str]] = [
    (value_of("5"), 30, 30, "#,##0"),
    (value_of("6"), Decimal("1E+3"), 1000, "#,##0"),
    (value_of("7"), "约30", "约30", "#,##0"),
    (value_of("9"), "30", "30", "#,##0"),
    (value_of("10"), True, "是", "#,##0"),
    (value_of("11"), 12345678901234567, "12345678901234567", "#,##0"),
    (value_of("12"), Decimal("1E+400"), "1E+400", "#,##0"),
    (value_of("15"), Decimal("NaN"), "NaN", "#,##0"),
    (value_of("16"), float("inf"), "inf", "#,##0"),
    (value_of("17"), 0.1 + 0.2, 0.3, "#,##0"),
    (value_of("8"), Decimal("2.6"), 0.026, "0.00%"),
    (value_of("8"), 2.6, 0.026, "0.00%"),
    (value_of("8"), Decimal("2.6123456789012345"), 0.0261234567890123, "0.00%"),
    (value_of("13"), 100, 1, "0.00%"),
    (value_of("14"), "2.6", "2.6", "0.00%"),
    (value_of("5", "evidence"), Decimal("2.50"), "2.50", "@"),
    (Slot("field", "uscc"), 915002270000000000, "915002270000000000", "@"),
    (Slot("field", "no_demand_20"), False, "否", "@"),
    (Slot("field", "filled_on"), datetime.date(2027, 1, 15), datetime.datetime(2027, 1, 15), "yyyy-mm-dd"),
    (Slot("field", "filled_on"), datetime.date(1899, 1, 1), "1899-01-01", "yyyy-mm-dd"),
    (Slot("field", "as_of"), "2027年1月", "2027年1月", "yyyy-mm-dd"),
    (Slot("field", "as_of"), Decimal("2026.10"), 2026.1, "General"),
    (Slot("field", "unit"), datetime.date(2027, 1, 15), "2027-01-15", "@"),
    (Slot("field", "county"), ("甲", "乙"), "甲、乙", "@"),
]


@cache
def book_of_cases(batch: int) -> Workbook:
    """The form with the cases that come as the n-th of their slot."""
    met: dict[Slot, list[Typed]] = {}
    for slot, value, _, _ in CASES:
        met.setdefault(slot, []).append(value)
    values = {slot: several[batch] for slot, several in met.items() if len(several) > batch}
    return openpyxl.load_workbook(io.BytesIO(written(values=values)))


@pytest.mark.parametrize("number", range(len(CASES)))
def test_values_are_written_as_what_they_are(number: int) -> None:
    slot, _, expected, format = CASES[number]
    at = layout_of("2026").places[slot].at
    cell = book_of_cases([case[0] for case in CASES[:number]].count(slot))[at.sheet].cell(at.row, at.column)
    assert (cell.value, cell.number_format, cell.protection.locked) == (expected, format, False)
    assert type(cell.value) is type(expected)


def test_what_was_typed_never_comes_alive() -> None:
    texts = dict(zip(layout_of("2026").rows, HOSTILE, strict=False))
    assert len(texts) == len(HOSTILE)
    values: dict[Slot, Typed] = {value_of(no): text for no, text in texts.items()}
    values |= {value_of(no, "evidence"): text for no, text in texts.items()} | {Slot("field", "unit"): HOSTILE[0]}
    data = written(values=values, origins={"2025": HOSTILE[1]})
    typed_over = sum(no in texts for no in ("8", "13", "14"))
    mine = list(formulas(written()))
    assert [formula for formula in formulas(data) if formula not in mine] == []
    assert len(list(formulas(data))) == len(mine) - typed_over
    assert not any("hyperlink" in name or "<hyperlink" in content for name, content in parts(data).items())
    book = openpyxl.load_workbook(io.BytesIO(data))
    for slot, text in values.items():
        at = layout_of("2026").places[slot].at
        cell = book[at.sheet].cell(at.row, at.column)
        assert str(cell.value).replace("_x005F_", "_") == text
        assert cell.quotePrefix is (str(text)[0] in "=+-@＝")


def test_texts_lose_only_what_no_workbook_can_hold() -> None:
    assert with_value(Slot("field", "unit"), "甲\x00\x0b\ud800乙\r\n丙\u200d").value == "甲乙\n丙\u200d"
    assert with_value(Slot("field", "unit"), "\x00").value is None
    longest = "字" * LONGEST_TEXT
    assert with_value(Slot("field", "unit"), longest).value == longest
    with pytest.raises(ValueError, match="C7"):
        written(values={Slot("field", "unit"): longest + "字"})


def test_a_slot_that_the_form_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError, match="zht_i5_2024_value"):
        written(values={Slot("indicator", "5", "2024"): 1})


@given(st.text())
def test_scrubbed_text_fits_into_xml(text: str) -> None:
    clean = scrubbed(text)
    assert clean.encode().decode() == clean
    assert scrubbed(clean) == clean
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", clean)


@settings(max_examples=300)
@given(st.decimals(allow_nan=False, allow_infinity=False), st.booleans())
def test_stored_is_the_nearest_double_or_nothing(value: Decimal, percent: bool) -> None:
    number = stored(value, percent=percent)
    significant = "".join(map(str, value.as_tuple().digits)).strip("0")
    if number is None:
        assert len(significant) > 15 or not 1e-307 <= abs(float(value)) <= 1e307
    else:
        # Beyond fifteen digits only the tail of a fraction goes.
        assert len(significant) <= 15 or value != value.to_integral_value()
        kept = Decimal(f"{value:.15g}") if len(significant) > 15 else value
        exact = float(f"{kept:f}e-2") if percent else float(kept)
        assert number == exact
        # What the file holds has sixteen digits; read again it is the same double.
        assert float(f"{number:.16G}") == number
