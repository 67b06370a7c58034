"""What a document needs that is filled period by period: a calendar, natures, fields that tell when and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from zhtcli.core.period import PERIOD
from zhtcli.core.rules.checkkinds import (
    AllOrNone,
    AtMost,
    Check,
    FieldContains,
    FieldIsPart,
    FieldsAddUp,
    FieldsAgree,
    FieldsAtMost,
    FieldZero,
    Growth,
    Implied,
    Jump,
    Ordered,
    RequiredWhen,
    RowAtMost,
    SameAs,
    SameYear,
    SourceNamed,
    StockFlow,
    SumOf,
    ToDate,
    TracksToDate,
)
from zhtcli.core.rules.kinds import Quotient, Ratio
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.resolve import Path
from zhtcli.core.values import NUMERIC_TYPES, ValueType
from zhtcli.definitions.lintnodes import Found

_DAYS: frozenset[ValueType] = frozenset({"date", "datetime"})
_CHOICE: frozenset[ValueType] = frozenset({"choice"})
_ANY: frozenset[ValueType] = frozenset()
_TYPE_WORDS = {_DAYS: "日期", NUMERIC_TYPES: "数", _CHOICE: "单选"}
_ROLLUPS = {"flow": "sum", "stock": "latest", "ratio": "given"}
_LONGEST_MONTH = 31


def field_pointers(regime: Regime) -> Iterator[tuple[Path, str, str]]:
    """Fields that something names and that there are none of, or not of the type it takes; pages likewise.

    As `lintnodes.pointers`: where, into which group, and the sentence.
    """
    pages = {page.id for page in regime.pages}
    for place, field in enumerate(regime.fields):
        if field.page and field.page not in pages:
            yield ("fields", place, "page"), "pages", f"没有“{field.page}”这一页"
    for place, page in enumerate(regime.pages):
        if all(field.page != page.id for field in regime.fields):
            yield ("pages", place), "fields", f"“{page.title}”这一页没有栏目"
    types = {field.key: field.type for field in regime.fields}
    for path, keys, wanted in _named(regime):
        for key in keys:
            if key not in types:
                yield path, "fields", f"没有“{key}”这个栏目"
            elif wanted and types[key] not in wanted:
                yield path, "fields", f"栏目“{key}”的类型应是{_TYPE_WORDS[wanted]}"
    choices = {field.key: field.choices for field in regime.fields}
    for path, key, option in _options(regime):
        if types.get(key) == "choice" and option not in choices[key]:
            yield path, "fields", f"栏目“{key}”没有“{option}”这个选项"


def _named(regime: Regime) -> Iterator[tuple[Path, tuple[str, ...], frozenset[ValueType]]]:
    """Where fields are named, which ones, and of which types they have to be."""
    for place, check in enumerate(regime.checks):
        for keys, wanted in _of_check(check):
            yield ("checks", place), keys, wanted
    if regime.monitoring is not None and regime.monitoring.started:
        yield ("monitoring", "started"), (regime.monitoring.started,), _DAYS
    if regime.deadline is not None:
        yield ("deadline", "reported"), regime.deadline.reported, _DAYS
    if (procedure := regime.procedure) is not None:
        for place, step in enumerate(procedure.steps):
            path: Path = ("procedure", "steps", place)
            yield path, (step.at,), _DAYS
            yield path, tuple(filter(None, (step.by,))), _ANY
            yield path, tuple(filter(None, (step.outcome,))), _CHOICE
        yield ("procedure", "returned"), tuple(filter(None, (procedure.returned,))), NUMERIC_TYPES


def _of_check(check: Check) -> Iterator[tuple[tuple[str, ...], frozenset[ValueType]]]:
    match check:
        case Ordered(fields=fields):
            yield fields, _DAYS
        case FieldContains(field=field):
            yield (field,), _ANY
        case RequiredWhen(field=field, when=when):
            yield (field, when), _ANY
        case FieldsAddUp(whole=whole, parts=parts):
            yield (whole, *parts), NUMERIC_TYPES
        case FieldsAtMost(lesser=lesser, greater=greater):
            yield (lesser, *greater), NUMERIC_TYPES
        case FieldZero(fields=fields):
            yield fields, NUMERIC_TYPES
        case FieldsAgree(fields=pair):
            yield pair, _ANY
        case FieldIsPart(field=field):
            yield (field,), NUMERIC_TYPES
        case AtMost() | SumOf() | TracksToDate() | AllOrNone() | RowAtMost() | SameYear():
            pass
        case Growth() | ToDate() | StockFlow() | Implied() | Jump() | SameAs() | SourceNamed():
            pass
        case _:
            assert_never(check)


def _options(regime: Regime) -> Iterator[tuple[Path, str, str]]:
    """Where an option of a field is named: path, field, option."""
    for place, check in enumerate(regime.checks):
        if isinstance(check, RequiredWhen):
            yield ("checks", place), check.when, check.holds
    for place, step in enumerate(regime.procedure.steps if regime.procedure else ()):
        if step.outcome:
            yield ("procedure", "steps", place), step.outcome, step.back


def followed(regime: Regime) -> Found:
    """What a calendar, a deadline and figures over periods need of each other."""
    yield from _calendar(regime)
    yield from _natures(regime)
    yield from _series(regime)
    for place, field in enumerate(regime.fields):
        if field.label in (other.label for other in regime.fields[:place]):
            yield ("fields", place), f"栏目名“{field.label}”出现了两次；填报件里按栏目名找栏目"
        if field.type == "choices":
            yield from ((("fields", place), said) for said in _of_several(field.label, field.choices))
    for place, register in enumerate(regime.registers):
        for column in register.columns:
            if column.type == "choices":
                yield from ((("registers", place), said) for said in _of_several(column.label, column.choices))


def _of_several(label: str, choices: tuple[str, ...]) -> Iterator[str]:
    """What keeps several choices in one cell from being told apart."""
    if not choices:
        yield f"“{label}”可选几项，却没有选项"
    if odd := [choice for choice in choices if "、" in choice]:
        yield f"“{label}”的选项“{odd[0]}”里有“、”，与隔开各项的符号分不清"


def _calendar(regime: Regime) -> Found:
    if (calendar := regime.calendar) is not None:
        if regime.periods:
            yield ("calendar",), "periods 和 calendar 只写一个"
        if not (PERIOD.fullmatch(calendar.first) and calendar.has(calendar.first)):
            yield ("calendar", "first"), f"“{calendar.first}”不是一期"
        elif not (PERIOD.fullmatch(calendar.example) and calendar.has(calendar.example)):
            yield ("calendar", "example"), f"没有“{calendar.example}”这一期"
    if not regime.by_period:
        for key in ("monitoring", "deadline"):
            if getattr(regime, key) is not None:
                yield (key,), "按期填报的文件才有；要写 calendar 或 periods"
    if (deadline := regime.deadline) is not None:
        if not 1 <= deadline.day <= _LONGEST_MONTH:
            yield ("deadline", "day"), f"没有{deadline.day}日"
        if deadline.months_after < 0:
            yield ("deadline", "months_after"), "期限不在本期结束之前"


def _natures(regime: Regime) -> Found:
    if regime.monitoring is not None:
        if not regime.monitoring.sources:
            yield ("monitoring", "sources"), "至少要有一种数据来源"
        if regime.monitoring.signal.quarters < 1:
            yield ("monitoring", "signal", "quarters"), "至少是一个季度"
    for place, indicator in enumerate(regime.indicators):
        path: Path = ("indicators", place)
        nature = indicator.nature
        if nature is None:
            if regime.monitoring is not None:
                yield path, f"第{indicator.no}项缺 nature；监测的指标要写明怎样累计、怎样增长"
            continue
        if regime.monitoring is None:
            yield (*path, "nature"), f"第{indicator.no}项写了 nature，文件却没有 monitoring"
        if indicator.rollup != (rollup := _ROLLUPS[nature.kind]):
            yield (*path, "rollup"), f"第{indicator.no}项的 nature 是 {nature.kind}，rollup 应是 {rollup}"
        if nature.growth == "points" and indicator.unit != "%":
            yield (*path, "nature"), f"第{indicator.no}项的单位不是 %，同比不能按百分点"


def _series(regime: Regime) -> Found:
    """Checks over periods belong to what is followed, and hold indicators of their nature against each other."""
    kinds = {indicator.no: indicator.nature.kind for indicator in regime.indicators if indicator.nature is not None}
    unparted = {one.no for one in regime.indicators if not isinstance(one.measure, Ratio | Quotient)}
    for place, check in enumerate(regime.checks):
        match check:
            case Growth() | ToDate() | StockFlow() | Implied() | Jump() | SameAs() | SourceNamed() if (
                regime.monitoring is None
            ):
                yield ("checks", place), "没有 monitoring 的文件不能这样校验"
            case StockFlow(stock=stock, added=added):
                for no, wanted in ((stock, "stock"), (added, "flow")):
                    if kinds.get(no, wanted) != wanted:
                        yield ("checks", place), f"第{no}项的 nature 应是 {wanted}"
            case SameAs(indicator=no):
                if no in unparted:
                    yield ("checks", place), f"第{no}项没有分子、分母"
            case _:
                pass
