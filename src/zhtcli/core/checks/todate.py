"""To-date figures against the quarters' own, by the nature of each indicator."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, assert_never

from zhtcli.core.catalogue import series as rules
from zhtcli.core.checks.jumps import mixed_up
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.period import previous
from zhtcli.core.quarters.observed import Told
from zhtcli.core.quarters.quarterview import QuarterView, amount, mixup, slack, whence
from zhtcli.core.rounding import shown
from zhtcli.core.rules.checkkinds import ToDate
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.monitored import Nature, opens


@dataclass(frozen=True, slots=True)
class Term:
    """What a to-date figure is the sum of: a quarter's own figure, or everything to the end of an earlier one."""

    period: str
    told: Told
    to_date: bool = False


def to_date_findings(check: ToDate, view: QuarterView, mixed: set[str], off: Collection[str] = ()) -> Iterator[Finding]:
    """To-date figures that do not follow from the quarters' own, one finding at most for each.

    `mixed` are the indicators told already to have mixed-up units; those told here are added. Of those `off` it is
    the own quarter's figure that is in another unit, so that what it contradicts is told on its cell.
    """
    certain = any(isinstance(one, ToDate) and one.rule == "not_below" for one in view.regime.checks)
    for indicator, nature in view.followed():
        typed = view.told(indicator.no, "to_date")
        if typed is None:
            continue
        short = _falls_short(view, indicator, nature, typed)
        match check.rule:
            case "not_below":
                if short:
                    yield _below(check, view, indicator, typed, off=indicator.no in off)
            case "adds_up":
                if not (short and certain) and indicator.no not in mixed:
                    yield from _adds_up(check, view, indicator, nature, typed, mixed)
            case _:
                assert_never(check.rule)


def _below(check: ToDate, view: QuarterView, indicator: Indicator, typed: Told, *, off: bool) -> Finding:
    quarter = view.told(indicator.no)
    place, told = ("quarter", quarter) if off and quarter is not None else ("to_date", typed)
    return rules.TO_DATE_BELOW.found(
        view.cell(indicator.no, "quarter" if place == "quarter" else "to_date"),
        indicator=indicator.printed_no,
        field=place,
        raw=told.raw or shown(told.value, 4),
        clause=check.clause,
        severity=check.severity,
        to_date=amount(indicator, typed.value),
        quarter=amount(indicator, view.value(indicator.no)),
        suspected="；疑似本季度数弄错了单位" if off else "",
    )


def terms(nature: Nature, view: QuarterView, no: str) -> list[Term] | None:
    """What the to-date figure of the own quarter should be the sum of, the earliest first.

    None where an earlier quarter is not known, and for ratios after the first quarter, which do not add up.
    """
    here = view.told(no)
    if here is None or (nature.kind == "ratio" and not view.opens_year):
        return None
    told, period = [Term(view.own, here)], view.own
    while nature.kind == "flow" and not opens(nature, period, view.started):
        period = previous(period)
        to_date, quarter = view.told(no, "to_date", period), view.told(no, "quarter", period)
        if to_date is not None:
            told.append(Term(period, to_date, to_date=True))
            break
        if quarter is None:
            return None
        told.append(Term(period, quarter))
    return told[::-1]


def _falls_short(view: QuarterView, indicator: Indicator, nature: Nature, typed: Told) -> bool:
    """A flow's figure to date below the quarter's own, which only a negative figure before it could explain."""
    quarter = view.told(indicator.no)
    if nature.kind != "flow" or quarter is None:
        return False
    before = _before(view, indicator, nature)
    if before is not None and before.value < 0:
        return False
    return typed.value + slack(indicator, typed) < quarter.value - slack(indicator, quarter)


def _before(view: QuarterView, indicator: Indicator, nature: Nature) -> Told | None:
    """The figure to the end of the quarter before, from which this one goes on."""
    if nature.kind != "flow" or opens(nature, view.own, view.started):
        return None
    return view.told(indicator.no, "to_date", view.last)


def _adds_up(
    check: ToDate, view: QuarterView, indicator: Indicator, nature: Nature, typed: Told, mixed: set[str]
) -> Iterator[Finding]:
    sum_of = terms(nature, view, indicator.no)
    expected = sum((term.told.value for term in sum_of or ()), Fraction(0))
    allowed = slack(indicator, typed) + sum((slack(indicator, term.told) for term in sum_of or ()), Fraction(0))
    quarter = view.told(indicator.no)
    as_year = nature.year_to_date and quarter is not None and _agree(indicator, typed, quarter)
    if sum_of is not None and abs(typed.value - expected) > allowed and not as_year:
        if (kind := mixup(indicator, typed.value, expected)) is not None:
            mixed.add(indicator.no)
            label = "按本季度数推算的累计" if len(sum_of) > 1 else "本季度"
            yield mixed_up(check, view, indicator, "to_date", kind, expected, label)
        elif len(sum_of) == 1:
            yield _found(
                rules.TO_DATE_SAME,
                check,
                view,
                indicator,
                typed,
                to_date=amount(indicator, typed.value),
                quarter=amount(indicator, expected),
                why=_why_same(nature),
            )
        else:
            yield _found(
                rules.TO_DATE_SUM,
                check,
                view,
                indicator,
                typed,
                to_date=amount(indicator, typed.value),
                sum=" + ".join(_spelled(view, term) for term in sum_of),
                expected=amount(indicator, expected),
            )
        return
    before = _before(view, indicator, nature)
    if before is not None and typed.value + slack(indicator, typed) < before.value - slack(indicator, before):
        yield _found(
            rules.TO_DATE_FELL,
            check,
            view,
            indicator,
            typed,
            to_date=amount(indicator, typed.value),
            last=whence(view.last, before),
            before=amount(indicator, before.value),
        )


def _agree(indicator: Indicator, one: Told, other: Told) -> bool:
    return abs(one.value - other.value) <= slack(indicator, one) + slack(indicator, other)


def _why_same(nature: Nature) -> str:
    if nature.kind == "stock":
        return "季末数的两栏应当相同"
    start = nature.kind == "flow" and nature.since == "start"
    return "本季度才启动建设，累计就是本季度数" if start else "第一季度的累计就是本季度数"


def _spelled(view: QuarterView, term: Term) -> str:
    if term.period == view.own:
        return f"本季度 {shown(term.told.value, 4)}"
    label = whence(term.period, term.told)
    return f"截止{label} {shown(term.told.value, 4)}" if term.to_date else f"{label} {shown(term.told.value, 4)}"


def _found(rule: Rule, check: ToDate, view: QuarterView, indicator: Indicator, typed: Told, **words: Any) -> Finding:
    return rule.found(
        view.cell(indicator.no, "to_date"),
        indicator=indicator.printed_no,
        field="to_date",
        raw=typed.raw or shown(typed.value, 4),
        clause=check.clause,
        severity=check.severity,
        **words,
    )
