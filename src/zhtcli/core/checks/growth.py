"""Growth as typed against growth as computed from the figures of the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from zhtcli.core.catalogue import series as rules
from zhtcli.core.checks.jumps import mixed_up
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.tablecolumns import GROWTHS, Part
from zhtcli.core.period import year_before
from zhtcli.core.quarters.followed import grown
from zhtcli.core.quarters.growth import NO_FIGURE, growth_unit
from zhtcli.core.quarters.observed import Told
from zhtcli.core.quarters.quarterview import FIGURE_WORDS, QuarterView, listed, mixup, slack, whence
from zhtcli.core.rounding import shown
from zhtcli.core.rules.checkkinds import Growth
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.monitored import Nature

COARSEST = Fraction(1, 20)
"""A percentage typed as a fraction stands for what is within five points of it: 0.2 for 15 to 25."""

ROUNDED_OFF = Fraction(1, 4)
"""Nor for what is further from it than this share of it: 0.01 for 0.75 to 1.25."""

_Item = tuple[str, Part]
"""Indicator and the figure that grows."""

_ENTERED: dict[Part, tuple[Part, ...]] = {"quarter": ("quarter", "numerator", "denominator")}
_ADVICE = {
    True: "请补填本期的数",
    False: "请补填去年同期数，或用 zht template --from 带入去年同期的填报件",
}


def growth_findings(check: Growth, view: QuarterView, mixed: set[str]) -> Iterator[Finding]:
    """Growth that is not what the figures give; one note each for what cannot be computed and what is blank.

    `mixed` are the indicators told already to have mixed-up units; those told here are added.
    """
    unchecked: dict[str, list[_Item]] = {}
    baseless: dict[str, list[_Item]] = {}
    blank: list[_Item] = []
    for indicator, nature in view.followed():
        for part, of in GROWTHS.items():
            computed = grown(nature, view.quarters, indicator.no, view.own, part)
            typed, item = view.told(indicator.no, part), (indicator.no, of)
            if computed.value is not None and typed is not None:
                now, before = view.told(indicator.no, of), view.told(indicator.no, of, year_before(view.own))
                if now is not None and before is not None:
                    one = _Typed(indicator, nature, part, typed, computed.value, now, before)
                    yield from _compared(check, view, one, mixed)
            elif _unusable(view, indicator.no, of):
                continue  # the figure itself is told of
            elif typed is not None:
                unchecked.setdefault(computed.note, []).append(item)
            elif _left_blank(view, indicator, part) and computed.value is not None:
                blank.append(item)
            elif _left_blank(view, indicator, part) and computed.note != NO_FIGURE:
                baseless.setdefault(computed.note, []).append(item)
    for reason, items in unchecked.items():
        yield _told_once(rules.GROWTH_UNCHECKED, check, view, items, reason=reason, advice=_ADVICE[reason == NO_FIGURE])
    for reason, items in baseless.items():
        yield _told_once(rules.GROWTH_NO_BASE, check, view, items, reason=reason)
    if blank:
        yield _told_once(rules.GROWTH_BLANK, check, view, blank)


@dataclass(frozen=True, slots=True)
class _Typed:
    """Growth as typed, growth as computed, and the two figures between which it lies."""

    indicator: Indicator
    nature: Nature
    part: Part
    typed: Told
    computed: Fraction
    now: Told
    before: Told


def _compared(check: Growth, view: QuarterView, one: _Typed, mixed: set[str]) -> Iterator[Finding]:
    indicator, nature, typed, now, before = one.indicator, one.nature, one.typed, one.now, one.before
    low, high = _range(nature, (now.value, slack(indicator, now)), (before.value, slack(indicator, before)))
    if low - typed.margin <= typed.value <= high + typed.margin:
        return
    points = nature.growth == "percent" and indicator.unit == "%"
    if points and abs(typed.value - (now.value - before.value)) <= typed.margin:
        yield _differs(rules.GROWTH_POINTS, check, view, one)
        return
    close = min(typed.margin * 100, COARSEST * 100, abs(typed.value) * 100 * ROUNDED_OFF)
    fraction = typed.value != 0 and low - close <= typed.value * 100 <= high + close
    if not fraction and (kind := mixup(indicator, now.value, before.value)) is not None:
        if indicator.no not in mixed:
            mixed.add(indicator.no)
            base = whence(year_before(view.own), before)
            yield mixed_up(check, view, indicator, GROWTHS[one.part], kind, before.value, base)
        return
    yield _differs(rules.GROWTH_FRACTION if fraction else rules.GROWTH_DIFFERS, check, view, one)


def _differs(rule: Rule, check: Growth, view: QuarterView, one: _Typed) -> Finding:
    unit = growth_unit(one.nature)
    return rule.found(
        view.cell(one.indicator.no, one.part),
        indicator=one.indicator.printed_no,
        field=one.part,
        raw=one.typed.raw or shown(one.typed.value, 4),
        clause=check.clause,
        severity=check.severity,
        part=FIGURE_WORDS[GROWTHS[one.part]],
        typed=f"{shown(one.typed.value, 4)}{unit}",
        computed=f"{shown(one.computed)}{unit}",
        formula=_formula(one.nature, one.now.value, one.before.value),
        base=whence(year_before(view.own), one.before),
    )


def _range(
    nature: Nature, now: tuple[Fraction, Fraction], before: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction]:
    """The growth that figures typed so exactly may stand for; the earlier one is above nothing."""
    tops = [now[0] - now[1], now[0] + now[1]]
    bottoms = [before[0] - before[1], before[0] + before[1]]
    if nature.growth == "points":
        return tops[0] - bottoms[1], tops[1] - bottoms[0]
    grown = [(top / bottom - 1) * 100 for top in tops for bottom in bottoms]
    return min(grown), max(grown)


def _formula(nature: Nature, now: Fraction, before: Fraction) -> str:
    here, there = shown(now, 4), shown(before, 4)
    return f"{here} − {there}" if nature.growth == "points" else f"（{here} − {there}）÷ {there} × 100%"


def _left_blank(view: QuarterView, indicator: Indicator, part: Part) -> bool:
    """Whether nothing stands there; what cannot be read, and a dash, has a finding of its own."""
    entry = view.submission.entry(indicator.no, view.own, part)
    return entry is not None and entry.state == "blank" and not entry.raw


def _unusable(view: QuarterView, no: str, of: Part) -> bool:
    """Whether the figure of this quarter or of the year before is not known although something is entered for it."""
    return any(
        view.told(no, of, period) is None
        and any(
            entry is not None and not entry.formula and (entry.state != "blank" or entry.raw)
            for entry in (view.submission.entry(no, period, part) for part in _ENTERED.get(of, (of,)))
        )
        for period in (view.own, year_before(view.own))
    )


def _told_once(rule: Rule, check: Growth, view: QuarterView, items: Sequence[_Item], **words: Any) -> Finding:
    """One note for all of them, on the first one's cell."""
    no, of = items[0]
    part = next(growth for growth, figure in GROWTHS.items() if figure == of)
    entry = view.submission.entry(no, view.own, part)
    return rule.found(
        entry.at if entry is not None else None,
        indicator=no if len({one for one, _ in items}) == 1 else None,
        field=part,
        clause=check.clause,
        items=_all(items),
        **words,
    )


def _all(items: Sequence[_Item]) -> str:
    """`本季度和累计第1、2项，累计第3项`."""
    parts: dict[str, list[str]] = {}
    for no, of in items:
        parts.setdefault(no, []).append(FIGURE_WORDS[of])
    grouped: dict[str, list[str]] = {}
    for no, names in parts.items():
        grouped.setdefault("和".join(names), []).append(no)
    return "，".join(f"{names}{listed(nos)}" for names, nos in grouped.items())
