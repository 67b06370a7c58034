"""Tables that can be mistaken: figures are read where they belong, or not at all and said so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook

from endtoend.odd_forms import (
    GOOD,
    LAYOUT,
    deleted,
    edited,
    entries,
    header,
    inserted,
    moved,
    place,
    printed,
    sample,
    typed,
)
from endtoend.runner import found, zht
from zhtcli.core.forms.layout import ENTRIES

Make = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def good() -> bytes:
    return sample("good-2026")


MISREAD: dict[str, Make] = {
    "denominators under the name of numerators": lambda form: moved(
        form, column=deleted(LAYOUT.column("numerator")), follow=False
    ),
    "targets under the name of figures": lambda form: moved(
        edited(form, typed({header("value"): "今年"})), column=inserted(1), follow=False
    ),
    "to-date formulas under the name of last year": lambda form: moved(
        form, column=deleted(LAYOUT.column("earlier_2025")), follow=False
    ),
    "numbers of two rows changed over": lambda form: edited(
        form, typed({printed("27", "no"): "28", printed("28", "no"): "27"})
    ),
    "numbers all one on": lambda form: edited(form, typed({printed(no, "no"): str(int(no) + 1) for no in LAYOUT.rows})),
}


@pytest.mark.parametrize("name", MISREAD)
def test_no_figure_is_read_as_that_of_another_place(name: str, good: bytes, tmp_path: Path) -> None:
    """Better not read at all, and said so, than read from where something else stands."""
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(good)
    right = json.loads(zht("read", file).out)["indicators"]
    file.write_bytes(MISREAD[name](good))
    read = json.loads(zht("read", file).out)["indicators"]
    card = zht("score", file, "--format", "json")
    for no, value in values(card.assessment).items():
        assert value in (None, GOOD_VALUES[no]), no
    assert card.assessment["findings"]
    assert {no: told["2025"] for no, told in read.items() if isinstance(told, dict) and "2025" in told}.items() <= {
        no: told["2025"] for no, told in right.items()
    }.items()


GOOD_VALUES = {
    no: told["2026"]["value"] if isinstance(told["2026"], dict) and "value" in told["2026"] else told["2026"]
    for no, told in GOOD["indicators"].items()
} | {"8": 2.6, "13": 95.4545454545, "14": 90.9090909091, "29": 4 + 3, "30": 2 + 2}
"""What counts in 2026: a share in percent, the sum to date of 29 and 30, else what was filled in."""


def values(assessment: dict[str, Any]) -> dict[str, Any]:
    cards = assessment["scorecards"]
    return {one["no"]: one["value"] for one in cards[0]["indicators"]} if cards else {}


def twin(title: str, other: str = ENTRIES) -> Make:
    """The table copied before itself under a title, with 20 for 18 solved needs; the true one is called `other`."""

    def change(book: Workbook) -> None:
        copy = book.copy_worksheet(entries(book))
        book[ENTRIES].title = other
        copy.title = title
        copy[place("6")] = 20
        book.move_sheet(copy, -len(book.sheetnames))

    return lambda form: edited(form, change)


@pytest.mark.parametrize(
    ("title", "other"),
    [
        (f"{ENTRIES} ", ENTRIES),
        ("填报表乙", "填报表甲"),
    ],
)
def test_of_two_tables_none_is_chosen_in_silence(title: str, other: str, good: bytes, tmp_path: Path) -> None:
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(twin(title, other)(good))
    ran = zht("score", file, "--format", "json")
    assert ran.code == 1
    assert found(ran.assessment) == {("ZHT-FORM-TABLETWICE", "error", None)}
    assert ran.assessment["scorecards"] == []


def test_the_table_that_bears_its_name_wins_over_a_copy(good: bytes, tmp_path: Path) -> None:
    file = tmp_path / "填报件.xlsx"
    file.write_bytes(twin(f"{ENTRIES} (2)")(good))
    assert values(zht("score", file, "--format", "json").assessment)["6"] == 18
