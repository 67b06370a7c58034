"""The sheet 填写说明 of an expert's workbook: how to fill it, and what is judged or decided in full."""

from __future__ import annotations

from collections.abc import Sequence

from zhtcli.core.period import Form
from zhtcli.core.points.expertsheet import ruled_conditions
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook import styles
from zhtcli.workbook.writing import Sheet, Style

_SIZE = 10.0
_NOTES_WIDTHS = (7.0, 36.0, 8.0, 28.0, 18.0)
_HEADER: Style = {**styles.HEADER, "font_size": _SIZE}


def write_notes(sheet: Sheet, title: str, number: str, regime: Regime, items: Sequence[Indicator], form: Form) -> None:
    """How to fill the workbook, what becomes of it, and the judged indicators or conditions in full."""
    for place, width in enumerate(_NOTES_WIDTHS):
        sheet.raw.set_column(place, place, width)
    last = len(_NOTES_WIDTHS)
    sheet.band(1, 1, last, "填　写　说　明", styles.TITLE)
    sheet.band(2, 1, last, title, {**styles.SUBTITLE, "font_size": 12})
    sheet.raw.set_row(0, 40)
    sheet.raw.set_row(1, 26)
    body: Style = {**styles.BOX, "font_size": _SIZE}
    middle: Style = {**styles.BOX_MIDDLE, "font_size": _SIZE}
    row = 2
    for place, text in enumerate(_instructions(regime, bool(items), form), 1):
        row += 1
        sheet.number(row, 1, place, middle, percent=False)
        sheet.band(row, 2, last, text, body)
        sheet.raw.set_row(row - 1, styles.row_height([(text, sum(_NOTES_WIDTHS[1:]) - 3)], _SIZE, 26))
    if items:
        row += 2
        sheet.band(row, 1, last, "由专家评分的指标", styles.HEADING_LINE)
        sheet.raw.set_row(row - 1, 26)
        row += 1
        for column, header in enumerate(("序号", "指标", "最高分", "佐证材料", "依据"), 1):
            sheet.text(row, column, header, _HEADER)
        sheet.raw.set_row(row - 1, 24)
    for item in items:
        row += 1
        sheet.text(row, 1, f"{'★' if item.bonus else ''}{item.no}", middle)
        sheet.text(row, 2, item.name, body)
        sheet.number(row, 3, item.points, middle, percent=False)
        sheet.text(row, 4, item.evidence, body)
        sheet.text(row, 5, item.clause, body)
        texts = (item.name, 1), (item.evidence, 3), (item.clause, 4)
        cells = [(text, _NOTES_WIDTHS[place] - 3) for text, place in texts]
        sheet.raw.set_row(row - 1, styles.row_height(cells, _SIZE, 30))
    row = _conditions(sheet, regime, row)
    sheet.text(row + 2, 1, f"模板编号：{number}", styles.MUTED_LINE)
    sheet.raw.print_area(0, 0, row + 1, last - 1)


def _conditions(sheet: Sheet, regime: Regime, row: int) -> int:
    """The conditions that people decide, with their ids; the row that was written last."""
    conditions = ruled_conditions(regime)
    if not conditions:
        return row
    body, middle = ({**style, "font_size": _SIZE} for style in (styles.BOX, styles.BOX_MIDDLE))
    row += 2
    sheet.band(row, 1, len(_NOTES_WIDTHS), "由人决定的条件", styles.HEADING_LINE)
    sheet.raw.set_row(row - 1, 26)
    row += 1
    for column, header in enumerate(("序号", "条件", "环节", "编号", "依据"), 1):
        sheet.text(row, column, header, _HEADER)
    stages = {stage.id: stage.title for stage in regime.stages}
    for place, one in enumerate(conditions, 1):
        row += 1
        sheet.number(row, 1, place, middle, percent=False)
        printed = f"（{one.printed}）" if one.printed else ""
        for column, text in enumerate((f"{one.title}{printed}", stages[one.stage], one.id, one.clause), 2):
            sheet.text(row, column, text, body)
        cells = [(f"{one.title}{printed}", _NOTES_WIDTHS[1] - 3), (stages[one.stage], _NOTES_WIDTHS[2] - 3)]
        sheet.raw.set_row(row - 1, styles.row_height(cells, _SIZE, 24))
    return row


def _instructions(regime: Regime, scores: bool, form: Form) -> tuple[str, ...]:
    after = f"zht score 填报件.xlsx --decisions {form.id}-专家评分.xlsx"
    if not regime.indicators and (regime.conditions or regime.grants):
        what = "条件是否符合" if regime.conditions else "补助给不给、给多少"
        return (
            f"这张表没有由专家评分的指标，只有“裁定”页，用来裁定{what}。",
            "“裁定”页由评审组填写，没有裁定的空着。裁定优先于程序的判断；程序的判断仍列在结果里，供查对。",
            f"收回后这样用：{after}",
        )
    ruling = f"“裁定”页由评审组填写，没有裁定的空着。裁定优先于核定数和{'专家评分' if scores else '填报数'}。"
    if not scores:
        return (
            "这张表没有由专家评分的指标，只有“裁定”页。",
            ruling,
            f"收回后这样计分：{after}",
        )
    return (
        "每位专家一份，独立填写，不要互相传看。先在“评分”页填姓名和评审日期。",
        "黄色的格要填。得分从0到表头写的最高分，最多两位小数；没有给满分的，在右边写明理由。",
        "不评的留空，不要填0。需要回避的，得分留空，在理由栏写“回避”。",
        "可以调整列的先后、增加单位的行；表头里的指标序号不要改，单元格不要合并。",
        "填完打印签名，电子表一并交回。",
        ruling,
        "收回后这样计分：zht score 填报件.xlsx --experts 张三.xlsx --experts 李四.xlsx --decisions 裁定.xlsx",
    )
