"""A regime as data: the nouns of a published assessment document.

A definition file describes a regime. Its nodes may leave a choice open (`{by: READING, cases: {…}}`); that
is a `Definition`. `zhtcli.core.resolve.resolve` settles the choices, and only then is there a `Regime`:
the verbs of the core never see an open choice and never ask for a reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import msgspec

from zhtcli.core.indicator import Indicator
from zhtcli.core.kinds import Check, Cited, Node
from zhtcli.core.period import ALL, Form, Scope, scopes_of
from zhtcli.core.rowkinds import CodeFormat
from zhtcli.core.values import ValueType


class Source(Node, frozen=True, kw_only=True):
    """A published document."""

    title: str
    number: str
    issuer: str
    published: str
    note: str = ""


class Section(Cited, frozen=True, kw_only=True):
    id: str
    title: str
    points: Decimal


class Field(Cited, frozen=True, kw_only=True):
    """A single input cell of the cover: who fills the form, and what holds for the form as a whole."""

    key: str
    label: str
    type: ValueType
    required: bool = False
    unit: str = ""
    indicator: str | None = None
    choices: tuple[str, ...] = ()
    format: CodeFormat = ""
    """The standard that a code follows."""
    guidance: str = ""
    signature: bool = False
    """Belongs to the signature block."""


class RegisterColumn(Node, frozen=True, kw_only=True):
    """A column of a register. `synonyms` are headers that people's own lists use for it."""

    key: str
    label: str
    type: ValueType
    required: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()
    format: CodeFormat = ""
    yearly: bool = False
    """Holds for the form's own period only: not carried into the next one's form."""
    guidance: str = ""
    synonyms: tuple[str, ...] = ()


class Register(Cited, frozen=True, kw_only=True):
    """A list with a row an item, kept beside the figures: the rows are what the figures are checked by.

    `identity` are the columns that name a row whatever its place; `dated` is the column whose day decides the
    period, and a stock has `since` and `until` instead. `indicators` are those that its rows can stand for,
    told by the column `indicator` where there are several.
    """

    key: str
    title: str
    guidance: str
    columns: tuple[RegisterColumn, ...]
    identity: tuple[str, ...]
    indicators: tuple[str, ...]
    dated: str | None = None
    since: str | None = None
    until: str | None = None

    def column(self, key: str) -> RegisterColumn:
        """The column of a key. Raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


class Scoring(Node, frozen=True, kw_only=True):
    """How points become totals."""

    total: Decimal
    item_places: int | None
    """Decimal places of an indicator's points, half up; None leaves them exact."""
    total_places: int
    blank: Literal["not_filled", "zero"]
    zero_target: Literal["full", "exclude", "zero"]
    carry: Literal["none", "forward", "back"]
    no_register: Literal["reported", "zero"] = "reported"
    """What a reported figure is worth where the register that should stand behind it has no row."""
    experts: Literal["mean", "trimmed"] = "mean"
    """How several experts' scores become one; `trimmed` leaves out the highest and the lowest from four on."""


class ReadingOption(Node, frozen=True, kw_only=True):
    label: str
    note: str = ""


class Reading(Node, frozen=True, kw_only=True):
    """A question that the text leaves open, and the answers that can be chosen."""

    key: str
    title: str
    default: str
    options: dict[str, ReadingOption]
    clause: str
    why: str


class Anomaly(Node, frozen=True, kw_only=True):
    """Something that the document prints in two ways; nothing is repaired, it is shown."""

    id: str
    indicator: str | None = None
    clause: str
    text: str
    reading: str | None = None


class Instruction(Node, frozen=True, kw_only=True):
    """What the form asks people to know before they start (one page)."""

    title: str
    text: str


class Regime(Node, frozen=True, kw_only=True):
    """A published assessment document with every open choice settled."""

    id: str
    title: str
    short: str
    version: str
    source: Source
    periods: tuple[str, ...] = ()
    """None for a document that is applied once; its form's only span is `ALL`."""
    horizons: tuple[str, ...] = ()
    earlier_periods: bool = True
    """Whether a form asks for the figures of earlier periods beside its own."""
    sections: tuple[Section, ...]
    fields: tuple[Field, ...]
    indicators: tuple[Indicator, ...]
    registers: tuple[Register, ...] = ()
    checks: tuple[Check, ...] = ()
    scoring: Scoring
    readings: tuple[Reading, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    instructions: tuple[Instruction, ...] = ()

    @property
    def spans(self) -> tuple[str, ...]:
        """What figures are for: the periods, or the one span of a document without any."""
        return self.periods or (ALL,)

    def measured(self) -> tuple[Indicator, ...]:
        """Everything that has a figure, in printed order: indicators, parts instead of those that have some."""
        return tuple(one for indicator in self.indicators for one in indicator.measured())

    def indicator(self, no: str) -> Indicator:
        """The indicator of a printed number, or a part (`3.1`) as one. Raises KeyError."""
        for indicator in self.indicators:
            if indicator.no == no:
                return indicator
            if indicator.parts and no.startswith(f"{indicator.no}."):
                for part in indicator.measured():
                    if part.no == no:
                        return part
        raise KeyError(no)

    def field(self, key: str) -> Field:
        """The field of a key. Raises KeyError."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)

    def register(self, key: str) -> Register:
        """The register of a key. Raises KeyError."""
        for register in self.registers:
            if register.key == key:
                return register
        raise KeyError(key)

    def section(self, id: str) -> Section:
        """The section of a printed numeral. Raises KeyError."""
        for section in self.sections:
            if section.id == id:
                return section
        raise KeyError(id)

    def bonus_points(self, section: str | None = None) -> Decimal:
        """What bonus items can add, in one section or in all."""
        of = (one for one in self.indicators if one.bonus and section in (None, one.section))
        return sum((one.points for one in of), Decimal(0))

    def earlier(self, period: str) -> tuple[str, ...]:
        """The periods before this one, in order."""
        return tuple(p for p in self.periods if p < period)

    def scopes(self, period: str) -> tuple[Scope, ...]:
        """What a form of this period is scored for, the main scope first."""
        return scopes_of(period, self.spans, self.horizons)

    def forms(self) -> tuple[Form, ...]:
        return tuple(Form(self.id, p) for p in self.periods) or (Form(self.id, None),)


@dataclass(frozen=True, slots=True)
class Definition:
    """A regime as its file gives it: a tree of plain data in which choices may still be open."""

    id: str
    tree: Mapping[str, Any]
    digest: str
    """First 12 hex digits of the SHA-256 over the canonical JSON of the tree."""
    lines: Mapping[tuple[str | int, ...], tuple[str, int]]
    """Where each node stands: path in the tree -> (file, line)."""

    @property
    def readings(self) -> tuple[Reading, ...]:
        return msgspec.convert(self.tree.get("readings", []), tuple[Reading, ...])

    @property
    def version(self) -> str:
        return str(self.tree.get("version", ""))
