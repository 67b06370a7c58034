"""Where each datum of a form stands: the one map that the form writer, the reader and the annotator share.

A layout is a pure function of a regime and a period. It does not depend on readings: a form looks the same
whatever answers are chosen later. Rows and columns are those of a freshly written form; a filled one is
searched by indicator number, header, label and defined name, because people insert rows and move sheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, assert_never

from zhtcli.core.finding import CellRef
from zhtcli.core.forms.tablecolumns import Column, Part, table_columns
from zhtcli.core.period import Form
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import ByPeriod, Composed, Entered, Judged, OfFields, Quotient, Ratio
from zhtcli.core.rules.regime import Field, Regime, Register
from zhtcli.core.values import ValueType

COVER, GUIDE, ENTRIES, SELF_CHECK, IDENTITY = "封面", "填报说明", "指标填报", "自检", "_zht"
STATES = ("已填", "未开展", "不适用")
FILLED, NOT_STARTED, NOT_APPLICABLE = STATES

TEMPLATE_NUMBER = re.compile(r"(?P<form>[a-z][a-z0-9-]*) · v(?P<version>\S+) · (?P<digest>[0-9a-f]{12})")
"""The visible identity on the cover, after the words 模板编号."""


def template_number(form: Form, version: str, digest: str) -> str:
    """`bishan-2026 · v1 · 0123456789ab`, which `TEMPLATE_NUMBER` takes apart again."""
    return f"{form.id} · v{version} · {digest}"


@dataclass(frozen=True, slots=True)
class Slot:
    """The name of one datum that people enter, independent of any sheet.

    A field has its key and nothing else; an indicator's datum has its number, period and part.
    """

    owner: Literal["field", "indicator"]
    key: str
    period: str | None = None
    part: Part = "value"

    @property
    def name(self) -> str:
        """The defined name of its cell: letters, digits and underscores, which every program keeps."""
        if self.owner == "field":
            return f"zht_f_{self.key}"
        return f"zht_i{self.key.replace('.', '_')}_{self.period}_{self.part}"


@dataclass(frozen=True, slots=True)
class Place:
    """An input cell: where it stands in a fresh form and what belongs into it."""

    slot: Slot
    label: str
    at: CellRef
    type: ValueType
    required: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """The sheet of one register: a header row, and rows below it that a fresh form leaves blank."""

    register: Register
    sheet: str
    header_row: int

    @property
    def name(self) -> str:
        """The name of the table (ListObject), as Excel and WPS show it."""
        return f"zht_{self.register.key}"

    def range_name(self, key: str) -> str:
        """The defined name of a column's cells, below the header and far beyond the table's last row."""
        return f"zht_r_{self.register.key}_{key}"

    @property
    def first_row(self) -> int:
        return self.header_row + 1

    def column(self, key: str) -> int:
        """1-based number of a column of a fresh sheet. Raises KeyError."""
        for number, column in enumerate(self.register.columns, 1):
            if column.key == key:
                return number
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheets of one form.

    `columns` and `rows` describe the indicator table: `rows` maps an indicator's number to its row,
    `section_rows` a section's id to the band above its indicators; a document that has no indicators has no
    table and no sheet for it. `places` holds every input cell, cover fields first, then row by row. `printed` holds
    what the form prints and nobody should edit: (indicator, column key) -> figure. `registers`
    maps a register's key to its sheet.
    """

    form: Form
    header_row: int
    columns: tuple[Column, ...]
    rows: dict[str, int]
    section_rows: dict[str, int]
    places: dict[Slot, Place]
    printed: dict[tuple[str, str], Decimal]
    cover_rows: dict[str, int]
    column_numbers: dict[str, int]
    registers: dict[str, RegisterTable]

    @property
    def has_table(self) -> bool:
        """Whether the form has a sheet of indicators, or only fields and registers."""
        return bool(self.rows)

    @property
    def own_part(self) -> Part:
        """What an indicator's own figure is called in this form."""
        return "quarter" if "quarter" in self.column_numbers else "value"

    def column(self, key: str) -> int:
        """1-based number of a column of the indicator table. Raises KeyError."""
        return self.column_numbers[key]

    def cell(self, no: str, column_key: str) -> CellRef:
        """The cell of an indicator's row and a column in a fresh form."""
        return CellRef(ENTRIES, self.rows[no], self.column(column_key))

    def last_row(self) -> int:
        """The last row of the indicator table. Raises ValueError where there is none."""
        return max(self.rows.values())

    def indicator_places(self, no: str) -> Iterator[Place]:
        return (place for slot, place in self.places.items() if slot.owner == "indicator" and slot.key == no)


HEADER_ROW = 4
REGISTER_HEADER_ROW = 4
REGISTER_PREFIX = "台账_"
COVER_NUMBER_ROW = 6
COVER_FIRST_ROW = 7
COVER_VALUE_COLUMN = 3
COVER_SIGNATURE_GAP = 2
"""Rows between the last field and the signature block: a blank one and the block's heading."""
PAGE_FIRST_ROW = 4
"""On a page of fields: below its title, what it is for, and the heads of its columns."""


def lay_out(regime: Regime, form: Form) -> Layout:
    """The layout of a form of this regime. Raises ValueError for a period that the regime does not have."""
    period = form.span
    if not regime.has(form):
        raise ValueError(f"{regime.id} has no period {form.period}")
    columns = table_columns(regime, period)
    sources = regime.monitoring.sources if regime.monitoring else ()
    numbers = {column.key: number for number, column in enumerate(columns, 1)}
    field_rows = _field_rows(regime)
    cover_rows = {key: row for key, (sheet, row) in field_rows.items() if sheet == COVER}

    places: dict[Slot, Place] = {}
    for field in _cover_order(regime):
        slot = Slot("field", field.key)
        sheet, at_row = field_rows[field.key]
        at = CellRef(sheet, at_row, COVER_VALUE_COLUMN)
        places[slot] = Place(slot, field.label, at, field.type, field.required, field.unit, field.choices)

    rows: dict[str, int] = {}
    section_rows: dict[str, int] = {}
    printed: dict[tuple[str, str], Decimal] = {}
    row = HEADER_ROW
    for section in regime.sections if regime.indicators else ():
        row += 1
        section_rows[section.id] = row
        for indicator in _lines(regime, section.id):
            row += 1
            rows[indicator.no] = row
            for column in columns:
                at = CellRef(ENTRIES, row, numbers[column.key])
                if (figure := _printed(indicator, column, period)) is not None:
                    printed[indicator.no, column.key] = figure
                if (place := _place(indicator, column, period, at, sources)) is not None:
                    places[place.slot] = place
    return Layout(
        form, HEADER_ROW, columns, rows, section_rows, places, printed, cover_rows, numbers, _registers(regime)
    )


def _lines(regime: Regime, section: str) -> Iterator[Indicator]:
    """The rows of the table: each indicator, and its parts below it."""
    for indicator in regime.indicators:
        if indicator.section == section:
            yield indicator
            if indicator.parts:
                yield from indicator.measured()


def _registers(regime: Regime) -> dict[str, RegisterTable]:
    return {r.key: RegisterTable(r, f"{REGISTER_PREFIX}{r.title}", REGISTER_HEADER_ROW) for r in regime.registers}


def _cover_order(regime: Regime) -> tuple[Field, ...]:
    """The signature block stands last on the cover, as on paper."""
    return tuple(sorted(regime.fields, key=lambda field: field.signature))


def _field_rows(regime: Regime) -> dict[str, tuple[str, int]]:
    """Field -> sheet and row. On the cover the form's year and template number stand above the first one."""
    titles = {page.id: page.title for page in regime.pages}
    rows: dict[str, tuple[str, int]] = {}
    placed = dict.fromkeys(("", *titles), 0)
    for field in _cover_order(regime):
        place = placed[field.page]
        placed[field.page] += 1
        if field.page:
            rows[field.key] = titles[field.page], PAGE_FIRST_ROW + place
        else:
            rows[field.key] = COVER, COVER_FIRST_ROW + place + COVER_SIGNATURE_GAP * field.signature
    return rows


def _printed(indicator: Indicator, column: Column, period: str) -> Decimal | None:
    match column.role:
        case "points":
            # A part has points of its own only under some readings; the layout depends on none.
            return None if indicator.is_part else indicator.points
        case "target":
            return indicator.target.of(period) if isinstance(indicator.target, ByPeriod) else None
        case "horizon":
            return indicator.target.through(str(column.period)) if isinstance(indicator.target, ByPeriod) else None
        case _:
            return None


def _place(indicator: Indicator, column: Column, period: str, at: CellRef, sources: tuple[str, ...]) -> Place | None:
    if column.part is None or column.role == "recomputed":
        return None
    slot = Slot("indicator", indicator.no, column.period, column.part)
    label = f"第{indicator.no}项{column.header}"
    measure = indicator.measure
    match column.part:
        case "quarter" | "to_date":
            own = column.period == period and column.role == "part" and indicator.figure == "required"
            return Place(slot, label, at, value_type(indicator), own, indicator.unit)
        case "quarter_growth" | "to_date_growth":
            return Place(slot, label, at, "percent")
        case "source":
            return Place(slot, label, at, "choice", False, "", sources)
        case "value":
            if isinstance(measure, OfFields | Composed) or (isinstance(measure, Ratio) and not measure.cells):
                return None
            asked = indicator.figure == "required" and not indicator.bonus and not isinstance(measure, Judged)
            own = column.period == period
            return Place(slot, label, at, value_type(indicator), own and asked, indicator.unit)
        case "pledged":
            return Place(slot, label, at, value_type(indicator), False, indicator.unit)
        case "numerator" | "denominator":
            if isinstance(measure, Quotient):
                top = column.part == "numerator"
                name = measure.numerator if top else measure.denominator
                unit = measure.numerator_unit if top else measure.denominator_unit
                return Place(slot, f"第{indicator.no}项{name}", at, "number", False, unit)
            if not isinstance(measure, Ratio) or not measure.cells:
                return None
            name = measure.numerator if column.part == "numerator" else measure.denominator
            return Place(slot, f"第{indicator.no}项{name}", at, measure.parts_type, False, measure.parts_unit)
        case "state":
            if isinstance(measure, Composed | Judged):
                return None
            return Place(slot, label, at, "choice", False, "", STATES)
        case "self_score":
            return None if indicator.is_part else Place(slot, label, at, "number", False, "分")
        case "evidence" | "remark":
            return None if indicator.is_part else Place(slot, label, at, "text")
        case _:
            assert_never(column.part)


def value_type(indicator: Indicator) -> ValueType:
    """What kind of value an indicator's own figure is."""
    match indicator.measure:
        case Entered(type=kind) | OfFields(type=kind):
            return kind
        case Ratio():
            return "percent"
        case Quotient() | Judged() | Composed():
            return "number"
        case _:
            assert_never(indicator.measure)
