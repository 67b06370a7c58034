"""Wuqing's registers written down in a few words, and the grants that follow from them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from zhtcli.core.finding import Finding
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.findings import grant_findings
from zhtcli.core.grants.grant import Grant
from zhtcli.core.grants.grants import Books, GrantFigure, grant_figures, grants
from zhtcli.core.period import Form
from zhtcli.core.rules.regime import Regime
from zhtcli.definitions.load import parsed, settled

PLATFORM = "武清区生物医药产业五大创新功能平台"
OWNER = "91120222MA05TE116G"
USER, USER_CODE = "天津甲科技有限公司", "91120222MA06U0ER1Q"
RECOGNISED = date(2022, 5, 10)
SHEETS = {"platforms": "台账_平台清单", "investments": "台账_投资", "assessments": "台账_考核", "claims": "台账_申请"}

Rows = Mapping[str, Any]


@cache
def _regime(readings: tuple[tuple[str, str], ...]) -> Regime:
    return settled(parsed("wuqing-subsidy"), dict(readings))


def under(**readings: str) -> Regime:
    return _regime(tuple(sorted(readings.items())))


def platform(**more: Any) -> Rows:
    """A platform of 新材料, where no share of equipment is asked."""
    told = {"platform": PLATFORM, "uscc": OWNER, "industry": "新材料", "filed_on": date(2021, 9, 1)}
    return {**told, "certified_on": RECOGNISED, **more}


def investment(amount: str, category: str = "材料费", day: date | None = date(2022, 1, 5), **more: Any) -> Rows:
    return {"platform": PLATFORM, "date": day, "category": category, "amount": Decimal(amount), **more}


def assessment(year: int, outcome: str = "合格", **more: Any) -> Rows:
    told = {"platform": PLATFORM, "year": Decimal(year), "outcome": outcome, "date": date(year, 12, 20)}
    return {**told, **more}


def claim(id: str, fee: str, used: date | None = date(2023, 3, 1), **more: Any) -> Rows:
    """A claim of a firm that was in the district all along."""
    told = {"id": id, "enterprise": USER, "uscc": USER_CODE, "kind": "企业", "platform": PLATFORM}
    return {**told, "use_date": used, "landed_on": date(2015, 1, 1), "fee": Decimal(fee), **more}


def form(
    *,
    platforms: Sequence[Rows] | None = None,
    investments: Iterable[Rows] = (),
    assessments: Iterable[Rows] = (),
    claims: Iterable[Rows] = (),
    shuffled: int | None = None,
) -> Submission:
    """A form with these rows; row 5 of each sheet is the first one. `shuffled` seeds another order of all rows."""
    told = {
        "platforms": [platform()] if platforms is None else platforms,
        "investments": investments,
        "assessments": assessments,
        "claims": claims,
    }
    registers = {}
    for key, some in told.items():
        rows = list(some)
        if shuffled is not None:
            random.Random(shuffled).shuffle(rows)  # noqa: S311 - an order, not a secret
        if rows:
            registers[key] = _rows(key, rows)
    return Submission(
        file="wuqing-subsidy-2026.xlsx",
        sha256="",
        form=Form("wuqing-subsidy", "2026"),
        version="1",
        digest="",
        entries={},
        registers=registers,
    )


def _rows(key: str, rows: Sequence[Rows]) -> RegisterRows:
    columns = [column.key for column in under().register(key).columns]
    if strange := {name for row in rows for name in row} - set(columns):
        raise KeyError(f"no such column in {key}: {strange}")
    return RegisterRows(
        key,
        SHEETS[key],
        tuple(range(5, 5 + len(rows))),
        {column: [row.get(column) for row in rows] for column in columns},
        {column: place for place, column in enumerate(columns, 1)},
    )


def granted(told: Submission, as_of: date | None = None, **readings: str) -> dict[str, Grant]:
    """The grants by id; the platform's first support is `supply`, a follow-up year `supply 2024`."""
    regime = under(**readings)
    made = grants(regime, Books(regime, told, as_of))
    short = {one.id: one.id.replace(f"supply/{PLATFORM}", "supply").replace("/", " ") for one in made}
    assert len({short[one.id] for one in made}) == len(made)
    return {short[one.id]: one for one in made}


def found(told: Submission, as_of: date | None = None, **readings: str) -> list[Finding]:
    regime = under(**readings)
    books = Books(regime, told, as_of)
    return grant_findings(regime, books, grants(regime, books))


def codes(told: Submission, as_of: date | None = None, **readings: str) -> list[str]:
    return [finding.code for finding in found(told, as_of, **readings)]


def figures(told: Submission, **readings: str) -> dict[str, GrantFigure]:
    regime = under(**readings)
    return {figure.key: figure for figure in grant_figures(regime, Books(regime, told, None))}


def yuan(text: str) -> Fraction:
    return Fraction(Decimal(text.replace(",", "")))


def parts(grant: Grant) -> list[tuple[Fraction, str]]:
    return [(part.amount, part.state) for part in grant.instalments]
