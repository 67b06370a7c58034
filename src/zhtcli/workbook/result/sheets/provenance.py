"""The sheet 核验 for people, and the hidden identity sheet for programs: what this result was computed from."""

from __future__ import annotations

from collections.abc import Iterator

from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ARBITRATION
from zhtcli.core.forms.masking import showable
from zhtcli.core.rounding import shown
from zhtcli.core.rules.regime import Reading
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import Cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.told import Told, file_name
from zhtcli.workbook.result.verified.exact import exact_text
from zhtcli.workbook.result.verified.inputs import DECIDED, DEFAULT, input_rows
from zhtcli.workbook.writing import Style

WIDTHS = (24.0, 30.0, 40.0)
ROLE = "result"
LABEL: Style = {**styles.LABEL, "font_size": 10, "indent": 1}
BOX: Style = {**styles.BOX, "font_size": 10}


def identity(told: Told) -> dict[str, str]:
    """Which form, which definition, and that this is a result: as a form says it of itself."""
    return {
        "form": told.form.id,
        "regime": told.regime.id,
        "version": told.assessment.version,
        "digest": told.assessment.digest,
        "role": ROLE,
    }


def write_provenance(page: Page, told: Told, tool_version: str) -> None:
    assessment = told.assessment
    page.title("核验", told.line)
    rules = "、同一份叠加规则" if told.regime.overlay else ""
    page.sentence(f"用同一版本的程序，对同一份填报件、同一版制度定义{rules}和同样的口径重新计算，应得到同样的结果。")
    page.gap(6)
    facts = [
        ("填报件", file_name(assessment.file)),
        ("填报件的SHA-256", assessment.sha256),
        ("表单", told.form_words),
        ("制度", f"{told.regime.id}（{told.regime.title}）"),
        ("制度定义版本", assessment.version),
        ("制度定义摘要", assessment.digest),
        *overlay_facts(told),
        ("核定基准日", told.as_of_words),
        ("程序版本", f"zht {tool_version}"),
    ]
    for label, text in facts:
        page.line(Cell(label, LABEL), Cell(text, BOX, 2))
    page.heading("一并使用的文件")
    others = [one for one in told.among if one.file != assessment.file]
    for one in others:
        label = "同单位其他年份" if one.file in assessment.joined else "同时给出的文件"
        page.line(Cell(label, LABEL), Cell(f"{file_name(one.file)}\nSHA-256 {one.sha256}", BOX, 2))
    for path in () if others else assessment.joined:
        page.line(Cell("同单位其他年份", LABEL), Cell(file_name(path), BOX, 2))
    folder = assessment.evidence_folder
    if folder is not None:
        files = f"{showable(folder.name)}（{len(folder.files)}个文件，写到的见“佐证清单”）"
        page.line(Cell("佐证文件夹", LABEL), Cell(files, BOX, 2))
    if not others and not assessment.joined and folder is None:
        page.sentence("没有。")
    page.heading("口径")
    page.headers("口径", "采用的选项", "由谁定")
    for reading in told.regime.readings:
        page.line(
            Cell(reading.key, LABEL),
            Cell(told.option(reading), BOX),
            Cell(decided_by(told, reading), BOX),
        )
    _settled(page, told)


def _settled(page: Page, told: Told) -> None:
    """What people settled: inputs, which a recomputation takes as they are."""
    one = told.assessment
    if not one.decisions and not one.experts:
        return
    page.heading("裁定和专家评分")
    anonymous = "专家的姓名不在这里列出。" if one.experts else ""
    page.sentence(f"以下由人决定，不是算出来的；复核时照此计算，是否有依据另行核对。{anonymous}")
    numbers = {item.no for item in (*told.regime.indicators, *told.regime.measured())}
    page.headers("事项", "决定或评分", "理由、决定人、日期")
    for ruling in one.decisions:
        subject = f"第{ruling.no}项" if ruling.no in numbers else ruling.no
        about = "，".join(part for part in (subject, ruling.row, ruling.period) if part)
        page.line(Cell(about, LABEL), Cell(_worth(ruling), BOX), Cell(ruling.author, BOX))
    for no in dict.fromkeys(score.no for score in one.experts):
        told_of = [score for score in one.experts if score.no == no]
        points = "、".join(shown(score.score, 4) for score in told_of if score.expert != ARBITRATION)
        panel = [score for score in told_of if score.expert == ARBITRATION]
        settled = "；".join(f"裁定 {shown(score.score, 4)} 分" for score in panel)
        words = "；".join(part for part in (f"专家评分 {points}" if points else "", settled) if part)
        page.line(Cell(f"第{no}项", LABEL), Cell(words, BOX), Cell("；".join(s.reason for s in panel if s.reason), BOX))


def _worth(ruling: Decision) -> str:
    if isinstance(ruling.value, bool):
        return "是" if ruling.value else "否"
    return shown(ruling.value, 4)


def overlay_facts(told: Told) -> list[tuple[str, str]]:
    """The user's own rules, where some were laid over the document."""
    overlay = told.regime.overlay
    if overlay is None:
        return []
    return [("叠加规则", f"{overlay.title}（{overlay.id}，{overlay.file}）"), ("叠加规则的SHA-256", overlay.sha256)]


def identity_rows(told: Told, tool_version: str) -> Iterator[tuple[str, ...]]:
    """The rows of the hidden sheet: the identity as key and value, then readings, joined files and figures by kind.

    `reading | key | option | 选定 or 默认 | who decided`, `joined | file | sha256`,
    `figure | indicator | period | value`, and what people settled (`input_rows`). A figure is in the indicator's unit
    (percentages in percent), a decimal where it is one, else `numerator/denominator`.
    """
    assessment = told.assessment
    facts = {
        **identity(told),
        "unit": assessment.unit,
        "uscc": assessment.uscc,
        "file": file_name(assessment.file),
        "sha256": assessment.sha256,
        "as_of": "" if assessment.as_of is None else assessment.as_of.isoformat(),
        "as_of_source": assessment.as_of_source,
        "tool": tool_version,
    }
    yield from facts.items()
    if told.wanted:
        yield "wanted", told.wanted
    yield from choice_rows(told)
    for file in told.among:
        yield "joined", file_name(file.file), file.sha256
    for path in () if told.among else told.assessment.joined:
        yield "joined", file_name(path)
    for row in told.assessment.progress:
        for one in row.by_period:
            if one.actual is not None and one.period <= told.period:
                yield "figure", row.indicator.no, one.period, exact_text(one.actual)
    yield from input_rows(told.assessment)


def choice_rows(told: Told) -> Iterator[tuple[str, ...]]:
    """The overlay that was laid over the document, and every reading with who chose it."""
    if (overlay := told.regime.overlay) is not None:
        yield "overlay", overlay.id
        yield "overlay_file", overlay.file
        yield "overlay_sha256", overlay.sha256
    for reading in told.regime.readings:
        note = told.assessment.reading_notes.get(reading.key, "") if told.decided(reading) else ""
        yield "reading", reading.key, told.option(reading), decided_by(told, reading), *([note] if note else [])


def decided_by(told: Told, reading: Reading) -> str:
    """Whether somebody chose the answer to a question, or it is the default."""
    return DECIDED if told.decided(reading) else DEFAULT
