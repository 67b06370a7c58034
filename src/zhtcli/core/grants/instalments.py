"""In which parts a first support is paid, and what an assessment that was not passed does to them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from zhtcli.core.grants.grant import PaidPart, PartState, split, total
from zhtcli.core.grants.rows import Assessed
from zhtcli.core.rules.grantkinds import Instalments, Part


def paid_parts(
    kind: Instalments, amount: Fraction, *, recognised: bool, assessed: Mapping[int, Assessed]
) -> tuple[PaidPart, ...]:
    """The instalments of an amount: `recognised` and `assessed` are what is known by now.

    The last part is the rest after the others, each settled half up, so that they add up to the amount.
    """
    amounts = split(amount, (part.share for part in kind.parts))
    return tuple(
        PaidPart(no, money, _state(kind, part, recognised, assessed), part.due_after, kind.clause)
        for no, (part, money) in enumerate(zip(kind.parts, amounts, strict=True), 1)
    )


def _state(kind: Instalments, part: Part, recognised: bool, assessed: Mapping[int, Assessed]) -> PartState:
    if not recognised:
        return "pending"
    if part.after == "recognition":
        return "due"
    if not assessed:
        return "pending"
    if assessed[min(assessed)].passed:
        return "due"
    if kind.first_failed == "forfeited":
        return "lapsed"
    return "due" if any(one.passed for one in assessed.values()) else "pending"


def payable(parts: tuple[PaidPart, ...]) -> Fraction:
    """What the parts come to that are due or may still be."""
    return total(part.amount for part in parts if part.state != "lapsed")


def certain(parts: tuple[PaidPart, ...]) -> Fraction:
    """What the parts come to that are due by now."""
    return total(part.amount for part in parts if part.state == "due")
