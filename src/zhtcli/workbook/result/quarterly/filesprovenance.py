"""The sheet 核验 over several files: every one of them with its hash, the definition, and the readings used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import Cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.told import Told, file_name
from zhtcli.workbook.result.sheets.provenance import BOX, LABEL, choice_rows, decided_by, overlay_facts
from zhtcli.workbook.result.verified.exact import exact_text

WIDTHS = (24.0, 21.0, 13.0, 40.0)
_LAST = len(WIDTHS)
NOT_USED = "没有采用"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a workbook over several files was asked for, beyond readings: what a recomputation has to be told again.

    `wanted` is the regime or form that files were taken for; `roster` the list of units, with its SHA-256.
    """

    wanted: str = ""
    roster: str = ""
    roster_sha256: str = ""


NOTHING_ASKED = Asked()


def write_files_provenance(
    page: Page, told: Told, every: Sequence[Assessment], line: str, tool_version: str, asked: Asked = NOTHING_ASKED
) -> None:
    page.title("核验", line)
    page.sentence("用同一版本的程序，对同样的文件、同一版制度定义和同样的口径重新计算，应得到同样的结果。")
    page.gap(6)
    facts = [
        ("制度", f"{told.regime.id}（{told.regime.title}）"),
        ("制度定义版本", told.assessment.version),
        ("制度定义摘要", told.assessment.digest),
        ("程序版本", f"zht {tool_version}"),
        *overlay_facts(told),
        *([("核定基准日", told.as_of_words)] if told.assessment.as_of_source == "option" else []),
        *([("单位名单", asked.roster), ("单位名单的SHA-256", asked.roster_sha256)] if asked.roster else []),
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
    identity: Mapping[str, str],
    told: Told,
    every: Sequence[Assessment],
    tool_version: str,
    *,
    figures: bool,
    asked: Asked = NOTHING_ASKED,
) -> Iterator[tuple[str, ...]]:
    """The rows of the hidden sheet: the identity, `reading | key | option | who | note`, `joined | name | sha256` for
    every file, how it was asked for, and figures.

    Figures are those of the quarters as typed, `figure | no | period | value`, and what is told beside them under the
    names of its parts, `to_date | no | period | value`.
    """
    yield from identity.items()
    yield "tool", tool_version
    if told.assessment.as_of is not None and told.assessment.as_of_source == "option":
        yield "as_of", told.assessment.as_of.isoformat()
        yield "as_of_source", "option"
    if asked.wanted:
        yield "wanted", asked.wanted
    if asked.roster:
        yield "roster", asked.roster
        yield "roster_sha256", asked.roster_sha256
    yield from choice_rows(told)
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
