"""The sheets 封面 and 填报说明, each one A4 page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhtcli.core.forms.layout import (
    COVER_FIRST_ROW,
    COVER_NUMBER_ROW,
    COVER_VALUE_COLUMN,
    Layout,
    Slot,
)
from zhtcli.core.period import is_quarter, period_label
from zhtcli.core.rules.regime import Field, Regime
from zhtcli.workbook import styles
from zhtcli.workbook.form.prompts import outside_list, told_of
from zhtcli.workbook.writing import NO, YES, Sheet, Style, Typed

_MARK, _LABEL, _VALUE, _GUIDANCE = 1, 2, COVER_VALUE_COLUMN, COVER_VALUE_COLUMN + 1
_COVER_WIDTHS = (3.5, 25.0, 35.0, 28.0)
_GUIDE_WIDTHS = (5.0, 18.0, 66.0)
_LONGEST_PROMPT = 255
_SIZE, _COVER_ROW = 11.0, 40.0
_COVER_LABEL: Style = {**styles.LABEL, "font_size": _SIZE, "indent": 1}
_SAVE_FIRST = "请先另存到本机再填写，不要在邮件、微信或压缩包里直接填。"
_PLEDGE = "本单位对所填数据和佐证材料的真实性、准确性负责。"


def write_cover(
    sheet: Sheet,
    regime: Regime,
    layout: Layout,
    values: Mapping[Slot, Typed],
    conditional: Mapping[str, Any],
    lists: Mapping[tuple[str, ...], str],
    number: str,
) -> None:
    """Title, identity, the cover's fields, and the signature block with room for the seal."""
    for place, width in enumerate(_COVER_WIDTHS):
        sheet.raw.set_column(place, place, width)
    sheet.band(1, 1, _GUIDANCE, regime.source.number, {**styles.PLAIN, "font_size": _SIZE})
    sheet.band(2, 1, _GUIDANCE, regime.title, {**styles.TITLE, "font_size": 22, "valign": "bottom"})
    sheet.band(3, 1, _GUIDANCE, form_title(layout), {**styles.SUBTITLE, "font_size": 18})
    sheet.band(4, 1, _GUIDANCE, _SAVE_FIRST, styles.NOTICE)
    for row, height in ((1, 24), (2, 92), (3, 64), (4, 32)):
        sheet.raw.set_row(row - 1, height)
    period = layout.form.period
    _fixed(sheet, COVER_NUMBER_ROW - 1, _period_word(layout), period_label(period) if period else "不分年度")
    _fixed(sheet, COVER_NUMBER_ROW, "模板编号", number)

    signatures = [field for field in regime.fields if field.signature]
    for field in regime.fields:
        if field.page:
            continue
        _field(sheet, field, layout, values, conditional, lists)
    if signatures:
        rows = [layout.cover_rows[field.key] for field in signatures]
        head = min(rows) - 1
        sheet.band(head, 1, _GUIDANCE, _PLEDGE, {**styles.BAND, "font_size": _SIZE})
        sheet.raw.set_row(head - 2, 20)
        sheet.raw.set_row(head - 1, 32)
        seal: Style = {**styles.BOX_MIDDLE, "font_size": _SIZE}
        sheet.band(min(rows), _GUIDANCE, _GUIDANCE, "（单位盖章）", seal, last_row=max(rows))
    last = max(layout.cover_rows.values())
    note = "标＊的必填。日期照 2026-01-15 的样子填写。"
    sheet.band(last + 1, 1, _GUIDANCE, note, {**styles.NOTE, "font_size": 10})
    sheet.raw.set_row(last, 22)
    sheet.raw.print_area(0, 0, last, _GUIDANCE - 1)
    sheet.raw.fit_to_pages(1, 1)
    codes = f"C{COVER_FIRST_ROW}:C{last}"
    sheet.raw.ignore_errors({"number_stored_as_text": codes})
    sheet.raw.set_selection(COVER_FIRST_ROW - 1, _VALUE - 1, COVER_FIRST_ROW - 1, _VALUE - 1)


def form_title(layout: Layout) -> str:
    """`2026年度填报表`, `2026年第三季度填报表`."""
    period = layout.form.period
    if period is None:
        return "填报表"
    return f"{period_label(period)}{'' if is_quarter(period) else '度'}填报表"


def _prompt(field: Field) -> str:
    """What the cell shows when it is chosen, in as many characters as a prompt holds."""
    told = told_of(field) or field.label
    return told if len(told) <= _LONGEST_PROMPT else f"{told[: _LONGEST_PROMPT - 1]}…"


def _period_word(layout: Layout) -> str:
    period = layout.form.period
    if period is not None and is_quarter(period):
        return "监测季度"
    return "考核年度" if layout.has_table else "年度"


def _fixed(sheet: Sheet, row: int, label: str, text: str) -> None:
    sheet.blank(row, _MARK, styles.LABEL)
    sheet.text(row, _LABEL, label, _COVER_LABEL)
    sheet.text(row, _VALUE, text, _COVER_LABEL)
    sheet.text(row, _GUIDANCE, "由本表给定，不用填。", styles.HINT)
    sheet.raw.set_row(row - 1, _COVER_ROW)


def _field(
    sheet: Sheet,
    field: Field,
    layout: Layout,
    values: Mapping[Slot, Typed],
    conditional: Mapping[str, Any],
    lists: Mapping[tuple[str, ...], str],
) -> None:
    row = layout.cover_rows[field.key]
    # The label stands alone: a form that lost its names is read by it.
    guidance = f"单位：{field.unit}。{told_of(field)}" if field.unit else told_of(field)
    mark: Style = {**styles.LABEL_MIDDLE, "font_color": "#C00000", "font_size": _SIZE}
    sheet.text(row, _MARK, "＊" if field.required else "", mark)
    sheet.text(row, _LABEL, field.label, _COVER_LABEL)
    typed = values.get(Slot("field", field.key))
    style: Style = {**styles.input_style(field.type), "font_size": _SIZE, "align": "left", "indent": 1}
    sheet.put(row, _VALUE, typed, field.type, style)
    texts = [(field.label, _COVER_WIDTHS[1], _SIZE), (typed if isinstance(typed, str) else "", _COVER_WIDTHS[2], _SIZE)]
    if not field.signature:
        sheet.text(row, _GUIDANCE, guidance, styles.HINT)
        texts.append((guidance, _COVER_WIDTHS[3], 9))
    heights = (styles.row_height([(text, width - 2)], size, _COVER_ROW) for text, width, size in texts)
    sheet.raw.set_row(row - 1, max(heights))

    cell = row - 1, _VALUE - 1
    sheet.raw.data_validation(*cell, *cell, choices_limit(field, lists))
    reference = f"C{row}"
    waiting = {"type": "formula", "criteria": f"=LEN(TRIM({reference}))=0", "format": conditional["waiting"]}
    if field.required:
        sheet.raw.conditional_format(reference, waiting)


def choices_limit(field: Field, lists: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    """The validation of a field's cell: a list where it has choices, else only a prompt."""
    prompt = {"input_title": field.label[:32], "input_message": _prompt(field)}
    choices = field.choices or ((YES, NO) if field.type == "boolean" else ())
    if field.type == "choices" or not choices:
        return {"validate": "any", **prompt}
    return {"validate": "list", "source": f"={lists[choices]}", **outside_list(field.type, choices), **prompt}


def write_guide(sheet: Sheet, regime: Regime, layout: Layout) -> None:
    """What people should know before they start, the meaning of the colours, and the source."""
    for place, width in enumerate(_GUIDE_WIDTHS):
        sheet.raw.set_column(place, place, width)
    sheet.band(1, 1, 3, "填　报　说　明", styles.TITLE)
    sheet.raw.set_row(0, 44)
    size = 10.5
    body: Style = {**styles.BOX, "font_size": size}
    head: Style = {**body, "font_name": styles.HEADING}
    row = 1
    for place, instruction in enumerate(regime.instructions, 1):
        row += 1
        sheet.number(row, 1, place, {**styles.BOX_MIDDLE, "font_size": size}, percent=False)
        sheet.text(row, 2, instruction.title, head)
        sheet.text(row, 3, instruction.text, body)
        sheet.raw.set_row(row - 1, styles.row_height([(instruction.text, _GUIDE_WIDTHS[2] - 2)], size, least=36))
    row = _part(sheet, row, "颜色")
    for colour, text in _colours(regime, layout):
        row += 1
        swatch: Style = {**styles.HATCHED} if colour == styles.NOT_ASKED else {**styles.BOX, "bg_color": colour}
        sheet.band(row, 1, 2, "", swatch)
        sheet.text(row, 3, text, body)
        sheet.raw.set_row(row - 1, 24)
    row = _part(sheet, row, "依据")
    source = regime.source
    for label, text in (
        ("文件", source.title),
        ("文号或附件号", source.number),
        ("发文机关", source.issuer),
        ("发布日期", source.published),
        ("说明", source.note),
    ):
        if not text:
            continue
        row += 1
        sheet.band(row, 1, 2, label, {**styles.LABEL, "font_size": size, "indent": 1})
        sheet.text(row, 3, text, body)
        sheet.raw.set_row(row - 1, styles.row_height([(text, _GUIDE_WIDTHS[2] - 2)], size, least=24))
    sheet.raw.print_area(0, 0, row - 1, 2)
    sheet.raw.fit_to_pages(1, 1)


def _colours(regime: Regime, layout: Layout) -> tuple[tuple[str, str], ...]:
    """The colours that the form uses, and what each means."""
    blank = (styles.BLANK_INPUT, "黄色：要填写的格；填好后颜色变浅。")
    if not layout.has_table:
        return (blank, (styles.PRINTED, "灰色：栏目名称和本表给定的内容，不要改。"))
    return (
        blank,
        (styles.PRINTED, f"灰色：原文印的指标{'、目标和分值' if regime.scored else '和单位'}，不要改。"),
        (styles.COMPUTED, "绿色：由公式算出，不用填。"),
        (styles.NOT_ASKED, "深灰斜线：这一项没有这个数，不填。"),
    )


def _part(sheet: Sheet, row: int, title: str) -> int:
    """A heading after a gap; the row that it stands in."""
    sheet.raw.set_row(row, 12)
    sheet.band(row + 2, 1, 3, title, styles.HEADING_LINE)
    sheet.raw.set_row(row + 1, 26)
    return row + 2
