"""Links of a result: from each finding to the row that it speaks of, and from the tables back to the list."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhtcli.workbook.result import write_result
from zhtcli.workbook.result.page.cell import Link
from zhtcli.workbook.result.page.links import NOWHERE, FindingLinks, Links, within_limit
from zhtcli.workbook.result.page.terms import Place
from zhtcli.workflow.assessing import assess_one
from zhtcli.workflow.forming import fill_form

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
EACH = ("bishan/registers-2026", "bishan/mistakes-2026", "changzhou/mistakes", "cixi/complex-2026",
        "wuqing/subsidy-2026")  # fmt: skip
"""Of each kind of document one: points with registers and without, experts, a cycle with money, grants."""
ADDRESS = re.compile(r"'([^']+)'!A(\d+)")
LIST, FIRST = "问题清单", 5


@cache
def book(sample: str) -> Any:
    return of(SAMPLES / f"{sample}.xlsx")


def of(path: Path) -> Any:
    assessment, _ = assess_one(path)
    return openpyxl.load_workbook(io.BytesIO(write_result(assessment, "9.9.9")))


def target(cell: Any) -> tuple[str, int]:
    """The sheet and the row that a cell leads to; the first cell of the row always."""
    found = ADDRESS.fullmatch(cell.hyperlink.location)
    assert found is not None
    return found[1], int(found[2])


def columns(sheet: Any, head: int = FIRST - 1) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[head] if cell.value}


@pytest.mark.parametrize("sample", EACH)
def test_every_link_leads_to_a_row_of_this_book_and_says_so(sample: str) -> None:
    result = book(sample)
    cells = [c for sheet in result.worksheets for row in sheet.iter_rows() for c in row if c.hyperlink is not None]
    assert cells
    for cell in cells:
        sheet, row = target(cell)
        assert cell.hyperlink.target is None
        assert cell.hyperlink.id is None
        assert result[sheet].cell(row, 1).value is not None or result[sheet].cell(row, 2).value is not None
        assert re.search(r"[\u4e00-\u9fff]", cell.hyperlink.tooltip)
        assert cell.font.underline == "single"


@pytest.mark.parametrize("sample", EACH)
def test_a_finding_leads_to_its_indicator_and_to_its_row(sample: str) -> None:
    result = book(sample)
    sheet = result[LIST]
    at = columns(sheet)
    seen = set()
    for row in range(FIRST, sheet.max_row + 1):
        if "指标" in at and (no := sheet.cell(row, at["指标"])).hyperlink is not None:
            to, line = target(no)
            assert to == ("完成情况" if sample.startswith("cixi") else "计分表")
            assert result[to].cell(line, 1).value == no.value
            seen.add("指标")
        if "台账" in at and (register := sheet.cell(row, at["台账"])).hyperlink is not None:
            to, line = target(register)
            assert to == "台账核定"
            assert result[to].cell(line, 3).value == sheet.cell(row, at["行标识"]).value
            seen.add("台账")
        if (best := sheet.cell(row, 1)).hyperlink is not None:
            assert best.value == row - FIRST + 1, "it stays a number"
            seen.add(target(best)[0])
    wanted = {
        "bishan/registers-2026": {"指标", "台账", "计分表", "台账核定", "佐证清单"},
        "bishan/mistakes-2026": {"指标", "计分表"},
        "changzhou/mistakes": {"指标", "台账", "计分表", "台账核定", "佐证清单"},
        "cixi/complex-2026": {"台账", "补助核定"},
        "wuqing/subsidy-2026": {"台账", "补助核定"},
    }
    assert seen >= wanted[sample]


def test_the_row_of_the_indicator_is_chosen_where_a_register_row_serves_several() -> None:
    result = book("changzhou/mistakes")
    sheet, ledger = result[LIST], result["台账核定"]
    at = columns(sheet)
    told = [row for row in range(FIRST, sheet.max_row + 1) if sheet.cell(row, at["台账"]).hyperlink is not None]
    assert told
    for row in told:
        _, line = target(sheet.cell(row, at["台账"]))
        no, key = sheet.cell(row, at["指标"]).value, sheet.cell(row, at["行标识"]).value
        lines = [n for n in range(6, ledger.max_row + 1) if ledger.cell(n, 3).value == key]
        mine = [n for n in lines if no and no in {part.partition(".")[0] for part in _parts(ledger.cell(n, 4).value)}]
        assert line == (mine or lines)[0]


def _parts(text: str | None) -> list[str]:
    return (text or "").split("、")


def test_a_finding_about_evidence_leads_to_the_line_that_names_it() -> None:
    result = book("bishan/registers-2026")
    (row,) = [r for r in range(FIRST, result[LIST].max_row + 1) if result[LIST].cell(r, 3).value == "ZHT-ROW-EVIDENCE"]
    sheet, line = target(result[LIST].cell(row, 1))
    assert sheet == "佐证清单"
    told = [result[sheet].cell(line, column).value for column in (1, 4, 6, 7, 9)]
    assert told == ["30", "没有写佐证材料", "台账_其他事项!E9", "没有写，无从查找", f"第{row - FIRST + 1}条"]
    assert target(result[sheet].cell(line, 9)) == (LIST, row)


def test_the_table_leads_back_to_the_first_finding() -> None:
    result = book("bishan/mistakes-2026")
    sheet, at = result[LIST], columns(result[LIST])
    about: dict[str, list[int]] = {}
    for row in range(FIRST, sheet.max_row + 1):
        if no := sheet.cell(row, at["指标"]).value:
            about.setdefault(no, []).append(row)
    back = {row[0].value: row[0] for row in result["计分表"].iter_rows(min_row=4) if row[0].hyperlink is not None}
    assert back.keys() == about.keys()
    for no, cell in back.items():
        assert target(cell) == (LIST, about[no][0])
        first = about[no][0] - FIRST + 1
        assert cell.hyperlink.tooltip == f"有{len(about[no])}条问题，第一条是“问题清单”第{first}条"


@pytest.mark.parametrize("sample", EACH)
def test_the_filter_covers_the_whole_list(sample: str) -> None:
    sheet = book(sample)[LIST]
    last = sheet.cell(FIRST - 1, sheet.max_column).column_letter
    assert sheet.auto_filter.ref == f"A{FIRST - 1}:{last}{sheet.max_row}"
    assert sheet.cell(sheet.max_row, 1).value == sheet.max_row - FIRST + 1


def test_a_finding_about_a_condition_leads_to_its_conclusion(tmp_path: Path) -> None:
    data = {"form": "wuqing-recognition", "fields": {"staff": "约40", "rd_staff": 20, "area": 300}}
    (tmp_path / "a.xlsx").write_bytes(fill_form("wuqing-recognition", data))
    result = of(tmp_path / "a.xlsx")
    sheet = result[LIST]
    (row,) = [r for r in range(FIRST, sheet.max_row + 1) if "约40" in str(sheet.cell(r, 5).value)]
    to, line = target(sheet.cell(row, 1))
    assert to == "条件结论"
    assert sheet.cell(row, 4).value.split("!")[1] in result[to].cell(line, 9).value, "the cell stands among its cells"


def link(row: int) -> Link:
    return Link(Place("计分表", row, 1), "到那里")


def test_beyond_what_a_sheet_holds_the_list_says_where_links_end() -> None:
    every = [FindingLinks(link(1), link(1)), FindingLinks(link(2)), NOWHERE, FindingLinks(link(3), None, link(3))]
    assert within_limit(every, 5) == every
    assert within_limit(every, 4) == every[:3]
    assert within_limit(every, 2) == every[:1]
    cut = Links(within_limit(every, 4), len(every))
    assert cut.said == "带下划线的单元格可以点击，跳到它说的那一行。一页最多放65530个链接，只有前3条带链接。"
    assert cut.of(4) is NOWHERE
    assert Links(every, len(every)).said == "带下划线的单元格可以点击，跳到它说的那一行。"
    assert Links([NOWHERE], 1).said == ""
