"""Results of graded assessments as text: what each came to, what follows, what is awaited, where that leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.graded.verdicts import GradedState, GradedVerdict
from zhtcli.core.period import Form
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Cell, Paint, Row, Style, hanging, table

STATE_STYLES: dict[GradedState, Style | None] = {
    "graded": None,
    "unused": "dim",
    "not_filled": "yellow",
    "not_due": "dim",
    "for_person": "yellow",
}


def graded_lines(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """Where it leaves the platform, the results and the awaited ones, and what the table does not say of them."""
    results = [verdict for verdict in one.graded if not verdict.overall]
    wholes = [verdict for verdict in one.graded if verdict.overall]
    for whole in wholes:
        yield paint(whole.title, "bold") + "：" + paint(whole.word, STATE_STYLES[whole.state])
        yield from hanging("  ", f"{whole.explanation}（{whole.clause}）", width)
        yield ""
    if results:
        yield paint("考核评价", "bold") + "（结果由人填写，后果照原文列出，不代为选择）"
        yield from _table(results, width, paint)
        for sentence in sentences(results, {whole.consequence for whole in wholes}):
            yield from hanging("  ", sentence, width)


def sentences(results: Sequence[GradedVerdict], told: set[str]) -> Iterator[str]:
    """What is not in the table: each consequence once, and remarks. `told` are consequences that stand above."""
    for verdict in results:
        new = verdict.consequence not in told
        told = {*told, verdict.consequence}
        said = [*([verdict.consequence] if verdict.consequence and new else []), *verdict.remarks]
        if said:
            year = f"（{verdict.year}年度）" if verdict.year is not None and verdict.grade else ""
            grade = f"“{verdict.grade}”" if verdict.grade else ""
            yield f"{verdict.title}{year}{grade}：{'；'.join(said)}。"


def graded_cells(verdict: GradedVerdict) -> tuple[str, str, str, str, str]:
    """Year, title, result, day and clause of one result."""
    return (
        str(verdict.year or ""),
        one_line(verdict.title),
        one_line(verdict.word) + "（没有采用）" * (verdict.state == "unused"),
        verdict.dates["held"].isoformat() if "held" in verdict.dates else "",
        verdict.clause,
    )


def _table(verdicts: Sequence[GradedVerdict], width: int, paint: Paint) -> list[str]:
    rows: list[Row] = []
    for verdict in verdicts:
        year, title, word, held, clause = graded_cells(verdict)
        rows.append((year, title, Cell(word, STATE_STYLES[verdict.state]), held, clause))
    head = ("年度", "考核", "结果", "日期", "条款")
    return table(head, rows, align="lllll", width=width, elastic=1, wrap=True, paint=paint)


def going_on(one: Assessment) -> str:
    """The form of the same year in which people go on; blank where there is none."""
    leads = one.regime.grading.leads_to if one.regime is not None and one.regime.grading is not None else None
    if leads is None or one.form is None:
        return ""
    form = Form(leads.regime, one.form.period).id
    return f"{leads.what}在 {form} 里核算：zht template {form}"
