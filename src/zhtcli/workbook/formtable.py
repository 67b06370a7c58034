"""The sheet 指标填报: one row an indicator, input cells with prompts and limits, cumulative figures by formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from zhtcli.core.finding import column_letters
from zhtcli.core.kinds import Entered, Ratio
from zhtcli.core.layout import COVER, COVER_VALUE_COLUMN, NOT_STARTED, STATES, Column, Layout, Place, Slot, value_type
from zhtcli.core.period import period_label
from zhtcli.core.regime import Indicator, Regime
from zhtcli.core.values import NUMERIC_TYPES, ValueType
from zhtcli.workbook import styles
from zhtcli.workbook.writing import Sheet, Style, Typed

_WIDTHS = {
    "no": 4.5, "name": 31.0, "points": 4.5, "target": 8.0, "value": 8.5, "numerator": 9.0, "denominator": 9.0,
    "state": 7.5, "to_date": 8.5, "self_score": 6.0, "evidence": 17.0, "remark": 11.0,
}  # fmt: skip
_WIDTH_OF_PERIOD = 8.0
_TITLE_ROW, _UNIT_ROW, _NOTE_ROW = 1, 2, 3
_PROMPT_TITLE, _PROMPT = 32, 255
# What the margins of an A4 page in landscape leave, in points.
_PAGE_WIDE, _PAGE_HIGH = 784.0, 505.0
# Rows do not break over a page, so a page is never quite full.
_FULL = 0.93


def write_entries(
    sheet: Sheet,
    regime: Regime,
    layout: Layout,
    values: Mapping[Slot, Typed],
    origins: Mapping[str, str],
    conditional: Mapping[str, Any],
    lists: Mapping[tuple[str, ...], str],
) -> None:
    """Draws the table where the layout has it, and fills in `values`."""
    table = _Table(sheet, regime, layout, values)
    for number, column in enumerate(layout.columns):
        sheet.raw.set_column(number, number, table.width(column))
    table.heads(origins)
    for section in regime.sections:
        row = layout.section_rows[section.id]
        title = f"{section.id}、{section.title}（{section.points:f}分）"
        sheet.band(row, 1, len(layout.columns), title, styles.BAND)
        table.set_height(row, 18)
    for no in layout.rows:
        table.indicator(regime.indicator(no))
    table.settle_heights()
    table.limits(lists)
    table.colours(conditional)
    sheet.raw.freeze_panes(layout.header_row, layout.column("name"))
    sheet.raw.repeat_rows(_UNIT_ROW - 1, layout.header_row - 1)
    sheet.raw.print_area(0, 0, layout.last_row() - 1, len(layout.columns) - 1)
    inputs = f"{column_letters(layout.column('value'))}{layout.header_row + 1}"
    area = f"{inputs}:{column_letters(len(layout.columns))}{layout.last_row()}"
    sheet.raw.ignore_errors({"formula_unlocked": area, "formula_differs": area, "number_stored_as_text": area})


class _Table:
    def __init__(self, sheet: Sheet, regime: Regime, layout: Layout, values: Mapping[Slot, Typed]) -> None:
        self.sheet = sheet
        self.regime = regime
        self.layout = layout
        self.values = values
        self.heights: dict[int, float] = {}
        self.at = {(p.at.row, p.at.column): p for p in layout.places.values() if p.slot.owner == "indicator"}

    def width(self, column: Column) -> float:
        return _WIDTHS.get(column.key, _WIDTH_OF_PERIOD)

    def heads(self, origins: Mapping[str, str]) -> None:
        columns = self.layout.columns
        last = len(columns)
        period = str(self.layout.form.period)
        self.sheet.band(_TITLE_ROW, 1, last, f"{self.regime.title}　{period_label(period)}填报", styles.SUBTITLE)
        self.set_height(_TITLE_ROW, 26)
        half = self.layout.column("state")
        self.sheet.band(_UNIT_ROW, 1, half, "", styles.PLAIN)
        if "unit" in self.layout.cover_rows:
            unit = f"{COVER}!{column_letters(COVER_VALUE_COLUMN)}{self.layout.cover_rows['unit']}"
            self.sheet.formula(_UNIT_ROW, 1, f'="填报单位："&{unit}', styles.PLAIN)
        legend = "黄色：填写　灰色：原文　绿色：自动算出　深灰斜线：不填"
        self.sheet.band(_UNIT_ROW, half + 1, last, legend, {**styles.NOTE, "align": "right"})
        self.set_height(_UNIT_ROW, 18)
        notes = {
            number: origins.get(str(column.period), "按已核定的数填")
            for number, column in enumerate(columns, 1)
            if column.role == "earlier"
        }
        for number, note in notes.items():
            self.sheet.text(_NOTE_ROW, number, note, styles.ORIGIN)
        note_height = styles.row_height(((note, _WIDTH_OF_PERIOD) for note in notes.values()), size=8, least=6)
        self.set_height(_NOTE_ROW, note_height if notes else 6)
        for number, column in enumerate(columns, 1):
            self.sheet.text(self.layout.header_row, number, column.header, styles.HEADER)
        heads = ((column.header, self.width(column)) for column in columns)
        self.set_height(self.layout.header_row, styles.row_height(heads, least=30))

    def set_height(self, row: int, points: float) -> None:
        self.heights[row] = points

    def settle_heights(self) -> None:
        """Spreads the rows over two A4 pages; where long texts need clearly more room, takes more pages instead."""
        scale = min(1.0, _PAGE_WIDE / styles.points_wide(map(self.width, self.layout.columns)))
        repeated = sum(self.heights[row] for row in range(_UNIT_ROW, self.layout.header_row + 1))
        room = 2 * _PAGE_HIGH / scale - repeated
        spare = room * _FULL - sum(self.heights.values())
        more = max(0.0, spare / len(self.layout.rows))
        for row, height in self.heights.items():
            self.sheet.raw.set_row(row - 1, round(height + more if row in self.layout.rows.values() else height, 1))
        self.sheet.raw.fit_to_pages(1, 2 if spare > -0.25 * room else 0)

    def indicator(self, indicator: Indicator) -> None:
        row = self.layout.rows[indicator.no]
        name = _name(indicator)
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

    def input(self, place: Place, row: int, number: int, indicator: Indicator) -> None:
        style: Style = styles.input_style(place.type)
        typed = self.values.get(place.slot)
        own = place.slot.part == "value" and place.slot.period == self.layout.form.period
        if typed is None and own and isinstance(indicator.measure, Ratio):
            parts = [self.layout.cell(indicator.no, key).a1 for key in ("numerator", "denominator")]
            quotient = f'=IF(COUNT({parts[0]}:{parts[1]})=2,IF({parts[1]}>0,{parts[0]}/{parts[1]},""),"")'
            self.sheet.formula(row, number, quotient, style)
        else:
            self.sheet.put(row, number, typed, place.type, style)

    def given(self, indicator: Indicator, column: Column, row: int, number: int, name: str) -> None:
        """A cell that nobody fills."""
        kind = value_type(indicator)
        match column.role:
            case "no":
                self.sheet.text(row, number, indicator.no, styles.LABEL_MIDDLE)
            case "name":
                self.sheet.text(row, number, name, styles.LABEL)
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
            case "part" | "earlier":
                self.sheet.blank(row, number, styles.HATCHED)
            case _:
                assert_never(column.role)

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
        """Lists stop what is not in them; figures only warn, because a stop would block an honest outlier."""
        for no in self.layout.rows:
            indicator = self.regime.indicator(no)
            for place in self.layout.indicator_places(no):
                cell = place.at.row - 1, place.at.column - 1
                match place.slot.part:
                    case "value" | "numerator" | "denominator" | "self_score":
                        self.sheet.raw.data_validation(*cell, *cell, _limit(place, indicator, self.layout))
                    case "state" | "evidence" | "remark":
                        pass
                    case _:
                        assert_never(place.slot.part)
        self.validate_column("state", {
            "validate": "list",
            "source": f"={lists[STATES]}",
            "error_title": "状态",
            "error_message": f"请从列表中选择：{'、'.join(STATES)}。",
            "input_title": "状态",
            "input_message": "有数选“已填”；本年没有开展选“未开展”，按0计；确实不适用选“不适用”，并在备注写明理由。",
        })  # fmt: skip
        self.validate_column("evidence", {
            "validate": "any",
            "input_title": "佐证材料",
            "input_message": "写材料名称和编号，材料另交，按指标序号整理。要求见“实际”格的提示。",
        })  # fmt: skip

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

    def colours(self, conditional: Mapping[str, Any]) -> None:
        """Waiting cells show a stronger yellow; a text where a number belongs is red, and 自检 says so in words."""
        for key in ("value", "state", "numerator", "denominator"):
            if all(column.key != key for column in self.layout.columns):
                continue
            own = [p for p in self.at.values() if (p.slot.period, p.slot.part) == (self.layout.form.period, key)]
            self.colour(own, "LEN(TRIM({cell}))=0", conditional["waiting"])
        earlier = [p for p in self.at.values() if p.slot.period != self.layout.form.period]
        self.colour(earlier, "LEN(TRIM({cell}))=0", conditional["waiting"])
        numeric = [p for p in self.at.values() if p.type in NUMERIC_TYPES]
        self.colour(numeric, "AND(ISTEXT({cell}),LEN(TRIM({cell}))>0)", conditional["odd"])

    def colour(self, places: Iterable[Place], formula: str, format: Any) -> None:
        cells = sorted((place.at.column, place.at.row) for place in places)
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
            rule = {"type": "formula", "criteria": f"={formula.format(cell=first.partition(':')[0])}", "format": format}
            self.sheet.raw.conditional_format(first, {**rule, "multi_range": " ".join(areas)})


def _name(indicator: Indicator) -> str:
    """The printed name, with what the document does not print in it: the unit, or a ratio's parts."""
    match indicator.measure:
        case Ratio(numerator=numerator, denominator=denominator, parts_unit=parts_unit):
            unit = f"（{parts_unit}）" if parts_unit else ""
            return f"{indicator.name}\n分子：{numerator}{unit}\n分母：{denominator}{unit}"
        case Entered() if f"（{indicator.unit}）" in indicator.name:
            return indicator.name
        case Entered():
            unit = f"〔单位：{indicator.unit}〕"
            whole = f"{indicator.name}{unit}"
            return whole if styles.lines(whole, _WIDTHS["name"]) == 1 else f"{indicator.name}\n{unit}"
        case _:
            assert_never(indicator.measure)


def _limit(place: Place, indicator: Indicator, layout: Layout) -> dict[str, Any]:
    title, prompt = _prompt(place, indicator, layout)
    most, words = None, "应为不小于0的数"
    if place.slot.part == "self_score":
        most, words = float(indicator.points), f"应在0到{indicator.points:f}之间"
    elif place.type == "percent" and isinstance(indicator.measure, Ratio):
        most = float(indicator.measure.max.scaleb(-2))
        words = f"应在0到{indicator.measure.max:f}%之间；2.6%直接输入2.6"
    elif place.type == "integer":
        words = "应为不小于0的整数"
    size: dict[str, Any] = {"criteria": ">=", "value": 0}
    if most is not None:
        size = {"criteria": "between", "minimum": 0, "maximum": most}
    return {
        "validate": _KINDS.get(place.type, "decimal"),
        **size,
        "error_type": "warning",
        "error_title": title,
        "error_message": f"{words}。确实如此的可以保留，并在备注说明。",
        "input_title": title,
        "input_message": prompt,
    }


_KINDS: dict[ValueType, str] = {"integer": "integer"}


def _prompt(place: Place, indicator: Indicator, layout: Layout) -> tuple[str, str]:
    """What goes wrong in practice first, then how to fill the cell, then what proves it."""
    slot = place.slot
    title = f"第{indicator.no}项（{indicator.unit}）"
    if slot.part in ("numerator", "denominator"):
        word = "分子" if slot.part == "numerator" else "分母"
        name = place.label.removeprefix(f"第{indicator.no}项")
        unit = f"（{place.unit}）" if place.unit else ""
        return f"第{indicator.no}项{word}"[:_PROMPT_TITLE], f"{name}{unit}\n{indicator.guidance}"[:_PROMPT]
    if slot.part == "self_score":
        return f"第{indicator.no}项自评"[:_PROMPT_TITLE], "自评得分只用来对照，不参加计分。"
    if slot.period != layout.form.period:
        year = period_label(str(slot.period))
        text = f"填{year}已核定的实际数；与以前上报不一致的，校验时会提示。"
        return f"{title}{year}"[:_PROMPT_TITLE], text
    parts = (("易错", indicator.pitfall), ("填法", indicator.guidance), ("佐证", indicator.evidence))
    text = "\n".join(f"{head}：{body}" for head, body in parts if body)
    return title[:_PROMPT_TITLE], text if len(text) <= _PROMPT else f"{text[: _PROMPT - 1]}…"
