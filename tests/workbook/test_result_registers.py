"""The result workbook of a form with registers: every row with its verdict, and figures side by side."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from test_result import EVIL, SHEETS, TREE, Written, assessed

from zhtcli.core.decision import Decision
from zhtcli.core.finding import Finding
from zhtcli.core.rules.regime import Definition
from zhtcli.workbook.result import registers, write_result

USCC = "91500227MA5U000X0A"
PERSON = "500227198001010013"
"""Nobody's: its check digit is wrong."""


def _column(key: str, label: str, type: str, **more: Any) -> Any:
    return {"key": key, "label": label, "type": type, **more}


def _filled(column: str, reason: str, clause: str, **more: Any) -> Any:
    return {
        "must": {"kind": "filled", "columns": [column]},
        "reason": reason,
        "clause": clause,
        "basis": "T",
        "effect": "not_counted",
        **more,
    }


def _register(key: str, title: str, indicators: list[str], identity: list[str], *columns: Any, **more: Any) -> Any:
    return {
        "key": key,
        "title": title,
        "guidance": "每项一行。",
        "clause": f"附件 {title}",
        "basis": "T",
        "indicators": indicators,
        "identity": identity,
        "columns": columns,
        **more,
    }


EFFECT = {"by": "missing_evidence", "cases": {"not_counted": "not_counted", "counted": "flagged"}}
RULES: dict[str, Any] = {
    "1": {"kind": "count", "register": "people", "distinct": [["code"]], "stock": True},
    "2": {
        "kind": "share",
        "numerator": {
            "kind": "total",
            "register": "firms",
            "column": "rd",
            "stock": True,
            "own_period": True,
            "select": {"kind": "yes", "column": "inside"},
        },
        "denominator": {"kind": "total", "register": "firms", "column": "revenue", "stock": True, "own_period": True},
    },
    "4": {
        "kind": "count",
        "register": "things",
        "select": {"kind": "equals", "column": "indicator", "values": ["4"]},
        "distinct": [["title"]],
        "quantity": "quantity",
        "requires": [
            _filled("evidence", "没有写佐证材料", "附件 佐证", about="evidence", effect=EFFECT),
            _filled("level", "没有写级别", "附件 级别", effect="flagged"),
        ],
    },
}
LEDGER = Definition(
    "sample",
    {
        **TREE,
        "indicators": [{**node, "rows": RULES.get(node["no"])} for node in TREE["indicators"]],
        "registers": [
            _register(
                "people",
                "人员",
                ["1"],
                ["name", "code"],
                _column("name", "姓名", "text"),
                _column("code", "身份证号", "code", format="person"),
                _column("from", "起", "date"),
                _column("until", "止", "date"),
                since="from",
                until="until",
            ),
            _register(
                "firms",
                "企业",
                ["2"],
                ["name"],
                _column("name", "名称", "text"),
                _column("rd", "研发", "money"),
                _column("revenue", "营收", "money"),
                _column("inside", "在内", "boolean"),
            ),
            _register(
                "things",
                "事项",
                ["4"],
                ["title"],
                _column("indicator", "所属指标", "choice", choices=["4"], required=True),
                _column("title", "名称", "text"),
                _column("date", "日期", "date"),
                _column("quantity", "数量", "integer"),
                _column("evidence", "佐证", "text"),
                _column("level", "级别", "text"),
                dated="date",
            ),
        ],
        "readings": [
            *TREE["readings"],
            {
                "key": "missing_evidence",
                "title": "缺佐证怎样计",
                "default": "not_counted",
                "options": {"not_counted": {"label": "不计"}, "counted": {"label": "照计"}},
                "clause": "附件 佐证",
                "why": "原文没有写。",
            },
        ],
    },
    "0123456789ab",
    {},
)
_DAY = date(2026, 3, 1)
ROWS: dict[str, list[dict[str, Any]]] = {
    "people": [
        {"name": "张三", "code": PERSON, "from": date(2025, 1, 1)},
        {"name": "张三", "code": PERSON, "from": date(2025, 1, 1)},
        {"name": "李四", "from": date(2024, 1, 1), "until": date(2026, 6, 30)},
        {"name": "王五", "from": date(2027, 1, 1)},
    ],
    "firms": [
        {"name": "甲厂", "rd": Decimal("1.5"), "revenue": Decimal(40), "inside": True},
        {"name": "乙厂", "rd": Decimal(9), "revenue": Decimal(20)},
    ],
    "things": [
        {"indicator": "4", "title": "一", "date": _DAY, "quantity": Decimal(2), "evidence": "a", "level": "市"},
        {"indicator": "4", "title": "二", "date": _DAY, "level": "市"},
        {"indicator": "4", "title": "三", "evidence": "a", "level": "市"},
        {"indicator": "4", "title": "四", "date": date(2024, 5, 1), "evidence": "a", "level": "市"},
        {"indicator": "4", "title": "一", "date": date(2025, 7, 1), "evidence": "a"},
        {"title": EVIL, "date": _DAY, "evidence": "a"},
    ],
}


def written(**more: Any) -> Written:
    return Written(write_result(assessed(**{"definition": LEDGER, "rows": ROWS, **more}), "9.9.9"))


def lines(result: Written) -> list[list[Any]]:
    rows = result.rows("台账核定")
    head = next(place for place, row in enumerate(rows) if row[0] == "台账")
    assert rows[head] == list(registers.HEADERS)
    return rows[head + 1 :]


def test_the_sheet_stands_there_only_where_there_are_registers() -> None:
    assert written().book.sheetnames == [*SHEETS[:4], "台账核定", *SHEETS[4:], "_zht"]
    assert "台账核定" not in written(rows=None).book.sheetnames


def test_every_row_says_whether_it_counts_for_what_and_why() -> None:
    # 台账 行号 行标识 指标 用作 日期 数量 计入 年度 原因 条款
    told = [(row[0], *row[1:5], *row[6:]) for row in lines(written())]
    people, firms, things = "台账_人员", "台账_企业", "台账_事项"
    hidden = "500227********0013"
    assert told == [
        (people, 5, f"张三/{hidden}", "1", "计数", 1, "是", "2026年", "", "附件 序号1"),
        (people, 6, f"张三/{hidden}#2", "1", "计数", "", "否", "2026年", "同一事项只计一次（见第5行）", "附件 序号1"),
        (people, 7, "李四", "", "", "", "否", "", "到2026-12-31已经结束", "附件 人员"),
        (people, 8, "王五", "", "", "", "否", "", "到2026-12-31还没有开始", "附件 人员"),
        (firms, 5, "甲厂", "2", "分子", 1.5, "是", "2026年", "", "附件 序号2"),
        (firms, 5, "甲厂", "2", "分母", 40, "是", "2026年", "", "附件 序号2"),
        (firms, 6, "乙厂", "2", "分母", 20, "是", "2026年", "", "附件 序号2"),
        (things, 5, "一", "4", "计数", "", "否", "2026年", "同一事项只计一次（见第9行）", "附件 序号4"),
        (things, 6, "二", "4", "计数", "", "否", "2026年", "没有写佐证材料", "附件 佐证"),
        (things, 7, "三", "4", "计数", "", "否", "", "没有能用的日期", "附件 序号4"),
        (things, 8, "四", "4", "计数", "", "否", "2024年", "不在考核期内（2024年）", "附件 序号4"),
        (things, 9, "一#2", "4", "计数", 1, "是", "2025年", "已计入，但没有写级别", "附件 级别"),
        (things, 10, EVIL, "", "", "", "否", "", "没有写明所属指标", "附件 事项"),
    ]


def test_the_counted_quantities_add_up_to_the_verified_values() -> None:
    assessment = assessed(definition=LEDGER, rows=ROWS)
    sums: dict[tuple[str, str, str], Fraction] = {}
    for row in lines(Written(write_result(assessment, "0"))):
        if row[7] == "是":
            key = (row[3], row[8], row[4])
            sums[key] = sums.get(key, Fraction(0)) + Fraction(str(row[6]))
    values = assessment.verification.values
    assert sums["4", "2025年", "计数"] == values["4", "2025"].value == 1
    assert sums["1", "2026年", "计数"] == values["1", "2026"].value == 1
    share = sums["2", "2026年", "分子"] / sums["2", "2026年", "分母"] * 100
    assert share == values["2", "2026"].value == Fraction(5, 2)


def test_a_row_key_is_the_one_that_the_findings_name() -> None:
    result = written()
    keys = {(row[0], row[1]): row[2] for row in lines(result)}
    rows = result.rows("问题清单")
    head = next(row for row in rows if row[0] == "序号")
    assert head[3:7] == ["位置", "台账", "行标识", "指标"]
    found = [row for row in rows if str(row[2]).startswith("ZHT-ROW-")]
    assert len(found) >= 5
    for row in found:
        sheet, cell = row[3].split("!")
        assert keys[sheet, float(cell.lstrip("ABCDEF"))] == row[5]
        assert row[4] == sheet.removeprefix("台账_")


def test_a_row_with_an_unusable_figure_says_so() -> None:
    row = {"indicator": "4", "title": "负", "date": _DAY, "quantity": Decimal(-3), "evidence": "a", "level": "市"}
    (line,) = lines(written(rows={"things": [row]}))
    assert line[6:10] == ["", "否", "2026年", "数量不能用（见问题清单）"]


def test_a_day_that_was_asked_for_decides_who_is_still_there() -> None:
    told = lines(written(as_of=date(2026, 6, 30)))
    assert [row[7] for row in told if row[2] == "李四"] == ["是"]
    assert [row[9] for row in told if row[2] == "王五"] == ["到2026-06-30还没有开始"]


def test_reported_and_verified_stand_beside_what_counts() -> None:
    result = written()
    head = next(row for row in result.rows("计分表") if row[0] == "序号")
    assert head[4:10] == ["目标", "填报数", "核定数", "差异", "实际", "完成率"]
    assert result.row("计分表", "1")[5:9] == [3, 1, 2, 1]
    assert result.row("计分表", "5")[5:9] == [6, "", "", 6]
    two = next(row for row in result.book["计分表"].iter_rows() if row[0].value == "2")
    assert [cell.value for cell in two[5:9]] == [
        float(Fraction(1, 30)),
        0.025,
        float(Fraction(10, 3) - Fraction(5, 2)),
        0.025,
    ]
    assert "个百分点" in two[7].number_format
    source = head.index("取数来源")
    assert [result.row("计分表", no)[source] for no in "12345"] == ["核定", "核定", "填报", "核定", "填报"]
    assert result.row("计分表", "2")[source + 1].startswith("实际：1.5 ÷ 60；")
    assert [result.row("计分表", no)[source + 2] for no in "12"] == ["台账_人员", "台账_企业"]


def test_a_decision_stands_beside_and_is_told_with_its_reason() -> None:
    about = {"unit": USCC, "reason": f"查过{PERSON}", "by": "赵六", "date": "2027-01-20"}
    decisions = (Decision(no="4", row="二", value=True, **about), Decision(no="1", value=Fraction(4), **about))
    result = written(decisions=decisions)
    (row,) = [row for row in lines(result) if row[2] == "二"]
    assert (row[6], row[7]) == (1, "是")
    assert row[9] == "按裁定计入：查过500227********0013（赵六，2027-01-20）"
    head = next(row for row in result.rows("计分表") if row[0] == "序号")
    assert head[5:10] == ["填报数", "核定数", "差异", "裁定数", "实际"]
    assert result.row("计分表", "1")[5:10] == [3, 1, 2, 4, 4]
    assert result.row("计分表", "1")[head.index("取数来源")] == "裁定"


def test_the_totals_say_what_they_owe_to_the_registers() -> None:
    assessment = assessed(definition=LEDGER, rows=ROWS)
    result = Written(write_result(assessment, "0"))
    rows = result.rows("总览")
    start = next(place for place, row in enumerate(rows) if row[0] == "台账对总分的影响")
    for place, card in enumerate(assessment.scorecards, start + 2):
        assert rows[place][2:5] == [
            float(total) for total in (card.total, card.total_without_registers, card.total_without_evidence)
        ]
    assert rows[start + 2][2:5] == [5.42, 7.5, 6.42]
    assert rows[start + 2][5] == "3项按核定数"
    assert any("是没有佐证的行也计时的总分" in str(row[0]) for row in rows)
    assert result.row("计分表", "只按填报数，不用台账")[11] == 7.5
    assert not any(row[0] == "台账对总分的影响" for row in written(rows=None).rows("总览"))


def test_it_can_be_filtered_and_printed() -> None:
    result = written()
    sheet = result.book["台账核定"]
    assert sheet.auto_filter.ref == "A5:K18"
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.paperSize == 9
    with zipfile.ZipFile(BytesIO(result.content)) as archive:
        part = archive.read("xl/worksheets/sheet5.xml").decode()
    assert "第&amp;P页" in part
    assert "<f>" not in part


def test_numbers_of_persons_stand_nowhere() -> None:
    finding = Finding(
        code="ZHT-ENTRY-NEGATIVE",
        severity="error",
        message=f"填了{PERSON}",
        hint=f"改{PERSON}",
        row=PERSON,
        register="people",
    )
    result = written(entry_findings=(finding,), unit=f"甲{PERSON}")
    with zipfile.ZipFile(BytesIO(result.content)) as archive:
        for name in archive.namelist():
            assert PERSON not in archive.read(name).decode(), name
    assert result.row("问题清单", "ZHT-ENTRY-NEGATIVE", column=2)[7] == "填了500227********0013"


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert written().content == written().content


def test_long_texts_get_their_lines_and_short_ones_the_sheet_s_height() -> None:
    rows = {"things": [{"indicator": "4", "title": title, "date": _DAY} for title in ("短", "长" * 60, "a" * 60)]}
    sheet = written(rows=rows).book["台账核定"]
    heights = {row[2].value: sheet.row_dimensions[row[2].row].height for row in sheet.iter_rows(min_row=6)}
    assert heights["短"] == 18
    assert heights["长" * 60] > 45
    assert heights["a" * 60] > 25


def test_what_no_sheet_can_hold_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "LAST_ROW", 12)
    result = written()
    assert len(lines(result)) == 12 - 6
    assert any(row[0] == "台账行数太多，一页放不下，只列前6条。" for row in result.rows("台账核定"))


@pytest.mark.office
def test_libreoffice_reads_every_row(libreoffice: Callable[[Path, str], Path], tmp_path: Path) -> None:
    path = tmp_path / "result.xlsx"
    result = written()
    path.write_bytes(result.content)
    again = Written(libreoffice(path, "xlsx:Calc MS Excel 2007 XML").read_bytes())
    assert [row[:11] for row in lines(again)] == lines(result)


def test_a_form_whose_registers_are_blank_has_the_columns_of_one_without() -> None:
    plain, blank = Written(write_result(assessed(), "0")), written(rows=None)
    assert blank.headers("计分表", "序号") == plain.headers("计分表", "序号")


def test_a_claim_without_rows_is_marked() -> None:
    result = written(rows={"people": ROWS["people"]})
    source = result.headers("计分表", "序号").index("取数来源")
    assert [result.row("计分表", no)[source] for no in "12345"] == ["核定", "无台账", "填报", "无台账", "填报"]
