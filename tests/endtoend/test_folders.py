"""A folder as it really is: forms of several years, results, owner files, blank forms, strangers."""

from __future__ import annotations

from pathlib import Path

import pytest

from endtoend.odd_forms import edited, place, sample, typed, without_identity
from endtoend.runner import codes, zht
from zhtcli.workflow.forming import make_form

YEARS = ("2025", "2026", "2027")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("folder")
    for year in YEARS:
        (folder / f"{year}.xlsx").write_bytes(sample(f"series-{year}"))
    (folder / "空表.xlsx").write_bytes(make_form("bishan-2028"))
    (folder / "~$2026.xlsx").write_bytes(b"\x05user" + b" " * 160)
    (folder / ".~lock.2026.xlsx#").write_text(",user,host,")
    (folder / "说明.txt").write_text("说明")
    (folder / "别的.xlsx").write_bytes(without_identity(sample("good-2026")))
    (folder / "坏的.xlsx").write_bytes(b"%PDF-1.7")
    (folder / "子文件夹.xlsx").mkdir()
    assert zht("score", folder / "2026.xlsx", "-o", folder / "结果.xlsx").code == 0
    return folder


def names(out: list[str]) -> list[str]:
    return sorted(Path(file).name for file in out)


@pytest.mark.parametrize("verb", ["validate", "score", "progress"])
@pytest.mark.parametrize("options", [(), ("--regime", "bishan")])
def test_without_a_file_the_filled_forms_are_taken(
    verb: str, options: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    ran = zht(verb, *options, "--format", "json")
    assert ran.code == 0
    assert names([one["file"] for one in ran.json["assessments"]]) == [f"{year}.xlsx" for year in YEARS]


def test_what_is_passed_over_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    err = zht("validate").err
    assert [name for name in ("空表", "别的", "坏的", "结果") if f"略过 {name}.xlsx" not in err] == []
    assert "~$" not in err


def test_one_form_of_the_folder(folder: Path) -> None:
    ran = zht("score", folder, "--regime", "bishan-2026", "--format", "json")
    assert names([one["file"] for one in ran.json["assessments"]]) == ["2026.xlsx"]


def test_no_form_of_that_year_is_said(folder: Path) -> None:
    ran = zht("score", folder, "--regime", "bishan-2029")
    assert ran.code == 3
    assert "没有找到填好的表" in ran.err


@pytest.mark.parametrize("regime", ["yubei", "bishan-2031", "bishan_2026", ""])
def test_an_unknown_regime(regime: str, folder: Path) -> None:
    assert zht("score", folder, "--regime", regime).code == 4


def test_several_results_of_a_folder_need_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    before = set(folder.iterdir())
    assert zht("score", "-o", "全部.xlsx").code == 2
    assert zht("score", "2025.xlsx", "2026.xlsx", "-o", "全部.xlsx").code == 2
    assert set(folder.iterdir()) == before


def test_the_years_of_a_unit_are_joined(folder: Path) -> None:
    ran = zht("progress", *(folder / f"{year}.xlsx" for year in YEARS), "--format", "json")
    last = ran.json["assessments"][-1]
    assert names(last["joined"]) == ["2025.xlsx", "2026.xlsx"]
    assert [one["code"] for one in last["findings"]] == []
    assert [unit["forms"] for unit in ran.json["units"]] == [[f"bishan-{year}" for year in YEARS]]


def test_two_files_of_one_year(folder: Path, tmp_path: Path) -> None:
    """Each is told, neither is taken: nobody chooses between them in silence."""
    one, other = tmp_path / "初稿.xlsx", tmp_path / "定稿.xlsx"
    one.write_bytes(sample("series-2026"))
    other.write_bytes(edited(sample("series-2026"), typed({place("5"): 1})))
    ran = zht("progress", one, other, folder / "2025.xlsx", folder / "2027.xlsx", "--format", "json")
    assert ran.code == 1
    first, second, _, last = ran.json["assessments"]
    assert codes(first) == codes(second) == ["ZHT-SERIES-TWICE"]
    assert "2026" not in {Path(file).stem for file in last["joined"]}


def test_two_files_of_one_year_and_nothing_else(tmp_path: Path) -> None:
    """No year lies between them, so none is missing there."""
    one, other = tmp_path / "初稿.xlsx", tmp_path / "定稿.xlsx"
    one.write_bytes(sample("series-2026"))
    other.write_bytes(edited(sample("series-2026"), typed({place("5"): 1})))
    ran = zht("progress", one, other, "--format", "json")
    assert [codes(assessment) for assessment in ran.json["assessments"]] == [["ZHT-SERIES-TWICE"]] * 2


def test_a_disputed_year_is_taken_from_neither_file(tmp_path: Path) -> None:
    """What the finding says: 该年没有采用任何一份."""
    one, other = tmp_path / "初稿.xlsx", tmp_path / "定稿.xlsx"
    one.write_bytes(sample("series-2026"))
    other.write_bytes(edited(sample("series-2026"), typed({place("5"): 1})))
    for assessment in zht("progress", one, other, "--format", "json").json["assessments"]:
        (five,) = (row for row in assessment["progress"] if row["no"] == "5")
        (year,) = (period for period in five["by_period"] if period["period"] == "2026")
        assert year["actual"] is None


def test_a_copy_of_a_form_is_no_second_opinion(tmp_path: Path) -> None:
    for name in ("甲.xlsx", "甲的副本.xlsx"):
        (tmp_path / name).write_bytes(sample("series-2026"))
    assert zht("progress", tmp_path).code == 0


def test_a_year_told_in_two_ways(folder: Path, tmp_path: Path) -> None:
    """The form of 2027 says of 2026 something else than that year's own form."""
    changed = tmp_path / "2027.xlsx"
    earlier = place("5", form="bishan-2027", period="2026")
    changed.write_bytes(edited(sample("series-2027"), typed({earlier: 999})))
    ran = zht("progress", folder / "2025.xlsx", folder / "2026.xlsx", changed, "--format", "json")
    assert ran.code == 1
    finding = next(one for one in ran.json["assessments"][-1]["findings"] if one["code"] == "ZHT-SERIES-CONFLICT")
    assert (finding["severity"], finding["cell"], finding["indicator"]) == ("error", earlier, "5")
    assert "999" in finding["message"]
