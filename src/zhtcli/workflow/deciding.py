"""Reviewers' decisions from a file: `--decisions`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from zhtcli.core.decision import Decision
from zhtcli.core.period import Form
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.known import regime_of
from zhtcli.workflow.reviewing import BookReview, DataReview, read_reviews, records, texts_of

_KEYS = ("unit", "no", "row", "period", "value", "reason", "by", "date")


def _silent(_: str) -> None:
    """Where nobody listens."""


def read_decisions(
    path: Path, wanted: Form | None = None, say: Callable[[str], None] = _silent
) -> tuple[Decision, ...]:
    """The decisions of a file, for the wanted form where there is one.

    A file is JSON, `{"form", "decisions": [{unit, no, row, period, value, reason, by, date}]}`, or an expert's
    workbook, whose sheet 裁定 holds them. Raises UnreadableInput, UsageFault, UnknownForm.
    """
    (review,) = read_reviews([path], wanted, say)
    decisions = tuple(_from_data(review)) if isinstance(review, DataReview) else _from_book(review)
    if not decisions:
        say(f"{path.name} 里没有裁定。")
    return decisions


def _from_data(review: DataReview) -> Iterator[Decision]:
    for where, one in records(review, "decisions", _KEYS, "裁定"):
        value = one.get("value")
        if not isinstance(value, bool | Decimal):
            raise UsageFault(f"{where}的 value 应是数；对单独一行、一项条件或一笔补助也可以是 true 或 false。")
        texts = texts_of(one, (key for key in _KEYS if key != "value"))
        texts["no"] = (texts["no"] or "").strip().lstrip("★")
        if not texts["unit"] or not texts["no"]:
            raise UsageFault(
                f"{where}要写 unit（统一社会信用代码，没有的写名称）和 no（指标序号、条件编号或补助编号）。"
            )
        yield Decision(
            unit=texts["unit"],
            no=texts["no"],
            row=texts["row"] or None,
            period=texts["period"] or None,
            value=value if isinstance(value, bool) else Fraction(value),
            reason=texts["reason"],
            by=texts["by"],
            date=texts["date"],
        )


def _from_book(review: BookReview) -> tuple[Decision, ...]:
    from zhtcli.workbook.expert.book import ExpertFault
    from zhtcli.workbook.expert.rulings import read_rulings

    regime = regime_of(review.form.regime) if review.form else None
    try:
        read = None if review.submitted else read_rulings(review.book, regime)
    except ExpertFault as fault:
        raise UsageFault(f"{review.path}：{fault}。") from None
    if read is None:
        raise UnreadableInput(f"{review.path} 里没有“裁定”页；请用 zht template FORM --for expert 生成的表写裁定。")
    return read
