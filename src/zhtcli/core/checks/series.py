"""Checks that hold a form's own quarter against earlier ones, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from zhtcli.core.catalogue import series as rules
from zhtcli.core.checks.growth import growth_findings
from zhtcli.core.checks.jumps import implied_findings, jumps
from zhtcli.core.checks.parts import part_finding
from zhtcli.core.checks.todate import to_date_findings
from zhtcli.core.finding import Finding, at_or_above
from zhtcli.core.forms.submission import Submission
from zhtcli.core.quarters.observed import Quarters
from zhtcli.core.quarters.quarterview import Mixup, QuarterView, amount, listed, slack, whence
from zhtcli.core.rounding import shown
from zhtcli.core.rules.checkkinds import Growth, Implied, Jump, SameAs, SeriesCheck, SourceNamed, StockFlow, ToDate
from zhtcli.core.rules.regime import Regime


def quarter_findings(regime: Regime, submission: Submission, quarters: Quarters) -> list[Finding]:
    """The findings of every check over quarters, for the submission's own one.

    `quarters` are what the form tells, or that with other workbooks' joined in. What is not known is not judged.
    A mistake is told once: a figure in another unit is not told again by its jump, its growth or its sums.
    """
    view = QuarterView(regime, submission, quarters)
    checks = [check for check in regime.checks if isinstance(check, SeriesCheck)]
    jumped = {check.id: jumps(check, view) for check in checks if isinstance(check, Jump)}
    mixed = {no for one in jumped.values() for no, (kind, _) in one.items() if kind is not None}
    parts = {check.id: part_finding(check, view, mixed) for check in checks if isinstance(check, SameAs)}
    wrong_parts = {str(one.indicator) for one in parts.values() if one is not None and one.code == rules.UNITS.code}
    mixed |= wrong_parts
    implied = [
        (check, found)
        for check in checks
        if isinstance(check, Implied) and (found := list(implied_findings(check, view, frozenset(mixed))))
    ]
    for one, found in implied:
        if any(finding.code == rules.UNITS.code for finding in found):
            mixed |= {one.numerator, one.denominator}
        mixed |= {str(finding.indicator) for finding in found if finding.code == rules.FRACTION.code}
    told: list[Finding] = []
    for check in checks:
        match check:
            case Growth():
                told += growth_findings(check, view, mixed)
            case ToDate():
                known = [*told, *_of_jumps(jumped.values()), *(one for _, found in implied for one in found)]
                told += to_date_findings(check, view, mixed, mixed_quarters(view, known))
            case StockFlow():
                told += _stock_flow(check, view)
            case Implied():
                told += [finding for one, found in implied if one == check for finding in found]
            case Jump():
                explained = {
                    no
                    for one, _ in implied
                    if at_or_above(one.severity, check.severity)
                    for no in (one.numerator, one.denominator)
                }
                told += [
                    finding
                    for no, (kind, finding) in jumped[check.id].items()
                    if finding is not None and (kind is not None or no not in explained) and no not in wrong_parts
                ]
            case SameAs():
                told += [one for one in (parts[check.id],) if one is not None]
            case SourceNamed():
                told += _source_named(check, view)
            case _:
                assert_never(check)
    return told


def mixed_quarters(view: QuarterView, findings: Iterable[Finding]) -> frozenset[str]:
    """The indicators whose own quarter's figure is told to be in another unit, not an earlier or a to-date one."""
    return frozenset(
        finding.indicator
        for finding in findings
        if finding.code in (rules.UNITS.code, rules.FRACTION.code)
        and finding.indicator is not None
        and finding.at is not None
        and finding.at == view.cell(finding.indicator)
    )


def _of_jumps(jumped: Iterable[Mapping[str, tuple[Mixup | None, Finding | None]]]) -> Iterator[Finding]:
    return (finding for one in jumped for _, finding in one.values() if finding is not None)


def _stock_flow(check: StockFlow, view: QuarterView) -> Iterator[Finding]:
    """A stock that grew by more than what is told to be new."""
    stock, other = view.regime.indicator(check.stock), view.regime.indicator(check.added)
    now, before, added = view.told(stock.no), view.told(stock.no, period=view.last), view.told(other.no)
    if now is None or before is None or added is None:
        return
    grew = now.value - before.value
    if grew - added.value <= slack(stock, now) + slack(stock, before) + slack(other, added):
        return
    yield rules.STOCK_GREW.found(
        view.cell(stock.no),
        indicator=stock.printed_no,
        field="quarter",
        raw=now.raw or shown(now.value, 4),
        clause=check.clause,
        severity=check.severity,
        now=amount(stock, now.value),
        last=whence(view.last, before),
        before=amount(stock, before.value),
        grew=amount(stock, grew),
        other=f"第{other.printed_no}项{other.name}",
        added=amount(other, added.value),
    )


def _source_named(check: SourceNamed, view: QuarterView) -> Iterator[Finding]:
    """One finding for all figures that do not say where they come from."""
    lacking = []
    for indicator, _ in view.followed():
        told, entry = view.told(indicator.no), view.submission.entry(indicator.no, view.own, "source")
        typed = told is not None and (told.raw or view.quarters[indicator.no, view.own].numerator is not None)
        if typed and entry is not None and entry.state == "blank":
            lacking.append((indicator.printed_no, entry))
    if lacking:
        yield rules.SOURCE_MISSING.found(
            lacking[0][1].at,
            field="source",
            clause=check.clause,
            severity=check.severity,
            count=len(lacking),
            nos=listed([no for no, _ in lacking]),
            choices="或".join(f"“{source}”" for source in view.regime.monitoring.sources)
            if view.regime.monitoring
            else "",
        )
