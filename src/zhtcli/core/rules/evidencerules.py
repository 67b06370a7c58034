"""What rules about rows ask for in evidence: whether they demand it, and the same rules as if they did or did not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeVar

import msgspec

from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.rowkinds import Requirement
from zhtcli.core.rules.rowrules import rules_of

Effect = Literal["not_counted", "flagged"]
_Node = TypeVar("_Node")


def demands_evidence(regime: Regime) -> bool:
    """Whether some row does not count for want of evidence."""
    return any(need.effect == "not_counted" for need in _about_evidence(regime))


def asks_for_evidence(regime: Regime) -> bool:
    """Whether any rule about rows asks for evidence, even if only to say that it is lacking."""
    return any(need.effect != "ignored" for need in _about_evidence(regime))


def _about_evidence(regime: Regime) -> Iterator[Requirement]:
    for indicator in regime.measured():
        for rule in rules_of(indicator.rows):
            yield from (need for need in rule.requires if need.about == "evidence")


def as_if_evidence(regime: Regime, effect: Effect) -> Regime:
    """The regime under which every row that lacks the evidence asked about is left out, or is only flagged."""
    return msgspec.structs.replace(regime, indicators=tuple(_marked(one, effect) for one in regime.indicators))


def _marked(node: _Node, effect: Effect) -> _Node:
    if isinstance(node, Requirement):
        asked = node.about == "evidence" and node.effect != "ignored"
        return msgspec.structs.replace(node, effect=effect) if asked else node
    if isinstance(node, msgspec.Struct):
        changed = {name: _marked(getattr(node, name), effect) for name in node.__struct_fields__}
        return msgspec.structs.replace(node, **changed)
    if isinstance(node, tuple):
        return tuple(_marked(item, effect) for item in node)  # type: ignore[return-value]  # of the same items
    return node
