"""How far the readings move the grants: one at a time, and all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, assert_never

import msgspec

from zhtcli.core.assessing.spread import Move, Spread
from zhtcli.core.decision import Decision
from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.grant import Grant, total
from zhtcli.core.grants.grants import Books, rule_grants
from zhtcli.core.rules.grantkinds import GrantRule, ServiceClaims, Support
from zhtcli.core.rules.regime import Definition
from zhtcli.core.rules.resolve import Path, choices, chosen, resolve, settle
from zhtcli.core.rules.settlementkinds import Entrusted, Operating, Overlap

ALL_GRANTS = "grants"
"""The scope of the sum over all grants; each grant is a scope of its own by its id."""


def grant_spread(
    definition: Definition,
    readings: Mapping[str, str],
    submission: Submission,
    as_of: date | None,
    decided: Mapping[str, Decision] | None = None,
    source: str = "period",
) -> dict[str, Spread]:
    """The spread of the sum of all grants, then of each grant by its id, in 元.

    `moves` say what each other option alone gives; where a grant is not there under a reading, it comes to nothing.
    A reading that no row of this form can feel is not moved together with the others: it would change nothing.
    What reviewers `decided` on a grant, by its id, holds under every reading that leaves room for it;
    `source` says who chose `as_of`.
    """
    now = chosen(definition, readings)
    regime = resolve(definition, now)
    books = Books(regime, submission, as_of, decided, source)
    scopes: dict[str, tuple[Fraction, Fraction]] = {}
    low = high = Fraction(0)
    for node, rule in zip(definition.tree.get("grants", ()), regime.grants, strict=True):
        sums = []
        for moved in _combinations(definition, node, rule, now, books):
            amounts = _amounts(rule_grants(moved, books))
            sums.append(total(amounts.values()))
            for name in amounts.keys() - scopes.keys():
                scopes[name] = amounts[name], amounts[name]
            for name, (least, most) in scopes.items():
                if name in amounts:
                    scopes[name] = min(least, amounts[name]), max(most, amounts[name])
        low, high = low + min(sums), high + max(sums)
    moves = moves_of(definition, now, books, (ALL_GRANTS, *scopes))
    bounds = {ALL_GRANTS: (low, high), **scopes}
    return {name: Spread(*bounds[name], moves[name]) for name in bounds}


def moves_of(
    definition: Definition, now: Mapping[str, str], books: Books, scopes: Sequence[str]
) -> dict[str, tuple[Move, ...]]:
    """What each other option of each reading that grants ask gives by itself, for each scope.

    `now` has an option for every reading.
    """
    asked = {key for _, key, _ in choices(definition.tree.get("grants", ()))}
    moves: dict[str, list[Move]] = {scope: [] for scope in scopes}
    for reading in definition.readings:
        for option in reading.options if reading.key in asked else ():
            if option == now[reading.key]:
                continue
            regime = resolve(definition, {**now, reading.key: option})
            amounts = _amounts(tuple(one for rule in regime.grants for one in rule_grants(rule, books)))
            for scope in scopes:
                amount = total(amounts.values()) if scope == ALL_GRANTS else amounts.get(scope, Fraction(0))
                moves[scope].append(Move(reading.key, option, amount))
    return {scope: tuple(told) for scope, told in moves.items()}


def _amounts(grants: tuple[Grant, ...]) -> dict[str, Fraction]:
    """Amounts by id; what stands under one id is added up."""
    amounts: dict[str, Fraction] = {}
    for grant in grants:
        amounts[grant.id] = amounts.get(grant.id, Fraction(0)) + grant.amount
    return amounts


def _combinations(
    definition: Definition,
    node: Any,
    rule: GrantRule,
    now: Mapping[str, str],
    books: Books,
) -> Iterator[GrantRule]:
    """The rule under every combination of the readings that it asks and that these rows can feel."""
    unfelt = _unfelt(rule, books)
    options = {reading.key: tuple(reading.options) for reading in definition.readings}
    keys = sorted({key for path, key, _ in choices(node) if not any(path[: len(part)] == part for part in unfelt)})
    for some in product(*(options[key] for key in keys)):
        yield msgspec.convert(settle(node, {**now, **dict(zip(keys, some, strict=True))}), type(rule))


def _unfelt(rule: GrantRule, books: Books) -> tuple[Path, ...]:
    """The parts of a rule that no row of this form can feel, however they are read."""
    match rule:
        case Support(base=base):
            platforms = books.platforms(rule.platforms)
            rows = books.investments(rule)
            unfelt: list[Path] = []
            if all(row.text(base.category) not in base.limited.categories for some in rows.values() for row in some):
                unfelt.append(("base", "limited"))
            if all(one.industry not in base.required.industries for one in platforms.platforms):
                unfelt.append(("base", "required"))
            if not any(worth.later for worth in books.worths(rule).values()):
                unfelt += [("follow_up",), ("cap",)]
            outcomes = books.rows(rule.assessments.register)
            if all(row.text(rule.assessments.outcome) in ("", rule.assessments.passed) for row in outcomes):
                unfelt.append(("instalments",))
            return tuple(unfelt)
        case Operating():
            return tuple(_unfelt_by_a_year(rule, books))
        case Overlap():
            return () if books.rows(rule.other.register) else (("effect",),)
        case ServiceClaims() | Entrusted():
            return ()
        case _:
            assert_never(rule)


def _unfelt_by_a_year(rule: Operating, books: Books) -> Iterator[Path]:
    made = books.settlement(rule)
    if made is None or not made.account.salaries:
        yield ("salaries",)
    if made is None or not made.funds.carried:
        yield ("carried",)
    if made is None or made.outcome.grade != rule.outcome.failed:
        yield ("outcome",)
