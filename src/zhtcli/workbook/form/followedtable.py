"""The table of what is followed from quarter to quarter: the printed columns, and beside them what checks them.

On paper the printed table stands on the first page; growth as computed, the parts of ratios and the earlier
quarters stand on the second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhtcli.core.finding import column_letters
from zhtcli.core.forms.layout import NOT_APPLICABLE, STATES, Place
from zhtcli.core.forms.tablecolumns import FOLLOWED, GROWTHS, Column, Part
from zhtcli.core.period import period_label, year_before
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Quotient, Ratio
from zhtcli.core.rules.regime import Section
from zhtcli.core.values import NUMERIC_TYPES
from zhtcli.workbook import styles
from zhtcli.workbook.form.followedprompts import OF_COLUMNS, limit, of_sources
from zhtcli.workbook.form.indicatortable import BLANK, FULL, NOTE_ROW, TITLE_ROW, IndicatorTable
from zhtcli.workbook.form.names import followed_name
from zhtcli.workbook.writing import Style

# Remarks take what makes the printed columns as wide as the rest with its repeated number: there the page ends.
_WIDTHS: Mapping[str, float] = {
    "no": 4.5, "name": 31.0, "unit": 8.0, "quarter": 12.0, "quarter_growth": 10.0, "to_date": 13.0,
    "to_date_growth": 10.0, "source": 9.5, "state": 8.0, "remark": 23.5, "recomputed_quarter_growth": 9.5,
    "recomputed_to_date_growth": 9.5, "numerator": 13.0, "denominator": 13.0,
}  # fmt: skip
_EARLIER: Mapping[Part, float] = {"quarter": 10.5, "quarter_growth": 9.0, "to_date": 11.0, "to_date_growth": 9.0}
# What the margins of an upright A4 page leave, in points.
_PAGE_WIDE, _PAGE_HIGH = 537.0, 748.0
_TITLE_OF_THE_REST = "核对用：复算的同比和以前的数"
_RECOMPUTED = "按右边的上年同期数算出"
_PARTS = "比值的分子、分母，可以不填"
_AS_REPORTED = "照已报送的数填"
# Half a unit of the last digit that was typed, in a cell that holds percent.
_HALF_UNIT = "IF(ROUND({typed},2)=ROUND({typed},8),0.005,IF(ROUND({typed},3)=ROUND({typed},8),0.0005,IF(ROUND({typed},4)=ROUND({typed},8),0.00005,0.000005)))"  # noqa: E501


def differs(typed: str, computed: str) -> str:
    """Whether a growth as typed is another than the one computed, beyond the digits that were typed."""
    half = _HALF_UNIT.format(typed=typed)
    return f"IF(COUNT({typed},{computed})=2,ABS({typed}-{computed})>{half}+0.000000001,FALSE)"


class FollowedTable(IndicatorTable):
    """A quarter's figures, those to date, their growth, and the quarters that they are held against."""

    @property
    def last_printed(self) -> int:
        """The last column of the table as printed, with where the figures come from and what is said of them."""
        return self.layout.column("remark")

    def width(self, column: Column) -> float:
        if column.role == "earlier" and column.part is not None:
            return _EARLIER[column.part]
        return _WIDTHS[column.key]

    def heads(self, origins: Mapping[str, str]) -> None:
        first, last = self.last_printed + 1, len(self.layout.columns)
        title = f"{self.regime.title}　{period_label(self.layout.form.span)}"
        self.sheet.band(TITLE_ROW, 1, first - 1, title, styles.SUBTITLE)
        self.sheet.band(TITLE_ROW, first, last, _TITLE_OF_THE_REST, styles.SUBTITLE)
        self.set_height(TITLE_ROW, 30)
        # The column of numbers comes again on the second page: what starts in it would be cut off there.
        self.subtitle(2, self.layout.column("quarter"), first - 1)
        self.notes(origins)
        self.headers()

    def notes(self, origins: Mapping[str, str]) -> None:
        """Above the header: where the figures come from that stand right of the printed table."""
        areas: dict[str, list[Column]] = {}
        for column in self.layout.columns[self.last_printed :]:
            if column.role == "recomputed":
                areas.setdefault(_RECOMPUTED, []).append(column)
            elif column.role == "part":
                areas.setdefault(_PARTS, []).append(column)
            else:
                origin = origins.get(str(column.period), _AS_REPORTED)
                areas.setdefault(f"{period_label(str(column.period))}：{origin}", []).append(column)
        texts = []
        for text, columns in areas.items():
            first, last = (self.layout.column(column.key) for column in (columns[0], columns[-1]))
            self.sheet.band(NOTE_ROW, first, last, text, styles.ORIGIN)
            texts.append((text, sum(map(self.width, columns))))
        self.set_height(NOTE_ROW, styles.row_height(texts, size=8, least=18))

    def band(self, row: int, section: Section) -> None:
        first, last = self.last_printed + 1, len(self.layout.columns)
        title = f"{section.id}、{section.title}"
        self.sheet.blank(row, 1, styles.BAND)
        self.sheet.band(row, 2, first - 1, title, styles.BAND)
        self.sheet.band(row, first, last, title, styles.BAND)

    def name(self, indicator: Indicator) -> str:
        return followed_name(indicator)

    def settle_heights(self) -> None:
        """The printed table on one upright A4 page, what checks it on the next; long remarks take more pages.

        Fitted to two pages side by side, the sheet breaks where both parts are as wide as each other, whatever
        font a program counts widths in. One that heeds breaks of its own finds the same place.
        """
        printed, rest = self.layout.columns[: self.last_printed], self.layout.columns[self.last_printed :]
        repeated = self.layout.columns[:1]
        wide = max(styles.points_wide(map(self.width, some)) for some in (printed, (*repeated, *rest)))
        room = _PAGE_HIGH / min(1.0, _PAGE_WIDE / wide)
        spare = room * FULL - sum(self.heights.values())
        self.spread(spare)
        self.sheet.raw.fit_to_pages(2, 1 if spare > -0.25 * room else 0)
        self.sheet.raw.set_v_pagebreaks([self.last_printed])
        self.sheet.raw.repeat_columns(0)

    def input(self, place: Place, row: int, number: int, indicator: Indicator) -> None:
        style: Style = styles.input_style(place.type)
        typed = self.values.get(place.slot)
        own = place.slot.part == "quarter" and place.slot.period == self.layout.form.span
        if typed is None and own and isinstance(indicator.measure, Ratio | Quotient):
            top, bottom = (self.layout.cell(indicator.no, key).a1 for key in ("numerator", "denominator"))
            times = f"*{indicator.measure.times:f}" if isinstance(indicator.measure, Quotient) else ""
            self.sheet.formula(
                row, number, f'=IF(COUNT({top}:{bottom})=2,IF({bottom}>0,{top}/{bottom}{times},""),"")', style
            )
        else:
            self.sheet.put(row, number, typed, place.type, style)

    def given(self, indicator: Indicator, column: Column, row: int, number: int, name: str) -> None:
        match column.role:
            case "no":
                self.sheet.text(row, number, indicator.no, styles.LABEL_MIDDLE)
            case "name":
                self.sheet.text(row, number, name, styles.LABEL)
            case "unit":
                self.sheet.text(row, number, indicator.unit, styles.LABEL_MIDDLE)
            case "recomputed" if column.part in GROWTHS:
                style = {**styles.TOTAL, "num_format": styles.number_format("percent")}
                self.sheet.formula(row, number, self.recomputed(indicator, column.part), style)
            case _:
                self.sheet.blank(row, number, styles.HATCHED)

    def recomputed(self, indicator: Indicator, growth: Part) -> str:
        """Growth over the same quarter of the year before; blank where that is missing, zero or negative."""
        part = GROWTHS[growth]
        before = f"earlier_{year_before(self.layout.form.span)}_{part}"
        now, base = (self.layout.cell(indicator.no, key).a1 for key in (part, before))
        points = indicator.nature is not None and indicator.nature.growth == "points"
        grown = f"{now}-{base}" if points else f"({now}-{base})/{base}"
        return f'=IF(COUNT({now},{base})=2,IF({base}>0,{grown},""),"")'

    def limits(self, lists: Mapping[tuple[str, ...], str]) -> None:
        sources = self.regime.monitoring.sources if self.regime.monitoring else ()
        for no in self.layout.rows:
            indicator = self.regime.indicator(no)
            for place in self.layout.indicator_places(no):
                if place.type in NUMERIC_TYPES:
                    cell = place.at.row - 1, place.at.column - 1
                    self.sheet.raw.data_validation(*cell, *cell, limit(place, indicator, self.layout))
        self.validate_column("source", {"validate": "list", "source": f"={lists[sources]}", **of_sources(sources)})
        self.validate_column("state", {"validate": "list", "source": f"={lists[STATES]}", **OF_COLUMNS["state"]})
        for key in ("remark", "recomputed_quarter_growth", "recomputed_to_date_growth"):
            self.validate_column(key, {"validate": "any", **OF_COLUMNS[key]})

    def colours(self, conditional: Mapping[str, Any]) -> None:
        own = self.layout.form.span
        asked = [p for p in self.at.values() if not self.may_stay_blank(self.regime.indicator(p.slot.key))]
        unsaid = f'IF({BLANK},${column_letters(self.layout.column("state"))}{{row}}<>"{NOT_APPLICABLE}",FALSE)'
        for part in ("quarter", "to_date", "source"):
            some = [p for p in asked if (p.slot.period, p.slot.part) == (own, part)]
            self.colour(some, unsaid, conditional["waiting"])
        for growth, part in GROWTHS.items():
            base = f"${column_letters(self.layout.column(f'earlier_{year_before(own)}_{part}'))}{{row}}"
            some = [p for p in asked if (p.slot.period, p.slot.part) == (own, growth)]
            # Nothing grows from zero, so nobody waits for a growth there.
            growing = f"IF({BLANK},IF(ISNUMBER({base}),{base}>0,TRUE),FALSE)"
            self.colour(some, growing, conditional["waiting"])
        earlier = [p for p in asked if p.slot.period != own]
        self.colour(earlier, BLANK, conditional["waiting"])
        for growth in GROWTHS:
            typed, computed = (self.layout.column(key) for key in (growth, f"recomputed_{growth}"))
            unlike = differs(f"${column_letters(typed)}{{row}}", f"${column_letters(computed)}{{row}}")
            for number in (typed, computed):
                self.colour_cells([(row, number) for row in self.layout.rows.values()], unlike, conditional["odd"])
        numeric = [p for p in self.at.values() if p.type in NUMERIC_TYPES and p.slot.part in (*FOLLOWED, *_OF_RATIOS)]
        self.colour(numeric, "AND(ISTEXT({cell}),LEN(TRIM({cell}))>0)", conditional["odd"])


_OF_RATIOS: tuple[Part, Part] = ("numerator", "denominator")
