"""What reviewers decided: on an indicator's figure, on a single register row, on a condition or a grant. It stands
beside what was reported, verified or reckoned, with its reason, and overwrites none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from zhtcli.core.catalogue import decisions as rules
from zhtcli.core.decision import POINTS_GIVEN, Decided, Decision
from zhtcli.core.figures.figures import Figure, Figures
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import period_label
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import AsIs, Bands, Ratio
from zhtcli.core.rules.regime import Regime

if TYPE_CHECKING:
    from zhtcli.core.points.scorecard import Scorecard


def decisions_for(
    regime: Regime, submission: Submission, decisions: Sequence[Decision], row_keys: Iterable[str]
) -> tuple[Decided, list[Finding]]:
    """The decisions on this submission's unit, and findings about those that cannot be applied.

    A unit is named by its code, or by its name where it has none. `row_keys` are the rows that there are.
    """
    own = submission.form.span
    known_rows = set(row_keys)
    numbers = {i.no for i in regime.indicators} | {i.no for i in regime.measured()}
    figures: dict[tuple[str, str], Decision] = {}
    rows: dict[tuple[str, str], Decision] = {}
    points: dict[tuple[str, str], Decision] = {}
    ranged = {one.no for one in regime.indicators if isinstance(one.score, Bands) and one.score.inside == "for_person"}
    found: list[Finding] = []
    conflicting: set[tuple[str, str]] = set()
    doubtful: set[tuple[str, str]] = set()
    entitled = regime.conditions or regime.grants
    decisions = [one for one in decisions if submission.goes_by(one.unit)]
    apart = [one for one in decisions if entitled and one.no not in numbers]
    for one in decisions:
        if one in apart:
            continue
        of_points = one.row == POINTS_GIVEN and one.no in ranged
        about = f"第{one.no}项" + ("的得分" if of_points else f"的行“{one.row}”" if one.row else "")
        period = one.period or own
        if (
            one.no not in numbers
            or (one.row and one.row not in known_rows and not of_points)
            or period not in regime.spans(submission.form.span)
        ):
            found.append(rules.UNMATCHED.found(indicator=one.no, row=one.row, about=about))
        elif not one.complete:
            found.append(rules.INCOMPLETE.found(indicator=one.no, row=one.row, about=about))
        elif of_points and points.get((one.no, period), one).value != one.value:
            found.append(rules.CONFLICT.found(indicator=one.no, about=about))
            doubtful.add((one.no, period))
        elif of_points:
            points[one.no, period] = one
        elif one.row and not isinstance(one.value, bool) and one.value < 0:
            found.append(
                rules.OUT_OF_RANGE.found(indicator=one.no, row=one.row, about=about, value=shown(one.value, 4))
            )
        elif one.row and rows.get((one.no, one.row), one).value != one.value:
            found.append(rules.CONFLICT.found(indicator=one.no, row=one.row, about=about))
            conflicting.add((one.no, one.row))
        elif one.row:
            rows[one.no, one.row] = one
        elif isinstance(one.value, bool):
            found.append(rules.UNMATCHED.found(indicator=one.no, about=about))
        elif not possible(regime.indicator(one.no), Fraction(one.value)):
            found.append(rules.OUT_OF_RANGE.found(indicator=one.no, about=about, value=shown(Fraction(one.value), 4)))
        elif figures.get((one.no, period), one).value != one.value:
            found.append(rules.CONFLICT.found(indicator=one.no, about=about))
            conflicting.add((one.no, period))
        else:
            figures[one.no, period] = one
    conditions, grants, about_entitled = _entitled(regime, own, apart)
    return Decided(
        {key: one for key, one in figures.items() if key not in conflicting},
        {key: one for key, one in rows.items() if key not in conflicting},
        conditions,
        grants,
        {key: one for key, one in points.items() if key not in doubtful},
    ), [*found, *about_entitled]


def _entitled(
    regime: Regime, own: str, decisions: Sequence[Decision]
) -> tuple[dict[str, Decision], dict[str, Decision], list[Finding]]:
    """What was decided on conditions and grants; nothing, and nothing brought in, where nobody did."""
    if not decisions:
        return {}, {}, []
    from zhtcli.core.assessing.entitleddecisions import entitled_decisions

    return entitled_decisions(regime, own, decisions)


def possible(indicator: Indicator, value: Fraction) -> bool:
    """Whether a figure can be decided or assumed: points within the points, a share of a whole within the whole."""
    if indicator.parts or isinstance(indicator.score, AsIs):
        return 0 <= value <= indicator.points
    most = indicator.measure.max if isinstance(indicator.measure, Ratio) else None
    return value >= 0 and (most is None or value <= most)


def with_decisions(figures: Figures, decided: Decided) -> dict[tuple[str, str], Figure]:
    """The figures with the decided ones in place; what was reported and verified stays beside them."""
    joined = dict(figures)
    for (no, period), decision in decided.figures.items():
        # An indicator of several conditions has no figure of its own: a decision on it is in points.
        figure = joined.get((no, period)) or Figure(no, period, "blank")
        value = Fraction(decision.value)
        joined[no, period] = replace(figure, state="filled", value=value, decided=value, source="decided")
    for (no, period), decision in decided.points.items():
        if not isinstance(decision.value, bool) and (known := joined.get((no, period))) is not None:
            joined[no, period] = replace(known, given=Fraction(decision.value))
    return joined


def points_findings(cards: Sequence[Scorecard], decided: Decided) -> Iterator[Finding]:
    """A note for points that a reviewer gave, and what is wrong with those that the range does not hold."""
    items = {
        (item.indicator.no, card.scope.through): item
        for card in cards
        if not card.scope.cumulative
        for item in card.indicators
    }
    for (no, period), decision in decided.points.items():
        item = items.get((no, period))
        at = item.cells[0] if item is not None and item.cells else None
        if item is not None and item.given:
            yield rules.FIGURE_DECIDED.found(
                at,
                indicator=no,
                clause=item.indicator.cited,
                year=f"{period_label(period)}的得分",
                value=f"{shown(item.points, 4)}分",
                author=decision.author,
            )
            continue
        value = ("是" if decision.value else "否") if isinstance(decision.value, bool) else shown(decision.value, 4)
        about = f"第{no}项{period_label(period)}的得分"
        if item is None or item.status != "for_person":
            yield rules.NO_RANGE.found(at, indicator=no, about=about, value=value)
        else:
            low, high = shown(item.low, 4), shown(item.high, 4)
            yield rules.BEYOND_BAND.found(at, indicator=no, about=about, value=value, low=low, high=high)


def decision_findings(regime: Regime, figures: Figures, decided: Decided) -> list[Finding]:
    """A note for each figure that a decision settles."""
    found = []
    for (no, period), decision in decided.figures.items():
        figure, indicator = figures[no, period], regime.indicator(no)
        unit = "分" if indicator.parts else indicator.unit
        found.append(
            rules.FIGURE_DECIDED.found(
                figure.cells[0] if figure.cells else None,
                indicator=indicator.printed_no,
                field="value",
                clause=indicator.clause,
                year=period_label(period),
                value=f"{shown(Fraction(decision.value), 4)}{unit}",
                author=decision.author,
            )
        )
    return found
