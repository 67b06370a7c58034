"""The part 建设推进与资金 of 总览: fields of the cover, and what they are counted and added up to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zhtcli.core.figures.formfigures import FormValue
from zhtcli.core.forms.masking import showable
from zhtcli.core.rules.monitored import CountFields, ShareFields, SumFields
from zhtcli.workbook import styles
from zhtcli.workbook.result.formulas.quarters import tidied
from zhtcli.workbook.result.page.cell import COUNT, DECIMALS, STRONG, Cell, figure, rate
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.terms import Place, Term, at, over, total
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.writing import Style

_AMOUNT = 3
_BOX: Style = {**styles.BOX, "font_size": 10}
_MIDDLE: Style = {**styles.BOX_MIDDLE, "font_size": 10}
Amounts = dict[str, tuple[Place, Fraction | str | None]]
"""A field -> the cell in which it stands, and what stands there."""


def write_form_values(page: Page, told: Told) -> None:
    """Each figure below the fields that it is made of; one that is a single field stands for it."""
    values = told.assessment.values
    if not values:
        return
    page.heading("建设推进与资金" if len(values) > 1 else "其他数据")
    page.headers(("项目", 2), ("数", 2), ("单位", 2))
    places: Amounts = {}
    for one in values:
        single = len(one.parts) == 1
        for key, value in () if single else one.parts:
            if key not in places:
                places[key] = Place(page.name, page.row, _AMOUNT), value
                asked = told.regime.field(key)
                page.line(Cell(asked.label, _BOX, 2), _part(value), Cell("", _MIDDLE), Cell(asked.unit, _MIDDLE, 2))
        term = _term(one, places)
        if single:
            ((key, value),) = one.parts
            places[key] = Place(page.name, page.row, _AMOUNT), value
        whole: Style = {} if single else {**STRONG, "font_size": 10}
        page.line(
            Cell(one.figure.label, {**_BOX, **whole}, 2),
            *_amount(one, term, whole),
            Cell(one.figure.unit, {**_MIDDLE, **whole}, 2),
        )


def _part(value: Fraction | str | None) -> Cell:
    if isinstance(value, Fraction):
        return figure(value, {**(COUNT if value.denominator == 1 else DECIMALS), "font_size": 10})
    return Cell(showable(value or ""), _MIDDLE)


def _amount(one: FormValue, term: Term | None, whole: Style) -> tuple[Cell, ...]:
    """A figure stands in one cell, what it is out of in the next."""
    more: Style = {"font_size": 10, **whole}
    of = Cell(f"共{one.of}项" if one.of is not None else "", {**_MIDDLE, **whole})
    if one.value is None:
        return Cell("没有填", {**_MIDDLE, **styles.ODD}), of
    if one.figure.unit == "%":
        odd = styles.ODD if one.value > 100 else {}
        return Cell(one.value / 100, {**rate(None).style, **more, **odd}).by(term), of
    return figure(one.value, {**(COUNT if one.value.denominator == 1 else DECIMALS), **more}).by(term), of


def _term(one: FormValue, places: Amounts) -> Term | None:
    """The figure over the cells above it."""
    match one.figure:
        case CountFields(fields=fields, holds=holds) if all(key in places for key in fields):
            first, last = places[fields[0]][0], places[fields[-1]][0]
            cells = f"{first.name(first.sheet)}:{last.name(first.sheet)}"
            return Term(f'COUNTIF({cells},"{holds}")', one.value)
        case SumFields(fields=fields):
            return _sum(fields, places)
        case ShareFields(numerator=top, denominator=bottom):
            above, below = _sum(top, places), _sum(bottom, places)
            return None if above is None or below is None or not below.value else over(above, below)
        case _:
            return None


def _sum(keys: Sequence[str], places: Amounts) -> Term | None:
    if not all(key in places for key in keys):
        return None
    cells = [places[key][0] for key in keys]
    amounts = [value if isinstance(value := places[key][1], Fraction) else None for key in keys]
    if len(cells) == 1:
        return at(cells[0], amounts[0], cells[0].sheet)
    on = cells[0].sheet
    return tidied(total(cells, amounts, on), [at(*one, on) for one in zip(cells, amounts, strict=True)])
