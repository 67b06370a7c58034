"""A definition held against itself: sums, printed totals, clauses, readings, and whether its forms can be laid out.

What a document prints in two ways is no fault of the definition as long as an anomaly says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhtcli.core.forms.layout import lay_out
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Definition, Regime
from zhtcli.core.rules.resolve import DefinitionFault, Path, as_regime, choices, is_choice, settle
from zhtcli.definitions.lintconditions import conditions
from zhtcli.definitions.lintcycles import cycles
from zhtcli.definitions.lintfollowed import field_pointers, followed
from zhtcli.definitions.lintgrading import graded, uncited_kinds
from zhtcli.definitions.lintgrants import grant_rules, uncited
from zhtcli.definitions.lintnodes import Found as _Found
from zhtcli.definitions.lintnodes import kinds, pointers, rules
from zhtcli.definitions.load import placed, reading_fault, worded


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
    """Everything that does not hold, in the order of the file; what follows from something else is not told again."""
    broken = list(_unreadable_choices(definition.tree)) or [worded(f) for f in [reading_fault(definition)] if f]
    if broken:
        return _once(_told(definition, broken, {}))
    declared = {reading.key: tuple(reading.options) for reading in definition.readings}
    # What nobody declared, or what has no such default, is complained of; the rest is looked at all the same.
    now = {key: next(iter(cases), "") for _, key, cases in choices(definition.tree)} | {
        reading.key: reading.default if reading.default in reading.options else next(iter(reading.options), "")
        for reading in definition.readings
    }
    complaints = _told(definition, [*_citations(definition.tree), *_readings(definition)], {})
    default, broken = _regime(definition, now)
    complaints += _told(definition, [*broken, *_statements(default, default)], now)
    if default is not None and not complaints:
        complaints += _told(definition, _forms(default), now)
    known = {(complaint.path, complaint.message) for complaint in complaints}
    for key, options in declared.items():
        for option in options:
            moved = {**now, key: option}
            regime, broken = (None, []) if option == now[key] else _regime(definition, moved)
            found = [(p, m) for p, m in (*broken, *_statements(regime, default)) if (_dotted(p), m) not in known]
            known |= {(_dotted(path), message) for path, message in found}
            complaints += _told(definition, [(p, f"取 {key}={option} 时：{m}") for p, m in found], moved)
    return _once(complaints)


def _told(definition: Definition, found: Iterable[tuple[Path, str]], options: Mapping[str, str]) -> list[Complaint]:
    return [Complaint(*placed(definition, path, options), _dotted(path), message) for path, message in found]


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


def _once(complaints: Iterable[Complaint]) -> list[Complaint]:
    """In the order of the file; where many nodes share one text by an anchor, its fault is told once."""
    seen: dict[tuple[str, int, str], Complaint] = {}
    for complaint in complaints:
        seen.setdefault((complaint.file, complaint.line, complaint.message), complaint)
    return sorted(seen.values(), key=lambda complaint: (complaint.file, complaint.line))


def _unreadable_choices(node: Any, path: Path = ()) -> _Found:
    """Choices that ask no reading, or have no cases: without them nothing can be settled."""
    if is_choice(node) and not isinstance(node["by"], str):
        yield (*path, "by"), "应是口径的键"
    if is_choice(node) and not isinstance(node["cases"], Mapping):
        yield (*path, "cases"), "应是各选项的内容"
    children = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else ()
    for step, child in children:
        yield from _unreadable_choices(child, (*path, step))


def _regime(definition: Definition, options: Mapping[str, str]) -> tuple[Regime | None, list[tuple[Path, str]]]:
    """The regime under these options, or why the tree is none."""
    try:
        tree = {key: settle(node, options, (key,)) for key, node in definition.tree.items()}
    except DefinitionFault:
        return None, []  # a choice without a case for an option: said where the cases are held against the reading
    try:
        return as_regime(tree), []
    except DefinitionFault as fault:
        return None, list(_broken_nodes(tree)) or [worded(fault)]


def _broken_nodes(tree: Mapping[str, Any]) -> _Found:
    """Every node of a list that is none by itself, since a whole tells its first fault only."""
    for group, nodes in tree.items():
        for place, node in enumerate(nodes if isinstance(nodes, list) else ()):
            try:
                as_regime({group: [node]})
            except DefinitionFault as fault:
                # Without a path below the list it only says that a list alone is no regime.
                if len(fault.path) > 1:
                    path, message = worded(fault)
                    yield (group, place, *path[2:]), message


def _statements(regime: Regime | None, default: Regime | None) -> _Found:
    """What a regime says against itself; `default` is the regime of the default readings, the table as printed."""
    if regime is not None:
        yield from _points(regime)
        yield from _targets(regime, default or regime)
        yield from _references(regime)
        yield from kinds(regime)
        yield from rules(regime)
        yield from followed(regime)
        yield from conditions(regime)
        yield from cycles(regime)
        yield from grant_rules(regime)
        yield from graded(regime)


def _points(regime: Regime) -> _Found:
    """Points against the printed section totals, and these against the printed whole."""
    known = {section.id for section in regime.sections}
    stray = [place for place, indicator in enumerate(regime.indicators) if indicator.section not in known]
    for place in stray:
        yield ("indicators", place, "section"), f"没有“{regime.indicators[place].section}”这个部分"
    if not regime.scored:
        yield from _points_of_nothing(regime)
        return
    counted = [indicator for indicator in regime.indicators if not indicator.bonus]
    for place, section in enumerate(regime.sections):
        total = sum((i.points for i in counted if i.section == section.id), Decimal(0))
        # Where an item belongs nowhere, the section that it is missing from has said nothing wrong.
        if total != section.points and not stray:
            yield (
                ("sections", place, "points"),
                f"“{section.id}、{section.title}”印 {shown(section.points)} 分，各项之和是 {shown(total)} 分",
            )
    whole = sum((section.points for section in regime.sections), Decimal(0))
    items = sum((indicator.points for indicator in counted), Decimal(0))
    # Where the items do come to the whole, a section is what is wrong.
    if regime.scoring.total not in (whole, items):
        yield ("scoring", "total"), f"总分写 {shown(regime.scoring.total)} 分，各部分之和是 {shown(whole)} 分"


def _points_of_nothing(regime: Regime) -> _Found:
    """Points in a document that gives none for anything."""
    for place, section in enumerate(regime.sections):
        if section.points:
            yield ("sections", place, "points"), f"文件不计分，“{section.title}”却写了分值"
    for place, indicator in enumerate(regime.indicators):
        if indicator.points:
            yield ("indicators", place, "points"), f"文件不计分，第{indicator.no}项却写了分值"
    if regime.scoring.total:
        yield ("scoring", "total"), "文件不计分，却写了总分"


def _targets(regime: Regime, default: Regime) -> _Found:
    """Cumulative targets against the yearly ones.

    An anomaly that names the indicator excuses what the document prints, and that is what the default readings
    say; a figure that only another reading has was worked out, and has to follow from the years.
    """
    nos = {indicator.no for indicator in regime.indicators}
    owned = {anomaly.indicator for anomaly in regime.anomalies}
    astray = any(no and no not in nos for no in owned)
    if not (regime.periods and regime.scored):
        return
    printed = {indicator.no: indicator.printed_cumulative for indicator in default.indicators}
    for place, indicator in enumerate(regime.indicators):
        path: Path = ("indicators", place, "target")
        told = indicator.printed_cumulative
        lacking = [f"{period}年" for period in regime.periods if period not in indicator.printed_targets]
        lacking += [f"到{horizon}年累计" for horizon in regime.horizons if horizon not in told]
        if lacking:
            yield path, f"第{indicator.no}项没有{'、'.join(lacking)}的目标"
            continue
        odd = []
        for horizon in regime.horizons:
            expected = _expected(regime, indicator, horizon)
            as_printed = told[horizon] == printed.get(indicator.no, {}).get(horizon)
            # An anomaly that names no item of the table is complained of itself: it may be the one of this item.
            if told[horizon] != expected and not (as_printed and (astray or indicator.no in owned)):
                odd.append(f"到{horizon}年累计印 {shown(told[horizon])}，按年度目标应为 {shown(expected)}")
        if odd:
            yield path, f"第{indicator.no}项{'；'.join(odd)}；也没有登记为原文矛盾"


def _expected(regime: Regime, indicator: Indicator, horizon: str) -> Decimal:
    columns = [indicator.printed_targets[p] for p in sorted(regime.periods) if p <= horizon]
    if indicator.rollup == "latest" or indicator.adds_to_date:
        return columns[-1]
    return sum(columns, Decimal(0))


def _citations(tree: Mapping[str, Any]) -> _Found:
    """Every statement has a clause; every one that is printed, derived or read into the text says which."""
    for group, needed in (
        ("sections", ("clause", "basis")),
        ("pages", ("clause", "basis")),
        ("fields", ("clause", "basis")),
        ("indicators", ("clause", "basis", "unit_basis", "guidance", "evidence")),
        ("checks", ("clause", "basis", "sentence")),
        ("stages", ("clause", "basis", "title")),
        ("conditions", ("clause", "basis", "title")),
        ("readings", ("clause", "why")),
        ("anomalies", ("clause", "text")),
    ):
        nodes = tree.get(group, [])
        for place, node in enumerate(nodes if isinstance(nodes, list) else ()):
            for key in needed if isinstance(node, Mapping) else ():
                if not str(node.get(key) or "").strip():
                    yield (group, place), f"缺 {key}"
    monitoring, indicators = tree.get("monitoring"), tree.get("indicators")
    single: list[tuple[Path, Any]] = [
        ((key,), tree.get(key)) for key in ("monitoring", "deadline", "procedure", "naming", "trial")
    ]
    if isinstance(monitoring, Mapping):
        single.append((("monitoring", "signal"), monitoring.get("signal")))
    for place, node in enumerate(indicators if isinstance(indicators, list) else ()):
        if isinstance(node, Mapping):
            single.append((("indicators", place, "nature"), node.get("nature")))
    for path, node in single:
        for key in ("clause", "basis") if isinstance(node, Mapping) and not is_choice(node) else ():
            if not str(node.get(key) or "").strip():
                yield path, f"缺 {key}"
    yield from uncited(tree)
    yield from uncited_kinds(tree)


def _references(regime: Regime) -> _Found:
    """Names that point at something point at something that is there, and nothing is named twice."""
    twice = set()
    for group, names in (
        ("indicators", [i.no for i in regime.indicators]),
        ("pages", [p.id for p in regime.pages]),
        ("fields", [f.key for f in regime.fields]),
        ("readings", [r.key for r in regime.readings]),
        ("checks", [c.id for c in regime.checks]),
        ("stages", [s.id for s in regime.stages]),
        ("conditions", [c.id for c in regime.conditions]),
        ("anomalies", [a.id for a in regime.anomalies]),
    ):
        for place, name in enumerate(names):
            if name in names[:place]:
                twice.add(group)
                yield (group, place), f"“{name}”出现了两次"
    if list(regime.periods) != sorted(set(regime.periods)):
        yield ("periods",), "各期应从早到晚排列，不能重复"
    # A name given twice hides the one that it stands in place of; what points there points at nothing because of it.
    for path, group, what in (*pointers(regime), *field_pointers(regime)):
        if group not in twice:
            yield path, what


def _readings(definition: Definition) -> _Found:
    """Every choice asks a declared reading and has a case for each option; every reading is asked somewhere."""
    known = {reading.key: reading for reading in definition.readings}
    asked, undeclared = set(), []
    for path, key, cases in choices(definition.tree):
        asked.add(key)
        if key not in known:
            undeclared.append(cases.keys())
            yield (*path, "by"), f"口径“{key}”没有在 readings 中声明"
        elif cases.keys() != known[key].options.keys():
            odd = "、".join(sorted(cases.keys() ^ known[key].options.keys()))
            yield path, f"口径“{key}”的选项与声明不一致：{odd}"
    for place, reading in enumerate(definition.readings):
        if reading.default not in reading.options:
            yield ("readings", place, "default"), f"默认值“{reading.default}”不在选项之中"
        # A misspelt key is one slip, not an undeclared reading and an unused one.
        if reading.key not in asked and reading.options.keys() not in undeclared:
            yield ("readings", place), f"口径“{reading.key}”没有任何规则使用"


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
