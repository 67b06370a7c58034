"""Points: what each indicator earns in a scope, exactly, and how it came about.

Everything is computed in fractions; decimals appear where the regime's rounding says so and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from zhtcli.core.amounts import Amount, amount_in, carried_into, target_of
from zhtcli.core.figures import Figures, ValueSource
from zhtcli.core.finding import CellRef
from zhtcli.core.kinds import AllOrNothing, Proportional, Score
from zhtcli.core.period import Scope, period_label
from zhtcli.core.regime import Indicator, Scoring
from zhtcli.core.rounding import rounded, shown

Status = Literal[
    "met",
    "partial",
    "not_met",
    "capped",
    "zero_target",
    "not_filled",
    "not_applicable",
    "not_computable",
    "provisional",
    "for_person",
]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorScore:
    """What one indicator earns in one scope.

    `amount` is what was reached; `actual` (its value) and `target` are in the indicator's unit, `completion`
    is a share of 1 and not capped. `points` (`exact` before rounding) is None where nothing can be said
    (blank, unreadable, not applicable): such an item adds nothing to the total. `assessed` is False where
    the item takes no part at all. `low` and `high` bound the points that are still possible.
    """

    indicator: Indicator
    target: Decimal | None
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

    @property
    def explanation(self) -> str:
        """How the points came about, as a sentence; made when asked, since most scores are never printed."""
        return _explanation(self)


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
    full = Fraction(indicator.points)
    known = tuple(p for p in periods if p <= min(scope.through, form_period))
    target = target_of(indicator, scope)
    amount = amount_in(indicator, figures, scope, known, scoring)
    assessed = not (target == 0 and scoring.zero_target == "exclude")
    ceiling = Fraction(0) if target == 0 and scoring.zero_target != "full" else full
    nothing = IndicatorScore(indicator=indicator, target=target, assessed=assessed, high=ceiling, amount=amount)
    own_period = not scope.cumulative and scope.through == form_period
    if own_period and assessed and indicator.waiver is not None and indicator.waiver.field in waived:
        given = rounded(full, scoring.item_places)
        return replace(nothing, waived=True, status="met", exact=full, points=given, low=given, high=full)
    if amount.value is None or target is None:
        return replace(nothing, status="not_computable" if amount.state == "known" else amount.state)

    carried = Fraction(0)
    if scoring.carry != "none" and not scope.cumulative and indicator.rollup == "sum":
        carried = carried_into(indicator, figures, periods, form_period, scope.through, scoring)
    completion = (amount.value + carried) / Fraction(target) if target else None
    status: Status
    if completion is None:
        status, share = "zero_target", Fraction(scoring.zero_target == "full")
    else:
        share = earned_share(indicator.score, completion)
        status = "met" if share == 1 else "not_met" if share == 0 else "partial"
    exact = full * share if assessed else None
    points = rounded(exact, scoring.item_places) if exact is not None else None
    low = high = points or Fraction(0)
    if assessed and scope.through > form_period:
        # a scope that still runs: sums can only grow, a value at its end can still fall to nothing
        low, high = low if indicator.rollup == "sum" else Fraction(0), ceiling
    return replace(
        nothing,
        carried=carried,
        completion=completion,
        exact=exact,
        points=points,
        low=low,
        high=high,
        status=status,
    )


def earned_share(kind: Score, completion: Fraction) -> Fraction:
    """The share of its points that an indicator earns at a completion (both shares of 1)."""
    match kind:
        case AllOrNothing():
            return Fraction(1) if completion >= 1 else Fraction(0)
        case Proportional(floor=floor):
            if floor is not None and completion < Fraction(floor):
                return Fraction(0)
            return min(completion, Fraction(1))
        case _:
            assert_never(kind)


_LACKING: dict[str, str] = {
    "not_computable": "的数不能用（见问题清单）",
    "not_filled": "未填报",
    "not_applicable": "填为不适用",
}


def _explanation(item: IndicatorScore) -> str:
    amount, unit = item.amount, item.indicator.unit
    if item.waived:
        return _earning(item)
    if amount.state != "known":
        years = "、".join(map(period_label, amount.gap))
        return f"{years}{_LACKING[amount.state]}，不给分" if years else "还没有到可以填报的年份"
    if item.target is None:
        return "文件没有给出这一范围的目标"
    sentences = []
    if len(amount.terms) > 1:
        sentences.append(f"{' + '.join(map(shown, amount.terms))} = {_figure(amount.value)}{unit}")
    if item.carried:
        sentences.append(f"另有结转 {_figure(item.carried)}{unit}")
    return "；".join([*sentences, _earning(item)])


def _earning(item: IndicatorScore) -> str:
    full, earned = shown(item.indicator.points), shown(item.points, 4)
    if item.waived and item.indicator.waiver is not None:
        return f"封面注明符合“{item.indicator.waiver.clause}”，给满分 {full} 分"
    if not item.assessed:
        return "目标为0，不参加考核，不计分"
    if item.completion is None:
        return f"目标为0，视为完成，给满分 {full} 分" if item.points else "目标为0，不给分"
    unit = item.indicator.unit
    reached, target = (item.actual or Fraction(0)) + item.carried, _figure(item.target)
    actual = _apart(reached, Fraction(item.target or 0), 4)
    rate = f"{actual}{unit} ÷ {target}{unit} = {_apart(item.completion * 100, Fraction(100), 2)}%"
    if item.status == "met":
        return f"{rate}，达到目标，给满分 {full} 分"
    match item.indicator.score:
        case AllOrNothing():
            return f"{rate}，未达到目标，不给分"
        case Proportional(floor=floor):
            if item.status == "not_met" and floor is not None and item.completion:
                least = Fraction(floor) * 100
                below = _apart(item.completion * 100, least, 2)
                return f"{actual}{unit} ÷ {target}{unit} = {below}%，低于 {shown(least)}%，不给分"
            return f"{rate}，{full} 分 × {actual} ÷ {target} = {earned} 分"
        case _:
            assert_never(item.indicator.score)


def _apart(value: Fraction, limit: Fraction, places: int) -> str:
    """A figure with as many decimals as it takes to look different from a limit that it does not meet."""
    while value != limit and shown(value, places) == shown(limit, places) and places < 12:
        places += 2
    return shown(value, places)


def _figure(value: Fraction | Decimal | None) -> str:
    return shown(value, 4)
