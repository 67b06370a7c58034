"""What a verdict or a grant would be under the other options of the readings that bear on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhtcli.core.assessing.grantspread import moves_of
from zhtcli.core.conditions.conditions import verdicts
from zhtcli.core.conditions.verdict import Outcome, Verdict
from zhtcli.core.decision import Decision
from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.grant import Grant
from zhtcli.core.grants.grants import Books
from zhtcli.core.rules.conditionkinds import StageMet
from zhtcli.core.rules.regime import Definition, Regime
from zhtcli.core.rules.resolve import choices, resolve


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What one option of a reading, moved alone, gives: the outcome of a verdict, or the amount of a grant in 元."""

    reading: str
    option: str
    gives: Outcome | Fraction


def other_verdicts(
    definition: Definition,
    now: Mapping[str, str],
    submission: Submission,
    decided: Mapping[str, Decision],
    verdict: Verdict,
) -> tuple[Otherwise, ...]:
    """Every other option of the readings that a verdict rests on; `now` has an option for each reading."""
    told = []
    for key, option in _others(definition, now, _asked(definition, resolve(definition, now), verdict)):
        under = resolve(definition, {**now, key: option})
        same = next(
            one
            for one in verdicts(under, submission, decided)
            if (one.id, one.overall) == (verdict.id, verdict.overall)
        )
        told.append(Otherwise(key, option, same.outcome))
    return tuple(told)


def _asked(definition: Definition, regime: Regime, verdict: Verdict) -> set[str]:
    """The readings of its own condition; what sums up a stage rests on those of all conditions."""
    own = next((one for one in regime.conditions if one.id == verdict.id and not verdict.overall), None)
    nodes = definition.tree.get("conditions", ())
    if own is not None and not isinstance(own.test, StageMet):
        nodes = [node for node in nodes if node.get("id") == own.id]
    return {key for _, key, _ in choices(nodes)}


def other_grants(
    definition: Definition,
    now: Mapping[str, str],
    submission: Submission,
    as_of: date | None,
    decided: Mapping[str, Decision],
    some: Sequence[Grant],
    source: str = "period",
) -> dict[str, tuple[Otherwise, ...]]:
    """For each grant, by its id, every other option of the readings that its rule asks."""
    regime = resolve(definition, now)
    nodes = zip(regime.grants, definition.tree.get("grants", ()), strict=True)
    asked = {rule.id: {key for _, key, _ in choices(node)} for rule, node in nodes}
    moves = moves_of(definition, now, Books(regime, submission, as_of, decided, source), [grant.id for grant in some])
    return {
        grant.id: tuple(
            Otherwise(move.reading, move.option, move.total)
            for move in moves[grant.id]
            if move.reading in asked[grant.rule]
        )
        for grant in some
    }


def _others(definition: Definition, now: Mapping[str, str], asked: set[str]) -> Iterator[tuple[str, str]]:
    for reading in definition.readings:
        if reading.key in asked:
            yield from ((reading.key, option) for option in reading.options if option != now[reading.key])
