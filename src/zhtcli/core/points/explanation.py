"""How an indicator's points came about, as a sentence a person can follow with the form beside it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from zhtcli.core.period import period_label
from zhtcli.core.points.bandwords import in_band, in_steps
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.rounding import apart, shown
from zhtcli.core.rules.kinds import (
    AllOrNothing,
    AsIs,
    AtLeast,
    Bands,
    Judged,
    Parts,
    Proportional,
    Step,
    Unscored,
    Within,
)

_LACKING: dict[str, str] = {
    "not_computable": "的数不能用（见问题清单）",
    "not_filled": "未填报",
    "not_applicable": "填为不适用",
}
_LACKING_ONCE: dict[str, str] = {
    "not_computable": "数不全或不能用（见问题清单），无法计算",
    "not_filled": "未填报",
    "not_applicable": "填为不适用",
}


def explanation(item: IndicatorScore) -> str:
    """How the points came about; empty words for nothing."""
    amount, unit = item.amount, item.indicator.unit
    if item.waived:
        return _earning(item)
    if item.parts:
        return _of_parts(item)
    if item.opinion is not None:
        return f"{item.opinion.sentence}，得 {shown(item.points, 4)} 分"
    if isinstance(item.indicator.measure, Judged) and amount.state == "not_filled":
        return f"由专家评分，还没有评分（0 至 {shown(item.indicator.points)} 分）"
    if amount.state != "known":
        years = "、".join(period_label(period) for period in amount.gap)
        if not amount.gap:
            return "还没有到可以填报的年份"
        return f"{years}{_LACKING[amount.state]}，不给分" if years else f"{_LACKING_ONCE[amount.state]}，不给分"
    if item.indicator.is_part:
        return f"{_quotient(item) or f'{_figure(item.actual)}{unit}'}，{_against(item)}"
    if isinstance(item.indicator.score, AsIs):
        return _tallied(item)
    if item.target is None:
        return "文件没有给出这一范围的目标"
    sentences = []
    if len(amount.terms) > 1:
        sentences.append(f"{' + '.join(map(shown, amount.terms))} = {_figure(amount.value)}{unit}")
    if item.carried:
        sentences.append(f"另有结转 {_figure(item.carried)}{unit}")
    return "；".join([*sentences, _earning(item)])


def _of_parts(item: IndicatorScore) -> str:
    """Each condition in turn, then what they come to together."""
    full = shown(item.indicator.points)
    if item.value_source == "decided" and item.decided is not None and item.points is not None:
        return f"按裁定计 {shown(item.points, 4)} 分"
    told = [f"{part.indicator.no} {_condition(part)}" for part in item.parts]
    split = isinstance(item.indicator.score, Parts) and item.indicator.score.combine == "split"
    if item.points is None:
        told.append("缺一项就不能计，不给分")
    elif item.status == "for_person":
        told.append(f"由人认定，暂按 {shown(item.points, 4)} 分计，可在 {shown(item.low)} 至 {shown(item.high)} 分之间")
    elif item.status == "met":
        told.append(f"都符合，给满分 {full} 分")
    elif split:
        each = " + ".join(f"{shown(part.points, 4)}" for part in item.parts)
        told.append(f"分项计分，{each} = {shown(item.points, 4)} 分")
    elif item.points:
        told.append(f"按较低的一项计，{shown(item.points, 4)} 分")
    else:
        told.append(f"未同时符合，不给分{_in_proportion(item)}")
    return "；".join(told)


def _condition(part: IndicatorScore) -> str:
    """One condition: its figure against its threshold."""
    name, unit = part.indicator.name, part.indicator.unit
    if part.amount.state != "known":
        return f"{name}：{_LACKING_ONCE[part.amount.state]}"
    figure = _quotient(part) or f"{_figure(part.actual)}{unit}"
    return f"{name}：{figure}，{_against(part)}"


def _against(item: IndicatorScore) -> str:
    """达到 or 低于 what is asked."""
    match item.indicator.target:
        case Within(printed=printed, most=most) as within:
            if item.actual is not None and within.holds(item.actual):
                return f"符合“{printed}”"
            word = "高于" if most is not None and item.actual is not None and item.actual > most else "低于"
            treated = {"for_person": "原则性要求，由人认定", "none": "不给分", "full": "只作提示"}[within.miss]
            return f"{word}“{printed}”的要求（{treated}）"
        case AtLeast(printed=printed):
            return f"{'符合' if item.status == 'met' else '不符合'}“{printed}”"
        case _:
            return f"目标 {_figure(item.target)}{item.indicator.unit}"


def _quotient(item: IndicatorScore) -> str:
    """`31 ÷ 40 = 77.5%`, with as many decimals as it takes to look different from a threshold that it misses."""
    if item.value_source == "decided":
        return f"裁定数 {_figure(item.actual)}{item.indicator.unit}"
    if item.numerator is None or item.denominator is None or item.actual is None:
        return ""
    limit = Fraction(item.target) if item.target is not None else item.actual
    return f"{_figure(item.numerator)} ÷ {_figure(item.denominator)} = {apart(item.actual, limit, 2)}%"


def _in_proportion(item: IndicatorScore) -> str:
    return f"（按比例折算为 {shown(item.proportional, 4)} 分）" if item.proportional else ""


def _tallied(item: IndicatorScore) -> str:
    """What each thing earned, added up and capped."""
    full = shown(item.indicator.points)
    value = shown(item.actual, 4)
    if item.value_source == "decided":
        told = f"按裁定计 {value} 分"
    elif not item.keys:
        told = f"计 {value} 分"
    elif len(item.keys) == 1:
        ((name, points),) = item.keys.items()
        told = f"{name} {shown(points)} 分"
    else:
        each = " + ".join(f"{name} {shown(points)}" for name, points in item.keys.items())
        told = f"{each} = {value} 分"
    return f"{told}，最高 {full} 分，计 {full} 分" if item.status == "capped" else told


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
    actual = apart(reached, Fraction(item.target or 0), 4)
    rate = f"{actual}{unit} ÷ {target}{unit} = {apart(item.completion * 100, Fraction(100), 2)}%"
    match item.indicator.score:
        case Bands() as kind:
            return in_band(kind, item, f"{actual}{unit} ÷ {target}{unit}")
        case Step() as kind:
            return in_steps(kind, item, f"{actual}{unit} ÷ {target}{unit}")
        case _:
            pass
    if isinstance(item.indicator.target, AtLeast):
        return _threshold(item)
    if item.status == "met":
        return f"{rate}，达到目标，给满分 {full} 分"
    match item.indicator.score:
        case AllOrNothing():
            return f"{rate}，未达到目标，不给分{_in_proportion(item)}"
        case Bands() | Step() | AsIs() | Parts() | Unscored():
            return f"计 {earned} 分"
        case Proportional(floor=floor):
            if item.status == "not_met" and floor is not None and item.completion:
                least = Fraction(floor) * 100
                below = apart(item.completion * 100, least, 2)
                return f"{actual}{unit} ÷ {target}{unit} = {below}%，低于 {shown(least)}%，不给分"
            return f"{rate}，{full} 分 × {actual} ÷ {target} = {earned} 分"
        case _:
            assert_never(item.indicator.score)


def _threshold(item: IndicatorScore) -> str:
    """A figure against the one threshold of the document."""
    full, earned = shown(item.indicator.points), shown(item.points, 4)
    unit = item.indicator.unit
    figure = _quotient(item) or f"{apart(item.actual or Fraction(0), Fraction(item.target or 0), 4)}{unit}"
    against = _against(item)
    if item.status == "met":
        return f"{figure}，{against}，给满分 {full} 分"
    if item.points:
        return f"{figure}，{against}，按比例 {full} 分 × {shown((item.completion or 0) * 100)}% = {earned} 分"
    return f"{figure}，{against}，不给分{_in_proportion(item)}"


def _figure(value: Fraction | Decimal | None) -> str:
    return shown(value, 4)
