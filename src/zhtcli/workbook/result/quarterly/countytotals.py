"""The sheets 县市汇总 and 各季汇总: what the units of each county and of the city come to, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from zhtcli.core.assessing.attendance import Area
from zhtcli.core.forms.masking import showable
from zhtcli.core.period import period_label
from zhtcli.core.quarters.growth import growth_unit
from zhtcli.core.quarters.totals import Total, left_out_words
from zhtcli.core.rules.indicator import Indicator
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.areas import UNITS, AreaFormulas, long_lines
from zhtcli.workbook.result.page.cell import LEDE, STRONG, Cell, quantity
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.quartercells import NUMBER, grown_cell
from zhtcli.workbook.result.quarterly.unitfigures import NO_COUNTY
from zhtcli.workbook.writing import Style

CITY = "全市"
_FIRST = (("序号", 5.0), ("指标", 27.0), ("单位", 8.0))
_COUNTY = 11.0
NAME = "县市汇总"
FIRST_COUNTY = len(_FIRST) + 1
_CITY = ((CITY, 12.0), ("全市同比", 12.0), ("全市累计", 12.0), ("计入\n单位", 6.0), ("没有\n计入", 6.0), ("说明", 42.0))
_LONG = (("季度", 14.0), ("范围", 10.0), ("序号", 5.0), ("指标", 27.0), ("单位", 8.0), ("本季度", 12.0),
         ("去年同期", 12.0), ("同比", 12.0), ("累计", 12.0), ("计入单位", 9.0), ("没有计入", 9.0),
         ("说明", 52.0))  # fmt: skip
LONG_WIDTHS = tuple(width for _, width in _LONG)
_NOTE: Style = {**styles.BOX, "font_size": 8, "font_color": "#595959"}
_WHOLE: Style = {**STRONG}
_HOW = (
    "时期数和时点数相加，比率按分子、分母之和重算，不取平均；同比用计入的同一批单位去年同期的数。"
    "没有数的留空，不按0计。"
)


def county_widths(areas: Sequence[Area]) -> tuple[float, ...]:
    counties = sum(area.level == "county" for area in areas)
    return (*(width for _, width in _FIRST), *(_COUNTY,) * counties, *(width for _, width in _CITY))


def write_county_totals(page: Page, formulas: AreaFormulas, line: str) -> int:
    """The last quarter; gives the header row, 0 where there is nothing to show."""
    areas = formulas.areas
    counties = [area for area in areas if area.level == "county"]
    city = next((area for area in areas if area.level == "city"), None)
    if city is None or not city.totals:
        page.title("县市汇总", line)
        page.sentence("没有可以汇总的数。", styles.NOTICE)
        return 0
    period = city.totals[-1].period
    page.title("县市汇总", line)
    page.sentence(f"{period_label(period)}，{city.units}个单位。{_HOW}", LEDE)
    of = [_by_no(area, period) for area in (*counties, city)]
    common = _common(list(of[-1].values()))
    if common:
        page.sentence(f"全市各项：{'；'.join(common)}。", LEDE)
    names = [f"{area_name(area)}\n（{area.units}个单位）" for area in counties]
    head = page.headers(*(name for name, _ in _FIRST), *names, *(name for name, _ in _CITY), least=30)
    own = (*counties, city)
    for indicator in formulas.regime.indicators:
        some = [(area, by_no[indicator.no]) for area, by_no in zip(own, of, strict=True)]
        _row(page, formulas, indicator, some, common)
    page.raw.freeze_panes(head, 2)
    page.raw.repeat_rows(head - 1, head - 1)
    return head


def area_name(area: Area) -> str:
    return CITY if area.level == "city" else showable(area.name) or NO_COUNTY


def _by_no(area: Area, period: str) -> Mapping[str, Total]:
    return {total.no: total for total in area.totals if total.period == period}


def _common(totals: Sequence[Total]) -> list[str]:
    """What would have to be said of every indicator, and is said once."""
    return [words for words in _notes(totals[0]) if all(words in _notes(total) for total in totals)]


def _row(
    page: Page,
    formulas: AreaFormulas,
    indicator: Indicator,
    told: Sequence[tuple[Area, Total]],
    common: Sequence[str],
) -> None:
    def again(area: Area, total: Total, name: str, value: Fraction | None) -> Cell:
        cell = quantity(indicator, value)
        exact = cell.content if isinstance(cell.content, Fraction) else None
        return cell if exact is None else cell.by(formulas.total(area, total, name, exact, page.name))

    *counties, (whole, city) = told
    page.line(
        Cell(indicator.no, styles.BOX_MIDDLE),
        Cell(indicator.name),
        Cell(indicator.unit, styles.BOX_MIDDLE),
        *(again(area, total, "value", total.value) for area, total in counties),
        _strong(again(whole, city, "value", city.value)),
        _growth_again(page, formulas, whole, city),
        again(whole, city, "to_date", city.to_date),
        *_counts(formulas, whole, city),
        Cell("；".join(words for words in _notes(city) if words not in common), _NOTE),
    )


def _strong(cell: Cell) -> Cell:
    return replace(cell, style={**cell.style, **_WHOLE})


def _growth_again(page: Page, formulas: AreaFormulas, area: Area, total: Total) -> Cell:
    cell = _growth(formulas, area, total)
    if not isinstance(cell.content, Fraction):
        return cell
    return replace(cell, formula="").by(formulas.total(area, total, "growth", cell.content, page.name))


def _growth(formulas: AreaFormulas, area: Area, total: Total) -> Cell:
    """As 各季汇总 shows it."""
    nature, value = formulas.regime.indicator(total.no).nature, total.growth.value
    down = styles.UNDONE if value is not None and value < 0 else None
    unit = growth_unit(nature) if nature is not None else "%"
    return grown_cell(value, unit, formulas.growth(area, total), down)


def _counts(formulas: AreaFormulas, area: Area, total: Total) -> tuple[Cell, Cell]:
    left = len(total.left_out)
    odd: Style = styles.UNDONE if left else {}
    return (
        Cell(Fraction(len(total.counted)), NUMBER).by(formulas.counted(area, total)),
        Cell(Fraction(left), {**NUMBER, **odd}).by(formulas.counted(area, total, left_out=True)),
    )


def _notes(total: Total) -> list[str]:
    """What is left out and why, then why a figure is blank, then what to bear in mind."""
    said = list(left_out_words(total))
    said += [total.why] if total.value is None and total.why not in said and total.counted else []
    if total.counted:
        said += [total.why_to_date] if total.to_date is None and total.why_to_date else []
        said += [total.growth.note] if total.growth.note else []
    said += [total.note] if total.note else []
    return [showable(words) for words in said]


def write_quarter_totals(page: Page, formulas: AreaFormulas, line: str) -> None:
    """Every quarter, area and indicator a row, to be filtered."""
    page.title("各季汇总", line)
    if not formulas.rows:
        page.sentence("没有可以汇总的数。", styles.NOTICE)
        return
    page.raw.set_default_row(styles.DEFAULT_ROW)
    page.sentence(f"一行是一个季度、一个范围的一项指标，可以筛选；公式取“{UNITS}”标明计入的数。{_HOW}", LEDE)
    head = page.headers(*(name for name, _ in _LONG))
    for area, total in long_lines(formulas.areas):
        _long_row(page, formulas, area, total)
    page.filtered(head, frozen=4)


def _long_row(page: Page, formulas: AreaFormulas, area: Area, total: Total) -> None:
    indicator = formulas.regime.indicator(total.no)
    page.quick_line(
        Cell(period_label(total.period), styles.BOX_MIDDLE),
        Cell(area_name(area), {**styles.BOX_MIDDLE, **(STRONG if area.level == "city" else {})}),
        Cell(indicator.no, styles.BOX_MIDDLE),
        Cell(indicator.name),
        Cell(indicator.unit, styles.BOX_MIDDLE),
        quantity(indicator, total.value).by(formulas.value(area, total)),
        quantity(indicator, total.base).by(formulas.before(area, total)),
        _growth(formulas, area, total),
        quantity(indicator, total.to_date).by(formulas.to_date(area, total)),
        *_counts(formulas, area, total),
        Cell("；".join(_notes(total))),
    )
