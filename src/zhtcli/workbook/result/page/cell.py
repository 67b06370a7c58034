"""What stands in a cell of a result: a text, a figure, a day, how it looks, where it leads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.forms.layout import value_type
from zhtcli.core.points.earning import Status
from zhtcli.core.rules.indicator import Indicator
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.terms import Place, Term
from zhtcli.workbook.writing import FIRST_DAY, Style

MOST_DIGITS = 10**15
"""From here on a figure has more digits than a double keeps."""

# The blank behind a figure is part of its format: LibreOffice misplaces an indent in a wrapped cell.
FIGURE: Style = {**styles.BOX, "align": "right", "indent": 0, "text_wrap": False}
POINTS: Style = {**FIGURE, "num_format": "0.00_ "}
RATE: Style = {**FIGURE, "num_format": "0.00%_ "}
COUNT: Style = {**FIGURE, "num_format": "#,##0_ "}
DECIMALS: Style = {**FIGURE, "num_format": "#,##0.00_ "}
PERCENTAGE_POINTS: Style = {**FIGURE, "num_format": '0.00"个百分点"', "font_size": 8}
SIGNED: Style = {**FIGURE, "num_format": "+#,##0_ ;-#,##0_ ;0_ "}
SIGNED_DECIMALS: Style = {**FIGURE, "num_format": "+#,##0.00_ ;-#,##0.00_ ;0.00_ "}
SIGNED_PERCENTAGE_POINTS: Style = {
    **PERCENTAGE_POINTS,
    "num_format": '+0.00"个百分点";-0.00"个百分点";0.00"个百分点"',
}
STRONG: Style = {"font_name": styles.HEADING, "bg_color": styles.COMPUTED}
SUBLINE: Style = {**styles.NOTE, "font_size": 10}
LINKED: Style = {"font_color": "#1F4E79", "underline": 1}
"""A link on screen that is no hindrance on paper."""
NO_LINKED: Style = {**styles.BOX_MIDDLE, **LINKED}
LEDE: Style = {**styles.WRAPPED, "font_size": 10}

STATUS_STYLES: dict[Status, Style] = {
    "met": styles.DONE,
    "capped": styles.DONE,
    "partial": styles.UNDONE,
    "not_met": styles.ODD,
    "not_filled": styles.ODD,
    "not_computable": styles.ODD,
    "not_applicable": styles.UNDONE,
    "for_person": styles.UNDONE,
    "provisional": styles.UNDONE,
    "zero_target": {},
}
"""The colour of a status; the word stands in the cell, so nothing is lost in black and white."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a cell leads to, a cell of this workbook, and what is said where the pointer rests on it."""

    to: Place
    tip: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a text, a figure, a day, or nothing; `span` cells wide.

    A figure, a word or nothing may be what a `formula` comes to. A single cell may lead to another by a `link`.
    """

    content: str | Fraction | date | None
    style: Style = field(default_factory=lambda: styles.BOX)
    span: int = 1
    formula: str = ""
    link: Link | None = None

    def same_as(self, place: Place, on: str) -> Cell:
        """The same cell as a reference to one that shows the same figure or day; one without either stays as it is."""
        number = isinstance(self.content, Fraction) and abs(self.content) < MOST_DIGITS
        day = isinstance(self.content, date) and self.content >= FIRST_DAY
        return replace(self, formula=place.name(on)) if number or day else self

    def by(self, term: Term | None) -> Cell:
        """The same cell with a formula, where the formula certainly comes to the figure; else as it is."""
        if term is None or not term.sure or term.value != self.content:
            return self
        return replace(self, formula=term.text)

    def to(self, link: Link | None, style: Style) -> Cell:
        """The same cell leading elsewhere, and looking so; as it is where there is nowhere to lead."""
        return self if link is None else replace(self, link=link, style=style)


def figure(value: Fraction | Decimal | int | None, style: Style) -> Cell:
    return Cell(None if value is None else Fraction(value), style)


def points(value: Fraction | Decimal | None, **more: str | bool) -> Cell:
    return figure(value, {**POINTS, **more})


def rate(value: Fraction | None, **more: str | bool) -> Cell:
    """A share of 1, shown in percent."""
    return figure(value, {**RATE, **more})


def quantity(indicator: Indicator, value: Fraction | Decimal | None) -> Cell:
    """A figure in the indicator's unit; decimals are shown where there are some, never rounded off unseen."""
    if value is None:
        return Cell(None, FIGURE)
    exact = Fraction(value)
    if value_type(indicator) == "percent":
        return rate(exact / 100)
    return figure(exact, COUNT if exact.denominator == 1 else DECIMALS)


def shortfall(indicator: Indicator, value: Fraction | None) -> Cell:
    """What lacks: between two percentages these are percentage points, which are not percent."""
    if value is None or value_type(indicator) != "percent":
        return quantity(indicator, value)
    return figure(value, PERCENTAGE_POINTS)


def difference(indicator: Indicator, value: Fraction | None) -> Cell:
    """One figure less another, with its sign."""
    if value is not None and value_type(indicator) == "percent":
        return figure(value, SIGNED_PERCENTAGE_POINTS)
    return figure(value, SIGNED if value is None or value.denominator == 1 else SIGNED_DECIMALS)
