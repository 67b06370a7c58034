"""One grant: what was asked, what is recognised, what was cut and why, what is paid when. All amounts in 元."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhtcli.core.decision import Decision
from zhtcli.core.finding import CellRef
from zhtcli.core.forms.masking import showable
from zhtcli.core.rounding import decimal, rounded, shown

WAN = 10_000
FEN = 2
"""Money is settled to this many decimal places of a yuan, half up."""

GrantState = Literal["due", "pending", "lapsed", "refused", "for_person"]
PartState = Literal["paid", "due", "pending", "lapsed"]
GRANT_STATES: dict[GrantState, str] = {
    "due": "应拨付",
    "pending": "待条件满足",
    "lapsed": "已失效",
    "refused": "不予补贴",
    "for_person": "待人工裁定",
}
PART_STATES: dict[PartState, str] = {
    "paid": "已预拨",
    "due": "应拨付",
    "pending": "待拨付",
    "lapsed": "不再拨付",
}


@dataclass(frozen=True, slots=True)
class Cut:
    """What was taken off and why: of the base before the rate, of the amount by a cap, or by a reviewer's decision.

    `row` is a row key. A decision has no clause: it names its author instead.
    """

    stage: Literal["base", "cap", "decision"]
    amount: Fraction
    reason: str
    clause: str
    row: str | None = None
    at: CellRef | None = None


@dataclass(frozen=True, slots=True)
class PaidPart:
    """An instalment, its amount settled to 0.01 元."""

    no: int
    amount: Fraction
    state: PartState
    due_after: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one claim, one platform's first support, one year of support or one supported thing comes to.

    `asked` and `recognised` are the base as declared and as recognised, exact: they differ by the cuts of the base.
    `computed` is the recognised base times the rate (percent), settled; `amount` is what is left of it after the
    cuts of the caps. Instalments that are not lapsed add up to the amount, except where more was prepaid than that.
    While the state is `pending` the amount is what will be due, `interval` says from where to where it may still
    move; while it is `for_person` the amount is 0 and the interval reaches to the full amount.

    A `decision` settles the amount and stands beside what was computed; `by_rule` is the state without it. It only
    gives more than `computed` where the rule could not tell a limit.
    """

    id: str
    rule: str
    title: str
    payee: str
    uscc: str
    platform: str
    period: str
    asked: Fraction
    recognised: Fraction
    rate: Fraction
    computed: Fraction
    cuts: tuple[Cut, ...]
    amount: Fraction
    instalments: tuple[PaidPart, ...]
    state: GrantState
    reason: str = ""
    """Why the state is what it is, where that needs saying."""
    reason_clause: str = ""
    """The clause that the reason rests on; blank where it is that of the grant."""
    interval: tuple[Fraction, Fraction]
    clause: str
    row: str | None = None
    """The row that it stands for: the claim's, or the platform's."""
    rows: tuple[str, ...] = ()
    cells: tuple[CellRef, ...] = ()
    decision: Decision | None = None
    by_rule: GrantState | None = None

    @property
    def due(self) -> Fraction:
        """What is due by now."""
        return sum((part.amount for part in self.instalments if part.state == "due"), Fraction(0))


def reason_clause(grant: Grant) -> str:
    """The clause behind the reason; blank where there is no reason, or where a person's decision is part of it."""
    return (grant.reason_clause or grant.clause) if grant.reason and grant.decision is None else ""


def told_used_up(grant: Grant) -> Grant:
    """The grant saying which limit took all of it, where it would be due and nothing is left to pay."""
    caps = [cut for cut in grant.cuts if cut.stage == "cap"]
    if grant.state != "due" or grant.amount or grant.reason or not caps:
        return grant
    left = "余额先留给还没有定下的款项，暂时没有可以拨付的" if grant.interval[1] else "没有余额可以拨付"
    return replace(grant, reason=f"{caps[-1].reason}，{left}", reason_clause=caps[-1].clause)


def in_yuan(wan: Fraction | Decimal) -> Fraction:
    """An amount of 万元 in 元, exact."""
    return Fraction(wan) * WAN


def settle(amount: Fraction) -> Fraction:
    """An amount in 元 to 0.01, half up."""
    return rounded(amount, FEN)


def percent(rate: Decimal) -> Fraction:
    """A printed percentage as a share of 1."""
    return Fraction(rate) / 100


def total(amounts: Iterable[Fraction]) -> Fraction:
    return sum(amounts, Fraction(0))


def yuan(amount: Fraction) -> str:
    """`4,999,800.00元`."""
    return f"{decimal(amount, FEN):,f}元"


def wan(amount: Fraction | Decimal) -> str:
    """`499.98万元` of an amount in 元."""
    return f"{shown(Fraction(amount) / WAN, 6)}万元"


def label(grant: Grant) -> str:
    """What a grant is called beside the name of who is paid and the year: `平台使用补贴 2026-001`, `运营经费补贴`."""
    own = grant.id.removeprefix(f"{grant.rule}/").removeprefix(f"{grant.rule}-")
    for known in (grant.platform, grant.payee):
        own = own.removeprefix(known) if known else own
    own = own.strip("/")
    return f"{grant.title} {own}" if own and own != grant.period else grant.title


def split(amount: Fraction, shares: Iterable[Decimal]) -> tuple[Fraction, ...]:
    """The amount in parts: each its exact share settled half up, the last one the rest."""
    told = [settle(amount * percent(share)) for share in shares]
    return (*told[:-1], amount - total(told[:-1]))


def decided_amount(decision: Decision | None, most: Fraction) -> Fraction | None:
    """The amount in 元 that a decision comes to: all of `most`, nothing, or a figure up to it.

    None without a decision, and where it gives what the caps, or a rule that refuses, do not leave.
    """
    if decision is None:
        return None
    if isinstance(decision.value, bool):
        return Fraction(0) if not decision.value else most or None
    amount = settle(decision.value)
    return amount if 0 <= amount <= most else None


def as_decided(
    grant: Grant, decision: Decision, amount: Fraction, parts: tuple[PaidPart, ...], state: GrantState
) -> Grant:
    """The grant with its amount as decided, in these parts. `state` is what it would be with nothing left open."""
    kept = total(part.amount for part in parts if part.state != "lapsed")
    word = f"裁定补贴 {yuan(amount)}" if amount else "裁定不予补贴"
    told = f"{word}：{showable(decision.author)}"
    left = grant.computed - total(cut.amount for cut in grant.cuts if cut.stage == "cap")
    less = [Cut("decision", left - amount, told, "", grant.row)] if amount < left else []
    return replace(
        grant,
        cuts=(*grant.cuts, *less),
        amount=kept,
        instalments=parts if amount else (),
        state=state if amount else "refused",
        reason="；".join(filter(None, (grant.reason, told))),
        interval=(total(part.amount for part in parts if part.state == "due"), kept),
        decision=decision,
        by_rule=grant.state,
    )


def steps(grant: Grant) -> tuple[str, ...]:
    """How the amount came about, a sentence a step, every yuan of it."""
    told = [f"申报 {yuan(grant.asked)}。"]
    told += [
        f"{f'“{cut.row}”：' if cut.row else ''}{cut.reason}，减 {yuan(cut.amount)}（{cut.clause}）。"
        for cut in grant.cuts
        if cut.stage == "base"
    ]
    # What is refused as a whole has its reason and clause above: no rate comes into it.
    reckoned = f"，按 {shown(grant.rate)}% 计算得 {yuan(grant.computed)}（{grant.clause}）" if grant.recognised else ""
    told.append(f"认定 {yuan(grant.recognised)}{reckoned}。")
    told += [f"{cut.reason}，减 {yuan(cut.amount)}（{cut.clause}）。" for cut in grant.cuts if cut.stage == "cap"]
    told += [f"{cut.reason}，减 {yuan(cut.amount)}。" for cut in grant.cuts if cut.stage == "decision"]
    told += [
        f"第{part.no}笔 {yuan(part.amount)}：{PART_STATES[part.state]}，{part.due_after}（{part.clause}）。"
        for part in grant.instalments
    ]
    clause = f"（{grant.reason_clause}）" if grant.reason_clause and grant.decision is None else ""
    state = f"{GRANT_STATES[grant.state]}{f'：{grant.reason}{clause}' if grant.reason else ''}"
    low, high = grant.interval
    told.append(f"金额 {yuan(grant.amount)}，{state}。")
    if low != high:
        told.append(f"可能的金额从 {yuan(low)} 到 {yuan(high)}。")
    return tuple(told)
