"""Forms made, filled and read back: `zht template`, `zht fill`, `zht read`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from zhtcli.core.forms.exchange import DataFault, Plain, from_submission, to_registers, to_values
from zhtcli.core.period import Form
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.known import definition_of, form_of, layout_of, regime_of

LedgerRow = Mapping[str, Plain]
_NOTHING: Mapping[str, Sequence[LedgerRow]] = MappingProxyType({})


def _silent(_: str) -> None:
    """Where nobody listens."""


def make_form(name: str, earlier: Sequence[Path] = (), say: Callable[[str], None] = _silent) -> bytes:
    """The blank form of a name, with the figures of earlier workbooks carried over.

    From a submission the reported figures are carried, from a result workbook the verified ones; the form
    says which. Raises UnknownForm, UnreadableInput, UsageFault.
    """
    from zhtcli.workbook.form.form import write_form

    form = form_of(name)
    regime, digest, layout = regime_of(form.regime), definition_of(form.regime).digest, layout_of(form)
    if not earlier:
        return write_form(regime, digest, layout)
    from zhtcli.workflow.carrying import carry_over

    carried = carry_over(form, earlier, say)
    return write_form(regime, digest, layout, carried.values, carried.origins, carried.registers)


def fill_form(name: str, data: Mapping[str, Any], ledgers: Mapping[str, Sequence[LedgerRow]] = _NOTHING) -> bytes:
    """A form filled from data, partial data too, and from the rows of ledgers (`workflow.ledgers`) by register.

    Raises UnknownForm, UsageFault for a key that has no cell, or a register that comes both ways.
    """
    from zhtcli.workbook.form.form import write_form

    form = form_of(name)
    layout = layout_of(form)
    try:
        values, registers = to_values(layout, data), to_registers(layout, data)
    except DataFault as fault:
        raise UsageFault(str(fault)) from None
    if both := sorted(registers.keys() & ledgers.keys()):
        raise UsageFault(f"台账“{both[0]}”在数据里和 --register 里都有，不知道用哪一份；请只留一处。")
    return write_form(
        regime_of(form.regime),
        definition_of(form.regime).digest,
        layout,
        values,
        registers={**registers, **ledgers},
    )


def read_data(path: Path) -> dict[str, Any]:
    """The data of a JSON file, its numbers exact. Raises UnreadableInput, UsageFault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnreadableInput(f"没有 {path} 这个文件。") from None
    except OSError as fault:
        raise UnreadableInput(f"读不了 {path}：{fault.strerror or '读取失败'}。") from None
    except UnicodeDecodeError:
        raise UnreadableInput(f"{path} 不是 UTF-8 编码的 JSON。") from None
    try:
        data = json.loads(
            text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_constant, object_pairs_hook=_once
        )
    except (ValueError, RecursionError) as fault:
        line = f"第{fault.lineno}行" if isinstance(fault, json.JSONDecodeError) else ""
        raise UsageFault(f"{path} 不是合法的 JSON{line and f'（{line}）'}。") from None
    if not isinstance(data, dict):
        raise UsageFault(f"{path} 的内容应是一个 JSON 对象。")
    return data


def read_form(path: Path, wanted: Form | None = None, say: Callable[[str], None] = _silent) -> dict[str, Any]:
    """What a filled form holds, as the data that fills it; `say` gets a sentence for what could not be found.

    Raises UnreadableInput, UnknownForm.
    """
    from zhtcli.workflow.reading import read_submissions, usable

    (read,) = read_submissions([path], wanted)
    read = usable(read, say)
    return from_submission(layout_of(read.form), read)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once: of two values for one key nobody chooses in silence."""
    keys = [key for key, _ in pairs]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise UsageFault(f"JSON 里“{twice}”写了两次，不知道以哪个为准。")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(name)
