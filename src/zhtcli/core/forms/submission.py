"""A filled form: what people entered, where, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.identifiers import same_thing
from zhtcli.core.period import Form
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.values import State, Value


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in one input cell.

    `raw` is what a person sees there; `at` is where it was found, None where the cell is missing.
    `confirmed` marks a percentage that was typed as text with its sign. `formula` marks a cell where the
    form's own formula computes the value. `text` marks a cell that holds text, whatever its value means.
    """

    slot: Slot
    state: State
    value: Value
    raw: str = ""
    at: CellRef | None = None
    confirmed: bool = False
    formula: bool = False
    text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One workbook as a filled form of a regime.

    `entries` holds a slot for every input cell that was found, blank ones too. `printed` holds what the
    workbook shows in cells that nobody should edit. `registers` holds the registers that have rows, by key.
    `findings` are about cells and structure; what the figures mean is judged later.
    """

    file: str
    sha256: str
    form: Form
    version: str
    digest: str
    role: str = "form"
    entries: Mapping[Slot, Entry]
    printed: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    registers: Mapping[str, RegisterRows] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def field(self, key: str) -> Entry | None:
        return self.entries.get(Slot("field", key))

    def text(self, key: str) -> str:
        """A field's value as text, blank where nothing usable stands."""
        entry = self.field(key)
        return "" if entry is None or entry.value is None else str(entry.value)

    def day(self, key: str) -> date | None:
        """A date field's day; of a moment its day. None where no usable date stands."""
        entry = self.field(key)
        if entry is None or not isinstance(entry.value, date):
            return None
        return entry.value.date() if isinstance(entry.value, datetime) else entry.value

    def entry(self, no: str, period: str | None, part: Part = "value") -> Entry | None:
        return self.entries.get(Slot("indicator", no, period, part))

    def figure(self, indicator: Indicator, period: str | None = None) -> Entry | None:
        """The entry of an indicator's own figure, of the form's period where none is named."""
        return self.entry(indicator.no, period or self.form.span, indicator.own_part)

    def goes_by(self, name: str) -> bool:
        """Whether somebody means this unit by a code, or by a name where it has no code or they do not use it."""
        return bool(name) and same_thing(name) in {same_thing(own) for own in (self.uscc, self.unit) if own}

    def filled(self) -> Iterator[Entry]:
        return (entry for entry in self.entries.values() if entry.state != "blank")

    @property
    def unit(self) -> str:
        return self.text("unit")

    @property
    def uscc(self) -> str:
        return self.text("uscc")
