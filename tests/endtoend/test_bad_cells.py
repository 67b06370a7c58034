"""What people leave in a cell: one workbook a case, the exact finding at its cell, and the points it costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from endtoend.odd_forms import edited, field_place, place, sample, typed, with_cells, written
from endtoend.runner import Ran, found, points, sha256, zht
from zhtcli.core.forms.layout import COVER, ENTRIES

Make = Callable[[bytes], bytes]
FIVE, EIGHT, THIRTEEN = place("5"), place("8"), place("13")
PICTURE = '<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>|t="str"'


def in_cells(values: Mapping[str, object], sheet: str = ENTRIES, number_format: str | None = None) -> Make:
    if number_format is None and not any(isinstance(value, date) for value in values.values()):
        return lambda form: written(form, values, sheet)
    return lambda form: edited(form, typed(values, sheet=sheet, number_format=number_format))


def five(value: object, number_format: str | None = None) -> Make:
    """Something typed as this year's figure of item 5, whose target is 40 and which is worth 3 points."""
    return in_cells({FIVE: value}, number_format=number_format)


def on_cover(key: str, value: object, number_format: str | None = None) -> Make:
    return in_cells({field_place(key): value}, COVER, number_format)


def raw(cells: Mapping[str, str]) -> Make:
    return lambda form: with_cells(form, cells)


def alone(code: str, severity: str = "error", at: str = FIVE) -> set[tuple[str, str, str | None]]:
    return {(code, severity, at)}


TOOK_30: dict[str, float] = {"5": 2.25}
NOTHING: dict[str, float] = {"5": 0}

# name: (how it is made, findings, exit code, points that differ from the good form)
CASES: dict[str, tuple[Make, set[tuple[str, str, str | None]], int, dict[str, float]]] = {
    "untouched": (lambda form: form, set(), 0, {}),
    "blank": (five(None), alone("ZHT-ENTRY-MISSING"), 1, NOTHING),
    "zero": (five(0), set(), 0, NOTHING),
    "negative": (five(-3), alone("ZHT-ENTRY-NEGATIVE"), 1, NOTHING),
    "negative text": (
        five("-3"), alone("ZHT-ENTRY-NEGATIVE") | alone("ZHT-CELL-TEXTNUMBER", "warning"), 1, NOTHING
    ),
    "absurd": (five(100000), alone("ZHT-ENTRY-ABSURD", "warning"), 0, {}),
    "far beyond": (five(1e300), alone("ZHT-CELL-TOOLONG"), 1, NOTHING),
    "half": (five(5.5), alone("ZHT-CELL-NOTINTEGER"), 1, NOTHING),
    "words": (five("三十多家"), alone("ZHT-CELL-INEXACT"), 1, NOTHING),
    "letters": (five("abc"), alone("ZHT-CELL-NUMBER"), 1, NOTHING),
    "about": (five("约30"), alone("ZHT-CELL-INEXACT"), 1, NOTHING),
    "range": (five("30-50"), alone("ZHT-CELL-INEXACT"), 1, NOTHING),
    "at least": (five("≥30"), alone("ZHT-CELL-INEXACT"), 1, NOTHING),
    "with its unit": (five("30项"), alone("ZHT-CELL-UNIT", "warning"), 0, TOOK_30),
    "with another unit": (five("30家"), alone("ZHT-CELL-OTHERUNIT"), 1, NOTHING),
    "text": (five("30"), alone("ZHT-CELL-TEXTNUMBER", "warning"), 0, TOOK_30),
    "full-width": (five("３０"), alone("ZHT-CELL-TEXTNUMBER", "warning"), 0, TOOK_30),
    "numerals": (five("三十"), alone("ZHT-CELL-CHINESENUMERAL", "warning"), 0, TOOK_30),
    "grouped": (five("1,230"), alone("ZHT-CELL-TEXTNUMBER", "warning"), 0, {}),
    "grouped wrongly": (five("3，0"), alone("ZHT-CELL-GROUPING"), 1, NOTHING),
    "slash": (five("/"), alone("ZHT-CELL-PLACEHOLDER"), 1, NOTHING),
    "dash": (five("—"), alone("ZHT-CELL-PLACEHOLDER"), 1, NOTHING),
    "none": (five("无"), alone("ZHT-CELL-PLACEHOLDER"), 1, NOTHING),
    "Python's number": (five("1_0"), alone("ZHT-CELL-NUMBER"), 1, NOTHING),
    "not a number": (five("nan"), alone("ZHT-CELL-NUMBER"), 1, NOTHING),
    "superscript": (five("3²"), alone("ZHT-CELL-NUMBER"), 1, NOTHING),
    "invisible": (
        five("\u200b　"), alone("ZHT-CELL-INVISIBLEONLY", "note") | alone("ZHT-ENTRY-MISSING"), 1, NOTHING
    ),
    "percent format": (five(0.41, "0%"), alone("ZHT-CELL-PERCENTFORMAT"), 1, NOTHING),
    "date": (five(date(2026, 3, 5)), alone("ZHT-CELL-DATEFORNUMBER"), 1, NOTHING),
    "true": (five(True), alone("ZHT-CELL-BOOLEANFORNUMBER"), 1, NOTHING),
    "formula of openpyxl": (five("=20+21"), alone("ZHT-CELL-UNCACHED"), 1, NOTHING),
    "formula with a result": (raw({FIVE: "<f>20+21</f><v>41</v>"}), set(), 0, {}),
    "formula without a result": (raw({FIVE: "<f>20+21</f>"}), alone("ZHT-CELL-UNCACHED"), 1, NOTHING),
    "reference gone": (
        raw({FIVE: '<f>#REF!+1</f><v>#REF!</v>|t="e"'}), alone("ZHT-CELL-ERRORVALUE"), 1, NOTHING
    ),
    "division by zero": (
        raw({FIVE: '<f>1/0</f><v>#DIV/0!</v>|t="e"'}), alone("ZHT-CELL-ERRORVALUE"), 1, NOTHING
    ),
    "picture for a figure": (raw({FIVE: PICTURE}), alone("ZHT-CELL-PICTURE"), 1, NOTHING),
    "picture for evidence": (raw({place("5", "evidence"): PICTURE}), set(), 0, {}),
    "250 % by pasting 2.5": (
        in_cells({THIRTEEN: 2.5}),
        alone("ZHT-ENTRY-OVER100", at=THIRTEEN), 1, {"13": 0},
    ),
    "25000 % by pasting 250": (
        in_cells({THIRTEEN: 250}),
        alone("ZHT-ENTRY-OVER100", at=THIRTEEN), 1, {"13": 0},
    ),
    "0.9 % for 90 %, parts cleared": (
        in_cells({THIRTEEN: 0.009, place("13", "numerator"): None, place("13", "denominator"): None}),
        {("ZHT-ENTRY-SCALE", "warning", THIRTEEN), ("ZHT-ENTRY-NOPARTS", "warning", THIRTEEN)}, 0, {"13": 0.02},
    ),
    "percentage against its parts": (
        in_cells({THIRTEEN: 0.9}), alone("ZHT-ENTRY-RATIO", at=THIRTEEN), 1, {"13": 0}
    ),
    "percentage and parts agree": (in_cells({EIGHT: 0.026}), set(), 0, {}),
    "denominator zero": (
        in_cells({place("13", "denominator"): 0}),
        alone("ZHT-ENTRY-ZERODENOM", at=place("13", "denominator")), 1, {"13": 0},
    ),
    "numerator over denominator": (
        in_cells({place("13", "numerator"): 23}),
        alone("ZHT-ENTRY-PARTOVER", at=place("13", "numerator")), 1, {"13": 0},
    ),
    "state unknown": (
        in_cells({place("5", "state"): "做了"}),
        alone("ZHT-CELL-CHOICE", at=place("5", "state")), 1, {},
    ),
    "state contradicts": (
        in_cells({place("5", "state"): "未开展"}),
        alone("ZHT-ENTRY-STATE", "warning", place("5", "state")), 0, {},
    ),
    "date as text": (on_cover("filled_on", "2027.1.12"), set(), 0, {}),
    "date without its day": (
        on_cover("filled_on", "2027年1月"), alone("ZHT-CELL-DATEPART", at=field_place("filled_on")), 1, {}
    ),
    "date in another order": (
        on_cover("filled_on", "3/4/2027"), alone("ZHT-CELL-DATEORDER", at=field_place("filled_on")), 1, {}
    ),
    "date as a decimal": (
        on_cover("filled_on", 2027.1, "General"),
        alone("ZHT-CELL-DATENUMBER", at=field_place("filled_on")), 1, {},
    ),
    "impossible date": (
        on_cover("filled_on", "2027-02-30"), alone("ZHT-CELL-DATEIMPOSSIBLE", at=field_place("filled_on")), 1, {}
    ),
    "code as a number": (
        on_cover("uscc", 915001206012345678), alone("ZHT-CELL-DIGITSLOST", at=field_place("uscc")), 1, {}
    ),
    "code full-width": (
        on_cover("uscc", "９１５００１２０ＭＡ６ＡＢＣＤ１２８"),
        alone("ZHT-CELL-CODETIDIED", "note", field_place("uscc")), 0, {},
    ),
    "code mistyped": (
        on_cover("uscc", "91500120MA6ABCD129"),
        alone("ZHT-ENTRY-USCCCHECK", "warning", field_place("uscc")), 0, {},
    ),
    "unit blank": (on_cover("unit", None), alone("ZHT-ENTRY-FIELD", at=field_place("unit")), 1, {}),
    "earlier year negative": (
        in_cells({place("5", period="2025"): -1}),
        alone("ZHT-ENTRY-NEGATIVE", at=place("5", period="2025")), 1, {},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Batch:
    """All cases in one folder, scored in one run: a bad file never stops the others."""

    ran: Ran
    before: dict[str, str]
    folder: Path

    def assessment(self, name: str) -> dict[str, Any]:
        number = list(CASES).index(name)
        (one,) = (a for a in self.ran.json["assessments"] if Path(a["file"]).stem == f"{number:02}")
        return dict(one)


@pytest.fixture(scope="module")
def good() -> bytes:
    return sample("good-2026")


@pytest.fixture(scope="module")
def batch(good: bytes, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("cells")
    for number, (make, *_) in enumerate(CASES.values()):
        (folder / f"{number:02}.xlsx").write_bytes(make(good))
    before = {file.stem: sha256(file) for file in folder.iterdir()}
    return Batch(zht("score", *sorted(folder.iterdir()), "--format", "json"), before, folder)


def test_each_bad_cell_is_told_where_it_stands_and_costs_its_own_points(batch: Batch) -> None:
    """One test over all cases, so that several workers do not each make all workbooks."""
    good = points(batch.assessment("untouched"))
    for name, (_, expected, code, differ) in CASES.items():
        assessment = batch.assessment(name)
        assert found(assessment) == expected, name
        assert assessment["status"] == ("findings" if code else "ok"), name
        assert points(assessment) == good | differ, name
        assert {finding["sheet"] for finding in assessment["findings"]} <= {COVER, ENTRIES}, name
    assert {file.stem: sha256(file) for file in batch.folder.iterdir()} == batch.before
    assert batch.ran.code == 1
    assert len(batch.ran.json["assessments"]) == len(CASES)
    for name in ("untouched", "absurd", "negative"):
        number = list(CASES).index(name)
        assert zht("validate", batch.folder / f"{number:02}.xlsx").code == CASES[name][2], name


def test_what_is_not_read_is_not_scored_as_zero_in_silence(good: bytes, tmp_path: Path) -> None:
    """A figure that was refused leaves its points open: the interval says what they may come to."""
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(five("约30")(good))
    card = zht("score", file, "--format", "json").assessment["scorecards"][0]
    low, high = card["interval"]
    assert not card["complete"]
    assert (low, high) == (card["total"], pytest.approx(card["total"] + 3))
