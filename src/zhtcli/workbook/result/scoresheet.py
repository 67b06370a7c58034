"""The sheet 计分表: every indicator of the main scope, and what it earns in the other scopes.

The main scope stands there whole and the others as one column of points each, so that a row is one
indicator and the table can be filtered. It prints on facing A4 pages: first what is read out (target,
actual, points), then what is looked up (calculation, cells, clause), in a size that can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from zhtcli.core.explanation import explanation
from zhtcli.core.finding import CellRef
from zhtcli.core.regime import Section
from zhtcli.core.rounding import shown
from zhtcli.core.score import IndicatorScore, status_word
from zhtcli.core.scorecard import Scorecard
from zhtcli.core.sourcing import other_evidence, register_sheets, source_word
from zhtcli.workbook import styles
from zhtcli.workbook.result.paper import (
    POINTS,
    STATUS_STYLES,
    STRONG,
    Cell,
    Page,
    balanced,
    difference,
    figure,
    points,
    quantity,
    rate,
)
from zhtcli.workbook.result.told import WITHOUT_REGISTERS, Told, completeness, why_no_score
from zhtcli.workbook.writing import Style

_FIRST = (("序号", 4.5), ("考核项", 12.0), ("指标", 27.0), ("单位", 5.0), ("目标", 9.0))
_TOLD = (("填报数", 8.5), ("核定数", 8.5), ("差异", 11.0))
_DECIDED = (("裁定数", 8.5),)
_EARNED = (("实际", 9.0), ("完成率", 9.0), ("分值", 6.5), ("得分", 7.5), ("状态", 9.0))
_BASIS = (("取数来源", 7.5), ("计算过程", 58.0), ("取自单元格", 22.0), ("条款", 14.0))
_OTHER_WIDTH = 8.5
_REPEATED = 3
_CALCULATION = 1
_SUM: Style = {**styles.BAND, **STRONG}
_EMPTY_BAND: Style = {**styles.BAND}


def _main(told: Told) -> tuple[tuple[str, float], ...]:
    """The columns of the main scope; what was reported, verified and decided stands before what counts."""
    return (*_FIRST, *(_TOLD if told.counts_rows else ()), *(_DECIDED if _decided(told) else ()), *_EARNED)


def _decided(told: Told) -> bool:
    return told.card is not None and any(item.decided is not None for item in told.card.indicators)


def widths(told: Told) -> tuple[float, ...]:
    """Column widths of the table: the main scope, the points of the others, what they rest on."""
    others = max(0, len(told.assessment.scorecards) - 1)
    left = (*(width for _, width in _main(told)), *(_OTHER_WIDTH,) * others)
    return (*left, *balanced(left, _REPEATED, [width for _, width in _BASIS], (_CALCULATION,)))


def write_scoresheet(page: Page, told: Told) -> None:
    card = told.card
    if card is None:
        page.title("计分表", told.line)
        page.sentence(why_no_score(told.assessment), styles.NOTICE)
        return
    others = told.assessment.scorecards[1:]
    left = len(_main(told)) + len(others)
    page.facing_title("计分表", told.line, left, _REPEATED)
    head = _heads(page, told, card, others)
    places = {item.indicator.no: place for place, item in enumerate(card.indicators)}
    for section in (told.regime.section(own.id) for own in card.sections):
        _band(page, told, section, card, others)
        for item in (i for i in card.indicators if i.indicator.section == section.id):
            _row(page, told, item, [other.indicators[places[item.indicator.no]] for other in others])
            for part in item.parts:
                _row(page, told, part, others=[])
    _totals(page, told, card, others)
    page.raw.freeze_panes(head, _REPEATED)
    page.raw.repeat_rows(0, head - 1)
    page.facing_pages(left, _REPEATED)


def _before_points(told: Told) -> int:
    """Columns before those for the maximum and the points."""
    return len(_main(told)) - 3


def _heads(page: Page, told: Told, card: Scorecard, others: Sequence[Scorecard]) -> int:
    other_heads = [("其他范围得分", len(others))] if others else []
    page.headers(
        ("指标", _REPEATED + 1),
        (card.scope.label, len(_main(told)) - _REPEATED - 1),
        *other_heads,
        ("依据", len(_BASIS)),
    )
    names = [name for name, _ in _main(told)] + [other.scope.label for other in others] + [name for name, _ in _BASIS]
    return page.headers(*names, least=28)


def _band(page: Page, told: Told, section: Section, card: Scorecard, others: Sequence[Scorecard]) -> None:
    title = Cell(f"{section.id}、{section.title}", styles.BAND, _before_points(told))
    page.line(
        title,
        figure(section.points, {**styles.BAND, **_right()}),
        figure(_section_points(card, section), {**styles.BAND, **_right()}),
        Cell(None, _EMPTY_BAND),
        *(figure(_section_points(other, section), {**styles.BAND, **_right()}) for other in others),
        Cell(section.clause, _EMPTY_BAND, len(_BASIS)),
    )


def _section_points(card: Scorecard, section: Section) -> Fraction:
    return next(own.points for own in card.sections if own.id == section.id)


def _row(page: Page, told: Told, item: IndicatorScore, others: Sequence[IndicatorScore]) -> None:
    indicator = item.indicator
    none = Cell(None, styles.BOX)
    whole = bool(item.parts)  # the figures of several conditions stand in their own rows, the points do not
    page.line(
        Cell(indicator.no, styles.BOX_MIDDLE),
        Cell(indicator.group),
        Cell(("　" if indicator.is_part else "") + indicator.name + ("（加分项）" if indicator.bonus else "")),
        Cell(indicator.unit, styles.BOX_MIDDLE),
        Cell(indicator.asked, styles.BOX_MIDDLE) if indicator.asked else quantity(indicator, item.target),
        *((none,) * 3 if whole else _reported_and_verified(item)) * told.counts_rows,
        *([none if whole and item.value_source != "decided" else quantity(indicator, item.decided)] * _decided(told)),
        none if whole else quantity(indicator, item.actual),
        none if whole else rate(item.completion),
        none if indicator.is_part else points(indicator.points),
        none if indicator.is_part else points(item.points, bold=True),
        Cell(status_word(item), {**styles.BOX_MIDDLE, **STATUS_STYLES[item.status]}),
        *(points(other.points) for other in others),
        Cell(source_word(told.assessment, item), styles.BOX_MIDDLE),
        Cell(_calculation(item)),
        Cell(_origin(told, item)),
        Cell(indicator.cited),
    )


def _reported_and_verified(item: IndicatorScore) -> tuple[Cell, Cell, Cell]:
    """What was reported, what the rows come to, and how much more was reported."""
    more = None if item.reported is None or item.verified is None else item.reported - item.verified
    indicator = item.indicator
    return quantity(indicator, item.reported), quantity(indicator, item.verified), difference(indicator, more)


def _origin(told: Told, item: IndicatorScore) -> str:
    """The registers where their rows count, what experts handed in, else the cells."""
    if item.opinion is not None:
        settled = [item.opinion.arbitration] if item.opinion.arbitration is not None else []
        return "、".join(dict.fromkeys(one.place for one in (*item.opinion.scores, *settled) if one.place))
    if item.value_source == "verified" and item.indicator.rows is not None:
        return "、".join(register_sheets(told.assessment, item.indicator))
    return cell_list(item.cells)


def _calculation(item: IndicatorScore) -> str:
    if item.numerator is not None and item.denominator is not None and not item.parts and not item.indicator.asked:
        return f"实际：{shown(item.numerator, 4)} ÷ {shown(item.denominator, 4)}；{explanation(item)}"
    return explanation(item)


def _totals(page: Page, told: Told, card: Scorecard, others: Sequence[Scorecard]) -> None:
    cards = (card, *others)

    def line(label: str, most: Fraction | None, values: Iterable[Fraction], note: str) -> None:
        first, *rest = values
        page.line(
            Cell(label, _SUM, _before_points(told)),
            figure(most, {**_SUM, **_right()}),
            figure(first, {**_SUM, **_right()}),
            Cell(None, _SUM),
            *(figure(value, {**_SUM, **_right()}) for value in rest),
            Cell(note, _SUM, len(_BASIS)),
            least=22,
        )

    if any(own.bonus for own in cards):
        line("基础分", None, (own.base for own in cards), "")
        line("加分", None, (own.bonus for own in cards), "")
    if any(own.assessed_max != own.max for own in cards):
        line("参加考核的分值", None, (own.assessed_max for own in cards), "目标为0的指标不参加考核")
        line("各项得分合计", None, (own.raw_total for own in cards), "未折算")
    line("总分", card.max, (own.total for own in cards), completeness(card, told.period))
    if told.has_zero_targets:
        line("不计目标为0的指标", card.max, (own.total_without_zero_targets for own in cards), "其余指标折算到满分")
    if told.counts_rows:
        line(WITHOUT_REGISTERS, card.max, (own.total_without_registers for own in cards), "没有台账时的总分")
        if (label := other_evidence(told.assessment)) is not None:
            line(label, card.max, (own.total_without_evidence for own in cards), "台账里没有写佐证的行换一种算法的总分")


def _right() -> Style:
    return {"align": "right", "indent": 0, "text_wrap": False, "num_format": POINTS["num_format"]}


def cell_list(cells: Iterable[CellRef]) -> str:
    """`指标填报!E9、F9；封面!C7`: each sheet is named once."""
    by_sheet: dict[str, list[str]] = {}
    for cell in cells:
        by_sheet.setdefault(cell.sheet, []).append(cell.a1)
    return "；".join(f"{sheet}!{'、'.join(dict.fromkeys(places))}" for sheet, places in by_sheet.items())
