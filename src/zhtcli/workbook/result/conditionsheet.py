"""The sheet 条件结论: every condition stage by stage, what was found, who found it, and where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from zhtcli.core.conditions.verdict import OUTCOME_WORDS, Verdict, figure_word
from zhtcli.workbook import styles
from zhtcli.workbook.result.money import outcome_cell
from zhtcli.workbook.result.paper import COUNT, DECIMALS, FIGURE, LEDE, Cell, Page, figure, rate
from zhtcli.workbook.result.scoresheet import cell_list
from zhtcli.workbook.result.told import Told
from zhtcli.workbook.writing import Style

_COLUMNS = (("序号", 5.0), ("条件", 22.0), ("原文要求", 19.0), ("数值", 12.0), ("单位", 7.0), ("结论", 9.0),
            ("依据和说明", 62.0), ("由谁认定", 8.0), ("取自单元格", 24.0), ("条款", 14.0))  # fmt: skip
WIDTHS = tuple(width for _, width in _COLUMNS)
CONDITIONS = "条件结论"
_HEAD = 4
"""The header row: title, whose it is, a sentence before it."""
BY_RULE, BY_PERSON = "规则", "人"
_FROZEN = 2
_NUMBER: Style = {**FIGURE, "num_format": "0", "align": "center"}
_DAY: Style = {**styles.BOX_MIDDLE, "num_format": "yyyy-mm-dd"}
_BAND: Style = {**styles.BAND, "text_wrap": True}
_FURTHER: Style = {"font_color": "#595959", "font_size": 8.5}


def write_conditions(page: Page, told: Told) -> None:
    page.title("条件结论", told.line)
    page.sentence(
        "“规则”是按填报的数和台账算出的结论，“人”是专家或审核部门的结论，或者要由人来定。"
        "台账中没有计入的行写在“问题清单”里。",
        LEDE,
    )
    head = page.headers(*(name for name, _ in _COLUMNS), least=24)
    if head != _HEAD:
        raise ValueError(f"the table begins below row {head}, links to it expect {_HEAD}")
    printed = {condition.id: condition.printed for condition in told.regime.conditions}
    for whole, own in _stages(told):
        _stage(page, whole)
        for number, verdict in enumerate(own, 1):
            _condition(page, number, verdict, printed.get(verdict.id, ""))
    page.raw.freeze_panes(head, _FROZEN)
    page.raw.repeat_rows(head - 1, head - 1)


def _stages(told: Told) -> Iterator[tuple[Verdict, list[Verdict]]]:
    for whole in (one for one in told.assessment.verdicts if one.overall):
        yield whole, [one for one in told.assessment.verdicts if one.event == whole.event and not one.overall]


def condition_rows(told: Told) -> Iterator[tuple[Verdict, int]]:
    """Each condition with its row on the sheet."""
    row = _HEAD
    for _, own in _stages(told):
        row += 1
        for verdict in own:
            yield verdict, row + 1
            row += 1 + sum(1 for _ in further(verdict))


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


def _condition(page: Page, number: int, verdict: Verdict, printed: str) -> None:
    page.line(
        Cell(Fraction(number), _NUMBER),
        Cell(verdict.title),
        Cell(printed),
        value_cell(verdict.value, verdict.unit),
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
