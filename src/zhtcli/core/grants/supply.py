"""What platforms are granted for what they have invested: at recognition, and year by year afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from zhtcli.core.decision import Decision
from zhtcli.core.grants.followup import YearStanding, year_standing
from zhtcli.core.grants.grant import (
    Cut,
    Grant,
    PaidPart,
    as_decided,
    decided_amount,
    in_yuan,
    percent,
    settle,
    told_used_up,
    total,
    wan,
)
from zhtcli.core.grants.instalments import certain, paid_parts, payable
from zhtcli.core.grants.recognised import Recognised
from zhtcli.core.grants.rows import Assessed, Listed, Platform, Row
from zhtcli.core.grants.worth import SpanWorth, Worth
from zhtcli.core.rounding import shown
from zhtcli.core.rules.grantkinds import Support


@dataclass(frozen=True, slots=True)
class _Room:
    """What the cap leaves: `sure` whatever becomes of what is still open, `most` where that comes to the least."""

    sure: Fraction | None
    most: Fraction | None

    def less(self, grant: Grant) -> _Room:
        low, high = grant.interval
        return _Room(
            None if self.sure is None else max(Fraction(0), self.sure - high),
            None if self.most is None else max(Fraction(0), self.most - low),
        )


def support_grants(
    kind: Support,
    platforms: Listed,
    worths: Mapping[str, Worth],
    assessed: Mapping[str, Mapping[int, Assessed]],
    as_of: date | None,
    decided: Mapping[str, Decision],
) -> list[Grant]:
    """For each platform its first support, and one grant for each later year with new investment.

    `worths` are what the platforms' investment comes to, by their names; so are `assessed`. What reviewers have
    `decided` on a grant, by its id, takes only as much of the cap as they gave.
    """
    return [
        grant
        for platform in platforms.platforms
        for grant in _of_platform(
            kind, platform, worths[platform.name], assessed.get(platform.name, {}), as_of, decided
        )
    ]


def _of_platform(
    kind: Support,
    platform: Platform,
    worth: Worth,
    assessed: Mapping[int, Assessed],
    as_of: date | None,
    decided: Mapping[str, Decision],
) -> list[Grant]:
    cap = in_yuan(kind.cap.amount)
    first = _first(kind, platform, worth, assessed, as_of, cap, decided)
    grants = [first]
    room = _Room(cap, cap).less(first)
    bearing = frozenset(year for year, one in worth.later.items() if one.recognised.value)
    unpaid: set[int] = set()
    for year, one in worth.later.items():
        standing = year_standing(kind.follow_up, year, assessed, bearing, frozenset(unpaid))
        if as_of is not None and not platform.recognised_by(as_of):
            standing = YearStanding("pending", "尚未认定")
        free = {"cumulative": room, "per_grant": _Room(cap, cap), "initial": _Room(None, None)}[kind.cap.over]
        grant = _follow_up(kind, platform, year, one, standing, free, decided)
        grants.append(grant)
        if not grant.interval[1]:
            unpaid.add(year)
        room = room.less(grant)
    return grants


def _first(
    kind: Support,
    platform: Platform,
    told: Worth,
    assessed: Mapping[int, Assessed],
    as_of: date | None,
    cap: Fraction,
    decided: Mapping[str, Decision],
) -> Grant:
    worth = told.first.recognised
    undated = _left_out(kind, told.undated, "没有能用的日期，不知道是认定前还是认定后的投资", kind.base.clause)
    known = platform.recognised_by(as_of)

    def parts_of(amount: Fraction) -> tuple[PaidPart, ...]:
        return paid_parts(kind.instalments, amount, recognised=known, assessed=assessed if known else {})

    computed = settle(worth.value * percent(kind.rate))
    capped = min(computed, cap)
    parts = parts_of(capped)
    most = min(settle(worth.most * percent(kind.rate)), cap)
    highest = payable(parts_of(most))
    grant = Grant(
        id=f"{kind.id}/{platform.name}",
        rule=kind.id,
        title=kind.title,
        payee=platform.name,
        uscc=platform.code,
        platform=platform.name,
        period=str(platform.since.year) if platform.since else "",
        asked=worth.asked + total(cut.amount for cut in undated),
        recognised=worth.value,
        rate=Fraction(kind.rate),
        computed=computed,
        cuts=(*undated, *worth.cuts, *_capped(kind, computed, capped)),
        amount=payable(parts),
        instalments=parts,
        state="due" if known else "pending",
        reason="" if known else "尚未认定",
        reason_clause=kind.instalments.clause,
        interval=(certain(parts), highest),
        clause=kind.clause,
        row=platform.row.key,
        rows=(*told.first.keys, *(row.key for row in told.undated)),
        cells=(*told.first.cells, *(row.at(kind.base.amount) for row in told.undated)),
    )
    if known and any(part.state == "lapsed" for part in parts):
        grant = replace(grant, reason="首次年度考核不合格，第二笔不再拨付")
    elif known and assessed and not assessed[min(assessed)].passed and any(p.state == "pending" for p in parts):
        grant = replace(grant, reason="首次年度考核不合格，第二笔暂缓到首次合格以后")
    by_rule = _settled_state(kind, grant, worth, firm=most == capped)
    # What is decided is the whole amount; it is still paid in its parts, and a part that lapsed stays so.
    decision = decided.get(grant.id)
    given = decided_amount(decision, most)
    if decision is None or given is None:
        return by_rule
    return as_decided(by_rule, decision, given, parts_of(given), grant.state)


def _follow_up(
    kind: Support,
    platform: Platform,
    year: int,
    told: SpanWorth,
    standing: YearStanding,
    free: _Room,
    decided: Mapping[str, Decision],
) -> Grant:
    worth = told.recognised
    follow = kind.follow_up
    beyond = _left_out(kind, told.outside, f"认定满{follow.years}年以后的新增投资，不在支持期内", follow.clause)
    refused: list[Cut] = []
    if standing.state == "refused" and worth.value:
        refused.append(Cut("base", worth.value, standing.reason, follow.clause))
    value = Fraction(0) if standing.state == "refused" else worth.value
    at_most = Fraction(0) if standing.state == "refused" else worth.most
    computed, full = (settle(one * percent(follow.rate)) for one in (value, at_most))
    amount = computed if free.sure is None else min(computed, free.sure)
    highest = full if free.most is None else min(full, free.most)
    part = PaidPart(1, amount, "due" if standing.state == "due" else "pending", follow.due_after, follow.clause)
    grant = Grant(
        id=f"{kind.id}/{platform.name}/{year}",
        rule=kind.id,
        title=kind.follow_up_title,
        payee=platform.name,
        uscc=platform.code,
        platform=platform.name,
        period=str(year),
        asked=worth.asked + total(cut.amount for cut in beyond),
        recognised=value,
        rate=Fraction(follow.rate),
        computed=computed,
        cuts=(*beyond, *worth.cuts, *refused, *_capped(kind, computed, amount)),
        amount=amount,
        instalments=(part,) if standing.state != "refused" and amount else (),
        state=standing.state,
        reason=standing.reason,
        interval=(Fraction(0) if standing.state == "pending" else amount, highest),
        clause=follow.clause,
        row=platform.row.key,
        rows=told.keys,
        cells=told.cells,
    )
    most = full if free.sure is None else min(full, free.sure)
    by_rule = _settled_state(kind, grant, worth, firm=most == amount)
    decision = decided.get(grant.id)
    given = decided_amount(decision, most)
    if decision is None or given is None:
        return by_rule
    return as_decided(by_rule, decision, given, (replace(part, amount=given),), standing.state)


def _settled_state(kind: Support, grant: Grant, worth: Recognised, *, firm: bool) -> Grant:
    """What a person has to decide is nothing yet; what comes to nothing is refused.

    `firm` says that the amount is the same however much of the limited categories is recognised: a limit that
    nobody can tell then leaves nothing open.
    """
    required = kind.base.required
    if grant.state == "due" and not worth.most:
        why = "没有认定的投资额"
        return replace(grant, state="refused", reason=why, reason_clause=kind.base.clause, instalments=())
    if grant.state == "refused":
        return grant
    open_reasons = []
    if worth.holds is False and required.miss == "for_person":
        open_reasons.append(f"设备投入占比不到{shown(required.least)}%")
    if worth.allowed is None and worth.declared_limited and not (firm and worth.holds_at_most is worth.holds):
        open_reasons.append("没有写建设经费总额，其他合理费用的限额无从计算")
    if not open_reasons:
        return told_used_up(grant)
    return replace(
        grant,
        state="for_person",
        amount=Fraction(0),
        instalments=(),
        reason="；".join(filter(None, (grant.reason, *open_reasons))),
        reason_clause=required.clause
        if not grant.reason
        else "、".join(dict.fromkeys((grant.reason_clause or grant.clause, required.clause))),
        interval=(Fraction(0), grant.interval[1]),
    )


def _left_out(kind: Support, rows: Sequence[Row], reason: str, clause: str) -> list[Cut]:
    """Rows that count for nothing as a whole."""
    told = ((row, row.amount(kind.base.amount)) for row in rows)
    return [
        Cut("base", amount, reason, clause, row.key, row.at(kind.base.amount))
        for row, amount in told
        if amount and amount > 0
    ]


def _capped(kind: Support, computed: Fraction, amount: Fraction) -> list[Cut]:
    if amount >= computed:
        return []
    over = {"initial": "首次补贴", "cumulative": "首次补贴与后续支持累计", "per_grant": "每次补贴"}[kind.cap.over]
    return [Cut("cap", computed - amount, f"{over}最高{wan(in_yuan(kind.cap.amount))}", kind.cap.clause)]
