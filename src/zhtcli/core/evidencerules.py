"""What rules about rows ask for in evidence: whether they demand it, and the same rules as if they did or did not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeVar, assert_never

import msgspec

from zhtcli.core.regime import Regime
from zhtcli.core.rowkinds import Count, FirstFilled, Requirement, Rows, Share, SmeValid, Tally, Total, ValidOn

Effect = Literal["not_counted", "flagged"]
_Node = TypeVar("_Node")


def demands_evidence(regime: Regime) -> bool:
    """Whether some row does not count for want of evidence."""
    return any(
        need.about == "evidence" and need.effect == "not_counted"
        for indicator in regime.measured()
        for rule in rules_of(indicator.rows)
        for need in rule.requires
    )


def asks_for_evidence(regime: Regime) -> bool:
    """Whether any rule about rows asks for evidence, even if only to say that it is lacking."""
    return any(
        need.about == "evidence" and need.effect != "ignored"
        for indicator in regime.measured()
        for rule in rules_of(indicator.rows)
        for need in rule.requires
    )


def as_if_evidence(regime: Regime, effect: Effect) -> Regime:
    """The regime under which every row that lacks the evidence asked about is left out, or is only flagged."""
    return msgspec.structs.replace(regime, indicators=tuple(_marked(one, effect) for one in regime.indicators))


def rules_of(rows: Rows | FirstFilled | None) -> Iterator[Count | Total | Tally]:
    """The single rules that a rule about rows is made of; of a share those of the numerator first."""
    match rows:
        case None:
            return
        case Count() | Total() | Tally():
            yield rows
        case FirstFilled(of=rules):
            yield from rules
        case Share(numerator=top, denominator=bottom):
            yield from rules_of(top)
            yield bottom
        case _:
            assert_never(rows)


def needing_a_day(rows: Rows) -> Iterator[Count | Total | Tally]:
    """The single rules that ask whether something is valid on a day."""
    for rule in rules_of(rows):
        if any(_asks_a_day(need.must) for need in rule.requires if need.effect == "not_counted"):
            yield rule


def _asks_a_day(node: object) -> bool:
    if isinstance(node, ValidOn | SmeValid):
        return True
    if isinstance(node, msgspec.Struct):
        return any(_asks_a_day(getattr(node, name)) for name in node.__struct_fields__)
    return isinstance(node, tuple) and any(map(_asks_a_day, node))


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
