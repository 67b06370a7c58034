"""What somebody takes for granted, and what that would change: nouns, worked out beside the result and never in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.assessing.moves import GrantMove, ScopeMove, VerdictMove
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.years.progress import CumulativeProgress, PeriodProgress, Reach


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure that is taken for granted: of an indicator in a period, or of a number field (`period` is None).

    `value` is in the unit of the indicator or field, percentages in percent.
    """

    no: str
    period: str | None
    value: Decimal
    name: str
    unit: str

    @property
    def is_field(self) -> bool:
        return self.period is None


@dataclass(frozen=True, slots=True)
class ProgressMove:
    """What an indicator comes to in a period, or to the end of a horizon, before and after."""

    indicator: Indicator
    scope: str
    old: PeriodProgress | CumulativeProgress
    new: PeriodProgress | CumulativeProgress


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """Points of an indicator that are not earned in a scope, and whether they still can be."""

    scope: str
    item: IndicatorScore
    points: Fraction
    reach: Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What the assumptions move; `open` is what is lacking with them in place, the greatest first in each scope."""

    assumed: tuple[Assumption, ...]
    scopes: tuple[ScopeMove, ...] = ()
    verdicts: tuple[VerdictMove, ...] = ()
    grants: tuple[GrantMove, ...] = ()
    progress: tuple[ProgressMove, ...] = ()
    open: tuple[OpenPoints, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether anything comes out differently."""
        return bool(self.verdicts or self.grants or self.progress or any(scope.moved for scope in self.scopes))
