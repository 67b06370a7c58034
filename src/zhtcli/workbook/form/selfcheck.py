"""The sheet 自检: what `zht validate` will ask, as live formulas that every Excel and WPS knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, assert_never

from zhtcli.core.checks.schema import UNLIKELY_TIMES
from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import COVER, FILLED, NOT_APPLICABLE, NOT_STARTED, Layout, RegisterTable, Slot
from zhtcli.core.forms.tablecolumns import pledging
from zhtcli.core.period import period_label
from zhtcli.core.rounding import decimal
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Composed, Entered, Judged, OfFields, Quotient, Ratio
from zhtcli.core.rules.regime import Field, Regime
from zhtcli.workbook import styles
from zhtcli.workbook.form.checkblock import LOOK, PASSED, UNDONE, CheckBlock, Line, length_of, named
from zhtcli.workbook.form.crosschecks import cross_checks
from zhtcli.workbook.form.followedcheck import followed_lines
from zhtcli.workbook.form.registerformulas import incomplete_rows
from zhtcli.workbook.writing import Sheet, on_sheet

HEADERS = ("序号", "检查内容", "结果", "说明", "依据")
SUMMARY_ROW, HEADER_ROW, FIRST_ROW = 3, 5, 6
RESULT_COLUMN, NOTE_COLUMN = 3, 4
_WIDTHS = (5.0, 37.0, 8.5, 36.0, 18.0)
_HIDDEN_FROM = 8
_GENERAL, _OF_RATIOS, _OF_STATES = "填报说明", "填报说明 百分比", "填报说明 没有的事填0"
_OF_REGISTERS = "填报说明 台账"


@dataclass(frozen=True, slots=True)
class _Question:
    """Something asked of many indicators; `concerned` maps an indicator's number to a condition."""

    sentence: str
    concerned: dict[str, str]
    advice: str
    clause: str


def write_self_check(sheet: Sheet, regime: Regime, layout: Layout, conditional: Mapping[str, Any]) -> None:
    """Fills the sheet; `conditional` are the formats `odd`, `undone` and `done`."""
    block = CheckBlock(sheet, regime, layout, FIRST_ROW, _HIDDEN_FROM)
    blanks = {section.id: block.running_list(_blank(block, section.id)) for section in regime.sections}
    table = [
        *_cover(block),
        *(followed_lines(block, blanks) if regime.monitoring else (*_completeness(block, blanks), *_questions(block))),
        *cross_checks(block),
        *_registers(block),
    ]
    last = FIRST_ROW + len(table) - 1

    for column, width in enumerate(_WIDTHS):
        sheet.raw.set_column(column, column, width)
    sheet.raw.set_column(block.columns[0] - 1, block.columns[1] - 1, 4, None, {"hidden": True})
    sheet.band(1, 1, len(HEADERS), "自　检　表", styles.TITLE)
    remarks = "备注" if regime.monitoring is None else "“说明”栏"
    sure = f"请在{remarks}写明原因" if layout.has_table else "可以保留"
    hint = f"本页由公式随填随算，不用填写。结果为“请核对”的按说明逐条处理；确实无误的，{sure}。"
    sheet.band(2, 1, len(HEADERS), hint, styles.NOTE)
    sheet.band(SUMMARY_ROW, 1, len(HEADERS), "", styles.NOTICE)
    sheet.formula(SUMMARY_ROW, 1, _summary(block, blanks, last), styles.NOTICE)
    for row, height in ((1, 38), (2, 22), (SUMMARY_ROW, 28), (HEADER_ROW, 22)):
        sheet.raw.set_row(row - 1, height)
    for column, header in enumerate(HEADERS, 1):
        sheet.text(HEADER_ROW, column, header, styles.HEADER)
    for number, line in enumerate(table, 1):
        row = FIRST_ROW + number - 1
        sheet.number(row, 1, number, styles.BOX_MIDDLE, percent=False)
        sheet.text(row, 2, line.sentence, styles.BOX)
        sheet.formula(row, RESULT_COLUMN, line.result, styles.BOX_MIDDLE)
        sheet.formula(row, NOTE_COLUMN, line.note, styles.BOX)
        sheet.text(row, 5, line.clause, styles.BOX)
        texts = ((line.sentence, _WIDTHS[1] - 2), (line.clause, _WIDTHS[4] - 2))
        sheet.raw.set_row(row - 1, styles.row_height(texts, least=33))
    for text, name in ((LOOK, "odd"), (UNDONE, "undone"), (PASSED, "done")):
        rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": conditional[name]}
        sheet.raw.conditional_format(FIRST_ROW - 1, RESULT_COLUMN - 1, last - 1, RESULT_COLUMN - 1, rule)
    sheet.raw.freeze_panes(HEADER_ROW, 0)
    sheet.raw.print_area(0, 0, last - 1, len(HEADERS) - 1)
    sheet.raw.fit_to_pages(1, 1)


def _summary(block: CheckBlock, blanks: Mapping[str, str], last: int) -> str:
    letter = column_letters(RESULT_COLUMN)
    results = f"{letter}{FIRST_ROW}:{letter}{last}"
    look, undone = f'COUNTIF({results},"{LOOK}")', f'COUNTIF({results},"{UNDONE}")'
    total = len(block.indicators)
    missing = "-".join(length_of(found) for found in blanks.values())
    word = "实际数" if block.regime.monitoring is None else "本季度数"
    done = f'"{period_label(block.period)}{word}已填"&({total}-{missing})&"/{total}。"&' if total else ""
    next_step = "签字盖章后上报" if block.regime.procedure is None else "提交审核"
    clear = f'"各条均已通过，可以{next_step}。"'
    todo = f'IF({look}>0,{look}&"条请核对"&IF({undone}>0,"，",""),"")&IF({undone}>0,{undone}&"条未填完","")&"。"'
    return f"={done}IF({look}+{undone}=0,{clear},{todo})"


def _cover(block: CheckBlock) -> Iterator[Line]:
    """The fields of the cover and of each page beside it."""

    def cell(field: Field) -> str:
        at = block.layout.places[Slot("field", field.key)].at
        return on_sheet(at.sheet, at.a1)

    for page, name in (("", COVER), *((page.id, page.title) for page in block.regime.pages)):
        required = [field for field in block.regime.fields if field.required and field.page == page]
        if not required:
            continue
        blanks = "&".join(f'IF(LEN(TRIM({cell(field)}))=0,"、{field.label}","")' for field in required)
        (found,) = block.stack([f"={blanks}"])
        yield Line(
            f"{name}上标＊的栏目都已填写" if not page else f"“{name}”页标＊的栏目都已填写",
            f'=IF(ISERROR({found}),"{LOOK}",IF(LEN({found})=0,"{PASSED}","{UNDONE}"))',
            f'=IF(LEN({found})=0,"","还缺"&MID({found},2,200))',
            name,
        )
    for field in block.regime.fields:
        if field.format != "uscc":
            continue
        length = f'LEN(SUBSTITUTE({cell(field)}," ",""))'
        yield Line(
            f"{field.label}为18位",
            f'=IF({length}=0,"{UNDONE}",IF({length}=18,"{PASSED}","{LOOK}"))',
            f'=IF(OR({length}=0,{length}=18),"","现为"&{length}&"位")',
            field.clause,
        )


def _blank(block: CheckBlock, section: str) -> dict[str, str]:
    members = (indicator.no for indicator in block.indicators if indicator.section == section)
    return {no: f'AND({block.kind(no)}="b",{block.open(no)}=1)' for no in members}


def _completeness(block: CheckBlock, blanks: Mapping[str, str]) -> Iterator[Line]:
    for section in block.regime.sections:
        found = blanks[section.id]
        total = sum(indicator.section == section.id for indicator in block.indicators)
        if not total:
            continue
        yield Line(
            f"{section.id}、{section.title}：{period_label(block.period)}实际数已填齐",
            f'=IF(ISERROR({found}),"{LOOK}",IF(LEN({found})=0,"{PASSED}","{UNDONE}"))',
            f'="已填"&({total}-{length_of(found)})&"/{total}"&IF(LEN({found})=0,"","，还缺"&{named(found)})',
            section.clause,
        )
    if block.earlier:
        total, lacking = len(block.indicators), []
        for period in block.earlier:
            filled = f"({'+'.join(f'COUNTA({cells})' for cells in block.column(f'earlier_{period}'))})"
            words = f'"；{period_label(period)}缺"&({total}-{filled})&"项"'
            lacking.append(block.put(block.indicators[0].no, f'=IF({filled}<{total},{words},"")'))
        found = "&".join(lacking)
        yield Line(
            "以前年份的实际数已填齐",
            f'=IF(LEN({found})=0,"{PASSED}","{UNDONE}")',
            f"=MID({found},2,200)",
            f"{_GENERAL} 以前年份",
        )


def _questions(block: CheckBlock) -> Iterator[Line]:
    return (block.question(q.sentence, q.concerned, q.advice, q.clause) for q in _asked(block) if q.concerned)


def _asked(block: CheckBlock) -> Iterator[_Question]:
    everyone = [indicator.no for indicator in block.indicators]
    ratios = {i.no: i.measure for i in block.indicators if isinstance(i.measure, Ratio)}
    texts = {no: _text(block, no) for no in everyone}
    yield _Question("数字格里填的都是数字", texts, "请改填数字，不带单位和文字", _GENERAL)
    negative = {no: _any(block, no, "<0", parts=True) for no in everyone}
    yield _Question("没有负数", negative, "不应有负数", _GENERAL)
    fractions = {i.no: found for i in block.indicators if (found := _fraction(block, i))}
    yield _Question("按个数统计的填整数", fractions, "应为整数", _GENERAL)
    large = {i.no: found for i in block.indicators if (found := _absurd(block, i))}
    yield _Question(f"没有超过各年最高目标{UNLIKELY_TIMES}倍的数", large, "数值异常大，请看单位和位数", _GENERAL)
    over = {no: _any(block, no, f">{ratio.max.scaleb(-2):f}", parts=False) for no, ratio in ratios.items()}
    yield _Question("百分比没有超过上限", over, "超过上限，请看是否多乘了100", _OF_RATIOS)
    scale = {} if pledging(block.regime) else {no: _suspicious(block, no, ratio) for no, ratio in ratios.items()}
    yield _Question(f"百分比与目标相差不到{UNLIKELY_TIMES}倍", scale, "请看小数点是否错了位", _OF_RATIOS)
    exceeding = {no: _numerator_exceeds(block, no) for no, ratio in ratios.items() if ratio.part_of_whole}
    yield _Question("分子不大于分母", exceeding, "分子应包含在分母之内", _OF_RATIOS)
    lacking = {no: _part_lacking(block, no) for no in ratios}
    yield _Question("分子、分母都已填写，分母不为0", lacking, "请补齐分子、分母，分母不能为0", _OF_RATIOS)
    differing = {no: _differs(block, no) for no in ratios}
    yield _Question("百分比与分子除以分母一致", differing, "直接填的百分比与分子、分母算出的不一致", _OF_RATIOS)
    contradicted = {no: _contradicted(block, no) for no in everyone}
    advice = "选“已填”的应有数；选“未开展”的不应有大于0的数；选“不适用”的不填数，并在备注写明理由"
    yield _Question("状态与填报数相符", contradicted, advice, _OF_STATES)
    if pledging(block.regime):
        plans = {no: block.entry(no, f"pledged_{block.period}") for no in everyone}
        unplanned = {no: f'AND({block.kind(no)}="n",LEN(TRIM({plan}))=0)' for no, plan in plans.items()}
        yield _Question("填了实际数的都有当年计划", unplanned, "请填当年计划", f"{_GENERAL} 计划和承诺")


def _registers(block: CheckBlock) -> Iterator[Line]:
    """What the registers come to against what is reported, and rows that lack what every row needs."""
    if backed := [indicator.no for indicator in block.indicators if indicator.rows is not None]:
        yield _compared(block, backed)
    tables = [t for t in block.layout.registers.values() if any(column.required for column in t.register.columns)]
    if tables and (backed or not block.layout.has_table):
        yield _rows_complete(block, tables)


def _compared(block: CheckBlock, backed: list[str]) -> Line:
    differences = {no: block.entry(no, "difference") for no in backed}
    found = block.running_list(
        {no: f"IF(ISERROR({cell}),TRUE,IF(ISNUMBER({cell}),{cell}<>0,FALSE))" for no, cell in differences.items()}
    )
    told = "+".join(f"COUNT({cells})" for cells in block.column("verified"))
    advice = "两数不同，请逐项核对；台账数只是估算，以校验结果为准"
    return Line(
        "填报数与台账数一致",
        f'=IF(LEN({found})=0,"{PASSED}","{LOOK}")',
        f'=IF(LEN({found})=0,IF({told}=0,"台账没有本年的数，未作比较","台账有数的共"&({told})&"项"),'
        f'{named(found)}&"：{advice}")',
        _OF_REGISTERS,
    )


def _rows_complete(block: CheckBlock, tables: list[RegisterTable]) -> Line:
    lacking = block.stack([f"={incomplete_rows(table)}" for table in tables])
    named_tables = zip(tables, lacking, strict=True)
    words = "&".join(f'IF({rows}>0,"、{table.register.title}"&{rows}&"行","")' for table, rows in named_tables)
    (found,) = block.stack([f"={words}"])
    return Line(
        "台账各行标＊的栏目都已填写",
        f'=IF(ISERROR({found}),"{LOOK}",IF(LEN({found})=0,"{PASSED}","{UNDONE}"))',
        f'=IF(ISERROR({found}),"台账有列被删除，或有公式出错",IF(LEN({found})=0,"","未填齐的有"&MID({found},2,200)))',
        _OF_REGISTERS,
    )


def _any(block: CheckBlock, no: str, criterion: str, *, parts: bool) -> str:
    """Whether a figure of the row, this year's or an earlier one, meets a criterion; texts and errors never do."""
    own = (block.entry(no, "value"), block.parts_range(no)) if parts else (block.figure(no),)
    ranges = filter(None, (*own, block.earlier_range(no), block.pledged_range(no)))
    return "+".join(f'COUNTIF({cells},"{criterion}")' for cells in ranges) + ">0"


def _text(block: CheckBlock, no: str) -> str:
    beside = (block.parts_range(no), block.self_score(no), block.earlier_range(no), block.pledged_range(no))
    ranges = filter(None, beside)
    return f'OR({block.kind(no)}="t",{"+".join(f"COUNTA({cells})-COUNT({cells})" for cells in ranges)}>0)'


def _fraction(block: CheckBlock, indicator: Indicator) -> str:
    """Whether something that is counted is no whole number; blank for what need not be whole."""
    no = indicator.no
    match indicator.measure:
        case Entered(type="integer"):
            cells = [block.entry(no, "value"), *(block.entry(no, f"earlier_{period}") for period in block.earlier)]
        case Ratio(parts_type="integer"):
            cells = [block.entry(no, "numerator"), block.entry(no, "denominator")]
        case Entered() | Ratio() | Quotient() | OfFields() | Judged() | Composed():
            return ""
        case _:
            assert_never(indicator.measure)
    return f"OR({','.join(f'IF(ISNUMBER({cell}),{cell}<>INT({cell}),FALSE)' for cell in cells)})"


def _numerator_exceeds(block: CheckBlock, no: str) -> str:
    both = f"COUNT({block.parts_range(no)})=2"
    return f"IF({both},{block.entry(no, 'numerator')}>{block.entry(no, 'denominator')},FALSE)"


def _part_lacking(block: CheckBlock, no: str) -> str:
    numerator, denominator = block.entry(no, "numerator"), block.entry(no, "denominator")
    alone = f"AND(COUNTA({block.parts_range(no)})=0,ISNUMBER({block.entry(no, 'value')}))"
    return f"OR(COUNTA({numerator})<>COUNTA({denominator}),COUNTIF({denominator},0)>0,{alone})"


def _differs(block: CheckBlock, no: str) -> str:
    """Beyond half a unit of the last digit typed, told by the places that the percentage needs."""
    value, denominator = block.entry(no, "value"), block.entry(no, "denominator")
    percent = block.put(no, f'=IF(ISNUMBER({value}),ROUND({value}*100,8),"")')
    half = "0.0000005"
    for places in (5, 4, 3, 2, 1, 0):
        half = f"IF(ROUND({percent},{places})={percent},{Decimal(5).scaleb(-places - 1):f},{half})"
    gap = f"ABS({percent}-{block.entry(no, 'numerator')}/{denominator}*100)>{half}+0.000000001"
    return f"IF(COUNT({value},{block.parts_range(no)})=3,IF({denominator}<>0,{gap},FALSE),FALSE)"


def _contradicted(block: CheckBlock, no: str) -> str:
    state, remark, kind = block.entry(no, "state"), block.entry(no, "remark"), block.kind(no)
    unfounded = f'AND({state}="{NOT_APPLICABLE}",OR({kind}<>"b",LEN(TRIM({remark}))=0))'
    started = f'AND({state}="{NOT_STARTED}",{kind}="n",N({block.figure(no)})<>0)'
    return f'OR(AND({state}="{FILLED}",{kind}="b"),{started},{unfounded})'


def _absurd(block: CheckBlock, indicator: Indicator) -> str:
    """Figures beyond so many times the highest target; blank where no target is above 0, and for ratios."""
    highest = max(indicator.printed_targets.values(), default=Decimal(0))
    if isinstance(indicator.measure, Ratio) or not highest:
        return ""
    return _any(block, indicator.no, f">{highest * UNLIKELY_TIMES:f}", parts=False)


def _suspicious(block: CheckBlock, no: str, ratio: Ratio) -> str:
    """A share that is a twentieth of its target or less, or twenty times as much."""
    indicator = block.regime.indicator(no)
    limits = []
    for period, cell in block.figures(no):
        if target := indicator.target_of(period):
            target = decimal(target, 4)
            low = (target / UNLIKELY_TIMES).scaleb(-2)
            high = min(target * UNLIKELY_TIMES, ratio.max).scaleb(-2)
            odd = f"OR(AND({cell}>0,{cell}<{low:f}),AND({cell}>{high:f},{cell}<={ratio.max.scaleb(-2):f}))"
            limits.append(f"IF(ISNUMBER({cell}),{odd},FALSE)")
    return f"OR({','.join(limits)})" if limits else "FALSE"
