"""The sheets of an expert's workbook that are filled: 评分 and 裁定."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhtcli.core.finding import column_letters
from zhtcli.core.period import Form, period_label
from zhtcli.core.points.expertsheet import (
    CODE,
    DAY,
    EXPERT,
    EXPERT_NAME,
    REASON,
    RULING_TABLE,
    SCORES,
    SIGNATURE,
    UNIT,
    reason_header,
    ruled_conditions,
    ruling_columns,
    score_header,
)
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.unit import Unit
from zhtcli.workbook import styles
from zhtcli.workbook.writing import NO, YES, Sheet, Style

BLANK_ROWS, RULING_ROWS = 30, 20
"""Rows for units where no list gives them, and rows for decisions: a page."""

_LONGEST_LIST = 255
"""Characters that a list written into a validation may have."""
_SIZE = 10.0
_HEADER_ROW = 5
_FIXED = 3
_SCORE_WIDTH, _REASON_WIDTH = 9.5, 14.5
_FIXED_WIDTHS = (5.0, 23.0, 20.5)
_RULING_WIDTHS = (27.0, 10.0, 24.0, 9.0, 15.0, 36.0, 11.0, 13.0)
_ROW = 30.0

_LABEL: Style = {**styles.LABEL_MIDDLE, "font_size": _SIZE}
_TEXT_INPUT: Style = {**styles.input_style("text"), "font_size": _SIZE}
_CODE_INPUT: Style = {**styles.input_style("code"), "font_size": _SIZE, "align": "center"}
_SCORE_INPUT: Style = {**styles.input_style("number"), "font_size": _SIZE, "num_format": "0.##;-0.##;0"}
_DAY_INPUT: Style = {**styles.input_style("date"), "font_size": _SIZE}
_GENERAL_INPUT: Style = {**styles.TYPED, "font_size": _SIZE, "align": "center"}
_PRINTED: Style = {**styles.LABEL, "font_size": _SIZE}
_HEADER: Style = {**styles.HEADER, "font_size": _SIZE}
_NOTICE: Style = {**styles.NOTICE, "align": "left", "indent": 1}


def write_scores(
    workbook: Any, sheet: Sheet, title: str, number: str, items: Sequence[Indicator], units: Sequence[Unit]
) -> None:
    """A row for each unit, two columns for each judged indicator, room for a signature below."""
    last = _FIXED + 2 * len(items)
    widths = (*_FIXED_WIDTHS, *(_SCORE_WIDTH, _REASON_WIDTH) * len(items))
    for place, width in enumerate(widths):
        sheet.raw.set_column(place, place, width)
    sheet.band(1, 1, last, "专家评分表", styles.TITLE)
    sheet.band(2, 1, last, title, {**styles.SUBTITLE, "font_size": 12})
    notice = "得分从0到最高分，最多两位小数；没有给满分的写明理由；不评的留空，不要填0。请独立评分。"
    sheet.band(4, 1, last, notice, _NOTICE)
    height = styles.row_height([(notice, sum(widths))], _SIZE, 24)
    for row, tall in ((1, 34), (2, 24), (3, 26), (4, height)):
        sheet.raw.set_row(row - 1, tall)
    _expert(workbook, sheet)

    headers = ["序号", UNIT, CODE]
    headers += [header for item in items for header in (score_header(item), reason_header(item))]
    for column, header in enumerate(headers, 1):
        sheet.text(_HEADER_ROW, column, header, _HEADER)
    texts = list(zip(headers, (width - 1 for width in widths), strict=True))
    sheet.raw.set_row(_HEADER_ROW - 1, styles.row_height(texts, _SIZE, 40))

    count = len(units) or BLANK_ROWS
    for place in range(count):
        _unit_row(sheet, _HEADER_ROW + 1 + place, place + 1, units[place] if units else None, len(items))
    first, end = _HEADER_ROW + 1, _HEADER_ROW + count
    for place, item in enumerate(items):
        _watch(sheet, item, first, end, _FIXED + 1 + 2 * place)
    signature = f"{SIGNATURE}：____________________　　　　签名日期：________年____月____日"
    sheet.band(end + 2, 1, last, signature, {**styles.LINE, "font_size": 11, "align": "right"})
    sheet.raw.set_row(end + 1, 34)
    sheet.text(end + 3, 1, f"模板编号：{number}", styles.MUTED_LINE)
    sheet.raw.freeze_panes(_HEADER_ROW, _FIXED)
    sheet.raw.repeat_rows(_HEADER_ROW - 1)
    sheet.raw.print_area(0, 0, end + 2, last - 1)
    sheet.raw.ignore_errors({"number_stored_as_text": f"B{first}:C{end}"})
    sheet.raw.set_selection(2, 2, 2, 2)


def _expert(workbook: Any, sheet: Sheet) -> None:
    sheet.band(3, 1, 2, EXPERT, _LABEL)
    sheet.text(3, 3, "", {**_TEXT_INPUT, "align": "center"})
    sheet.text(3, 4, DAY, _LABEL)
    sheet.blank(3, 5, _DAY_INPUT)
    workbook.define_name(EXPERT_NAME, f"={SCORES}!$C$3")
    name = {"input_title": EXPERT, "input_message": "填本人姓名。有同名专家的，在姓名后加注单位。"}
    sheet.raw.data_validation(2, 2, 2, 2, {"validate": "any", **name})
    day = {"input_title": DAY, "input_message": "照 2026-12-20 的样子填写。"}
    sheet.raw.data_validation(2, 4, 2, 4, {"validate": "any", **day})
    waiting = {"type": "blanks", "format": sheet.formats[styles.WAITING]}
    sheet.raw.conditional_format("C3", waiting)
    sheet.raw.conditional_format("E3", waiting)


def _unit_row(sheet: Sheet, row: int, place: int, unit: Unit | None, items: int) -> None:
    sheet.number(row, 1, place, _LABEL, percent=False)
    if unit is None:
        sheet.blank(row, 2, _TEXT_INPUT)
        sheet.blank(row, 3, _CODE_INPUT)
    else:
        sheet.text(row, 2, unit.name, _PRINTED)
        sheet.text(row, 3, unit.uscc, {**_LABEL, "num_format": "@"})
    for item in range(items):
        sheet.blank(row, _FIXED + 1 + 2 * item, _SCORE_INPUT)
        sheet.blank(row, _FIXED + 2 + 2 * item, _TEXT_INPUT)
    name = unit.name if unit else ""
    sheet.raw.set_row(row - 1, styles.row_height([(name, _FIXED_WIDTHS[1] - 1)], _SIZE, _ROW))


def _watch(sheet: Sheet, item: Indicator, first: int, last: int, column: int) -> None:
    """Limits and prompts of one indicator's two columns, and the colours that say what is still to do."""
    most = f"{item.points:f}"
    at = first - 1, column - 1, last - 1, column - 1
    sheet.raw.data_validation(
        *at,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": float(item.points),
            "input_title": f"第{item.no}项，最高{most}分"[:32],
            "input_message": _cut(f"{item.name}\n最多两位小数。没有给满分的，在右边写明理由；不评的留空。"),
            "error_title": "得分",
            "error_message": f"第{item.no}项的得分应在0到{most}分之间。不评的请留空。",
        },
    )
    prompt = f"得分不到{most}分的必须写明理由。需要回避的，得分留空，在这里写“回避”。"
    beside = first - 1, column, last - 1, column
    title = f"第{item.no}项{REASON}"
    sheet.raw.data_validation(*beside, {"validate": "any", "input_title": title, "input_message": prompt})

    unit, code = f"$B{first}", f"$C{first}"
    score, reason = (f"${column_letters(number)}{first}" for number in (column, column + 1))
    waiting, odd = sheet.formats[styles.WAITING], sheet.formats[styles.ODD]
    asked = f"=AND(LEN(TRIM({unit}&{code}))>0,LEN(TRIM({score}))=0,LEN(TRIM({reason}))=0)"
    sheet.raw.conditional_format(*at, {"type": "formula", "criteria": asked, "format": waiting})
    beyond = f"=AND(ISNUMBER({score}),OR({score}<0,{score}>{most}))"
    sheet.raw.conditional_format(*at, {"type": "formula", "criteria": beyond, "format": odd})
    unsaid = f"=AND(ISNUMBER({score}),{score}<{most},LEN(TRIM({reason}))=0)"
    sheet.raw.conditional_format(*beside, {"type": "formula", "criteria": unsaid, "format": waiting})


def write_rulings(sheet: Sheet, title: str, number: str, regime: Regime, form: Form) -> None:
    """Rows for decisions on a figure or on a single row of a register; else on conditions, or on grants."""
    labels = dict(ruling_columns(regime))
    columns = tuple(labels)
    for place, column in enumerate(columns):
        sheet.raw.set_column(place, place, _ruling_width(column.key, regime))
    widths = sum(_ruling_width(column.key, regime) for column in columns)
    sheet.band(1, 1, len(columns), "评审裁定", styles.TITLE)
    sheet.band(2, 1, len(columns), title, {**styles.SUBTITLE, "font_size": 12})
    notice = f"一行写一条裁定。{_ruling_notice(regime, form)}理由、裁定人和日期缺一样就不采用。"
    sheet.band(3, 1, len(columns), notice, _NOTICE)
    heights = 34, 24, styles.row_height([(notice, widths - 2)], _SIZE, 30)
    for row, height in enumerate(heights):
        sheet.raw.set_row(row, height)
    header_row, first = 4, 5
    last = header_row + RULING_ROWS
    for place, column in enumerate(columns, 1):
        label = f"{labels[column]}（可空）" if not column.required else labels[column]
        sheet.text(header_row, place, label, _HEADER)
    sheet.raw.set_row(header_row - 1, 34)
    shapes: dict[str, Style] = {"no": _GENERAL_INPUT, "period": _GENERAL_INPUT, "value": _GENERAL_INPUT}
    shapes |= {"by": _CODE_INPUT, "date": _DAY_INPUT}
    for row in range(first, last + 1):
        for place, column in enumerate(columns, 1):
            sheet.blank(row, place, shapes.get(column.key, _TEXT_INPUT))
        sheet.raw.set_row(row - 1, 26)
    for place, column in enumerate(columns):
        limit = _ruling_limit(column.key, regime)
        sheet.raw.data_validation(first - 1, place, last - 1, place, {"input_title": labels[column][:32], **limit})
    sheet.text(last + 1, 1, f"模板编号：{number}", styles.MUTED_LINE)
    sheet.raw.freeze_panes(header_row, 1)
    sheet.raw.repeat_rows(header_row - 1)
    sheet.raw.print_area(0, 0, last, len(columns) - 1)
    sheet.raw.ignore_errors({"number_stored_as_text": f"A{first}:D{last}"})
    sheet.raw.set_selection(first - 1, 0, first - 1, 0)


def _ruling_width(key: str, regime: Regime) -> float:
    """Titles of conditions and ids of grants are longer than an indicator's number."""
    if key == "no" and not regime.indicators:
        return 32.0
    return dict(zip((column.key for column in RULING_TABLE.columns), _RULING_WIDTHS, strict=True))[key]


def _ruling_notice(regime: Regime, form: Form) -> str:
    if not regime.indicators and regime.conditions:
        return (
            f"条件从列表中选，选“{YES}”就是符合，选“{NO}”就是不符合；"
            "原文写“一般”而没有达到的、要由专家判断的，都可以裁定，整个结论不能直接裁定。"
        )
    if not regime.indicators and regime.grants:
        return (
            f"编号照结果抄，使用补贴写申请编号。选“{YES}”就是照规定给足，选“{NO}”就是不予补贴，也可以写金额，"
            "单位是元，不能超过限额所剩。单位写填这张表的单位，不写申请单位。"
        )
    own = f"，期别空着就是{period_label(form.period)}" if form.period else ""
    return (
        f"裁定一项的数：行标识留空，写核定的数{own}。裁定台账的一行：照结果表抄行标识，"
        f"选“{YES}”或“{NO}”计入，也可以写数量。"
    )


def _ruling_limit(key: str, regime: Regime) -> dict[str, Any]:
    """The prompts of a column of 裁定; its lists are hints and block nothing."""
    prompts = {
        "unit": "有统一社会信用代码的写代码，没有的写与填报件一致的名称。",
        "no": "写指标序号，例如 5。",
        "row": "只裁定台账的一行时填写，从问题清单或结果表照抄。",
        "period": "不写就是本表的期别。",
        "value": "对一项写核定的数；对台账的一行选“是”或“否”，也可以写数量。",
        "reason": "写明依据，会列在结果里。",
        "by": "写裁定人的姓名。",
        "date": "照 2026-12-20 的样子填写。",
    }
    if not regime.indicators and regime.conditions:
        prompts |= {"no": "从列表中选择条件，也可以写编号。", "value": f"“{YES}”是符合，“{NO}”是不符合。"}
    elif not regime.indicators and regime.grants:
        prompts |= {"no": "照结果抄补助编号或申请编号。", "value": f"写金额（元），或者选“{YES}”“{NO}”。"}
    titles = tuple(condition.title for condition in ruled_conditions(regime))
    choices = {"value": (YES, NO), "period": regime.periods, "no": titles}.get(key, ())
    hint: dict[str, Any] = {"validate": "any"}
    if choices and len(",".join(choices)) <= _LONGEST_LIST:
        hint = {"validate": "list", "source": list(choices), "show_error": False}
    return {**hint, "input_message": prompts[key]}


def _cut(text: str, limit: int = 255) -> str:
    """A prompt holds 255 characters."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
