"""What of an investment is recognised: categories in and out, one share that is limited and one that is required."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import assert_never

from zhtcli.core.grants.grant import Cut, percent
from zhtcli.core.grants.rows import Row
from zhtcli.core.rounding import shown
from zhtcli.core.rules.grantkinds import Base, LimitedShare


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What rows come to, in 元 and exact.

    `declared_limited` is what was declared in the categories that are limited, `limited` what is recognised of it;
    `allowed` is the most that can be, None where the text it is read by needs a total that nobody stated. `share`
    is that of the required categories in percent, None where nothing is recognised. `holds` says whether the
    required share is reached, `holds_at_most` whether it still is where all that is limited is recognised; None where
    it is not asked.
    """

    asked: Fraction
    value: Fraction
    cuts: tuple[Cut, ...]
    rest: Fraction
    declared_limited: Fraction
    limited: Fraction
    allowed: Fraction | None
    over: bool
    share: Fraction | None
    holds: bool | None
    holds_at_most: bool | None

    @property
    def most(self) -> Fraction:
        """What it would be with all that is limited: differs only where its limit cannot be told."""
        return self.value if self.allowed is not None else self.rest + self.declared_limited


def recognise(base: Base, rows: Sequence[Row], *, stated: Fraction | None, industry: str) -> Recognised:
    """What these rows of one platform are recognised with. `stated` is the stated total in 元.

    A negative or missing amount and a category that is on neither list count for nothing. What is limited is
    recognised in the order of days, so that a cut falls on the latest rows.
    """
    asked = rest = declared = required = Fraction(0)
    cuts: list[Cut] = []
    limited_rows: list[tuple[Row, Fraction]] = []
    for row in in_order(rows, base.day, base.category, base.amount):
        amount, category = row.amount(base.amount), row.text(base.category)
        if amount is None or amount < 0:
            continue
        asked += amount
        if category in base.limited.categories:
            declared += amount
            limited_rows.append((row, amount))
        elif category in base.included:
            rest += amount
        elif amount:
            reason = f"“{category}”不在建设投资额范围内" if category in base.excluded else _unknown(category)
            cuts.append(Cut("base", amount, reason, base.clause, row.key, row.at(base.category)))
        if category in base.required.categories and category in base.included:
            required += amount
    allowed = _allowed(base.limited, rest=rest, declared=declared, stated=stated)
    limited = _within(base.limited, declared, allowed)
    cuts += _limits(base, limited_rows, limited, allowed)
    value = rest + limited
    share = required / value * 100 if value else None
    asked_of = industry in base.required.industries and bool(value)
    least, most = percent(base.required.least), value if allowed is not None else rest + declared
    return Recognised(
        asked=asked,
        value=value,
        cuts=tuple(cuts),
        rest=rest,
        declared_limited=declared,
        limited=limited,
        allowed=allowed,
        over=allowed is not None and declared > allowed,
        share=share,
        holds=required >= least * value if asked_of else None,
        holds_at_most=required >= least * most if asked_of else None,
    )


def in_order(rows: Sequence[Row], day: str, *columns: str) -> list[Row]:
    """By day, then by what stands in the rows: an order that shuffling the sheet does not change."""
    return sorted(rows, key=lambda row: (row.day(day) or date.max, *(row.text(one) for one in columns), row.key))


def _unknown(category: str) -> str:
    return f"“{category}”不是规定的类别" if category else "没有能用的类别"


def _allowed(kind: LimitedShare, *, rest: Fraction, declared: Fraction, stated: Fraction | None) -> Fraction | None:
    """The most that the text allows of the limited categories."""
    most = percent(kind.most)
    match kind.of:
        case "of_recognised" | "reject_all" | "warn":
            # Its share is of a total that it is part of itself: x ≤ p · (rest + x).
            return most / (1 - most) * rest
        case "of_declared":
            return most * (rest + declared)
        case "of_rest":
            return most * rest
        case "of_stated_total":
            return None if stated is None else most * stated
        case _:
            assert_never(kind.of)


def _within(kind: LimitedShare, declared: Fraction, allowed: Fraction | None) -> Fraction:
    if allowed is None:
        return Fraction(0)
    if kind.of == "warn" or declared <= allowed:
        return declared
    return Fraction(0) if kind.of == "reject_all" else allowed


def _limits(base: Base, rows: Sequence[tuple[Row, Fraction]], limited: Fraction, allowed: Fraction | None) -> list[Cut]:
    name, most = "、".join(base.limited.categories), shown(base.limited.most)
    if allowed is None:
        reason = f"没有写建设经费总额，“{name}”的{most}%无从计算"
    elif base.limited.of == "reject_all":
        reason = f"“{name}”超过{most}%，全部不计"
    else:
        reason = f"“{name}”超过{most}%的部分不计"
    cuts, room = [], limited
    for row, amount in rows:
        kept = min(amount, room)
        room -= kept
        if amount > kept:
            cuts.append(Cut("base", amount - kept, reason, base.limited.clause, row.key, row.at(base.amount)))
    return cuts
