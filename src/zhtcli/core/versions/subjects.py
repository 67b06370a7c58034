"""What a finding is about: the datum itself, wherever it stands in one version of a form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True)
class Subject:
    """A slot, or a register with the index of a row and a column of it; whatever is not meant is None."""

    slot: Slot | None = None
    register: str | None = None
    index: int | None = None
    column: str | None = None


class Subjects:
    """Tells of each finding about a submission what it is about, by its names and by the cell it points at."""

    def __init__(self, regime: Regime, submission: Submission) -> None:
        self.regime, self.submission = regime, submission

    def of(self, finding: Finding) -> Subject:
        if finding.at is not None and finding.register is None and finding.at in self._slots:
            return Subject(self._slots[finding.at])
        if finding.register is None and finding.indicator is None and finding.field in self._fields:
            return Subject(Slot("field", str(finding.field)))
        register = finding.register or (self._sheets.get(finding.at.sheet) if finding.at is not None else None)
        if register is None or register not in self.submission.registers:
            return Subject(register=finding.register)
        index = self._index(register, finding)
        return Subject(None, register, index, self._column(register, finding) if index is not None else None)

    def _index(self, register: str, finding: Finding) -> int | None:
        if finding.row is not None:
            return self._rows(register)[0].get(finding.row)
        # Such a finding names a cell to look at and speaks of the whole register (merged cells, a column half filled).
        if finding.register is not None or finding.at is None:
            return None
        return self._rows(register)[1].get(finding.at.row)

    def _column(self, register: str, finding: Finding) -> str | None:
        if finding.at is None:
            return None
        rows = self.submission.registers[register]
        return next((key for key, column in rows.positions.items() if column == finding.at.column), None)

    @cached_property
    def _slots(self) -> dict[CellRef, Slot]:
        return {entry.at: slot for slot, entry in self.submission.entries.items() if entry.at is not None}

    @cached_property
    def _fields(self) -> frozenset[str]:
        return frozenset(field.key for field in self.regime.fields)

    @cached_property
    def _sheets(self) -> dict[str, str]:
        return {rows.sheet: key for key, rows in self.submission.registers.items()}

    @cached_property
    def _indexes(self) -> dict[str, tuple[dict[str, int], dict[int, int]]]:
        return {}

    def _rows(self, register: str) -> tuple[dict[str, int], dict[int, int]]:
        """The index of each row, by its key and by its number on the sheet."""
        if register not in self._indexes:
            rows: RegisterRows = self.submission.registers[register]
            keys = row_keys(self.regime.register(register), rows)
            self._indexes[register] = (
                {key: index for index, key in enumerate(keys)},
                {number: index for index, number in enumerate(rows.numbers)},
            )
        return self._indexes[register]
