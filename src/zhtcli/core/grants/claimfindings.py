"""What is odd in claims for fees, each with its row and cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhtcli.core.catalogue import grants as rules
from zhtcli.core.catalogue import registers
from zhtcli.core.finding import Finding
from zhtcli.core.grants.claims import Claim, repeats
from zhtcli.core.grants.rows import Listed, Platform
from zhtcli.core.grants.said import about, disorder, platform_of
from zhtcli.core.identifiers import judge, same_thing
from zhtcli.core.rules.grantkinds import ServiceClaims


def claim_findings(kind: ServiceClaims, platforms: Listed, claims: Sequence[Claim]) -> list[Finding]:
    """What a person should mend in the claims, row by row."""
    found = [finding for claim in claims for finding in _of_claim(kind, platforms, claim)]
    for claim, first in repeats(claims):
        same_id = claim.row.text(kind.claim) and claim.row.text(kind.claim) == first.row.text(kind.claim)
        words = {"other": first.row.line, "other_row": first.row.key}
        why = "编号相同" if same_id else "使用方、平台、使用日期和服务费都相同，凭证没有分开"
        column = kind.claim if same_id else kind.fee
        found.append(about(rules.TWICE, claim.row, kind.register, column, kind.clause, why=why, **words))
    return [*found, *_same_number(kind, claims)]


def _same_number(kind: ServiceClaims, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Claims with the number of another one that do not repeat it: a claim filed twice is told as that."""
    by_id = {claim.id: claim for claim in claims}
    for claim in claims:
        number = claim.row.text(kind.claim)
        if not number or claim.id == number or (claim.first and claim.first.row.text(kind.claim) == number):
            continue
        words = {"other": by_id[number].row.line, "id": claim.id}
        yield about(rules.SAME_NUMBER, claim.row, kind.register, kind.claim, kind.clause, **words)


def _of_claim(kind: ServiceClaims, platforms: Listed, claim: Claim) -> Iterator[Finding]:
    row, of = claim.row, kind.register
    enterprise = (row.text(kind.user_kind) or kind.enterprise) == kind.enterprise
    platform = platform_of(kind.platforms, platforms, row, of, kind.platform)
    if isinstance(platform, Finding):
        yield platform
    elif platform.since is None:
        yield about(rules.UNRECOGNISED, row, of, kind.platform, kind.recognised_clause, platform=platform.name)
    elif claim.used is not None and claim.used < platform.since:
        words = {"used": str(claim.used), "since": str(platform.since), "platform": platform.name}
        yield about(rules.BEFORE, row, of, kind.used, kind.recognised_clause, **words)
    if claim.used is None:
        yield about(rules.NO_DAY_OF_USE, row, of, kind.used, kind.clause)
    if not claim.code and enterprise:
        yield about(rules.NO_CODE, row, of, kind.code, kind.cap.clause, name=claim.user)
    elif enterprise and (judged := judge("uscc", row.text(kind.code))).verdict != "valid":
        rule = registers.CODE_MALFORMED if judged.verdict == "malformed" else registers.CODE_DOUBTFUL
        words = {"label": "统一社会信用代码", "reason": judged.reason}
        yield about(rule, row, of, kind.code, kind.cap.clause, **words)
    if not isinstance(platform, Finding) and (why := _own(claim, platform)):
        yield about(rules.SELF, row, of, kind.code, kind.clause, platform=platform.name, why=why)
    paid, used = (row.day(kind.paid), "拨付日期"), (claim.used, "使用日期")
    yield from disorder(row, of, kind.clause, used, paid, kind.paid)
    if kind.asks_landing(row.text(kind.user_kind)):
        landed = row.day(kind.landing.day)
        yield from disorder(row, of, kind.landing.clause, (landed, "落户日期"), paid, kind.paid)
        # Of a project or a team a blank says that it has not landed; most firms are simply here and do not say so.
        silent = landed is None and not row.says_yes(kind.landing.settled) and not row.says_no(kind.landing.settled)
        if silent and claim.state in ("due", "pending") and kind.presumes_settled(row.text(kind.user_kind)):
            yield about(rules.UNSETTLED, row, of, kind.landing.settled, kind.landing.clause)


def _own(claim: Claim, platform: Platform) -> str:
    """By what the user is seen to be the one who runs the platform; blank where it is not."""
    if platform.code and claim.who == platform.code:
        return "统一社会信用代码相同"
    same = platform.owner and claim.user and same_thing(platform.owner) == same_thing(claim.user)
    return "名称相同" if same else ""
