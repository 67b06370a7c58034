"""Amounts on the pages of one unit's forms, followed from one workbook to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhtcli.core.catalogue import checks as rules
from zhtcli.core.checks.fields import known_amount, spelled, together
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import period_label
from zhtcli.core.rounding import shown
from zhtcli.core.rules.checkkinds import FieldsAtMost
from zhtcli.core.rules.regime import Regime


def fields_over_time(regime: Regime, submission: Submission, earlier: Sequence[Submission]) -> list[Finding]:
    """What amounts that add up say against the unit's earlier workbooks, in any order.

    They never fall, within the calendar year where they count from January. Spending above the year's receipts
    that the leftovers of earlier years cover is told as such (`ZHT-FIELD-CARRIED`), beside the finding on the form
    alone (`ZHT-FIELD-ATMOST`, on the same cell), which it settles.
    """
    own = submission.form.span
    before = sorted((one for one in earlier if one.form.span < own), key=lambda one: one.form.span)
    found: list[Finding] = []
    for check in regime.checks:
        if isinstance(check, FieldsAtMost):
            same_count = [one for one in before if check.counts == "since_start" or _year(one) == _year(submission)]
            for key in (check.lesser, *check.greater):
                found += _fell(check, regime, submission, same_count, key)
            if check.counts == "year":
                found += _carried(check, regime, submission, before)
    return found


def _fell(
    check: FieldsAtMost, regime: Regime, submission: Submission, before: Sequence[Submission], key: str
) -> Iterator[Finding]:
    """Against the latest workbook that tells the amount."""
    now, entry = known_amount(submission, key), submission.field(key)
    told = [(one, amount) for one in before if (amount := known_amount(one, key)) is not None]
    if now is None or entry is None or not told or now >= told[-1][1]:
        return
    other, amount = told[-1]
    field = regime.field(key)
    yield rules.FIELD_FELL.found(
        entry.at,
        field=key,
        raw=entry.raw,
        clause=check.clause,
        severity=check.severity,
        name=field.label,
        counts="自启动建设以来" if check.counts == "since_start" else "本年",
        period=period_label(other.form.span),
        file=other.file.replace("\\", "/").rpartition("/")[2],
        before=f"{shown(amount, 4)}{field.unit}",
        now=f"{shown(now, 4)}{field.unit}",
    )


def _carried(
    check: FieldsAtMost, regime: Regime, submission: Submission, before: Sequence[Submission]
) -> Iterator[Finding]:
    """Spending above the year's receipts, covered by what earlier years' last workbooks left over."""
    here, entry = _balance(check, submission), submission.field(check.lesser)
    if here is None or entry is None or here >= 0:
        return
    last_of = {_year(one): one for one in before if _year(one) < _year(submission) and _balance(check, one) is not None}
    left = sum((_balance(check, one) or Decimal(0) for one in last_of.values()), Decimal(0))
    if not last_of or here + left < 0:
        return
    greater = [(key, known_amount(submission, key) or Decimal(0)) for key in check.greater]
    yield rules.FIELD_CARRIED.found(
        entry.at,
        field=check.lesser,
        raw=entry.raw,
        clause=check.clause,
        lesser=spelled(regime, check.lesser, known_amount(submission, check.lesser) or Decimal(0)),
        greater=together(regime, greater),
        carried=f"{shown(left, 4)}{regime.field(check.lesser).unit}",
        years="、".join(f"{year}年" for year in last_of),
    )


def _balance(check: FieldsAtMost, submission: Submission) -> Decimal | None:
    """What came in less what was spent; None where one of the amounts is not known."""
    spent = known_amount(submission, check.lesser)
    received = [known_amount(submission, key) for key in check.greater]
    known = [amount for amount in received if amount is not None]
    return None if spent is None or len(known) < len(received) else sum(known, Decimal(0)) - spent


def _year(submission: Submission) -> str:
    return submission.form.span[:4]
