"""How the figures of one followed indicator come about: the cells, growth, and what the to-date figure adds up from."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhtcli.core.forms.tablecolumns import GROWTHS, Part
from zhtcli.core.period import period_label, previous, year_before
from zhtcli.core.quarters.followed import FollowedQuarter
from zhtcli.core.quarters.growth import Grown
from zhtcli.core.quarters.observed import Told
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.monitored import GROWTH_WORDS, NATURE_WORDS
from zhtcli.core.years.progress import Progress
from zhtcli.report.text.columns import Paint, hanging

_PART_WORDS: dict[Part, str] = {"quarter": "本季度数据", "to_date": "截止本季度累计数据"}
_GROWTH_WORDS: dict[Part, str] = {"quarter_growth": "本季度同比", "to_date_growth": "累计同比"}


def quarter_lines(item: Progress, own: str, width: int, paint: Paint) -> Iterator[str]:
    """The form's own quarter of one indicator, each figure with its cell and its sum."""
    by_period = {quarter.period: quarter for quarter in item.quarters}
    here = by_period.get(own)
    yield paint(period_label(own), "bold")
    yield from hanging("  性质：", _nature(item.indicator), width)
    if here is None:
        yield "  没有填报。"
        return
    before = by_period.get(year_before(own))
    for part, word in _PART_WORDS.items():
        yield from hanging(f"  {word}：", _figure(here, part, item.indicator), width)
        if part == "to_date":
            yield from hanging("    应为：", _expected(here, by_period.get(previous(own)), item.indicator), width)
        growth: Part = "quarter_growth" if part == "quarter" else "to_date_growth"
        yield from hanging(f"  {_GROWTH_WORDS[growth]}：", _growth(here, before, growth), width)


def _nature(indicator: Indicator) -> str:
    nature = indicator.nature
    return (
        "" if nature is None else f"{NATURE_WORDS[nature.kind]}，同比按{GROWTH_WORDS[nature.growth]}（{nature.clause}）"
    )


def _figure(quarter: FollowedQuarter, part: Part, indicator: Indicator) -> str:
    told = quarter.observed.told.get(part)
    if told is None:
        return "没有填，或不能采用"
    parts = ""
    if part == "quarter" and quarter.observed.numerator is not None and quarter.observed.denominator is not None:
        parts = f" = {shown(quarter.observed.numerator, 4)} ÷ {shown(quarter.observed.denominator, 4)}"
    return f"{shown(told.value, 4)}{indicator.unit}{parts}（{_where(told)}）"


def _where(told: Told) -> str:
    return str(told.at) if told.at is not None else "表中没有这一格"


def _expected(here: FollowedQuarter, before: FollowedQuarter | None, indicator: Indicator) -> str:
    expected, own = here.expected_to_date, here.observed.quarter
    if expected is None or own is None:
        why = "比例不能相加，累计照填报数" if here.nature.kind == "ratio" else "缺以前季度的数，无法推算"
        return why
    unit = indicator.unit
    earlier = expected - own
    if here.nature.kind != "flow" or not earlier:
        return f"{shown(expected, 4)}{unit}，与本季度数相同"
    told = before.observed.told.get("to_date") if before is not None else None
    source = f"（{_where(told)}）" if told is not None else ""
    return f"到上季度 {shown(earlier, 4)}{source} + 本季度 {shown(own, 4)} = {shown(expected, 4)}{unit}"


def _growth(here: FollowedQuarter, before: FollowedQuarter | None, part: Part) -> str:
    of = GROWTHS[part]
    grown: Grown = here.growth if part == "quarter_growth" else here.to_date_growth
    typed = here.observed.told.get(part)
    said = f"；填报 {shown(typed.value, 4)}{here.growth_unit}（{_where(typed)}）" if typed is not None else "；没有填"
    now = here.observed.value(of)
    base = before.observed.told.get(of) if before is not None else None
    if grown.value is None or now is None or base is None:
        return f"{grown.note}{said}"
    return f"{_sum(here, now, base)} = {shown(grown.value)}{here.growth_unit}{said}"


def _sum(here: FollowedQuarter, now: Fraction, base: Told) -> str:
    this, that = shown(now, 4), f"{shown(base.value, 4)}（{_where(base)}）"
    if here.nature.growth == "points":
        return f"{this} − {that}"
    return f"（{this} − {that}）÷ {shown(base.value, 4)} × 100%"
