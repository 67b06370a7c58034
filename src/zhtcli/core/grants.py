"""The grants of a form: what each platform and each user is paid, to the fen, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar, assert_never

from zhtcli.core.claims import Claim, claim_grants, claims_of
from zhtcli.core.decision import Decision
from zhtcli.core.grant import Grant
from zhtcli.core.grantkinds import GrantRule, Platforms, ServiceClaims, Support
from zhtcli.core.grantrows import Assessed, Listed, Row, assessments_of, listed, rows_by_platform, rows_of
from zhtcli.core.regime import Regime
from zhtcli.core.submission import Submission
from zhtcli.core.supply import support_grants
from zhtcli.core.worth import Worth, worth_of

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class GrantFigure:
    """A figure behind a platform's first support: a percentage, or an amount in 元."""

    key: str
    label: str
    unit: str
    platform: str
    value: Fraction
    clause: str


class Books:
    """The registers of a form as rules about money read them, and what reviewers `decided` on grants, by their ids.

    What many readings share is made once.
    """

    def __init__(
        self,
        regime: Regime,
        submission: Submission,
        as_of: date | None,
        decided: Mapping[str, Decision] | None = None,
    ) -> None:
        self.as_of = as_of
        self.decided = decided or {}
        self._regime, self._submission = regime, submission
        self._made: dict[object, Any] = {}

    def _once(self, name: object, make: Callable[[], _T]) -> _T:
        if name not in self._made:
            self._made[name] = make()
        made: _T = self._made[name]
        return made

    def rows(self, register: str) -> tuple[Row, ...]:
        return self._once(register, lambda: rows_of(self._regime, self._submission, register))

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
        case _:
            assert_never(rule)


def grant_figures(regime: Regime, books: Books) -> tuple[GrantFigure, ...]:
    """What each platform's first support rests on: `recognised_investment`, `recognised_other_costs`,
    `equipment_share`.

    Nothing for a platform that has no recognised investment.
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
        case ServiceClaims():
            return
        case _:
            assert_never(rule)
