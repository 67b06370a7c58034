"""What the registers of several years say of one unit: a thing claimed in two years, a register that is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhtcli.core.assessing.judging import Judged
from zhtcli.core.catalogue import identity as rules
from zhtcli.core.catalogue import registers
from zhtcli.core.checks.validate import is_empty
from zhtcli.core.finding import Finding
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.period import period_label
from zhtcli.core.registers.identityfindings import MOST_TOLD
from zhtcli.core.registers.tally import things
from zhtcli.core.rules.regime import Regime, Register
from zhtcli.core.rules.rowkinds import Count

_Key = tuple[str, tuple[object, ...]]
"""An indicator, and what a row of it is about."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A row that counts as new in a period."""

    period: str
    judged: Judged
    rows: RegisterRows
    index: int


def series_findings(regime: Regime, judged: Judged, earlier: Sequence[Judged]) -> list[Finding]:
    """What one workbook's registers say against those of the same unit's earlier ones, which come in order."""
    if not earlier or is_empty(judged.findings):
        return []
    return [*_claimed_twice(regime, judged, earlier), *_gone(regime, judged, earlier[-1])]


def _claimed_twice(regime: Regime, judged: Judged, earlier: Sequence[Judged]) -> Iterator[Finding]:
    """Rows that count here in one period where an earlier workbook counted the same thing in another.

    Rows that a later workbook carries over with their dates claim nothing new. Stocks are counted anew each year.
    """
    told: dict[_Key, dict[str, _Claim]] = {}
    for one in earlier:
        for key, claim in _claims(regime, one):
            told.setdefault(key, {}).setdefault(claim.period, claim)
    found: dict[str, list[tuple[str, _Claim, _Claim]]] = {}
    for key, claim in _claims(regime, judged):
        before = told.get(key, {})
        if before and claim.period not in before:
            found.setdefault(claim.rows.register, []).append((key[0], claim, next(iter(before.values()))))
    for name, cases in found.items():
        register, rows = regime.register(name), judged.submission.registers[name]
        keys = row_keys(register, rows)
        for no, claim, other in cases[:MOST_TOLD]:
            yield _twice(regime, register, no, claim, other, keys[claim.index])
        if len(cases) > MOST_TOLD:
            yield rules.MORE.found(
                sheet=rows.sheet,
                clause=register.clause,
                register=name,
                kind=rules.CLAIMED_TWICE.title,
                count=len(cases) - MOST_TOLD,
            )


def _claims(regime: Regime, judged: Judged) -> Iterator[tuple[_Key, _Claim]]:
    """The rows that the rules let count once in the whole period, each for the period that it counts in."""
    counts = {one.no: one.rows for one in regime.measured() if isinstance(one.rows, Count)}
    for block in judged.verification.verdicts.by_rule:
        count = counts.get(block.indicator)
        if count is None or count.stock or count.to_date or count.once != "whole_period":
            continue
        rows = judged.submission.registers[block.register]
        about = things(count.distinct, rows)
        for verdict in block:
            if verdict.miss is not None or verdict.decision is not None or verdict.period is None:
                continue
            thing = about[verdict.index]
            if thing is not None:
                yield (block.indicator, thing), _Claim(verdict.period, judged, rows, verdict.index)


def _twice(regime: Regime, register: Register, no: str, claim: _Claim, other: _Claim, row: str) -> Finding:
    dated = register.dated or register.columns[0].key
    return rules.CLAIMED_TWICE.found(
        claim.rows.at(dated, claim.index),
        indicator=no,
        field=dated,
        raw=str(claim.rows.value(dated, claim.index)),
        clause=regime.indicator(no).clause,
        register=register.key,
        row=row,
        line=claim.rows.numbers[claim.index],
        file=claim.judged.submission.file,
        year=period_label(claim.period),
        other_file=other.judged.submission.file,
        other_sheet=other.rows.sheet,
        other_line=other.rows.numbers[other.index],
        other_year=period_label(other.period),
    )


def _gone(regime: Regime, judged: Judged, before: Judged) -> Iterator[Finding]:
    """Registers that the workbook before had: a sheet that is gone, or a roster that is blank.

    A list of the year's events may well be blank. Where all sheets are gone that is said once.
    """
    here = judged.submission
    had = {key: rows for key, rows in before.submission.registers.items() if len(rows)}
    lost = [regime.register(key) for key in had if not len(here.registers.get(key, ()))]
    codes = {(finding.code, finding.register) for finding in here.findings}
    if (registers.NO_SHEETS.code, None) in codes:
        if lost:
            yield _lost(lost, judged, before, "没有台账页")
        return
    for register in lost:
        if (registers.SHEET_MISSING.code, register.key) in codes:
            yield _lost([register], judged, before, "缺这一页")
        elif register.since is not None and (registers.HEADER_MISSING.code, register.key) not in codes:
            yield _lost([register], judged, before, "是空的")


def _lost(lost: Sequence[Register], judged: Judged, before: Judged, what: str) -> Finding:
    one = lost[0] if len(lost) == 1 else None
    return rules.REGISTER_GONE.found(
        indicator=one.indicators[0] if one is not None and len(one.indicators) == 1 else None,
        clause=one.clause if one is not None else None,
        register=one.key if one is not None else None,
        names="".join(f"“{register.title}”" for register in lost),
        other_year=period_label(before.submission.form.span),
        other_file=before.submission.file,
        count=sum(len(before.submission.registers[register.key]) for register in lost),
        what=what,
    )
