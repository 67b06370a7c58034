"""The hidden cells behind 自检: what each indicator's entry is, and running lists of the indicators concerned.

A row an indicator, beside the visible table: the kind of its entry, the figure as the checks take it, and for
each question a list that grows downwards (`、3、7`). So every formula stays short enough for the old xls
format, and a visible row can name its indicators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import ENTRIES, NOT_APPLICABLE, NOT_STARTED, Layout, Slot
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged, Quotient, Ratio
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook import styles
from zhtcli.workbook.writing import Sheet

PASSED, LOOK, UNDONE = "通过", "请核对", "未填完"


@dataclass(frozen=True, slots=True)
class Line:
    """A visible row of 自检: a sentence, the formulas of result and note, and the clause."""

    sentence: str
    result: str
    note: str
    clause: str


class CheckBlock:
    """The hidden block of one form, written as it is asked for; what it returns are references for formulas."""

    def __init__(self, sheet: Sheet, regime: Regime, layout: Layout, first_row: int, first_column: int) -> None:
        self.regime = regime
        self.layout = layout
        self.period = layout.form.span
        earlier = (column.period for column in layout.columns if column.role == "earlier" and column.period)
        self.earlier = tuple(dict.fromkeys(earlier))
        typed = [no for no in layout.rows if _is_typed(regime.indicator(no), layout)]
        self.indicators = tuple(regime.indicator(no) for no in typed)
        self._sheet = sheet
        self._top = first_row
        self._row = {no: first_row + place for place, no in enumerate(typed)}
        self._first = self._next = first_column
        for no in typed:
            self._describe(no)
        if typed:
            self._next = self._first + 3

    @property
    def columns(self) -> tuple[int, int]:
        """First and last column in use, 1-based; the first one alone where nothing had to be hidden."""
        return self._first, max(self._first, self._next - 1)

    def entry(self, no: str, key: str) -> str:
        """A cell of the indicator table, by the key of its column."""
        return f"{ENTRIES}!{self.layout.cell(no, key).a1}"

    def kind(self, no: str) -> str:
        """`n` for a number, `b` for a blank, `t` for anything else (text, an error, a deleted row)."""
        return self._at(no, self._first)

    def figure(self, no: str) -> str:
        """The year's figure as the checks take it, no number where it is open or unreadable.

        未开展 without a figure is 0, except for a ratio: what has no denominator has no share.
        """
        return self._at(no, self._first + 1)

    def open(self, no: str) -> str:
        """1 where the year's figure is missing or unreadable, else 0."""
        return self._at(no, self._first + 2)

    def figures(self, no: str) -> list[tuple[str, str]]:
        """(period, reference) of the earlier figures and the year's own; each holds a number or is left out.

        What is followed is judged quarter by quarter, each in its own form.
        """
        if self.layout.own_part != "value":
            return [(self.period, self.figure(no))]
        return [*((p, self.entry(no, f"earlier_{p}")) for p in self.earlier), (self.period, self.figure(no))]

    def earlier_range(self, no: str) -> str:
        """The earlier figures, side by side; blank where the form asks for none."""
        if not self.earlier:
            return ""
        first, last = (self.layout.cell(no, f"earlier_{p}").a1 for p in (self.earlier[0], self.earlier[-1]))
        return f"{ENTRIES}!{first}:{last}"

    def pledged_range(self, no: str) -> str:
        """What is pledged for this year and the following ones, side by side; blank where the form asks for none."""
        years = [column.key for column in self.layout.columns if column.part == "pledged"]
        return f"{self.entry(no, years[0])}:{self.layout.cell(no, years[-1]).a1}" if years else ""

    def self_score(self, no: str) -> str:
        """The cell of the self-score; blank where there are no points."""
        return self.entry(no, "self_score") if "self_score" in self.layout.column_numbers else ""

    def parts_range(self, no: str) -> str:
        """Numerator and denominator, side by side; blank for what has no parts."""
        if not isinstance(self.regime.indicator(no).measure, Ratio | Quotient):
            return ""
        return f"{self.entry(no, 'numerator')}:{self.layout.cell(no, 'denominator').a1}"

    def column(self, key: str) -> list[str]:
        """A column of the indicator table without the bands between the sections: a range a section."""
        sections = [[i.no for i in self.indicators if i.section == section.id] for section in self.regime.sections]
        return [f"{self.entry(nos[0], key)}:{self.layout.cell(nos[-1], key).a1}" for nos in sections if nos]

    def put(self, no: str, formula: str) -> str:
        """A formula in a hidden column of its own."""
        reference = self._at(no, self._next)
        self._write(no, self._next, formula)
        self._next += 1
        return reference

    def stack(self, formulas: Sequence[str]) -> list[str]:
        """Formulas that belong to no indicator, one below the other in a hidden column of their own."""
        column, self._next = self._next, self._next + 1
        rows = range(self._top, self._top + len(formulas))
        for row, formula in zip(rows, formulas, strict=True):
            self._sheet.formula(row, column, formula, styles.PLAIN)
        return [f"{column_letters(column)}{row}" for row in rows]

    def running_list(self, concerned: Mapping[str, str]) -> str:
        """`、3、7`, grown cell by cell from indicator -> condition; the cell where it is complete."""
        before = '""'
        for no, condition in concerned.items():
            self._write(no, self._next, f'={before}&IF({condition},"、{no}","")')
            before = self._at(no, self._next)
        self._next += 1
        return before

    def question(self, sentence: str, concerned: Mapping[str, str], advice: str, clause: str) -> Line:
        """Something asked of many indicators; `concerned` maps an indicator's number to a condition."""
        found = self.running_list(concerned)
        return Line(
            sentence,
            f'=IF(ISERROR({found}),"{LOOK}",IF(LEN({found})=0,"{PASSED}","{LOOK}"))',
            f'=IF(ISERROR({found}),"指标填报页有行被删除，或有公式出错",'
            f'IF(LEN({found})=0,"",{named(found)}&"：{advice}"))',
            clause,
        )

    def _describe(self, no: str) -> None:
        indicator = self.regime.indicator(no)
        value, state = self.entry(no, self.layout.own_part), self.entry(no, "state")
        kind, blank, number, unsaid = self.kind(no), '"b"', value, f'{state}<>"{NOT_APPLICABLE}"'
        not_started = '""'
        measure = indicator.measure
        if isinstance(measure, Ratio | Quotient):
            # Parts win over the percentage, and stand in for it where its formula was deleted.
            numerator, denominator = self.entry(no, "numerator"), self.entry(no, "denominator")
            both = f"IF(COUNT({self.parts_range(no)})=2,{denominator}>0,FALSE)"
            blank, number = f'IF({both},"n","b")', f"IF({both},{numerator}/{denominator}{times_of(measure)},{value})"
        else:
            unsaid = f'{unsaid},{state}<>"{NOT_STARTED}"'
            not_started = f'IF(AND({kind}="b",{state}="{NOT_STARTED}"),0,"")'
        if indicator.figure == "optional" and indicator.rows is not None:
            unsaid = f"{unsaid},NOT(ISNUMBER({self.entry(no, 'verified')}))"
        if indicator.figure == "optional" and indicator.nature is not None:
            unsaid = f"{unsaid},LEN(TRIM({self.entry(no, 'remark')}))=0"
        if indicator.bonus:
            unsaid = "FALSE"
        blank_or_text = f'IF(LEN(TRIM(SUBSTITUTE({value},"　","")))=0,{blank},"t")'
        for column, formula in enumerate(
            (
                f'=IF(ISNUMBER({value}),"n",IF(ISERROR({value}),"t",{blank_or_text}))',
                f'=IF({kind}="n",{number},{not_started})',
                f'=IF(OR({kind}="t",AND({kind}="b",{unsaid})),1,0)',
            ),
            self._first,
        ):
            self._write(no, column, formula)

    def _write(self, no: str, column: int, formula: str) -> None:
        self._sheet.formula(self._row[no], column, formula, styles.PLAIN)

    def _at(self, no: str, column: int) -> str:
        return f"{column_letters(column)}{self._row[no]}"


def _is_typed(indicator: Indicator, layout: Layout) -> bool:
    """Whether the form's own figure is typed in the table by the one who fills it."""
    return Slot("indicator", indicator.no, layout.form.span, layout.own_part) in layout.places and not isinstance(
        indicator.measure, Judged
    )


def length_of(found: str) -> str:
    """How many indicators a running list names."""
    return f'(LEN({found})-LEN(SUBSTITUTE({found},"、","")))'


def named(found: str) -> str:
    """`第3、7项`."""
    return f'"第"&MID({found},2,200)&"项"'


def times_of(measure: Ratio | Quotient) -> str:
    """What numerator over denominator is multiplied by, in a cell's own unit."""
    return f"*{measure.times:f}" if isinstance(measure, Quotient) else ""
