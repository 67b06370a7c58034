"""What users of platforms are granted for the fees that they paid, claim by claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import count

from zhtcli.core.decision import Decision
from zhtcli.core.grants.grant import (
    Cut,
    Grant,
    GrantState,
    PaidPart,
    as_decided,
    decided_amount,
    in_yuan,
    percent,
    settle,
    told_used_up,
    wan,
)
from zhtcli.core.grants.rows import Listed, Platform, Row, code_of
from zhtcli.core.identifiers import same_thing
from zhtcli.core.registers.windows import last_day_from_event
from zhtcli.core.rules.grantkinds import ServiceClaims


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it was filled, and where it stands before the yearly cap."""

    row: Row
    id: str
    """Its number as it was filled; of several claims with one number the later ones go by `number#2` and so on."""
    unnamed: bool
    """It has no id of its own and goes by its row."""
    user: str
    code: str
    who: str
    """What tells its user from others: the code, or the name where there is none."""
    platform: Platform | None
    used: date | None
    day: date | None
    """The day by which it is ordered and that tells its year."""
    fee: Fraction | None
    proof: str = ""
    """What names its invoice or contract; blank where nothing does."""
    state: GrantState = "due"
    reason: str = ""
    clause: str = ""
    first: Claim | None = None
    """The claim that it repeats."""

    @property
    def gone(self) -> bool:
        """Whether nothing will come of it."""
        return self.state in ("refused", "lapsed")

    @property
    def content(self) -> tuple[str, str, date, Fraction] | None:
        """Two claims that agree in this are one claim filed twice, where no proof of each tells them apart."""
        if not self.who or self.platform is None or self.used is None or self.fee is None:
            return None
        return self.who, self.platform.name, self.used, self.fee


def claims_of(kind: ServiceClaims, platforms: Listed, rows: Sequence[Row], as_of: date | None) -> list[Claim]:
    """The claims in the order in which the cap takes them: by day, then by what stands in them.

    A claim filed twice counts once: the first one that nothing else speaks against.
    """
    codes = _codes_by_name(kind, rows)
    claims = [_judged(kind, _claim(kind, platforms, codes, row), as_of) for row in rows]
    claims.sort(key=lambda one: (one.day or date.max, one.id, one.who, one.platform.name if one.platform else "",
                                 one.used or date.max, one.fee or Fraction(0), one.row.key))  # fmt: skip
    seen: dict[object, list[Claim]] = {}
    told: list[Claim] = []
    for claim in claims:
        twice = None if claim.gone else next(_repeated(claim, seen), None)
        if twice is not None:
            reason = f"与“{twice.row.key}”是同一笔申请，只计一次"
            claim = replace(claim, state="refused", reason=reason, clause=kind.clause, first=twice)
        elif not claim.gone:
            for key in _identities(claim):
                seen.setdefault(key, []).append(claim)
        told.append(claim)
    ids = _ids(told)
    return [replace(claim, id=ids[claim.row.key]) for claim in told]


def _ids(claims: Sequence[Claim]) -> dict[str, str]:
    """An id for each row that no other one has, whatever is read or known about the claims.

    Of claims with one number the one used first keeps it, so that neither sorting the rows nor another day of
    reckoning moves what was decided on one of them to another.
    """
    taken = {claim.id for claim in claims}
    alike: dict[str, list[Claim]] = {}
    for claim in claims:
        alike.setdefault(claim.id, []).append(claim)
    told = {}
    for id, some in alike.items():
        some.sort(key=lambda one: (one.unnamed, one.used or date.max, one.who, one.fee or Fraction(0), one.row.key))
        told[some[0].row.key] = id
        numbers = (own for place in count(2) if (own := f"{id}#{place}") not in taken)
        told.update({claim.row.key: next(numbers) for claim in some[1:]})
    return told


def repeats(claims: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Claims that repeat an earlier one, each with that one."""
    return [(claim, claim.first) for claim in claims if claim.first is not None]


def _identities(claim: Claim) -> list[tuple[str, object]]:
    """What tells whether two claims are one: the id, and what stands in them."""
    told: list[tuple[str, object]] = [] if claim.unnamed else [("id", claim.id)]
    return told if claim.content is None else [*told, ("content", claim.content)]


def _repeated(claim: Claim, seen: Mapping[object, Sequence[Claim]]) -> Iterator[Claim]:
    """Earlier claims that this one repeats: those of its id; of its content those without another proof."""
    for key in _identities(claim):
        what, _ = key
        for earlier in seen.get(key, ()):
            apart = claim.proof and earlier.proof and claim.proof != earlier.proof
            if what == "id" or not apart:
                yield earlier


def claim_grants(kind: ServiceClaims, claims: Sequence[Claim], decided: Mapping[str, Decision]) -> list[Grant]:
    """A grant for each claim. `claims` stand in the order in which the cap takes them.

    What is still pending keeps its place in that order, so that nobody's amount changes by its landing. What
    reviewers have `decided` on a claim, by its id, takes only as much of the cap as they gave.
    """
    used: dict[tuple[str, int], Fraction] = {}
    certain: dict[tuple[str, int], Fraction] = {}
    cap = in_yuan(kind.cap.amount)
    grants = []
    for claim in claims:
        fee = max(claim.fee or Fraction(0), Fraction(0))
        gone = claim.gone
        cuts = [Cut("base", fee, claim.reason, claim.clause, claim.row.key, claim.row.at(kind.fee))] if gone else []
        computed = Fraction(0) if gone else settle(fee * percent(kind.rate))
        amount = highest = computed
        key = claim.who, claim.day.year if claim.day else 0
        if not gone and claim.day is not None:
            amount = min(computed, cap - used.get(key, Fraction(0)))
            # Should what is still pending lapse, the room that it keeps is free again.
            highest = min(computed, cap - certain.get(key, Fraction(0)))
        decision = decided.get(claim.id) if claim.first is None else None
        given = decided_amount(decision, amount)
        if claim.day is not None and amount < computed and given in (None, amount):
            reason = f"{claim.user}{claim.day.year}年的补贴累计已到{wan(cap)}"
            cuts.append(Cut("cap", computed - amount, reason, kind.cap.clause, claim.row.key, claim.row.at(kind.fee)))
        grant = _grant(kind, claim, fee, computed, (amount, highest), cuts)
        if decision is not None and given is not None:
            parts = tuple(replace(part, amount=given) for part in grant.instalments)
            grant = as_decided(grant, decision, given, parts, claim.state)
        grant = told_used_up(grant)
        grants.append(grant)
        used[key] = used.get(key, Fraction(0)) + grant.amount
        if grant.state == "due":
            certain[key] = certain.get(key, Fraction(0)) + grant.amount
    return grants


def _grant(
    kind: ServiceClaims,
    claim: Claim,
    fee: Fraction,
    computed: Fraction,
    amounts: tuple[Fraction, Fraction],
    cuts: list[Cut],
) -> Grant:
    gone = claim.gone
    amount, highest = amounts
    parts = () if gone or not amount else (
        PaidPart(1, amount, "due" if claim.state == "due" else "pending", kind.due_after, kind.cap.clause),
    )  # fmt: skip
    return Grant(
        id=claim.id,
        rule=kind.id,
        title=kind.title,
        payee=claim.user,
        uscc=claim.code,
        platform=claim.platform.name if claim.platform else claim.row.text(kind.platform),
        period=str(claim.day.year) if claim.day else "",
        asked=fee,
        recognised=Fraction(0) if gone else fee,
        rate=Fraction(kind.rate),
        computed=computed,
        cuts=tuple(cuts),
        amount=amount,
        instalments=parts,
        state=claim.state,
        reason=claim.reason,
        reason_clause=claim.clause,
        interval=(amount if claim.state == "due" else Fraction(0), highest),
        clause=claim.clause if gone else kind.clause,
        row=claim.row.key,
        rows=(claim.row.key,),
        cells=(claim.row.at(kind.fee), claim.row.at(kind.used)),
    )


def _codes_by_name(kind: ServiceClaims, rows: Sequence[Row]) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = {}
    for row in rows:
        if (code := code_of(row.text(kind.code))) and (name := row.text(kind.user)):
            codes.setdefault(same_thing(name), set()).add(code)
    return codes


def _claim(kind: ServiceClaims, platforms: Listed, codes: dict[str, set[str]], row: Row) -> Claim:
    name = same_thing(row.text(kind.user))
    code = code_of(row.text(kind.code))
    # Who leaves out the code in one row shares the cap with the rows that have it, where the name tells one code.
    known = codes.get(name, set()) if name else set()
    who = code or (next(iter(known)) if len(known) == 1 else name)
    used, landed = row.day(kind.used), row.day(kind.landing.day)
    day = used
    if kind.cap.year == "payment":
        # A firm that has long been here is not paid for before it has used anything.
        day = row.day(kind.paid) or max(filter(None, (used, landed)), default=None)
    return Claim(
        row=row,
        id=row.text(kind.claim) or row.key,
        unnamed=not row.text(kind.claim),
        user=row.text(kind.user),
        code=code,
        who=who,
        platform=platforms.named(row.text(kind.platform)),
        used=used,
        day=day,
        fee=row.amount(kind.fee),
        proof=same_thing(row.text(kind.proof)) if kind.proof else "",
    )


def _judged(kind: ServiceClaims, claim: Claim, as_of: date | None) -> Claim:
    """The claim with its state, before it is known whether it was filed twice and what the cap leaves."""

    def stands(reason: str, clause: str, state: GrantState = "refused") -> Claim:
        return replace(claim, state=state, reason=reason, clause=clause)

    if claim.fee is None:
        return stands("没有能用的服务费", kind.clause)
    if claim.fee < 0:
        return stands("服务费是负数", kind.clause)
    if claim.used is None:
        return stands("没有能用的使用日期", kind.clause)
    if claim.platform is None:
        return stands("平台不在平台清单中", kind.recognised_clause)
    if claim.platform.since is None:
        return stands("平台没有认定", kind.recognised_clause)
    if claim.used < claim.platform.since:
        return stands(f"使用在平台认定（{claim.platform.since}）之前", kind.recognised_clause)
    landing = _landing(kind, claim.row, claim.used, as_of)
    if landing is not None:
        state, reason = landing
        return stands(reason, kind.landing.clause, state)
    if as_of is not None and claim.used > as_of:
        return stands(f"使用日期晚于核定基准日（{as_of}）", kind.cap.clause, "pending")
    return claim


def _landing(kind: ServiceClaims, row: Row, used: date, as_of: date | None) -> tuple[GrantState, str] | None:
    """What landing makes of a claim; None where it stands in its way no more."""
    rule = kind.landing
    if not kind.asks_landing(row.text(kind.user_kind)) or row.says_yes(rule.settled):
        return None
    landed, last = row.day(rule.day), last_day_from_event(used, years=rule.years)
    if landed is None and kind.presumes_settled(row.text(kind.user_kind)) and not row.says_no(rule.settled):
        return None
    if landed is not None:
        if landed > last:
            return "lapsed", f"落户日期（{landed}）超过使用后一年（最后一天是{last}）"
        if as_of is None or landed <= as_of:
            return None
    elif as_of is not None and as_of > last:
        return "lapsed", f"到{last}仍未落户，已满一年"
    return "pending", f"尚未落户，最迟{last}落户"
