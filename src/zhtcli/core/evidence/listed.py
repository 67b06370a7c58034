"""Every piece of evidence of one form, indicator by indicator: what is asked, what is named, what was found.

What was not looked for is said to be unchecked; nothing is concluded from a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.showing import showable_finding
from zhtcli.core.catalogue import evidence as evidence_rules
from zhtcli.core.catalogue import rows as row_rules
from zhtcli.core.evidence.named import Named
from zhtcli.core.evidence.names import PieceKind, comparable
from zhtcli.core.evidence.rows import JudgedRow, evidence_columns
from zhtcli.core.evidence.use import Use, use_findings
from zhtcli.core.finding import CellRef
from zhtcli.core.forms.evidencefolder import EvidenceFile, Listing
from zhtcli.core.forms.tablecolumns import table_columns
from zhtcli.core.rules.evidencerules import asks_for_evidence
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime

State = Literal[
    "unchecked", "found", "empty", "unreadable", "missing", "no_files", "ambiguous", "not_a_file", "unnamed"
]
"""`unchecked`: no folder was given. `not_a_file`: a link, a document number or words, which are not looked for.
`no_files`: a folder without files. `unnamed`: a row that asks for evidence and names none."""
Kind = Literal["file", "link", "text", "none"]
_Spoken = tuple[int, frozenset[str]]
"""The number of a finding, and the paths of the files that it is about; none: of whatever is named."""
_NOWHERE = Listing("", "", ())
_UNNAMED = "没有写佐证材料"


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One thing that is named for an indicator and one file that it means, or what a row lacks (`kind` none).

    `cells` are where it is named, `others` further indicators for which other entries name the same: the same file
    by its content where it was found, else the same name. `findings` are numbers on the list of findings, 1-based.
    """

    stated: str
    kind: Kind
    state: State
    file: EvidenceFile | None = None
    cells: Sequence[CellRef] = ()
    others: tuple[str, ...] = ()
    findings: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """What an indicator asks for, and its lines; a register's rows of no indicator go by its `title`."""

    indicator: Indicator | None
    title: str
    lines: Sequence[EvidenceLine]
    clause: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """All of it. `unused` are files of the folder that nothing names; `checked` says whether there was a folder."""

    groups: Sequence[EvidenceGroup]
    unused: Sequence[EvidenceLine]
    checked: bool


def takes_evidence(assessment: Assessment) -> bool:
    """Whether there is evidence to list: the document asks for some and the form has a place for it, or a folder
    was looked through.
    """
    regime, form = assessment.regime, assessment.form
    if regime is None or form is None:
        return False
    if assessment.evidence_folder is not None:
        return True
    asked = any(one.evidence for one in regime.indicators) or asks_for_evidence(regime)
    return asked and (
        any(column.part == "evidence" for column in table_columns(regime, form.period or ""))
        or any(evidence_columns(regime).values())
    )


def evidence_list(assessment: Assessment) -> EvidenceList:
    """The list of one assessment. Raises ValueError where its form could not be told."""
    if assessment.regime is None:
        raise ValueError(f"{assessment.file}: evidence of no known form")
    return _Listed(assessment.regime, assessment).told()


class _Listed:
    """One form's evidence as lines, with the numbers of the findings that speak of them."""

    def __init__(self, regime: Regime, assessment: Assessment) -> None:
        self.regime, self.assessment = regime, assessment
        self.folder = assessment.evidence_folder
        self.named = Named(regime, assessment, self.folder or _NOWHERE)
        self.numbers: dict[object, int] = {}
        for number, one in enumerate(assessment.findings, 1):
            self.numbers.setdefault(one, number)
        self.of_use: dict[int, list[_Spoken]] = {}
        self.of_path: dict[str, list[int]] = {}
        of_files = set(self._findings_of_files())
        # what is said of one name in a cell is not said of the others in it
        self.at: dict[CellRef, list[int]] = {}
        self.of_row: dict[tuple[str, str], list[int]] = {}
        for number, one in enumerate(assessment.findings, 1):
            if one.at is not None and number not in of_files:
                self.at.setdefault(one.at, []).append(number)
            if one.register and one.row:
                self.of_row.setdefault((one.register, one.row), []).append(number)

    def _findings_of_files(self) -> Iterator[int]:
        if self.folder is None:
            return
        for told in use_findings(self.regime, self.folder, self.named.used):
            number = self.numbers.get(showable_finding(told.finding))
            if number is not None:
                yield number
                for use in told.uses:
                    self.of_use.setdefault(id(use), []).append((number, told.paths))
                for path in told.paths if not told.uses else ():
                    self.of_path.setdefault(path, []).append(number)

    def told(self) -> EvidenceList:
        lines = self._named_lines()
        for row in self.named.rows:
            if row.asked and not row.names_it:
                lines.setdefault(row.indicator, []).extend(self._lacking(row))
        groups = [EvidenceGroup(one, one.name, lines.get(one.no, ()), one.clause) for one in self.regime.indicators]
        of_no_indicator = (one for one in self.regime.registers if f"@{one.key}" in lines)
        groups += [EvidenceGroup(None, one.title, lines[f"@{one.key}"], one.clause) for one in of_no_indicator]
        return EvidenceList(groups, list(self._unused()), self.folder is not None)

    def _named_lines(self) -> dict[str, list[EvidenceLine]]:
        """By indicator, else by register: each name with each of its files once, wherever it is named."""
        names: dict[str, dict[tuple[object, ...], _Name]] = {}
        named_for: dict[str, set[tuple[str, ...]]] = {}
        senses: set[tuple[object, ...]] = set()
        for use in self.named.used:
            for no in use.mention.indicators or (f"@{use.mention.register}",):
                of = names.setdefault(no, {})
                of.setdefault((comparable(use.piece.name), use.ambiguous, _paths(use)), _Name(use)).add(
                    use, self.at, self.of_use
                )
            # thousands of rows may name one folder of thousands of files: these are gone through once
            if (sense := (_same(use, None), *use.sense)) not in senses:
                senses.add(sense)
                for file in use.files or (None,):
                    named_for.setdefault(_same(use, file), set()).add(use.mention.indicators)
        return {
            no: [line for name in own.values() for line in self._lines(no, name, named_for)]
            for no, own in names.items()
        }

    def _lines(self, no: str, name: _Name, named_for: Mapping[str, set[tuple[str, ...]]]) -> Iterator[EvidenceLine]:
        use = name.use
        for file in use.files or (None,):
            others = {other for nos in named_for[_same(use, file)] if no not in nos for other in nos}
            spoken = {n for n, paths in name.spoken if file is None or not paths or file.path in paths}
            yield EvidenceLine(
                use.piece.name,
                _kind(use.piece.kind),
                self._state(use, file),
                file,
                name.cells,
                self.named.sorted(others),
                sorted(spoken),
            )

    def _state(self, use: Use, file: EvidenceFile | None) -> State:
        if use.piece.kind == "link":
            return "not_a_file"
        if self.folder is None:
            return "unchecked"
        if use.piece.kind == "text":
            return "not_a_file"
        if use.piece.kind == "missing":
            return "missing"
        if use.ambiguous:
            return "ambiguous"
        if file is None:
            return "no_files"
        return "unreadable" if not file.sha256 else "found" if file.size else "empty"

    def _lacking(self, row: JudgedRow) -> Iterator[EvidenceLine]:
        rows = self.assessment.registers[row.register]
        key = self.named.keys[row.register][row.index]
        columns = [column for column in evidence_columns(self.regime)[row.register] if column in rows.positions]
        told = self.of_row.get((row.register, key), ())
        for reason in dict.fromkeys([lack.reason for lack in row.lacks] or [_UNNAMED]):
            at = rows.at(columns[0] if columns else "", row.index)
            numbers = [number for number in told if self._speaks_of(number, row.indicator, reason)]
            yield EvidenceLine(reason, "none", "unnamed", cells=[at], findings=numbers)

    def _speaks_of(self, number: int, no: str, reason: str) -> bool:
        finding = self.assessment.findings[number - 1]
        about = finding.code in (row_rules.NO_EVIDENCE.code, row_rules.FLAGGED.code) and finding.indicator == no
        return (about or finding.code == evidence_rules.UNNAMED.code) and reason in finding.message

    def _unused(self) -> Iterator[EvidenceLine]:
        if self.folder is None:
            return
        named = {file.path for use in self.named.used for file in use.named_files}
        for file in self.folder.files:
            if file.path not in named:
                state: State = "unreadable" if not file.sha256 else "found" if file.size else "empty"
                yield EvidenceLine("", "none", state, file, findings=sorted(self.of_path.get(file.path, ())))


@dataclass(slots=True)
class _Name:
    """One name in one sense for one indicator, and all that speaks of the cells that say it."""

    use: Use
    cells: list[CellRef] = field(default_factory=list)
    spoken: set[_Spoken] = field(default_factory=set)

    def add(self, use: Use, at: Mapping[CellRef, Sequence[int]], of_use: Mapping[int, Sequence[_Spoken]]) -> None:
        self.spoken.update(of_use.get(id(use), ()))
        place = use.mention.at
        if place is not None and (not self.cells or self.cells[-1] != place):
            self.cells.append(place)
            self.spoken.update((number, frozenset()) for number in at.get(place, ()))


def _paths(use: Use) -> tuple[str, ...]:
    return tuple(place.path for place in use.places)


def _same(use: Use, file: EvidenceFile | None) -> str:
    """Equal where the same is named: by content of a file that was found, else by name."""
    return f"#{file.content}" if file is not None else comparable(use.piece.name)


def _kind(kind: PieceKind) -> Kind:
    match kind:
        case "file" | "missing":
            return "file"
        case "link" | "text":
            return kind


def cells_told(cells: Iterable[CellRef], most: int = 3) -> str:
    """`团队台账!H5、H6、H7等12处`."""
    told = list(cells)
    by_sheet: dict[str, list[str]] = {one.sheet: [] for one in told[:most]}
    for one in told[:most]:
        by_sheet[one.sheet].append(one.a1)
    said = "；".join(f"{sheet}!{'、'.join(places)}" for sheet, places in by_sheet.items())
    return said + (f"等{len(told)}处" if len(told) > most else "")
