"""The sheet 问题清单: every finding, in the order of reading, ready to be filtered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from zhtcli.core.finding import SEVERITIES, SEVERITY_WORDS, Finding, Severity
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import COUNT, LINKED, NO_LINKED, Cell
from zhtcli.workbook.result.page.links import NO_LINKS, NOWHERE, FindingLinks, Links
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.terms import Place, Term
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.writing import Style

_COLUMNS = (("序号", 5.0), ("级别", 6.0), ("代码", 24.0), ("位置", 15.0), ("指标", 6.0), ("问题", 46.0),
            ("怎样处理", 34.0), ("条款", 13.0))  # fmt: skip
_REGISTER_COLUMNS = (("台账", 13.0), ("行标识", 20.0))
_PLACE = 4
LIST, _FIRST_FINDING = "问题清单", 5
"""Title, whose they are, how many, the header: then the findings."""
_NUMBER: Style = {**COUNT, "align": "center", "num_format": "#,##0"}
_NUMBER_LINKED: Style = {**_NUMBER, **LINKED}
_ROW_LINKED: Style = {**styles.BOX, **LINKED}
_SEVERITY_STYLES: dict[Severity, Style] = {
    "error": {**styles.BOX_MIDDLE, **styles.ODD},
    "warning": {**styles.BOX_MIDDLE, **styles.UNDONE},
    "note": styles.BOX_MIDDLE,
}
CODE: Style = {**styles.BOX, "font_size": 8}


def _of_rows(told: Told) -> bool:
    return any(finding.register for finding in told.assessment.findings)


def _columns(told: Told) -> list[tuple[str, float]]:
    rest = _COLUMNS[_PLACE:] if told.regime.indicators else _COLUMNS[_PLACE + 1 :]
    return [*_COLUMNS[:_PLACE], *(_REGISTER_COLUMNS if _of_rows(told) else ()), *rest]


def widths(told: Told) -> tuple[float, ...]:
    """Column widths; findings about register rows have two columns more, a document without indicators one less."""
    return tuple(width for _, width in _columns(told))


def problem_place(number: int) -> Place:
    """The line of the finding with this number."""
    return Place(LIST, _FIRST_FINDING + number - 1, 1)


def write_problems(page: Page, told: Told, links: Links = NO_LINKS) -> None:
    findings = told.assessment.findings
    page.title("问题清单", told.line)
    if not findings:
        page.sentence("没有发现问题。")
        return
    page.raw.set_default_row(styles.DEFAULT_ROW)
    page.sentence(f"{counted(findings)}{links.said}")
    head = page.headers(*(name for name, _ in _columns(told)))
    if head + 1 != _FIRST_FINDING:
        raise ValueError(f"the list begins below row {head}, where it is counted from row {_FIRST_FINDING} on")
    titles = {register.key: register.title for register in told.regime.registers} if _of_rows(told) else None
    for number, finding in enumerate(findings, 1):
        to = links.of(number)
        page.quick_line(
            *finding_cells(number, finding, _row_cells(finding, titles, to), bool(told.regime.indicators), to)
        )
    page.filtered(head)


def counted(findings: Sequence[Finding]) -> str:
    """How many there are of each severity, and where their codes are explained."""
    counts = {s: sum(finding.severity == s for finding in findings) for s in SEVERITIES}
    return (
        f"共{len(findings)}条：{'，'.join(f'{SEVERITY_WORDS[s]}{n}条' for s, n in counts.items() if n)}。"
        "每个代码的含义可用 zht rule 加代码查看。"
    )


def by_severity(
    page: Page, findings: Sequence[Finding], advice: Mapping[Severity, str], *, listed: bool = False
) -> None:
    """A part of a page of its own: how many findings there are of each severity, and what to do about them.

    Where the same findings are `listed` on 问题清单, they are counted there.
    """
    page.heading("发现的问题")
    wide = len(page.widths) - 2
    page.headers("级别", ("怎样处理", wide), "条数")
    for severity in SEVERITIES:
        count = sum(finding.severity == severity for finding in findings)
        there = counted_there(severity, count, len(findings)) if listed and findings else None
        page.line(
            Cell(SEVERITY_WORDS[severity], styles.BOX_MIDDLE),
            Cell(advice[severity], styles.BOX, wide),
            Cell(Fraction(count), _NUMBER).by(there),
        )


def counted_there(severity: Severity, count: int, findings: int) -> Term:
    """The findings of a severity, counted on 问题清单 where there are so many in all."""
    cells = f"{LIST}!$B${_FIRST_FINDING}:$B${_FIRST_FINDING + findings - 1}"
    return Term(f'COUNTIF({cells},"{SEVERITY_WORDS[severity]}")', Fraction(count))


def finding_cells(
    number: int,
    finding: Finding,
    of_row: Sequence[Cell] = (),
    indicator: bool = True,
    to: FindingLinks = NOWHERE,
) -> list[Cell]:
    """A line of the list; `of_row` are cells about the register row, which stand behind the place."""
    return [
        Cell(Fraction(number), _NUMBER).to(to.best, _NUMBER_LINKED),
        Cell(SEVERITY_WORDS[finding.severity], _SEVERITY_STYLES[finding.severity]),
        Cell(finding.code, CODE),
        Cell(finding.place or "整份文件"),
        *of_row,
        *([Cell(finding.indicator or "", styles.BOX_MIDDLE).to(to.indicator, NO_LINKED)] if indicator else []),
        Cell(finding.message),
        Cell(finding.hint),
        Cell(finding.clause or ""),
    ]


def _row_cells(finding: Finding, titles: Mapping[str, str] | None, to: FindingLinks) -> list[Cell]:
    if titles is None:
        return []
    register = finding.register or ""
    return [Cell(titles.get(register, register)).to(to.row, _ROW_LINKED), Cell(finding.row or "")]
