"""The sheet 问题清单 over several files: every finding with the file it was found in, ready to be filtered."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.finding import SEVERITY_WORDS, Severity
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import Cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.terms import Term
from zhtcli.workbook.result.page.told import file_name
from zhtcli.workbook.result.sheets.problems import CODE, counted, finding_cells

_COLUMNS = (("文件", 20.0), ("单位", 20.0), ("表单", 13.0), ("序号", 5.0), ("级别", 6.0), ("代码", 22.0),
            ("位置", 14.0), ("指标", 6.0), ("问题", 46.0), ("怎样处理", 32.0), ("条款", 13.0))  # fmt: skip
LIST = "问题清单"
_FORM, _SEVERITY, _FIRST = "C", "E", 5
WIDTHS = tuple(width for _, width in _COLUMNS)


def write_files_problems(page: Page, every: Sequence[Assessment], line: str) -> None:
    page.title("问题清单", line)
    findings = [finding for one in every for finding in one.findings]
    if not findings:
        page.sentence("没有发现问题。")
        return
    page.raw.set_default_row(styles.DEFAULT_ROW)
    page.sentence(f"{len(every)}个文件，{counted(findings)}")
    head = page.headers(*(name for name, _ in _COLUMNS))
    number = 0
    for one in every:
        file, form = Cell(file_name(one.file)), Cell(one.form.id if one.form else "", CODE)
        unit = Cell(one.unit)
        for finding in one.findings:
            number += 1
            page.quick_line(file, unit, form, *finding_cells(number, finding))
    page.filtered(head)


def numbered(every: Sequence[Assessment]) -> dict[int, int]:
    """A finding (by id) -> its number on the list of all of them."""
    findings = (finding for one in every for finding in one.findings)
    return {id(finding): number for number, finding in enumerate(findings, 1)}


def counted_of_all(severity: Severity, count: int, findings: int) -> Term:
    """The findings of a severity, counted on the list; there are `findings` in all, and at least one."""
    return Term(f'COUNTIF({_column(_SEVERITY, findings)},"{SEVERITY_WORDS[severity]}")', Fraction(count))


def counted_of_form(severity: Severity, one: Assessment, every: Sequence[Assessment]) -> Term | None:
    """Those of the files with one form; there is at least one finding in all."""
    if one.form is None:
        return None
    of = [finding for other in every if other.form == one.form for finding in other.findings]
    count, listed = sum(f.severity == severity for f in of), sum(len(other.findings) for other in every)
    form = f'({_column(_FORM, listed)}="{one.form.id}")'
    return Term(f'SUMPRODUCT({form}*({_column(_SEVERITY, listed)}="{SEVERITY_WORDS[severity]}"))', Fraction(count))


def _column(letter: str, findings: int) -> str:
    return f"{LIST}!${letter}${_FIRST}:${letter}${_FIRST + findings - 1}"
