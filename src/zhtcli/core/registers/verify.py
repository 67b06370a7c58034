"""Register rows -> verified values: which rows count, for which indicator and period, and why others do not.

A register may have a hundred thousand rows and stand for seven indicators, so that rules are asked of whole columns,
and a verdict is made only for a row of which there is something to say.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.rowverdicts import (
    Circumstances,
    RuleVerdicts,
    Verdicts,
    Verification,
    Verified,
)
from zhtcli.core.registers.judgedrows import (
    impossible_rows,
)
from zhtcli.core.registers.rowjudge import RowJudge
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged
from zhtcli.core.rules.regime import Regime


def verify(regime: Regime, registers: Mapping[str, RegisterRows], under: Circumstances) -> Verification:
    """Judge every row of every register for every indicator that it can stand for."""
    values: dict[tuple[str, str], Verified] = {}
    verdicts: list[RuleVerdicts] = []
    for indicator in regime.measured():
        told, judged = verify_indicator(regime, indicator, registers, under)
        values.update({(indicator.no, period): verified for period, verified in told.items()})
        verdicts += judged.by_rule
    return Verification(values, Verdicts(verdicts))


def verify_otherwise(
    verification: Verification,
    regime: Regime,
    other: Regime,
    registers: Mapping[str, RegisterRows],
    under: Circumstances,
) -> Mapping[tuple[str, str], Verified]:
    """The values under another regime of the same indicators; those whose rules are the same stay as they are."""
    rules = {indicator.no: indicator.rows for indicator in regime.measured()}
    changed = [indicator for indicator in other.measured() if indicator.rows != rules[indicator.no]]
    moved = {indicator.no for indicator in changed}
    values = {key: verified for key, verified in verification.values.items() if key[0] not in moved}
    for indicator in changed:
        told, _ = verify_indicator(other, indicator, registers, under)
        values |= {(indicator.no, period): verified for period, verified in told.items()}
    return values


def verify_indicator(
    regime: Regime, indicator: Indicator, registers: Mapping[str, RegisterRows], under: Circumstances
) -> tuple[dict[str, Verified], Verdicts]:
    """What the rows of one indicator come to by period, and what became of each row.

    Where experts judge, the rows are what they judge by, and come to no value.
    """
    if indicator.rows is None or not registers:
        return {}, Verdicts()
    verdicts: list[RuleVerdicts] = []
    values = dict(RowJudge(regime, registers, under).values(indicator, indicator.rows, verdicts))
    if isinstance(indicator.measure, Judged):
        values = {}
    elif values and impossible_rows(regime, indicator, registers):
        values = {under.own_period: Verified(None, lacking="rows")}
    return values, Verdicts(verdicts)
