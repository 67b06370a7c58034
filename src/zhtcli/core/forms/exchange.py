"""A filled form as plain data, and back: the JSON that `zht fill` takes and `zht read` gives.

`{"form", "fields": {key: V}, "indicators": {no: I}, "registers": {key: [row]}}`. V is a number, a string, a
boolean, null, a list, or `{"na": reason}`; I is V, `{part: V}`, `{period: V}` or `{period: {part: V}}`. A bare
V is the own figure of the form's own period: the part `value`, or `quarter` where quarters are followed; a row is
`{column: V}`. A string is typed as text, whatever cell it goes to; ISO text becomes a true date in a cell for dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args

from zhtcli.core.forms.layout import NOT_APPLICABLE, Layout, Place, Slot
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.period import PERIOD, period_label
from zhtcli.core.rules.choicecodes import code_of, label_of
from zhtcli.core.rules.regime import Register, RegisterColumn
from zhtcli.core.values import LONGEST_TEXT, Value, ValueType

Plain = Decimal | str | bool | date | datetime | tuple[str, ...]

_NOT_APPLICABLE = re.compile(r"不适用[：:](.+)", re.DOTALL)


class DataFault(Exception):
    """Data that no cell of the form can take; the sentence names the key."""


def to_values(layout: Layout, data: Mapping[str, Any]) -> dict[Slot, Plain]:
    """What goes into which cell. Blank values are left out. Raises DataFault."""
    _only(data, {"form", "fields", "indicators", "registers"}, "数据")
    form = data.get("form")
    if form is not None and form != layout.form.id:
        raise DataFault(f"数据写明是“{form}”，与要填的“{layout.form.id}”不是同一张表。")
    values: dict[Slot, Plain] = {}
    for key, value in _mapping(data.get("fields"), "fields").items():
        slot = Slot("field", key)
        if slot not in layout.places:
            raise DataFault(f"“{layout.form.id}”没有“{key}”这个栏目（fields.{key}）。")
        _put(values, layout, slot, value, f"fields.{key}")
    indicators = _mapping(data.get("indicators"), "indicators")
    if indicators and not layout.has_table:
        raise DataFault(f"“{layout.form.id}”没有指标，不能写 indicators；请把数据写在 fields 和 registers 里。")
    for no, told in indicators.items():
        if no not in layout.rows:
            raise DataFault(f"“{layout.form.id}”没有第{no}项指标（indicators.{no}）。")
        for period, parts, where in _by_period(layout, no, told):
            for part, value in parts.items():
                _put(values, layout, _slot(layout, no, period, part, where), value, where)
    _registers(layout, data)
    return values


def to_registers(layout: Layout, data: Mapping[str, Any]) -> dict[str, list[dict[str, Plain]]]:
    """The rows of each register. Blank values are left out, and rows without any. Raises DataFault."""
    registers: dict[str, list[dict[str, Plain]]] = {}
    for key, told in _registers(layout, data).items():
        columns = {column.key: column for column in layout.registers[key].register.columns}
        rows = [_row(columns, row, f"registers.{key}[{place}]") for place, row in enumerate(told or ())]
        if filled := [row for row in rows if row]:
            registers[key] = filled
    return registers


def _registers(layout: Layout, data: Mapping[str, Any]) -> Mapping[str, Any]:
    registers = _mapping(data.get("registers"), "registers")
    for key, told in registers.items():
        if key not in layout.registers:
            raise DataFault(f"“{layout.form.id}”没有“{key}”这个台账（registers.{key}）。")
        if told is not None and not isinstance(told, list | tuple):
            raise DataFault(f"registers.{key} 应是一个列表，每行一个对象。")
    return registers


def _row(columns: Mapping[str, RegisterColumn], told: Any, where: str) -> dict[str, Plain]:
    if not isinstance(told, Mapping):
        raise DataFault(f"{where} 应是一个对象，写明各列的值。")
    if odd := told.keys() - columns.keys():
        raise DataFault(f"{where} 里有台账没有的列“{min(map(str, odd))}”；可写 {'、'.join(columns)}。")
    row = {
        key: _typed(_labelled(columns[key], value), columns[key].type, f"{where}.{key}") for key, value in told.items()
    }
    return {key: value for key, value in row.items() if value is not None and value != ""}


def _labelled(column: RegisterColumn, value: Any) -> Any:
    """The label of a code: what goes into the cell is for people."""
    return label_of(column.codes, value) if column.codes and isinstance(value, str) else value


def from_submission(layout: Layout, submission: Submission) -> dict[str, Any]:
    """The data that fills a form like this one; what could not be read stands as its raw text.

    A form without a table of indicators gives none.
    """
    fields = {
        slot.key: _plain(entry, layout.places[slot])
        for slot, entry in submission.entries.items()
        if slot.owner == "field"
    }
    indicators = {no: _told(layout, submission, no) for no in layout.rows}
    told = {"indicators": {no: one for no, one in indicators.items() if one is not None}} if layout.has_table else {}
    return {
        "form": layout.form.id,
        "fields": {key: value for key, value in fields.items() if value is not None},
        **told,
        "registers": {key: _rows(layout.registers[key].register, rows) for key, rows in submission.registers.items()},
    }


def _rows(register: Register, rows: RegisterRows) -> list[dict[str, Any]]:
    """The rows of a register, numbers of persons whole: they go back to who typed them."""
    told: list[dict[str, Any]] = [{} for _ in range(len(rows))]
    for column in register.columns:
        texts = rows.texts.get(column.key, {})
        for index, value in enumerate(rows.values.get(column.key, ())):
            if index in texts:
                found = None if column.type == "text" else _NOT_APPLICABLE.fullmatch(texts[index])
                told[index][column.key] = {"na": found[1]} if found else texts[index]
            elif value is not None:
                coded = column.codes and isinstance(value, str)
                told[index][column.key] = code_of(column.codes, str(value)) if coded else _json(value)
    return told


def _told(layout: Layout, submission: Submission, no: str) -> Any:
    own = layout.form.span
    periods: dict[str, dict[str, Any]] = {}
    for place in layout.indicator_places(no):
        entry = submission.entries.get(place.slot)
        value = None if entry is None else _plain(entry, place)
        if value is not None:
            periods.setdefault(str(place.slot.period), {})[place.slot.part] = value
    told = {period: _shortest(layout, parts) for period, parts in sorted(periods.items())}
    if not told:
        return None
    return told[own] if told.keys() == {own} else told


def _shortest(layout: Layout, parts: dict[str, Any]) -> Any:
    if parts.keys() == {layout.own_part}:
        return parts[layout.own_part]
    if parts.keys() == {"state", "remark"} and parts["state"] == NOT_APPLICABLE:
        return {"na": parts["remark"]}
    return parts


def _plain(entry: Entry, place: Place) -> Any:
    """An entry as JSON. The form's own formulas are not entries: what they compute comes back by itself."""
    if (entry.state == "blank" and not entry.raw) or entry.formula:
        return None
    if place.type != "text" and (found := _NOT_APPLICABLE.fullmatch(entry.raw)):
        return {"na": found[1]}
    value = entry.value
    if entry.state == "unreadable" and not entry.text and (number := _number(entry.raw)) is not None:
        return number
    if entry.state != "filled" or (entry.text and isinstance(value, Decimal | date)):
        return entry.raw
    return _json(value)


def _number(raw: str) -> int | float | None:
    """What a number cell shows, as the number it is, although the form could not take it."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)%?", raw)
    return _json(Decimal(found[1])) if found else None


def _json(value: Value) -> Any:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


def _by_period(layout: Layout, no: str, told: Any) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    own, where = layout.form.span, f"indicators.{no}"
    if not isinstance(told, Mapping) or told.keys() == {"na"}:
        yield own, _parts(layout, told), where
        return
    periods = {key for key in told if PERIOD.fullmatch(key)}
    if not periods:
        yield own, told, where
        return
    if odd := told.keys() - periods:
        raise DataFault(f"{where} 里既有期别又有“{min(odd)}”，请把各部分写在期别之下。")
    for period, parts in told.items():
        if not isinstance(parts, Mapping) or parts.keys() == {"na"}:
            # only the form's own period has a column for the state
            parts = _parts(layout, parts) if period == own else {layout.own_part: parts}
        yield period, parts, f"{where}.{period}"


def _parts(layout: Layout, value: Any) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return {"state": NOT_APPLICABLE, "remark": value["na"]}
    return {layout.own_part: value}


def _slot(layout: Layout, no: str, period: str, part: str, where: str) -> Slot:
    known: tuple[Part, ...] = get_args(Part)
    for name in known:
        if name == part and (slot := Slot("indicator", no, period, name)) in layout.places:
            return slot
    if part in known:
        raise DataFault(f"第{no}项在{period_label(period)}没有“{part}”这一格（{where}）。")
    raise DataFault(f"第{no}项没有“{part}”这一部分（{where}）。")


def _put(values: dict[Slot, Plain], layout: Layout, slot: Slot, value: Any, where: str) -> None:
    typed = _typed(value, layout.places[slot].type, where)
    if typed is not None:
        values[slot] = typed


def _typed(value: Any, kind: ValueType, where: str) -> Plain | None:
    match value:
        case None:
            return None
        case bool():
            return value
        case int() | float() | Decimal():
            return Decimal(str(value))
        case str() if len(value) > LONGEST_TEXT:
            raise DataFault(f"{where} 的文字有 {len(value)} 个字，一格最多 {LONGEST_TEXT} 个。")
        case str():
            return _dated(value, kind)
        case list() | tuple() if all(isinstance(item, str) for item in value):
            return tuple(value)
        case Mapping() if value.keys() == {"na"} and isinstance(value["na"], str):
            return f"{NOT_APPLICABLE}：{value['na']}"
        case _:
            raise DataFault(f'{where} 的值写法不对：可以是数、文字、true/false、null、文字列表或 {{"na": 理由}}。')


def _dated(text: str, kind: ValueType) -> Plain:
    """ISO text becomes a true date where the cell is for one; any other text stays what it is."""
    try:
        if kind == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
        if kind == "datetime" and re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", text):
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    return text


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise DataFault(f"{name} 应是一个对象。")
    return value


def _only(data: Mapping[str, Any], known: set[str], where: str) -> None:
    if odd := data.keys() - known:
        raise DataFault(f"{where}里有不认识的“{min(odd)}”；只能有 {'、'.join(sorted(known))}。")
