"""The sheet 核验 over several files: every one of them with its hash, the definition, and the readings used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.workbook import styles
from zhtcli.workbook.result.exact import exact_text
from zhtcli.workbook.result.paper import Cell, Page
from zhtcli.workbook.result.provenance import BOX, LABEL, decided_by
from zhtcli.workbook.result.told import Told, file_name

WIDTHS = (24.0, 21.0, 13.0, 40.0)
_LAST = len(WIDTHS)
NOT_USED = "没有采用"


def write_files_provenance(page: Page, told: Told, every: Sequence[Assessment], line: str, tool_version: str) -> None:
    page.title("核验", line)
    page.sentence("用同一版本的程序，对同样的文件、同一版制度定义和同样的口径重新计算，应得到同样的结果。")
    page.gap(6)
    facts = [
        ("制度", f"{told.regime.id}（{told.regime.title}）"),
        ("制度定义版本", told.assessment.version),
        ("制度定义摘要", told.assessment.digest),
        ("程序版本", f"zht {tool_version}"),
        ("文件数", str(len(every))),
    ]
    for label, text in facts:
        page.line(Cell(label, LABEL), Cell(text, BOX, _LAST - 1))
    page.heading("口径")
    page.headers("口径", ("采用的选项", 2), "由谁定")
    for reading in told.regime.readings:
        page.line(
            Cell(reading.key, LABEL),
            Cell(told.option(reading), BOX, 2),
            Cell(decided_by(told, reading), BOX),
        )
    page.heading("文件")
    page.headers("文件", "单位", "表单", "SHA-256")
    for one in every:
        page.line(
            Cell(file_name(one.file), LABEL),
            Cell(one.unit or "—"),
            Cell((one.form.id if one.form else "") if one.progress else NOT_USED, styles.BOX_MIDDLE),
            Cell(one.sha256, {**styles.BOX, "font_size": 8}),
        )


def identity_rows(
    identity: Mapping[str, str], told: Told, every: Sequence[Assessment], tool_version: str, *, figures: bool
) -> Iterator[tuple[str, ...]]:
    """The rows of the hidden sheet: the identity, `reading | key | option | who`, `file | name | sha256`, and figures.

    Figures are those of the quarters as typed, `figure | no | period | value`, and what is told beside them under the
    names of its parts, `to_date | no | period | value`.
    """
    yield from identity.items()
    yield "tool", tool_version
    for reading in told.regime.readings:
        yield "reading", reading.key, told.option(reading), decided_by(told, reading)
    for one in every:
        yield "joined", file_name(one.file), one.sha256
    if not figures:
        return
    yield "unit", told.assessment.unit
    yield "uscc", told.assessment.uscc
    yield "county", told.assessment.county
    yield "file", file_name(told.assessment.file)
    yield "sha256", told.assessment.sha256
    for item in told.assessment.progress:
        for quarter in item.quarters:
            for part, told_of in quarter.observed.told.items():
                kind = "figure" if part == "quarter" else part
                yield kind, item.indicator.no, quarter.period, exact_text(told_of.printed)
