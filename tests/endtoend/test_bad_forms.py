"""Forms that were taken apart: each has its code, place, severity and exit code, and the rest is still assessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook

from endtoend.odd_forms import (
    GOOD,
    LAYOUT,
    below,
    deleted,
    edited,
    entries,
    field_place,
    header,
    inserted,
    moved,
    patched,
    place,
    printed,
    sample,
    sheet_part,
    typed,
    with_identity,
    without_identity,
)
from endtoend.runner import found, points, sha256, zht
from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import COVER, ENTRIES, IDENTITY, SELF_CHECK
from zhtcli.workflow.forming import make_form

Found = tuple[str, str, str | None]
Make = Callable[[bytes], bytes]
FIVE, SEVENTEEN = LAYOUT.rows["5"], LAYOUT.rows["17"]
EVERYTHING = frozenset(GOOD["indicators"])


@dataclass(frozen=True)
class Case:
    """A way to spoil a good form. `lost` are the indicators that get no points for it."""

    make: Make
    found: set[Found] = field(default_factory=set)
    code: int = 0
    lost: frozenset[str] = frozenset()
    options: tuple[str, ...] = ()


def titled(sheet: str, title: str) -> Make:
    def change(book: Workbook) -> None:
        book[sheet].title = title

    return lambda form: edited(form, change)


def without_sheet(sheet: str) -> Make:
    return lambda form: edited(form, lambda book: book.remove(book[sheet]))


def row_twice(form: bytes) -> bytes:
    """The row of item 5 copied below the table."""

    def change(book: Workbook) -> None:
        sheet = entries(book)
        for cell in sheet[FIVE]:
            sheet.cell(LAYOUT.last_row() + 7, int(cell.column or 1)).value = cell.value

    return edited(form, change)


def unknown_row(form: bytes) -> bytes:
    return edited(form, typed({below("no"): "31", below("name"): "我们自己加的指标", below("value"): 5}))


def numbers_cleared(form: bytes) -> bytes:
    return edited(form, typed({printed(no, "no"): None for no in LAYOUT.rows}))


def hidden(form: bytes) -> bytes:
    def change(book: Workbook) -> None:
        entries(book).row_dimensions[FIVE].hidden = True
        entries(book).column_dimensions[column_letters(LAYOUT.column("earlier_2025"))].hidden = True

    return edited(form, change)


def merged(form: bytes) -> bytes:
    return edited(form, lambda book: entries(book).merge_cells(f"{place('5')}:{place('7')}"))


def far_cell(form: bytes) -> bytes:
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return patched(form, {sheet_part(form): lambda text: text.replace("</sheetData>", last)})


def older(form: bytes) -> bytes:
    digest = re.search(r"[0-9a-f]{12}", str(_identity(form)))
    assert digest is not None
    return with_identity(form, digest[0], "0" * 12)


def _identity(form: bytes) -> str:
    told: list[str] = []
    edited(form, lambda book: told.extend(str(cell.value) for row in book[IDENTITY].iter_rows() for cell in row))
    return " ".join(told)


def result_of(form: bytes) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "填报件.xlsx"), Path(folder, "结果.xlsx")
        source.write_bytes(form)
        assert zht("score", source, "-o", target).code == 0
        return target.read_bytes()


CASES: dict[str, Case] = {
    "untouched": Case(lambda form: form),
    "wrong year": Case(
        lambda form: form, {("ZHT-FORM-CONTRADICTS", "error", None)}, 1, EVERYTHING, ("--regime", "bishan-2025")
    ),
    "right year": Case(lambda form: form, options=("--regime", "bishan-2026")),
    "right regime": Case(lambda form: form, options=("--regime", "bishan")),
    "older form": Case(older, {("ZHT-FORM-VERSION", "warning", None)}),
    "unknown year": Case(
        lambda form: with_identity(form, "bishan-2026", "bishan-2031"),
        {("ZHT-FORM-NOREGIME", "error", None)}, 4, EVERYTHING,
    ),
    "unknown regime": Case(
        lambda form: with_identity(form, "bishan-2026", "yubei-2026"),
        {("ZHT-FORM-NOREGIME", "error", None)}, 4, EVERYTHING,
    ),
    "a result": Case(result_of, {("ZHT-FORM-RESULT", "error", None)}, 3, EVERYTHING),
    "an empty form": Case(
        lambda form: make_form("bishan-2026"), {("ZHT-FORM-EMPTY", "error", None)}, 1, EVERYTHING
    ),
    "table deleted": Case(
        without_sheet(ENTRIES), {("ZHT-FORM-TABLE", "error", None)}, 1, EVERYTHING
    ),
    "table renamed": Case(titled(ENTRIES, "2026年填报")),
    "table with a blank": Case(titled(ENTRIES, f"{ENTRIES} ")),
    "table full-width blank": Case(titled(ENTRIES, f"　{ENTRIES}")),
    "table moved": Case(lambda form: edited(form, lambda book: book.move_sheet(ENTRIES, -2))),
    "cover deleted": Case(without_sheet(COVER), {("ZHT-FORM-SHEET", "error", None)}, 1),
    "self-check deleted": Case(without_sheet(SELF_CHECK)),
    "identity sheet deleted": Case(without_sheet(IDENTITY)),
    "identity on the cover only": Case(lambda form: without_identity(form, cover=False)),
    "identity in the properties only": Case(lambda form: without_identity(form, properties=False)),
    "identity on the hidden sheet only": Case(lambda form: without_identity(form, sheet=False)),
    "no identity": Case(without_identity, {("ZHT-FORM-UNKNOWN", "error", None)}, 3, EVERYTHING),
    "no identity, form named": Case(
        without_identity, {("ZHT-FORM-NOIDENTITY", "warning", None)}, options=("--regime", "bishan-2026")
    ),
    "no identity, regime without year": Case(
        without_identity, {("ZHT-FORM-UNKNOWN", "error", None)}, 3, EVERYTHING, ("--regime", "bishan")
    ),
    "identities contradict": Case(
        lambda form: with_identity(form, "bishan-2026", "bishan-2027", parts=["docProps/custom.xml"]),
        {("ZHT-FORM-IDENTITY", "warning", None)},
    ),
    "row deleted": Case(
        lambda form: moved(form, row=deleted(FIVE)), {("ZHT-FORM-ROW", "error", None)}, 1, frozenset("5")
    ),
    "row twice": Case(row_twice, {("ZHT-FORM-ROWTWICE", "error", printed("5", "no"))}, 1, frozenset("5")),
    "unknown row": Case(unknown_row, {("ZHT-FORM-ROWUNKNOWN", "warning", below("no"))}),
    "rows inserted": Case(lambda form: moved(form, row=inserted(FIVE, 3))),
    "rows inserted on top": Case(lambda form: moved(form, row=inserted(1, 2))),
    "rows sorted in reverse": Case(
        lambda form: moved(form, row=lambda at: FIVE + SEVENTEEN - at if FIVE <= at <= SEVENTEEN else at, follow=False)
    ),
    "numbers cleared": Case(numbers_cleared),
    "columns inserted": Case(lambda form: moved(form, column=inserted(4, 2))),
    "column of figures deleted": Case(
        lambda form: moved(form, column=deleted(LAYOUT.column("value"))),
        {("ZHT-FORM-COLUMN", "error", None)}, 1, EVERYTHING - {"8", "13", "14"},
    ),
    "column of states deleted": Case(
        lambda form: moved(form, column=deleted(LAYOUT.column("state"))), {("ZHT-FORM-COLUMN", "error", None)}, 1
    ),
    "header renamed": Case(lambda form: edited(form, typed({header("value"): "今年完成数"}))),
    "header twice": Case(
        lambda form: edited(form, typed({header("remark"): "2026年实际"})),
        {("ZHT-FORM-COLUMNTWICE", "error", header("value")), ("ZHT-FORM-COLUMN", "error", None)},
        1, EVERYTHING - {"8", "13", "14"},
    ),
    "header row deleted": Case(
        lambda form: moved(form, row=deleted(LAYOUT.header_row)), {("ZHT-FORM-HEADER", "warning", None)}
    ),
    "column of targets deleted": Case(
        lambda form: moved(form, column=deleted(LAYOUT.column("target"))), {("ZHT-FORM-PRINTEDLOST", "warning", None)}
    ),
    "column of points deleted": Case(
        lambda form: moved(form, column=deleted(LAYOUT.column("points"))), {("ZHT-FORM-PRINTEDLOST", "warning", None)}
    ),
    "column of names deleted": Case(
        lambda form: moved(form, column=deleted(LAYOUT.column("name"))), {("ZHT-FORM-PRINTEDLOST", "warning", None)}
    ),
    "name edited": Case(
        lambda form: edited(form, typed({printed("5", "name"): "我们自己的说法"})),
        {("ZHT-FORM-NAME", "warning", printed("5", "name"))},
    ),
    "name of another row": Case(
        lambda form: edited(form, typed({printed("27", "no"): "28", printed("28", "no"): "27"})),
        {("ZHT-FORM-NUMBER", "error", printed("27", "name")), ("ZHT-FORM-NUMBER", "error", printed("28", "name"))},
        1, frozenset({"27", "28"}),
    ),
    "hidden": Case(hidden, {("ZHT-FORM-HIDDEN", "warning", None)}),
    "target edited": Case(
        lambda form: edited(form, typed({printed("5", "target"): 10})),
        {("ZHT-FORM-EDITED", "error", printed("5", "target"))}, 1,
    ),
    "target cleared": Case(
        lambda form: edited(form, typed({printed("5", "target"): None})),
        {("ZHT-FORM-EDITED", "error", printed("5", "target"))}, 1,
    ),
    "to-date target edited": Case(
        lambda form: edited(form, typed({printed("5", "horizon_2027"): 100})),
        {("ZHT-FORM-EDITED", "error", printed("5", "horizon_2027"))}, 1,
    ),
    "points edited": Case(
        lambda form: edited(form, typed({printed("5", "points"): 30})),
        {("ZHT-FORM-EDITED", "error", printed("5", "points"))}, 1,
    ),
    "cell at the far end": Case(far_cell, {("ZHT-FILE-FARCELL", "warning", "XFD1048576")}),
}  # fmt: skip


@pytest.fixture(scope="module")
def good() -> bytes:
    return sample("good-2026")


@pytest.fixture(scope="module")
def good_points(good: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    file = tmp_path_factory.mktemp("good") / "填报件.xlsx"
    file.write_bytes(good)
    return points(zht("score", file, "--format", "json").assessment)


@pytest.mark.parametrize("name", CASES)
def test_a_spoilt_form_is_told_and_the_rest_assessed(
    name: str, good: bytes, good_points: dict[str, Any], tmp_path: Path
) -> None:
    case = CASES[name]
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(case.make(good))
    before = sha256(file)

    ran = zht("score", file, "--format", "json", *case.options)

    assert found(ran.assessment) == case.found
    assert ran.code == case.code
    assert ran.assessment["status"] == {0: "ok", 1: "findings"}.get(case.code, "refused")
    assert ran.assessment["sha256"] == before == sha256(file)
    if case.lost == EVERYTHING:
        assert ran.assessment["scorecards"] == []
    else:
        assert points(ran.assessment) == {no: 0 if no in case.lost else good_points[no] for no in good_points}


def test_a_deleted_row_is_not_asked_for_again(good: bytes, tmp_path: Path) -> None:
    """The row's finding explains why its earlier figure is lacking too."""
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(moved(good, row=deleted(FIVE)))
    assert "ZHT-ENTRY-EARLIER" not in zht("validate", file).out


def test_a_column_is_not_read_under_the_header_of_another(good: bytes, tmp_path: Path) -> None:
    """A program that deletes a column without moving the defined names leaves them on the next one."""
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(edited(good, lambda book: entries(book).delete_cols(LAYOUT.column("value"))))
    assessment = zht("validate", file, "--format", "json").assessment
    assert ("ZHT-FORM-COLUMN", "error", None) in found(assessment)
    assert "ZHT-ENTRY-OVER100" not in {code for code, _, _ in found(assessment)}


def test_merged_entries_are_told_once(good: bytes, good_points: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(merged(good))
    ran = zht("score", file, "--format", "json")
    assert ran.code == 1
    assert found(ran.assessment) == {("ZHT-FORM-MERGED", "error", place("5"))}
    assert points(ran.assessment) == {no: 0 if no in "567" else good_points[no] for no in good_points}


def test_a_table_of_another_year_is_not_taken_for_the_named_form(good: bytes, tmp_path: Path) -> None:
    """Without identity the header still says 2026; with `--regime bishan-2025` nothing of it can be scored."""
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(without_identity(good))
    ran = zht("score", file, "--format", "json", "--regime", "bishan-2025")
    assert ran.code in (1, 3)
    assert ran.assessment["scorecards"] == []


def test_a_form_without_identity_is_told_how_to_name_it(good: bytes, tmp_path: Path) -> None:
    """The sentence is true of this file: it does have the table, and only the year is open."""
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(without_identity(good))
    (finding,) = zht("validate", file, "--format", "json").assessment["findings"]
    assert "也没有“指标填报”页" not in finding["message"]
    assert "，有“指标填报”页，但不知道是哪种表、哪一年的。" in finding["message"]


def test_all_that_is_wrong_is_told_in_one_run(tmp_path: Path) -> None:
    """A form with many mistakes of every kind, and what each of the tables above says of one."""
    form = sample("mistakes-2026")
    form = older(edited(form, typed({printed("5", "points"): 30, printed("6", "target"): 1, below("no"): "31"})))
    form = far_cell(hidden(edited(form, typed({field_place("unit"): None}, sheet=COVER))))
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(form)
    ran = zht("validate", file, "--format", "json")
    assert ran.code == 1
    assert found(ran.assessment) == {
        ("ZHT-FORM-VERSION", "warning", None),
        ("ZHT-FORM-EDITED", "error", printed("5", "points")),
        ("ZHT-FORM-EDITED", "error", printed("6", "target")),
        ("ZHT-FORM-ROWUNKNOWN", "warning", below("no")),
        ("ZHT-FORM-HIDDEN", "warning", None),
        ("ZHT-FILE-FARCELL", "warning", "XFD1048576"),
        ("ZHT-ENTRY-FIELD", "error", field_place("unit")),
        ("ZHT-ENTRY-USCC", "error", field_place("uscc")),
        ("ZHT-ENTRY-SIGNATURE", "warning", field_place("filler")),
        ("ZHT-CHECK-SUM", "warning", place("3")),
        ("ZHT-ENTRY-MISSING", "error", place("4")),
        ("ZHT-CELL-INEXACT", "error", place("5")),
        ("ZHT-CELL-UNIT", "warning", place("6")),
        ("ZHT-ENTRY-NEGATIVE", "error", place("7")),
        ("ZHT-ENTRY-NOPARTS", "warning", place("8")),
        ("ZHT-CELL-TEXTPERCENT", "note", place("8")),
        ("ZHT-CELL-TEXTNUMBER", "warning", place("9")),
        ("ZHT-CELL-PLACEHOLDER", "error", place("12")),
        ("ZHT-ENTRY-OVER100", "error", place("13")),
        ("ZHT-ENTRY-PART", "error", place("14", "denominator")),
        ("ZHT-ENTRY-NA", "warning", place("18", "state")),
        ("ZHT-ENTRY-NAREASON", "error", place("18", "remark")),
        ("ZHT-ENTRY-NOTSTARTED", "note", place("19", "state")),
        ("ZHT-CELL-TEXTNUMBER", "warning", place("25")),
        ("ZHT-CHECK-TODATE", "warning", place("29")),
        ("ZHT-CHECK-TODATE", "warning", place("30")),
    }
