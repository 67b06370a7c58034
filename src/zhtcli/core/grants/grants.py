"""The grants of a form: what each platform and each user is paid, to the fen, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar, assert_never

from zhtcli.core.decision import Decision
from zhtcli.core.figures.figures import measure
from zhtcli.core.forms.submission import Submission
from zhtcli.core.graded.eventjudge import events
from zhtcli.core.graded.events import Event, known_until
from zhtcli.core.grants.claims import Claim, claim_grants, claims_of
from zhtcli.core.grants.entrusted import Fee, fee_of
from zhtcli.core.grants.grant import Grant
from zhtcli.core.grants.overlapping import Matched, matched, overlap_grants
from zhtcli.core.grants.rows import Assessed, Listed, Row, assessments_of, listed, rows_by_platform, rows_of
from zhtcli.core.grants.settlement import Settlement, operating_grant, settlement_of
from zhtcli.core.grants.supply import support_grants
from zhtcli.core.grants.worth import Worth, worth_of
from zhtcli.core.grants.yearoutcome import outcome_of
from zhtcli.core.rules.grantkinds import GrantRule, Platforms, ServiceClaims, Support
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.settlementkinds import Entrusted, Operating, Overlap

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class GrantFigure:
    """A figure behind a grant: a percentage, or an amount in 元. `platform` is blank where it is the form's own."""

    key: str
    label: str
    unit: str
    platform: str
    value: Fraction
    clause: str


class Books:
    """The registers of a form as rules about money read them, and what reviewers `decided` on grants, by their ids.

    `source` says who chose `as_of`, as for verdicts. What many readings share is made once.
    """

    def __init__(
        self,
        regime: Regime,
        submission: Submission,
        as_of: date | None,
        decided: Mapping[str, Decision] | None = None,
        source: str = "period",
    ) -> None:
        self.as_of = as_of
        self._source = source
        self.decided = decided or {}
        self.submission = submission
        self._regime = regime
        self._made: dict[object, Any] = {}

    def _once(self, name: object, make: Callable[[], _T]) -> _T:
        if name not in self._made:
            self._made[name] = make()
        made: _T = self._made[name]
        return made

    def rows(self, register: str) -> tuple[Row, ...]:
        return self._once(register, lambda: rows_of(self._regime, self.submission, register))

    def platforms(self, kind: Platforms) -> Listed:
        return self._once(kind, lambda: listed(kind, self.rows(kind.register)))

    def investments(self, rule: Support) -> Mapping[str, Sequence[Row]]:
        """The rows of each platform, by its name."""
        name = rule.platforms, rule.base.register, rule.base.platform
        rows, platforms = self.rows(rule.base.register), self.platforms(rule.platforms)
        return self._once(name, lambda: rows_by_platform(platforms, rows, rule.base.platform))

    def assessments(self, rule: Support) -> Mapping[str, Mapping[int, Assessed]]:
        """What is known of each platform's assessments, by its name and the year."""
        kind, platforms = rule.assessments, self.platforms(rule.platforms)
        name = rule.platforms, kind
        return self._once(name, lambda: assessments_of(kind, self.rows(kind.register), platforms, self.as_of))

    def worths(self, rule: Support) -> Mapping[str, Worth]:
        """What each platform's investment comes to, by its name."""
        name = rule.platforms, rule.base, rule.follow_up.years, rule.follow_up.counted == "since_recognition"
        rows = self.investments(rule)
        return self._once(
            name,
            lambda: {
                one.name: worth_of(rule, one, rows.get(one.name, ()))
                for one in self.platforms(rule.platforms).platforms
            },
        )

    def claims(self, rule: ServiceClaims) -> Sequence[Claim]:
        """The claims in the order in which the cap takes them."""
        platforms, rows = self.platforms(rule.platforms), self.rows(rule.register)
        return self._once(rule, lambda: claims_of(rule, platforms, rows, self.as_of))

    def settlement(self, rule: Operating) -> Settlement | None:
        """The settlement of the form's own year."""
        spending, rows = self.rows(rule.spending.register), self.rows(rule.outcome.register)
        figures = self._once(measure, lambda: measure(self._regime, self.submission))
        outcome = outcome_of(rule.outcome, rows, self._events(), int(self.submission.form.span[:4]))
        return self._once(rule, lambda: settlement_of(rule, self.submission, spending, outcome, figures, self.as_of))

    def _events(self) -> Sequence[Event]:
        """The results of graded assessments as verdicts judge them."""
        until = known_until(self.submission, self.as_of, self._source)
        return self._once(events, lambda: events(self._regime, self.submission, until))

    def overlaps(self, rule: Overlap) -> Matched:
        """Own support thing by thing, beside what else was received."""
        own, other = self.rows(rule.own.register), self.rows(rule.other.register)
        return self._once((rule.own, rule.other), lambda: matched(rule, own, other))

    def fee(self, rule: Entrusted) -> Fee:
        """The fee for entrusted tasks with its limit."""
        return self._once(rule, lambda: fee_of(rule, self.submission))


def grants(regime: Regime, books: Books) -> tuple[Grant, ...]:
    """Every grant of a form, rule by rule: for platforms in the order of the sheet, for claims as the cap takes them.

    What happens after the books' `as_of` has not happened yet; without it every date that is told has come, and
    nothing that is left open has lapsed.
    """
    return tuple(grant for rule in regime.grants for grant in rule_grants(rule, books))


def rule_grants(rule: GrantRule, books: Books) -> tuple[Grant, ...]:
    """The grants of one rule."""
    match rule:
        case Support():
            platforms, worths, assessed = books.platforms(rule.platforms), books.worths(rule), books.assessments(rule)
            return tuple(support_grants(rule, platforms, worths, assessed, books.as_of, books.decided))
        case ServiceClaims():
            return tuple(claim_grants(rule, books.claims(rule), books.decided))
        case Operating():
            settled = books.settlement(rule)
            return () if settled is None else (operating_grant(rule, books.submission, settled, books.decided),)
        case Overlap():
            return tuple(overlap_grants(rule, books.submission, books.overlaps(rule), books.decided))
        case Entrusted():
            return ()
        case _:
            assert_never(rule)


def grant_figures(regime: Regime, books: Books) -> tuple[GrantFigure, ...]:
    """What grants rest on.

    Of each platform with recognised investment `recognised_investment`, `recognised_other_costs`, `equipment_share`;
    of a year's operating subsidy `settled_subsidy`, `refund`, `eligible_other`, `salaries_declared`, `salary_limit`,
    `salaries_counted`; of entrusted tasks `entrusted_funds`, `entrusted_limit`, `entrusted_excess`. What cannot be
    told is left out.
    """
    return tuple(figure for rule in regime.grants for figure in _figures(rule, books))


def _figures(rule: GrantRule, books: Books) -> Iterator[GrantFigure]:
    match rule:
        case Support(base=base):
            for platform, told in books.worths(rule).items():
                worth = told.first.recognised
                if worth.share is None:
                    continue
                for key, label, unit, value, clause in (
                    ("recognised_investment", "认定的平台建设投资额", "元", worth.value, base.clause),
                    ("recognised_other_costs", "认定的其他合理费用", "元", worth.limited, base.limited.clause),
                    ("equipment_share", "设备投入占比", "%", worth.share, base.required.clause),
                ):
                    yield GrantFigure(key, label, unit, platform, value, clause)
        case Operating():
            yield from _of_settlement(rule, books)
        case Entrusted():
            fee = books.fee(rule)
            for key, label, amount in (
                ("entrusted_funds", "上级补助与本级配套合计（配套比例原文没有印，照填报数）", fee.funds),
                ("entrusted_limit", "委托建设管理费用限额", fee.limit),
                ("entrusted_excess", "委托建设管理费用超限", fee.excess),
            ):
                if amount is not None:
                    yield GrantFigure(key, label, "元", "", amount, rule.clause)
        case ServiceClaims() | Overlap():
            return
        case _:
            assert_never(rule)


def _of_settlement(rule: Operating, books: Books) -> Iterator[GrantFigure]:
    made = books.settlement(rule)
    if made is None:
        return
    grant = operating_grant(rule, books.submission, made, books.decided)
    share = made.salaries
    for key, label, amount, clause in (
        ("settled_subsidy", "结算补贴", None if made.undecided(grant) else grant.amount, rule.clause),
        ("refund", "应收回的预拨", made.refund(grant), rule.clause),
        ("eligible_other", "薪酬以外可计入的支出", made.account.other, rule.spending.clause),
        ("salaries_declared", "专职薪酬支出", made.account.salaries, rule.salaries.clause),
        ("salary_limit", "薪酬限额", share.limit, rule.salaries.clause),
        ("salaries_counted", "计入的薪酬", share.counted, rule.salaries.clause),
    ):
        if amount is not None:
            yield GrantFigure(key, label, "元", "", amount, clause)
