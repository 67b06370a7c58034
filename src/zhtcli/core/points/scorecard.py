"""Totals: the points of a scope by section and over all, on the regime's full scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from zhtcli.core.figures.figures import Figures
from zhtcli.core.period import Scope
from zhtcli.core.points.earning import Status
from zhtcli.core.points.grading import Graded, Ruling, gated, graded, rulings
from zhtcli.core.points.score import IndicatorScore, score_indicator
from zhtcli.core.rounding import rounded, shown
from zhtcli.core.rules.overlay import Overlay
from zhtcli.core.rules.regime import Regime

OPEN: frozenset[Status] = frozenset({"not_filled", "not_computable", "not_applicable", "provisional", "for_person"})
"""What keeps a total provisional: nothing is said yet, or a person has to."""


def is_open(item: IndicatorScore) -> bool:
    """Whether an item keeps the total provisional. A bonus that nobody claims does not."""
    unclaimed = item.indicator.bonus and item.status in ("not_filled", "for_person") and item.points is None
    return item.status in OPEN and not unclaimed


@dataclass(frozen=True, slots=True)
class SectionScore:
    """`max` includes what the section's bonus items can add, `bonus_max`."""

    id: str
    title: str
    points: Fraction
    max: Fraction
    bonus_max: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Points of one scope. `total` is on the regime's full scale, `raw_total` the plain sum."""

    scope: Scope
    total: Fraction
    raw_total: Fraction
    max: Fraction
    base_max: Fraction
    """What the items that are no bonus come to."""
    assessed_max: Fraction
    base: Fraction
    bonus: Fraction
    complete: bool
    low: Fraction
    high: Fraction
    total_without_zero_targets: Fraction
    total_without_registers: Fraction
    """The total if no register had been handed in."""
    total_without_evidence: Fraction
    """The total under the other answer to what a row without evidence is worth."""
    sections: tuple[SectionScore, ...]
    indicators: tuple[IndicatorScore, ...]
    gates: tuple[Ruling, ...] = ()
    """What became of each gate of an overlay."""
    computed: Fraction | None = None
    """What the points come to, where a gate changed the total."""
    graded: Graded | None = None
    """The grade that an overlay gives, or between which grades it is."""

    @property
    def grade(self) -> str | None:
        return None if self.graded is None else self.graded.grade

    @property
    def struck(self) -> tuple[Ruling, ...]:
        return tuple(ruling for ruling in self.gates if ruling.state == "struck")


def scorecards(
    regime: Regime, figures: Figures, form_period: str, waived: frozenset[str] = frozenset()
) -> tuple[Scorecard, ...]:
    """The scorecards of a form: its own period first, then the earlier ones, then the cumulative scopes.

    `waived` are the fields of the form that say yes.
    """
    scopes = scored_scopes(regime, figures, form_period)
    return tuple(scorecard(regime, figures, form_period, scope, waived) for scope in scopes)


def scored_scopes(regime: Regime, figures: Figures, form_period: str) -> tuple[Scope, ...]:
    """What a form is scored for. A form without columns for earlier periods tells nothing of them by itself: such a
    period counts only where another workbook told it.
    """
    scopes = regime.scopes(form_period)
    if regime.earlier_periods:
        return scopes
    known = {period for (_, period), figure in figures.items() if figure.state != "blank"}
    return tuple(one for one in scopes if one.cumulative or one.through == form_period or one.through in known)


def scorecard(
    regime: Regime, figures: Figures, form_period: str, scope: Scope, waived: frozenset[str] = frozenset()
) -> Scorecard:
    """The points of one scope."""
    items = tuple(
        score_indicator(i, regime.scoring, regime.spans(form_period), figures, form_period, scope, waived)
        for i in regime.indicators
        if i.scored
    )
    running = scope.through > form_period
    card = total_up(regime, items, scope, running=running)
    return card if regime.overlay is None else _under_overlay(regime.overlay, card, waived, running=running)


def _under_overlay(overlay: Overlay, card: Scorecard, says_yes: frozenset[str], *, running: bool) -> Scorecard:
    """The card with the overlay's gates and grades applied; the points of indicators and sections stay."""
    told = rulings(overlay.gates, card.indicators, says_yes, running=running)
    settled = graded(overlay, card.total, card.low, card.high, told)
    firm = gated(card.total_without_zero_targets, [ruling.gate for ruling in told if ruling.state == "struck"])
    return replace(
        card,
        total=settled.total,
        low=settled.low,
        high=settled.high,
        total_without_zero_targets=firm,
        total_without_registers=settled.total,
        total_without_evidence=settled.total,
        gates=told,
        computed=card.total if card.total != settled.total else None,
        graded=settled if overlay.grades else None,
    )


def total_up(regime: Regime, items: Sequence[IndicatorScore], scope: Scope, *, running: bool) -> Scorecard:
    """Sections and totals of scored indicators."""
    scoring = regime.scoring
    base_items = [item for item in items if not item.indicator.bonus]
    base = sum((item.points or Fraction(0) for item in base_items), Fraction(0))
    bonus = sum((item.points or Fraction(0) for item in items if item.indicator.bonus), Fraction(0))
    beyond = sum((item.beyond for item in base_items), Fraction(0))
    assessed = sum((Fraction(item.indicator.points) for item in base_items if item.assessed), Fraction(0))
    full = Fraction(scoring.total)
    extra = _most_beyond(regime)

    def on_scale(points: Fraction, of: Fraction, added: Fraction) -> Fraction:
        """Base points on the full scale, whatever took part; bonus points come on top."""
        scaled = points if of == full else points * full / of if of else Fraction(0)
        return rounded(scaled + added, scoring.total_places)

    def bound(name: Literal["low", "high"]) -> Fraction:
        base, added = (
            sum((getattr(item, name) for item in items if item.indicator.bonus is is_bonus), Fraction(0))
            for is_bonus in (False, True)
        )
        return on_scale(base, assessed, added)

    firm = [item for item in base_items if not item.zero_target]
    firm_points = sum((item.points or Fraction(0) for item in firm), Fraction(0))
    firm_max = sum((Fraction(item.indicator.points) for item in firm), Fraction(0))
    total = on_scale(base, assessed, bonus)
    return Scorecard(
        scope=scope,
        total=total,
        raw_total=rounded(base + bonus, scoring.total_places),
        max=full + extra,
        base_max=full,
        assessed_max=assessed + extra,
        base=rounded(base - beyond, scoring.total_places),
        bonus=rounded(bonus + beyond, scoring.total_places),
        complete=not running and not any(is_open(i) for i in items),
        low=bound("low"),
        high=bound("high"),
        total_without_zero_targets=on_scale(firm_points, firm_max, bonus),
        total_without_registers=total,
        total_without_evidence=total,
        sections=tuple(
            SectionScore(
                section.id,
                section.title,
                rounded(
                    sum((i.points or Fraction(0) for i in items if i.indicator.section == section.id), Fraction(0)),
                    scoring.total_places,
                ),
                Fraction(section.points) + _most_beyond(regime, section.id),
                _most_beyond(regime, section.id),
            )
            for section in regime.sections
            if any(item.indicator.section == section.id for item in items)
        ),
        indicators=tuple(items),
    )


def _most_beyond(regime: Regime, section: str | None = None) -> Fraction:
    """What bonus items, and points beyond the full ones, can add, in one section or in all."""
    beyond = (i.extra for i in regime.indicators if not i.bonus and section in (None, i.section))
    return Fraction(regime.bonus_points(section)) + sum(beyond, Fraction(0))


def with_bonus(full: Fraction, bonus: Fraction) -> str:
    """`50+20`: what can be reached, and what can be added to it."""
    return f"{shown(full - bonus)}+{shown(bonus)}" if bonus else shown(full)
