"""Register rows told as findings: which were not counted and why, and where the figures differ from the rows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from zhtcli.core.catalogue import decisions
from zhtcli.core.catalogue import rows as rules
from zhtcli.core.figures.figures import Figures
from zhtcli.core.finding import Finding
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.rowverdicts import Circumstances, RowVerdict, Verification
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.period import period_label
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import printed_no
from zhtcli.core.rules.kinds import Judged
from zhtcli.core.rules.regime import Regime, Register
from zhtcli.core.rules.rowkinds import Count, FieldWindow, Tally, Total
from zhtcli.core.values import half_unit


def row_findings(
    regime: Regime, submission: Submission, verification: Verification, under: Circumstances
) -> list[Finding]:
    """A finding for each row that does not count, with its reason, and for each flag of one that does.

    What is said of a row for one part of an indicator is not said again for another.
    """
    keys = {key: row_keys(regime.register(key), rows) for key, rows in submission.registers.items()}
    told = {finding.at for finding in submission.findings if finding.severity != "note"}
    found: dict[Finding, None] = {}
    repeats: dict[tuple[str, int, int], dict[str, None]] = {}
    for verdict in verification.verdicts.notable():
        if verdict.miss == "duplicate" and verdict.part and verdict.first is not None:
            # A subject listed twice is out of many shares, above and below the line: that is one thing to say.
            if not verdict.expected:
                repeat = verdict.register, verdict.index, verdict.first
                repeats.setdefault(repeat, {})[printed_no(verdict.indicator)] = None
            continue
        rows = submission.registers[verdict.register]
        about = _of_row(regime, regime.register(verdict.register), rows, keys[verdict.register], verdict, under)
        found |= {one: None for one in about if one.code != rules.UNDATED.code or one.at not in told}
    for (register, index, first), nos in repeats.items():
        rows, columns = submission.registers[register], regime.register(register).columns
        found[
            rules.REPEATED.found(
                rows.at(columns[0].key, index),
                register=register,
                row=keys[register][index],
                indicator=next(iter(nos)),
                clause=regime.register(register).clause,
                nos="、".join(nos),
                other=f"{rows.sheet}第{rows.numbers[first]}行",
            )
        ] = None
    return list(found)


def _of_row(
    regime: Regime,
    register: Register,
    rows: RegisterRows,
    keys: list[str],
    verdict: RowVerdict,
    under: Circumstances,
) -> Iterator[Finding]:
    index = verdict.index
    words: dict[str, Any] = {"register": register.key, "row": keys[index], "indicator": printed_no(verdict.indicator)}
    dated = register.dated or register.since or register.columns[0].key
    clause = regime.indicator(verdict.indicator).clause
    for requirement in verdict.flagged:
        column = _column_of(register, requirement.about)
        rule = rules.WINDOW_UNSAID if requirement.about == "window" else rules.FLAGGED
        yield rule.found(
            rows.at(column, index),
            **words,
            field=column,
            clause=requirement.clause or clause,
            reason=requirement.reason,
        )
    if verdict.decision is not None:
        outcome = "不计入" if verdict.miss == "decided" or not verdict.quantity else "计入"
        yield decisions.ROW_DECIDED.found(
            rows.at(register.columns[0].key, index),
            **words,
            clause=clause,
            outcome=outcome,
            author=verdict.decision.author,
        )
    match verdict.miss:
        case "requirement" | "evidence" if verdict.requirement is not None:
            rule = rules.NO_EVIDENCE if verdict.miss == "evidence" else rules.NOT_MET
            column = _column_of(register, verdict.requirement.about)
            yield rule.found(
                rows.at(column, index),
                **words,
                field=column,
                clause=verdict.requirement.clause,
                reason=verdict.requirement.reason,
            )
        case "undated":
            yield rules.UNDATED.found(rows.at(dated, index), **words, field=dated, clause=clause)
        case "outside":
            yield rules.OUTSIDE.found(
                rows.at(dated, index),
                **words,
                field=dated,
                clause=clause,
                year=period_label(str(verdict.period)),
                first=regime.periods[0],
                last=regime.periods[-1],
            )
        case "later":
            yield rules.LATER.found(
                rows.at(dated, index), **words, field=dated, clause=clause, year=period_label(str(verdict.period))
            )
        case "window":
            window = _window(regime, verdict.indicator)
            yield rules.OUT_OF_WINDOW.found(
                rows.at(dated, index),
                **words,
                field=dated,
                clause=clause,
                day=str(rows.value(dated, index))[:10],
                name=window.name,
                first=under.dates[window.first].isoformat(),
                last=under.dates[window.last].isoformat(),
            )
        case "unrated":
            yield rules.UNRATED.found(rows.at(register.columns[0].key, index), **words, clause=clause)
        case "superseded" if verdict.first is not None:
            yield rules.SUPERSEDED.found(
                rows.at(register.columns[0].key, index),
                **words,
                clause=clause,
                other=f"{rows.sheet}第{rows.numbers[verdict.first]}行",
            )
        case "duplicate" if verdict.first is not None and not verdict.expected:
            yield rules.DUPLICATE.found(
                rows.at(register.columns[0].key, index),
                **words,
                clause=clause,
                other=f"{rows.sheet}第{rows.numbers[verdict.first]}行",
            )
        case _:
            return


def _window(regime: Regime, no: str) -> FieldWindow:
    """The window that an indicator's rows must be dated in. Raises ValueError where it has none."""
    rule = regime.indicator(no).rows
    if isinstance(rule, Count | Total | Tally) and rule.within is not None:
        return rule.within
    raise ValueError(f"indicator {no} has no window")


def _column_of(register: Register, about: str) -> str:
    """Where a person would look: the evidence column for evidence, else the row's first cell."""
    keys = [column.key for column in register.columns]
    column = {"evidence": "evidence", "window": register.dated or ""}.get(about, "")
    return column if column in keys else keys[0]


def compare_with_registers(
    regime: Regime, submission: Submission, figures: Figures, verification: Verification
) -> list[Finding]:
    """Where a typed figure differs from its rows, and which items have no rows in the form's own period."""
    if not submission.registers:
        return []
    own = submission.form.span
    found = []
    without = []
    for indicator, period in product(regime.measured(), (*regime.earlier(own), own)):
        figure = figures[indicator.no, period]
        entry = submission.entry(indicator.no, period)
        if indicator.rows is None or figure.state == "not_applicable" or isinstance(indicator.measure, Judged):
            continue
        told = verification.values.get((indicator.no, period))
        if figure.verified is None and figure.source in ("reported", "decided"):
            without += [indicator.printed_no] if figure.value is not None and period == own else []
        elif figure.state == "unusable":
            lacking = told.lacking if told is not None else ""
            if lacking in ("day", "rows"):
                continue  # said where the day is missing, where the row is impossible
            rule = {"window": rules.NO_WINDOW, "whole": rules.OVER_WHOLE}.get(lacking, rules.NO_DENOMINATOR)
            name = _window(regime, indicator.no).name if rule is rules.NO_WINDOW else ""
            found.append(
                rule.found(
                    entry.at if entry else None,
                    indicator=indicator.printed_no,
                    field="value",
                    clause=indicator.clause,
                    name=name,
                    top=shown(told.numerator if told else None, 4),
                    bottom=shown(told.denominator if told else None, 4),
                )
            )
        elif (
            figure.reported is not None
            and figure.verified is not None
            and _differs(figure.reported, figure.verified, entry)
        ):
            unit = indicator.unit
            found.append(
                rules.DIFFERS.found(
                    entry.at if entry else None,
                    indicator=indicator.printed_no,
                    field="value",
                    raw=entry.raw if entry else None,
                    clause=indicator.clause,
                    year=period_label(period),
                    reported=f"{shown(figure.reported, 4)}{unit}",
                    verified=f"{shown(figure.verified, 4)}{unit}",
                    difference=shown((figure.reported or 0) - (figure.verified or 0), 4),
                )
            )
    if without:
        found.append(rules.NO_ROWS.found(nos="、".join(dict.fromkeys(without))))
    return found


def _differs(reported: Fraction | None, verified: Fraction | None, entry: Entry | None) -> bool:
    """A typed percentage stands for everything that rounds to it; anything else is exact."""
    if reported is None or verified is None:
        return False
    typed = entry.value if entry is not None and not entry.formula else None
    margin = half_unit(typed) if isinstance(typed, Decimal) and typed % 1 else Fraction(0)
    return abs(reported - verified) > margin
