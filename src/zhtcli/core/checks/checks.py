"""Cross-checks: what must agree between figures, kind by kind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import assert_never

from zhtcli.core.catalogue import entries as rules
from zhtcli.core.checks.fields import field_findings
from zhtcli.core.checks.rows import all_or_none, field_contains, ordered, row_at_most, same_year
from zhtcli.core.figures.figures import Figure, Figures
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import period_label
from zhtcli.core.rounding import shown
from zhtcli.core.rules.checkkinds import (
    AllOrNone,
    AtMost,
    Check,
    FieldContains,
    FieldIsPart,
    FieldsAddUp,
    FieldsAgree,
    FieldsAtMost,
    FieldZero,
    Growth,
    Implied,
    Jump,
    Ordered,
    RequiredWhen,
    RowAtMost,
    SameAs,
    SameYear,
    SourceNamed,
    StockFlow,
    SumOf,
    ToDate,
    TracksToDate,
)
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.wording import words_of


def cross_check(regime: Regime, submission: Submission, figures: Figures) -> list[Finding]:
    """The findings of every check of the regime; what a blank or an unusable figure leaves open is not judged."""
    return [finding for check in regime.checks for finding in _run(check, regime, submission, figures)]


def _run(check: Check, regime: Regime, submission: Submission, figures: Figures) -> list[Finding]:
    own = submission.form.span
    known = [p for p in regime.periods if p <= own] or [own]
    match check:
        case AtMost():
            return _at_most(check, regime, figures, known)
        case SumOf():
            return _sum_of(check, figures, known)
        case TracksToDate():
            return _tracks_to_date(check, regime, figures, known)
        case Ordered():
            return ordered(check, regime, submission)
        case FieldContains():
            return field_contains(check, regime, submission)
        case RequiredWhen() | FieldsAddUp() | FieldsAtMost() | FieldZero() | FieldsAgree() | FieldIsPart():
            return field_findings(check, regime, submission)
        case AllOrNone():
            return all_or_none(check, regime, submission)
        case RowAtMost():
            return row_at_most(check, regime, submission)
        case SameYear():
            return same_year(check, regime, submission)
        case Growth() | ToDate() | StockFlow() | Implied() | Jump() | SameAs() | SourceNamed():
            return []  # judged with what is known of other periods, once these are joined
        case _:
            assert_never(check)


def follows_on(regime: Regime, submission: Submission, figures: Figures, mixed: Collection[str]) -> list[Finding]:
    """What `cross_check` says only because the figure of one of these indicators is in another unit."""
    concerned = (c for c in regime.checks if isinstance(c, AtMost) and {c.lesser, c.greater} & set(mixed))
    return [finding for check in concerned for finding in _run(check, regime, submission, figures)]


def _at_most(check: AtMost, regime: Regime, figures: Figures, known: Sequence[str]) -> list[Finding]:
    both = [p for p in known if _values(figures, (check.lesser, check.greater), p)]
    spans = [[p] for p in both] if check.over == "period" else [both] if both and both[-1] == known[-1] else []
    found = []
    for span in spans:
        lesser, greater = (
            sum((figures[no, p].value or Fraction(0) for p in span), Fraction(0))
            for no in (check.lesser, check.greater)
        )
        if lesser > greater:
            scope = period_label(span[0]) if len(span) == 1 else f"{'、'.join(span)}年累计"
            found.append(
                rules.AT_MOST.found(
                    _cell(figures[check.lesser, span[-1]]),
                    indicator=check.lesser,
                    raw=shown(figures[check.lesser, span[-1]].value),
                    clause=check.clause,
                    severity=check.severity,
                    sentence=check.sentence,
                    other=check.greater,
                    lesser=shown(lesser),
                    greater=shown(greater),
                    scope=scope,
                    **words_of(regime),
                )
            )
    return found


def _sum_of(check: SumOf, figures: Figures, known: Sequence[str]) -> list[Finding]:
    found = []
    for period in known:
        values = _values(figures, (check.whole, *check.parts), period)
        if values and values[0] != sum(values[1:]):
            found.append(
                rules.SUM_OF.found(
                    _cell(figures[check.whole, period]),
                    indicator=check.whole,
                    raw=shown(values[0]),
                    clause=check.clause,
                    severity=check.severity,
                    sentence=check.sentence,
                    year=period_label(period),
                    whole=shown(values[0]),
                    total=shown(sum(values[1:], Fraction(0))),
                )
            )
    return found


def _tracks_to_date(check: TracksToDate, regime: Regime, figures: Figures, known: Sequence[str]) -> list[Finding]:
    found = []
    indicator = regime.indicator(check.indicator)
    if not indicator.adds_to_date:
        return []
    for period in known[1:]:
        figure, column = figures.get((check.indicator, period)), indicator.target_of(period)
        if figure is None or figure.value is None or not column:
            continue
        if figure.value > Fraction(check.share) * Fraction(column):
            found.append(
                rules.TRACKS_TO_DATE.found(
                    _cell(figure),
                    indicator=check.indicator,
                    raw=shown(figure.value),
                    clause=check.clause,
                    severity=check.severity,
                    year=period_label(period),
                    column=shown(column),
                )
            )
    return found


def _values(figures: Figures, nos: Sequence[str], period: str) -> list[Fraction]:
    """The values of all these indicators in a period, or none if one of them is not known."""
    values = [figure.value for no in nos if (figure := figures.get((no, period))) is not None]
    known = [value for value in values if value is not None]
    return known if len(known) == len(nos) else []


def _cell(figure: Figure) -> CellRef | None:
    return figure.cells[0] if figure.cells else None
