"""The sheet 计分表: every indicator of the main scope, and what it earns in the other scopes.

The main scope stands there whole and the others as one column of points each, so that a row is one
indicator and the table can be filtered. It prints on facing A4 pages: first what is read out (target,
actual, points), then what is looked up (calculation, cells, clause), in a size that can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import assert_never

from zhtcli.core.assessing.sourcing import other_evidence, register_sheets, source_word
from zhtcli.core.finding import CellRef
from zhtcli.core.points.explanation import explanation
from zhtcli.core.points.score import IndicatorScore, status_word
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.rounding import shown
from zhtcli.core.rules.regime import Section
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.places import (
    HEAD,
    TotalLine,
    decided,
    main_columns,
    points_places,
    total_lines,
)
from zhtcli.workbook.result.formulas.reachedplaces import progress_places
from zhtcli.workbook.result.formulas.scores import ScoreFormulas
from zhtcli.workbook.result.formulas.totals import TotalFormulas
from zhtcli.workbook.result.formulas.whyvalues import why_totals, why_values
from zhtcli.workbook.result.page.cell import (
    NO_LINKED,
    POINTS,
    STATUS_STYLES,
    STRONG,
    Cell,
    difference,
    figure,
    points,
    quantity,
    rate,
)
from zhtcli.workbook.result.page.links import NO_LINKS, Links
from zhtcli.workbook.result.page.paper import Page, balanced
from zhtcli.workbook.result.page.told import WITHOUT_REGISTERS, Told, completeness, why_no_score
from zhtcli.workbook.result.sheets.rowtallies import RowTallies, row_tallies
from zhtcli.workbook.result.verified.inputs import expert_names
from zhtcli.workbook.writing import Style

_BASIS = (("取数来源", 7.5), ("计算过程", 58.0), ("取自单元格", 22.0), ("条款", 14.0))
_OTHER_WIDTH = 8.5
_REPEATED = 3
_CALCULATION = 1
_SUM: Style = {**styles.BAND, **STRONG}
_EMPTY_BAND: Style = {**styles.BAND}
_NOTES: Style = {**styles.BOX, "font_color": "#595959"}
_LIVE = (
    "差异、完成率、得分、各部分得分和总分是公式，改动填报数、裁定数或者没有公式的实际数、核定数，它们随之变动。"
    "核定数是“台账核定”逐行相加的，写成公式；取最高、封顶或者几年合计的，写数值。"
    "状态、计算过程等文字是核定时写的，不随改动变化。"
)
_ROUNDING = (
    "得分先保留10位小数，去掉二进制运算的尾差，再四舍五入，与按分数精确计算的结果相同；"
    "不能用公式算出的、不能保证相同的，写数值，并说明理由。"
)


def widths(told: Told) -> tuple[float, ...]:
    """Column widths of the table: the main scope, the points of the others, what they rest on."""
    others = max(0, len(told.assessment.scorecards) - 1)
    left = (*(width for _, width in main_columns(told)), *(_OTHER_WIDTH,) * others)
    return (*left, *balanced(left, _REPEATED, [width for _, width in _BASIS], (_CALCULATION,)))


def write_scoresheet(page: Page, told: Told, links: Links = NO_LINKS) -> None:
    card, places = told.card, points_places(told)
    if card is None or places is None:
        page.title("计分表", told.line)
        page.sentence(why_no_score(told.assessment), styles.NOTICE)
        return
    others = told.assessment.scorecards[1:]
    left = len(main_columns(told)) + len(others)
    page.facing_title("计分表", told.line, left, _REPEATED)
    head = _heads(page, told, card, others)
    if head != HEAD:
        raise ValueError(f"the table begins below row {head}, its formulas expect {HEAD}")
    formulas = ScoreFormulas(places, progress_places(told), told.regime.scoring)
    totals = TotalFormulas(places, told.regime.scoring)
    tallies = row_tallies(told)
    numbers = {item.indicator.no: number for number, item in enumerate(card.indicators)}
    for section in (told.regime.section(own.id) for own in card.sections):
        _band(page, told, section, card, others, totals)
        for item in places.items(section.id):
            same = [other.indicators[numbers[item.indicator.no]] for other in others]
            _row(page, told, item, same, formulas, tallies, links)
            for part in item.parts:
                _row(page, told, part, [], formulas, tallies, links)
    _totals(page, told, card, others, totals)
    page.line(
        Cell("说明", styles.BAND, _REPEATED),
        Cell(_LIVE, _NOTES, left - _REPEATED),
        Cell(_ROUNDING, _NOTES, len(_BASIS)),
    )
    page.raw.freeze_panes(head, _REPEATED)
    page.raw.repeat_rows(0, head - 1)
    page.facing_pages(left, _REPEATED)


def _before_points(told: Told) -> int:
    """Columns before those for the maximum and the points."""
    return len(main_columns(told)) - 3


def _heads(page: Page, told: Told, card: Scorecard, others: Sequence[Scorecard]) -> int:
    other_heads = [("其他范围得分", len(others))] if others else []
    page.headers(
        ("指标", _REPEATED + 1),
        (card.scope.label, len(main_columns(told)) - _REPEATED - 1),
        *other_heads,
        ("依据", len(_BASIS)),
    )
    names = (
        [name for name, _ in main_columns(told)]
        + [other.scope.label for other in others]
        + [name for name, _ in _BASIS]
    )
    return page.headers(*names, least=28)


def _band(
    page: Page, told: Told, section: Section, card: Scorecard, others: Sequence[Scorecard], totals: TotalFormulas
) -> None:
    title = Cell(f"{section.id}、{section.title}", styles.BAND, _before_points(told))
    style = {**styles.BAND, **_right()}
    page.line(
        title,
        figure(section.points, style),
        figure(_section_points(card, section), style).by(totals.section(section.id, 0)),
        Cell(None, _EMPTY_BAND),
        *(
            figure(_section_points(other, section), style).by(totals.section(section.id, number))
            for number, other in enumerate(others, 1)
        ),
        Cell(section.clause, _EMPTY_BAND, len(_BASIS)),
    )


def _section_points(card: Scorecard, section: Section) -> Fraction:
    return next(own.points for own in card.sections if own.id == section.id)


def _row(
    page: Page,
    told: Told,
    item: IndicatorScore,
    others: Sequence[IndicatorScore],
    formulas: ScoreFormulas,
    tallies: RowTallies | None,
    links: Links,
) -> None:
    indicator = item.indicator
    none = Cell(None, styles.BOX)
    whole = bool(item.parts)  # the figures of several conditions stand in their own rows, the points do not
    earned = points(item.points, bold=True).by(formulas.points(item))
    elsewhere = [
        points(other.points).by(formulas.other_points(item, other, number)) for number, other in enumerate(others, 1)
    ]
    page.line(
        Cell(indicator.no, styles.BOX_MIDDLE).to(links.back.get(indicator.no), NO_LINKED),
        Cell(indicator.group),
        Cell(("　" if indicator.is_part else "") + indicator.name + ("（加分项）" if indicator.bonus else "")),
        Cell(indicator.unit, styles.BOX_MIDDLE),
        Cell(indicator.asked, styles.BOX_MIDDLE) if indicator.asked else quantity(indicator, item.target),
        *((none,) * 3 if whole else _reported_and_verified(item, formulas, tallies)) * told.counts_rows,
        *([none if whole and item.value_source != "decided" else quantity(indicator, item.decided)] * decided(told)),
        none if whole else quantity(indicator, item.actual).by(formulas.actual(item)),
        none if whole else rate(item.completion).by(formulas.completion(item)),
        none if indicator.is_part else points(indicator.points),
        none if indicator.is_part else earned,
        Cell(status_word(item), {**styles.BOX_MIDDLE, **STATUS_STYLES[item.status]}),
        *elsewhere,
        Cell(source_word(told.assessment, item), styles.BOX_MIDDLE),
        Cell(_calculation(item) + ("" if indicator.is_part else why_values(item, earned, elsewhere, told.regime))),
        Cell(_origin(told, item)),
        Cell(indicator.cited),
    )


def _reported_and_verified(
    item: IndicatorScore, formulas: ScoreFormulas, tallies: RowTallies | None
) -> tuple[Cell, Cell, Cell]:
    """What was reported, what the rows come to, and how much more was reported."""
    more = None if item.reported is None or item.verified is None else item.reported - item.verified
    indicator = item.indicator
    return (
        quantity(indicator, item.reported),
        quantity(indicator, item.verified).by(tallies.verified(item) if tallies else None),
        difference(indicator, more).by(formulas.difference(item)),
    )


def _origin(told: Told, item: IndicatorScore) -> str:
    """The registers where their rows count, what experts handed in, else the cells."""
    if item.opinion is not None:
        names = expert_names(told.assessment)
        settled = [item.opinion.arbitration] if item.opinion.arbitration is not None else []
        places = (f"{names.get(one.expert, '')} {one.place}" for one in (*item.opinion.scores, *settled) if one.place)
        said = "、".join(dict.fromkeys(places))
        return f"专家评分表：{said}" if said else ""
    if item.value_source == "verified" and item.indicator.rows is not None:
        return "、".join(register_sheets(told.assessment, item.indicator))
    return cell_list(item.cells)


def _calculation(item: IndicatorScore) -> str:
    if item.numerator is not None and item.denominator is not None and not item.parts and not item.indicator.asked:
        return f"实际：{shown(item.numerator, 4)} ÷ {shown(item.denominator, 4)}；{explanation(item)}"
    return explanation(item)


def _totals(page: Page, told: Told, card: Scorecard, others: Sequence[Scorecard], totals: TotalFormulas) -> None:
    cards, style = (card, *others), {**_SUM, **_right()}

    def line(name: TotalLine, label: str, most: Fraction | None, note: str) -> None:
        cells = [
            figure(_total_of(name, own), style).by(
                totals.total(name, number) if own.computed is None or name in _UNTOUCHED else None
            )
            for number, own in enumerate(cards)
        ]
        page.line(
            Cell(label, _SUM, _before_points(told)),
            figure(most, style),
            cells[0],
            Cell(None, _SUM),
            *cells[1:],
            Cell("；".join(text for text in (note, why_totals(name, cells, card)) if text), _SUM, len(_BASIS)),
            least=22,
        )

    for name in total_lines(told):
        match name:
            case "base":
                line(name, "基础分", None, "")
            case "bonus":
                line(name, "加分", None, "")
            case "assessed":
                line(name, "参加考核的分值", None, "目标为0的指标不参加考核")
            case "raw":
                line(name, "各项得分合计", None, "未折算")
            case "total":
                line(name, "总分", card.max, completeness(card, told.period))
            case "firm":
                line(name, "不计目标为0的指标", card.max, "其余指标折算到满分")
            case "unregistered":
                line(name, WITHOUT_REGISTERS, card.max, "没有台账时的总分")
            case "otherwise":
                line(name, other_evidence(told.assessment) or "", card.max, "台账里没有写佐证的行换一种算法的总分")
            case _:
                assert_never(name)


_UNTOUCHED: frozenset[TotalLine] = frozenset({"base", "bonus", "assessed", "raw"})
"""What a gate of an overlay leaves as it is."""


def _total_of(name: TotalLine, card: Scorecard) -> Fraction:
    match name:
        case "base":
            return card.base
        case "bonus":
            return card.bonus
        case "assessed":
            return card.assessed_max
        case "raw":
            return card.raw_total
        case "total":
            return card.total
        case "firm":
            return card.total_without_zero_targets
        case "unregistered":
            return card.total_without_registers
        case "otherwise":
            return card.total_without_evidence
        case _:
            assert_never(name)


def _right() -> Style:
    return {"align": "right", "indent": 0, "text_wrap": False, "num_format": POINTS["num_format"]}


def cell_list(cells: Iterable[CellRef]) -> str:
    """`指标填报!E9、F9；封面!C7`: each sheet is named once."""
    by_sheet: dict[str, list[str]] = {}
    for cell in cells:
        by_sheet.setdefault(cell.sheet, []).append(cell.a1)
    return "；".join(f"{sheet}!{'、'.join(dict.fromkeys(places))}" for sheet, places in by_sheet.items())
