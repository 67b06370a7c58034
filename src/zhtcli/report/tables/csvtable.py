"""A table for WPS and Excel: UTF-8 with its mark, a comma between cells.

- `validate`, and every command not named here: a row for each finding (`FINDING_COLUMNS`).
- `score`: a row for each file, scope and indicator (`SCORE_COLUMNS`); of a document with conditions or money a row
  for each verdict, or for each grant. Where a run has several of these kinds, a table follows the other after a blank
  line, each with its headers.
- `progress`: a row for each file, indicator and period (范围 `2026`) or horizon (`..2027`) (`PROGRESS_COLUMNS`).

A file without scores or progress keeps a row that says why. A figure that is not known is blank, never 0.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.sourcing import source_word
from zhtcli.core.finding import SEVERITY_WORDS
from zhtcli.core.points.explanation import explanation
from zhtcli.core.points.score import status_word
from zhtcli.core.rules.monitored import NATURE_WORDS
from zhtcli.report.figures import Number, number, percent
from zhtcli.report.plain import one_line
from zhtcli.report.sources import register_title
from zhtcli.report.text.progress import REACH_WORDS, latest_of_each_unit, rollup_word
from zhtcli.report.units import Report

MARK = "\ufeff"
"""Without it WPS and Excel take UTF-8 for GBK."""
FINDING_COLUMNS = "文件 单位 表单 程度 代码 工作表 单元格 指标 字段 台账 行标识 原值 问题 处理办法 条款".split()
SCORE_COLUMNS = (
    "文件 单位 表单 范围 序号 指标 计量单位 目标 填报数 核定数 裁定数 采用数 来源 完成率（%） 得分 分值 状态 说明 条款"
).split()
PROGRESS_COLUMNS = (
    "文件 单位 表单 序号 指标 计量单位 累计方式 范围 目标 实际 完成率（%） 到期末累计 到期末累计目标 还差 每期还需 情况"
).split()
QUARTER_COLUMNS = (
    "文件 单位 表单 序号 指标 计量单位 性质 季度 本季度数据 同比 填报同比 截止本季度累计数据 应为 累计同比 填报累计同比"
    " 同比单位 说明"
).split()
_NOT_DONE = "没有计算"
# What a spreadsheet takes for the start of a formula, in either width, also behind blanks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\0]")
_FIGURE = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?%?")

Value = str | Number | None


def as_csv(report: Report) -> str:
    """The table of the command, the first line its headers."""
    match report.command:
        case "score":
            return _scored(report)
        case "progress" if any(item.quarters for one in report.assessments for item in one.progress):
            return MARK + table_text(QUARTER_COLUMNS, (row for one in _latest(report) for row in _quarters(one)))
        case "progress":
            return MARK + table_text(PROGRESS_COLUMNS, (row for one in report.assessments for row in _progress(one)))
        case _:
            return MARK + table_text(FINDING_COLUMNS, (row for one in report.assessments for row in _findings(one)))


def _scored(report: Report) -> str:
    """A table for each kind of result that the files have; one of scores where they have none at all."""
    bare = [one for one in report.assessments if not one.verdicts and not one.grants]
    tables = (
        [table_text(SCORE_COLUMNS, (row for one in bare for row in _scores(one)))]
        if bare or not report.assessments
        else []
    )
    if len(bare) < len(report.assessments):
        from zhtcli.report.tables.entitled import GRANT_COLUMNS, VERDICT_COLUMNS, grant_rows, verdict_rows

        for columns, rows_of in ((VERDICT_COLUMNS, verdict_rows), (GRANT_COLUMNS, grant_rows)):
            rows = [(*_whose(one), *row) for one in report.assessments for row in rows_of(one)]
            if rows:
                tables.append(table_text(["文件", "单位", "表单", *columns], rows))
    return MARK + "\n".join(tables)


def _latest(report: Report) -> Iterator[Assessment]:
    """Each unit's last form, into which its others are joined, and whatever gave nothing."""
    latest = latest_of_each_unit(report.assessments)
    return (one for one in report.assessments if one in latest or not one.progress)


def harmless(text: str | None) -> str:
    """The text on one line, with an apostrophe where a spreadsheet would take it for a formula."""
    line = one_line(text)
    if _FORMULA.match(text or "") or _FORMULA.match(line):
        return line if _FIGURE.fullmatch(line) else f"'{line}"
    return line


def table_text(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return sheet.getvalue()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return harmless(value) if isinstance(value, str) else str(value)


def _whose(one: Assessment) -> tuple[str, str, str]:
    return one.file, one.unit, one.form.id if one.form else ""


def _findings(one: Assessment) -> Iterator[Sequence[Value]]:
    for finding in one.findings:
        yield (
            *_whose(one),
            SEVERITY_WORDS[finding.severity],
            finding.code,
            finding.sheet,
            finding.at.a1 if finding.at else None,
            finding.indicator,
            finding.field,
            register_title(one, finding.register),
            finding.row,
            finding.raw,
            finding.message,
            finding.hint,
            finding.clause,
        )


def _why_not(one: Assessment) -> str:
    return "；".join(finding.message for finding in one.findings if finding.severity == "error")


def _scores(one: Assessment) -> Iterator[Sequence[Value]]:
    if not one.scorecards:
        row: list[Value] = [*_whose(one), *[None] * (len(SCORE_COLUMNS) - 3)]
        row[SCORE_COLUMNS.index("状态")], row[SCORE_COLUMNS.index("说明")] = _NOT_DONE, _why_not(one)
        yield row
    for card in one.scorecards:
        for item in card.indicators:
            indicator = item.indicator
            yield (
                *_whose(one),
                card.scope.id,
                indicator.no,
                indicator.name,
                indicator.unit,
                number(item.target),
                number(item.reported),
                number(item.verified),
                number(item.decided),
                number(item.actual),
                source_word(one, item),
                percent(item.completion),
                number(item.points),
                number(indicator.points),
                status_word(item),
                explanation(item),
                indicator.cited,
            )


def _quarters(one: Assessment) -> Iterator[Sequence[Value]]:
    if not one.progress:
        row: list[Value] = [*_whose(one), *[None] * (len(QUARTER_COLUMNS) - 3)]
        row[-1] = "：".join(filter(None, (_NOT_DONE, _why_not(one))))
        yield row
    for item in one.progress:
        indicator = item.indicator
        for quarter in item.quarters:
            told = quarter.observed
            yield (
                *_whose(one),
                indicator.no,
                indicator.name,
                indicator.unit,
                NATURE_WORDS[quarter.nature.kind],
                quarter.period,
                number(told.quarter),
                number(quarter.growth.value),
                number(told.value("quarter_growth")),
                number(told.to_date),
                number(quarter.expected_to_date),
                number(quarter.to_date_growth.value),
                number(told.value("to_date_growth")),
                quarter.growth_unit,
                quarter.growth.note or None,
            )


def _progress(one: Assessment) -> Iterator[Sequence[Value]]:
    if not one.progress:
        row: list[Value] = [*_whose(one), *[None] * (len(PROGRESS_COLUMNS) - 3)]
        row[PROGRESS_COLUMNS.index("情况")] = "：".join(filter(None, (_NOT_DONE, _why_not(one))))
        yield row
    for item in one.progress:
        indicator = item.indicator
        about = (*_whose(one), indicator.no, indicator.name, indicator.unit, rollup_word(indicator))
        for year in item.by_period:
            told = (number(year.target), number(year.actual), percent(year.completion))
            yield (*about, year.period, *told, number(year.to_date), number(year.expected_to_date), None, None, None)
        for to in item.cumulative:
            told = (number(to.target), number(to.actual), percent(to.completion))
            rest = (number(to.gap), number(to.pace_needed), REACH_WORDS[to.reach])
            yield (*about, f"..{to.through}", *told, number(to.actual), number(to.target), *rest)
