"""Fields of the cover as data: which of them make a form a filled one, and whether figures made of them can be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhtcli.core.catalogue import checks as rules
from zhtcli.core.catalogue import entries
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import OfFields, Ratio
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.wording import words_of

CARRIED_FIELDS = ("unit", "uscc", "county", "level", "started_on", "cycle_start")
"""Fields that stay the same from form to form: what a unit is called, and what it is."""


def measured_fields(regime: Regime) -> set[str]:
    """Fields of the cover that figures are made of."""
    return {key for indicator in regime.measured() for keys in _keys(indicator) for key in keys}


def telling_fields(regime: Regime) -> set[str]:
    """Fields by which a form is a filled one: those that figures are made of, and the first day of a cycle.

    Where there are no figures, all but what a new form may bring along from an earlier one.
    """
    start = set() if regime.cycle is None else {regime.cycle.start}
    if regime.indicators:
        return measured_fields(regime) | start
    carried = set(CARRIED_FIELDS) if regime.by_period else set()
    return ({field.key for field in regime.fields} - carried) | start


def _keys(indicator: Indicator) -> tuple[tuple[str, ...], ...]:
    match indicator.measure:
        case Ratio(numerator_fields=top, denominator_fields=bottom):
            return (top, bottom)
        case OfFields(fields=fields):
            return (fields,)
        case _:
            return ()


def check_fields(regime: Regime, indicator: Indicator, submission: Submission) -> list[Finding]:
    """A sum with blanks in it, a share without a denominator, a part that is more than its whole."""
    measure = indicator.measure
    if isinstance(measure, OfFields):
        return _sum(regime, indicator, measure.fields, submission)
    if not isinstance(measure, Ratio) or not measure.numerator_fields:
        return []
    top, bottom = (_total(submission, keys) for keys in (measure.numerator_fields, measure.denominator_fields))
    entry = submission.field(measure.numerator_fields[0])
    parts = f"{measure.numerator} {shown(top)}", f"{measure.denominator} {shown(bottom)}"
    if bottom == 0 and top is not None:
        below = submission.field(measure.denominator_fields[0])
        return [_found(entries.DENOMINATOR_ZERO, indicator, below, name=measure.denominator, **words_of(regime))]
    if top is None and bottom and not measure.cells:
        return [_found(rules.FIELDS_BLANK, indicator, entry, names=_labels(regime, measure.numerator_fields))]
    if measure.part_of_whole and top is not None and bottom is not None and top > bottom:
        return [_found(rules.FIELDS_OVER, indicator, entry, part=parts[0], whole=parts[1])]
    return []


def _sum(regime: Regime, indicator: Indicator, keys: tuple[str, ...], submission: Submission) -> list[Finding]:
    """All blank: nothing was filled. Some blank: the sum goes without them, and that is said."""
    blank = [key for key in keys if (entry := submission.field(key)) is not None and entry.state == "blank"]
    if not blank:
        return []
    rule = rules.FIELDS_BLANK if len(blank) == len(keys) else rules.FIELDS_PARTLY
    return [_found(rule, indicator, submission.field(blank[0]), names=_labels(regime, tuple(blank)))]


def _total(submission: Submission, keys: tuple[str, ...]) -> Decimal | None:
    values = [entry.value for key in keys if (entry := submission.field(key)) is not None]
    numbers = [value for value in values if isinstance(value, Decimal)]
    return sum(numbers, Decimal(0)) if numbers else None


def _labels(regime: Regime, keys: tuple[str, ...]) -> str:
    return "、".join(regime.field(key).label for key in keys)


def _found(rule: Rule, indicator: Indicator, entry: Entry | None, **words: Any) -> Finding:
    return rule.found(
        entry.at if entry is not None else None,
        indicator=indicator.printed_no,
        field=entry.slot.key if entry is not None else None,
        raw=entry.raw or None if entry is not None else None,
        clause=indicator.clause,
        **words,
    )
