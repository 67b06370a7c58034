"""Support under this document beside support under other policies for the same thing: 就高不重复. Amounts in 元."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from zhtcli.core.decision import Decision
from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.grant import Cut, Grant, GrantState, PaidPart, as_decided, decided_amount, settle, total, wan
from zhtcli.core.grants.rows import Row
from zhtcli.core.identifiers import same_thing
from zhtcli.core.rules.settlementkinds import OtherSupport, Overlap


@dataclass(frozen=True, slots=True)
class Received:
    """Other support for one thing that was not given up, with its amount; None where it names none."""

    row: Row
    policy: str
    amount: Fraction | None


@dataclass(frozen=True, slots=True)
class Item:
    """One row of own support, and what else was received for the same thing.

    `first` is the row that names the thing already: of two the first one counts.
    """

    row: Row
    key: str
    own: Fraction | None
    others: tuple[Received, ...]
    first: Row | None

    @property
    def received(self) -> Fraction:
        return total(other.amount for other in self.others if other.amount)

    @property
    def highest(self) -> Fraction:
        return max((other.amount for other in self.others if other.amount), default=Fraction(0))

    @property
    def unknown(self) -> bool:
        """Whether some other support tells no amount."""
        return any(other.amount is None for other in self.others)


@dataclass(frozen=True, slots=True)
class Matched:
    """Own support thing by thing in the order of the sheet; `unmatched` is other support for none of these.

    `unnamed` are rows of either that do not say what they are for, so that nothing can be made of them.
    """

    items: tuple[Item, ...]
    unmatched: tuple[Row, ...]
    unnamed_own: tuple[Row, ...] = ()
    unnamed_other: tuple[Row, ...] = ()


def matched(kind: Overlap, own: Sequence[Row], other: Sequence[Row]) -> Matched:
    """Own and other support by the key of what they are for, as names are compared."""
    beside: dict[str, list[Row]] = {}
    for row in other:
        if key := same_thing(row.text(kind.other.key)):
            beside.setdefault(key, []).append(row)
    items: list[Item] = []
    seen: dict[str, Row] = {}
    for row in own:
        key = same_thing(row.text(kind.own.key))
        if not key:
            continue
        rows = beside.get(key, [])
        others = tuple(_received(kind.other, one) for one in rows if _counts(kind.other, one))
        amount = row.amount(kind.own.amount)
        name = row.text(kind.own.key)
        items.append(Item(row, name, amount, others, seen.get(key)))
        seen.setdefault(key, row)
    return Matched(
        tuple(items),
        tuple(row for key, rows in beside.items() if key not in seen for row in rows),
        tuple(row for row in own if not same_thing(row.text(kind.own.key))),
        tuple(row for row in other if not same_thing(row.text(kind.other.key))),
    )


def _received(kind: OtherSupport, row: Row) -> Received:
    amount = row.amount(kind.amount)
    return Received(row, row.text(kind.policy), amount)


def _counts(kind: OtherSupport, row: Row) -> bool:
    """Whether there was anything: what was given up, or came to nothing, overlaps with nothing."""
    amount = row.amount(kind.amount)
    return not row.says_yes(kind.returned) and (amount is None or amount > 0)


def overlap_grants(
    kind: Overlap, submission: Submission, told: Matched, decided: Mapping[str, Decision]
) -> list[Grant]:
    """A grant for each row of own support; what is `decided` on one, by its id, holds where the rule leaves room."""
    made = [_grant(kind, submission, item) for item in told.items]
    return [_decided(kind, grant, decided.get(grant.id)) for grant in made]


def _decided(kind: Overlap, grant: Grant, decision: Decision | None) -> Grant:
    given = decided_amount(decision, grant.interval[1])
    if decision is None or given is None:
        return grant
    pending = grant.state == "pending"
    part = PaidPart(1, given, "pending" if pending else "due", kind.due_after, kind.clause)
    return as_decided(grant, decision, given, (part,), "pending" if pending else "due")


def _grant(kind: Overlap, submission: Submission, item: Item) -> Grant:
    own = max(item.own or Fraction(0), Fraction(0))
    computed = settle(own)
    article = item.row.text(kind.own.article)
    grant = Grant(
        id=f"{kind.id}/{item.row.key}",
        rule=kind.id,
        title=kind.title,
        payee=submission.unit,
        uscc=submission.uscc,
        platform=submission.unit,
        period=submission.form.span,
        asked=own,
        recognised=own,
        rate=Fraction(100),
        computed=computed,
        cuts=(),
        amount=computed,
        instalments=(),
        state="due",
        reason=kind.said,
        interval=(computed, computed),
        clause=article or kind.clause,
        row=item.row.key,
        rows=(item.row.key, *(other.row.key for other in item.others)),
        cells=(
            item.row.at(kind.own.amount),
            *(other.row.at(kind.other.amount) for other in item.others),
        ),
    )
    why = _unusable(item)
    if why:
        cuts = (Cut("base", own, why, kind.clause, item.row.key, item.row.at(kind.own.amount)),) if own else ()
        return _refused(replace(grant, recognised=Fraction(0), computed=Fraction(0)), cuts, why)
    if item.unknown and kind.effect != "none":
        most = max(computed - settle(item.received), Fraction(0)) if kind.effect == "top_up" else computed
        said = f"{kind.said}；同一事项的其他补助没有写金额，由人裁定"
        return replace(grant, state="for_person", amount=Fraction(0), interval=(Fraction(0), most), reason=said)
    return _beside(kind, item, grant)


def _unusable(item: Item) -> str:
    if item.own is None:
        return "没有写补助金额"
    if item.own < 0:
        return "补助金额是负数"
    if not item.own:
        return "补助金额是 0"
    if item.first is not None:
        return f"与第{item.first.line}行是同一事项，只计一次"
    return ""


def _beside(kind: Overlap, item: Item, grant: Grant) -> Grant:
    """What other support leaves of the amount.

    Where several were received, all that is there together stays at the highest single one: what is missing to the
    own amount is what all the others leave of it. For `higher_only` the own amount is held against the highest of
    the others, as only one of them is to remain.
    """
    received = settle(item.received)
    if kind.effect == "top_up":
        left = max(grant.computed - received, Fraction(0))
        why = "本办法只补差额"
    elif kind.effect == "higher_only":
        left = grant.computed if grant.computed > settle(item.highest) or not item.others else Fraction(0)
        why = "本办法的补助不高于其中最高的一笔，不予补助"
    else:
        left = Fraction(0) if item.others else grant.computed
        why = "有其他补助的不予补助"
    if not item.others or left == grant.computed:
        state: GrantState = "pending" if kind.effect == "higher_only" and item.others else "due"
        low = grant.computed if state == "due" else Fraction(0)
        said = f"{kind.said}；放弃或退回其他补助以后拨付" if state == "pending" else kind.said
        part = PaidPart(1, grant.computed, "due" if state == "due" else "pending", kind.due_after, kind.clause)
        parts = (part,) if grant.computed else ()
        return replace(grant, state=state, instalments=parts, interval=(low, grant.computed), reason=said)
    policies = "、".join(dict.fromkeys(f"“{other.policy}”" for other in item.others))
    reason = f"同一事项已有其他补助 {wan(received)}（{policies}），就高不重复，{why}"
    if kind.effect == "none" and item.unknown:
        reason = f"同一事项已有其他补助（{policies}），就高不重复，{why}"
    cut = Cut("cap", grant.computed - left, reason, kind.clause, item.row.key, item.row.at(kind.own.amount))
    if not left:
        return _refused(grant, (cut,), kind.said)
    parts = (PaidPart(1, left, "due", kind.due_after, kind.clause),)
    return replace(grant, amount=left, cuts=(cut,), instalments=parts, interval=(left, left))


def _refused(grant: Grant, cuts: tuple[Cut, ...], reason: str) -> Grant:
    zero = Fraction(0)
    return replace(grant, state="refused", amount=zero, cuts=cuts, reason=reason, interval=(zero, zero))
