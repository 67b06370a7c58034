"""Two versions of one submission: which findings are closed, still open or new, and what changed unasked.

Findings and data are matched by what they are about, never by their cells: people insert rows and sort them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.moves import GrantMove, ScopeMove, VerdictMove, moved_grants, moved_scopes, moved_verdicts
from zhtcli.core.finding import CellRef, Finding, Severity, at_or_above
from zhtcli.core.forms.layout import Layout, lay_out
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.identifiers import same_thing
from zhtcli.core.period import ALL
from zhtcli.core.registers.cellfindings import indicator_of
from zhtcli.core.rules.regime import Regime, Register
from zhtcli.core.rules.rowkinds import CodeFormat
from zhtcli.core.values import State, Value
from zhtcli.core.versions.askedfor import AskedFor
from zhtcli.core.versions.findingmatching import matched_findings
from zhtcli.core.versions.rowmatching import BLANK, Pair, content, matched_rows
from zhtcli.core.versions.subjects import Subjects


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one version says at a place; `raw` is what a person sees there, numbers of persons hidden.

    Of a whole row `values` holds what its filled cells show, by column, and `at` is its first cell.
    """

    state: State
    value: Value = None
    raw: str = ""
    at: CellRef | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One datum that the two versions tell differently, or a register row that only one of them has.

    `field` is the key of a field, the part of an indicator, or the column of a register, as in a finding. `asked`
    is the code of the old version's finding that asked for it; None where nobody did.
    """

    kind: Literal["changed", "added", "removed"]
    label: str
    indicator: str | None = None
    period: str | None = None
    field: str | None = None
    register: str | None = None
    row: str | None = None
    old: Told | None = None
    new: Told | None = None
    asked: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What became of one version of a submission in another. `open` has each finding as both versions tell it.

    `same_unit` is None where one of them does not say whose form it is.
    """

    closed: tuple[Finding, ...] = ()
    open: tuple[tuple[Finding, Finding], ...] = ()
    new: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    scopes: tuple[ScopeMove, ...] = ()
    verdicts: tuple[VerdictMove, ...] = ()
    grants: tuple[GrantMove, ...] = ()
    same_unit: bool | None = None

    @property
    def unasked(self) -> tuple[Change, ...]:
        """What changed without a finding of the old version asking for it."""
        return tuple(change for change in self.changes if change.asked is None)

    @property
    def asked(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.asked is not None)

    def worth_a_look(self, fail_on: Severity) -> bool:
        """Whether something is new at or above a severity, or changed unasked."""
        return bool(self.unasked) or any(at_or_above(finding.severity, fail_on) for finding in self.new)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions and what became of the one in the other; None where one of them was refused."""

    old: Assessment
    new: Assessment
    comparison: Comparison | None


def compare(old: Assessment, new: Assessment, before: Submission, after: Submission) -> Comparison:
    """What changed from one version of a submission to another, both assessed under the same readings.

    Raises ValueError where they are not versions of one form, or have not been assessed.
    """
    if before.form != after.form or old.regime is None or new.regime is None:
        raise ValueError(f"{before.form.id} and {after.form.id} are no versions of one form")
    regime = new.regime
    rows = {
        register.key: matched_rows(register, before.registers.get(register.key), after.registers.get(register.key))
        for register in regime.registers
    }
    in_old, in_new = Subjects(regime, before), Subjects(regime, after)
    findings = matched_findings(old.findings, new.findings, in_old, in_new, rows)
    asked = AskedFor(regime, before, old.findings, in_old)
    layout = lay_out(regime, after.form)
    changes = [*_entry_changes(regime, layout, before, after, asked)]
    for register in regime.registers:
        if pairs := rows[register.key]:
            changes += _row_changes(register, layout, before, after, pairs, asked)
    return Comparison(
        closed=findings.closed,
        open=findings.open,
        new=findings.new,
        changes=tuple(changes),
        scopes=moved_scopes(old.scorecards, new.scorecards),
        verdicts=moved_verdicts((*old.verdicts, *old.graded), (*new.verdicts, *new.graded)),
        grants=moved_grants(old.grants, new.grants),
        same_unit=_same_unit(before, after),
    )


def _same_unit(before: Submission, after: Submission) -> bool | None:
    """Whether both are one unit's: a corrected name or a corrected code alone makes no other unit."""
    told = [(same_thing(one), same_thing(other)) for one, other in
            ((before.uscc, after.uscc), (before.unit, after.unit)) if one and other]  # fmt: skip
    return any(one == other for one, other in told) if told else None


def _entry_changes(
    regime: Regime, layout: Layout, before: Submission, after: Submission, asked: AskedFor
) -> Iterator[Change]:
    formats: Mapping[str, CodeFormat] = {field.key: field.format for field in regime.fields}
    for slot, place in layout.places.items():
        old, new = before.entries.get(slot), after.entries.get(slot)
        if _says(old) == _says(new) or (old is not None and new is not None and old.formula and new.formula):
            continue  # what the form's own formula gives follows from cells that are told themselves
        yield Change(
            kind="changed",
            label=place.label,
            indicator=slot.key if slot.owner == "indicator" else None,
            period=slot.period if slot.period != ALL else None,
            field=slot.key if slot.owner == "field" else slot.part,
            old=_entry(old, formats.get(slot.key, "")),
            new=_entry(new, formats.get(slot.key, "")),
            asked=asked.slot(slot),
        )


def _says(entry: Entry | None) -> tuple[State, Value]:
    """What an entry means; a cell that is missing says as little as a blank one."""
    if entry is None or entry.state == "blank":
        return BLANK
    return entry.state, (entry.value if entry.state == "filled" else entry.raw)


def _entry(entry: Entry | None, format: CodeFormat) -> Told:
    if entry is None:
        return Told(state="blank")
    raw = "" if entry.state == "blank" else showable(entry.raw or spoken(entry.value), format)
    value = _hidden(entry.value, format) if entry.state == "filled" else None
    return Told(state=entry.state, value=value, raw=raw, at=entry.at)


def _hidden(value: Value, format: CodeFormat) -> Value:
    """The value without the numbers of persons in it."""
    match value:
        case str():
            return showable(value, format)
        case tuple():
            return tuple(showable(one, format) for one in value)
        case _:
            return value


def _row_changes(
    register: Register, layout: Layout, before: Submission, after: Submission, pairs: Sequence[Pair], asked: AskedFor
) -> Iterator[Change]:
    old, new = before.registers.get(register.key), after.registers.get(register.key)
    sheet = layout.registers[register.key].sheet
    for one, other in pairs:
        if old is not None and one is not None and new is not None and other is not None:
            for column in register.columns:
                was, now = content(old, column.key, one), content(new, column.key, other)
                if was != now:
                    yield Change(
                        kind="changed",
                        label=f"{sheet}“{column.label}”",
                        indicator=indicator_of(register, new, other),
                        field=column.key,
                        register=register.key,
                        row=row_keys(register, new)[other],
                        old=_cell(register, old, column.key, one),
                        new=_cell(register, new, column.key, other),
                        asked=asked.cell(register.key, one, column.key),
                    )
        elif new is not None and other is not None:
            yield _whole_row("added", register, sheet, new, other, asked)
        elif old is not None and one is not None:
            yield _whole_row("removed", register, sheet, old, one, asked)


def _whole_row(
    kind: Literal["added", "removed"], register: Register, sheet: str, rows: RegisterRows, index: int, asked: AskedFor
) -> Change:
    cells = {column.key: _cell(register, rows, column.key, index) for column in register.columns}
    told = Told(
        state="filled",
        at=rows.at(register.columns[0].key, index),
        values={key: cell.raw for key, cell in cells.items() if cell.state != "blank"},
    )
    return Change(
        kind=kind,
        label=sheet,
        indicator=indicator_of(register, rows, index),
        register=register.key,
        row=row_keys(register, rows)[index],
        old=told if kind == "removed" else None,
        new=told if kind == "added" else None,
        asked=asked.row(register.key, rows, index, old=kind == "removed"),
    )


def _indicator(register: Register, rows: RegisterRows, index: int) -> str | None:
    return indicator_of(register, rows, index)


def _cell(register: Register, rows: RegisterRows, column: str, index: int) -> Told:
    state, value = content(rows, column, index)
    format = register.column(column).format
    raw = rows.texts.get(column, {}).get(index) or spoken(value)
    return Told(
        state=state,
        value=_hidden(value, format) if state == "filled" else None,
        raw=showable(raw, format),
        at=rows.at(column, index),
    )


def spoken(value: Value) -> str:
    """A value as people read it: plain figures, ISO dates, 是 and 否."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case tuple():
            return "、".join(value)
        case _:
            return value
