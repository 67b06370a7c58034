"""Verdicts and grants as rows for a table: the same cells serve CSV and Markdown. Amounts are in 元, to the fen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.conditions.verdict import OUTCOME_WORDS, Verdict
from zhtcli.core.forms.masking import showable
from zhtcli.core.grants.grant import FEN, GRANT_STATES, PART_STATES, Cut, Grant, yuan
from zhtcli.core.rounding import decimal
from zhtcli.report.figures import Number, number

VERDICT_COLUMNS = "环节 编号 条件 结论 由谁作出 数值 要求 计量单位 说明 裁定 后续 条款".split()
GRANT_COLUMNS = (
    "编号 类别 对象 统一社会信用代码 平台 年度 申报基数 核定基数 比例（%） 计算金额 金额 现在应拨付 最少 最多 情况 原因"
    " 核减 分笔 裁定 条款"
).split()
_BY = {"rule": "规则", "person": "人"}

Value = str | Number | None


def verdict_rows(one: Assessment) -> Iterator[tuple[Value, ...]]:
    """A row for each condition, and one for each stage as a whole, which has no value."""
    stages = {stage.id: stage.title for stage in one.regime.stages} if one.regime else {}
    for verdict in one.verdicts:
        yield (
            stages.get(verdict.event, verdict.event),
            verdict.id,
            f"{verdict.title}（整个环节）" if verdict.overall else verdict.title,
            OUTCOME_WORDS[verdict.outcome],
            "待定" if verdict.outcome == "for_person" else _BY[verdict.by],
            _value(verdict),
            number(verdict.threshold),
            verdict.unit,
            verdict.explanation,
            showable(verdict.decision.author) if verdict.decision else None,
            verdict.consequence,
            verdict.clause,
        )


def _value(verdict: Verdict) -> Value:
    if isinstance(verdict.value, bool):
        return "是" if verdict.value else "否"
    if isinstance(verdict.value, date):
        return verdict.value.isoformat()
    return number(verdict.value, 4)


def grant_rows(one: Assessment) -> Iterator[tuple[Value, ...]]:
    """A row for each grant; what was cut and the instalments stand in one cell each."""
    for grant in one.grants:
        low, high = grant.interval
        yield (
            grant.id,
            grant.title,
            grant.payee,
            grant.uscc,
            grant.platform,
            grant.period,
            money(grant.asked),
            money(grant.recognised),
            number(grant.rate),
            money(grant.computed),
            money(grant.amount),
            money(grant.due),
            money(low),
            money(high),
            GRANT_STATES[grant.state],
            grant.reason,
            "；".join(map(_cut, grant.cuts)),
            "；".join(_parts(grant)),
            showable(grant.decision.author) if grant.decision else None,
            grant.clause,
        )


def money(amount: Fraction) -> Decimal:
    """An amount in 元 with its two decimals."""
    return decimal(amount, FEN)


def _cut(cut: Cut) -> str:
    return f"减 {yuan(cut.amount)}，{cut.reason}" + (f"（{cut.clause}）" if cut.clause else "")


def _parts(grant: Grant) -> Iterator[str]:
    for part in grant.instalments:
        yield f"第{part.no}笔 {yuan(part.amount)}，{PART_STATES[part.state]}，{part.due_after}"
