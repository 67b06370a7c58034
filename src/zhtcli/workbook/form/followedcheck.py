"""自检 of a quarterly form: what is filled, and what no figure may be, for the quarter and to date alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from zhtcli.core.forms.layout import FILLED, NOT_APPLICABLE, NOT_STARTED
from zhtcli.core.forms.tablecolumns import FOLLOWED, GROWTHS, Part
from zhtcli.core.period import period_label, year_before
from zhtcli.core.rules.kinds import Entered, Quotient, Ratio
from zhtcli.workbook.form.checkblock import LOOK, PASSED, UNDONE, CheckBlock, Line, length_of, named, times_of

_GENERAL, _OF_SHARES, _OF_NOTHING = "填报说明", "填报说明 百分比", "填报说明 没有的和没公布的"
_OF_EARLIER = "填报说明 以前的数"
_SCALE_OF_PERCENT = 100


def followed_lines(block: CheckBlock, blanks: Mapping[str, str]) -> Iterator[Line]:
    """`blanks` maps a section to the running list of the indicators whose own figure is open."""
    yield from _completeness(block, blanks)
    yield _growth_told(block)
    yield _earlier(block)
    everyone = [indicator.no for indicator in block.indicators]
    texts = {no: _text(block, no) for no in everyone}
    yield block.question("数字格里填的都是数字", texts, "请改填数字，不带单位和文字", _GENERAL)
    negative = {no: _any(block, no, "<0", parts=True) for no in everyone}
    yield block.question("除同比增长外没有负数", negative, "不应有负数", _GENERAL)
    counted = [i.no for i in block.indicators if isinstance(i.measure, Entered) and i.measure.type == "integer"]
    fractions = {no: _fraction(block, no) for no in counted}
    if fractions:
        yield block.question("按个数统计的填整数", fractions, "应为整数", _GENERAL)
    shares = {i.no: i.measure for i in block.indicators if isinstance(i.measure, Ratio)}
    over = {no: _any(block, no, f">{ratio.max.scaleb(-2):f}", parts=False) for no, ratio in shares.items()}
    if over:
        yield block.question("百分比没有超过上限", over, "超过上限，请看是否多乘了100", _OF_SHARES)
    ratios = {i.no: i.measure for i in block.indicators if isinstance(i.measure, Ratio | Quotient)}
    if ratios:
        odd = {no: _odd_parts(block, no, ratio) for no, ratio in ratios.items()}
        advice = "分子、分母要么都填，要么都不填；分母不能为0，比重的分子应在分母之内"
        yield block.question("比值的分子、分母成对填写", odd, advice, _OF_SHARES)
        differing = {no: _differs(block, no, ratio) for no, ratio in ratios.items()}
        yield block.question("比值与分子除以分母一致", differing, "直接填的数与分子、分母算出的不一致", _OF_SHARES)
    contradicted = {no: _contradicted(block, no) for no in everyone}
    advice = "选“已填”的应有数；选“未开展”的不应有大于0的数；选“不适用”的不填数，并在“说明”栏写明原因"
    yield block.question("状态与填报数相符", contradicted, advice, _OF_NOTHING)


def _completeness(block: CheckBlock, blanks: Mapping[str, str]) -> Iterator[Line]:
    for section in block.regime.sections:
        members = [indicator.no for indicator in block.indicators if indicator.section == section.id]
        if not members:
            continue
        quarter, to_date = blanks[section.id], block.running_list({no: _to_date_open(block, no) for no in members})
        total, missing = len(members), f"{length_of(quarter)}+{length_of(to_date)}"
        told = ((quarter, "本季度"), (to_date, "累计"))
        filled = '&"，"&'.join(f'"{word}已填"&({total}-{length_of(found)})&"/{total}"' for found, word in told)
        lacking = "&".join(f'IF(LEN({found})=0,"","，{word}还缺"&{named(found)})' for found, word in told)
        yield Line(
            f"{section.id}、{section.title}：本季度数和累计数已填齐",
            f'=IF(ISERROR({missing}),"{LOOK}",IF({missing}=0,"{PASSED}","{UNDONE}"))',
            f"={filled}&{lacking}",
            section.clause,
        )


def _to_date_open(block: CheckBlock, no: str) -> str:
    """Blank although the quarter has a figure, or is open itself."""
    cell, state, remark = (block.entry(no, key) for key in ("to_date", "state", "remark"))
    unsaid = f'{state}<>"{NOT_APPLICABLE}"'
    if block.regime.indicator(no).figure == "optional":
        unsaid = f"{unsaid},LEN(TRIM({remark}))=0"
    return f'AND(LEN(TRIM({cell}))=0,{unsaid},OR({state}<>"{NOT_STARTED}",{block.kind(no)}<>"b"))'


def _growth_told(block: CheckBlock) -> Line:
    """Growth is asked for wherever it can be computed."""
    blank = {
        i.no: "OR("
        + ",".join(
            f"AND(LEN(TRIM({block.entry(i.no, part)}))=0,ISNUMBER({block.entry(i.no, f'recomputed_{part}')}))"
            for part in GROWTHS
        )
        + ")"
        for i in block.indicators
    }
    found = block.running_list(blank)
    return Line(
        "有上年同期数的，同比增长已填写",
        f'=IF(ISERROR({found}),"{LOOK}",IF(LEN({found})=0,"{PASSED}","{UNDONE}"))',
        f'=IF(LEN({found})=0,"","还缺"&{named(found)})',
        _OF_NOTHING,
    )


def _earlier(block: CheckBlock) -> Line:
    """A quarter without any figure may be one before the project; one that has some was left unfinished."""
    lacking, unknown = [], []
    total = len(block.indicators)
    for period in block.earlier:
        filled = "+".join(
            f"COUNTA({cells})" for part in ("quarter", "to_date") for cells in block.column(f"earlier_{period}_{part}")
        )
        (count,) = block.stack([f"={filled}"])
        label = period_label(period)
        lacking.append(f'IF(AND({count}>0,{count}<{2 * total}),"；{label}还缺"&({2 * total}-{count})&"个数","")')
        why = "不复算同比" if period == year_before(block.period) else "不核对累计数"
        unknown.append(f'IF({count}=0,"；没有{label}的数，{why}","")')
    found, none = block.stack([f"={'&'.join(lacking)}", f"={'&'.join(unknown)}"])
    return Line(
        "上季度和上年同期的数已填齐",
        f'=IF(LEN({found})=0,"{PASSED}","{UNDONE}")',
        f"=MID({found}&{none},2,200)",
        _OF_EARLIER,
    )


def _cells(block: CheckBlock, no: str, parts: tuple[Part, ...] = ("quarter", "to_date")) -> list[str]:
    """The figures of this quarter and of the earlier ones."""
    own = [block.entry(no, part) for part in parts]
    return own + [block.entry(no, f"earlier_{period}_{part}") for period in block.earlier for part in parts]


def _any(block: CheckBlock, no: str, criterion: str, *, parts: bool) -> str:
    ranges = [*_cells(block, no), *filter(None, [block.parts_range(no) if parts else ""])]
    return "+".join(f'COUNTIF({cells},"{criterion}")' for cells in ranges) + ">0"


def _text(block: CheckBlock, no: str) -> str:
    """The quarter's own cell may hold a formula, whose empty result counts as a text."""
    last = block.layout.cell(no, FOLLOWED[-1]).a1
    ranges = [f"{block.entry(no, FOLLOWED[1])}:{last}", *filter(None, [block.parts_range(no)])]
    if block.earlier:
        keys = [column.key for column in block.layout.columns if column.role == "earlier"]
        ranges.append(f"{block.entry(no, keys[0])}:{block.layout.cell(no, keys[-1]).a1}")
    return f'OR({block.kind(no)}="t",{"+".join(f"COUNTA({cells})-COUNT({cells})" for cells in ranges)}>0)'


def _fraction(block: CheckBlock, no: str) -> str:
    return f"OR({','.join(f'IF(ISNUMBER({cell}),{cell}<>INT({cell}),FALSE)' for cell in _cells(block, no))})"


def _odd_parts(block: CheckBlock, no: str, ratio: Ratio | Quotient) -> str:
    numerator, denominator = block.entry(no, "numerator"), block.entry(no, "denominator")
    told = [f"COUNTA({numerator})<>COUNTA({denominator})", f"COUNTIF({denominator},0)>0"]
    if isinstance(ratio, Ratio) and ratio.part_of_whole:
        told.append(f"IF(COUNT({block.parts_range(no)})=2,{numerator}>{denominator},FALSE)")
    return f"OR({','.join(told)})"


def _differs(block: CheckBlock, no: str, ratio: Ratio | Quotient) -> str:
    """Beyond half a unit of the last digit typed, told by the places that the figure needs."""
    value, numerator, denominator = (block.entry(no, key) for key in ("quarter", "numerator", "denominator"))
    scale = f"*{_SCALE_OF_PERCENT}" if isinstance(ratio, Ratio) else ""
    typed = block.put(no, f'=IF(ISNUMBER({value}),ROUND({value}{scale},8),"")')
    half = "0.0000005"
    for places in (5, 4, 3, 2, 1, 0):
        half = f"IF(ROUND({typed},{places})={typed},{Decimal(5).scaleb(-places - 1):f},{half})"
    gap = f"ABS({typed}-{numerator}/{denominator}{scale or times_of(ratio)})>{half}+0.000000001"
    return f"IF(COUNT({value},{block.parts_range(no)})=3,IF({denominator}<>0,{gap},FALSE),FALSE)"


def _contradicted(block: CheckBlock, no: str) -> str:
    state, remark, kind = block.entry(no, "state"), block.entry(no, "remark"), block.kind(no)
    unfounded = f'AND({state}="{NOT_APPLICABLE}",OR({kind}<>"b",LEN(TRIM({remark}))=0))'
    started = f'AND({state}="{NOT_STARTED}",{kind}="n",N({block.figure(no)})<>0)'
    return f'OR(AND({state}="{FILLED}",{kind}="b"),{started},{unfounded})'
