"""The checks of a regime as live formulas: what must agree between indicators and between years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from zhtcli.core.period import period_label
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
from zhtcli.workbook.form.checkblock import LOOK, PASSED, UNDONE, CheckBlock, Line
from zhtcli.workbook.form.followedcrosses import field_checks, series_check


def cross_checks(block: CheckBlock) -> Iterator[Line]:
    """A line for each check that a form of this period can be held against."""
    for check in block.regime.checks:
        match check:
            case AtMost(over="to_date"):
                yield _at_most_to_date(block, check)
            case AtMost():
                yield _by_period(block, check, check.lesser, (check.greater,), "{w}>{p}", "不应超过")
            case SumOf():
                # Sums of binary fractions miss by less than any figure that is typed.
                yield _by_period(block, check, check.whole, check.parts, "ABS({w}-({p}))>0.0000001", "应等于")
            case TracksToDate():
                if telling := _tracks(block, check):
                    yield telling
            case Ordered() | FieldContains() | AllOrNone() | RowAtMost() | SameYear() | FieldsAgree() | FieldIsPart():
                pass  # about the cover and single rows: `zht validate` looks at them
            case RequiredWhen() | FieldsAddUp() | FieldsAtMost() | FieldZero():
                pass  # below, those of one kind together
            case Growth() | ToDate() | StockFlow() | Implied() | Jump() | SameAs() | SourceNamed():
                if line := series_check(block, check):
                    yield line
            case _:
                assert_never(check)
    yield from field_checks(block)


def _judged(block: CheckBlock, check: Check, bad: str, concerned: tuple[str, ...], note: str) -> Line:
    """What stands in contradiction is said even while other figures are still open."""
    still_open = "+".join(block.open(no) for no in concerned)
    result = f'=IF(ISERROR({bad}),"{LOOK}",IF({bad},"{LOOK}",IF({still_open}>0,"{UNDONE}","{PASSED}")))'
    return Line(check.sentence, result, note, check.clause)


def _at_most_to_date(block: CheckBlock, check: AtMost) -> Line:
    """Sums over the periods in which both figures stand, judged once the year's own do."""
    pairs = list(zip(block.figures(check.lesser), block.figures(check.greater), strict=True))
    sums = []
    for side in (0, 1):
        terms = (f"IF(AND(ISNUMBER({a}),ISNUMBER({b})),{(a, b)[side]},0)" for (_, a), (_, b) in pairs)
        sums.append(block.put(check.lesser, f"=SUM({','.join(terms)})"))
    lesser, greater = sums
    own = ",".join(f"ISNUMBER({reference})" for _, reference in pairs[-1])
    bad = f"IF(AND({own}),{lesser}>{greater},FALSE)"
    note = f'=IF({bad},"累计：第{check.lesser}项为"&{lesser}&"，第{check.greater}项为"&{greater},"")'
    return _judged(block, check, bad, (check.lesser, check.greater), note)


def _by_period(
    block: CheckBlock, check: AtMost | SumOf, whole: str, parts: tuple[str, ...], differs: str, word: str
) -> Line:
    """Period by period; the note tells the periods in which it does not hold."""
    told = []
    for (period, one), *others in zip(*(block.figures(no) for no in (whole, *parts)), strict=True):
        references = [reference for _, reference in others]
        filled = ",".join(f"ISNUMBER({reference})" for reference in (one, *references))
        total = "+".join(references)
        words = f'"；{period_label(period)}第{whole}项为"&{one}&"，{word}"&({total})'
        told.append(block.put(whole, f'=IF(AND({filled}),IF({differs.format(w=one, p=total)},{words},""),"")'))
    found = block.put(whole, f"={'&'.join(told)}")
    return _judged(block, check, f"LEN({found})>0", (whole, *parts), f"=MID({found},2,300)")


def _tracks(block: CheckBlock, check: TracksToDate) -> Line | None:
    """From the second period on: in the first one, new and to date are the same."""
    columns = block.regime.indicator(check.indicator).printed_targets
    told = []
    for period, figure in block.figures(check.indicator):
        if period == block.regime.periods[0] or not (printed := columns.get(period)):
            continue
        words = f'"；{period_label(period)}填"&{figure}&"，目标列印的到年末累计数是{printed:f}"'
        bad = f"IF(ISNUMBER({figure}),{figure}>{check.share * printed:f},FALSE)"
        told.append(block.put(check.indicator, f'=IF({bad},{words},"")'))
    if not told:
        return None
    found = block.put(check.indicator, f"={'&'.join(told)}")
    note = f'=IF(LEN({found})=0,"",MID({found},2,300)&"。请确认填的是当年新增数")'
    return _judged(block, check, f"LEN({found})>0", (check.indicator,), note)
