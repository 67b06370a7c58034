"""What is odd in the rows that grants rest on, each with its register, row and cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never

from zhtcli.core.catalogue import grants as rules
from zhtcli.core.finding import Finding
from zhtcli.core.grants.claimfindings import claim_findings
from zhtcli.core.grants.grant import Grant, yuan
from zhtcli.core.grants.grants import Books
from zhtcli.core.grants.recognised import Recognised
from zhtcli.core.grants.rows import Listed, Platform, Row, assessments_of, year_of
from zhtcli.core.grants.said import about, disorder, platform_of
from zhtcli.core.grants.settlementfindings import entrusted_findings, overlap_findings, settlement_findings
from zhtcli.core.grants.worth import SpanWorth
from zhtcli.core.rounding import shown
from zhtcli.core.rules.grantkinds import Assessments, Platforms, ServiceClaims, Support
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.settlementkinds import Entrusted, Operating, Overlap


def grant_findings(regime: Regime, books: Books, grants: Sequence[Grant]) -> list[Finding]:
    """What a person should mend or look at before money is paid; `grants` are those that these books give.

    Negative amounts, malformed codes and values outside a choice are told where rows are held against their schema.
    """
    found: list[Finding] = []
    for rule in regime.grants:
        match rule:
            case Support():
                platforms = books.platforms(rule.platforms)
                found += _platforms(rule, platforms)
                found += _supports(rule, platforms, books, grants)
            case ServiceClaims():
                found += claim_findings(rule, books.platforms(rule.platforms), books.claims(rule))
            case Operating():
                if (settled := books.settlement(rule)) is not None:
                    made = next(one for one in grants if one.rule == rule.id)
                    found += settlement_findings(rule, regime, books.submission, settled, made)
            case Overlap():
                found += overlap_findings(rule, books.overlaps(rule))
            case Entrusted():
                found += entrusted_findings(rule, regime, books.submission, books.fee(rule))
            case _:
                assert_never(rule)
    return list(dict.fromkeys(found))


def _platforms(kind: Support, platforms: Listed) -> Iterator[Finding]:
    of = kind.platforms
    for row, first in platforms.repeated:
        yield about(rules.PLATFORM_TWICE, row, of.register, of.name, of.clause, other=first.row.line, line=row.line)
    for platform in platforms.platforms:
        row = platform.row
        filed, since = (row.day(of.filed), "入库备案日期"), (platform.since, "认定日期")
        yield from disorder(row, of.register, of.clause, filed, since, of.since)
        if not platform.industry:
            words = {"platform": platform.name, "least": shown(kind.base.required.least)}
            yield about(rules.NO_INDUSTRY, row, of.register, of.industry, of.clause, **words)
        elif platform.industry not in of.industries:
            words = {"platform": platform.name, "choices": "、".join(of.industries)}
            yield about(rules.INDUSTRY, row, of.register, of.industry, of.clause, **words)


def _supports(kind: Support, platforms: Listed, books: Books, grants: Sequence[Grant]) -> Iterator[Finding]:
    base = kind.base
    for row in books.rows(base.register):
        platform = platform_of(kind.platforms, platforms, row, base.register, base.platform)
        if isinstance(platform, Finding):
            yield platform
        elif row.day(base.day) is None:
            yield about(rules.UNDATED, row, base.register, base.day, base.clause)
    assessments = books.rows(kind.assessments.register)
    yield from _assessments(kind.assessments, kind.platforms, platforms, assessments)
    # Whatever the day that is asked about: an outcome that is written down is not missing.
    judged = assessments_of(kind.assessments, assessments, platforms, None)
    made = {grant.id: grant for grant in grants}
    for platform in platforms.platforms:
        told = books.worths(kind)[platform.name]
        grant = made.get(f"{kind.id}/{platform.name}")
        yield from _worth(kind, platform, told.first, "首次投资", grant)
        for year, later in told.later.items():
            grant = made.get(f"{kind.id}/{platform.name}/{year}")
            yield from _worth(kind, platform, later, f"{year}年新增投资", grant)
            if year not in judged.get(platform.name, {}):
                words = {"platform": platform.name, "year": str(year)}
                yield about(rules.UNASSESSED, later.rows[0], base.register, base.day, kind.follow_up.clause, **words)


def _assessments(kind: Assessments, of: Platforms, platforms: Listed, rows: Sequence[Row]) -> Iterator[Finding]:
    seen = set()
    for row in rows:
        platform = platform_of(of, platforms, row, kind.register, kind.platform)
        if isinstance(platform, Finding):
            yield platform
            continue
        since = (platform.since, "认定日期")
        yield from disorder(row, kind.register, kind.clause, since, (row.day(kind.day), "考核日期"), kind.day)
        year = year_of(row, kind.year)
        if year is None or not row.text(kind.outcome):
            continue
        if platform.since is not None and row.day(kind.day) is None and year < platform.since.year:
            first, second = (date(platform.since.year, 1, 1), "认定年度"), (date(year, 1, 1), "考核年度")
            yield from disorder(row, kind.register, kind.clause, first, second, kind.year)
        if (platform.name, year) in seen:
            words = {"platform": platform.name, "year": str(year)}
            yield about(rules.OUTCOME_TWICE, row, kind.register, kind.outcome, kind.clause, **words)
        seen.add((platform.name, year))


def _worth(kind: Support, platform: Platform, told: SpanWorth, what: str, grant: Grant | None) -> Iterator[Finding]:
    """What limits and required shares do to an investment; nothing where it is refused for another reason."""
    if grant is None or grant.state == "refused":
        return
    worth = told.recognised
    limited, of = kind.base.limited, kind.platforms
    if worth.allowed is None and worth.declared_limited:
        words = {"platform": platform.name, "name": f"“{'、'.join(limited.categories)}”"}
        yield about(rules.NO_TOTAL, platform.row, of.register, of.stated_total, limited.clause, **words)
    elif worth.over and worth.allowed is not None:
        first = next(row for row in told.rows if row.text(kind.base.category) in limited.categories)
        yield about(
            rules.LIMITED,
            first,
            kind.base.register,
            kind.base.category,
            limited.clause,
            platform=platform.name,
            what=what,
            name=f"“{'、'.join(limited.categories)}”",
            declared=yuan(worth.declared_limited),
            allowed=yuan(worth.allowed),
            recognised=yuan(worth.limited),
        )
    if worth.holds is False:
        yield _short_of_equipment(kind, platform, worth, what)


def _short_of_equipment(kind: Support, platform: Platform, worth: Recognised, what: str) -> Finding:
    required, of = kind.base.required, kind.platforms
    effect = {"for_person": "暂不给补贴，由人裁定", "no_effect": "按口径不影响补贴"}[required.miss]
    share = worth.share or 0
    # 59.999 % must not be told as the 60 % that it misses.
    places = next((few for few in (2, 4, 8) if shown(share, few) != shown(required.least, few)), 12)
    return about(
        rules.EQUIPMENT,
        platform.row,
        of.register,
        of.industry,
        required.clause,
        platform=platform.name,
        what=what,
        share=shown(share, places),
        least=shown(required.least),
        effect=effect,
    )
