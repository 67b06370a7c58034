"""`zht verify` on workbooks of `zht progress -o`: all submissions, one missing, too many or another one, and edits."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from endtoend.odd_forms import edited
from endtoend.runner import zht

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "jiaxing"
OWN = ("guangfu-2025q3", "guangfu-2026q2", "guangfu-2026q3")
OTHER = "shishang-2026q3"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one unit's forms and its workbook, and one of two units beside it."""
    folder = tmp_path_factory.mktemp("joined")
    for unit, names in (("own", OWN), ("both", (*OWN, OTHER))):
        (folder / unit).mkdir()
        for name in names:
            shutil.copyfile(SAMPLES / f"{name}.xlsx", folder / unit / f"{name}.xlsx")
        assert zht("progress", folder / unit, "-o", folder / f"{unit}.xlsx").code in (0, 1)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "joined"))


def told(*arguments: object) -> tuple[int, dict[str, Any]]:
    ran = zht("verify", *arguments, "--format", "json")
    return ran.code, ran.json["verification"]


def found(verification: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["code"], one["message"]) for one in verification["findings"]]


@pytest.mark.parametrize("unit", ["own", "both"])
def test_it_is_what_its_submissions_give_in_any_order_or_from_their_folder(made: Path, unit: str) -> None:
    files = sorted((made / unit).glob("*.xlsx"), reverse=True)
    for given in (files, [made / unit]):
        code, verification = told(made / f"{unit}.xlsx", *given)
        assert (code, verification["verdict"], found(verification)) == (0, "same", [])
        assert verification["compared"] > 1500
    assert "复核通过" in zht("verify", made / f"{unit}.xlsx", made / unit).out


def test_a_renamed_submission_is_still_the_same(folder: Path) -> None:
    (folder / "both" / f"{OTHER}.xlsx").rename(folder / "both" / "改了名.xlsx")
    assert told(folder / "both.xlsx", folder / "both")[0] == 0


def test_one_that_is_missing_is_named_and_nothing_is_compared(made: Path) -> None:
    files = [made / "own" / f"{name}.xlsx" for name in OWN[1:]]
    code, verification = told(made / "own.xlsx", *files)
    assert (code, verification["verdict"], verification["compared"]) == (1, "differs", 0)
    sentence = "结果由3份填报件算出，这次少给了“guangfu-2025q3.xlsx”，没有逐格核对。"
    assert found(verification) == [("ZHT-RESULT-MISSING", sentence)]
    ran = zht("verify", made / "own.xlsx", *files)
    assert sentence in ran.out
    assert "填报件不齐，没有逐格核对" in ran.out


def test_one_too_many_is_named_and_left_out(folder: Path) -> None:
    shutil.copyfile(SAMPLES / f"{OTHER}.xlsx", folder / "own" / f"{OTHER}.xlsx")
    code, verification = told(folder / "own.xlsx", folder / "own")
    assert (code, verification["verdict"], verification["cells"]) == (1, "differs", [])
    assert found(verification) == [("ZHT-RESULT-SURPLUS", f"结果没有用到“{OTHER}.xlsx”，核对时没有用它。")]


def test_another_one_under_the_same_name_is_named_and_its_cells_too(folder: Path) -> None:
    def less(book: Any) -> None:
        sheet = next(one for one in book.worksheets if one.title != "_zht" and any(
            cell.value == 74 for row in one.iter_rows() for cell in row))  # fmt: skip
        next(cell for row in sheet.iter_rows() for cell in row if cell.value == 74).value = 73

    path = folder / "own" / f"{OWN[2]}.xlsx"
    path.write_bytes(edited(path.read_bytes(), less))
    code, verification = told(folder / "own.xlsx", folder / "own")
    assert (code, [code for code, _ in found(verification)]) == (1, ["ZHT-RESULT-REPLACED"])
    assert f"“{OWN[2]}.xlsx”" in found(verification)[0][1]
    assert ("监测表", "E5", 74, 73) in [
        (one["sheet"], one["cell"], one["says"]["value"], one["should"]["value"]) for one in verification["cells"]
    ]


@pytest.mark.parametrize(
    ("unit", "sheet", "cell", "change"),
    [
        ("own", "监测表", "E5", lambda value: 75),
        ("own", "监测表", "G5", lambda value: value.replace("E5", "E6")),
        ("both", "县市汇总", "F5", lambda value: 1),
    ],
)
def test_an_edited_cell_is_named(
    folder: Path, unit: str, sheet: str, cell: str, change: Callable[[Any], object]
) -> None:
    def edit(book: Any) -> None:
        book[sheet][cell].value = change(book[sheet][cell].value)

    path = folder / f"{unit}.xlsx"
    path.write_bytes(edited(path.read_bytes(), edit))
    code, verification = told(path, folder / unit)
    assert (code, verification["verdict"]) == (1, "differs")
    assert (sheet, cell) in [(one["sheet"], one["cell"]) for one in verification["cells"]]


def test_how_it_was_asked_for_is_kept_and_the_list_of_units_is_asked_for(folder: Path) -> None:
    roster, result = SAMPLES / "units.csv", folder / "名单.xlsx"
    asked = ("--units", roster, "--as-of", "2026-11-01", "--reading", "warning=one_quarter_down")
    zht("progress", folder / "both", *asked, "-o", result)
    ran = zht("verify", result, folder / "both")
    assert (ran.code, "--units" in ran.err) == (2, True)
    code, verification = told(result, folder / "both", "--units", roster)
    assert (code, verification["verdict"]) == (0, "same")
    assert [(one["kind"], one["no"], one["value"]) for one in verification["decisions"]] == [
        ("reading", "warning", "one_quarter_down")
    ]
    other = folder / "units.csv"
    other.write_bytes(roster.read_bytes() + b"\n")
    assert [code for code, _ in found(told(result, folder / "both", "--units", other)[1])] == ["ZHT-RESULT-ROSTER"]


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of a document that scores, and the result of the later one with the earlier one joined in."""
    folder = tmp_path_factory.mktemp("years")
    (folder / "own").mkdir()
    for year in (2025, 2026):
        shutil.copyfile(SAMPLES.parent / "bishan" / f"series-{year}.xlsx", folder / "own" / f"{year}.xlsx")
    chosen = ("--reading", "partial_credit=all_or_nothing")
    assert zht("progress", folder / "own", *chosen, "-o", folder / "own.xlsx").code == 0
    return folder


def test_years_joined_are_held_against_every_year(years: Path) -> None:
    code, verification = told(years / "own.xlsx", years / "own" / "2026.xlsx", years / "own" / "2025.xlsx")
    assert (code, verification["verdict"], found(verification)) == (0, "same", [])
    assert [(one["kind"], one["no"], one["value"]) for one in verification["decisions"]] == [
        ("reading", "partial_credit", "all_or_nothing")
    ]
    code, verification = told(years / "own.xlsx", years / "own" / "2026.xlsx")
    assert (code, [code for code, _ in found(verification)]) == (1, ["ZHT-RESULT-MISSING"])


def test_another_earlier_year_changes_the_cells_that_rest_on_it(years: Path, tmp_path: Path) -> None:
    data = json.loads((SAMPLES.parent / "bishan" / "series-2025.json").read_text(encoding="utf-8"))
    data["indicators"]["5"] = 12
    source, other = tmp_path / "2025.json", tmp_path / "2025.xlsx"
    source.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    zht("fill", "bishan-2025", source, "-o", other)
    code, verification = told(years / "own.xlsx", years / "own" / "2026.xlsx", other)
    assert (code, [code for code, _ in found(verification)][0]) == (1, "ZHT-RESULT-REPLACED")
    assert "累计进度" in {one["sheet"] for one in verification["cells"]}


def test_what_cannot_be_put_so_is_said(made: Path) -> None:
    gone = zht("verify", made / "own.xlsx", made / "没有.xlsx")
    assert (gone.code, "没有.xlsx" in gone.err) == (3, True)
    assert zht("verify", made / "own.xlsx", made / "own", "--units", SAMPLES / "units.csv").code == 2
    assert zht("verify", made / "own.xlsx", made / "own", "--decisions", SAMPLES / "units.csv").code == 2
