"""`zht verify` from the command line: results of every regime, as they are and as somebody has changed them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from endtoend.odd_forms import edited, entries, place
from endtoend.runner import Ran, zht
from workbook.recalculating import recalculated

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
REVIEWS = ("--decisions", SAMPLES / "changzhou" / "decisions.json", *(
    part for name in "甲乙丙" for part in ("--experts", SAMPLES / "changzhou" / "experts" / f"专家{name}.json")
))  # fmt: skip
EACH = {
    "bishan/registers-2026": ("--reading", "partial_credit=all_or_nothing", "--as-of", "2026-11-30"),
    "changzhou/good": REVIEWS,
    "wuqing/annual-2026": (),
    "wuqing/recognition": (),
    "wuqing/subsidy-2026": ("--spread",),
    "cixi/complex-2026": (),
    "cixi/consortium-2026": (),
    "cixi/center-2028": (),
}
BISHAN, CHANGZHOU = "bishan/registers-2026", "changzhou/good"

Change = Callable[[Any], object]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results")


@pytest.fixture(scope="module")
def result(folder: Path) -> Callable[[str], Path]:
    """The result of a sample, made once."""

    def made(name: str) -> Path:
        path = folder / f"{name.replace('/', '-')}.xlsx"
        if not path.exists():
            zht("score", submission(name), "-o", path, *EACH[name])
        return path

    return made


@pytest.fixture
def changed(result: Callable[[str], Path], tmp_path: Path) -> Callable[[Change, str], Path]:
    """A result that somebody opened, changed and saved."""

    def made(change: Change, name: str = BISHAN) -> Path:
        (tmp_path / "改过.xlsx").write_bytes(edited(result(name).read_bytes(), change))
        return tmp_path / "改过.xlsx"

    return made  # type: ignore[return-value]  # the name has a default


def submission(name: str = BISHAN) -> Path:
    return SAMPLES / f"{name}.xlsx"


def told(*arguments: object) -> tuple[int, dict[str, Any]]:
    ran = zht("verify", *arguments, "--format", "json")
    return ran.code, ran.json["verification"]


def places(verification: dict[str, Any]) -> list[str]:
    return [f"{one['sheet']}!{one['cell']}" for one in verification["cells"]]


def text_at(book: Any, sheet: str, text: str) -> Any:
    """The first cell of a sheet that says this."""
    return next(cell for row in book[sheet].iter_rows() for cell in row if cell.value == text)


def points_cell(book: Any, no: int) -> Any:
    """An indicator's own points on 计分表."""
    sheet = book["计分表"]
    column = text_at(book, "计分表", "得分").column
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value in (no, str(no)))
    return sheet.cell(row, column)


@pytest.mark.parametrize("name", EACH)
def test_a_result_is_what_its_submission_gives(result: Callable[[str], Path], name: str) -> None:
    code, verification = told(result(name), submission(name))
    assert (code, verification["verdict"], verification["cells"]) == (0, "same", [])
    assert verification["findings"] == []
    book = openpyxl.load_workbook(result(name), read_only=True)
    filled = sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)
    book.close()
    assert verification["compared"] == filled


def test_a_result_that_libreoffice_saved_still_holds(
    result: Callable[[str], Path], soffice: str, tmp_path: Path
) -> None:
    names = {"changzhou": CHANGZHOU, "wuqing": "wuqing/subsidy-2026"}
    made = recalculated(soffice, {short: result(name).read_bytes() for short, name in names.items()}, tmp_path)
    for short, saved in made.items():
        name = names[short]
        assert saved.read_bytes() != result(name).read_bytes()
        code, verification = told(saved, submission(name))
        assert (code, verification["verdict"], verification["cells"]) == (0, "same", [])


def test_a_result_that_openpyxl_saved_still_holds(changed: Callable[..., Path]) -> None:
    for name in (BISHAN, "cixi/complex-2026"):
        code, verification = told(changed(lambda book: None, name), submission(name))
        assert (code, verification["verdict"], verification["cells"]) == (0, "same", [])


def test_one_point_edited_by_hand_is_named(changed: Callable[..., Path]) -> None:
    seen: list[Any] = []

    def edit(book: Any) -> None:
        cell = points_cell(book, 6)
        seen.append(cell.coordinate)
        assert cell.value.startswith("=")
        cell.value = 2.45

    path = changed(edit)
    ran = zht("verify", path, submission())
    assert ran.code == 1
    assert "1 处不一致（“计分表”1 处）" in ran.out
    assert f"计分表!{seen[0]}（6 " in ran.out
    _, verification = told(path, submission())
    (cell,) = verification["cells"]
    assert (cell["kind"], cell["sheet"], cell["cell"]) == ("value", "计分表", seen[0])
    assert (cell["says"]["value"], cell["should"]["value"]) == (2.45, 0)


def test_another_formula_is_named_by_its_text(changed: Callable[..., Path]) -> None:
    """openpyxl stores no value with it: nothing tells that the cell still says what it should."""
    path = changed(lambda book: setattr(points_cell(book, 6), "value", "=1+1"))
    code, verification = told(path, submission())
    (cell,) = verification["cells"]
    assert (code, cell["says"]["formula"]) == (1, "1+1")
    assert cell["should"]["formula"].startswith("IF(ISNUMBER(")


def test_texts_and_kinds_count(changed: Callable[..., Path]) -> None:
    def edit(book: Any) -> None:
        text_at(book, "计分表", "目标").value = "指标"
        text_at(book, "核验", "程序版本").value = 5
        text_at(book, "总览", "填报单位").offset(0, 1).value = "别家公司"
        points_cell(book, 2).value = "2"

    code, verification = told(changed(edit), submission())
    assert code == 1
    says = {one["sheet"]: (one["says"]["value"], one["should"]["value"]) for one in verification["cells"]}
    assert len(verification["cells"]) == 4
    assert says["总览"] == ("别家公司", "重庆璧芯产业创新服务有限公司")
    assert says["核验"] == (5, "程序版本")
    assert says["计分表"] == ("2", 2)


def test_a_reading_edited_on_the_hidden_sheet_is_found_out(changed: Callable[..., Path]) -> None:
    """A default stays the default whatever the sheet says; an option somebody chose is computed with, and differs."""

    def option(key: str, to: str) -> Change:
        def edit(book: Any) -> None:
            text_at(book, "_zht", key).offset(0, 1).value = to

        return edit

    code, verification = told(changed(option("rounding", "each")), submission())
    (cell,) = verification["cells"]
    assert (code, cell["sheet"], cell["says"]["value"]) == (1, "_zht", "each")
    code, verification = told(changed(option("partial_credit", "proportional")), submission())
    assert code == 1
    assert {"核验", "口径与假设", "计分表"} <= {one["sheet"] for one in verification["cells"]}


def test_rows_and_sheets_that_went_or_came(changed: Callable[..., Path]) -> None:
    def edit(book: Any) -> None:
        book.remove(book["累计进度"])
        book.create_sheet("说明")["A1"] = "另附"
        book["问题清单"].delete_rows(4)

    ran = zht("verify", changed(edit), submission())
    assert ran.code == 1
    assert "“累计进度”页没有了" in ran.out
    assert "“说明”页是另加的" in ran.out
    _, verification = told(changed(edit), submission())
    assert [one["kind"] for one in verification["cells"]] == ["sheet_removed", "row_removed", "sheet_added"]
    assert verification["cells"][1]["cell"] == "A4"


def test_blank_rows_put_in_are_one_line(changed: Callable[..., Path]) -> None:
    code, verification = told(changed(lambda book: book["问题清单"].insert_rows(4, 3)), submission())
    (moved,) = verification["cells"]
    assert (code, moved["kind"], moved["cell"]) == (1, "row_moved", "A7")


def test_another_file_is_said_and_compared_all_the_same(result: Callable[[str], Path], tmp_path: Path) -> None:
    """Saved again and nothing else: no cell differs. With another figure: its cells do."""
    for value, kinds in ((None, set()), (61, {"计分表", "总览"})):
        (tmp_path / "又存.xlsx").write_bytes(edited(submission().read_bytes(), _figure(value)))
        code, verification = told(result(BISHAN), tmp_path / "又存.xlsx")
        (finding,) = verification["findings"]
        assert (code, verification["verdict"]) == (1, "differs")
        assert (finding["code"], finding["sheet"]) == ("ZHT-RESULT-SUBMISSION", "_zht")
        assert kinds <= {one["sheet"] for one in verification["cells"]}
        assert bool(verification["cells"]) == bool(kinds)
        assert not any(one["sheet"] == "核验" for one in verification["cells"])


def _figure(value: int | None) -> Change:
    def edit(book: Any) -> None:
        if value is not None:
            entries(book)[place("24")].value = value

    return edit


def test_a_renamed_submission_is_the_same(result: Callable[[str], Path], tmp_path: Path) -> None:
    shutil.copy(submission(), tmp_path / "改名.xlsx")
    assert zht("verify", result(BISHAN), tmp_path / "改名.xlsx").code == 0


def test_another_version_of_the_definition_is_said(changed: Callable[..., Path]) -> None:
    def edit(book: Any) -> None:
        text_at(book, "_zht", "digest").offset(0, 1).value = "0123456789ab"
        text_at(book, "_zht", "tool").offset(0, 1).value = "0.0.1"

    path = changed(edit)
    _, verification = told(path, submission())
    assert [(one["code"], one["severity"], one["cell"]) for one in verification["findings"]] == [
        ("ZHT-RESULT-DEFINITION", "warning", "B4"),
        ("ZHT-RESULT-PROPERTIES", "error", None),
        ("ZHT-RESULT-PROGRAM", "note", "B12"),
        ("ZHT-RESULT-NOVALUES", "note", None),  # openpyxl saves formulas without what they come to
    ]
    assert {one["sheet"] for one in verification["cells"]} == {"核验"}  # where digest and version are printed


class TestWhatPeopleSettled:
    def test_is_taken_from_the_result_and_listed_apart(self, result: Callable[[str], Path]) -> None:
        _, verification = told(result(CHANGZHOU), submission(CHANGZHOU))
        ruled = verification["decisions"]
        assert [one["kind"] for one in ruled] == ["decision"] + ["expert"] * 18
        assert (ruled[0]["no"], ruled[0]["value"], ruled[0]["source"]) == ("14", "否", "result")
        hidden = openpyxl.load_workbook(result(CHANGZHOU))["_zht"]
        assert hidden[ruled[0]["cell"]].value == "false"
        assert {hidden[one["cell"]].value for one in ruled[1:]} == {"3", "3.5", "4"}

    def test_names_no_expert_on_the_hidden_sheet(self, result: Callable[[str], Path]) -> None:
        hidden = openpyxl.load_workbook(result(CHANGZHOU))["_zht"]
        names = {row[3].value for row in hidden.iter_rows() if row[0].value == "expert"}
        assert names == {"专家1", "专家2", "专家3"}

    def test_given_again_it_has_to_be_the_same(self, result: Callable[[str], Path], tmp_path: Path) -> None:
        code, verification = told(result(CHANGZHOU), submission(CHANGZHOU), *REVIEWS)
        assert (code, verification["verdict"], verification["findings"]) == (0, "same", [])
        assert {one["source"] for one in verification["decisions"]} == {"given"}
        code, verification = told(result(CHANGZHOU), submission(CHANGZHOU), *REVIEWS[2:4])
        assert (code, [one["code"] for one in verification["findings"]]) == (1, ["ZHT-RESULT-DECISIONS"])
        other = (SAMPLES / "changzhou" / "decisions.json").read_text(encoding="utf-8").replace("放款", "到账")
        (tmp_path / "裁定.json").write_text(other, encoding="utf-8")
        code, verification = told(result(CHANGZHOU), submission(CHANGZHOU), "--decisions", tmp_path / "裁定.json")
        assert (code, [one["code"] for one in verification["findings"]]) == (1, ["ZHT-RESULT-DECISIONS"])

    def test_edited_in_one_place_shows_in_the_others(self, changed: Callable[..., Path]) -> None:
        def edit(book: Any) -> None:
            score = next(row for row in book["_zht"].iter_rows() if row[0].value == "expert")
            score[4].value = "1"

        code, verification = told(changed(edit, CHANGZHOU), submission(CHANGZHOU))
        assert code == 1
        assert {"计分表", "核验", "总览"} <= {one["sheet"] for one in verification["cells"]}

    def test_scores_of_others_alone_are_remembered(self, folder: Path, tmp_path: Path) -> None:
        """That nobody scored this unit is a finding in the result; the other unit's scores stay out of it."""
        path, name = tmp_path / "评分.json", "另一家单位"
        score = {"unit": name, "no": "1", "expert": "甲", "score": 4, "reason": ""}
        path.write_text(json.dumps({"form": "changzhou", "expert_scores": [score]}), encoding="utf-8")
        zht("score", submission(CHANGZHOU), "--experts", path, "-o", tmp_path / "结果.xlsx")
        assert told(tmp_path / "结果.xlsx", submission(CHANGZHOU))[0] == 0
        book = openpyxl.load_workbook(tmp_path / "结果.xlsx")
        texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert any("ZHT-EXPERT-NONE" in text for text in texts)
        assert not any(name in text for text in texts)

    def test_an_overlay_has_to_be_given_again(self, tmp_path: Path) -> None:
        overlay, out = SAMPLES / "overlays" / "bishan-fendang.yaml", tmp_path / "结果.xlsx"
        zht("score", submission(), "--overlay", overlay, "-o", out)
        without = zht("verify", out, submission())
        assert (without.code, "请用 --overlay 给出这个文件" in without.err) == (2, True)
        shutil.copy(overlay, tmp_path / "规则.yaml")
        code, verification = told(out, submission(), "--overlay", tmp_path / "规则.yaml")
        assert (code, verification["verdict"]) == (0, "same")
        assert [one["kind"] for one in verification["decisions"]] == ["overlay"]
        with (tmp_path / "规则.yaml").open("a", encoding="utf-8") as stream:
            stream.write("# 又及\n")
        code, verification = told(out, submission(), "--overlay", tmp_path / "规则.yaml")
        assert (code, [one["code"] for one in verification["findings"]]) == (1, ["ZHT-RESULT-OVERLAY"])
        assert verification["cells"] == []


class TestWhatCannotBeVerified:
    def refused(self, ran: Ran, code: int, words: str) -> None:
        assert ran.code == code
        assert words in ran.err
        assert ran.out == ""

    def test_the_other_way_round(self, result: Callable[[str], Path]) -> None:
        self.refused(zht("verify", submission(), result(BISHAN)), 3, "不是 zht 写出的结果工作簿")

    def test_a_result_without_its_hidden_sheet(self, changed: Callable[..., Path]) -> None:
        path = changed(lambda book: book.remove(book["_zht"]))
        self.refused(zht("verify", path, submission()), 3, "隐藏页 _zht 没有了")

    def test_another_form(self, result: Callable[[str], Path]) -> None:
        self.refused(zht("verify", result(BISHAN), submission("bishan/series-2025")), 2, "不能相互复核")

    def test_years_joined_without_their_hashes(self, changed: Callable[..., Path]) -> None:
        def join(book: Any) -> None:
            sheet = book["_zht"]
            sheet.append(["joined", "2025.xlsx"])

        self.refused(zht("verify", changed(join), submission()), 3, "几年的文件合起来算出")

    def test_a_submission_that_is_none(self, result: Callable[[str], Path], tmp_path: Path) -> None:
        (tmp_path / "坏.xlsx").write_bytes(b"%PDF-1.7")
        ran = zht("verify", result(BISHAN), tmp_path / "坏.xlsx", "--format", "json")
        assert (ran.code, ran.json["verification"]) == (3, None)
        assert "没有复核" in zht("verify", result(BISHAN), tmp_path / "坏.xlsx").out


def test_the_same_inputs_give_the_same_bytes(result: Callable[[str], Path], tmp_path: Path) -> None:
    again = tmp_path / "又一次.xlsx"
    zht("score", submission(CHANGZHOU), "-o", again, *EACH[CHANGZHOU])
    assert again.read_bytes() == result(CHANGZHOU).read_bytes()
    first, second = (zht("verify", result(CHANGZHOU), submission(CHANGZHOU)).out for _ in range(2))
    assert first == second
