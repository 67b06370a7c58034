"""Broken on purpose: whatever happens to the bytes of a workbook, a reading comes back and nothing is raised."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from hashlib import sha256

import pytest
import xlsxwriter

from workbook import odd_files as odd
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.workbook.files.contained import ContainedReader

MUTANTS = 150


def form() -> bytes:
    """A workbook with most of what a form has: texts, numbers, formulas, percentages, names, hidden rows."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    percent = workbook.add_format({"num_format": "0.00%"})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for title in ("封面", "指标填报", "自检"):
        sheet = workbook.add_worksheet(title)
        sheet.merge_range("A1:D1", title)
        for row in range(2, 20):
            sheet.write_row(row, 0, [f"第{row}项", row, row / 7, row % 2 == 0])
            sheet.write_number(row, 4, row / 100, percent)
            sheet.write_number(row, 5, 46000 + row, day)
            sheet.write_formula(row, 6, f"=B{row}*2", None, row * 2)
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.data_validation("B3:B20", {"validate": "decimal", "criteria": ">=", "value": 0})
    workbook.define_name("指标_6", "=指标填报!$B$7")
    workbook.set_custom_property("zht_form", "bishan-2026")
    workbook.close()
    return buffer.getvalue()


def flipped(data: bytes, choose: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(choose.choice([1, 4, 32])):
        changed[choose.randrange(len(changed))] = choose.randrange(256)
    return bytes(changed)


def cut(data: bytes, choose: random.Random) -> bytes:
    start, end = sorted(choose.randrange(len(data)) for _ in range(2))
    return choose.choice([data[:end], data[start:], data[:start] + data[end:]])


def entries_of(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def without_parts(data: bytes, choose: random.Random) -> bytes:
    entries = entries_of(data)
    return odd.zipped(choose.sample(entries, choose.randrange(len(entries))))


def with_parts_exchanged(data: bytes, choose: random.Random) -> bytes:
    entries = entries_of(data)
    contents = [content for _, content in entries]
    first, second = choose.sample(range(len(entries)), 2)
    contents[first], contents[second] = contents[second], contents[first]
    return odd.zipped(list(zip([name for name, _ in entries], contents, strict=True)))


def with_part_mutated(data: bytes, choose: random.Random) -> bytes:
    """One part broken inside a sound zip, which gets further than a broken zip does."""
    entries = entries_of(data)
    index = choose.choice([number for number, (_, content) in enumerate(entries) if content])
    name, content = entries[index]
    entries[index] = (name, choose.choice([flipped, cut, with_tokens_exchanged])(content, choose))
    return odd.zipped(entries)


def with_tokens_exchanged(content: bytes, choose: random.Random) -> bytes:
    """Well-formed but senseless: other numbers, types and references in attributes and text."""
    tokens = [b"0", b"-1", b"99999999999", b"1e400", b"s", b"str", b"XFD1048576", b"A0", b"", b"\xe6\xb1\x89", b"&amp;"]
    pieces = content.split(b'"')
    for _ in range(min(3, len(pieces) // 2)):
        pieces[choose.randrange(1, len(pieces), 2)] = choose.choice(tokens)
    return b'"'.join(pieces)


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    flipped,
    cut,
    without_parts,
    with_parts_exchanged,
    with_part_mutated,
    with_part_mutated,
    with_part_mutated,
]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_every_mutant_gives_a_reading(kind: str) -> None:
    choose = random.Random(f"mutants of {kind}")  # noqa: S311 (seeded on purpose)
    if kind == "xlsx":
        data, mutations = form(), MUTATIONS
    elif kind == "ods":
        rows = '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>' * 20
        data, mutations = odd.opendocument(odd.ods_sheet(rows)), MUTATIONS
    else:
        cells = [(row, column, row * 1.5 if column else f"第{row}项", 0) for row in range(60) for column in range(6)]
        data, mutations = odd.xls(cells), [flipped, cut]
    read = refused = 0
    with ContainedReader(seconds=10) as reader:
        for _ in range(MUTANTS if kind == "xlsx" else MUTANTS // 3):
            mutant = choose.choice(mutations)(data, choose)
            reading = reader.read(mutant, f"表.{kind}")
            assert reading.sha256 == sha256(mutant).hexdigest()
            for seen in reading.seen:
                assert CATALOGUE[seen.code].found(sheet=seen.sheet, **seen.words).message
            if reading.book is None:
                assert [CATALOGUE[seen.code].refuses for seen in reading.seen] == [True]
                refused += 1
            else:
                assert reading.book.sheets
                assert not any(CATALOGUE[seen.code].refuses for seen in reading.seen)
                read += 1
        assert reader.read(data, f"表.{kind}").book is not None
    assert read > 0
    assert refused > 0
