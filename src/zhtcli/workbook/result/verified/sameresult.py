"""Two workbooks held together cell by cell: what a result says, and what it should say.

Values and formulas count; formats, widths, charts and the order of sheets do not, so that a file which another program
has saved again is still the same result.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from zhtcli.core.finding import CellRef
from zhtcli.core.versions.confirming import BLANK, Difference, DifferenceKind
from zhtcli.core.versions.confirming import Seen as Told
from zhtcli.workbook.files.book import Book, Cell, Sheet
from zhtcli.workbook.result.verified.sameformula import normalised

_NOISE = 1e-11
"""Relative difference that recomputing and saving in another program leaves in a double."""
_ROWS_ALIGNED = 2000
"""So many rows that may have moved are aligned; more are held together by their numbers, as aligning is quadratic."""
_FIRST_DAY = datetime.datetime(1899, 12, 30)  # spreadsheets know no time zones
_LONGEST = 40

Row = Mapping[int, Cell]
Sign = tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Held:
    """What came of holding two books together: differences in reading order, cells compared, formulas without value."""

    differences: list[Difference] = field(default_factory=list)
    compared: int = 0
    unvalued: list[CellRef] = field(default_factory=list)


def held_together(result: Book, should: Book) -> Held:
    """How a result as it was found differs from the one that is computed. Sheets go by their names."""
    held = Held()
    theirs = {sheet.name: sheet for sheet in result.sheets}
    for sheet in should.sheets:
        found = theirs.pop(sheet.name, None)
        if found is None:
            held.differences.append(Difference(kind="sheet_removed", at=CellRef(sheet.name, 1, 1)))
            continue
        held.compared += len(sheet.cells)
        held.differences += _sheet(found, sheet, held.unvalued)
    held.differences += [Difference(kind="sheet_added", at=CellRef(name, 1, 1)) for name in theirs]
    return held


def _sheet(result: Sheet, should: Sheet, unvalued: list[CellRef]) -> Iterator[Difference]:
    theirs, ours = _rows(result), _rows(should)
    shift = 0
    for their_row, our_row in _pairs(theirs, ours):
        if our_row is None and their_row is not None:
            shift += 1
            yield _whole("row_added", should.name, their_row, says=theirs[their_row])
        elif their_row is None and our_row is not None:
            shift -= 1
            yield _whole("row_removed", should.name, our_row, should=ours[our_row])
        elif their_row is not None and our_row is not None:
            if their_row - our_row != shift:
                shift = their_row - our_row
                yield Difference(
                    kind="row_moved",
                    at=CellRef(should.name, their_row, 1),
                    says=Told(float(their_row)),
                    should=Told(float(our_row)),
                    beside=_beside(ours[our_row], max(ours[our_row]) + 1),
                )
            yield from _cells(should.name, their_row, theirs[their_row], ours[our_row], unvalued, moved=shift != 0)


def _rows(sheet: Sheet) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    for cell in sheet.cells:
        if not _is_blank(cell):
            rows.setdefault(cell.row, {})[cell.column] = cell
    return rows


def _is_blank(cell: Cell) -> bool:
    return cell.kind == "text" and cell.value == "" and not cell.formula


def _pairs(theirs: Mapping[int, Row], ours: Mapping[int, Row]) -> list[tuple[int | None, int | None]]:
    """The rows that belong together, in order; None stands for a row that the other side lacks."""
    left, right = sorted(theirs), sorted(ours)
    if left == right:
        return [(row, row) for row in left]
    signs, others = [_signature(theirs[row]) for row in left], [_signature(ours[row]) for row in right]
    head = _common(signs, others)
    tail = _common(signs[head:][::-1], others[head:][::-1])
    ends, other_ends = len(left) - tail, len(right) - tail
    pairs: list[tuple[int | None, int | None]] = [*zip(left[:head], right[:head], strict=True)]
    pairs += _aligned(left[head:ends], right[head:other_ends], signs[head:ends], others[head:other_ends])
    return [*pairs, *zip(left[ends:], right[other_ends:], strict=True)]


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    """How many rows from the first on are alike."""
    return next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
                min(len(one), len(other)))  # fmt: skip


def _aligned(
    left: Sequence[int], right: Sequence[int], signs: Sequence[Sign], others: Sequence[Sign]
) -> Iterator[tuple[int | None, int | None]]:
    if max(len(left), len(right)) > _ROWS_ALIGNED:
        rows, other_rows = set(left), set(right)
        for row in sorted(rows | other_rows):
            yield row if row in rows else None, row if row in other_rows else None
        return
    for _, first, last, start, end in SequenceMatcher(None, signs, others, autojunk=False).get_opcodes():
        yield from _stretched(left[first:last], right[start:end])


def _stretched(left: Sequence[int], right: Sequence[int]) -> Iterator[tuple[int | None, int | None]]:
    for place in range(max(len(left), len(right))):
        yield left[place] if place < len(left) else None, right[place] if place < len(right) else None


def _signature(row: Row) -> Sign:
    return tuple((column, _said(cell)) for column, cell in sorted(row.items()))


def _said(cell: Cell) -> str:
    value = _number(cell)
    if value is not None:
        return format(value, ".9g")
    return normalised(cell.formula) if cell.kind == "uncached" else _line_ends(str(cell.value))


def _cells(
    sheet: str, row: int, theirs: Row, ours: Row, unvalued: list[CellRef], *, moved: bool
) -> Iterator[Difference]:
    for column in sorted({*theirs, *ours}):
        found, wanted = theirs.get(column), ours.get(column)
        at = CellRef(sheet, row, column)
        formulas = moved or _formula(found) == _formula(wanted)
        if found is not None and found.kind == "uncached" and _formula(found) == _formula(wanted):
            if wanted is not None and wanted.kind != "uncached":  # a formula that shows nothing has nothing stored
                unvalued.append(at)
            continue
        same_value = _same_value(found, wanted)
        if not (same_value and formulas):
            yield Difference(
                kind="formula" if same_value else "value",
                at=at,
                says=_told(found),
                should=_told(wanted),
                beside=_beside(ours, column),
            )


def _formula(cell: Cell | None) -> str:
    return normalised(cell.formula) if cell is not None else ""


def _same_value(found: Cell | None, wanted: Cell | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    if wanted.kind == "uncached":
        return bool(found.formula)  # we say no value either: the formula is all there is to compare
    one, other = _number(found), _number(wanted)
    if one is not None and other is not None:
        return math.isclose(one, other, rel_tol=_NOISE, abs_tol=_NOISE)
    if found.kind != wanted.kind:
        return False
    if isinstance(found.value, str) and isinstance(wanted.value, str):
        return _line_ends(found.value) == _line_ends(wanted.value)
    return found.value == wanted.value


def _number(cell: Cell) -> float | None:
    """A number, or a day as the number behind it: which of the two it is, its format says."""
    if cell.kind == "number" and isinstance(cell.value, float):
        return cell.value
    if cell.kind == "date" and isinstance(cell.value, str):
        return (datetime.datetime.fromisoformat(cell.value) - _FIRST_DAY) / datetime.timedelta(days=1)
    return None


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _told(cell: Cell | None) -> Told:
    if cell is None:
        return BLANK
    return Told(cell.value, cell.formula.removeprefix("="), cell.percent)


def _whole(
    kind: DifferenceKind, sheet: str, row: int, *, says: Row | None = None, should: Row | None = None
) -> Difference:
    first = min((says or should or {}).keys(), default=1)
    return Difference(
        kind=kind,
        at=CellRef(sheet, row, first),
        says=BLANK if says is None else Told(_words(says)),
        should=BLANK if should is None else Told(_words(should)),
    )


def _words(row: Row) -> str:
    return " ".join(_shown(cell) for _, cell in sorted(row.items()))


def _beside(row: Row, column: int) -> str:
    """What a row begins with, up to this cell: an indicator's number and name, say."""
    words = [_shown(cell) for place, cell in sorted(row.items()) if place < column][:3]
    text = " ".join(words)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _shown(cell: Cell) -> str:
    return format(cell.value, ".15g") if isinstance(cell.value, float) else str(cell.value or "").replace("\n", " ")
