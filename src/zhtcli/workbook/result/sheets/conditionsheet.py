"""The sheet 条件结论: every condition stage by stage, what was found, who found it, and where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from zhtcli.core.conditions.verdict import OUTCOME_WORDS, Verdict, figure_word
from zhtcli.core.rules.conditionkinds import Condition, TotalAtLeast, YearsShareAtLeast
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import COUNT, DECIMALS, FIGURE, LEDE, Cell, figure, rate
from zhtcli.workbook.result.page.money import outcome_cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.terms import Place, Term, at, clean, minus
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets.scoresheet import cell_list
from zhtcli.workbook.writing import Style

_COLUMNS = (("序号", 5.0), ("条件", 22.0), ("原文要求", 19.0), ("数值", 12.0), ("单位", 7.0), ("结论", 9.0),
            ("依据和说明", 62.0), ("由谁认定", 8.0), ("取自单元格", 24.0), ("条款", 14.0))  # fmt: skip
WIDTHS = tuple(width for _, width in _COLUMNS)
BY_RULE, BY_PERSON = "规则", "人"
CONDITIONS = "条件结论"
_VALUE = 4
_HEAD = 4
"""The header row: title, whose it is, a sentence before it."""
_FROZEN = 2
_NUMBER: Style = {**FIGURE, "num_format": "0", "align": "center"}
_DAY: Style = {**styles.BOX_MIDDLE, "num_format": "yyyy-mm-dd"}
_BAND: Style = {**styles.BAND, "text_wrap": True}
_FURTHER: Style = {"font_color": "#595959", "font_size": 8.5}


def write_conditions(page: Page, told: Told) -> None:
    page.title("条件结论", told.line)
    page.sentence(
        "“规则”是按填报的数和台账算出的结论，“人”是专家或审核部门的结论，或者要由人来定。"
        "台账中没有计入的行写在“问题清单”里。"
        "数值取自填报件和台账，那里的行本页不列，写数值；与“其中”一行相同或由其中几行相减的，写公式。"
        "结论要看口径和人的意见，写文字，不随改动变化。",
        LEDE,
    )
    head = page.headers(*(name for name, _ in _COLUMNS), least=24)
    if head != _HEAD:
        raise ValueError(f"the table begins below row {head}, its formulas expect {_HEAD}")
    asked = {condition.id: condition for condition in told.regime.conditions}
    for whole in (one for one in told.assessment.verdicts if one.overall):
        _stage(page, whole)
        own = (one for one in told.assessment.verdicts if one.event == whole.event and not one.overall)
        for number, verdict in enumerate(own, 1):
            _condition(page, number, verdict, asked.get(verdict.id))
    page.raw.freeze_panes(head, _FROZEN)
    page.raw.repeat_rows(head - 1, head - 1)


def _stage(page: Page, whole: Verdict) -> None:
    after = f"　{whole.consequence}" if whole.consequence else ""
    page.line(
        Cell(whole.title, _BAND, 5),
        outcome_cell(whole.outcome, {**_BAND, "indent": 0, "align": "center"}),
        Cell(f"{whole.explanation}{after}", _BAND),
        Cell(_by(whole), {**_BAND, "indent": 0, "align": "center"}),
        Cell("", _BAND),
        Cell(whole.clause, _BAND),
        least=24,
    )


def _condition(page: Page, number: int, verdict: Verdict, asked: Condition | None) -> None:
    found = value_cell(verdict.value, verdict.unit)
    page.line(
        Cell(Fraction(number), _NUMBER),
        Cell(verdict.title),
        Cell(asked.printed if asked is not None else ""),
        found.by(_value_of(verdict, asked, page.row) if asked is not None else None),
        Cell(verdict.unit, styles.BOX_MIDDLE),
        outcome_cell(verdict.outcome),
        Cell(verdict.explanation),
        Cell(_by(verdict), styles.BOX_MIDDLE),
        Cell(cell_list(verdict.cells), {**styles.BOX, "font_size": 8}),
        Cell(verdict.clause),
    )
    for label, value in further(verdict):
        more: Style = {**styles.BOX, **_FURTHER}
        page.line(
            Cell(None, more),
            Cell(f"　其中：{label}", more),
            Cell(None, more),
            value_cell(value, verdict.unit, _FURTHER)
            if value is not None
            else Cell("算不出", {**more, "align": "right"}),
            Cell(verdict.unit, {**styles.BOX_MIDDLE, **_FURTHER}),
            *(Cell(None, more) for _ in _COLUMNS[5:]),
            least=16,
        )


def condition_rows(verdicts: Sequence[Verdict]) -> dict[tuple[str, str], int]:
    """The row of each condition on this sheet, by stage and id."""
    rows, row = {}, _HEAD + 1
    for whole in (one for one in verdicts if one.overall):
        row += 1
        for one in (one for one in verdicts if one.event == whole.event and not one.overall):
            rows[one.event, one.id] = row
            row += 1 + len(one.figures)
    return rows


def again_value(verdict: Verdict, row: int, on: str) -> Cell:
    """The figure of a condition on another sheet."""
    return value_cell(verdict.value, verdict.unit).same_as(Place(CONDITIONS, row, _VALUE), on)


def _value_of(verdict: Verdict, asked: Condition, row: int) -> Term | None:
    """A figure that the lines below it tell: the mean that the reading chooses, or what is included less the limit."""
    places = {key: Place(CONDITIONS, row + number, _VALUE) for number, key in enumerate(verdict.figures, 1)}
    share = Fraction(100 if verdict.unit == "%" else 1)

    def told(key: str) -> Term | None:
        value = verdict.figures.get(f"{asked.id}_{key}")
        return None if value is None else at(places[f"{asked.id}_{key}"], value / share, CONDITIONS)

    match asked.test:
        case YearsShareAtLeast(method=method):
            return told(method) or told("ratio_of_sums")
        case TotalAtLeast():
            included, beyond = told("included"), told("beyond_limit")
            return included if included is None or beyond is None else clean(minus(included, beyond))
        case _:
            return None


def further(verdict: Verdict) -> Iterator[tuple[str, Fraction | None]]:
    """Further figures of a condition with their words, in the condition's unit."""
    for key, value in verdict.figures.items():
        yield figure_word(verdict, key), value


def value_cell(value: Fraction | bool | date | None, unit: str, more: Style | None = None) -> Cell:
    """A figure in its unit, a day, or 是 and 否."""
    extra = more or {}
    if isinstance(value, bool):
        return Cell("是" if value else "否", {**styles.BOX_MIDDLE, **extra})
    if isinstance(value, date):
        return Cell(value, {**_DAY, **extra})
    if value is None:
        return Cell(None, {**FIGURE, **extra})
    if unit == "%":
        return rate(value / 100, **{key: one for key, one in extra.items() if isinstance(one, str)})
    return figure(value, {**(COUNT if value.denominator == 1 else DECIMALS), **extra})


def _by(verdict: Verdict) -> str:
    return BY_PERSON if verdict.by == "person" else BY_RULE


def tally(verdicts: Sequence[Verdict]) -> str:
    """`18项条件：9项符合，9项由人决定`."""
    outcomes = [one.outcome for one in verdicts]
    told = "，".join(f"{outcomes.count(one)}项{word}" for one, word in OUTCOME_WORDS.items() if one in outcomes)
    return f"{len(outcomes)}项条件：{told}"
