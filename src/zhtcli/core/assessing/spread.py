"""How far the readings move a total: one at a time, and all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import msgspec

from zhtcli.core.assessing.decisions import with_decisions
from zhtcli.core.checks.validate import blocked_slots, check_ratios
from zhtcli.core.decision import Decided
from zhtcli.core.figures.amounts import target_of
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.figures.figures import Figures, measure, with_registers
from zhtcli.core.finding import Finding
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.rowverdicts import Circumstances
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import Scope
from zhtcli.core.points.experts import opinions_for, with_opinions
from zhtcli.core.points.grading import Graded, gated, rulings
from zhtcli.core.points.score import IndicatorScore, score_indicator
from zhtcli.core.points.scorecard import scorecards, scored_scopes
from zhtcli.core.registers.verify import verify_indicator
from zhtcli.core.rounding import rounded
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Pledged
from zhtcli.core.rules.regime import Definition, Regime, Scoring
from zhtcli.core.rules.resolve import choices, chosen, resolve, settle
from zhtcli.core.years.pledges import in_cycle

MANY = 4
"""A reading that touches more indicators than this is moved for all of them at once."""


@dataclass(frozen=True, slots=True)
class Move:
    """The total when this one reading takes this option, and the grade that an overlay then gives."""

    reading: str
    option: str
    total: Fraction
    graded: Graded | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Lowest and highest total over all combinations of readings, and what each option alone gives."""

    low: Fraction
    high: Fraction
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a spread is computed from: figures as reported, the registers behind them, and experts' scores.

    `base` is the regime that the reported figures were measured under, `findings` what was found of the form: with
    them, indicators that another reading measures in another way are measured anew. `earlier` are the unit's workbooks
    of earlier years, which may tell what was pledged.
    """

    reported: Figures
    submission: Submission
    under: Circumstances
    waived: frozenset[str]
    decided: Decided
    experts: tuple[ExpertScore, ...] = ()
    base: Regime | None = None
    findings: tuple[Finding, ...] = ()
    earlier: tuple[Submission, ...] = ()

    def regime(self, definition: Definition, options: Mapping[str, str]) -> Regime:
        """The regime under these options, with what this form pledges as its targets where applicants set them."""
        return in_cycle(resolve(definition, options), self.submission, self.earlier)

    @property
    def registers(self) -> Mapping[str, RegisterRows]:
        return self.submission.registers

    @property
    def form_period(self) -> str:
        return self.under.own_period

    def _reported(self, regime: Regime, indicators: Iterable[Indicator]) -> Figures:
        """The figures as reported. Whether a percentage agrees with its parts depends on which parts those are."""
        if self.base is None:
            return self.reported
        before = {one.no: one.measure for one in self.base.measured()}
        moved = tuple(one for one in indicators if any(of.measure != before.get(of.no) for of in one.measured()))
        if not moved:
            return self.reported
        about_parts = check_ratios(self.base, self.submission, frozenset())
        found = [one for one in self.findings if one not in about_parts]
        of = msgspec.structs.replace(regime, indicators=moved)
        found += check_ratios(of, self.submission, blocked_slots(self.submission, found))
        return {**self.reported, **measure(of, self.submission, blocked_slots(self.submission, found))}

    def figures(self, regime: Regime, indicators: Sequence[Indicator]) -> Figures:
        """The figures under this regime's rules about rows and experts."""
        told = {
            (measured.no, period): verified
            for indicator in indicators
            for measured in indicator.measured()
            for period, verified in verify_indicator(regime, measured, self.registers, self.under)[0].items()
        }
        figures = with_registers(self._reported(regime, indicators), told)
        if self.experts:
            opinions, _ = opinions_for(regime, self.submission, self.experts)
            figures = with_opinions(figures, opinions, self.form_period)
        return with_decisions(figures, self.decided)


def spread(definition: Definition, readings: Mapping[str, str], evidence: Evidence) -> dict[str, Spread]:
    """The spread of every scope, by the scope's id."""
    regime = evidence.regime(definition, readings)
    scopes = scored_scopes(regime, evidence.reported, evidence.form_period)
    table = _Table(definition, regime, evidence)
    moves: dict[str, list[Move]] = {scope.id: [] for scope in scopes}
    now = chosen(definition, readings)
    for reading in definition.readings:
        for option in reading.options:
            if option != now[reading.key]:
                moved = evidence.regime(definition, {**now, reading.key: option})
                figures = evidence.figures(moved, moved.indicators)
                for card in scorecards(moved, figures, evidence.form_period, evidence.waived):
                    moves[card.scope.id].append(Move(reading.key, option, card.total, card.graded))
    return {scope.id: Spread(*table.bounds(scope), tuple(moves[scope.id])) for scope in scopes}


_Reach = dict[tuple[Fraction, frozenset[int]], tuple[Fraction, Fraction]]
"""Assessed points and the gates that struck -> the lowest and the highest sum of points."""


_NEUTRAL = {"carry": "none", "zero_target": "full", "blank": "not_filled", "experts": "mean", "no_register": "reported"}
"""Answers about the scoring that not every indicator can feel, one answer for those that cannot."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Places of indicators that share narrow `readings`, and all that can move them."""

    members: tuple[int, ...]
    readings: tuple[str, ...]
    touched: frozenset[str]


class _Table:
    """All readings at once. A total is a sum over indicators, so readings that touch only a few of them are
    moved there alone, and the bounds of those groups are added up; the others are moved for the whole table.
    """

    def __init__(self, definition: Definition, regime: Regime, evidence: Evidence) -> None:
        self.regime, self.evidence = regime, evidence
        self.now = chosen(definition, {})
        self.options = {reading.key: tuple(reading.options) for reading in definition.readings}
        self.nodes: list[Any] = list(definition.tree["indicators"])
        self.touched = [tuple(sorted(set(self._asked(node)))) for node in self.nodes]
        self.scoring_node = definition.tree["scoring"]
        count = {key: sum(key in own for own in self.touched) for key in self.options}
        for_all = {by for _, by, _ in choices(self.scoring_node)}
        self.wide = [key for key in self.options if key in for_all or count[key] > MANY]
        self.groups = tuple(self._groups({key for key in self.options if count[key] and key not in self.wide}))
        self.periods = regime.spans(evidence.form_period)
        self.gates = regime.overlay.gates if regime.overlay else ()
        self._indicators: dict[tuple[int, tuple[str, ...], str], tuple[Indicator, Figures]] = {}
        self._unfelts: dict[tuple[Any, ...], frozenset[str]] = {}
        self._scores: dict[tuple[Any, ...], IndicatorScore] = {}
        self._fields: dict[tuple[Any, ...], tuple[str, ...]] = {}
        self._outcomes: dict[tuple[Any, ...], _Reach] = {}

    def _asked(self, node: Any) -> Iterator[str]:
        """The readings that can move an indicator; what is asked about rows moves nothing where there are none."""
        for path, reading, _ in choices(node):
            if path[:1] != ("rows",) or self.evidence.registers:
                yield reading

    def bounds(self, scope: Scope) -> tuple[Fraction, Fraction]:
        """The lowest and the highest total that some combination of readings gives."""
        totals = [
            total for combo in self._combinations(self.wide) for total in self._totals({**self.now, **combo}, scope)
        ]
        return min(totals), max(totals)

    def _totals(self, wide: Mapping[str, str], scope: Scope) -> Iterator[Fraction]:
        """The lowest and highest totals under these wide readings, for each sum of assessed points and gates."""
        scoring = msgspec.convert(settle(self.scoring_node, wide), Scoring)
        reach: _Reach = {(Fraction(0), frozenset()): (Fraction(0), Fraction(0))}
        for group in self.groups:
            joined: _Reach = {}
            outcomes = self._outcomes_of(group, wide, scoring, scope)
            for (key_a, (low_a, high_a)), (key_b, (low_b, high_b)) in product(reach.items(), outcomes.items()):
                _widen(joined, (key_a[0] + key_b[0], key_a[1] | key_b[1]), low_a + low_b, high_a + high_b)
            reach = joined
        full = Fraction(scoring.total)
        for (assessed, struck), bounds in reach.items():
            for points in bounds:
                scaled = points if assessed == full else points * full / assessed if assessed else Fraction(0)
                yield gated(rounded(scaled, scoring.total_places), [self.gates[place] for place in struck])

    def _outcomes_of(self, group: _Group, wide: Mapping[str, str], scoring: Scoring, scope: Scope) -> _Reach:
        """What a group comes to under its own readings, worked out once for all wide ones that it cannot feel."""
        under = (group, scope, tuple(wide[key] for key in self.wide if key in group.touched), scoring.experts)
        if under not in self._fields:
            combined = [{**wide, **narrow} for narrow in self._combinations(group.readings)]
            unfelt = [self._unfelt(k, options, scoring, scope) for options in combined for k in group.members]
            self._fields[under] = tuple(set(Scoring.__struct_fields__).difference(frozenset.intersection(*unfelt)))
        key = (under, tuple(getattr(scoring, field) for field in self._fields[under]))
        if key not in self._outcomes:
            outcomes = self._outcomes[key] = {}
            for narrow in self._combinations(group.readings):
                items = [self._item(k, {**wide, **narrow}, scoring, scope) for k in group.members]
                self._widen(outcomes, items, scoring, scope)
        return self._outcomes[key]

    def _widen(self, into: _Reach, items: Sequence[IndicatorScore], scoring: Scoring, scope: Scope) -> None:
        assessed, points = _summed(items, scoring)
        running = scope.through > self.evidence.form_period
        told = rulings(self.gates, items, self.evidence.waived, running=running)
        struck = frozenset(place for place, ruling in enumerate(told) if ruling.state == "struck")
        _widen(into, (assessed, struck), points, points)

    def _item(self, k: int, options: Mapping[str, str], scoring: Scoring, scope: Scope) -> IndicatorScore:
        unfelt = self._unfelt(k, options, scoring, scope)
        # exact points: rounding is applied to the sum's terms afterwards
        exact = msgspec.structs.replace(scoring, item_places=None, **{field: _NEUTRAL[field] for field in unfelt})
        key = (k, self._own(k, options), exact, scope)
        if key not in self._scores:
            indicator, figures = self._indicator(k, options, scoring)
            form_period, waived = self.evidence.form_period, self.evidence.waived
            self._scores[key] = score_indicator(indicator, exact, self.periods, figures, form_period, scope, waived)
        return self._scores[key]

    def _own(self, k: int, options: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(options[key] for key in self.touched[k])

    def _unfelt(self, k: int, options: Mapping[str, str], scoring: Scoring, scope: Scope) -> frozenset[str]:
        """What of the scoring an indicator cannot feel here: it is scored once for all answers to that."""
        key = (k, self._own(k, options), scoring.experts, scope)
        if key not in self._unfelts:
            indicator, figures = self._indicator(k, options, scoring)
            measured = indicator.measured()
            told = [figures[at] for one in measured for p in self.periods if (at := (one.no, p)) in figures]
            unfelt = {
                "carry": scope.cumulative or indicator.rollup != "sum",
                "zero_target": target_of(indicator, scope) != 0,
                "blank": all(figure.state != "blank" for figure in told),
                "experts": all(figure.opinion is None for figure in told),
                "no_register": not any(one.rows for one in measured)
                or all(figure.source != "reported" for figure in told),
            }
            self._unfelts[key] = frozenset(field for field, so in unfelt.items() if so)
        return self._unfelts[key]

    def _indicator(self, k: int, options: Mapping[str, str], scoring: Scoring) -> tuple[Indicator, Figures]:
        key = (k, self._own(k, options), scoring.experts)
        if key not in self._indicators:
            indicator = msgspec.convert(settle(self.nodes[k], options), Indicator)
            if isinstance(indicator.target, Pledged):
                told = self.regime.indicator(indicator.no).target
                indicator = msgspec.structs.replace(indicator, target=told)
            regime = msgspec.structs.replace(self.regime, scoring=scoring)
            self._indicators[key] = (indicator, self.evidence.figures(regime, [indicator]))
        return self._indicators[key]

    def _groups(self, narrow: set[str]) -> Iterator[_Group]:
        """Indicators that share narrow readings, with those readings; each of the others alone."""
        groups: list[tuple[set[int], set[str]]] = []
        for k, own in enumerate(self.touched):
            members, keys = {k}, narrow.intersection(own)
            for group in [g for g in groups if g[1] & keys]:
                groups.remove(group)
                members |= group[0]
                keys |= group[1]
            groups.append((members, keys))
        for members, keys in groups:
            touched = frozenset(key for k in members for key in self.touched[k])
            yield _Group(tuple(sorted(members)), tuple(sorted(keys)), touched)

    def _combinations(self, keys: Sequence[str]) -> Iterable[dict[str, str]]:
        for options in product(*(self.options[key] for key in keys)):
            yield dict(zip(keys, options, strict=True))


def _summed(items: Iterable[IndicatorScore], scoring: Scoring) -> tuple[Fraction, Fraction]:
    """Assessed points, and the points earned of them."""
    points = assessed = Fraction(0)
    for item in items:
        if item.exact is not None:
            points += rounded(item.exact, scoring.item_places)
        if item.assessed and not item.indicator.bonus:
            assessed += Fraction(item.indicator.points)
    return assessed, points


def _widen(into: _Reach, key: tuple[Fraction, frozenset[int]], low: Fraction, high: Fraction) -> None:
    at_least, at_most = into.get(key, (low, high))
    into[key] = (min(at_least, low), max(at_most, high))
