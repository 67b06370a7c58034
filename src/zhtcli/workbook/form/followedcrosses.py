"""Checks over quarters and over fields as live formulas: to-date figures, stocks, growth, sums of fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.tablecolumns import GROWTHS
from zhtcli.core.period import previous
from zhtcli.core.rules.checkkinds import (
    Check,
    FieldsAddUp,
    FieldsAtMost,
    Growth,
    Implied,
    Jump,
    RequiredWhen,
    SameAs,
    SeriesCheck,
    SourceNamed,
    StockFlow,
    ToDate,
)
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Entered, Ratio
from zhtcli.core.rules.monitored import Nature
from zhtcli.workbook.form.checkblock import LOOK, PASSED, UNDONE, CheckBlock, Line
from zhtcli.workbook.form.followedtable import differs
from zhtcli.workbook.writing import on_sheet

# What figures that were rounded to the places of their cells may miss their sum by.
_OF_MONEY, _OF_SHARES, _OF_COUNTS = "0.0150001", "0.000150001", "0.0000001"
_MONEY_GAP = "0.0000001"


def series_check(block: CheckBlock, check: SeriesCheck) -> Line | None:
    """A line for what the form's own columns tell; nothing where it takes other workbooks to know."""
    match check:
        case Growth():
            concerned = {i.no: _growth_differs(block, i.no) for i in block.indicators}
            return block.question(check.sentence, concerned, "请核对上年同期数和填报的同比", check.clause)
        case ToDate(rule="not_below"):
            return _not_below(block, check)
        case ToDate():
            return _adds_up(block, check)
        case StockFlow():
            return _stock_flow(block, check)
        case Jump():
            return _jump(block, check)
        case SameAs():
            return _same_as(block, check)
        case SourceNamed():
            return _source_named(block, check)
        case Implied():
            return None  # `zht validate` says which of the two figures is odd
        case _:
            assert_never(check)


def field_checks(block: CheckBlock) -> Iterator[Line]:
    """What fields say against each other. What one choice asks for is one line for all such choices of a page."""
    asked: dict[str, list[RequiredWhen]] = {}
    for check in block.regime.checks:
        match check:
            case RequiredWhen():
                asked.setdefault(check.clause, []).append(check)
            case FieldsAddUp():
                yield _adds(block, check)
            case FieldsAtMost():
                yield _at_most(block, check)
            case _:
                pass
    for clause, checks in asked.items():
        yield _required(block, clause, checks)


def _field(block: CheckBlock, key: str) -> str:
    at = block.layout.places[Slot("field", key)].at
    return on_sheet(at.sheet, at.a1)


def _followed(block: CheckBlock) -> Iterable[tuple[Indicator, Nature]]:
    return ((i, i.nature) for i in block.indicators if i.nature is not None)


def _slack(indicator: Indicator) -> str:
    match indicator.measure:
        case Entered(type="integer"):
            return _OF_COUNTS
        case Ratio():
            return _OF_SHARES
        case _:
            return _OF_MONEY


def _growth_differs(block: CheckBlock, no: str) -> str:
    return f"OR({','.join(differs(block.entry(no, part), block.entry(no, f'recomputed_{part}')) for part in GROWTHS)})"


def _not_below(block: CheckBlock, check: ToDate) -> Line:
    """Of flows: a stock need not grow, and a share to date lies between those of the quarters."""
    concerned = {}
    for indicator, nature in _followed(block):
        if nature.kind != "flow":
            continue
        quarter, to_date = (block.entry(indicator.no, part) for part in ("quarter", "to_date"))
        concerned[indicator.no] = f"IF(COUNT({quarter},{to_date})=2,{to_date}<{quarter}-{_slack(indicator)},FALSE)"
    return block.question(check.sentence, concerned, "累计数小于本季度数", check.clause)


def _adds_up(block: CheckBlock, check: ToDate) -> Line:
    """Stocks stand the same in both columns; flows go on from the figure to the end of last quarter."""
    concerned = {}
    for indicator, nature in _followed(block):
        no, last = indicator.no, previous(block.period)
        quarter, to_date = (block.entry(no, part) for part in ("quarter", "to_date"))
        first = block.period.endswith("q1")
        unlike = f"ABS({to_date}-{quarter})>{_slack(indicator)}"
        same = f"IF(COUNT({quarter},{to_date})=2,{unlike},FALSE)"
        if nature.kind == "stock" or (first and nature.since == "year"):
            concerned[no] = same
        elif nature.kind == "flow":
            before = block.entry(no, f"earlier_{last}_to_date")
            apart = f"ABS({to_date}-{quarter}-{before})>{_slack(indicator)}"
            if nature.year_to_date:  # the quarter's own cell may hold the year so far
                apart = f"AND({apart},{unlike})"
            unknown = "FALSE"
            if last.endswith("q1") and nature.since == "year":
                # To the end of a first quarter is that quarter.
                opening = block.entry(no, f"earlier_{last}_quarter")
                unknown = f"IF(ISNUMBER({opening}),{apart.replace(before, opening)},FALSE)"
            known = f"IF(ISNUMBER({before}),{apart},{unknown})"
            concerned[no] = f"IF(COUNT({quarter},{to_date})=2,{known},FALSE)"
    advice = "季末数两栏应相同，其余累计应等于上季度累计加本季度；以前的数有更正的，在“说明”栏写明"
    return block.question(check.sentence, concerned, advice, check.clause)


def _stock_flow(block: CheckBlock, check: StockFlow) -> Line:
    now, added = block.figure(check.stock), block.figure(check.added)
    before = block.entry(check.stock, f"earlier_{previous(block.period)}_quarter")
    known = f"AND(ISNUMBER({now}),ISNUMBER({before}),ISNUMBER({added}))"
    grew = block.put(check.stock, f'=IF({known},{now}-{before},"")')
    bad = f"IF(ISNUMBER({grew}),{grew}>{added}+{_OF_COUNTS},FALSE)"
    still_open = f"{block.open(check.stock)}+{block.open(check.added)}"
    return Line(
        check.sentence,
        f'=IF(ISERROR({bad}),"{LOOK}",IF({bad},"{LOOK}",IF({still_open}>0,"{UNDONE}","{PASSED}")))',
        f'=IF({bad},"第{check.stock}项比上季度多"&{grew}&"，第{check.added}项本季度只填"&{added},'
        f'IF(ISNUMBER({before}),"","没有上季度的数，未作比较"))',
        check.clause,
    )


def _jump(block: CheckBlock, check: Jump) -> Line:
    last, times = previous(block.period), f"{check.times:f}"
    concerned = {}
    for indicator, _ in _followed(block):
        now, before = block.entry(indicator.no, "quarter"), block.entry(indicator.no, f"earlier_{last}_quarter")
        far = f"IF(AND({now}>0,{before}>0),OR({now}>{before}*{times},{now}*{times}<{before}),FALSE)"
        concerned[indicator.no] = f"IF(COUNT({now},{before})=2,{far},FALSE)"
    return block.question(check.sentence, concerned, "与上季度相差很大，请看单位和位数", check.clause)


def _same_as(block: CheckBlock, check: SameAs) -> Line:
    """Parts may stand there as the figure does, or be left out."""
    part, other = block.entry(check.indicator, check.part), block.entry(check.other, "quarter")
    bad = f"IF(COUNT({part},{other})=2,ABS({part}-{other})>{_OF_MONEY},FALSE)"
    advice = f"应与第{check.other}项的本季度数据相同，单位也相同"
    return block.question(check.sentence, {check.indicator: bad}, advice, check.clause)


def _source_named(block: CheckBlock, check: SourceNamed) -> Line:
    concerned = {
        i.no: f'AND({block.kind(i.no)}="n",LEN(TRIM({block.entry(i.no, "source")}))=0)' for i in block.indicators
    }
    line = block.question(check.sentence, concerned, "请在“数据来源”栏选择", check.clause)
    return Line(line.sentence, line.result.replace(f'"{LOOK}"))', f'"{UNDONE}"))'), line.note, line.clause)


def _adds(block: CheckBlock, check: FieldsAddUp) -> Line:
    """Judged once every part is filled: what is left out is not zero."""
    parts = ",".join(_field(block, key) for key in check.parts)
    whole = _field(block, check.whole)
    count = f"COUNT({parts})"
    bad = f"IF(AND({count}={len(check.parts)},ISNUMBER({whole})),ABS({whole}-SUM({parts}))>{_MONEY_GAP},FALSE)"
    partly = f"AND({count}>0,{count}<{len(check.parts)})"
    labels = block.regime.field(check.whole).label
    each, which = ("各级", "各级支出") if block.regime.monitoring is not None else ("各项", "各项")
    note = f'IF({bad},"{labels}为"&{whole}&"，{each}相加为"&SUM({parts}),IF({partly},"{which}没有填齐，未作比较",""))'
    return _line(check, bad, partly, note)


def _at_most(block: CheckBlock, check: FieldsAtMost) -> Line:
    parts, lesser = ",".join(_field(block, key) for key in check.greater), _field(block, check.lesser)
    bad = f"IF(AND(COUNT({parts})>0,ISNUMBER({lesser})),{lesser}>SUM({parts})+{_MONEY_GAP},FALSE)"
    open_ = f"COUNT({parts},{lesser})<{len(check.greater) + 1}"
    label = block.regime.field(check.lesser).label
    return _line(check, bad, open_, f'IF({bad},"{label}为"&{lesser}&"，合计只有"&SUM({parts}),"")')


def _line(check: Check, bad: str, still_open: str, note: str) -> Line:
    result = f'=IF(ISERROR({bad}),"{LOOK}",IF({bad},"{LOOK}",IF({still_open},"{UNDONE}","{PASSED}")))'
    return Line(check.sentence, result, f"={note}", check.clause)


def _required(block: CheckBlock, clause: str, checks: list[RequiredWhen]) -> Line:
    labels = "&".join(
        f'IF(AND({_field(block, check.when)}="{check.holds}",LEN(TRIM({_field(block, check.field)}))=0),'
        f'"、{block.regime.field(check.when).label}","")'
        for check in checks
    )
    (found,) = block.stack([f"={labels}"])
    holds = "、".join(dict.fromkeys(f"“{check.holds}”" for check in checks))
    sentence = checks[0].sentence if len(checks) == 1 else f"选{holds}的，都写明了具体情况"
    return Line(
        sentence,
        f'=IF(LEN({found})=0,"{PASSED}","{UNDONE}")',
        f'=IF(LEN({found})=0,"","还没有写明："&MID({found},2,200))',
        clause,
    )
