"""What rules about money need: columns of the right types, categories that can be picked, shares of a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from zhtcli.core.grantkinds import GrantRule, Platforms, ServiceClaims, Support
from zhtcli.core.regime import Regime
from zhtcli.core.resolve import Path, is_choice
from zhtcli.core.rounding import shown
from zhtcli.core.values import NUMERIC_TYPES, ValueType
from zhtcli.definitions.lintnodes import Found

_DAYS: frozenset[ValueType] = frozenset({"date", "datetime"})
_WORDS: frozenset[ValueType] = frozenset({"text", "code", "choice"})
_YES_NO: frozenset[ValueType] = frozenset({"boolean"})
_YEAR: frozenset[ValueType] = frozenset({"integer", "text", "choice"})
_TYPE_WORDS = {_DAYS: "日期", _WORDS: "文字", _YES_NO: "是或否", _YEAR: "年份", NUMERIC_TYPES: "数"}
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
        yield from ((path, sentence) for sentence in _sums(rule))


def _columns(rule: GrantRule) -> Iterator[_Column]:
    """Every column that a rule names; what no register has twice is told once."""
    yield from _of_platforms(rule.platforms)
    match rule:
        case Support(base=base, assessments=assessed):
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
            for column in (rule.claim, rule.user, rule.code, rule.user_kind, rule.platform):
                yield rule.register, column, _WORDS
            for column in (rule.used, rule.paid, landing.day):
                yield rule.register, column, _DAYS
            yield rule.register, rule.fee, NUMERIC_TYPES
            yield rule.register, landing.settled, _YES_NO
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
    for industry in rule.platforms.industries:
        yield rule.platforms.register, rule.platforms.industry, industry
    match rule:
        case Support(base=base, assessments=assessed):
            for category in (*base.included, *base.excluded, *base.limited.categories, *base.required.categories):
                yield base.register, base.category, category
            for industry in base.required.industries:
                yield rule.platforms.register, rule.platforms.industry, industry
            yield assessed.register, assessed.outcome, assessed.passed
        case ServiceClaims():
            for kind in (rule.enterprise, *rule.landing.asked_of):
                yield rule.register, rule.user_kind, kind
        case _:
            assert_never(rule)


def _sums(rule: GrantRule) -> Iterator[str]:
    """Shares and rates of a whole, and categories on one list only."""
    if not 0 < rule.rate <= _WHOLE:
        yield f"补贴比例写 {shown(rule.rate)}%，应在0%到100%之间"
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
        case ServiceClaims():
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
