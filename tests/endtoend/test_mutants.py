"""Sixty forms taken apart at random: a documented end, valid JSON, and never a better score in silence."""

from __future__ import annotations

import random
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook

from endtoend.odd_forms import LAYOUT, deleted, edited, entries, inserted, moved, patched, sample, sheet_part, written
from endtoend.runner import EXIT_CODES, Ran, points, sha256, zht
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import COVER, ENTRIES, IDENTITY, SELF_CHECK

COUNT, SEED = 60, 20260731
Mutation = Callable[[random.Random, bytes], bytes]
GARBAGE = (
    None, "", " ", "/", "无", "约30", "30项", "３０", "1,2,3", "不适用", "abc", "=E11+1", "=1/0", "#REF!", -1, 0, 41,
    2.5, 250, 1e18, 0.001, True, "0", "１００", "100%", "\u200b", "x" * 3000, "<a>&", "二十", "12/31",
)  # fmt: skip


def some_row(chance: random.Random) -> int:
    return chance.choice([*LAYOUT.rows.values(), *LAYOUT.section_rows.values(), LAYOUT.header_row])


def some_column(chance: random.Random) -> int:
    return chance.randint(1, len(LAYOUT.columns))


def garbage(chance: random.Random, form: bytes) -> bytes:
    """Other things in cells: the one family that may change a figure."""
    at = [f"{column_letters(some_column(chance))}{some_row(chance)}" for _ in range(chance.randint(1, 6))]
    return written(form, {one: chance.choice(GARBAGE) for one in at})


def rows_deleted(chance: random.Random, form: bytes) -> bytes:
    return moved(form, row=deleted(some_row(chance), chance.randint(1, 3)))


def rows_inserted(chance: random.Random, form: bytes) -> bytes:
    return moved(form, row=inserted(some_row(chance), chance.randint(1, 4)))


def columns_deleted(chance: random.Random, form: bytes) -> bytes:
    return moved(form, column=deleted(some_column(chance)))


def columns_inserted(chance: random.Random, form: bytes) -> bytes:
    return moved(form, column=inserted(some_column(chance), chance.randint(1, 2)))


def rows_shuffled(chance: random.Random, form: bytes) -> bytes:
    """As sorting does: the cells move, names and merged bands stay where they were."""
    numbers = [LAYOUT.rows[str(no)] for no in range(5, 18)]
    others = chance.sample(numbers, len(numbers))
    to = dict(zip(numbers, others, strict=True))
    return moved(form, row=lambda number: to.get(number, number), follow=False)


def row_copied(chance: random.Random, form: bytes) -> bytes:
    source, target = chance.choice(list(LAYOUT.rows.values())), LAYOUT.last_row() + chance.randint(1, 20)

    def change(book: Workbook) -> None:
        for cell in entries(book)[source]:
            entries(book).cell(target, int(cell.column or 1)).value = cell.value

    return edited(form, change)


def sheet_gone(chance: random.Random, form: bytes) -> bytes:
    name = chance.choice([COVER, SELF_CHECK, IDENTITY, ENTRIES, "填报说明"])
    return edited(form, lambda book: book.remove(book[name]) if name in book.sheetnames else None)


def sheets_turned(chance: random.Random, form: bytes) -> bytes:
    def change(book: Workbook) -> None:
        for name in list(book.sheetnames):
            book.move_sheet(name, chance.randint(-3, 3))
        book[chance.choice(book.sheetnames)].title = chance.choice(["表1", "指标填报 (2)", "封面１", "Sheet1"])

    return edited(form, change)


def header_spoilt(chance: random.Random, form: bytes) -> bytes:
    at = f"{column_letters(some_column(chance))}{LAYOUT.header_row}"
    return written(form, {at: chance.choice(["", "其他", "2026年实际", "2025年实际", "分值", "序号"])})


def cells_merged(chance: random.Random, form: bytes) -> bytes:
    top, left = chance.choice(list(LAYOUT.rows.values())), some_column(chance)
    area = f"{column_letters(left)}{top}:{column_letters(left + chance.randint(0, 2))}{top + chance.randint(1, 3)}"

    def change(book: Workbook) -> None:
        for merged in list(entries(book).merged_cells.ranges):
            if merged.min_row >= LAYOUT.header_row:
                entries(book).unmerge_cells(str(merged))
        entries(book).merge_cells(area)

    return edited(form, change)


def hidden(chance: random.Random, form: bytes) -> bytes:
    def change(book: Workbook) -> None:
        entries(book).row_dimensions[some_row(chance)].hidden = True
        book[ENTRIES].sheet_state = chance.choice(["visible", "hidden"])

    return edited(form, change)


def names_gone(chance: random.Random, form: bytes) -> bytes:
    keep = chance.random()

    def thin(text: str) -> str:
        return re.sub(r"<definedName .*?</definedName>", lambda found: found[0] if chance.random() < keep else "", text)

    return patched(form, {"xl/workbook.xml": thin})


def part_gone(chance: random.Random, form: bytes) -> bytes:
    parts = ("xl/styles.xml", "xl/sharedStrings.xml", "docProps/custom.xml", "docProps/app.xml", sheet_part(form))
    return patched(form, {chance.choice(parts): None})


def markup_spoilt(chance: random.Random, form: bytes) -> bytes:
    """A bracket, a quotation mark or an attribute less somewhere in the table."""

    def spoil(text: str) -> str:
        at = chance.randrange(len(text))
        return text[:at] + chance.choice(["", "<", '"', "&", "</c>"]) + text[at + 1 :]

    return patched(form, {sheet_part(form): spoil})


def bytes_flipped(chance: random.Random, form: bytes) -> bytes:
    spoilt = bytearray(form)
    for _ in range(chance.randint(1, 8)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def dimension_lies(chance: random.Random, form: bytes) -> bytes:
    told = chance.choice(["A1", "A1:XFD1048576", "Z99", "nonsense", ""])
    lie = f'<dimension ref="{told}"/>'
    return patched(form, {sheet_part(form): lambda text: re.sub("<dimension [^>]*/>", lie, text)})


def results_gone(chance: random.Random, form: bytes) -> bytes:
    """Formulas without stored results, as openpyxl leaves them."""
    return edited(form, lambda book: book)


CHANGES_FIGURES = (garbage, markup_spoilt, bytes_flipped)
STRUCTURAL = (
    rows_deleted, rows_inserted, columns_deleted, columns_inserted, rows_shuffled, row_copied, sheet_gone,
    sheets_turned, header_spoilt, cells_merged, hidden, names_gone, part_gone, dimension_lies, results_gone,
)  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    names: tuple[str, ...]
    structural: bool
    data: bytes


def mutant(number: int, form: bytes) -> Mutant:
    chance = random.Random(SEED + number)  # noqa: S311  # the same mutants each time
    structural = number % 3 != 0
    chosen = chance.sample(STRUCTURAL if structural else (*STRUCTURAL, *CHANGES_FIGURES * 4), chance.randint(1, 2))
    # What needs the package whole comes first.
    chosen.sort(key=lambda one: one in (part_gone, markup_spoilt, bytes_flipped))
    done = []
    for mutation in chosen:
        try:
            form = mutation(chance, form)
        except (AssertionError, KeyError, ValueError, NotImplementedError, zipfile.BadZipFile, zlib.error):
            continue  # an earlier mutation took away what this one works on
        done.append(mutation.__name__)
    return Mutant(tuple(done), structural, form)


@dataclass(frozen=True)
class Herd:
    mutants: list[Mutant]
    ran: Ran
    files: list[Path]
    good: dict[str, Any]


@pytest.fixture(scope="module")
def herd(tmp_path_factory: pytest.TempPathFactory) -> Herd:
    folder = tmp_path_factory.mktemp("mutants")
    form = sample("good-2026")
    (folder / "good.xlsx").write_bytes(form)
    mutants = [mutant(number, form) for number in range(COUNT)]
    files = []
    for number, one in enumerate(mutants):
        files.append(folder / f"{number:03}.xlsx")
        files[-1].write_bytes(one.data)
    before = [sha256(file) for file in files]
    ran = zht("score", folder / "good.xlsx", *files, "--format", "json")
    assert [sha256(file) for file in files] == before
    return Herd(mutants, ran, files, ran.json["assessments"][0])


def test_a_mutant_is_never_better_in_silence(herd: Herd) -> None:
    """One test over all of them, so that several workers do not each make them all."""
    assert herd.ran.code in EXIT_CODES
    assert [one["file"] for one in herd.ran.json["assessments"][1:]] == [str(file) for file in herd.files]
    # Most of them: what cannot be opened at all tests nothing but the door.
    assert sum(zipfile.is_zipfile(BytesIO(one.data)) for one in herd.mutants) > COUNT * 0.8
    assert sum(bool(one["scorecards"]) for one in herd.ran.json["assessments"]) > COUNT * 0.5
    for number in range(COUNT):
        check(number, herd)
    for number in range(0, COUNT, 15):
        alone = zht("score", herd.files[number], "--format", "json")
        assert alone.assessment == herd.ran.json["assessments"][number + 1]
        assert alone.code in ({0} if alone.assessment["status"] == "ok" else {1, 3, 4})


def check(number: int, herd: Herd) -> None:
    mutant, assessment = herd.mutants[number], herd.ran.json["assessments"][number + 1]
    said = f"{mutant.names}: {[(f['code'], f['cell'], f['raw']) for f in assessment['findings']]}"
    assert {finding["code"] for finding in assessment["findings"]} <= set(CATALOGUE), said
    if not assessment["scorecards"]:
        assert assessment["findings"], said
        return
    was, now = points(herd.good), points(assessment)
    values = [
        {one["no"]: one["value"] for one in told["scorecards"][0]["indicators"]} for told in (herd.good, assessment)
    ]
    told_of = {finding["indicator"] for finding in assessment["findings"]}
    for no in was:
        if now[no] > was[no]:
            assert not mutant.structural, f"{no}: {was[no]} -> {now[no]}, {said}"
            assert no in told_of or values[0][no] != values[1][no], f"{no}: {was[no]} -> {now[no]}, {said}"
        if now[no] < was[no] and (mutant.structural or values[0][no] == values[1][no]):
            assert assessment["findings"], f"{no}: {was[no]} -> {now[no]}, {said}"
    if mutant.structural:
        assert all(values[1][no] in (None, values[0][no]) for no in was), said
        lost = [no for no in was if values[1][no] is None and values[0][no] is not None]
        assert not lost or assessment["status"] == "findings", said
