"""Evidence in results from the command line: looked for, kept, held against the folder again; and no folder's name."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from endtoend.runner import zht

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FOLDER = "李四的文件夹"
"""Above everything that is read and written: it must stand nowhere."""
FORM = SAMPLES / "changzhou" / "good.xlsx"


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "佐证"
    folder.mkdir()
    (folder / "入选文件.pdf").write_bytes(b"a")
    return folder


@pytest.fixture
def scored(tmp_path: Path, evidence: Path) -> Path:
    assert zht("score", FORM, "--evidence", evidence, "-o", tmp_path / "结果.xlsx").code == 0
    return tmp_path / "结果.xlsx"


def codes(*arguments: object) -> tuple[int, list[str]]:
    ran = zht("verify", *arguments, "--format", "json")
    return ran.code, [one["code"] for one in ran.json["verification"]["findings"]]


def test_what_was_found_is_among_the_findings(evidence: Path) -> None:
    with_folder = zht("score", FORM, "--evidence", evidence, "--format", "json").assessment
    without = zht("score", FORM, "--format", "json").assessment
    told = [one["code"] for one in with_folder["findings"]]
    assert {code for code in told if "EVIDENCE" in code} >= {"ZHT-EVIDENCE-UNUSED", "ZHT-EVIDENCE-NOTFILE"}
    assert with_folder["scorecards"] == without["scorecards"], "files give no points"
    assert [one for one in with_folder["findings"] if one in without["findings"]] == without["findings"]


def test_a_row_without_evidence_is_reported_once(evidence: Path) -> None:
    form = SAMPLES / "bishan" / "registers-2026.xlsx"
    found = zht("score", form, "--evidence", evidence, "--format", "json").assessment["findings"]
    rows = [(one["register"], one["row"]) for one in found if "没有写佐证" in one["message"] and one.get("row")]
    assert len(rows) == len(set(rows)) == 1


def test_a_result_keeps_what_the_folder_held(scored: Path) -> None:
    assert codes(scored, FORM) == (0, ["ZHT-RESULT-EVIDENCE"])
    hidden: Any = openpyxl.load_workbook(scored)["_zht"]
    rows = [[cell.value for cell in row if cell.value] for row in hidden.iter_rows() if "evidence" in str(row[0].value)]
    assert rows == [
        ["evidence_folder", "佐证"],
        ["evidence_file", "入选文件.pdf", "1", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"],
    ]


def test_the_folder_is_held_against_what_was_kept(scored: Path, evidence: Path) -> None:
    assert codes(scored, FORM, "--evidence", evidence) == (0, [])
    (evidence / "入选文件.pdf").write_bytes(b"b")
    (evidence / "新的.pdf").write_bytes(b"c")
    code, found = codes(scored, FORM, "--evidence", evidence)
    assert code == 1
    assert found == ["ZHT-RESULT-OTHEREVIDENCE"]
    told = zht("verify", scored, FORM, "--evidence", evidence).out
    assert "多了“新的.pdf”，“入选文件.pdf”内容变了" in told
    assert "佐证清单!" in told


def test_names_with_numbers_of_persons_need_the_folder_again(tmp_path: Path, evidence: Path) -> None:
    (evidence / "11010519491231002X.pdf").write_bytes(b"b")
    assert zht("score", FORM, "--evidence", evidence, "-o", tmp_path / "r.xlsx").code == 0
    ran = zht("verify", tmp_path / "r.xlsx", FORM)
    assert ran.code == 2
    assert "有的文件名带身份证号，没有记在结果里；请用 --evidence" in ran.err
    assert codes(tmp_path / "r.xlsx", FORM, "--evidence", evidence) == (0, [])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda row: "a" if row[0] == "evidence_file" else None, "佐证文件的清单读不出来"),
        (lambda row: "2" if row[0] == "evidence_file" else None, ""),
    ],
)
def test_a_listing_that_somebody_changed_shows(
    scored: Path, change: Callable[[Sequence[Any]], str | None], told: str
) -> None:
    book = openpyxl.load_workbook(scored)
    for row in book["_zht"].iter_rows():
        if (size := change([cell.value for cell in row])) is not None:
            row[2].value = size
    book.save(scored)
    ran = zht("verify", scored, FORM)
    assert ran.code == (3 if told else 1)
    assert told in ran.err
    assert told or "佐证清单!" in ran.out


def test_a_result_that_knows_no_folder_takes_none(tmp_path: Path, evidence: Path) -> None:
    zht("score", FORM, "-o", tmp_path / "r.xlsx")
    ran = zht("verify", tmp_path / "r.xlsx", FORM, "--evidence", evidence)
    assert (ran.code, "没有核对过佐证文件夹" in ran.err) == (2, True)


def test_a_folder_is_the_evidence_of_one_form(tmp_path: Path, evidence: Path) -> None:
    other = SAMPLES / "changzhou" / "mistakes.xlsx"
    assert zht("score", FORM, other, "--evidence", evidence).code == 2
    assert zht("score", SAMPLES / "changzhou", "--evidence", evidence).code == 2
    assert zht("score", FORM, "--evidence", tmp_path / "没有").code == 3


def spread_out(tmp_path: Path) -> Path:
    """The samples deep in somebody's folder."""
    deep = tmp_path / FOLDER / "桌面"
    shutil.copytree(SAMPLES, deep)
    for name, folder in (("2025", "complex-2025"), ("2026", "complex-2026")):
        (deep / name).mkdir()
        shutil.copy(deep / "cixi" / f"{folder}.xlsx", deep / name / "填报.xlsx")
    shutil.copy(deep / "jiaxing" / "guangfu-2026q1.xlsx", deep / "jiaxing" / "guangfu-又一份.xlsx")
    (deep / "佐证").mkdir()
    (deep / "佐证" / "空.pdf").write_bytes(b"")
    # one expert says two things about one item: the finding names where
    marks = json.loads((deep / "changzhou" / "experts" / "专家甲.json").read_text(encoding="utf-8"))
    first = marks["expert_scores"][0]
    (deep / "又评.json").write_text(
        json.dumps({**marks, "expert_scores": [{**first, "score": 99}]}, ensure_ascii=False), encoding="utf-8"
    )
    return deep


EXPERTS = [part for name in "甲乙丙" for part in ("--experts", f"changzhou/experts/专家{name}.json")]
RUNS: dict[str, list[str]] = {
    "experts": ["score", "changzhou/good.xlsx", *EXPERTS, "--decisions", "changzhou/decisions.json"],
    "a strange score": ["score", "changzhou/mistakes.xlsx", "--experts", "又评.json", "--evidence", "佐证"],
    "overlay": ["score", "bishan/registers-2026.xlsx", "--overlay", "overlays/bishan-fendang.yaml", "--spread"],
    "years of a cycle": ["progress", "2025/填报.xlsx", "2026/填报.xlsx"],
    "years": ["progress", *(f"bishan/series-{year}.xlsx" for year in (2025, 2026, 2027))],
    "quarters, one twice": ["progress", "jiaxing/guangfu-2026q1.xlsx", "jiaxing/guangfu-又一份.xlsx"],
    "units": ["progress", "jiaxing/guangfu-2026q1.xlsx", "jiaxing/shishang-2026q1.xlsx", "jiaxing/guangfu-又一份.xlsx"],
}


def test_no_result_tells_of_anybody_s_folders(tmp_path: Path) -> None:
    """All parts of each result are searched for the folder above the files, which are given by their whole paths."""
    deep = spread_out(tmp_path)
    for name, (verb, *arguments) in RUNS.items():
        whole = [str(deep / one) if (deep / one).exists() else one for one in arguments]
        output = deep / f"{name}.xlsx"
        assert zht(verb, *whole, "-o", output).code in (0, 1), name
        with zipfile.ZipFile(output) as package:
            told = [part for part in package.namelist() if FOLDER in package.read(part).decode("utf-8", "replace")]
        assert not told, name


def test_experts_go_by_number_where_their_scores_stood(tmp_path: Path) -> None:
    deep = spread_out(tmp_path)
    whole = [str(deep / one) if (deep / one).exists() else one for one in EXPERTS]
    zht("score", deep / "changzhou" / "good.xlsx", *whole, "-o", tmp_path / "r.xlsx")
    with zipfile.ZipFile(tmp_path / "r.xlsx") as package:
        texts = "".join(package.read(part).decode("utf-8", "replace") for part in package.namelist())
    assert "专家评分表：专家1 第1条评分、专家2 第1条评分、专家3 第1条评分" in texts
    assert "专家甲" not in texts
    assert ".json" not in texts
    assert zht("verify", tmp_path / "r.xlsx", deep / "changzhou" / "good.xlsx", *whole).code == 0
