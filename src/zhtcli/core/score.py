"""Points: what each indicator earns in a scope, exactly, and how it came about.

Everything is computed in fractions; decimals appear where the regime's rounding says so and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from zhtcli.core.amounts import amount_in, carried_into, target_of
from zhtcli.core.figures import Figures, ValueSource
from zhtcli.core.finding import CellRef
from zhtcli.core.kinds import AllOrNothing, Proportional, Score, Waiver
from zhtcli.core.period import Scope
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

    `actual` and `target` are in the indicator's unit, `completion` is a share of 1 and not capped. `points`
    (`exact` before rounding) is None where nothing can be said (blank, unreadable, not applicable): such an
    item adds nothing to the total. `assessed` is False where the item takes no part at all. `low` and `high`
    bound the points that are still possible.
    """

    indicator: Indicator
    target: Decimal | None
    zero_target: bool
    assessed: bool
    actual: Fraction | None = None
    completion: Fraction | None = None
    exact: Fraction | None = None
    points: Fraction | None = None
    low: Fraction = Fraction(0)
    high: Fraction
    status: Status = "not_filled"
    explanation: str = ""
    cells: tuple[CellRef, ...] = ()
    reported: Fraction | None = None
    verified: Fraction | None = None
    decided: Fraction | None = None
    value_source: ValueSource | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


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
    amount = amount_in(indicator, figures, scope, known, scoring.blank)
    assessed = not (target == 0 and scoring.zero_target == "exclude")
    ceiling = full if assessed else Fraction(0)
    blank = IndicatorScore(
        indicator=indicator,
        target=target,
        zero_target=target == 0,
        assessed=assessed,
        high=ceiling,
        cells=amount.cells,
        value_source=amount.source,
        numerator=amount.numerator,
        denominator=amount.denominator,
        explanation=amount.why,
    )
    if amount.state != "known" or amount.value is None:
        return replace(blank, status="not_filled" if amount.state == "known" else amount.state)

    carried = Fraction(0)
    if scoring.carry != "none" and not scope.cumulative and indicator.rollup == "sum":
        carried = carried_into(indicator, figures, periods, form_period, scope.through, scoring.carry)
    effective = amount.value + carried
    waiver = indicator.waiver
    if waiver and waiver.field in waived and not scope.cumulative and scope.through == form_period:
        status, exact, how = _waived(full, waiver)
    elif target is None:
        status, exact, how = "not_computable", Fraction(0), "文件没有给出这一范围的目标"
    elif target == 0:
        status, exact, how = _zero_target(full, scoring)
    else:
        status, exact, how = _earned(indicator, effective, target)
    points = rounded(exact, scoring.item_places) if assessed else None
    low = high = points or Fraction(0)
    if assessed and scope.through > form_period:
        # a scope that still runs: sums can only grow, a value at its end can still fall to nothing
        low, high = low if indicator.rollup == "sum" else Fraction(0), ceiling
    if carried:
        how = f"含结转 {shown(carried)}{indicator.unit}；{how}"
    return replace(
        blank,
        actual=amount.value,
        reported=amount.value,
        completion=effective / Fraction(target) if target else None,
        exact=exact if assessed else None,
        points=points,
        low=low,
        high=high,
        status=status,
        explanation=f"{amount.why}{how}",
    )


_Earned = tuple[Status, Fraction, str]


def _waived(full: Fraction, waiver: Waiver) -> _Earned:
    return "met", full, f"封面注明符合“{waiver.clause}”，给满分 {shown(full)} 分"


def _zero_target(full: Fraction, scoring: Scoring) -> _Earned:
    match scoring.zero_target:
        case "full":
            return "zero_target", full, f"目标为0，视为完成，给满分 {shown(full)} 分"
        case "exclude":
            return "zero_target", Fraction(0), "目标为0，不参加考核，不计分"
        case "zero":
            return "zero_target", Fraction(0), "目标为0，不给分"
        case _:
            assert_never(scoring.zero_target)


def _earned(indicator: Indicator, actual: Fraction, target: Decimal) -> _Earned:
    share = earned_share(indicator.score, actual / Fraction(target))
    status: Status = "met" if share == 1 else "not_met" if share == 0 else "partial"
    return status, Fraction(indicator.points) * share, _sentence(indicator, actual, target, share)


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


def _sentence(indicator: Indicator, actual: Fraction, target: Decimal, share: Fraction) -> str:
    unit = indicator.unit
    rate = f"{shown(actual)}{unit} ÷ {shown(target)}{unit} = {shown(actual / Fraction(target) * 100)}%"
    full = Fraction(indicator.points)
    match indicator.score:
        case AllOrNothing():
            return f"{rate}，{'达到' if share else '未达到'}目标，{shown(full * share)} 分"
        case Proportional(floor=floor):
            if share == 0 and actual and floor is not None:
                return f"{rate}，低于 {shown(Fraction(floor) * 100)}%，不给分"
            return f"{rate}，{shown(full)} 分 × {shown(min(share, Fraction(1)) * 100)}% = {shown(full * share)} 分"
        case _:
            assert_never(indicator.score)
