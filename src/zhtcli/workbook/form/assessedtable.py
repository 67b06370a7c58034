"""A table of figures against printed targets: input cells with prompts and limits, cumulative figures by formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from zhtcli.core.forms.layout import COVER, NOT_STARTED, STATES, Place, Slot, value_type
from zhtcli.core.forms.tablecolumns import Column
from zhtcli.core.period import period_label
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged, OfFields, Ratio
from zhtcli.core.rules.regime import Section
from zhtcli.core.values import NUMERIC_TYPES
from zhtcli.workbook import styles
from zhtcli.workbook.form.indicatortable import BLANK, FULL, NOTE_ROW, TITLE_ROW, UNIT_ROW, IndicatorTable
from zhtcli.workbook.form.names import printed_name, section_points
from zhtcli.workbook.form.prompts import OF_COLUMNS, OF_STATE, limit
from zhtcli.workbook.form.registerformulas import verified_formula
from zhtcli.workbook.writing import Style

_WIDTHS = {
    "no": 4.5, "name": 31.0, "points": 4.5, "target": 8.0, "value": 8.5, "verified": 7.0, "difference": 7.0,
    "numerator": 8.5, "denominator": 8.5, "state": 7.5, "to_date": 8.5, "self_score": 6.0, "evidence": 15.0,
    "remark": 10.0,
}  # fmt: skip
_WIDTH_OF_PERIOD = 8.0
_ROWS_LISTED = '0"行"'
_ESTIMATE = "估算，以校验结果为准"
# 66.7 % to 66.6667 %, as fractions of 1; a whole percentage is taken at its word.
_PLACES_OF_ROUNDED_SHARES = (3, 4, 5, 6)
# What the margins of an A4 page in landscape leave, in points.
_PAGE_WIDE, _PAGE_HIGH = 784.0, 505.0


class AssessedTable(IndicatorTable):
    """A year's figures against printed targets."""

    def width(self, column: Column) -> float:
        return _WIDTHS.get(column.key, _WIDTH_OF_PERIOD)

    def heads(self, origins: Mapping[str, str]) -> None:
        last = len(self.layout.columns)
        period = self.layout.form.span
        self.sheet.band(TITLE_ROW, 1, last, f"{self.regime.title}　{period_label(period)}填报", styles.SUBTITLE)
        self.set_height(TITLE_ROW, 26)
        self.subtitle(1, self.layout.column("state" if self.layout.form.period else "value"), last)
        self.notes(origins)
        self.headers()

    def band(self, row: int, section: Section) -> None:
        title = f"{section.id}、{section.title}（{section_points(self.regime, section)}）"
        self.sheet.band(row, 1, len(self.layout.columns), title, styles.BAND)

    def name(self, indicator: Indicator) -> str:
        return printed_name(indicator, _WIDTHS["name"])

    def notes(self, origins: Mapping[str, str]) -> None:
        """Above the header: where earlier figures come from, and what the registers' figures are worth."""
        texts = []
        for number, column in enumerate(self.layout.columns, 1):
            if column.role == "earlier":
                note = origins.get(str(column.period), "按已核定的数填")
                self.sheet.text(NOTE_ROW, number, note, styles.ORIGIN)
                texts.append((note, _WIDTH_OF_PERIOD))
            elif column.role == "verified":
                self.sheet.band(NOTE_ROW, number, number + 1, _ESTIMATE, styles.ORIGIN)
                texts.append((_ESTIMATE, _WIDTHS["verified"] + _WIDTHS["difference"]))
        self.set_height(NOTE_ROW, styles.row_height(texts, size=8, least=6) if texts else 6)

    def settle_heights(self) -> None:
        """Spreads the rows over two A4 pages; where long texts need clearly more room, takes more pages instead."""
        scale = min(1.0, _PAGE_WIDE / styles.points_wide(map(self.width, self.layout.columns)))
        repeated = sum(self.heights[row] for row in range(UNIT_ROW, self.layout.header_row + 1))
        room = 2 * _PAGE_HIGH / scale - repeated
        spare = room * FULL - sum(self.heights.values())
        self.spread(spare)
        self.sheet.raw.fit_to_pages(1, 2 if spare > -0.25 * room else 0)

    def input(self, place: Place, row: int, number: int, indicator: Indicator) -> None:
        style: Style = styles.input_style(place.type)
        typed = self.values.get(place.slot)
        own = place.slot.part == "value" and place.slot.period == self.layout.form.span
        measure = indicator.measure
        if own and isinstance(measure, Judged):
            style = {**styles.HATCHED, "locked": False}
        if typed is None and own and isinstance(measure, Ratio):
            parts = [self.layout.cell(indicator.no, key).a1 for key in ("numerator", "denominator")]
            fields = self.of_fields(measure)[1:] if measure.numerator_fields else '""'
            quotient = f'=IF(COUNT({parts[0]}:{parts[1]})=2,IF({parts[1]}>0,{parts[0]}/{parts[1]},""),{fields})'
            self.sheet.formula(row, number, quotient, style)
        else:
            self.sheet.put(row, number, typed, place.type, style)

    def given(self, indicator: Indicator, column: Column, row: int, number: int, name: str) -> None:
        kind = value_type(indicator)
        match column.role:
            case "no":
                mark = "★" if indicator.bonus and not indicator.is_part else ""
                self.sheet.text(row, number, f"{mark}{indicator.no}", styles.LABEL_MIDDLE)
            case "name":
                self.sheet.text(row, number, name, styles.LABEL)
            case "target" if indicator.asked:
                self.sheet.text(row, number, "" if indicator.parts else indicator.asked, styles.LABEL_MIDDLE)
            case "target" if isinstance(indicator.measure, Judged):
                self.sheet.text(row, number, "专家评分", styles.LABEL_MIDDLE)
            case "points" | "target" | "horizon":
                figure = self.layout.printed.get((indicator.no, column.key))
                if figure is None:
                    self.sheet.blank(row, number, styles.LABEL)
                elif column.role == "points":
                    self.sheet.number(row, number, figure, styles.LABEL_MIDDLE, percent=False)
                else:
                    style = {**styles.LABEL_MIDDLE, "num_format": styles.printed_format(kind, figure)}
                    self.sheet.number(row, number, figure, style, percent=kind == "percent")
            case "to_date":
                style = {**styles.TOTAL, "num_format": styles.number_format(kind)}
                self.sheet.formula(row, number, self.to_date(indicator), style)
            case "part" if column.part == "value" and isinstance(indicator.measure, OfFields | Ratio):
                style = {**styles.TOTAL, "num_format": styles.number_format(kind)}
                self.sheet.formula(row, number, self.of_fields(indicator.measure), style)
            case "verified" if indicator.rows is not None:
                judged = isinstance(indicator.measure, Judged)
                style = {**styles.TOTAL, "num_format": _ROWS_LISTED if judged else styles.number_format(kind)}
                self.sheet.formula(row, number, verified_formula(indicator.rows, self.regime, self.layout), style)
            case "difference" if indicator.rows is not None and not isinstance(indicator.measure, Judged):
                style = {**styles.TOTAL, "num_format": styles.signed_format(kind)}
                self.sheet.formula(row, number, self.difference(indicator), style)
            case "verified" | "difference" | "part" | "earlier" | "unit" | "recomputed":
                self.sheet.blank(row, number, styles.HATCHED)
            case _:
                assert_never(column.role)

    def of_fields(self, measure: OfFields | Ratio) -> str:
        """What fields of the cover come to; blank until they are filled."""
        if isinstance(measure, OfFields):
            cells = self._cover(measure.fields)
            return f'=IF(COUNT({cells})=0,"",SUM({cells}))'
        top, bottom = self._cover(measure.numerator_fields), self._cover(measure.denominator_fields)
        return f'=IF(OR(COUNT({top})=0,SUM({bottom})<=0),"",SUM({top})/SUM({bottom}))'

    def _cover(self, keys: Iterable[str]) -> str:
        return ",".join(f"{COVER}!{self.layout.places[Slot('field', key)].at.a1}" for key in keys)

    def difference(self, indicator: Indicator) -> str:
        """Reported less verified; 未开展 reports 0. A share that is the verified one, rounded, does not differ."""
        value, verified = (self.layout.cell(indicator.no, key).a1 for key in ("value", "verified"))
        state = self.layout.cell(indicator.no, "state").a1
        if isinstance(indicator.measure, Ratio):
            rounded = ",".join(f"ROUND({verified},{places})=ROUND({value},8)" for places in _PLACES_OF_ROUNDED_SHARES)
            less, unsaid = f"IF(OR({rounded}),0,ROUND({value}-{verified},4))", '""'
        else:
            less, unsaid = f"ROUND({value}-{verified},6)", f'IF({state}="{NOT_STARTED}",-{verified},"")'
        compared = f"IF(ISNUMBER({value}),{less},{unsaid})"
        return f'=IF(ISERROR({verified}),{verified},IF(ISNUMBER({verified}),{compared},""))'

    def to_date(self, indicator: Indicator) -> str:
        """What has come together so far; 未开展 counts as 0, a blank as nothing."""
        no = indicator.no
        own, state = self.layout.cell(no, "value").a1, self.layout.cell(no, "state").a1
        earlier = [self.layout.cell(no, c.key).a1 for c in self.layout.columns if c.role == "earlier"]
        not_started = f'IF({state}="{NOT_STARTED}",0,"")'
        if indicator.rollup == "sum":
            cells = ",".join([own, *([f"{earlier[0]}:{earlier[-1]}"] if earlier else [])])
            return f"=IF(COUNT({cells})=0,{not_started},SUM({cells}))"
        latest = '""'
        for cell in earlier:
            latest = f"IF(ISNUMBER({cell}),{cell},{latest})"
        return f'=IF(ISNUMBER({own}),{own},IF({state}="{NOT_STARTED}",0,{latest}))'

    def limits(self, lists: Mapping[tuple[str, ...], str]) -> None:
        for no in self.layout.rows:
            indicator = self.regime.indicator(no)
            for place in self.layout.indicator_places(no):
                cell = place.at.row - 1, place.at.column - 1
                match place.slot.part:
                    case "value" | "numerator" | "denominator" | "pledged" | "self_score":
                        self.sheet.raw.data_validation(*cell, *cell, limit(place, indicator, self.layout))
                    case "state" | "evidence" | "remark":
                        pass
                    case "quarter" | "quarter_growth" | "to_date" | "to_date_growth" | "source":
                        raise AssertionError(f"{place.slot.part} belongs to what is followed")
                    case _:
                        assert_never(place.slot.part)
        self.validate_column("state", {"validate": "list", "source": f"={lists[STATES]}", **OF_STATE})
        for key, prompt in OF_COLUMNS.items():
            if key in self.layout.column_numbers:
                self.validate_column(key, {"validate": "any", **prompt})

    def colours(self, conditional: Mapping[str, Any]) -> None:
        for key in ("value", "state", "numerator", "denominator"):
            if key not in self.layout.column_numbers:
                continue
            own = [p for p in self.at.values() if (p.slot.period, p.slot.part) == (self.layout.form.span, key)]
            own = [p for p in own if not self.may_stay_blank(self.regime.indicator(p.slot.key))]
            self.colour(own, BLANK, conditional["waiting"])
        earlier = [p for p in self.at.values() if p.slot.period != self.layout.form.span]
        self.colour(earlier, BLANK, conditional["waiting"])
        if any(column.role == "difference" for column in self.layout.columns):
            of_rows = [
                (self.layout.rows[i.no], self.layout.column("difference")) for i in self.regime.measured() if i.rows
            ]
            self.colour_cells(of_rows, "IF(ISNUMBER({cell}),{cell}<>0,FALSE)", conditional["odd"])
        numeric = [p for p in self.at.values() if p.type in NUMERIC_TYPES]
        self.colour(numeric, "AND(ISTEXT({cell}),LEN(TRIM({cell}))>0)", conditional["odd"])
