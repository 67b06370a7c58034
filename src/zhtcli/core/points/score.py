"""Points: what each indicator earns in a scope, exactly, and how it came about.

Everything is computed in fractions; decimals appear where the regime's rounding says so and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from zhtcli.core.figures.amounts import Amount, amount_in, carried_into, target_of
from zhtcli.core.figures.figures import Figures, ValueSource
from zhtcli.core.figures.opinion import Opinion
from zhtcli.core.finding import CellRef
from zhtcli.core.period import Scope
from zhtcli.core.points.earning import Earned, Status, earned, in_proportion, status_of
from zhtcli.core.rounding import rounded
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import AsIs, Bands, Judged, Parts, Score, Step
from zhtcli.core.rules.regime import Scoring

STATUS_WORDS: dict[Status, str] = {
    "met": "完成",
    "partial": "部分完成",
    "not_met": "未完成",
    "capped": "已封顶",
    "zero_target": "目标为0",
    "not_filled": "未填报",
    "not_applicable": "不适用",
    "not_computable": "无法计算",
    "provisional": "暂计",
    "for_person": "待人工认定",
}


_POINTS_WORDS: dict[Status, str] = {"met": "满分", "partial": "已计分", "not_met": "不得分"}


def status_word(item: IndicatorScore) -> str:
    """The status as people read it: points that are given for what there is complete nothing and miss nothing."""
    if isinstance(item.indicator.score, AsIs | Bands | Step):
        return _POINTS_WORDS.get(item.status, STATUS_WORDS[item.status])
    return STATUS_WORDS[item.status]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorScore:
    """What one indicator earns in one scope.

    `amount` is what was reached; `actual` (its value) and `target` are in the indicator's unit, `completion`
    is a share of 1 and not capped. `points` (`exact` before rounding) is None where nothing can be said
    (blank, unreadable, not applicable): such an item adds nothing to the total. `assessed` is False where
    the item takes no part at all. `low` and `high` bound the points that are still possible.
    """

    indicator: Indicator
    target: Decimal | Fraction | None
    assessed: bool
    amount: Amount
    carried: Fraction = Fraction(0)
    waived: bool = False
    completion: Fraction | None = None
    exact: Fraction | None = None
    points: Fraction | None = None
    low: Fraction = Fraction(0)
    high: Fraction
    status: Status = "not_filled"
    proportional: Fraction | None = None
    """What the points would be in proportion to the completion, whatever the kind of score; None where none is."""
    given: bool = False
    """Its points are those that a reviewer gave inside the range of its band."""
    parts: tuple[IndicatorScore, ...] = ()
    """The indicator's conditions, each scored by itself; its figures are then those of the condition that decides."""

    @property
    def beyond(self) -> Fraction:
        """What it earns beyond the full points."""
        return max((self.points or Fraction(0)) - Fraction(self.indicator.points), Fraction(0))

    @property
    def zero_target(self) -> bool:
        return self.target == 0

    @property
    def actual(self) -> Fraction | None:
        return self.amount.value

    @property
    def reported(self) -> Fraction | None:
        return self.amount.reported

    @property
    def verified(self) -> Fraction | None:
        return self.amount.verified

    @property
    def decided(self) -> Fraction | None:
        return self.amount.decided

    @property
    def value_source(self) -> ValueSource | None:
        return self.amount.source

    @property
    def keys(self) -> Mapping[str, Fraction]:
        """Of a tally: what each thing earned."""
        return self.amount.keys

    @property
    def opinion(self) -> Opinion | None:
        return self.amount.opinion

    @property
    def mixed(self) -> bool:
        return self.amount.mixed

    @property
    def numerator(self) -> Decimal | None:
        return self.amount.numerator

    @property
    def denominator(self) -> Decimal | None:
        return self.amount.denominator

    @property
    def cells(self) -> tuple[CellRef, ...]:
        return self.amount.cells


def score_indicator(
    indicator: Indicator,
    scoring: Scoring,
    periods: Sequence[str],
    figures: Figures,
    form_period: str,
    scope: Scope,
    waived: frozenset[str] = frozenset(),
) -> IndicatorScore:
    """What one indicator earns in one scope; `waived` are the fields of the form that say yes."""
    if indicator.parts:
        return _of_parts(indicator, scoring, periods, figures, form_period, scope, waived)
    full = Fraction(indicator.points)
    known = tuple(p for p in periods if p <= min(scope.through, form_period))
    target = target_of(indicator, scope)
    amount = amount_in(indicator, figures, scope, known, scoring)
    assessed = not (target == 0 and scoring.zero_target == "exclude")
    ceiling = full + indicator.extra
    if target == 0:
        ceiling = full if scoring.zero_target == "full" else Fraction(0)
    nothing = IndicatorScore(indicator=indicator, target=target, assessed=assessed, high=ceiling, amount=amount)
    own_period = not scope.cumulative and scope.through == form_period
    if own_period and assessed and indicator.waiver is not None and indicator.waiver.field in waived:
        all_points = rounded(full, scoring.item_places)
        return replace(nothing, waived=True, status="met", exact=full, points=all_points, low=all_points, high=full)
    if isinstance(indicator.measure, Judged) and amount.state == "not_filled":
        return replace(nothing, status="for_person")
    if amount.value is None or (target is None and not isinstance(indicator.score, AsIs)):
        return replace(nothing, status="not_computable" if amount.state == "known" else amount.state)

    carried = Fraction(0)
    if scoring.carry != "none" and not scope.cumulative and indicator.rollup == "sum":
        carried = carried_into(indicator, figures, periods, form_period, scope.through, scoring)
    told = earned(indicator, amount.value + carried, target, scoring)
    exact = full * told.share if assessed else None
    points = rounded(exact, scoring.item_places) if exact is not None else None
    low = high = points or Fraction(0)
    status: Status = told.status
    given: Fraction | None = None
    if told.status == "for_person":
        high = rounded(full * told.most, scoring.item_places)
        given = _given(indicator, figures, scope, told, full) if assessed else None
    if given is not None:
        exact, status = given, status_of(given / full)
        low = high = points = rounded(given, scoring.item_places)
    if assessed and scope.through > form_period:
        # a scope that still runs: sums can only grow, a value at its end can still fall to nothing
        low, high = low if indicator.rollup == "sum" else Fraction(0), ceiling
    return replace(
        nothing,
        carried=carried,
        completion=told.completion,
        exact=exact,
        points=points,
        low=low,
        high=high,
        status=status,
        given=given is not None,
        proportional=in_proportion(indicator, full, told.completion, told.share, scoring),
    )


def _given(indicator: Indicator, figures: Figures, scope: Scope, told: Earned, full: Fraction) -> Fraction | None:
    """The points that a reviewer gave for the period, where the band that the completion falls into allows them."""
    figure = None if scope.cumulative else figures.get((indicator.no, scope.through))
    if figure is None or figure.given is None or not isinstance(indicator.score, Bands):
        return None
    return figure.given if full * told.share <= figure.given <= full * told.most else None


def _of_parts(
    indicator: Indicator,
    scoring: Scoring,
    periods: Sequence[str],
    figures: Figures,
    form_period: str,
    scope: Scope,
    waived: frozenset[str],
) -> IndicatorScore:
    """The indicator as its parts have it, or as a reviewer decided: a decision on the whole is in points."""
    full = Fraction(indicator.points)
    exactly = msgspec.structs.replace(scoring, item_places=None)
    parts = tuple(
        score_indicator(part, exactly, periods, figures, form_period, scope, waived) for part in indicator.measured()
    )
    deciding = min(parts, key=_share_of)
    cells = tuple(dict.fromkeys(cell for part in parts for cell in part.cells))
    whole = IndicatorScore(
        indicator=indicator,
        target=deciding.target,
        assessed=True,
        high=full,
        amount=replace(deciding.amount, cells=cells),
        completion=deciding.completion,
        parts=parts,
    )
    decided = figures.get((indicator.no, scope.through))
    if decided is not None and decided.decided is not None:
        exact = min(max(decided.decided, Fraction(0)), full)
        points = rounded(exact, scoring.item_places)
        amount = replace(whole.amount, decided=decided.decided, source="decided")
        return replace(
            whole, amount=amount, exact=exact, points=points, low=points, high=points, status=status_of(exact / full)
        )
    unknown = [part for part in parts if part.points is None]
    if unknown:
        return replace(whole, status=max((part.status for part in unknown), key=_GRAVITY.index))
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    by_share = [part.proportional for part in parts]
    if _combine(indicator.score) == "split":
        low, high = sum(lows, Fraction(0)), sum(highs, Fraction(0))
        proportional = None if None in by_share else sum((x or Fraction(0) for x in by_share), Fraction(0))
    else:
        shares = [Fraction(part.indicator.points) for part in parts]
        low, high = (
            full * min(points / of for points, of in zip(bound, shares, strict=True)) for bound in (lows, highs)
        )
        proportional = (
            None
            if None in by_share
            else full * min((x or Fraction(0)) / of for x, of in zip(by_share, shares, strict=True))
        )
    for_person = low != high
    points = rounded(low, scoring.item_places)
    return replace(
        whole,
        exact=low,
        points=points,
        low=points,
        high=rounded(high, scoring.item_places) if for_person else points,
        status="for_person" if for_person else status_of(low / full),
        proportional=None if proportional is None else rounded(proportional, scoring.item_places),
    )


_GRAVITY: tuple[Status, ...] = ("not_applicable", "not_filled", "not_computable")


def _share_of(part: IndicatorScore) -> Fraction:
    """What share of its points a part earns; a part that cannot be scored comes first."""
    return Fraction(-1) if part.exact is None else part.exact / Fraction(part.indicator.points)


def _combine(kind: Score) -> Literal["least", "split"]:
    return kind.combine if isinstance(kind, Parts) else "least"
