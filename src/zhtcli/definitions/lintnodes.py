"""What single nodes of a regime need of each other: kinds that go together, names that have to be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, assert_never

import msgspec

from zhtcli.core.rounding import shown
from zhtcli.core.rules.checkkinds import (
    AllOrNone,
    AtMost,
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
from zhtcli.core.rules.kinds import (
    AsIs,
    Bands,
    Composed,
    Entered,
    Judged,
    Measure,
    OfFields,
    Parts,
    Quotient,
    Ratio,
    Step,
    Unscored,
)
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.resolve import Path
from zhtcli.core.rules.rowrules import rules_of

Found = Iterator[tuple[Path, str]]


def pointers(regime: Regime) -> Iterator[tuple[Path, str, str]]:
    """What points at something that is not there: where, into which group, and the sentence."""
    nos = {indicator.no for indicator in regime.indicators}
    keys = {field.key for field in regime.fields}
    readings = {reading.key for reading in regime.readings}
    for place, check in enumerate(regime.checks):
        match check:
            case AtMost():
                used = {check.lesser, check.greater}
            case StockFlow():
                used = {check.stock, check.added}
            case Implied():
                used = {no for no in (check.numerator, check.denominator, check.least, check.equals) if no}
            case SameAs():
                used = {check.indicator, check.other}
            case SumOf():
                used = {check.whole, *check.parts}
            case TracksToDate():
                used = {check.indicator}
            case AllOrNone(indicator=no):
                used = {no}
            case FieldContains(indicator=about):
                used = {about} if about else set()
            case FieldIsPart(indicator=no):
                used = {no}
            case Ordered() | RequiredWhen() | FieldsAddUp() | FieldsAtMost() | FieldZero() | FieldsAgree():
                used = set()
            case RowAtMost() | SameYear():
                used = set()
            case Growth() | ToDate() | Jump() | SourceNamed():
                used = set()
            case _:
                assert_never(check)
        for no in sorted(used - nos):
            yield ("checks", place), "indicators", f"没有第{no}项指标"
    for place, indicator in enumerate(regime.indicators):
        if indicator.waiver and indicator.waiver.field not in keys:
            yield ("indicators", place, "waiver"), "fields", f"没有“{indicator.waiver.field}”这个栏目"
    for place, field in enumerate(regime.fields):
        if field.indicator and field.indicator not in nos:
            yield ("fields", place), "indicators", f"没有第{field.indicator}项指标"
    for place, anomaly in enumerate(regime.anomalies):
        if anomaly.indicator and anomaly.indicator not in nos:
            yield ("anomalies", place), "indicators", f"没有第{anomaly.indicator}项指标"
        if anomaly.reading and anomaly.reading not in readings:
            yield ("anomalies", place), "readings", f"没有“{anomaly.reading}”这个口径"


def kinds(regime: Regime) -> Found:
    """What an indicator's target, measure and score need of each other; what only a user's own paper may say."""
    if regime.overlay is not None:
        yield ("overlay",), "等次和否决只能写在叠加规则里（--overlay），不能写在制度定义里"
    for place, indicator in enumerate(regime.indicators):
        path: Path = ("indicators", place)
        if any(isinstance(score, Bands | Step) for score in (indicator.score, *(p.score for p in indicator.parts))):
            yield (
                path,
                f"第{indicator.no}项按档或按步计分：这样的规则有参数，文件没有印，只能写在叠加规则里（--overlay）",
            )
        if indicator.points_clause:
            yield path, f"第{indicator.no}项写了 points_clause：只有叠加规则才另有分值的出处"
        if isinstance(indicator.measure, Composed) != bool(indicator.parts):
            yield path, f"第{indicator.no}项的取值是 composed 时要有 parts，有 parts 时取值须是 composed"
        if isinstance(indicator.score, Parts):
            total = sum((part.points for part in indicator.parts), Decimal(0))
            if indicator.score.combine == "split" and total != indicator.points:
                yield path, f"第{indicator.no}项印 {shown(indicator.points)} 分，各部分之和是 {shown(total)} 分"
        elif not isinstance(indicator.score, AsIs | Unscored) and indicator.target is None:
            yield path, f"第{indicator.no}项按目标计分，却没有目标"


def rules(regime: Regime) -> Found:
    """Rules about rows name registers, columns and fields that there are."""
    registers = {register.key: {column.key for column in register.columns} for register in regime.registers}
    fields = {field.key for field in regime.fields}
    for place, indicator in enumerate(regime.indicators):
        for part in indicator.measured():
            for rule in rules_of(part.rows):
                path: Path = ("indicators", place, "rows")
                if rule.register not in registers:
                    yield path, f"没有“{rule.register}”这个台账"
                    continue
                used = set(_columns(msgspec.to_builtins(rule)))
                if rule.within is not None:
                    for key in sorted({rule.within.first, rule.within.last} - fields):
                        yield path, f"没有“{key}”这个栏目"
                for column in sorted(used - registers[rule.register]):
                    yield path, f"台账“{rule.register}”没有“{column}”这一列"
            for key in sorted(set(_fields_of(part.measure)) - fields):
                yield ("indicators", place, "measure"), f"没有“{key}”这个栏目"


def _fields_of(measure: Measure) -> tuple[str, ...]:
    match measure:
        case Ratio(numerator_fields=top, denominator_fields=bottom, denominator_field=instead):
            return (*top, *bottom, *([instead] if instead else []))
        case OfFields(fields=fields):
            return fields
        case Entered() | Quotient() | Judged() | Composed():
            return ()
        case _:
            assert_never(measure)


def _columns(node: Any, key: str = "") -> Iterator[str]:
    """The columns that a rule names, wherever in it."""
    if isinstance(node, Mapping):
        for name, child in node.items():
            yield from _columns(child, name)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from _columns(child, key)
    elif isinstance(node, str) and key in ("column", "columns", "distinct", "quantity", "year", "number"):
        yield node
