"""Bands and steps in words: the rule, and how one indicator came out under it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.rounding import apart, shown
from zhtcli.core.rules.bands import HUNDRED, band_of, ends, in_points, stepped
from zhtcli.core.rules.kinds import AllOrNothing, AsIs, Band, Bands, Parts, Proportional, Score, Step, Unscored


def rule_words(kind: Score, full: Fraction) -> str:
    """How points are given, for an indicator of `full` points."""
    match kind:
        case Proportional(floor=None):
            return "按完成率给分，超额不加分"
        case Proportional(floor=floor):
            return f"完成率低于{shown(Fraction(floor or 0) * HUNDRED)}%不给分，其余按完成率给分，超额不加分"
        case AllOrNothing():
            return "达到目标给满分，否则不给分"
        case Bands():
            told = []
            better: Band | None = None
            for band in kind.bands:
                told.append(f"{span_words(band, better)} {_points_words(kind, band, full)}")
                better = band
            if better is not None and better.least > 0:
                told.append(f"{_below(better)}不给分")
            inside = "；档内得分由人定" if kind.inside == "for_person" else "；档内按完成率比例计"
            return "完成率" + "，".join(told) + (inside if any(_is_range(band) for band in kind.bands) else "")
        case Step():
            more = ""
            if kind.over_each is not None and kind.plus is not None and kind.up_to is not None:
                plus, most = (_amount(figure, kind.unit, full) for figure in (kind.plus, kind.up_to))
                more = f"；每超过 {shown(kind.over_each)}% 加 {plus}，最多加 {most}"
            minus = f"扣 {_amount(kind.minus, kind.unit, full)}{_started(kind)}"
            return f"完成率每差 {shown(kind.each)}% {minus}，扣完为止{more}"
        case AsIs() | Parts() | Unscored():
            return ""
        case _:
            assert_never(kind)


def in_band(kind: Bands, item: IndicatorScore, division: str) -> str:
    """`30个 ÷ 40个 = 75%，属“75%以上、不满100%”一档，…`."""
    completion, full = item.completion or Fraction(0), Fraction(item.indicator.points)
    found = band_of(kind, completion, full)
    limit = found.better or found.band
    rate = f"{division} = {apart(completion * HUNDRED, Fraction(limit.least if limit else 100), 2)}%"
    if found.band is None:
        return f"{rate}，{_below(found.better)}，不给分" if found.better else f"{rate}，不给分"
    where = f"{rate}，属“{span_words(found.band, found.better)}”一档"
    points = _points_words(kind, found.band, full)
    earned = shown(item.points, 4)
    if item.given:
        return f"{where}，可给 {points}，按裁定给 {earned} 分"
    if item.status == "for_person":
        return f"{where}，可给 {points}，由人定，暂按 {earned} 分计"
    if kind.inside == "linear" and _is_range(found.band) and found.better is not None:
        low, high = (in_points(end, kind.unit, full) for end in ends(found.band))
        least, most = found.band.least, found.better.least
        way = f"（{shown(completion * HUNDRED)}% − {shown(least)}%）÷（{shown(most)}% − {shown(least)}%）"
        return f"{where}，{shown(low, 4)} +（{shown(high, 4)} − {shown(low, 4)}）×{way} = {earned} 分"
    return f"{where}，给 {points}" if item.points else f"{where}，不给分"


def in_steps(kind: Step, item: IndicatorScore, division: str) -> str:
    """`31个 ÷ 40个 = 77.5%，差 22.5%，每差 2% 扣 1 分，…`."""
    completion, full = item.completion or Fraction(0), Fraction(item.indicator.points)
    told = stepped(kind, completion, full)
    rate = f"{division} = {apart(completion * HUNDRED, HUNDRED, 2)}%"
    whole, earned, count = shown(full), shown(item.points, 4), shown(told.count, 4)
    if completion < 1:
        each = _amount(kind.minus, kind.unit, full)
        size = Fraction(kind.each)
        gap = apart(told.gap, size * round(told.gap / size), 2)
        rule = f"{rate}，差 {gap}%；每差 {shown(kind.each)}% 扣 {each}{_started(kind)}，计 {count} 次，"
        asked = shown(told.asked, 4)
        if told.asked >= full:
            return f"{rule}应扣 {asked} 分，扣完为止，不给分"
        return (
            f"{rule}扣 {asked} 分，{whole} − {asked} = {earned} 分"
            if told.asked
            else f"{rule}不扣分，给满分 {whole} 分"
        )
    if not told.points or kind.over_each is None or kind.plus is None:
        return f"{rate}，达到目标，给满分 {whole} 分"
    added, asked = shown(told.points, 4), shown(told.asked, 4)
    plus = f"每超过 {shown(kind.over_each)}% 加 {_amount(kind.plus, kind.unit, full)}"
    most = f"应加 {asked} 分，最多加 {added} 分" if told.asked > told.points else f"加 {added} 分"
    return f"{rate}，超过 {shown(told.gap)}%；{plus}，计 {count} 次，{most}，{whole} + {added} = {earned} 分"


def span_words(band: Band, better: Band | None) -> str:
    """`75%以上、不满100%`: 以上 includes the figure, 超过 and 不满 do not."""
    least = f"{shown(band.least)}%以上" if band.inclusive else f"超过{shown(band.least)}%"
    return least if better is None else f"{least}、{_below(better)}"


def _below(band: Band) -> str:
    return f"不满{shown(band.least)}%" if band.inclusive else f"不超过{shown(band.least)}%"


def _is_range(band: Band) -> bool:
    low, high = ends(band)
    return low != high


def _points_words(kind: Bands, band: Band, full: Fraction) -> str:
    low, high = ends(band)
    if low == high:
        return _amount(low, kind.unit, full)
    points = " 至 ".join(shown(in_points(end, kind.unit, full), 4) for end in (low, high))
    return f"{points} 分" + (f"（分值的 {shown(low)}% 至 {shown(high)}%）" if kind.unit == "percent" else "")


def _amount(figure: Decimal, unit: Literal["points", "percent"], full: Fraction) -> str:
    points = f"{shown(in_points(figure, unit, full), 4)} 分"
    return f"{points}（分值的 {shown(figure)}%）" if unit == "percent" else points


def _started(kind: Step) -> str:
    each = shown(kind.each)
    return {
        "counts": f"（不足 {each}% 的按 {each}% 计）",
        "ignored": f"（不足 {each}% 的不计）",
        "proportional": f"（不足 {each}% 的按比例计）",
    }[kind.started]
