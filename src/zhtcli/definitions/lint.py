"""A definition held against itself: sums, printed totals, clauses, readings, and whether its forms can be laid out.

What a document prints in two ways is no fault of the definition as long as an anomaly says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from zhtcli.core.kinds import AtMost, SumOf, TracksToDate
from zhtcli.core.layout import lay_out
from zhtcli.core.regime import Definition, Indicator, Regime
from zhtcli.core.resolve import DefinitionFault, Path, UnknownReading, choices, resolve
from zhtcli.core.rounding import shown


@dataclass(frozen=True, slots=True)
class Complaint:
    """What does not hold, and where it stands: file and line, and the path of the node."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"（{self.path}）" if self.path else ""
        return f"{self.file}:{self.line}{where} {self.message}"


def lint(definition: Definition) -> list[Complaint]:
    """Everything that does not hold, in the order of the file."""
    found = [*_citations(definition.tree), *_readings(definition)]
    try:
        regime = resolve(definition, {})
    except DefinitionFault as fault:
        found.append((fault.path, fault.message))
    except (UnknownReading, msgspec.ValidationError) as fault:
        found.append((("readings",), str(fault)))
    else:
        found += [*_points(regime), *_targets(regime), *_references(regime), *_forms(regime)]
        found += _under_other_options(definition, regime)
    placed = [_placed(definition, path, message) for path, message in found]
    return sorted(_once(placed), key=lambda c: (c.file, c.line))


def _once(complaints: Iterable[Complaint]) -> list[Complaint]:
    """Where many nodes share one text by an anchor, its fault is told once."""
    seen: dict[tuple[str, int, str], Complaint] = {}
    for complaint in complaints:
        seen.setdefault((complaint.file, complaint.line, complaint.message), complaint)
    return list(seen.values())


_Found = Iterator[tuple[Path, str]]


def _points(regime: Regime) -> _Found:
    """Points against the printed section totals, and these against the printed whole."""
    for place, section in enumerate(regime.sections):
        total = sum((i.points for i in regime.indicators if i.section == section.id and not i.bonus), Decimal(0))
        if total != section.points:
            yield (
                ("sections", place, "points"),
                f"“{section.id}、{section.title}”印 {shown(section.points)} 分，各项之和是 {shown(total)} 分",
            )
    whole = sum((section.points for section in regime.sections), Decimal(0))
    if whole != regime.scoring.total:
        yield ("scoring", "total"), f"总分写 {shown(regime.scoring.total)} 分，各部分之和是 {shown(whole)} 分"
    known = {section.id for section in regime.sections}
    for place, indicator in enumerate(regime.indicators):
        if indicator.section not in known:
            yield ("indicators", place, "section"), f"没有“{indicator.section}”这个部分"


def _targets(regime: Regime) -> _Found:
    """Printed cumulative targets against the yearly ones, unless an anomaly names the indicator."""
    odd = {anomaly.indicator for anomaly in regime.anomalies}
    for place, indicator in enumerate(regime.indicators):
        path: Path = ("indicators", place, "target")
        if missing := [p for p in regime.periods if p not in indicator.target.periods]:
            yield path, f"第{indicator.no}项没有{'、'.join(missing)}年的目标"
            continue
        for horizon in regime.horizons:
            printed = indicator.target.cumulative.get(horizon)
            if printed is None:
                yield path, f"第{indicator.no}项没有到{horizon}年的累计目标"
            elif printed != (expected := _expected(regime, indicator, horizon)) and indicator.no not in odd:
                yield (
                    path,
                    f"第{indicator.no}项到{horizon}年累计印 {shown(printed)}，按年度目标应为 {shown(expected)}，"
                    "也没有登记为原文矛盾",
                )


def _expected(regime: Regime, indicator: Indicator, horizon: str) -> Decimal:
    columns = [indicator.target.periods[p] for p in regime.periods if p <= horizon]
    if indicator.rollup == "latest" or indicator.target.counts == "to_date":
        return columns[-1]
    return sum(columns, Decimal(0))


def _citations(tree: Mapping[str, Any]) -> _Found:
    """Every statement has a clause; every one that is printed, derived or read into the text says which."""
    for group, needed in (
        ("sections", ("clause", "basis")),
        ("fields", ("clause", "basis")),
        ("indicators", ("clause", "basis", "unit_basis", "guidance", "evidence")),
        ("checks", ("clause", "basis", "sentence")),
        ("readings", ("clause", "why")),
        ("anomalies", ("clause", "text")),
    ):
        for place, node in enumerate(tree.get(group, [])):
            for key in needed:
                if not str(node.get(key, "")).strip():
                    yield (group, place), f"缺 {key}"


def _references(regime: Regime) -> _Found:
    """Names that point at something point at something that is there, and nothing is named twice."""
    for group, names in (
        ("indicators", [i.no for i in regime.indicators]),
        ("fields", [f.key for f in regime.fields]),
        ("readings", [r.key for r in regime.readings]),
        ("checks", [c.id for c in regime.checks]),
        ("anomalies", [a.id for a in regime.anomalies]),
    ):
        for place, name in enumerate(names):
            if name in names[:place]:
                yield (group, place), f"“{name}”出现了两次"
    nos = {indicator.no for indicator in regime.indicators}
    keys = {field.key for field in regime.fields}
    for place, check in enumerate(regime.checks):
        match check:
            case AtMost():
                used = {check.lesser, check.greater}
            case SumOf():
                used = {check.whole, *check.parts}
            case TracksToDate():
                used = {check.indicator}
        for no in sorted(used - nos):
            yield ("checks", place), f"没有第{no}项指标"
    for place, indicator in enumerate(regime.indicators):
        if indicator.waiver and indicator.waiver.field not in keys:
            yield ("indicators", place, "waiver"), f"没有“{indicator.waiver.field}”这个栏目"
    keys_of_readings = {reading.key for reading in regime.readings}
    for place, anomaly in enumerate(regime.anomalies):
        if anomaly.indicator and anomaly.indicator not in nos:
            yield ("anomalies", place), f"没有第{anomaly.indicator}项指标"
        if anomaly.reading and anomaly.reading not in keys_of_readings:
            yield ("anomalies", place), f"没有“{anomaly.reading}”这个口径"
    if list(regime.periods) != sorted(set(regime.periods)):
        yield ("periods",), "各期应从早到晚排列，不能重复"
    for place, field in enumerate(regime.fields):
        if field.indicator and field.indicator not in nos:
            yield ("fields", place), f"没有第{field.indicator}项指标"


def _readings(definition: Definition) -> _Found:
    """Every choice asks a declared reading and has a case for each option; every reading is asked somewhere."""
    try:
        readings = definition.readings
    except msgspec.ValidationError:
        return  # resolve says where
    known = {reading.key: reading for reading in readings}
    asked = set()
    for path, key, cases in choices(definition.tree):
        asked.add(key)
        if key not in known:
            yield path, f"口径“{key}”没有声明"
            continue
        if cases.keys() != known[key].options.keys():
            odd = "、".join(sorted(cases.keys() ^ known[key].options.keys()))
            yield path, f"口径“{key}”的选项与声明不一致：{odd}"
    for place, reading in enumerate(readings):
        if reading.default not in reading.options:
            yield ("readings", place, "default"), f"默认值“{reading.default}”不在选项之中"
        if reading.key not in asked:
            yield ("readings", place), f"口径“{reading.key}”没有任何规则使用"


def _under_other_options(definition: Definition, regime: Regime) -> _Found:
    """The regime holds under every option of every reading, not only under the defaults."""
    for reading in regime.readings:
        for option in reading.options:
            if option == reading.default:
                continue
            try:
                moved = resolve(definition, {reading.key: option})
            except DefinitionFault as fault:
                yield fault.path, f"取 {reading.key}={option} 时：{fault.message}"
                continue
            for path, message in (*_targets(moved), *_references(moved)):
                yield path, f"取 {reading.key}={option} 时：{message}"


def _forms(regime: Regime) -> _Found:
    """Every form can be laid out, with a cell for every indicator and no cell used twice."""
    for form in regime.forms():
        try:
            layout = lay_out(regime, form)
        except (ValueError, KeyError) as fault:
            yield (), f"“{form.id}”排不出表：{fault}"
            continue
        if lost := [i.no for i in regime.indicators if i.no not in layout.rows]:
            yield ("indicators",), f"“{form.id}”里没有第{'、'.join(lost)}项的行"
        cells = [place.at for place in layout.places.values()]
        if len(set(cells)) != len(cells):
            yield (), f"“{form.id}”有两项内容占了同一格"


def _placed(definition: Definition, path: Path, message: str) -> Complaint:
    at = path
    while at and at not in definition.lines:
        at = at[:-1]
    file, line = definition.lines.get(at, (f"{definition.id}.yaml", 1))
    return Complaint(file, line, ".".join(map(str, path)), message)
