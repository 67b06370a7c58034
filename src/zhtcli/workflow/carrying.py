"""What earlier workbooks of a unit bring into the next form: `zht template --from`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from zhtcli.core.assessing.judging import judge
from zhtcli.core.checks.schema import check_entries, compile_schema
from zhtcli.core.checks.validate import blocked_slots
from zhtcli.core.figures.fieldfigures import CARRIED_FIELDS
from zhtcli.core.forms.exchange import Plain, from_submission, to_registers, to_values
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.submission import Submission
from zhtcli.core.forms.tablecolumns import FOLLOWED
from zhtcli.core.period import Form, is_quarter, period_label
from zhtcli.core.quarters.observed import observe
from zhtcli.core.rounding import decimal
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.known import layout_of, regime_of
from zhtcli.workflow.reading import Refused, read_files, submission_of, usable

CARRIED_PLACES = 12
"""Decimal places of a carried percentage: all of them fit a number cell."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one earlier workbook tells; `word` is 填报数 or 核定数."""

    path: Path
    form: Form
    fields: Mapping[str, Plain]
    figures: Mapping[Slot, Fraction]
    word: str
    registers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    @property
    def period(self) -> str:
        return self.form.span


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes into the new form: cover and earlier columns, where each period's figures come from, register rows."""

    values: Mapping[Slot, Plain]
    origins: Mapping[str, str]
    registers: Mapping[str, Sequence[Mapping[str, Plain]]]


def carry_over(form: Form, earlier: Sequence[Path], say: Callable[[str], None]) -> Carried:
    """What earlier workbooks bring into a form.

    A period's own workbook speaks for it, a later one only for periods that have none. Two workbooks of one
    period, or of two units, are refused: nobody chooses between them in silence. Raises UsageFault,
    UnreadableInput.
    """
    if form.period is None:
        raise UsageFault(f"“{form.id}”不分年份，没有以前各期可带入；已填的表可用 zht read 读出，再用 zht fill 填入。")
    told = sorted((_told(form, path, say) for path in earlier), key=lambda one: one.period, reverse=True)
    _check_series(told)
    own = {one.period for one in told}
    places = layout_of(form).places
    values: dict[Slot, Plain] = {}
    origins: dict[str, str] = {}
    for one in told:
        used = bool(one.registers)
        for key, value in one.fields.items():
            values.setdefault(Slot("field", key), value)
        for slot, figure in one.figures.items():
            period = str(slot.period)
            # A quarter's form asks for two earlier ones, of all that workbooks tell.
            if slot in places and slot not in values and (period == one.period or period not in own):
                values[slot] = decimal(figure, CARRIED_PLACES).normalize()
                if slot.part != "pledged":
                    origins.setdefault(period, f"来自 {one.path.name} 的{one.word}")
                used = True
        if not used:
            say(f"{one.path} 是{period_label(one.period)}的表，“{form.id}”用不到其中的数，只带入了封面的栏目。")
    return Carried(values, origins, _rows(form, told))


def _rows(form: Form, told: Sequence[Told]) -> dict[str, list[dict[str, Plain]]]:
    """The register rows of all workbooks, the earliest first, equal ones once; yearly columns start blank."""
    layout = layout_of(form)
    rows: dict[str, list[dict[str, Any]]] = {}
    for one in sorted(told, key=lambda one: one.period):
        for key, some in one.registers.items():
            yearly = {column.key for column in layout.registers[key].register.columns if column.yearly}
            for row in some:
                kept = {column: value for column, value in row.items() if column not in yearly}
                if kept and kept not in rows.setdefault(key, []):
                    rows[key].append(kept)
    return to_registers(layout, {"registers": rows})


def _told(form: Form, path: Path, say: Callable[[str], None]) -> Told:
    from zhtcli.workbook.reading.identity import FIGURE, identify, stored

    ((_, reading),) = read_files([path])
    if isinstance(reading, Refused):
        raise UnreadableInput(f"{path}：{reading.sentence}")
    if reading.book is not None and (identity := identify(reading.book)).role == "result":
        of = Form.parse(identity.form)
        if of is None:
            raise UnreadableInput(f"{path}：结果表里没有表单标识。")
        texts, verified = stored(reading.book)
        slots = _slots(of, {(no, period): value for (no, period, kind), value in verified.items() if kind == FIGURE})
        slots |= {
            Slot("indicator", no, period, part): value
            for (no, period, kind), value in verified.items()
            for part in FOLLOWED
            if part == kind
        }
        told = Told(path, of, _fields_of(of, texts), slots, "核定数")
    else:
        told = _reported(path, usable(submission_of(reading, str(path), None), say))
    if not told.figures and not told.registers:
        raise UnreadableInput(f"{path}：没有可以带入的数。")
    if told.form.regime != form.regime:
        raise UsageFault(f"{path} 是“{told.form.id}”，不能带入“{form.id}”。")
    if told.period >= form.span:
        raise UsageFault(f"{path} 是{period_label(told.period)}的表，不是“{form.id}”以前的{_word(form)}。")
    return told


def _reported(path: Path, submission: Submission) -> Told:
    regime, layout = regime_of(submission.form.regime), layout_of(submission.form)
    (found,) = check_entries(regime, layout, compile_schema(regime, layout), [submission])
    judged = judge(regime, layout, submission, found)
    figures = {key: figure.value for key, figure in judged.figures.items() if figure.value is not None}
    slots = _slots(submission.form, figures)
    # What is followed has figures to date and growth beside those that are measured.
    blocked = blocked_slots(submission, judged.findings)
    for (no, period), observed in observe(regime, submission, judged.figures, blocked).items():
        slots |= {Slot("indicator", no, period, part): known.printed for part, known in observed.told.items()}
    slots |= {
        slot: Fraction(entry.value)
        for slot, entry in submission.entries.items()
        if slot.part == "pledged" and slot not in blocked and isinstance(entry.value, Decimal)
    }
    entries = ((key, submission.field(key)) for key in CARRIED_FIELDS)
    fields = {key: entry.value for key, entry in entries if entry is not None and entry.value not in (None, "")}
    rows = from_submission(layout, submission)["registers"]
    return Told(path, submission.form, fields, slots, "填报数", rows)


def _slots(form: Form, figures: Mapping[tuple[str, str], Fraction]) -> dict[Slot, Fraction]:
    """Each figure with the name of its cell."""
    part = layout_of(form).own_part
    return {Slot("indicator", no, period, part): value for (no, period), value in figures.items()}


def _fields_of(form: Form, texts: Mapping[str, str]) -> dict[str, Plain]:
    """What a result workbook keeps of the cover, dates as dates."""
    told = {key: text for key in CARRIED_FIELDS if (text := texts.get(key))}
    known = {slot.key for slot in layout_of(form).places if slot.owner == "field"}
    values = to_values(layout_of(form), {"fields": {key: text for key, text in told.items() if key in known}})
    return {slot.key: value for slot, value in values.items()}


def _word(form: Form) -> str:
    return "季度" if is_quarter(form.span) else "年份"


def _check_series(told: Sequence[Told]) -> None:
    by_period: dict[str, Told] = {}
    for one in told:
        if other := by_period.get(one.period):
            raise UsageFault(f"{one.path} 和 {other.path} 都是{period_label(one.period)}的表，请只带入一份。")
        by_period[one.period] = one
    units = {str(one.fields.get("uscc") or one.fields.get("unit", "")): one for one in told}
    if len(units) > 1:
        names = "、".join(f"{one.path}（{one.fields.get('unit', '')}）" for one in units.values())
        raise UsageFault(f"带入的表不是同一单位的：{names}。")
