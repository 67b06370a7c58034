"""`zht verify` on workbooks of `zht progress -o`: all submissions, one missing, too many or another one, and edits."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
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


def test_what_cannot_be_put_so_is_said(made: Path) -> None:
    gone = zht("verify", made / "own.xlsx", made / "没有.xlsx")
    assert (gone.code, "没有.xlsx" in gone.err) == (3, True)
    assert zht("verify", made / "own.xlsx", made / "own", "--units", SAMPLES / "units.csv").code == 2
    assert zht("verify", made / "own.xlsx", made / "own", "--decisions", SAMPLES / "units.csv").code == 2


BISHAN = SAMPLES.parent / "bishan"
YEARS = [BISHAN / f"series-{year}.xlsx" for year in (2025, 2026, 2027)]


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of three years of one unit, the last one's points and what all of them come to."""
    path = tmp_path_factory.mktemp("years") / "三年.xlsx"
    assert zht("progress", *YEARS, "-o", path).code == 0
    return path


def test_a_result_of_several_years_is_what_they_give_in_any_order(years: Path) -> None:
    for given in (YEARS, YEARS[::-1]):
        code, verification = told(years, *given)
        assert (code, verification["verdict"], found(verification)) == (0, "same", [])
        assert verification["compared"] > 2000
    sheet = openpyxl.load_workbook(years)["核验"]
    named = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    for file in YEARS:
        assert file.name in named
        assert sha256(file.read_bytes()).hexdigest() in named


def test_an_earlier_year_that_is_missing_or_another_one_is_named(years: Path, tmp_path: Path) -> None:
    code, verification = told(years, *YEARS[1:])
    assert (code, found(verification)[0][0], verification["compared"]) == (1, "ZHT-RESULT-MISSING", 0)
    other = tmp_path / YEARS[0].name
    other.write_bytes(edited(YEARS[0].read_bytes(), lambda book: book["指标填报"].__setitem__("E7", 3)))
    code, verification = told(years, other, *YEARS[1:])
    assert (code, found(verification)[0][0]) == (1, "ZHT-RESULT-REPLACED")
    assert any(one["sheet"] == "累计进度" for one in verification["cells"])


def test_an_edited_cell_of_a_result_of_several_years_is_named(years: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(years)
    book["累计进度"]["F4"] = 99
    book.save(tmp_path / "改过.xlsx")
    code, verification = told(tmp_path / "改过.xlsx", *YEARS)
    assert (code, [(one["sheet"], one["cell"]) for one in verification["cells"]]) == (1, [("累计进度", "F4")])


def test_a_decision_counts_in_a_result_of_several_years(tmp_path: Path) -> None:
    unit = "91500120MA6EFGH34D"
    ruled = {
        "unit": unit,
        "no": "5",
        "period": "2027",
        "value": 30,
        "reason": "复核",
        "by": "评审组",
        "date": "2028-01-20",
    }
    (tmp_path / "裁定.json").write_text(json.dumps({"form": "bishan-2027", "decisions": [ruled]}), "utf-8")
    out = tmp_path / "三年.xlsx"
    zht("progress", *YEARS, "--decisions", tmp_path / "裁定.json", "-o", out)
    for more in ([], ["--decisions", tmp_path / "裁定.json"]):
        code, verification = told(out, *YEARS, *more)
        assert (code, verification["cells"], [one["kind"] for one in verification["decisions"]]) == (
            0,
            [],
            ["decision"],
        )
