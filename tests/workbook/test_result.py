"""The result workbook, read back by two libraries that did not write it."""

from __future__ import annotations

import dataclasses
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from workbook.recalculating import formulas
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.concluding import conclude
from zhtcli.core.assessing.judging import judge
from zhtcli.core.assessing.spread import Evidence, spread
from zhtcli.core.catalogue import entries, forms
from zhtcli.core.decision import Decision
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.layout import lay_out
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.rowverdicts import Circumstances
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.period import Form
from zhtcli.core.points.explanation import explanation
from zhtcli.core.rules.regime import Definition, Regime
from zhtcli.core.rules.resolve import chosen, resolve
from zhtcli.core.values import State
from zhtcli.workbook.result import write_result
from zhtcli.workbook.result.page.paper import LONGEST_SHOWN, balanced
from zhtcli.workbook.result.page.told import NO_GRADES
from zhtcli.workbook.result.verified.exact import exact_text

SHEETS = ["总览", "计分表", "累计进度", "图表", "问题清单", "佐证清单", "口径与假设", "核验"]
EVIL = '=HYPERLINK("http://evil.example","点我")'


def indicator(
    no: str, section: str, points: str, periods: list[str], cumulative: str, **more: object
) -> dict[str, Any]:
    return {
        "no": no,
        "name": f"指标{no}",
        "group": "考核项",
        "section": section,
        "unit": "项",
        "unit_basis": "P" if no == "1" else "T",
        "points": points,
        "clause": f"附件 序号{no}",
        "basis": "T",
        "target": {
            "kind": "by_period",
            "periods": dict(zip(("2025", "2026", "2027"), periods, strict=True)),
            "cumulative": {"2027": cumulative},
        },
        "rollup": "sum",
        "measure": {"kind": "entered"},
        "score": {
            "by": "credit",
            "cases": {"proportional": {"kind": "proportional"}, "all_or_nothing": {"kind": "all_or_nothing"}},
        },
        "guidance": "填数。",
        "evidence": "材料。",
        **more,
    }


def to_date(target: dict[str, Any]) -> dict[str, Any]:
    return {**target, "counts": "to_date"}


RATIO = {"kind": "ratio", "numerator": "研发经费", "denominator": "营业收入"}
COVER = {"type": "text", "clause": "封面", "basis": "P"}
TREE: dict[str, Any] = {
    "id": "sample",
    "title": "样例考核指标",
    "short": "样例",
    "version": "3",
    "source": {"title": "样例文件", "number": "附件", "issuer": "某局", "published": "2025-01-01"},
    "periods": ["2025", "2026", "2027"],
    "horizons": ["2027"],
    "sections": [
        {"id": "一", "title": "条件", "points": "6", "clause": "附件 一", "basis": "T"},
        {"id": "二", "title": "成效", "points": "4", "clause": "附件 二", "basis": "T"},
    ],
    "fields": [{"key": "unit", "label": "单位", **COVER}, {"key": "uscc", "label": "代码", **COVER, "type": "code"}],
    "indicators": [
        indicator("1", "一", "2", ["4", "4", "4"], "4", rollup="latest"),
        indicator("2", "一", "2", ["2.50", "2.60", "2.70"], "2.70", rollup="latest", unit="%", measure=RATIO),
        indicator("3", "一", "2", ["0", "0", "1"], "1"),
        indicator("4", "二", "3", ["3", "3", "3"], "9"),
        indicator("5", "二", "1", ["4", "6", "10"], "10"),
    ],
    "scoring": {
        "total": "10",
        "item_places": 2,
        "total_places": 2,
        "blank": "not_filled",
        "zero_target": {"by": "zero", "cases": {"full": "full", "exclude": "exclude"}},
        "carry": "none",
    },
    "readings": [
        {
            "key": "credit",
            "title": "未完成怎样给分",
            "default": "proportional",
            "options": {"proportional": {"label": "按比例"}, "all_or_nothing": {"label": "全有或全无"}},
            "clause": "附件 分值",
            "why": "原文没有写。",
        },
        {
            "key": "zero",
            "title": "目标为0怎样给分",
            "default": "full",
            "options": {"full": {"label": "给满分"}, "exclude": {"label": "不参加考核"}},
            "clause": "附件 序号3",
            "why": "原文没有写。",
        },
    ],
    "anomalies": [{"id": "a", "indicator": "3", "clause": "附件 序号3", "text": "两处不一致。", "reading": "zero"}],
}
TREE["indicators"][4]["target"] = to_date(TREE["indicators"][4]["target"])
DEFINITION = Definition("sample", TREE, "0123456789ab", {})

FIGURES: dict[tuple[str, str], object] = {
    ("1", "2025"): 4,
    ("1", "2026"): 3,
    ("2", "2025"): Decimal("2.5"),
    ("3", "2025"): 0,
    ("3", "2026"): 0,
    ("4", "2025"): 3,
    ("4", "2026"): 1,
    ("5", "2025"): 4,
    ("5", "2026"): 2,
}
PARTS = {"numerator": Decimal(1), "denominator": Decimal(30)}


def filled_rows(regime: Regime, rows: dict[str, list[dict[str, Any]]]) -> dict[str, RegisterRows]:
    """Registers as they are read: from row 5 on, in the order of their columns."""
    return {
        key: RegisterRows(
            key,
            f"台账_{regime.register(key).title}",
            tuple(range(5, 5 + len(told))),
            {column.key: [row.get(column.key) for row in told] for column in regime.register(key).columns},
            {column.key: place for place, column in enumerate(regime.register(key).columns, 1)},
        )
        for key, told in rows.items()
    }


def assessed(
    unit: str = "甲单位",
    *,
    year: str = "2026",
    figures: dict[tuple[str, str], object] = FIGURES,
    parts: dict[str, Decimal] = PARTS,
    decided: dict[str, str] | None = None,
    entry_findings: tuple[Finding, ...] = (),
    joined: tuple[tuple[str, str], ...] = (),
    with_spread: bool = False,
    file: str = "/某处/甲的填报件.xlsx",
    definition: Definition = DEFINITION,
    rows: dict[str, list[dict[str, Any]]] | None = None,
    decisions: Sequence[Decision] = (),
    as_of: date | None = None,
) -> Assessment:
    decided = decided or {}
    readings = chosen(definition, decided)
    regime = resolve(definition, decided)
    form = Form("sample", year)
    layout = lay_out(regime, form)
    found: dict[Any, Entry] = {}
    for slot, place in layout.places.items():
        value: Any = None
        if slot.owner == "field":
            value = unit if slot.key == "unit" else "91500227MA5U000X0A"
        elif slot.part == "value":
            value = figures.get((slot.key, str(slot.period)))
            value = None if value is None else Decimal(str(value))
        elif slot.key == "2":
            value = parts.get(slot.part)
        state: State = "blank" if value is None else "filled"
        found[slot] = Entry(slot, state, value, "" if value is None else str(value), place.at)
    printed = {
        key: Entry(next(iter(layout.places)), "filled", target) for key, target in layout.printed.items()
    }  # as the document prints them
    submission = Submission(
        file=file,
        sha256="ab" * 32,
        form=form,
        version="3",
        digest="0123456789ab",
        entries=found,
        printed=printed,
        registers=filled_rows(regime, rows or {}),
    )
    other = resolve(definition, {**decided, "missing_evidence": "counted"}) if rows else None
    judged = judge(regime, layout, submission, entry_findings, other_evidence=other, as_of=as_of, decisions=decisions)
    assessment = conclude(
        regime,
        judged,
        version="3",
        digest="0123456789ab",
        readings=readings,
        decided_readings=decided,
        joined=joined,
        as_of=as_of,
    )
    if with_spread:
        tried = spread(
            definition,
            readings,
            Evidence(judged.reported, submission, Circumstances(year), frozenset(), judged.decided),
        )
        assessment = dataclasses.replace(assessment, spread=tried)
    return assessment


class Written:
    """A result as openpyxl and calamine see it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.book: Any = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        self.calamine = CalamineWorkbook.from_filelike(io.BytesIO(content))

    def rows(self, sheet: str) -> list[list[Any]]:
        return self.calamine.get_sheet_by_name(sheet).to_python(skip_empty_area=False)

    def row(self, sheet: str, first: str, column: int = 0) -> list[Any]:
        found = [row for row in self.rows(sheet) if row[column] == first]
        assert len(found) == 1, (sheet, first, found)
        return found[0]

    def headers(self, sheet: str, beginning: str) -> list[Any]:
        return next(row for row in self.rows(sheet) if row[0] == beginning)

    def identity(self) -> list[tuple[str, ...]]:
        sheet = self.book["_zht"]
        return [tuple(str(c.value) for c in row if c.value is not None) for row in sheet.iter_rows()]

    def texts(self) -> Iterator[str]:
        for sheet in self.book.worksheets:
            for row in sheet.iter_rows():
                yield from (cell.value for cell in row if isinstance(cell.value, str))


def written(*args: Any, **more: Any) -> Written:
    return Written(write_result(assessed(*args, **more), "9.9.9"))


def test_it_has_the_sheets_of_a_result() -> None:
    book = written().book
    assert book.sheetnames == [*SHEETS, "_zht"]
    assert book["_zht"].sheet_state == "veryHidden"
    assert all(book[name].sheet_state == "visible" for name in SHEETS)
    assert book.active is book["总览"]


@pytest.mark.parametrize("decided", [{}, {"zero": "exclude"}, {"credit": "all_or_nothing"}], ids=str)
def test_its_totals_are_those_of_the_assessment(decided: dict[str, str]) -> None:
    assessment = assessed(decided=decided)
    result = Written(write_result(assessment, "9.9.9"))
    card = assessment.main
    assert card is not None
    assert result.row("总览", "总分")[1] == float(card.total)
    totals = result.row("计分表", "总分")
    # 序号 考核项 指标 单位 目标 实际 完成率 分值 得分 状态, then the other scopes
    assert totals[7] == float(card.max)
    assert [totals[8], *totals[10:12]] == [float(one.total) for one in assessment.scorecards]
    for place, item in enumerate(card.indicators):
        row = result.row("计分表", item.indicator.no)
        others = [one.indicators[place] for one in assessment.scorecards[1:]]
        assert row[8] == ("" if item.points is None else float(item.points))
        assert row[10:12] == ["" if other.points is None else float(other.points) for other in others]
        assert row[6] == ("" if item.completion is None else pytest.approx(float(item.completion), abs=1e-15))
        assert row[13] == explanation(item) or row[13].endswith(explanation(item))
    for section in card.sections:
        row = result.row("计分表", f"{section.id}、{section.title}")
        assert (row[7], row[8]) == (float(section.max), float(section.points))


def test_a_figure_keeps_its_exact_value_and_shows_its_kind() -> None:
    sheet = written().book["计分表"]
    rows = {row[0].value: row for row in sheet.iter_rows()}
    assert rows["2"][4].value == 0.026
    assert "%" in rows["2"][4].number_format
    assert rows["2"][5].value == float(Fraction(1, 30))
    assert rows["4"][6].value == float(Fraction(1, 3))
    assert rows["4"][5].value == 1
    assert "." not in rows["4"][5].number_format
    assert [rows[no][9].value for no in "12345"] == ["部分完成", "完成", "目标为0", "部分完成", "完成"]


def test_an_incomplete_total_is_provisional_and_says_what_is_missing() -> None:
    figures = {key: value for key, value in FIGURES.items() if key != ("4", "2026")}
    result = written(figures=figures)
    note = result.row("总览", "总分")[2]
    assert "暂计" in note
    assert "第4项" in note
    assert "6.50–9.50" in note
    row = result.row("计分表", "4")
    assert row[5] == row[6] == row[8] == ""
    assert row[9] == "未填报"
    assert result.row("累计进度", "4")[8] == "未填报"
    assert "暂计" not in written().row("总览", "总分")[2]


def test_the_indicators_that_lose_most_come_first() -> None:
    rows = written().rows("总览")
    start = next(place for place, row in enumerate(rows) if row[0].startswith("失分最多"))
    assert [row[0] for row in rows[start + 2 : start + 5]] == ["第4项", "第1项", ""]
    assert [row[4] for row in rows[start + 2 : start + 4]] == [2.0, 0.5]


def test_years_to_come_stay_blank() -> None:
    result = written()
    header = result.rows("累计进度")[1]
    place = header.index("2027年（未到）")
    for no in "12345":
        row = result.row("累计进度", no)
        assert row[place] != ""
        assert row[place + 1 : place + 3] == ["", ""]


def test_stocks_and_ratios_are_not_summed() -> None:
    result = written()
    assert [result.row("累计进度", no)[3] for no in "12345"] == ["末年值", "末年值", *["各年相加"] * 3]
    to_date = result.rows("累计进度")[1].index("到2026年末")
    assert result.row("累计进度", "1")[to_date : to_date + 3] == [4, 3, 0.75]
    assert result.row("累计进度", "4")[to_date : to_date + 3] == [6, 4, pytest.approx(2 / 3)]
    # a target that counts to date is held against everything so far: 4 + 2 of 6
    assert result.row("累计进度", "5")[to_date : to_date + 3] == [6, 6, 1]
    assert result.row("累计进度", "5")[7:10] == [6, 2, 1]
    assert "第5项的年度目标是到当年末的累计数" in result.row("累计进度", "说明")[2]


def test_gap_pace_and_reach_of_a_horizon() -> None:
    result = written()
    place = result.rows("累计进度")[1].index("到2027年累计")
    assert result.row("累计进度", "4")[place : place + 6] == [9, 4, pytest.approx(4 / 9), 5, 5, "尚有时间"]
    assert result.row("累计进度", "1")[place + 4 : place + 6] == ["", "尚有时间"]
    assert result.row("累计进度", "2")[place + 5] == "目前达到"
    figures = {**FIGURES, **{(no, "2027"): 1 for no in "345"}, ("1", "2027"): 5}
    last = written(year="2027", figures=figures)
    place = last.rows("累计进度")[1].index("到2027年累计")
    assert [last.row("累计进度", no)[place + 5] for no in "145"] == ["已完成", "已不能完成", "已不能完成"]


def test_a_target_of_zero_has_no_completion() -> None:
    row = written().row("累计进度", "3")
    assert row[7:10] == [0, 0, "—"]


def test_findings_stand_there_whole_and_can_be_filtered() -> None:
    finding = entries.NEGATIVE.found(
        CellRef("指标填报", 7, 5), indicator="1", field="value", raw="-3", clause="附件 序号1", label="第1项2026年实际"
    )
    assessment = assessed(entry_findings=(finding,))
    result = Written(write_result(assessment, "9.9.9"))
    rows = result.rows("问题清单")
    listed = [row for row in rows if str(row[2]).startswith("ZHT-")]
    assert [row[2] for row in listed] == [f.code for f in assessment.findings]
    assert [row[0] for row in listed] == [float(n) for n in range(1, len(listed) + 1)]
    mine = next(row for row in listed if row[2] == "ZHT-ENTRY-NEGATIVE")
    assert mine[1] == "错误"
    assert mine[3:] == ["指标填报!E7", "1", finding.message, finding.hint, "附件 序号1"]
    header = next(number for number, row in enumerate(rows, 1) if row[0] == "序号")
    assert result.book["问题清单"].auto_filter.ref == f"A{header}:H{header + len(listed)}"
    counts = {row[0]: row[5] for row in result.rows("总览") if row[0] in ("错误", "警告", "提示")}
    assert counts == {
        word: float(sum(f.severity == severity for f in assessment.findings))
        for word, severity in (("错误", "error"), ("警告", "warning"), ("提示", "note"))
    }


def test_every_reading_says_which_option_was_used_and_who_decided() -> None:
    rows = written(decided={"zero": "exclude"}).rows("口径与假设")
    used = {row[1]: (row[0], row[3]) for row in rows if row[1] in ("proportional", "all_or_nothing", "full", "exclude")}
    assert used == {
        "proportional": ("采用", "默认"),
        "all_or_nothing": ("", ""),
        "full": ("", ""),
        "exclude": ("采用", "选定"),
    }
    assert any(row[0] == "第3项" and row[4] == "zero = exclude" for row in rows)
    assert any("附件 分值" in row[0] and "原文没有写。" in row[0] for row in rows)
    assert any("第1项原文没有印计量单位" in row[0] for row in rows)


def test_what_another_option_gives_is_shown_only_when_it_was_tried() -> None:
    assessment = assessed(with_spread=True)
    assert assessment.spread is not None
    assert assessment.main is not None
    tried = assessment.spread["2026"]
    result = Written(write_result(assessment, "9.9.9"))
    for move in tried.moves:
        row = result.row("口径与假设", move.option, column=1)
        assert row[4] == float(move.total)
        assert row[5] == pytest.approx(float(move.total - assessment.main.total))
    assert any(f"最高 {float(tried.high):.2f}" in str(row[0]) for row in result.rows("口径与假设"))
    plain = written().row("口径与假设", "exclude", column=1)
    assert plain[4:6] == ["", ""]


def test_it_states_no_verdict() -> None:
    for result in (written(), written(figures={(no, p): 50 for no in "1345" for p in ("2025", "2026")})):
        texts = list(result.texts())
        assert NO_GRADES in texts
        assert not [text for text in texts if re.search("合格|通过|达标|优秀|良好", text)]


def test_what_a_person_typed_stays_text() -> None:
    finding = Finding(
        code="ZHT-ENTRY-NEGATIVE",
        severity="error",
        message="+1|cmd' /C calc'!A0",
        hint="@SUM(1)",
        at=CellRef(EVIL, 1, 1),
        sheet=EVIL,
        raw="\x00\ud800_x0041_",
    )
    result = written(
        EVIL, entry_findings=(finding,), file="/x/{=1+1}.xlsx", joined=(("http://evil.example/a.xlsx", "cd" * 32),)
    )
    with zipfile.ZipFile(io.BytesIO(result.content)) as archive:
        for name in archive.namelist():
            part = archive.read(name).decode()
            assert not re.search("<hyperlink|externalLink|TargetMode", part), name
    harmless = dataclasses.replace(
        finding, message="说明", hint="更正", at=CellRef("填报", 1, 1), sheet="填报", raw="1"
    )
    assert formulas(result.content) == formulas(written(entry_findings=(harmless,)).content), "our own and no others"
    cells = [cell for sheet in result.book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert result.row("总览", "填报单位")[1] == EVIL
    row = result.row("问题清单", "ZHT-ENTRY-NEGATIVE", column=2)
    assert row[3:7] == [f"{EVIL}!A1", "", "+1|cmd' /C calc'!A0", "@SUM(1)"]
    assert result.row("核验", "填报件")[1] == "{=1+1}.xlsx"
    assert ("joined", "a.xlsx", "cd" * 32) in result.identity()
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+1|", "@SUM")))


def test_a_text_that_no_page_can_hold_is_cut_and_says_so() -> None:
    text = "长" * 40_000
    finding = Finding(code="ZHT-ENTRY-NEGATIVE", severity="error", message=text, hint="改。")
    result = written(unit=text, entry_findings=(finding,))
    shown = result.row("问题清单", "ZHT-ENTRY-NEGATIVE", column=2)[5]
    assert shown == "长" * LONGEST_SHOWN + "……（共40000字，全文见填报件）"
    assert result.row("总览", "填报单位")[1] == shown


def test_digits_beyond_a_spreadsheet_number_stay_digits() -> None:
    result = written(figures={**FIGURES, ("4", "2026"): 12345678901234567890})
    assert result.row("计分表", "4")[5] == "12345678901234567890"
    assert ("figure", "4", "2026", "12345678901234567890") in result.identity()


def test_the_same_assessment_gives_the_same_bytes_and_nothing_of_another_one() -> None:
    mine, other = (
        assessed("甲单位"),
        assessed("乙单位", file="乙的填报件.xlsx", figures={**FIGURES, ("1", "2026"): 777}),
    )
    before = write_result(mine, "9.9.9")
    foreign = Written(write_result(other, "9.9.9"))
    assert write_result(mine, "9.9.9") == before
    assert foreign.content != before
    assert not [text for text in foreign.texts() if "甲" in text]
    assert not [text for text in Written(before).texts() if "乙" in text or "777" in text]


def test_it_says_what_it_was_computed_from() -> None:
    result = written(decided={"zero": "exclude"}, joined=(("/某处/2025.xlsx", "cd" * 32),))
    facts = {row[0]: row[1] for row in result.rows("核验")}
    assert facts["填报件"] == "甲的填报件.xlsx"
    assert facts["填报件的SHA-256"] == "ab" * 32
    assert (facts["制度定义版本"], facts["制度定义摘要"]) == ("3", "0123456789ab")
    assert facts["核定基准日"].startswith("2026-12-31")
    assert (facts["zero"], facts["credit"]) == ("exclude", "proportional")
    assert facts["同单位其他年份"] == f"2025.xlsx\nSHA-256　{'cd' * 32}"
    assert facts["程序版本"] == "zht 9.9.9"
    assert not [text for text in result.texts() if "某处" in text]


def test_its_identity_is_that_of_a_result() -> None:
    result = written()
    rows = result.identity()
    assert dict(row for row in rows if len(row) == 2) == {
        "form": "sample-2026",
        "regime": "sample",
        "version": "3",
        "digest": "0123456789ab",
        "role": "result",
        "unit": "甲单位",
        "uscc": "91500227MA5U000X0A",
        "file": "甲的填报件.xlsx",
        "sha256": "ab" * 32,
        "as_of": "2026-12-31",
        "as_of_source": "period",
        "tool": "9.9.9",
    }
    properties = {p.name: p.value for p in result.book.custom_doc_props.props}
    assert properties == {
        "zht_form": "sample-2026",
        "zht_version": "3",
        "zht_digest": "0123456789ab",
        "zht_role": "result",
    }


def test_the_figures_can_be_taken_over_exactly() -> None:
    rows = written().identity()
    figures = {(no, period): value for kind, no, period, value in (r for r in rows if len(r) == 4) if kind == "figure"}
    assert figures == {
        **{key: str(value) for key, value in FIGURES.items()},
        ("2", "2026"): "10/3",
    }
    assert ("reading", "credit", "proportional", "默认") in rows


@given(st.fractions())
def test_an_exact_text_is_exact(value: Fraction) -> None:
    assert Fraction(exact_text(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_finite_decimal_is_written_as_one(value: Decimal) -> None:
    text = exact_text(Fraction(value))
    assert "/" not in text
    assert Decimal(text) == value


def test_it_prints_on_a4_with_page_numbers_and_headers() -> None:
    result = written()
    with zipfile.ZipFile(io.BytesIO(result.content)) as archive:
        for number, name in enumerate(SHEETS, 1):
            sheet = result.book[name]
            assert sheet.page_setup.paperSize == 9
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            part = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            footer = html.unescape(re.findall("<oddFooter>(.*?)</oddFooter>", part)[0])
            assert "第&P页/共&N页" in footer
            assert "sample-2026 v3 0123456789ab" in footer
            assert f"填报件 {'ab' * 6}" in footer
    for name in ("计分表", "累计进度"):
        sheet = result.book[name]
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 2)
        assert sheet.print_title_rows == "$1:$3"
        assert sheet.freeze_panes == {"计分表": "D4", "累计进度": "C4"}[name]
    assert result.book["计分表"].print_title_cols == "$A:$C"
    with_findings = written(figures={("1", "2026"): 1}).book["问题清单"]
    assert with_findings.freeze_panes == "A5"
    assert with_findings.print_title_rows == "$4:$4"


@given(
    st.lists(st.floats(4, 30), min_size=4, max_size=24),
    st.lists(st.floats(4, 30), min_size=1, max_size=12),
)
def test_facing_pages_are_equally_wide(left: list[float], right: list[float]) -> None:
    """A right page is never wider than a left one where it could be helped, and narrower by less than a column."""
    stretched = balanced(left, 2, right, range(len(right)))
    room = sum(left[2:]) + 5 / 7 * (len(left) - 2)
    taken = sum(stretched) + 5 / 7 * len(stretched)
    if room - 1 - 5 / 7 * len(right) > sum(right) / 2:
        assert room - 1.2 < taken < room - 0.8


def test_without_a_score_it_says_why_and_keeps_the_findings() -> None:
    finding = forms.WRONG_FORM.found(seen="sample-2026", wanted="sample-2027")
    assessment = assessed(entry_findings=(finding,))
    assert assessment.main is None
    result = Written(write_result(assessment, "9.9.9"))
    assert result.book.sheetnames == [*(name for name in SHEETS if name != "图表"), "_zht"]
    sentence = f"没有得分。{finding.message}"
    for name in ("总览", "计分表", "累计进度"):
        assert [row[0] for row in result.rows(name)].count(sentence) == 1
    assert result.row("问题清单", finding.code, column=2)[5] == finding.message
    assert result.row("总览", "计分范围")[1] == "没有计分"
    assert not [row for row in result.identity() if row[0] == "figure"]


def test_a_file_of_no_known_form_has_no_result() -> None:
    with pytest.raises(ValueError, match=r"x\.xlsx"):
        write_result(Assessment(file="x.xlsx", sha256="0" * 64, refused=True), "9.9.9")


def cells(result: Written, sheet: str) -> list[tuple[tuple[int, int], Any]]:
    """What is not blank, with its place."""
    rows = enumerate(result.rows(sheet))
    return [((row, column), value) for row, values in rows for column, value in enumerate(values) if value != ""]


@pytest.mark.office
def test_libreoffice_keeps_its_figures(libreoffice: Callable[[Path, str], Path], tmp_path: Path) -> None:
    path = tmp_path / "result.xlsx"
    result = written(with_spread=True)
    path.write_bytes(result.content)
    again = Written(libreoffice(path, "xlsx:Calc MS Excel 2007 XML").read_bytes())
    assert again.book.sheetnames == [*SHEETS, "_zht"]
    for name in ("计分表", "累计进度"):
        before, after = cells(result, name), cells(again, name)
        assert {place: value if isinstance(value, str) else pytest.approx(value) for place, value in before} == dict(
            after
        )
    assert again.identity() == result.identity()
