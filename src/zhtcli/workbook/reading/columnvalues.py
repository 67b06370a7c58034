"""A column of a list as values: each cell understood as any other cell is, the ordinary ones by a short way.

A register has a million cells, nearly all of them plain. A column of plain texts or codes is recognised as a
whole, by tests that say when `understand` would give each text back without a remark; in any other column each
distinct content is understood once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zhtcli.core.values import Value
from zhtcli.workbook.files.book import Cell
from zhtcli.workbook.reading.cells import understand
from zhtcli.workbook.reading.listrows import ListColumn
from zhtcli.workbook.reading.understood import Expected, Understood

_TYPED = (Decimal, date, datetime)
_BETWEEN = "|"
# Blanks at the edges, formulas stored as text, escapes and fillers that nobody sees: these need a closer look.
_ODD_TEXT = re.compile(r"\|[ =|]| \||_x000|[\u115f\u1160\u3164\uffa0\u2800]")
# From five characters on no ASCII word stands for a blank, and without a sign no code is in scientific notation.
_ORDINARY_CODES = re.compile(r"\|(?:[0-9A-Za-z][0-9A-Za-z./()_-]{4,}+\|)++")


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """The typed value of each row, None where there is none.

    `texts` are what stands in cells whose text is not their value. `remarked` are the cells about which
    there is something to say: the index of the row, and what was understood of it.
    """

    values: list[Value]
    texts: dict[int, str]
    remarked: list[tuple[int, Understood]]


def read_column(column: ListColumn, index_of: Mapping[int, int], expected: Expected) -> ColumnValues:
    """The values of a column; `index_of` gives the index of each row."""
    read = ColumnValues([], {}, [])
    if _ordinary(column, expected):
        values: list[Value] = [content for content in column.contents if type(content) is str]
    else:
        values = _understood(column, index_of, expected, read)
    if len(values) == len(index_of):
        read.values.extend(values)
    else:
        read.values.extend([None] * len(index_of))
        for row, value in zip(column.rows, values, strict=True):
            read.values[index_of[row]] = value
    return read


def _ordinary(column: ListColumn, expected: Expected) -> bool:
    """Whether every cell of a column holds a text that is its own value, with nothing to say about it."""
    if expected.type not in ("text", "code") or column.kinds != {"text"}:
        return False
    joined = _BETWEEN.join(["", *map(str, column.contents), ""])
    if expected.type == "code":
        return _ORDINARY_CODES.fullmatch(joined) is not None
    return joined.isprintable() and not _ODD_TEXT.search(joined)


def _understood(column: ListColumn, index_of: Mapping[int, int], expected: Expected, read: ColumnValues) -> list[Value]:
    """The value of each cell, each content understood once; what else there is to say goes to `read`."""
    keys: list[object] = list(column.contents)
    if column.cells is None:
        samples: dict[object, Cell] = {content: Cell(0, 0, column.kind, content) for content in set(column.contents)}
    else:
        sorts = {(cell.kind, cell.percent) for cell in column.cells}
        if len(sorts) > 1 or ("uncached", False) in sorts:
            keys = [(cell.kind, cell.percent, cell.value, cell.formula) for cell in column.cells]
        samples = dict(zip(keys, column.cells, strict=True))
    known = {key: understand(cell, expected) for key, cell in samples.items()}
    by_text = {key for key, one in known.items() if one.state != "filled" and one.raw}
    by_text |= {key for key, cell in samples.items() if cell.kind == "text" and type(known[key].value) in _TYPED}
    noted = by_text | {key for key, one in known.items() if one.remarks}
    if noted:
        for row, key in zip(column.rows, keys, strict=True):
            if key in noted:
                index, one = index_of[row], known[key]
                if key in by_text:
                    read.texts[index] = one.raw
                if one.remarks:
                    read.remarked.append((index, one))
    values = {key: one.value for key, one in known.items()}
    return [values[key] for key in keys]
