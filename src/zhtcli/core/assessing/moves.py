"""What points, verdicts and grants come to in two versions of a submission, where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from zhtcli.core.conditions.verdict import Verdict
from zhtcli.core.graded.verdicts import GradedVerdict
from zhtcli.core.grants.grant import Grant
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.points.scorecard import Scorecard

_T = TypeVar("_T")
AnyVerdict = Verdict | GradedVerdict


@dataclass(frozen=True, slots=True)
class PointsMove:
    """An indicator whose value, points or status differ in one scope."""

    no: str
    name: str
    old: IndicatorScore | None
    new: IndicatorScore | None


@dataclass(frozen=True, slots=True)
class ScopeMove:
    """A scope's totals before and after, equal ones too; `moved` holds the indicators that differ.

    A scorecard is None where that version could not be scored.
    """

    scope: str
    old: Scorecard | None
    new: Scorecard | None
    moved: tuple[PointsMove, ...] = ()

    @property
    def difference(self) -> Fraction | None:
        """How many points the total has gained."""
        return None if self.old is None or self.new is None else self.new.total - self.old.total


@dataclass(frozen=True, slots=True)
class VerdictMove:
    """A verdict whose outcome or value differs, or that only one version has."""

    old: AnyVerdict | None
    new: AnyVerdict | None

    @property
    def told(self) -> AnyVerdict:
        told = self.new or self.old
        if told is None:
            raise ValueError("no verdict in either version")
        return told


@dataclass(frozen=True, slots=True)
class GrantMove:
    """A grant that comes to something else, or that only one version has. Amounts in 元."""

    old: Grant | None
    new: Grant | None

    @property
    def told(self) -> Grant:
        return _either(self.new, self.old)


def _either(one: _T | None, other: _T | None) -> _T:
    found = one if one is not None else other
    if found is None:
        raise ValueError("nothing in either version")
    return found


def moved_scopes(old: Sequence[Scorecard], new: Sequence[Scorecard]) -> tuple[ScopeMove, ...]:
    """Every scope that one of the versions is scored for, in the order of the new one."""
    before, after = ({card.scope.id: card for card in cards} for cards in (old, new))
    return tuple(
        ScopeMove(scope, before.get(scope), after.get(scope), _moved(before.get(scope), after.get(scope)))
        for scope in dict.fromkeys((*after, *before))
    )


def _moved(old: Scorecard | None, new: Scorecard | None) -> tuple[PointsMove, ...]:
    before, after = ({item.indicator.no: item for item in card.indicators} if card else {} for card in (old, new))
    return tuple(
        PointsMove(no, _either(after.get(no), before.get(no)).indicator.name, before.get(no), after.get(no))
        for no in dict.fromkeys((*after, *before))
        if old is not None and new is not None and _worth(before.get(no)) != _worth(after.get(no))
    )


def _worth(item: IndicatorScore | None) -> tuple[object, ...] | None:
    return None if item is None else (item.points, item.actual, item.status)


def moved_verdicts(old: Sequence[AnyVerdict], new: Sequence[AnyVerdict]) -> tuple[VerdictMove, ...]:
    """Verdicts whose outcome or value differs, in the order of the new version."""
    before, after = ({(verdict.event, verdict.id): verdict for verdict in verdicts} for verdicts in (old, new))

    def worth(verdict: AnyVerdict | None) -> tuple[object, ...] | None:
        if verdict is None:
            return None
        return verdict.outcome, verdict.value if isinstance(verdict, Verdict) else None

    return tuple(
        VerdictMove(before.get(key), after.get(key))
        for key in dict.fromkeys((*after, *before))
        if worth(before.get(key)) != worth(after.get(key))
    )


def moved_grants(old: Sequence[Grant], new: Sequence[Grant]) -> tuple[GrantMove, ...]:
    """Grants whose base, amount, state or instalments differ, in the order of the new version."""
    before, after = _numbered(old), _numbered(new)

    def worth(grant: Grant | None) -> tuple[object, ...] | None:
        if grant is None:
            return None
        return grant.recognised, grant.amount, grant.state, grant.instalments

    return tuple(
        GrantMove(before.get(key), after.get(key))
        for key in dict.fromkeys((*after, *before))
        if worth(before.get(key)) != worth(after.get(key))
    )


def _numbered(grants: Iterable[Grant]) -> dict[tuple[str, str, str, int], Grant]:
    """Grants by rule, id and period; claims that bear one id twice are counted."""
    seen: Counter[tuple[str, str, str]] = Counter()
    told = {}
    for grant in grants:
        key = (grant.rule, grant.id, grant.period)
        seen[key] += 1
        told[*key, seen[key]] = grant
    return told
