"""Figures that are not likely: far from last quarter's, or implying a quantity that cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from zhtcli.core.catalogue import series as rules
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.period import period_label, year_before
from zhtcli.core.quarters.observed import Told
from zhtcli.core.quarters.quarterview import (
    FIGURE_WORDS,
    Mixup,
    QuarterView,
    about,
    amount,
    is_money,
    mixup,
    whence,
)
from zhtcli.core.rounding import shown
from zhtcli.core.rules.checkkinds import Growth, Implied, Jump, ToDate
from zhtcli.core.rules.indicator import Indicator

FAR_BELOW = 100
"""A quantity so many times below what it cannot be below, which 10 000 times as much would fit, is one of units."""
APART = "相差约 1 万倍"


def mixed_up(
    check: Growth | ToDate | Jump,
    view: QuarterView,
    indicator: Indicator,
    part: Part,
    kind: Mixup,
    other: Fraction,
    label: str,
) -> Finding:
    """The finding that a figure seems to be in another unit than an earlier one; `label` says which that is."""
    seen = f"第{indicator.printed_no}项{FIGURE_WORDS[part]}填了{amount(indicator, view.value(indicator.no, part))}"
    rule, times = _MIXUPS[kind]
    return _found(rule, check, view, indicator, part, seen=f"{seen}，{label}是{amount(indicator, other)}，{times}")


_MIXUPS: dict[Mixup, tuple[Rule, str]] = {"units": (rules.UNITS, APART), "fraction": (rules.FRACTION, "相差约 100 倍")}


def _earlier_one(check: Jump, view: QuarterView, indicator: Indicator, kind: Mixup, now: Told, before: Told) -> Finding:
    """Last quarter's figure is the one that is off: this quarter's agrees with that of the year before."""
    rule, times = _MIXUPS[kind]
    told = f"第{indicator.printed_no}项{whence(view.last, before)}的数是{amount(indicator, before.value)}"
    return rule.found(
        before.at or view.cell(indicator.no),
        indicator=indicator.printed_no,
        field="quarter",
        raw=before.raw or shown(before.value, 4),
        clause=check.clause,
        severity=check.severity,
        seen=f"{told}，而本季度{amount(indicator, now.value)}与去年同期相当，{times}",
    )


def jumps(check: Jump, view: QuarterView) -> dict[str, tuple[Mixup | None, Finding | None]]:
    """Indicator -> what its jump from last quarter looks like, and the finding.

    None for what last quarter's own workbook is told of.
    """
    found: dict[str, tuple[Mixup | None, Finding | None]] = {}
    for indicator, nature in view.followed():
        now, before = view.told(indicator.no), view.told(indicator.no, period=view.last)
        if now is None or before is None or now.value <= 0 or before.value <= 0:
            continue
        if nature.year_to_date and view.opens_year:
            continue  # what counts from January starts anew
        times = now.value / before.value
        if 1 / Fraction(check.times) <= times <= check.times:
            continue
        label, kind = whence(view.last, before), mixup(indicator, now.value, before.value)
        if kind is not None:
            base = view.value(indicator.no, period=year_before(view.own))
            if base and base > 0 and mixup(indicator, now.value, base) is None:
                here = None if before.file else _earlier_one(check, view, indicator, kind, now, before)
                found[indicator.no] = kind, here
            else:
                found[indicator.no] = kind, mixed_up(check, view, indicator, "quarter", kind, before.value, label)
            continue
        this, that = amount(indicator, now.value), amount(indicator, before.value)
        size = f"约{shown(times, 0)}倍" if times > 1 else f"约{shown(1 / times, 0)}分之一"
        seen = {"here": this, "there": that, "label": label, "size": size}
        found[indicator.no] = None, _found(rules.JUMP, check, view, indicator, "quarter", **seen)
    return found


@dataclass(frozen=True, slots=True)
class _Quantity:
    """What two indicators imply in one quarter."""

    value: Fraction
    formula: str


def implied_findings(check: Implied, view: QuarterView, mixed: Collection[str]) -> Iterator[Finding]:
    """Where the quantity that two indicators imply is not plausible: one finding for each bound that it breaks.

    Nothing where one of the figures is known to be in another unit (`mixed`): that is told already.
    """
    nos = [no for no in (check.numerator, check.denominator, check.least, check.equals) if no is not None]
    here = _quantity(check, view, view.own)
    if here is None or any(no in mixed for no in nos):
        return
    before = _quantity(check, view, view.last)
    breaches = list(_breaches(check, view, here, before))
    if not breaches:
        return
    indicator = view.regime.indicator(check.numerator)
    implied = f"按{here.formula} 计算，{check.name}是{_shown(check, here.value)}"
    if check.equals is not None and (told := view.told(check.equals)) is not None:
        share = view.regime.indicator(check.equals)
        if told.value < here.value and mixup(share, told.value, here.value) == "fraction":
            seen = f"第{share.printed_no}项本季度填了{amount(share, told.value)}，而{implied}，相差约 100 倍"
            yield _found(rules.FRACTION, check, view, share, "quarter", seen=seen)
            return
    if against := _off_by_units(check, view, here, before):
        yield _found(rules.UNITS, check, view, indicator, "quarter", seen=f"{implied}，{against}")
        return
    for rule, words in breaches:
        yield _found(rule, check, view, indicator, "quarter", implied=implied, sentence=check.sentence, **words)


def _quantity(check: Implied, view: QuarterView, period: str) -> _Quantity | None:
    top, bottom = (view.value(no, period=period) for no in (check.numerator, check.denominator))
    if top is None or not bottom:
        return None
    value = Fraction(check.times) * top / bottom
    times = f" × {shown(check.times, 4)}" if check.times != 1 else ""
    names = [f"第{no}项" for no in (check.numerator, check.denominator)]
    return _Quantity(value, f"{names[0]} {shown(top, 4)}{times} ÷ {names[1]} {shown(bottom, 4)}")


def _breaches(
    check: Implied, view: QuarterView, here: _Quantity, before: _Quantity | None
) -> Iterator[tuple[Rule, dict[str, str]]]:
    if check.least is not None:
        least = view.value(check.least)
        if least is not None and here.value < least:
            other = view.regime.indicator(check.least)
            yield rules.IMPLIED_LOW, {"least": f"第{other.printed_no}项{other.name}{amount(other, least)}"}
    if check.most is not None and here.value > check.most:
        yield rules.IMPLIED_HIGH, {"most": _shown(check, Fraction(check.most))}
    if check.change is not None and before is not None and before.value > 0:
        moved = (here.value - before.value) / before.value * 100
        if abs(moved) > check.change:
            yield (
                rules.IMPLIED_MOVED,
                {
                    "last": period_label(view.last),
                    "before": _shown(check, before.value),
                    "moved": f"{'增加' if moved > 0 else '减少'} {shown(abs(moved))}%",
                },
            )
    if check.equals is not None:
        equal = view.value(check.equals)
        if equal is not None and equal > 0 and abs(here.value - equal) / equal * 100 > check.near:
            other = view.regime.indicator(check.equals)
            yield (
                rules.IMPLIED_APART,
                {
                    "other": f"第{other.printed_no}项填报的是{amount(other, equal)}",
                    "apart": f"{shown(abs(here.value - equal) / equal * 100)}%",
                },
            )


def _off_by_units(check: Implied, view: QuarterView, here: _Quantity, before: _Quantity | None) -> str:
    """What the quantity is some 10 000 times more or less than; blank where it is not, or no money is in it."""
    if not any(is_money(view.regime.indicator(no)) for no in (check.numerator, check.denominator)):
        return ""
    if here.value <= 0:
        return ""
    if before is not None and before.value > 0:
        return f"上季度是{_shown(check, before.value)}，{APART}" if _apart(here.value, before.value) else ""
    if check.equals is not None and (equal := view.value(check.equals)):
        label = f"第{check.equals}项填报的是{_shown(check, equal)}"
        return f"{label}，{APART}" if _apart(here.value, equal) else ""
    least = view.value(check.least) if check.least is not None else None
    if not least:
        return ""
    most = Fraction(check.most) if check.most is not None else None
    if here.value * FAR_BELOW < least <= here.value * 10_000 and (most is None or here.value * 10_000 <= most):
        return f"远少于第{check.least}项的{_shown(check, least)}，乘以 1 万才合情理"
    if most is not None and here.value > most and least <= here.value / 10_000:
        return f"超过{_shown(check, most)}，除以 1 万才合情理"
    return ""


def _apart(one: Fraction, other: Fraction) -> bool:
    return other > 0 and about(max(one / other, other / one), 10_000)


def _shown(check: Implied, value: Fraction) -> str:
    return f"{shown(value, 2 if value >= 1 else 4)}{check.unit}"


def _found(
    rule: Rule,
    check: Growth | ToDate | Jump | Implied,
    view: QuarterView,
    indicator: Indicator,
    part: Part,
    **words: Any,
) -> Finding:
    told = view.told(indicator.no, part)
    return rule.found(
        view.cell(indicator.no, part),
        indicator=indicator.printed_no,
        field=part,
        raw=(told.raw or shown(told.value, 4)) if told is not None else None,
        clause=check.clause,
        severity=check.severity,
        **words,
    )
