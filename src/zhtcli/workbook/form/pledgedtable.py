"""A year's figures beside what the applicant plans for it and pledges for the years of the cycle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhtcli.core.forms.layout import Place
from zhtcli.core.forms.tablecolumns import Column
from zhtcli.core.period import period_label
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Section
from zhtcli.core.values import NUMERIC_TYPES
from zhtcli.workbook import styles
from zhtcli.workbook.form.assessedtable import AssessedTable
from zhtcli.workbook.form.indicatortable import BLANK, NOTE_ROW, TITLE_ROW

_WIDTHS = {
    "no": 4.5, "name": 33.0, "value": 9.5, "numerator": 11.0, "denominator": 12.0, "state": 8.0, "evidence": 17.0,
    "remark": 12.0,
}  # fmt: skip
_WIDTH_OF_YEAR = 9.0
_AIR = 16.0
"""Points that each row is given beyond its text."""
_NOTE = "当年计划；周期最后一年填整个周期的承诺，周期以外的年份留空"


class PledgedTable(AssessedTable):
    """Every year that the cycle can still reach has a column; which of them is its last the cover tells."""

    def width(self, column: Column) -> float:
        return _WIDTHS.get(column.key, _WIDTH_OF_YEAR)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last column of pledges."""
        numbers = [number for number, column in enumerate(self.layout.columns, 1) if column.part == "pledged"]
        return numbers[0], numbers[-1]

    def heads(self, origins: Mapping[str, str]) -> None:
        last, (first_year, last_year) = len(self.layout.columns), self.years
        title = f"{self.regime.title}　{period_label(self.layout.form.span)}"
        self.sheet.band(TITLE_ROW, 1, last, title, styles.SUBTITLE)
        self.set_height(TITLE_ROW, 26)
        self.subtitle(1, self.layout.column("state"), last)
        self.sheet.band(NOTE_ROW, first_year, last_year, _NOTE, styles.ORIGIN)
        wide = _WIDTH_OF_YEAR * (last_year - first_year + 1)
        self.set_height(NOTE_ROW, styles.row_height([(_NOTE, wide)], size=8, least=16))
        self.headers()

    def band(self, row: int, section: Section) -> None:
        self.sheet.band(row, 1, len(self.layout.columns), f"{section.id}、{section.title}", styles.BAND)

    def settle_heights(self) -> None:
        """A handful of indicators: one page lying down, with some air and no more."""
        self.spread(_AIR * len(self.layout.rows))
        self.sheet.raw.fit_to_pages(1, 0)

    def name(self, indicator: Indicator) -> str:
        told = super().name(indicator)
        unit = f"〔单位：{indicator.unit}〕"
        return told if indicator.unit == "%" or unit in told else f"{told}\n{unit}"

    def colours(self, conditional: Mapping[str, Any]) -> None:
        """What waits is the own year's: which later years belong to the cycle only its first day tells."""
        own = self.layout.form.span
        for part in ("value", "pledged"):
            waiting: list[Place] = [p for p in self.at.values() if (p.slot.period, p.slot.part) == (own, part)]
            self.colour(waiting, BLANK, conditional["waiting"])
        numeric = [p for p in self.at.values() if p.type in NUMERIC_TYPES]
        self.colour(numeric, "AND(ISTEXT({cell}),LEN(TRIM({cell}))>0)", conditional["odd"])
