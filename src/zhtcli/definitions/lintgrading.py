"""What graded assessments need: columns or fields of the right type, codes that there are, a cycle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from zhtcli.core.graded.events import columns_of
from zhtcli.core.rules.cyclekinds import Cycle
from zhtcli.core.rules.gradedkinds import AfterCycle, AtMidterm, EnteredInFields, EnteredInRows, Grading
from zhtcli.core.rules.monitored import FiledQuarters
from zhtcli.core.rules.regime import Field, Regime
from zhtcli.core.rules.resolve import Path
from zhtcli.core.values import ValueType
from zhtcli.definitions.lintnodes import Found

_AT: Path = ("grading",)


def graded(regime: Regime) -> Found:
    """Everything that assessments, quarterly reports and a trial name and that there is none of."""
    fields = {field.key: field for field in regime.fields}
    for place, figure in enumerate(regime.figures):
        if isinstance(figure, FiledQuarters):
            for key in figure.fields:
                yield from _field(fields, key, "date", ("figures", place))
            if regime.calendar is None or regime.calendar.every != "year":
                yield ("figures", place), "按年填报的表才有四个季度"
    if regime.trial is not None:
        yield from _field(fields, regime.trial.published, "date", ("trial",))
    if (grading := regime.grading) is None:
        return
    match grading.entered:
        case EnteredInRows() as of:
            yield from _in_rows(regime, grading, of)
        case EnteredInFields(grade=grade, day=day):
            yield from _field(fields, grade, "choice", (*_AT, "entered"))
            yield from _field(fields, day, "date", (*_AT, "entered"))
            if len(grading.kinds) != 1:
                yield (*_AT, "kinds"), "结果填在栏目里的，只能有一种考核"
            elif grade in fields and tuple(g.grade for g in grading.kinds[0].grades) != fields[grade].choices:
                yield (*_AT, "kinds", 0, "grades"), f"等次与栏目“{grade}”的选项不一致"
            if not regime.by_period:
                yield (*_AT, "entered"), "结果填在栏目里的，要有 calendar 或 periods"
        case _:
            assert_never(grading.entered)
    yield from _kinds(grading, regime.cycle, fields)


def _field(fields: Mapping[str, Field], key: str, kind: ValueType, path: Path) -> Found:
    if key not in fields:
        yield path, f"没有“{key}”这个栏目"
    elif fields[key].type != kind:
        yield path, f"栏目“{key}”的类型应是{'日期' if kind == 'date' else '单选'}"


def _in_rows(regime: Regime, grading: Grading, of: EnteredInRows) -> Iterator[tuple[Path, str]]:
    known = {register.key: register for register in regime.registers}
    if of.register not in known:
        yield (*_AT, "entered"), f"没有“{of.register}”这个台账"
        return
    columns = {column.key: column for column in known[of.register].columns}
    for key in columns_of(of).values():
        if key not in columns:
            yield (*_AT, "entered"), f"台账“{of.register}”没有“{key}”这一列"
    if of.event in columns:
        codes = {one.code for one in columns[of.event].codes}
        for place, kind in enumerate(grading.kinds):
            if kind.id not in codes:
                yield (*_AT, "kinds", place), f"台账“{of.register}”的“{of.event}”一列没有“{kind.id}”这个代码"


def _kinds(grading: Grading, cycle: Cycle | None, fields: Mapping[str, Field]) -> Iterator[tuple[Path, str]]:
    if grading.level:
        yield from _field(fields, grading.level, "choice", (*_AT, "level"))
    ids = [kind.id for kind in grading.kinds]
    for place, kind in enumerate(grading.kinds):
        path: Path = (*_AT, "kinds", place)
        if kind.id in ids[:place]:
            yield path, f"“{kind.id}”出现了两次"
        if not kind.grades:
            yield path, f"“{kind.title}”没有等次"
        grades = [grade.grade for grade in kind.grades]
        if len(set(grades)) != len(grades):
            yield path, f"“{kind.title}”有的等次写了两次"
        if isinstance(kind.held, AtMidterm | AfterCycle) and cycle is None:
            yield path, f"“{kind.title}”要看周期，文件没有写 cycle"
        if isinstance(kind.held, AtMidterm) and cycle is not None and cycle.midterm_years is None:
            yield path, f"“{kind.title}”要看中期，cycle 没有写 midterm_years"
        choices = fields[grading.level].choices if grading.level in fields else ()
        for level in kind.levels:
            if level not in choices:
                yield path, f"没有“{level}”这个级别"
        for grade in kind.grades:
            if grade.ends and not (grade.state and grade.follows):
                yield path, f"“{grade.grade}”使资格或支持终止，要写明 state 和 follows"


def uncited_kinds(tree: Mapping[str, Any]) -> Found:
    """Kinds of assessments without a clause, a basis or a title."""
    grading = tree.get("grading")
    nodes = grading.get("kinds") if isinstance(grading, Mapping) else None
    for place, node in enumerate(nodes if isinstance(nodes, list) else ()):
        for key in ("clause", "basis", "title") if isinstance(node, Mapping) else ():
            if not str(node.get(key) or "").strip():
                yield ("grading", "kinds", place), f"缺 {key}"
