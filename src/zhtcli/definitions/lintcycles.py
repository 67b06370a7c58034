"""What a cycle, pledges and targets of one's own need: fields, registers and columns that are there, of the kind."""

from __future__ import annotations

from collections.abc import Iterator

from zhtcli.core.rules.kinds import Pledged
from zhtcli.core.rules.monitored import CountRows
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.resolve import Path

Found = Iterator[tuple[Path, str]]


def cycles(regime: Regime) -> Found:
    """What does not hold of cycle, pledges, own targets and counted rows."""
    days = {field.key for field in regime.fields if field.type in ("date", "datetime")}
    cycle = regime.cycle
    if cycle is not None and cycle.start not in days:
        yield ("cycle", "start"), f"没有日期栏目“{cycle.start}”"
    if cycle is not None and (cycle.years < 1 or not 0 < (cycle.midterm_years or 1) <= cycle.years):
        yield ("cycle",), "周期至少一年，中期不晚于周期结束"
    if cycle is not None and (regime.calendar is None or regime.calendar.every != "year"):
        yield ("cycle",), "有周期的制度按年填报，calendar 应是 year"
    pledged = [one for one in regime.measured() if isinstance(one.target, Pledged)]
    if pledged and cycle is None:
        yield ("indicators",), f"第{pledged[0].no}项的目标由申报人承诺，却没有 cycle"
    own = regime.own_targets
    if own is not None:
        wanted = {"title": ("text",), "unit": ("text",), "year": ("integer",)}
        numbers = {"pledged": ("number", "integer", "money"), "actual": ("number", "integer", "money")}
        for name, types in (wanted | numbers).items():
            yield from _column(regime, ("own_targets", name), own.register, getattr(own, name), types)
    for place, figure in enumerate(regime.figures):
        if isinstance(figure, CountRows):
            yield from _column(regime, ("figures", place), figure.register, figure.column, (), figure.holds)


def _column(
    regime: Regime, path: Path, register: str, key: str, types: tuple[str, ...], holds: str | None = None
) -> Found:
    for one in regime.registers:
        if one.key != register:
            continue
        column = next((column for column in one.columns if column.key == key), None)
        if column is None:
            yield path, f"台账“{register}”没有“{key}”这一列"
        elif types and column.type not in types:
            yield path, f"台账“{register}”的“{key}”一列类型不对"
        elif holds is not None and column.choices and holds not in column.choices:
            yield path, f"台账“{register}”的“{key}”一列没有“{holds}”这个选项"
        return
    yield path, f"没有“{register}”这个台账"
