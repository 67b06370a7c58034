"""The grants of a form: what each platform and each user is paid, to the fen, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import assert_never

from zhtcli.core.claims import claim_grants, claims_of
from zhtcli.core.grant import Grant
from zhtcli.core.grantkinds import GrantRule, ServiceClaims, Support
from zhtcli.core.grantrows import Listed, assessments_of, listed, rows_by_platform, rows_of
from zhtcli.core.regime import Regime
from zhtcli.core.submission import Submission
from zhtcli.core.supply import first_recognised, support_grants


@dataclass(frozen=True, slots=True)
class GrantFigure:
    """A figure behind a platform's first support: a percentage, or an amount in 元."""

    key: str
    label: str
    unit: str
    platform: str
    value: Fraction
    clause: str


def grants(regime: Regime, submission: Submission, as_of: date | None) -> tuple[Grant, ...]:
    """Every grant of a form, rule by rule: for platforms in the order of the sheet, for claims as the cap takes them.

    What happens after `as_of` has not happened yet; without it every date that is told has come, and nothing that
    is left open has lapsed.
    """
    return tuple(grant for rule in regime.grants for grant in rule_grants(rule, regime, submission, as_of))


def rule_grants(rule: GrantRule, regime: Regime, submission: Submission, as_of: date | None) -> tuple[Grant, ...]:
    """The grants of one rule, which need not be as the regime has it."""
    platforms = platforms_of(rule, regime, submission)
    match rule:
        case Support():
            assessed = assessments_of(
                rule.assessments, rows_of(regime, submission, rule.assessments.register), platforms, as_of
            )
            investments = rows_of(regime, submission, rule.base.register)
            return tuple(support_grants(rule, platforms, investments, assessed, as_of))
        case ServiceClaims():
            rows = rows_of(regime, submission, rule.register)
            return tuple(claim_grants(rule, claims_of(rule, platforms, rows, as_of)))
        case _:
            assert_never(rule)


def platforms_of(rule: GrantRule, regime: Regime, submission: Submission) -> Listed:
    """The platforms that a rule is about."""
    return listed(rule.platforms, rows_of(regime, submission, rule.platforms.register))


def grant_figures(regime: Regime, submission: Submission) -> tuple[GrantFigure, ...]:
    """What each platform's first support rests on: `recognised_investment`, `recognised_other_costs`,
    `equipment_share`.

    Nothing for a platform that has no recognised investment.
    """
    return tuple(figure for rule in regime.grants for figure in _figures(rule, regime, submission))


def _figures(rule: GrantRule, regime: Regime, submission: Submission) -> Iterator[GrantFigure]:
    match rule:
        case Support(base=base):
            platforms = platforms_of(rule, regime, submission)
            by_platform = rows_by_platform(platforms, rows_of(regime, submission, base.register), base.platform)
            for platform in platforms.platforms:
                worth = first_recognised(rule, platform, by_platform.get(platform.name, ()))
                if worth.share is None:
                    continue
                for key, label, unit, value, clause in (
                    ("recognised_investment", "认定的平台建设投资额", "元", worth.value, base.clause),
                    ("recognised_other_costs", "认定的其他合理费用", "元", worth.limited, base.limited.clause),
                    ("equipment_share", "设备投入占比", "%", worth.share, base.required.clause),
                ):
                    yield GrantFigure(key, label, unit, platform.name, value, clause)
        case ServiceClaims():
            return
        case _:
            assert_never(rule)
