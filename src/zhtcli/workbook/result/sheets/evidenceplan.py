"""The sheet 佐证清单: what the document asks for, what the form names for it, and what the folder holds.

Its rows are told before it is written: 问题清单 stands before it and leads to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice

from zhtcli.core.catalogue import evidence as rules
from zhtcli.core.evidence.listed import (
    EvidenceGroup,
    EvidenceLine,
    EvidenceList,
    Kind,
    State,
    cells_told,
    evidence_list,
)
from zhtcli.core.forms.masking import showable
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import COUNT, LEDE, NO_LINKED, Cell, Link
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.terms import Place
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets.problems import LIST as PROBLEMS
from zhtcli.workbook.result.sheets.problems import problem_place
from zhtcli.workbook.result.sheets.registers import LAST_ROW
from zhtcli.workbook.writing import MOST_LINKS, Style

LIST = "佐证清单"
UNCHECKED = "没有给出佐证文件夹，未核对"
NOTHING_NAMED = "没有写佐证"
STATE_WORDS: dict[State, str] = {
    "unchecked": UNCHECKED,
    "found": "找到",
    "empty": "找到，是空文件",
    "unreadable": "找到，读不了",
    "missing": "没有找到",
    "no_files": "文件夹里没有文件",
    "ambiguous": "同名的不止一个，没有采用",
    "not_a_file": "不是文件，没有查找",
    "unnamed": "没有写，无从查找",
}
KIND_WORDS: dict[Kind, str] = {"file": "文件名", "link": "链接", "text": "文号或说明", "none": "—"}
HASH_SHOWN = 12
_HEAD = 5
"""The header row: title, whose it is, two sentences before it."""
_LEFT = (("序号", 5.0), ("指标", 24.0), ("要求的佐证", 28.0), ("填报件写的", 28.0), ("写的是", 10.0),
         ("写在哪里", 19.0), ("核对结果", 15.0))  # fmt: skip
_OF_FOLDER = (("佐证文件夹里的文件", 27.0), ("大小（字节）", 11.0), ("SHA-256（前12位）", 14.0))
_RIGHT = (("也用于", 9.0), ("问题", 10.0), ("条款", 14.0))
_SMALL: Style = {**styles.BOX, "font_size": 8}
_AGAIN: Style = {**styles.BOX, "font_color": "#7F7F7F"}
_NO_AGAIN: Style = {**styles.BOX_MIDDLE, "font_color": "#7F7F7F"}
_BAND: Style = {**styles.BOX, "bg_color": styles.COMPUTED}
_BAND_NO: Style = {**_BAND, "align": "center", "indent": 0}
_STATE_STYLES: dict[State, Style] = {
    state: {
        **styles.BOX_MIDDLE,
        **(
            styles.DONE
            if state == "found"
            else styles.UNDONE
            if state == "unnamed"
            else {}
            if state in ("unchecked", "not_a_file")
            else styles.ODD
        ),
    }
    for state in STATE_WORDS
}
_KIND_CELLS = {kind: Cell(word, styles.BOX_MIDDLE) for kind, word in KIND_WORDS.items()}
_CODES = frozenset(rule.code for rule in vars(rules).values() if hasattr(rule, "code"))

_NOT_NAMED = EvidenceGroup(None, "没有写到的文件", ())


@dataclass(frozen=True)
class EvidencePlan:
    """The rows of the sheet: each group, then its lines. A row without a line is the group's own."""

    told: Told
    evidence: EvidenceList

    def rows(self) -> Iterator[tuple[EvidenceGroup, EvidenceLine | None]]:
        groups = [*self.evidence.groups, *([_NOT_NAMED] if self.evidence.unused else [])]
        for group in groups:
            yield group, None
            for line in group.lines if group is not _NOT_NAMED else self.evidence.unused:
                yield group, line

    @cached_property
    def _of_findings(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for row, (_, line) in enumerate(self.rows(), _HEAD + 1):
            for number in line.findings if line is not None and row <= LAST_ROW else ():
                found.setdefault(number, row)
        return found

    def place(self, number: int) -> Place | None:
        """The first row that a finding speaks of; the table's head where it is about evidence in general."""
        row = self._of_findings.get(number)
        if row is None and self.told.assessment.findings[number - 1].code in _CODES:
            row = _HEAD
        return None if row is None else Place(LIST, row, 1)

    def widths(self) -> tuple[float, ...]:
        return tuple(width for _, width in self._columns)

    @property
    def _columns(self) -> list[tuple[str, float]]:
        return [*_LEFT, *(_OF_FOLDER if self.evidence.checked else ()), *_RIGHT]

    def write(self, page: Page, told: Told) -> None:
        page.raw.set_default_row(styles.DEFAULT_ROW)
        page.title(LIST, told.line)
        page.sentence(self._found(), LEDE if self.evidence.checked else styles.NOTICE)
        page.sentence(self._explained(), LEDE)
        head = page.headers(*(name for name, _ in self._columns), least=24)
        if head != _HEAD:
            raise ValueError(f"the table begins below row {head}, links to it expect {_HEAD}")
        room = MOST_LINKS
        for group, line in islice(self.rows(), LAST_ROW - head):
            if line is None:
                page.quick_line(*self._group(group))
            else:
                room -= bool(line.findings)
                page.quick_line(*self._line(group, line, linked=room >= 0))
        page.filtered(head)

    def _found(self) -> str:
        """What came of looking for the files, or that nobody looked."""
        folder = self.told.assessment.evidence_folder
        lines = [line for group in self.evidence.groups for line in group.lines]
        nothing = "" if any(line.kind != "none" for line in lines) else "填报件没有写任何佐证。"
        if folder is None:
            return f"{UNCHECKED}。{nothing}"
        counts = {state: sum(line.state == state for line in lines) for state in STATE_WORDS}
        told = "，".join(
            f"{count}条{STATE_WORDS[state].replace('，', '、')}" for state, count in counts.items() if count
        )
        unused = f"没有写到的文件{len(self.evidence.unused)}个。" if self.evidence.unused else ""
        return (
            f"佐证文件夹“{showable(folder.name)}”有{len(folder.files)}个文件。"
            + (f"下面所列：{told}。" if told else "")
            + nothing
            + unused
        )

    def _explained(self) -> str:
        rows, links = 0, 0
        for _, line in self.rows():
            rows += 1
            links += line is not None and bool(line.findings)
        told = "深色行是考核文件的要求，其下是填报件写的佐证；同一个名称在一项里写了几处的合列一行。"
        told += (
            "“也用于”是内容相同的文件还用在哪几项，没有找到文件的按名称比较。"
            if self.evidence.checked
            else "“也用于”是同一个名称还写在哪几项；核对文件请用 zht score 填报件 --evidence 佐证文件夹。"
        )
        told += "同一行台账本来就计入几项的不算。"
        if links > MOST_LINKS:
            told += f"一页最多放{MOST_LINKS}个链接，只有前{MOST_LINKS}条带链接。"
        if rows > LAST_ROW - _HEAD:
            told += f"佐证太多，一页放不下，只列前{LAST_ROW - _HEAD}行。"
        return told

    def _group(self, group: EvidenceGroup) -> Iterator[Cell]:
        one = group.indicator
        named = sum(line.kind != "none" for line in group.lines)
        said = "" if group is _NOT_NAMED else f"写了{named}条" if named else NOTHING_NAMED
        yield Cell(one.no if one is not None else "", _BAND_NO)
        yield Cell(group.title, _BAND)
        yield Cell(one.evidence if one is not None else "", _BAND)
        yield Cell(said, {**_BAND, **({} if named or group is _NOT_NAMED else styles.UNDONE)})
        yield from (Cell(None, _BAND) for _ in self._columns[4:-1])
        yield Cell(group.clause, _BAND)

    def _line(self, group: EvidenceGroup, line: EvidenceLine, *, linked: bool) -> Iterator[Cell]:
        one, file = group.indicator, line.file
        yield Cell(one.no if one is not None else "", _NO_AGAIN)
        yield Cell(group.title, _AGAIN)
        yield Cell(None)
        yield Cell(showable(line.stated))
        yield _KIND_CELLS[line.kind]
        yield Cell(cells_told(line.cells), _SMALL)
        yield Cell(STATE_WORDS[line.state], _STATE_STYLES[line.state])
        if self.evidence.checked:
            yield Cell(showable(file.path) if file is not None else "")
            yield Cell(Fraction(file.size) if file is not None and file.size >= 0 else None, COUNT)
            yield Cell(file.sha256[:HASH_SHOWN] if file is not None else "", _SMALL)
        yield Cell(f"第{'、'.join(line.others)}项" if line.others else "", styles.BOX_MIDDLE)
        yield self._problems(line.findings, linked=linked)
        yield Cell(group.clause, _AGAIN)

    def _problems(self, numbers: Sequence[int], *, linked: bool) -> Cell:
        if not numbers:
            return Cell(None, styles.BOX_MIDDLE)
        more = f"等{len(numbers)}条" if len(numbers) > 3 else "条"
        cell = Cell(f"第{'、'.join(map(str, numbers[:3]))}{more}", styles.BOX_MIDDLE)
        return cell.to(Link(problem_place(numbers[0]), f"到“{PROBLEMS}”看这条问题"), NO_LINKED) if linked else cell


def evidence_plan(told: Told) -> EvidencePlan:
    return EvidencePlan(told, evidence_list(told.assessment))
