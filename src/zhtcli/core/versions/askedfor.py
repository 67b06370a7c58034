"""What the findings of a version ask people to change: everything else that changes afterwards changes unasked.

An error or a warning asks for the whole figure (every part of the indicator in that period), the whole row or the
field that it is about, and for whatever a check holds against it. A note asks for nothing but the cell it points at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from zhtcli.core.catalogue import checks, entries, forms, series
from zhtcli.core.catalogue import rows as row_rules
from zhtcli.core.finding import SEVERITIES, Finding, Rule
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.checkkinds import (
    AllOrNone,
    AtMost,
    Check,
    FieldContains,
    FieldIsPart,
    FieldsAddUp,
    FieldsAgree,
    FieldsAtMost,
    FieldZero,
    Growth,
    Implied,
    Jump,
    Ordered,
    RequiredWhen,
    RowAtMost,
    SameAs,
    SameYear,
    SourceNamed,
    StockFlow,
    SumOf,
    ToDate,
    TracksToDate,
)
from zhtcli.core.rules.indicator import printed_no
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.rowrules import rules_of
from zhtcli.core.versions.subjects import Subjects

_BACKED = {rule.code for rule in (row_rules.DIFFERS, row_rules.OVER_WHOLE, row_rules.NO_DENOMINATOR)}
"""Findings about a figure that may as well be mended in the rows behind it."""
_LISTING = {rule.code for rule in (series.SOURCE_MISSING, series.GROWTH_BLANK)}
"""Findings that point at one blank cell and speak of all that are blank like it."""


class AskedFor:
    """Of each datum of the old version the code of the finding that asks for its change, None where none does."""

    def __init__(self, regime: Regime, submission: Submission, findings: Iterable[Finding], subjects: Subjects) -> None:
        self._regime, self._submission = regime, submission
        self._every_period = regime.monitoring is not None
        """Where figures are followed, a finding about one period may be mended in another."""
        self._slots: dict[Slot, str] = {}
        self._figures: dict[tuple[str, str | None], str] = {}
        self._fields: dict[str, str] = {}
        self._cells: dict[tuple[str, int, str | None], str] = {}
        self._registers: dict[str, str] = {}
        self._backing: dict[str, str] = {}
        self._sheets: dict[str | None, str] = {}
        self._blank_parts: dict[str | None, str] = {}
        self._no_rows: str | None = None
        for finding in sorted(findings, key=lambda one: SEVERITIES.index(one.severity)):
            self._take(finding, subjects)

    def slot(self, slot: Slot) -> str | None:
        """A field or a figure of the form."""
        entry = self._submission.entries.get(slot)
        told = self._slots.get(slot)
        if told is None and slot.owner == "field":
            told = self._fields.get(slot.key)
        elif told is None:
            no = slot.key
            keys = [(no, slot.period), (printed_no(no), slot.period), (no, None), (printed_no(no), None)]
            told = next((self._figures[key] for key in keys if key in self._figures), None)
        if told is None and (entry is None or entry.at is None):
            told = next(iter(self._sheets.values()), None)
        if told is None and (entry is None or entry.state == "blank"):
            told = self._blank_parts.get(slot.part) if slot.owner == "indicator" else None
            told = told or self._sheets.get(None)
        return told

    def cell(self, register: str, index: int, column: str) -> str | None:
        """A cell of a row that is in both versions; `index` is the row's in the old one."""
        rows = self._submission.registers[register]
        return self._cells.get((register, index, column)) or self.row(register, rows, index, old=True)

    def row(self, register: str, rows: RegisterRows, index: int, *, old: bool) -> str | None:
        """A whole row, that of the old version, or a new one."""
        if old and (told := self._cells.get((register, index, None))):
            return told
        if told := self._registers.get(register):
            return told
        of, no = self._regime.register(register), rows.value("indicator", index)
        backed = [str(no)] if no is not None and "indicator" in rows.values else list(of.indicators)
        if told := next((self._backing[one] for one in backed if one in self._backing), None):
            return told
        before = self._submission.registers.get(register)
        return (self._no_rows or self._sheets.get(None)) if not before and not old else None

    def _take(self, finding: Finding, subjects: Subjects) -> None:
        code, note = finding.code, finding.severity == "note"
        subject = subjects.of(finding)
        if code in _LISTING:
            self._blank_parts.setdefault(finding.field, code)
        if subject.index is not None and subject.register is not None:
            self._cells.setdefault((subject.register, subject.index, subject.column if note else None), code)
        elif code == row_rules.NO_ROWS.code:
            self._no_rows = code
        elif note:
            if subject.slot is not None:
                self._slots.setdefault(subject.slot, code)
        elif subject.register is not None:
            self._registers.setdefault(subject.register, code)
        elif subject.slot is not None and subject.slot.owner == "field":
            self._fields.setdefault(subject.slot.key, code)
        elif subject.slot is not None:
            period = None if self._every_period else subject.slot.period
            self._figures.setdefault((subject.slot.key, period), code)
        elif finding.indicator is not None:
            self._figures.setdefault((finding.indicator, None), code)
        elif finding.sheet is not None or code == forms.EMPTY_FORM.code:
            self._sheets.setdefault(finding.sheet, code)
        if not note:
            self._take_others(finding, subject.slot)

    def _take_others(self, finding: Finding, slot: Slot | None) -> None:
        """What else may be changed to mend it: rows behind a figure, dates of a window, the other side of a check."""
        no, code = finding.indicator, finding.code
        if no is not None and code in _BACKED:
            self._backing.setdefault(no, code)
        if no is not None and code == row_rules.NO_WINDOW.code:
            for key in _window_fields(self._regime, no):
                self._fields.setdefault(key, code)
        own = {name for name in (no, finding.field, slot.key if slot is not None else None) if name is not None}
        for check in self._regime.checks:
            rules, nos, fields = _held_together(check)
            if code not in rules or not own & {*nos, *fields}:
                continue
            period = slot.period if slot is not None and not self._every_period and _by_period(check) else None
            for other in nos:
                self._figures.setdefault((other, period), code)
            for key in fields:
                self._fields.setdefault(key, code)


def _window_fields(regime: Regime, no: str) -> Iterator[str]:
    """The date fields that bound the rows of an indicator."""
    for indicator in regime.measured():
        if no in (indicator.no, indicator.printed_no) and indicator.rows is not None:
            for rule in rules_of(indicator.rows):
                if rule.within is not None:
                    yield from (rule.within.first, rule.within.last)


def _by_period(check: Check) -> bool:
    """Whether a check holds figures of one period against each other."""
    return isinstance(check, SumOf) or (isinstance(check, AtMost) and check.over == "period")


_IMPLIED = (series.IMPLIED_LOW, series.IMPLIED_HIGH, series.IMPLIED_MOVED, series.IMPLIED_APART)


def _held_together(check: Check) -> tuple[set[str], tuple[str, ...], tuple[str, ...]]:
    """Codes that a check gives, and the indicators and fields that it holds against each other."""
    rules: tuple[Rule, ...]
    nos: tuple[str | None, ...] = ()
    fields: tuple[str, ...] = ()
    match check:
        case AtMost():
            rules, nos = (entries.AT_MOST,), (check.lesser, check.greater)
        case SumOf():
            rules, nos = (entries.SUM_OF,), (check.whole, *check.parts)
        case Ordered():
            rules, fields = (checks.DISORDER,), check.fields
        case RequiredWhen():
            rules, fields = (checks.FIELD_REQUIRED,), (check.field, check.when)
        case FieldsAddUp():
            rules, fields = (checks.FIELDS_SUM, checks.FIELDS_SUM_PARTLY), (check.whole, *check.parts)
        case FieldsAtMost():
            rules, fields = (checks.FIELDS_AT_MOST, checks.FIELD_FELL), (check.lesser, *check.greater)
        case FieldsAgree():
            rules, fields = (checks.FIELDS_DIFFER,), check.fields
        case FieldIsPart():
            rules, nos, fields = (checks.FIELDS_DIFFER,), (check.indicator,), (check.field,)
        case StockFlow():
            rules, nos = (series.STOCK_GREW,), (check.stock, check.added)
        case Implied():
            rules, nos = _IMPLIED, (check.numerator, check.denominator, check.least, check.equals)
        case SameAs():
            rules, nos = (series.PART_DIFFERS,), (check.indicator, check.other)
        case FieldContains() | FieldZero() | TracksToDate() | Growth() | ToDate() | Jump() | SourceNamed():
            rules = ()
        case AllOrNone() | RowAtMost() | SameYear():
            rules = ()
        case _:
            assert_never(check)
    return {rule.code for rule in rules}, tuple(no for no in nos if no is not None), fields
