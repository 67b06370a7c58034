"""What rules about money need: columns of the right types, categories that can be picked, shares of a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from zhtcli.core.rounding import shown
from zhtcli.core.rules.gradedkinds import EnteredInRows
from zhtcli.core.rules.grantkinds import GrantRule, Platforms, ServiceClaims, Support
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.resolve import Path, is_choice
from zhtcli.core.rules.settlementkinds import Entrusted, Operating, Overlap
from zhtcli.core.values import NUMERIC_TYPES, ValueType
from zhtcli.definitions.lintnodes import Found

_DAYS: frozenset[ValueType] = frozenset({"date", "datetime"})
_WORDS: frozenset[ValueType] = frozenset({"text", "code", "choice"})
_YES_NO: frozenset[ValueType] = frozenset({"boolean"})
_SEVERAL: frozenset[ValueType] = frozenset({"choices"})
_YEAR: frozenset[ValueType] = frozenset({"integer", "text", "choice"})
_TYPE_WORDS = {_DAYS: "日期", _WORDS: "文字", _YES_NO: "是或否", _YEAR: "年份", _SEVERAL: "多选", NUMERIC_TYPES: "数"}
_WHOLE = 100

_Column = tuple[str, str, frozenset[ValueType]]
"""A register, a column of it, and the types that it may have."""


def grant_rules(regime: Regime) -> Found:
    """What rules about money say against the registers and against themselves."""
    ids = [rule.id for rule in regime.grants]
    registers = {register.key: register for register in regime.registers}
    for place, rule in enumerate(regime.grants):
        path: Path = ("grants", place)
        if rule.id in ids[:place]:
            yield path, f"“{rule.id}”出现了两次"
        for key, column, types in _columns(rule):
            if key not in registers:
                yield path, f"没有“{key}”这个台账"
                continue
            found = next((one for one in registers[key].columns if one.key == column), None)
            if found is None:
                yield path, f"台账“{key}”没有“{column}”这一列"
            elif found.type not in types:
                yield path, f"台账“{key}”的“{column}”列类型应是{_TYPE_WORDS[types]}"
        for key, column, option in _options(rule):
            known = registers[key].columns if key in registers else ()
            if any(one.key == column and one.type == "choice" and option not in one.choices for one in known):
                yield path, f"台账“{key}”的“{column}”列没有“{option}”这个选项"
        yield from ((path, sentence) for sentence in (*_sums(rule), *_fields(rule, regime)))


def _columns(rule: GrantRule) -> Iterator[_Column]:
    """Every column that a rule names; what no register has twice is told once."""
    match rule:
        case Support(base=base, assessments=assessed):
            yield from _of_platforms(rule.platforms)
            for column, types in (
                (base.platform, _WORDS),
                (base.day, _DAYS),
                (base.category, _WORDS),
                (base.amount, NUMERIC_TYPES),
            ):
                yield base.register, column, types
            for column, types in (
                (assessed.platform, _WORDS),
                (assessed.year, _YEAR),
                (assessed.outcome, _WORDS),
                (assessed.day, _DAYS),
            ):
                yield assessed.register, column, types
        case ServiceClaims(landing=landing):
            yield from _of_platforms(rule.platforms)
            for column in (rule.claim, rule.user, rule.code, rule.user_kind, rule.platform):
                yield rule.register, column, _WORDS
            for column in (rule.used, rule.paid, landing.day):
                yield rule.register, column, _DAYS
            yield rule.register, rule.fee, NUMERIC_TYPES
            yield rule.register, landing.settled, _YES_NO
        case Operating(spending=spent, outcome=judged):
            yield spent.register, spent.day, _DAYS
            yield spent.register, spent.purpose, _WORDS
            yield spent.register, spent.amount, NUMERIC_TYPES
            yield spent.register, spent.full_time, _YES_NO
            for column, types in ((judged.event, _WORDS), (judged.year, _YEAR)):
                yield judged.register, column, types
            yield judged.register, judged.grade, _WORDS
        case Overlap(own=own, other=other):
            for register, key, amount in (
                (own.register, own.key, own.amount),
                (other.register, other.key, other.amount),
            ):
                yield register, key, _WORDS
                yield register, amount, NUMERIC_TYPES
            yield own.register, own.article, _WORDS
            yield other.register, other.policy, _WORDS
            yield other.register, other.returned, _YES_NO
        case Entrusted():
            return
        case _:
            assert_never(rule)


def _of_platforms(kind: Platforms) -> Iterator[_Column]:
    for column, types in (
        (kind.name, _WORDS),
        (kind.code, _WORDS),
        (kind.filed, _DAYS),
        (kind.since, _DAYS),
        (kind.industry, _WORDS),
        (kind.stated_total, NUMERIC_TYPES),
    ):
        yield kind.register, column, types


def _options(rule: GrantRule) -> Iterator[tuple[str, str, str]]:
    """Register, column and the option that a rule takes to be one of that column's."""
    match rule:
        case Support(base=base, assessments=assessed):
            yield from _industries(rule.platforms)
            for category in (*base.included, *base.excluded, *base.limited.categories, *base.required.categories):
                yield base.register, base.category, category
            for industry in base.required.industries:
                yield rule.platforms.register, rule.platforms.industry, industry
            yield assessed.register, assessed.outcome, assessed.passed
        case ServiceClaims():
            yield from _industries(rule.platforms)
            for kind in (rule.enterprise, *rule.landing.asked_of):
                yield rule.register, rule.user_kind, kind
        case Operating(spending=spent, outcome=judged):
            for purpose in (*spent.eligible, spent.salaries):
                yield spent.register, spent.purpose, purpose
            for grade in (judged.passed, judged.failed):
                yield judged.register, judged.grade, grade
        case Overlap() | Entrusted():
            return
        case _:
            assert_never(rule)


def _industries(kind: Platforms) -> Iterator[tuple[str, str, str]]:
    for industry in kind.industries:
        yield kind.register, kind.industry, industry


def _fields(rule: GrantRule, regime: Regime) -> Iterator[str]:
    """Fields of the cover that a rule names, their types and options, and indicators that it asks."""
    asked: list[tuple[str, frozenset[ValueType], tuple[str, ...]]] = []
    match rule:
        case Operating(carried=carried, outcome=judged):
            asked += [(key, NUMERIC_TYPES, ()) for key in (rule.prepaid, rule.granted, carried.field)]
            asked.append((carried.level, _WORDS, carried.levels))
            known = {one.no for one in regime.measured()}
            yield from (f"没有第{no}项指标" for no in judged.indicators if no not in known)
            entered = regime.grading.entered if regime.grading is not None else None
            if not isinstance(entered, EnteredInRows) or entered.register != judged.register:
                yield f"年度考核的结果要由 grading 从同一台账“{judged.register}”读取"
        case Entrusted():
            asked += [(key, NUMERIC_TYPES, ()) for key in (rule.fee, *rule.of)]
            asked.append((rule.tasks, _SEVERAL, rule.allowed))
        case Support() | ServiceClaims() | Overlap():
            return
        case _:
            assert_never(rule)
    fields = {field.key: field for field in regime.fields}
    for key, types, options in asked:
        field = fields.get(key)
        if field is None:
            yield f"没有“{key}”这个栏目"
        elif field.type not in types:
            yield f"栏目“{key}”的类型应是{_TYPE_WORDS[types]}"
        else:
            yield from (f"栏目“{key}”没有“{one}”这个选项" for one in options if one not in field.choices)


def _sums(rule: GrantRule) -> Iterator[str]:
    """Shares and rates of a whole, and categories on one list only."""
    match rule:
        case Support(rate=rate) | ServiceClaims(rate=rate) | Entrusted(most=rate) if not 0 < rate <= _WHOLE:
            yield f"{'限额' if isinstance(rule, Entrusted) else '补贴'}比例写 {shown(rate)}%，应在0%到100%之间"
        case _:
            pass
    match rule:
        case Support(base=base, instalments=instalments):
            whole = sum(part.share for part in instalments.parts)
            if whole != _WHOLE:
                yield f"各笔拨付比例之和是 {shown(whole)}%"
            listed = (*base.included, *base.excluded, *base.limited.categories)
            for category in sorted({one for one in listed if listed.count(one) > 1}):
                yield f"类别“{category}”列了两次"
            if not 0 <= base.limited.most < _WHOLE:
                yield f"限额比例写 {shown(base.limited.most)}%，应小于100%"
        case Operating(salaries=salaries, cap=cap):
            if salaries.parts < 2:
                yield f"薪酬限额写了 {salaries.parts} 分之一，应是二分之一或更小"
            if cap.amount <= 0:
                yield "每年最高额应大于 0"
        case ServiceClaims() | Overlap() | Entrusted():
            pass
        case _:
            assert_never(rule)


def uncited(tree: Mapping[str, Any]) -> Found:
    """Rules about money, and what is in them, that cite no clause."""
    nodes = tree.get("grants", [])
    for place, node in enumerate(nodes if isinstance(nodes, list) else ()):
        for path, part in (((), node), *_parts(node)):
            if isinstance(part, Mapping) and not is_choice(part):
                for key in ("clause", "basis"):
                    if not str(part.get(key) or "").strip():
                        yield ("grants", place, *path), f"缺 {key}"


def _parts(node: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The nodes below a rule that make a statement of their own; lists hold none."""
    for key, child in node.items() if isinstance(node, Mapping) and not is_choice(node) else ():
        if isinstance(child, Mapping) and not is_choice(child):
            yield (*path, key), child
            yield from _parts(child, (*path, key))
