"""佐证清单: what the document asks for, what the form names, and what a folder holds of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhtcli.workbook.result import write_result
from zhtcli.workflow.assessing import assess_one
from zhtcli.workflow.choices import Choices
from zhtcli.workflow.evidencing import list_folder
from zhtcli.workflow.forming import fill_form

ID_NUMBER = "11010519491231002X"
A_HASH, EMPTY_HASH = "ca978112ca1b", "e3b0c44298fc"
"""How the SHA-256 of `a` and of nothing begin."""
UNCHECKED = "没有给出佐证文件夹，未核对"
Sheet = list[list[Any]]


def filled(tmp_path: Path, form: str, data: dict[str, Any]) -> Path:
    path = tmp_path / f"{form}.xlsx"
    path.write_bytes(fill_form(form, data))
    return path


def sheet(form: Path, folder: Path | None = None) -> Sheet | None:
    """The rows of the list, blank cells as empty texts; None where there is no such sheet."""
    choices = Choices(evidence=list_folder(folder, leave_out=form) if folder is not None else None)
    assessment, _ = assess_one(form, choices)
    content = write_result(assessment, "9.9.9")
    assert content == write_result(assessment, "9.9.9")
    book: Any = openpyxl.load_workbook(io.BytesIO(content))
    if "佐证清单" not in book.sheetnames:
        return None
    rows = [[cell.value if cell.value is not None else "" for cell in row] for row in book["佐证清单"].iter_rows()]
    assert book.sheetnames.index("佐证清单") == book.sheetnames.index("问题清单") + 1
    assert book["佐证清单"].auto_filter.ref == f"A5:{'M' if folder else 'J'}{len(rows)}"
    return rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "佐证"
    path.mkdir()
    return path


@pytest.fixture
def named(tmp_path: Path) -> Callable[..., Path]:
    """A form of Changzhou with these cells for evidence, by indicator, and these rows of talents."""

    def made(cells: dict[str, str] | None = None, **registers: list[dict[str, Any]]) -> Path:
        data: dict[str, Any] = {"form": "changzhou", "indicators": {}, "registers": registers}
        data["fields"] = {"project_start": "2024-01-01", "project_end": "2026-06-30"}
        for no, text in (cells or {}).items():
            data["indicators"][no] = {"evidence": text}
        return filled(tmp_path, "changzhou", data)

    return made


def test_nothing_handed_in_still_lists_what_is_asked(named: Callable[..., Path]) -> None:
    rows = sheet(named())
    assert rows is not None
    assert rows[2][0] == f"{UNCHECKED}。填报件没有写任何佐证。"
    assert rows[4] == [
        "序号",
        "指标",
        "要求的佐证",
        "填报件写的",
        "写的是",
        "写在哪里",
        "核对结果",
        "也用于",
        "问题",
        "条款",
    ]
    assert len(rows[5:]) == 17
    assert [row[0] for row in rows[5:]] == [str(no) for no in range(1, 18)]
    assert all(row[2] and row[9] for row in rows[5:]), "what is asked, and by which clause"
    assert {row[3] for row in rows[5:]} == {"没有写佐证"}
    assert {text for row in rows[5:] for text in row[4:9]} == {""}


def test_without_a_folder_nothing_is_said_to_be_there_or_missing(named: Callable[..., Path]) -> None:
    rows = sheet(named({"6": "说明.pdf、常科发〔2026〕5号；https://example.cn/a", "7": "说明.PDF"}))
    assert rows is not None
    lines = [row[3:8] for row in rows[5:] if row[4]]
    assert lines == [
        ["说明.pdf", "文件名", "指标填报!L14", UNCHECKED, "第7项"],
        ["常科发〔2026〕5号", "文号或说明", "指标填报!L14", UNCHECKED, ""],
        ["https://example.cn/a", "链接", "指标填报!L14", "不是文件，没有查找", ""],
        ["说明.PDF", "文件名", "指标填报!L16", UNCHECKED, "第6项"],
    ]


def test_each_file_says_whether_it_was_found_and_where_else_it_serves(named: Callable[..., Path], folder: Path) -> None:
    (folder / "说明.pdf").write_bytes(b"a")
    (folder / "副本.pdf").write_bytes(b"a")
    (folder / "空.pdf").write_bytes(b"")
    (folder / "没有写到.docx").write_bytes(b"b")
    rows = sheet(named({"6": "说明.pdf；空.pdf；不在.pdf；常科发5号", "7": "副本.pdf"}), folder)
    assert rows is not None
    assert rows[2][0] == (
        "佐证文件夹“佐证”有4个文件。下面所列：2条找到，1条找到、是空文件，1条没有找到，1条不是文件、没有查找。没有写到的文件1个。"
    )
    assert rows[4][7:10] == ["佐证文件夹里的文件", "大小（字节）", "SHA-256（前12位）"]
    by_name = {row[3] or row[7]: row for row in rows[5:] if row[4]}
    assert by_name["说明.pdf"][6:11] == ["找到", "说明.pdf", 1, A_HASH, "第7项"]
    assert by_name["副本.pdf"][6:11] == ["找到", "副本.pdf", 1, A_HASH, "第6项"]
    assert by_name["空.pdf"][6:11] == ["找到，是空文件", "空.pdf", 0, EMPTY_HASH, ""]
    assert by_name["不在.pdf"][6:11] == ["没有找到", "", "", "", ""]
    assert by_name["常科发5号"][6:11] == ["不是文件，没有查找", "", "", "", ""]
    assert by_name["没有写到.docx"][1:4] == ["没有写到的文件", "", ""]
    assert rows[-1][7] == "没有写到.docx"


def test_the_findings_that_speak_of_it_stand_beside(named: Callable[..., Path], folder: Path) -> None:
    (folder / "空.pdf").write_bytes(b"")
    (folder / "多余.pdf").write_bytes(b"b")
    form = named({"6": "空.pdf；不在.pdf"})
    assessment, _ = assess_one(form, Choices(evidence=list_folder(folder)))
    numbers = {one.code: number for number, one in enumerate(assessment.findings, 1)}
    rows = sheet(form, folder)
    assert rows is not None
    told = {row[3] or row[7]: row[11] for row in rows[5:] if row[4]}
    assert told == {
        "空.pdf": f"第{numbers['ZHT-EVIDENCE-EMPTY']}条",
        "不在.pdf": f"第{numbers['ZHT-EVIDENCE-MISSING']}条",
        "多余.pdf": f"第{numbers['ZHT-EVIDENCE-UNUSED']}条",
    }


def test_a_row_that_names_none_is_listed_once(named: Callable[..., Path], folder: Path) -> None:
    row = {"name": "张三", "level": "省", "date": "2025-03-01"}
    form = named(talents=[{**row, "key": "A"}, {**row, "key": "B", "evidence": "名单"}])
    assessment, _ = assess_one(form, Choices(evidence=list_folder(folder)))
    (number,) = [n for n, one in enumerate(assessment.findings, 1) if "没有写佐证材料" in one.message]
    rows = sheet(form, folder)
    assert rows is not None
    lacking = [row for row in rows[5:] if row[6] == "没有写，无从查找"]
    assert [(row[0], row[3], row[5], row[11]) for row in lacking] == [
        ("9", "没有写佐证材料", "台账_人才计划!E5", f"第{number}条")
    ]


def test_a_name_in_many_rows_is_one_line(named: Callable[..., Path]) -> None:
    row = {"name": "张三", "level": "省", "date": "2025-03-01", "evidence": "名单.pdf"}
    rows = sheet(named(talents=[{**row, "key": f"T{n}"} for n in range(9)]))
    assert rows is not None
    assert [row[5] for row in rows[5:] if row[3] == "名单.pdf"] == ["台账_人才计划!E5、E6、E7等9处"]


def test_numbers_of_persons_are_hidden_wherever_they_stand(named: Callable[..., Path], folder: Path) -> None:
    (folder / f"{ID_NUMBER}.pdf").write_bytes(b"a")
    form = named({"6": f"{ID_NUMBER}.pdf"})
    assessment, _ = assess_one(form, Choices(evidence=list_folder(folder)))
    book: Any = openpyxl.load_workbook(io.BytesIO(write_result(assessment, "9.9.9")))
    texts = [str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value]
    assert not [text for text in texts if ID_NUMBER in text]
    assert [text for text in texts if text.endswith(".pdf") and "*" in text]


@pytest.mark.parametrize("form", ["wuqing-recognition", "wuqing-subsidy-2026", "cixi-consortium-2026"])
def test_a_document_that_asks_for_none_has_no_such_sheet(form: str, tmp_path: Path, folder: Path) -> None:
    path = filled(tmp_path, form, {"form": form})
    assert sheet(path) is None
    rows = sheet(path, folder)
    assert rows is not None, "a folder that was given is told of"
    assert rows[2][0] == "佐证文件夹“佐证”有0个文件。填报件没有写任何佐证。"


def test_evidence_of_no_indicator_goes_by_its_register(tmp_path: Path) -> None:
    spending = [{"date": "2026-03-01", "purpose": "交流合作", "payee": "甲", "amount": "1.5", "evidence": "发票001"}]
    data = {"form": "cixi-complex-2026", "registers": {"spending": spending}}
    rows = sheet(filled(tmp_path, "cixi-complex-2026", data))
    assert rows is not None
    assert [row[0] for row in rows[5:]] == ["1", "2", "3", "4", "5", "", ""]
    assert rows[-2][3] == "写了1条"
    assert rows[-1][3:7] == ["发票001", "文号或说明", rows[-1][5], UNCHECKED]
    assert rows[-2][1] == rows[-1][1] != ""
