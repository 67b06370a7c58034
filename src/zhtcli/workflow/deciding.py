"""Reviewers' decisions from a file: `--decisions`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from zhtcli.core.decision import Decision
from zhtcli.workflow.faults import UsageFault
from zhtcli.workflow.forming import read_data

_KEYS = ("unit", "no", "row", "period", "value", "reason", "by", "date")


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a JSON file: `{"form", "decisions": [{unit, no, row, period, value, reason, by, date}]}`.

    Raises UnreadableInput, UsageFault.
    """
    told = read_data(path).get("decisions")
    if not isinstance(told, list):
        raise UsageFault(f"{path} 里没有 decisions 列表。")
    return tuple(_decision(path, place, one) for place, one in enumerate(told, 1))


def _decision(path: Path, place: int, told: Any) -> Decision:
    where = f"{path} 第{place}条裁定"
    if not isinstance(told, Mapping):
        raise UsageFault(f"{where}应是一个对象。")
    if odd := told.keys() - set(_KEYS):
        raise UsageFault(f"{where}里有不认识的“{min(odd)}”；可写 {'、'.join(_KEYS)}。")
    value = told.get("value")
    if not isinstance(value, bool | Decimal):
        raise UsageFault(f"{where}的 value 应是数，对单独一行也可以是 true 或 false。")
    texts = {key: str(told[key]) if told.get(key) is not None else None for key in _KEYS if key != "value"}
    if not texts["unit"] or not texts["no"]:
        raise UsageFault(f"{where}要写 unit（统一社会信用代码，没有的写名称）和 no（指标序号）。")
    return Decision(
        unit=texts["unit"],
        no=texts["no"],
        row=texts["row"],
        period=texts["period"],
        value=value if isinstance(value, bool) else Fraction(value),
        reason=texts["reason"] or "",
        by=texts["by"] or "",
        date=texts["date"] or "",
    )
