"""Quarterly monitoring by the command: three units over eight quarters, a list of them, and what goes wrong."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from endtoend.runner import Ran, codes, zht
from zhtcli.workflow.forming import fill_form

SAMPLES = Path(__file__).parents[2] / "samples" / "jiaxing"
UNITS = SAMPLES / "units.csv"
GUANGFU = "嘉兴秀湖光伏产业创新服务综合体有限公司"
ZHINENG = "嘉兴北郊智能家居产业创新服务综合体有限公司"
SHISHANG = "海宁许村家纺产业创新服务综合体有限公司"
QUARTERS = ["2024q4", *(f"{year}q{n}" for year in (2025, 2026) for n in range(1, 5))][:-1]
RATIOS: dict[str, tuple[int, bool, bool]] = {
    "2": (10_000, False, False),
    "3": (100, False, True),
    "4": (1, False, False),
    "6": (100, False, True),
    "20": (100, True, True),
}
"""What the quotient is multiplied by, and which of its parts is the county's own, which counts once."""
PER_CENT = 10**10
"""Figures without an end are printed to ten places."""

Figures = Mapping[str, Any]


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    """Everything that the samples come to, figures exact."""
    ran = zht("progress", SAMPLES, "--units", UNITS, "--format", "json")
    assert ran.code == 1
    assert ran.json["summary"]["files"] == 23
    exact: dict[str, Any] = json.loads(ran.out, parse_float=Fraction, parse_int=Fraction)
    return exact


@cache
def source(name: str) -> dict[str, Any]:
    """A sample's data, figures exact."""
    text = (SAMPLES / f"{name}.json").read_text(encoding="utf-8")
    exact: dict[str, Any] = json.loads(text, parse_float=Fraction, parse_int=Fraction)
    return exact


def plain(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def told(report: Mapping[str, Any], *severities: str) -> list[tuple[str, str]]:
    """(file, code) of the findings of these severities."""
    return [
        (Path(one["file"]).stem, found["code"])
        for one in report["assessments"]
        for found in one["findings"]
        if found["severity"] in severities
    ]


def unit(report: Mapping[str, Any], name: str) -> dict[str, Any]:
    (found,) = (one for one in report["units"] if one["unit"] == name)
    return dict(found)


class TestSamples:
    """One late, one missing, one with a unit mistake: these are found, what follows from them, and nothing else."""

    def test_the_findings_are_exactly_these(self, report: dict[str, Any]) -> None:
        assert told(report, "error", "warning") == [
            ("guangfu-2026q2", "ZHT-TODATE-BELOW"),
            ("guangfu-2026q2", "ZHT-SERIES-UNITS"),
            ("guangfu-2026q3", "ZHT-QUARTER-CONFLICT"),
            ("shishang-2025q4", "ZHT-QUARTER-GAP"),
            ("zhineng-2025q4", "ZHT-DUE-LATE"),
        ]
        assert told(report, "error") == [("guangfu-2026q2", "ZHT-TODATE-BELOW")]

    def test_they_stand_where_the_mistake_is(self, report: dict[str, Any]) -> None:
        cells = {
            (found["code"], found["sheet"], found["cell"], found["indicator"])
            for one in report["assessments"]
            for found in one["findings"]
            if found["severity"] != "note"
        }
        assert cells == {
            ("ZHT-SERIES-UNITS", "指标填报", "D6", "1"),
            ("ZHT-TODATE-BELOW", "指标填报", "D6", "1"),
            ("ZHT-QUARTER-CONFLICT", "指标填报", "O6", "1"),
            ("ZHT-QUARTER-GAP", None, None, None),
            ("ZHT-DUE-LATE", "报送审核", "C9", None),
        }

    def test_notes_are_of_two_kinds_only(self, report: dict[str, Any]) -> None:
        assert {code for _, code in told(report, "note")} == {"ZHT-FIELD-ZERO", "ZHT-GROWTH-NOBASE"}

    def test_who_handed_in_what(self, report: dict[str, Any]) -> None:
        missing = {one["unit"]: one["missing"] for one in report["units"]}
        assert missing == {GUANGFU: [], ZHINENG: [], SHISHANG: ["jiaxing-2025q3"]}
        late = {one["unit"]: one["late_forms"] for one in report["units"]}
        assert late == {GUANGFU: {}, ZHINENG: {"jiaxing-2025q4": 3}, SHISHANG: {}}
        assert [(one["listed"], one["twice"], one["returned"]) for one in report["units"]] == [
            (True, [], 0), (True, [], 1), (True, [], 0),
        ]  # fmt: skip

    def test_totals_are_those_of_the_sources(self, report: dict[str, Any]) -> None:
        """Recomputed from the data that the samples are made of, by other lines than those of the program."""
        assert report["totals"]["counties"].keys() == {"秀洲区", "海宁市"}
        compared = 0
        for area, prefixes in {"秀洲区": ("guangfu", "zhineng"), "海宁市": ("shishang",), "全市": None}.items():
            of = prefixes or ("guangfu", "zhineng", "shishang")
            periods = report["totals"]["city"] if prefixes is None else report["totals"]["counties"][area]
            assert list(periods) == QUARTERS
            for period, figures in periods.items():
                assert set(figures) == {str(no) for no in range(1, 24)}
                for no, total in figures.items():
                    expected, units = by_hand(no, period, of)
                    where = (area, period, no)
                    assert total["units"] == units, where
                    assert (total["value"] is None) == (expected is None), where
                    if expected is not None:
                        assert abs(total["value"] - expected) * PER_CENT <= Fraction(1, 2), where
                    compared += expected is not None
        assert compared > 500

    def test_totals_say_what_they_leave_out(self, report: dict[str, Any]) -> None:
        city = report["totals"]["city"]
        assert city["2025q3"]["9"]["left_out"] == [{"unit": SHISHANG, "why": "没有这个季度的表"}]
        assert report["totals"]["counties"]["海宁市"]["2025q3"]["9"]["why"] == "没有可以计入的单位"
        assert city["2026q2"]["1"]["left_out"] == [{"unit": GUANGFU, "why": "填报的数有错误"}]
        assert city["2026q2"]["5"]["left_out"] == []


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("few"), "guangfu-2026q1", "guangfu-2026q2", "zhineng-2025q4")


class TestFormats:
    """Two units, three files: every format runs, and says what is wrong in its own way."""

    pytestmark = pytest.mark.usefixtures("assessed_once")

    @pytest.mark.parametrize("format_", ["text", "markdown", "jsonl", "sarif", "junit", "github"])
    def test_every_format_tells_the_mistakes(self, format_: str, few: Path) -> None:
        ran = zht("progress", few, "--units", UNITS, "--format", format_)
        assert ran.code == 1
        told_codes = ("ZHT-SERIES-UNITS", "ZHT-TODATE-BELOW", "ZHT-DUE-LATE")
        assert [code for code in told_codes if code not in ran.out] == []

    def test_csv_is_one_table_of_every_quarter_that_each_workbook_knows(self, few: Path) -> None:
        ran = zht("progress", few, "--units", UNITS, "--format", "csv")
        assert ran.code == 1
        header, *rows = csv.reader(io.StringIO(ran.out.removeprefix("\ufeff")))
        assert {len(row) for row in rows} == {len(header)}
        known = {(*row[2:4], row[header.index("季度")]) for row in rows}
        assert len(known) == len(rows)
        place = header.index("本季度数据")
        (odd,) = (row for row in rows if row[2:4] == ["jiaxing-2026q2", "1"] and "2026q2" in row)
        assert odd[place] == "689000"

    def test_markdown_has_whole_tables(self, few: Path) -> None:
        out = zht("progress", few, "--units", UNITS, "--format", "markdown").out
        tables: list[list[str]] = [[]]
        for line in out.splitlines():
            if line.startswith("|"):
                tables[-1].append(line)
            else:
                tables.append([])
        widths = [{line.replace("\\|", "").count("|") for line in table} for table in tables if table]
        assert len(widths) >= 5, "files, findings, who handed in what, and the quarters of two units"
        assert all(len(width) == 1 for width in widths)


def by_hand(no: str, period: str, units: Iterable[str]) -> tuple[Fraction | None, int]:
    """What the units of these files come to in one indicator and quarter, and how many of them count."""
    rows: list[tuple[str, Figures]] = []
    for name in units:
        if (SAMPLES / f"{name}-{period}.json").exists() and (name, period, no) != ("guangfu", "2026q2", "1"):
            data = source(f"{name}-{period}")
            rows.append((data["fields"]["county"], data["indicators"][no][period]))
    if no not in RATIOS:
        return (sum((row["quarter"] for _, row in rows), Fraction(0)) if rows else None), len(rows)
    times, top_once, bottom_once = RATIOS[no]
    rows = [(county, row) for county, row in rows if "denominator" in row]
    if not rows:
        return None, 0
    top, bottom = part(rows, "numerator", once=top_once), part(rows, "denominator", once=bottom_once)
    return (None if top is None or bottom is None else top / bottom * times), len(rows)


def part(rows: Iterable[tuple[str, Figures]], key: str, *, once: bool) -> Fraction | None:
    """The sum of a part over units, or over counties; None where a county is told in two ways."""
    if not once:
        return sum((row[key] for _, row in rows), Fraction(0))
    counties: dict[str, set[Fraction]] = defaultdict(set)
    for county, row in rows:
        counties[county].add(row[key])
    if any(len(values) > 1 for values in counties.values()):
        return None
    return sum((value for values in counties.values() for value in values), Fraction(0))


def copied(folder: Path, *names: str) -> Path:
    """Some of the samples in a folder of their own."""
    for name in names:
        shutil.copy(SAMPLES / f"{name}.xlsx", folder / f"{name}.xlsx")
    return folder


def changed(folder: Path, name: str, changes: Mapping[str, Mapping[str, Any]], **fields: Any) -> Path:
    """A sample with other figures under another file name: indicator -> {part: figure} of its own quarter.

    {period: {part: figure}} changes those of an earlier quarter.
    """
    data = plain(name)
    data["fields"] |= fields
    own = data["form"].removeprefix("jiaxing-")
    for no, parts in changes.items():
        for period, told_of in parts.items():
            if isinstance(told_of, dict):
                data["indicators"][no].setdefault(period, {}).update(told_of)
            else:
                data["indicators"][no][own][period] = told_of
    path = folder / f"{name}-改.xlsx"
    path.write_bytes(fill_form(data["form"], data, {}))
    return path


def progress(*arguments: object) -> Ran:
    return zht("progress", *arguments, "--format", "json")


def roster(folder: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["单位", "统一社会信用代码", "区县", "表单", "截止日期"])
    for row in rows:
        book.active.append(row)
    book.save(folder / "名单.xlsx")
    return folder / "名单.xlsx"


class TestRoster:
    def test_a_row_a_form_with_a_deadline_of_its_own(self, tmp_path: Path) -> None:
        """The second quarter of 2026 came in on 07-20: in time by the rule, four days late by the list."""
        assert plain("guangfu-2026q2")["fields"]["reported_at"].startswith("2026-07-20")
        copied(tmp_path, "guangfu-2026q2", "guangfu-2026q3")
        listed = roster(
            tmp_path,
            (GUANGFU, None, "秀洲区", "jiaxing-2026q2", datetime.date(2026, 7, 16)),
            (GUANGFU, None, "秀洲区", "jiaxing-2026q3", "2026-12-31"),
            (GUANGFU, None, "秀洲区", "jiaxing-2026q1", None),
        )
        ran = progress(tmp_path, "--units", listed)
        (one,) = ran.json["units"]
        assert one["late_forms"] == {"jiaxing-2026q2": 4}
        assert one["missing"] == ["jiaxing-2026q1"]
        due = {of["form"]: of["dates"]["due"] for of in ran.json["assessments"]}
        assert due == {"jiaxing-2026q2": "2026-07-16", "jiaxing-2026q3": "2026-12-31"}

    def test_a_unit_that_handed_in_nothing(self, tmp_path: Path) -> None:
        copied(tmp_path, "guangfu-2026q3")
        listed = roster(tmp_path, (GUANGFU, None, "秀洲区", None, None), ("海盐某综合体", None, "海盐县", None, None))
        ran = progress(tmp_path, "--units", listed)
        nobody = unit(ran.json, "海盐某综合体")
        assert (nobody["forms"], nobody["missing"], nobody["listed"]) == ([], ["jiaxing-2026q3"], True)
        total = ran.json["totals"]["counties"]["海盐县"]["2026q3"]["9"]
        assert (total["value"], total["left_out"]) == (
            None,
            [{"unit": "海盐某综合体", "why": "没有这个季度的表"}],
        )
        text = zht("progress", tmp_path, "--units", listed).out
        assert "海盐某综合体缺2026年第三季度" in text

    def test_a_unit_that_is_not_on_the_list_is_told_and_counted(self, tmp_path: Path) -> None:
        copied(tmp_path, "guangfu-2026q3", "zhineng-2026q3")
        listed = roster(tmp_path, (GUANGFU, "91330411MA2JX1A04H", "秀洲区", "jiaxing", None))
        ran = progress(tmp_path, "--units", listed)
        assert {one["unit"]: one["listed"] for one in ran.json["units"]} == {GUANGFU: True, ZHINENG: False}
        assert ran.json["totals"]["city"]["2026q3"]["9"]["counted"] == [GUANGFU, ZHINENG]
        assert "名单外" in zht("progress", tmp_path, "--units", listed).out


class TestTwice:
    def test_two_different_ones_are_an_error_and_neither_counts(self, tmp_path: Path) -> None:
        copied(tmp_path, "guangfu-2026q3", "zhineng-2026q3")
        changed(tmp_path, "guangfu-2026q3", {"9": {"quarter": 215, "to_date": 215}})
        ran = progress(tmp_path)
        assert ran.code == 1
        named = [
            found["message"]
            for one in ran.json["assessments"]
            for found in one["findings"]
            if found["code"] == "ZHT-QUARTER-TWICE"
        ]
        assert len(named) == 2
        assert all("guangfu-2026q3.xlsx" in one and "guangfu-2026q3-改.xlsx" in one for one in named)
        assert unit(ran.json, GUANGFU)["twice"] == ["jiaxing-2026q3"]
        for total in ran.json["totals"]["city"]["2026q3"].values():
            assert {"unit": GUANGFU, "why": "这个季度有两份不同的表"} in total["left_out"]
            assert GUANGFU not in total["counted"]

    def test_two_equal_ones_are_a_warning_and_count_once(self, tmp_path: Path) -> None:
        copied(tmp_path, "guangfu-2026q3")
        shutil.copy(tmp_path / "guangfu-2026q3.xlsx", tmp_path / "副本.xlsx")
        ran = progress(tmp_path)
        assert ran.code == 0
        assert told(ran.json, "error", "warning") == [
            ("guangfu-2026q3", "ZHT-SERIES-COPY"), ("副本", "ZHT-SERIES-COPY"),
        ]  # fmt: skip
        nine = ran.json["totals"]["city"]["2026q3"]["9"]
        own = plain("guangfu-2026q3")["indicators"]["9"]["2026q3"]["quarter"]
        assert (nine["value"], nine["units"]) == (own, 1)


class TestCarriedOver:
    def test_a_file_of_another_unit_is_refused(self, tmp_path: Path) -> None:
        ours, theirs = SAMPLES / "guangfu-2026q3.xlsx", SAMPLES / "zhineng-2025q4.xlsx"
        target = tmp_path / "2026q4.xlsx"
        ran = zht("template", "jiaxing-2026q4", "--from", ours, "--from", theirs, "-o", target)
        assert ran.code == 2
        assert GUANGFU in ran.err
        assert ZHINENG in ran.err
        assert not target.exists()

    def test_last_year_s_figures_of_another_unit(self, tmp_path: Path) -> None:
        lent = plain("zhineng-2025q3")["indicators"]
        borrowed = {
            no: {"2025q3": {key: parts["2025q3"].get(key) for key in ("quarter", "to_date")}}
            for no, parts in lent.items()
        }
        copied(tmp_path, "guangfu-2025q3", "zhineng-2025q3")
        changed(tmp_path, "guangfu-2026q3", borrowed)
        ran = progress(tmp_path)
        (found,) = (
            found
            for one in ran.json["assessments"]
            for found in one["findings"]
            if found["code"] == "ZHT-QUARTER-BORROWED"
        )
        assert found["severity"] == "warning"
        assert ZHINENG in found["message"]
        assert "zhineng-2025q3.xlsx" in found["message"]

    def test_two_workbooks_in_then_only_this_quarter(self, tmp_path: Path) -> None:
        """Last quarter and last year come in from files; people type this quarter, and nothing is wrong with it."""
        earlier = [tmp_path / f"zhineng-{period}.xlsx" for period in ("2026q2", "2025q3")]
        copied(tmp_path, "zhineng-2026q2", "zhineng-2025q3")
        target = tmp_path / "zhineng-2026q3.xlsx"
        made = zht("template", "jiaxing-2026q3", *(x for one in earlier for x in ("--from", one)), "-o", target)
        assert made.code == 0
        carried = json.loads(zht("read", target).out)
        data = plain("zhineng-2026q3")
        for no, parts in data["indicators"].items():
            for period in ("2026q2", "2025q3"):
                for key in ("quarter", "to_date"):
                    assert carried["indicators"][no][period][key] == parts[period][key], (no, period, key)
            parts_now = carried["indicators"][no]
            parts_now["2026q3"] = parts["2026q3"]
        assert carried["fields"]["unit"] == ZHINENG
        carried["fields"] |= data["fields"]
        target.write_bytes(fill_form("jiaxing-2026q3", carried, {}))
        ran = progress(target, *earlier)
        assert ran.code == 0
        # Files of 2025q3, 2026q2 and 2026q3 leave out what is between: the gap is told, and nothing else.
        assert told(ran.json, "error", "warning") == [("zhineng-2026q2", "ZHT-QUARTER-GAP")]

    def test_a_quarter_missing_in_between(self, tmp_path: Path) -> None:
        copied(tmp_path, "zhineng-2026q1", "zhineng-2026q3")
        ran = progress(tmp_path)
        (gap,) = (f for one in ran.json["assessments"] for f in one["findings"] if f["code"] == "ZHT-QUARTER-GAP")
        assert "2026年第二季度" in gap["message"]
        assert unit(ran.json, ZHINENG)["missing"] == ["jiaxing-2026q2"]
        assert ran.json["totals"]["city"]["2026q2"]["9"]["left_out"] == [{"unit": ZHINENG, "why": "没有这个季度的表"}]


class TestMistyped:
    def test_an_indicator_renamed_by_hand_is_told(self, tmp_path: Path) -> None:
        book = openpyxl.load_workbook(SAMPLES / "guangfu-2026q3.xlsx")
        sheet = book["指标填报"]
        (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "国家高新技术企业数")
        cell.value = "高新技术企业总数"
        book.save(tmp_path / "改名.xlsx")
        one = zht("validate", tmp_path / "改名.xlsx", "--format", "json").assessment
        renamed = [found for found in one["findings"] if found["indicator"] == "11"]
        assert [(found["severity"], found["cell"]) for found in renamed] == [("warning", cell.coordinate)]
        assert (renamed[0]["raw"], "国家高新技术企业数" in renamed[0]["message"]) == ("高新技术企业总数", True)

    def test_a_word_that_is_neither_done_nor_undone(self, tmp_path: Path) -> None:
        one = zht("validate", changed(tmp_path, "guangfu-2026q3", {}, task2="基本完成"), "--format", "json").assessment
        (found,) = (found for found in one["findings"] if found["severity"] == "error")
        assert (found["code"], found["field"], found["raw"]) == ("ZHT-CELL-CHOICE", "task2", "基本完成")
        assert one["figures"]["tasks_done"] == 5

    def test_undone_without_words(self, tmp_path: Path) -> None:
        path = changed(tmp_path, "guangfu-2026q3", {}, task5="未完成")
        one = zht("validate", path, "--format", "json").assessment
        assert codes(one, "warning") == ["ZHT-FIELD-REQUIRED"]

    def test_a_figure_that_is_not_published_yet(self, tmp_path: Path) -> None:
        """Items 3, 6 and 20 may be blank with their reason, as form, self-check and guidance say."""
        blank = dict.fromkeys(
            ("quarter", "quarter_growth", "to_date", "to_date_growth", "numerator", "denominator", "source")
        )
        path = changed(tmp_path, "guangfu-2026q3", {"3": {**blank, "remark": "季度数10月底公布"}})
        assert codes(zht("validate", path, "--format", "json").assessment, "warning") == []
        path = changed(tmp_path, "guangfu-2026q3", {"3": blank})
        assert codes(zht("validate", path, "--format", "json").assessment, "warning") == ["ZHT-FIGURE-NOREASON"]


class TestScore:
    def test_a_document_without_points_says_so(self) -> None:
        ran = zht("score", SAMPLES / "zhineng-2026q3.xlsx")
        assert ran.code == 2
        assert "不计分" in ran.out + ran.err
        assert "zht progress" in ran.out + ran.err

    def test_json_is_still_printed(self) -> None:
        ran = zht("score", SAMPLES / "zhineng-2026q3.xlsx", "--format", "json")
        assert ran.code == 2
        assert ran.assessment["scorecards"] == []
        assert "ZHT-SCORE-NONE" in codes(ran.assessment)
        assert len(ran.assessment["progress"]) == 23

    def test_no_workbook_is_written(self, tmp_path: Path) -> None:
        assert zht("score", SAMPLES / "zhineng-2026q3.xlsx", "-o", tmp_path / "结果.xlsx").code == 2
        assert not (tmp_path / "结果.xlsx").exists()


@pytest.mark.parametrize(
    ("no", "words"),
    [
        ("1", ("产业集群营业收入", "亿元", "指标填报!D6", "三.1")),
        ("3", ("个百分点", "growth_of_percent")),
        ("12", ("cumulative_basis",)),
    ],
)
def test_explain_tells_a_figure_s_cells_formula_reading_and_clause(no: str, words: tuple[str, ...]) -> None:
    ran = zht("explain", SAMPLES / "zhineng-2026q3.xlsx", no)
    assert ran.code == 0
    assert [word for word in words if word not in ran.out] == []
    figures = plain("zhineng-2026q3")["indicators"][no]["2026q3"]
    assert f"{figures['quarter']:g}" in ran.out.replace(",", "")


def test_explain_knows_no_24th_indicator() -> None:
    assert zht("explain", SAMPLES / "zhineng-2026q3.xlsx", "24").code == 2
