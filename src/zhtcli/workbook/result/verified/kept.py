"""What a result workbook keeps on its hidden sheet of what it was computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.finding import CellRef
from zhtcli.core.forms.evidencefolder import Listing
from zhtcli.core.forms.layout import IDENTITY
from zhtcli.workbook.files.book import Book, Cell
from zhtcli.workbook.reading.plainname import plain
from zhtcli.workbook.result.verified.inputs import (
    DECIDED,
    DECISION,
    EXPERT,
    EXPERTS_ASKED,
    FOLDER,
    FOLDER_FILE,
    FOLDER_INSIDE,
    FOLDER_SKIPPED,
    HIDDEN,
    SPREAD,
    decision_of,
    folder_of,
    score_of,
)

_MOST = 9


class BrokenInputs(ValueError):
    """The hidden sheet is gone, or says what cannot be computed with; the text names the place."""


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A reading as the result keeps it; `note` says who decided, when, by which document."""

    option: str
    decided: bool
    note: str
    at: CellRef


@dataclass(frozen=True, slots=True)
class ResultInputs:
    """What a result was computed from. `facts` are its single texts: form, version, digest, sha256, as_of, tool, …"""

    facts: Mapping[str, str]
    readings: Mapping[str, StoredReading] = field(default_factory=dict)
    joined: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """(name, SHA-256) of all the files that a workbook of `zht progress` was computed from, in their order."""
    decisions: tuple[tuple[Decision, CellRef], ...] = ()
    experts: tuple[tuple[ExpertScore, CellRef], ...] = ()
    places: Mapping[str, CellRef] = field(default_factory=dict)
    evidence: Listing | None = None
    """The folder that the evidence was looked for in."""
    evidence_hidden: bool = False
    """Whether paths of it are kept without the numbers of persons in them."""

    def fact(self, key: str) -> str:
        return self.facts.get(key, "")

    @property
    def experts_asked(self) -> bool:
        return bool(self.fact(EXPERTS_ASKED)) or bool(self.experts)

    @property
    def spread(self) -> bool:
        return bool(self.fact(SPREAD))


def result_inputs(book: Book) -> ResultInputs:
    """What the hidden sheet of a result says. Raises BrokenInputs."""
    sheet = next((sheet for sheet in book.sheets if plain(sheet.name) == IDENTITY), None)
    if sheet is None:
        raise BrokenInputs(f"隐藏页 {IDENTITY} 没有了")
    rows: dict[int, dict[int, Cell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    facts: dict[str, str] = {}
    readings: dict[str, StoredReading] = {}
    joined: list[str] = []
    files: list[tuple[str, str]] = []
    decisions: list[tuple[Decision, CellRef]] = []
    experts: list[tuple[ExpertScore, CellRef]] = []
    places: dict[str, CellRef] = {}
    folder: list[tuple[str, ...]] = []
    for row, cells in sorted(rows.items()):
        texts = tuple(_text(cells.get(column)) for column in range(1, _MOST + 1))
        at = CellRef(sheet.name, row, 1)
        try:
            match texts[0]:
                case "reading":
                    key, option, who, note = texts[1:5]
                    readings[key] = StoredReading(option, who == DECIDED, note, CellRef(sheet.name, row, 3))
                case "joined":
                    joined.append(texts[1])
                    files += [(texts[1], texts[2])] if texts[2] else []
                case "figure":
                    continue
                case str() as kind if kind in (FOLDER, FOLDER_FILE, FOLDER_INSIDE, FOLDER_SKIPPED):
                    folder.append(texts)
                case str() as kind if kind == DECISION:
                    decisions.append((decision_of(texts), CellRef(sheet.name, row, 6)))
                case str() as kind if kind == EXPERT:
                    experts.append((score_of(texts), CellRef(sheet.name, row, 5)))
                case key:
                    facts.setdefault(key, texts[1])
                    places.setdefault(key, CellRef(sheet.name, row, 2))
        except ValueError:
            raise BrokenInputs(f"隐藏页 {at} 这一行读不出来") from None
    try:
        listing = folder_of(folder)
    except ValueError:
        raise BrokenInputs(f"隐藏页 {IDENTITY} 里佐证文件的清单读不出来") from None
    hidden = any(texts[0] == FOLDER and texts[2] == HIDDEN for texts in folder)
    if files and facts.get("sha256") and facts["sha256"] not in {sha256 for _, sha256 in files}:
        files.insert(0, (facts.get("file", ""), facts["sha256"]))
    return ResultInputs(
        facts, readings, tuple(joined), tuple(files), tuple(decisions), tuple(experts), places, listing, hidden
    )


def _text(cell: Cell | None) -> str:
    """A cell's text; a number that once was text, without the fraction that it never had."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, float):
        return format(cell.value, ".15g")
    return str(cell.value)
