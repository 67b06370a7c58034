"""What conditions need: stages, fields of the right type, registers with the columns, categories that there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from zhtcli.core.rules.conditionkinds import (
    AllYes,
    ByPerson,
    ChosenAtLeast,
    Condition,
    FieldAtLeast,
    FieldShareAtLeast,
    Listed,
    NotAfter,
    SpecialRoute,
    StageMet,
    TotalAtLeast,
    YearsShareAtLeast,
)
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.resolve import Path
from zhtcli.core.values import NUMERIC_TYPES, ValueType
from zhtcli.definitions.lintnodes import Found

_DAYS: frozenset[ValueType] = frozenset({"date", "datetime"})
_YES_NO: frozenset[ValueType] = frozenset({"boolean"})
_ANY: frozenset[ValueType] = frozenset()
_WORDS: dict[frozenset[ValueType], str] = {
    NUMERIC_TYPES: "数",
    _DAYS: "日期",
    _YES_NO: "是否",
    frozenset({"choices"}): "多选",
    frozenset({"choice"}): "单选",
    frozenset({"text"}): "文本",
}


def conditions(regime: Regime) -> Found:
    """Everything that conditions, stages, steps and the name pattern name and that there is none of."""
    stages = [stage.id for stage in regime.stages]
    fields = {field.key: field for field in regime.fields}
    for place, condition in enumerate(regime.conditions):
        path: Path = ("conditions", place)
        if condition.id in stages:
            yield path, f"“{condition.id}”已经是阶段的名称"
        if condition.stage not in stages:
            yield path, f"没有“{condition.stage}”这个阶段"
        for keys, wanted in _fields(condition):
            for key in keys:
                if key not in fields:
                    yield path, f"没有“{key}”这个栏目"
                elif wanted and fields[key].type not in wanted:
                    yield path, f"栏目“{key}”的类型应是{_WORDS[wanted]}"
        yield from _columns(regime, condition, path)
        yield from _own(regime, condition, path, stages)
    for place, stage in enumerate(stages):
        if all(condition.stage != stage for condition in regime.conditions):
            yield ("stages", place), f"“{stage}”这个阶段没有条件"
    for place, step in enumerate(regime.procedure.steps if regime.procedure else ()):
        if step.needs and step.needs not in stages:
            yield ("procedure", "steps", place, "needs"), f"没有“{step.needs}”这个阶段"
    if regime.naming is not None and regime.naming.field not in fields:
        yield ("naming", "field"), f"没有“{regime.naming.field}”这个栏目"


def _fields(condition: Condition) -> Iterator[tuple[tuple[str, ...], frozenset[ValueType]]]:
    """The fields that a condition names, and of which types they have to be."""
    match condition.test:
        case FieldAtLeast(field=field, rows=rows):
            yield (field,), NUMERIC_TYPES
            if rows is not None:
                yield (rows.until,), _DAYS
        case FieldShareAtLeast(part=part, whole=whole):
            yield (part, whole), NUMERIC_TYPES
        case ChosenAtLeast(field=field):
            yield (field,), frozenset({"choices"})
        case AllYes(fields=fields):
            yield fields, _YES_NO
        case NotAfter(earlier=earlier, later=later):
            yield (earlier, later), _DAYS
        case Listed(field=field):
            yield (field,), frozenset({"text"})
        case YearsShareAtLeast(before=day) | TotalAtLeast(until=day):
            yield (day,), _DAYS
        case ByPerson(field=field, judged_on=judged_on, settled_on=settled_on):
            yield (field,), frozenset({"choice"})
            yield tuple(filter(None, (judged_on, settled_on))), _DAYS
        case SpecialRoute(field=field, reason=reason):
            yield (field,), _YES_NO
            yield (reason,), _ANY
        case StageMet():
            pass
        case _:
            assert_never(condition.test)


def _columns(regime: Regime, condition: Condition, path: Path) -> Found:
    match condition.test:
        case FieldAtLeast(rows=rows) if rows is not None:
            register, used = rows.register, {*rows.needs, *rows.distinct, rows.dated}
        case YearsShareAtLeast(register=register, year=year, part=part, whole=whole):
            used = {year, part, whole}
        case TotalAtLeast(register=register, category=category, amount=amount, dated=dated):
            used = {category, amount, dated}
        case _:
            return
    known = {one.key: one for one in regime.registers}
    if register not in known:
        yield path, f"没有“{register}”这个台账"
        return
    columns = {column.key: column for column in known[register].columns}
    for key in sorted(used - columns.keys()):
        yield path, f"台账“{register}”没有“{key}”这一列"
    if isinstance(test := condition.test, TotalAtLeast) and test.category in columns:
        told = (*test.included, *test.excluded)
        if odd := "、".join(sorted(set(test.limited) - set(test.included))):
            yield path, f"有限额的类别不在列入的类别之中：{odd}"
        if not 0 < test.most <= 100 or (test.limited and test.most == 100):
            yield path, "限额的百分比应大于 0、小于 100"
        if sorted(told) != sorted(columns[test.category].choices):
            odd = "、".join(sorted(set(told) ^ set(columns[test.category].choices))) or "有的写了两次"
            yield path, f"列入和不列入的类别与“{test.category}”一列的选项不一致：{odd}"


def _own(regime: Regime, condition: Condition, path: Path, stages: list[str]) -> Found:
    """What single kinds ask besides."""
    ids = {other.id for other in regime.conditions if other.stage == condition.stage}
    match condition.test:
        case ByPerson(field=field, yes=yes, no=no):
            choices = next((one.choices for one in regime.fields if one.key == field), (yes, no))
            for option in (yes, no):
                if option not in choices:
                    yield path, f"栏目“{field}”没有“{option}”这个选项"
        case StageMet(stage=stage):
            if stage not in stages[: stages.index(condition.stage) if condition.stage in stages else 0]:
                yield path, f"“{stage}”不是更早的阶段"
        case SpecialRoute(keeps=keeps):
            for other in sorted(set(keeps) - ids):
                yield path, f"同一阶段没有“{other}”这个条件"
        case YearsShareAtLeast(years=years) if years < 1:
            yield path, "至少是一年"
        case _:
            pass
