"""`zht compare` from the command line: two workbooks of one form, edited as people edit them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from endtoend.odd_forms import edited, entries, field_place, filled, place, sample, typed
from endtoend.runner import Ran, zht
from zhtcli.core.forms.layout import COVER
from zhtcli.workflow.forming import fill_form

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
REGISTER = "台账_其他事项"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    old = sample("registers-2026")
    (folder / "旧.xlsx").write_bytes(old)

    def mend(book: Any) -> None:
        sheet = book[REGISTER]
        bare = next(row for row in range(5, 20) if sheet.cell(row, 5).value is None)
        sheet.cell(bare, 5).value = "批文"

    (folder / "改好.xlsx").write_bytes(edited(old, mend))

    def change(book: Any) -> None:
        mend(book)
        book[REGISTER].insert_rows(5)  # nothing in it: only moves what stands below
        entries(book)[place("24")].value = 61

    (folder / "夹带.xlsx").write_bytes(edited(old, change))
    (folder / "别人.xlsx").write_bytes(edited(old, typed({field_place("unit"): "别家公司", field_place("uscc"):
                                                         "91320411MA1XCQ005G"}, sheet=COVER)))  # fmt: skip
    (folder / "2025.xlsx").write_bytes(sample("series-2025"))
    (folder / "坏.xlsx").write_bytes(b"%PDF-1.7")
    return folder


def compared(folder: Path, old: str, new: str, *options: str) -> Ran:
    return zht("compare", folder / old, folder / new, *options)


def comparison(folder: Path, old: str, new: str, *options: str) -> dict[str, Any]:
    told: dict[str, Any] = compared(folder, old, new, "--format", "json", *options).json["comparison"]
    return told


def test_a_mended_form_is_done(folder: Path) -> None:
    ran = compared(folder, "旧.xlsx", "改好.xlsx")
    assert ran.code == 0
    assert "针对问题的 1 处，问题之外的 0 处" in ran.out
    told = comparison(folder, "旧.xlsx", "改好.xlsx")
    assert told["status"] == "ok"
    assert "ZHT-ROW-EVIDENCE" in [finding["code"] for finding in told["findings"]["closed"]]
    (change,) = told["changes"]
    assert (change["register"], change["field"], change["asked"]) == ("others", "evidence", "ZHT-ROW-EVIDENCE")
    assert (change["old"]["state"], change["new"]["raw"]) == ("blank", "批文")
    assert told["scores"][0]["difference"] > 0


def test_a_figure_changed_on_the_quiet_is_named(folder: Path) -> None:
    """A row inserted in a register moves every cell below it, and is no change."""
    ran = compared(folder, "旧.xlsx", "夹带.xlsx")
    assert ran.code == 1
    unasked = ran.out[ran.out.index("问题之外的改动（1）") :]
    assert "第24项2026年实际：" in unasked
    assert " → 61（" in unasked
    told = comparison(folder, "旧.xlsx", "夹带.xlsx")
    assert told["counts"] == {**told["counts"], "changes": 2, "unasked": 1}
    quiet, mended = sorted(told["changes"], key=lambda change: change["asked"] or "")
    assert (quiet["indicator"], quiet["period"], quiet["field"]) == ("24", "2026", "value")
    assert quiet["old"]["cell"] == quiet["new"]["cell"] == place("24")
    assert int(mended["new"]["cell"][1:]) == int(mended["old"]["cell"][1:]) + 1


def test_the_other_way_round(folder: Path) -> None:
    there, back = comparison(folder, "旧.xlsx", "夹带.xlsx"), comparison(folder, "夹带.xlsx", "旧.xlsx")
    assert there["findings"]["closed"] == back["findings"]["new"]
    assert [(c["old"], c["new"]) for c in there["changes"]] == [(c["new"], c["old"]) for c in back["changes"]]


def test_a_form_that_is_not_the_wanted_one_excuses_no_change(folder: Path) -> None:
    """The finding is about the whole file, and asks nobody to change a figure."""
    told = compared(folder, "旧.xlsx", "夹带.xlsx", "--regime", "changzhou")
    assert told.code == 1
    assert "ZHT-FORM-CONTRADICTS" in told.out
    assert "问题之外的改动（1）" in told.out


def test_the_same_file_twice(folder: Path) -> None:
    ran = compared(folder, "旧.xlsx", "旧.xlsx", "--fail-on", "note")
    assert ran.code == 0
    assert "两份文件的内容完全相同。" in ran.out
    assert "填报内容没有改动" in ran.out


def test_another_unit_is_a_warning(folder: Path) -> None:
    ran = compared(folder, "旧.xlsx", "别人.xlsx")
    assert "两份写的单位不同" in ran.out.replace("\n", "")
    assert comparison(folder, "旧.xlsx", "别人.xlsx")["same_unit"] is False


def test_another_form_is_a_fault_of_the_command(folder: Path) -> None:
    ran = compared(folder, "2025.xlsx", "旧.xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "bishan-2025" in ran.err
    assert "bishan-2026" in ran.err


@pytest.mark.parametrize("names", [("坏.xlsx", "旧.xlsx"), ("旧.xlsx", "坏.xlsx"), ("没有.xlsx", "旧.xlsx")])
def test_what_cannot_be_read_is_not_compared(folder: Path, names: tuple[str, str]) -> None:
    ran = compared(folder, *names)
    assert ran.code == 3
    assert "没有对照" in ran.out
    told = compared(folder, *names, "--format", "json")
    assert (told.code, told.json["comparison"]) == (3, None)
    assert sorted(one["status"] for one in told.json["assessments"]) == ["ok", "refused"]


def test_a_result_workbook_is_no_version(folder: Path, tmp_path: Path) -> None:
    result = tmp_path / "结果.xlsx"
    assert zht("score", folder / "旧.xlsx", "-o", result).code in (0, 1)
    ran = zht("compare", folder / "旧.xlsx", result)
    assert ran.code == 3
    assert "ZHT-FORM-RESULT" in ran.out


def test_a_new_error_fails(folder: Path, tmp_path: Path) -> None:
    """The blank of a required cell is asked for by no finding, and is one itself."""
    blank = tmp_path / "空.xlsx"
    blank.write_bytes(edited((folder / "旧.xlsx").read_bytes(), typed({place("24"): None})))
    told = comparison(folder, "旧.xlsx", str(blank))
    assert "ZHT-ENTRY-MISSING" in [finding["code"] for finding in told["findings"]["new"]]
    assert [change["new"]["state"] for change in told["changes"]] == ["blank"]


def test_tables_hold_every_finding_and_change(folder: Path) -> None:
    told = comparison(folder, "旧.xlsx", "夹带.xlsx")
    lines = told["counts"]["closed"] + told["counts"]["open"] + told["counts"]["new"] + told["counts"]["changes"]
    rows = list(
        csv.reader(io.StringIO(compared(folder, "旧.xlsx", "夹带.xlsx", "--format", "csv").out.lstrip("\ufeff")))
    )
    assert len(rows) == lines + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    markdown = compared(folder, "旧.xlsx", "夹带.xlsx", "--format", "markdown").out
    assert sum(line.startswith("| ") for line in markdown.splitlines()) == lines + 1


def test_long_lists_are_cut_and_say_so(folder: Path, tmp_path: Path) -> None:
    many = tmp_path / "很多.xlsx"
    many.write_bytes(filled(**{f"i{no}": 1 for no in range(4, 31) if no not in (8, 13, 14)}))
    other = tmp_path / "另一份.xlsx"
    other.write_bytes(filled(**{f"i{no}": 2 for no in range(4, 31) if no not in (8, 13, 14)}))
    ran = zht("compare", many, other)
    assert "行没有列出，用 --format json 看全部" in ran.out
    assert len(ran.out.splitlines()) < 120


def test_a_register_that_is_gone_is_told_in_a_line(folder: Path, tmp_path: Path) -> None:
    """It closes findings and moves points, and no finding asked for it."""
    bare = tmp_path / "没有台账.xlsx"
    bare.write_bytes(sample("good-2026"))
    ran = compared(folder, "旧.xlsx", str(bare))
    assert ran.code == 1
    assert "台账_服务团队 删去 15 行：“李敏”、“王建国”、“陈立”等\n" in ran.out
    assert "得分：2026年 96.28 → 97.28（+1.00）" in ran.out


def test_numbers_of_persons_stay_hidden(folder: Path, tmp_path: Path) -> None:
    versions = []
    for place_of, number in enumerate(("110105194912310021", "110105194912310049")):
        path = tmp_path / f"{place_of}.xlsx"
        named = typed({field_place("filler"): f"李敏 {number}"}, sheet=COVER)
        path.write_bytes(edited(sample("good-2026"), named))
        versions.append(path)
    for format in ("text", "json", "csv", "markdown"):
        out = zht("compare", *versions, "--format", format).out
        assert "19491231" not in out
        assert "李敏" in out


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("changzhou/good", ("fields", "area_own", 12801)),
        ("jiaxing/guangfu-2026q1", ("fields", "fund_county", 3)),
        ("wuqing/recognition", ("fields", "area", 999)),
    ],
)
def test_every_document_can_be_compared(name: str, edit: tuple[str, str, Any], tmp_path: Path) -> None:
    data = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    old, new = tmp_path / "旧.xlsx", tmp_path / "新.xlsx"
    old.write_bytes(fill_form(data["form"], data))
    data[edit[0]][edit[1]] = edit[2]
    new.write_bytes(fill_form(data["form"], data))
    ran = zht("compare", old, new, "--format", "json")
    assert ran.code == 1
    assert [change["field"] for change in ran.json["comparison"]["changes"]] == [edit[1]]
    assert zht("compare", old, new).code == 1
