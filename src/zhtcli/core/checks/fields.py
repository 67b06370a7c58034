"""Cross-checks within the fields of the cover and its pages: what is required when, sums, what exceeds what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from zhtcli.core.catalogue import checks as rules
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rounding import shown
from zhtcli.core.rules.checkkinds import FieldIsPart, FieldsAddUp, FieldsAgree, FieldsAtMost, FieldZero, RequiredWhen
from zhtcli.core.rules.regime import Regime
from zhtcli.core.values import half_unit


def field_findings(
    check: RequiredWhen | FieldsAddUp | FieldsAtMost | FieldZero | FieldsAgree | FieldIsPart,
    regime: Regime,
    submission: Submission,
) -> list[Finding]:
    """What the fields of one form say against each other."""
    match check:
        case RequiredWhen():
            return list(_required_when(check, regime, submission))
        case FieldsAddUp():
            return list(_add_up(check, regime, submission))
        case FieldsAtMost():
            return list(_at_most(check, regime, submission))
        case FieldZero():
            return list(_zero(check, regime, submission))
        case FieldsAgree():
            return list(_agree(check, regime, submission))
        case FieldIsPart():
            return list(_is_part(check, regime, submission))
        case _:
            assert_never(check)


def known_amount(submission: Submission, key: str) -> Decimal | None:
    """What a number field says; None where it is blank, cannot be read, or is negative (which is told already)."""
    entry = submission.field(key)
    return entry.value if entry is not None and isinstance(entry.value, Decimal) and entry.value >= 0 else None


def spelled(regime: Regime, key: str, value: Decimal | Fraction) -> str:
    """`省级资金 200万元`."""
    field = regime.field(key)
    return f"{field.label} {shown(value, 4)}{field.unit}"


def together(regime: Regime, amounts: Sequence[tuple[str, Decimal]]) -> str:
    """`省级资金 200万元、市级资金 100万元，合计 300万元`."""
    total = sum((amount for _, amount in amounts), Decimal(0))
    told = "、".join(spelled(regime, key, amount) for key, amount in amounts)
    return told if len(amounts) == 1 else f"{told}，合计 {shown(total, 4)}{regime.field(amounts[0][0]).unit}"


def _required_when(check: RequiredWhen, regime: Regime, submission: Submission) -> Iterator[Finding]:
    entry = submission.field(check.field)
    if entry is None or entry.state != "blank" or submission.text(check.when) != check.holds:
        return
    yield rules.FIELD_REQUIRED.found(
        entry.at,
        field=check.field,
        raw=entry.raw or None,
        clause=check.clause,
        severity=check.severity,
        name=regime.field(check.field).label,
        when=regime.field(check.when).label,
        holds=check.holds,
    )


def _add_up(check: FieldsAddUp, regime: Regime, submission: Submission) -> Iterator[Finding]:
    """Parts are taken as typed; the whole stands for what rounds to it."""
    parts = [(key, amount) for key in check.parts if (amount := known_amount(submission, key)) is not None]
    whole, entry = known_amount(submission, check.whole), submission.field(check.whole)
    blank = _blank(submission, check.parts)
    if not parts or whole is None:
        return
    where = entry
    words = {"parts": together(regime, parts), "whole": spelled(regime, check.whole, whole)}
    if blank:
        where, rule = submission.field(blank[0]), rules.FIELDS_SUM_PARTLY
        words["names"] = _labels(regime, blank)
    elif len(parts) < len(check.parts):
        return  # one of them cannot be used, which is told already
    else:
        rule, total = rules.FIELDS_SUM, sum((Fraction(amount) for _, amount in parts), Fraction(0))
        if abs(Fraction(whole) - total) <= half_unit(whole):
            return
        words["parts"] = "、".join(spelled(regime, *part) for part in parts)
        words["total"] = f"{shown(total, 4)}{regime.field(check.whole).unit}"
    yield rule.found(
        where.at if where is not None else None,
        field=where.slot.key if where is not None else None,
        raw=(where.raw or None) if where is not None else None,
        clause=check.clause,
        severity=check.severity,
        **words,
    )


def _at_most(check: FieldsAtMost, regime: Regime, submission: Submission) -> Iterator[Finding]:
    lesser, entry = known_amount(submission, check.lesser), submission.field(check.lesser)
    greater = [(key, amount) for key in check.greater if (amount := known_amount(submission, key)) is not None]
    blank = _blank(submission, check.greater)
    if lesser is None or entry is None or not greater or len(greater) + len(blank) < len(check.greater):
        return
    if lesser <= sum((amount for _, amount in greater), Decimal(0)):
        return
    yield rules.FIELDS_AT_MOST.found(
        entry.at,
        field=check.lesser,
        raw=entry.raw,
        clause=check.clause,
        severity=check.severity,
        counts="自启动建设以来累计" if check.counts == "since_start" else "本年",
        lesser=spelled(regime, check.lesser, lesser),
        greater=together(regime, greater),
        left_out=f"（{_labels(regime, blank)}没有填，没有算在内）" if blank else "",
        advice="支出里不含自筹资金" if check.counts == "since_start" else "支出用了往年结余的，写明来源",
    )


def _zero(check: FieldZero, regime: Regime, submission: Submission) -> Iterator[Finding]:
    for key in check.fields:
        entry = submission.field(key)
        if entry is not None and known_amount(submission, key) == 0:
            yield rules.FIELD_ZERO.found(
                entry.at,
                field=key,
                raw=entry.raw,
                clause=check.clause,
                severity=check.severity,
                name=regime.field(key).label,
                sentence=check.sentence,
            )


def _agree(check: FieldsAgree, regime: Regime, submission: Submission) -> Iterator[Finding]:
    one, other = (submission.field(key) for key in check.fields)
    if one is None or other is None or one.value is None or other.value is None or one.value == other.value:
        return
    first, second = (regime.field(key).label for key in check.fields)
    yield rules.FIELDS_DIFFER.found(
        other.at,
        field=other.slot.key,
        raw=other.raw,
        clause=check.clause,
        severity=check.severity,
        second=f"“{second}”填的是 {other.raw}",
        first=f"“{first}”填的是 {one.raw}",
        sentence=check.sentence,
        used=check.used,
    )


def _is_part(check: FieldIsPart, regime: Regime, submission: Submission) -> Iterator[Finding]:
    value, entry = known_amount(submission, check.field), submission.field(check.field)
    part = submission.entry(check.indicator, submission.form.span, check.part)
    if value is None or entry is None or part is None or not isinstance(part.value, Decimal) or part.value == value:
        return
    word = "分子" if check.part == "numerator" else "分母"
    yield rules.FIELDS_DIFFER.found(
        entry.at,
        field=check.field,
        raw=entry.raw,
        clause=check.clause,
        severity=check.severity,
        second=f"“{regime.field(check.field).label}”填的是 {shown(value, 4)}",
        first=f"第{check.indicator}项的{word}填的是 {shown(part.value, 4)}",
        sentence=check.sentence,
        used=check.used,
    )


def _blank(submission: Submission, keys: Sequence[str]) -> list[str]:
    return [key for key in keys if (entry := submission.field(key)) is None or entry.state == "blank"]


def _labels(regime: Regime, keys: Sequence[str]) -> str:
    return "、".join(regime.field(key).label for key in keys)
