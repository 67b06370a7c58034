"""The pandera schema that a definition compiles to, and its failures told as findings on cells.

Entries arrive here already typed, cell by cell: the schema never coerces. One frame holds many submissions
of one form, a row each, so that a batch pays for one validation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, assert_never

from zhtcli.core.catalogue import entries as rules
from zhtcli.core.finding import Finding
from zhtcli.core.forms.layout import Layout, Place, Slot
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.forms.tablecolumns import GROWTHS
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator, printed_no
from zhtcli.core.rules.kinds import AtLeast, ByPeriod, Composed, Entered, Judged, OfFields, Quotient, Ratio
from zhtcli.core.rules.regime import Regime

if TYPE_CHECKING:
    import pandera.pandas as pa

UNLIKELY_TIMES = 20
"""A figure so many times its target (or a share so many times below) is worth asking about."""
WHOLE = 100
"""What a share comes to at most, in percent."""
_NUMBERS = ("integer", "number", "money", "percent")


def compile_schema(regime: Regime, layout: Layout) -> pa.DataFrameSchema:
    """The schema of one form: a nullable column for each slot, named by `Slot.name`.

    Numeric slots are float64, codes are text. Each check is named by the code of the finding it gives.
    """
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            slot.name: pa.Column(
                float if place.type in _NUMBERS else object,
                [
                    pa.Check(holds, name=code, error=code, element_wise=True)
                    for code, holds in _checks(regime, place).items()
                ],
                nullable=True,
            )
            for slot, place in layout.places.items()
            if place.type in _NUMBERS or place.type == "code"
        },
        strict=True,
    )


def check_entries(
    regime: Regime, layout: Layout, schema: pa.DataFrameSchema, submissions: Sequence[Submission]
) -> list[list[Finding]]:
    """The schema's findings of each submission, in order. All submissions are of the layout's form."""
    import pandas as pd
    import pandera.errors

    frame = pd.DataFrame(
        {
            name: pd.Series(
                [_typed(submission.entries.get(slot), layout.places[slot]) for submission in submissions],
                dtype=float if layout.places[slot].type in _NUMBERS else object,
            )
            for name, slot in ((slot.name, slot) for slot in layout.places)
            if name in schema.columns
        }
    )
    found: list[list[Finding]] = [[] for _ in submissions]
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as failures:
        slots = {slot.name: slot for slot in layout.places}
        for case in failures.failure_cases.itertuples():
            slot, submission = slots[str(case.column)], submissions[int(case.index)]
            entry = submission.entries[slot]
            finding = _finding(str(case.check), regime, layout.places[slot], entry)
            if finding is not None:
                found[int(case.index)].append(finding)
    return found


def _typed(entry: Entry | None, place: Place) -> float | str | None:
    if entry is None or entry.state != "filled" or entry.formula:
        return None  # what the form computes is judged by its parts
    if place.type == "code":
        return str(entry.value)
    return float(entry.value) if isinstance(entry.value, Decimal) else None


def _checks(regime: Regime, place: Place) -> Mapping[str, Callable[[Any], bool]]:
    """Code of the finding -> what must hold of one value."""
    if place.type == "code":
        return _code_checks(regime, place.slot)
    if place.slot.part in GROWTHS:
        return {}  # growth has no limits either way
    checks: dict[str, Callable[[Any], bool]] = {rules.NEGATIVE.code: lambda x: x >= 0}
    if place.slot.owner == "field" and place.type == "percent":
        # A share of a whole: a document that asks for growth or more has indicators for it.
        checks[rules.SHARE_OVER.code] = lambda x: x <= WHOLE
    if place.slot.owner != "indicator" or place.slot.part not in ("value", "quarter", "to_date", "pledged"):
        return checks
    indicator = regime.indicator(place.slot.key)
    match indicator.measure:
        case Ratio(max=limit):
            top = float(limit)
            checks[rules.SHARE_OVER.code] = lambda x: x <= top
            if target := indicator.target_of(str(place.slot.period)):
                low, high = float(Fraction(target) / UNLIKELY_TIMES), float(target * UNLIKELY_TIMES)
                checks[rules.SUSPICIOUS_SHARE.code] = lambda x: x <= 0 or low <= x <= high or x > top
        case Entered():
            if highest := _highest_target(indicator):
                ceiling = float(highest * UNLIKELY_TIMES)
                checks[rules.ABSURD.code] = lambda x: x <= ceiling
        case Quotient() | OfFields() | Judged() | Composed():
            pass
        case _:
            assert_never(indicator.measure)
    return checks


def _code_checks(regime: Regime, slot: Slot) -> Mapping[str, Callable[[Any], bool]]:
    if slot.owner != "field" or regime.field(slot.key).format != "uscc":
        return {}
    from stdnum.cn import uscc
    from stdnum.exceptions import InvalidChecksum, ValidationError

    def well_formed(code: str) -> bool:
        try:
            uscc.validate(code)
        except InvalidChecksum:
            return True
        except ValidationError:
            return False
        return True

    return {
        rules.USCC_FORM.code: well_formed,
        rules.USCC_CHECK.code: lambda code: not well_formed(code) or uscc.is_valid(code),
    }


def _highest_target(indicator: Indicator) -> Decimal | None:
    match indicator.target:
        case ByPeriod(periods=periods):
            return max(periods.values(), default=None)
        case AtLeast(least=least):
            return least
        case _:
            return None


def _finding(code: str, regime: Regime, place: Place, entry: Entry) -> Finding | None:
    slot = place.slot
    rule = {rule.code: rule for rule in _RULES}[code]
    if rule is rules.SUSPICIOUS_SHARE and entry.confirmed:
        return None
    words: dict[str, Any] = {"label": place.label}
    clause = None
    if slot.owner == "field":
        words["limit"] = WHOLE
    if slot.owner == "indicator":
        indicator = regime.indicator(slot.key)
        clause = indicator.clause
        if isinstance(indicator.measure, Ratio):
            words["limit"] = shown(indicator.measure.max)
            words["target"] = shown(indicator.target_of(str(slot.period)))
        else:
            words["target"] = shown(_highest_target(indicator))
    return rule.found(
        entry.at,
        indicator=printed_no(slot.key) if slot.owner == "indicator" else None,
        field=slot.key if slot.owner == "field" else slot.part,
        raw=entry.raw,
        clause=clause,
        **words,
    )


_RULES = (
    rules.NEGATIVE,
    rules.SHARE_OVER,
    rules.SUSPICIOUS_SHARE,
    rules.ABSURD,
    rules.USCC_FORM,
    rules.USCC_CHECK,
)
