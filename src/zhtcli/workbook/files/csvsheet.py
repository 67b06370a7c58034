"""A CSV file as a sheet of texts: ledgers come out of other systems this way."""

from __future__ import annotations

import csv
import io

from zhtcli.workbook.files.book import Cell, Sheet
from zhtcli.workbook.files.limits import CELLS, FILE_BYTES, LAST_COLUMN, LAST_ROW

SUFFIXES = frozenset((".csv", ".tsv", ".txt"))

# No detector of encodings: on short Chinese texts they guess wrong. gb18030 is what Excel and WPS write here.
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",\t;"


class CsvFault(Exception):
    """A file that is no table of text; the sentence says why."""


def csv_sheet(data: bytes, name: str) -> Sheet:
    """The cells of a CSV file, all of them text. Raises CsvFault."""
    if len(data) > FILE_BYTES:
        raise CsvFault(f"文件超过 {FILE_BYTES // 2**20} MB")
    text = _decoded(data)
    cells: list[Cell] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), 1):
            cells += [Cell(number, column, "text", content) for column, content in enumerate(row, 1) if content]
            if number > LAST_ROW or len(row) > LAST_COLUMN or len(cells) > CELLS:
                raise CsvFault("行或列过多")
    except csv.Error:
        raise CsvFault("内容不是逗号或制表符分隔的表") from None
    return Sheet(name, "visible", cells)


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CsvFault("编码不是 UTF-8 或 GB18030，或者不是文本")


def _delimiter(text: str) -> str:
    """The mark that occurs most in the first lines."""
    head = "".join(text.splitlines(keepends=True)[:20])
    return max(_DELIMITERS, key=lambda mark: (head.count(mark), -_DELIMITERS.index(mark)))
