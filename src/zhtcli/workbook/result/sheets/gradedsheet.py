"""The sheet 考核评价: each result as people gave it, whether it is used, what follows, and what is awaited."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhtcli.core.forms.masking import showable
from zhtcli.core.graded.verdicts import GradedState, GradedVerdict
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import FIGURE, LEDE, STRONG, Cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.terms import Place
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets.scoresheet import cell_list
from zhtcli.workbook.writing import Style

_COLUMNS = (("序号", 5.0), ("年度", 7.0), ("考核", 17.0), ("结果", 12.0), ("日期", 11.0), ("由谁考核", 15.0),
            ("后果", 34.0), ("是否采用", 9.0), ("说明", 32.0), ("取自单元格", 20.0), ("条款", 13.0))  # fmt: skip
WIDTHS = tuple(width for _, width in _COLUMNS)
USED, UNUSED = "采用", "没有采用"
STATE_STYLES: dict[GradedState, Style] = {
    "graded": {},
    "unused": styles.ODD,
    "not_filled": styles.UNDONE,
    "not_due": {},
    "for_person": styles.UNDONE,
}
GRADED = "考核评价"
_DATE = 5
_BEFORE_WHOLES, _TO_FIRST = 4, 3
"""Title, whose it is, a sentence, a gap; below the conclusions a gap and the header, then the first result."""
_FROZEN = 3
_NUMBER: Style = {**FIGURE, "num_format": "0", "align": "center"}
_DAY: Style = {**styles.BOX_MIDDLE, "num_format": "yyyy-mm-dd"}
_NONE: Style = {**styles.BOX_MIDDLE, "font_size": 11}
_WHOLE: Style = {**styles.BOX_MIDDLE, **STRONG, "font_size": 12}


def write_graded(page: Page, told: Told) -> None:
    page.title("考核评价", told.line)
    page.sentence(
        "结果由人填写；后果照原文列出，不代为选择。没有采用的结果不据此得出后果。"
        "结果和日期照填报件列出，本页没有由其他格算出的数，所以没有公式。",
        LEDE,
    )
    page.gap(4)
    write_whole(page, told, 3, 2)
    page.gap(4)
    head = page.headers(*(name for name, _ in _COLUMNS), least=24)
    for number, (verdict, row) in enumerate(graded_rows(told), 1):
        if page.row != row:
            raise ValueError(f"a result stands in row {page.row}, links to it expect {row}")
        _line(page, told.regime, number, verdict)
    page.raw.freeze_panes(head, _FROZEN)
    page.raw.repeat_rows(head - 1, head - 1)


def graded_rows(told: Told) -> Iterator[tuple[GradedVerdict, int]]:
    """Each result, and each that is awaited, with its row on the sheet."""
    wholes = sum(one.overall for one in told.assessment.graded) or int(told.decides_standing)
    single = (one for one in told.assessment.graded if not one.overall)
    yield from ((one, row) for row, one in enumerate(single, _BEFORE_WHOLES + wholes + _TO_FIRST))


def date_place(row: int) -> Place:
    """Where the day of the result in a row stands."""
    return Place(GRADED, row, _DATE)


def write_whole(page: Page, told: Told, label: int, word: int) -> None:
    """Where the results leave the platform; `label` and `word` are how many columns these take."""
    subject = told.regime.grading.subject if told.regime.grading is not None else ""
    wholes = [one for one in told.assessment.graded if one.overall]
    rest = len(page.widths) - label - word
    for one in wholes:
        page.line(
            Cell(one.title, {**_WHOLE, "font_size": 11}, label),
            Cell(one.word, {**_WHOLE, **STATE_STYLES[one.state]}, word),
            Cell(f"{one.explanation}（{one.clause}）", styles.BOX, rest),
            least=34,
        )
    if not wholes and told.decides_standing:
        page.line(
            Cell(subject, _NONE, label),
            Cell("没有结论", _NONE, word),
            Cell("还没有据以得出结论的考核结果。", styles.BOX, rest),
            least=34,
        )


def _line(page: Page, regime: Regime, number: int, one: GradedVerdict) -> None:
    used = "" if not one.grade else UNUSED if one.state == "unused" else USED
    page.line(
        Cell(Fraction(number), _NUMBER),
        Cell(str(one.year or ""), styles.BOX_MIDDLE),
        Cell(one.title),
        grade_cell(one),
        Cell(one.dates.get("held"), _DAY),
        Cell(assessor(regime, one), styles.BOX_MIDDLE),
        Cell(one.consequence),
        Cell(used, {**styles.BOX_MIDDLE, **(STATE_STYLES[one.state] if used else {})}),
        Cell("；".join(one.remarks)),
        Cell(cell_list(one.cells), {**styles.BOX, "font_size": 8}),
        Cell(one.clause),
    )


def grade_cell(one: GradedVerdict) -> Cell:
    """The grade as it was entered, or why there is none."""
    return Cell(showable(one.word), {**styles.BOX_MIDDLE, **STATE_STYLES[one.state]})


def assessor(regime: Regime, one: GradedVerdict) -> str:
    """Who holds the assessment, as the document has it; blank where the document has no such assessment."""
    kind = regime.grading.kind(one.event) if regime.grading is not None else None
    return kind.assessor if kind is not None else ""
