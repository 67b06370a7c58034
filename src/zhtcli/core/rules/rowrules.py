"""Rules about register rows taken apart: the single rules, the registers they count in, what they need to know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.rowkinds import Count, FirstFilled, Rows, Share, SmeValid, Tally, Total, ValidOn


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


def registers_of(indicator: Indicator) -> list[str]:
    """The registers that an indicator's rules count in, those of its parts too."""
    return list(dict.fromkeys(rule.register for part in indicator.measured() for rule in rules_of(part.rows)))
