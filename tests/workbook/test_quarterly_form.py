"""The form of a quarter: what it looks like, what its formulas say, and what is found in it after people had it."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core import quarterly
from workbook.test_form import KNOWN_TO_OLD_PROGRAMS, formulas
from zhtcli.core.catalogue import cells, forms
from zhtcli.core.forms.layout import COVER, ENTRIES, GUIDE, IDENTITY, SELF_CHECK
from zhtcli.core.forms.submission import Submission
from zhtcli.core.forms.tablecolumns import FOLLOWED
from zhtcli.core.period import Form
from zhtcli.workbook import styles
from zhtcli.workbook.files.contained import ContainedReader
from zhtcli.workbook.form.followedtable import FollowedTable
from zhtcli.workflow.forming import fill_form, make_form
from zhtcli.workflow.reading import Refused, submission_of

FORM = "jiaxing-2026q3"
LAYOUT = quarterly.layout()
PAGES = ["建设推进", "资金支持", "报送审核"]
PASSED, LOOK, UNDONE = "通过", "请核对", "未填完"


@cache
def blank() -> bytes:
    return make_form(FORM)


def book_of(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def read(data: bytes, wanted: Form | None = None) -> Submission:
    with ContainedReader() as reader:
        found = submission_of(reader.read(data, "a.xlsx"), "a.xlsx", wanted)
    assert not isinstance(found, Refused), found.sentence
    return found


def edited(change: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    book = book_of(data or fill_form(FORM, quarterly.data()))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(submission: Submission) -> dict[tuple[str, str], Any]:
    """(indicator, part) -> the own quarter's figures as read."""
    return {
        (slot.key, slot.part): entry.value
        for slot, entry in submission.entries.items()
        if slot.owner == "indicator" and slot.period == "2026q3" and slot.part in ("quarter", "to_date")
    }


def codes(submission: Submission) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.indicator) for finding in submission.findings]


GOOD = {
    (no, part): Decimal(periods["2026q3"][part])
    for no, periods in quarterly.figures().items()
    for part in ("quarter", "to_date")
}


class TestDrawn:
    def test_sheets_stand_in_order(self) -> None:
        assert book_of(blank()).sheetnames == [COVER, GUIDE, ENTRIES, *PAGES, SELF_CHECK, IDENTITY]

    def test_every_place_has_its_name_and_is_open_for_input(self) -> None:
        book = book_of(blank())
        for slot, place in LAYOUT.places.items():
            target = book.defined_names[slot.name].attr_text.replace("$", "").replace("'", "")
            assert target == f"{place.at.sheet}!{place.at.a1}"
        unlocked = {
            (s.title, c.coordinate) for s in book for row in s.iter_rows() for c in row if not c.protection.locked
        }
        assert unlocked == {(place.at.sheet, place.at.a1) for place in LAYOUT.places.values()}

    def test_the_table_is_printed_with_units_and_without_points(self) -> None:
        sheet = book_of(blank())[ENTRIES]
        headers = [cell.value for cell in sheet[LAYOUT.header_row]][:10]
        assert headers == [
            "序号", "二级指标", "计量单位", "本季度数据（2026年第三季度）", "本季度同比增长", "截止本季度累计数据",
            "累计同比增长", "数据来源", "状态", "说明",
        ]  # fmt: skip
        bands = [sheet.cell(row, 2).value for row in LAYOUT.section_rows.values()]
        assert bands == ["一、产业质量", "二、创新能力", "三、企业培育", "四、服务成效", "五、创新环境"]
        for indicator in quarterly.REGIME.indicators:
            row = LAYOUT.rows[indicator.no]
            assert str(sheet.cell(row, 2).value).split("\n")[0] == indicator.name
            assert sheet.cell(row, 3).value == indicator.unit
        assert str(sheet.cell(LAYOUT.rows["20"], 2).value).endswith("同比增长填百分点")

    def test_the_printed_table_and_what_checks_it_are_equally_wide(self) -> None:
        """Fitted to two pages, the sheet breaks behind the remarks only then."""
        table = FollowedTable(None, quarterly.REGIME, LAYOUT, {})  # type: ignore[arg-type]
        widths = [table.width(column) for column in LAYOUT.columns]
        first = styles.points_wide(widths[: table.last_printed])
        second = styles.points_wide([widths[0], *widths[table.last_printed :]])
        assert 0 <= second - first < styles.points_wide([widths[table.last_printed]]) / 4
        sheet = book_of(blank())[ENTRIES]
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight or 1) == (2, 1)
        assert sheet.page_setup.orientation == "portrait"
        assert [brk.id for brk in sheet.col_breaks.brk] == [table.last_printed]

    def test_cells_ask_for_their_part(self) -> None:
        sheet = book_of(blank())[ENTRIES]
        limits = {str(area): rule for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}

        def limit(no: str, key: str) -> Any:
            return limits[LAYOUT.cell(no, key).a1]

        assert (limit("16", "quarter").type, limit("16", "quarter").operator) == ("whole", "greaterThanOrEqual")
        assert float(limit("3", "to_date").formula2) == 1
        assert limit("16", "quarter_growth").type == "decimal"
        assert float(limit("16", "quarter_growth").formula1) < -100
        assert "百分点" in limit("6", "quarter_growth").prompt
        assert "百分点" not in limit("16", "quarter_growth").prompt
        assert "季末数" in limit("7", "to_date").prompt
        assert "2025年第三季度" in limit("7", "earlier_2025q3_quarter").prompt
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.prompt or "") <= 255, rule.prompt
            assert len(rule.promptTitle or "") <= 32, rule.promptTitle
            assert len(rule.error or "") <= 255, rule.error

    def test_formats_follow_the_kind_of_value(self) -> None:
        book = book_of(blank())
        expected = {"quarter_growth": "0.00%", "to_date_growth": "0.00%", "source": "@"}
        for slot, place in LAYOUT.places.items():
            if slot.part in expected:
                assert book[place.at.sheet][place.at.a1].number_format == expected[slot.part]
        at = LAYOUT.cell("2", "quarter").a1
        assert book[ENTRIES][at].number_format == "0.00"
        assert book["报送审核"]["C4"].number_format == "yyyy-mm-dd hh:mm"

    def test_formulas_are_known_to_old_programs_and_short_enough(self) -> None:
        for formula in formulas(blank()):
            assert set(re.findall(r"([A-Z][A-Z.0-9]+)\(", formula)) <= KNOWN_TO_OLD_PROGRAMS, formula
            assert len(formula) < 1800, formula

    def test_the_cover_names_the_quarter_and_holds_its_own_fields_alone(self) -> None:
        cover = book_of(blank())[COVER]
        labels = {cell.value: cover.cell(cell.row, 3).value for cell in cover["B"] if cell.value}
        assert labels["监测季度"] == "2026年第三季度"
        assert "考核年度" not in labels
        assert "省级资金" not in labels
        page = book_of(blank())["资金支持"]
        assert [cell.value for cell in page["B"]][3:6] == ["省级资金", "市级资金", "县（市、区）资金"]


@dataclass(frozen=True)
class Case:
    """A good form with changes; every row of 自检 that is not `通过`, with what its note says."""

    indicators: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    results: dict[str, tuple[str, str]] = field(default_factory=dict)
    computed: dict[tuple[str, str], object] = field(default_factory=dict)
    blank: bool = False
    summary: str = ""


def sentence(check: str) -> str:
    return next(one.sentence for one in quarterly.REGIME.checks if one.id == check)


OWN = "2026q3"
TO_DATE_ADVICE = "季末数两栏应相同，其余累计应等于上季度累计加本季度；以前的数有更正的，在“说明”栏写明"
CASES = {
    "good": Case(
        computed={
            ("16", "recomputed_quarter_growth"): 0.1, ("16", "recomputed_to_date_growth"): 0.1,
            ("6", "recomputed_quarter_growth"): 0.01,
        },
        summary="2026年第三季度本季度数已填23/23。各条均已通过，可以提交审核。",
    ),
    "growth without a base": Case(
        indicators={
            "16": {"2025q3": {"quarter": 0, "to_date": None}, OWN: {"quarter_growth": None, "to_date_growth": None}},
            "1": {"2025q3": {"quarter": -5}, OWN: {"quarter_growth": None}},
        },
        computed={
            ("16", "recomputed_quarter_growth"): None, ("16", "recomputed_to_date_growth"): None,
            ("1", "recomputed_quarter_growth"): None, ("1", "recomputed_to_date_growth"): 0.1,
        },
        results={
            "上季度和上年同期的数已填齐": (UNDONE, "2025年第三季度还缺1个数"),
            "除同比增长外没有负数": (LOOK, "第1项：不应有负数"),
        },
    ),
    "parts of ratios": Case(
        indicators={
            "2": {OWN: {"quarter": None, "numerator": Decimal("5.5"), "denominator": 1000}},
            "3": {OWN: {"quarter": None, "numerator": 11, "denominator": 100}},
            "4": {OWN: {"quarter": None, "numerator": 11, "denominator": 0}},
            "6": {OWN: {"numerator": 12, "denominator": 100}},
            "20": {OWN: {"numerator": 11}},
        },
        computed={("2", "quarter"): 55, ("3", "quarter"): 0.11, ("4", "quarter"): None},
        results={
            "一、产业质量：本季度数和累计数已填齐": (UNDONE, "本季度已填3/4，累计已填4/4，本季度还缺第4项"),
            "比值的分子、分母成对填写": (
                LOOK, "第4、20项：分子、分母要么都填，要么都不填；分母不能为0，比重的分子应在分母之内",
            ),
            "比值与分子除以分母一致": (LOOK, "第6项：直接填的数与分子、分母算出的不一致"),
            "same_revenue": (LOOK, "第2项：应与第1项的本季度数据相同，单位也相同"),
            "same_cluster_rd": (LOOK, "第6项：应与第5项的本季度数据相同，单位也相同"),
            "same_region_rd": (LOOK, "第20项：应与第19项的本季度数据相同，单位也相同"),
        },
    ),
    "growth": Case(
        indicators={
            "7": {OWN: {"quarter_growth": Decimal("12.5")}}, "6": {OWN: {"to_date_growth": 10}},
            "8": {OWN: {"quarter_growth": None}}, "16": {OWN: {"quarter_growth": Decimal("10.0")}},
        },
        results={
            "growth_recomputed": (LOOK, "第6、7项：请核对上年同期数和填报的同比"),
            "有上年同期数的，同比增长已填写": (UNDONE, "还缺第8项"),
        },
    ),
    "to date": Case(
        indicators={
            "7": {OWN: {"to_date": 330}}, "16": {OWN: {"to_date": 331, "to_date_growth": Decimal("10.3")}},
            "17": {OWN: {"to_date": 109, "to_date_growth": Decimal("-63.7")}},
            "22": {OWN: {"quarter": 330, "quarter_growth": 230}},
        },
        results={
            "to_date_adds_up": (LOOK, f"第7、16、17项：{TO_DATE_ADVICE}"),
            "to_date_not_below": (LOOK, "第17项：累计数小于本季度数"),
            "growth_recomputed": (LOOK, "第7项：请核对上年同期数和填报的同比"),
        },
    ),
    "stocks": Case(
        indicators={
            "11": {"2026q2": {"quarter": 40, "to_date": 40}},
            "13": {OWN: {"quarter": 10, "to_date": 10, "quarter_growth": -80, "to_date_growth": -80}},
        },
        results={
            "high_tech_growth": (LOOK, "第11项比上季度多15，第12项本季度只填11"),
            "new_within_provincial": (LOOK, "2026年第三季度第14项为11，不应超过10"),
        },
    ),
    "units": Case(
        indicators={"5": {"2026q2": {"quarter": Decimal("0.011")}}, "9": {OWN: {"source": None}}},
        results={
            "jump": (LOOK, "第5项：与上季度相差很大，请看单位和位数"),
            "source_named": (UNDONE, "第9项：请在“数据来源”栏选择"),
        },
    ),
    "texts and shares": Case(
        indicators={
            "16": {OWN: {"quarter": "约110"}, "2025q3": {"to_date_growth": "下降"}},
            "17": {OWN: {"to_date": Decimal("330.5")}},
            "3": {OWN: {"quarter": 101, "quarter_growth": 91}},
            "8": {OWN: {"quarter": None, "to_date": None, "state": "不适用", "remark": "不统计"}},
            "18": {OWN: {"quarter": None, "state": "不适用"}},
        },
        results={
            "数字格里填的都是数字": (LOOK, "第16项：请改填数字，不带单位和文字"),
            "按个数统计的填整数": (LOOK, "第17项：应为整数"),
            "百分比没有超过上限": (LOOK, "第3项：超过上限，请看是否多乘了100"),
            "状态与填报数相符": (
                LOOK, "第18项：选“已填”的应有数；选“未开展”的不应有大于0的数；选“不适用”的不填数，并在“说明”栏写明原因",
            ),
            "to_date_adds_up": (LOOK, f"第17项：{TO_DATE_ADVICE}"),
        },
    ),
    "fields": Case(
        fields={
            "task2": "未完成", "task3": None, "fund_spent": 231, "fund_spent_province": 100, "fund_spent_city": 50,
            "fund_spent_county": 80,
        },
        results={
            "“建设推进”页标＊的栏目都已填写": (UNDONE, "还缺具体的推进方案"),
            "spending_adds_up": (LOOK, "实际使用支出金额为231，各级相加为230"),
            "spending_within_receipts": (LOOK, "实际使用支出金额为231，合计只有230"),
            "选“未完成”的，都写明了具体情况": (UNDONE, "还没有写明：完整的创建团队"),
        },
        summary="2026年第三季度本季度数已填23/23。2条请核对，2条未填完。",
    ),
    "a share that nobody published": Case(
        indicators={
            "3": {OWN: dict.fromkeys((*FOLLOWED, "source")) | {"remark": "生产总值没有公布"}},
            "6": {OWN: dict.fromkeys((*FOLLOWED, "source"))},
        },
        results={
            "二、创新能力：本季度数和累计数已填齐": (
                UNDONE, "本季度已填3/4，累计已填3/4，本季度还缺第6项，累计还缺第6项",
            ),
        },
    ),
}  # fmt: skip


def test_columns_of_earlier_quarters_that_were_deleted_are_told_once() -> None:
    numbers = [place for place, one in enumerate(LAYOUT.columns, 1) if one.role == "earlier"]

    def delete(book: Workbook) -> None:
        book["指标填报"].delete_cols(numbers[0], len(numbers))

    found = [one for one in read(edited(delete)).findings if one.code.startswith("ZHT-FORM-")]
    assert [(one.code, one.severity, one.sheet) for one in found] == [("ZHT-FORM-EARLIER", "warning", "指标填报")]
    assert f"缺以前季度的 {len(numbers)} 列：" in found[0].message
    assert not [one for one in read(edited(lambda _: None)).findings if one.code == "ZHT-FORM-EARLIER"]


def filled(case: Case) -> bytes:
    data = quarterly.data()
    for no, periods in case.indicators.items():
        for period, parts in periods.items():
            data["indicators"][no][period] |= parts
    data["fields"] |= case.fields
    return fill_form(FORM, data)


TO_DATE_OF: dict[str, tuple[dict[str, Any], str]] = {
    # In the first quarter a flow's two columns are the same, and so are a ratio's.
    "2026q1": (
        {
            "7": {"quarter": 5, "to_date": 5},
            "16": {"quarter": 90, "to_date": 91},
            "17": {"2026q1": {"quarter": 90, "to_date": 90}, "2025q4": {"to_date": 400}},
        },
        "16",
    ),
    # To the end of a first quarter is that quarter, where its to-date figure was left out.
    "2026q2": (
        {
            "16": {"2026q2": {"quarter": 10, "to_date": 30}, "2026q1": {"quarter": 20}},
            "17": {"2026q2": {"quarter": 10, "to_date": 31}, "2026q1": {"quarter": 20}},
            "18": {"2026q2": {"quarter": 10, "to_date": 31}, "2026q1": {"quarter": 20, "to_date": 21}},
            "5": {"2026q2": {"quarter": 10, "to_date": 40}},
        },
        "17",
    ),
}
"""Quarter -> figures, and the indicator whose figure to date does not follow."""


@pytest.fixture(scope="module")
def recalculated(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every case, opened and saved by LibreOffice in one go."""
    folder, target = tmp_path_factory.mktemp("forms"), tmp_path_factory.mktemp("recalculated")
    for name, case in CASES.items():
        (folder / f"{name}.xlsx").write_bytes(filled(case))
    for period, (figures, _) in TO_DATE_OF.items():
        form = f"jiaxing-{period}"
        (folder / f"{period}.xlsx").write_bytes(fill_form(form, {"form": form, "indicators": figures}))
    names = [*CASES, *TO_DATE_OF]
    profile = f"-env:UserInstallation={tmp_path_factory.mktemp('libreoffice').as_uri()}"
    files = [str(folder / f"{name}.xlsx") for name in names]
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), *files]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    return {name: target / f"{name}.xlsx" for name in names}


@pytest.mark.office
class TestRecalculated:
    @pytest.mark.parametrize("name", CASES)
    def test_self_check_says_what_is_wrong_and_nothing_else(self, name: str, recalculated: dict[str, Path]) -> None:
        case = CASES[name]
        sentences = {check.id: check.sentence for check in quarterly.REGIME.checks}
        expected = {sentences.get(key, key): found for key, found in case.results.items()}
        sheet = openpyxl.load_workbook(recalculated[name], data_only=True)[SELF_CHECK]
        rows = [row[1:5] for row in sheet.iter_rows(min_row=6, max_col=5, values_only=True) if row[0]]
        assert len(rows) == 37
        found = {str(what): (result, note or "") for what, result, note, _ in rows if result != PASSED}
        assert found == expected
        assert all(clause for *_, clause in rows)
        if case.summary:
            assert sheet["A3"].value == case.summary

    @pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.computed])
    def test_computed_cells(self, name: str, recalculated: dict[str, Path]) -> None:
        sheet = openpyxl.load_workbook(recalculated[name], data_only=True)[ENTRIES]
        for (no, key), expected in CASES[name].computed.items():
            shown = sheet[LAYOUT.cell(no, key).a1].value
            shown = None if isinstance(shown, str) and not shown.strip() else shown
            assert shown == (expected if expected is None else pytest.approx(expected)), (no, key)

    @pytest.mark.parametrize("period", TO_DATE_OF)
    def test_what_a_figure_to_date_follows_from(self, period: str, recalculated: dict[str, Path]) -> None:
        sheet = openpyxl.load_workbook(recalculated[period], data_only=True)[SELF_CHECK]
        rows = {row[0]: row[1:3] for row in sheet.iter_rows(min_row=6, min_col=2, max_col=4, values_only=True)}
        _, no = TO_DATE_OF[period]
        assert rows[sentence("to_date_adds_up")] == (LOOK, f"第{no}项：{TO_DATE_ADVICE}")

    def test_a_computed_ratio_is_read_as_computed(self, recalculated: dict[str, Path]) -> None:
        found = read(recalculated["parts of ratios"].read_bytes())
        for no, value in (("2", 55), ("3", 11)):
            entry = found.entry(no, OWN, "quarter")
            assert entry is not None
            assert (entry.formula, entry.value) == (True, value)

    def test_a_form_fits_its_pages(self, libreoffice, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
        """A page for each sheet, two for the table."""
        form = tmp_path / "form.xlsx"
        form.write_bytes(filled(CASES["good"]))
        printed = libreoffice(form, "pdf").read_bytes()
        assert printed.count(b"/Type/Page/") + printed.count(b"/Type/Page\n") == 8


def move_rows(sheet: Worksheet, order: list[str], *, numbers: bool) -> None:
    """The indicators' rows in another order: what stands in them moves, with or without their numbers."""
    rows = [LAYOUT.rows[no] for no in order]
    columns = range(1 if numbers else 2, len(LAYOUT.columns) + 1)
    held = [[sheet.cell(row, column).value for column in columns] for row in rows]
    for row, values in zip(sorted(rows), held, strict=True):
        for column, value in zip(columns, values, strict=True):
            sheet.cell(row, column).value = value


BODY_ORDER = ["9", "11", "12", "13", "14", "10"]
"""企业培育 as the text lists it; the table has R&D firms in the second place."""


class TestFound:
    def test_what_is_filled_in(self) -> None:
        found = read(fill_form(FORM, quarterly.data()))
        assert told(found) == GOOD
        assert found.findings == ()

    def test_rows_moved_with_their_numbers(self) -> None:
        found = read(edited(lambda book: move_rows(book[ENTRIES], BODY_ORDER, numbers=True)))
        assert told(found) == GOOD
        assert codes(found) == []

    def test_rows_in_the_order_of_the_text_without_numbers(self) -> None:
        """By name, never by position."""

        def change(book: Workbook) -> None:
            move_rows(book[ENTRIES], BODY_ORDER, numbers=False)
            for no in BODY_ORDER:
                book[ENTRIES].cell(LAYOUT.rows[no], 1).value = None

        found = read(edited(change))
        assert told(found) == GOOD
        assert codes(found) == []

    def test_names_that_contradict_their_numbers_are_not_guessed(self) -> None:
        found = read(edited(lambda book: move_rows(book[ENTRIES], BODY_ORDER, numbers=False)))
        assert codes(found) == [(forms.NUMBER_CONTRADICTS.code, no) for no in ("10", "11", "12", "13", "14")]
        assert told(found) == {key: value for key, value in GOOD.items() if key[0] not in BODY_ORDER[1:]}

    def test_an_indicator_renamed_by_hand(self) -> None:
        def change(book: Workbook) -> None:
            book[ENTRIES].cell(LAYOUT.rows["16"], 2).value = "服务家数"

        found = read(edited(change))
        assert told(found) == GOOD
        assert codes(found) == [(forms.NAME_CHANGED.code, "16")]

    def test_a_unit_changed_by_hand(self) -> None:
        def change(book: Workbook) -> None:
            book[ENTRIES].cell(LAYOUT.rows["1"], 3).value = "万元"

        found = read(edited(change))
        (finding,) = found.findings
        assert (finding.code, finding.indicator, finding.raw) == (forms.EDITED.code, "1", "万元")
        assert "亿元" in finding.message

    def test_inserted_rows_and_columns(self) -> None:
        def change(book: Workbook) -> None:
            for area in list(book[ENTRIES].merged_cells.ranges):  # they would stay where they were
                book[ENTRIES].unmerge_cells(str(area))
            book[ENTRIES].insert_rows(LAYOUT.rows["5"])
            book[ENTRIES].insert_cols(4)

        assert told(read(edited(change))) == GOOD

    def test_a_lost_identity_goes_by_the_quarter_in_the_header(self) -> None:
        def change(book: Workbook) -> None:
            del book[IDENTITY]
            for name in [prop.name for prop in book.custom_doc_props.props]:
                del book.custom_doc_props[name]
            book[COVER]["C6"].value = None

        data = edited(change)
        found = read(data, Form("jiaxing", "2026q3"))
        assert told(found) == GOOD
        assert codes(found) == [(forms.IDENTITY_LOST.code, None)]
        with ContainedReader() as reader:
            other = submission_of(reader.read(data, "a.xlsx"), "a.xlsx", Form("jiaxing", "2026q4"))
        assert isinstance(other, Refused)
        assert [finding.code for finding in other.findings] == [forms.NOT_A_FORM.code]

    def test_fields_stand_on_their_pages(self) -> None:
        found = read(fill_form(FORM, quarterly.data()))
        assert found.text("task6") == "完成"
        assert found.field("fund_spent").value == 200  # type: ignore[union-attr]

    def test_a_missing_page_is_said_like_a_missing_cover(self) -> None:
        def change(book: Workbook) -> None:
            del book["资金支持"]

        found = read(edited(change))
        assert codes(found) == [(forms.SHEET_MISSING.code, None)]
        assert "资金支持" in found.findings[0].message
        assert found.field("fund_spent") is None
        assert found.text("task6") == "完成"

    def test_a_page_with_another_name_is_found_by_the_names_of_its_cells(self) -> None:
        def change(book: Workbook) -> None:
            book["资金支持"].title = "资金"
            for name in book.defined_names.values():
                name.attr_text = name.attr_text.replace("资金支持!", "资金!")

        found = read(edited(change))
        assert found.field("fund_spent").value == 200  # type: ignore[union-attr]
        assert codes(found) == []

    def test_a_lost_label_names_its_page(self) -> None:
        def change(book: Workbook) -> None:
            place = next(p for slot, p in LAYOUT.places.items() if slot.key == "fund_city")
            book["资金支持"].delete_rows(place.at.row)
            del book.defined_names["zht_f_fund_city"]

        findings = read(edited(change)).findings
        assert "资金支持找不到“市级资金”一栏。" in [f.message for f in findings if f.field == "fund_city"]

    @pytest.mark.parametrize(
        ("typed", "value", "code"),
        [
            ("1.2个百分点", "1.2", cells.UNIT_TYPED.code),
            ("1.2百分点", "1.2", cells.UNIT_TYPED.code),
            ("-0.35 个百分点", "-0.35", cells.UNIT_TYPED.code),
            ("-3.2%", "-3.2", cells.TEXT_PERCENT.code),
            ("－3.2％", "-3.2", cells.TEXT_PERCENT.code),
            ("+5", "5", cells.TEXT_NUMBER.code),
            ("个百分点", None, cells.NOT_A_NUMBER.code),
            ("约5%", None, cells.INEXACT.code),
        ],
    )
    def test_growth_as_people_write_it(self, typed: str, value: str | None, code: str) -> None:
        data = quarterly.data()
        data["indicators"]["6"][OWN]["quarter_growth"] = typed
        found = read(fill_form(FORM, data))
        entry = found.entry("6", OWN, "quarter_growth")
        assert entry is not None
        assert entry.value == (None if value is None else Decimal(value))
        assert codes(found) == [(code, "6")]

    def test_percentage_points_are_no_share(self) -> None:
        data = quarterly.data()
        data["indicators"]["6"][OWN]["quarter"] = "11个百分点"
        assert [code for code, _ in codes(read(fill_form(FORM, data)))] == [cells.OTHER_UNIT.code]
