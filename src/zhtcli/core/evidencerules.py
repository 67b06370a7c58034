"""Whether a regime demands evidence of its rows, and the same regime as if it did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from zhtcli.core.regime import Indicator, Regime
from zhtcli.core.rowkinds import Count, FirstFilled, Requirement, Rows, Share, Tally, Total


def demands_evidence(regime: Regime) -> bool:
    """Whether some row does not count for want of evidence."""
    return any(
        need.about == "evidence" and need.effect == "not_counted"
        for indicator in regime.measured()
        for rule in rules_of(indicator.rows)
        for need in rule.requires
    )


def strict_about_evidence(regime: Regime) -> Regime:
    """The regime under which no row counts that lacks the evidence asked about."""
    return msgspec.structs.replace(regime, indicators=tuple(map(_strict_indicator, regime.indicators)))


def _strict_indicator(indicator: Indicator) -> Indicator:
    parts = tuple(msgspec.structs.replace(part, rows=_strict(part.rows)) for part in indicator.parts)
    return msgspec.structs.replace(indicator, rows=_strict(indicator.rows), parts=parts)


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


def _strict(rows: Rows | None) -> Rows | None:
    match rows:
        case None:
            return None
        case Count() | Total() | Tally():
            return msgspec.structs.replace(rows, requires=_demanded(rows.requires))
        case Share(numerator=top):
            return msgspec.structs.replace(rows, numerator=_strict_numerator(top))
        case _:
            assert_never(rows)


def _strict_numerator(top: Count | Total | FirstFilled) -> Count | Total | FirstFilled:
    if isinstance(top, FirstFilled):
        strict = tuple(msgspec.structs.replace(rule, requires=_demanded(rule.requires)) for rule in top.of)
        return msgspec.structs.replace(top, of=strict)
    return msgspec.structs.replace(top, requires=_demanded(top.requires))


def _demanded(requires: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    return tuple(
        msgspec.structs.replace(need, effect="not_counted") if need.about == "evidence" else need for need in requires
    )
