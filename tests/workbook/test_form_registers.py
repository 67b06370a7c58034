"""The register sheets of a form: open typed tables, and 台账数 beside the reported figures as LibreOffice has it."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from zhtcli.core.forms.layout import ENTRIES, IDENTITY, SELF_CHECK, Layout, RegisterTable, Slot, lay_out
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.rowverdicts import Circumstances
from zhtcli.core.period import Form
from zhtcli.core.registers.verify import verify
from zhtcli.core.rules.regime import Regime
from zhtcli.definitions.load import load, load_regime, settled
from zhtcli.workbook.form.form import write_form
from zhtcli.workbook.form.registers import REACH, TABLE_ROWS
from zhtcli.workbook.writing import Typed

REGIME = load_regime("bishan")
DIGEST = load("bishan").digest
LAYOUT = lay_out(REGIME, Form("bishan", "2026"))
TABLES = list(LAYOUT.registers.values())

Row = Mapping[str, Typed | None]
DAY = datetime.date


def written(
    registers: Mapping[str, Sequence[Row]] | None = None, values: Mapping[Slot, Typed] | None = None,
    layout: Layout = LAYOUT,
) -> bytes:  # fmt: skip
    return write_form(REGIME, DIGEST, layout, values or {}, registers=registers or {})


@cache
def blank() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written()))


def sheet_of(table: RegisterTable, book: Workbook | None = None) -> Worksheet:
    sheet = (book or blank())[table.sheet]
    assert isinstance(sheet, Worksheet)
    return sheet


def of(key: str) -> RegisterTable:
    return LAYOUT.registers[key]


def register_parts(data: bytes) -> list[str]:
    """The XML of the register sheets, which stand behind the first four."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(f"xl/worksheets/sheet{5 + place}.xml").decode() for place in range(len(TABLES))]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.register.key)
def test_a_register_is_a_named_table_under_its_labels(table: RegisterTable) -> None:
    sheet = sheet_of(table)
    headers = [sheet.cell(table.header_row, n).value for n in range(1, len(table.register.columns) + 2)]
    labels = [f"＊{column.label}" if column.required else column.label for column in table.register.columns]
    assert headers == [*labels, None]
    assert list(sheet.tables) == [f"zht_{table.register.key}"]
    found = sheet.tables[table.name]
    last = get_column_letter(len(labels))
    assert found.ref == f"A4:{last}{4 + TABLE_ROWS}"
    assert found.autoFilter is not None
    assert found.tableStyleInfo.showRowStripes
    assert [column.name for column in found.tableColumns] == labels
    assert not sheet.protection.sheet
    assert not sheet.merged_cells.ranges
    assert table.register.title in str(sheet["A1"].value)
    assert sheet["A2"].value == f"{table.register.guidance}依据：{table.register.clause}。"


def test_blank_tables_hold_no_cells_below_the_header() -> None:
    for part in register_parts(written()):
        assert max(int(row) for row in re.findall(r'<c r="[A-Z]+(\d+)"', part)) == 4


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.register.key)
def test_columns_have_the_format_of_their_kind(table: RegisterTable) -> None:
    shown = {
        number: dimension.number_format
        for dimension in sheet_of(table).column_dimensions.values()
        for number in range(dimension.min or 0, (dimension.max or 0) + 1)
    }
    expected = {
        "text": "@", "code": "@", "choice": "@", "boolean": "@", "date": "yyyy-mm-dd", "integer": "#,##0",
        "money": "#,##0.00",
    }  # fmt: skip
    for number, column in enumerate(table.register.columns, 1):
        assert shown[number] == ("0" if column.key == "sme_year" else expected[column.type]), column.key


def rules(table: RegisterTable) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Column key -> (kind, first formula, prompt) of the rule that covers it down to the last row."""
    found = {}
    for rule in sheet_of(table).data_validations.dataValidation:
        (area,) = rule.sqref.ranges
        assert area.min_col == area.max_col
        assert (area.min_row, area.max_row) == (table.first_row, REACH)
        assert rule.promptTitle is None or len(rule.promptTitle) <= 32
        assert rule.prompt is None or len(rule.prompt) <= 255
        found[table.register.columns[area.min_col - 1].key] = rule.type, rule.formula1, rule.prompt
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.register.key)
def test_choices_come_from_lists_and_prompts_from_the_definition(table: RegisterTable) -> None:
    found, book = rules(table), blank()
    for column in table.register.columns:
        kind, formula, prompt = found.get(column.key, (None, None, None))
        if choices := column.choices or (("是", "否") if column.type == "boolean" else ()):
            assert kind == "list"
            letter, count = re.fullmatch(
                rf"{IDENTITY}!\$([A-Z]+)\$1:\$\1\$(\d+)", book.defined_names[str(formula)].attr_text
            ).groups()  # type: ignore[union-attr]
            assert tuple(book[IDENTITY][f"{letter}{n}"].value for n in range(1, int(count) + 1)) == choices
        elif column.type in ("date", "integer", "money"):
            assert kind == {"date": "date", "integer": "whole", "money": "decimal"}[column.type]
        assert column.guidance in (prompt or "")
        assert (prompt or "").startswith("必填。") is column.required


def test_choices_of_an_indicator_are_told_by_name() -> None:
    prompt = rules(of("needs"))["indicator"][2]
    assert prompt is not None
    assert "\n6：有效解决企业创新（技术）需求项数（项）" in prompt.replace("_x000a_", "\n")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.register.key)
def test_every_column_has_its_name(table: RegisterTable) -> None:
    for number, column in enumerate(table.register.columns, 1):
        letter = get_column_letter(number)
        target = blank().defined_names[f"zht_r_{table.register.key}_{column.key}"].attr_text
        assert target == f"'{table.sheet}'!${letter}${table.first_row}:${letter}${REACH}"
        assert table.column(column.key) == number


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.register.key)
def test_registers_print_on_a4_with_their_header_repeated(table: RegisterTable) -> None:
    sheet = sheet_of(table)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$4:$4"
    assert not sheet.print_area  # rows that are added must not stay unprinted
    assert sheet.freeze_panes == "A5"
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第&P页/共&N页"


def test_rows_are_written_as_what_they_are() -> None:
    row: Row = {
        "indicator": "22", "title": "=1+1", "date": DAY(2026, 5, 1), "quantity": Decimal("3"), "evidence": None,
        "code": "0012", "level": "", "subject": "x" * 200,
    }  # fmt: skip
    person: Row = {
        "name": "甲",
        "from": "2026年5月",
        "flexible": True,
        "social_insurance": False,
        "code": Decimal("12"),
    }
    data = written({"pilot_services": [row], "team": [person]})
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet, table = book["台账_中试服务"], of("pilot_services")
    cells = {key: sheet.cell(5, table.column(key)) for key in row}
    values = {key: cell.value for key, cell in cells.items()}
    assert values == {
        "indicator": "22", "title": "=1+1", "date": datetime.datetime(2026, 5, 1), "quantity": 3, "evidence": None,
        "code": "0012", "level": None, "subject": "x" * 200,
    }  # fmt: skip
    assert cells["title"].data_type == "s"
    assert cells["title"].quotePrefix
    assert (cells["date"].number_format, cells["code"].number_format) == ("yyyy-mm-dd", "@")
    team = [book["台账_服务团队"].cell(5, of("team").column(key)).value for key in person]
    assert team == ["甲", "2026年5月", "是", "否", "12"]
    assert "<f>" not in "".join(register_parts(data))


def test_a_table_grows_to_its_rows() -> None:
    rows: list[Row] = [{"title": f"成果{n}", "date": DAY(2026, 1, 1)} for n in range(500)]
    book = openpyxl.load_workbook(io.BytesIO(written({"achievements": rows})))
    table = of("achievements")
    assert sheet_of(table, book).tables[table.name].ref == "A4:I504"
    assert sheet_of(table, book)["A504"].value == "成果499"
    assert book.defined_names["zht_r_achievements_title"].attr_text.endswith(f"$A${REACH + 500}")


def test_the_same_rows_give_the_same_bytes() -> None:
    row: dict[str, Typed | None] = {"title": "成果", "date": DAY(2026, 1, 1)}
    once = written({"achievements": [row], "team": [{"name": "甲"}]})
    assert once == written({"team": [{"name": "甲"}], "achievements": [dict(reversed(row.items()))]})


def test_what_the_form_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError, match="people"):
        written({"people": []})
    with pytest.raises(KeyError, match="age"):
        written({"team": [{"name": "甲", "age": Decimal(40)}]})


YEAR_END = DAY(2026, 12, 31)


def event(no: str, **more: Typed | None) -> Row:
    return {"indicator": no, "date": DAY(2026, 6, 1), "evidence": "a.pdf", "subject": "甲", "title": "乙", **more}


def person(name: str, role: str, **more: Typed | None) -> Row:
    return {"name": name, "role": role, "from": DAY(2025, 1, 1), "contract": "1", "certificate": "2", **more}


# No thing stands twice: that is what the formulas do not tell. Each row is said to be in or out, and why.
ROWS: dict[str, list[Row]] = {
    "team": [
        person("a", "技术专家", social_insurance=True),
        person("b", "技术专家", flexible=True, until=YEAR_END),  # 1 and 3: leaves on the last day
        person("c", "技术专家", until=DAY(2026, 12, 30)),  # gone
        person("d", "技术专家", **{"from": DAY(2027, 1, 1)}),  # not yet
        person("e", "技术专家", contract=None, social_insurance=True),
        person("f", "技术经纪人", certificate=None, social_insurance=True),  # 3 alone
        person("g", "职业经理人", flexible=True),  # 2 alone: only experts may be 柔性引进
        person("h", "其他服务人员", social_insurance=True, **{"from": None}),  # 3
    ],
    "enterprises": [
        {
            "name": "a", "uscc": "1", "rd": Decimal("3.5"), "revenue": 100,
            "sme_year": 2026, "hte_date": DAY(2023, 12, 31),
        },
        {"name": "b", "uscc": "2", "rd": 1, "revenue": 60, "sme_year": 2025, "hte_date": DAY(2023, 12, 30)},
        {"name": "c", "uscc": "3", "revenue": 20, "hte_date": YEAR_END, "from": YEAR_END},
        {"name": "d", "uscc": "4", "rd": 99, "revenue": 99, "sme_year": 2026, "until": DAY(2026, 1, 1)},
    ],
    "needs": [
        event("5", date=DAY(2026, 1, 1)),
        event("5", date=YEAR_END, subject="丙", quantity=4),
        event("5", date=DAY(2025, 12, 31), subject="丁"),
        event("5", date=DAY(2027, 1, 1), subject="戊"),
        event("5", evidence=None, subject="己"),  # only flagged
        event("6", party="委托代理方"),
        event("6", party="技术研发方", subject="庚"),  # no registration
        event("6", party="技术研发方", subject="辛", registration="2026500001000001"),
        event("7"),  # no department: the register speaks of it, and nothing counts
    ],
    "achievements": [{"title": "a", "date": YEAR_END, "evidence": "a"}, {"title": "b", "date": YEAR_END}],
    "investments": [
        event("11", mode="股权投资"), event("11", mode="转让", subject="丙"),
        event("12", mode="许可"), event("12", mode="股权投资", title="丙"), event("12", title="丁"),
    ],
    "activities": [event("16", date=DAY(2025, 3, 1))],
    "leads": [
        event("18", intent_on=YEAR_END, met_on=YEAR_END), event("18", intent_on=YEAR_END),
        {**event("19"), "indicator": 19},
    ],
    "pilot_services": [event("25", quantity=8000), event("25", quantity=0, title="丙"), event("22", evidence=None)],
    "others": [
        event("27", partner="丙"), event("27"), event("30"), event("30", stage="获批", title="丙"),
        event("30", stage="申报", title="丁"), event("4"),
    ],
}  # fmt: skip
REPORTED: dict[str, Typed] = {
    "1": 2, "5": 7, "6": 2, "8": Decimal("2.5"), "9": 0, "11": 1, "13": 33, "14": Decimal("66.7"), "25": 8000, "27": 1,
}  # fmt: skip


def verified(regime: Regime = REGIME) -> dict[str, object]:
    """What the core says of the same rows."""
    registers = {}
    for key, rows in ROWS.items():
        keys = [column.key for column in REGIME.register(key).columns]
        typed = {
            name: [Decimal(value) if type(value := row.get(name)) is int else value for row in rows] for name in keys
        }
        numbers = tuple(range(5, 5 + len(rows)))
        registers[key] = RegisterRows(key, of(key).sheet, numbers, typed, {})  # type: ignore[arg-type]
    found = verify(regime, registers, Circumstances("2026")).values
    percent = {"8", "13", "14"}
    return {
        no: float(value.value / (100 if no in percent else 1))
        for (no, period), value in found.items()
        if period == "2026" and value.value is not None
    }


def reported() -> dict[Slot, Typed]:
    values: dict[Slot, Typed] = {Slot("indicator", no, "2026"): value for no, value in REPORTED.items()}
    values[Slot("indicator", "12", "2026", "state")] = "未开展"
    values[Slot("indicator", "15", "2026", "state")] = "未开展"
    return values


@pytest.fixture(scope="module")
def computed(libreoffice: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    form = tmp_path_factory.mktemp("form") / "form.xlsx"
    form.write_bytes(written(ROWS, reported()))
    return openpyxl.load_workbook(libreoffice(form, "xlsx"), data_only=True)


def column_of(book: Workbook, key: str) -> dict[str, object]:
    cells = {no: book[ENTRIES].cell(row, LAYOUT.column(key)).value for no, row in LAYOUT.rows.items()}
    return {no: value for no, value in cells.items() if value not in (None, "")}


@pytest.mark.office
def test_the_live_figures_are_those_of_the_core_where_nothing_stands_twice(computed: Workbook) -> None:
    expected = verified()
    assert expected["5"] == 6
    assert (expected["7"], expected["22"]) == (0, 0)
    assert {"15", "16", "17", "20", "21", "23"}.isdisjoint(expected)
    shown = column_of(computed, "verified")
    assert shown == pytest.approx(expected)


@pytest.mark.office
def test_the_live_figures_follow_the_readings(libreoffice: Callable[[Path, str], Path], tmp_path: Path) -> None:
    regime = settled(load("bishan"), {"items1_3": "distinct_to_date", "missing_evidence": "counted"})
    form = tmp_path / "form.xlsx"
    form.write_bytes(write_form(regime, DIGEST, LAYOUT, registers=ROWS))
    book = openpyxl.load_workbook(libreoffice(form, "xlsx"), data_only=True)
    expected = verified(regime)
    assert (expected["1"], expected["9"], expected["22"]) == (4, 2, 1)
    assert column_of(book, "verified") == pytest.approx(expected)


@pytest.mark.office
def test_differences_stand_beside_what_was_reported(computed: Workbook) -> None:
    # 12 is 未开展, which reports 0; 15 is too, but has no row. 66.7 % is two of three, 33 % is not one of three.
    assert column_of(computed, "difference") == {
        "1": 0, "5": 1, "6": 0, "8": 0, "9": -1, "11": 0, "12": -2, "13": -0.0033, "14": 0, "25": 0, "27": 0,
    }  # fmt: skip


@pytest.mark.office
def test_self_check_names_the_differences_and_the_rows_that_lack_something(computed: Workbook) -> None:
    told = {row[1]: row[2:4] for row in computed[SELF_CHECK].iter_rows(min_row=6, max_col=4, values_only=True)}
    advice = "两数不同，请逐项核对；台账数只是估算，以校验结果为准"
    assert told["填报数与台账数一致"] == ("请核对", f"第5、9、12、13项：{advice}")
    assert told["台账各行标＊的栏目都已填写"] == ("未填完", "未填齐的有服务团队2行")
