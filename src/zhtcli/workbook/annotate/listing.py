"""The sheet 问题清单 of an annotated copy, as the part that it is in the package.

Texts stand in it as inline strings: a list of shared strings is the submission's own and stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from zhtcli.core.finding import SEVERITIES, SEVERITY_WORDS, Finding, column_letters
from zhtcli.workbook import styles
from zhtcli.workbook.annotate.look import CellLook
from zhtcli.workbook.files.annotated import MADE_BY, TITLE
from zhtcli.workbook.writing import scrubbed

LISTED = 10_000
"""Findings that the sheet lists; a list is for reading, and the copy has to stay within what is read."""
LONGEST = 1500
"""Characters of one text."""
_COLUMNS = (("序号", 5.0), ("级别", 6.0), ("位置", 19.0), ("指标", 6.0), ("问题", 50.0), ("怎样处理", 40.0),
            ("条款", 14.0), ("原值", 17.0), ("代码", 25.0))  # fmt: skip
_INDENT = 1.0
_PLACE = 3
_HEAD = 4
_EXPLAINED = f"{MADE_BY}：再次批注会重写本页，请不要在这里写意见；其他各页的内容、格式、批注和图片都没有改动。"
_COLOURS = "有问题的单元格加了底色和边框：红色是错误，橙色是警告，蓝色是提示。改正后不必去掉，校验时不看这些颜色。"
_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_part(
    findings: Sequence[Finding], about: str, linked: Collection[str], formats: Mapping[CellLook, int]
) -> bytes:
    """The worksheet part; `about` says what was checked, `linked` are the sheets that a link can lead to.

    Beyond `LISTED` the gravest findings are listed, and the sheet says so.
    """
    rows = [*_head(findings, about, formats)]
    links = []
    for number, finding in enumerate(listed(findings), 1):
        row = _HEAD + number
        target = _target(finding, linked)
        if target:
            links.append(f'<hyperlink ref="{column_letters(_PLACE)}{row}" location="{_attribute(target)}"/>')
        rows.append(_finding_row(row, number, finding, linked=bool(target), formats=formats))
    last = len(rows)
    width = column_letters(len(_COLUMNS))
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, (_, width) in enumerate(_COLUMNS, 1)
    )
    merged = "".join(f'<mergeCell ref="A{row}:{width}{row}"/>' for row in range(1, _HEAD))
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}"><sheetPr><tabColor '
        f'rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{width}{last}"/><sheetViews>'
        f'<sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{_HEAD}" topLeftCell="A{_HEAD + 1}" '
        f'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A{_HEAD + 1}" '
        f'sqref="A{_HEAD + 1}"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>"
        + (f'<autoFilter ref="A{_HEAD}:{width}{last}"/>' if findings else "")
        + f'<mergeCells count="{_HEAD - 1}">{merged}</mergeCells>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.45" right="0.45" top="0.55" bottom="0.65" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )
    return text.encode()


def listed(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Those that the sheet has room for, in the order given."""
    if len(findings) <= LISTED:
        return findings
    kept = sorted(range(len(findings)), key=lambda number: SEVERITIES.index(findings[number].severity))[:LISTED]
    return [findings[number] for number in sorted(kept)]


def counted(findings: Sequence[Finding]) -> str:
    """`错误 5，警告 4`; nothing for no findings."""
    counts = Counter(finding.severity for finding in findings)
    return "，".join(f"{SEVERITY_WORDS[severity]} {counts[severity]}" for severity in SEVERITIES if counts[severity])


def _head(findings: Sequence[Finding], about: str, formats: Mapping[CellLook, int]) -> Iterator[str]:
    summary = f"共 {len(findings)} 条：{counted(findings)}。{_COLOURS}" if findings else "没有发现问题。"
    if len(findings) > LISTED:
        summary += f"本页只列出其中最重的 {LISTED} 条，全部问题可用 zht validate 加 --format csv 取得。"
    across = sum(width for _, width in _COLUMNS)
    lines: tuple[tuple[str, CellLook, float], ...] = (
        (TITLE, "title", 26),
        (f"{_EXPLAINED}{about}", "note", 18),
        (summary, "note", 18),
    )
    for row, (text, look, least) in enumerate(lines, 1):
        height = styles.row_height([(text, across)], 14 if look == "title" else 9, least)
        yield _row(row, height, [_text(row, 1, text, look, formats)])
    yield _row(
        _HEAD, 20, [_text(_HEAD, column, name, "header", formats) for column, (name, _) in enumerate(_COLUMNS, 1)]
    )


def _finding_row(row: int, number: int, finding: Finding, *, linked: bool, formats: Mapping[CellLook, int]) -> str:
    severity: dict[str, CellLook] = {"error": "error", "warning": "warning"}
    texts: tuple[tuple[str, CellLook], ...] = (
        (SEVERITY_WORDS[finding.severity], severity.get(finding.severity, "middle")),
        (finding.place or "整份文件", "link" if linked else "box"),
        (finding.indicator or "", "middle"),
        (finding.message, "box"),
        (finding.hint, "box"),
        (finding.clause or "", "box"),
        (finding.raw or "", "box"),
        (finding.code, "code"),
    )
    shown = [(_shown(text), look) for text, look in texts]
    widths = [width - _INDENT for _, width in _COLUMNS[1:]]
    height = styles.row_height((text, width) for (text, _), width in zip(shown, widths, strict=True))
    cells = [_text(row, column, text, look, formats) for column, (text, look) in enumerate(shown, 2)]
    return _row(row, height, [f'<c r="A{row}" s="{formats["middle"]}"><v>{number}</v></c>', *cells])


def _row(row: int, height: float, cells: Sequence[str]) -> str:
    return f'<row r="{row}" ht="{height:.2f}" customHeight="1">{"".join(cells)}</row>'


def _text(row: int, column: int, text: str, look: CellLook, formats: Mapping[CellLook, int]) -> str:
    place = f"{column_letters(column)}{row}"
    if not text:
        return f'<c r="{place}" s="{formats[look]}"/>'
    if text.startswith(_LIKE_FORMULA):
        look = "quoted"
    safe = escape(_ESCAPE.sub("_x005F_", text))
    return f'<c r="{place}" s="{formats[look]}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'


def _shown(text: str) -> str:
    """Text as a cell can hold it; nothing is cut in silence."""
    text = scrubbed(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}……（共{len(text)}字，全文见填报件）"


def _target(finding: Finding, linked: Collection[str]) -> str:
    """Where the link leads, within the workbook; nowhere for a finding about no sheet, or one that nobody sees."""
    if finding.sheet is None or finding.sheet not in linked:
        return ""
    name = finding.sheet.replace("'", "''")
    return f"'{name}'!{finding.at.a1 if finding.at else 'A1'}"


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
