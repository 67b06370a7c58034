"""Results of graded assessments as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.report.tables.markdownpieces import escaped, table_lines
from zhtcli.report.text.graded import graded_cells, sentences


def graded_section(one: Assessment) -> Iterator[str]:
    """Where it leaves the platform, the results and the awaited ones, and what the table does not say of them."""
    results = [verdict for verdict in one.graded if not verdict.overall]
    wholes = [verdict for verdict in one.graded if verdict.overall]
    yield f"## 考核评价：{escaped(one.file)}"
    yield ""
    yield "结果由人填写，后果照原文列出，不代为选择。"
    yield ""
    for whole in wholes:
        said = f"{escaped(whole.word)}。{escaped(whole.explanation)}（{escaped(whole.clause)}）"
        yield f"**{escaped(whole.title)}**：{said}"
        yield ""
    if results:
        rows = [[escaped(text) for text in graded_cells(verdict)] for verdict in results]
        yield from table_lines(("年度", "考核", "结果", "日期", "条款"), "lllll", rows)
        told = [*sentences(results, {whole.consequence for whole in wholes})]
        yield from (f"- {escaped(sentence)}" for sentence in told)
        if told:
            yield ""
