"""The sheet 自检: what `zht validate` will ask, as live formulas that every Excel and WPS knows.

A block of hidden columns beside the visible table holds one row an indicator: what kind of entry its figure
is, the figure as the checks take it, and for each question a running list of the indicators concerned
(`、3、7`). So every formula stays short enough for the old xls format, and a row can name its indicators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, assert_never

from zhtcli.core.finding import column_letters
from zhtcli.core.kinds import AtMost, Check, Entered, Ratio, SumOf, TracksToDate
from zhtcli.core.layout import (
    COVER,
    COVER_VALUE_COLUMN,
    ENTRIES,
    FILLED,
    NOT_APPLICABLE,
    NOT_STARTED,
    Layout,
    Slot,
)
from zhtcli.core.period import period_label
from zhtcli.core.regime import Indicator, Regime
from zhtcli.workbook import styles
from zhtcli.workbook.writing import Sheet

PASSED, LOOK, UNDONE = "通过", "请核对", "未填完"
HEADERS = ("序号", "检查内容", "结果", "说明", "依据")
_WIDTHS = (5.0, 38.0, 8.5, 34.0, 19.0)
_SUMMARY_ROW, _HEADER_ROW, _FIRST_ROW = 3, 5, 6
_RESULT, _NOTE = 3, 4
_GENERAL = "填报说明"

# The hidden block: kind (n number, b blank, t anything else), figure, 1 where it is still open, then the lists.
_KIND, _FIGURE, _OPEN, _LISTS = 8, 9, 10, 11


@dataclass(frozen=True, slots=True)
class Line:
    """A visible row: a sentence, the formulas of result and note, and the clause."""

    sentence: str
    result: str
    note: str
    clause: str


@dataclass(frozen=True, slots=True)
class _Question:
    """Something asked of many indicators; `concerned` maps an indicator's number to a formula that is true or false."""

    sentence: str
    concerned: dict[str, str]
    advice: str
    clause: str


def write_self_check(sheet: Sheet, regime: Regime, layout: Layout, formats: dict[str, Any]) -> None:
    """Fills the sheet; `formats` are the conditional formats `odd`, `undone`, `done`."""
    check = _SelfCheck(sheet, regime, layout)
    check.helpers()
    table = [*check.cover(), *check.completeness(), *check.questions(), *(check.agreement(c) for c in check.asked())]
    for column, width in enumerate(_WIDTHS):
        sheet.raw.set_column(column, column, width)
    sheet.raw.set_column(len(_WIDTHS), len(_WIDTHS) + 40, 4, None, {"hidden": True})
    last = _FIRST_ROW + len(table) - 1
    sheet.band(1, 1, len(HEADERS), "自　检　表", styles.TITLE)
    sheet.raw.set_row(0, 32)
    hint = "本页由公式随填随算，不用填写。结果为“请核对”的，按说明逐条处理；确实无误的，请在备注写明原因。"
    sheet.band(2, 1, len(HEADERS), hint, styles.NOTE)
    sheet.raw.set_row(1, 20)
    sheet.band(_SUMMARY_ROW, 1, len(HEADERS), "", styles.NOTICE)
    sheet.formula(_SUMMARY_ROW, 1, check.summary(last), styles.NOTICE)
    sheet.raw.set_row(_SUMMARY_ROW - 1, 26)
    for column, header in enumerate(HEADERS, 1):
        sheet.text(_HEADER_ROW, column, header, styles.HEADER)
    for number, line in enumerate(table, 1):
        row = _FIRST_ROW + number - 1
        sheet.number(row, 1, number, styles.BOX_MIDDLE, percent=False)
        sheet.text(row, 2, line.sentence, styles.BOX)
        sheet.formula(row, _RESULT, line.result, styles.BOX_MIDDLE)
        sheet.formula(row, _NOTE, line.note, styles.BOX)
        sheet.text(row, 5, line.clause, styles.BOX)
        sheet.raw.set_row(row - 1, styles.row_height([(line.sentence, _WIDTHS[1]), (line.clause, _WIDTHS[4])], least=30))
    for text, name in ((LOOK, "odd"), (UNDONE, "undone"), (PASSED, "done")):
        rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": formats[name]}
        sheet.raw.conditional_format(_FIRST_ROW - 1, _RESULT - 1, last - 1, _RESULT - 1, rule)
    sheet.raw.freeze_panes(_HEADER_ROW, 0)
    sheet.raw.print_area(0, 0, last - 1, len(HEADERS) - 1)


class _SelfCheck:
    def __init__(self, sheet: Sheet, regime: Regime, layout: Layout) -> None:
        self.sheet = sheet
        self.regime = regime
        self.layout = layout
        self.period = str(layout.form.period)
        self.row = {no: _FIRST_ROW + place for place, no in enumerate(layout.rows)}
        self.indicators = tuple(regime.indicator(no) for no in layout.rows)
        self.earlier = tuple(column.period for column in layout.columns if column.role == "earlier" and column.period)
        self.lists = _LISTS

    def entry(self, no: str, key: str) -> str:
        """Reference to a cell of the indicator table, by column key."""
        return f"{ENTRIES}!{self.layout.cell(no, key).a1}"

    def earlier_range(self, no: str) -> str:
        first, last = (self.layout.cell(no, f"earlier_{p}").a1 for p in (self.earlier[0], self.earlier[-1]))
        return f"{ENTRIES}!{first}:{last}"

    def parts_range(self, no: str) -> str:
        """Figure, numerator and denominator, which stand side by side."""
        last = "denominator" if isinstance(self.regime.indicator(no).measure, Ratio) else "value"
        return f"{self.entry(no, 'value')}:{self.layout.cell(no, last).a1}"

    def helper(self, no: str, column: int) -> str:
        return f"{column_letters(column)}{self.row[no]}"

    def helpers(self) -> None:
        for no, row in self.row.items():
            value, state = self.entry(no, "value"), self.entry(no, "state")
            kind, figure = self.helper(no, _KIND), self.helper(no, _FIGURE)
            typed = f'IF(LEN(TRIM(SUBSTITUTE({value},"　","")))=0,"b","t")'
            open_ = f'OR({kind}="t",AND({kind}="b",{state}<>"{NOT_STARTED}",{state}<>"{NOT_APPLICABLE}"))'
            not_started = f'IF(AND({kind}="b",{state}="{NOT_STARTED}"),0,"")'
            for column, formula in (
                (_KIND, f'=IF(ISNUMBER({value}),"n",IF(ISERROR({value}),"t",{typed}))'),
                (_FIGURE, f'=IF({kind}="n",{value},{not_started})'),
                (_OPEN, f"=IF({open_},1,0)"),
            ):
                self.sheet.formula(row, column, formula, styles.PLAIN)

    def running_list(self, concerned: dict[str, str]) -> str:
        """Writes `、3、7` cell by cell down a new column; the reference to where the list is complete."""
        column, before = self.lists, '""'
        self.lists += 1
        for no, condition in concerned.items():
            self.sheet.formula(self.row[no], column, f'={before}&IF({condition},"、{no}","")', styles.PLAIN)
            before = self.helper(no, column)
        return before

    def cover(self) -> Iterator[Line]:
        def cell(key: str) -> str:
            return f"{COVER}!{column_letters(COVER_VALUE_COLUMN)}{self.layout.cover_rows[key]}"

        required = [field for field in self.regime.fields if field.required]
        blanks = "&".join(f'IF(LEN(TRIM({cell(f.key)}))=0,"、{f.label}","")' for f in required)
        column = self.lists
        self.lists += 1
        self.sheet.formula(_FIRST_ROW, column, f"={blanks}", styles.PLAIN)
        found = f"{column_letters(column)}{_FIRST_ROW}"
        yield Line(
            "封面上标＊的栏目都已填写",
            f'=IF(LEN({found})=0,"{PASSED}","{UNDONE}")',
            f'=IF(LEN({found})=0,"","还缺："&MID({found},2,200))',
            COVER,
        )
        if "uscc" in self.layout.cover_rows:
            length = f'LEN(SUBSTITUTE({cell("uscc")}," ",""))'
            yield Line(
                "统一社会信用代码为18位",
                f'=IF({length}=0,"{UNDONE}",IF({length}=18,"{PASSED}","{LOOK}"))',
                f'=IF(OR({length}=0,{length}=18),"","现为"&{length}&"位")',
                self.regime.field("uscc").clause,
            )

    def completeness(self) -> Iterator[Line]:
        year = period_label(self.period)
        for section in self.regime.sections:
            members = [i.no for i in self.indicators if i.section == section.id]
            blank = {no: f'AND({self.helper(no, _KIND)}="b",{self.helper(no, _OPEN)}=1)' for no in members}
            found = self.running_list(blank)
            missing = _count(found)
            yield Line(
                f"{section.id}、{section.title}：{year}实际数已填齐",
                f'=IF(ISERROR({found}),"{LOOK}",IF(LEN({found})=0,"{PASSED}","{UNDONE}"))',
                f'="已填"&({len(members)}-{missing})&"/{len(members)}"&IF(LEN({found})=0,"","，还缺"&{_named(found)})',
                section.clause,
            )

    def questions(self) -> Iterator[Line]:
        for question in self.asked_of_many():
            if not question.concerned:
                continue
            found = self.running_list(question.concerned)
            yield Line(
                question.sentence,
                f'=IF(ISERROR({found}),"{LOOK}",IF(LEN({found})=0,"{PASSED}","{LOOK}"))',
                f'=IF(ISERROR({found}),"指标填报页有行被删除，或单元格公式出错",'
                f'IF(LEN({found})=0,"",{_named(found)}&"：{question.advice}"))',
                question.clause,
            )

    def asked_of_many(self) -> Iterator[_Question]:
        ratios = {i.no: i.measure for i in self.indicators if isinstance(i.measure, Ratio)}
        of_ratios = f"{_GENERAL} 百分比"
        everyone = [i.no for i in self.indicators]
        yield _Question("数字格里填的都是数字", {no: self._text(no) for no in everyone}, "请改填数字，不带单位和文字", _GENERAL)
        yield _Question("没有负数", {no: self._counted(no, "<0") for no in everyone}, "不应有负数", _GENERAL)
        yield _Question(
            "按个数统计的指标填整数",
            {i.no: condition for i in self.indicators if (condition := self._fraction(i))},
            "应为整数",
            _GENERAL,
        )
        over = {no: self._over(no, measure.max) for no, measure in ratios.items()}
        yield _Question("百分比没有超过上限", over, "超过上限，请看是否多乘了100", of_ratios)
        exceeds = {no: self._both_parts(no, "{n}>{d}") for no, measure in ratios.items() if measure.part_of_whole}
        yield _Question("分子不大于分母", exceeds, "分子应包含在分母之内", of_ratios)
        parts = {no: self._parts_missing(no) for no in ratios}
        yield _Question("分子、分母成对填写，分母不为0", parts, "请补齐分子或分母，分母不能为0", of_ratios)
        differ = {no: self._differs(no) for no in ratios}
        yield _Question("百分比与分子除以分母一致", differ, "直接填的百分比与分子、分母算出的不一致", of_ratios)
        state = {no: self._state(no) for no in everyone}
        advice = "“已填”应有数；“不适用”不填数，并在备注写明理由"
        yield _Question("状态与填报数相符", state, advice, f"{_GENERAL} 没有的事填0")

    def _counted(self, no: str, criterion: str) -> str:
        """Whether any figure of the row, this year's or an earlier one, meets a criterion; texts never do."""
        ranges = [self.parts_range(no), *([self.earlier_range(no)] if self.earlier else [])]
        return "+".join(f'COUNTIF({r},"{criterion}")' for r in ranges) + ">0"

    def _text(self, no: str) -> str:
        others = [self.entry(no, "self_score"), *([self.earlier_range(no)] if self.earlier else [])]
        if isinstance(self.regime.indicator(no).measure, Ratio):
            others.append(f"{self.entry(no, 'numerator')}:{self.layout.cell(no, 'denominator').a1}")
        return f'OR({self.helper(no, _KIND)}="t",{"+".join(f"COUNTA({r})-COUNT({r})" for r in others)}>0)'

    def _fraction(self, indicator: Indicator) -> str:
        no = indicator.no
        match indicator.measure:
            case Entered(type="integer"):
                cells = [self.entry(no, "value"), *(self.entry(no, f"earlier_{p}") for p in self.earlier)]
            case Ratio(parts_type="integer"):
                cells = [self.entry(no, "numerator"), self.entry(no, "denominator")]
            case Entered() | Ratio():
                return ""
            case _:
                assert_never(indicator.measure)
        return f"OR({','.join(f'IF(ISNUMBER({c}),{c}<>INT({c}),FALSE)' for c in cells)})"

    def _over(self, no: str, most: Decimal) -> str:
        limit = most.scaleb(-2)
        ranges = [self.entry(no, "value"), *([self.earlier_range(no)] if self.earlier else [])]
        return "+".join(f'COUNTIF({r},">{limit:f}")' for r in ranges) + ">0"

    def _both_parts(self, no: str, condition: str) -> str:
        numerator, denominator = self.entry(no, "numerator"), self.entry(no, "denominator")
        both = f"COUNT({numerator}:{self.layout.cell(no, 'denominator').a1})=2"
        return f"IF({both},{condition.format(n=numerator, d=denominator)},FALSE)"

    def _parts_missing(self, no: str) -> str:
        numerator, denominator = self.entry(no, "numerator"), self.entry(no, "denominator")
        return f"OR(COUNTA({numerator})<>COUNTA({denominator}),COUNTIF({denominator},0)>0)"

    def _differs(self, no: str) -> str:
        """Half a unit of the last digit typed (RULES D6), found by how many places the percentage needs."""
        value = self.entry(no, "value")
        numerator, denominator = self.entry(no, "numerator"), self.entry(no, "denominator")
        shown = self.lists
        self.lists += 1
        self.sheet.formula(self.row[no], shown, f'=IF(ISNUMBER({value}),ROUND({value}*100,8),"")', styles.PLAIN)
        percent = self.helper(no, shown)
        half = "0.0000005"
        for places in (5, 4, 3, 2, 1, 0):
            half = f"IF(ROUND({percent},{places})={percent},{Decimal(5).scaleb(-places - 1):f},{half})"
        gap = f"ABS({percent}-{numerator}/{denominator}*100)>{half}+0.000000001"
        return f"IF(COUNT({self.parts_range(no)})=3,IF({denominator}<>0,{gap},FALSE),FALSE)"

    def _state(self, no: str) -> str:
        state, remark, kind = self.entry(no, "state"), self.entry(no, "remark"), self.helper(no, _KIND)
        unfounded = f'AND({state}="{NOT_APPLICABLE}",OR({kind}<>"b",LEN(TRIM({remark}))=0))'
        return f'OR(AND({state}="{FILLED}",{kind}="b"),{unfounded})'

    def asked(self) -> Iterator[Check]:
        """The checks that a form of this period can be held against."""
        for check in self.regime.checks:
            if not isinstance(check, TracksToDate) or self.regime.earlier(self.period):
                yield check

    def figures(self, no: str) -> list[tuple[str, str]]:
        """(period, reference) of the own figure and the earlier ones; each a number, or not one."""
        own = [(self.period, self.helper(no, _FIGURE))]
        return [*((p, self.entry(no, f"earlier_{p}")) for p in self.earlier), *own]

    def agreement(self, check: Check) -> Line:
        match check:
            case AtMost(over="to_date"):
                return self._at_most_to_date(check)
            case AtMost():
                return self._by_period(check, check.lesser, (check.greater,), "{w}>{p}", "不应超过")
            case SumOf():
                return self._by_period(check, check.whole, check.parts, "ABS({w}-({p}))>0.0000001", "应等于")
            case TracksToDate():
                return self._tracks(check)
            case _:
                assert_never(check)

    def _judged(self, check: Check, bad: str, concerned: Sequence[str], note: str) -> Line:
        open_ = "+".join(self.helper(no, _OPEN) for no in concerned)
        result = f'=IF(ISERROR({bad}),"{LOOK}",IF({bad},"{LOOK}",IF({open_}>0,"{UNDONE}","{PASSED}")))'
        return Line(check.sentence, result, note, check.clause)

    def _at_most_to_date(self, check: AtMost) -> Line:
        """Sums over the periods in which both figures stand."""
        pairs = list(zip(self.figures(check.lesser), self.figures(check.greater), strict=True))
        sums = []
        for side in (0, 1):
            terms = (f"IF(AND(ISNUMBER({a}),ISNUMBER({b})),{(a, b)[side]},0)" for (_, a), (_, b) in pairs)
            sums.append(self._put(check.lesser, f"=SUM({','.join(terms)})"))
        lesser, greater = sums
        note = f'=IF({greater}+{lesser}=0,"","累计：第{check.lesser}项"&{lesser}&"，第{check.greater}项"&{greater})'
        return self._judged(check, f"{lesser}>{greater}", (check.lesser, check.greater), note)

    def _by_period(self, check: Check, whole: str, parts: tuple[str, ...], differs: str, word: str) -> Line:
        """Period by period; the note tells the periods in which it does not hold."""
        columns = [self.figures(no) for no in (whole, *parts)]
        told = []
        for (period, one), *others in zip(*columns, strict=True):
            references = [reference for _, reference in others]
            filled = ",".join(f"ISNUMBER({r})" for r in (one, *references))
            total = "+".join(references)
            words = f'"；{period_label(period)}第{whole}项为"&{one}&"，{word}"&{total}'
            told.append(self._put(whole, f'=IF(AND({filled}),IF({differs.format(w=one, p=total)},{words},""),"")'))
        found = self._put(whole, f"={'&'.join(told)}")
        return self._judged(check, f"LEN({found})>0", (whole, *parts), f"=MID({found},2,300)")

    def _tracks(self, check: TracksToDate) -> Line:
        printed = self.regime.indicator(check.indicator).target.periods[self.period]
        figure = self.helper(check.indicator, _FIGURE)
        bad = f"IF(ISNUMBER({figure}),{figure}>{check.share * printed:f},FALSE)"
        note = f'=IF({bad},"本年填"&{figure}&"，目标列印的是到年末累计{printed:f}，请确认填的是当年新增数","")'
        return self._judged(check, bad, (check.indicator,), note)

    def _put(self, no: str, formula: str) -> str:
        """A helper cell of its own in this indicator's row."""
        column = self.lists
        self.lists += 1
        self.sheet.formula(self.row[no], column, formula, styles.PLAIN)
        return self.helper(no, column)

    def summary(self, last: int) -> str:
        results = f"{column_letters(_RESULT)}{_FIRST_ROW}:{column_letters(_RESULT)}{last}"
        look, undone = f'COUNTIF({results},"{LOOK}")', f'COUNTIF({results},"{UNDONE}")'
        kinds = f"{column_letters(_KIND)}{min(self.row.values())}:{column_letters(_KIND)}{max(self.row.values())}"
        done = f'"{period_label(self.period)}实际数已填"&COUNTIF({kinds},"n")&"/{len(self.row)}。"'
        clear = '"各条均已通过，可以签字盖章后上报。"'
        todo = f'IF({look}>0,{look}&"条请核对"&IF({undone}>0,"，",""),"")&IF({undone}>0,{undone}&"条未填完","")&"。"'
        return f"={done}&IF({look}+{undone}=0,{clear},{todo})"


def _count(found: str) -> str:
    return f'(LEN({found})-LEN(SUBSTITUTE({found},"、","")))'


def _named(found: str) -> str:
    return f'"第"&MID({found},2,200)&"项"'
