"""What both kinds of indicator table share: rows and their heights, limits, colours that follow what is typed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import COVER, COVER_VALUE_COLUMN, Layout, Place, Slot
from zhtcli.core.forms.tablecolumns import Column
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged
from zhtcli.core.rules.regime import Regime, Section
from zhtcli.workbook import styles
from zhtcli.workbook.writing import Sheet, Typed

TITLE_ROW, UNIT_ROW, NOTE_ROW = 1, 2, 3
FULL = 0.93
"""Rows do not break over a page, so a page is never quite full."""
BLANK = "LEN(TRIM({cell}))=0"
_LEGEND = "黄色：填写　灰色：原文　绿色：自动算出　深灰斜线：不填"


class IndicatorTable(ABC):
    """The table of one form; what its columns hold is for those that derive from it."""

    def __init__(self, sheet: Sheet, regime: Regime, layout: Layout, values: Mapping[Slot, Typed]) -> None:
        self.sheet = sheet
        self.regime = regime
        self.layout = layout
        self.values = values
        self.heights: dict[int, float] = {}
        self.at = {(p.at.row, p.at.column): p for p in layout.places.values() if p.slot.owner == "indicator"}

    @abstractmethod
    def width(self, column: Column) -> float:
        """In characters, as Excel counts them."""

    @abstractmethod
    def heads(self, origins: Mapping[str, str]) -> None:
        """Title, notes and headers; `origins` says of earlier periods where their figures come from."""

    @abstractmethod
    def band(self, row: int, section: Section) -> None:
        """The line above a section's indicators."""

    @abstractmethod
    def name(self, indicator: Indicator) -> str:
        """What stands in the column of names."""

    @abstractmethod
    def input(self, place: Place, row: int, number: int, indicator: Indicator) -> None:
        """A cell that people fill."""

    @abstractmethod
    def given(self, indicator: Indicator, column: Column, row: int, number: int, name: str) -> None:
        """A cell that nobody fills."""

    @abstractmethod
    def settle_heights(self) -> None:
        """Heights of the rows, and how the table falls on paper."""

    @abstractmethod
    def limits(self, lists: Mapping[tuple[str, ...], str]) -> None:
        """Lists stop what is not in them; figures only warn, because a stop would block an honest outlier."""

    @abstractmethod
    def colours(self, conditional: Mapping[str, Any]) -> None:
        """Waiting cells show a stronger yellow; a text where a number belongs is red, and 自检 says so in words."""

    def draw(
        self, origins: Mapping[str, str], conditional: Mapping[str, Any], lists: Mapping[tuple[str, ...], str]
    ) -> None:
        """The whole table."""
        for number, column in enumerate(self.layout.columns):
            self.sheet.raw.set_column(number, number, self.width(column))
        self.heads(origins)
        for section in self.regime.sections:
            row = self.layout.section_rows[section.id]
            self.band(row, section)
            self.set_height(row, 18)
        for no in self.layout.rows:
            self.row(self.regime.indicator(no))
        self.settle_heights()
        self.limits(lists)
        self.colours(conditional)

    def subtitle(self, first: int, half: int, last: int) -> None:
        """Who fills the form, and from the middle on what the colours mean."""
        self.sheet.band(UNIT_ROW, first, half, "", styles.PLAIN)
        if "unit" in self.layout.cover_rows:
            unit = f"{COVER}!{column_letters(COVER_VALUE_COLUMN)}{self.layout.cover_rows['unit']}"
            self.sheet.formula(UNIT_ROW, first, f'="填报单位："&{unit}', styles.PLAIN)
        self.sheet.band(UNIT_ROW, half + 1, last, _LEGEND, {**styles.NOTE, "align": "right"})
        self.set_height(UNIT_ROW, 18)

    def headers(self) -> None:
        for number, column in enumerate(self.layout.columns, 1):
            self.sheet.text(self.layout.header_row, number, column.header, styles.HEADER)
        heads = ((column.header, self.width(column)) for column in self.layout.columns)
        self.set_height(self.layout.header_row, styles.row_height(heads, least=30))

    def row(self, indicator: Indicator) -> None:
        row = self.layout.rows[indicator.no]
        name = self.name(indicator)
        texts = [(name, self.width(self.layout.columns[self.layout.column("name") - 1]))]
        for number, column in enumerate(self.layout.columns, 1):
            place = self.at.get((row, number))
            if place is not None:
                self.input(place, row, number, indicator)
                typed = self.values.get(place.slot)
                if isinstance(typed, str):
                    texts.append((typed, self.width(column)))
            else:
                self.given(indicator, column, row, number, name)
        self.set_height(row, styles.row_height(texts, least=22))

    def set_height(self, row: int, points: float) -> None:
        self.heights[row] = points

    def spread(self, spare: float) -> None:
        """Sets the heights, with the room that is left shared between the indicators."""
        more = max(0.0, spare / len(self.layout.rows))
        for row, height in self.heights.items():
            self.sheet.raw.set_row(row - 1, round(height + more if row in self.layout.rows.values() else height, 1))

    def validate_column(self, key: str, options: dict[str, Any]) -> None:
        column = self.layout.column(key) - 1
        (first, last), *others = self.blocks()
        further = [[a - 1, column, b - 1, column] for a, b in others]
        self.sheet.raw.data_validation(first - 1, column, last - 1, column, {**options, "other_cells": further})

    def blocks(self) -> list[tuple[int, int]]:
        """First and last row of the indicators below each band."""
        found: list[tuple[int, int]] = []
        for row in self.layout.rows.values():
            if found and row == found[-1][1] + 1:
                found[-1] = found[-1][0], row
            else:
                found.append((row, row))
        return found

    def may_stay_blank(self, indicator: Indicator) -> bool:
        """Nobody waits for what experts give, for what a register tells, or for a bonus."""
        own = Slot("indicator", indicator.no, self.layout.form.span, indicator.own_part)
        untyped = own not in self.layout.places
        return untyped or indicator.bonus or indicator.figure == "optional" or isinstance(indicator.measure, Judged)

    def colour(self, places: Iterable[Place], formula: str, format: Any) -> None:
        self.colour_cells([(place.at.row, place.at.column) for place in places], formula, format)

    def colour_cells(self, places: Iterable[tuple[int, int]], formula: str, format: Any) -> None:
        """Of `formula` `{cell}` is the cell itself and `{row}` its row."""
        cells = sorted((column, row) for row, column in places)
        runs: list[list[tuple[int, int]]] = []
        for column, row in cells:
            if runs and runs[-1][-1] == (column, row - 1):
                runs[-1].append((column, row))
            else:
                runs.append([(column, row)])
        if runs:
            # The formula is meant for the top left cell of all areas, which is the first one here.
            first, *_ = areas = [
                f"{column_letters(run[0][0])}{run[0][1]}:{column_letters(run[0][0])}{run[-1][1]}" for run in runs
            ]
            told = formula.format(cell=first.partition(":")[0], row=runs[0][0][1])
            rule = {"type": "formula", "criteria": f"={told}", "format": format}
            self.sheet.raw.conditional_format(first, {**rule, "multi_range": " ".join(areas)})
