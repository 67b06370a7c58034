"""Verdicts and grants as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.report.figures import Number
from zhtcli.report.tables.entitled import GRANT_COLUMNS, VERDICT_COLUMNS, grant_rows, verdict_rows
from zhtcli.report.tables.markdownpieces import escaped, reading_list, table_lines


def entitled_sections(one: Assessment) -> Iterator[str]:
    """The verdicts and the grants of one form; whatever is long stands in the last columns."""
    amounts = {"数值", "要求", "比例（%）", "申报基数", "核定基数", "计算金额", "金额", "现在应拨付", "最少", "最多"}
    for title, head, rows_of in (
        ("结论", VERDICT_COLUMNS, verdict_rows),
        ("补助（金额单位：元）", GRANT_COLUMNS, grant_rows),
    ):
        rows = [[escaped(_told(value)) for value in row] for row in rows_of(one)]
        if not rows:
            continue
        # A column that nobody has anything in only makes the table wider.
        used = [place for place in range(len(head)) if any(row[place] for row in rows)]
        yield f"## {title}：{escaped(one.file)}"
        yield ""
        yield from reading_list(one)
        yield ""
        align = "".join("r" if head[place] in amounts else "l" for place in used)
        yield from table_lines([head[place] for place in used], align, [[row[place] for place in used] for row in rows])
    if one.verdicts and one.standing is not None:
        yield f"办理进度：{escaped(one.standing.state)}"
        yield ""
        for missing in one.awaits.missing if one.awaits else ():
            yield f"- 下一步还差：{escaped(missing)}"
        yield ""


def _told(value: str | Number | None) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
