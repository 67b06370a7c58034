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

from zhtcli.core.period import Form, Scope, period_label, previous, scopes_of, year_before
from zhtcli.core.rules.checkkinds import Check
from zhtcli.core.rules.choicecodes import Code
from zhtcli.core.rules.conditionkinds import Condition, NamePattern, Stage
from zhtcli.core.rules.cyclekinds import Cycle, OwnTargets, Validity
from zhtcli.core.rules.document import Anomaly, Calendar, Instruction, Source
from zhtcli.core.rules.gradedkinds import Grading
from zhtcli.core.rules.grantkinds import GrantRule
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Cited, Node
from zhtcli.core.rules.monitored import Deadline, FormFigure, Monitoring, Procedure, Trial
from zhtcli.core.rules.overlay import Overlay
from zhtcli.core.rules.rowkinds import CodeFormat
from zhtcli.core.values import ValueType


class Section(Cited, frozen=True, kw_only=True):
    id: str
    title: str
    points: Decimal = Decimal(0)


class Page(Cited, frozen=True, kw_only=True):
    """A sheet of fields beside the cover."""

    id: str
    title: str
    guidance: str = ""


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
    page: str = ""
    """The page that it stands on; blank for the cover."""


class RegisterColumn(Node, frozen=True, kw_only=True):
    """A column of a register. `synonyms` are headers that people's own lists use for it.

    Where choices have `codes`, the labels of these are the choices.
    """

    key: str
    label: str
    type: ValueType
    required: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    format: CodeFormat = ""
    yearly: bool = False
    """Holds for the form's own period only: not carried into the next one's form."""
    guidance: str = ""
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.codes:
            msgspec.structs.force_setattr(self, "choices", tuple(one.label for one in self.codes))


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

    total: Decimal = Decimal(0)
    item_places: int | None = 2
    """Decimal places of an indicator's points, half up; None leaves them exact."""
    total_places: int = 2
    blank: Literal["not_filled", "zero"] = "not_filled"
    zero_target: Literal["full", "exclude", "zero"] = "full"
    carry: Literal["none", "forward", "back"] = "none"
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


class Regime(Node, frozen=True, kw_only=True):
    """A published assessment document with every open choice settled."""

    id: str
    title: str
    short: str
    version: str
    source: Source
    periods: tuple[str, ...] = ()
    """The periods that the document prints; none for one that has a calendar, or is applied once (`ALL`)."""
    calendar: Calendar | None = None
    cycle: Cycle | None = None
    own_targets: OwnTargets | None = None
    horizons: tuple[str, ...] = ()
    earlier_periods: bool = True
    """Whether a form asks for the figures of earlier periods beside its own."""
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()
    fields: tuple[Field, ...]
    indicators: tuple[Indicator, ...] = ()
    registers: tuple[Register, ...] = ()
    checks: tuple[Check, ...] = ()
    scoring: Scoring = Scoring()
    monitoring: Monitoring | None = None
    """What follows from quarter to quarter, where the document monitors."""
    figures: tuple[FormFigure, ...] = ()
    deadline: Deadline | None = None
    procedure: Procedure | None = None
    grants: tuple[GrantRule, ...] = ()
    stages: tuple[Stage, ...] = ()
    """What conditions are set for, in order."""
    conditions: tuple[Condition, ...] = ()
    naming: NamePattern | None = None
    grading: Grading | None = None
    trial: Trial | None = None
    readings: tuple[Reading, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    overlay: Overlay | None = None

    @property
    def scored(self) -> bool:
        """Whether the document gives points for anything."""
        return any(indicator.scored for indicator in self.indicators)

    @property
    def concludes(self) -> bool:
        """Whether it has anything to score: points, conditions, money or grades."""
        return self.scored or bool(self.conditions) or bool(self.grants) or self.grading is not None

    @property
    def validity(self) -> Validity | None:
        """When the document is in force, under the reading that settles it."""
        return self.source.validity

    @property
    def by_period(self) -> bool:
        """Whether its forms are for a period each."""
        return bool(self.periods) or self.calendar is not None

    def spans(self, own: str) -> tuple[str, ...]:
        """What figures are for: the printed periods, a form's own one, or the one span of a document without any."""
        return self.periods or (own,)

    def has(self, form: Form) -> bool:
        """Whether a form is one of this regime's."""
        if form.regime != self.id:
            return False
        if self.calendar is not None:
            return form.period is not None and self.calendar.has(form.period)
        return form.period in (self.periods or (None,))

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
        """The earlier periods that a form knows of, in order; what is followed needs last year's and the last one."""
        if self.monitoring is not None:
            return (year_before(period), previous(period))
        return tuple(p for p in self.periods if p < period)

    def scopes(self, period: str) -> tuple[Scope, ...]:
        """What a form of this period is scored for, the main scope first; nothing where there are no points."""
        if not self.scored:
            return ()
        return scopes_of(period, self.spans(period), self.horizons, pledged=self.cycle is not None)

    def forms(self) -> tuple[Form, ...]:
        """The forms that there are; of those without an end the one that is shown."""
        if self.calendar is not None:
            return (Form(self.id, self.calendar.example),)
        return tuple(Form(self.id, p) for p in self.periods) or (Form(self.id, None),)

    def form_names(self) -> str:
        """What its forms are called, for people: every name, or `jiaxing-YYYYqN（…起），例如 jiaxing-2026q3`."""
        if self.calendar is None:
            return "、".join(form.id for form in self.forms())
        pattern = "YYYYqN" if self.calendar.every == "quarter" else "YYYY"
        example = Form(self.id, self.calendar.example).id
        return f"{self.id}-{pattern}（{period_label(self.calendar.first)}起），例如 {example}"


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
