"""The sheet 监测表: the printed table of one quarter, growth as typed beside growth as computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.finding import Finding
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.quarters.followed import FollowedQuarter
from zhtcli.core.quarters.totals import BLANK
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Quotient, Ratio
from zhtcli.core.years.progress import Progress
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.quarters import SIGN, QuarterFormulas
from zhtcli.workbook.result.formulas.whyvalues import UNSURE, is_value
from zhtcli.workbook.result.page.cell import COUNT, DECIMALS, Cell, figure, quantity
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.quartercells import grown_cell, growth_cell
from zhtcli.workbook.result.page.terms import Term
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets.followedoverview import why_stopped
from zhtcli.workbook.writing import Style

_COLUMNS = (("一级指标", 7.0), ("序号", 4.5), ("二级指标", 27.0), ("计量单位", 8.0), ("本季度数据", 11.0),
            ("填报", 11.5), ("复算", 11.5), ("截止本季度\n累计数据", 11.5), ("填报", 11.5), ("复算", 11.5),
            ("累计应为", 11.5), ("苗头性\n问题", 6.0), ("数据来源", 9.0), ("说明", 28.0))  # fmt: skip
WIDTHS = tuple(width for _, width in _COLUMNS)
_RECOMPUTED = ("本季度同比", "累计同比", "累计应为")
_NOTE: Style = {**styles.BOX, "font_size": 8, "font_color": "#595959"}


def write_monitored_table(page: Page, told: Told, formulas: QuarterFormulas, numbers: Mapping[int, int]) -> None:
    """`numbers` maps a finding (by id) to its number on the sheet 问题清单."""
    page.title("监测表", told.line)
    if not told.assessment.progress:
        page.sentence(why_stopped(told.assessment), styles.NOTICE)
        return
    first = page.headers(("指标", 4), ("本季度", 3), ("累计", 4), ("依据", 3))
    names = [name for name, _ in _COLUMNS]
    names[5:7] = [f"同比增长\n（{name}）" for name in names[5:7]]
    names[8:10] = [f"累计同比\n（{name}）" for name in names[8:10]]
    head = page.headers(*names, least=30)
    about = _by_indicator(told.assessment.findings)
    groups: list[tuple[str, int, int]] = []
    for item in told.assessment.progress:
        quarter = next((one for one in item.quarters if one.period == told.period), None)
        row = _row(page, formulas, item, quarter, about.get(item.indicator.no, []), numbers)
        if groups and groups[-1][0] == item.indicator.group:
            groups[-1] = (*groups[-1][:2], row)
        else:
            groups.append((item.indicator.group, row, row))
    for group, start, end in groups:
        page.sheet.band(start, 1, 1, group, styles.LABEL_MIDDLE, last_row=end)
    page.sentence(
        "“复算”“累计应为”和“苗头性问题”是公式，取本表和“逐季数据”的数。“累计应为”由以前的累计数加本季度数得出，"
        "季末数取本季度数；前面的季度不全的留空。红色的数在“问题清单”里有说明，照填报的数列出，没有改动。",
        styles.NOTE,
    )
    _parts_of_shares(page, told, formulas)
    page.raw.freeze_panes(head, 3)
    page.raw.repeat_rows(first - 1, head - 1)


def _by_indicator(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    about: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.indicator:
            about.setdefault(finding.indicator, []).append(finding)
    return about


def _row(
    page: Page,
    formulas: QuarterFormulas,
    item: Progress,
    quarter: FollowedQuarter | None,
    about: Sequence[Finding],
    numbers: Mapping[int, int],
) -> int:
    indicator = item.indicator
    first = [
        Cell("", styles.LABEL_MIDDLE),
        Cell(indicator.no, styles.BOX_MIDDLE),
        Cell(indicator.name),
        Cell(indicator.unit, styles.BOX_MIDDLE),
    ]
    if quarter is None:
        return page.line(*first, *(Cell("") for _ in range(9)), Cell(_notes(None, about, numbers), _NOTE))
    observed, unit = quarter.observed, quarter.growth_unit
    places = {finding.at for finding in about if finding.severity != "note" and finding.at is not None}

    def odd(part: Part) -> Style:
        return styles.ODD if observed.at(part) in places else {}

    def amount(cell: Cell, part: Part) -> Cell:
        return replace(cell, style={**cell.style, **odd(part)})

    def grown(part: Part) -> Term | None:
        return formulas.grown(indicator, part, quarter.period, page.name)

    recomputed = (
        grown_cell(quarter.growth.value, unit, grown("quarter_growth")),
        grown_cell(quarter.to_date_growth.value, unit, grown("to_date_growth")),
        quantity(indicator, quarter.expected_to_date).by(formulas.expected_to_date(item, quarter)),
    )
    said = [_notes(quarter, about, numbers)]
    if values := [word for word, cell in zip(_RECOMPUTED, recomputed, strict=True) if is_value(cell)]:
        said.append(f"{'、'.join(values)}是数值：{UNSURE}")
    return page.line(
        *first,
        amount(quantity(indicator, observed.quarter).by(formulas.share(indicator, quarter)), "quarter"),
        growth_cell(observed.value("quarter_growth"), unit, odd("quarter_growth")),
        recomputed[0],
        amount(quantity(indicator, observed.to_date), "to_date"),
        growth_cell(observed.value("to_date_growth"), unit, odd("to_date_growth")),
        *recomputed[1:],
        _sign(formulas, item),
        Cell(showable(observed.source), styles.BOX_MIDDLE),
        Cell("；".join(part for part in said if part), _NOTE),
    )


def _sign(formulas: QuarterFormulas, item: Progress) -> Cell:
    monitoring = formulas.told.regime.monitoring
    word = SIGN if formulas.raised(item.indicator.no) else ""
    formula = formulas.sign(item, monitoring.signal) if monitoring is not None else ""
    return Cell(word, {**styles.BOX_MIDDLE, **(styles.UNDONE if word else {})}, formula=formula)


def _parts_of_shares(page: Page, told: Told, formulas: QuarterFormulas) -> None:
    """Numerators and denominators as they were told, where a ratio comes from them."""
    if not formulas.places.parted:
        return
    page.heading("比率的分子和分母")
    page.headers("序号", ("指标", 3), "分子", "分母", ("怎样算", 8))
    for item in told.assessment.progress:
        observed = next((one.observed for one in item.quarters if one.period == told.period), None)
        if item.indicator.no in formulas.places.parted and observed is not None:
            page.line(
                Cell(item.indicator.no, styles.BOX_MIDDLE),
                Cell(item.indicator.name, styles.BOX, 3),
                _plain(observed.numerator),
                _plain(observed.denominator),
                Cell(_words(item.indicator), _NOTE, 8),
            )


def _plain(value: Fraction | Decimal | None) -> Cell:
    exact = Fraction(value or 0)
    return figure(exact, COUNT if exact.denominator == 1 else DECIMALS)


def _words(indicator: Indicator) -> str:
    """`产业集群营业收入（亿元）÷产业集群从业人员数（人）×10000`."""
    match indicator.measure:
        case Quotient() as of:
            scale = f"×{of.times}" if of.times != 1 else ""
            return f"{of.numerator}（{of.numerator_unit}）÷{of.denominator}（{of.denominator_unit}）{scale}"
        case Ratio() as of:
            unit = f"（{of.parts_unit}）" if of.parts_unit else ""
            return f"{of.numerator}{unit}÷{of.denominator}{unit}"
        case _:
            return ""


def _notes(quarter: FollowedQuarter | None, about: Sequence[Finding], numbers: Mapping[int, int]) -> str:
    """Why growth is blank, then where the findings about the row stand."""
    said = []
    if quarter is None:
        said.append(BLANK)
    else:
        notes = (quarter.growth.note, quarter.to_date_growth.note)
        if notes[0] == notes[1]:
            said += [notes[0]] if notes[0] else []
        else:
            said += [f"{word}{note}" for word, note in zip(("", "累计："), notes, strict=True) if note]
    listed = sorted(numbers[id(finding)] for finding in about if id(finding) in numbers)
    if listed:
        said.append(f"见问题清单第{'、'.join(map(str, listed))}条")
    return "；".join(said)
