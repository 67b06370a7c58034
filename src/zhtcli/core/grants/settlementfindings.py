"""What is odd in a year's subsidy, in support that overlaps and in fees for entrusted tasks, each with its cell."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from zhtcli.core.catalogue import settlement as rules
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.entrusted import Fee
from zhtcli.core.grants.grant import Grant, in_yuan, wan
from zhtcli.core.grants.overlapping import Matched
from zhtcli.core.grants.rows import Row
from zhtcli.core.grants.said import about
from zhtcli.core.grants.settlement import Settlement, parts_word
from zhtcli.core.grants.spending import Miss
from zhtcli.core.identifiers import same_thing
from zhtcli.core.names import close_names
from zhtcli.core.rounding import shown
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.settlementkinds import Entrusted, Operating, OtherSupport, Overlap, OwnSupport

_MISSES: dict[Miss, Rule] = {
    "undated": rules.UNDATED,
    "other_year": rules.OTHER_YEAR,
    "purpose": rules.PURPOSE,
    "part_time": rules.PART_TIME,
    "untold": rules.FULL_TIME,
}
"""Negative amounts and blank purposes are told where rows are held against their schema."""


def settlement_findings(
    kind: Operating, regime: Regime, submission: Submission, made: Settlement, grant: Grant
) -> Iterator[Finding]:
    """What a person should mend before a year is settled."""
    if not made.account.rows:
        key = kind.prepaid if made.funds.prepaid is not None else kind.granted
        words = {"name": regime.field(key).label, "register": regime.register(kind.spending.register).title}
        yield _about_field(rules.UNSPENT, submission, key, kind.clause, **words)
    yield from _rows(kind, made)
    yield from _same_rows(kind, regime, made)
    yield from _salaries(kind, submission, made)
    yield from _amounts(kind, submission, made)
    yield from _outcome(kind, regime, made)
    refund = made.refund(grant)
    if refund:
        words = {"told": wan(made.funds.prepaid or Fraction(0)), "settled": wan(grant.amount), "refund": wan(refund)}
        when = "照此结算" if grant.state == "pending" else "结算"
        yield _about_field(rules.REFUND, submission, kind.prepaid, kind.clause, when=when, **words)


def _rows(kind: Operating, made: Settlement) -> Iterator[Finding]:
    of = kind.spending
    columns: dict[Miss, str] = {"undated": of.day, "other_year": of.day, "purpose": of.purpose}
    for one in made.account.rows:
        rule = _MISSES.get(one.miss) if one.miss is not None else None
        if rule is None or one.miss is None:
            continue
        words = {"amount": wan(one.amount), "year": str(made.year), "choices": "、".join((*of.eligible, of.salaries))}
        column = columns.get(one.miss, of.full_time)
        if one.miss == "other_year":
            words["day"] = str(one.row.day(of.day))
        yield about(rule, one.row, of.register, column, of.clause, **words)


def _same_rows(kind: Operating, regime: Regime, made: Settlement) -> Iterator[Finding]:
    """Rows that count and say nothing that an earlier one does not say: two payments may be alike, so they count."""
    of, seen = kind.spending, dict[tuple[object, ...], int]()
    columns = [column.key for column in regime.register(of.register).columns]
    for one in made.account.rows:
        if one.miss is None and one.amount:
            told = tuple(one.row.of.value(column, one.row.index) for column in columns)
            first = seen.setdefault(told, one.row.line)
            if first != one.row.line:
                words = {"first": first, "amount": wan(one.amount)}
                yield about(rules.SAME_ROW, one.row, of.register, of.amount, of.clause, **words)


def _salaries(kind: Operating, submission: Submission, made: Settlement) -> Iterator[Finding]:
    share, account, of = made.salaries, made.account, kind.spending
    if not account.salaries:
        return
    if account.salaries > share.counted:
        first = next(one.row for one in account.rows if one.salary and one.miss is None)
        yield about(
            rules.SALARIES,
            first,
            of.register,
            of.amount,
            kind.salaries.clause,
            declared=wan(account.salaries),
            of=share.of,
            part=parts_word(kind),
            limit=wan(share.limit),
            over=wan(account.salaries - share.counted),
        )
    if share.assumed:
        words = {"of": share.of, "limit": wan(share.limit)}
        yield _about_field(rules.BASE, submission, kind.granted, kind.salaries.clause, **words)


def _amounts(kind: Operating, submission: Submission, made: Settlement) -> Iterator[Finding]:
    funds, most = made.funds, in_yuan(kind.cap.amount)
    if funds.granted is not None and funds.granted > most:
        words = {"told": wan(funds.granted), "most": wan(most)}
        yield _about_field(rules.GRANTED, submission, kind.granted, kind.cap.clause, **words)
    if funds.prepaid is not None and funds.prepaid > made.ceiling:
        decided = funds.granted is not None and funds.granted < most
        of = f"核定的年度补贴 {wan(made.ceiling)}" if decided else f"每年最高 {wan(most)}"
        yield _about_field(rules.PREPAID, submission, kind.prepaid, kind.clause, told=wan(funds.prepaid), of=of)
    if funds.carried and funds.level and funds.level not in kind.carried.levels:
        words = {"level": funds.level, "told": wan(funds.carried), "levels": "、".join(kind.carried.levels)}
        yield _about_field(rules.CARRIED, submission, kind.carried.field, kind.carried.clause, **words)


def _outcome(kind: Operating, regime: Regime, made: Settlement) -> Iterator[Finding]:
    of, row = kind.outcome, made.outcome.row
    if row is None or made.outcome.standing != "known" or made.withheld:
        return
    grade = made.outcome.grade
    if grade not in (of.passed, of.failed):
        if made.outcome.faulty:
            return  # that such a result is none is told at its cell already
        words = {"year": str(made.year), "passed": of.passed, "failed": of.failed}
        yield about(rules.GRADE, row, of.register, of.grade, of.clause, **words)
    elif grade == of.failed and of.effect == "by_completion" and made.capped and None in made.completions.values():
        unknown = (no for no, share in made.completions.items() if share is None)
        names = "、".join(f"“{regime.indicator(no).name}”" for no in unknown)
        yield about(rules.COMPLETION, row, of.register, of.grade, of.clause, grade=grade, names=names)


def overlap_findings(kind: Overlap, told: Matched) -> Iterator[Finding]:
    """Things that do not match, that stand twice, and other support that has to be given up or tells no amount."""
    of, other = kind.own, kind.other
    for row in told.unnamed_own:
        yield _unnamed(rules.OVERLAP_UNNAMED, row, of, kind)
    for row in told.unnamed_other:
        if not row.says_yes(other.returned):
            yield _unnamed(rules.OVERLAP_OTHER_UNNAMED, row, other, kind)
    keys = list(dict.fromkeys(item.key for item in told.items))
    for row in told.unmatched:
        near = [key for key in keys if _near(key, row.text(other.key))]
        said = f"（相近的有“{showable('”“'.join(near))}”）" if near else ""
        yield about(rules.OVERLAP_KEY, row, other.register, other.key, kind.clause, near=said)
    for item in told.items:
        if item.first is not None:
            words = {"other": item.first.line, "line": item.row.line}
            yield about(rules.OVERLAP_TWICE, item.row, of.register, of.key, kind.clause, **words)
            continue
        if kind.effect != "none":
            for one in item.others:
                if one.amount is None:
                    yield about(rules.OVERLAP_AMOUNT, one.row, other.register, other.amount, kind.clause, key=item.key)
        if kind.effect == "higher_only" and item.own and item.others and not item.unknown and item.own > item.highest:
            lower = "（加起来不比本办法低，放弃前请先比较）" if item.received >= item.own else ""
            yield about(
                rules.GIVE_UP,
                item.row,
                of.register,
                of.amount,
                kind.clause,
                key=item.key,
                own=wan(item.own),
                highest=wan(item.highest),
                received=wan(item.received),
                lower=lower,
            )


def _unnamed(rule: Rule, row: Row, of: OwnSupport | OtherSupport, kind: Overlap) -> Finding:
    amount = row.amount(of.amount)
    told = f" {wan(amount)}" if amount else ""
    return about(rule, row, of.register, of.key, kind.clause, line=row.line, amount=told)


def _near(key: str, other: str) -> bool:
    """Whether two keys may be one thing: names one slip apart, or codes that differ in their marks alone."""
    bare, other_bare = ("".join(filter(str.isalnum, same_thing(one))) for one in (key, other))
    return close_names(key, other) or bare == other_bare != ""


def entrusted_findings(kind: Entrusted, regime: Regime, submission: Submission, told: Fee) -> Iterator[Finding]:
    """A fee beyond its limit or without one, and tasks that cannot be entrusted."""
    if told.strange:
        words = {"strange": "”“".join(told.strange), "allowed": "、".join(kind.allowed)}
        yield _about_field(rules.ENTRUSTED_TASK, submission, kind.tasks, kind.clause, **words)
    if not told.fee:
        return
    if not told.tasks:
        yield _about_field(rules.ENTRUSTED_UNTOLD, submission, kind.tasks, kind.clause, fee=wan(told.fee))
    names = "”和“".join(regime.field(key).label for key in told.missing)
    if told.limit is None or told.funds is None:
        yield _about_field(
            rules.ENTRUSTED_NO_FUNDS, submission, kind.fee, kind.clause, fee=wan(told.fee), names=f"“{names}”"
        )
    elif told.excess:
        yield _about_field(
            rules.ENTRUSTED_OVER,
            submission,
            kind.fee,
            kind.clause,
            fee=wan(told.fee),
            funds=wan(told.funds),
            most=shown(kind.most),
            limit=wan(told.limit),
            over=wan(told.excess),
            missing=f"（“{names}”没有填，没有算在内）" if told.missing else " ",
        )


def _about_field(rule: Rule, submission: Submission, key: str, clause: str, **words: Any) -> Finding:
    entry = submission.field(key)
    at, raw = (entry.at, entry.raw or None) if entry is not None else (None, None)
    return rule.found(at, field=key, raw=raw, clause=clause, **words)
