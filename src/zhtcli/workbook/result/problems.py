"""The sheet 问题清单: every finding, in the order of reading, ready to be filtered."""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.finding import SEVERITIES, SEVERITY_WORDS, Severity
from zhtcli.workbook import styles
from zhtcli.workbook.result.paper import COUNT, Cell, Page, figure
from zhtcli.workbook.result.told import Told
from zhtcli.workbook.writing import Style

WIDTHS = (5.0, 6.0, 24.0, 15.0, 6.0, 46.0, 34.0, 13.0)
_HEADERS = ("序号", "级别", "代码", "位置", "指标", "问题", "怎样处理", "条款")
_STYLES: dict[Severity, Style] = {"error": styles.ODD, "warning": styles.UNDONE, "note": {}}
_CODE: Style = {**styles.BOX, "font_size": 8}


def write_problems(page: Page, told: Told) -> None:
    findings = told.assessment.findings
    page.title("问题清单", told.line)
    if not findings:
        page.sentence("没有发现问题。")
        return
    counts = {s: sum(finding.severity == s for finding in findings) for s in SEVERITIES}
    page.sentence(
        f"共{len(findings)}条：{'，'.join(f'{SEVERITY_WORDS[s]}{n}条' for s, n in counts.items() if n)}。"
        "每个代码的含义可用 zht rule 加代码查看。"
    )
    head = page.headers(*_HEADERS)
    for number, finding in enumerate(findings, 1):
        page.line(
            figure(Fraction(number), {**COUNT, "align": "center"}),
            Cell(SEVERITY_WORDS[finding.severity], {**styles.BOX_MIDDLE, **_STYLES[finding.severity]}),
            Cell(finding.code, _CODE),
            Cell(finding.place or "整份文件"),
            Cell(finding.indicator or "", styles.BOX_MIDDLE),
            Cell(finding.message),
            Cell(finding.hint),
            Cell(finding.clause or ""),
        )
    page.raw.autofilter(head - 1, 0, page.row - 2, len(WIDTHS) - 1)
    page.raw.freeze_panes(head, 0)
    page.raw.repeat_rows(head - 1, head - 1)
