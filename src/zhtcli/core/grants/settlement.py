"""The operating subsidy of a year: eligible spending, salaries up to a share, the cap, and what was prepaid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.decision import Decision
from zhtcli.core.figures.figures import Figures
from zhtcli.core.finding import CellRef
from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.grant import (
    Cut,
    Grant,
    GrantState,
    PaidPart,
    PartState,
    as_decided,
    decided_amount,
    in_yuan,
    settle,
    wan,
)
from zhtcli.core.grants.rows import Row, field_amount
from zhtcli.core.grants.spending import Account, account_of
from zhtcli.core.grants.yearoutcome import Outcome
from zhtcli.core.period import last_day
from zhtcli.core.rounding import shown
from zhtcli.core.rules.settlementkinds import Operating, SalaryLimit, YearOutcome

_PARTS = {2: "二分之一", 3: "三分之一", 4: "四分之一"}


@dataclass(frozen=True, slots=True)
class Funds:
    """What the form tells of a year's subsidy, in 元; None where nothing usable stands."""

    prepaid: Fraction | None
    granted: Fraction | None
    carried: Fraction | None
    level: str


@dataclass(frozen=True, slots=True)
class SalaryShare:
    """Up to what salaries count (exact, in 元), and of what that is a share, in words."""

    limit: Fraction
    counted: Fraction
    of: str
    assumed: bool
    """No decided subsidy stands in the form, and another amount had to serve."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A year's subsidy worked out, before and after the assessment of the year; in 元.

    `ceiling` is the most that the year can bring: the cap, or less where less was decided. `eligible` is that of the
    spending which counts, settled to 0.01 元, `capped` what of it stays under the ceiling. `outcome` is what is
    known of the year's assessment; `completions` what each target was met by, at most 1, where that decides.
    What happens after `as_of` has not happened yet.
    """

    year: int
    as_of: date | None
    funds: Funds
    account: Account
    salaries: SalaryShare
    ceiling: Fraction
    eligible: Fraction
    capped: Fraction
    withheld: bool
    outcome: Outcome
    completions: Mapping[str, Fraction | None]

    @property
    def completion(self) -> Fraction | None:
        """The mean completion of the year's targets; None where one of them cannot be told, or none is asked."""
        known = [share for share in self.completions.values() if share is not None]
        return sum(known, Fraction(0)) / len(known) if known and len(known) == len(self.completions) else None

    def undecided(self, grant: Grant) -> bool:
        """Whether nothing can be settled yet: a person decides it, or no spending is told."""
        return grant.state == "for_person" or (grant.state == "pending" and not self.account.rows)

    def refund(self, grant: Grant) -> Fraction | None:
        """What was prepaid beyond what the year comes to; None while that is undecided."""
        if self.undecided(grant):
            return None
        return max(Fraction(0), settle(self.funds.prepaid or Fraction(0)) - grant.amount)


def settlement_of(
    kind: Operating,
    submission: Submission,
    spending: Sequence[Row],
    outcome: Outcome,
    figures: Figures,
    as_of: date | None,
) -> Settlement | None:
    """The settlement of the form's own year; None where neither spending nor an amount is told.

    The subsidy of a year is settled in the next one (第十条), so the last day of the year, which is the day of a form
    that names none, leaves no spending of that year out.
    """
    year = int(submission.form.span[:4])
    known = None if as_of == last_day(submission.form.span) else as_of
    funds = funds_of(kind, submission)
    account = account_of(kind.spending, spending, year, known)
    if not account.rows and funds.prepaid is None and funds.granted is None:
        return None
    cap = in_yuan(kind.cap.amount)
    ceiling = cap if funds.granted is None else min(cap, funds.granted)
    share = salary_share(kind.salaries, account, funds, cap, ceiling)
    eligible = settle(account.other + share.counted)
    by_completion = outcome.grade == kind.outcome.failed and kind.outcome.effect == "by_completion"
    held = bool(funds.carried) and funds.level in kind.carried.levels
    return Settlement(
        year=year,
        as_of=known,
        funds=funds,
        account=account,
        salaries=share,
        ceiling=ceiling,
        eligible=eligible,
        capped=min(eligible, settle(ceiling)),
        withheld=held and kind.carried.effect == "no_city_subsidy",
        outcome=outcome,
        completions=completions_of(kind.outcome, submission, figures) if by_completion else {},
    )


def funds_of(kind: Operating, submission: Submission) -> Funds:
    """The amounts of the form; a negative one is told elsewhere and counts as not told."""
    keys = kind.prepaid, kind.granted, kind.carried.field
    prepaid, granted, carried = (field_amount(submission, key) for key in keys)
    return Funds(prepaid, granted, carried, submission.text(kind.carried.level))


def salary_share(kind: SalaryLimit, account: Account, funds: Funds, cap: Fraction, ceiling: Fraction) -> SalaryShare:
    """Up to what salaries count.

    Of what is settled, salaries S beside other spending N are at most one of p parts where S ≤ N/(p−1), and where
    the ceiling C is what is settled, where S ≤ C/p.
    """
    if kind.base == "settled":
        limit, of, assumed = min(account.other / (kind.parts - 1), ceiling / kind.parts), "结算的补贴", False
    else:
        # A prepayment of nothing tells nothing about what the year's subsidy is.
        told = [("核定的年度补贴", funds.granted), ("年初预拨", funds.prepaid or None), ("年度最高额", cap)]
        name, base = next((name, amount) for name, amount in told if amount is not None)
        base = min(base, cap)
        limit, of, assumed = base / kind.parts, f"{name} {wan(base)}", funds.granted is None
    return SalaryShare(limit, min(account.salaries, limit), of, assumed)


def completions_of(kind: YearOutcome, submission: Submission, figures: Figures) -> dict[str, Fraction | None]:
    """What each indicator came to over what was pledged for the form's year, at most 1; None where it is not known."""
    return {no: _completion(no, submission, figures) for no in kind.indicators}


def _completion(no: str, submission: Submission, figures: Figures) -> Fraction | None:
    period = submission.form.span
    figure, pledge = figures.get((no, period)), submission.entry(no, period, "pledged")
    pledged = pledge.value if pledge is not None and isinstance(pledge.value, Decimal) else None
    if figure is None or figure.value is None or figure.value < 0 or pledged is None or pledged <= 0:
        return None
    return min(figure.value / Fraction(pledged), Fraction(1))


def operating_grant(
    kind: Operating, submission: Submission, made: Settlement, decided: Mapping[str, Decision]
) -> Grant:
    """The grant of the form's year, with every row and amount that does not count named.

    What reviewers have `decided` on it, by its id, holds where the rule leaves room for it.
    """
    account, share = made.account, made.salaries
    cuts = account.left_out(kind.spending, made.year, made.as_of)
    if account.salaries > share.counted:
        reason = f"专职薪酬 {wan(account.salaries)}，不超过{share.of}的{parts_word(kind)}，计 {wan(share.counted)}"
        cuts.append(Cut("base", account.salaries - share.counted, reason, kind.salaries.clause))
    cuts += _capped(kind, made)
    grant = Grant(
        id=f"{kind.id}-{made.year}",
        rule=kind.id,
        title=kind.title,
        payee=submission.unit,
        uscc=submission.uscc,
        platform=submission.unit,
        period=submission.form.span,
        asked=account.asked,
        recognised=account.other + share.counted,
        rate=Fraction(100),
        computed=made.eligible,
        cuts=tuple(cuts),
        amount=made.capped,
        instalments=(),
        state="due",
        interval=(made.capped, made.capped),
        clause=kind.clause,
        rows=tuple(one.row.key for one in account.rows),
        cells=(*(one.row.at(kind.spending.amount) for one in account.rows), *_told_at(kind, submission)),
    )
    by_rule = _assessed(kind, made, grant)
    decision = decided.get(grant.id)
    given = decided_amount(decision, by_rule.interval[1])
    if decision is not None and given is not None:
        state: GrantState = "pending" if by_rule.state == "pending" else "due"
        by_rule = replace(as_decided(by_rule, decision, given, (), state), amount=given, interval=(given, given))
    return _with_parts(kind, by_rule, made)


def parts_word(kind: Operating) -> str:
    """`三分之一`."""
    return _PARTS.get(kind.salaries.parts, f"{kind.salaries.parts}分之一")


def _capped(kind: Operating, made: Settlement) -> list[Cut]:
    """What goes beyond the cap, then beyond what was decided."""
    cap, left, cuts, nothing = in_yuan(kind.cap.amount), made.eligible, list[Cut](), Fraction(0)
    decided = made.funds.granted
    for most, reason, clause in (
        (cap, f"每年最高 {wan(cap)}", kind.cap.clause),
        (decided, f"不超过核定的年度补贴 {wan(decided or nothing)}", kind.clause),
    ):
        if most is not None and left > settle(most):
            cuts.append(Cut("cap", left - settle(most), reason, clause))
            left = settle(most)
    return cuts


def _assessed(kind: Operating, made: Settlement, grant: Grant) -> Grant:
    """The grant with what carried-over money and the year's assessment make of it."""
    outcome, nothing = kind.outcome, Fraction(0)
    if made.withheld:
        reason = f"有上级补助资金结转 {wan(made.funds.carried or nothing)}，按口径当年不安排本级补贴"
        return _refused(grant, reason, kind.carried.clause)
    grade, row = made.outcome.grade, made.outcome.row
    forfeited = made.outcome.standing == "known" and grade == outcome.failed and outcome.effect == "zero_recover"
    if not made.account.rows and not forfeited:
        reason = "没有填运营经费支出，不能当作没有支出，填好以后再结算"
        return replace(grant, state="pending", reason=reason, interval=(nothing, settle(made.ceiling)))
    if not made.capped and not forfeited:
        return replace(grant, state="refused", reason="没有可以计入的支出", interval=(nothing, nothing))
    if row is not None:
        grant = replace(grant, cells=(*grant.cells, row.at(outcome.grade)))
    if made.outcome.standing == "open":
        return replace(grant, state="pending", reason=made.outcome.why, interval=(nothing, made.capped))
    if made.outcome.standing != "known":
        reason = f"{made.outcome.why}；{made.year}年度的补贴由人裁定"
        return replace(grant, state="for_person", amount=nothing, reason=reason, interval=(nothing, made.capped))
    if grade == outcome.passed:
        return grant
    if grade != outcome.failed:
        reason = f"年度考核结果“{grade}”不是“{outcome.passed}”或“{outcome.failed}”，由人裁定"
        return replace(grant, state="for_person", amount=nothing, reason=reason, interval=(nothing, made.capped))
    if outcome.effect == "zero_recover":
        return _refused(grant, f"{made.year}年度考核验收{grade}，不予补贴", outcome.clause)
    count = len(outcome.indicators)
    if made.completion is None:
        reason = f"年度考核验收{grade}，按完成率折算；{count}项指标的完成率没有填全，由人裁定"
        return replace(grant, state="for_person", amount=nothing, reason=reason, interval=(nothing, made.capped))
    amount = settle(made.capped * made.completion)
    reason = f"年度考核验收{grade}，按{count}项指标完成率的平均数 {shown(made.completion * 100, 4)}% 折算"
    cut = Cut("cap", made.capped - amount, reason, outcome.clause)
    cuts = (*grant.cuts, cut) if cut.amount else grant.cuts
    state: GrantState = "due" if amount else "refused"
    return replace(grant, amount=amount, cuts=cuts, state=state, reason=reason, interval=(amount, amount))


def _refused(grant: Grant, reason: str, clause: str) -> Grant:
    cuts = (*grant.cuts, Cut("cap", grant.amount, reason, clause)) if grant.amount else grant.cuts
    zero = Fraction(0)
    return replace(grant, state="refused", amount=zero, cuts=cuts, reason=reason, interval=(zero, zero))


def _with_parts(kind: Operating, grant: Grant, made: Settlement) -> Grant:
    """The prepayment, and the rest that the settlement leaves; what was prepaid beyond it is said."""
    paid = settle(made.funds.prepaid or Fraction(0))
    parts = [PaidPart(1, paid, "paid", kind.prepaid_when, kind.clause)] if paid else []
    if grant.state in ("due", "pending") and grant.amount > paid:
        state: PartState = "due" if grant.state == "due" else "pending"
        parts.append(PaidPart(2, grant.amount - paid, state, kind.settled_when, kind.clause))
    said = [grant.reason] if grant.reason else []
    if made.refund(grant):
        word = "照此结算" if grant.state == "pending" else "结算"
        said.append(f"已预拨 {wan(paid)}，{word}应收回 {wan(paid - grant.amount)}")
    return replace(grant, instalments=tuple(parts), reason="；".join(said))


def _told_at(kind: Operating, submission: Submission) -> tuple[CellRef, ...]:
    entries = (submission.field(key) for key in (kind.granted, kind.prepaid, kind.carried.field))
    return tuple(one.at for one in entries if one is not None and one.at is not None and one.state != "blank")
