"""What became of each register row that grants rest on: what it says, what of it counts, for which grant, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from zhtcli.core.finding import Finding
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.grants.grant import Cut, Grant, in_yuan, total
from zhtcli.core.rules.grantkinds import GrantRule, ServiceClaims, Support
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.settlementkinds import Entrusted, Operating, Overlap


@dataclass(frozen=True, slots=True, kw_only=True)
class RowUse:
    """One row: its amount as declared and what of it counts, in 元. `amount` is None where it names none.

    `grant` is None for a row that no grant rests on. `counted` is before the rate and the caps.
    """

    rows: RegisterRows
    index: int
    key: str
    day: date | None
    grant: Grant | None
    amount: Fraction | None
    counted: Fraction
    reason: str
    clause: str


def row_uses(
    regime: Regime, registers: Mapping[str, RegisterRows], grants: Sequence[Grant], findings: Sequence[Finding]
) -> Iterator[RowUse]:
    """Rule by rule every row of the register that its money is reckoned on, in the order of the sheet.

    `findings` say why no grant rests on a row.
    """
    said: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        if finding.register and finding.row:
            said.setdefault((finding.register, finding.row), []).append(finding.message)
    for rule in regime.grants:
        register, dated, amount, clause = _columns(rule)
        if (rows := registers.get(register)) is None:
            continue  # also of a rule whose money stands in fields
        own = [grant for grant in grants if grant.rule == rule.id]
        of_row = {key: grant for grant in own for key in grant.rows}
        cuts: dict[str, list[Cut]] = {}
        for cut in (cut for grant in own for cut in grant.cuts if cut.stage == "base" and cut.row is not None):
            cuts.setdefault(cut.row or "", []).append(cut)
        for index, key in enumerate(row_keys(regime.register(register), rows)):
            typed, day = rows.value(amount, index), rows.value(dated, index) if dated else None
            declared = in_yuan(typed) if isinstance(typed, Decimal) else None
            grant = of_row.get(key)
            taken = cuts.get(key, [])
            if grant is None:
                counted, why = Fraction(0), "".join(dict.fromkeys(said.get((register, key), ())))
                why = why or "没有用于任何补助"
            else:
                counted, why = _counted(grant, declared, taken)
            yield RowUse(
                rows=rows,
                index=index,
                key=key,
                day=day if isinstance(day, date) else None,
                grant=grant,
                amount=declared,
                counted=counted,
                reason=why,
                clause=_clause(grant, counted, taken) or clause,
            )


def _columns(rule: GrantRule) -> tuple[str, str, str, str]:
    """The register that the money of a rule is reckoned on, its columns of days and amounts, and the clause.

    Blank for a rule whose money stands in fields, and for a register whose rows have no day.
    """
    match rule:
        case Support(base=base):
            return base.register, base.day, base.amount, base.clause
        case ServiceClaims():
            return rule.register, rule.used, rule.fee, rule.clause
        case Operating(spending=spending):
            return spending.register, spending.day, spending.amount, spending.clause
        case Overlap():
            return rule.own.register, "", rule.own.amount, rule.clause
        case Entrusted():
            return "", "", "", rule.clause
        case _:
            assert_never(rule)


def _counted(grant: Grant, declared: Fraction | None, cuts: Sequence[Cut]) -> tuple[Fraction, str]:
    """What of a row counts, and why it is not all of it, or why it is not paid yet."""
    reasons = [cut.reason for cut in cuts]
    if len(grant.rows) == 1 or not grant.recognised:
        reasons.append(grant.reason)
    why = "；".join(dict.fromkeys(filter(None, reasons)))
    if declared is None:
        return Fraction(0), why or "没有能用的金额"
    if declared < 0:
        return Fraction(0), why or "金额是负数"
    if not grant.recognised:
        return Fraction(0), why
    return declared - total(cut.amount for cut in cuts), why


def _clause(grant: Grant | None, counted: Fraction, cuts: Sequence[Cut]) -> str:
    if grant is not None and not cuts and not counted:
        cuts = [cut for cut in grant.cuts if cut.row is None and cut.stage == "base"]
    return "；".join(dict.fromkeys(cut.clause for cut in cuts)) or (grant.clause if grant is not None else "")
