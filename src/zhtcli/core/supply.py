"""What platforms are granted for what they have invested: at recognition, and year by year afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from zhtcli.core.followup import YearStanding, year_standing
from zhtcli.core.grant import Cut, Grant, PaidPart, in_yuan, percent, settle, total, wan
from zhtcli.core.grantkinds import Support
from zhtcli.core.grantrows import Assessed, Listed, Platform, Row, rows_by_platform
from zhtcli.core.instalments import certain, paid_parts, payable
from zhtcli.core.recognised import Recognised, in_order, recognise
from zhtcli.core.rounding import shown
from zhtcli.core.windows import last_day_from_event


@dataclass(frozen=True, slots=True)
class Invested:
    """A platform's investment: up to its recognition, and afterwards by year. Days count, not the sheet's order."""

    first: tuple[Row, ...]
    undated: tuple[Row, ...]
    later: Mapping[int, tuple[Row, ...]]


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
    investments: Sequence[Row],
    assessed: Mapping[str, Mapping[int, Assessed]],
    as_of: date | None,
) -> list[Grant]:
    """For each platform its first support, and one grant for each later year with new investment."""
    rows = rows_by_platform(platforms, investments, kind.base.platform)
    return [
        grant
        for platform in platforms.platforms
        for grant in _of_platform(kind, platform, rows.get(platform.name, ()), assessed.get(platform.name, {}), as_of)
    ]


def invested(kind: Support, platform: Platform, rows: Sequence[Row]) -> Invested:
    """The rows up to the day of recognition, that day included, and those of the years after it."""
    first: list[Row] = []
    undated: list[Row] = []
    later: dict[int, list[Row]] = {}
    for row in in_order(rows, kind.base.day, kind.base.category, kind.base.amount):
        day = row.day(kind.base.day)
        if day is None:
            undated.append(row)
        elif platform.since is None or day <= platform.since:
            first.append(row)
        else:
            later.setdefault(day.year, []).append(row)
    return Invested(tuple(first), tuple(undated), {year: tuple(later[year]) for year in sorted(later)})


def first_recognised(kind: Support, platform: Platform, rows: Sequence[Row]) -> Recognised:
    """What the investment up to the day of recognition is recognised with."""
    told = invested(kind, platform, rows).first
    return recognise(kind.base, told, stated=platform.stated, industry=platform.industry)


def _of_platform(
    kind: Support, platform: Platform, rows: Sequence[Row], assessed: Mapping[int, Assessed], as_of: date | None
) -> list[Grant]:
    told = invested(kind, platform, rows)
    cap = in_yuan(kind.cap.amount)
    first = _first(kind, platform, told, assessed, as_of, cap)
    grants = [first]
    room = _Room(cap, cap).less(first)
    within = {year: counted(kind, platform, rows) for year, rows in told.later.items()}
    worth = {
        year: recognise(kind.base, inside, stated=platform.stated, industry=platform.industry)
        for year, (inside, _) in within.items()
    }
    bearing = frozenset(year for year, one in worth.items() if one.value)
    for year, (_, outside) in within.items():
        standing = year_standing(kind.follow_up, year, assessed, bearing)
        if as_of is not None and not platform.recognised_by(as_of):
            standing = YearStanding("pending", "尚未认定")
        free = {"cumulative": room, "per_grant": _Room(cap, cap), "initial": _Room(None, None)}[kind.cap.over]
        grant = _follow_up(kind, platform, year, worth[year], told.later[year], outside, standing, free)
        grants.append(grant)
        room = room.less(grant)
    return grants


def _first(
    kind: Support,
    platform: Platform,
    told: Invested,
    assessed: Mapping[int, Assessed],
    as_of: date | None,
    cap: Fraction,
) -> Grant:
    worth = recognise(kind.base, told.first, stated=platform.stated, industry=platform.industry)
    undated = _left_out(kind, told.undated, "没有写日期，不知道是认定前还是认定后的投资", kind.base.clause)
    known = platform.recognised_by(as_of)

    def parts_of(amount: Fraction) -> tuple[PaidPart, ...]:
        return paid_parts(kind.instalments, amount, recognised=known, assessed=assessed if known else {})

    computed = settle(worth.value * percent(kind.rate))
    capped = min(computed, cap)
    parts = parts_of(capped)
    highest = payable(parts_of(min(settle(worth.most * percent(kind.rate)), cap)))
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
        interval=(certain(parts), highest),
        clause=kind.clause,
        row=platform.row.key,
        rows=tuple(row.key for row in (*told.first, *told.undated)),
        cells=tuple(row.at(kind.base.amount) for row in (*told.first, *told.undated)),
    )
    if known and any(part.state == "lapsed" for part in parts):
        grant = replace(grant, reason="首次年度考核不合格，第二笔不再拨付")
    elif known and assessed and not assessed[min(assessed)].passed and any(p.state == "pending" for p in parts):
        grant = replace(grant, reason="首次年度考核不合格，第二笔暂缓到首次合格以后")
    return _settled_state(kind, grant, worth)


def _follow_up(
    kind: Support,
    platform: Platform,
    year: int,
    worth: Recognised,
    rows: Sequence[Row],
    outside: Sequence[Row],
    standing: YearStanding,
    free: _Room,
) -> Grant:
    follow = kind.follow_up
    beyond = _left_out(kind, outside, f"认定满{follow.years}年以后的新增投资，不在支持期内", follow.clause)
    refused: list[Cut] = []
    if standing.state == "refused" and worth.value:
        refused.append(Cut("base", worth.value, standing.reason, follow.clause))
    value = Fraction(0) if standing.state == "refused" else worth.value
    most = Fraction(0) if standing.state == "refused" else worth.most
    computed, highest = (settle(one * percent(follow.rate)) for one in (value, most))
    amount = computed if free.sure is None else min(computed, free.sure)
    highest = highest if free.most is None else min(highest, free.most)
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
        instalments=() if standing.state == "refused" else (part,),
        state=standing.state,
        reason=standing.reason,
        interval=(Fraction(0) if standing.state == "pending" else amount, highest),
        clause=follow.clause,
        row=platform.row.key,
        rows=tuple(row.key for row in rows),
        cells=tuple(row.at(kind.base.amount) for row in rows),
    )
    return _settled_state(kind, grant, worth)


def _settled_state(kind: Support, grant: Grant, worth: Recognised) -> Grant:
    """What a person has to decide is nothing yet; what comes to nothing is refused."""
    required = kind.base.required
    if grant.state == "due" and not worth.most:
        return replace(grant, state="refused", reason="没有认定的投资额", instalments=())
    if grant.state == "refused":
        return grant
    if worth.holds is False and required.miss == "for_person":
        return replace(
            grant,
            state="for_person",
            amount=Fraction(0),
            instalments=(),
            reason=f"设备投入占比不到{shown(required.least)}%",
            interval=(Fraction(0), grant.interval[1]),
        )
    if worth.allowed is None and worth.declared_limited:
        return replace(grant, state="for_person", reason="没有写建设经费总额，其他合理费用的限额无从计算")
    return grant


def counted(kind: Support, platform: Platform, rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows within the years since recognition, where these are counted, and the rows after them."""
    if kind.follow_up.counted != "since_recognition" or platform.since is None:
        return tuple(rows), ()
    last = last_day_from_event(platform.since, kind.follow_up.years)
    inside = tuple(row for row in rows if (row.day(kind.base.day) or date.max) <= last)
    return inside, tuple(row for row in rows if row not in inside)


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
